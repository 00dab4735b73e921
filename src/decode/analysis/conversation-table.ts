import {type AddressBook, grown, QuadBook} from '../books.ts';
import {tcpTransport, udpTransport} from '../flows.ts';
import {blockSize, type PacketIndex} from '../packet-index.ts';
import type {Pass} from '../pass.ts';
import type {Instant} from './since-first.ts';

/** What conversations and endpoints are counted of. */
export const conversationKinds = ['eth', 'ip', 'ipv6', 'tcp', 'udp'] as const;
export type ConversationKind = (typeof conversationKinds)[number];

/** Who talked with whom; `source` is who sent the first packet that was counted. `sent` is what came from the source. */
export type Conversation = {
	/** Numbers in the table's `addresses`. */
	readonly source: number;
	readonly destination: number;
	/** 0 where there are none. */
	readonly sourcePort: number;
	readonly destinationPort: number;
	readonly sentFrames: number;
	readonly sentBytes: number;
	readonly receivedFrames: number;
	readonly receivedBytes: number;
	/** The row with the earliest time. */
	readonly firstRow: number;
	/** That time and the latest. */
	readonly first: Instant;
	readonly last: Instant;
};

/** One side of conversations. */
export type Endpoint = {
	/** A number in the table's `addresses`. */
	readonly address: number;
	readonly port: number;
	sentFrames: number;
	sentBytes: number;
	receivedFrames: number;
	receivedBytes: number;
};

const transports: Readonly<Record<ConversationKind, number>> = {eth: 0, ip: 0, ipv6: 0, tcp: tcpTransport, udp: udpTransport};

/** Stands for a flow whose addresses are of another kind. */
const otherKind = 0xffff_ffff;

/** When something was, by number of a conversation. */
class Times {
	#seconds = new Float64Array(32);
	#nanoseconds = new Int32Array(32);

