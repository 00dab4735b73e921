import {bit, bool8, header, parts, u16, u32, u8, word} from '../field.ts';
import {claims, type Protocol, protocol} from '../protocol.ts';
import type {Cursor} from '../cursor.ts';
import {etherType, linkType} from '../space.ts';
import {etherTypes} from './ether-types.ts';

const flag = {meaning: ['True', 'False']} as const;
const last = {meaning: ['Last Octet', 'More Follows']} as const;

// ITU-T Q.922, section 3.3
const h = header('fr', {
	first_addr_octet: u8('First address octet', {
		base: 'hex',
		bits: {
			upper_dlci: bit(6, 'Upper DLCI', {name: 'fr.upper_dlci', base: 'hex'}),
			cr: bit(1, 'CR', {name: 'fr.cr', meaning: ['Command', 'Response']}),
			ea: bit(1, 'EA', {name: 'fr.ea', ...last}),
		},
	}),
	second_addr_octet: u8('Second address octet', {
		base: 'hex',
		bits: {
			second_dlci: bit(4, 'Second DLCI', {name: 'fr.second_dlci', base: 'hex'}),
			fecn: bit(1, 'FECN', {name: 'fr.fecn', ...flag, about: 'The frame met congestion on its way.'}),
			becn: bit(1, 'BECN', {name: 'fr.becn', ...flag, about: 'Frames the other way meet congestion.'}),
			de: bit(1, 'DE', {name: 'fr.de', ...flag, about: 'To be dropped before others.'}),
			ea: bit(1, 'EA', {name: 'fr.ea', ...last}),
		},
	}),
});

const p = parts('fr', {
	...word(1, {
		lower_dlci: bit(6, 'Lower DLCI', {base: 'hex'}),
		_dc: bit(1, ''),
		ea: bit(1, 'EA', last),
	}),
	dc: bool8('DC', {type: 'FT_BOOLEAN', meaning: ['DL-CORE Control', 'Control'], about: 'Whether the number is one of a circuit or of something else.'}),
	dlci: u32('DLCI', {about: 'Number of the circuit.'}),
	control: u8('Control Field', {base: 'hex'}),
	nlpid: u8('NLPID', {
		base: 'hex',
		values: new Map([[0x80, 'SNAP'], [0x81, 'ISO 8473 CLNP'], [0x82, 'ISO 9542 ESIS'], [0x83, 'ISO 10589 ISIS'], [0x8e, 'IPv6'], [0xcc, 'IP']]),
		reference: 'RFC 2427, section 3',
	}),
	chdlctype: u16('Type', {base: 'hex', values: etherTypes}),
});

const unnumberedInformation = 0x03;
const nlpidIpv6 = 0x8e;
const nlpidIpv4 = 0xcc;

export const frameRelay = protocol({
	name: 'fr',
	title: 'Frame Relay',
	column: 'FR',
	about: 'Carries packets over circuits that a provider set up.',
	reference: 'RFC 2427',
	claims: claims(linkType, 107),
	header: h,
	parts: p,
	walk(c) {
		const size = addressSize(c.bytes, c.start, c.end);
		const at = c.start + size;
		if (size === 0 || at + 2 > c.end) return undefined;
		c.payload(size + 2);
		return payloadOf(c, at);
	},
	expand(r) {
		r.header();
		const size = addressSize(r.bytes, r.base, r.end);
		if (size === 0) return;
		const short = ((r.get(h.first_addr_octet) >> 2) << 4) | (r.get(h.second_addr_octet) >> 4);
		const last = r.peek();
		if (size > h.size) {
			r.group(undefined, `Final address octet: 0x${last.toString(16).padStart(2, '0')}`, () => {
				r.at(p.lower_dlci, r.position);
				r.put(p.dc, r.position, r.position + 1, (last >> 1) & 1);
				r.read(p.ea);
			});
		}

		r.derive(p.dlci, size > h.size ? (short << 6) | (last >> 2) : short, r.base, r.position);
		if (r.left < 2) return;
		if (r.peek() === unnumberedInformation) {
			r.read(p.control);
			r.read(p.nlpid);
		} else if (etherTypes.has(r.peek16())) {
			r.read(p.chdlctype);
		}
	},
});

/** Bytes of the address, two or three; 0 where it is no such address. */
function addressSize(b: Uint8Array, start: number, end: number): number {
	if (b[start]! & 1) return 0;
	if (b[start + 1]! & 1) return 2;
	return start + 2 < end && b[start + 2]! & 1 ? 3 : 0;
}

/** RFC 2427 has a control byte and a network layer id there; Cisco an ethertype. */
function payloadOf(c: Cursor, at: number): Protocol | undefined {
	if (c.bytes[at] !== unnumberedInformation) return c.next(etherType, (c.bytes[at]! << 8) | c.bytes[at + 1]!);
	switch (c.bytes[at + 1]) {
		case nlpidIpv4:
			return c.next(etherType, 0x0800);
		case nlpidIpv6:
			return c.next(etherType, 0x86dd);
		default:
			return undefined;
	}
}
