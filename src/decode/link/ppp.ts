import {parts, u16, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {etherType, linkType, pppProtocol} from '../space.ts';
import {pppProtocolNames} from './ppp-protocols.ts';

const p = parts('ppp', () => ({
	address: u8('Address', {base: 'hex'}),
	control: u8('Control', {base: 'hex'}),
	protocol: u16('Protocol', {base: 'hex', values: pppProtocolNames, about: 'What the frame carries.', reference: 'RFC 1661, section 2'}),
}));

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
		r.info(() => pppProtocolNames.get(number) ?? `Unknown protocol 0x${number.toString(16)}`);
	},
});
