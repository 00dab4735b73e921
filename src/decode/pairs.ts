import {AddressBook, grown, QuadBook} from './books.ts';
import {type Cursor, quoted} from './cursor.ts';
import type {Registry} from './registry.ts';
import {placeOfRow} from './sorted-rows.ts';

/** Bytes of an Ethernet header's two addresses, and of the whole header. */
const addressBytes = 12;
const headerBytes = 14;
/** Pairs that are looked for before the books are; more than a link has that talk at a time. */
const recentPairs = 256;

/** Rows with what they have more of than a column holds: two numbers each, in order of the rows. */
export class RowPairs {
	count = 0;
	#row = new Uint32Array(64);
	#first = new Uint32Array(64);
	#second = new Uint32Array(64);

	append(row: number, first: number, second: number): void {
		const n = this.count++;
		if (n >= this.#row.length) {
			this.#row = grown(this.#row, this.count);
			this.#first = grown(this.#first, this.#row.length);
			this.#second = grown(this.#second, this.#row.length);
		}

		this.#row[n] = row;
		this.#first[n] = first;
		this.#second[n] = second;
	}

	row(n: number): number {
		return this.#row[n]!;
	}

	first(n: number): number {
		return this.#first[n]!;
	}

	second(n: number): number {
		return this.#second[n]!;
	}

	/** The first entry of a row, or of the one behind it. */
	from(row: number): number {
		return placeOfRow(this.#row, this.count, row);
	}
}

/**
Between whom packets went, below the flows: pairs of Ethernet addresses, and the addresses of IP headers that no flow
stands for: those of packets without ports, of fragments, and of tunnels.
*/
export class Pairs {
	/** Ethernet addresses by number. */
	readonly stations = new AddressBook();
	/** By number of a pair: the stations between which it goes, as its first frame had them. */
	source = new Uint32Array(64);
	destination = new Uint32Array(64);
	count = 1;
	/** References of a row's Ethernet headers behind the first (in tunnels). */
	readonly moreLinks = new RowPairs();
	/** Addresses (numbers of the flows' book) of a row's IP headers that its flow does not have. */
	readonly networks = new RowPairs();
	readonly #book = new QuadBook();
	readonly #addresses: AddressBook;
	readonly #recent = new Uint8Array(recentPairs * addressBytes);
	readonly #recentReference = new Uint32Array(recentPairs);
	readonly #ethernet: number;
	readonly #ipv4: number;
	readonly #ipv6: number;

	/** `addresses` numbers addresses as the flows do. */
	constructor(registry: Registry, addresses: AddressBook) {
		this.#addresses = addresses;
		const id = (name: string): number => registry.byName.get(name)?.id ?? 0;
		this.#ethernet = id('eth');
		this.#ipv4 = id('ip');
		this.#ipv6 = id('ipv6');
	}

	/** Notes the addresses of a packet. Returns the reference of its first Ethernet header: pair times two, plus 1 against the pair's first direction; 0 for none. */
	place(row: number, c: Cursor, hasFlow: boolean): number {
		let link = 0;
		for (let layer = 0; layer < c.depth; layer++) {
			const protocol = c.layerProtocol[layer]!;
			const isNetwork = protocol === this.#ipv4 || protocol === this.#ipv6;
			if ((protocol !== this.#ethernet && !isNetwork) || c.layerFlags[layer]! & quoted) continue;
			const source = c.layerSource[layer]!;
			const b = c.sources[source]!;
			if (isNetwork) {
				const size = c.layerAddressSize[layer]!;
				const at = c.layerSourceAt[layer]!;
				if (size === 0 || (hasFlow && source === c.addressSource && at === c.sourceAt)) continue;
				this.networks.append(row, this.#addresses.intern(b, at, size), this.#addresses.intern(b, c.layerDestinationAt[layer]!, size));
				continue;
			}

			const at = c.layerStart[layer]!;
			if (c.layerEnd[layer]! - at < headerBytes) continue;
			const reference = this.link(b, at);
			if (link === 0) link = reference;
			else this.moreLinks.append(row, reference, 0);
		}

		return link;
	}

	/** The reference of the Ethernet header at `at`. */
	link(b: Uint8Array, at: number): number {
		const slot = (b[at + 5]! ^ (b[at + 11]! * 31) ^ (b[at + 10]! * 7)) & (recentPairs - 1);
		const recent = this.#recent;
		const from = slot * addressBytes;
		let same = 0;
		while (same < addressBytes && recent[from + same] === b[at + same]) same++;
		if (same === addressBytes && this.#recentReference[slot] !== 0) return this.#recentReference[slot]!;
		const destination = this.stations.intern(b, at, 6);
		const source = this.stations.intern(b, at + 6, 6);
		const forward = source <= destination;
		const pair = forward ? this.#book.intern(source, destination, 0, 0) : this.#book.intern(destination, source, 0, 0);
		if (pair >= this.count) {
			this.count = pair + 1;
			this.source = grown(this.source, this.count);
			this.destination = grown(this.destination, this.source.length);
			this.source[pair] = source;
			this.destination[pair] = destination;
		}

		const reference = pair * 2 + (this.source[pair] === source ? 0 : 1);
		recent.set(b.subarray(at, at + addressBytes), from);
		this.#recentReference[slot] = reference;
		return reference;
	}
}
