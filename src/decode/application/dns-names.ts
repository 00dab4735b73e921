import type {ByteText} from '../byte-text.ts';
import type {Field} from '../field.ts';
import {printable} from '../printable.ts';
import {type Fault, fault, malformed} from '../protocol.ts';
import type {Reader} from '../reader.ts';

/** RFC 1035, section 2.3.4: 255 bytes on the wire, which are 253 characters. */
export const maxName = 253;
/** Pointers that one name may follow. A name has at most 127 labels, so that more of them lead nowhere. */
export const maxPointers = 128;
/** Bytes that a name is spelled out to, of which fewer are shown. */
const maxSpelled = 1024;
/** Labels behind pointers, of names that are too long anyway, that are looked at in one message. */
const maxWasted = 65_536;

export const nameFaults = {
	loop: fault('dns.name.loop', 'The name contains pointers that loop', 'error'),
	long: fault('dns.name.long', 'The name is longer than 255 bytes', 'error'),
	forward: fault('dns.name.forward', 'A pointer in the name does not point back', 'warning', 'Protocol'),
};

const utf8 = new TextDecoder('utf-8', {ignoreBOM: true});
const dot = 0x2e;
const hexDigits = '0123456789abcdef';

/** One name being read: its characters so far. One object, used over and over. */
class Spelling {
	bytes = new Uint8Array(4096);
	/** Where the name begins; those before it are kept until the next message. */
	start = 0;
	/** Bytes written. */
	size = 0;
	/** Bytes of labels and dots. Binary labels are not counted, as Wireshark has it, which shows as many characters as this. */
	length = 0;
	readonly #pointers: number[] = [];
	#followed = 0;
	/** Labels that were looked at in vain in the message. */
	wasted = 0;
	/** What was said of one of the message's names already. */
	readonly said = new Set<Fault>();

	begin(): void {
		this.start += this.size;
		this.size = 0;
		if (this.bytes.length < this.start + maxSpelled) {
			const wider = new Uint8Array(this.bytes.length * 2);
			wider.set(this.bytes);
			this.bytes = wider;
		}

		this.length = 0;
		this.#followed = 0;
	}

