import {grown} from '../books.ts';
import {Short} from '../narrow.ts';
import {placeOfRow} from '../sorted-rows.ts';

/** What stands for a protocol's id in entries that are bytes of a segment which no message of this row took. */
const heldBytes = 0xffff;

/** Bytes of a segment that were put together with others: `[from, from + length)` of the row's segment source, at `offset` of the whole. */
export type Stretch = {readonly row: number; readonly from: number; readonly length: number; readonly offset: number};

/** Bytes of several segments that were put together. */
export type Chunk = {
	/** The row in which it was whole. */
	readonly row: number;
	readonly length: number;
	/** In order of their offset; where they overlap the first holds. */
	readonly stretches: readonly Stretch[];
};

/** A message that ended in a row, as the log keeps it: where its bytes are. */
export type LoggedMessage = {
	readonly row: number;
	/** Protocol id. */
	readonly protocol: number;
	readonly length: number;
	/** Where it starts: in the chunk, where it has one, else in the row's segment source. */
	readonly from: number;
	/** Number of its chunk, 0 where it lies in one segment. */
	readonly chunk: number;
	/** Number of the message in its row. */
	readonly ordinal: number;
	/** It follows another of the same protocol in the same run of bytes. */
	readonly further: boolean;
};

/** Bytes of a segment that are part of a message that ends elsewhere, or that were seen before, or that wait behind a gap. */
export type HeldBytes = {readonly from: number; readonly length: number; /** The chunk they are part of, 0 for none. */ readonly chunk: number};

/** What the log says of a row, in order. */
export type LoggedRow = {readonly messages: readonly LoggedMessage[]; readonly held: readonly HeldBytes[]};

const nothing: LoggedRow = {messages: [], held: []};

/** Hears of a message that ended in a row: what `LoggedMessage` says of it. */
export type HearMessage = (protocol: number, from: number, length: number, chunk: number, ordinal: number, further: boolean) => void;

/** What a row has: a message, one that has bytes of its own, bytes that no message of this row took. */
export const hasMessage = 1;
export const hasFullMessage = 2;
export const hasHeld = 4;

/**
Every message that was cut from a stream, in order of the row that ends it, and every stretch of a segment that went into a
message elsewhere. Bytes stay in the frames; places are kept.
*/
export class MessageLog {
	count = 0;
	#row = new Uint32Array(1 << 9);
	/** The row of the last entry, and its first. */
	#lastRow = -1;
	#lastFirst = 0;
	#protocol = new Uint16Array(1 << 9);
	readonly #from = new Short(1 << 9);
	readonly #length = new Short(1 << 9);
	/** Of a message its chunk; of held bytes the first of their stretches plus 1. */
	#link = new Uint32Array(1 << 9);
	#chunks = 1;
	#chunkRow = new Uint32Array(1 << 6);
	#chunkLength = new Uint32Array(1 << 6);
	/** The chunk's first stretch; the next chunk's first is its end. */
	#chunkFirst = new Uint32Array(1 << 6);
	#stretches = 0;
	/** The entry of the held bytes that it is part of. */
	#stretchHeld = new Uint32Array(1 << 8);
	#stretchOffset = new Uint32Array(1 << 8);
	/** Which of the held bytes it is, where it is not all of them. */
	readonly #stretchPart = new Map<number, {readonly from: number; readonly length: number}>();
	/** The next stretch of the same held bytes, where they are part of several chunks. */
	readonly #stretchNext = new Map<number, number>();

	/** A message of `length` bytes at `from` of the row's segment, or of a chunk. */
	message(row: number, protocol: number, from: number, length: number, chunk: number): void {
		this.#append(row, protocol, from, length, chunk);
	}

	/** Bytes that wait, or that are not looked at again. Returns the number by which `chunk` knows them: that of those in front, where no chunk has them yet. */
	hold(row: number, from: number, length: number): number {
		const last = this.count - 1;
		if (row === this.#lastRow && this.#protocol[last] === heldBytes && this.#link[last] === 0 && this.#from.at(last) + this.#length.at(last) === from) {
			this.#length.put(last, this.#length.at(last) + length);
			return last;
		}

		return this.#append(row, heldBytes, from, length, 0);
	}

	#append(row: number, protocol: number, from: number, length: number, link: number): number {
		const n = this.count++;
		if (row !== this.#lastRow) {
			this.#lastRow = row;
			this.#lastFirst = n;
		}

		if (n >= this.#row.length) this.#grow();
		this.#row[n] = row;
		this.#protocol[n] = protocol;
		this.#from.put(n, from);
		this.#length.put(n, length);
		this.#link[n] = link;
		return n;
	}

