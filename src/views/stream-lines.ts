import {printable} from '../decode/printable.ts';
import type {StreamStretch} from '../packets.ts';
import {decodeBytes, firstCharacter, openTail} from './encodings.ts';
import {clip, grouped, width} from './width.ts';

/** Pieces that are fetched at once. */
const fetched = 16;
/** Pieces whose lines are kept. */
const kept = 256;
/** Pieces among which the next one of a side is looked for, when a character may go on in it. */
const nearby = 64;
/** Bytes in front of a piece that tell where its first character begins. */
const context = 8;
const tab = '    ';

/** A piece of a stream, as text and as lines of it that fit. A character that is cut in two stands in the piece that ends it. */
export type PieceLines = {readonly stretch: StreamStretch; readonly text: string; readonly lines: readonly string[]};

/** Where somebody is in a stream: a line of a piece. */
export type StreamPlace = {readonly piece: number; readonly line: number};

/** The lines of a stream, made when they are looked at. */
export class StreamLines {
	readonly count: number;
	readonly encoding: string;
	readonly cells: number;
	readonly #fetch: (from: number, to: number) => readonly StreamStretch[];
	readonly #known = new Map<number, PieceLines>();
	readonly #stretches = new Map<number, StreamStretch>();

	constructor(count: number, fetch: (from: number, to: number) => readonly StreamStretch[], encoding: string, cells: number) {
		this.count = count;
		this.#fetch = fetch;
		this.encoding = encoding;
		this.cells = cells;
	}

