import {writeSync} from 'node:fs';

/** Bytes gathered before they are written. */
const bufferBytes = 128 * 1024;
/** Longer texts are encoded by the engine, which takes a moment to start. */
const longText = 160;
/** How long to wait for a reader of a non-blocking pipe, in milliseconds. */
const patience = 2;

/** Every byte in decimal digits: three of them, then how many there are. */
const octets = Uint8Array.from({length: 256 * 4}, (_, i) => {
	const text = String(i >> 2);
	return (i & 3) === 3 ? text.length : (text.charCodeAt(i & 3) || 0);
});

/** The reader of the output has gone. */
export class ClosedPipe extends Error {}

const encoder = new TextEncoder();
const pause = new Int32Array(new SharedArrayBuffer(4));

/**
Writes bytes to a descriptor (or to a function) through one buffer; whoever reads slowly is waited for, so that memory
stays the same. Throws ClosedPipe when nobody reads any more.
*/
export class Output {
	readonly #target: number | ((bytes: Uint8Array) => void);
	#buffer = new Uint8Array(bufferBytes);
	#length = 0;

	constructor(target: number | ((bytes: Uint8Array) => void)) {
		this.#target = target;
	}

	/** Any text. */
	text(text: string): void {
		const {length} = text;
		if (length > longText) {
			this.#long(text);
			return;
		}

		if (this.#length + length * 3 > bufferBytes) this.flush();
		const buffer = this.#buffer;
		let at = this.#length;
		if (length === 1 && text.charCodeAt(0) < 0x80) {
			buffer[at] = text.charCodeAt(0);
			this.#length = at + 1;
			return;
		}

		for (let i = 0; i < length; i++) {
			const code = text.charCodeAt(i);
			if (code < 0x80) {
				buffer[at++] = code;
			} else if (code < 0x800) {
				buffer[at++] = 0xc0 | (code >>> 6);
				buffer[at++] = 0x80 | (code & 0x3f);
			} else if (code < 0xd800) {
				buffer[at++] = 0xe0 | (code >>> 12);
				buffer[at++] = 0x80 | ((code >>> 6) & 0x3f);
				buffer[at++] = 0x80 | (code & 0x3f);
			} else {
				this.#long(text);
				return;
			}
		}

		this.#length = at;
	}

	/** Text in a column that is at least so wide, at its right side. */
	textAtRight(text: string, width: number): void {
		this.#spaces(width - text.length);
		this.text(text);
	}

	/** Text in a column that is at least so wide, at its left side. */
	textAtLeft(text: string, width: number): void {
		this.text(text);
		this.#spaces(width - text.length);
	}

	#spaces(count: number): void {
		if (this.#length + count > bufferBytes) this.flush();
		for (let i = 0; i < count; i++) this.#buffer[this.#length++] = 32;
	}

	#long(text: string): void {
		if (text.length * 3 > bufferBytes) {
			this.bytes(encoder.encode(text));
			return;
		}

		if (this.#length + text.length * 3 > bufferBytes) this.flush();
		this.#length += encoder.encodeInto(text, this.#buffer.subarray(this.#length)).written;
	}

	/** One byte. */
	byte(code: number): void {
		if (this.#length === bufferBytes) this.flush();
		this.#buffer[this.#length++] = code;
	}

	/** A whole number from 0 in decimal digits, at the right side of a column that is at least so wide. */
	number(value: number, width = 0): void {
		if (value > 0xffff_ffff) {
			this.textAtRight(String(value), width);
			return;
		}

		if (this.#length + Math.max(10, width) > bufferBytes) this.flush();
		const digits = value < 10
			? 1
			: value < 100
			? 2
			: value < 1000
			? 3
			: value < 10_000
			? 4
			: value < 100_000
			? 5
			: value < 1e6
			? 6
			: value < 1e7
			? 7
			: value < 1e8
			? 8
			: value < 1e9
			? 9
			: 10;
		if (width > digits) this.#spaces(width - digits);
		const buffer = this.#buffer;
		const start = this.#length;
		const end = start + digits;
		this.#length = end;
		let rest = value;
		let at = end - 1;
		if (digits > 9) {
			const tenth = Math.floor(rest / 10);
			buffer[at--] = 48 + rest - tenth * 10;
			rest = tenth;
		}

		for (; at >= start; at--) {
			const tenth = (rest / 10) | 0;
			buffer[at] = 48 + rest - tenth * 10;
			rest = tenth;
		}
	}

	/** A number up to 32 bits as `0x` and so many digits, or more where it needs them. */
	hexNumber(value: number, digits: number): void {
		if (this.#length + 10 > bufferBytes) this.flush();
		const buffer = this.#buffer;
		buffer[this.#length++] = 48;
		buffer[this.#length++] = 120;
		let size = digits;
		while (size < 8 && value >>> (size * 4) !== 0) size++;
		for (let i = size - 1; i >= 0; i--) {
			const digit = i > 7 ? 0 : (value >>> (i * 4)) & 15;
			buffer[this.#length++] = digit < 10 ? 48 + digit : 87 + digit;
		}
	}

	/** The four bytes at a place as an IPv4 address. */
	ipv4(b: Uint8Array, at: number): void {
		if (this.#length + 15 > bufferBytes) this.flush();
		const buffer = this.#buffer;
		let end = this.#length;
		for (let i = 0; i < 4; i++) {
			if (i > 0) buffer[end++] = 46;
			const entry = b[at + i]! * 4;
			const size = octets[entry + 3]!;
			buffer[end++] = octets[entry]!;
			if (size > 1) buffer[end++] = octets[entry + 1]!;
			if (size > 2) buffer[end++] = octets[entry + 2]!;
		}

		this.#length = end;
	}

	/** Bytes as they are. */
	bytes(bytes: Uint8Array): void {
		if (this.#length + bytes.length > bufferBytes) this.flush();
		if (bytes.length > bufferBytes) {
			this.#write(bytes, bytes.length);
			return;
		}

		this.#buffer.set(bytes, this.#length);
		this.#length += bytes.length;
	}

	/** Bytes in hexadecimal digits, with a separator (a character code) where one is given. */
	hex(bytes: Uint8Array, separator = 0): void {
		for (let i = 0; i < bytes.length; i++) {
			if (this.#length + 3 > bufferBytes) this.flush();
			if (i > 0 && separator !== 0) this.#buffer[this.#length++] = separator;
			const byte = bytes[i]!;
			const high = byte >>> 4;
			const low = byte & 15;
			this.#buffer[this.#length++] = high < 10 ? 48 + high : 87 + high;
			this.#buffer[this.#length++] = low < 10 ? 48 + low : 87 + low;
		}
	}

	/** Hands over what was gathered. */
	flush(): void {
		const length = this.#length;
		this.#length = 0;
		if (length > 0) this.#write(this.#buffer, length);
	}

	#write(bytes: Uint8Array, length: number): void {
		const target = this.#target;
		if (typeof target === 'function') {
			target(bytes.subarray(0, length));
			return;
		}

		let done = 0;
		while (done < length) {
			try {
				done += writeSync(target, bytes, done, length - done);
			} catch (error) {
				const code = error instanceof Error && 'code' in error ? error.code : undefined;
				if (code === 'EAGAIN') Atomics.wait(pause, 0, 0, patience);
				else if (code === 'EPIPE') throw new ClosedPipe();
				else if (code !== 'EINTR') throw error;
			}
		}
	}
}
