import {alias, bit, bytes, duration, header, i32, parts, u16, u32, word} from '../field.ts';
import {syn, tcpTransport} from '../flows.ts';
import {claims, fault, protocol} from '../protocol.ts';
import type {Cursor} from '../cursor.ts';
import {ipProtocol} from '../space.ts';

// RFC 9293, section 3.1
const h = header('tcp', {
	srcport: u16('Source Port'),
	dstport: u16('Destination Port'),
	seq_raw: u32('Sequence Number (raw)'),
	ack_raw: u32('Acknowledgment number (raw)'),
	...word(2, {
		hdr_len: bit(4, 'Header Length', {scale: 4, unit: 'bytes', type: 'FT_UINT8'}),
		flags: bit(12, 'Flags', {
			base: 'hex',
			bits: {
				res: bit(3, 'Reserved', {type: 'FT_BOOLEAN'}), ae: bit(1, 'Accurate ECN'), cwr: bit(1, 'Congestion Window Reduced'), ece: bit(1, 'ECN-Echo'), urg: bit(1, 'Urgent'),
				ack: bit(1, 'Acknowledgment'), push: bit(1, 'Push'), reset: bit(1, 'Reset'), syn: bit(1, 'Syn'), fin: bit(1, 'Fin'),
			},
		}),
	}),
	window_size_value: u16('Window'),
	checksum: u16('Checksum', {base: 'hex'}),
	urgent_pointer: u16('Urgent Pointer'),
});

const p = parts('tcp', {
	stream: u32('Stream index'),
	len: u32('TCP Segment Len'),
	seq: u32('Sequence Number'),
	nxtseq: u32('Next Sequence Number'),
	ack: u32('Acknowledgment Number'),
	window_size: u32('Calculated window size'),
	window_size_scalefactor: i32('Window size scaling factor'),
	options: bytes('TCP Options'),
	time_relative: duration('Time since first frame in this TCP stream'),
	time_delta: duration('Time since previous frame in this TCP stream'),
	payload: bytes('TCP payload'),
});

const faults = {
	headerLength: fault('tcp.bogus_header_length', 'Bogus TCP Header length', 'error'),
};

/** Shift of the window scale option, RFC 7323, section 2.2; -1 where it is not there. */
function windowScale(c: Cursor, headerLength: number): number {
	const end = Math.min(c.end, c.start + headerLength);
	for (let at = c.start + h.size; at < end;) {
		const kind = c.bytes[at]!;
		if (kind === 0) return -1;
		const size = kind === 1 ? 1 : (c.bytes[at + 1] ?? 0);
		if (kind === 3 && size === 3 && at + 2 < end) return c.bytes[at + 2]!;
		if (size < 1 || (kind !== 1 && size < 2)) return -1;
		at += size;
	}

	return -1;
}

export const tcp = protocol({
	name: 'tcp',
	title: 'Transmission Control Protocol',
	reference: 'RFC 9293',
	claims: claims(ipProtocol, 6),
	header: h,
	parts: p,
	aliases: {port: alias('tcp.port', 'Source or Destination Port', [h.srcport, h.dstport])},
	faults,
	walk(c) {
		const headerLength = h.hdr_len.read(c);
		if (headerLength < h.size) return c.malformed(faults.headerLength, h.hdr_len);
		const flags = h.flags.read(c);
		c.ports(tcpTransport, h.srcport.read(c), h.dstport.read(c));
		c.tcp(h.seq_raw.read(c), h.ack_raw.read(c), flags, flags & syn ? windowScale(c, headerLength) : -1, Math.max(0, c.available - headerLength));
		c.payload(headerLength);
		c.segment();
		// What the segments carry is cut into messages by the conversation, not packet by packet.
		return c.opaque();
	},
	expand(r) {
		r.header();
		r.position = r.body;
		const {flow} = r.facts;
		if (flow !== undefined) r.derive(p.stream, flow.stream);
		r.derive(p.len, r.left);
		if (r.left > 0) r.rest(p.payload);
		r.info(() => `${r.get(h.srcport)} → ${r.get(h.dstport)}`);
	},
});
