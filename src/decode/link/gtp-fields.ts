import {bit, bytes, duration, frameNumber, header, i32, ipv4Address, ipv6Address, none, parts, text, u16, u24, u32, u8, bool8, word} from '../field.ts';
import {fault} from '../protocol.ts';
import {causeNames, elementNames, extensionNames, messageNames} from './gtp-names.ts';

const whole = {type: 'FT_UINT8'} as const;
const wide = {type: 'FT_UINT16'} as const;
const yes = ['True', 'False'] as const;
const enabled = ['Disabled', 'Enabled'] as const;

// 3GPP TS 29.281, section 5.1; 3GPP TS 29.060, section 6
export const h = header('gtp', {
	flags: u8('Flags', {
		base: 'hex',
		bits: {
			version: bit(3, 'Version', {values: new Map([[0, 'GTP release 97/98 version'], [1, 'GTP release 99 version']])}),
			payload: bit(1, 'Protocol type', {type: 'FT_UINT8', values: new Map([[0, "GTP'"], [1, 'GTP']])}),
			reserved: bit(1, 'Reserved', {type: 'FT_UINT8'}),
			e: bit(1, 'Is Next Extension Header present?', {meaning: ['Yes', 'No']}),
			s: bit(1, 'Is Sequence Number present?', {meaning: ['Yes', 'No']}),
			pn: bit(1, 'Is N-PDU number present?', {meaning: ['Yes', 'No']}),
		},
	}),
	message: u8('Message Type', {base: 'hex', values: messageNames, about: 'What the message is for; 255 carries a packet.', reference: '3GPP TS 29.060, section 7.1'}),
	length: u16('Length', {about: 'Bytes behind these eight.'}),
	teid: u32('TEID', {base: 'hex_dec', about: 'The tunnel that the packet belongs to, as its receiver numbers tunnels.'}),
});

