import {note} from '../reassembly/framing.ts';
import {certificate, changeCipherSpec, clientHello, handshake, heartbeat, helloRetryRequest, serverHello, serverHelloDone, settledVersion, tls13} from './tls-names.ts';

/** Bytes of a record's header: type, version, length. RFC 8446, section 5.1. */
export const recordHeader = 5;
/** Bytes a record may claim: 2^14 and what encryption may add, RFC 5246, section 6.2.3. */
export const maxRecord = 16_384 + 2048;
/** Bytes a handshake message may claim before it is taken for an encrypted one. */
const maxHandshake = 128 * 1024;

/** What both sides of a connection have agreed so far, as far as it can be seen without keys. */
export type Session = {
	/** 0 until something says it with authority: not a Client Hello. */
	version: number;
	cipher: number;
	/** Number of the application protocol that ALPN gave, see `applicationNames`; 0 where none was agreed in the clear. */
	application: number;
	/** The server skipped certificate and key exchange: earlier keys are used again. */
	abbreviated: boolean;
	/** By direction: a Change Cipher Spec was seen. */
	readonly encrypted: [boolean, boolean];
	/** By direction: bytes of a handshake message that are to come in further records. */
	readonly pending: [number, number];
	/** By direction: id of the message where that handshake message began. */
	readonly pendingSince: [number, number];
};

export const newSession = (): Session => ({version: 0, cipher: 0, application: 0, abbreviated: false, encrypted: [false, false], pending: [0, 0], pendingSince: [0, 0]});

export const isContentType = (type: number): boolean => type >= changeCipherSpec && type <= heartbeat;

const isVersion = (version: number): boolean => (version >= 0x0300 && version <= 0x0304) || version === 0x0101;

const u16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;

/** Whether a record header stands at `at`. */
export const looksLikeRecord = (b: Uint8Array, at: number, end: number): boolean =>
	at + recordHeader <= end && isContentType(b[at]!) && isVersion(u16(b, at + 1)) && u16(b, at + 3) < maxRecord;

/** RFC 5246, appendix E.2: the hello of SSL 2.0, which later clients sent to reach old servers. */
export const looksLikeSsl2Hello = (b: Uint8Array, at: number, end: number): boolean =>
	at + 11 <= end && (b[at]! & 0x80) !== 0 && b[at + 2] === clientHello && (u16(b, at + 3) === 2 || b[at + 3] === 3) && b[at + 4]! <= 4 && u16(b, at) - 0x8000 >= 9 &&
	u16(b, at + 5) % 3 === 0 && 9 + u16(b, at + 5) + u16(b, at + 7) + u16(b, at + 9) === u16(b, at) - 0x8000;

export const isHandshakeType = (type: number): boolean => (type <= 25 && type !== 7 && type !== 9 && type !== 10 && (type < 17 || type > 19)) || type === 67;

/** Application protocols, in the words of `tls.app_data_proto`. */
export const applicationNames = [
	'',
	'Hypertext Transfer Protocol',
	'HyperText Transfer Protocol 2',
	'Simple Mail Transfer Protocol',
	'Internet Message Access Protocol',
	'Post Office Protocol',
	'File Transfer Protocol (FTP)',
	'Domain Name System',
	'Lightweight Directory Access Protocol',
	'Session Initiation Protocol',
	'MQ Telemetry Transport Protocol',
	'Advanced Message Queuing Protocol',
	'Diameter Protocol',
	'Constrained Application Protocol',
	'Network News Transfer Protocol',
	'Telnet',
] as const;

const byAlpn: ReadonlyMap<string, number> = new Map([
	['http/0.9', 1],
	['http/1.0', 1],
	['http/1.1', 1],
	['h2', 2],
	['h2-14', 2],
	['h2-16', 2],
	['imap', 4],
	['pop3', 5],
	['ftp', 6],
	['dot', 7],
	['sip/2', 9],
	['mqtt', 10],
	['coap', 13],
	['nntp', 14],
]);

/** Where TLS is always spoken, or entered by STARTTLS, and what is inside. */
const byPort: ReadonlyMap<number, number> = new Map([
	[443, 1],
	[25, 3],
	[465, 3],
	[587, 3],
	[143, 4],
	[993, 4],
	[110, 5],
	[995, 5],
	[21, 6],
	[990, 6],
	[853, 7],
	[389, 8],
	[636, 8],
	[5061, 9],
	[8883, 10],
	[5671, 11],
	[5868, 12],
	[5684, 13],
	[563, 14],
	[992, 15],
]);

