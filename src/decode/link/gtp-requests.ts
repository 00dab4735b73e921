import {type Answers, answersOf} from '../reassembly/answers.ts';
import type {Framing} from '../reassembly/framing.ts';
import {Remembered} from '../reassembly/remembered.ts';

/** Requests that wait, by their number and who asked: id of the message and type. */
type State = Remembered<{readonly id: number; readonly type: number}>;

/** How requests of a protocol find their answers. */
type Requests = {readonly framing: Framing<State>; readonly answers: Answers};

/**
Ties requests to answers, whose type is the next number. `asks` are the types that ask; `numberOf` gives the sequence number
of the message in `[start, end)`, -1 where it has none.
*/
export function requestsOf(name: string, asks: ReadonlySet<number>, numberOf: (b: Uint8Array, start: number, end: number) => number): Requests {
	const answers = answersOf(name);
	return {
		framing: {
			open: () => new Remembered(),
			message(m) {
				const {bytes: b, start, end, state, id, direction} = m;
				const number = numberOf(b, start, end);
				if (number < 0) return;
				const type = b[start + 1]!;
				if (asks.has(type)) {
					state.set(number * 2 + direction, {id, type});
					return;
				}

				const key = number * 2 + 1 - direction;
				const asked = state.get(key);
				if (asked === undefined || asked.type + 1 !== type) return;
				state.delete(key);
				answers.tie(m, asked.id);
			},
		},
		answers,
	};
}