	#grow(): void {
		const size = this.#row.length * 2;
		this.#row = grown(this.#row, size);
		this.#protocol = grown(this.#protocol, size);
		this.#from.grow(size);
		this.#length.grow(size);
		this.#link = grown(this.#link, size);
	}

	/** Begins a chunk that is whole in `row`; `stretch` adds what it consists of, in order. Returns its number, from 1. */
	chunk(row: number, length: number): number {
		const n = this.#chunks++;
		this.#chunkRow = grown(this.#chunkRow, n + 2);
		this.#chunkLength = grown(this.#chunkLength, n + 2);
		this.#chunkFirst = grown(this.#chunkFirst, n + 2);
		this.#chunkRow[n] = row;
		this.#chunkLength[n] = length;
		this.#chunkFirst[n] = this.#stretches;
		this.#chunkFirst[n + 1] = this.#stretches;
		return n;
	}

	/** Adds bytes to the chunk begun last; `held` is what `hold` returned for them. */
	stretch(held: number, from: number, length: number, offset: number): void {
		const s = this.#stretches++;
		if (s >= this.#stretchHeld.length) {
			const size = this.#stretchHeld.length * 2;
			this.#stretchHeld = grown(this.#stretchHeld, size);
			this.#stretchOffset = grown(this.#stretchOffset, size);
		}

		this.#chunkFirst[this.#chunks] = s + 1;
		this.#stretchHeld[s] = held;
		this.#stretchOffset[s] = offset;
		if (from !== this.#from.at(held) || length !== this.#length.at(held)) this.#stretchPart.set(s, {from, length});
		// Chunks are made in order of the stream, so what is added last stands last in the segment too.
		if (this.#link[held] === 0) {
			this.#link[held] = s + 1;
			return;
		}

		let last = this.#link[held]! - 1;
		for (let next = this.#stretchNext.get(last); next !== undefined; next = this.#stretchNext.get(last)) last = next;
		this.#stretchNext.set(last, s);
	}

	chunkOf(n: number): Chunk {
		const stretches: Stretch[] = [];
		for (let s = this.#chunkFirst[n]!; s < this.#chunkFirst[n + 1]!; s++) {
			const {from, length} = this.#partOf(s);
			stretches.push({row: this.#row[this.#stretchHeld[s]!]!, from, length, offset: this.#stretchOffset[s]!});
		}

		return {row: this.#chunkRow[n]!, length: this.#chunkLength[n]!, stretches};
	}

	/** The bytes of the row's segment that a stretch is. */
	#partOf(stretch: number): {readonly from: number; readonly length: number} {
		const held = this.#stretchHeld[stretch]!;
		return this.#stretchPart.get(stretch) ?? {from: this.#from.at(held), length: this.#length.at(held)};
	}

	/** Whether there is a chunk of this number. */
	hasChunk(n: number): boolean {
		return n > 0 && n < this.#chunks;
	}

	/** How many bytes a chunk has. */
	lengthOfChunk(n: number): number {
		return this.#chunkLength[n]!;
	}

	/** The row in which a chunk is whole. */
	rowOfChunk(n: number): number {
		return this.#chunkRow[n]!;
	}

	/** Whether a message of one of some protocols ended in a row; `among` is 1 at their ids. */
	hasAny(row: number, among: Uint8Array): boolean {
		for (let n = this.#first(row); n < this.count && this.#row[n] === row; n++) if (among[this.#protocol[n]!] === 1) return true;
		return false;
	}

	/** Tells of the messages that ended in a row, in order. Returns some of the bits `hasMessage`, `hasFullMessage`, `hasHeld`. */
	each(row: number, hear: HearMessage): number {
		let found = 0;
		let ordinal = 0;
		let before = -1;
		let protocolBefore = 0;
		for (let n = this.#first(row); n < this.count && this.#row[n] === row; n++) {
			const protocol = this.#protocol[n]!;
			const length = this.#length.at(n);
			if (protocol === heldBytes) {
				if (length > 0) found |= hasHeld;
				before = -1;
				continue;
			}

			const chunk = this.#link[n]!;
			found |= length > 0 ? hasMessage | hasFullMessage : hasMessage;
			hear(protocol, this.#from.at(n), length, chunk, ordinal++, before === chunk && protocolBefore === protocol);
			before = chunk;
			protocolBefore = protocol;
		}

		return found;
	}

	/** What happened to the bytes of a row. */
	of(row: number): LoggedRow {
		let n = this.#first(row);
		if (n >= this.count || this.#row[n] !== row) return nothing;
		const messages: LoggedMessage[] = [];
		const held: HeldBytes[] = [];
		this.each(row, (protocol, from, length, chunk, ordinal, further) => void messages.push({row, protocol, from, length, chunk, ordinal, further}));
		for (; n < this.count && this.#row[n] === row; n++) if (this.#protocol[n] === heldBytes) this.#held(held, this.#from.at(n), this.#length.at(n), this.#link[n]!);
		return {messages, held};
	}

	#held(out: HeldBytes[], from: number, length: number, first: number): void {
		let at = from;
		for (let s: number | undefined = first === 0 ? undefined : first - 1; s !== undefined && at < from + length; s = this.#stretchNext.get(s)) {
			const {from: start, length: size} = this.#partOf(s);
			if (start > at) out.push({from: at, length: start - at, chunk: 0});
			out.push({from: start, length: size, chunk: this.#chunkOf(s)});
			at = start + size;
		}

		if (at < from + length) out.push({from: at, length: from + length - at, chunk: 0});
	}

	/** The chunk that a stretch is part of. */
	#chunkOf(stretch: number): number {
		return placeOfRow(this.#chunkFirst, this.#chunks, stretch + 1) - 1;
	}

	/** The place of a row's first entry, or of where it would be. */
	#first(row: number): number {
		if (row >= this.#lastRow) return row === this.#lastRow ? this.#lastFirst : this.count;
		return placeOfRow(this.#row, this.count, row);
	}
}
