import {bit, mac, parts, text, u16, u24, u32, u8, word} from '../field.ts';
import {fcsStatuses} from './ethernet-trailer.ts';
import {frameTypes, subtypeNames} from './wlan-types.ts';

const little = {little: true} as const;

const priorities = new Map([
	[0, 'Best Effort (Best Effort)'],
	[1, 'Background (Background)'],
	[2, 'Spare (Background)'],
	[3, 'Excellent Effort (Best Effort)'],
	[4, 'Controlled Load (Video)'],
	[5, 'Video (Video)'],
	[6, 'Voice (Voice)'],
	[7, 'Network Control (Voice)'],
]);

// IEEE 802.11-2016, section 9.2.3
/** Fields of a frame's header, and of what protects its body. */
export const wlanParts = parts('wlan', () => ({
	'fc.type_subtype': u16('Type/Subtype', {base: 'hex', values: subtypeNames}),
	fc: u16('Frame Control Field', {base: 'hex'}),
	...word(1, {
		'fc.subtype': bit(4, 'Subtype', {type: 'FT_UINT8'}),
		'fc.type': bit(2, 'Type', {values: frameTypes, type: 'FT_UINT8', about: 'Management, control or data.'}),
		'fc.version': bit(2, 'Version', {type: 'FT_UINT8'}),
	}),
	flags: u8('Flags', {base: 'hex'}),
	...word(1, {
		_flags: bit(6, ''),
		'fc.ds': bit(2, 'DS status', {
			base: 'hex',
			type: 'FT_UINT8',
			values: new Map([
				[0, 'Not leaving DS or network is operating in AD-HOC mode (To DS: 0 From DS: 0)'],
				[1, 'Frame from STA to DS via an AP (To DS: 1 From DS: 0)'],
				[2, 'Frame from DS to a STA via AP(To DS: 0 From DS: 1)'],
				[3, 'WDS (AP to AP) or Mesh (MP to MP) Frame (To DS: 1 From DS: 1)'],
			]),
			about: 'Whether the frame goes to the network behind the access point or comes from it: it says which address is whose.',
		}),
	}),
	...word(1, {
		'fc.order': bit(1, '+HTC/Order flag', {meaning: ['Strictly ordered', 'Not strictly ordered']}),
		'fc.protected': bit(1, 'Protected flag', {meaning: ['Data is protected', 'Data is not protected']}),
		'fc.moredata': bit(1, 'More Data', {meaning: ['Data is buffered for STA at AP', 'No data buffered']}),
		'fc.pwrmgt': bit(1, 'PWR MGT', {meaning: ['STA will go to sleep', 'STA will stay up']}),
		'fc.retry': bit(1, 'Retry', {meaning: ['Frame is being retransmitted', 'Frame is not being retransmitted']}),
		'fc.frag': bit(1, 'More Fragments', {meaning: ['More fragments follow', 'This is the last fragment']}),
		'fc.fromds': bit(1, 'From DS', {meaning: ['Frame is exiting DS', 'Frame is not exiting DS']}),
		'fc.tods': bit(1, 'To DS', {meaning: ['Frame is entering DS', 'Frame is not entering DS']}),
	}),
	...word(2, {
		_duration: bit(1, ''),
		duration: bit(15, 'Duration', {...little, type: 'FT_UINT16', unit: 'microseconds', about: 'How long the air stays taken after this frame.'}),
	}),
	ra: mac('Receiver address'),
	ra_resolved: text('Receiver address (resolved)'),
	ta: mac('Transmitter address'),
	ta_resolved: text('Transmitter address (resolved)'),
	da: mac('Destination address'),
	da_resolved: text('Destination address (resolved)'),
	sa: mac('Source address'),
	sa_resolved: text('Source address (resolved)'),
	bssid: mac('BSS Id', {about: 'The network: the address of the access point.'}),
	bssid_resolved: text('BSS Id (resolved)'),
	staa: mac('STA address'),
	staa_resolved: text('STA address (resolved)'),
	addr: mac('Hardware address'),
	addr_resolved: text('Hardware address (resolved)'),
	...word(2, {seq: bit(12, 'Sequence number', {...little, type: 'FT_UINT16'}), frag: bit(4, 'Fragment number', {...little, type: 'FT_UINT16'})}),
	fcs: u32('Frame check sequence', {...little, base: 'hex'}),
	'fcs.status': u8('FCS Status', {values: fcsStatuses}),
	qos: u16('Qos Control', {...little, base: 'hex'}),
	...word(2, {_tid: bit(12, ''), 'qos.tid': bit(4, 'TID', {...little, type: 'FT_UINT16'})}),
	...word(2, {_priority: bit(13, ''), 'qos.priority': bit(3, 'Priority', {...little, type: 'FT_UINT16', values: priorities})}),
	...word(2, {
		_high: bit(6, ''),
		'qos.buf_state_indicated': bit(1, 'Buffer State Indicated', {...little, meaning: ['Yes', 'No']}),
		_h: bit(1, ''),
		'qos.amsdupresent': bit(1, 'Payload Type', {...little, meaning: ['A-MSDU', 'MSDU']}),
		'qos.ack': bit(2, 'Ack Policy', {
			...little,
			base: 'hex',
			values: new Map([[0, 'Normal Ack'], [1, 'No Ack'], [2, 'No explicit acknowledgment'], [3, 'Block Ack']]),
		}),
		'qos.eosp': bit(1, 'EOSP', {...little, meaning: ['End of service period', 'Service period']}),
		_low: bit(4, ''),
	}),
	...word(2, {
		_b4: bit(11, ''),
		'qos.bit4': bit(1, 'QoS bit 4', {
			...little,
			meaning: ['Bits 8-15 of QoS Control field are Queue Size', 'Bits 8-15 of QoS Control field are TXOP Duration Requested'],
		}),
		_b0: bit(4, ''),
	}),
	...word(2, {
		'qos.txop_dur_req': bit(8, 'TXOP Duration Requested', {
			...little,
			type: 'FT_UINT16',
			shown: value => (value === 0 ? '0 (no TXOP requested)' : `${value}`),
			about: 'How long the station wants to send.',
		}),
		_txop: bit(8, ''),
	}),
	...word(2, {'qos.queue_size': bit(8, 'Queue Size', {...little, type: 'FT_UINT16', about: 'How much the station has to send.'}), _queue: bit(8, '')}),
	'qos.ps_buf_state': u16('QAP PS Buffer State', {base: 'hex'}),
	'ccmp.extiv': text('CCMP Ext. Initialization Vector'),
	'wep.iv': u24('Initialization Vector', {base: 'hex'}),
	'wep.key': u8('Key Index'),
	'wep.icv': u32('WEP ICV', {base: 'hex', about: 'A sum of what is encrypted, encrypted with it.'}),
}));
