import type {Cursor} from '../cursor.ts';
import {decodeText} from '../decode-text.ts';
import {printable} from '../printable.ts';
import {claims, type Protocol, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {mediaType, tcpPort, udpPort} from '../space.ts';
import {decodeBody, joinChunks} from './http-body.ts';
import {readBody, readContinuation} from './http-content.ts';
import {headerParts, httpFaults, httpParts} from './http-fields.ts';
import {httpFraming, httpGuess, httpPorts, inTunnel, onTlsPort, ssdpFraming} from './http-framing.ts';
import {bodyOf, firstLine, hasBody, type Head, headEnd, kindAt, readHead, skipBreaks} from './http-head.ts';
import {readLines} from './http-lines.ts';
import {readLinks, readTunnel} from './http-links.ts';
import {media, textLines} from './http-media.ts';
import {tls} from './tls.ts';
import {looksLikeRecord} from './tls-session.ts';

/** Walks the head; names what the body is. */
function walk(c: Cursor): Protocol | undefined {
	const {bytes: b, start, end} = c;
	if (kindAt(b, skipBreaks(b, start, end), end) === 'other') {
		c.payload(0);
		return looksLikeRecord(b, start, end) ? tls : undefined;
	}

	const body = headEnd(b, start, start, end);
	c.payload(body < 0 ? c.available : body - start);
	if (body < 0 || body >= end) return undefined;
	const head = readHead(b, start, body);
	const {chunked, codings, type} = bodyOf(head);
	if (!hasBody(head)) return c.opaque();
	if (chunked || codings.length > 0) {
		const plain = decodeBody(chunked ? joinChunks(b, body, end).body : b.subarray(body, end), codings);
		// What cannot be decoded is data.
		if (plain === undefined) return undefined;
		c.decoded(plain);
	}

	return c.next(mediaType, type) ?? (type === '' || type === 'application/octet-stream' ? undefined : type.startsWith('text/') ? textLines : media);
}

/** What follows the first line in the Info column, by the name of the layer inside. */
const infoOfMedia: ReadonlyMap<string, string> = new Map([['png', ' (PNG)'], ['image-jfif', ' (JPEG JFIF image)'], ['xml', ''], ['data', '']]);

/** The head of the message; its body is -1 where it does not end. */
function headOf(r: Reader): {readonly head: Head; readonly isWhole: boolean} {
	const body = headEnd(r.bytes, r.base, r.base, r.end);
	return {head: readHead(r.bytes, r.base, body < 0 ? r.end : body), isWhole: body >= 0};
}

function summary(r: Reader): void {
	if (r.facts.told(inTunnel) !== undefined) return;
	const b = r.bytes;
	if (kindAt(b, skipBreaks(b, r.base, r.end), r.end) === 'other') return r.info('Continuation');
	const inside = r.facts.layers[r.facts.layer + 1]?.name;
	if (inside === 'json' || inside === 'xml') r.column(`${r.protocol!.column}/${inside.toUpperCase()}`);
	const body = headEnd(b, r.base, r.base, r.end);
	const isAlone = inside === undefined || inside === 'http' || body < 0 || body >= r.end;
	const also = isAlone ? ' ' : ` ${inside === 'json' ? `, JavaScript Object Notation (${typeOf(b, r.base, body)})` : infoOfMedia.get(inside) ?? ` (${typeOf(b, r.base, body)})`}`;
	const line = r.blank();
	const [start, end] = firstLine(b, r.base, body < 0 ? r.end : body);
	if (!line.plain(b, start, end) || printable(also) !== also) return r.info(decodeText(b, start, end, 'utf8') + also);
	line.text(also);
	r.info(line);
}

/** The media type that a head gives. */
const typeOf = (b: Uint8Array, start: number, body: number): string => bodyOf(readHead(b, start, body)).type;

function expand(r: Reader): void {
	const b = r.bytes;
	const tunnel = r.facts.told(inTunnel);
	if (tunnel !== undefined) return readTunnel(r, tunnel);
	const first = skipBreaks(b, r.base, r.end);
	if (kindAt(b, first, r.end) === 'other') return looksLikeRecord(b, r.base, r.end) ? undefined : readContinuation(r);
	const {head, isWhole} = headOf(r);
	if (first > r.base) r.complain(httpFaults.leadingBreak, r.base, first);
	if (r.facts.told(onTlsPort) !== undefined) r.complain(httpFaults.tlsPort, head.firstAt, head.firstEnd);
	readLines(r, head);
	r.position = head.body;
	readLinks(r, head);
	if (!isWhole) return r.end < r.limit ? r.short(r.left) : r.fail(httpFaults.endless, r.base);
	if (head.body < r.end && hasBody(head)) readBody(r, head);
}

const parts = {...httpParts, ...headerParts};

export const http = protocol({
	name: 'http',
	title: 'Hypertext Transfer Protocol',
	about: 'The web: a client asks for a resource, a server answers with it. Text, in the clear.',
	reference: 'RFC 9112',
	claims: claims(tcpPort, ...httpPorts),
	parts,
	faults: httpFaults,
	guess: [{over: 'tcp', test: httpGuess}],
	framing: httpFraming,
	walk,
	expand,
	summary,
});

export const ssdp = protocol({
	name: 'ssdp',
	title: 'Simple Service Discovery Protocol',
	about: 'Devices of a home find each other: HTTP heads in datagrams to everybody.',
	reference: 'UPnP Device Architecture 2.0, section 1',
	claims: claims(udpPort, 1900),
	parts,
	faults: httpFaults,
	framing: ssdpFraming,
	walk,
	expand,
	summary,
});
