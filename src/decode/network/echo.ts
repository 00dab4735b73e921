import {type Framing, idsPerRow, type Message, type Note, note} from '../reassembly/framing.ts';

/** Questions between two hosts under one identifier that may wait for an answer; then the oldest are forgotten. */
const maxOpen = 1024;

/** Rows of open questions, by what their answer will have. */
type Asked = Map<number, number>;

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
): {framing: Framing<Asked>; notes: EchoNotes} {
	const notes = {answer: note(`${name} answered in`), question: note(`${name} answers`)};
	const framing: Framing<Asked> = {
		open: () => new Map(),
		message(m) {
			const kind = classify(m);
			if (kind === undefined) return;
			const key = keyOf(m);
			if (kind === 'question') {
				m.state.set(key, m.row);
				if (m.state.size > maxOpen) { for (const oldest of m.state.keys()) return void m.state.delete(oldest); }
				return;
			}

			const asked = m.state.get(key);
			if (asked === undefined) return;
			m.state.delete(key);
			m.tell(notes.question, asked);
			m.tell(notes.answer, m.row, asked * idsPerRow);
		},
	};
	return {framing, notes};
}
