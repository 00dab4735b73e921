import {grown} from '../books.ts';
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
	/** Where a question is in the columns, by the id that stands in it. */
	readonly places: Remembered;
	count: number;
	/** Ids of messages that ask, and the rows of their answers plus 1; 0 where none came. */
	asked: Float64Array;
	answered: Uint32Array;
};

const shared = (): Transactions => ({isStream: false, places: new Remembered(16), count: 0, asked: new Float64Array(64), answered: new Uint32Array(64)});

/** Ties an answer to its question by the transaction ID, as Wireshark does: what is asked does not matter. */
function tie(m: Message<Transactions>): void {
	const {bytes: b, conversation, row, state} = m;
	const start = m.start + (state.isStream ? 2 : 0);
	if (start + 4 > m.end) return;
	const key = (b[start]! << 8) | b[start + 1]!;
	const place = state.places.get(conversation, key);
	const isAnswer = b[start + 2]! >= 0x80;
	if (place === undefined) {
		if (!isAnswer) ask(state, state.count++, m, key);
		return;
	}

	const asked = state.asked[place]!;
	const answer = state.answered[place]! - 1;
	if (isAnswer) {
		if (answer >= 0 && answer !== row) {
			m.tell(repeatsAnswer, answer);
			return;
		}

		if (answer < 0) {
			m.tell(answeredIn, row, asked);
			state.answered[place] = row + 1;
		}

		m.tell(answerTo, rowOf(asked));
		return;
	}

	if (answer < 0 && m.since(rowOf(asked)) < retransmissionTime) {
		if (rowOf(asked) !== row) m.tell(repeatsQuestion, rowOf(asked));
		return;
	}

	ask(state, place, m, key);
}

/** A question that is no other's repetition. */
function ask(state: Transactions, place: number, {id, conversation}: Message<Transactions>, key: number): void {
	state.asked = grown(state.asked, state.count);
	state.answered = grown(state.answered, state.count);
	state.asked[place] = id;
	state.answered[place] = 0;
	state.places.set(conversation, key, place);
}

/** RFC 1035, section 4.2.2: over TCP every message has its length in front. */
export const dnsFraming: Framing<Transactions, Transactions> = {
	units: true,
	shared,
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
