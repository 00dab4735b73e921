import {type Framing, idsPerRow, type Message, type Note, note} from '../reassembly/framing.ts';
import {Remembered} from '../reassembly/remembered.ts';

/** Rows of open questions between two hosts under one identifier, by what their answer will have. */
type Asked = Remembered;

/** What is told about echo messages: the row that answers, the row that asked. */
export type EchoNotes = {readonly answer: Note; readonly question: Note};

/**
Ties answers to questions, for protocols that announce their messages with `Cursor.exchange`. An answer sends back what
it was asked with, so it belongs to the last question whose `key` it has.
*/
export function echoFraming(
	name: string,
	classify: (m: Message<Asked>) => 'question' | 'answer' | undefined,
	keyOf: (m: Message<Asked>) => number,
): {framing: Framing<Asked, Asked>; notes: EchoNotes} {
	const notes = {answer: note(`${name} answered in`), question: note(`${name} answers`)};
	const framing: Framing<Asked, Asked> = {
		shared: () => new Remembered(32),
		message(m) {
			const {state, conversation} = m;
			const kind = classify(m);
			if (kind === undefined) return;
			const key = keyOf(m);
			if (kind === 'question') {
				state.set(conversation, key, m.row);
				return;
			}

			const asked = state.get(conversation, key);
			if (asked === undefined) return;
			state.delete(conversation, key);
			m.tell(notes.question, asked);
			m.tell(notes.answer, m.row, asked * idsPerRow);
		},
	};
	return {framing, notes};
}
