import {header, ipv4Address, u24, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {snapProtocol} from '../space.ts';

// Nortel: SynOptics Network Management Protocol, hello messages
const h = header('ndp', {
	ipaddress: ipv4Address('IP address'),
	segmentident: u24('Segment Identifier', {base: 'hex', about: 'The slot and the port of the device that sent this.'}),
	chassis: u8('Chassis type'),
	backplane: u8('Backplane type', {values: new Map([[2, 'Ethernet'], [12, 'Ethernet, Fast Ethernet and Gigabit Ethernet']])}),
	state: u8('State', {values: new Map([[1, 'Topology Change'], [2, 'Heartbeat'], [3, 'New']])}),
	numberoflinks: u8('Number of links'),
});

/** Protocol number of the hello that stays on a segment; the other goes to all of the network. */
const segmentHello = 0xa2;

export const nortelDiscovery = protocol({
	name: 'ndp',
	title: 'Nortel Discovery Protocol',
	column: 'NDP',
	about: 'Tells the neighbour on a link who and what a device of Nortel is.',
	reference: 'SynOptics Network Management Protocol',
	claims: claims(snapProtocol, 0x81_01a1, 0x81_01a2),
	header: h,
	walk: c => c.opaque(),
	expand(r) {
		r.header();
		r.info(r.bytes[r.base - 1] === segmentHello ? 'Segment Hello' : 'FlatNet Hello');
	},
});
