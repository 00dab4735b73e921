import {syn, tcpTransport} from './flows.ts';
import {scaleNotOffered} from './published.ts';

const ethernetHeader = 14;
const ipv4Header = 20;
const tcpHeader = 20;
const ip = ethernetHeader;
const tcp = ip + ipv4Header;
const headers = tcp + tcpHeader;

/** LINKTYPE_ETHERNET. */
const ethernetLink = 1;
/** Kind of an option. */
const windowScale = 3;

/**
A TCP segment in a frame as most of them are: Ethernet, IPv4 without options and whole, TCP with the usual options, all of
them sound. What is asked who sent how much to whom takes it from here; any other
frame is the cursor's. Places are of the frame's bytes.
*/
export class PlainSegment {
	/** The frame's bytes, which begin somewhere in these. */
	bytes: Uint8Array = new Uint8Array(0);
	/** Where the addresses are, the source's first. */
	addresses = 0;
	/** Where the TCP header begins; it ends where the payload begins. */
	header = 0;
	sourcePort = 0;
	destinationPort = 0;
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
		if (linkType !== ethernetLink || end - start < headers || b[start]! & 1) return false;
		const at = start + ip;
		if (b[at - 2] !== 8 || b[at - 1] !== 0 || b[at] !== 0x45 || b[at + 9] !== tcpTransport || (b[at + 6]! & 0x3f) !== 0 || b[at + 7] !== 0) return false;
		const headerLength = (b[start + tcp + 12]! >>> 4) * 4;
		const total = (b[at + 2]! << 8) | b[at + 3]!;
		const length = total - ipv4Header - headerLength;
		if (headerLength < tcpHeader || length < 0 || ethernetHeader + total > Math.max(end - start, original)) return false;
		const from = start + tcp + headerLength;
		this.scale = scaleNotOffered;
		if (headerLength > tcpHeader && (from > end || !this.#options(b, start + headers, from))) return false;
		this.bytes = b;
		this.addresses = at + 12;
		this.header = start + tcp;
		this.sourcePort = (b[at + 20]! << 8) | b[at + 21]!;
		this.destinationPort = (b[at + 22]! << 8) | b[at + 23]!;
		this.sequence = number32(b, at + 24);
		this.acknowledgment = number32(b, at + 28);
		this.flags = ((b[start + tcp + 12]! & 15) << 8) | b[start + tcp + 13]!;
		this.window = (b[at + 34]! << 8) | b[at + 35]!;
		if (!(this.flags & syn)) this.scale = scaleNotOffered;
		this.length = length;
		this.from = from;
		this.to = Math.min(end, at + total);
		return true;
	}

	/** Looks for the shift of the window in the options `[from, end)`. False where others stand there, or half of one. */
	#options(b: Uint8Array, from: number, end: number): boolean {
		for (let at = from, size = 0; at < end && b[at] !== 0; at += size) {
			const kind = b[at]!;
			size = sizes[kind] ?? 0;
			if (size === 0 || at + size > end || (size > 1 && b[at + 1] !== size)) return false;
			if (kind === windowScale && this.scale === scaleNotOffered) this.scale = b[at + 2]!;
		}

		return true;
	}
}

/** How long the options are that say nothing of what is asked here but for the shift of the window (RFC 9293, section 3.1; RFC 2018; RFC 7323), by kind. */
const sizes = new Uint8Array([1, 1, 4, 3, 2, 0, 0, 0, 10]);

/** Four bytes as a signed number. */
export const number32 = (b: Uint8Array, at: number): number => (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!;
