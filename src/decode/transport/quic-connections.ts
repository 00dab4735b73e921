import {type Message, note} from '../reassembly/framing.ts';
import {CryptoStream} from './quic-crypto.ts';
import {type Header, initial, isLong, negotiation, readLong, retry, zeroRtt} from './quic-header.ts';
import {draftOf} from './quic-keys.ts';

/** Connection ids that all connections together are known by; the oldest go. */
const maxIds = 65_536;
/** Ids that one side of a connection is known by. */
const maxOwnIds = 8;
/** Bytes that all handshakes together may hold while they wait for the rest. */
export const maxHeld = 32 * 1024 * 1024;
/** RFC 9000, section 17.2: longer ids are of versions to come. */
const longestId = 20;

/** One side's first bytes. */
export type Side = {
	readonly stream: CryptoStream;
	/** The message that gave the last of the bytes that wait, -1 where none do. */
	last: number;
	/** Messages that gave some. */
	count: number;
	/** The packet number after the largest. */
	expected: number;
};

/** What two programs share: their keys, and by what ids they call each other. */
export type Connection = {
	/** In order of appearance: `quic.connection.number`. */
	readonly number: number;
	/** The id that Initial keys follow from, and the message that has it. */
	keyId: Uint8Array;
	keysFrom: number;
	/** Ids that the client, and that the server, wants to be called by. */
	readonly ids: readonly [client: Uint8Array[], server: Uint8Array[]];
	readonly sides: readonly [client: Side, server: Side];
	/** A packet with a short header was seen. */
	isOpen: boolean;
};

/** A connection as seen from one packet. */
export type Seen = {readonly connection: Connection; readonly fromServer: boolean};

/** What all conversations of a pass share. */
export type Shared = {
	connections: number;
	/** By the id that a packet is sent to. */
	readonly byId: Map<string, Seen>;
	/** How long these ids are: a bit for each length. */
	lengths: number;
	held: number;
};

/** What one conversation knows. */
export type Flow = {
	readonly shared: Shared;
	connection: Connection | undefined;
	clientDirection: 0 | 1;
};

export const newShared = (): Shared => ({connections: 0, byId: new Map(), lengths: 0, held: 0});

const newSide = (): Side => ({stream: new CryptoStream(), last: -1, count: 0, expected: 0});

/** Which connection a datagram belongs to, see `packSeen`. Not told where that is not known. */
export const connectionNote = note('quic.connection');
/** The message whose first packet was sent to the id that the keys follow from; its own where it is not told. */
export const keysNote = note('quic.keys');
/** The next packet number of the direction, where it is needed to make a number whole. */
export const expectedNote = note('quic.expected');
/** Bytes of the direction's handshake that came before. */
export const reachedNote = note('quic.reached');
/** Handshake messages end in this datagram. */
export const insideNote = note('quic.inside');
/** Where they start, and the message before this one that has some of their bytes. */
export const baseNote = note('quic.base');
export const earlierNote = note('quic.earlier');

/** Packs what `expand` needs of a connection into one number. `idSize` is for short headers, which do not say it. */
export const packSeen = ({connection, fromServer}: Seen, opens: boolean, idSize: number): number =>
	((connection.number * 2 + (fromServer ? 1 : 0)) * 2 + (opens ? 1 : 0)) * 32 + idSize;

/** What `packSeen` packed. */
export const unpackSeen = (packed: number): {readonly number: number; readonly fromServer: boolean; readonly opens: boolean; readonly idSize: number} => ({
	number: Math.floor(packed / 128),
	fromServer: (packed & 64) !== 0,
	opens: (packed & 32) !== 0,
	idSize: packed & 31,
});

const textOf = (b: Uint8Array, from: number, to: number): string => String.fromCharCode(...b.subarray(from, to));

const startsWith = (b: Uint8Array, at: number, end: number, id: Uint8Array): boolean => at + id.length <= end && id.every((byte, i) => b[at + i] === byte);

