import {bit, bytes, mac, parts, text, u16, u24, u32, u8, word} from '../field.ts';
import type {Reader} from '../reader.ts';

const tunnelNames = new Map([
	[1, 'L2TPv2 over IP'],
	[2, 'GRE'],
	[3, 'Transmit tunnel endpoint'],
	[4, 'IPsec in Tunnel-mode'],
	[5, 'IP in IP tunnel with IPsec Transport Mode'],
	[6, 'MPLS-in-IP tunnel with IPsec Transport Mode'],
	[7, 'IP in IP'],
	[8, 'VXLAN Encapsulation'],
	[9, 'NVGRE Encapsulation'],
	[10, 'MPLS Encapsulation'],
	[11, 'MPLS in GRE Encapsulation'],
	[12, 'VXLAN GPE Encapsulation'],
	[13, 'MPLS in UDP Encapsulation'],
	[14, 'IPv6 Tunnel'],
	[15, 'SR TE Policy Type'],
	[16, 'Bare'],
	[17, 'SR Tunnel'],
]);

const partNames = new Map([
	[1, 'ENCAPSULATION'],
	[2, 'PROTOCOL_TYPE'],
	[3, 'IPsec Tunnel Authenticator'],
	[4, 'COLOR'],
	[5, 'LOAD_BALANCE'],
	[6, 'Tunnel Egress Endpoint'],
	[7, 'IPv4 DS Field'],
	[8, 'UDP Destination Port'],
	[9, 'Embedded Label Handling'],
	[10, 'MPLS Label Stack'],
	[11, 'Prefix SID'],
	[12, 'Preference'],
	[13, 'Binding SID'],
	[14, 'ENLP'],
	[15, 'Priority'],
	[128, 'Segment List'],
	[129, 'Policy Name'],
]);

const segmentNames = new Map([
	[1, 'Type A MPLS SID sub-TLV'],
	[2, 'Type B SRv6 SID sub-TLV'],
	[3, 'Type C IPv4 Node and SID sub-TLV'],
	[4, 'Type D IPv6 Node and SID for SR-MPLS sub-TLV'],
	[5, 'Type E IPv4 Node, index and SID sub-TLV'],
	[6, 'Type F IPv4 Local/Remote addresses and SID sub-TLV'],
	[7, 'Type G IPv6 Node, index for remote and local pair and SID for SR-MPLS sub-TLV'],
	[8, 'Type H IPv6 Local/Remote addresses and SID sub-TLV'],
	[9, 'Weight sub-TLV'],
	[10, 'Type I IPv6 Node and SID for SRv6 sub-TLV'],
	[11, 'Type J IPv6 Node, index for remote and local pair and SID for SRv6 sub-TLV'],
	[12, 'Type K IPv6 Local/Remote addresses and SID for SRv6 sub-TLV'],
]);

const yes = {meaning: ['Yes', 'No']} as const;
const hexByte = {base: 'hex', type: 'FT_UINT8'} as const;

const p = parts('bgp.update.encaps_tunnel', () => ({
	type: u16('Type code', {name: 'bgp.update.encaps_tunnel_tlv_type', values: tunnelNames, about: 'What kind of tunnel leads to the networks.', reference: 'RFC 9012, section 2'}),
	length: u16('length', {name: 'bgp.update.encaps_tunnel_tlv_len'}),
	subtype: u8('Type code', {name: 'bgp.update.encaps_tunnel_subtlv_type', values: partNames}),
	sublength: u16('length', {name: 'bgp.update.encaps_tunnel_tlv_sublen'}),
	session: u32('Session ID', {name: 'bgp.update.encaps_tunnel_tlv_subtlv_session_id'}),
	cookie: bytes('Cookie', {name: 'bgp.update.encaps_tunnel_tlv_subtlv_cookie'}),
	key: u32('GRE Key', {name: 'bgp.update.encaps_tunnel_tlv_subtlv_gre_key'}),
	color: u32('Color Value', {name: 'bgp.update.encaps_tunnel_tlv_subtlv_color_value', about: 'Ties networks to tunnels of a kind.', reference: 'RFC 9012, section 3.4.2'}),
}));

