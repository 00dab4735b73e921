import {bit, bytes, header, parts, u16, word} from '../field.ts';
import {claims, fault, type Protocol, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType} from '../space.ts';
import {backboneFaults, backboneParts, backboneType, h as backbone, readBackboneTrailer, readTag, tagWords, walkCustomer} from './backbone-bridge.ts';
import {etherTypes} from './ether-types.ts';
import {paddingBad, readTrailer, trailerParts} from './ethernet-trailer.ts';
import {llc} from './llc.ts';

const priorities = new Map([
	[0, 'Best Effort (default)'],
	[1, 'Background'],
	[2, 'Excellent Effort'],
	[3, 'Critical Applications'],
	[4, 'Video, < 100ms latency and jitter'],
	[5, 'Voice, < 10ms latency and jitter'],
	[6, 'Internetwork Control'],
	[7, 'Network Control'],
]);

// IEEE 802.1Q-2018, section 9.6
const h = header('vlan', {
	...word(2, {
		priority: bit(3, 'Priority', {values: priorities}),
		dei: bit(1, 'DEI', {meaning: ['Eligible', 'Ineligible'], about: 'May be dropped first when a queue is full.'}),
		id: bit(12, 'ID', {about: 'The virtual network that the frame belongs to: 1 to 4094; 0 says there is only a priority.'}),
	}),
	etype: u16('Type', {base: 'hex', values: etherTypes}),
});

const p = parts('vlan', () => ({
	len: u16('Length'),
	trailer: bytes('Trailer'),
}));

/** IEEE 802.3-2018, section 3.2.6 */
const maxLength = 1500;
/** Tags around a tag; more are nobody's network. */
const maxAround = 19;

const faults = {padding: paddingBad, tooMany: fault('vlan.too_many_tags', 'Too many nested VLAN tags', 'error', 'Protocol')};

export const vlan: Protocol = protocol({
	name: 'vlan',
	title: '802.1Q Virtual LAN',
	column: 'VLAN',
	about: 'Marks frames as belonging to one of several virtual networks on a link.',
	reference: 'IEEE 802.1Q, section 9',
	claims: claims(etherType, 0x8100),
	header: h,
	parts: [trailerParts, p],
	faults,
	walk(c) {
		if (c.count(vlan) > maxAround + 1) return c.malformed(faults.tooMany, h.priority);
		const type = h.etype.read(c);
		if (type > maxLength) {
			c.payload(h.size);
			return c.next(etherType, type);
		}

		c.child(h.size, h.size + type);
		return llc;
	},
	expand(r) {
		const {layer, layers} = r.facts;
		if (layers.slice(0, layer).filter(around => around === r.protocol).length > maxAround) r.fail(faults.tooMany, r.base);
		const type = r.get(h.etype);
		const from = type > maxLength ? r.facts.childLimit : Math.min(r.limit, r.base + h.size + type);
		const id = r.get(h.id);
		r.label(() => `802.1Q Virtual LAN, PRI: ${r.get(h.priority)}, DEI: ${r.get(h.dei)}, ID: ${id}`);
		for (const field of [h.priority, h.dei, h.id]) r.at(field, r.base);
		r.position = r.base + 2;
		if (r.peek16() <= maxLength && r.peek16() >= 0) r.read(p.len);
		else r.read(h.etype);
		r.info(() => `PRI: ${r.get(h.priority)}  DEI: ${r.get(h.dei)}  ID: ${id}`);
		tagTrailer(r, from);
	},
});

/** What is left behind the payload of a tagged frame; the frame around the tag says how long it had to be. */
function tagTrailer(r: Reader, from: number): void {
	readTrailer(r, from, p.trailer, 'none');
}

// IEEE 802.1ad-2005, section 9.6
const outer = header('ieee8021ad', {
	...word(2, {
		priority: bit(3, 'Priority', {values: priorities}),
		dei: bit(1, 'DEI', {type: 'FT_UINT16'}),
		id: bit(12, 'ID'),
	}),
	etype: u16('Type', {base: 'hex', values: etherTypes, name: 'ieee8021ah.etype'}),
});

/** Fields of the tag of a service, which may stand in the same layer. */
const backboneFields = backbone.fields;

export const providerVlan = protocol({
	name: 'ieee8021ad',
	title: 'IEEE 802.1ad',
	short: 'IEEE 802.1AD',
	column: '802.1ad',
	about: "A provider's tag around its customer's frames.",
	reference: 'IEEE 802.1ad, section 9',
	claims: claims(etherType, 0x88a8, 0x9100, 0x9200),
	header: outer,
	parts: [...backboneParts, backboneFields],
	faults: backboneFaults,
	walk(c) {
		const type = outer.etype.read(c);
		// IEEE 802.1Q-2018, section 9.7: the tag of the provider's network, and then that of the service.
		if (type === backboneType && c.captured >= outer.size + backbone.size) return walkCustomer(c, outer.size);
		c.payload(outer.size);
		return c.next(etherType, type);
	},
	expand(r) {
		const id = r.get(outer.id);
		r.info(() => `PRI: ${r.get(outer.priority)}  DROP: ${r.get(outer.dei)} ID: ${id}`);
		if (r.get(outer.etype) !== backboneType || r.captured < outer.size + backbone.size) {
			r.label(() => `IEEE 802.1ad, ID: ${id}`);
			r.header();
		} else {
			r.label(() => `IEEE 802.1ah, B-VID: ${id}, ${tagWords(r, r.base + outer.size)}`);
			r.group(undefined, `B-Tag, B-VID: ${id}`, () => {
				for (const field of [outer.priority, outer.dei, outer.id]) r.at(field, r.base);
				r.skip(outer.size);
			});
			readTag(r);
		}

		readBackboneTrailer(r);
	},
});
