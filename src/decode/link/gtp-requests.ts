import {type Answers, answersOf} from '../reassembly/answers.ts';
import type {Framing} from '../reassembly/framing.ts';
import {Remembered} from '../reassembly/remembered.ts';

/** Requests that wait, by their number and who asked: id of the message, times `types`, plus its type. */
type State = Remembered;

/** How many types of messages there may be. */
const types = 256;
/** Sequence numbers have 24 bits at most, and one says who asked. */
const keyBits = 25;

/** How requests of a protocol find their answers. */
type Requests = {readonly framing: Framing<State, State>; readonly answers: Answers};

/**
Ties requests to answers, whose type is the next number. `asks` are the types that ask; `numberOf` gives the sequence number
of the message in `[start, end)`, -1 where it has none.
*/
export function requestsOf(name: string, asks: ReadonlySet<number>, numberOf: (b: Uint8Array, start: number, end: number) => number): Requests {
	const answers = answersOf(name);
	return {
		framing: {
			shared: () => new Remembered(keyBits),
			message(m) {
				const {bytes: b, start, end, state, conversation, id, direction} = m;
				const number = numberOf(b, start, end);
				if (number < 0) return;
				const type = b[start + 1]!;
				if (asks.has(type)) {
					state.set(conversation, number * 2 + direction, id * types + type);
					return;
				}

				const key = number * 2 + 1 - direction;
				const asked = state.get(conversation, key);
				if (asked === undefined || asked % types + 1 !== type) return;
				state.delete(conversation, key);
				answers.tie(m, Math.floor(asked / types));
			},
		},
		answers,
	};
}