const s = parts('bgp.update.encaps_tunnel_tlv_subtlv', () => ({
	value: bytes('Value'),
	'vxlan.flags': u8('Flags', {base: 'hex', bits: {valid_vnid: bit(1, 'Valid VN-ID', yes), valid_mac: bit(1, 'Valid MAC address', yes), reserved: bit(6, 'Reserved', hexByte)}}),
	'vxlan.vnid': u24('VN-ID', {base: 'hex'}),
	'vxlan.mac': mac('MAC'),
	'vxlan.reserved': u16('Reserved', {base: 'hex'}),
	'nvgre.flags': u8('Flags', {base: 'hex', bits: {valid_vnid: bit(1, 'Valid VN-ID', yes), valid_mac: bit(1, 'Valid MAC address', yes), reserved: bit(6, 'Reserved', hexByte)}}),
	'nvgre.vnid': u24('VN-ID', {base: 'hex'}),
	'nvgre.mac': mac('MAC'),
	'nvgre.reserved': u16('Reserved', {base: 'hex'}),
	'pref.flags': u8('Flags', {base: 'hex'}),
	'pref.reserved': u8('Reserved', {base: 'hex'}),
	'pref.preference': bytes('Preference'),
	'binding_sid.flags': u8('Flags', {
		base: 'hex',
		bits: {specified: bit(1, 'Specified-BSID-only', yes), invalid: bit(1, 'Drop Upon Invalid', yes), reserved: bit(6, 'Reserved', hexByte)},
	}),
	'binding_sid.reserved': u8('Reserved', {base: 'hex'}),
	'binding_sid.sid': bytes('Binding SID'),
	'enlp.flags': u8('Flags', {base: 'hex'}),
	'enlp.reserved': u8('Reserved', {base: 'hex'}),
	'enlp.preference': u8('ENLP'),
	'priority.priority': u8('Priority'),
	'priority.reserved': u8('Reserved', {base: 'hex'}),
	'policy_name.reserved': u8('Reserved', {base: 'hex'}),
	'policy_name.name': text('Policy name'),
	'segment_list.reserved': u8('Reserved', {base: 'hex'}),
	'segment_list.subtlv': bytes('sub-TLVs'),
	'segment_list.subtlv.type': u8('Type', {values: segmentNames}),
	'segment_list.subtlv.length': u8('Length'),
	'segment_list.subtlv.data': bytes('Data'),
	'segment_list_subtlv.flags': u8('Flags', {
		base: 'hex',
		bits: {verification: bit(1, 'SID verification', yes), algorithm: bit(1, 'SR Algorithm id', yes), reserved: bit(6, 'Reserved', hexByte)},
	}),
	'segment_list_subtlv.reserved': bytes('Reserved'),
	...word(3, {'segment_list_subtlv.mpls_label': bit(20, 'MPLS Label', {base: 'hex', type: 'FT_UINT24'}), _label: bit(4, '')}),
	...word(1, {
		_class: bit(4, ''),
		'segment_list_subtlv.traffic_class': bit(3, 'Traffic Class', hexByte),
		'segment_list_subtlv.bottom_stack': bit(1, 'Bottom-of-Stack', {meaning: ['True', 'False']}),
	}),
	'segment_list_subtlv.ttl': u8('TTL'),
}));

/** Tunnels to networks: RFC 9012; RFC 9830 for policies of segments. */
export const tunnelParts = [p, s];

const layer2Tunnel = 1;
const generic = 2;
const virtualLan = 8;
const nvgre = 9;
/** Types from here on have lengths of two bytes. */
const longType = 128;