export const p = parts('gtp', () => ({
	seq_number: u16('Sequence number', {base: 'hex_dec', about: 'Ties an answer to its request.', reference: '3GPP TS 29.060, section 9.3'}),
	npdu_number: u8('N-PDU Number', {base: 'hex'}),
	'ext_hdr.next': u8('Next extension header type', {base: 'hex', values: extensionNames}),
	ext_hdr: none('Extension header', {reference: '3GPP TS 29.281, section 5.2'}),
	'ext_hdr.length': u8('Extension Header Length', {about: 'In words of four bytes.'}),
	'ext_hdr.udp_port': u16('UDP Port'),
	'ext_hdr.pdcp_sn': u16('PDCP Sequence Number'),
	...word(1, {
		'ext_hdr.pdu_ses_con.pdu_type': bit(4, 'PDU Type', {
			...whole,
			values: new Map([[0, 'DL PDU SESSION INFORMATION'], [1, 'UL PDU SESSION INFORMATION']]),
			reference: '3GPP TS 38.415, section 5.5.2',
		}),
		'spare.h1': bit(4, 'Spare', {...whole, base: 'hex'}),
	}),
	...word(1, {'spare.b7b6': bit(2, 'Spare', {...whole, base: 'hex'}), _uplink: bit(6, '')}),
	...word(1, {
		'ext_hdr.pdu_ses_cont.ppp': bit(1, 'Paging Policy Presence (PPP)', {meaning: yes}),
		'ext_hdr.pdu_ses_cont.rqi': bit(1, 'Reflective QoS Indicator (RQI)', {meaning: yes}),
		'ext_hdr.pdu_ses_con.qos_flow_id': bit(6, 'QoS Flow Identifier (QFI)', {...whole, about: 'The flow of the session that the packet belongs to.'}),
	}),
	...word(1, {'ext_hdr.pdu_ses_cont.ppi': bit(3, 'Paging Policy Indicator (PPI)', whole), 'spare.b4b0': bit(5, 'Spare', {...whole, base: 'hex'})}),

	response_in: frameNumber('Response In'),
	response_to: frameNumber('Response To'),
	time: duration('Time', {about: 'How long the answer took.'}),

	ie_id: u8('IE Id', {values: elementNames}),
	ext_length: u16('Length'),
	cause: u8('Cause', {values: causeNames, about: 'Whether what was asked for was done, and why not.', reference: '3GPP TS 29.060, section 7.7.1'}),
	lac: u16('Location Area Code (LAC)'),
	rai_rac: u8('Routing Area Code (RAC)'),
	tlli: u32('TLLI', {base: 'hex'}),
	ptmsi: u32('P-TMSI', {base: 'dec_hex'}),
	tmsi: u32('TMSI/P-TMSI/M-TMSI/5G-TMSI', {base: 'dec_hex', name: '3gpp.tmsi'}),
	reorder: bool8('Reordering required', {meaning: yes}),
	map_cause: u8('MAP cause'),
	ptmsi_sig: u24('P-TMSI Signature', {base: 'hex'}),
	ms_valid: bool8('MS validated', {meaning: yes}),
	recovery: u8('Recovery', {
		about: 'How often the sender has started: a number that it did not have before says that all its tunnels are gone.',
		reference: '3GPP TS 29.060, section 7.7.11',
	}),
	...word(1, {
		_mode: bit(6, ''),
		sel_mode: bit(2, 'Selection mode', {
			...whole,
			values: new Map([
				[0, 'MS or network provided APN, subscribed verified'],
				[1, 'MS provided APN, subscription not verified'],
				[2, 'Network provided APN, subscription not verified'],
				[3, 'For future use (Network provided APN, subscription not verified'],
			]),
		}),
	}),
	teid_data: u32('TEID Data I', {base: 'hex_dec', about: "The number that the sender wants in packets of the subscriber's to it."}),
	teid_cp: u32('TEID Control Plane', {base: 'hex_dec', about: 'The number that the sender wants in messages to it.'}),
	teid_ii: u32('TEID Data II', {base: 'hex_dec'}),
	tear_ind: bool8('Teardown Indicator', {meaning: yes, about: 'Ends all contexts with the address, not this one alone.'}),
	...word(1, {_nsapi: bit(4, ''), nsapi: bit(4, 'NSAPI', {...whole, about: "Which of the subscriber's contexts."})}),
	ranap_cause: u8('RANAP cause'),
	chrg_char: u16('Charging characteristics'),
	...word(2, {
		chrg_char_s: bit(4, 'Spare', wide),
		chrg_char_n: bit(1, 'Normal charging', wide),
		chrg_char_p: bit(1, 'Prepaid charging', wide),
		chrg_char_f: bit(1, 'Flat rate charging', wide),
		chrg_char_h: bit(1, 'Hot billing charging', wide),
		chrg_char_r: bit(8, 'Reserved', wide),
	}),
	trace_ref: u16('Trace reference', {base: 'hex'}),
	trace_type: u16('Trace type', {base: 'hex'}),
	ms_reason: u8('MS not reachable reason', {
		values: new Map([
			[0, 'No paging response via the MSC'],
			[1, 'IMSI detached'],
			[2, 'Roaming restriction'],
			[3, 'Deregistered in the HLR for non GPRS'],
			[4, 'MS purge for non GPRS'],
			[5, 'No paging response via the SGSN'],
			[6, 'GPRS detached'],
			[7, 'Deregistered in the HLR for non GPRS'],
			[8, 'MS purged for GPRS'],
			[9, 'Unidentified subscriber via the MSC'],
			[10, 'Unidentified subscriber via the SGSN'],
			[11, 'Deregistered in the HSS/HLR for IMS'],
			[12, 'No response via the IP-SM-GW'],
			[13, 'The MS is temporarily unavailable'],
		]),
	}),
	chrg_id: u32('Charging ID', {base: 'hex_dec'}),
	...word(1, {_org: bit(4, ''), user_addr_pdp_org: bit(4, 'PDP type organization', {...whole, values: new Map([[0, 'ETSI'], [1, 'IETF']])})}),
	user_addr_pdp_type: u8('PDP type number', {
		base: 'hex',
		values: new Map([[0x00, 'X.25'], [0x01, 'PPP'], [0x02, 'OSP:IHOSS'], [0x21, 'IPv4'], [0x57, 'IPv6'], [0x8d, 'IPv4v6']]),
	}),
	user_ipv4: ipv4Address('End user address IPv4', {about: 'The address that the subscriber has or gets.', reference: '3GPP TS 29.060, section 7.7.27'}),
	user_ipv6: ipv6Address('End user address IPv6', {about: 'The address that the subscriber has or gets.', reference: '3GPP TS 29.060, section 7.7.27'}),
	apn_length: u16('APN length'),
	apn: text('APN', {about: 'The network that the subscriber wants to reach: the internet, a company, the provider.', reference: '3GPP TS 23.003, section 9'}),
	gsn_address_length: u16('GSN address length'),
	gsn_ipv4: ipv4Address('GSN address IPv4', {about: 'Where the sender wants messages, or packets.', reference: '3GPP TS 29.060, section 7.7.32'}),
	gsn_ipv6: ipv6Address('GSN address IPv6'),
	tft_length: u16('TFT length'),
	num_ext_hdr_types: u8('Number of Extension Header Types in list (i.e., length)'),
	ext_hdr_type: u8('Extension Header Type', {values: extensionNames}),
	...word(1, {
		'cmn_flg.dual_addr_bearer_flg': bit(1, 'Dual Address Bearer Flag', {meaning: yes}),
		'cmn_flg.upgrd_qos_sup': bit(1, 'Upgrade QoS Supported', {meaning: yes}),
		'cmn_flg.nrsn': bit(1, 'NRSN bit field', {meaning: yes}),
		'cmn_flg.no_qos_neg': bit(1, 'No QoS negotiation', {meaning: yes}),
		'cmn_flg.mbs_cnt_inf': bit(1, 'MBMS Counting Information', {meaning: yes}),
		'cmn_flg.mbs_ran_pcd_rdy': bit(1, 'RAN Procedures Ready', {meaning: yes}),
		'cmn_flg.mbs_srv_type': bit(1, 'MBMS Service Type', {meaning: yes}),
		'cmn_flg.ppc': bit(1, 'Prohibit Payload Compression', {meaning: yes}),
	}),
	ext_apn_res: u8('Restriction Type'),
	ext_rat_type: u8('RAT Type', {
		about: 'The radio by which the subscriber is connected.',
		values: new Map([
			[0, 'Reserved'],
			[1, 'UTRAN'],
			[2, 'GERAN'],
			[3, 'WLAN'],
			[4, 'GAN'],
			[5, 'HSPA Evolution'],
			[6, 'EUTRAN (WB-E-UTRAN)'],
			[7, 'Virtual'],
			[8, 'EUTRAN-NB-IoT'],
		]),
	}),
	geo_loc_type: u8('Geographic Location Type', {
		values: new Map([
			[0, 'Cell Global Identification (CGI)'],
			[1, 'Service Area Identity (SAI)'],
			[2, 'Routing Area Identification (RAI)'],
			[128, 'TAI'],
			[129, 'ECGI'],
			[130, 'TAI & ECGI'],
		]),
	}),
	cgi_ci: u16('Cell ID (CI)'),
	sai_sac: u16('Service Area Code (SAC)'),
	timezone: u8('Timezone', {about: 'Quarters of an hour from UTC.'}),
	...word(1, {
		_dst: bit(6, ''),
		timezone_dst: bit(2, 'DST', {
			...whole,
			values: new Map([[0, 'No adjustment'], [1, '+1 hour adjustment for Daylight Saving Time'], [2, '+2 hours adjustment for Daylight Saving Time'], [3, 'Reserved']]),
		}),
	}),
	ext_imeisv: text('IMEI(SV)', {about: 'The number of the phone itself.', reference: '3GPP TS 23.003, section 6'}),
	...word(1, {
		_earp: bit(1, ''),
		EARP_pre_emption_Capability: bit(1, 'PCI Pre-emption Capability', {meaning: enabled}),
		EARP_priority_level: bit(4, 'PL Priority Level', whole),
		_earp2: bit(1, ''),
		EARP_pre_emption_par_vulnerability: bit(1, 'PVI Pre-emption Vulnerability', {meaning: enabled}),
	}),
	apn_ambr_ul: i32('APN-AMBR for Uplink', {unit: 'Kbps'}),
	apn_ambr_dl: i32('APN-AMBR for Downlink', {unit: 'Kbps'}),
	chrg_ipv4: ipv4Address('CG address IPv4'),
	chrg_ipv6: ipv6Address('CG address IPv6'),
	ext_id: u16('Extension identifier', {about: "Whose extension it is: a private enterprise number of IANA's."}),
	ext_val: bytes('Extension value'),
}));

/** Length of an element, which shares its name with the header's. */
export const elementParts = parts('gtp', () => ({length: u16('Length')}));

export const faults = {
	long: fault('gtp.length.long', 'Length is more than there is', 'error'),
	length: fault('gtp.length.bad', 'Length is less than the optional fields of the header', 'malformed'),
};
