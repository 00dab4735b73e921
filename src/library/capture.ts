import {memorySource, type MemoryPacket} from '../capture/memory-source.ts';
import type {Registry} from '../decode/registry.ts';
import {OpenedCapture} from '../opened-capture.ts';
import {sharedRegistry} from './declared.ts';
import {type LinkType, linkTypeNumber, type RawPacket} from './raw-packet.ts';
import {compileFilter, type PacketFilter} from './packet-filter.ts';
import {Opened} from './opened.ts';
import {Packet} from './packet.ts';

/** Which packets `Capture.packets` gives, and when. */
export type PacketsOptions = {
	/** A display filter: only packets that pass it. */
	readonly filter?: string | PacketFilter;
	/**
	Give each packet as soon as it is read: for a pipe, or a file that is longer than it is looked at. It then knows only
	what is before it. Else the whole capture is read first, so that a packet also knows what later ones tell: in which one
	its datagram is whole, where its answer is.
	*/
	readonly streaming?: boolean;
};

/** How the packets of a capture are read. */
export type DecodeOptions = {
	/** What follows a number, as tshark's `-d` takes it: `['tcp.port==8123,http']`; RangeError for a rule that means nothing. */
	readonly decodeAs?: readonly string[];
};

/** A capture: packets in a file, in a pipe, or in memory. */
export class Capture {
	/** Where it is; '-' for the standard input, '' for packets in memory. */
	readonly path: string;
	/** Rules by which its packets are read, as tshark's `-d` takes them. */
	readonly decodeAs: readonly string[];
	#opening: Promise<Opened> | undefined;
	#opened: Opened | undefined;
	#closed = false;
	/** Reading goes on from here, once. */
	#reading: Promise<boolean> | undefined;
	readonly #open: () => Promise<Opened>;

	/** @internal */
	constructor(path: string, open: (registry: Registry) => Promise<Opened>, decodeAs: readonly string[] = []) {
		const registry = sharedRegistry(decodeAs);
		this.path = path;
		this.decodeAs = decodeAs;
		this.#open = () => open(registry);
	}

	/** @internal */
	async opened(): Promise<Opened> {
		if (this.#closed) throw new Error('the capture was closed');
		this.#opening ??= this.#open();
		this.#opened = await this.#opening;
		return this.#opened;
	}

	/**
	The packets, in order. Rejects with `CaptureError` where the file cannot be opened, with `FilterError` where the filter
	is none. May be called again, also while an earlier call goes on.

	@example
	```ts
	import {openCapture} from 'inkcap';

	for await (const packet of openCapture('fixtures/dns/addresses.pcap').packets({filter: 'dns.a && udp'})) {
		console.log(packet.number, packet.get('dns.qry.name'), packet.getAll('dns.a').join(' '));
	}
	//=> 2 example.com 198.51.100.80 198.51.100.80
	//=> 4 example.com 198.51.100.80
	//=> 6 www.example.com 198.51.100.80 198.51.100.81 198.51.100.80
	```
	*/
	async *packets({filter, streaming = false}: PacketsOptions = {}): AsyncGenerator<Packet, void, undefined> {
		const compiled = typeof filter === 'string' ? compileFilter(filter) : filter;
		const opened = await this.opened();
		if (!streaming) { while (await this.#readMore(opened)); }
		let row = 0;
		do {
			for (; row < opened.capture.count; row++) {
				const packet = new Packet(opened, row);
				if (compiled === undefined || compiled.matches(packet)) yield packet;
			}
		} while (await this.#readMore(opened));
	}

	/** The packet of this number; undefined where there is none. Reads the capture to its end. */
	async packet(number: number): Promise<Packet | undefined> {
		const count = await this.count();
		return Number.isInteger(number) && number >= 1 && number <= count ? new Packet(await this.opened(), number - 1) : undefined;
	}

	/** How many packets there are, or pass a display filter. Reads the capture to its end. */
	async count(filter?: string | PacketFilter): Promise<number> {
		const opened = await this.opened();
		while (await this.#readMore(opened));
		if (filter === undefined) return opened.capture.count;
		let count = 0;
		for await (const _ of this.packets({filter})) count++;
		return count;
	}

	/** What is wrong with the file, in a sentence: that it is cut in the middle. Undefined while it was not read to its end. */
	get fault(): string | undefined {
		return this.#opened?.capture.source.fault?.message;
	}

	/** Lets go of the file. Its packets cannot be asked any more. Happens by itself when nobody uses them. */
	close(): void {
		this.#closed = true;
		this.#opened?.close();
	}

	/** @internal */
	async [Symbol.asyncDispose](): Promise<void> {
		this.close();
	}

	/** Reads the next packets; false at the end of the capture. */
	#readMore(opened: Opened): Promise<boolean> {
		this.#reading ??= this.#next(opened).finally(() => {
			this.#reading = undefined;
		});
		return this.#reading;
	}

	async #next({capture}: Opened): Promise<boolean> {
		return !this.#closed && (capture.step() || capture.more());
	}
}

/**
Opens a capture file: pcap or pcapng, or gzip of either; '-' is the standard input. Nothing is read before packets are
asked for. Throws RangeError for a rule of `decodeAs` that means nothing.

@example
```ts
import {openCapture} from 'inkcap';

const capture = openCapture('fixtures/tcp/handshake.pcap');
console.log(await capture.count('tcp.flags.syn == 1')); //=> 2
capture.close();

const other = openCapture('fixtures/tcp/handshake.pcap', {decodeAs: ['tcp.port==80,data']});
console.log((await other.packet(4))!.protocols.at(-1)); //=> data
```
*/
export function openCapture(path: string, {decodeAs}: DecodeOptions = {}): Capture {
	return new Capture(path, async registry => new Opened(await OpenedCapture.open(path, registry)), decodeAs);
}

/** A capture of packets in memory: they are decoded as if they had been captured one after the other. Throws RangeError for a link type or a rule that is none. */
export function captureOf(packets: Iterable<Uint8Array | RawPacket>, {linkType = 'ethernet', decodeAs}: {readonly linkType?: LinkType} & DecodeOptions = {}): Capture {
	const source = memorySource([...packets].map(packet => inMemory(packet instanceof Uint8Array ? {bytes: packet, linkType} : {linkType, ...packet})));
	return new Capture('', registry => Promise.resolve(new Opened(new OpenedCapture(source, registry))), decodeAs);
}

const inMemory = ({linkType = 'ethernet', ...packet}: RawPacket): MemoryPacket => ({...packet, linkType: linkTypeNumber(linkType)});

/**
Decodes one packet in memory. Throws RangeError for a link type or a rule that is none; never for the bytes.

@example
```ts
import {decode} from 'inkcap';

const packet = decode(new Uint8Array([0x60, 0, 0, 0, 0, 0, 59, 64, ...new Uint8Array(15), 1, ...new Uint8Array(15), 1]), {linkType: 'raw'});
console.log(packet.protocols); //=> [ 'raw', 'ipv6' ]
console.log(packet.get('ipv6.src')); //=> ::1
```
*/
export function decode(bytes: Uint8Array, {decodeAs, ...packet}: Omit<RawPacket, 'bytes'> & DecodeOptions = {}): Packet {
	const opened = new Opened(new OpenedCapture(memorySource([inMemory({...packet, bytes})]), sharedRegistry(decodeAs)));
	while (opened.capture.step());
	opened.capture.pass.complete = true;
	return new Packet(opened, 0);
}
