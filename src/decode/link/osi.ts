import {parts, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {llcSap, networkLayerProtocol, pppProtocol} from '../space.ts';

// ISO/IEC TR 9577, section 5
const p = parts('osi', () => ({nlpid: u8('Network Layer Protocol Identifier', {base: 'hex', about: 'The first byte of every ISO network layer protocol says which one it is.'})}));

export const osi = protocol({
	name: 'osi',
	title: 'ISO network layer protocols',
	column: 'OSI',
	about: "Carries ISO's network layer: each of its protocols begins with a number that names it.",
	reference: 'ISO/IEC TR 9577',
	claims: [...claims(llcSap, 0xfe, 0x14, 0x20, 0x34, 0x54), ...claims(pppProtocol, 0x0023)],
	unshows: true,
	parts: p,
	walk(c) {
		c.payload(0);
		const next = c.captured > 0 ? c.next(networkLayerProtocol, c.bytes[c.start]!) : undefined;
		if (next !== undefined) c.unshow();
		return next;
	},
	expand(r) {
		const number = r.read(p.nlpid);
		r.info(() => `Unknown protocol 0x${number.toString(16).padStart(2, '0')}`);
	},
});
