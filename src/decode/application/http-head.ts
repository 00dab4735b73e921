import {decodeText} from '../decode-text.ts';
import {isNamed, methodAt} from './http-names.ts';

export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
const space = 0x20;
const tab = 0x09;
const colon = 0x3a;

const empty = new Uint8Array(0);

/** What begins with a header is the end of a head whose first line went elsewhere. */
export type Kind = 'request' | 'response' | 'headers' | 'other';

const startsWith = (b: Uint8Array, at: number, end: number, text: string): boolean => {
	if (at + text.length > end) return false;
	for (let i = 0; i < text.length; i++) if (b[at + i] !== text.charCodeAt(i)) return false;
	return true;
};

/** What the line at `at` begins. */
export const kindAt = (b: Uint8Array, at: number, end: number): Kind => kindOf(b, at, end, methodAt(b, at, end));

/** The same where it is known which method stands there. */
const kindOf = (b: Uint8Array, at: number, end: number, method: string): Kind =>
	method !== '' ? 'request' : isResponse(b, at, end) ? 'response' : isHeader(b, at, end) ? 'headers' : 'other';

/** By character: 1 where it may stand in a header's name. RFC 9110, section 5.6.2. */
export const inToken = Uint8Array.from({length: 256}, (_, code) => (/[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(String.fromCharCode(code)) ? 1 : 0));

/** Whether the line at `at` is a header, as far as its name says. */
function isHeader(b: Uint8Array, at: number, end: number): boolean {
	let colon = at;
	while (colon < end && inToken[b[colon]!] === 1) colon++;
	return colon > at && colon < end && b[colon] === 0x3a && lineEnd(b, colon, end) > 0;
}

const isResponse = (b: Uint8Array, at: number, end: number): boolean => startsWith(b, at, end, 'HTTP/') || startsWith(b, at, end, 'ICY ');

/** Most lines are shorter: it pays to look oneself before the engine is asked. */
const shortLine = 96;

/** Where the line at `at` ends, behind its line feed or a carriage return that none follows; -1 where that is not there. */
export function lineEnd(b: Uint8Array, at: number, end: number): number {
	// The array may be much longer than what is in it.
	const near = Math.min(end, at + shortLine);
	let place = at;
	while (place + 4 <= near && b[place]! > carriageReturn && b[place + 1]! > carriageReturn && b[place + 2]! > carriageReturn && b[place + 3]! > carriageReturn) place += 4;
	for (; place < near; place++) {
		const code = b[place]!;
		if (code === lineFeed) return place + 1;
		if (code === carriageReturn) return behindReturn(b, place, end);
	}

	if (near === end) return -1;
	const rest = b.subarray(near, end);
	const feed = rest.indexOf(lineFeed);
	const first = (feed < 0 ? rest : rest.subarray(0, feed)).indexOf(carriageReturn);
	return first >= 0 ? behindReturn(b, near + first, end) : feed < 0 ? -1 : near + feed + 1;
}

const behindReturn = (b: Uint8Array, at: number, end: number): number => (at + 1 === end ? -1 : b[at + 1] === lineFeed ? at + 2 : at + 1);

/** Whether a line ends in a version, or begins with one: then the port does not matter. RFC 9112, section 2.3. */
export function looksLikeHttp(b: Uint8Array, at: number, end: number): boolean {
	if (b[at]! < 0x41 || b[at]! > 0x7a) return false;
	if (startsWith(b, at, end, 'HTTP/1.')) return true;
	const next = lineEnd(b, at, end);
	if (next < 0) return false;
	const stop = at + chompedLength(b, at, next);
	return stop - at > 8 && startsWith(b, stop - 8, stop, 'HTTP/1.') && kindAt(b, at, stop) === 'request';
}

/**
Where the head ends, behind its empty line; -1 where that did not come yet. What is before `from` was looked at already:
see `resumeAt`. Empty lines in front of the first one do not count: RFC 9112, section 2.2.
*/
export function headEnd(b: Uint8Array, start: number, from: number, end: number): number {
	const first = from > start ? from : skipBreaks(b, start, end);
	for (let next = lineEnd(b, first, end); next >= 0 && next < end; next = lineEnd(b, next, end)) {
		const behind = behindEmptyLine(b, next, end);
		if (behind > 0) return behind;
	}

	return -1;
}

/** Where the line at `at` ends, when there is nothing in it; else 0. */
const behindEmptyLine = (b: Uint8Array, at: number, end: number): number => b[at] === lineFeed ? at + 1 : b[at] === carriageReturn ? Math.max(0, behindReturn(b, at, end)) : 0;

/** Where the first colon in the line at `at` is; -1 where there is none, `end` where that is not known yet. */
function colonIn(b: Uint8Array, at: number, end: number): number {
	for (let place = at; place < end; place++) {
		const code = b[place]!;
		if (code === colon) return place;
		if (code === lineFeed || code === carriageReturn) return -1;
	}

	return end;
}

/** Where the next look for the end of a head begins, when it did not come until `end`. */
export const resumeAt = (start: number, end: number): number => Math.max(start, end - 3);

/** Behind the empty lines at `at`. */
export function skipBreaks(b: Uint8Array, at: number, end: number): number {
	let place = at;
	while (place < end && (b[place] === carriageReturn || b[place] === lineFeed)) place++;
	return place;
}

/** One header line: `[start, end)` with its line break and folded lines; the name, `[start, nameEnd)`, is empty where there is no colon. Its text is decoded when it is asked for. */
export class Line {
	readonly start: number;
	readonly end: number;
	readonly nameEnd: number;
	readonly valueAt: number;
	readonly #bytes: Uint8Array;
	readonly #valueEnd: number;

	constructor(b: Uint8Array, start: number, end: number) {
		this.#bytes = b;
		this.start = start;
		this.end = end;
		const stop = start + chompedLength(b, start, end);
		let colon = start;
		while (colon < stop && b[colon] !== 0x3a) colon++;
		const hasName = colon < stop;
		let valueAt = hasName ? colon + 1 : stop;
		while (valueAt < stop && (b[valueAt] === space || b[valueAt] === tab)) valueAt++;
		this.nameEnd = hasName ? colon : start;
		this.valueAt = valueAt;
		this.#valueEnd = stop;
	}

	get text(): string {
		return decodeText(this.#bytes, this.start, this.end, 'utf8');
	}

	get value(): string {
		return decodeText(this.#bytes, this.valueAt, this.#valueEnd, 'utf8');
	}

	/** The value as a number where it is nothing but some digits, else -1. */
	get digits(): number {
		const count = this.#valueEnd - this.valueAt;
		if (count === 0 || count > maxDigits) return -1;
		let number = 0;
		for (let at = this.valueAt; at < this.#valueEnd; at++) {
			const digit = this.#bytes[at]! - 0x30;
			if (digit < 0 || digit > 9) return -1;
			number = number * 10 + digit;
		}

		return number;
	}
}

/** Lines of headers that are read; the rest of such a head is passed over. */
const maxLines = 1024;
/** UPnP Device Architecture 2.0, section 4. */
const eventMethods: ReadonlySet<string> = new Set(['NOTIFY', 'SUBSCRIBE', 'UNSUBSCRIBE']);

/** Digits that the length of a body may have. */
const maxDigits = 15;

const none: readonly string[] = [];

/**
The head of a message, RFC 9112, section 2.1. One look at its bytes finds its end and what says how long the body is; texts
and lines are made when they are asked for.
*/
export class Head {
	bytes: Uint8Array = empty;
	start = 0;
	/** The message that it is of; 0 where nobody said. */
	message = 0;
	/** Where the body begins: behind the empty line, or at a line that is no header; where the bytes end, where neither came yet. */
	body = 0;
	isWhole = false;
	/** Behind the empty line; 0 where that did not come yet. */
	end = 0;
	/** The body begins at a line that is no header, in front of the empty line. */
	isBroken = false;
	kind: Kind = 'other';
	method = '';
	status = 0;
	firstAt = 0;
	firstEnd = 0;
	/** What the head says of the body, RFC 9112, section 6.3, as far as the empty line: its length is -1 where it is not said. */
	chunked = false;
	length = -1;
	/** The length is said behind the line that is no header. */
	saysTooLate = false;
	/** Where the lines begin that say more of it, 0 where they are missing: the first line comes before. */
	#codingAt = 0;
	#typeAt = 0;
	#type: string | undefined;
	#end = 0;

	/** Reads the head that begins at `start`; `end` is where the bytes end. What is no head is not looked at further. */
	read(b: Uint8Array, start: number, end: number): this {
		this.bytes = b;
		this.start = start;
		this.#end = end;
		this.message = 0;
		this.#type = undefined;
		this.body = end;
		this.isWhole = false;
		this.end = 0;
		this.isBroken = false;
		this.saysTooLate = false;
		this.chunked = false;
		this.length = -1;
		this.#codingAt = 0;
		this.#typeAt = 0;
		this.firstAt = skipBreaks(b, start, end);
		this.method = methodAt(b, this.firstAt, end);
		this.kind = kindOf(b, this.firstAt, end, this.method);
		const isAnswer = this.kind === 'response';
		this.firstEnd = isAnswer || this.kind === 'request' ? endOf(b, this.firstAt, end) : this.firstAt;
		this.status = isAnswer ? statusIn(b, this.firstAt, this.firstEnd) : 0;
		if (this.kind === 'other') return this;
		let lengthAt = 0;
		let transferAt = 0;
		let lines = 0;
		let last = 0;
		for (let at = this.firstEnd, next = at; at < end; at = next) {
			const first = b[at]!;
			if (first === lineFeed || first === carriageReturn) {
				this.isWhole = true;
				const behind = behindEmptyLine(b, at, end);
				// Whether a line feed follows the last byte is not known: nothing more is here.
				if (behind === 0) break;
				if (!this.isBroken) this.body = behind;
				this.end = behind;
				break;
			}

			// A line that begins with space belongs to the one before.
			const isFolded = first === space || first === tab;
			const stop = this.isBroken || isFolded ? at : colonIn(b, at, end);
			next = endOf(b, Math.max(at, stop), end);
			if (isFolded) continue;
			last = at;
			if (stop < 0) {
				this.body = at;
				this.isWhole = this.isBroken = true;
			}

			if (++lines > maxLines) continue;
			const code = first | 0x20;
			if (code === 0x63) {
				if (!isNamed(b, at, end, 'content-')) continue;
				if (lengthAt === 0 && isNamed(b, at + 8, end, 'length:')) lengthAt = at;
				else if (this.isBroken) continue;
				else if (this.#codingAt === 0 && isNamed(b, at + 8, end, 'encoding:')) this.#codingAt = at;
				else if (this.#typeAt === 0 && isNamed(b, at + 8, end, 'type:')) this.#typeAt = at;
			} else if (code === 0x74 && transferAt === 0 && isNamed(b, at, end, 'transfer-encoding:')) {
				transferAt = at;
			}
		}

		if (transferAt > 0) this.chunked = /\bchunked\s*$/i.test(this.#line(transferAt).value);
		if (lengthAt > 0) {
			const digits = digitsIn(b, lengthAt + 'content-length:'.length, end);
			this.length = digits >= 0 ? digits : lengthOf(this.#line(lengthAt));
		}

		// A body may end within the line that it begins with.
		if (!this.isWhole && this.length === end - last && b.subarray(last, end).indexOf(0x3a) < 0) {
			this.body = last;
			this.isWhole = this.isBroken = true;
		}

		this.saysTooLate = this.isBroken && lengthAt > this.body;
		if (this.kind === 'headers') this.isWhole = true;
		return this;
	}

	/** Whether it is what is read of `[start, end)`: its own bytes, or fewer that have all of it. */
	isOf(b: Uint8Array, start: number, end: number): boolean {
		return this.bytes === b && this.start === start && (this.#end === end || (this.end > 0 && this.end <= end && !this.isBroken));
	}

	/** The first line, without its line break; a character for every byte. */
	get first(): string {
		return decodeText(this.bytes, this.firstAt, this.titleEnd, 'latin1');
	}

	/** The same as text. */
	get title(): string {
		return decodeText(this.bytes, this.firstAt, this.titleEnd, 'utf8');
	}

	/** Where the first line ends without its line break. */
	get titleEnd(): number {
		const {bytes: b, firstAt, firstEnd} = this;
		return firstAt + chompedLength(b, firstAt, firstEnd);
	}

	get lines(): Line[] {
		const lines: Line[] = [];
		for (let at = this.firstEnd; at < this.body && lines.length < maxLines;) {
			const line = this.#line(at);
			if (chompedLength(this.bytes, at, line.end) === 0) break;
			lines.push(line);
			at = line.end;
		}

		return lines;
	}

	/** How the content was packed, in order: RFC 9110, section 8.4. */
	get codings(): readonly string[] {
		if (this.#codingAt === 0) return none;
		return this.#line(this.#codingAt).value.toLowerCase().split(',').map(word => word.trim()).filter(word => word !== '' && word !== 'identity');
	}

	/** The media type of the content, in lower case and without parameters; '' where it is not said. */
	get type(): string {
		this.#type ??= this.#typeAt === 0 ? '' : this.#line(this.#typeAt).value.split(';', 1)[0]!.trim().toLowerCase();
		return this.#type;
	}

	/** The same with parameters, as it stands there. */
	get contentType(): string | undefined {
		return this.#typeAt === 0 ? undefined : this.#line(this.#typeAt).value;
	}

	/** RFC 9112, section 6.3: a request that says nothing of a body has none; but for those of events, which tell something. */
	get hasBody(): boolean {
		return this.kind !== 'request' || this.chunked || this.length >= 0 || eventMethods.has(this.method);
	}

	#line(at: number): Line {
		const {bytes: b} = this;
		const body = at < this.body ? this.body : this.end || b.length;
		let end = endOf(b, at, body);
		// RFC 9112, section 5.2: a line that begins with space belongs to the one before.
		while (end < body && (b[end] === space || b[end] === tab)) end = endOf(b, end, body);
		return new Line(b, at, end);
	}
}

/** The head that was walked over last: whoever shows it then looks at the same bytes. */
let walked = new Head();

/** The head that begins at `start`, as far as `end`, for the walk over it; `known` is one of the same message, if there is any. */
export function walkHead(b: Uint8Array, start: number, end: number, known: Head | undefined): Head {
	walked = known?.isOf(b, start, end) === true ? known : new Head().read(b, start, end);
	return walked;
}

/** The head that begins at `start`, as far as `end`. */
export const readHead = (b: Uint8Array, start: number, end: number): Head => (walked.isOf(b, start, end) ? walked : new Head().read(b, start, end));

/** The number in the rest of a line at `at` that is nothing else and does not go on in the next; -1 where it is more than that, or not all there. */
function digitsIn(b: Uint8Array, at: number, end: number): number {
	let first = at;
	while (first < end && (b[first] === space || b[first] === tab)) first++;
	let number = 0;
	let place = first;
	for (; place < end && place - first < maxDigits; place++) {
		const digit = b[place]! - 0x30;
		if (digit < 0 || digit > 9) break;
		number = number * 10 + digit;
	}

	if (place === first) return -1;
	if (b[place] === carriageReturn) place++;
	return place + 1 < end && b[place] === lineFeed && b[place + 1] !== space && b[place + 1] !== tab ? number : -1;
}

function lengthOf(line: Line): number {
	const {digits} = line;
	if (digits >= 0) return digits;
	const text = line.value;
	return /^\s*\d{1,15}\s*(?:$|[;,])/.test(text) ? Number.parseInt(text, 10) : -1;
}

/** What counts as space where any will do. */
export const isSpace = (code: number): boolean => code === space || (code >= 0x09 && code <= 0x0d) || code === 0xa0;

/** The three digits behind the first word of a line; 0 where there are none. */
function statusIn(b: Uint8Array, start: number, end: number): number {
	let at = start;
	while (at < end && !isSpace(b[at]!)) at++;
	while (at < end && isSpace(b[at]!)) at++;
	let status = 0;
	for (let i = 0; i < 3; i++, at++) {
		const digit = at < end ? b[at]! - 0x30 : -1;
		if (digit < 0 || digit > 9) return 0;
		status = status * 10 + digit;
	}

	return status;
}

const endOf = (b: Uint8Array, at: number, end: number): number => {
	const next = lineEnd(b, at, end);
	return next < 0 ? end : next;
};

const chompedLength = (b: Uint8Array, at: number, end: number): number => {
	let stop = end;
	if (stop > at && b[stop - 1] === lineFeed) stop--;
	if (stop > at && b[stop - 1] === carriageReturn) stop--;
	return stop - at;
};