	/** Follows the pointer at a place; false where that leads round in a circle, or too far. */
	follow(at: number): boolean {
		if (this.#followed === maxPointers) return false;
		for (let i = 0; i < this.#followed; i++) if (this.#pointers[i] === at) return false;
		this.#pointers[this.#followed++] = at;
		return true;
	}

	get isLong(): boolean {
		return this.length > maxName;
	}

	label(b: Uint8Array, start: number, end: number): void {
		this.length += end - start + (this.size > 0 ? 1 : 0);
		if (this.isLong || this.size + end - start >= maxSpelled) return;
		const {bytes} = this;
		let at = this.start + this.size;
		if (this.size > 0) bytes[at++] = dot;
		for (let i = start; i < end; i++) bytes[at++] = b[i]!;
		this.size = at - this.start;
	}

	/** RFC 2673, section 3.2: `\[xabcd/16]`. */
	binary(b: Uint8Array, start: number, bits: number): void {
		let text = '\\[x';
		for (let at = 0; at < bits; at += 8) {
			const byte = b[start + (at >> 3)]!;
			text += hexDigits[byte >> 4]! + hexDigits[byte & 15]!;
		}

		text += `/${bits}]`;
		if (this.size + text.length >= maxSpelled) return;
		for (let i = 0; i < text.length; i++) this.bytes[this.start + this.size++] = text.charCodeAt(i);
	}
}

const spelling = new Spelling();

/** A domain name as it is shown. What it says is known until the next message begins. */
export class Name {
	/** Bytes that are shown, dots included; a name of one character has none. */
	readonly length: number;
	/** Where it stands: bytes that it takes there. */
	readonly start: number;
	readonly end: number;
	/** Place of its characters in the spelling. */
	readonly #from: number;
	readonly #to: number;
	#text: string | undefined;

	constructor(text: string | undefined, from: number, to: number, length: number, start: number, end: number) {
		this.#text = text;
		this.#from = from;
		this.#to = to;
		this.length = length;
		this.start = start;
		this.end = end;
	}

	/** Labels; a name of one character has none. */
	get labels(): number {
		if (this.length === 0) return 0;
		let labels = 1;
		for (let at = this.#from; at < this.#to; at++) if (spelling.bytes[at] === dot) labels++;
		return labels;
	}

	/** Printable. */
	get text(): string {
		this.#text ??= printable(utf8.decode(spelling.bytes.subarray(this.#from, this.#to)));
		return this.#text;
	}

	/** Writes the same. */
	write(line: ByteText): void {
		if (this.#text !== undefined || !line.plain(spelling.bytes, this.#from, this.#to)) line.text(this.text);
	}
}

const special = (text: string, start: number, end: number): Name => new Name(text, 0, 0, text.length, start, end);

/**
Reads a name, RFC 1035, section 4.1.4, and moves past it. Ends the layer where it runs past the message or has a label of
an unknown kind. A pointer that does not point back is followed, but complained about.
*/
export function readName(r: Reader): Name {
	const {bytes: b, base, position: start} = r;
	const s = spelling;
	s.begin();
	let at = start;
	/** Where the name ends in its own place; known at the first pointer. */
	let after = -1;
	for (;;) {
		need(r, at, 1);
		const size = b[at]!;
		if (size === 0) {
			r.position = after < 0 ? at + 1 : after;
			break;
		}

		switch (size >> 6) {
			case 0:
				need(r, at, size + 1);
				s.label(b, at + 1, at + 1 + size);
				at += size + 1;
				if (after >= 0 && s.isLong && ++s.wasted > maxWasted) {
					r.position = after;
					return tooLong(r, start);
				}

				continue;
			case 1: {
				if (size !== 0x41) {
					if (s.length === 0) r.fail(malformed, at, 'Label of an unknown kind');
					r.position = after < 0 ? at + 1 : after;
					return special('<Unknown extended label>', start, r.position);
				}

				need(r, at, 2);
				const bits = b[at + 1] || 256;
				need(r, at, 2 + Math.ceil(bits / 8));
				s.binary(b, at + 2, bits);
				at += 2 + Math.ceil(bits / 8);
				if (after >= 0 && ++s.wasted > maxWasted) r.fail(nameFaults.long, start);
				continue;
			}

			case 3: {
				need(r, at, 2);
				if (after < 0) after = at + 2;
				if (!s.follow(at)) {
					r.position = after;
					complainOnce(r, nameFaults.loop, start, r.position);
					return special('<Name contains a pointer that loops>', start, r.position);
				}

				const target = base + (((size & 0x3f) << 8) | b[at + 1]!);
				if (target > at) complainOnce(r, nameFaults.forward, at, at + 2);
				at = target;
				continue;
			}

			default:
				r.fail(malformed, at, 'Label of an unknown kind');
		}
	}

	if (s.isLong) return tooLong(r, start);
	const {position} = r;
	if (s.size === 0) return special('<Root>', start, position);
	if (s.length === 0) r.fail(malformed, start, 'Name of binary labels alone');
	const from = s.start;
	const to = from + Math.min(s.size, s.length);
	return new Name(undefined, from, to, s.length === 1 ? 0 : s.length, start, position);
}

function need(r: Reader, at: number, size: number): void {
	if (at + size <= r.end) return;
	r.position = r.end;
	r.short(1);
}

/** Hostile messages have thousands of names: of each kind of fault, the first in a message is told. */
function complainOnce(r: Reader, of: Fault, start: number, end: number): void {
	if (spelling.said.has(of)) return;
	spelling.said.add(of);
	r.complain(of, start, end);
}

function tooLong(r: Reader, start: number): Name {
	complainOnce(r, nameFaults.long, start, r.position);
	return special('<Name too long>', start, r.position);
}

/** Where the name at `at` ends, as far as the bytes go; -1 where they do not. */
export function skipName(b: Uint8Array, start: number, end: number): number {
	for (let at = start; at < end;) {
		const size = b[at]!;
		if (size === 0) return at + 1;
		if (size >= 0xc0) return at + 2;
		if (size >= 0x40) return -1;
		at += 1 + size;
	}

	return -1;
}

/** Begins a message: pointers count from the reader's base. */
export function beginNames(): void {
	spelling.wasted = 0;
	if (spelling.said.size > 0) spelling.said.clear();
	spelling.start = 0;
	spelling.size = 0;
}

/** Reads a name as the value of a field. */
export function nameField(r: Reader, field: Field<'text'>): Name {
	const name = readName(r);
	if (r.listens) r.put(field, name.start, name.end, name.text);
	return name;
}
