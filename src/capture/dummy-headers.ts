/** Headers to put before bytes that have none; addresses of 4 or 16 bytes each. */
export type DummyHeaders = {
	/** Whether the link is Ethernet, which then is put before all. */
	readonly ethernet: boolean;
	readonly etherType: number | undefined;
	readonly protocol: number | undefined;
	readonly addresses: readonly [source: Uint8Array, destination: Uint8Array] | undefined;
	readonly transport: {readonly protocol: 6 | 17; readonly source: number; readonly destination: number} | undefined;
};

/** ' RECV' and ' SEND', as text2pcap has them. */
const macAddresses = [0x20, 0x52, 0x45, 0x43, 0x56, 0, 0x20, 0x53, 0x45, 0x4e, 0x44, 0];
const defaultAddresses = [Uint8Array.of(10, 1, 1, 1), Uint8Array.of(10, 2, 2, 2)] as const;
/** The shortest Ethernet frame without its check sequence. */
const leastFrame = 60;

const word = (value: number): number[] => [(value >>> 8) & 0xff, value & 0xff];
const words = (value: number): number[] => [...word(value >>> 16), ...word(value)];

/** RFC 1071. */
function checksum(bytes: readonly number[]): number {
	let sum = 0;
	for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i]! << 8) | (bytes[i + 1] ?? 0);
	while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
	return ~sum & 0xffff;
}

/** Makes packets of bytes, the headers before each; a TCP stream goes on from one to the next. */
export function dummyHeaders({ethernet, etherType, protocol, addresses, transport}: DummyHeaders): (bytes: Uint8Array) => Uint8Array {
	let sequence = 0;
	const [source, destination] = addresses ?? defaultAddresses;
	const hasIp = transport !== undefined || protocol !== undefined || addresses !== undefined;
	return bytes => {
		let packet = [...bytes];
		if (transport !== undefined) {
			const {protocol: number} = transport;
			const ports = [...word(transport.source), ...word(transport.destination)];
			const header = number === 17 ? [...ports, ...word(packet.length + 8), 0, 0] : [...ports, ...words(sequence), 0, 0, 0, 0, 0x50, 0, 0x20, 0, 0, 0, 0, 0];
			// RFC 768 and RFC 9293, section 3.1: the sum is over addresses, protocol and length too.
			const pseudo = [...source, ...destination, ...words(header.length + packet.length), ...words(number)];
			const sum = checksum([...pseudo, ...header, ...packet]);
			const at = number === 17 ? 6 : 16;
			// RFC 768: 0 would say that there is none.
			header.splice(at, 2, ...word(sum === 0 && number === 17 ? 0xffff : sum));
			sequence = (sequence + packet.length) >>> 0;
			packet = [...header, ...packet];
		}

		const isIpv6 = hasIp && source.length === 16;
		if (hasIp) packet = [...(isIpv6 ? ipv6Header : ipv4Header)(source, destination, transport?.protocol ?? protocol ?? 0, packet.length), ...packet];
		if (!ethernet || (!hasIp && etherType === undefined)) return Uint8Array.from(packet);
		packet = [...macAddresses, ...word(hasIp ? (isIpv6 ? 0x86dd : 0x0800) : etherType!), ...packet];
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
