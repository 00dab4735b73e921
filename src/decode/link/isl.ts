import {alias, bit, bytes, header, mac, parts, u16, u24, u8, word} from '../field.ts';
import {protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType} from '../space.ts';
import {paddingBad, readTrailer, trailerParts} from './ethernet-trailer.ts';

const types = new Map([[0, 'Ethernet'], [1, 'Token-Ring'], [2, 'FDDI'], [3, 'ATM']]);
const priorities = new Map([[0, 'Normal Priority'], [1, 'Priority 1'], [2, 'Priority 2'], [3, 'Highest Priority']]);

// Cisco: Inter-Switch Link and IEEE 802.1Q Frame Format, 'ISL Frame'; the type is in the last byte of the address
const h = header('isl', {
	dst: mac('Destination'),
	src: mac('Source'),
	len: u16('Length'),
	dsap: u8('DSAP', {base: 'hex'}),
	ssap: u8('SSAP', {base: 'hex'}),
	control: u8('Control', {base: 'hex'}),
	hsa: u24('HSA', {base: 'hex', about: "The first half of the source's address once more."}),
	...word(2, {
		vlan_id: bit(15, 'VLAN ID', {about: 'The virtual network that the frame belongs to.'}),
		bpdu: bit(1, 'BPDU/CDP/VTP', {meaning: ['Yes', 'No']}),
	}),
	index: u16('Index', {about: 'The port of the switch that the frame came in by.'}),
	reserved: u16('Reserved', {base: 'hex'}),
});

const p = parts('isl', () => ({
	...word(1, {
		type: bit(4, 'Type', {values: types, type: 'FT_UINT8'}),
		_user: bit(2, ''),
		user_eth: bit(2, 'User', {values: priorities, type: 'FT_UINT8'}),
	}),
	...word(1, {_type: bit(4, ''), user: bit(4, 'User', {base: 'hex', type: 'FT_UINT8'})}),
	...word(2, {src_vlan_id: bit(15, 'Source VLAN ID'), explorer: bit(1, 'Explorer', {meaning: ['Explorer frame', 'Data frame']})}),
	dst_route_desc: u16('Destination route descriptor', {base: 'hex'}),
	src_route_desc: u16('Source-route descriptor', {base: 'hex'}),
	...word(1, {_ring: bit(1, ''), fcs_not_incl: bit(1, 'FCS Not Included', {meaning: ['True', 'False']}), esize: bit(6, 'Esize', {type: 'FT_UINT8'})}),
	trailer: bytes('Trailer'),
}));

/** What the length does not count: the addresses and itself. */
const uncounted = 14;
const typeAt = 5;
const tokenRing = 1;
/** What stands before a frame of a ring. */
const ringSize = 7;
/** No frame of Ethernet says that it is longer: the number is a type. */
const longest = 1500;

/** Whether a frame is for the address, but for its last byte, that stands for ISL. */
export const isIsl = (b: Uint8Array, at: number, end: number): boolean =>
	end - at >= uncounted && b[at] === 0x01 && b[at + 1] === 0 && b[at + 2] === 0x0c && b[at + 3] === 0 && b[at + 4] === 0 && h.len.readAt(b, at) <= longest;

export const isl = protocol({
	name: 'isl',
	title: 'Cisco ISL',
	column: 'ISL',
	about: "Cisco's own way, older than 802.1Q, to mark frames as belonging to a virtual network.",
	reference: 'Cisco ISL',
	header: h,
	parts: [trailerParts, p],
	faults: {padding: paddingBad},
	aliases: {addr: alias('isl.addr', 'Source or Destination Address', [h.dst, h.src])},
	walk(c) {
		const type = c.bytes[c.start + typeAt]! >>> 4;
		const length = h.len.read(c);
		c.child(type === tokenRing ? h.size + ringSize : h.size, length === 0 ? c.available : uncounted + length);
		return type === 0 ? c.next(etherType, 0x6558) : undefined;
	},
	expand(r) {
		const {base} = r;
		r.readOpen(h.dst, () => {
			if (r.at(p.type, base + typeAt) === 0) r.at(p.user_eth, base + typeAt);
			else r.at(p.user, base + typeAt);
		});
		for (const field of [h.src, h.len, h.dsap, h.ssap, h.control, h.hsa]) r.read(field);
		r.at(h.vlan_id, r.position);
		r.at(h.bpdu, r.position);
		r.position += 2;
		r.read(h.index);
		r.read(h.reserved);
		if (r.bytes[base + typeAt]! >>> 4 === tokenRing) readRing(r);
		readTrailer(r, r.facts.childLimit, p.trailer, 'maybe');
		r.info(() => `VLAN ID: ${r.get(h.vlan_id)}`);
	},
});

/** What stands before a frame of a ring. */
function readRing(r: Reader): void {
	r.at(p.src_vlan_id, r.position);
	r.at(p.explorer, r.position);
	r.skip(2);
	r.read(p.dst_route_desc);
	r.read(p.src_route_desc);
	r.at(p.fcs_not_incl, r.position);
	r.at(p.esize, r.position);
	r.skip(1);
}