const isSame = (id: Uint8Array, b: Uint8Array, from: number, to: number): boolean => id.length === to - from && startsWith(b, from, to, id);

const has = (ids: readonly Uint8Array[], b: Uint8Array, from: number, to: number): boolean => ids.some(id => isSame(id, b, from, to));

/** The first packet of a datagram says whose all of it is. Also where the rest of its header is not all there. */
export function find(flow: Flow, m: Message<unknown>): {readonly seen: Seen; readonly idSize: number} | undefined {
	const {bytes: b, start, end, direction} = m;
	const own = flow.connection && {connection: flow.connection, fromServer: direction !== flow.clientDirection};
	if (!isLong(b[start]!)) return findShort(flow.shared, own, b, start + 1, end);
	const id = start + 6;
	if (start + 7 > end || id + b[start + 5]! > end) return undefined;
	const idEnd = id + b[start + 5]!;
	const seen = (idEnd > id && idEnd - id <= longestId ? flow.shared.byId.get(textOf(b, id, idEnd)) : undefined) ?? own;
	const header = readLong(b, start, end, end);
	if (header?.kind !== initial) return seen && {seen, idSize: 0};
	if (seen !== undefined && (seen.fromServer || isSame(seen.connection.keyId, b, id, idEnd) || has(seen.connection.ids[1], b, id, idEnd))) return {seen, idSize: 0};
	return {seen: {connection: open(flow, m, header), fromServer: false}, idSize: 0};
}

function findShort({byId, lengths}: Shared, own: Seen | undefined, b: Uint8Array, at: number, end: number): {readonly seen: Seen; readonly idSize: number} | undefined {
	if (own !== undefined) { for (const id of own.connection.ids[own.fromServer ? 0 : 1]) if (startsWith(b, at, end, id)) return {seen: own, idSize: id.length}; }
	for (let size = 1; size <= longestId && at + size <= end; size++) {
		const seen = (lengths & (1 << size)) === 0 ? undefined : byId.get(textOf(b, at, at + size));
		if (seen !== undefined) return {seen, idSize: size};
	}

	return undefined;
}

function open(flow: Flow, {bytes: b, direction, id}: Message<unknown>, {destination, destinationEnd}: Header): Connection {
	const keyId = b.slice(destination, destinationEnd);
	const connection: Connection = {number: flow.shared.connections++, keyId, keysFrom: id, ids: [[], []], sides: [newSide(), newSide()], isOpen: false};
	flow.connection = connection;
	flow.clientDirection = direction;
	remember(flow.shared, keyId, {connection, fromServer: false});
	return connection;
}

function remember(shared: Shared, id: Uint8Array, seen: Seen): void {
	if (id.length === 0 || id.length > longestId) return;
	const text = textOf(id, 0, id.length);
	shared.byId.delete(text);
	if (shared.byId.size >= maxIds) {
		for (const oldest of shared.byId.keys()) {
			shared.byId.delete(oldest);
			break;
		}
	}

	shared.byId.set(text, seen);
	shared.lengths |= 1 << id.length;
}

/** Learns from a long header what its sender wants to be called, and from a Retry which keys come next: RFC 9000, section 7.2. */
export function learn({shared}: Flow, {connection, fromServer}: Seen, {id, bytes: b}: Message<unknown>, {kind, version, source, sourceEnd}: Header): void {
	if (kind === zeroRtt || kind === negotiation || draftOf(version) === 0) return;
	const ids = connection.ids[fromServer ? 1 : 0];
	if (ids.length >= maxOwnIds || has(ids, b, source, sourceEnd)) return;
	const own = b.slice(source, sourceEnd);
	ids.push(own);
	remember(shared, own, {connection, fromServer: !fromServer});
	if (kind !== retry || !fromServer) return;
	connection.keyId = own;
	connection.keysFrom = id;
}
