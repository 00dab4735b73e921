import {parts, u16, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {etherType, linkType, pppProtocol} from '../space.ts';

const protocolNames = new Map([
	[0x0021, 'Internet Protocol version 4'],
	[0x002b, 'Novell IPX'],
	[0x002d, 'Van Jacobson Compressed TCP/IP'],
	[0x002f, 'Van Jacobson Uncompressed TCP/IP'],
	[0x003d, 'Multilink'],
	[0x0057, 'Internet Protocol version 6'],
	[0x00fd, 'Compressed datagram'],
	[0x0281, 'MPLS Unicast'],
	[0x0283, 'MPLS Multicast'],
	[0x8021, 'Internet Protocol Control Protocol'],
	[0x8057, 'IPv6 Control Protocol'],
	[0x80fd, 'Compression Control Protocol'],
	[0x8281, 'MPLS Control Protocol'],
	[0xc021, 'Link Control Protocol'],
	[0xc023, 'Password Authentication Protocol'],
	[0xc025, 'Link Quality Report'],
	[0xc223, 'Challenge Handshake Authentication Protocol'],
	[0xc227, 'Extensible Authentication Protocol'],
]);

const p = parts('ppp', {
	address: u8('Address', {base: 'hex'}),
	control: u8('Control', {base: 'hex'}),
	protocol: u16('Protocol', {base: 'hex', values: protocolNames, about: 'What the frame carries.', reference: 'RFC 1661, section 2'}),
});

/** RFC 1662, section 3.1: all stations, and a control byte. */
const isFramed = (b: Uint8Array, at: number, end: number): boolean => at + 1 < end && b[at] === 0xff;

/** RFC 1661, section 6.5: the last byte of a protocol number is odd, so that one byte can be left out. */
const isShort = (first: number): boolean => (first & 1) === 1;

export const ppp = protocol({
	name: 'ppp',
	title: 'Point-to-Point Protocol',
	about: 'Carries packets over a line with two ends.',
	reference: 'RFC 1661',
	claims: [...claims(linkType, 9, 50), ...claims(etherType, 0x880b)],
	parts: p,
	walk(c) {
		const b = c.bytes;
		const at = isFramed(b, c.start, c.end) ? c.start + 2 : c.start;
		if (at >= c.end) return undefined;
		if (isShort(b[at]!)) {
			c.payload(at + 1 - c.start);
			return c.next(pppProtocol, b[at]!);
		}

		if (at + 1 >= c.end) return undefined;
		c.payload(at + 2 - c.start);
		return c.next(pppProtocol, (b[at]! << 8) | b[at + 1]!);
	},
	expand(r) {
		if (isFramed(r.bytes, r.position, r.end)) {
			r.read(p.address);
			r.read(p.control);
		}

		const number = r.number(p.protocol, isShort(r.peek()) ? 1 : 2);
		r.info(() => protocolNames.get(number) ?? `Unknown protocol 0x${number.toString(16)}`);
	},
});
