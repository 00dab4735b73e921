import {bit, header, parts, u32} from '../field.ts';
import type {Cursor} from '../cursor.ts';
import {claims, protocol} from '../protocol.ts';
import {addressFamily, linkType} from '../space.ts';

const families: ReadonlyMap<number, string> = new Map([[2, 'IPv4'], [24, 'IPv6']]);

const isTrue = {meaning: ['True', 'False']} as const;

/** The numbers are in the byte order of the machine that captured: the one that makes the family small. */
const layout = (little: boolean) => ({
	af: u32('Address Family', {little, values: families}),
	spi: u32('SPI', {base: 'hex', about: 'Names the agreement under which the packet was protected.'}),
	flags: u32('Flags', {
		base: 'hex',
		little,
		bits: {
			_high: bit(18, ''),
			header_auth: bit(1, 'Header authenticated', isTrue),
			payload_compress: bit(1, 'Payload compressed', isTrue),
			payload_auth: bit(1, 'Payload authenticated', isTrue),
			payload_enc: bit(1, 'Payload encrypted', isTrue),
			_low: bit(10, ''),
		},
	}),
});

// https://www.tcpdump.org/linktypes.html, LINKTYPE_ENC
const big = header('enc', layout(false));
const small = header('enc', layout(true));

const p = parts('enc', () => ({'flags.reserved': u32('Reserved', {base: 'hex'})}));

/** Bits of the flags that have no meaning. */
const reservedMask = 0xff_ff_c3_ff;

function isSmall(b: Uint8Array, at: number): boolean {
	const family = big.af.readAt(b, at);
	return family > 0xffff || family === 0;
}

const familyOf = (c: Cursor): number => (isSmall(c.bytes, c.start) ? small : big).af.read(c);

export const enc = protocol({
	name: 'enc',
	title: 'OpenBSD Encapsulating device',
	about: 'Packets of IPsec as OpenBSD and FreeBSD see them inside, with what protected them.',
	reference: 'LINKTYPE_ENC',
	claims: claims(linkType, 109),
	lacking: {under: 8, as: 'named'},
	header: big,
	parts: [p, small.fields],
	walk(c) {
		c.payload(big.size);
		const family = familyOf(c);
		return families.has(family) ? c.next(addressFamily, family) : undefined;
	},
	expand(r) {
		const h = isSmall(r.bytes, r.base) ? small : big;
		const family = r.get(h.af);
		r.label(() => `Enc ${families.get(family) ?? `unknown (${family})`}, SPI 0x${r.get(h.spi).toString(16).padStart(8, '0')}`);
		r.read(h.af);
		r.read(h.spi);
		const at = r.position;
		r.need(4);
		const flags = r.get(h.flags);
		const {payload_enc, payload_auth, payload_compress, header_auth} = h.flags.bit;
		r.open(h.flags, at, flags);
		r.append(() => [payload_enc, payload_auth, payload_compress, header_auth].filter(field => r.get(field) !== 0).map(field => `, ${field.title}`).join(''));
		for (const field of [payload_enc, payload_auth, payload_compress, header_auth]) r.at(field, at);
		r.put(p['flags.reserved'], at, at + 4, (flags & reservedMask) >>> 0);
		r.close(at + 4);
	},
});
