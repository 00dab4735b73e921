import {crc32c} from '../decode/network/crc.ts';

/** Which way a packet went, where a dump says so. */
export type Direction = 'in' | 'out';

/** Where in what was one packet of the dump a packet stands. */
export type Part = {readonly first: boolean; readonly last: boolean};

/** What stands between IP and the bytes: ports, and what SCTP has besides. */
export type DummyTransport = {
	readonly protocol: 6 | 17 | 132;
	readonly source: number;
	readonly destination: number;
	/** SCTP's verification tag. */
	readonly tag?: number;
	/** SCTP's payload protocol identifier, where the bytes go into a DATA chunk. */
	readonly payload?: number;
};

/** Headers to put before bytes that have none; addresses of 4 or 16 bytes each. */
export type DummyHeaders = {
	/** Whether the link is Ethernet, which then is put before all. */
	readonly ethernet: boolean;
	readonly etherType: number | undefined;
	readonly protocol: number | undefined;
	readonly addresses: readonly [source: Uint8Array, destination: Uint8Array] | undefined;
	readonly transport: DummyTransport | undefined;
	/** Wireshark's exported PDUs: what the bytes are. */
	readonly dissector: string | undefined;
	/** Whether the dump says which way packets went: what went out goes the other way round. */
	readonly directed: boolean;
};

/** ' RECV' and ' SEND', as text2pcap has them. */
const macAddresses = [[0x20, 0x52, 0x45, 0x43, 0x56, 0], [0x20, 0x53, 0x45, 0x4e, 0x44, 0]] as const;
const defaultAddresses = [Uint8Array.of(10, 1, 1, 1), Uint8Array.of(10, 2, 2, 2)] as const;
/** The shortest Ethernet frame without its check sequence. */
const leastFrame = 60;
/** RFC 9260, section 3.3.1: a chunk is the first part of a message, the last, or both. */
const chunkFlags = {first: 2, last: 1} as const;
/** What the bytes are, in Wireshark's exported PDUs. */
const dissectorName = 12;

const word = (value: number): number[] => [(value >>> 8) & 0xff, value & 0xff];
const words = (value: number): number[] => [...word(value >>> 16), ...word(value)];
const padding = (length: number): number[] => Array.from({length: (4 - length % 4) % 4}, () => 0);

/** RFC 1071. */
function checksum(bytes: readonly number[]): number {
	let sum = 0;
	for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i]! << 8) | (bytes[i + 1] ?? 0);
	while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
	return ~sum & 0xffff;
}

/** Makes packets of bytes, the headers before each; a TCP stream goes on from one to the next, each way. */
export function dummyHeaders(
	{ethernet, etherType, protocol, addresses, transport, dissector, directed}: DummyHeaders,
): (bytes: Uint8Array, direction?: Direction, part?: Part) => Uint8Array {
	/** What the next byte of TCP is, each way. */
	const sequence: [number, number] = [0, 0];
	/** SCTP: chunks so far, and messages. */
	let chunks = 0;
	let messages = 0;
	const ends = addresses ?? defaultAddresses;
	const number = transport?.protocol ?? protocol;

	const segment = (
		{protocol, source, destination, tag = 0, payload}: DummyTransport,
		bytes: readonly number[],
		back: 0 | 1,
		{first, last}: Part,
		pseudo: readonly number[],
	): number[] => {
		const ports = back === 0 ? [...word(source), ...word(destination)] : [...word(destination), ...word(source)];
		if (protocol === 132) {
			// RFC 9260, section 3.3.1.
			const chunk = payload === undefined
				? bytes
				: [0, (first ? chunkFlags.first : 0) | (last ? chunkFlags.last : 0), ...word(bytes.length + 16), ...words(chunks++), 0, 0, ...word(messages & 0xffff),
					...words(payload), ...bytes, ...padding(bytes.length)];
			if (last) messages++;
			const packet = [...ports, ...words(tag), 0, 0, 0, 0, ...chunk];
			const sum = crc32c(Uint8Array.from(packet), 0, packet.length, 8);
			return packet.toSpliced(8, 4, ...words(sum));
		}

		// Where packets go both ways, each says how far the other way has come.
		const acknowledged = directed ? [...words(sequence[1 - back]!), 0x50, 0x10] : [0, 0, 0, 0, 0x50, 0];
		const header = protocol === 17 ? [...ports, ...word(bytes.length + 8), 0, 0] : [...ports, ...words(sequence[back]), ...acknowledged, 0x20, 0, 0, 0, 0, 0];
		// RFC 768 and RFC 9293, section 3.1: the sum is over addresses, protocol and length too.
		const sum = checksum([...pseudo, ...words(header.length + bytes.length), ...words(protocol), ...header, ...bytes]);
		const at = protocol === 17 ? 6 : 16;
		// RFC 768: 0 would say that there is none.
		header.splice(at, 2, ...word(sum === 0 && protocol === 17 ? 0xffff : sum));
		sequence[back] = (sequence[back] + bytes.length) >>> 0;
		return [...header, ...bytes];
	};

	return (bytes, direction = 'in', part = {first: true, last: true}) => {
		if (dissector !== undefined) {
			const name = [...new TextEncoder().encode(dissector)];
			return Uint8Array.from([...word(dissectorName), ...word(name.length), ...name, 0, 0, 0, 0, ...bytes]);
		}

		const back = direction === 'out' ? 1 : 0;
		const [source, destination] = [ends[back], ends[1 - back]!];
		let packet = [...bytes];
		if (transport !== undefined) packet = segment(transport, packet, back, part, [...source, ...destination]);
		const isIpv6 = source.length === 16;
		if (number !== undefined) packet = [...(isIpv6 ? ipv6Header : ipv4Header)(source, destination, number, packet.length), ...packet];
		if (!ethernet || (number === undefined && etherType === undefined)) return Uint8Array.from(packet);
		const type = number === undefined ? etherType! : isIpv6 ? 0x86dd : 0x0800;
		packet = [...macAddresses[back], ...macAddresses[1 - back]!, ...word(type), ...packet];
		while (packet.length < leastFrame) packet.push(0);
		return Uint8Array.from(packet);
	};
}

/** RFC 791, section 3.1. */
function ipv4Header(source: Uint8Array, destination: Uint8Array, protocol: number, length: number): number[] {
	const header = [0x45, 0, ...word(length + 20), 0x12, 0x34, 0, 0, 0xff, protocol, 0, 0, ...source, ...destination];
	header.splice(10, 2, ...word(checksum(header)));
	return header;
}

/** RFC 8200, section 3. */
const ipv6Header = (
	source: Uint8Array,
	destination: Uint8Array,
	protocol: number,
	length: number,
): number[] => [0x60, 0, 0, 0, ...word(length), protocol, 0x20, ...source, ...destination];
