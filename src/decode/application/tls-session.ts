import {ByteNames} from '../byte-names.ts';
import {note} from '../reassembly/framing.ts';
import {changeCipherSpec, clientHello, handshake, heartbeat, serverHello, settledVersions} from './tls-names.ts';

/** Bytes of a record's header: type, version, length. RFC 8446, section 5.1. */
export const recordHeader = 5;
/** Bytes a record may claim: 2^14 and what encryption may add, RFC 5246, section 6.2.3. */
export const maxRecord = 16_384 + 2048;
/** Bytes a handshake message may claim before it is taken for an encrypted one. */
export const maxHandshake = 128 * 1024;

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
	/** By direction: a handshake message that goes on in the next record. */
	readonly partial: [Partial | undefined, Partial | undefined];
	/** The handshake message of several records that the record looked at last completed. */
	completed: Partial | undefined;
};

/** The beginning of a handshake message that is cut over records, RFC 8446, section 5.1. */
export type Partial = {
	bytes: Uint8Array;
	length: number;
	/** Records it came in. */
	records: number;
};

export const newSession = (): Session => ({
	version: 0,
	cipher: 0,
	application: 0,
	abbreviated: false,
	encrypted: [false, false],
	partial: [undefined, undefined],
	completed: undefined,
});

export const isContentType = (type: number): boolean => type >= changeCipherSpec && type <= heartbeat;

const isVersion = (version: number): boolean => (version >= 0x0300 && version <= 0x0304) || version === 0x0101;

const u16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;

/** Whether a record header stands at `at`. */
export const looksLikeRecord = (b: Uint8Array, at: number, end: number): boolean =>
	at + recordHeader <= end && isContentType(b[at]!) && isVersion(u16(b, at + 1)) && u16(b, at + 3) < maxRecord;

/** Whether a record begins here that opens a connection: one side's hello. */
export const looksLikeHello = (b: Uint8Array, at: number, end: number): boolean =>
	looksLikeRecord(b, at, end) && b[at] === handshake && (b[at + recordHeader] === clientHello || b[at + recordHeader] === serverHello);

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

/** The same by the name that ALPN has for them. */
export const byAlpn = new ByteNames<number>([
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
], false);

/** Where TLS is always spoken, or entered by STARTTLS, and what is inside. */
const ofPorts: ReadonlyArray<readonly [port: number, application: number]> = [
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
];
const byPort = new Uint8Array(0x1_0000);
for (const [port, application] of ofPorts) byPort[port] = application;

/** Number of the protocol that is likely inside by the ports; 0 where they say nothing. */
export const portApplication = (sourcePort: number, destinationPort: number): number =>
	byPort[Math.min(sourcePort, destinationPort)] || byPort[Math.max(sourcePort, destinationPort)] || 0;

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

/** The session as it was before a message, in one number. */
export const before = note('tls.before');
/** The version that was agreed later. */
export const agreed = note('tls.agreed');

/** Bits of a packed session, from the lowest: its version, whether the direction is encrypted, whether it is abbreviated, the direction, the application, the cipher. */
const versionBits = 7;
const encryptedBit = 1 << 3;
const abbreviatedBit = 1 << 4;
const directionBit = 1 << 5;
const applicationAt = 6;
const cipherAt = 10;
const applicationBits = 15;

/** Packs what `expand` needs of a session. */
export const pack = (session: Session, direction: 0 | 1): number =>
	settledVersions.indexOf(session.version) | (session.encrypted[direction] ? encryptedBit : 0) | (session.abbreviated ? abbreviatedBit : 0) |
	(direction === 0 ? 0 : directionBit) | (session.application << applicationAt) | (session.cipher << cipherAt);

/** Makes a session what `pack` kept of one. Returns the direction it was packed for. */
export function unpack(packed: number, session: Session): 0 | 1 {
	const direction = (packed & directionBit) === 0 ? 0 : 1;
	session.version = settledVersions[packed & versionBits]!;
	session.cipher = packed >>> cipherAt;
	session.abbreviated = (packed & abbreviatedBit) !== 0;
	session.application = (packed >> applicationAt) & applicationBits;
	session.encrypted[direction] = (packed & encryptedBit) !== 0;
	session.encrypted[1 - direction] = false;
	session.partial[0] = session.partial[1] = session.completed = undefined;
	return direction;
}