function readEncapsulation(r: Reader, tunnel: number): void {
	switch (tunnel) {
		case layer2Tunnel:
			r.read(p.session);
			r.rest(p.cookie);
			return;
		case generic:
			r.read(p.key);
			return;
		case virtualLan:
		case nvgre: {
			const kind = tunnel === virtualLan ? 'vxlan' : 'nvgre';
			r.read(s[`${kind}.flags`]);
			r.read(s[`${kind}.vnid`]);
			r.read(s[`${kind}.mac`]);
			r.read(s[`${kind}.reserved`]);
			return;
		}

		default:
			r.rest(s.value);
	}
}

/** RFC 9830, section 2.4.4. */
function readSegments(r: Reader): void {
	r.read(s['segment_list.reserved']);
	r.open(s['segment_list.subtlv'], r.position, r.bytes.subarray(r.position, r.end));
	while (r.more) {
		const type = r.peek();
		const size = r.peek(1);
		r.group(undefined, `SubTLV: ${segmentNames.get(type) ?? 'Unknown'}`, () => {
			r.read(s['segment_list.subtlv.type']);
			r.read(s['segment_list.subtlv.length']);
			r.within(size, () => {
				if (type !== 1) {
					r.rest(s['segment_list.subtlv.data']);
					return;
				}

				r.read(s['segment_list_subtlv.flags']);
				r.take(s['segment_list_subtlv.reserved'], 1);
				r.read(s['segment_list_subtlv.mpls_label']);
				r.at(s['segment_list_subtlv.traffic_class'], r.position - 1);
				r.at(s['segment_list_subtlv.bottom_stack'], r.position - 1);
				r.read(s['segment_list_subtlv.ttl']);
			});
		});
	}

	r.close();
}

function readPart(r: Reader, tunnel: number, type: number): void {
	switch (type) {
		case 1:
			readEncapsulation(r, tunnel);
			return;
		case 4:
			// RFC 9012, section 3.4.2: an extended community, whose color is the last four bytes.
			r.skip(4);
			r.read(p.color);
			return;
		case 12:
			r.read(s['pref.flags']);
			r.read(s['pref.reserved']);
			r.rest(s['pref.preference']);
			return;
		case 13:
			r.read(s['binding_sid.flags']);
			r.read(s['binding_sid.reserved']);
			if (r.more) r.rest(s['binding_sid.sid']);
			return;
		case 14:
			r.read(s['enlp.flags']);
			r.read(s['enlp.reserved']);
			if (r.more) r.read(s['enlp.preference']);
			return;
		case 15:
			r.read(s['priority.priority']);
			r.read(s['priority.reserved']);
			return;
		case 128:
			readSegments(r);
			return;
		case 129:
			r.read(s['policy_name.reserved']);
			r.text(s['policy_name.name'], r.left);
			return;
		default:
			r.rest(s.value);
	}
}

/** The attribute that describes tunnels, to the end of the part. */
export function readTunnels(r: Reader): void {
	r.group(undefined, 'TLV Encodings', () => {
		while (r.more) {
			r.need(4);
			const tunnel = r.peek16();
			const size = r.peek16(2);
			r.group(undefined, `${tunnelNames.get(tunnel) ?? 'Unknown'} (${size + 4} bytes)`, () => {
				r.read(p.type);
				r.read(p.length);
				r.within(size, () => r.group(undefined, 'Sub-TLV Encodings', () => readParts(r, tunnel)));
			});
		}
	});
}

function readParts(r: Reader, tunnel: number): void {
	while (r.more) {
		const type = r.peek();
		const wide = type >= longType ? 2 : 1;
		r.need(1 + wide);
		const size = wide === 2 ? r.peek16(1) : r.peek(1);
		r.group(undefined, `${partNames.get(type) ?? 'Unknown'} (${size + 1 + wide} bytes)`, () => {
			r.read(p.subtype);
			r.number(p.sublength, wide);
			r.within(size, () => readPart(r, tunnel, type));
		});
	}
}
