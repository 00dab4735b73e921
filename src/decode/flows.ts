import {AddressBook, grown, QuadBook} from './books.ts';

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

/** Window scale shifts that are none. */
export const scaleUnknown = -1;
export const scaleUnused = -2;

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
	/** Of the record's first packet: address numbers, and ports as `source << 16 | destination`. */
	source = new Uint32Array(1 << 9);
	destination = new Uint32Array(1 << 9);
	ports = new Uint32Array(1 << 9);
	/** Two entries a record, by direction: first sequence number, whether it is known, window scale shift. */
	base = new Uint32Array(1 << 10);
	baseKnown = new Uint8Array(1 << 10);
	scale = new Int8Array(1 << 10);
	#tcpStreams = 0;
	#udpStreams = 0;
	#otherStreams = 0;

	/** Direction of the packet that was placed last: 0 that of its record's first packet. */
	direction: 0 | 1 = 0;
	/** Row + 1 of the packet before it in its record; 0 for the first. */
	previous = 0;

	/** The record of a packet. Addresses are places in `b`. */
	place(row: number, transport: number, b: Uint8Array, size: number, sourceAt: number, destinationAt: number, sourcePort: number, destinationPort: number): number {
		const key = this.#key(transport, b, size, sourceAt, destinationAt, sourcePort, destinationPort);
		let record = this.#current[key]!;
		if (record === 0) record = this.#begin(key, row, transport, sourcePort, destinationPort);
		else this.#touch(record, row, sourcePort, destinationPort);
		return record;
	}

	#sourceId = 0;
	#destinationId = 0;

	#key(transport: number, b: Uint8Array, size: number, sourceAt: number, destinationAt: number, sourcePort: number, destinationPort: number): number {
		const s = this.addresses.intern(b, sourceAt, size);
		const d = this.addresses.intern(b, destinationAt, size);
		this.#sourceId = s;
		this.#destinationId = d;
		const forward = s < d || (s === d && sourcePort <= destinationPort);
		const key = forward
			? this.#keys.intern(s, d, ((sourcePort << 16) | destinationPort) >>> 0, transport)
			: this.#keys.intern(d, s, ((destinationPort << 16) | sourcePort) >>> 0, transport);
		this.#current = grown(this.#current, key + 1);
		return key;
	}

	#begin(key: number, row: number, transport: number, sourcePort: number, destinationPort: number): number {
		const record = this.count++;
		if (record >= this.stream.length) this.#grow(record + 1);
		this.#current[key] = record;
		this.stream[record] = transport === tcpTransport ? this.#tcpStreams++ : transport === udpTransport ? this.#udpStreams++ : this.#otherStreams++;
		this.transport[record] = transport;
		this.firstRow[record] = row;
		this.lastRow[record] = row;
		this.source[record] = this.#sourceId;
		this.destination[record] = this.#destinationId;
		this.ports[record] = ((sourcePort << 16) | destinationPort) >>> 0;
		this.scale[record * 2] = scaleUnknown;
		this.scale[record * 2 + 1] = scaleUnknown;
		this.direction = 0;
		this.previous = 0;
		return record;
	}

	#touch(record: number, row: number, sourcePort: number, destinationPort: number): void {
		const same = this.source[record] === this.#sourceId && this.ports[record] === ((sourcePort << 16) | destinationPort) >>> 0;
		this.direction = same ? 0 : 1;
		this.previous = this.lastRow[record]! + 1;
		this.lastRow[record] = row;
	}

	/** The same for a TCP segment: keeps what relative numbers, scaled windows and completeness need. */
	placeTcp(row: number, b: Uint8Array, size: number, sourceAt: number, destinationAt: number, sourcePort: number, destinationPort: number, sequence: number, acknowledgment: number, flags: number, scale: number, length: number): number {
		const key = this.#key(tcpTransport, b, size, sourceAt, destinationAt, sourcePort, destinationPort);
		let record = this.#current[key]!;
		if (record !== 0 && (flags & (syn | ack)) === syn && this.#isNewLife(record, sourcePort, destinationPort, sequence)) record = 0;
		if (record === 0) record = this.#begin(key, row, tcpTransport, sourcePort, destinationPort);
		else this.#touch(record, row, sourcePort, destinationPort);

		const side = record * 2 + this.direction;
		const peer = record * 2 + 1 - this.direction;
		if (this.baseKnown[side] === 0) {
			// Numbers start at 1 behind a SYN, and so where the SYN was not seen.
			this.base[side] = flags & syn ? sequence : sequence - 1;
			this.baseKnown[side] = 1;
		}

		if (this.baseKnown[peer] === 0 && flags & ack) {
			this.base[peer] = acknowledgment - 1;
			this.baseKnown[peer] = 1;
		}

		if (flags & syn) {
			// RFC 7323, section 2.2: a shift is used only if both sides offered one; more than 14 counts as 14.
			this.scale[side] = scale < 0 ? scaleUnused : Math.min(14, scale);
			if (flags & ack) {
				if (scale < 0 && this.scale[peer]! >= 0) this.scale[peer] = scaleUnused;
				else if (this.scale[peer] === scaleUnused) this.scale[side] = scaleUnused;
			}
		}

		this.completeness[record] = this.completeness[record]! | this.#seen(record, flags, length);
		return record;
	}

	#isNewLife(record: number, sourcePort: number, destinationPort: number, sequence: number): boolean {
		const same = this.source[record] === this.#sourceId && this.ports[record] === ((sourcePort << 16) | destinationPort) >>> 0;
		const side = record * 2 + (same ? 0 : 1);
		return this.baseKnown[side] === 1 && (this.base[side] !== sequence >>> 0 || (this.completeness[record]! & (sawFin | sawRst)) !== 0);
	}

	#seen(record: number, flags: number, length: number): number {
		let seen = 0;
		if (flags & rst) seen |= sawRst;
		if (flags & syn) seen |= flags & ack ? sawSynAck : sawSyn;
		else if (flags & ack && !(flags & rst) && (length === 0 || this.completeness[record]! & sawSynAck)) seen |= sawAck;
		if (length > 0) seen |= sawData;
		if (flags & fin) seen |= sawFin;
		return seen;
	}

	#grow(length: number): void {
		this.stream = grown(this.stream, length);
		const size = this.stream.length;
		this.transport = grown(this.transport, size);
		this.firstRow = grown(this.firstRow, size);
		this.lastRow = grown(this.lastRow, size);
		this.completeness = grown(this.completeness, size);
		this.source = grown(this.source, size);
		this.destination = grown(this.destination, size);
		this.ports = grown(this.ports, size);
		this.base = grown(this.base, size * 2);
		this.baseKnown = grown(this.baseKnown, size * 2);
		this.scale = grown(this.scale, size * 2);
	}
}
