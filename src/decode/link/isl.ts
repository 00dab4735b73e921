import {alias, bit, header, mac, parts, u16, u24, u8, word} from '../field.ts';
import {protocol} from '../protocol.ts';
import {etherType} from '../space.ts';

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

const p = parts('isl', {
	...word(1, {
		type: bit(4, 'Type', {values: types, type: 'FT_UINT8'}),
		_user: bit(2, ''),
		user_eth: bit(2, 'User', {values: priorities, type: 'FT_UINT8'}),
	}),
	...word(1, {_type: bit(4, ''), user: bit(4, 'User', {base: 'hex', type: 'FT_UINT8'})}),
});

/** What the length does not count: the addresses and itself. */
const uncounted = 14;
const typeAt = 5;

/** Whether a frame is for the address, but for its last byte, that stands for ISL. */
export const isIsl = (b: Uint8Array, at: number, end: number): boolean =>
	end - at >= h.size && (b[at] === 0x01 || b[at] === 0x03) && b[at + 1] === 0 && b[at + 2] === 0x0c && b[at + 3] === 0 && b[at + 4] === 0;

export const isl = protocol({
	name: 'isl',
	title: 'Cisco ISL',
	column: 'ISL',
	about: "Cisco's own way, older than 802.1Q, to mark frames as belonging to a virtual network.",
	reference: 'Cisco ISL',
	header: h,
	parts: p,
	aliases: {addr: alias('isl.addr', 'Source or Destination Address', [h.dst, h.src])},
	walk(c) {
		c.payload(h.size, uncounted + h.len.read(c));
		return c.next(etherType, 0x6558);
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
		r.info(() => `VLAN ID: ${r.get(h.vlan_id)}`);
	},
});
