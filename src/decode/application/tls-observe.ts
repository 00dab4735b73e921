import {certificate, changeCipherSpec, clientHello, handshake, helloRetryRequest, serverHello, serverHelloDone, settledVersion, tls13} from './tls-names.ts';
import {byAlpn, isHandshakeType, maxHandshake, type Partial, recordHeader, type Session} from './tls-session.ts';

const u16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;
const u24 = (b: Uint8Array, at: number): number => (b[at]! << 16) | u16(b, at + 1);

/** Bytes of a handshake message's header: type and length. RFC 8446, section 4. */
const messageHeader = 4;

/** Bytes the message has with its header; the header's own size where that is not whole. */
const sizeOf = (b: Uint8Array, at: number, end: number): number => (at + messageHeader <= end ? messageHeader + u24(b, at + 1) : messageHeader);

/** Bytes that a partial message still wants, as far as it says. */
const wanted = ({bytes, length}: Partial): number => sizeOf(bytes, 0, length) - length;

/** Whether plain handshake messages begin in `[body, end)`. What claims far more than any of them needs was encrypted earlier than we looked. */
const isPlain = (b: Uint8Array, body: number, end: number): boolean => end - body >= messageHeader && isHandshakeType(b[body]!) && u24(b, body + 1) <= maxHandshake;

/**
Takes one record into account: `[at, end)` with its header. Returns where the handshake messages start that begin in it:
behind the rest of one that began in an earlier record; -1 where they are encrypted.
*/
export function observe(session: Session, direction: 0 | 1, b: Uint8Array, at: number, end: number): number {
	const type = b[at]!;
	const body = at + recordHeader;
	session.completed = undefined;
	if (type !== handshake) session.partial[direction] = undefined;
	const partial = session.partial[direction];
	if (session.version === 0 && partial === undefined && (type !== handshake || (isHandshakeType(b[body] ?? 255) && b[body] !== clientHello))) {
		session.version = settledVersion(u16(b, at + 1));
	}

	if (type === changeCipherSpec && session.version !== tls13) {
		session.encrypted[direction] = true;
		session.abbreviated = false;
	}

	if (type !== handshake || session.encrypted[direction]) return -1;
	if (partial === undefined && !isPlain(b, body, end)) return -1;
	let message = partial === undefined ? body : proceed(session, direction, partial, b, body, end);
	const first = message;
	while (message < end) {
		const size = sizeOf(b, message, end);
		if (message + size > end) {
			if (b[message] === certificate) session.abbreviated = false;
			if (size <= messageHeader + maxHandshake) session.partial[direction] = {bytes: b.slice(message, end), length: end - message, records: 1};
			break;
		}

		look(session, b, message, message + size);
		message += size;
	}

	return first;
}

/** Adds what `[body, end)` has of a message that began earlier; returns where that ends. */
function proceed(session: Session, direction: 0 | 1, partial: Partial, b: Uint8Array, body: number, end: number): number {
	let at = body;
	partial.records++;
	// The header itself may be cut: its size is known first, then the message's.
	for (let want = wanted(partial); want > 0 && at < end; want = wanted(partial)) {
		const take = Math.min(want, end - at);
		if (partial.length + take > partial.bytes.length) {
			const wider = new Uint8Array(Math.max(partial.length + take, Math.min(sizeOf(partial.bytes, 0, partial.length), partial.length * 2)));
			wider.set(partial.bytes.subarray(0, partial.length));
			partial.bytes = wider;
		}

		partial.bytes.set(b.subarray(at, at + take), partial.length);
		partial.length += take;
		at += take;
	}

	if (wanted(partial) > maxHandshake) {
		session.partial[direction] = undefined;
	} else if (wanted(partial) === 0) {
		session.partial[direction] = undefined;
		session.completed = partial;
		look(session, partial.bytes, 0, partial.length);
	}

	return at;
}

/** What is known behind some records of a direction, before they are a message. */
export type Scan = {
	/** Bytes of a plain handshake message that are still to come; of its header, where that is cut. */
	want: number;
	/** The first bytes of a header that is cut, and how many there are. */
	head: number;
	headBytes: number;
	encrypted: boolean;
};

export const newScan = (): Scan => ({want: 0, head: 0, headBytes: 0, encrypted: false});

/** Begins a new run of records. */
export function restart(scan: Scan, session: Session, direction: 0 | 1): void {
	scan.want = 0;
	scan.headBytes = 0;
	scan.encrypted = session.encrypted[direction];
}

/** Adds the record `[at, end)` to the run. */
export function step(scan: Scan, session: Session, b: Uint8Array, at: number, end: number): void {
	let message = at + recordHeader;
	if (b[at] === changeCipherSpec && session.version !== tls13) scan.encrypted = true;
	if (b[at] !== handshake || scan.encrypted || (scan.want === 0 && !isPlain(b, message, end))) {
		scan.want = 0;
		scan.headBytes = 0;
		return;
	}

	while (message < end) {
		if (scan.want === 0 || scan.headBytes > 0) {
			scan.head = scan.headBytes === 0 ? b[message]! : ((scan.head << 8) | b[message]!) & 0xff_ffff;
			scan.headBytes = (scan.headBytes + 1) % messageHeader;
			scan.want = scan.headBytes === 0 ? scan.head : messageHeader - scan.headBytes;
			message++;
			continue;
		}

		const take = Math.min(scan.want, end - message);
		scan.want -= take;
		message += take;
	}

	if (scan.want <= maxHandshake) return;
	scan.want = 0;
	scan.headBytes = 0;
}

/** What one whole handshake message agrees. */
function look(session: Session, b: Uint8Array, at: number, end: number): void {
	switch (b[at]) {
		case clientHello:
			return void (session.abbreviated = false);
		case serverHello:
		case helloRetryRequest:
			return serverSays(session, b, at + 4, end);
		case certificate:
		case serverHelloDone:
			return void (session.abbreviated = false);
		default:
	}
}

function serverSays(session: Session, b: Uint8Array, at: number, end: number): void {
	if (at + 38 > end) return;
	let version = settledVersion(u16(b, at));
	const cipher = at + 35 + b[at + 34]!;
	if (cipher + 2 > end) return;
	session.cipher = u16(b, cipher);
	session.abbreviated = true;
	// RFC 8446, section 4.2.1: a server of TLS 1.3 says so in an extension. Extensions follow the compression method.
	for (let place = cipher + 5; place + 4 <= end;) {
		const type = u16(b, place);
		const size = u16(b, place + 2);
		const body = place + 4;
		if (body + size > end) break;
		if (type === 43 && size === 2) version = settledVersion(u16(b, body));
		if (type === 16 && size > 3) session.application = byAlpn.find(b, body + 3, Math.min(body + size, body + 3 + b[body + 2]!, body + 20)) ?? 0;
		place = body + size;
	}

	if (version !== 0) session.version = version;
}
