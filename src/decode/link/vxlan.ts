import {header, parts, u16, u24, u8, word, bit} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {udpPort} from '../space.ts';
import {ethernet} from './ethernet.ts';

// RFC 7348, section 5; the policy bits are those of draft-smith-vxlan-group-policy
const h = header('vxlan', {
	flags: u16('Flags', {base: 'hex'}),
	gbp: u16('Group Policy ID'),
	vni: u24('VXLAN Network Identifier (VNI)', {about: 'The virtual network that the frame belongs to.', reference: 'RFC 7348, section 5'}),
	reserved8: u8('Reserved'),
});

const p = parts('vxlan', {
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
});

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
