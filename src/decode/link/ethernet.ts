import {alias, bytes, bit, type Field, header, mac, parts, text, u16, u24, word} from '../field.ts';
import {addressLabel, linkName} from '../print.ts';
import {claims, fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType, linkType, llcSap, snapProtocol} from '../space.ts';
import {etherTypes} from './ether-types.ts';
import {fcsLength, paddingBad, readTrailer, trailerParts} from './ethernet-trailer.ts';
import {isIsl, isl} from './isl.ts';
import {llc} from './llc.ts';

/** IEEE 802.3-2018, section 3.2.6: up to here the last header field is a length. */
const maxLength = 1500;

/** Whether the last header field is a type and no length. Some frames without a payload have 0 there. */
const isType = (field: number): boolean => field > maxLength || field === 0;

// IEEE 802.3-2018, section 3.1
const h = header('eth', {
	dst: mac('Destination', {about: 'The interface on this link that the frame is for; all ones is everybody.', reference: 'IEEE 802.3, section 3.2.4'}),
	src: mac('Source', {about: 'The interface on this link that sent the frame.', reference: 'IEEE 802.3, section 3.2.5'}),
	type: u16('Type', {base: 'hex', values: etherTypes, about: 'What the payload is.', reference: 'IEEE 802.3, section 3.2.6'}),
});

/** FabricPath has a header of its own in the place of Ethernet's. */
const fabricPathType = 0x8903;

const lg = ['Locally administered address (this is NOT the factory default)', 'Globally unique address (factory default)'] as const;
const ig = ['Group address (multicast/broadcast)', 'Individual address (unicast)'] as const;

const p = parts('eth', () => ({
	len: u16('Length', {about: 'Bytes of payload, in frames of the older IEEE 802.3 form.', reference: 'IEEE 802.3, section 3.2.6'}),
	dst_resolved: text('Destination (resolved)'),
	'dst.oui': u24('Destination OUI'),
	...word(3, {_d: bit(6, ''), 'dst.lg': bit(1, 'LG bit', {meaning: lg}), 'dst.ig': bit(1, 'IG bit', {meaning: ig}), _dd: bit(16, '')}),
	src_resolved: text('Source (resolved)'),
	'src.oui': u24('Source OUI'),
	...word(3, {_s: bit(6, ''), 'src.lg': bit(1, 'LG bit', {meaning: lg}), 'src.ig': bit(1, 'IG bit', {meaning: ig}), _ss: bit(16, '')}),
	trailer: bytes('Trailer', {about: 'Bytes behind the payload that are neither padding nor a frame check sequence.'}),
}));

const faults = {
	length: fault('eth.len.past_end', 'Length field value goes past the end of the payload', 'error'),
	group: fault('eth.src_not_group', 'Source MAC must not be a group address: IEEE 802.3-2002, Section 3.2.3(b)', 'warning'),
	padding: paddingBad,
};

/** An address and what its bits say. */
function address(r: Reader, at: number, field: Field<'mac'>, resolved: Field<'text'>, oui: Field<'uint'>, local: Field, group: Field): void {
	const value = r.bytes.subarray(at, at + 6);
	r.open(field, at, value);
	r.put(resolved, at, at + 6, linkName(value), 1);
	r.put(oui, at, at + 3, (value[0]! << 16) | (value[1]! << 8) | value[2]!, 1);
	r.at(local, at);
	r.at(group, at);
	r.close(at + 6);
}

export const ethernet = protocol({
	name: 'eth',
	title: 'Ethernet II',
	column: 'Ethernet',
	about: 'Carries packets between interfaces of one link.',
	reference: 'IEEE 802.3',
	lacking: {under: 14, as: 'named'},
	claims: [...claims(linkType, 1), ...claims(etherType, 0x6558), ...claims(snapProtocol, 0x80c2_0001, 0x80c2_0007)],
	header: h,
	parts: [p, trailerParts],
	aliases: {
		addr: alias('eth.addr', 'Address', [h.dst, h.src]),
		addr_resolved: alias('eth.addr_resolved', 'Address (resolved)', [p.dst_resolved, p.src_resolved]),
		'addr.oui': alias('eth.addr.oui', 'Address OUI', [p['dst.oui'], p['src.oui']]),
		lg: alias('eth.lg', 'LG bit', [p['dst.lg'], p['src.lg']]),
		ig: alias('eth.ig', 'IG bit', [p['dst.ig'], p['src.ig']]),
	},
	faults,
	walk(c) {
		c.linkAddresses(c.start + h.src.offset, c.start + h.dst.offset);
		if (isIsl(c.bytes, c.start, c.end)) {
			c.payload(0);
			c.unshow();
			return isl;
		}

		const type = h.type.read(c);
		const hasFcs = c.parent >= 0 && c.layerProtocol[c.parent] === isl.id && c.available >= h.size + fcsLength;
		const total = c.available - (hasFcs ? fcsLength : 0);
		if (isType(type)) {
			if (type === fabricPathType) c.unshow();
			c.child(type === fabricPathType ? 0 : h.size, total);
			return c.next(etherType, type);
		}

		c.child(h.size, Math.min(h.size + type, total));
		return c.bytes[c.start + h.size] === 0xff && c.bytes[c.start + h.size + 1] === 0xff ? c.next(llcSap, 0xff) : llc;
	},
	expand(r) {
		const {base} = r;
		r.need(h.size);
		const type = r.get(h.type);
		const from = isType(type) ? r.facts.childLimit : Math.min(r.limit, base + h.size + type);
		r.label(() =>
			`${isType(type) ? 'Ethernet II' : 'IEEE 802.3 Ethernet'}, Src: ${addressLabel(r.bytes.subarray(base + 6, base + 12))}, Dst: ${
				addressLabel(r.bytes.subarray(base, base + 6))
			}`
		);
		address(r, base, h.dst, p.dst_resolved, p['dst.oui'], p['dst.lg'], p['dst.ig']);
		address(r, base + 6, h.src, p.src_resolved, p['src.oui'], p['src.lg'], p['src.ig']);
		if (isType(type) && r.bytes[base + 6]! & 1) r.complain(faults.group, base + 6, base + 12);
		r.position = base + 12;
		if (!isType(type)) {
			const length = r.read(p.len);
			if (length > r.left) r.complain(faults.length, base + 12, base + 14);
		} else {
			r.read(h.type);
			r.column(() => `0x${type.toString(16).padStart(4, '0')}`);
			r.info('Ethernet II');
		}

		readTrailer(r, from, p.trailer, r.facts.isFirstIn(isl.name) ? 'there' : 'maybe');
	},
});
