import {bit, bytes, parts, text, u16, u24, u32, u8, word} from '../field.ts';
import {fault} from '../protocol.ts';
import type {Reader, Text} from '../reader.ts';
import {readLeastFirst} from './least-first.ts';

const able = {meaning: ['Capable', 'Not capable']} as const;
const enabled = {meaning: ['Enabled', 'Disabled']} as const;
const supported = {meaning: ['Supported', 'Not supported']} as const;
const set = {meaning: ['Set', 'Not set']} as const;
const wide = {type: 'FT_UINT16'} as const;
const narrow = {type: 'FT_UINT8'} as const;
const algorithms = new Map([[0, 'Strict Priority'], [1, 'Credit-Based Shaper'], [2, 'Enhanced Transmission Selection'], [255, 'Vendor Specific Algorithm']]);
const selector = {values: algorithms};

const modes = [
	['1000base_tfd', '1000BASE-T (full duplex mode)'],
	['1000base_t', '1000BASE-T (half duplex mode)'],
	['1000base_xfd', '1000BASE-X (-LX, -SX, -CX full duplex mode)'],
	['1000base_x', '1000BASE-X (-LX, -SX, -CX half duplex mode)'],
	['fdx_bpause', 'Asymmetric and Symmetric PAUSE (for full-duplex links)'],
	['fdx_spause', 'Symmetric PAUSE (for full-duplex links)'],
	['fdx_apause', 'Asymmetric PAUSE (for full-duplex links)'],
	['fdx_pause', 'PAUSE (for full-duplex links)'],
	['100base_t2fd', '100BASE-T2 (full duplex mode)'],
	['100base_t2', '100BASE-T2 (half duplex mode)'],
	['100base_txfd', '100BASE-TX (full duplex mode)'],
	['100base_tx', '100BASE-TX (half duplex mode)'],
	['100base_t4', '100BASE-T4'],
	['10base_tfd', '10BASE-T (full duplex mode)'],
	['10base_t', '10BASE-T (half duplex mode)'],
	['other', 'Other or unknown'],
] as const;

const advertised = (inverse: boolean) => Object.fromEntries((inverse ? modes : modes.toReversed()).map(([key, title]) => [key, bit(1, title, able)]));

const mauTypes = new Map([
	[0, 'other or unknown'],
	[10, '10BaseTHD - UTP MAU, half duplex mode'],
	[11, '10BaseTFD - UTP MAU, full duplex mode'],
	[15, '100BaseTXHD - 2 pair category 5 UTP, half duplex mode'],
	[16, '100BaseTXFD - 2 pair category 5 UTP, full duplex mode'],
	[29, '1000BaseTHD - Four-pair Category 5 UTP PHY, half duplex mode'],
	[30, '1000BaseTFD - Four-pair Category 5 UTP PHY, full duplex mode'],
]);

