import {decodeText} from '../decode-text.ts';
import {type Field, fieldsIn} from '../field.ts';
import {hidden, type Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {headerFields, headerParts, httpFaults, httpParts as p} from './http-fields.ts';
import {type Head, inToken, isSpace, type Line} from './http-head.ts';
import {statusNames} from './http-status.ts';

/** Whether the name of a line, if it has one, is what a name may be; spaces behind it do not count. */
function isToken(b: Uint8Array, {start, nameEnd}: Line): boolean {
	let end = nameEnd;
	while (end > start && isSpace(b[end - 1]!)) end--;
	for (let at = start; at < end; at++) if (inToken[b[at]!] === 0) return false;
	return end > start;
}

/** Fields of the first line. */
const ofFirstLine = once((): readonly Field[] => fieldsIn(p).filter(({name}) => /^http\.(?:request\.(?:method|uri|version)|response\.(?:version|code|phrase))/.test(name)));
/** Fields that any header may say, or several, and those that one says. */
const ofLines = once((): readonly Field[] => [p['request.line'], p['response.line'], p.unknown_header, p.content_length, p.cookie_pair, p.authbasic]);
const ofOneLine = once(() => fieldsIn(headerParts));

/** The first line, the headers and the empty line, as far as somebody wants them. */
export function readLines(r: Reader, head: Head): void {
	if (head.firstEnd > head.firstAt && r.wantsAny(ofFirstLine(), true)) readFirstLine(r, head);
	r.position = head.firstEnd;
	const all = r.wantsAny(ofLines(), true);
	if (!all && !r.wantsAny(ofOneLine(), false)) return;
	for (const header of head.lines) {
		const field = headerFields().find(r.bytes, header.start, header.nameEnd);
		if (all || (field !== undefined && r.wants(field))) readHeader(r, head, header, field);
		r.position = header.end;
	}

	if (r.position < head.body) r.group(undefined, '\r\n', () => void (r.position = head.body));
}

function readFirstLine(r: Reader, head: Head): void {
	r.position = head.firstAt;
	const line = decodeText(r.bytes, head.firstAt, head.firstEnd, 'utf8');
	r.group(undefined, line, () => {
		r.complain(httpFaults.chat, head.firstAt, head.firstEnd, line);
		if (head.kind === 'request') readRequestLine(r, head);
		else readStatusLine(r, head);
		r.position = head.firstEnd;
	});
}

/** Places of the words of the first line: the last takes all that is left where there are `most`. */
function words(head: Head, most: number): Array<{readonly start: number; readonly end: number; readonly text: string}> {
	const {first} = head;
	const out: Array<{start: number; end: number; text: string}> = [];
	let at = 0;
	while (at <= first.length && out.length < most) {
		const space = first.indexOf(' ', at);
		const end: number = space < 0 || out.length === most - 1 ? first.length : space;
		out.push({start: head.firstAt + at, end: head.firstAt + end, text: first.slice(at, end)});
		at = end + 1;
	}

	return out;
}

// RFC 9112, section 3
function readRequestLine(r: Reader, head: Head): void {
	const [method, uri, version] = words(head, 3);
	r.put(p['request.method'], method!.start, method!.end, method!.text);
	if (uri !== undefined) readUri(r, uri.start, decodeText(r.bytes, uri.start, uri.end, 'utf8'), uri.end);
	if (version !== undefined) r.put(p['request.version'], version.start, version.end, version.text);
}

function readUri(r: Reader, start: number, uri: string, end: number): void {
	const mark = uri.indexOf('?');
	if (mark < 0) return r.put(p['request.uri'], start, end, uri);
	const query = uri.slice(mark + 1);
	const at = start + mark + 1;
	r.open(p['request.uri'], start, uri);
	r.put(p['request.uri.path'], start, at - 1, uri.slice(0, mark));
	r.open(p['request.uri.query'], at, query);
	let place = at;
	for (const parameter of query.split('&')) {
		if (parameter !== '') r.put(p['request.uri.query.parameter'], place, place + parameter.length, parameter);
		place += parameter.length + 1;
	}

	r.close(end);
	r.close(end);
}

// RFC 9112, section 4
function readStatusLine(r: Reader, head: Head): void {
	const [version, code, phrase] = words(head, 3);
	r.put(p['response.version'], version!.start, version!.end, version!.text);
	if (code === undefined || head.status === 0) return;
	const {status} = head;
	r.put(p['response.code'], code.start, code.start + 3, status);
	r.derive(p['response.code.desc'], statusNames.get(status) ?? 'Unknown', code.start, code.end);
	if (phrase !== undefined) r.put(p['response.phrase'], phrase.start, phrase.end, phrase.text);
}

function readHeader(r: Reader, head: Head, line: Line, field: Field | undefined): void {
	r.position = line.start;
	if (field !== undefined) {
		// Text is made of bytes only for whoever wants it: a filter looks at one header of many.
		r.open(field, line.start, r.wants(field) ? line.value : '');
		readValue(r, head, field, line);
		r.close(line.end);
	}

	if (head.method === 'NOTIFY' || head.kind === 'headers') {
		if (field === undefined) r.put(p.unknown_header, line.start, line.end, line.text.replaceAll('\r', '\\r').replaceAll('\n', '\\n'));
	} else {
		const whole = head.kind === 'request' ? p['request.line'] : p['response.line'];
		r.open(whole, line.start, r.wants(whole) ? line.text : '', field === undefined ? 0 : hidden);
		if (field === undefined) r.label(line.text);
		r.close(line.end);
	}

	if (!isToken(r.bytes, line)) r.complain(httpFaults.headerName, line.start, line.nameEnd);
}

/** What some headers hold. */
function readValue(r: Reader, head: Head, field: Field, line: Line): void {
	const {valueAt, end} = line;
	switch (field) {
		case headerParts.content_length_header: {
			const digits = /^\d{1,19}$/.exec(line.value.trim())?.[0];
			if (digits !== undefined) r.derive(p.content_length, BigInt.asUintN(64, BigInt(digits)), valueAt, valueAt + digits.length);
			return;
		}

		case headerParts.cookie:
			return readCookies(r, line.value, valueAt);
		case headerParts.authorization:
		case headerParts.proxy_authorization: {
			const basic = /^Basic\s+([A-Za-z0-9+/=]+)/i.exec(line.value)?.[1];
			if (basic !== undefined) r.put(p.authbasic, end - basic.length, end, base64Text(basic));
			return;
		}

		case headerParts.transfer_encoding:
			if (head.length >= 0) r.complain(httpFaults.lengthAndCoding, line.start, end);
			if (!/^(?:chunked|compress|x-compress|deflate|gzip|x-gzip|identity|trailers|[\s,])+$/i.test(line.value)) r.complain(httpFaults.unknownCoding, line.start, end);
			return;
		default:
	}
}

// RFC 6265, section 4.2
function readCookies(r: Reader, value: string, at: number): void {
	let place = at;
	for (const part of value.split(';')) {
		const text = part.trimStart();
		const start = place + part.length - text.length;
		if (text !== '') r.put(p.cookie_pair, start, start + text.length, text);
		place += part.length + 1;
	}
}

function base64Text(text: string): string {
	try {
		return decodeText(Uint8Array.from(atob(text), c => c.charCodeAt(0)), 0, Math.floor(text.replace(/=+$/, '').length * 3 / 4), 'utf8');
	} catch {
		return '';
	}
}

/** The host that the head names; undefined without. */
export const hostOf = (head: Head): string | undefined => head.lines.find(line => headerFields().find(head.bytes, line.start, line.nameEnd) === headerParts.host)?.value;
