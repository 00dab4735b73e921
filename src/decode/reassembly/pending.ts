import type {MessageLog} from './message-log.ts';
import type {Room} from './room.ts';

/** Bytes of one message that are kept; of a longer one only the places are known. */
export const maxMessage = 32 * 1024 * 1024;
/** Segments that one message may be made of. */
export const maxStretches = 262_144;
/** Bytes that are set aside at once for a message whose length is known. */
const firstRoom = 32 * 1024;
/** Segments of a message whose list is kept for the next one. */
const maxKept = 4096;

const nothing = new Uint8Array(0);

/** Numbers of a segment that gave bytes: how the log knows them, their place in the row's segment source, how many there are, and where they lie in the message. */
const held = 0;
const from = 1;
const size = 2;
const offset = 3;
const numbers = 4;

/** What `Pending.need` says when it is no length. */
export const oneMoreSegment = 0;
export const untilClose = -1;

/** A message that has begun and is not whole: its bytes so far and where they came from. */
export class Pending {
	/** Sequence number of its first byte. */
	start = 0;
	bytes: Uint8Array = nothing;
	/** Bytes there are, from the start and without a hole. */
	length = 0;
	/** Bytes it will have, `oneMoreSegment` to be asked again, `untilClose`. */
	need = oneMoreSegment;
	/** Where the protocol's search got to. */
	resume = 0;
	readonly #room: Room;
	/** Some numbers for each segment, in the order in which they came. */
	#parts: number[] = [];
	#count = 0;
	/** The segments came in the order of their places. */
	#isSorted = true;
	/** Bytes came twice. */
	#overlaps = false;

	constructor(room: Room) {
		this.#room = room;
	}

	begin(start: number, need: number, resume: number): this {
		this.start = start;
		this.length = 0;
		this.need = need;
		this.resume = resume;
		this.#count = 0;
		this.#isSorted = true;
		this.#overlaps = false;
		return this;
	}

	/** Its memory is free, and it may begin anew. */
	end(): void {
		if (this.bytes.length > 0) this.#room.give(this.bytes);
		this.bytes = nothing;
		if (this.#parts.length > maxKept * numbers) this.#parts = [];
	}

	/**
	Adds `[start, end)` of `bytes`, which lie at `place` of the message; what was there before is kept. `there` is where they
	are in the row's segment source, `known` how the log knows them. False when it grows too long.
	*/
	add(known: number, there: number, bytes: Uint8Array, start: number, end: number, place: number): boolean {
		const reach = place + end - start;
		if (this.#count >= maxStretches || reach > 0xffff_ffff) return false;
		this.#part(known, there, end - start, place);
		this.#overlaps ||= place !== this.length;
		if (reach <= this.length) return true;
		const before = this.length;
		this.length = reach;
		if (reach > maxMessage) {
			// What is asked again must be there; a length that is known, and what runs until the end, need no second look.
			if (this.need === oneMoreSegment) return false;
			if (before >= maxMessage) return true;
		}

		const kept = Math.min(reach, maxMessage);
		if (kept > this.bytes.length) {
			const wider = this.#room.take(Math.min(maxMessage, Math.max(kept, this.bytes.length * 2, Math.min(this.need, firstRoom))));
			if (before > 0) {
				wider.set(this.bytes.subarray(0, before));
				this.#room.give(this.bytes);
			}

			this.bytes = wider;
		}

		this.bytes.set(bytes.subarray(start + before - place, start + kept - place), before);
		return true;
	}

	#part(known: number, there: number, length: number, place: number): void {
		const parts = this.#parts;
		const last = (this.#count - 1) * numbers;
		if (last >= 0 && parts[last + held] === known && parts[last + from]! + parts[last + size]! === there && parts[last + offset]! + parts[last + size]! === place) {
			parts[last + size]! += length;
			return;
		}

		const at = this.#count++ * numbers;
		if (at > 0 && place < parts[at - numbers + offset]!) this.#isSorted = false;
		parts[at + held] = known;
		parts[at + from] = there;
		parts[at + size] = length;
		parts[at + offset] = place;
	}

	/** Bytes it holds in memory. */
	get weight(): number {
		return this.bytes.length + this.#count * 64;
	}

	/** Its first `length` bytes as the log finds them again; undefined where only the log knows which of those that came twice hold. */
	taken(length: number): Uint8Array | undefined {
		return this.#overlaps ? undefined : this.bytes.subarray(0, Math.min(length, maxMessage));
	}

	/** Tells the log that its first `length` bytes are whole in `row`. Returns the number of the chunk. */
	finish(log: MessageLog, row: number, length: number): number {
		const chunk = log.chunk(row, length);
		const parts = this.#isSorted ? this.#parts : this.#sorted();
		for (let at = 0; at < this.#count * numbers; at += numbers) {
			const place = parts[at + offset]!;
			if (place > length || (place === length && parts[at + size]! > 0)) continue;
			log.stretch(parts[at + held]!, parts[at + from]!, Math.min(parts[at + size]!, length - place), place);
		}

		return chunk;
	}

	#sorted(): number[] {
		const parts = this.#parts;
		const order = Array.from({length: this.#count}, (_, n) => n * numbers).sort((a, b) => parts[a + offset]! - parts[b + offset]!);
		return order.flatMap(at => parts.slice(at, at + numbers));
	}

	/** Makes `rest` what lies behind its first `length` bytes. */
	moveRest(rest: Pending, length: number, need: number, resume: number): Pending {
		rest.begin((this.start + length) >>> 0, need, resume);
		for (let at = 0; at < this.#count * numbers; at += numbers) {
			const place = this.#parts[at + offset]!;
			const cut = Math.max(0, length - place);
			const left = this.#parts[at + size]! - cut;
			if (left > 0) rest.#part(this.#parts[at + held]!, this.#parts[at + from]! + cut, left, place + cut - length);
		}

		rest.bytes = this.#room.take(this.length - length);
		rest.bytes.set(this.bytes.subarray(length, this.length));
		rest.length = this.length - length;
		rest.#overlaps = this.#overlaps;
		return rest;
	}
}
