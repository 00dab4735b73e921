import {type Framing, type Message, note, type Window} from '../reassembly/framing.ts';
import {chunkAt, trailerEnd} from './http-body.ts';
import {addRequest, addResponse, awaited, type Exchanges, forget, latestRequest, newExchanges} from './http-exchange.ts';
import {Head, headEnd, kindAt, lineEnd, looksLikeHttp, resumeAt, skipBreaks} from './http-head.ts';
import {type Connection, tlsFraming} from './tls-framing.ts';
import {looksLikeRecord} from './tls-session.ts';
import {maxMessage} from '../reassembly/pending.ts';

/** Bytes that a head may have; one that is longer is shown as far as that. */
export const maxHead = 256 * 1024;
/** Line breaks in front of a message that are passed over. */
const maxBreaks = 64;
/** Bytes of a body of known length that are waited for; a longer one is shown piece by piece. */
export const maxBody = 256 * 1024 * 1024;
/** Bytes of a message in chunks that are waited for: its sizes are read where they stand, so all of it must be held, with what is behind. */
export const maxChunked = maxMessage - 4 * maxHead;

const space = 0x20;
const del = 0x7f;

/** Ports that HTTP owns: what is no message there continues one whose beginning was not captured. */
export const httpPorts = [80, 631, 1900, 2710, 2869, 3128, 3132, 3689, 5985, 8080, 8088, 11_371] as const;
const alwaysHttp: ReadonlySet<number> = new Set(httpPorts);

/** How far the message of one direction has been read. */
type Progress = {
	/** Bytes of the head with its empty line; 0 until it is whole. */
	head: number;
	/** Where in the message the next chunk begins; 0 where it is not chunked. */
	chunk: number;
	/** The chunks have ended: the trailer follows. */
	trailer: boolean;
	/** Bytes of a long body that are still to come. */
	rest: number;
	/** The message that was cut last is such bytes. */
	isRest: boolean;
	/** The message that was cut last ends where a line of its head is no header. */
	isHeadOnly: boolean;
};

/** An HTTP conversation while it is cut into messages. */
export type Conversation = {
	readonly exchanges: Exchanges;
	readonly progress: readonly [Progress, Progress];
	/** Something of HTTP was seen here. */
	seen: boolean;
	/** Id of the request whose CONNECT was granted, and what goes through the tunnel. */
	tunnel: {readonly request: number; readonly port: number; readonly inner: Connection} | undefined;
	/** The port that the last CONNECT asked for. */
	connectPort: number;
	/** Another protocol was agreed: RFC 9110, section 7.8. */
	upgraded: boolean;
	/** Id of the last request. */
	latest: number | undefined;
	/** The direction of requests. */
	asking: 0 | 1 | undefined;
	/** One of the ports is one of TLS. */
	tlsPort: boolean;
};

/** The id of the CONNECT request in whose tunnel a message travels. */
export const inTunnel = note('http.tunnel');
/** The message ends where a line of its head is no header, and it has no body. */
export const brokenHead = note('http.broken');
/** Plain HTTP on a port of TLS. */
export const onTlsPort = note('http.tls_port');

/** The head that is looked at, and where the message begins that `next` read it of and `message` is told of next; -1 where it is another's. */
const head = new Head();
let isOfMessageAt = -1;

/** The head that was read to cut a message, if it is still at hand; the id is 0 for what was not cut. */
export const cutHead = (message: number): Head | undefined => (message !== 0 && head.message === message ? head : undefined);

const newProgress = (): Progress => ({head: 0, chunk: 0, trailer: false, rest: 0, isRest: false, isHeadOnly: false});

const open = (): Conversation => ({
	exchanges: newExchanges(),
	progress: [newProgress(), newProgress()],
	seen: false,
	tunnel: undefined,
	connectPort: 0,
	upgraded: false,
	latest: undefined,
	asking: undefined,
	tlsPort: false,
});

function next(w: Window<Conversation>): number {
	const {state, bytes, start, end} = w;
	isOfMessageAt = -1;
	if (state.tunnel !== undefined) return nextInside(w, state.tunnel);
	if (state.upgraded) return -2;
	const p = state.progress[w.direction];
	const there = end - start;
	p.isRest = p.rest > 0;
	p.isHeadOnly = false;
	if (p.isRest) {
		const taken = Math.min(p.rest, there);
		p.rest -= taken;
		return taken;
	}

	if (w.resume === 0) {
		p.head = 0;
		p.chunk = 0;
		p.trailer = false;
	}

	if (p.head === 0) {
		// What was looked at before is not read again until the end is there.
		const isNew = w.resume === 0;
		const first = isNew ? head.read(bytes, start, end).firstAt : skipBreaks(bytes, start, Math.min(end, start + maxBreaks + 1));
		const kind = first > start + maxBreaks ? 'other' : isNew ? head.kind : kindAt(bytes, first, end);
		if (kind === 'other' || kind === 'headers') return nextUnknown(w);
		const isWhole = isNew ? head.end > 0 : headEnd(bytes, start, start + w.resume, end) > 0;
		if (!isWhole) {
			if (there >= maxHead) return there;
			w.resume = resumeAt(start, end) - start;
			return 0;
		}

		if (!isNew) head.read(bytes, start, end);
		p.head = head.end - start;
	}

	const wasRead = p.chunk === 0;
	const whole = nextBody(w, p);
	const length = wasRead && head.isBroken ? untilBroken(whole, start) : whole;
	p.isHeadOnly = length > 0 && length < whole && length === head.body - start;
	if (wasRead && length > 0) isOfMessageAt = start;
	if (length !== 0 || w.need > 0) return length;
	w.resume = Math.max(1, w.resume);
	return 0;
}