/** Number of the protocol that is likely inside by the ports; 0 where they say nothing. */
export const portApplication = (sourcePort: number, destinationPort: number): number =>
	byPort.get(Math.min(sourcePort, destinationPort)) ?? byPort.get(Math.max(sourcePort, destinationPort)) ?? 0;

/** A hello retry request is a Server Hello with this random: RFC 8446, section 4.1.3. */
const retryRandom = Uint8Array.of(
	0xcf,
	0x21,
	0xad,
	0x74,
	0xe5,
	0x9a,
	0x61,
	0x11,
	0xbe,
	0x1d,
	0x8c,
	0x02,
	0x1e,
	0x65,
	0xb8,
	0x91,
	0xc2,
	0xa2,
	0x11,
	0x16,
	0x7a,
	0xbb,
	0x8c,
	0x5e,
	0x07,
	0x9e,
	0x09,
	0xe2,
	0xc8,
	0xa8,
	0x33,
	0x9c,
);

export function isRetry(b: Uint8Array, random: number, end: number): boolean {
	if (random + retryRandom.length > end) return false;
	for (let i = 0; i < retryRandom.length; i++) if (b[random + i] !== retryRandom[i]) return false;
	return true;
}

/**
Takes one record into account: `[at, end)` with its header. Returns where the handshake messages start that begin in it:
behind the rest of one that began in an earlier record; -1 where they are encrypted.
*/
export function observe(session: Session, direction: 0 | 1, b: Uint8Array, at: number, end: number): number {
	const type = b[at]!;
	const body = at + recordHeader;
	if (session.version === 0 && (type !== handshake || (isHandshakeType(b[body] ?? 255) && b[body] !== clientHello))) session.version = settledVersion(u16(b, at + 1));
	if (type === changeCipherSpec && session.version !== tls13) {
		session.encrypted[direction] = true;
		session.abbreviated = false;
	}

	if (type !== handshake) return -1;
	const first = handshakeStart(session, direction, b, body, end);
	if (first < 0) return -1;
	let message = first;
	while (message < end) {
		const size = message + 4 <= end ? 4 + (b[message + 1]! << 16 | u16(b, message + 2)) : 4;
		if (message + size > end) {
			session.pending[direction] = message + size - end;
			if (b[message] === certificate) session.abbreviated = false;
			break;
		}

		look(session, b, message, message + size);
		message += size;
	}

	return first;
}

function handshakeStart(session: Session, direction: 0 | 1, b: Uint8Array, body: number, end: number): number {
	if (session.encrypted[direction]) return -1;
	const pending = session.pending[direction];
	if (pending > 0) {
		const rest = Math.min(pending, end - body);
		session.pending[direction] = pending - rest;
		return body + rest;
	}

	// What is no message, or claims far more than any handshake needs, is a message that was encrypted earlier than we looked.
	if (end - body < 4 || !isHandshakeType(b[body]!) || (b[body + 1]! << 16 | u16(b, body + 2)) > maxHandshake) return -1;
	return body;
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
		if (type === 16 && size > 3) session.application = byAlpn.get(String.fromCharCode(...b.subarray(body + 3, Math.min(body + size, body + 3 + b[body + 2]!, body + 20)))) ?? 0;
		place = body + size;
	}

	if (version !== 0) session.version = version;
}

/** The session as it was before a message, in one number. */
export const before = note('tls.before');
/** The version that was agreed later. */
export const agreed = note('tls.agreed');
/** Bytes of a handshake message that began in an earlier message, and the id of that one. */
export const pendingBytes = note('tls.pending');
export const pendingFrom = note('tls.pending.from');
/** The row in which the handshake message that this one leaves unfinished is whole. */
export const wholeIn = note('tls.whole');

/** Packs what `expand` needs of a session. */
export const pack = (session: Session, direction: 0 | 1): number =>
	session.version + session.cipher * 0x1_0000 +
	((session.encrypted[direction] ? 1 : 0) + (session.abbreviated ? 2 : 0) + session.application * 4 + direction * 0x400) * 0x1_0000_0000;

/** Makes a session from what `pack` kept, with the direction it was packed for. */
export function unpack(packed: number, pending: number): {session: Session; direction: 0 | 1} {
	const high = Math.floor(packed / 0x1_0000_0000);
	const direction = (high & 0x400) === 0 ? 0 : 1;
	const session = newSession();
	session.version = packed % 0x1_0000;
	session.cipher = Math.floor(packed / 0x1_0000) % 0x1_0000;
	session.abbreviated = (high & 2) !== 0;
	session.application = (high >> 2) & 0xff;
	session.encrypted[direction] = (high & 1) !== 0;
	session.pending[direction] = pending;
	return {session, direction};
}
