import {decodeText} from '../decode-text.ts';
import type {Framing, Window} from '../reassembly/framing.ts';

/** Length of the unit that starts at `at`, from its header; 0 where the header is not all there, -2 where it is none. */
type UnitLength = (b: Uint8Array, at: number, end: number) => number;

const u16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;
const u16little = (b: Uint8Array, at: number): number => b[at]! | (b[at + 1]! << 8);
const u32 = (b: Uint8Array, at: number): number => ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0;
const u32little = (b: Uint8Array, at: number): number => (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0;

/** No unit is longer: what says so is something else. */
const maxUnit = 16 * 1024 * 1024;

function framing(headerSize: number, length: UnitLength, units = true): Framing {
	return {
		units,
		open: () => undefined,
		next({bytes, start, end}: Window<unknown>) {
			if (end - start < headerSize) return 0;
			const size = length(bytes, start, end);
			return size > maxUnit || (size > 0 && size < headerSize) ? -2 : size;
		},
	};
}

/** MQTT 5.0, section 2.1.4: seven bits a byte, the lowest first. */
const mqttLength: UnitLength = (b, at, end) => {
	let value = 0;
	for (let i = 1; i <= 4; i++) {
		if (at + i >= end) return 0;
		value += (b[at + i]! & 0x7f) * 128 ** (i - 1);
		if (b[at + i]! < 0x80) return 1 + i + value;
	}

	return -2;
};

/** IEEE 1815: after a block of ten bytes, sixteen at a time with a checksum behind each. */
const dnp3Length: UnitLength = (b, at) => {
	if (u16(b, at) !== 0x0564) return -2;
	const data = b[at + 2]! - 5;
	return data < 0 ? -2 : 10 + data + 2 * Math.ceil(data / 16);
};

const bittorrentHandshake = 19;

const bittorrentLength: UnitLength = (b, at) => (b[at] === bittorrentHandshake && b[at + 1] === 0x42 && b[at + 2] === 0x69 ? 68 : 4 + u32(b, at));

const stunLength: UnitLength = (b, at, end) => {
	const size = u16(b, at + 2);
	if (b[at]! < 0x40) return end - at < 8 || u32(b, at + 4) === 0x2112_a442 ? 20 + size : -2;
	return 4 + ((size + 3) & ~3);
};

/** Wireshark takes XMPP to be whole where it ends with a tag. */
function xmppNext({bytes, start, end}: Window<unknown>): number {
	let last = end;
	while (last > start && bytes[last - 1]! <= 0x20) last--;
	return last === start || bytes[last - 1] === 0x3e ? end - start : 0;
}

/** Where the empty line ends that closes a header, -1 where it is not there yet. */
function headerEnd(b: Uint8Array, start: number, end: number): number {
	for (let at = start; at + 4 <= end; at++) if (b[at] === 13 && b[at + 1] === 10 && b[at + 2] === 13 && b[at + 3] === 10) return at + 4;
	return -1;
}

/** RFC 7826, section 5: a header, then as many bytes as it says; between messages, frames of four bytes and their own length. */
function rtspNext(w: Window<unknown>): number {
	const {bytes, start, end} = w;
	if (bytes[start] === 0x24) return end - start < 4 ? 0 : 4 + u16(bytes, start + 2);
	const body = headerEnd(bytes, start + Math.max(0, w.resume - 3), end);
	if (body < 0) {
		w.resume = end - start;
		return 0;
	}

	const length = /\r\ncontent-length[ \t]*:[ \t]*(\d{1,9})/i.exec(decodeText(bytes, start, body, 'latin1'))?.[1];
	return body - start + Number(length ?? 0);
}

const whoisPort = 43;
const textFraming = (next: (w: Window<unknown>) => number): Framing => ({open: () => undefined, next});

/** How messages of protocols that are not decoded are cut from a stream, where their header says their length. */
export const unitFramings: ReadonlyMap<string, Framing> = new Map([
	['ajp13', framing(4, (b, at) => 4 + u16(b, at + 2))],
	['bittorrent', framing(4, bittorrentLength)],
	['diameter', framing(4, (b, at) => (b[at] === 1 ? u32(b, at) & 0xff_ffff : -2))],
	['dnp3', framing(3, dnp3Length)],
	['drda', framing(10, (b, at) => (b[at + 2] === 0xd0 ? u16(b, at) : -2))],
	['dsi', framing(16, (b, at) => 16 + u32(b, at + 8))],
	['enip', framing(24, (b, at) => 24 + u16little(b, at + 2))],
	['hart_ip', framing(8, (b, at) => u16(b, at + 6))],
	['iec60870_104', framing(2, (b, at) => (b[at] === 0x68 ? 2 + b[at + 1]! : -2))],
	['lisp-tcp', framing(4, (b, at) => u16(b, at + 2))],
	['mbtcp', framing(8, (b, at) => (u16(b, at + 2) === 0 ? 6 + u16(b, at + 4) : -2))],
	['mqtt', framing(2, mqttLength)],
	['nbss', framing(4, (b, at) => 4 + (u32(b, at) & 0x01_ffff), false)],
	['openflow', framing(8, (b, at) => u16(b, at + 2))],
	['openwire', framing(4, (b, at) => 4 + u32(b, at))],
	['rpkirtr', framing(8, (b, at) => u32(b, at + 4))],
	['skinny', framing(8, (b, at) => 8 + u32little(b, at))],
	['stun', framing(4, stunLength)],
	['synphasor', framing(4, (b, at) => (b[at] === 0xaa ? u16(b, at + 2) : -2))],
	['rtsp', textFraming(rtspNext)],
	['whois', textFraming(w => (w.sourcePort === whoisPort ? -1 : w.end - w.start))],
	['xmpp', textFraming(xmppNext)],
	['tds', framing(8, (b, at) => u16(b, at + 2))],
	['tpkt', framing(4, (b, at) => (b[at] === 3 ? u16(b, at + 2) : -2), false)],
]);
