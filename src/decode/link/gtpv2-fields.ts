import {bit, bytes, duration, frameNumber, i16, ipv4Address, ipv6Address, parts, text, time, u16, u24, u32, u40, u8, word} from '../field.ts';
import {fault} from '../protocol.ts';
import {causeNames, elementNames, interfaceNames, messageNames} from './gtpv2-names.ts';

const whole = {type: 'FT_UINT8'} as const;
const wide = {type: 'FT_UINT32'} as const;
const yes = ['True', 'False'] as const;
/** A bit that is set where something is not allowed. */
const disabled = ['Disabled', 'Enabled'] as const;
const enabled = ['Enabled', 'Disabled'] as const;
const present = (what: string): readonly [string, string] => [`${what} present`, `${what} not present`];

// 3GPP TS 29.274, section 5.1
export const p = parts('gtpv2', () => ({
	flags: u8('Flags', {base: 'hex'}),
	...word(1, {
		version: bit(3, 'Version', whole),
		p: bit(1, 'Piggybacking flag (P)', {...whole, about: 'Another message follows in the same datagram.'}),
		t: bit(1, 'TEID flag (T)', {...whole, about: 'The message says which tunnel it is about.'}),
		mp: bit(1, 'Message Priority(MP)', whole),
		_flags: bit(2, ''),
	}),
	message_type: u8('Message Type', {values: messageNames, about: 'What the message is for.', reference: '3GPP TS 29.274, section 6.1'}),
	msg_length: u16('Message Length', {about: 'Bytes behind these four.'}),
	teid: u32('Tunnel Endpoint Identifier', {base: 'hex_dec', about: "The tunnel of the control plane, as the message's receiver numbers tunnels; 0 until it has said one."}),
	seq: u24('Sequence Number', {base: 'hex_dec', about: 'Ties an answer to its request.', reference: '3GPP TS 29.274, section 7.6'}),
	spare: u8('Spare', {type: 'FT_UINT16'}),
	response_in: frameNumber('Response In'),
	response_to: frameNumber('Response To'),
	response_time: duration('Response Time', {about: 'How long the answer took.'}),

	// 3GPP TS 29.274, section 8.2.1
	ie_type: u8('IE Type', {values: elementNames}),
	ie_len: u16('IE Length', {about: 'Bytes of the value.'}),
	...word(1, {
		cr: bit(4, 'CR flag', whole),
		instance: bit(4, 'Instance', {...whole, about: 'Tells elements of one type in one message from each other.'}),
	}),

	cause: u8('Cause', {values: causeNames, about: 'Whether what was asked for was done, and why not.', reference: '3GPP TS 29.274, section 8.4'}),
	...word(1, {
		spare_b7_b3: bit(5, 'Spare bit(s)', whole),
		pce: bit(1, 'PCE (PDN Connection IE Error)', {meaning: yes}),
		bce: bit(1, 'BCE (Bearer Context IE Error)', {meaning: yes}),
		cs: bit(1, 'CS (Cause Source)', {meaning: ['Originated by remote node', 'Originated by node sending the message']}),
	}),
	cause_off_ie_t: u8('Type of the offending IE', {values: elementNames}),
	...word(1, {spare_half_octet: bit(4, 'Spare half octet', whole), _instance: bit(4, '')}),
	rec: u8('Restart Counter', {
		about: 'How often the sender has started: a number that it did not have before says that all its tunnels are gone.',
		reference: '3GPP TS 29.274, section 8.5',
	}),
	apn: text('APN (Access Point Name)', {
		about: 'The network that the subscriber wants to reach: the internet, a company, the provider.',
		reference: '3GPP TS 29.274, section 8.6',
	}),
	ambr_up: u32('AMBR Uplink (Aggregate Maximum Bit Rate for Uplink)', {about: 'Kilobits in a second, of all bearers that promise no rate.'}),
	ambr_down: u32('AMBR Downlink(Aggregate Maximum Bit Rate for Downlink)', {about: 'Kilobits in a second, of all bearers that promise no rate.'}),
	...word(1, {
		four_spare: bit(4, 'Spare bit(s)', {...whole, name: 'gtpv2.spare_bits'}),
		ebi: bit(4, 'EPS Bearer ID (EBI)', {...whole, about: "Which of the subscriber's bearers."}),
	}),
	ip_address_ipv4: ipv4Address('IP address IPv4'),
	ip_address_ipv6: ipv6Address('IP address IPv6'),
	time_to_data_xfer: text('MBMS Time to Data Transfer', {about: 'How long until a broadcast begins.', reference: '3GPP TS 48.018, section 11.3.92'}),
	mei: text('MEI(Mobile Equipment Identity)', {about: 'The number of the phone itself.', reference: '3GPP TS 23.003, section 6'}),
	...word(1, {
		_pdn: bit(5, ''),
		pdn_type: bit(3, 'PDN Type', {...whole, values: new Map([[1, 'IPv4'], [2, 'IPv6'], [3, 'IPv4/IPv6'], [4, 'Non-IP'], [5, 'Ethernet']])}),
	}),
	...word(1, {five_spare: bit(5, 'Spare bit(s)', {...whole, name: 'gtpv2.spare_bits'}), _three: bit(3, '')}),
	pdn_ipv6_len: u8('IPv6 Prefix Length'),
	'pdn_addr_and_prefix.ipv6': ipv6Address('PDN Address and Prefix(IPv6)', {about: 'The address that the subscriber gets.', reference: '3GPP TS 29.274, section 8.14'}),
	'pdn_addr_and_prefix.ipv4': ipv4Address('PDN Address and Prefix(IPv4)', {about: 'The address that the subscriber gets.', reference: '3GPP TS 29.274, section 8.14'}),
	...word(1, {
		_qos: bit(1, ''),
		bearer_qos_pci: bit(1, 'PCI (Pre-emption Capability)', {meaning: disabled}),
		bearer_qos_pl: bit(4, 'PL (Priority Level)', whole),
		_qos2: bit(1, ''),
		bearer_qos_pvi: bit(1, 'PVI (Pre-emption Vulnerability)', {meaning: disabled}),
	}),
	bearer_qos_label_qci: u8('Label (QCI)', {
		about: 'The kind of traffic, of which each has its delay and losses: 9 is the internet, 1 a call.',
		reference: '3GPP TS 23.203, table 6.1.7',
	}),
	bearer_qos_mbr_up: u40('Maximum Bit Rate For Uplink', {type: 'FT_UINT64'}),
	bearer_qos_mbr_down: u40('Maximum Bit Rate For Downlink', {type: 'FT_UINT64'}),
	bearer_qos_gbr_up: u40('Guaranteed Bit Rate For Uplink', {type: 'FT_UINT64'}),
	bearer_qos_gbr_down: u40('Guaranteed Bit Rate For Downlink', {type: 'FT_UINT64'}),
	rat_type: u8('RAT Type', {
		about: 'The radio by which the subscriber is connected.',
		values: new Map([
			[0, 'Reserved'],
			[1, 'UTRAN'],
			[2, 'GERAN'],
			[3, 'WLAN'],
			[4, 'GAN'],
			[5, 'HSPA Evolution'],
			[6, 'EUTRAN'],
			[7, 'Virtual'],
			[8, 'EUTRAN-NB-IoT'],
			[9, 'LTE-M'],
			[10, 'NR'],
		]),
	}),
	uli_flags: u8('ULI Flags', {base: 'hex', reference: '3GPP TS 29.274, section 8.21'}),
	...word(1, {
		uli_ext_macro_enb_id_flg: bit(1, 'Extended Macro eNodeB ID Present', {meaning: yes}),
		uli_macro_enb_id_flg: bit(1, 'Macro eNodeB ID Present', {meaning: yes}),
		uli_lai_flg: bit(1, 'LAI Present', {meaning: yes}),
		uli_ecgi_flg: bit(1, 'ECGI Present', {meaning: yes}),
		uli_tai_flg: bit(1, 'TAI Present', {meaning: yes}),
		uli_rai_flg: bit(1, 'RAI Present', {meaning: yes}),
		uli_sai_flg: bit(1, 'SAI Present', {meaning: yes}),
		uli_cgi_flg: bit(1, 'CGI Present', {meaning: yes}),
	}),
	uli_cgi_lac: u16('Location Area Code', {base: 'hex_dec'}),
	uli_cgi_ci: u16('Cell Identity'),
	sai_lac: u16('Location Area Code', {base: 'hex_dec'}),
	sai_sac: u16('Service Area Code', {base: 'hex_dec'}),
	rai_lac: u16('Location Area Code', {base: 'hex_dec'}),
	rai_rac: u16('Routing Area Code', {base: 'hex_dec'}),
	tai_tac: u16('Tracking Area Code', {base: 'hex_dec'}),
	...word(1, {uli_ecgi_eci_spare: bit(4, 'Spare', whole), _eci: bit(4, '')}),
	ecgi_eci: u32('ECI (E-UTRAN Cell Identifier)', {about: 'The base station, and its cell.'}),
	...word(4, {_enb: bit(4, ''), enodebid: bit(20, 'eNodeB Id', wide), cellid: bit(8, 'CellId', wide)}),
	uli_lai_lac: u16('Location Area Code (LAC)', {base: 'hex_dec'}),
	...word(1, {
		f_teid_v4: bit(1, 'V4', {meaning: present('IPv4 address')}),
		f_teid_v6: bit(1, 'V6', {meaning: present('IPv6 address')}),
		f_teid_interface_type: bit(6, 'Interface Type', {...whole, values: interfaceNames, about: 'Between which parts of the network the tunnel is, and which end it is.'}),
	}),
	f_teid_gre_key: u32('TEID/GRE Key', {base: 'hex_dec', about: 'The number that the sender wants in messages or packets to it.', reference: '3GPP TS 29.274, section 8.22'}),
	f_teid_ipv4: ipv4Address('F-TEID IPv4', {about: 'Where the sender wants them.'}),
	f_teid_ipv6: ipv6Address('F-TEID IPv6', {about: 'Where the sender wants them.'}),
	charging_id: u32('Charging id'),
	...word(2, {charging_characteristic: bit(16, 'Charging Characteristic', {base: 'hex', type: 'FT_UINT16'})}),
	...word(1, {
		_flags2: bit(6, ''),
		'bearer_flag.vb': bit(1, 'VB (Voice Bearer)', {meaning: yes}),
		'bearer_flag.ppc': bit(1, 'PPC (Prohibit Payload Compression)', {meaning: yes}),
	}),
	...word(1, {
		_dst: bit(6, ''),
		ue_time_zone_dst: bit(2, 'Daylight Saving Time', {
			...whole,
			values: new Map([
				[0, 'No Adjustments for Daylight Saving Time'],
				[1, '+1 Hour Adjustments for Daylight Saving Time'],
				[2, '+2 Hour Adjustments for Daylight Saving Time'],
				[3, 'Spare'],
			]),
		}),
	}),
	timezone: u8('Timezone', {base: 'hex', name: 'gsm_a.dtap.timezone', about: 'Quarters of an hour from UTC.'}),
	apn_rest: u8('APN Restriction', {values: new Map([[0, 'No Existing Contexts or Restriction'], [1, 'Public-1'], [2, 'Public-2'], [3, 'Private-1'], [4, 'Private-2']])}),
	...word(1, {
		_mode: bit(6, ''),
		selec_mode: bit(2, 'Selection Mode', {
			...whole,
			values: new Map([
				[0, 'MS or network provided APN, subscribed verified'],
				[1, 'MS provided APN, subscription not verified'],
				[2, 'Network provided APN, subscription not verified'],
				[3, 'Network provided APN, subscription not verified (Basically for Future use'],
			]),
		}),
	}),
	cng_rep_act: u8('Change Reporting Action', {
		values: new Map([
			[0, 'Stop Reporting'],
			[1, 'Start Reporting CGI/SAI'],
			[2, 'Start Reporting RAI'],
			[3, 'Start Reporting TAI'],
			[4, 'Start Reporting ECGI'],
			[5, 'Start Reporting CGI/SAI and RAI'],
			[6, 'Start Reporting TAI and ECGI'],
		]),
	}),
	...word(1, {fq_csid_type: bit(4, 'Node-ID Type', whole), fq_csid_nr: bit(4, 'Number of CSIDs', whole)}),
	fq_csid_ipv4: ipv4Address('Node-ID (IPv4)'),
	fq_csid_ipv6: ipv6Address('Node-ID (IPv6)'),
	...word(4, {fq_csid_mcc_mnc: bit(20, 'MCC+MNC', wide), fq_csid_node_id: bit(12, 'Node-ID', wide)}),
	fq_csid_id: u16('CSID', {about: 'A set of connections that are lost together.', reference: '3GPP TS 29.274, section 8.62'}),
	node_type: u8('Node Type', {values: new Map([[0, 'MME'], [1, 'SGSN']])}),
	fqdn: text('FQDN'),
	delay_value: u8('Delay Value (In integer multiples of 50 milliseconds or zero)'),
	...word(1, {
		timer_unit: bit(3, 'Timer unit', {
			...whole,
			values: new Map([
				[0, 'value is incremented in multiples of 2 seconds'],
				[1, 'value is incremented in multiples of 1 minute'],
				[2, 'value is incremented in multiples of 10 minutes'],
				[3, 'value is incremented in multiples of 1 hour'],
				[4, 'value is incremented in multiples of 10 hour'],
				[7, 'value indicates that the timer is infinite'],
			]),
		}),
		timer_value: bit(5, 'Timer value', whole),
	}),
	...word(1, {
		_node: bit(4, ''),
		node_features_ciot: bit(1, 'Cellular Internet Of Things (CIOT)', {meaning: enabled}),
		node_features_ntsr: bit(1, 'Network Triggered Service Restoration (NTSR)', {meaning: enabled}),
		node_features_mabr: bit(1, 'Modify Access Bearers Request (MABR)', {meaning: enabled}),
		node_features_prn: bit(1, 'PGW Restart Notification (PRN)', {meaning: enabled}),
	}),
	...word(1, {
		_arp: bit(1, ''),
		arp_pci: bit(1, 'Pre-emption Capability (PCI)', {meaning: disabled}),
		arp_pl: bit(4, 'Priority Level', whole),
		_arp2: bit(1, ''),
		arp_pvi: bit(1, 'Pre-emption Vulnerability (PVI)', {meaning: disabled}),
	}),
	uli_timestamp: time('ULI Timestamp'),
	pti: u8('Procedure Transaction Id'),
	drx_parameter: bytes('DRX parameter', {about: 'How long the phone sleeps between two looks whether somebody calls.'}),
	tmsi: u32('TMSI/P-TMSI/M-TMSI/5G-TMSI', {base: 'dec_hex', name: '3gpp.tmsi'}),
	p_tmsi: u32('Packet TMSI (P-TMSI)', {base: 'dec_hex', about: 'What the phone is called for a while, so that its own number is not on the air.'}),
	p_tmsi_sig: u24('P-TMSI Signature', {base: 'hex'}),
	hop_counter: u8('Hop Counter'),
	rrc_container: bytes('RRC Container'),
	upd_source_port_number: u16('UDP Source Port Number'),
	subscriber_rfsp: i16('Subscribed RFSP Index'),
	service_indicator: u8('Service Indicator', {values: new Map([[1, 'CS call indicator'], [2, 'SMS indicator']])}),
	detach_type: u8('Detach Type', {values: new Map([[1, 'PS Detach'], [2, 'Combined PS/CS Detach']])}),
	metric: u8('Metric'),
	sequence_number: u32('Sequence Number', {base: 'hex'}),
	uplink_rate_limit: u16('Uplink Rate Limit'),
	downlink_rate_limit: u16('Downlink Rate Limit'),
	additional_rrm_policy_index: u32('Additional RRM Policy Index'),
	enterprise_id: u16('Enterprise ID', {about: "Whose extension it is: a private enterprise number of IANA's."}),
	proprietary_value: bytes('Proprietary value'),
}));

export const faults = {
	elementLength: fault('gtpv2.ie_len_invalid', 'Wrong length', 'error', 'Protocol'),
	undecoded: fault('gtpv2.ie_data_not_dissected', 'IE data not dissected yet', 'note', 'Undecoded'),
	length: fault('gtpv2.msg_length.bad', 'Length is less than the header', 'malformed'),
};
