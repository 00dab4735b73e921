import {claims, protocol} from '../protocol.ts';
import {etherType, linkType} from '../space.ts';

const ipv4Type = 0x0800;
const ipv6Type = 0x86dd;

/** Packets without a link header: their first four bits say which IP they are. */
export const rawIp = protocol({
	name: 'raw',
	title: 'Raw packet data',
	column: 'Raw',
	reference: 'LINKTYPE_RAW',
	claims: claims(linkType, 12, 14, 101),
	walk(c) {
		c.payload(0);
		switch (c.captured > 0 ? c.bytes[c.start]! >>> 4 : 0) {
			case 4:
				return c.next(etherType, ipv4Type);
			case 6:
				return c.next(etherType, ipv6Type);
			default:
				return undefined;
		}
	},
	expand() {},
});