	/** A piece; undefined behind the last one. */
	piece(n: number): PieceLines | undefined {
		if (n < 0 || n >= this.count) return undefined;
		const known = this.#known.get(n);
		if (known !== undefined) return known;
		const stretch = this.#stretch(n);
		if (stretch === undefined) return undefined;
		if (this.#known.size > kept) this.#known.clear();
		const text = this.#text(n, stretch);
		const piece = {stretch, text, lines: linesOf(stretch, this.encoding, this.cells, text)};
		this.#known.set(n, piece);
		return piece;
	}

	/** What its side says in front of a piece, as far as `length` characters at its end. */
	before(n: number, length: number): string {
		let text = '';
		for (let at = this.#near(n, -1); at !== undefined && text.length < length; at = this.#near(at, -1)) text = this.piece(at)!.text + text;
		return text.slice(Math.max(0, text.length - length));
	}

	#stretch(n: number): StreamStretch | undefined {
		const known = this.#stretches.get(n);
		if (known !== undefined || n < 0 || n >= this.count) return known;
		if (this.#stretches.size > kept) this.#stretches.clear();
		const from = n - n % fetched;
		for (const [i, stretch] of this.#fetch(from, from + fetched).entries()) this.#stretches.set(from + i, stretch);
		return this.#stretches.get(n);
	}

	/** The piece of the same side that follows or goes before, with nothing missing between; undefined where none is near. */
	#near(n: number, by: 1 | -1): number | undefined {
		const side = this.#stretch(n)?.side;
		for (let at = n + by; Math.abs(at - n) <= nearby; at += by) {
			const stretch = this.#stretch(at);
			if (stretch === undefined) return undefined;
			if (stretch.side === side) return stretch.kind === 'bytes' ? at : undefined;
		}

		return undefined;
	}

	#text(n: number, {kind, bytes, place}: StreamStretch): string {
		if (kind !== 'bytes' || this.encoding === 'hex') return decodeBytes(bytes, 'Latin-1');
		let earlier: Uint8Array = new Uint8Array(0);
		for (let at = this.#near(n, -1); at !== undefined && earlier.length < context; at = this.#near(at, -1)) earlier = joined(this.#stretch(at)!.bytes, earlier);
		earlier = earlier.subarray(firstCharacter(Math.max(0, place - earlier.length), this.encoding));
		const open = openTail(earlier, this.encoding);
		const whole = joined(earlier.subarray(earlier.length - open), bytes);
		const tail = openTail(whole, this.encoding);
		return decodeBytes(tail > 0 && this.#near(n, 1) !== undefined ? whole.subarray(0, whole.length - tail) : whole, this.encoding);
	}

	/** The line `by` lines from a place, among the pieces of a side; as near as there is one. */
	move(place: StreamPlace, by: number, side: 0 | 1 | undefined): StreamPlace {
		let {piece, line} = place;
		let left = by;
		while (left !== 0) {
			const down = left > 0;
			const count = this.piece(piece)?.lines.length ?? 0;
			const room = down ? count - 1 - line : line;
			if (Math.abs(left) <= room) return {piece, line: line + left};
			const next = this.next(piece, down ? 1 : -1, side);
			if (next === undefined) return {piece, line: down ? Math.max(0, count - 1) : 0};
			left -= down ? room + 1 : -(room + 1);
			piece = next;
			line = down ? 0 : this.piece(next)!.lines.length - 1;
		}

		return {piece, line};
	}

	/** The next piece of a side from one on, or the one before it; undefined where there is none. */
	next(piece: number, by: 1 | -1, side: 0 | 1 | undefined): number | undefined {
		for (let n = piece + by; n >= 0 && n < this.count; n += by) if (side === undefined || this.#stretch(n)?.side === side) return n;
		return undefined;
	}

	/** The first or last line of a side. */
	end(by: 1 | -1, side: 0 | 1 | undefined): StreamPlace {
		const piece = this.next(by === 1 ? -1 : this.count, by, side) ?? 0;
		return {piece, line: by === 1 ? 0 : Math.max(0, (this.piece(piece)?.lines.length ?? 1) - 1)};
	}
}

const joined = (one: Uint8Array, other: Uint8Array): Uint8Array => (one.length === 0 ? other : Uint8Array.from([...one, ...other]));

/** The lines of a piece, no longer than `cells`; nothing in them can move a cursor. */
export function linesOf({kind, length, bytes}: StreamStretch, encoding: string, cells: number, text: string): string[] {
	if (kind !== 'bytes') return [`[${grouped(length)} ${kind === 'gap' ? 'bytes missing in capture file' : 'bytes cut off by the capture'}]`];
	if (encoding === 'hex') return hexLines(bytes, cells);
	const lines = text.split(/\r\n|\n|\r/);
	if (lines.length > 1 && lines.at(-1) === '') lines.pop();
	return lines.flatMap(line => cutLine(printable(line.replaceAll('\t', tab)), cells));
}

const ascii = /^[\x20-\x7e]*$/;

function cutLine(text: string, cells: number): string[] {
	if (text.length <= cells && ascii.test(text)) return [text];
	const out: string[] = [];
	for (let rest = text; rest !== '';) {
		// Clipping marks what is left out; a line that goes on is not.
		const part = ascii.test(rest.slice(0, cells)) ? rest.slice(0, cells) : fitting(rest, cells);
		out.push(part);
		rest = rest.slice(part.length);
	}

	return out.length === 0 ? [''] : out;
}

function fitting(text: string, cells: number): string {
	let used = 0;
	let end = 0;
	for (const character of text) {
		used += width(character);
		if (used > cells && end > 0) break;
		end += character.length;
	}

	return text.slice(0, end);
}

function hexLines(bytes: Uint8Array, cells: number): string[] {
	const per = cells >= 10 + 16 * 4 ? 16 : 8;
	const out: string[] = [];
	for (let at = 0; at < bytes.length; at += per) {
		const part = bytes.subarray(at, at + per);
		const digits = Array.from(part, byte => byte.toString(16).padStart(2, '0')).join(' ');
		const text = Array.from(part, byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
		out.push(clip(`${at.toString(16).padStart(4, '0')}  ${digits.padEnd(per * 3)} ${text}`, cells));
	}

	return out.length === 0 ? [''] : out;
}
