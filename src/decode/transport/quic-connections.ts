import {type Message, note} from '../reassembly/framing.ts';
import {CryptoStream} from './quic-crypto.ts';
import {type Header, idOffset, initial, isLong, kindAt, negotiation, retry, zeroRtt} from './quic-header.ts';
import {draftOf} from './quic-keys.ts';

/** Connection ids of one sort that all connections together are known by; the oldest go. */
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
	/** By the id that the client made up for the server: its first packets are sent to that. */
	readonly byFirst: Map<string, Seen>;
	/** By the id that the client, and that the server, asked to be called by. */
	readonly byClient: Map<string, Seen>;
	readonly byServer: Map<string, Seen>;
	/** How long ids are that somebody asked for: a bit for each length. */
	lengths: number;
	held: number;
};

/** What one conversation knows. */
export type Flow = {
	readonly shared: Shared;
	connection: Connection | undefined;
	clientDirection: 0 | 1;
};

export const newShared = (): Shared => ({connections: 0, byFirst: new Map(), byClient: new Map(), byServer: new Map(), lengths: 0, held: 0});

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

/** Who is known by an id that somebody asked for. */
const knownBy = ({byClient, byServer}: Shared, id: string): Seen | undefined => byClient.get(id) ?? byServer.get(id);

/** The first packet of a datagram says whose all of it is. Also where the rest of its header is not all there. */
export function find(flow: Flow, m: Message<unknown>): {readonly seen: Seen; readonly idSize: number} | undefined {
	const {bytes: b, start, end, direction} = m;
	const {shared} = flow;
	const own = flow.connection && {connection: flow.connection, fromServer: direction !== flow.clientDirection};
	if (!isLong(b[start]!)) return findShort(shared, own, b, start + 1, end);
	const id = start + idOffset;
	if (id > end) return undefined;
	const idEnd = id + b[id - 1]!;
	// Both ids have to be there, whatever is behind them; what is too long is none.
	if (idEnd >= end || (b[idEnd]! <= longestId && idEnd + 1 + b[idEnd]! > end)) return undefined;
	const kind = kindAt(b, start);
	let seen: Seen | undefined;
	if (idEnd === id || idEnd - id > longestId) seen = own;
	else {
		const text = textOf(b, id, idEnd);
		if (kind !== zeroRtt) seen = knownBy(shared, text);
		if (kind === zeroRtt || kind === initial) seen ??= shared.byFirst.get(text);
	}

	if (seen === undefined && kind === initial) seen = {connection: open(flow, m, b.slice(id, idEnd)), fromServer: false};
	return seen && {seen, idSize: 0};
}

function findShort(shared: Shared, own: Seen | undefined, b: Uint8Array, at: number, end: number): {readonly seen: Seen; readonly idSize: number} | undefined {
	if (own !== undefined) { for (const id of own.connection.ids[own.fromServer ? 0 : 1]) if (startsWith(b, at, end, id)) return {seen: own, idSize: id.length}; }
	for (let size = 1; size <= longestId && at + size <= end; size++) {
		const seen = (shared.lengths & (1 << size)) === 0 ? undefined : knownBy(shared, textOf(b, at, at + size));
		if (seen !== undefined) return {seen, idSize: size};
	}

	return undefined;
}

function open(flow: Flow, {direction, id}: Message<unknown>, keyId: Uint8Array): Connection {
	const connection: Connection = {number: flow.shared.connections++, keyId, keysFrom: id, ids: [[], []], sides: [newSide(), newSide()], isOpen: false};
	flow.connection = connection;
	flow.clientDirection = direction;
	remember(flow.shared.byFirst, keyId, {connection, fromServer: false});
	return connection;
}

function remember(known: Map<string, Seen>, id: Uint8Array, seen: Seen): void {
	if (id.length === 0 || id.length > longestId) return;
	const text = textOf(id, 0, id.length);
	known.delete(text);
	if (known.size >= maxIds) {
		for (const oldest of known.keys()) {
			known.delete(oldest);
			break;
		}
	}

	known.set(text, seen);
}

/** Learns from a long header what its sender wants to be called, and from a Retry which keys come next: RFC 9000, section 7.2. */
export function learn({shared}: Flow, {connection, fromServer}: Seen, {id, bytes: b}: Message<unknown>, {kind, version, source, sourceEnd}: Header): void {
	if (kind === zeroRtt || kind === negotiation || draftOf(version) === 0) return;
	const ids = connection.ids[fromServer ? 1 : 0];
	if (ids.length >= maxOwnIds || has(ids, b, source, sourceEnd)) return;
	const own = b.slice(source, sourceEnd);
	ids.push(own);
	remember(fromServer ? shared.byServer : shared.byClient, own, {connection, fromServer: !fromServer});
	if (own.length <= longestId) shared.lengths |= 1 << own.length;
	if (kind !== retry || !fromServer) return;
	connection.keyId = own;
	connection.keysFrom = id;
}
