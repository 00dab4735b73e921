import type {Facts} from '../facts.ts';
import {type Framing, type Inside, type Message, rowOf} from '../reassembly/framing.ts';
import {
	baseNote,
	connectionNote,
	earlierNote,
	expectedNote,
	find,
	type Flow,
	insideNote,
	keysNote,
	learn,
	maxHeld,
	newShared,
	packSeen,
	reachedNote,
	type Seen,
	type Shared,
	unpackSeen,
} from './quic-connections.ts';
import {CryptoStream, eachCrypto} from './quic-crypto.ts';
import {type Header, initial, isLong, readLong, retry} from './quic-header.ts';
import {initialKeys, type Opened, openPacket} from './quic-keys.ts';
import {quicTls} from './quic-tls.ts';

/** Packets of one datagram that are looked at. Two kinds of keys are in use at a time, so that three are many. */
const maxPackets = 8;
/** Datagrams that one handshake message may come in. */
const maxDatagrams = 64;
/** Packet numbers below this are whole in one byte. */
const plainNumbers = 128;

const none: readonly never[] = [];

/** Opens an Initial packet with the keys that follow from a connection id; undefined where there are no keys, or too few bytes. */
export function openInitial(b: Uint8Array, {version, start, body, end}: Header, limit: number, keyId: Uint8Array, fromServer: boolean, expected: number): Opened | undefined {
	const keys = initialKeys(version, keyId, fromServer);
	return keys && openPacket(keys, b, start, body, Math.min(end, limit), expected);
}

/** The Initial packets of a datagram, with their places among its packets. */
function eachInitial(b: Uint8Array, start: number, end: number, packet: (header: Header, part: number) => void): void {
	for (let at = start, part = 0; at < end && part < maxPackets && isLong(b[at]!); part++) {
		const header = readLong(b, at, end, end);
		if (header === undefined) return;
		if (header.kind === initial) packet(header, part);
		at = header.end;
	}
}

function message(m: Message<Flow>): void {
	const {state, bytes: b, start, end} = m;
	if (start >= end) return;
	const found = find(state, m);
	if (found === undefined) return;
	const {seen} = found;
	const {connection} = seen;
	let {idSize} = found;
	let opens = false;
	for (let at = start, part = 0; at < end && part < maxPackets; part++) {
		if (!isLong(b[at]!)) {
			opens = !connection.isOpen;
			connection.isOpen = true;
			break;
		}

		const header = readLong(b, at, end, end);
		if (header === undefined) break;
		if (part === 0) idSize = Math.min(31, header.destinationEnd - header.destination);
		if ((header.kind === initial || header.kind === retry) && connection.keysFrom !== m.id) m.tell(keysNote, connection.keysFrom);
		learn(state, seen, m, header);
		at = header.end;
	}

	m.tell(connectionNote, packSeen(seen, opens, idSize));
	let isFirst = true;
	eachInitial(b, start, end, (header, part) => {
		readInitial(m, seen, header, part, isFirst);
		isFirst = false;
	});
}

function readInitial(m: Message<Flow>, {connection, fromServer}: Seen, header: Header, part: number, isFirst: boolean): void {
	const side = connection.sides[fromServer ? 1 : 0];
	const {stream} = side;
	if (isFirst && side.expected >= plainNumbers) m.tell(expectedNote, side.expected);
	const opened = openInitial(m.bytes, header, m.end, connection.keyId, fromServer, side.expected);
	if (opened?.plain === undefined) return;
	if (isFirst && stream.base > 0) m.tell(baseNote, stream.base);
	if (isFirst && stream.reached > 0) m.tell(reachedNote, stream.reached);
	side.expected = Math.max(side.expected, opened.whole + 1);
	const before = stream.weight;
	eachCrypto(opened.plain, (offset, bytes) => stream.add(offset, bytes, m.row));
	if (stream.weight > before && side.last >= 0 && side.last !== m.id) m.tell(earlierNote, side.last);
	const whole = stream.take();
	if (whole !== undefined) {
		m.tell(insideNote, 1);
		m.holds(quicTls, whole.bytes, part);
	}

	const {shared} = m.state;
	shared.held += stream.weight - before;
	if (stream.weight === 0) {
		side.last = -1;
		side.count = 0;
	} else if (stream.weight !== before || whole !== undefined) {
		side.last = m.id;
		if (++side.count < maxDatagrams && shared.held <= maxHeld) return;
		shared.held -= stream.weight;
		stream.drop();
		side.last = -1;
	}
}

/** The connection id that the keys of a message follow from: its own, or an earlier message's. */
export function keyIdOf(f: Facts, b: Uint8Array, start: number, end: number, message?: number): Uint8Array | undefined {
	const from = f.told(keysNote, message);
	const place = from === undefined ? {bytes: b, start, end} : f.earlier(from);
	const header = place && readLong(place.bytes, place.start, place.end, place.end);
	if (header === undefined) return undefined;
	return header.kind === retry ? place!.bytes.slice(header.source, header.sourceEnd) : place!.bytes.slice(header.destination, header.destinationEnd);
}

/** Handshake messages that are whole in a datagram, put together again. */
function inside(f: Facts, b: Uint8Array, start: number, end: number): readonly Inside[] {
	if (f.told(insideNote) === undefined) return none;
	const {fromServer} = unpackSeen(f.told(connectionNote) ?? 0);
	const stream = new CryptoStream(f.told(baseNote) ?? 0);
	const earlier: number[] = [];
	for (let id = f.told(earlierNote); id !== undefined && earlier.length < maxDatagrams; id = f.told(earlierNote, id)) earlier.push(id);
	for (const id of earlier.reverse()) {
		const own = f.earlier(id);
		if (own === undefined) return none;
		// Asking for the keys' message makes these bytes invalid.
		const bytes = own.bytes.slice(own.start, own.end);
		const keyId = keyIdOf(f, bytes, 0, bytes.length, id);
		if (keyId !== undefined)
			eachInitial(bytes, 0, bytes.length, header => feed(stream, rowOf(id), openInitial(bytes, header, bytes.length, keyId, fromServer, f.told(expectedNote, id) ?? 0)));
	}

	const keyId = keyIdOf(f, b, start, end);
	if (keyId === undefined) return none;
	const found: Inside[] = [];
	eachInitial(b, start, end, (header, part) => {
		feed(stream, f.row, openInitial(b, header, end, keyId, fromServer, f.told(expectedNote) ?? 0));
		const whole = stream.take();
		if (whole !== undefined) found.push({protocol: quicTls, ...whole, part});
	});
	return found;
}

const feed = (stream: CryptoStream, row: number, opened: Opened | undefined): void => {
	if (opened?.plain !== undefined) eachCrypto(opened.plain, (offset, bytes) => stream.add(offset, bytes, row));
};

/** RFC 9000, section 5: datagrams belong to connections by their ids, and by where they come from. */
export const quicFraming: Framing<Flow> = {
	shared: newShared,
	open: shared => ({shared: shared as Shared, connection: undefined, clientDirection: 0}),
	message,
	inside,
};
