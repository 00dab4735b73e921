import type {Piece} from '../facts.ts';

/** Datagrams that may wait for their fragments at a time; then the oldest go. */
export const maxWaiting = 4096;
/** Bytes of fragments that may be held while they wait; then the oldest go. */
export const maxHeld = 64 * 1024 * 1024;
/** RFC 791, section 3.2: a datagram has at most 65,535 bytes. */
export const maxDatagram = 65_535;

type Waiting = {
	readonly key: string;
	readonly pieces: Array<{row: number; offset: number; bytes: Uint8Array}>;
	/** Length of the datagram once the last fragment was seen, else -1. */
	length: number;
	held: number;
};

/** A datagram that was put together. */
export type Datagram = {
	/** The row that completed it. */
	readonly row: number;
	readonly length: number;
	/** In order of arrival: which bytes each row gave. */
	readonly pieces: readonly Piece[];
};

/** Fragments of datagrams, by a key that says which datagram. Knows offsets and lengths, no protocols. */
export class Fragments {
	readonly #waiting = new Map<string, Waiting>();
	#held = 0;
	/** By row: every row that gave bytes to a datagram. */
	readonly #byRow = new Map<number, Datagram>();

	/**
	Adds the bytes `[from, to)` of `b` as `offset` and on of the datagram named by `key`. Returns the whole datagram's
	bytes when this fragment completes it.
	*/
	add(key: string, row: number, offset: number, more: boolean, b: Uint8Array, from: number, to: number): Uint8Array | undefined {
		let waiting = this.#waiting.get(key);
		if (waiting === undefined) {
			waiting = {key, pieces: [], length: -1, held: 0};
			this.#waiting.set(key, waiting);
		}

		const end = offset + to - from;
		if (end > maxDatagram) return undefined;
		if (!more && waiting.length < 0) waiting.length = end;
		waiting.pieces.push({row, offset, bytes: b.slice(from, to)});
		waiting.held += to - from;
		this.#held += to - from;
		const whole = this.#join(waiting);
		if (whole !== undefined) {
			this.#drop(waiting);
			const datagram: Datagram = {row, length: whole.length, pieces: waiting.pieces.map(p => ({row: p.row, from: p.offset, length: p.bytes.length}))};
			for (const piece of waiting.pieces) this.#byRow.set(piece.row, datagram);
			return whole;
		}

		for (const oldest of this.#waiting.values()) {
			if (this.#waiting.size <= maxWaiting && this.#held <= maxHeld) break;
			this.#drop(oldest);
		}

		return undefined;
	}

	/** The datagram that a row gave bytes to, once it is whole. */
	of(row: number): Datagram | undefined {
		return this.#byRow.get(row);
	}

	#drop(waiting: Waiting): void {
		this.#waiting.delete(waiting.key);
		this.#held -= waiting.held;
	}

	#join({pieces, length}: Waiting): Uint8Array | undefined {
		if (length < 0) return undefined;
		const sorted = pieces.toSorted((a, b) => a.offset - b.offset);
		let reached = 0;
		for (const piece of sorted) {
			if (piece.offset > reached) return undefined;
			reached = Math.max(reached, piece.offset + piece.bytes.length);
		}

		if (reached < length) return undefined;
		const whole = new Uint8Array(length);
		// The first to arrive wins where fragments overlap.
		for (const piece of pieces.toReversed()) if (piece.offset < length) whole.set(piece.bytes.subarray(0, length - piece.offset), piece.offset);
		return whole;
	}
}

/** Puts a datagram's bytes together again from the fragments' payloads, as `add` did. */
export function assemble(datagram: Datagram, payloadOf: (row: number) => Uint8Array | undefined): Uint8Array {
	const whole = new Uint8Array(datagram.length);
	for (const piece of datagram.pieces.toReversed()) {
		const payload = payloadOf(piece.row);
		if (payload !== undefined && piece.from < whole.length) whole.set(payload.subarray(0, Math.min(piece.length, whole.length - piece.from)), piece.from);
	}

	return whole;
}
