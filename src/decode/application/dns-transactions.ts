import {type Framing, type Message, note, rowOf} from '../reassembly/framing.ts';
import {Remembered} from '../reassembly/remembered.ts';

/** A question that comes again within this many seconds and without an answer is the same question. */
const retransmissionSeconds = 5;
/** Rows that belong to a message: of its answer, of its question, of the message that it repeats. */
export const answeredIn = note('dns answer');
export const answerTo = note('dns question');
export const repeatsQuestion = note('dns repeated question');
export const repeatsAnswer = note('dns repeated answer');

/** A question, by the id of its message, and the row of its answer; -1 where there is none yet. */
type Transaction = {readonly id: number; readonly seconds: number; answer: number};

/** What is known of a conversation. */
class Transactions extends Remembered<Transaction> {
	/** Messages have their length in front. */
	isStream = false;
}

/** Ties an answer to its question by the transaction ID, as Wireshark does: what is asked does not matter. */
function tie(m: Message<Transactions>): void {
	const {bytes: b, state, row} = m;
	const start = m.start + (state.isStream ? 2 : 0);
	if (start + 4 > m.end) return;
	const key = (b[start]! << 8) | b[start + 1]!;
	const known = state.get(key);
	if (b[start + 2]! >= 0x80) {
		if (known === undefined) return;
		if (known.answer >= 0 && known.answer !== row) {
			m.tell(repeatsAnswer, known.answer);
			return;
		}

		if (known.answer < 0) m.tell(answeredIn, row, known.id);
		known.answer = row;
		m.tell(answerTo, rowOf(known.id));
		return;
	}

	if (known !== undefined && known.answer < 0 && m.seconds - known.seconds < retransmissionSeconds) {
		if (rowOf(known.id) !== row) m.tell(repeatsQuestion, rowOf(known.id));
		return;
	}

	state.set(key, {id: m.id, seconds: m.seconds, answer: -1});
}

/** RFC 1035, section 4.2.2: over TCP every message has its length in front. */
export const dnsFraming: Framing<Transactions> = {
	units: true,
	open: () => new Transactions(),
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
