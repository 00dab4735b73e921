import {bit, bytes, none, parts, u16, u32, u8, word} from '../field.ts';

/** Channels that always lead to the same protocol. */
export const signalling = 1;
export const attributes = 4;
export const lowEnergySignalling = 5;
export const security = 6;

const channels = (value: number): string => {
	switch (value) {
		case 0:
			return 'Null identifier';
		case signalling:
			return 'L2CAP Signaling Channel';
		case 2:
			return 'Connectionless Channel';
		case 3:
			return 'AMP Manager Protocol';
		case attributes:
			return 'Attribute Protocol';
		case lowEnergySignalling:
			return 'Low Energy L2CAP Signaling Channel';
		case security:
			return 'Security Manager Protocol';
		case 0x3f:
			return 'AMP Test Manager';
		default:
			return value < 0x40 ? 'Reserved' : 'Dynamically Allocated Channel';
	}
};

/** Names of the commands of a signalling channel. */
export const commands: ReadonlyMap<number, string> = new Map([
	'Command Reject',
	'Connection Request',
	'Connection Response',
	'Configure Request',
	'Configure Response',
	'Disconnection Request',
	'Disconnection Response',
	'Echo Request',
	'Echo Response',
	'Information Request',
	'Information Response',
	'Create Channel Request',
	'Create Channel Response',
	'Move Channel Request',
	'Move Channel Response',
	'Move Channel Confirmation',
	'Move Channel Confirmation Response',
	'Connection Parameter Update Request',
	'Connection Parameter Update Response',
	'LE Credit Based Connection Request',
	'LE Credit Based Connection Response',
	'LE Flow Control Credit',
].map((name, i) => [i + 1, name]));

/** Bluetooth Assigned Numbers, section 4. */
export const services: ReadonlyMap<number, string> = new Map([
	[0x01, 'SDP'],
	[0x03, 'RFCOMM'],
	[0x05, 'TCS-BIN'],
	[0x07, 'TCS-BIN-CORDLESS'],
	[0x0f, 'BNEP'],
	[0x11, 'HID-Control'],
	[0x13, 'HID-Interrupt'],
	[0x15, 'UPnP'],
	[0x17, 'AVCTP-Control'],
	[0x19, 'AVDTP'],
	[0x1b, 'AVCTP-Browsing'],
	[0x1d, 'UDI_C-Plane'],
	[0x1f, 'ATT'],
	[0x21, '3DSP'],
	[0x23, 'IPSP'],
	[0x25, 'OTS'],
]);

const little = {little: true} as const;
const hex = {little: true, base: 'hex'} as const;
const mode = (title: string) => bit(1, title, {...little, base: 'dec'});

