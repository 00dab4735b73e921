import {isVersion2} from './quic-keys.ts';

/** Kinds of packets with a long header, numbered as version 1 numbers them: RFC 9000, section 17.2. */
export const initial = 0;
export const zeroRtt = 1;
export const handshake = 2;
export const retry = 3;
/** What has no type on the wire. */
export const negotiation = 4;
export const short = 5;

/** A packet's header, as far as it can be read without keys. Places are in the datagram's source. */
export type Header = {
	readonly kind: number;
	readonly start: number;
	/** Where the packet ends by its own length, never past the datagram's end on the wire. */
	readonly end: number;
	readonly version: number;
	readonly destination: number;
	readonly destinationEnd: number;
	readonly source: number;
	readonly sourceEnd: number;
	/** Of an Initial packet. */
	readonly token: number;
	readonly tokenEnd: number;
	/** Where the packet number starts, and of those without one what follows the header. */
	readonly body: number;
};

const versionAt = 1;

/** RFC 9000, section 16: bytes that the variable-length integer with this first byte takes. */
export const integerSize = (first: number): number => 1 << (first >> 6);

/** The integer at `at`, whose bytes are all there; past 2^53 it is rounded. */
export function integerAt(b: Uint8Array, at: number): number {
	const size = integerSize(b[at]!);
	let value = b[at]! & 0x3f;
	for (let i = 1; i < size; i++) value = value * 256 + b[at + i]!;
	return value;
}

const kindOf = (first: number, version: number): number => (version === 0 ? negotiation : isVersion2(version) ? (((first >> 4) & 3) + 3) & 3 : (first >> 4) & 3);

/** Where the id starts that a packet with a long header is sent to, from its first byte; its length is in front. */
export const idOffset = 6;

/** The kind of the packet with a long header at `start`, whose version is there. */
export const kindAt = (b: Uint8Array, start: number): number => kindOf(b[start]!, versionOf(b, start));

/** Where the integer at `at` ends, -1 where it is not all there. */
const pastInteger = (b: Uint8Array, at: number, end: number): number => (at < end && at + integerSize(b[at]!) <= end ? at + integerSize(b[at]!) : -1);

/** Reads a long header: `[start, end)` was captured, `limit` is where the datagram ends on the wire. Undefined where it is not all there. */
export function readLong(b: Uint8Array, start: number, end: number, limit: number): Header | undefined {
	if (start + 7 > end) return undefined;
	const version = versionOf(b, start);
	const kind = kindOf(b[start]!, version);
	const destination = start + idOffset;
	const destinationEnd = destination + b[destination - 1]!;
	if (destinationEnd + 1 > end) return undefined;
	const source = destinationEnd + 1;
	const sourceEnd = source + b[destinationEnd]!;
	if (sourceEnd > end) return undefined;
	let token = sourceEnd;
	let tokenEnd = sourceEnd;
	let body = sourceEnd;
	let last = limit;
	if (kind === initial) {
		token = pastInteger(b, sourceEnd, end);
		if (token < 0) return undefined;
		tokenEnd = token + integerAt(b, sourceEnd);
	}

	if (kind < retry) {
		body = tokenEnd > end ? -1 : pastInteger(b, tokenEnd, end);
		if (body < 0) return undefined;
		last = Math.min(limit, body + integerAt(b, tokenEnd));
	}

	return {kind, start, end: last, version, destination, destinationEnd, source, sourceEnd, token, tokenEnd, body};
}

/** Where the packet with a long header at `start` ends, as `readLong` has it; -1 where the header is not all there. */
export function longEnd(b: Uint8Array, start: number, end: number, limit: number): number {
	if (start + 7 > end) return -1;
	const version = versionOf(b, start);
	const kind = kindOf(b[start]!, version);
	let at = start + idOffset + b[start + idOffset - 1]!;
	if (at + 1 > end) return -1;
	at += 1 + b[at]!;
	if (at > end) return -1;
	if (kind >= retry) return limit;
	if (kind === initial) {
		const token = pastInteger(b, at, end);
		if (token < 0) return -1;
		at = token + integerAt(b, at);
	}

	const body = at > end ? -1 : pastInteger(b, at, end);
	return body < 0 ? -1 : Math.min(limit, body + integerAt(b, at));
}

export const isLong = (first: number): boolean => (first & 0x80) !== 0;

const versionOf = (b: Uint8Array, start: number): number => {
	const at = start + versionAt;
	return ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0;
};
