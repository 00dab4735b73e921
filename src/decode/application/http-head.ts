import {decodeText} from '../decode-text.ts';

/** Methods of RFC 9110, of WebDAV, UPnP and others that are met. RTSP and SIP have their own. */
const methods: ReadonlySet<string> = new Set([
	'GET',
	'HEAD',
	'POST',
	'PUT',
	'DELETE',
	'CONNECT',
	'OPTIONS',
	'TRACE',
	'PATCH',
	'LINK',
	'UNLINK',
	'PROPFIND',
	'PROPPATCH',
	'MKCOL',
	'COPY',
	'MOVE',
	'LOCK',
	'UNLOCK',
	'VERSION-CONTROL',
	'REPORT',
	'CHECKOUT',
	'CHECKIN',
	'UNCHECKOUT',
	'MKWORKSPACE',
	'UPDATE',
	'LABEL',
	'MERGE',
	'BASELINE-CONTROL',
	'MKACTIVITY',
	'ACL',
	'SEARCH',
	'POLL',
	'BMOVE',
	'BCOPY',
	'BDELETE',
	'BPROPFIND',
	'BPROPPATCH',
	'SUBSCRIBE',
	'UNSUBSCRIBE',
	'NOTIFY',
	'M-SEARCH',
	'X-MS-ENUMATTS',
	'SOURCE',
	'INVOKE',
	'QUERY',
	'PURGE',
	'RPC_CONNECT',
	'RPC_IN_DATA',
	'RPC_OUT_DATA',
	'CCM_POST',
	'SMS_POST',
	'BITS_POST',
	'VERSION_CONTROL',
	'BASELINE_CONTROL',
]);

/** Characters of the longest method. */
const maxMethod = 16;

export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
const space = 0x20;

export type Kind = 'request' | 'response' | 'other';

const startsWith = (b: Uint8Array, at: number, end: number, text: string): boolean => {
	if (at + text.length > end) return false;
	for (let i = 0; i < text.length; i++) if (b[at + i] !== text.charCodeAt(i)) return false;
	return true;
};

/** What the line at `at` begins. */
export function kindAt(b: Uint8Array, at: number, end: number): Kind {
	if (startsWith(b, at, end, 'HTTP/') || startsWith(b, at, end, 'ICY ')) return 'response';
	let method = '';
	for (let i = at; i < end && i < at + maxMethod + 1; i++) {
		if (b[i] === space) return methods.has(method) ? 'request' : 'other';
		method += String.fromCharCode(b[i]!);
	}

	return 'other';
}

/** Most lines are shorter: it pays to look oneself before the engine is asked. */
const shortLine = 96;

/** Where the line at `at` ends, behind its line feed; -1 where that is not there. */
export function lineEnd(b: Uint8Array, at: number, end: number): number {
	// The array may be much longer than what is in it.
	const near = Math.min(end, at + shortLine);
	for (let place = at; place < near; place++) if (b[place] === lineFeed) return place + 1;
	const place = near < end ? b.subarray(near, end).indexOf(lineFeed) : -1;
	return place < 0 ? -1 : near + place + 1;
}

/** Whether a line ends in a version, or begins with one: then the port does not matter. RFC 9112, section 2.3. */
export function looksLikeHttp(b: Uint8Array, at: number, end: number): boolean {
	if (b[at]! < 0x41 || b[at]! > 0x7a) return false;
	if (startsWith(b, at, end, 'HTTP/1.')) return true;
	const next = lineEnd(b, at, end);
	if (next < 0) return false;
	const stop = next - (b[next - 2] === carriageReturn ? 2 : 1);
	return stop - at > 8 && startsWith(b, stop - 8, stop, 'HTTP/1.') && kindAt(b, at, stop) === 'request';
}

/**
Where the head ends, behind its empty line; -1 where that did not come yet. What is before `from` was looked at already:
see `resumeAt`. Empty lines in front of the first one do not count: RFC 9112, section 2.2.
*/
export function headEnd(b: Uint8Array, start: number, from: number, end: number): number {
	const first = from > start ? from : skipBreaks(b, start, end);
	for (let next = lineEnd(b, first, end); next >= 0 && next < end; next = lineEnd(b, next, end)) {
		if (b[next] === lineFeed) return next + 1;
		if (b[next] === carriageReturn && next + 1 < end && b[next + 1] === lineFeed) return next + 2;
	}

	return -1;
}

/** Where the next look for the end of a head begins, when it did not come until `end`. */
export const resumeAt = (start: number, end: number): number => Math.max(start, end - 3);

/** Behind the empty lines at `at`. */
export function skipBreaks(b: Uint8Array, at: number, end: number): number {
	let place = at;
	while (place < end && (b[place] === carriageReturn || b[place] === lineFeed)) place++;
	return place;
}

/** One header line: `[start, end)` with its line break and folded lines; the name is empty where there is no colon. Its text is decoded when it is asked for. */
export class Line {
	readonly start: number;
	readonly end: number;
	readonly valueAt: number;
	readonly #bytes: Uint8Array;
	readonly #nameEnd: number;
	readonly #valueEnd: number;

