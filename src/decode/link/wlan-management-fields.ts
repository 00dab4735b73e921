import {bit, mac, none, parts, text, u16, u64, u8, word} from '../field.ts';

const little = {little: true} as const;
const implemented = {meaning: ['Implemented', 'Not Implemented']} as const;

const reasons = new Map([
	[1, 'Unspecified reason'],
	[2, 'Previous authentication no longer valid'],
	[3, 'Deauthenticated because sending STA is leaving (or has left) the BSS'],
	[4, 'Disassociated due to inactivity'],
	[5, 'Disassociated because AP is unable to handle all currently associated STAs'],
	[6, 'Class 2 frame received from nonauthenticated STA'],
	[7, 'Class 3 frame received from nonassociated STA'],
	[8, 'Disassociated because sending STA is leaving (or has left) BSS'],
	[9, 'STA requesting (re)association is not authenticated with responding STA'],
	[13, 'Invalid information element'],
	[14, 'Message integrity code (MIC) failure'],
	[15, '4-way handshake timeout'],
	[16, 'Group key handshake timeout'],
	[23, 'IEEE 802.1X authentication failed'],
]);

const statuses = new Map([
	[0, 'Successful'],
	[1, 'Unspecified failure'],
	[10, 'Cannot support all requested capabilities in the Capability information field'],
	[11, 'Reassociation denied due to inability to confirm that association exists'],
	[12, 'Association denied due to reason outside the scope of this standard'],
	[13, 'Responding STA does not support the specified authentication algorithm'],
	[14, 'Received an Authentication frame with authentication transaction sequence number out of expected sequence'],
	[15, 'Authentication rejected because of challenge failure'],
	[17, 'Association denied because AP is unable to handle additional associated STAs'],
	[18, 'Association denied due to requesting STA not supporting all of the data rates in the BSSBasicRateSet parameter'],
]);

const categories = new Map([
	[0, 'Spectrum Management (SM)'],
	[1, 'Quality of Service (QoS)'],
	[3, 'Block Ack'],
	[4, 'Public Action'],
	[5, 'Radio Measurement'],
	[6, 'Fast BSS Transition'],
	[7, 'High Throughput'],
	[8, 'SA Query'],
	[13, 'Mesh'],
	[15, 'Self-protected'],
	[21, 'VHT'],
	[127, 'Vendor-specific'],
]);

const algorithms = new Map([[0, 'Open System'], [1, 'Shared key'], [2, 'Fast BSS Transition'], [3, 'Simultaneous Authentication of Equals (SAE)'], [0x80, 'Network EAP']]);

/** Fields of management frames that stand in a fixed place (IEEE 802.11-2016, section 9.4.1). */
export const managementParts = parts('wlan', () => ({
	mgt: text('IEEE 802.11 Wireless Management', {type: 'FT_PROTOCOL'}),
	'fixed.all': none('Fixed parameters'),
	'tagged.all': none('Tagged parameters'),
	'fixed.timestamp': u64('Timestamp', {...little, about: "Microseconds of the access point's clock."}),
	'fixed.beacon': u16('Beacon Interval', {
		...little,
		type: 'FT_UINT32',
		shown: value => `${(value * 1.024e-3).toFixed(6)} [Seconds]`,
		about: 'Time between two beacons, in units of 1024 µs.',
	}),
	'fixed.capabilities': u16('Capabilities Information', {
		...little,
		base: 'hex',
		bits: {
			reserved6: bit(1, 'Reserved', {base: 'dec'}),
			reserved5: bit(1, 'Reserved', {base: 'dec'}),
			epd: bit(1, 'EPD', implemented),
			radio_measurement: bit(1, 'Radio Measurement', implemented),
			apsd: bit(1, 'Automatic Power Save Delivery', implemented),
			short_slot_time: bit(1, 'Short Slot Time', {meaning: ['In use', 'Not in use']}),
			qos: bit(1, 'QoS', implemented),
			spec_man: bit(1, 'Spectrum Management', implemented),
			reserved4: bit(1, 'Reserved', {base: 'dec'}),
			reserved3: bit(1, 'Reserved', {base: 'dec'}),
			short_preamble: bit(1, 'Short Preamble', {meaning: ['Allowed', 'Not Allowed']}),
			privacy: bit(1, 'Privacy', {meaning: ['Data confidentiality required', 'Data confidentiality not required'], about: 'Data is encrypted in this network.'}),
			reserved2: bit(1, 'Reserved', {base: 'dec'}),
			reserved1: bit(1, 'Reserved', {base: 'dec'}),
			ibss: bit(1, 'IBSS status', {meaning: ['Transmitter belongs to an IBSS', 'Transmitter belongs to a BSS']}),
			ess: bit(1, 'ESS capabilities', {meaning: ['Transmitter is an AP', 'Transmitter is a STA']}),
		},
	}),
	'fixed.status_code': u16('Status code', {...little, base: 'hex', values: value => statuses.get(value) ?? 'Unknown'}),
	'fixed.reason_code': u16('Reason code', {...little, base: 'hex', values: value => reasons.get(value) ?? 'Unknown', about: 'Why the other end is sent away.'}),
	...word(2, {_high: bit(2, ''), 'fixed.aid': bit(14, 'Association ID', {...little, base: 'hex', type: 'FT_UINT16'})}),
	'fixed.listen_ival': u16('Listen Interval', {...little, base: 'hex'}),
	'fixed.current_ap': mac('Current AP'),
	'fixed.auth.alg': u16('Authentication Algorithm', {...little, values: algorithms}),
	'fixed.auth_seq': u16('Authentication SEQ', {...little, base: 'hex'}),
	'fixed.category_code': u8('Category code', {values: categories, type: 'FT_UINT16'}),
	'fixed.action_code': u8('Action code'),
}));
