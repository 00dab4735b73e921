const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Longer texts are encoded by the engine, which takes a moment to start. */
const longText = 160;

/** Bytes that are written in hexadecimal digits at once. */
const hexRun = 1024;

/** Every byte in decimal digits and a point, the first of four characters highest; and how many digits that are. */
const octets = Int32Array.from({length: 256}, (_, byte) => [...`${byte}.`.padEnd(4)].reduce((word, c) => (word << 8) | c.charCodeAt(0), 0));
const octetWidths = Uint8Array.from({length: 256}, (_, byte) => String(byte).length);

/** Every number below 100 as two digits. */
const pairs = Uint8Array.from({length: 200}, (_, i) => 48 + (i & 1 ? (i >> 1) % 10 : Math.floor((i >> 1) / 10)));

/** Writes the last digits of a number to `[start, end)`. */
function writeDigits(b: Uint8Array, start: number, end: number, value: number): void {
	let at = end;
	// What fits into 31 bits is divided without fractions.
	let rest = value | 0;
	if (value > 0x7fff_ffff) {
		rest = (value / 10) | 0;
		b[--at] = 48 + (value - rest * 10);
	}

	while (at - start >= 2) {
		const hundredth = (rest / 100) | 0;
		const pair = (rest - hundredth * 100) * 2;
		at -= 2;
		b[at] = pairs[pair]!;
		b[at + 1] = pairs[pair + 1]!;
		rest = hundredth;
	}

	if (at > start) b[start] = 48 + (rest % 10);
}

/** Text put together in UTF-8, without strings. */
export class ByteText {
	protected buffer: Uint8Array;
	/** The same memory, to copy more than a byte at a time. */
	#words: DataView;
	protected length = 0;

	/** `size` bytes have room from the start. */
	constructor(size = 256) {
		this.buffer = new Uint8Array((size + 3) & ~3);
		this.#words = new DataView(this.buffer.buffer);
	}

	/** Makes room for `count` more bytes. */
	protected room(count: number): void {
		if (this.length + count <= this.buffer.length) return;
		const wider = new Uint8Array(Math.max(this.buffer.length * 2, (this.length + count + 3) & ~3));
		wider.set(this.buffer.subarray(0, this.length));
		this.buffer = wider;
		this.#words = new DataView(wider.buffer);
	}

	/** Makes room for `count` bytes, so that `size` only grows while these are written. */
	reserve(count: number): void {
		this.room(count);
	}

	/** Fills with spaces what was written from `start` on, to a column that is at least so wide. */
	column(start: number, width: number): void {
		this.spaces(start + width - this.length);
	}

	/** Forgets what was written. */
	clear(): this {
		this.length = 0;
		return this;
	}

	/** Takes back what was written past `size` bytes. */
	cut(size: number): void {
		this.length = size;
	}

	/** How many bytes were written. */
	get size(): number {
		return this.length;
	}

	/** What was written, valid until more is. */
	get written(): Uint8Array {
		return this.buffer.subarray(0, this.length);
	}

	toString(): string {
		return decoder.decode(this.written);
	}