	at(number: number): Instant {
		return {seconds: this.#seconds[number]!, nanoseconds: this.#nanoseconds[number]!};
	}

	put(number: number, seconds: number, nanoseconds: number): void {
		this.#seconds[number] = seconds;
		this.#nanoseconds[number] = nanoseconds;
	}

	isBefore(number: number, seconds: number, nanoseconds: number): boolean {
		const own = this.#seconds[number]!;
		return own < seconds || (own === seconds && this.#nanoseconds[number]! < nanoseconds);
	}

	isAfter(number: number, seconds: number, nanoseconds: number): boolean {
		const own = this.#seconds[number]!;
		return own > seconds || (own === seconds && this.#nanoseconds[number]! > nanoseconds);
	}

	grow(size: number): void {
		this.#seconds = grown(this.#seconds, size);
		this.#nanoseconds = grown(this.#nanoseconds, size);
	}
}

/**
Counts packets and bytes by conversation, from the columns of the index alone. A packet in a tunnel counts once for each
header; what an error quotes does not count. TCP connections over the same ports are conversations of their own.
*/
export class ConversationTable {
	readonly kind: ConversationKind;
	readonly #pass: Pass;
	readonly #transport: number;
	/** Bytes of a network address of this kind. */
	readonly #size: number;
	/** Conversations in order of appearance: the number of a flow or a pair times two, plus the direction of the first packet that was counted. */
	#order = new Uint32Array(64);
	#count = 0;
	/** By such a number, for each direction: what was counted. */
	#frames = new Uint32Array(64);
	#bytes = new Float64Array(64);
	#firstRow = new Uint32Array(32);
	readonly #first = new Times();
	readonly #last = new Times();
	/** Pairs of networks: numbers of addresses, the smaller first. */
	readonly #networks = new QuadBook();
	#low = new Uint32Array(64);
	#high = new Uint32Array(64);
	/** By flow, what `#network` says of its first packet; 0 where that was not asked yet. */
	#networkOfFlow = new Uint32Array(64);
	/** The next entries of the tables that hold what columns have no room for. */
	#nextLink = 0;
	#nextNetwork = 0;
	#nextFlow = 0;
	#nextRenewal = 0;
	#row = -1;
	/** The time of the last row, the latest of the rows so far, and whether the last one has it, later than all before. */
	#seconds = 0;
	#nanoseconds = 0;
	#latest = -Infinity;
	#latestPart = 0;
	#isNewest = false;

	constructor(pass: Pass, kind: ConversationKind) {
		this.#pass = pass;
		this.kind = kind;
		this.#transport = transports[kind];
		this.#size = kind === 'ipv6' ? 16 : 4;
	}

	/** The book in which the addresses of this kind are. */
	get addresses(): AddressBook {
		return this.kind === 'eth' ? this.#pass.pairs.stations : this.#pass.flows.addresses;
	}

	/** Counts rows `[from, to)`; the pass must not have let go of them, and may do so afterwards. */
	add(from: number, to = from + 1): void {
		const {index} = this.#pass;
		// Where rows do not come in order, the tables are searched again.
		if (from <= this.#row) {
			const {pairs, extraFlows, renewals} = this.#pass;
			this.#nextLink = pairs.moreLinks.from(from);
			this.#nextNetwork = pairs.networks.from(from);
			this.#nextFlow = extraFlows.from(from);
			this.#nextRenewal = renewals.from(from);
		}

		for (let row = from; row < to;) {
			const end = Math.min(to, (row | (blockSize - 1)) + 1);
			this.#addOf(index.block(row), row, end);
			row = end;
		}

		this.#row = to - 1;
	}

	/** The same of rows in one block. */
	#addOf(block: ReturnType<PacketIndex['block']>, from: number, to: number): void {
		const {flow, link, nanoseconds: parts} = block;
		const {column: captured} = block.captured;
		const {column: cut} = block.cut;
		const {from: since, column: later} = block.seconds;
		const isLink = this.kind === 'eth';
		const isFlow = this.#transport !== 0;
		for (let row = from; row < to; row++) {
			const at = row & (blockSize - 1);
			const bytes = captured[at]! + cut[at]!;
			const seconds = since + later[at]!;
			const nanoseconds = parts[at]!;
			this.#isNewest = seconds > this.#latest || (seconds === this.#latest && nanoseconds > this.#latestPart);
			if (this.#isNewest) {
				this.#latest = seconds;
				this.#latestPart = nanoseconds;
			}

			this.#seconds = seconds;
			this.#nanoseconds = nanoseconds;

			if (isFlow) this.#addFlows(row, flow[at]!, bytes);
			else if (isLink) this.#addLinks(row, link[at]!, bytes);
			else this.#addNetworks(row, flow[at]!, bytes);
		}
	}

	#addLinks(row: number, link: number, bytes: number): void {
		if (link === 0) return;
		this.#add(link, row, bytes);
		const {moreLinks} = this.#pass.pairs;
		let n = this.#nextLink;
		while (n < moreLinks.count && moreLinks.row(n) < row) n++;
		for (; n < moreLinks.count && moreLinks.row(n) === row; n++) this.#add(moreLinks.first(n), row, bytes);
		this.#nextLink = n;
	}

	#addFlows(row: number, flow: number, bytes: number): void {
		const {extraFlows, flows} = this.#pass;
		let n = this.#nextFlow;
		while (n < extraFlows.count && extraFlows.row(n) < row) n++;
		let isCounted = flow === 0;
		for (; n < extraFlows.count && extraFlows.row(n) === row; n++) {
			const reference = extraFlows.flow(n);
			if (reference === flow) isCounted = true;
			if (extraFlows.isCounted(n) && flows.transport[reference >>> 1] === this.#transport) this.#add(reference, row, bytes);
		}

		this.#nextFlow = n;
		if (!isCounted && flows.transport[flow >>> 1] === this.#transport) this.#add(this.#before(row, flow), row, bytes);
	}

	/** The flow of a row before it was renewed: its packet belongs to both, and is counted once. */
	#before(row: number, flow: number): number {
		const {renewals} = this.#pass;
		if (this.#nextRenewal >= renewals.count) return flow;
		while (this.#nextRenewal < renewals.count && renewals.row(this.#nextRenewal) < row) this.#nextRenewal++;
		return renewals.row(this.#nextRenewal) === row ? renewals.first(this.#nextRenewal) : flow;
	}

	#addNetworks(row: number, flow: number, bytes: number): void {
		const {networks} = this.#pass.pairs;
		const {addresses} = this.#pass.flows;
		let n = this.#nextNetwork;
		while (n < networks.count && networks.row(n) < row) n++;
		for (; n < networks.count && networks.row(n) === row; n++) {
			const source = networks.first(n);
			if (addresses.size(source) === this.#size) this.#add(this.#network(source, networks.second(n)), row, bytes);
		}

		this.#nextNetwork = n;
		if (flow === 0) return;
		const known = this.#networkOf(flow >>> 1);
		if (known === otherKind) return;
		// Who talks to itself has one direction.
		const isOne = this.#low[known >>> 1] === this.#high[known >>> 1];
		this.#add(isOne ? known : known ^ (flow & 1), row, bytes);
	}

	#networkOf(record: number): number {
		this.#networkOfFlow = grown(this.#networkOfFlow, record + 1);
		const known = this.#networkOfFlow[record]!;
		if (known !== 0) return known;
		const {flows} = this.#pass;
		const source = flows.source[record]!;
		const network = flows.addresses.size(source) === this.#size ? this.#network(source, flows.destination[record]!) : otherKind;
		this.#networkOfFlow[record] = network;
		return network;
	}

	/** The pair of two addresses times two, plus 1 where the source has the higher number. */
	#network(source: number, destination: number): number {
		const forward = source <= destination;
		const low = forward ? source : destination;
		const high = forward ? destination : source;
		const pair = this.#networks.intern(low, high, 0, 0);
		this.#low = grown(this.#low, pair + 1);
		this.#high = grown(this.#high, pair + 1);
		this.#low[pair] = low;
		this.#high[pair] = high;
		return pair * 2 + (forward ? 0 : 1);
	}

	/** Counts one header of a row. */
	#add(reference: number, row: number, bytes: number): void {
		const number = reference >>> 1;
		if (number >= this.#firstRow.length) this.#grow(number + 1);
		const frames = this.#frames[reference]!;
		if (frames === 0 && this.#frames[reference ^ 1] === 0) this.#begin(reference, row);
		this.#frames[reference] = frames + 1;
		this.#bytes[reference] = this.#bytes[reference]! + bytes;
		// Captures are nearly always in order of time: then nothing has to be compared.
		const seconds = this.#seconds;
		const nanoseconds = this.#nanoseconds;
		if (this.#isNewest || this.#last.isBefore(number, seconds, nanoseconds)) {
			this.#last.put(number, seconds, nanoseconds);
		} else if (this.#first.isAfter(number, seconds, nanoseconds)) {
			this.#first.put(number, seconds, nanoseconds);
			this.#firstRow[number] = row;
		}
	}

	#begin(reference: number, row: number): void {
		const place = this.#count++;
		this.#order = grown(this.#order, place + 1);
		this.#order[place] = reference;
		const number = reference >>> 1;
		this.#firstRow[number] = row;
		this.#first.put(number, this.#seconds, this.#nanoseconds);
		this.#last.put(number, this.#seconds, this.#nanoseconds);
	}

	#grow(length: number): void {
		this.#firstRow = grown(this.#firstRow, length);
		const size = this.#firstRow.length;
		this.#first.grow(size);
		this.#last.grow(size);
		this.#frames = grown(this.#frames, size * 2);
		this.#bytes = grown(this.#bytes, size * 2);
	}

	/** How many conversations there are so far. */
	get size(): number {
		return this.#count;
	}

	/** References of so many of them, for `conversation`: those with the most frames first; among equals in order of appearance. */
	ranked(most = Infinity): Uint32Array {
		// One number for both keys: sorting numbers takes a tenth of what sorting by a function takes.
		const count = this.#count;
		const keys = new Float64Array(count);
		for (let place = 0; place < count; place++) {
			const reference = this.#order[place]!;
			keys[place] = place - (this.#frames[reference]! + this.#frames[reference ^ 1]!) * count;
		}

		const ranked = new Uint32Array(Math.min(most, count));
		keys.sort();
		for (let rank = 0; rank < ranked.length; rank++) {
			const behind = keys[rank]! % count;
			ranked[rank] = this.#order[behind < 0 ? behind + count : 0]!;
		}

		return ranked;
	}

	conversation(reference: number): Conversation {
		const {pairs, flows} = this.#pass;
		const number = reference >>> 1;
		const isLink = this.kind === 'eth';
		const isFlow = this.#transport !== 0;
		const one = (isLink ? pairs.source : isFlow ? flows.source : this.#low)[number]!;
		const two = (isLink ? pairs.destination : isFlow ? flows.destination : this.#high)[number]!;
		const ports = isFlow ? flows.ports[number]! : 0;
		const against = (reference & 1) === 1;
		return {
			source: against ? two : one,
			destination: against ? one : two,
			sourcePort: against ? ports & 0xffff : ports >>> 16,
			destinationPort: against ? ports >>> 16 : ports & 0xffff,
			sentFrames: this.#frames[reference]!,
			sentBytes: this.#bytes[reference]!,
			receivedFrames: this.#frames[reference ^ 1]!,
			receivedBytes: this.#bytes[reference ^ 1]!,
			firstRow: this.#firstRow[number]!,
			first: this.#first.at(number),
			last: this.#last.at(number),
		};
	}

	/** The sides of all conversations, each once, those with the most frames first; among equals in order of appearance. */
	endpoints(): Endpoint[] {
		const found = new Map<number, Endpoint>();
		const count = (address: number, port: number, sentFrames: number, sentBytes: number, receivedFrames: number, receivedBytes: number): void => {
			const key = address * 0x1_0000 + port;
			const known = found.get(key);
			if (known === undefined) {
				found.set(key, {address, port, sentFrames, sentBytes, receivedFrames, receivedBytes});
				return;
			}

			known.sentFrames += sentFrames;
			known.sentBytes += sentBytes;
			known.receivedFrames += receivedFrames;
			known.receivedBytes += receivedBytes;
		};

		for (const reference of this.#order.subarray(0, this.#count)) {
			const c = this.conversation(reference);
			count(c.source, c.sourcePort, c.sentFrames, c.sentBytes, c.receivedFrames, c.receivedBytes);
			count(c.destination, c.destinationPort, c.receivedFrames, c.receivedBytes, c.sentFrames, c.sentBytes);
		}

		return [...found.values()].sort((a, b) => b.sentFrames + b.receivedFrames - a.sentFrames - a.receivedFrames);
	}
}
