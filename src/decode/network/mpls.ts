import {bit, header, word} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {etherType, ipProtocol, pppProtocol, udpPort} from '../space.ts';

/** IANA, Special-Purpose MPLS Label Values. */
const labels: ReadonlyMap<number, string> = new Map([
	[0, 'IPv4 Explicit-Null'],
	[1, 'Router Alert'],
	[2, 'IPv6 Explicit-Null'],
	[3, 'Implicit-Null'],
	[7, 'Entropy Label Indicator (ELI)'],
	[13, 'Generic Associated Channel Label (GAL)'],
	[14, 'OAM Alert'],
]);

const wide = {type: 'FT_UINT32'} as const;

// RFC 3032, section 2.1
const h = header('mpls', {
	...word(4, {
		label: bit(20, 'MPLS Label', {base: 'dec_hex', values: value => labels.get(value), about: 'Which path the packet takes, as the next router numbers paths.'}),
		exp: bit(3, 'MPLS Experimental Bits', {...wide, about: 'How to treat the packet.', reference: 'RFC 5462'}),
		bottom: bit(1, 'MPLS Bottom Of Label Stack', {...wide, about: 'Set in the last label: the packet follows.'}),
		ttl: bit(8, 'MPLS TTL'),
	}),
});

/** One label of a stack: each is a layer of its own. */
export const mpls = protocol({
	name: 'mpls',
	title: 'MultiProtocol Label Switching Header',
	about: 'Packets follow a path by a label that each switch on the way changes.',
	reference: 'RFC 3032',
	claims: [...claims(etherType, 0x8847, 0x8848), ...claims(pppProtocol, 0x0281, 0x0283), ...claims(ipProtocol, 137), ...claims(udpPort, 6635)],
	lacking: {under: 4, as: 'named'},
	header: h,
	walk(c) {
		c.payload(h.size);
		if (h.bottom.read(c) === 0) return c.next(etherType, 0x8847);
		// Nothing says what follows the last label; RFC 4928, section 3 has routers look at the first four bits.
		const first = c.start + h.size < c.end ? c.bytes[c.start + h.size]! >>> 4 : 0;
		return first === 4 ? c.next(etherType, 0x0800) : first === 6 ? c.next(etherType, 0x86dd) : undefined;
	},
	expand(r) {
		if (r.captured >= h.size) r.append(() => `, Label: ${r.get(h.label)}, Exp: ${r.get(h.exp)}, S: ${r.get(h.bottom)}, TTL: ${r.get(h.ttl)}`);
		r.info('MPLS Label Switched Packet');
		r.header();
	},
});
