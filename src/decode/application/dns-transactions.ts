import {NumberBook} from '../books.ts';
import {type Framing, type Message, note, rowOf} from '../reassembly/framing.ts';
import {Remembered} from '../reassembly/remembered.ts';

/** A question that comes again within so many nanoseconds and without an answer is the same question. */
const retransmissionTime = 5e9;
/** Rows that belong to a message: of its answer, of its question, of the message that it repeats. */
export const answeredIn = note('dns answer');
export const answerTo = note('dns question');
export const repeatsQuestion = note('dns repeated question');
export const repeatsAnswer = note('dns repeated answer');

/** What is known of the questions of all conversations. */
type Transactions = {
	/** Messages have their length in front. */
	isStream: boolean;
	/** Ids of messages that ask, by the id that stands in them. */
	readonly questions: Remembered;
	/** The rows of their answers. */
	readonly answers: NumberBook;
};

/** Ties an answer to its question by the transaction ID, as Wireshark does: what is asked does not matter. */
function tie(m: Message<Transactions>): void {
	const {bytes: b, conversation, row, state: {isStream, questions, answers}} = m;
	const start = m.start + (isStream ? 2 : 0);
	if (start + 4 > m.end) return;
	const key = (b[start]! << 8) | b[start + 1]!;
	const known = questions.get(conversation, key);
	const answer = known === undefined ? undefined : answers.get(known);
	if (b[start + 2]! >= 0x80) {
		if (known === undefined) return;
		if (answer !== undefined && answer !== row) {
			m.tell(repeatsAnswer, answer);
			return;
		}

		if (answer === undefined) {
			m.tell(answeredIn, row, known);
			answers.set(known, row);
		}

		m.tell(answerTo, rowOf(known));
		return;
	}

	if (known !== undefined && answer === undefined && m.since(rowOf(known)) < retransmissionTime) {
		if (rowOf(known) !== row) m.tell(repeatsQuestion, rowOf(known));
		return;
	}

	questions.set(conversation, key, m.id);
}

/** RFC 1035, section 4.2.2: over TCP every message has its length in front. */
export const dnsFraming: Framing<Transactions, Transactions> = {
	units: true,
	shared: () => ({isStream: false, questions: new Remembered(16), answers: new NumberBook()}),
	next(w) {
		const {bytes: b, start, end} = w;
		w.state.isStream = true;
		if (end - start < 2) {
			w.need = 2;
			return 0;
		}

		return 2 + ((b[start]! << 8) | b[start + 1]!);
	},
	message: tie,
};
