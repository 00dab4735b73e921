import {syn, tcpTransport} from './flows.ts';
import {scaleNotOffered} from './published.ts';

/** LINKTYPE_ETHERNET. */
export const ethernetLink = 1;
/** Bytes of headers without options, and types of what an Ethernet header holds. */
export const ethernetHeader = 14;
export const ipv4Type = 0x0800;
export const ipv4Header = 20;
export const ipv6Type = 0x86dd;
export const ipv6Header = 40;
const tcpHeader = 20;

/** Kind of an option. */
const windowScale = 3;

/**
A TCP segment in a frame as most of them are: Ethernet, IPv4 without options or IPv6 without more headers, and whole, TCP
with the usual options, all of them sound. What is asked who sent how much to whom takes it from here; any other
frame is the cursor's. Places are of the frame's bytes.
*/
export class PlainSegment {
	/** The frame's bytes, which begin somewhere in these. */
	bytes: Uint8Array = new Uint8Array(0);
	#view = new DataView(this.bytes.buffer);
	/** Where the addresses are, the source's first, and how long each is. */
	addresses = 0;
	addressSize = 4;
	/** Where the TCP header begins; it ends where the payload begins. */
	header = 0;
	/** As `source << 16 | destination`. */
	ports = 0;
	/** Sequence and acknowledgment number, signed: half of them would be made on the heap else. */
	sequence = 0;
	acknowledgment = 0;
	flags = 0;
	/** The window as it stands in the header. */
	window = 0;
	/** Shift of the window scale option of a SYN, or `scaleNotOffered`. */
	scale = scaleNotOffered;
	/** Bytes of payload on the wire, and which of them were captured. */
	length = 0;
	from = 0;
	to = 0;

	/** Reads the frame `[start, end)`, which had `original` bytes on the wire. False where it is none: then nothing here counts. */
	read(b: Uint8Array, start: number, end: number, original: number, linkType: number): boolean {
		// What goes to a group of stations may be ISL's.
		if (linkType !== ethernetLink || end - start < ethernetHeader + ipv4Header + tcpHeader || b[start]! & 1) return false;
		if (b !== this.bytes) this.#aim(b);
		const view = this.#view;
		const at = start + ethernetHeader;
		const type = view.getUint16(at - 2);
		// A datagram ends where its header says, and begins where the TCP header does.
		let datagram = 0;
		let header = 0;
		if (type === ipv4Type) {
			if (b[at] !== 0x45 || b[at + 9] !== tcpTransport || (view.getUint16(at + 6) & 0x3fff) !== 0) return false;
			header = at + ipv4Header;
			datagram = view.getUint16(at + 2) - ipv4Header;
			this.addresses = at + 12;
			this.addressSize = 4;
		} else if (type === ipv6Type && end - at >= ipv6Header + tcpHeader) {
			if (b[at]! >>> 4 !== 6 || b[at + 6] !== tcpTransport) return false;
			header = at + ipv6Header;
			datagram = view.getUint16(at + 4);
			this.addresses = at + 8;
			this.addressSize = 16;
		} else {
			return false;
		}

		const said = view.getUint16(header + 12);
		const headerLength = (said >>> 12) * 4;
		const length = datagram - headerLength;
		if (headerLength < tcpHeader || length < 0 || header - start + datagram > Math.max(end - start, original)) return false;
		const from = header + headerLength;
		if (headerLength > tcpHeader && (from > end || !areUsual(b, header + tcpHeader, from))) return false;
		this.header = header;
		this.ports = view.getInt32(header);
		this.sequence = view.getInt32(header + 4);
		this.acknowledgment = view.getInt32(header + 8);
		this.flags = said & 0xfff;
		this.window = view.getUint16(header + 14);
		this.scale = said & syn ? scaleIn(b, header + tcpHeader, from) : scaleNotOffered;
		this.length = length;
		this.from = from;
		this.to = Math.min(end, header + datagram);
		return true;
	}

	#aim(b: Uint8Array): void {
		this.bytes = b;
		this.#view = new DataView(b.buffer, b.byteOffset, b.byteLength);
	}

	get sourcePort(): number {
		return this.ports >>> 16;
	}

	get destinationPort(): number {
		return this.ports & 0xffff;
	}
}

/** RFC 7323, appendix A: two fillers and the timestamps, as most segments have them. */
export const isTimed = (b: Uint8Array, at: number, end: number): boolean => end - at === 12 && b[at] === 1 && b[at + 1] === 1 && b[at + 2] === 8 && b[at + 3] === 10;

/** Whether the options `[at, end)` of a TCP header are such as most segments have, each as long as it must be. */
export function areUsual(b: Uint8Array, at: number, end: number): boolean {
	if (isTimed(b, at, end)) return true;
	for (let from = at, size = 0; from < end && b[from] !== 0; from += size) {
		size = sizes[b[from]!] ?? 0;
		if (size === 0 || from + size > end || (size > 1 && b[from + 1] !== size)) return false;
	}

	return true;
}

/** The shift of the window in usual options. */
function scaleIn(b: Uint8Array, at: number, end: number): number {
	for (let from = at; from < end && b[from] !== 0; from += sizes[b[from]!]!) if (b[from] === windowScale) return b[from + 2]!;
	return scaleNotOffered;
}

/** How long the options are that say nothing of what is asked here but for the shift of the window (RFC 9293, section 3.1; RFC 2018; RFC 7323), by kind. */
const sizes = new Uint8Array([1, 1, 4, 3, 2, 0, 0, 0, 10]);

/** Four bytes as a signed number. */
export const number32 = (b: Uint8Array, at: number): number => (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!;
