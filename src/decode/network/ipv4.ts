import {alias, bit, header, ipv4Address, u16, u8, word} from '../field.ts';
import {claims, fault, protocol} from '../protocol.ts';
import {etherType, ipProtocol, linkType} from '../space.ts';

// RFC 791, section 3.1
const h = header('ip', {
	...word(1, {
		version: bit(4, 'Version'),
		hdr_len: bit(4, 'Header Length', {scale: 4, unit: 'bytes'}),
	}),
	dsfield: u8('Differentiated Services Field', {base: 'hex', bits: {dscp: bit(6, 'Differentiated Services Codepoint'), ecn: bit(2, 'Explicit Congestion Notification')}}),
	len: u16('Total Length'),
	id: u16('Identification', {base: 'hex_dec'}),
	...word(2, {
		flags: bit(3, 'Flags', {base: 'hex', type: 'FT_UINT8', bits: {rb: bit(1, 'Reserved bit'), df: bit(1, "Don't fragment"), mf: bit(1, 'More fragments')}}),
		frag_offset: bit(13, 'Fragment Offset', {scale: 8}),
	}),
	ttl: u8('Time to Live'),
	proto: u8('Protocol'),
	checksum: u16('Header Checksum', {base: 'hex'}),
	src: ipv4Address('Source Address'),
	dst: ipv4Address('Destination Address'),
});

const faults = {
	version: fault('ip.bogus_ip_version', 'Bogus IP version', 'error'),
	headerLength: fault('ip.bogus_header_length', 'Bogus IP header length', 'error'),
	length: fault('ip.bogus_ip_length', 'Bogus IP length', 'error'),
};

export const ipv4 = protocol({
	name: 'ip',
	title: 'Internet Protocol Version 4',
	column: 'IPv4',
	reference: 'RFC 791',
	claims: [...claims(etherType, 0x0800), ...claims(linkType, 228), ...claims(ipProtocol, 4)],
	header: h,
	faults,
	aliases: {
		addr: alias('ip.addr', 'Source or Destination Address', [h.src, h.dst]),
	},
	walk(c) {
		if (h.version.read(c) !== 4) return c.malformed(faults.version, h.version);
		const headerLength = h.hdr_len.read(c);
		// Segmentation offload leaves the total length 0: the packet runs to the end of the frame.
		const length = h.len.read(c) || c.available;
		if (headerLength < h.size) return c.malformed(faults.headerLength, h.hdr_len);
		if (length < headerLength) return c.malformed(faults.length, h.len);

		c.addresses(4, c.start + h.src.offset, c.start + h.dst.offset);
		c.payload(headerLength, length);
		const protocol = h.proto.read(c);
		if (h.frag_offset.read(c) !== 0 || h.flags.bit.mf.read(c) !== 0) return c.fragment(h.id.read(c), h.frag_offset.read(c), h.flags.bit.mf.read(c) !== 0, protocol);
		return c.next(ipProtocol, protocol);
	},
});
