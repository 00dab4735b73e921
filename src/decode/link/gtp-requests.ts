import type {Field} from '../field.ts';
import type {Reader} from '../reader.ts';
import {type Framing, note, rowOf} from '../reassembly/framing.ts';
import {Remembered} from '../reassembly/remembered.ts';

/** Requests that wait, by their number and who asked: id of the message and type. */
type State = Remembered<{readonly id: number; readonly type: number}>;

/** How requests of a protocol find their answers. */
type Requests = {
	readonly framing: Framing<State>;
	/** Tells which row answers this message, or which one it answers, and how long after. */
	tell(r: Reader, response: Field<'frame'>, request: Field<'frame'>, time: Field<'duration'>): void;
};

/**
Ties requests to answers, whose type is the next number. `asks` are the types that ask; `numberOf` gives the sequence number
of the message in `[start, end)`, -1 where it has none.
*/
export function requestsOf(name: string, asks: ReadonlySet<number>, numberOf: (b: Uint8Array, start: number, end: number) => number): Requests {
	/** Rows of the answer and of the request. */
	const answeredIn = note(`${name} answer`);
	const answerTo = note(`${name} request`);
	return {
		framing: {
			open: () => new Remembered(),
			message(m) {
				const {bytes: b, start, end, state, id, row, direction} = m;
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
				m.tell(answeredIn, row, asked.id);
				m.tell(answerTo, rowOf(asked.id));
			},
		},
		tell(r, response, request, time) {
			const answer = r.facts.told(answeredIn);
			if (answer !== undefined) r.derive(response, answer + 1);
			const asked = r.facts.told(answerTo);
			if (asked === undefined) return;
			r.derive(request, asked + 1);
			const since = r.facts.since(asked);
			if (since !== undefined) r.derive(time, since);
		},
	};
}
