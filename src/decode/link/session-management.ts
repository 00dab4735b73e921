import {ipProtocolNames} from '../network/ip-protocols.ts';
import {bit, type Field, i32, ipv4Address, ipv6Address, mac, parts, u16, u32, u8, word} from '../field.ts';
import {generated, type Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {pppProtocolNames} from './ppp-protocols.ts';

const components = new Map([
	[0x10, 'IPv4 remote address type'],
	[0x11, 'IPv4 local address type'],
	[0x20, 'IPv6 remote address type'],
	[0x21, 'IPv6 remote address/prefix length type'],
	[0x23, 'IPv6 local address/prefix length type'],
	[0x30, 'Protocol identifier/Next header type'],
	[0x40, 'Single local port type'],
	[0x41, 'Local port range type'],
	[0x50, 'Single remote port type'],
	[0x51, 'Remote port range type'],
	[0x60, 'Security parameter index type'],
	[0x70, 'Type of service/Traffic class type'],
	[0x80, 'Flow label type'],
	[0x81, 'Destination MAC address type'],
	[0x82, 'Source MAC address type'],
	[0x83, '802.1Q C-TAG VID type'],
	[0x84, '802.1Q S-TAG VID type'],
	[0x85, '802.1Q C-TAG PCP/DEI type'],
	[0x86, '802.1Q S-TAG PCP/DEI type'],
	[0x87, 'Ethertype type'],
]);

/** Containers that are no protocol of PPP: 3GPP TS 24.008, table 10.5.154. */
const containers = new Map([
	[0x0001, 'P-CSCF IPv6 Address'],
	[0x0002, 'IM CN Subsystem Signaling Flag'],
	[0x0003, 'DNS Server IPv6 Address'],
	[0x0005, 'MS Support of Network Requested Bearer Control indicator'],
	[0x000a, 'IP address allocation via NAS signalling'],
	[0x000b, 'IPv4 address allocation via DHCPv4'],
	[0x000c, 'P-CSCF IPv4 Address'],
	[0x000d, 'DNS Server IPv4 Address'],
	[0x000e, 'MSISDN'],
	[0x0010, 'IPv4 Link MTU'],
]);

const whole = {type: 'FT_UINT8'} as const;

/** What a phone and its network agree on of a session: 3GPP TS 24.008, section 10.5.6. */
export const sessionParts = parts('gsm_a.gm.sm', () => ({
	...word(1, {
		'tft.op_code': bit(3, 'TFT operation code', {
			...whole,
			values: new Map([
				[0, 'Ignore this IE'],
				[1, 'Create new TFT'],
				[2, 'Delete existing TFT'],
				[3, 'Add packet filters to existing TFT'],
				[4, 'Replace packet filters in existing TFT'],
				[5, 'Delete packet filters from existing TFT'],
				[6, 'No TFT operation'],
				[7, 'Reserved'],
			]),
		}),
		'tft.e_bit': bit(1, 'E bit', {meaning: ['Parameters list is included', 'Parameters list is not included']}),
		'tft.pkt_flt': bit(4, 'Number of packet filters', whole),
	}),
	'tft.packet_filter_identifier': u8('Packet filter identifier'),
	'tft.packet_filter': u8('Packet filter', {about: 'Which packets of the session go through the bearer.', reference: '3GPP TS 24.008, section 10.5.6.12'}),
	...word(1, {
		spare_bits: bit(2, 'Spare bit(s)', {...whole, name: 'gsm_a.spare_bits'}),
		'tft.pkt_flt_dir': bit(2, 'Packet filter direction', {
			...whole,
			values: new Map([[0, 'Pre Rel-7 TFT filter'], [1, 'Downlink only'], [2, 'Uplink only'], [3, 'Bidirectional']]),
		}),
		'tft.pkt_flt_id': bit(4, 'Packet filter identifier', {...whole, shown: value => `${value + 1} (${value})`}),
	}),
	'tft.packet_evaluation_precedence': u8('Packet evaluation precedence', {base: 'hex_dec', about: 'Filters are asked in this order.'}),
	'tft.packet_filter_length': u8('Packet filter length', {base: 'hex_dec'}),
	'tft.packet_filter_component_type_id': u8('Packet filter component type identifier', {values: components}),
	ip4_address: ipv4Address('IPv4 address'),
	ip4_mask: ipv4Address('IPv4 address mask'),
	ip6_address: ipv6Address('IPv6 address'),
	ip6_mask: ipv6Address('IPv6 address mask'),
	ip6_prefix_length: u8('IPv6 prefix length'),
	'tft.protocol_header': u8('Protocol/header', {base: 'hex', values: ipProtocolNames}),
	'tft.port': u16('Port'),
	'tft.port_low': u16('Low limit port'),
	'tft.port_high': u16('High limit port'),
	'tft.security': u32('IPSec security parameter index', {base: 'hex'}),
	'tft.traffic_class': u8('Type of service/Traffic class field', {base: 'hex'}),
	'tft.traffic_mask': u8('Mask field', {base: 'hex'}),
	...word(3, {_flow: bit(4, ''), 'tft.flow_label_type': bit(20, 'Flow Label Type', {base: 'hex', type: 'FT_UINT24'})}),
	'tft.mac_addr': mac('MAC address'),
	...word(2, {_vid: bit(4, ''), 'tft.vlan_tag_vid': bit(12, 'VID', {base: 'hex', type: 'FT_UINT16'})}),
	'tft.ethertype': u16('Ethertype', {base: 'hex'}),
	'tft.param_id': u8('Parameter identifier'),
	link_dir: i32('Link direction', {values: new Map([[0, 'MS to network'], [1, 'Network to MS']])}),
	...word(1, {
		ext: bit(1, 'Extension', {meaning: ['True', 'False']}),
		_pco: bit(4, ''),
		configuration_protocol: bit(3, 'Configuration Protocol', {
			...whole,
			name: 'gsm_a.gm.configuration_protocol',
			values: new Map([[0, 'PPP for use with IP PDP type or IP PDN type']]),
		}),
	}),
	pco_pid: u16('Protocol or Container ID', {
		base: 'hex',
		values: number => pppProtocolNames.get(number) ?? containers.get(number),
		about: 'What the phone asks for, or is told: name servers, an address, an MTU.',
		reference: '3GPP TS 24.008, section 10.5.6.3',
	}),
	'pco.length': u8('Length', {base: 'hex_dec'}),
}));

const p = sessionParts;

/** What a component of a filter is made of. */
const componentFields = once((): ReadonlyMap<number, readonly Field[]> =>
	new Map<number, readonly Field[]>([
		[0x10, [p.ip4_address, p.ip4_mask]],
		[0x11, [p.ip4_address, p.ip4_mask]],
		[0x20, [p.ip6_address, p.ip6_mask]],
		[0x21, [p.ip6_address, p.ip6_prefix_length]],
		[0x23, [p.ip6_address, p.ip6_prefix_length]],
		[0x30, [p['tft.protocol_header']]],
		[0x40, [p['tft.port']]],
		[0x41, [p['tft.port_low'], p['tft.port_high']]],
		[0x50, [p['tft.port']]],
		[0x51, [p['tft.port_low'], p['tft.port_high']]],
		[0x60, [p['tft.security']]],
		[0x70, [p['tft.traffic_class'], p['tft.traffic_mask']]],
		[0x80, [p['tft.flow_label_type']]],
		[0x81, [p['tft.mac_addr']]],
		[0x82, [p['tft.mac_addr']]],
		[0x83, [p['tft.vlan_tag_vid']]],
		[0x84, [p['tft.vlan_tag_vid']]],
		[0x87, [p['tft.ethertype']]],
	])
);

const deleteFilters = 5;
const filterHeader = 3;

function readFilter(r: Reader, index: number): void {
	const at = r.position;
	r.need(filterHeader);
	r.open(p['tft.packet_filter'], at, index);
	r.at(p.spare_bits, at);
	r.at(p['tft.pkt_flt_dir'], at);
	r.read(p['tft.pkt_flt_id']);
	r.read(p['tft.packet_evaluation_precedence']);
	r.within(r.read(p['tft.packet_filter_length']), () => {
		while (r.left > 0) {
			const fields = componentFields().get(r.peek());
			r.readOpen(p['tft.packet_filter_component_type_id'], () => {
				if (fields === undefined) r.skip(r.left);
				else for (const field of fields) r.read(field);
			});
		}
	});
	r.close();
}

/** A traffic flow template, to the end of the part: which packets go through a bearer. 3GPP TS 24.008, section 10.5.6.12. */
export function readTrafficFlowTemplate(r: Reader): void {
	const at = r.position;
	const operation = r.at(p['tft.op_code'], at);
	const hasParameters = r.at(p['tft.e_bit'], at) !== 0;
	const count = r.read(p['tft.pkt_flt']);
	for (let i = 0; i < count && r.left > 0; i++) {
		if (operation === deleteFilters) r.read(p['tft.packet_filter_identifier']);
		else readFilter(r, i);
	}

	while (hasParameters && r.left > 0) {
		r.read(p['tft.param_id']);
		r.skip(r.takeNumber(1));
	}
}

/** Protocol configuration options, to the end of the part. 3GPP TS 24.008, section 10.5.6.3. */
export function readConfiguration(r: Reader, toPhone: boolean): void {
	r.put(p.link_dir, r.position, r.position, toPhone ? 1 : 0, generated);
	r.at(p.ext, r.position);
	r.read(p.configuration_protocol);
	while (r.left > 0) r.readOpen(p.pco_pid, () => r.skip(r.read(p['pco.length'])));
}

/** How far the clocks of a place are from UTC: quarters of an hour as two decimal digits, lower first, and a sign. 3GPP TS 23.040, section 9.2.3.11. */
const quartersOf = (byte: number): number => (byte & 0x7) * 10 + (byte >>> 4);

/** `GMT + 1 hours 0 minutes` */
export const zoneText = (byte: number): string => `GMT ${(byte & 8) === 0 ? '+' : '-'} ${Math.floor(quartersOf(byte) / 4)} hours ${(quartersOf(byte) % 4) * 15} minutes`;

/** A zone and how much of it is for summer. 3GPP TS 24.008, section 10.5.3.8. */
export function readZone(r: Reader, zone: Field<'uint'>, summer: Field<'uint'>): void {
	r.need(1);
	const byte = r.peek();
	r.open(zone, r.position, quartersOf(byte));
	r.label(`Timezone: ${zoneText(byte)}`);
	r.skip(1);
	r.close();
	r.read(summer);
}
