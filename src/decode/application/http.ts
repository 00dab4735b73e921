import type {Cursor} from '../cursor.ts';
import {printable} from '../printable.ts';
import {claims, type Protocol, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {mediaType, tcpPort, udpPort} from '../space.ts';
import {decodeBody, joinChunks} from './http-body.ts';
import {readBody, readContinuation} from './http-content.ts';
import {headerParts, httpFaults, httpParts} from './http-fields.ts';
import {brokenHead, cutHead, httpFraming, httpGuess, httpPorts, inTunnel, onTlsPort, ssdpFraming} from './http-framing.ts';
import {readHead, walkHead} from './http-head.ts';
import {readLines} from './http-lines.ts';
import {readLinks, readTunnel} from './http-links.ts';
import {media, textLines} from './http-media.ts';
import {tls} from './tls.ts';
import {looksLikeRecord} from './tls-session.ts';

/** Walks the head; names what the body is. */
function walk(c: Cursor): Protocol | undefined {
	const {bytes: b, start, end} = c;
	const head = walkHead(b, start, end, cutHead(c.message));
	if (head.kind === 'other') {
		c.payload(0);
		return looksLikeRecord(b, start, end) ? tls : undefined;
	}

	const {body, codings, type} = head;
	const chunked = head.chunked && !head.isBroken;
	// A datagram may hold more than its message.
	const total = !chunked && !head.isBroken && head.length >= 0 ? Math.min(c.available, body - start + head.length) : c.available;
	c.payload(head.isWhole ? body - start : c.available, head.isWhole ? total : c.available);
	if (!head.isWhole || body >= Math.min(end, start + total)) return undefined;
	if (!head.hasBody) return c.opaque();
	// What cannot be decoded is data.
	if (chunked || codings.length > 0) c.decoded(() => decodeBody(chunked ? joinChunks(b, body, end).body : b.subarray(body, end), codings));
	return c.next(mediaType, type) ?? (type === '' || type === 'application/octet-stream' ? undefined : type.startsWith('text/') ? textLines : media);
}

/** What follows the first line in the Info column, by the name of the layer inside. */
const infoOfMedia: ReadonlyMap<string, string> = new Map([['png', ' (PNG)'], ['image-jfif', ' (JPEG JFIF image)'], ['xml', ''], ['data', '']]);

function summary(r: Reader): void {
	if (r.facts.told(inTunnel) !== undefined) return;
	const b = r.bytes;
	const head = readHead(b, r.base, r.end);
	if (head.kind === 'other' || head.kind === 'headers') return r.info('Continuation');
	const inside = r.facts.inside?.name;
	if (inside === 'json' || inside === 'xml') r.column(`${r.protocol!.column}/${inside.toUpperCase()}`);
	const isAlone = inside === undefined || head.body >= r.end;
	const also = isAlone ? ' ' : ` ${inside === 'json' ? `, JavaScript Object Notation (${head.type})` : infoOfMedia.get(inside) ?? ` (${head.type})`}`;
	const line = r.blank();
	if (!line.plain(b, head.firstAt, head.titleEnd) || printable(also) !== also) return r.info(head.title + also);
	line.text(also);
	r.info(line);
}

function expand(r: Reader): void {
	const tunnel = r.facts.told(inTunnel);
	if (tunnel !== undefined) return readTunnel(r, tunnel);
	const head = readHead(r.bytes, r.base, r.end);
	if (head.kind === 'other') return looksLikeRecord(r.bytes, r.base, r.end) ? undefined : readContinuation(r);
	if (head.firstAt > r.base) r.complain(httpFaults.leadingBreak, r.base, head.firstAt);
	if (r.facts.told(onTlsPort) !== undefined) r.complain(httpFaults.tlsPort, head.firstAt, head.firstEnd);
	readLines(r, head);
	r.position = head.body;
	if (head.kind !== 'headers') readLinks(r, head);
	const isHeadOnly = r.facts.told(brokenHead) !== undefined;
	if (isHeadOnly || head.isBroken) r.complain(httpFaults.noColon, head.body, Math.min(r.end, head.body + 1));
	if (isHeadOnly) return;
	if (!head.isWhole) return r.end < r.limit || r.quoted ? r.short(r.left) : r.fail(httpFaults.endless, r.base);
	if (head.body < r.end && head.hasBody) readBody(r, head);
}

const parts = [httpParts, headerParts];
const holds = [mediaType, textLines, media, tls];

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
	holds,
	walk,
	expand,
	summary,
});

/** Whether a datagram does not even begin as a request does: nothing is told of it. */
const isNothing = ({bytes: b, start, end, message}: Cursor): boolean => !(b[start]! >= 0x41 && b[start]! <= 0x5a) && walkHead(b, start, end, cutHead(message)).kind === 'other';

export const ssdp = protocol({
	name: 'ssdp',
	title: 'Simple Service Discovery Protocol',
	about: 'Devices of a home find each other: HTTP heads in datagrams to everybody.',
	reference: 'UPnP Device Architecture 2.0, section 1',
	claims: claims(udpPort, 1900),
	parts,
	faults: httpFaults,
	framing: ssdpFraming,
	holds,
	walk: c => (isNothing(c) ? c.vanish() : walk(c)),
	expand,
	summary,
});