// IEEE 802.1Q-2018, annex D.2
const p = parts('lldp', () => ({
	'orgtlv.oui': u24('Organization Unique Code'),
	'ieee.802_1.subtype': u8('IEEE 802.1 Subtype', {
		base: 'hex',
		values: new Map([
			[1, 'Port VLAN ID'],
			[2, 'Port and Protocol VLAN ID'],
			[3, 'VLAN Name'],
			[4, 'Protocol Identity'],
			[5, 'VID Usage Digest'],
			[6, 'Management VID'],
			[7, 'Link Aggregation'],
			[8, 'Congestion Notification'],
			[9, 'ETS Configuration'],
			[10, 'ETS Recommendation'],
			[11, 'Priority Flow Control Configuration'],
			[12, 'Application Protocol'],
			[13, 'EVB'],
			[14, 'CDCP'],
		]),
	}),
	'ieee.802_1.port_vlan.id': u16('Port VLAN Identifier', {base: 'dec_hex'}),
	'ieee.802_1.port_and_vlan_id_flag': u8('Flags', {
		base: 'hex',
		bits: {_high: bit(5, ''), enabled: bit(1, 'Port and Protocol VLAN', enabled), supported: bit(1, 'Port and Protocol VLAN', supported), _low: bit(1, '')},
	}),
	'ieee.802_1.port_proto_vlan.id': u16('Port and Protocol VLAN Identifier', {base: 'dec_hex'}),
	'ieee.802_1.vlan.id': u16('VLAN Identifier', {base: 'dec_hex'}),
	'ieee.802_1.vlan.name_len': u8('VLAN Name Length'),
	'ieee.802_1.vlan.name': text('VLAN Name', {type: 'FT_STRINGZ'}),
	'ieee.802_1.proto.id_length': u8('Protocol Identity Length'),
	'ieee.802_1.proto.id': bytes('Protocol Identity'),
	...word(1, {
		'ieee.802_1qau.cnpv.prio7': bit(1, 'Priority 7 CNPV Capability', enabled),
		'ieee.802_1qau.cnpv.prio6': bit(1, 'Priority 6 CNPV Capability', enabled),
		'ieee.802_1qau.cnpv.prio5': bit(1, 'Priority 5 CNPV Capability', enabled),
		'ieee.802_1qau.cnpv.prio4': bit(1, 'Priority 4 CNPV Capability', enabled),
		'ieee.802_1qau.cnpv.prio3': bit(1, 'Priority 3 CNPV Capability', enabled),
		'ieee.802_1qau.cnpv.prio2': bit(1, 'Priority 2 CNPV Capability', enabled),
		'ieee.802_1qau.cnpv.prio1': bit(1, 'Priority 1 CNPV Capability', enabled),
		'ieee.802_1qau.cnpv.prio0': bit(1, 'Priority 0 CNPV Capability', enabled),
	}),
	...word(1, {
		'ieee.802_1qau.ready.prio7': bit(1, 'Priority 7 Ready Indicator', set),
		'ieee.802_1qau.ready.prio6': bit(1, 'Priority 6 Ready Indicator', set),
		'ieee.802_1qau.ready.prio5': bit(1, 'Priority 5 Ready Indicator', set),
		'ieee.802_1qau.ready.prio4': bit(1, 'Priority 4 Ready Indicator', set),
		'ieee.802_1qau.ready.prio3': bit(1, 'Priority 3 Ready Indicator', set),
		'ieee.802_1qau.ready.prio2': bit(1, 'Priority 2 Ready Indicator', set),
		'ieee.802_1qau.ready.prio1': bit(1, 'Priority 1 Ready Indicator', set),
		'ieee.802_1qau.ready.prio0': bit(1, 'Priority 0 Ready Indicator', set),
	}),
	...word(1, {
		'dcbx.ieee.willing': bit(1, 'Willing', {meaning: ['Yes', 'No']}),
		'dcbx.ieee.ets.cbs': bit(1, 'Credit-Based Shaper', supported),
		_ets: bit(3, ''),
		'dcbx.ieee.ets.maxtcs': bit(3, 'Maximum Number of Traffic Classes', {...narrow, values: value => `${value || 8}`}),
	}),
	...word(1, {
		_willing: bit(1, ''),
		'dcbx.ieee.pfc.mbc': bit(1, 'MACsec Bypass Capability', able),
		_pfc: bit(2, ''),
		'dcbx.ieee.pfc.numtcs': bit(4, 'Max PFC Enabled Traffic Classes', narrow),
	}),
	...word(1, {'dcbx.feature.pg.reserved': bit(7, 'Reserved', {...narrow, base: 'hex'}), _pg: bit(1, '')}),
	...word(2, {
		'dcbx.feature.pg.pgid_prio0': bit(4, 'PGID for Prio 0', wide),
		'dcbx.feature.pg.pgid_prio1': bit(4, 'PGID for Prio 1', wide),
		'dcbx.feature.pg.pgid_prio2': bit(4, 'PGID for Prio 2', wide),
		'dcbx.feature.pg.pgid_prio3': bit(4, 'PGID for Prio 3', wide),
	}),
	...word(2, {
		'dcbx.feature.pg.pgid_prio4': bit(4, 'PGID for Prio 4', wide),
		'dcbx.feature.pg.pgid_prio5': bit(4, 'PGID for Prio 5', wide),
		'dcbx.feature.pg.pgid_prio6': bit(4, 'PGID for Prio 6', wide),
		'dcbx.feature.pg.pgid_prio7': bit(4, 'PGID for Prio 7', wide),
	}),
	'dcbx.feature.pg.per0': u8('Bandwidth for PGID 0'),
	'dcbx.feature.pg.per1': u8('Bandwidth for PGID 1'),
	'dcbx.feature.pg.per2': u8('Bandwidth for PGID 2'),
	'dcbx.feature.pg.per3': u8('Bandwidth for PGID 3'),
	'dcbx.feature.pg.per4': u8('Bandwidth for PGID 4'),
	'dcbx.feature.pg.per5': u8('Bandwidth for PGID 5'),
	'dcbx.feature.pg.per6': u8('Bandwidth for PGID 6'),
	'dcbx.feature.pg.per7': u8('Bandwidth for PGID 7'),
	'dcbx.ieee.ets.tsa0': u8('TSA for Traffic Class 0', selector),
	'dcbx.ieee.ets.tsa1': u8('TSA for Traffic Class 1', selector),
	'dcbx.ieee.ets.tsa2': u8('TSA for Traffic Class 2', selector),
	'dcbx.ieee.ets.tsa3': u8('TSA for Traffic Class 3', selector),
	'dcbx.ieee.ets.tsa4': u8('TSA for Traffic Class 4', selector),
	'dcbx.ieee.ets.tsa5': u8('TSA for Traffic Class 5', selector),
	'dcbx.ieee.ets.tsa6': u8('TSA for Traffic Class 6', selector),
	'dcbx.ieee.ets.tsa7': u8('TSA for Traffic Class 7', selector),
	...word(1, {
		'dcbx.feature.pfc.prio7': bit(1, 'PFC for Priority 7', enabled),
		'dcbx.feature.pfc.prio6': bit(1, 'PFC for Priority 6', enabled),
		'dcbx.feature.pfc.prio5': bit(1, 'PFC for Priority 5', enabled),
		'dcbx.feature.pfc.prio4': bit(1, 'PFC for Priority 4', enabled),
		'dcbx.feature.pfc.prio3': bit(1, 'PFC for Priority 3', enabled),
		'dcbx.feature.pfc.prio2': bit(1, 'PFC for Priority 2', enabled),
		'dcbx.feature.pfc.prio1': bit(1, 'PFC for Priority 1', enabled),
		'dcbx.feature.pfc.prio0': bit(1, 'PFC for Priority 0', enabled),
	}),
	'dcbx.ieee.app.reserved': u8('Reserved', {base: 'hex'}),
	...word(1, {
		'dcbx.ieee.app.prio': bit(3, 'Application Priority', narrow),
		_app: bit(2, ''),
		'dcbx.iee.app.sf': bit(3, 'Application Selector', {
			...narrow,
			values: new Map([[0, 'Reserved'], [1, 'EtherType'], [2, 'Port over TCP/SCTP'], [3, 'Port over UDP/DCCP'], [4, 'Port over TCP/SCTP/UDP/DCCP']]),
		}),
	}),
	'dcbx.feature.app.proto': u16('Application Protocol Id', {base: 'hex'}),
	// IEEE 802.3-2018, section 79.3
	'ieee.802_3.subtype': u8('IEEE 802.3 Subtype', {
		base: 'hex',
		values: new Map([[1, 'MAC/PHY Configuration/Status'], [2, 'Power Via MDI'], [3, 'Link Aggregation'], [4, 'Maximum Frame Size'], [5, 'Energy-Efficient Ethernet'], [7,
			'Additional Ethernet Capabilities']]),
	}),
	'ieee.802_3.mac_phy_auto_neg_status': u8('Auto-Negotiation Support/Status', {
		base: 'hex',
		bits: {_high: bit(6, ''), enabled: bit(1, 'Auto-Negotiation', enabled), supported: bit(1, 'Auto-Negotiation', supported)},
	}),
	'ieee.802_3.pmd_auto_neg_advertised_caps': u16('PMD Auto-Negotiation Advertised Capability', {base: 'hex', bits: advertised(false)}),
	'ieee.802_3.pmd_auto_neg_advertised_caps_inv': u16('Same in inverse (wrong) bitorder', {bits: advertised(true)}),
	'ieee.802_3.pmd_mau_type': u16('Operational MAU Type', {base: 'hex', values: mauTypes}),
	'ieee.802_3.aggregation_status': u8('Aggregation Status', {
		base: 'hex',
		bits: {_high: bit(6, ''), enabled: bit(1, 'Aggregation Status', enabled), cap: bit(1, 'Aggregation Capability', {meaning: ['Yes', 'No']})},
	}),
	'ieee.802_3.aggregated_port_id': u32('Aggregated Port Id'),
	'ieee.802_3.max_frame_size': u16('Maximum Frame Size'),
	// ANSI/TIA-1057, section 10.2
	'media.subtype': u8('Media Subtype', {
		base: 'hex',
		values: new Map([
			[1, 'Media Capabilities'],
			[2, 'Network Policy'],
			[3, 'Location Identification'],
			[4, 'Extended Power-via-MDI'],
			[5, 'Inventory - Hardware Revision'],
			[6, 'Inventory - Firmware Revision'],
			[7, 'Inventory - Software Revision'],
			[8, 'Inventory - Serial Number'],
			[9, 'Inventory - Manufacturer Name'],
			[10, 'Inventory - Model Name'],
			[11, 'Inventory - Asset ID'],
		]),
	}),
	'media.subtype.caps': u16('Capabilities', {
		base: 'hex',
		bits: {
			_high: bit(10, ''),
			inventory: bit(1, 'Inventory', able),
			mid_pd: bit(1, 'Extended Power via MDI-PD', able),
			mdi_pse: bit(1, 'Extended Power via MDI-PSE', able),
			location_id: bit(1, 'Location Identification', able),
			network_policy: bit(1, 'Network Policy', able),
			llpd: bit(1, 'LLDP-MED Capabilities', able),
		},
	}),
	'media.subtype.class': u8('Class Type', {
		values: new Map([[0, 'Type Not Defined'], [1, 'Endpoint Class I'], [2, 'Endpoint Class II'], [3, 'Endpoint Class III'], [4, 'Network Connectivity']]),
	}),
	// RFC 8520, section 11
	'iana.subtype': u8('IANA Subtype', {base: 'hex', values: new Map([[1, 'Manufacturer Usage Description URL']])}),
	'iana.mudurl': text('Manufacturer Usage Description URL', {about: 'Where to read what the device needs from the network.'}),
	unknown_subtype: u8('Unknown Subtype'),
	'unknown_subtype.content': bytes('Unknown Subtype Content'),
}));

