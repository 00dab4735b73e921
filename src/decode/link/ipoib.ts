import {bit, header, ipv6Address, none, parts, u16, u24, word} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {etherType, linkType} from '../space.ts';
import {etherTypes} from './ether-types.ts';

/** Bytes that the capture puts in front: a global route header, or in its place the destination alone. */
const routeSize = 40;

// RFC 4391, section 6
const h = header('ipoib', {
	type: u16('Type', {base: 'hex', values: etherTypes}),
	reserved: u16('Reserved', {base: 'hex'}),
});

const p = parts('ipoib', () => ({
	daddr: none('Destination address'),
	'daddr.qpn': u24('Destination QPN', {base: 'hex', about: 'Which queue of the destination the packet is for.'}),
	grh: none('Global Route Header'),
	...word(4, {
		'grh.ipver': bit(4, 'IP Version', {type: 'FT_UINT8'}),
		'grh.tclass': bit(8, 'Traffic Class', {type: 'FT_UINT16'}),
		'grh.flowlabel': bit(20, 'Flow Label', {type: 'FT_UINT32'}),
	}),
	'grh.sqpn': u24('Source QPN', {base: 'hex'}),
	'grh.sgid': ipv6Address('Source GID'),
	dgid: ipv6Address('Destination GID'),
}));

export const ipoib = protocol({
	name: 'ipoib',
	title: 'IP over Infiniband',
	column: 'IPoIB',
	about: 'Carries IP through an InfiniBand network.',
	reference: 'RFC 4391',
	claims: claims(linkType, 242),
	header: h,
	parts: p,
	walk(c) {
		const at = c.start + routeSize;
		if (at + h.size > c.end) return undefined;
		c.payload(routeSize + h.size);
		return c.next(etherType, h.type.readAt(c.bytes, at));
	},
	expand(r) {
		const start = r.base;
		if ((r.peek() & 0xf0) === 0) {
			r.skip(21);
			r.group(p.daddr, undefined, () => {
				r.read(p['daddr.qpn']);
				r.take(p.dgid, 16);
			});
		} else {
			r.group(p.grh, undefined, () => {
				for (const key of ['ipver', 'tclass', 'flowlabel'] as const) r.at(p[`grh.${key}`], start);
				r.skip(5);
				r.read(p['grh.sqpn']);
				r.take(p['grh.sgid'], 16);
				r.take(p.dgid, 16);
			});
		}

		r.read(h.type);
		r.read(h.reserved);
	},
});
