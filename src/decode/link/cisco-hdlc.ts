import {header, ipv4Address, parts, u16, u32, u8} from '../field.ts';
import {ipv4Text} from '../print.ts';
import {claims, protocol} from '../protocol.ts';
import {etherType, linkType, llcSap, snapProtocol} from '../space.ts';
import {etherTypes} from './ether-types.ts';

const osiProtocol = 0xfefe;
const slarpProtocol = 0x8035;
const discoveryProtocol = 0x2000;
const unidirectionalProtocol = 0x0111;
const spanningTreeProtocol = 0x4242;

// RFC 1547, section 4.3.1 (description of the Cisco HDLC encapsulation)
const h = header('chdlc', {
	address: u8('Address', {base: 'hex', values: new Map([[0x0f, 'Unicast'], [0x8f, 'Multicast']])}),
	control: u8('Control', {base: 'hex'}),
	protocol: u16('Protocol', {
		base: 'hex',
		values: value => (value === slarpProtocol ? 'SLARP' : value === osiProtocol ? 'OSI' : value === discoveryProtocol ? 'CDP' : etherTypes.get(value)),
		about: 'What the frame carries: an ethertype, or a number of its own.',
	}),
});

const p = parts('chdlc', () => ({clns_padding: u8('CLNS Padding', {base: 'hex'})}));

/** SAP of ISO network layer protocols in IEEE 802.2, and of spanning tree. */
const isoSap = 0xfe;
const spanningTreeSap = 0x42;
const cisco = 0x0c_0000;

export const ciscoHdlc = protocol({
	name: 'chdlc',
	title: 'Cisco HDLC',
	about: 'Carries packets over a serial line between two routers.',
	reference: 'RFC 1547, section 4.3.1',
	claims: claims(linkType, 104),
	lacking: {under: h.size, as: 'named'},
	header: h,
	parts: p,
	walk(c) {
		const type = h.protocol.read(c);
		c.payload(type === osiProtocol ? h.size + 1 : h.size);
		switch (type) {
			case osiProtocol:
				return c.next(llcSap, isoSap);
			case slarpProtocol:
				return slarp;
			case spanningTreeProtocol:
				return c.next(llcSap, spanningTreeSap);
			case discoveryProtocol:
			case unidirectionalProtocol:
				return c.next(snapProtocol, cisco + type);
			default:
				return c.next(etherType, type);
		}
	},
	expand(r) {
		r.header();
		r.need(1);
		if (r.get(h.protocol) === osiProtocol) r.read(p.clns_padding);
	},
});

const request = 0;
const reply = 1;
const keepalive = 2;
const slarpTypes = new Map([[request, 'Request'], [reply, 'Reply'], [keepalive, 'Line keepalive']]);

// RFC 1547, section 4.3.3
const sh = header('slarp', {ptype: u32('Packet type', {values: slarpTypes})});

const sp = parts('slarp', () => ({
	address: ipv4Address('Address'),
	netmask: ipv4Address('Netmask'),
	mysequence: u32('Outgoing sequence number'),
	yoursequence: u32('Returned sequence number', {about: 'The last number that came from the other end: it hears.'}),
	reliability: u16('Reliability', {base: 'hex'}),
}));

/** Bytes of a packet of a known type, of which nothing is told where they are not there. */
const least = 12;

/** What Cisco HDLC calls RARP. */
export const slarp = protocol({
	name: 'slarp',
	title: 'Cisco SLARP',
	column: 'SLARP',
	about: 'Finds the address for one end of a serial line, and tells that the line works.',
	reference: 'RFC 1547, section 4.3.3',
	lacking: {under: sh.size, as: 'named'},
	header: sh,
	parts: sp,
	walk(c) {
		if (sh.ptype.read(c) <= keepalive) return c.opaque();
		c.payload(sh.size);
		return undefined;
	},
	expand(r) {
		const type = r.get(sh.ptype);
		if (type <= keepalive) r.need(least);
		r.header();
		switch (type) {
			case request:
			case reply: {
				const address = r.read(sp.address);
				const mask = r.read(sp.netmask);
				r.info(() => `${slarpTypes.get(type)}, from ${ipv4Text(address)}, mask ${ipv4Text(mask)}`);
				break;
			}

			case keepalive: {
				const mine = r.read(sp.mysequence);
				const yours = r.read(sp.yoursequence);
				r.read(sp.reliability);
				r.info(() => `Line keepalive, outgoing sequence ${mine}, returned sequence ${yours}`);
				break;
			}

			default:
				r.info(() => `Unknown packet type 0x${type.toString(16).padStart(8, '0')}`);
		}
	},
});
