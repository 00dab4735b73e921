import {type ByteText, words} from '../byte-text.ts';
import type {Reader} from '../reader.ts';
import {type Framing, idsPerRow, type Message, type Note, note} from '../reassembly/framing.ts';
import {Remembered} from '../reassembly/remembered.ts';

/** Rows of open questions between two hosts under one identifier, by what their answer will have. */
type Asked = Remembered;

/** What is told about echo messages: the row that answers, the row that asked. */
export type EchoNotes = {readonly answer: Note; readonly question: Note};

/** Adds what tells a question from others, and its answer with it: ` id=0x0001, seq=1`. */
export function writeNumbers(line: ByteText, b: Uint8Array, at: number): void {
	line.append(ofIdentifiers);
	line.hexNumber((b[at + 4]! << 8) | b[at + 5]!, 4);
	line.append(ofSequences);
	line.number((b[at + 6]! << 8) | b[at + 7]!);
}

const ofIdentifiers = words(' id=');
const ofSequences = words(', seq=');
const ofQuestions = words(' (reply in ');
const ofAnswers = words(' (request in ');
const closing = 0x29;

/** Adds the packet that answers, or that is answered; what it means that there is none. */
export function writeOther(line: ByteText, r: Reader, isQuestion: boolean, {answer, question}: EchoNotes, isToMany: (r: Reader) => boolean): void {
	const other = r.facts.told(isQuestion ? answer : question);
	if (other !== undefined) {
		line.append(isQuestion ? ofQuestions : ofAnswers);
		line.number(other + 1);
		line.byte(closing);
	} else if (isQuestion) {
		if (isToMany(r)) line.text(' (multicast)');
		else if (r.facts.complete) line.text(' (no response found!)');
	}
}

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
