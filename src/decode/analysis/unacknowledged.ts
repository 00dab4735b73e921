import {grown} from '../books.ts';
import {after} from '../reassembly/stream.ts';

/** Segments of one direction that may wait for their acknowledgment; of more, the first are kept. */
export const maxUnacknowledged = 1000;

/** More than this is on its way nowhere. */
const maxFlight = 2e9;

/** Segments of one direction that nobody acknowledged yet, oldest first. All lists share one pool. */
export class Unacknowledged {
	/** By side: the oldest and the newest entry (0 for none), how many there are, and whether they stand in order of the stream. */
	#oldest = new Uint32Array(1 << 8);
	#newest = new Uint32Array(1 << 8);
	#count = new Uint16Array(1 << 8);
	#mixed = new Uint8Array(1 << 8);
	/** By side: the lowest start and the highest end of its segments. */
	#first = new Uint32Array(1 << 8);
	#last = new Uint32Array(1 << 8);
	/** By entry. */
	#start = new Uint32Array(1 << 10);
	#end = new Uint32Array(1 << 10);
	#row = new Uint32Array(1 << 10);
	#next = new Uint32Array(1 << 10);
	#entries = 1;
	#free = 0;

	/** Makes room for sides below `sides`. */
	grow(sides: number): void {
		this.#oldest = grown(this.#oldest, sides);
		this.#newest = grown(this.#newest, this.#oldest.length);
		this.#count = grown(this.#count, this.#oldest.length);
		this.#mixed = grown(this.#mixed, this.#oldest.length);
		this.#first = grown(this.#first, this.#oldest.length);
		this.#last = grown(this.#last, this.#oldest.length);
	}

	/** A segment `[start, end)` of the stream, its SYN or FIN counted, was sent in `row`. */
	add(side: number, start: number, end: number, row: number): void {
		if (this.#count[side]! >= maxUnacknowledged) return;
		const entry = this.#take();
		this.#start[entry] = start;
		this.#end[entry] = end;
		this.#row[entry] = row;
		this.#next[entry] = 0;
		const newest = this.#newest[side]!;
		if (newest === 0) {
			this.#oldest[side] = entry;
			this.#mixed[side] = 0;
			this.#first[side] = start;
			this.#last[side] = end;
		} else {
			this.#next[newest] = entry;
			if (after(start, this.#first[side]!) < 0) this.#first[side] = start;
			if (after(end, this.#last[side]!) > 0) this.#last[side] = end;
			if (after(start, this.#start[newest]!) < 0 || after(end, this.#end[newest]!) < 0) this.#mixed[side] = 1;
		}

		this.#newest[side] = entry;
		this.#count[side]!++;
	}

	#take(): number {
		const entry = this.#free;
		if (entry !== 0) {
			this.#free = this.#next[entry]!;
			return entry;
		}

		const fresh = this.#entries++;
		if (fresh >= this.#start.length) {
			this.#start = grown(this.#start, fresh + 1);
			this.#end = grown(this.#end, this.#start.length);
			this.#row = grown(this.#row, this.#start.length);
			this.#next = grown(this.#next, this.#start.length);
		}

		return fresh;
	}

	/** Forgets all before `acknowledgment`; returns the row + 1 of the first segment that ends just there, 0 where there is none. */
	acknowledge(side: number, acknowledgment: number): number {
		if (this.#oldest[side] === 0 || after(acknowledgment, this.#first[side]!) <= 0) return 0;
		let found = 0;
		let before = 0;
		let last = acknowledgment;
		const inOrder = this.#mixed[side] === 0;
		for (let entry = this.#oldest[side]!; entry !== 0;) {
			const next = this.#next[entry]!;
			const rest = after(this.#end[entry]!, acknowledgment);
			if (rest > 0) {
				if (after(this.#start[entry]!, acknowledgment) < 0) this.#start[entry] = acknowledgment;
				if (inOrder) break;
				if (after(this.#end[entry]!, last) > 0) last = this.#end[entry]!;
				before = entry;
				entry = next;
				continue;
			}

			if (rest === 0 && found === 0) found = this.#row[entry]! + 1;
			if (before === 0) this.#oldest[side] = next;
			else this.#next[before] = next;
			if (next === 0) this.#newest[side] = before;
			this.#next[entry] = this.#free;
			this.#free = entry;
			this.#count[side]!--;
			entry = next;
		}

		this.#refresh(side, inOrder ? undefined : last);
		return found;
	}

	/** Finds the lowest start again, and sets the highest end where that is known. */
	#refresh(side: number, last: number | undefined): void {
		const oldest = this.#oldest[side]!;
		if (oldest === 0) return;
		let first = this.#start[oldest]!;
		if (last !== undefined) {
			this.#last[side] = last;
			for (let entry = oldest; entry !== 0; entry = this.#next[entry]!) if (after(this.#start[entry]!, first) < 0) first = this.#start[entry]!;
		}

		this.#first[side] = first;
	}

	/** Row + 1 of the segment that waits longest; 0 where none waits. */
	oldest(side: number): number {
		const entry = this.#oldest[side]!;
		return entry === 0 ? 0 : this.#row[entry]! + 1;
	}

	/** Bytes from the first that waits to the last, counted from `base`, where the direction starts; 0 where that is nonsense. */
	flight(side: number, base: number): number {
		if (this.#oldest[side] === 0) return 0;
		let first = (this.#first[side]! - base) >>> 0;
		let last = (this.#last[side]! - base) >>> 0;
		if (first > last) {
			// Some lie before the start.
			first = 0xffff_ffff;
			last = 0;
			for (let entry = this.#oldest[side]!; entry !== 0; entry = this.#next[entry]!) {
				first = Math.min(first, (this.#start[entry]! - base) >>> 0);
				last = Math.max(last, (this.#end[entry]! - base) >>> 0);
			}
		}

		return last - first < maxFlight ? Math.max(0, last - first) : 0;
	}
}
