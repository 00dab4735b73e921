import {fstatSync, readSync} from 'node:fs';
import {Ahead} from './ahead.ts';
import {CaptureError, nameOf, reason} from './capture-error.ts';

/** Bytes read at once: measured, larger gains nothing and smaller costs. */
const WINDOW_BYTES = 1024 * 1024;

/** Room in front of a piece that was read ahead, for what is unread of the one before: nearly always the start of one packet. */
const CARRY_BYTES = 64 * 1024;

/** A file that reading goes through: a regular file, or what was spooled of a stream so far. */
export type Backing = {
	readonly path: string;
	readonly descriptor: number;
	/** Bytes that may be read; Infinity where the file itself says it. */
	readonly limit: number;
	/** Whether no more bytes will come. */
	readonly complete: boolean;
	/** What ended the stream before its end. */
	readonly fault: CaptureError | undefined;
	/** Whether all of it is there from the start: then it is read ahead. */
	readonly isWhole: boolean;
};

/**
The stretch of a file that is being read: unread bytes are [start, end) of `bytes`, and `bytes[0]` is at `place` of the
file. Nothing moves but in `require` and `skip`.
*/
export class Window {
	bytes: Uint8Array = new Uint8Array(CARRY_BYTES + WINDOW_BYTES);
	place = 0;
	start = 0;
	end = 0;
	readonly backing: Backing;
	/** A read that failed; the file ends there. */
	fault: CaptureError | undefined;
	#ahead: Ahead | undefined;

	constructor(backing: Backing) {
		this.backing = backing;
	}

	/** Place in the file of the next unread byte. */
	get at(): number {
		return this.place + this.start;
	}

	/** Whether bytes behind `end` are under way: `require` gives none until they are there. */
	get isWaiting(): boolean {
		return this.#ahead?.isComing(this.place + this.end) === true;
	}

	/** Resolves when bytes that were under way are there. */
	arrival(): Promise<void> {
		return this.#ahead?.arrival() ?? Promise.resolve();
	}

	/** Whether `count` unread bytes are there, after reading more if need be. False also where the file lacks them, or where they are under way. */
	require(count: number): boolean {
		if (this.end - this.start >= count) return true;
		if (count > WINDOW_BYTES && !this.has(count)) return false;
		while (this.end - this.start < count) if (this.isWaiting || !(this.#take() || this.#read(count))) return false;
		return true;
	}

	/** Goes on to the piece that was read ahead, if it is the next one. */
	#take(): boolean {
		const ahead = this.#ahead;
		const next = this.place + this.end;
		if (ahead === undefined || ahead.place !== next || ahead.count === 0 || this.end - this.start > CARRY_BYTES) return false;
		const {bytes, count} = ahead;
		const {start, end} = this;
		this.start = CARRY_BYTES - (end - start);
		this.end = CARRY_BYTES + count;
		this.place = next - CARRY_BYTES;
		bytes.set(this.bytes.subarray(start, end), this.start);
		ahead.bytes = this.bytes.length === bytes.length ? this.bytes : new Uint8Array(bytes.length);
		this.bytes = bytes;
		if (this.end === bytes.length) ahead.begin(this.backing.descriptor, this.place + this.end);
		return true;
	}

	/** Reads as much as there is room for, which is made for `count` bytes; false where there is nothing. */
	#read(count: number): boolean {
		this.#carry(count);
		const {backing} = this;
		const place = this.place + this.end;
		const room = Math.min(this.bytes.length - this.end, backing.limit - place);
		if (room <= 0 || this.fault) return false;
		let read = 0;
		try {
			read = readSync(backing.descriptor, this.bytes, this.end, room, place);
		} catch (error) {
			this.fault = new CaptureError('read', `${nameOf(backing.path)} cannot be read at byte ${place} (${reason(error)}).`, place);
		}

		this.end += read;
		if (backing.isWhole && read === room) {
			this.#ahead ??= new Ahead(new Uint8Array(CARRY_BYTES + WINDOW_BYTES), CARRY_BYTES);
			this.#ahead.begin(backing.descriptor, place + read);
		}

		return read > 0;
	}

	/** Whether the file has `count` bytes from `start` on, without reading them: so that no length can allocate what is not there. */
	has(count: number): boolean {
		return this.at + count <= this.size();
	}

	/** Bytes that the file has now. */
	size(): number {
		if (this.backing.limit !== Infinity) return this.backing.limit;
		try {
			return fstatSync(this.backing.descriptor).size;
		} catch {
			return this.place + this.end;
		}
	}

	/** Passes over `count` bytes, read or not. */
	skip(count: number): void {
		if (this.start + count <= this.end) {
			this.start += count;
			return;
		}

		this.#ahead?.drop();
		this.place += this.start + count;
		this.start = 0;
		this.end = 0;
	}

	/** Moves unread bytes to the front, into a longer array when `count` bytes would not fit. */
	#carry(count: number): void {
		const unread = this.bytes.subarray(this.start, this.end);
		const short = count > this.bytes.length;
		// A long frame does not leave a long buffer behind.
		const shrink = this.bytes.length > CARRY_BYTES + WINDOW_BYTES && count <= WINDOW_BYTES && unread.length <= WINDOW_BYTES;
		const next = short || shrink ? new Uint8Array(short ? Math.ceil(count / WINDOW_BYTES) * WINDOW_BYTES : CARRY_BYTES + WINDOW_BYTES) : this.bytes;
		if (next === this.bytes) next.copyWithin(0, this.start, this.end);
		else next.set(unread);
		this.bytes = next;
		this.place += this.start;
		this.end -= this.start;
		this.start = 0;
	}
}
