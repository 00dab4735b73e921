import {tcpTransport, udpTransport} from './flows.ts';
import {ethernetHeader, ethernetLink, ipv4Header, ipv4Type, ipv6Header, ipv6Type} from './plain-segment.ts';
import type {Protocol} from './protocol.ts';
import type {Registry} from './registry.ts';
import {etherType, ipProtocol, udpPort} from './space.ts';

/** The smallest type; what is less is a length. */
const leastType = 0x600;
const vlanType = 0x8100;
const vlanTag = 4;
/** The second byte of addresses of groups that ISL is sent to, which is no Ethernet inside. */
const islByte = 0x0c;

// RFC 792; RFC 4443, section 2.1: errors, which quote packets, are below the information.
const icmp = 1;
const icmpEchoReply = 0;
const icmpEcho = 8;
const icmpv6 = 58;
const icmpv6Information = 128;
/** RFC 4861, section 4.5: it quotes a packet too. */
const icmpv6Redirect = 137;

/** Tells from few bytes which frames hold no TCP segment, not in a tunnel and not in what an error quotes: who asks for segments alone need not walk these. */
export class SegmentSearch {
	readonly #registry: Registry;

	constructor(registry: Registry) {
		this.#registry = registry;
	}

	/** Whether the frame `[start, end)` holds none for sure. */
	isVain(b: Uint8Array, start: number, end: number, linkType: number): boolean {
		if (linkType !== ethernetLink || end - start < ethernetHeader || (b[start]! & 1 && b[start + 2] === islByte)) return false;
		let at = start + ethernetHeader;
		let type = word(b, at - 2);
		for (; type === vlanType && at + vlanTag <= end; at += vlanTag) type = word(b, at + 2);
		if (type === ipv4Type) {
			// One without options, and no fragment.
			return end - at >= ipv4Header && b[at] === 0x45 && (word(b, at + 6) & 0x3fff) === 0 && this.#isVainIn(b[at + 9]!, b, at + ipv4Header, end);
		}

		if (type === ipv6Type) return end - at >= ipv6Header && b[at]! >>> 4 === 6 && this.#isVainIn(b[at + 6]!, b, at + ipv6Header, end);
		return type >= leastType && isLast(this.#registry.find(etherType, type));
	}

	/** The same of what an IP header carries, from `at` on. */
	#isVainIn(protocol: number, b: Uint8Array, at: number, end: number): boolean {
		switch (protocol) {
			case tcpTransport:
				return false;
			case udpTransport: {
				if (end - at < 4) return false;
				const owner = this.#registry.owner(udpPort, word(b, at), word(b, at + 2));
				return owner !== undefined && !owner.moves && isLast(owner);
			}

			case icmp:
				return at < end && (b[at] === icmpEcho || b[at] === icmpEchoReply);
			case icmpv6:
				return at < end && b[at]! >= icmpv6Information && b[at] !== icmpv6Redirect;
			default:
				return isLast(this.#registry.find(ipProtocol, protocol));
		}
	}
}

/** Whether a protocol takes whatever comes, and nothing but data follows it. What is nobody's is data. */
const isLast = (p: Protocol | undefined): boolean => p === undefined || (p.lacking?.as !== 'refused' && (p.walk === undefined || p.holds?.length === 0));

const word = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;
