import {noMetadata, noOptions, unnamedInterface} from './pcap.ts';
import {BATCH_ROWS, makeBatch} from './reader.ts';
import {type CaptureSource, frameFlags, type Interface} from './source.ts';

/** A packet that is in no file. */
export type MemoryPacket = {
	readonly bytes: Uint8Array;
	/** Nanoseconds since 1970. */
	readonly time?: bigint;
	/** LINKTYPE_ number. */
	readonly linkType: number;
	/** Bytes on the wire, where they are more. */
	readonly length?: number;
	/** epb_flags and epb_packetid, as pcapng has them. */
	readonly flags?: number;
	readonly packetId?: bigint;
};

const interfaceOf = (linkType: number, index: number, name: string | undefined): Interface => ({
	...unnamedInterface,
	index,
	linkType,
	snapLength: 0,
	unitsPerSecond: 1_000_000_000n,
	name,
	littleEndian: true,
});

const second = 1_000_000_000n;

/** A capture of packets that are in memory, on an interface that may have a name. Keeps a copy of them. */
export function memorySource(packets: readonly MemoryPacket[], interfaceName?: string): CaptureSource {
	const size = packets.reduce((sum, {bytes}) => sum + bytes.length, 0);
	const bytes = new Uint8Array(size);
	const places: number[] = [];
	/** Packets with options, by place. */
	const saying = new Map<number, MemoryPacket>();
	const interfaces: Interface[] = [];
	const links = packets.map(({linkType}) => {
		const index = interfaces.findIndex(one => one.linkType === linkType);
		return index < 0 ? interfaces.push(interfaceOf(linkType, interfaces.length, interfaceName)) - 1 : index;
	});
	let end = 0;
	for (const packet of packets) {
		places.push(end);
		if (packet.flags !== undefined || packet.packetId !== undefined) saying.set(end, packet);
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
				const {time, bytes: own, length = own.length, flags, packetId} = packets[next]!;
				// Rounded down, also before 1970.
				const seconds = time === undefined ? 0n : (time - (((time % second) + second) % second)) / second;
				batch.start[i] = places[next]!;
				batch.place[i] = places[next]!;
				batch.captured[i] = own.length;
				batch.original[i] = Math.max(length, own.length);
				batch.seconds[i] = Number(seconds);
				batch.nanoseconds[i] = time === undefined ? 0 : Number(time - seconds * second);
				batch.interface[i] = links[next]!;
				batch.flags[i] = (time === undefined ? frameFlags.noTime : 0) | (flags === undefined && packetId === undefined ? 0 : frameFlags.hasOptions);
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
		options(place) {
			return {...noOptions, flags: saying.get(place)?.flags, packetId: saying.get(place)?.packetId};
		},
		store: {read: (place, length) => bytes.subarray(place, place + length)},
		descriptor: -1,
		close() {},
	};
}
