import {bit, bytes, none, parts, u16, u24, u32, u8, word} from '../field.ts';
import {fault} from '../protocol.ts';

const little = {little: true} as const;
/** Access categories: IEEE 802.11-2016, table 10-1. */
export const categories: ReadonlyMap<number, string> = new Map([[0, 'Best Effort'], [1, 'Background'], [2, 'Video'], [3, 'Voice']]);

/** IEEE 802.11-2016, table 9-131. */
export const cipherSuites: ReadonlyMap<number, string> = new Map([
	[0, 'Use group cipher suite'],
	[1, 'WEP (40-bit)'],
	[2, 'TKIP'],
	[4, 'AES (CCM)'],
	[5, 'WEP (104-bit)'],
	[6, 'BIP (128)'],
	[7, 'Group addressed traffic not allowed'],
	[8, 'GCMP (128)'],
	[9, 'GCMP (256)'],
	[10, 'CCMP (256)'],
]);

/** IEEE 802.11-2016, table 9-133. */
export const keySuites: ReadonlyMap<number, string> = new Map([
	[1, 'WPA'],
	[2, 'PSK'],
	[3, 'FT over IEEE 802.1X'],
	[4, 'FT using PSK'],
	[5, 'WPA (SHA256)'],
	[6, 'PSK (SHA256)'],
	[7, 'TDLS / TPK Handshake'],
	[8, 'SAE (SHA256)'],
	[9, 'FT using SAE (SHA256)'],
	[18, 'Opportunistic Wireless Encryption'],
]);

const counters = {base: 'hex', values: new Map([[0, '1 replay counter'], [1, '2 replay counters'], [2, '4 replay counters'], [3, '16 replay counters']])} as const;

/** Names of elements (IEEE 802.11-2016, table 9-77). */
export const tagNames: ReadonlyMap<number, string> = new Map([
	[0, 'SSID parameter set'],
	[1, 'Supported Rates'],
	[2, 'FH Parameter set'],
	[3, 'DS Parameter set'],
	[4, 'CF Parameter set'],
	[5, 'Traffic Indication Map (TIM)'],
	[6, 'IBSS Parameter set'],
	[7, 'Country Information'],
	[11, 'QBSS Load Element'],
	[16, 'Challenge text'],
	[32, 'Power Constraint'],
	[33, 'Power Capability'],
	[35, 'TPC Report Transmit Power'],
	[36, 'Supported Channels'],
	[37, 'Channel Switch Announcement'],
	[42, 'ERP Information'],
	[45, 'HT Capabilities (802.11n D1.10)'],
	[46, 'QoS Capability'],
	[48, 'RSN Information'],
	[50, 'Extended Supported Rates'],
	[54, 'Mobility Domain'],
	[61, 'HT Information (802.11n D1.10)'],
	[70, 'RM Enabled Capabilities'],
	[107, 'Interworking'],
	[113, 'Mesh Configuration'],
	[114, 'Mesh ID'],
	[127, 'Extended Capabilities'],
	[191, 'VHT Capabilities'],
	[192, 'VHT Operation'],
	[195, 'VHT Tx Power Envelope'],
	[221, 'Vendor Specific'],
	[255, 'Element ID Extension'],
]);

