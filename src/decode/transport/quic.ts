import {hexBytes} from '../print.ts';
import {type Guess, malformed, protocol, truncated} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {further} from '../cursor.ts';
import {connectionNote, expectedNote, keysNote, unpackSeen} from './quic-connections.ts';
import {frameParts, quicFaults, quicParts as p} from './quic-fields.ts';
import {readFrames} from './quic-frames.ts';
import {keyIdOf, openInitial, quicFraming} from './quic-framing.ts';
import {type Header, idOffset, initial, isLong, longEnd, negotiation, readLong, retry} from './quic-header.ts';
import {readInteger} from './quic-integer.ts';
import {hasRetryTag, isFirstVersion, isGrease, isRetryFor, isVersion2, type Opened} from './quic-keys.ts';

type Seen = ReturnType<typeof unpackSeen>;

const retryTagSize = 16;
/** RFC 9000, section 17.2: longer ids are of versions to come. */
const longestId = 20;
const kindNames = ['Initial', '0-RTT', 'Handshake', 'Retry', 'Version Negotiation'] as const;

/** Bytes that a packet is not shorter than. */
const leastSize = 15;

/** RFC 9000, section 17.2.1: version 0 and two ids, then versions of four bytes until the end. */
const isNegotiation: Guess['test'] = (b, start, end) => {
	if (end - start < leastSize || !isLong(b[start]!) || (b[start + 1]! | b[start + 2]! | b[start + 3]! | b[start + 4]!) !== 0 || b[start + 5]! > longestId) return false;
	const second = start + idOffset + b[start + 5]!;
	if (second >= end || b[second]! > longestId) return false;
	const versions = end - second - 1 - b[second]!;
	return versions > 0 && versions % 4 === 0;
};

/** RFC 9000, section 17.2: a long header with a version that is known, and with ids that are not too long. */
const isQuic: Guess['test'] = (b, start, end) => {
	if (end - start < leastSize || !isLong(b[start]!) || b[start + 5]! > longestId) return false;
	const version = ((b[start + 1]! << 24) | (b[start + 2]! << 16) | (b[start + 3]! << 8) | b[start + 4]!) >>> 0;
	const second = start + idOffset + b[start + 5]!;
	return isFirstVersion(version) && (second >= end || b[second]! <= longestId);
};

const fixedBit = 0x40;

/** Whether what follows a packet with a long header in its datagram is a packet with a short one of the same connection: RFC 9000, section 12.2. */
function isShortOf(b: Uint8Array, first: number, at: number, end: number): boolean {
	const size = b[first + 5]!;
	if ((b[at]! & fixedBit) === 0 || at + 1 + size > end) return false;
	for (let i = 0; i < size; i++) if (b[at + 1 + i] !== b[first + 6 + i]) return false;
	return true;
}

/** The ids of a packet for the list. */
function idsText(b: Uint8Array, {destination, destinationEnd, source, sourceEnd}: Header): string {
	const name = (title: string, from: number, to: number): string => (to > from ? `, ${title}=${hexBytes(b.subarray(from, to))}` : '');
	return name('DCID', destination, destinationEnd) + name('SCID', source, sourceEnd);
}

function readConnection(r: Reader, seen: Seen | undefined): void {
	if (r.quoted) return;
	r.group(undefined, 'QUIC Connection information', () => {
		if (seen === undefined) r.complain(quicFaults.unknown);
		else r.derive(p['connection.number'], seen.number);
	});
}

// RFC 9000, section 17.2
function readLongHeader(r: Reader, h: Header, opened: Opened | undefined): void {
	const at = r.position;
	r.at(p.header_form, at);
	if (h.kind === negotiation) r.at(p['vn.unused'], at);
	else {
		if (h.kind !== retry) r.at(p.fixed_bit, at);
		r.at(isVersion2(h.version) ? p['long.packet_type_v2'] : p['long.packet_type'], at);
	}

	if (opened !== undefined) {
		r.put(p['long.reserved'], at, at + 1, (opened.first >> 2) & 3);
		r.put(p.packet_number_length, at, at + 1, opened.first & 3);
	}

	r.position = at + 1;
	r.read(p.version);
	if (isGrease(h.version)) r.append(' (Forcing Version Negotiation)');
	r.read(p.dcil);
	if (h.destinationEnd > h.destination) r.take(p.dcid, h.destinationEnd - h.destination);
	r.read(p.scil);
	if (h.sourceEnd > h.source) r.take(p.scid, h.sourceEnd - h.source);
}

