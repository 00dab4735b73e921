import {type Piece, pieceConflicts, pieceOverlaps, type Reassembly} from './facts.ts';
import type {Conversations} from './reassembly/conversations.ts';
import type {Chunk} from './reassembly/message-log.ts';
import {maxMessage} from './reassembly/pending.ts';

/** The bytes that a row's segment lies in; undefined where there are none. Valid until the next call. */
export type SegmentOf = (row: number) => Uint8Array | undefined;

/** What was put together in a frame. */
type Known = Reassembly & {readonly bytes: Uint8Array};

/** Whether bytes of two arrays differ, as far as both go. */
function differs(one: Uint8Array, at: number, other: Uint8Array, otherAt: number, length: number): boolean {
	const most = Math.min(length, one.length - at, other.length - otherAt);
	for (let i = 0; i < most; i++) if (one[at + i] !== other[otherAt + i]) return true;
	return false;
}

/** The first `most` bytes of a chunk, from where they stand in its packets, and these packets. */
function gather({length, stretches}: Chunk, most: number, segmentOf: SegmentOf): {readonly bytes: Uint8Array; readonly pieces: readonly Piece[]} {
	const bytes = new Uint8Array(Math.min(length, most));
	const pieces: Piece[] = [];
	let reached = 0;
	for (const {row, from, length: size, offset} of stretches) {
		const skip = Math.min(size, Math.max(0, reached - offset));
		const source = offset >= bytes.length ? undefined : segmentOf(row);
		const problems = skip === 0 ? 0 : source !== undefined && differs(source, from, bytes, offset, skip) ? pieceOverlaps | pieceConflicts : pieceOverlaps;
		pieces.push({row, from: offset, length: size, problems});
		if (skip >= size) continue;
		if (source !== undefined) bytes.set(source.subarray(from + skip, from + Math.min(size, bytes.length - offset)), offset + skip);
		reached = offset + size;
	}

	return {bytes, pieces};
}

/** A chunk whose bytes are at hand: none of them came twice. */
class WholeChunk implements Known {
	readonly row: number;
	readonly bytes: Uint8Array;
	readonly length: number;
	readonly #chunk: () => Chunk;

	constructor(row: number, length: number, bytes: Uint8Array, chunk: () => Chunk) {
		this.row = row;
		this.length = length;
		this.bytes = bytes;
		this.#chunk = chunk;
	}

	get pieces(): readonly Piece[] {
		return this.#chunk().stretches.map(({row, length, offset}) => ({row, from: offset, length, problems: 0}));
	}
}

/** What was put together from segments in one frame: chunks of the message log. One object is used for frame after frame. */
export class Chunks {
	readonly #conversations: Conversations;
	readonly #segmentOf: SegmentOf;
	#row = 0;
	#isNewest = false;
	/** Nothing was put together. */
	#isEmpty = true;
	/** By number of the chunk. */
	readonly #known = new Map<number, Known>();
	/** By source: the chunk whose bytes it has. */
	readonly #numbers = new Map<number, number>();

	constructor(conversations: Conversations, segmentOf: SegmentOf) {
		this.#conversations = conversations;
		this.#segmentOf = segmentOf;
	}

	/** Begins a frame; `isNewest` where the pass adds no other while it is looked at. */
	begin(row: number, isNewest: boolean): void {
		this.#row = row;
		this.#isNewest = isNewest;
		if (this.#isEmpty) return;
		this.#isEmpty = true;
		this.#known.clear();
		this.#numbers.clear();
	}

	/** Puts together again what was put together in this frame. */
	of(number: number): Known {
		const known = this.#known.get(number);
		if (known !== undefined) return known;
		const {log} = this.#conversations;
		const bytes = this.#isNewest ? this.#conversations.bytesOf(number) : undefined;
		const length = log.lengthOfChunk(number);
		const chunk = (): Chunk => log.chunkOf(number);
		const whole = bytes === undefined ? {row: this.#row, length, ...gather(chunk(), maxMessage, this.#segmentOf)} : new WholeChunk(this.#row, length, bytes, chunk);
		this.#known.set(number, whole);
		this.#isEmpty = false;
		return whole;
	}

	/** A source has the bytes of a chunk. */
	place(source: number, number: number): void {
		this.#numbers.set(source, number);
		this.#isEmpty = false;
	}

	/** The first `most` bytes of the chunk that a source has the beginning of; undefined where it has none. */
	first(source: number, most: number): Uint8Array | undefined {
		const number = this.#numbers.get(source);
		return number === undefined ? undefined : gather(this.#conversations.log.chunkOf(number), most, this.#segmentOf).bytes;
	}
}
