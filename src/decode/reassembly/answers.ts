import type {Field} from '../field.ts';
import type {Reader} from '../reader.ts';
import {type Message, note, rowOf} from './framing.ts';

/** What a protocol's requests and answers know of each other. */
export type Answers = {
	/** A message answers the request with the id `asked`. */
	tie(message: Pick<Message<unknown>, 'row' | 'tell'>, asked: number): void;
	/** Tells which row answers this message, or which one it answers, and how long after. */
	tell(r: Reader, response: Field<'frame'>, request: Field<'frame'>, time: Field<'duration'>): void;
};

/** Answers of one protocol; `name` is of the notes only. */
export function answersOf(name: string): Answers {
	/** Rows of the answer and of the request. */
	const answeredIn = note(`${name} answer`);
	const answerTo = note(`${name} request`);
	return {
		tie(message, asked) {
			message.tell(answeredIn, message.row, asked);
			message.tell(answerTo, rowOf(asked));
		},
		tell(r, response, request, time) {
			if (!r.listens) return;
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