/** Fields of what organizations add to LLDP. */
export const organizationParts = p;

/** Link aggregation is another organization's since 2009. */
export const deprecated = fault('lldp.tlv_deprecated', 'TLV has been deprecated', 'warning');

const ieee8021 = 0x00_80c2;
const ieee8023 = 0x00_120f;
const media = 0x00_12bb;
const iana = 0x00_005e;

const organizationNames = new Map([[ieee8021, 'IEEE'], [ieee8023, 'Ieee 802.3'], [media, 'Telecommunications Industry Association TR-41 Committee'], [iana, 'IANA']]);

/** Gives a value a name of its own. */
export type NameIt = (label: Text) => void;

/** What an organization added, without type and length; the value is as long as the part being read. */
export function readOrganization(r: Reader, nameIt: NameIt): void {
	const oui = r.read(p['orgtlv.oui']);
	const field = oui === ieee8021
		? p['ieee.802_1.subtype']
		: oui === ieee8023
		? p['ieee.802_3.subtype']
		: oui === media
		? p['media.subtype']
		: oui === iana
		? p['iana.subtype']
		: p.unknown_subtype;
	const subtype = r.peek();
	const name = field.values instanceof Map ? (field.values.get(subtype) as string | undefined) : undefined;
	nameIt(() => `${organizationNames.get(oui) ?? oui.toString(16).padStart(6, '0')} - ${name ?? `Unknown (${subtype})`}`);
	if (oui === ieee8023 && subtype === 3) {
		r.readOpen(field, () => r.complain(deprecated, r.position - 1, r.position));
	} else {
		r.read(field);
	}

	switch (oui) {
		case ieee8021:
			readBridging(r, subtype);
			break;
		case ieee8023:
			readEthernet(r, subtype);
			break;
		case media:
			if (subtype !== 1) break;
			readLeastFirst(r, p['media.subtype.caps']);
			r.read(p['media.subtype.class']);
			break;
		case iana:
			if (subtype === 1) r.text(p['iana.mudurl'], r.left);
			break;
		default:
			r.rest(p['unknown_subtype.content']);
	}
}

