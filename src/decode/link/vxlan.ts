import {header, parts, u16, u24, u8, word, bit} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {etherType, udpPort} from '../space.ts';
import {ethernet} from './ethernet.ts';

// RFC 7348, section 5; the policy bits are those of draft-smith-vxlan-group-policy
const h = header('vxlan', {
	flags: u16('Flags', {base: 'hex'}),
	gbp: u16('Group Policy ID'),
	vni: u24('VXLAN Network Identifier (VNI)', {about: 'The virtual network that the frame belongs to.', reference: 'RFC 7348, section 5'}),
	reserved8: u8('Reserved'),
});

const p = parts('vxlan', () => ({
	...word(2, {
		flag_g: bit(1, 'GBP Extension', {meaning: ['Defined', 'Not defined']}),
		_r: bit(3, ''),
		flag_i: bit(1, 'VXLAN Network ID (VNI)', {meaning: ['True', 'False']}),
		_s: bit(4, ''),
		flag_d: bit(1, "Don't Learn", {meaning: ['True', 'False']}),
		_t: bit(2, ''),
		flag_a: bit(1, 'Policy Applied', {meaning: ['True', 'False']}),
		_u: bit(3, ''),
	}),
	flags_reserved: u16('Reserved(R)', {base: 'hex'}),
}));

/** Bits of the flags that mean nothing. */
const reservedMask = 0x77b7;

export const vxlan = protocol({
	name: 'vxlan',
	title: 'Virtual eXtensible Local Area Network',
	about: 'Carries Ethernet frames of virtual networks over UDP.',
	reference: 'RFC 7348',
	claims: claims(udpPort, 4789),
	header: h,
	parts: p,
	walk(c) {
		c.payload(h.size);
		return ethernet;
	},
	expand(r) {
		const {base} = r;
		const flags = r.get(h.flags);
		r.open(h.flags, base, flags);
		r.at(p.flag_g, base);
		r.at(p.flag_i, base);
		r.at(p.flag_d, base);
		r.at(p.flag_a, base);
		r.put(p.flags_reserved, base, base + 2, flags & reservedMask);
		r.close(base + 2);
		r.at(h.gbp, base + 2);
		r.at(h.vni, base + 4);
		r.at(h.reserved8, base + 7);
		r.info(() => `VNI ${r.get(h.vni)}`);
	},
});

// draft-ietf-nvo3-vxlan-gpe-12, section 3
const extended = header('vxlan', {
	flags: u8('Flags', {base: 'hex'}),
	reserved_16: u16('Reserved'),
	next_proto: u8('Next Protocol', {
		values: new Map([[0, 'Unknown'], [1, 'IPv4'], [2, 'IPv6'], [3, 'Ethernet'], [4, 'Network Service Header'], [5, 'MPLS']]),
		about: 'What the packet carries, whether or not the bit is set.',
	}),
	vni: u24('VXLAN Network Identifier (VNI)', {about: 'The virtual network that the packet belongs to.'}),
	reserved8: u8('Reserved'),
});

const whole = {type: 'FT_UINT8'} as const;

const extendedParts = parts('vxlan', () => ({
	...word(1, {
		_reserved: bit(2, ''),
		ver: bit(2, 'Version', whole),
		i_bit: bit(1, 'Instance', whole),
		p_bit: bit(1, 'Next Protocol Bit', whole),
		_r: bit(1, ''),
		o_bit: bit(1, 'OAM bit', whole),
	}),
	flags_reserved: u8('Reserved(R)', {base: 'dec'}),
}));

const extendedReserved = 0xc2;
const networkServiceHeader = 0x894f;

/** VXLAN whose packets need not be Ethernet: the generic protocol extension. */
export const vxlanExtended = protocol({
	name: 'vxlan',
	title: 'Virtual eXtensible Local Area Network',
	about: 'Carries packets of virtual networks over UDP, of Ethernet and of others.',
	reference: 'draft-ietf-nvo3-vxlan-gpe',
	claims: claims(udpPort, 4790),
	header: extended,
	parts: extendedParts,
	walk(c) {
		c.payload(extended.size);
		switch (extended.next_proto.read(c)) {
			case 1:
				return c.next(etherType, 0x0800);
			case 2:
				return c.next(etherType, 0x86dd);
			case 3:
				return ethernet;
			case 4:
				return c.next(etherType, networkServiceHeader);
			case 5:
				return c.next(etherType, 0x8847);
			default:
				return undefined;
		}
	},
	expand(r) {
		r.readOpen(extended.flags, () => {
			const at = r.position - 1;
			for (const field of [extendedParts.ver, extendedParts.i_bit, extendedParts.p_bit, extendedParts.o_bit]) r.at(field, at);
			r.put(extendedParts.flags_reserved, at, at + 1, r.bytes[at]! & extendedReserved);
		});
		r.read(extended.reserved_16);
		r.read(extended.next_proto);
		r.read(extended.vni);
		r.read(extended.reserved8);
		r.info(() => `VNI ${r.get(extended.vni)}`);
	},
});