/** Bytes of a message whose head is whole. */
function nextBody(w: Window<Conversation>, p: Progress): number {
	const {state, bytes, start, end} = w;
	if (p.chunk > 0) return nextChunks(w, p);
	state.tlsPort = w.sourcePort === 443 || w.destinationPort === 443;
	const {chunked: isChunked, length} = head;
	const isResponse = head.kind === 'response';
	const method = isResponse ? awaited(state.exchanges) : '';
	// RFC 9112, section 6.3
	if (isResponse && (method === 'HEAD' || head.status < 200 || head.status === 204 || head.status === 304 || (method === 'CONNECT' && head.status < 300))) return p.head;
	if (isChunked) {
		p.chunk = p.head;
		return nextChunks(w, p);
	}

	if (length > maxBody) {
		const taken = Math.min(p.head + length, end - start);
		p.rest = p.head + length - taken;
		return taken;
	}

	if (length >= 0) {
		if (p.head + length > end - start) w.need = p.head + length;
		return p.head + length > end - start ? 0 : p.head + length;
	}

	return isResponse && bytes[head.firstAt] === 0x48 ? -1 : p.head;
}

/** What is shown of a message whose head holds a line that is no header: the body begins there, and what is behind it is another message. */
function untilBroken(whole: number, start: number): number {
	const lines = head.body - start;
	if (whole <= 0 || head.chunked) return whole;
	if (whole === head.end - start) return lines;
	if (head.saysTooLate) return head.kind === 'response' ? whole : lines;
	return Math.min(whole, lines + head.length);
}

function nextChunks(w: Window<Conversation>, p: Progress): number {
	const {bytes, start, end} = w;
	while (!p.trailer) {
		const chunk = start + p.chunk < end ? chunkAt(bytes, start + p.chunk, end) : undefined;
		if (chunk === undefined) return 0;
		if (chunk.size < 0 || p.chunk + chunk.size > maxChunked) return end - start;
		p.chunk = chunk.end - start;
		p.trailer = chunk.size === 0;
	}

	const last = trailerEnd(bytes, Math.min(end, start + p.chunk), end);
	if (last >= 0) return last - start;
	return end - start - p.chunk > maxHead ? end - start : 0;
}

/** What is no beginning of a message: the middle of one on a port of HTTP, else not ours. */
function nextUnknown(w: Window<Conversation>): number {
	const {state, bytes, start, end} = w;
	if (!state.seen && (looksLikeRecord(bytes, start, end) || !(alwaysHttp.has(w.sourcePort) || alwaysHttp.has(w.destinationPort)))) return -2;
	// A line may still become the first one of a message, but none begins like this.
	const isText = bytes[start]! >= space && bytes[start]! < del;
	if (!isText || lineEnd(bytes, start + w.resume, end) >= 0 || end - start > maxHead) return end - start;
	w.resume = end - start;
	return 0;
}

/** Inside a tunnel: records of TLS, or bytes that nobody knows. */
function nextInside(w: Window<Conversation>, {inner, port}: NonNullable<Conversation['tunnel']>): number {
	const own = {...w, state: inner, destinationPort: port};
	const length = tlsFraming.next!(own);
	w.need = own.need;
	w.resume = own.resume;
	return length === -2 ? w.end - w.start : length;
}

function message(m: Message<Conversation>): void {
	const {state, bytes, start, end} = m;
	if (state.tunnel !== undefined) {
		m.tell(inTunnel, state.tunnel.request);
		inside(m, state.tunnel.inner);
		return;
	}

	if (isOfMessageAt !== start || head.bytes !== bytes) head.read(bytes, start, end);
	isOfMessageAt = -1;
	head.message = m.id;
	const {kind} = head;
	if (state.progress[m.direction].isHeadOnly) m.tell(brokenHead, 1);
	if (kind === 'other' || kind === 'headers' || state.progress[m.direction].isRest) {
		// The middle of an answer whose beginning was not captured: it is not to be taken for the next one.
		if (m.direction !== state.asking) forget(state.exchanges);
		return;
	}

	state.seen = true;
	if (state.tlsPort) m.tell(onTlsPort, 1);
	if (kind === 'request') {
		if (head.method === 'NOTIFY') return;
		state.latest = m.id;
		state.asking = m.direction;
		if (head.method === 'CONNECT') state.connectPort = Number(/:(\d{1,5})(?:\s|$)/.exec(head.first)?.[1] ?? 0);
		addRequest(m, state.exchanges, head.method);
		return;
	}

	const method = awaited(state.exchanges);
	const request = state.exchanges.waiting[0]?.exchange.request;
	if (request === undefined && state.latest !== undefined) m.tell(latestRequest, state.latest);
	addResponse(m, state.exchanges, head.status < 200 && head.status !== 101);
	if (head.status === 101) state.upgraded = true;
	if (method === 'CONNECT' && head.status >= 200 && head.status < 300 && request !== undefined) {
		state.tunnel = {request, port: state.connectPort, inner: tlsFraming.open!(undefined)};
	}
}

/** Hands a message to the protocol in the tunnel, which notes what it learns under the same id. */
function inside(m: Message<Conversation>, inner: Connection): void {
	tlsFraming.message!({...m, state: inner, tell: (about, value, of) => m.tell(about, value, of)});
}

export const httpFraming: Framing<Conversation> = {open, next, message};

/** Over datagrams every message is whole. */
export const ssdpFraming: Framing<Conversation> = {open, message};

export const httpGuess = (b: Uint8Array, start: number, end: number): boolean => looksLikeHttp(b, start, end);
