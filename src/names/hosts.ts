import {readFileSync} from 'node:fs';
import type {NameRecord} from '../capture/source.ts';
import {addressBytes} from '../decode/address-text.ts';
import {Collector} from '../decode/collect.ts';
import type {FrameView} from '../decode/frame-view.ts';
import {hexBytes, ipv4Text, ipv6Text} from '../decode/print.ts';
import type {Registry} from '../decode/registry.ts';

/** Where names of hosts come from, the first that knows one wins. */
export class Hosts {
	/** By the digits of their addresses. */
	readonly #names = new Map<string, string | undefined>();
	readonly #records: readonly NameRecord[];
	#recordsRead = 0;
	readonly #ask: ((address: string) => string | undefined) | undefined;

	/** `records` may grow; `ask` waits for an answer from elsewhere. */
	constructor(records: readonly NameRecord[], ask?: (address: string) => string | undefined) {
		this.#records = records;
		this.#ask = ask;
	}

	/** Reads a hosts(5) file. Throws what the file system says. */
	read(file: string): void {
		for (const line of readFileSync(file, 'utf8').split('\n')) {
			const [address = '', name] = line.replace(/#.*/, '').trim().split(/\s+/);
			const bytes = name === undefined ? undefined : addressBytes(address);
			if (bytes !== undefined) this.add(bytes, name!);
		}
	}

	/** The first name stays. */
	add(address: Uint8Array, name: string): void {
		const key = hexBytes(address);
		if (this.#names.get(key) === undefined) this.#names.set(key, name);
	}

	/** Records of the capture come as it is read. */
	#takeRecords(): void {
		for (; this.#recordsRead < this.#records.length; this.#recordsRead++) {
			const {address, names: [name]} = this.#records[this.#recordsRead]!;
			if (name !== undefined && name !== '') this.add(address, name);
		}
	}

	/** The name of a host, by its address of 4 or 16 bytes. */
	of(address: Uint8Array): string | undefined {
		if (this.#recordsRead < this.#records.length) this.#takeRecords();
		const key = hexBytes(address);
		const known = this.#names.get(key);
		if (known !== undefined || this.#ask === undefined || this.#names.has(key)) return known;
		const name = this.#ask(address.length === 4 ? ipv4Text(address) : ipv6Text(address));
		this.#names.set(key, name);
		return name;
	}
}

const ownerField = 'dns.resp.name';

/** Takes names from the answers of captured DNS packets. */
export class DnsAnswers {
	readonly #collector: Collector;
	readonly #owner: number;
	readonly #addresses: ReadonlySet<number>;
	readonly #hosts: Hosts;
	/** By protocol id: 1 for those that say names. */
	readonly #speaks: Uint8Array;

	constructor(registry: Registry, hosts: Hosts) {
		this.#hosts = hosts;
		this.#collector = new Collector(registry, [ownerField, 'dns.a', 'dns.aaaa']);
		this.#owner = registry.key(ownerField)!;
		this.#addresses = new Set([registry.key('dns.a')!, registry.key('dns.aaaa')!]);
		this.#speaks = new Uint8Array(registry.protocols.length);
		for (const p of registry.protocols.slice(1)) if (this.#collector.reads(p)) this.#speaks[p.id] = 1;
	}

	/** Looks at the packet that the view is aimed at. */
	look(view: FrameView): void {
		const c = view.cursor;
		let speaks = false;
		for (let layer = 0; layer < c.depth; layer++) speaks ||= this.#speaks[c.layerProtocol[layer]!] === 1;
		if (!speaks) return;
		let owner = '';
		for (const {key, value} of this.#collector.collect(view)) {
			if (key === this.#owner) owner = String(value);
			else if (this.#addresses.has(key) && value instanceof Uint8Array && owner !== '') this.#hosts.add(value, owner);
		}
	}
}