// Bluetooth Core Specification 5.4, volume 3, part A, sections 3 to 5
export const p = parts('btl2cap', () => ({
	length: u16('Length', {...little, about: 'Bytes behind this header.'}),
	cid: u16('CID', {...hex, values: channels, about: 'The channel that the packet goes through.'}),
	payload: bytes('Payload'),
	command: none('Command'),
	cmd_code: u8('Command Code', {base: 'hex', values: commands}),
	cmd_ident: u8('Command Identifier', {base: 'hex', about: 'Ties a response to its request.'}),
	cmd_length: u16('Command Length', little),
	psm: u16('PSM', {...hex, values: services, about: 'The protocol that is asked for.'}),
	le_psm: u16('LE PSM', {...hex, values: value => (value > 0 && value < 0x80 ? 'Fixed, SIG Assigned' : value < 0x100 ? 'Dynamically Allocated' : 'Reserved')}),
	scid: u16('Source CID', {...hex, values: channels, about: 'The channel, as who asks numbers it.'}),
	dcid: u16('Destination CID', {...hex, values: channels, about: 'The channel, as who is asked numbers it.'}),
	icid: u16('Initiator CID', {...hex, values: channels}),
	ctrl_id: u8('Controller ID', {values: new Map([[0, 'Bluetooth BR/EDR'], [1, 'Wifi 802.11']])}),
	dctrl_id: u8('Controller ID', {values: new Map([[0, 'Bluetooth BR/EDR'], [1, 'Wifi 802.11']])}),
	result: u16('Result', {
		...hex,
		values: new Map([
			[0, 'Successful'],
			[1, 'Pending'],
			[2, 'Refused - PSM not supported'],
			[3, 'Refused - security block'],
			[4, 'Refused - no resources available'],
			[5, 'Refused - Controller ID not supported'],
		]),
	}),
	move_result: u16('Move Result', {...hex, values: new Map([[0, 'Success'], [1, 'Pending']])}),
	confirmed: u16('Move Result', {
		...hex,
		name: 'btl2cap.move_result',
		values: new Map([[0, 'Success - both sides succeed'], [1, 'Failure - one or both sides refuse']]),
	}),
	updated: u16('Move Result', {...hex, name: 'btl2cap.move_result', values: new Map([[0, 'Accepted'], [1, 'Rejected']])}),
	status: u16('Status', {...hex, values: new Map([[0, 'No further information available'], [1, 'Authentication pending'], [2, 'Authorization pending']])}),
	rej_reason: u16('Reason', {...hex, values: new Map([[0, 'Command not understood'], [1, 'Signaling MTU exceeded'], [2, 'Invalid CID in request']])}),
	sig_mtu: u16('Maximum Signalling MTU', little),
	info_type: u16('Information Type', {...hex, values: new Map([[1, 'Connectionless MTU'], [2, 'Extended Features Mask'], [3, 'Fixed Channels Supported']])}),
	info_result: u16('Result', {...hex, values: new Map([[0, 'Success'], [1, 'Not Supported']])}),
	info_mtu: u16('Remote Entity MTU', little),
	info_extfeatures: none('Extended Features'),
	...word(4, {
		_: bit(22, ''),
		info_unicast: mode('Unicast Connectionless Data Reception'),
		info_window: mode('Extended Window Size'),
		info_fixedchan: mode('Fixed Channels'),
		info_flow_spec: mode('Extended Flow Specification for BR/EDR'),
		info_fcs: mode('FCS'),
		info_streaming: mode('Streaming Mode'),
		info_enh_retransmission: mode('Enhanced Retransmission Mode'),
		info_bidirqos: mode('Bi-Directional QOS'),
		info_retransmission: mode('Retransmission Mode'),
		info_flowcontrol: mode('Flow Control Mode'),
	}),
	info_fixedchans: none('Fixed Channels'),
	...word(4, {
		info_fixedchans_amp_test: mode('AMP Test Manager'),
		_more: bit(27, ''),
		info_fixedchans_amp_man: mode('AMP Manager protocol'),
		info_fixedchans_connless: mode('Connectionless reception'),
		info_fixedchans_signal: mode('L2CAP signaling channel'),
		info_fixedchans_null: mode('Null identifier'),
	}),
	...word(2, {
		'flags.reserved': bit(15, 'Reserved', hex),
		'flags.continuation': bit(1, 'Continuation Flag', {...little, meaning: ['True', 'False']}),
	}),
	conf_result: u16('Result', {
		...hex,
		values: new Map([
			[0, 'Success'],
			[1, 'Failure - unacceptable parameters'],
			[2, 'Failure - reject (no reason provided)'],
			[3, 'Failure - unknown options'],
			[4, 'Pending'],
			[5, 'Failure - flow spec rejected'],
		]),
	}),
	conf_param_option: none('Configuration Parameter Option'),
	option_type: u8('Type', {
		base: 'hex',
		values: new Map([
			[1, 'Maximum Transmission Unit'],
			[2, 'Flush Timeout'],
			[3, 'Quality of Service'],
			[4, 'Retransmission and Flow Control'],
			[5, 'FCS'],
			[6, 'Extended Flow Specification'],
			[7, 'Extended Window Size'],
		]),
	}),
	option_length: u8('Length'),
	option_mtu: u16('MTU', little),
	option_flushto: u16('Flush Timeout (ms)', little),
	option_sdu_size: u16('Maximum SDU Size', little),
	option_sdu_arrival_time: u32('SDU Inter-arrival Time (us)', little),
	option_ident: u8('Identifier', {base: 'hex'}),
	option_access_latency: u32('Access Latency (us)', little),
	option_flags: u8('Flags', {base: 'hex'}),
	option_servicetype: u8('Service Type', {base: 'hex', values: new Map([[0, 'No traffic'], [1, 'Best effort (Default)'], [2, 'Guaranteed']])}),
	option_tokenrate: u32('Token Rate (bytes/s)', little),
	option_tokenbsize: u32('Token Bucket Size (bytes)', little),
	option_peakbandwidth: u32('Peak Bandwidth (bytes/s)', little),
	option_latency: u32('Latency (microseconds)', little),
	option_delayvar: u32('Delay Variation (microseconds)', little),
	retransmissionmode: u8('Mode', {
		base: 'hex',
		values: new Map([[0, 'Basic Mode'], [1, 'Retransmission Mode'], [2, 'Flow Control Mode'], [3, 'Enhanced Retransmission Mode'], [4, 'Streaming Mode']]),
	}),
	txwindow: u8('TxWindow'),
	maxtransmit: u8('MaxTransmit'),
	retransmittimeout: u16('Retransmit timeout (ms)', little),
	monitortimeout: u16('Monitor Timeout (ms)', little),
	mps: u16('MPS', little),
	option_fcs: u8('FCS', {base: 'hex', type: 'FT_UINT16', values: new Map([[0, 'No FCS'], [1, '16-bit FCS']])}),
	option_window: u16('Extended Window Size', little),
	min_interval: u16('Min. Interval', little),
	max_interval: u16('Max. Interval', little),
	slave_latency: u16('Slave Latency', little),
	timeout_multiplier: u16('Timeout Multiplier', little),
	le_result: u16('LE Result', {
		...hex,
		values: new Map([
			[0, 'Connection Successful'],
			[2, 'Connection Refused - LE_PSM Not Supported'],
			[4, 'Connection Refused - No Resources Available'],
			[5, 'Connection Refused - Insufficient Authentication'],
			[6, 'Connection Refused - Insufficient Authorization'],
			[7, 'Connection Refused - Insufficient Encryption Key Size'],
			[8, 'Connection Refused - Insufficient Encryption'],
		]),
	}),
	credits: u16('Credits', {...little, about: 'How many packets more may be sent.'}),
	initial_credits: u16('Initial Credits', little),
	data: bytes('Data'),
}));