function readBridging(r: Reader, subtype: number): void {
	switch (subtype) {
		case 1:
			r.read(p['ieee.802_1.port_vlan.id']);
			break;
		case 2:
			readLeastFirst(r, p['ieee.802_1.port_and_vlan_id_flag']);
			r.read(p['ieee.802_1.port_proto_vlan.id']);
			break;
		case 3:
			r.read(p['ieee.802_1.vlan.id']);
			r.text(p['ieee.802_1.vlan.name'], r.read(p['ieee.802_1.vlan.name_len']));
			break;
		case 4:
			r.take(p['ieee.802_1.proto.id'], r.read(p['ieee.802_1.proto.id_length']));
			break;
		case 8:
			for (const key of priorities) r.at(p[`ieee.802_1qau.cnpv.prio${key}`], r.position);
			r.skip(1);
			for (const key of priorities) r.at(p[`ieee.802_1qau.ready.prio${key}`], r.position);
			r.skip(1);
			break;
		case 9:
			for (const key of ['willing', 'ets.cbs', 'ets.maxtcs'] as const) r.at(p[`dcbx.ieee.${key}`], r.position);
			r.skip(1);
			readSelection(r);
			break;
		case 10:
			r.at(p['dcbx.feature.pg.reserved'], r.position);
			r.skip(1);
			readSelection(r);
			break;
		case 11:
			for (const key of ['willing', 'pfc.mbc', 'pfc.numtcs'] as const) r.at(p[`dcbx.ieee.${key}`], r.position);
			r.skip(1);
			for (const key of priorities) r.at(p[`dcbx.feature.pfc.prio${key}`], r.position);
			r.skip(1);
			break;
		case 12:
			r.read(p['dcbx.ieee.app.reserved']);
			while (r.left >= 3)
				r.group(undefined, 'Application', () => {
					r.at(p['dcbx.ieee.app.prio'], r.position);
					r.at(p['dcbx.iee.app.sf'], r.position);
					r.skip(1);
					r.read(p['dcbx.feature.app.proto']);
				});
			break;
		default:
	}
}