	/** Any text. */
	text(any: string): void {
		// The engine keeps strings in many ways, and looks for the length of each in its own; of what a template gives it knows that it is a string.
		const text = `${any}`;
		const {length} = text;
		if (length > longText) {
			this.longText(text);
			return;
		}

		this.room(length * 3);
		const {buffer} = this;
		let at = this.length;
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
				this.longText(text);
				return;
			}
		}

		this.length = at;
	}

	protected longText(text: string): void {
		this.room(text.length * 3);
		this.length += encoder.encodeInto(text, this.buffer.subarray(this.length)).written;
	}

	/** What another text holds. */
	append(other: ByteText): void {
		const count = other.length;
		this.room(count + 3);
		const to = this.#words;
		const from = other.#words;
		const at = this.length;
		for (let i = 0; i < count; i += 4) to.setInt32(at + i, from.getInt32(i));
		this.length = at + count;
	}

	/** One byte. */
	byte(code: number): void {
		this.room(1);
		this.buffer[this.length++] = code;
	}

	/** So many spaces; none where the number is not above 0. */
	spaces(count: number): void {
		if (count <= 0) return;
		this.room(count);
		for (let i = 0; i < count; i++) this.buffer[this.length++] = 32;
	}

	/** A whole number from 0 in decimal digits, at the right side of a column that is at least so wide. */
	number(value: number, width = 0): void {
		if (value > 0xffff_ffff) {
			const text = String(value);
			this.spaces(width - text.length);
			this.text(text);
			return;
		}

		this.room(width + 10);
		const {buffer} = this;
		let at = this.length;
		const digits = numberWidth(value);
		for (let left = width - digits; left > 0; left--) buffer[at++] = 32;
		if (digits < 3) {
			if (digits === 2) buffer[at++] = pairs[value * 2]!;
			buffer[at++] = pairs[value * 2 + 1]!;
			this.length = at;
			return;
		}

		this.length = at + digits;
		writeDigits(buffer, at, at + digits, value);
	}

	/** The last `digits` digits of a number, zeros in front. */
	digits(value: number, digits: number): void {
		this.room(digits);
		const start = this.length;
		this.length = start + digits;
		writeDigits(this.buffer, start, start + digits, value);
	}

	/** A number up to 32 bits as `0x` and so many digits, or more where it needs them. */
	hexNumber(value: number, digits: number): void {
		this.room(10);
		const {buffer} = this;
		buffer[this.length++] = 48;
		buffer[this.length++] = 120;
		let size = digits;
		while (size < 8 && value >>> (size * 4) !== 0) size++;
		for (let i = size - 1; i >= 0; i--) {
			buffer[this.length++] = hexDigit(i > 7 ? 0 : (value >>> (i * 4)) & 15);
		}
	}

	/** Bytes in hexadecimal digits, with a separator (a character code) where one is given. */
	hex(bytes: Uint8Array, separator = 0): void {
		const {length} = bytes;
		for (let from = 0; from < length; from += hexRun) {
			const to = Math.min(length, from + hexRun);
			this.room((to - from) * 3);
			const {buffer} = this;
			let at = this.length;
			for (let i = from; i < to; i++) {
				if (i > 0 && separator !== 0) buffer[at++] = separator;
				const byte = bytes[i]!;
				buffer[at++] = hexDigit(byte >>> 4);
				buffer[at++] = hexDigit(byte & 15);
			}

			this.length = at;
		}
	}

	/** The bytes `[start, end)` as characters, if all of them are printable ASCII; else nothing, and false. */
	plain(b: Uint8Array, start: number, end: number): boolean {
		this.room(end - start);
		const {buffer} = this;
		let at = this.length;
		for (let i = start; i < end; i++) {
			const code = b[i]!;
			if (code < 0x20 || code > 0x7e) return false;
			buffer[at++] = code;
		}

		this.length = at;
		return true;
	}

	/** The four bytes at a place as an IPv4 address. */
	ipv4(b: Uint8Array, at: number): void {
		this.room(16);
		const to = this.#words;
		let end = this.length;
		for (let i = 0; i < 4; i++) {
			const byte = b[at + i]!;
			to.setInt32(end, octets[byte]!);
			end += octetWidths[byte]! + 1;
		}

		// The last has no point.
		this.length = end - 1;
	}

	/** The six bytes at a place as a link address. */
	mac(b: Uint8Array, at: number): void {
		this.room(18);
		const {buffer} = this;
		let end = this.length;
		for (let i = 0; i < 6; i++) {
			const byte = b[at + i]!;
			buffer[end++] = hexDigit(byte >>> 4);
			buffer[end++] = hexDigit(byte & 15);
			buffer[end++] = 58;
		}

		this.length = end - 1;
	}

	/** The sixteen bytes at a place as an IPv6 address: RFC 5952, except that a mapped or compatible IPv4 address is written with dots, as inet_ntop does. */
	ipv6(b: Uint8Array, at: number): void {
		let best = -1;
		let bestLength = 1;
		for (let i = 0; i < 8;) {
			let j = i;
			while (j < 8 && b[at + 2 * j] === 0 && b[at + 2 * j + 1] === 0) j++;
			if (j - i > bestLength) {
				best = i;
				bestLength = j - i;
			}

			i = j + 1;
		}

		const isMapped = best === 0 && (bestLength === 6 || (bestLength === 5 && b[at + 10] === 0xff && b[at + 11] === 0xff));
		const groups = isMapped ? 6 : 8;
		this.room(45);
		const {buffer} = this;
		let end = this.length;
		/** A group needs no colon in front. */
		let isParted = true;
		for (let i = 0; i < groups; i++) {
			if (i === best) {
				buffer[end++] = 58;
				buffer[end++] = 58;
				isParted = true;
				i += bestLength - 1;
				continue;
			}

			if (!isParted) buffer[end++] = 58;
			isParted = false;
			const group = (b[at + 2 * i]! << 8) | b[at + 2 * i + 1]!;
			if (group > 0xfff) buffer[end++] = hexDigit(group >>> 12);
			if (group > 0xff) buffer[end++] = hexDigit((group >>> 8) & 15);
			if (group > 0xf) buffer[end++] = hexDigit((group >>> 4) & 15);
			buffer[end++] = hexDigit(group & 15);
		}

		if (isMapped && !isParted) buffer[end++] = 58;
		this.length = end;
		if (isMapped) this.ipv4(b, at + 12);
	}
}

/** Words that are written often, made ready. */
export function words(text: string): ByteText {
	const made = new ByteText(text.length);
	made.text(text);
	return made;
}

/** A hexadecimal digit. */
const hexDigit = (value: number): number => (value < 10 ? 48 + value : 87 + value);

/** Decimal digits of a whole number from 0. */
export const numberWidth = (value: number): number =>
	value < 10
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
		: value < 1e10
		? 10
		: String(value).length;

/** Characters of the four bytes at a place as an IPv4 address. */
export const ipv4Width = (b: Uint8Array, at: number): number => octetWidths[b[at]!]! + octetWidths[b[at + 1]!]! + octetWidths[b[at + 2]!]! + octetWidths[b[at + 3]!]! + 3;
