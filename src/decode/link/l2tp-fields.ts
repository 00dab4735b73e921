import {bit, bytes, none, parts, text, u16, u24, u32, u64, u8, word} from '../field.ts';
import {fault} from '../protocol.ts';
import {avpNames, ciscoNames, disconnectResults, errorNames, messageNames, pseudowireNames, stopResults} from './l2tp-names.ts';

const present = (what: string): readonly [string, string] => [`${what} present`, `${what} not present`];
const yes = ['True', 'False'] as const;
const up = ['Up', 'Down'] as const;
const fresh = ['New', 'Existing'] as const;

const speeds = new Map([[0, 'indeterminable or no physical p2p link']]);

/** Private enterprise numbers of those that have AVPs of their own. */
export const cisco = 9;
export const broadbandForum = 3561;

/** Names of those whose AVPs are met. */
export const vendorNames: ReadonlyMap<number, string> = new Map([
	[0, 'Reserved'],
	[cisco, 'ciscoSystems'],
	[193, 'Ericsson AB'],
	[311, 'Microsoft'],
	[2636, 'Juniper Networks, Inc.'],
	[broadbandForum, "Broadband Forum (previously 'DSL Forum')"],
	[4491, 'Cable Television Laboratories, Inc.'],
]);

// RFC 2661, section 3.1; RFC 3931, sections 3.2.1 and 4.1
/** What a message is made of beside the AVPs of the Broadband Forum. */
export const p = parts('l2tp', () => ({
	sid: u32('Session ID', {
		base: 'hex',
		about: "Number of the session, as the frame's receiver counts them; 0 in front of a control message.",
		reference: 'RFC 3931, section 4.1.1',
	}),
	flags: u16('Flags', {base: 'hex', about: 'What kind of message it is, and which parts of the header are there.', reference: 'RFC 2661, section 3.1'}),
	...word(2, {
		type: bit(1, 'Type', {type: 'FT_UINT16', values: new Map([[0, 'Data Message'], [1, 'Control Message']])}),
		length_bit: bit(1, 'Length Bit', {meaning: present('Length field is')}),
		_two: bit(2, ''),
		seq_bit: bit(1, 'Sequence Bit', {meaning: present('Ns and Nr fields are')}),
		_one: bit(1, ''),
		offset_bit: bit(1, 'Offset bit', {meaning: ['Offset Size field is present', 'Offset size field is not present']}),
		priority: bit(1, 'Priority', {meaning: ['This data message has priority', 'No priority']}),
		_four: bit(4, ''),
		version: bit(4, 'Version', {type: 'FT_UINT16'}),
	}),
	length: u16('Length', {about: 'Bytes of the message, from its flags on.'}),
	res: u16('Reserved', {base: 'hex'}),
	tunnel: u16('Tunnel ID', {about: "Number of the tunnel, as the message's receiver counts them; 0 until it has said one.", reference: 'RFC 2661, section 3.1'}),
	session: u16('Session ID', {about: "Number of the session in the tunnel, as the message's receiver counts them; 0 for the tunnel itself.", reference: 'RFC 2661, section 3.1'}),
	ccid: u32('Control Connection ID', {
		base: 'hex',
		about: "Number of the control connection, as the message's receiver counts them; 0 until it has said one.",
		reference: 'RFC 3931, section 3.2.1',
	}),
	Ns: u16('Ns', {about: 'Number of this message.', reference: 'RFC 2661, section 5.8'}),
	Nr: u16('Nr', {about: 'Number of the message that the sender expects next: those before it have arrived.', reference: 'RFC 2661, section 5.8'}),
	offset: u16('Offset', {about: 'Bytes between the header and the frame.'}),
	offset_padding: none('Offset Padding'),
	zero_length_body_message: none('Zero Length Body message', {about: 'It only says what has arrived.'}),

	cookie: bytes('Cookie', {about: 'A word that the receiver chose, so that nobody guesses what belongs to the session.', reference: 'RFC 3931, section 4.1'}),
	l2_spec_def: none('Default L2-Specific Sublayer', {reference: 'RFC 3931, section 4.6'}),
	...word(1, {_v: bit(1, ''), l2_spec_s: bit(1, 'S-bit', {meaning: yes, about: 'The sequence number counts.'}), _h: bit(6, '')}),
	l2_spec_sequence: u24('Sequence Number'),

	...word(2, {
		'avp.mandatory': bit(1, 'Mandatory', {meaning: yes, about: 'Who does not know the value has to end the session or the tunnel.', reference: 'RFC 2661, section 4.1'}),
		'avp.hidden': bit(1, 'Hidden', {meaning: yes, about: 'The value is hidden by a secret that both ends share.', reference: 'RFC 2661, section 4.3'}),
		_rsvd: bit(4, ''),
		'avp.length': bit(10, 'Length', {type: 'FT_UINT16', about: 'Bytes of the value, with the six in front of it.'}),
	}),
	'avp.vendor_id': u16('Vendor ID', {values: vendorNames, about: 'Who says what the type means: 0 stands for the RFCs, others are private enterprise numbers of IANA.'}),
	'avp.type': u16('AVP Type', {values: avpNames}),
	'avp.ciscotype': u16('Type', {values: ciscoNames}),
	'avp.message_type': u16('Message Type', {values: messageNames, about: 'What the message is for.', reference: 'RFC 2661, section 4.4.1'}),
	stop_result: u16('Result code', {name: 'l2tp.result_code', values: stopResults, reference: 'RFC 2661, section 4.4.2'}),
	disconnect_result: u16('Result code', {name: 'l2tp.result_code', values: disconnectResults, reference: 'RFC 2661, section 4.4.2'}),
	'avp.error_code': u16('Error code', {values: errorNames}),
	'avp.error_message': text('Error Message'),
	'avp.protocol_version': u8('Version'),
	'avp.protocol_revision': u8('Revision'),
	...word(4, {
		_framing: bit(30, ''),
		'avp.async_framing_supported': bit(1, 'Async Framing Supported', {meaning: yes}),
		'avp.sync_framing_supported': bit(1, 'Sync Framing Supported', {meaning: yes}),
	}),
	...word(4, {
		_bearer: bit(30, ''),
		'avp.analog_access_supported': bit(1, 'Analog Access Supported', {meaning: yes}),
		'avp.digital_access_supported': bit(1, 'Digital Access Supported', {meaning: yes}),
	}),
	tie_breaker: u64('Tie Breaker', {base: 'hex', about: 'Of two ends that ask at once, the one with the lower number goes on.', reference: 'RFC 2661, section 4.4.3'}),
	'avp.firmware_revision': u16('Firmware Revision', {base: 'dec_hex'}),
	'avp.host_name': text('Host Name', {about: 'What the sender calls itself.'}),
	'avp.vendor_name': text('Vendor Name'),
	'avp.assigned_tunnel_id': u16('Assigned Tunnel ID', {about: 'The number by which the sender wants the tunnel to be called.', reference: 'RFC 2661, section 4.4.3'}),
	'avp.receive_window_size': u16('Receive Window Size', {about: 'Messages that may be on their way without an answer.'}),
	'avp.chap_challenge': bytes('CHAP Challenge'),
	'avp.chap_challenge_response': bytes('CHAP Challenge Response'),
	'avp.cause_code': u16('Cause Code'),
	'avp.cause_msg': u8('Cause Msg'),
	'avp.advisory_msg': text('Advisory Msg'),
	'avp.assigned_session_id': u16('Assigned Session ID', {about: 'The number by which the sender wants the session to be called.', reference: 'RFC 2661, section 4.4.4'}),
	'avp.call_serial_number': u32('Call Serial Number'),
	'avp.minimum_bps': u32('Minimum BPS'),
	'avp.maximum_bps': u32('Maximum BPS'),
	...word(4, {
		_bearerType: bit(30, ''),
		'avp.analog_bearer_type': bit(1, 'Analog Bearer Type', {meaning: yes}),
		'avp.digital_bearer_type': bit(1, 'Digital Bearer Type', {meaning: yes}),
	}),
	...word(4, {
		_framingType: bit(30, ''),
		'avp.async_framing_type': bit(1, 'Async Framing Type', {meaning: yes}),
		'avp.sync_framing_type': bit(1, 'Sync Framing Type', {meaning: yes}),
	}),
	'avp.called_number': text('Called Number'),
	'avp.calling_number': text('Calling Number'),
	'avp.sub_address': text('Sub-Address'),
	'avp.connect_speed': u32('Connect Speed'),
	'avp.rx_connect_speed': u32('Rx Connect Speed'),
	'avp.physical_channel': u32('Physical Channel'),
	'avp.initial_received_lcp_confreq': bytes('Initial Received LCP CONFREQ'),
	'avp.last_sent_lcp_confreq': bytes('Last Sent LCP CONFREQ'),
	'avp.last_received_lcp_confreq': bytes('Last Received LCP CONFREQ'),
	'avp.proxy_authen_type': u16('Proxy Authen Type', {
		values: new Map([
			[0, 'Reserved'],
			[1, 'Textual username/password exchange'],
			[2, 'PPP CHAP'],
			[3, 'PPP PAP'],
			[4, 'No Authentication'],
			[5, 'Microsoft CHAP Version 1'],
			[6, 'Reserved'],
			[7, 'EAP'],
		]),
	}),
	'avp.proxy_authen_name': text('Proxy Authen Name'),
	'avp.proxy_authen_challenge': bytes('Proxy Authen Challenge'),
	'avp.proxy_authen_id': u8('Proxy Authen ID'),
	'avp.proxy_authen_response': bytes('Proxy Authen Response'),
	'avp.crc_errors': u32('CRC Errors'),
	'avp.framing_errors': u32('Framing Errors'),
	'avp.hardware_overruns': u32('Hardware Overruns'),
	'avp.buffer_overruns': u32('Buffer Overruns'),
	'avp.time_out_errors': u32('Time-out Errors'),
	'avp.alignment_errors': u32('Alignment Errors'),
	'avp.send_accm': u32('Send ACCM'),
	'avp.receive_accm': u32('Receive ACCM'),
	'avp.random_vector': bytes('Random Vector', {about: 'What the hidden values behind it were hidden with, beside the secret.', reference: 'RFC 2661, section 4.3'}),
	'avp.private_group_id': bytes('Private Group ID'),
	'avp.disconnect_code': u16('Disconnect Code', {reference: 'RFC 3145, section 2.1'}),
	'avp.control_protocol_number': u16('Control Protocol Number'),
	'avp.cause_code_direction': u8('Direction', {values: new Map([[0, 'global error'], [1, 'at peer'], [2, 'at local']])}),
	'avp.cause_code_message': text('Message'),
	'avp.message_digest': bytes('Message Digest', {about: 'Shows that the sender knows the secret.', reference: 'RFC 3931, section 5.4.1'}),
	'avp.router_id': u32('Router ID'),
	'avp.assigned_control_conn_id': u32('Assigned Control Connection ID', {
		about: 'The number by which the sender wants the control connection to be called.',
		reference: 'RFC 3931, section 5.4.3',
	}),
	'avp.pw_type': u16('PW Type', {values: pseudowireNames}),
	'avp.local_session_id': u32('Local Session ID', {about: 'The number that the sender wants in frames to it.', reference: 'RFC 3931, section 5.4.4'}),
	'avp.remote_session_id': u32('Remote Session ID', {about: 'The number that the other end said, or 0.', reference: 'RFC 3931, section 5.4.4'}),
	'avp.assigned_cookie': bytes('Assigned Cookie', {about: 'The cookie that the sender wants in frames to it.', reference: 'RFC 3931, section 5.4.4'}),
	'avp.remote_end_id': text('Remote End ID'),
	'avp.pseudowire_type': u16('Pseudowire Type', {values: pseudowireNames, about: 'What the frames of the session are.', reference: 'RFC 3931, section 5.4.4'}),
	'avp.layer2_specific_sublayer': u16('Layer2 Specific Sublayer', {
		values: new Map([
			[0, 'No L2-Specific Sublayer'],
			[1, 'Default L2-Specific Sublayer present'],
			[2, 'ATM-Specific Sublayer present'],
			[3, 'MPT-Specific Sublayer'],
			[4, 'PSP-Specific Sublayer'],
		]),
	}),
	'avp.data_sequencing': u16('Data Sequencing', {
		values: new Map([
			[0, 'No incoming data packets require sequencing'],
			[1, 'Only non-IP data packets require sequencing'],
			[2, 'All incoming data packets require sequencing'],
		]),
	}),
	...word(2, {
		_circuit: bit(14, ''),
		'avp.circuit_type': bit(1, 'Circuit Type', {meaning: fresh}),
		'avp.circuit_status': bit(1, 'Circuit Status', {meaning: up}),
	}),
	'avp.preferred_language': text('Preferred Language'),
	'avp.nonce': bytes('Nonce'),
	'avp.tx_connect_speed_v3': u64('Tx Connect Speed v3', {base: 'hex', values: speeds}),
	'avp.rx_connect_speed_v3': u64('Rx Connect Speed v3', {base: 'hex', values: speeds}),
	'avp.csu': none('Connect Speed Update', {reference: 'RFC 5515, section 5.1'}),
	'avp.csu.res': u16('Reserved', {base: 'hex'}),
	'avp.csu.remote_session_id': u16('Remote Session ID', {base: 'dec_hex'}),
	'avp.csu.current_tx_speed': u32('Current TX Connect Speed'),
	'avp.csu.current_rx_speed': u32('Current RX Connect Speed'),

	'cisco.assigned_control_connection_id': u32('Assigned Control Connection ID'),
	'cisco.pw_type': u16('PW Type', {values: pseudowireNames}),
	'cisco.local_session_id': u32('Local Session ID'),
	'cisco.remote_session_id': u32('Remote Session ID'),
	'cisco.assigned_cookie': bytes('Assigned Cookie'),
	'cisco.remote_end_id': text('Remote End ID'),
	'cisco.pseudowire_type': u16('Pseudowire Type', {values: pseudowireNames}),
	...word(2, {_ciscoStatus: bit(15, ''), 'cisco.circuit_status': bit(1, 'Circuit Status', {meaning: up})}),
	...word(2, {_ciscoType: bit(15, ''), 'cisco.circuit_type': bit(1, 'Circuit Type', {meaning: fresh})}),
	'cisco.tie_breaker': u64('Tie Breaker', {base: 'hex'}),
	'cisco.draft_avp_version': u16('Draft AVP Version'),
	'cisco.message_digest': bytes('Message Digest'),
	'cisco.nonce': bytes('Nonce'),
	'cisco.interface_mtu': u16('Interface MTU'),
}));

export const faults = {
	avpLength: fault('l2tp.avp_length.bad', 'Bad AVP length', 'error', 'Malformed'),
	unknownAvp: fault('l2tp.vendor_specific_avp_data', 'Vendor-Specific AVP data', 'warning', 'Undecoded'),
};
