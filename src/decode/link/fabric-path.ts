import {bit, byteString, type Field, header, mac, none, parts, u16, u24, u32, u8, word} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType} from '../space.ts';
import {fcsStatuses} from './ethernet-trailer.ts';

// Hierarchical addresses in the place of Ethernet's, then a type, a tree and a hop count
const h = header('cfp', {
	_destination: byteString(6, 'Destination'),
	_source: byteString(6, 'Source'),
	etype: u16('FP Ethertype', {base: 'hex', values: new Map([[0x8903, 'Data Center Ethernet (DCE) protocol(Cisco)']])}),
	...word(2, {
		ftag: bit(10, 'FTAG', {about: 'The tree on which the frame is forwarded.'}),
		ttl: bit(6, 'TTL', {type: 'FT_UINT16', about: 'Hops that are left.'}),
	}),
});

const p = parts('cfp', () => ({
	d_hmac: none('Destination HMAC'),
	d_hmac_mc: mac('MC Destination'),
	s_hmac: none('Source HMAC'),
	eid: u24('End Node ID', {base: 'dec_hex'}),
	...word(3, {
		_end: bit(6, ''),
		ul: bit(1, 'U/L bit', {meaning: ['Locally administered address (this is NOT the factory default)', 'Globally unique address (factory default)']}),
		ig: bit(1, 'I/G bit', {meaning: ['Group address (multicast/broadcast)', 'Individual address (unicast)']}),
		_id: bit(3, ''),
		ooodl: bit(1, 'OOO/DL Bit', {
			meaning: ['Out of order delivery (If DA) or Do not learn (If SA)', 'Deliver in order (If DA) or Learn (If SA)'],
		}),
		swid: bit(12, 'switch-id', {base: 'dec_hex', type: 'FT_UINT24', about: 'The switch that the frame is for, or comes from.'}),
	}),
	sswid: u8('sub-switch-id', {base: 'dec_hex'}),
	lid: u16('Source LID', {base: 'dec_hex', about: 'The port of that switch.'}),
	fcs: u32('Frame check sequence', {base: 'hex'}),
	'fcs.status': u8('FCS status', {values: fcsStatuses}),
}));

/** The end node's number is in two pieces. */
const endNodeMask = 0xfcc000;
const endNodeShift = 14;
const addressSize = 6;
const fcsSize = 4;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

function address(r: Reader, node: Field<'none'>, multicast: boolean): void {
	const at = r.position;
	r.need(addressSize);
	const word = (r.bytes[at]! << 16) | (r.bytes[at + 1]! << 8) | r.bytes[at + 2]!;
	const port = (r.bytes[at + 4]! << 8) | r.bytes[at + 5]!;
	if (multicast) {
		r.read(p.d_hmac_mc);
		return;
	}

	const name = node === p.d_hmac ? 'Destination' : 'Source';
	r.group(node, () => `${name}: ${hex(word & 0xfff, 3)}.${hex(r.bytes[at + 3]!, 2)}.${hex(port, 4)}`, () => {
		r.put(p.eid, at, at + 3, (word & endNodeMask) >>> endNodeShift);
		r.at(p.ul, at);
		r.at(p.ig, at);
		r.at(p.ooodl, at);
		r.at(p.swid, at);
		r.at(p.sswid, at + 3);
		r.at(p.lid, at + 4);
		r.position = at + addressSize;
	});
}

export const fabricPath = protocol({
	name: 'cfp',
	title: 'Cisco FabricPath',
	column: 'CFP',
	about: "Carries Ethernet frames through a fabric of Cisco's switches.",
	reference: 'Cisco FabricPath',
	claims: claims(etherType, 0x8903),
	header: h,
	parts: p,
	walk(c) {
		c.child(h.size, c.available - fcsSize);
		return c.next(etherType, 0x6558);
	},
	expand(r) {
		address(r, p.d_hmac, (r.peek() & 1) !== 0);
		address(r, p.s_hmac, false);
		r.read(h.etype);
		r.at(h.ftag, r.position);
		const hops = r.at(h.ttl, r.position);
		r.info(() => `FTAG: ${r.get(h.ftag)}, TTL: ${hops}`);
		r.at(p.fcs, r.limit - fcsSize);
		r.derive(p['fcs.status'], 2, r.limit - fcsSize, r.limit);
		r.position = r.base + h.size;
		r.need(fcsSize);
	},
});
