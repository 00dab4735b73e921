import {AddressBook, grown, QuadBook} from './books.ts';
import type {PlainSegment} from './plain-segment.ts';
import {type Published, scaleUnread, toldWrongTcp} from './published.ts';

/** IP protocol numbers of the transports that have flows. */
export const tcpTransport = 6;
export const udpTransport = 17;

/** Bits of `tcp.flags`. */
export const fin = 1;
export const syn = 2;
export const rst = 4;
export const ack = 16;

/** Bits of `tcp.completeness`. */
const sawSyn = 1;
const sawSynAck = 2;
const sawAck = 4;
const sawData = 8;
const sawFin = 16;
const sawRst = 32;

/** A first number that a SYN with ACK gave, in `baseKnown`. */
const answered = 2;
/** Sides that may change their first number, and how often each: hostile streams do. */
const maxRebased = 65_536;
const maxRebases = 16;

/** Kinds of packets whose key is kept at hand: more than a link carries at a time. */
const recentKeys = 1024;
const recentShift = 22;
const recentWidth = 8;

/** Window scale shifts that are none. */
export const scaleUnknown = -1;
export const scaleUnused = -2;
/** A window in bytes: the number in the header, doubled `shift` times (RFC 7323, section 2.2), which are 14 at most. Where `shift` is none, the number is. */
export const scaledWindow = (given: number, shift: number): number => (shift > 0 ? given << shift : given);

/**
Flows: addresses, ports and transport, one record for each life of them. A SYN with a new sequence start over the same
ports begins a new one. What a record says of a packet never changes once the packet was seen, except what it sums up
(`lastRow`, `completeness`).
*/
export class Flows {
	readonly addresses = new AddressBook();
	readonly #keys = new QuadBook();
	/** The living record by key. */
	#current = new Uint32Array(1 << 9);
	count = 1;
	/** Number per transport, from 0. */
	stream = new Uint32Array(1 << 9);
	transport = new Uint8Array(1 << 9);
	firstRow = new Uint32Array(1 << 9);
	lastRow = new Uint32Array(1 << 9);
	completeness = new Uint8Array(1 << 9);
	/** The same without what the record's first packet shows, unless that is the SYN. */
	completenessLater = new Uint8Array(1 << 9);
	/** Of the record's first packet: address numbers, and ports as `source << 16 | destination`. */
	source = new Uint32Array(1 << 9);
	destination = new Uint32Array(1 << 9);
	ports = new Uint32Array(1 << 9);
	/** Which side sent the first FIN: 1 the first packet's, 2 the other; 0 where none was seen. */
	closer = new Uint8Array(1 << 9);
	/** Two entries a record, by direction: first sequence number, whether it is known (2: from a SYN that answers), window scale shift. */
	base = new Uint32Array(1 << 10);
	baseKnown = new Uint8Array(1 << 10);
	scale = new Int8Array(1 << 10);
	/** Records that were renewed and wait for their next segment. */
	readonly #renewed = new Set<number>();
	/** Records whose last packet had no payload: row + 1 of the one before that had. */
	readonly #afterEmpty = new Map<number, number>();
	#lastKey = 0;
	/** Sides whose first number changed, with every change. */
	readonly #rebased = new Map<number, Array<{readonly row: number; readonly base: number}>>();
	#tcpStreams = 0;
	#udpStreams = 0;
	#otherStreams = 0;

	/** Direction of the packet that was placed last: 0 that of its record's first packet. */
	direction: 0 | 1 = 0;
	/** Row + 1 of the packet before it in its record; 0 for the first. */
	previous = 0;
	/** Whether it was a SYN over the ports of an earlier connection, or the answer to one. */
	reuses = false;

	/** The record of a packet. Addresses are places in `b`; ports come as `source << 16 | destination`. */
	place(row: number, transport: number, b: Uint8Array, size: number, sourceAt: number, destinationAt: number, ports: number): number {
		const key = this.#key(transport, b, size, sourceAt, destinationAt, ports);
		let record = this.#current[key]!;
		if (record === 0) record = this.#begin(key, row, transport, ports);
		else this.#touch(record, row, ports);
		if (this.#afterEmpty.size > 0 && this.#afterEmpty.has(record)) {
			this.previous = this.#afterEmpty.get(record)!;
			this.#afterEmpty.delete(record);
		}

		return record;
	}

