import {grown} from './decode/books.ts';
import type {Side, StreamSink} from './decode/reassembly/stream-order.ts';

const sideBit = 1;
const missingBit = 2;
const cutBit = 4;

/** One stretch of a stream, as long as one packet brought it or nobody did. */
export type StreamPiece = {
	readonly side: Side;
	/** The packet that brought the bytes, or the one that showed that they were said. */
	readonly row: number;
	/** Where the bytes begin in the packet's payload. */
	readonly from: number;
	readonly length: number;
	/** Bytes of its side before it, with those that are missing. */
	readonly place: number;
	/** `gap`: bytes that the capture does not have; `cut`: bytes that the capture has no more of than that they were there. */
	readonly kind: 'bytes' | 'gap' | 'cut';
};

/** Bytes that came again: of a packet's payload, for places of its side that had some. */
export type Repeat = {readonly side: Side; readonly row: number; readonly from: number; readonly length: number; readonly place: number};

/** Repeats that are remembered; of more nobody asks whether they say the same. */
const maxRepeats = 1 << 16;

/** What a stream says, piece by piece in order. Places are kept, bytes stay where they are. */
export class StreamPieces implements StreamSink {
	count = 0;
	readonly repeats: Repeat[] = [];
	/** Bytes of each side that are there, and that are missing. */
	readonly sizes: [number, number] = [0, 0];
	readonly lost: [number, number] = [0, 0];
	#row = new Uint32Array(64);
	#from = new Uint32Array(64);
	#length = new Uint32Array(64);
	#place = new Float64Array(64);
	/** Bytes of its side before each that are there. */
	#at = new Float64Array(64);
	#flags = new Uint8Array(64);
	/** The pieces of each side, whose places only grow. */
	readonly #ofSide: [Uint32Array, Uint32Array] = [new Uint32Array(64), new Uint32Array(64)];
	readonly #counts: [number, number] = [0, 0];

	bytes(side: Side, row: number, from: number, length: number, place: number): void {
		this.#append(row, from, length, place, side);
		this.sizes[side] += length;
	}

	missing(side: Side, row: number, length: number, place: number, cut: boolean): void {
		this.lost[side] += length;
		this.#append(row, 0, length, place, side | (cut ? cutBit : missingBit));
	}

	again(side: Side, row: number, from: number, length: number, place: number): void {
		if (this.repeats.length < maxRepeats) this.repeats.push({side, row, from, length, place});
	}

	#append(row: number, from: number, length: number, place: number, flags: number): void {
		const n = this.count++;
		if (n >= this.#row.length) {
			this.#row = grown(this.#row, this.count);
			this.#from = grown(this.#from, this.count);
			this.#length = grown(this.#length, this.count);
			this.#place = grown(this.#place, this.count);
			this.#flags = grown(this.#flags, this.count);
			this.#at = grown(this.#at, this.count);
		}

		const side = (flags & sideBit) as Side;
		const nth = this.#counts[side]++;
		this.#ofSide[side] = grown(this.#ofSide[side], nth + 1);
		this.#ofSide[side][nth] = n;
		this.#at[n] = this.sizes[side];

		this.#row[n] = row;
		this.#from[n] = from;
		this.#length[n] = length;
		this.#place[n] = place;
		this.#flags[n] = flags;
	}

	at(n: number): StreamPiece {
		const flags = this.#flags[n]!;
		return {
			side: (flags & sideBit) as Side,
			row: this.#row[n]!,
			from: this.#from[n]!,
			length: this.#length[n]!,
			place: this.#place[n]!,
			kind: flags & missingBit ? 'gap' : flags & cutBit ? 'cut' : 'bytes',
		};
	}

	/** The packet of a piece. */
	rowAt(n: number): number {
		return this.#row[n]!;
	}

	/** Bytes of its side that are there before a piece. */
	sizeBefore(n: number): number {
		return this.#at[n]!;
	}

	/** The pieces of a side from the one that holds a place on. */
	*from(side: Side, place: number): Generator<number> {
		const pieces = this.#ofSide[side];
		let low = 0;
		let high = this.#counts[side];
		while (low < high) {
			const middle = (low + high) >>> 1;
			const n = pieces[middle]!;
			if (this.#place[n]! + this.#length[n]! <= place) low = middle + 1;
			else high = middle;
		}

		for (; low < this.#counts[side]; low++) yield pieces[low]!;
	}
}