function readLongPacket(r: Reader, seen: Seen | undefined): void {
	const {base, bytes: b, end, limit} = r;
	const h = readLong(b, base, end, limit);
	if (h === undefined) r.short(r.captured + 1);
	r.derive(p.packet_length, limit - base, base, end);
	const isLegal = h.destinationEnd - h.destination <= longestId && h.sourceEnd - h.source <= longestId;
	const opened = h.kind === initial && isLegal ? open(r, h, seen) : undefined;
	readLongHeader(r, h, opened);
	const name = kindNames[h.kind]!;
	const ids = (): string => `${name}${idsText(b, h)}`;
	switch (h.kind) {
		case negotiation:
			while (r.more) r.read(p.supported_version);
			return r.info(ids);
		case retry:
			readRetry(r, h);
			return r.info(ids);
		case initial:
			if (readInteger(r, p.token_length) > 0) r.take(p.token, h.tokenEnd - h.token);
			break;
		default:
	}

	readInteger(r, p.length);
	if (opened?.plain === undefined) {
		readLocked(r, true);
		return r.info(ids);
	}

	const {plain, size, whole} = opened;
	r.put(p.packet_number, r.position, r.position + size, BigInt(whole));
	r.position += size;
	const from = r.position;
	r.take(p.payload, r.captured);
	let frames: string[] = [];
	r.elsewhere(plain, from, end, () => {
		frames = readFrames(r);
	});
	r.info(() => [ids(), `PKN: ${whole}`, ...frames].join(', '));
}

function open(r: Reader, h: Header, seen: Seen | undefined): Opened | undefined {
	const keyId = keyIdOf(r.facts, r.bytes, r.base, r.end);
	return keyId && openInitial(r.bytes, h, r.end, keyId, seen?.fromServer ?? false, r.facts.told(expectedNote) ?? 0);
}

/** What only the two of them can read. */
function readLocked(r: Reader, complains: boolean): void {
	if (complains) r.complain(quicFaults.locked, r.position, r.end, 'Failed to create decryption context: Secrets are not available');
	if (r.more) r.rest(p.remaining_payload);
}

// RFC 9000, section 17.2.5
function readRetry(r: Reader, {version}: Header): void {
	if (!hasRetryTag(version)) {
		const size = r.read(p.odcil);
		r.take(p.odcid, size);
		r.rest(p.retry_token);
		return;
	}

	const size = r.left - retryTagSize;
	if (size < 0) r.short(retryTagSize);
	if (size > 0) r.take(p.retry_token, size);
	r.need(retryTagSize);
	const at = r.position;
	r.open(p.retry_integrity_tag, at, r.bytes.subarray(at, at + retryTagSize));
	const keyId = r.facts.told(keysNote) === undefined ? undefined : keyIdOf(r.facts, r.bytes, r.base, r.end);
	const isVerified = keyId !== undefined && isRetryFor(version, keyId, r.bytes, r.base, at + retryTagSize);
	if (isVerified) r.append(' [verified]');
	else r.complain(quicFaults.badRetry, at, at + retryTagSize);
	r.position = at + retryTagSize;
	r.close();
}

// RFC 9000, section 17.3
function readShortPacket(r: Reader, seen: Seen | undefined): void {
	const {base, bytes: b, end, limit} = r;
	const size = Math.min(seen?.idSize ?? 0, Math.max(0, end - base - 1));
	const id = (): string => (size > 0 ? `DCID=${hexBytes(b.subarray(base + 1, base + 1 + size))}` : '');
	r.derive(p.packet_length, limit - base, base, end);
	r.group(p.short, () => `QUIC Short Header ${id()}`.trimEnd(), () => {
		r.at(p.header_form, base);
		r.at(p.fixed_bit, base);
		r.at(p.spin_bit, base);
		r.position = base + 1;
		if (size > 0) r.take(p.dcid, size);
	});
	readLocked(r, seen?.opens ?? false);
	r.info(() => ['Protected Payload (KP0)', id()].filter(part => part !== '').join(', '));
}

export const quic = protocol({
	name: 'quic',
	title: 'QUIC IETF',
	column: 'QUIC',
	about: 'Carries streams like TCP and encrypts like TLS, over UDP. Only its first packets can be read without keys.',
	reference: 'RFC 9000',
	parts: [p, frameParts],
	faults: quicFaults,
	guess: [{over: 'udp', test: isQuic, stays: () => true}, {over: 'udp', test: isNegotiation, quoted: true}],
	framing: quicFraming,
	walk(c) {
		if (c.captured > 0 && isLong(c.bytes[c.start]!)) {
			const end = longEnd(c.bytes, c.start, c.end, c.limit);
			if (end < 0) c.mark(c.limit > c.end ? truncated : malformed, c.start);
			else if (end < c.end) {
				c.bound(end - c.start);
				c.push(quic, end, c.limit, further);
			}
		}

		return c.opaque();
	},
	expand(r) {
		const isFirst = !r.facts.isFirstIn('quic');
		const packed = r.quoted ? undefined : r.facts.told(connectionNote);
		const seen = packed === undefined ? undefined : unpackSeen(packed);
		if (isFirst) readConnection(r, seen);
		if (!r.more) return;
		if (isLong(r.peek())) return readLongPacket(r, seen);
		if (!isFirst && !isShortOf(r.bytes, r.facts.startOf(r.facts.enclosing(quic)), r.base, r.end)) return r.complain(quicFaults.padding, r.base, r.end);
		readShortPacket(r, seen);
	},
});