	/** The packet that was placed last has no payload: times are counted past it. */
	passOver(record: number): void {
		if (this.#afterEmpty.size < maxRebased) this.#afterEmpty.set(record, this.previous);
	}

	#sourceId = 0;
	#destinationId = 0;
	/** Of packets of late, by what stands in them: addresses, ports, transport; then numbers of both addresses, and the key. */
	readonly #recent = new Int32Array(recentKeys * recentWidth).fill(-1);

	#key(transport: number, b: Uint8Array, size: number, sourceAt: number, destinationAt: number, ports: number): number {
		if (size !== 4) return this.#lookUp(transport, this.addresses.intern(b, sourceAt, size), this.addresses.intern(b, destinationAt, size), ports);
		const source = (b[sourceAt]! << 24) | (b[sourceAt + 1]! << 16) | (b[sourceAt + 2]! << 8) | b[sourceAt + 3]!;
		const destination = (b[destinationAt]! << 24) | (b[destinationAt + 1]! << 16) | (b[destinationAt + 2]! << 8) | b[destinationAt + 3]!;
		const slot = recentSlot(source, destination, ports);
		const recent = this.#recent;
		if (recent[slot] === source && recent[slot + 1] === destination && recent[slot + 2] === ports && recent[slot + 3] === transport) {
			this.#sourceId = recent[slot + 4]!;
			this.#destinationId = recent[slot + 5]!;
			this.#lastKey = recent[slot + 6]!;
			return this.#lastKey;
		}

		const key = this.#lookUp(transport, this.addresses.internFour(source), this.addresses.internFour(destination), ports);
		this.#remember(slot, source, destination, ports, transport, this.#sourceId, this.#destinationId, key);
		// The answer is likely to come before this slot is needed for another.
		const back = turned(ports);
		this.#remember(recentSlot(destination, source, back), destination, source, back, transport, this.#destinationId, this.#sourceId, key);
		return key;
	}

