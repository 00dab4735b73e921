import type {Cursor} from '../cursor.ts';
import type {Flows} from '../flows.ts';
import {blockSize, type PacketIndex} from '../packet-index.ts';
import type {Pairs} from '../pairs.ts';

/** Notices that are kept; whoever sends more of them has no path to tell of. */
const maxNotices = 65_536;
/** Rows before a notice among which the packet is looked for that was too big, and how many of the right size may be it. */
const lookBack = 1024;
const maxCandidates = 16;
/** Notices after which the sender's next packet is waited for at a time. */
const maxWaiting = 1024;
/** Bytes of a quoted packet that tell it from others: an IPv6 header and what every error quotes behind it. */
const quotedBytes = 48;

/** A router told a sender that a packet is too big for the next link. Rows are 0-based. */
export type TooBig = {
	readonly row: number;
	/** Bytes that would have fitted, as the router says it; 0 where it does not. */
	readonly mtu: number;
	/** The first bytes of the packet that it quotes, and how long that packet was. */
	readonly quoted: Uint8Array;
	readonly length: number;
	/** Rows that may be that packet, the latest first. */
	readonly candidates: readonly number[];
	/** What the sender did then: the row of its next packet that fits and uses the room, its bytes, and whether it is a fragment; -1 where none was seen. */
	next: number;
	nextLength: number;
	nextIsFragment: boolean;
	/** Packets of the sender since then that are too big as well. */
	stillTooBig: number;
};

/** Notices that packets are too big for a path, with the packets before and after them. */
export class PathMtu {
	readonly #notices = new Map<number, TooBig>();
	readonly #refused = new Map<number, TooBig[]>();
	readonly #answers = new Map<number, TooBig[]>();
	/** By addresses of the sender and of whom it sends to. */
	readonly #waiting = new Map<number, TooBig[]>();
	#waits = 0;
	readonly #flows: Flows;
	readonly #pairs: Pairs;
	readonly #index: PacketIndex;

	constructor(index: PacketIndex, flows: Flows, pairs: Pairs) {
		this.#index = index;
		this.#flows = flows;
		this.#pairs = pairs;
	}

	/** Whether a packet is of interest that is no notice itself. */
	get waits(): boolean {
		return this.#waits > 0;
	}

	/** The notice that a row is. */
	noticeOf(row: number): TooBig | undefined {
		return this.#notices.get(row);
	}

	/** Notices that may be about the packet of a row: `isQuoteOf` says whether they are. */
	about(row: number): readonly TooBig[] | undefined {
		return this.#refused.get(row);
	}

	/** Notices after which the packet of a row was the sender's next. */
	before(row: number): readonly TooBig[] | undefined {
		return this.#answers.get(row);
	}

	/** Takes the notice that a row is; its layer in the cursor is followed by the packet it quotes. */
	notice(row: number, c: Cursor, mtu: number): void {
		const layer = c.tooBigLayer + 1;
		const size = layer < c.depth ? c.layerAddressSize[layer]! : 0;
		if (size === 0 || this.#notices.size >= maxNotices) return;
		const b = c.sources[c.layerSource[layer]!]!;
		const start = c.layerStart[layer]!;
		const length = lengthOf(b, start, size);
		const {addresses} = this.#flows;
		const source = addresses.intern(b, c.layerSourceAt[layer]!, size);
		const destination = addresses.intern(b, c.layerDestinationAt[layer]!, size);
		const candidates = this.#candidates(row, source, destination, length);
		const quoted = b.slice(start, Math.min(c.layerEnd[c.tooBigLayer]!, start + quotedBytes));
		const one: TooBig = {row, mtu, quoted, length, candidates, next: -1, nextLength: 0, nextIsFragment: false, stillTooBig: 0};
		this.#notices.set(row, one);
		for (const candidate of candidates) append(this.#refused, candidate, one);
		if (this.#waits >= maxWaiting) return;
		append(this.#waiting, keyOf(source, destination), one);
		this.#waits++;
	}

	/** Looks whether a packet is the next of somebody who was told. */
	packet(row: number, c: Cursor): void {
		const {addressSize: size, addressLayer: layer} = c;
		if (size === 0) return;
		const b = c.sources[c.addressSource]!;
		const {addresses} = this.#flows;
		const key = keyOf(addresses.intern(b, c.sourceAt, size), addresses.intern(b, c.destinationAt, size));
		const waiting = this.#waiting.get(key);
		if (waiting === undefined) return;
		const length = c.layerLimit[layer]! - c.layerStart[layer]!;
		const left = waiting.filter(one => {
			const most = one.mtu || one.length - 1;
			if (length > most) one.stillTooBig++;
			if (length > most || (length * 2 < most && c.fragments === 0)) return true;
			one.next = row;
			one.nextLength = length;
			one.nextIsFragment = c.fragments > 0;
			append(this.#answers, row, one);
			return false;
		});
		this.#waits -= waiting.length - left.length;
		if (left.length === 0) this.#waiting.delete(key);
		else this.#waiting.set(key, left);
	}

	/** Earlier packets between these addresses that are as long as the quoted one. */
	#candidates(row: number, source: number, destination: number, length: number): number[] {
		const found: number[] = [];
		for (let at = row - 1; at >= 0 && row - at <= lookBack && found.length < maxCandidates; at--) {
			const block = this.#index.block(at);
			if (block.original.at(at % blockSize) >= length && this.#isBetween(at, block.flow[at % blockSize]!, source, destination)) found.push(at);
		}

		return found;
	}

	#isBetween(row: number, flow: number, source: number, destination: number): boolean {
		const record = flow >>> 1;
		const {source: one, destination: two} = this.#flows;
		if (flow !== 0 && ((flow & 1) === 0 ? one[record] === source && two[record] === destination : one[record] === destination && two[record] === source)) return true;
		const {networks} = this.#pairs;
		for (let n = networks.from(row); n < networks.count && networks.row(n) === row; n++) if (networks.first(n) === source && networks.second(n) === destination) return true;
		return false;
	}
}

const keyOf = (source: number, destination: number): number => source * 0x400_0000 + destination;

const append = <K>(map: Map<K, TooBig[]>, key: K, one: TooBig): void => {
	const known = map.get(key);
	if (known === undefined) map.set(key, [one]);
	else known.push(one);
};

/** Bytes of an IP packet as its header says it, that begins at `start`. */
const lengthOf = (b: Uint8Array, start: number, size: number): number => (size === 4 ? word(b, start + 2) : 40 + word(b, start + 4));

const word = (b: Uint8Array, at: number): number => ((b[at] ?? 0) << 8) | (b[at + 1] ?? 0);

/** Parts of a header that no router changes, and eight bytes behind it: identification and addresses of IPv4, lengths and addresses of IPv6. */
const stable = {4: [[4, 6], [12, 28]], 6: [[4, 7], [8, 48]]} as const;

/** Whether `quoted` is the start of the IP packet that begins at `start` of `b`. Of IPv4 options nothing is compared. */
export function isQuoteOf(quoted: Uint8Array, b: Uint8Array, start: number): boolean {
	const version = quoted[0]! >>> 4;
	if ((version !== 4 && version !== 6) || b[start]! >>> 4 !== version) return false;
	for (const [from, to] of stable[version]) for (let i = from; i < Math.min(to, quoted.length); i++) if (quoted[i] !== b[start + i]) return false;
	return true;
}
