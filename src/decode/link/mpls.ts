import {bit, header, word} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {etherType, pppProtocol} from '../space.ts';

const labels = new Map([[0, 'IPv4 Explicit-Null'], [1, 'Router Alert'], [2, 'IPv6 Explicit-Null'], [3, 'Implicit-Null'], [7, 'Entropy Label Indicator (ELI)'], [13,
	'Generic Associated Channel Label (GAL)'], [14, 'OAM Alert']]);

// RFC 3032, section 2.1
const h = header('mpls', {
	...word(4, {
		label: bit(20, 'MPLS Label', {base: 'dec_hex', values: value => labels.get(value), about: 'Which path the packet takes, as the next router numbers paths.'}),
		exp: bit(3, 'MPLS Experimental Bits', {type: 'FT_UINT32', about: 'The class of service.', reference: 'RFC 5462'}),
		bottom: bit(1, 'MPLS Bottom Of Label Stack', {type: 'FT_UINT32', about: 'The last label of the stack: what follows is the packet.'}),
		ttl: bit(8, 'MPLS TTL'),
	}),
});

export const mpls = protocol({
	name: 'mpls',
	title: 'MultiProtocol Label Switching Header',
	about: 'Marks packets with the path that they take through a network.',
	reference: 'RFC 3032',
	claims: [...claims(etherType, 0x8847, 0x8848), ...claims(pppProtocol, 0x0281, 0x0283)],
	header: h,
	walk(c) {
		c.payload(h.size);
		if (h.bottom.read(c) === 0) return mpls;
		// Nothing says what follows the last label; RFC 4928, section 3 has routers look at the first four bits.
		const first = c.start + h.size < c.end ? c.bytes[c.start + h.size]! >>> 4 : -1;
		switch (first) {
			case 4:
				return c.next(etherType, 0x0800);
			case 6:
				return c.next(etherType, 0x86dd);
			default:
				return undefined;
		}
	},
	expand(r) {
		r.header();
		r.label(() => `MultiProtocol Label Switching Header, Label: ${r.get(h.label)}, Exp: ${r.get(h.exp)}, S: ${r.get(h.bottom)}, TTL: ${r.get(h.ttl)}`);
		r.info('MPLS Label Switched Packet');
	},
});
