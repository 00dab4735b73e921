import {noMetadata} from '../capture/pcap.ts';
import {BATCH_ROWS, makeBatch} from '../capture/reader.ts';
import {type CaptureSource, frameFlags, type Interface} from '../capture/source.ts';

/** One packet in memory. */
export type RawPacket = {
	/** From the first byte of the link layer on. */
	readonly bytes: Uint8Array;
	/** When it was captured, in nanoseconds since 1970; it has no time where this is left out. */
	readonly time?: bigint;
	/** What it begins with; Ethernet where this is left out. */
	readonly linkType?: LinkType;
	/** How long it was on the wire, where less of it is there. */
	readonly length?: number;
};

/** Link types by name; any other by its LINKTYPE_ number (https://www.tcpdump.org/linktypes.html). */
export const linkTypes = {
	null: 0,
	ethernet: 1,
	ppp: 9,
	raw: 101,
	'cisco-hdlc': 104,
	wlan: 105,
	'frame-relay': 107,
	loopback: 108,
	'linux-cooked': 113,
	radiotap: 127,
	ipv4: 228,
	ipv6: 229,
	'linux-cooked-2': 276,
} as const;

/** What a packet begins with: a name of `linkTypes`, or a LINKTYPE_ number. */
export type LinkType = keyof typeof linkTypes | number;

const numberOf = (linkType: LinkType): number => {
	const number = typeof linkType === 'number' ? linkType : linkTypes[linkType];
	if (number === undefined || !Number.isInteger(number) || number < 0 || number > 0xffff)
		throw new RangeError(`there is no link type '${linkType}'; there are ${Object.keys(linkTypes).join(', ')}`);
	return number;
};

const interfaceOf = (linkType: number, index: number): Interface => ({
	index,
	id: undefined,
	section: undefined,
	linkType,
	snapLength: 0,
	unitsPerSecond: 1_000_000_000n,
	offsetSeconds: 0n,
	fcsLength: undefined,
	name: undefined,
	description: undefined,
	filter: undefined,
	operatingSystem: undefined,
	hardware: undefined,
	speed: undefined,
	comments: [],
	options: [],
	littleEndian: true,
});

const second = 1_000_000_000n;

/** A capture of packets that are in memory. Keeps a copy of them. */
export function memorySource(packets: readonly RawPacket[]): CaptureSource {
	const size = packets.reduce((sum, {bytes}) => sum + bytes.length, 0);
	const bytes = new Uint8Array(size);
	const places: number[] = [];
	const interfaces: Interface[] = [];
	const links = packets.map(({linkType = 'ethernet'}) => {
		const number = numberOf(linkType);
		let index = interfaces.findIndex(one => one.linkType === number);
		if (index < 0) index = interfaces.push(interfaceOf(number, interfaces.length)) - 1;
		return index;
	});
	let end = 0;
	for (const packet of packets) {
		places.push(end);
		bytes.set(packet.bytes, end);
		end += packet.bytes.length;
	}

	const batch = makeBatch();
	let next = 0;
	return {
		path: '',
		format: {name: packets.length === 0 ? 'empty' : 'pcap', variant: undefined, precision: 'nanoseconds', littleEndian: true, compressed: false},
		interfaces,
		metadata: noMetadata,
		read() {
			if (next === packets.length) return undefined;
			batch.bytes = bytes;
			batch.count = Math.min(BATCH_ROWS, packets.length - next);
			for (let i = 0; i < batch.count; i++, next++) {
				const {time, bytes: own, length = own.length} = packets[next]!;
				// Rounded down, also before 1970.
				const seconds = time === undefined ? 0n : (time - (((time % second) + second) % second)) / second;
				batch.start[i] = places[next]!;
				batch.place[i] = places[next]!;
				batch.captured[i] = own.length;
				batch.original[i] = Math.max(length, own.length);
				batch.seconds[i] = Number(seconds);
				batch.nanoseconds[i] = time === undefined ? 0 : Number(time - seconds * second);
				batch.interface[i] = links[next]!;
				batch.flags[i] = time === undefined ? frameFlags.noTime : 0;
			}

			return batch;
		},
		more: () => Promise.resolve(false),
		get bytesRead() {
			return next === packets.length ? size : places[next]!;
		},
		size,
		get share() {
			return packets.length === 0 ? 1 : next / packets.length;
		},
		fault: undefined,
		options() {
			throw new RangeError('A packet in memory has no options.');
		},
		store: {read: (place, length) => bytes.subarray(place, place + length)},
		descriptor: -1,
		close() {},
	};
}
