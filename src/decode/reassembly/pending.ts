import type {MessageLog} from './message-log.ts';

/** Bytes of one message that are kept; of a longer one only the places are known. */
export const maxMessage = 32 * 1024 * 1024;
/** Segments that one message may be made of. */
export const maxStretches = 262_144;
/** Bytes that are set aside at once for a message whose length is known. */
const firstRoom = 32 * 1024;

const nothing = new Uint8Array(0);

/** Bytes a segment gave; `held` is how the log knows them. */
type Part = {readonly held: number; readonly row: number; readonly from: number; readonly length: number; readonly offset: number};

/** What `Pending.need` says when it is no length. */
export const oneMoreSegment = 0;
export const untilClose = -1;

/** A message that has begun and is not whole: its bytes so far and where they came from. */
export class Pending {
	/** Sequence number of its first byte. */
	readonly start: number;
	bytes: Uint8Array = nothing;
	/** Bytes there are, from the start and without a hole. */
	length = 0;
	/** Bytes it will have, `oneMoreSegment` to be asked again, `untilClose`. */
	need: number;
	/** Where the protocol's search got to. */
	resume: number;
	#parts: Part[] = [];
	/** Bytes came twice. */
	#overlaps = false;

	constructor(start: number, need: number, resume: number) {
		this.start = start;
		this.need = need;
		this.resume = resume;
	}

	/**
	Adds `[start, end)` of `bytes`, which lie at `offset` of the message; what was there before is kept. `from` is their
	place in the row's segment source. False when it grows too long.
	*/
	add(held: number, row: number, from: number, bytes: Uint8Array, start: number, end: number, offset: number): boolean {
		const reach = offset + end - start;
		if (this.#parts.length >= maxStretches || reach > 0xffff_ffff) return false;
		this.#parts.push({held, row, from, length: end - start, offset});
		this.#overlaps ||= offset !== this.length;
		if (reach <= this.length) return true;
		const known = this.length;
		this.length = reach;
		if (reach > maxMessage) {
			// What is asked again must be there; a length that is known, and what runs until the end, need no second look.
			if (this.need === oneMoreSegment) return false;
			if (known >= maxMessage) return true;
		}

		const kept = Math.min(reach, maxMessage);
		if (kept > this.bytes.length) {
			const wider = new Uint8Array(Math.min(maxMessage, Math.max(kept, this.bytes.length * 2, Math.min(this.need, firstRoom))));
			wider.set(this.bytes.subarray(0, known));
			this.bytes = wider;
		}

		this.bytes.set(bytes.subarray(start + known - offset, start + kept - offset), known);
		return true;
	}

	/** Bytes it holds in memory. */
	get weight(): number {
		return this.bytes.length + this.#parts.length * 64;
	}

	/** Its first `length` bytes as the log finds them again; undefined where only the log knows which of those that came twice hold. */
	taken(length: number): Uint8Array | undefined {
		return this.#overlaps ? undefined : this.bytes.subarray(0, Math.min(length, maxMessage));
	}

	/** Tells the log that its first `length` bytes are whole in `row`. Returns the number of the chunk. */
	finish(log: MessageLog, row: number, length: number): number {
		const chunk = log.chunk(row, length);
		this.#parts.sort((a, b) => a.offset - b.offset);
		for (const {held, row: partRow, from, length: size, offset} of this.#parts) {
			if (offset > length || (offset === length && size > 0)) continue;
			log.stretch(held, partRow, from, Math.min(size, length - offset), offset);
		}

		return chunk;
	}

	/** What lies behind its first `length` bytes, as a message of its own. */
	rest(length: number, need: number, resume: number): Pending {
		const rest = new Pending((this.start + length) >>> 0, need, resume);
		for (const part of this.#parts) {
			const cut = Math.max(0, length - part.offset);
			if (cut >= part.length) continue;
			rest.#parts.push({...part, from: part.from + cut, length: part.length - cut, offset: part.offset + cut - length});
		}

		rest.bytes = this.bytes.slice(length, this.length);
		rest.length = this.length - length;
		rest.#overlaps = this.#overlaps;
		return rest;
	}
}