const priorities = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** Which class of traffic a priority is in, how much of the link each gets, and how it is chosen. */
function readSelection(r: Reader): void {
	for (const key of [0, 1, 2, 3] as const) r.at(p[`dcbx.feature.pg.pgid_prio${key}`], r.position);
	r.skip(2);
	for (const key of [4, 5, 6, 7] as const) r.at(p[`dcbx.feature.pg.pgid_prio${key}`], r.position);
	r.skip(2);
	for (const key of priorities) r.read(p[`dcbx.feature.pg.per${key}`]);
	for (const key of priorities) r.read(p[`dcbx.ieee.ets.tsa${key}`]);
}

function readEthernet(r: Reader, subtype: number): void {
	switch (subtype) {
		case 1: {
			readLeastFirst(r, p['ieee.802_3.mac_phy_auto_neg_status']);
			const inverse = p['ieee.802_3.pmd_auto_neg_advertised_caps_inv'];
			const at = r.position;
			readLeastFirst(r, p['ieee.802_3.pmd_auto_neg_advertised_caps']);
			r.group(undefined, inverse.title, () => {
				for (const child of inverse.children) r.at(child, at);
			});
			r.read(p['ieee.802_3.pmd_mau_type']);
			break;
		}

		case 3:
			readLeastFirst(r, p['ieee.802_3.aggregation_status']);
			r.read(p['ieee.802_3.aggregated_port_id']);
			break;
		case 4:
			r.read(p['ieee.802_3.max_frame_size']);
			break;
		default:
	}
}