	#remember(slot: number, source: number, destination: number, ports: number, transport: number, sourceId: number, destinationId: number, key: number): void {
		const recent = this.#recent;
		recent[slot] = source;
		recent[slot + 1] = destination;
		recent[slot + 2] = ports;
		recent[slot + 3] = transport;
		recent[slot + 4] = sourceId;
		recent[slot + 5] = destinationId;
		recent[slot + 6] = key;
	}

	/** The key between two numbers of addresses. */
	#lookUp(transport: number, s: number, d: number, ports: number): number {
		this.#sourceId = s;
		this.#destinationId = d;
		const forward = s < d || (s === d && ports >>> 16 <= (ports & 0xffff));
		const key = forward ? this.#keys.intern(s, d, ports, transport) : this.#keys.intern(d, s, turned(ports), transport);
		if (key >= this.#current.length) this.#current = grown(this.#current, key + 1);
		this.#lastKey = key;
		return key;
	}

	#begin(key: number, row: number, transport: number, ports: number): number {
		const record = this.count++;
		if (record >= this.stream.length) this.#grow(record + 1);
		this.#current[key] = record;
		this.stream[record] = transport === tcpTransport ? this.#tcpStreams++ : transport === udpTransport ? this.#udpStreams++ : this.#otherStreams++;
		this.transport[record] = transport;
		this.firstRow[record] = row;
		this.lastRow[record] = row;
		this.source[record] = this.#sourceId;
		this.destination[record] = this.#destinationId;
		this.ports[record] = ports;
		this.scale[record * 2] = scaleUnknown;
		this.scale[record * 2 + 1] = scaleUnknown;
		this.direction = 0;
		this.previous = 0;
		return record;
	}

	#touch(record: number, row: number, ports: number): void {
		this.direction = this.#isForward(record, ports) ? 0 : 1;
		this.previous = this.lastRow[record]! + 1;
		this.lastRow[record] = row;
	}

	/** Whether the packet goes the way of its record's first. */
	#isForward(record: number, ports: number): boolean {
		return this.source[record] === this.#sourceId && this.ports[record] === ports >>> 0;
	}

	/**
	The same for a TCP segment, the packet's `n`th transport header: keeps what relative numbers, scaled windows and completeness need. One that an error quotes
	was seen before, or went elsewhere: its numbers start nothing, unless it answers a SYN. A header that is wrong says nothing
	of the connection but its numbers.
	*/
	placeTcp(row: number, c: Published, n: number, isQuoted: boolean): number {
		const ports = c.transportPorts[n]!;
		const key = this.#key(tcpTransport, c.sources[c.transportSources[n]!]!, c.transportAddressSizes[n]!, c.transportSourceAt[n]!, c.transportDestinationAt[n]!, ports);
		const flags = c.transportFlags[n]!;
		const seen = c.transportTold[n] === toldWrongTcp ? 0 : whatSeen(flags, isQuoted ? 0 : c.transportLength[n]!);
		return this.#placeSegment(row, key, ports, c.transportSequence[n]! | 0, c.transportAcknowledgment[n]! | 0, flags, c.transportScale[n]!, seen, isQuoted);
	}

	/** The same for a segment in a frame as most are, whose places are of `b`. */
	placePlain(row: number, b: Uint8Array, {addresses, addressSize, ports, sequence, acknowledgment, flags, scale, length}: PlainSegment): number {
		const key = this.#key(tcpTransport, b, addressSize, addresses, addresses + addressSize, ports);
		return this.#placeSegment(row, key, ports, sequence, acknowledgment, flags, scale, whatSeen(flags, length), false);
	}

	/** Numbers come signed. */
	#placeSegment(row: number, key: number, ports: number, sequence: number, acknowledgment: number, flags: number, scale: number, seen: number, isQuoted: boolean): number {
		let record = this.#current[key]!;
		const opens = (flags & (syn | ack)) === syn;
		this.reuses = record !== 0 && opens && this.#isNewLife(record, ports, sequence >>> 0);
		if (this.reuses) record = 0;
		const begins = record === 0 || (this.#renewed.size > 0 && this.#renewed.delete(record));
		if (record !== 0 && begins) this.#rebegin(record, row, ports);
		else if (begins) record = this.#begin(key, row, tcpTransport, ports);
		else this.#touch(record, row, ports);

		const side = record * 2 + this.direction;
		const peer = record * 2 + 1 - this.direction;
		if ((flags & (syn | ack)) === (syn | ack)) this.#answer(side, row, sequence >>> 0);
		if (!isQuoted && this.baseKnown[side] === 0) {
			// Numbers start at 1 behind a SYN, and so where the SYN was not seen.
			this.base[side] = flags & syn ? sequence : sequence - 1;
			this.baseKnown[side] = 1;
		}

		if (!isQuoted && this.baseKnown[peer] === 0 && flags & ack) {
			this.base[peer] = acknowledgment - 1;
			this.baseKnown[peer] = 1;
		}

		if (flags & syn) {
			// RFC 7323, section 2.2: a shift is used only if both sides offered one; section 2.3: more than 14 counts as 14.
			if (scale >= 0) this.scale[side] = Math.min(14, scale);
			if (scale === scaleUnread) this.scale[side] = scaleUnknown;
			else if (this.scale[side] === scaleUnknown) this.scale[side] = this.scale[peer] = scaleUnused;
			else if (flags & ack && this.scale[peer] === scaleUnused) this.scale[side] = scaleUnused;
		}

		if (flags & fin && this.closer[record] === 0) this.closer[record] = this.direction + 1;
		this.completeness[record] = this.completeness[record]! | seen;
		if (!begins || opens) this.completenessLater[record] = this.completenessLater[record]! | seen;
		return record;
	}

	/**
	Gives the TCP segment that was placed last a new record with a stream number of its own. What else is to know of it
	comes with the next segment: that is how Wireshark counts on its second pass.
	*/
	renew(record: number, row: number): number {
		const ports = this.direction === 0 ? this.ports[record]! : turned(this.ports[record]!);
		const {previous} = this;
		const fresh = this.#begin(this.#lastKey, row, tcpTransport, ports);
		if (this.#renewed.size < maxRebased) this.#renewed.add(fresh);
		this.previous = previous;
		return fresh;
	}

	/** Gives the next number of a TCP stream to something that no packet shows. */
	spendStream(): void {
		this.#tcpStreams++;
	}

	#rebegin(record: number, row: number, ports: number): void {
		this.#touch(record, row, ports);
		this.firstRow[record] = row;
		this.previous = 0;
	}

	/** Number of the address and port that the packet placed last came from, and of those that it went to. */
	sourceEndpoint(sourcePort: number): number {
		return this.#sourceId * 0x1_0000 + sourcePort;
	}

	destinationEndpoint(destinationPort: number): number {
		return this.#destinationId * 0x1_0000 + destinationPort;
	}

	/** The packet that was placed last is a TCP segment that shows a part of the connection and nothing else: its header is cut. */
	show(record: number, flags: number): void {
		const seen = whatSeen(flags, 0);
		this.completeness[record] = this.completeness[record]! | seen;
		if (this.previous > 0 || (flags & (syn | ack)) === syn) this.completenessLater[record] = this.completenessLater[record]! | seen;
	}

	/** The direction of the packet that was placed last counts from `sequence`, unless that is known. */
	countFrom(record: number, sequence: number): void {
		const side = record * 2 + this.direction;
		if (this.baseKnown[side] !== 0) return;
		this.base[side] = sequence;
		this.baseKnown[side] = 1;
	}

	/** A SYN with another number than the direction starts at begins a new connection. */
	#isNewLife(record: number, ports: number, sequence: number): boolean {
		const side = record * 2 + (this.#isForward(record, ports) ? 0 : 1);
		return this.baseKnown[side]! > 0 && this.base[side] !== sequence;
	}

	/** A SYN that answers says where its direction starts, whatever was known before. */
	#answer(side: number, row: number, sequence: number): void {
		const known = this.baseKnown[side]!;
		if (known > 0 && this.base[side] !== sequence) {
			this.reuses = true;
			let list = this.#rebased.get(side);
			if (list === undefined) {
				list = known === answered ? [{row: this.firstRow[side >>> 1]!, base: this.base[side]!}] : [];
				if (this.#rebased.size >= maxRebased) return;
				this.#rebased.set(side, list);
			}

			if (list.length < maxRebases) list.push({row, base: sequence});
		}

		this.base[side] = sequence;
		this.baseKnown[side] = answered;
	}

	/** First sequence number of a side (record times two plus direction) as it is known in `row`; undefined where none was seen. */
	baseAt(side: number, row: number): number | undefined {
		if (this.baseKnown[side] === 0) return undefined;
		const before = this.#rebased.size === 0 ? undefined : this.#rebased.get(side)?.findLast(change => change.row <= row);
		return before?.base ?? this.base[side];
	}

	#grow(length: number): void {
		this.stream = grown(this.stream, length);
		const size = this.stream.length;
		this.transport = grown(this.transport, size);
		this.firstRow = grown(this.firstRow, size);
		this.lastRow = grown(this.lastRow, size);
		this.completeness = grown(this.completeness, size);
		this.closer = grown(this.closer, size);
		this.completenessLater = grown(this.completenessLater, size);
		this.source = grown(this.source, size);
		this.destination = grown(this.destination, size);
		this.ports = grown(this.ports, size);
		this.base = grown(this.base, size * 2);
		this.baseKnown = grown(this.baseKnown, size * 2);
		this.scale = grown(this.scale, size * 2);
	}
}

/** Ports of the answer. */
const turned = (ports: number): number => (ports << 16) | (ports >>> 16);

/** Where a kind of packets is kept at hand: multiplying moves what differs between connections, wherever it stands, to the bits on top. */
const recentSlot = (source: number, destination: number, ports: number): number =>
	((Math.imul(source, 0x9e37_79b1) + Math.imul(destination, 0x85eb_ca6b) + Math.imul(ports, 0xc2b2_ae35)) >>> recentShift) * recentWidth;

/** Bits of `tcp.completeness` that a segment adds. */
function whatSeen(flags: number, length: number): number {
	let seen = 0;
	if ((flags & (syn | ack)) === (syn | ack)) seen = sawSynAck;
	else if (flags & syn) seen = length > 0 ? sawSyn | sawData : sawSyn;
	else if (flags & ack) seen = length > 0 ? sawData : sawAck;
	if ((flags & (fin | ack)) === (fin | ack)) seen |= sawFin;
	if ((flags & (rst | syn)) === rst) seen |= sawRst;
	return seen;
}
