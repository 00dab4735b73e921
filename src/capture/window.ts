import {fstatSync, readSync} from 'node:fs';
import {CaptureError, nameOf, reason} from './capture-error.ts';

/** Bytes read at once: measured, larger gains nothing and smaller costs. */
const WINDOW_BYTES = 1024 * 1024;

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
};

/**
The stretch of a file that is being read: unread bytes are [start, end) of `bytes`, and `bytes[0]` is at `place` of the
file. Nothing moves but in `require` and `skip`.
*/
export class Window {
	bytes = new Uint8Array(WINDOW_BYTES);
	place = 0;
	start = 0;
	end = 0;
	readonly backing: Backing;
	/** A read that failed; the file ends there. */
	fault: CaptureError | undefined;

	constructor(backing: Backing) {
		this.backing = backing;
	}

	/** Place in the file of the next unread byte. */
	get at(): number {
		return this.place + this.start;
	}

	/** Whether `count` unread bytes are there, after reading more if need be. False also where the file lacks them. */
	require(count: number): boolean {
		if (this.end - this.start >= count) return true;
		if (count > WINDOW_BYTES && !this.has(count)) return false;
		this.#carry(count);
		while (this.end - this.start < count) {
			const room = Math.min(this.bytes.length - this.end, this.backing.limit - this.place - this.end);
			if (room <= 0 || this.fault) return false;
			let read = 0;
			try {
				read = readSync(this.backing.descriptor, this.bytes, this.end, room, this.place + this.end);
			} catch (error) {
				const place = this.place + this.end;
				this.fault = new CaptureError('read', `${nameOf(this.backing.path)} cannot be read at byte ${place} (${reason(error)}).`, place);
			}

			if (read === 0) return false;
			this.end += read;
		}

		return true;
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

		this.place += this.start + count;
		this.start = 0;
		this.end = 0;
	}

	/** Moves unread bytes to the front, into a longer array when `count` bytes would not fit. */
	#carry(count: number): void {
		const unread = this.bytes.subarray(this.start, this.end);
		const short = count > this.bytes.length;
		// A long frame does not leave a long buffer behind.
		const shrink = this.bytes.length > WINDOW_BYTES && count <= WINDOW_BYTES && unread.length <= WINDOW_BYTES;
		const next = short || shrink ? new Uint8Array(short ? Math.ceil(count / WINDOW_BYTES) * WINDOW_BYTES : WINDOW_BYTES) : this.bytes;
		if (next === this.bytes) next.copyWithin(0, this.start, this.end);
		else next.set(unread);
		this.bytes = next;
		this.place += this.start;
		this.end -= this.start;
		this.start = 0;
	}
}
