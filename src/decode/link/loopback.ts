import {header, parts, u16, u32} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {addressFamily, etherType, linkType} from '../space.ts';
import {etherTypes} from './ether-types.ts';

const families = new Map([[2, 'IP'], [7, 'OSI'], [16, 'Appletalk'], [23, 'Netware IPX/SPX'], [24, 'IPv6'], [28, 'IPv6'], [30, 'IPv6']]);

// https://www.tcpdump.org/linktypes.html, LINKTYPE_NULL and LINKTYPE_LOOP
const h = header('null', {_family: u32('Family')});

const p = parts('null', () => ({
	family: u32('Family', {values: families, about: "The capturing system's number of the address family, in that machine's own byte order."}),
	type: u16('Type', {base: 'hex', values: etherTypes}),
}));

/** LINKTYPE_LOOP, whose number is in network byte order. */
const networkOrder = 108;

/** The number is in the byte order of the machine that captured: the one that makes it small. */
function familyAt(b: Uint8Array, at: number, link: number): number {
	const big = h._family.readAt(b, at);
	if (link === networkOrder) return big;
	const little = (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0;
	return Math.min(big, little);
}

/** Whether it is no family but the type of an Ethernet frame, as some write there. */
const isType = (family: number, link: number): boolean => family > 0xffff && link !== networkOrder;

export const loopback = protocol({
	name: 'null',
	title: 'Null/Loopback',
	short: 'Null',
	column: 'NULL',
	about: 'What BSD systems put in place of a link header on interfaces that have none.',
	reference: 'LINKTYPE_NULL',
	claims: claims(linkType, 0, 108),
	lacking: {under: 4, as: 'named'},
	header: h,
	parts: p,
	walk(c) {
		c.payload(h.size);
		const family = familyAt(c.bytes, c.start, c.linkType);
		if (isType(family, c.linkType)) return c.next(etherType, h._family.read(c) & 0xffff);
		return family < addressFamily.size ? c.next(addressFamily, family) : undefined;
	},
	expand(r) {
		const {linkType: link} = r.facts.meta;
		const family = familyAt(r.bytes, r.base, link);
		if (!isType(family, link)) r.put(p.family, r.base, r.base + 4, family);
		else r.put(p.type, r.base + 2, r.base + 4, r.get(h._family) & 0xffff);
		r.info(() => families.get(family) ?? `Family ${family}`);
	},
});
