import {byteString, bytes, header, parts, u32, u8} from '../field.ts';
import {claims, malformed, protocol} from '../protocol.ts';
import {ipProtocol} from '../space.ts';
import {ipProtocolNames} from './ip-protocols.ts';
import {nestExtension, nextHeader} from './ipv6-options.ts';

// RFC 4302, section 2
const h = header('ah', {
	next_header: u8('Next header', {values: ipProtocolNames}),
	length: u8('Length', {shown: value => `${value} (${(value + 2) * 4} bytes)`, about: 'In units of 4 bytes, without the first 8.'}),
	reserved: byteString(2, 'Reserved'),
	spi: u32('AH SPI', {base: 'hex', about: 'Names the agreement, with its keys, that sender and receiver have.'}),
	sequence: u32('AH Sequence', {about: 'Counts up, so that repeated packets are noticed.'}),
});

const p = parts('ah', () => ({icv: bytes('AH ICV', {about: 'Proves that the packet comes from its sender and was not changed.'})}));

export const authenticationHeader = protocol({
	name: 'ah',
	title: 'Authentication Header',
	about: 'Proves who sent a packet, and that nobody changed it. What it carries can be read by everybody.',
	reference: 'RFC 4302',
	claims: claims(ipProtocol, 51),
	lacking: {under: 2, as: 'named'},
	header: h,
	parts: p,
	walk(c) {
		nestExtension(c);
		const size = (h.length.read(c) + 2) * 4;
		if (size < h.size || size > c.available) return c.malformed(malformed, h.length);
		c.payload(size);
		return nextHeader(c, h.next_header.read(c));
	},
	expand(r) {
		r.info(() => `AH (SPI=0x${r.get(h.spi).toString(16).padStart(8, '0')})`);
		r.header();
		const size = (r.get(h.length) + 2) * 4 - h.size;
		if (size > 0) r.take(p.icv, size);
	},
});