/** Fields of the elements that management frames end with (IEEE 802.11-2016, section 9.4.2). */
export const tagParts = parts('wlan', () => ({
	tag: none('Tag'),
	'tag.number': u8('Tag Number', {values: tagNames}),
	'tag.length': u8('Tag length', {type: 'FT_UINT32'}),
	ssid: bytes('SSID', {about: 'Name of the network.', reference: 'IEEE 802.11, section 9.4.2.2'}),
	supported_rates: u8('Supported Rates', {
		base: 'hex',
		values: value => `${(value & 0x7f) / 2}${value & 0x80 ? '(B)' : ''}`,
		about: 'In Mbit/s; those that every station must have are marked with a B.',
	}),
	extended_supported_rates: u8('Extended Supported Rates', {base: 'hex', values: value => `${(value & 0x7f) / 2}${value & 0x80 ? '(B)' : ''}`}),
	'ds.current_channel': u8('Current Channel'),
	'tim.dtim_count': u8('DTIM count'),
	'tim.dtim_period': u8('DTIM period'),
	'tim.bmapctl': u8('Bitmap control', {
		base: 'hex',
		bits: {offset: bit(7, 'Bitmap Offset', {base: 'hex'}), multicast: bit(1, 'Multicast', {meaning: ['True', 'False']})},
	}),
	'tim.partial_virtual_bitmap': bytes('Partial Virtual Bitmap', {about: 'A bit for each station that frames wait for.'}),
	erp_info: u8('ERP Information', {
		base: 'hex',
		bits: {
			reserved: bit(5, 'Reserved', {base: 'hex'}),
			barker_preamble_mode: bit(1, 'Barker Preamble Mode', {meaning: ['Set', 'Not set']}),
			use_protection: bit(1, 'Use Protection', {meaning: ['Set', 'Not set']}),
			erp_present: bit(1, 'Non ERP Present', {meaning: ['Set', 'Not set']}),
		},
	}),
	// IEEE 802.11-2016, section 9.4.2.25
	'rsn.version': u16('RSN Version', little),
	'rsn.gcs': u32('Group Cipher Suite', {about: 'How frames for many are encrypted.'}),
	'rsn.gcs.oui': u24('Group Cipher Suite OUI'),
	'rsn.gcs.type': u8('Group Cipher Suite type', {values: cipherSuites}),
	'rsn.pcs.count': u16('Pairwise Cipher Suite Count', little),
	'rsn.pcs.list': none('Pairwise Cipher Suite List'),
	'rsn.pcs': u32('Pairwise Cipher Suite', {about: 'How frames for one may be encrypted.'}),
	'rsn.pcs.oui': u24('Pairwise Cipher Suite OUI'),
	'rsn.pcs.type': u8('Pairwise Cipher Suite type', {values: cipherSuites}),
	'rsn.akms.count': u16('Auth Key Management (AKM) Suite Count', little),
	'rsn.akms.list': none('Auth Key Management (AKM) List'),
	'rsn.akms': u32('Auth Key Management (AKM) Suite', {about: 'How keys are agreed on.'}),
	'rsn.akms.oui': u24('Auth Key Management (AKM) OUI'),
	'rsn.akms.type': u8('Auth Key Management (AKM) type', {values: keySuites}),
	'rsn.capabilities': u16('RSN Capabilities', {
		...little,
		base: 'hex',
		bits: {
			_high: bit(2, ''),
			extended_key_id_iaf: bit(1, 'Extended Key ID for Individually Addressed Frames', {meaning: ['Supported', 'Not supported']}),
			_middle: bit(3, ''),
			peerkey: bit(1, 'PeerKey Enabled', {meaning: ['True', 'False']}),
			jmr: bit(1, 'Joint Multi-band RSNA', {meaning: ['True', 'False']}),
			mfpc: bit(1, 'Management Frame Protection Capable', {meaning: ['True', 'False']}),
			mfpr: bit(1, 'Management Frame Protection Required', {meaning: ['True', 'False']}),
			gtksa_replay_counter: bit(2, 'RSN GTKSA Replay Counter capabilities', counters),
			ptksa_replay_counter: bit(2, 'RSN PTKSA Replay Counter capabilities', counters),
			no_pairwise: bit(1, 'RSN No Pairwise capabilities', {meaning: ['Transmitter cannot support', 'Transmitter can support']}),
			preauth: bit(1, 'RSN Pre-Auth capabilities', {meaning: ['Transmitter supports pre-authentication', 'Transmitter does not support pre-authentication']}),
		},
	}),
	'tag.oui': u24('OUI'),
	'tag.vendor.oui.type': u8('Vendor Specific OUI Type'),
	'tag.vendor.data': bytes('Vendor Specific Data'),
	// IEEE 802.11-2016, section 12.7.2
	'rsn.ie.kde.data_type': u8('Data Type', {
		type: 'FT_UINT16',
		values: new Map([[1, 'GTK KDE'], [3, 'MAC address KDE'], [4, 'PMKID KDE'], [6, 'Nonce KDE'], [7, 'Lifetime KDE'], [8, 'Error KDE'], [9, 'IGTK KDE'], [10, 'Key ID KDE']]),
	}),
	...word(1, {
		'rsn.ie.gtk_kde.res1': bit(5, 'Reserved', {base: 'hex', type: 'FT_UINT8'}),
		'rsn.ie.gtk_kde.tx': bit(1, 'Tx', {meaning: ['Temporal key used for both transmission and reception', 'Temporal key used only for reception']}),
		'rsn.ie.gtk_kde.key_id': bit(2, 'Key ID', {base: 'hex', type: 'FT_UINT8'}),
	}),
	'rsn.ie.gtk_kde.res2': u8('Reserved', {base: 'hex'}),
	'rsn.ie.gtk_kde.gtk': bytes('GTK', {about: 'The key that all stations of the network have.'}),
	'rsn.ie.pmkid': bytes('PMKID', {about: 'Names the key that the two have already.'}),
	'rsn.ie.unknown': bytes('RSN Unknown'),
	'aironet.type': u8('Aironet IE type'),
	'aironet.data': bytes('Aironet IE data'),
	'vs.pren.type': u8('802.11n (Pre) Type'),
	// Wi-Fi Alliance: WMM Specification, section 2.2
	'wfa.ie.type': u8('Type', {base: 'hex', values: new Map([[1, 'WPA Information Element'], [2, 'WMM/WME'], [4, 'WPS']])}),
	'wfa.ie.wme.subtype': u8('WME Subtype', {values: new Map([[0, 'Information Element'], [1, 'Parameter Element'], [2, 'TSPEC Element']])}),
	'wfa.ie.wme.version': u8('WME Version'),
	'wfa.ie.wme.qos_info': u8('WME QoS Info', {base: 'hex'}),
	...word(1, {
		'wfa.ie.wme.qos_info.ap.u_apsd': bit(1, 'U-APSD', {meaning: ['Enabled', 'Disabled']}),
		'wfa.ie.wme.qos_info.ap.reserved': bit(3, 'Reserved', {base: 'hex', type: 'FT_UINT8'}),
		'wfa.ie.wme.qos_info.ap.parameter_set_count': bit(4, 'Parameter Set Count', {base: 'hex', type: 'FT_UINT8'}),
	}),
	'wfa.ie.wme.qos_info.sta.reserved': u8('Reserved', {base: 'hex'}),
	...word(1, {
		_sta: bit(1, ''),
		'wfa.ie.wme.qos_info.sta.max_sp_length': bit(2, 'Max SP Length', {base: 'hex', type: 'FT_UINT8'}),
		_r: bit(1, ''),
		'wfa.ie.wme.qos_info.sta.ac_be': bit(1, 'AC_BE', {meaning: ['Yes', 'No']}),
		'wfa.ie.wme.qos_info.sta.ac_bk': bit(1, 'AC_BK', {meaning: ['Yes', 'No']}),
		'wfa.ie.wme.qos_info.sta.ac_vi': bit(1, 'AC_VI', {meaning: ['Yes', 'No']}),
		'wfa.ie.wme.qos_info.sta.ac_vo': bit(1, 'AC_VO', {meaning: ['Yes', 'No']}),
	}),
	'wfa.ie.wme.reserved': bytes('Reserved'),
	'wfa.ie.wme.acp': none('Ac Parameters'),
	'wfa.ie.wme.acp.aci_aifsn': u8('ACI / AIFSN Field', {base: 'hex'}),
	...word(1, {
		'wfa.ie.wme.acp.reserved': bit(1, 'Reserved', {base: 'dec', type: 'FT_UINT8'}),
		'wfa.ie.wme.acp.aci': bit(2, 'ACI', {values: categories, type: 'FT_UINT8'}),
		'wfa.ie.wme.acp.acm': bit(1, 'Admission Control Mandatory', {meaning: ['Yes', 'No']}),
		'wfa.ie.wme.acp.aifsn': bit(4, 'AIFSN', {type: 'FT_UINT8'}),
	}),
	'wfa.ie.wme.acp.ecw': u8('ECW', {base: 'hex'}),
	...word(1, {
		'wfa.ie.wme.acp.ecw.max': bit(4, 'ECW Max', {type: 'FT_UINT8'}),
		'wfa.ie.wme.acp.ecw.min': bit(4, 'ECW Min', {type: 'FT_UINT8'}),
	}),
	'wfa.ie.wme.acp.cw.max': u8('CW Max'),
	'wfa.ie.wme.acp.cw.min': u8('CW Min'),
	'wfa.ie.wme.acp.txop_limit': u16('TXOP Limit', little),
}));

export const tagFaults = {length: fault('wlan.tag.length.bad', 'Bad tag length', 'error')};