	constructor(b: Uint8Array, start: number, nameEnd: number, valueAt: number, valueEnd: number, end: number) {
		this.#bytes = b;
		this.start = start;
		this.#nameEnd = nameEnd;
		this.valueAt = valueAt;
		this.#valueEnd = valueEnd;
		this.end = end;
	}

	get text(): string {
		return decodeText(this.#bytes, this.start, this.end, 'utf8');
	}

	get name(): string {
		return decodeText(this.#bytes, this.start, this.#nameEnd, 'latin1');
	}

	get value(): string {
		return decodeText(this.#bytes, this.valueAt, this.#valueEnd, 'utf8');
	}

	/** Whether the name is this one, which is in lower case. */
	is(name: string): boolean {
		if (this.#nameEnd - this.start !== name.length) return false;
		for (let i = 0; i < name.length; i++) {
			const code = this.#bytes[this.start + i]!;
			if ((code >= 0x41 && code <= 0x5a ? code + 32 : code) !== name.charCodeAt(i)) return false;
		}

		return true;
	}
}

/** The head of a message, RFC 9112, section 2.1. */
export type Head = {
	readonly kind: Kind;
	/** The first line, without its line break; a character for every byte. */
	readonly first: string;
	/** The same as text. */
	readonly title: string;
	readonly firstAt: number;
	readonly firstEnd: number;
	readonly lines: readonly Line[];
	/** Behind the empty line. */
	readonly body: number;
	readonly method: string;
	readonly status: number;
};

/** Lines of headers that are read; the rest of such a head is passed over. */
const maxLines = 1024;

/** Reads the head in `[start, body)`. */
export function readHead(b: Uint8Array, start: number, body: number): Head {
	const firstAt = skipBreaks(b, start, body);
	const firstEnd = endOf(b, firstAt, body);
	const first = chomp(decodeText(b, firstAt, firstEnd, 'latin1'));
	const kind = kindAt(b, firstAt, firstEnd);
	const lines: Line[] = [];
	for (let at = firstEnd; at < body && lines.length < maxLines;) {
		let end = endOf(b, at, body);
		if (chompedLength(b, at, end) === 0) break;
		// RFC 9112, section 5.2: a line that begins with space belongs to the one before.
		while (end < body && (b[end] === space || b[end] === 0x09)) end = endOf(b, end, body);
		lines.push(readLine(b, at, end));
		at = end;
	}

	const status = kind === 'response' ? Number(/^\S+\s+(\d{3})/.exec(first)?.[1] ?? 0) : 0;
	return {
		kind,
		first,
		title: chomp(decodeText(b, firstAt, firstEnd, 'utf8')),
		firstAt,
		firstEnd,
		lines,
		body,
		method: kind === 'request' ? first.slice(0, first.indexOf(' ')) : '',
		status,
	};
}

/** The first line of the head in `[start, body)`, without its line break. */
export function firstLine(b: Uint8Array, start: number, body: number): readonly [start: number, end: number] {
	const at = skipBreaks(b, start, body);
	const end = endOf(b, at, body);
	return [at, b[end - 1] === lineFeed ? at + chompedLength(b, at, end) : end];
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

const chomp = (text: string): string => text.replace(/\r?\n$/, '');

function readLine(b: Uint8Array, start: number, end: number): Line {
	const colon = start + b.subarray(start, end).indexOf(0x3a);
	const stop = start + chompedLength(b, start, end);
	if (colon < start || colon >= stop) return new Line(b, start, start, stop, stop, end);
	let valueAt = colon + 1;
	while (valueAt < stop && (b[valueAt] === space || b[valueAt] === 0x09)) valueAt++;
	return new Line(b, start, colon, valueAt, stop, end);
}

/** The value of a header; undefined where the message has none of that name. `name` is in lower case. */
export const headerOf = (head: Head, name: string): string | undefined => head.lines.find(line => line.is(name))?.value;

/** What the head says of the body: RFC 9112, section 6.3. */
export type Body = {readonly chunked: boolean; /** -1 where it is not said. */ readonly length: number; readonly codings: readonly string[]; readonly type: string};

const none: readonly string[] = [];

export function bodyOf(head: Head): Body {
	const length = headerOf(head, 'content-length');
	const coding = headerOf(head, 'content-encoding');
	const transfer = headerOf(head, 'transfer-encoding');
	return {
		chunked: transfer !== undefined && /\bchunked\s*$/i.test(transfer),
		length: length !== undefined && /^\s*\d{1,15}\s*(?:$|[;,])/.test(length) ? Number.parseInt(length, 10) : -1,
		codings: coding === undefined ? none : coding.toLowerCase().split(',').map(word => word.trim()).filter(word => word !== '' && word !== 'identity'),
		type: (headerOf(head, 'content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase(),
	};
}

/** RFC 9112, section 6.3: a request that says nothing of a body has none. */
export function hasBody(head: Head): boolean {
	const {chunked, length} = bodyOf(head);
	return head.kind !== 'request' || chunked || length >= 0;
}
