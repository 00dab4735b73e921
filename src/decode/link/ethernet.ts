import {alias, header, mac, u16} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {etherType, linkType} from '../space.ts';

// IEEE 802.3-2018, section 3.1
const h = header('eth', {
	dst: mac('Destination'),
	src: mac('Source'),
	type: u16('Type', {base: 'hex'}),
});

export const ethernet = protocol({
	name: 'eth',
	title: 'Ethernet II',
	column: 'Ethernet',
	reference: 'IEEE 802.3',
	claims: claims(linkType, 1),
	header: h,
	aliases: {addr: alias('eth.addr', 'Address', [h.dst, h.src])},
	walk(c) {
		c.linkAddresses(c.start + h.src.offset, c.start + h.dst.offset);
		c.payload(h.size);
		return c.next(etherType, h.type.read(c));
	},
});
