import {bit, none, parts, u16, u32, u8, word} from '../field.ts';
import type {Reader} from '../reader.ts';
import {readLeastFirst} from './least-first.ts';

const little = {little: true} as const;
const supported = {meaning: ['Supported', 'Not supported']} as const;
const hex = {base: 'hex'} as const;
const hex16 = {base: 'hex', type: 'FT_UINT16'} as const;

const capabilityBits = {
	lsig: bit(1, 'HT L-SIG TXOP Protection support', {...supported, name: 'wlan.ht.capabilities.lsig'}),
	intolerant: bit(1, 'HT Forty MHz Intolerant', {
		name: 'wlan.ht.capabilities.40mhzintolerant',
		meaning: ['Use of 40 MHz transmissions restricted/disallowed', 'Use of 40 MHz transmissions unrestricted/allowed'],
	}),
	psmp: bit(1, 'HT PSMP Support', {name: 'wlan.ht.capabilities.psmp', meaning: ['Will/Can support PSMP operation', "Won't/Can't support PSMP operation"]}),
	dsscck: bit(1, 'HT DSSS/CCK mode in 40MHz', {
		name: 'wlan.ht.capabilities.dsscck',
		meaning: ['Will/Can use DSSS/CCK in 40 MHz', "Won't/Can't use of DSSS/CCK in 40 MHz"],
	}),
	amsdu: bit(1, 'HT Max A-MSDU length', {name: 'wlan.ht.capabilities.amsdu', meaning: ['7935 bytes', '3839 bytes']}),
	delayedblockack: bit(1, 'HT Delayed Block ACK', {
		name: 'wlan.ht.capabilities.delayedblockack',
		meaning: ['Transmitter supports HT-Delayed BlockAck', 'Transmitter does not support HT-Delayed BlockAck'],
	}),
	rxstbc: bit(2, 'HT Rx STBC', {
		...hex,
		name: 'wlan.ht.capabilities.rxstbc',
		values: new Map([
			[0, 'No Rx STBC support'],
			[1, 'Rx support of one spatial stream'],
			[2, 'Rx support of one and two spatial streams'],
			[3, 'Rx support of one, two, and three spatial streams'],
		]),
	}),
	txstbc: bit(1, 'HT Tx STBC', {...supported, name: 'wlan.ht.capabilities.txstbc'}),
	short40: bit(1, 'HT Short GI for 40MHz', {...supported, name: 'wlan.ht.capabilities.short40'}),
	short20: bit(1, 'HT Short GI for 20MHz', {...supported, name: 'wlan.ht.capabilities.short20'}),
	green: bit(1, 'HT Green Field', {
		name: 'wlan.ht.capabilities.green',
		meaning: [
			'Transmitter is able to receive PPDUs with Green Field (GF) preamble',
			'Transmitter is not able to receive PPDUs with Green Field (GF) preamble',
		],
	}),
	sm: bit(2, 'HT SM Power Save', {
		...hex,
		name: 'wlan.ht.capabilities.sm',
		values: new Map([[0, 'Static SM Power Save mode'], [1, 'Dynamic SM Power Save mode'], [2, 'Reserved'], [3, 'SM Power Save disabled']]),
	}),
	width: bit(1, 'HT Support channel width', {
		name: 'wlan.ht.capabilities.width',
		meaning: ['Transmitter supports 20MHz and 40MHz operation', 'Transmitter only supports 20MHz operation'],
	}),
	ldpccoding: bit(1, 'HT LDPC coding capability', {
		name: 'wlan.ht.capabilities.ldpccoding',
		meaning: ['Transmitter supports receiving LDPC coded packets', 'Transmitter does not support receiving LDPC coded packets'],
	}),
};

const aggregateBits = {
	reserved: bit(3, 'Reserved', {...hex, name: 'wlan.ht.ampduparam.reserved'}),
	mpdudensity: bit(3, 'MPDU Density', {
		...hex,
		name: 'wlan.ht.ampduparam.mpdudensity',
		values: new Map([
			[0, 'no restriction'],
			[1, '1/4 [usec]'],
			[2, '1/2 [usec]'],
			[3, '1 [usec]'],
			[4, '2 [usec]'],
			[5, '4 [usec]'],
			[6, '8 [usec]'],
			[7, '16 [usec]'],
		]),
	}),
	maxlength: bit(2, 'Maximum Rx A-MPDU Length', {
		...hex,
		name: 'wlan.ht.ampduparam.maxlength',
		values: value => `${2 ** (13 + value) - 1}[Bytes]`,
	}),
};

const extendedBits = {
	_high: bit(4, ''),
	rdresponder: bit(1, 'Reverse Direction Responder', {...supported, name: 'wlan.htex.capabilities.rdresponder'}),
	htc: bit(1, 'High Throughput', {...supported, name: 'wlan.htex.capabilities.htc'}),
	mcs: bit(2, 'MCS Feedback capability', {
		...hex,
		name: 'wlan.htex.capabilities.mcs',
		values: new Map([
			[0, 'STA does not provide MCS feedback'],
			[1, 'Reserved'],
			[2, 'STA provides only unsolicited MCS feedback'],
			[3, 'STA can provide MCS feedback in response to MRQ'],
		]),
	}),
	_middle: bit(5, ''),
	transtime: bit(2, 'Time needed to transition between 20MHz and 40MHz', {
		...hex,
		name: 'wlan.htex.capabilities.transtime',
		values: new Map([[0, 'No Transition'], [1, '400 usec'], [2, '1.5 msec'], [3, '5 msec']]),
	}),
	pco: bit(1, 'Transmitter supports PCO', {...supported, name: 'wlan.htex.capabilities.pco'}),
};

const feedback = new Map([[0, 'not supported'], [1, 'delayed feedback'], [2, 'immediate feedback'], [3, 'delayed and immediate feedback']]);
const soundings = (value: number): string => `${value + 1} TX antenna sounding`;

const beamformingBits = {
	reserved: bit(3, 'Reserved', {...hex, name: 'wlan.txbf.reserved'}),
	channelest: bit(2, 'Maximum number of space time streams for which channel dimensions can be simultaneously estimated', {
		...hex,
		name: 'wlan.txbf.channelest',
		values: value => `${value + 1} space time stream${value > 0 ? 's' : ''}`,
	}),
	maxrows: bit(2, 'Maximum number of rows of CSI explicit feedback', {...hex, name: 'wlan.txbf.csi.maxrows', values: value => `${value + 1} row${value > 0 ? 's' : ''} of CSI`}),
	compressedant: bit(2, 'Max antennae STA can support when compressed Beamforming feedback required', {
		...hex,
		name: 'wlan.txbf.fm.compressed.maxant',
		values: soundings,
	}),
	uncompressedant: bit(2, 'Max antennae STA can support when uncompressed Beamforming feedback required', {
		...hex,
		name: 'wlan.txbf.fm.uncompressed.maxant',
		values: soundings,
	}),
	csinumant: bit(2, 'Max antennae STA can support when CSI feedback required', {...hex, name: 'wlan.txbf.csinumant', values: soundings}),
	mingroup: bit(2, 'Minimal grouping used for explicit feedback reports', {
		...hex,
		name: 'wlan.txbf.mingroup',
		values: new Map([[0, 'No grouping supported'], [1, 'Groups of 1, 2 supported'], [2, 'Groups of 1, 4 supported'], [3, 'Groups of 1, 2, 4 supported']]),
	}),
	compressedbf: bit(2, 'STA can compress and use compressed Beamforming Feedback Matrix', {...hex, name: 'wlan.txbf.fm.compressed.bf', values: feedback}),
	uncompressedrbf: bit(2, 'Receiver can return explicit uncompressed Beamforming Feedback Matrix', {
		...hex,
		name: 'wlan.txbf.fm.uncompressed.rbf',
		values: feedback,
	}),
	rcsi: bit(2, 'Receiver can return explicit CSI feedback', {...hex, name: 'wlan.txbf.rcsi', values: feedback}),
	compressedtbf: bit(1, 'STA can apply TxBF using compressed beamforming feedback matrix', {...supported, name: 'wlan.txbf.fm.compressed.tbf'}),
	uncompressedtbf: bit(1, 'STA can apply TxBF using uncompressed beamforming feedback matrix', {...supported, name: 'wlan.txbf.fm.uncompressed.tbf'}),
	csi: bit(1, 'STA can apply TxBF using CSI explicit feedback', {...supported, name: 'wlan.txbf.csi'}),
	calibration: bit(2, 'Calibration', {
		...hex,
		name: 'wlan.txbf.calibration',
		values: new Map([
			[0, 'incapable'],
			[1, 'Limited involvement, cannot initiate'],
			[2, 'Limited involvement, can initiate'],
			[3, 'Fully capable'],
		]),
	}),
	impltxbf: bit(1, 'Implicit TxBF capable', {...supported, name: 'wlan.txbf.impltxbf'}),
	txndp: bit(1, 'Transmit Null Data packet (NDP)', {...supported, name: 'wlan.txbf.txndp'}),
	rxndp: bit(1, 'Receive Null Data packet (NDP)', {...supported, name: 'wlan.txbf.rxndp'}),
	txss: bit(1, 'Transmit Staggered Sounding', {...supported, name: 'wlan.txbf.txss'}),
	rxss: bit(1, 'Receive Staggered Sounding', {...supported, name: 'wlan.txbf.rxss'}),
	txbf: bit(1, 'Transmit Beamforming', {...supported, name: 'wlan.txbf.txbf'}),
};

const selectionBits = {
	reserved: bit(1, 'Reserved', {...hex, name: 'wlan.asel.reserved'}),
	sppdu: bit(1, 'Tx Sounding PPDUs', {...supported, name: 'wlan.asel.sppdu'}),
	rx: bit(1, 'Rx ASEL', {...supported, name: 'wlan.asel.rx'}),
	if: bit(1, 'Antenna Indices Feedback', {...supported, name: 'wlan.asel.if'}),
	csi: bit(1, 'Explicit CSI Feedback', {...supported, name: 'wlan.asel.csi'}),
	txif: bit(1, 'Antenna Indices Feedback Based Tx ASEL', {...supported, name: 'wlan.asel.txif'}),
	txcsi: bit(1, 'Explicit CSI Feedback Based Tx ASEL', {...supported, name: 'wlan.asel.txcsi'}),
	capable: bit(1, 'Antenna Selection Capable', {...supported, name: 'wlan.asel.capable'}),
};

// IEEE 802.11-2016, section 9.4.2.56
const p = parts('wlan', () => ({
	'ht.capabilities': u16('HT Capabilities Info', {...little, ...hex, bits: capabilityBits}),
	'vs.ht.capabilities': u16('HT Capabilities Info (VS)', {...little, ...hex, bits: capabilityBits}),
	'ht.ampduparam': u8('A-MPDU Parameters', {...hex, bits: aggregateBits}),
	'vs.ht.ampduparam': u8('A-MPDU Parameters (VS)', {...hex, bits: aggregateBits}),
	'ht.mcsset': none('Rx Supported Modulation and Coding Scheme Set'),
	'vs.ht.mcsset': none('Rx Supported Modulation and Coding Scheme Set (VS)'),
	'ht.mcsset.rxbitmask': none('Rx Modulation and Coding Scheme (One bit per modulation)'),
	'ht.mcsset.rxbitmask.0to7': u32('Rx Bitmask Bits 0-7', hex),
	'ht.mcsset.rxbitmask.8to15': u32('Rx Bitmask Bits 8-15', hex),
	'ht.mcsset.rxbitmask.16to23': u32('Rx Bitmask Bits 16-23', hex),
	'ht.mcsset.rxbitmask.24to31': u32('Rx Bitmask Bits 24-31', hex),
	'ht.mcsset.rxbitmask.32': u32('Rx Bitmask Bit 32', hex),
	'ht.mcsset.rxbitmask.33to38': u32('Rx Bitmask Bits 33-38', hex),
	'ht.mcsset.rxbitmask.39to52': u32('Rx Bitmask Bits 39-52', hex),
	'ht.mcsset.rxbitmask.53to76': u32('Rx Bitmask Bits 53-76', hex),
	...word(2, {_rate: bit(6, ''), 'ht.mcsset.highestdatarate': bit(10, 'Highest Supported Data Rate', {...little, ...hex16})}),
	...word(2, {
		_set: bit(11, ''),
		'ht.mcsset.txunequalmod': bit(1, 'Unequal Modulation', {...little, ...supported}),
		'ht.mcsset.txmaxss': bit(2, 'Maximum Number of Tx Spatial Streams Supported', {...little, ...hex16, values: value => `${value + 1} spatial stream${value > 0 ? 's' : ''}`}),
		'ht.mcsset.txrxmcsnotequal': bit(1, 'Tx and Rx MCS Set', {...little, meaning: ['Not equal', 'Equal']}),
		'ht.mcsset.txsetdefined': bit(1, 'Tx Supported MCS Set', {...little, meaning: ['Defined', 'Not defined']}),
	}),
	'htex.capabilities': u16('HT Extended Capabilities', {...little, ...hex, bits: extendedBits}),
	'vs.htex.capabilities': u16('HT Extended Capabilities (VS)', {...little, ...hex, bits: extendedBits}),
	txbf: u32('Transmit Beam Forming (TxBF) Capabilities', {...little, ...hex, bits: beamformingBits}),
	'vs.txbf': u32('Transmit Beam Forming (TxBF) Capabilities (VS)', {...little, ...hex, bits: beamformingBits}),
	asel: u8('Antenna Selection (ASEL) Capabilities', {...hex, bits: selectionBits}),
	'vs.asel': u8('Antenna Selection (ASEL) Capabilities (VS)', {...hex, bits: selectionBits}),
	// IEEE 802.11-2016, section 9.4.2.57
	'ht.info.primarychannel': u8('Primary Channel'),
	'ht.info.delim1': u8('HT Information Subset (1 of 3)', {
		...hex,
		bits: {
			reserved_b4_b7: bit(4, 'Reserved', {...hex, name: 'wlan.ht.info.reserved_b4_b7'}),
			rifs: bit(1, 'Reduced Interframe Spacing (RIFS)', {name: 'wlan.ht.info.rifs', meaning: ['Permitted', 'Prohibited']}),
			chanwidth: bit(1, 'Supported channel width', {name: 'wlan.ht.info.chanwidth', meaning: ['Channel of any width supported', '20 MHz channel width only']}),
			secchanoffset: bit(2, 'Secondary channel offset', {
				...hex,
				name: 'wlan.ht.info.secchanoffset',
				values: new Map([[0, 'No secondary channel'], [1, 'Secondary channel is above the primary channel'], [3, 'Secondary channel is below the primary channel']]),
			}),
		},
	}),
	'ht.info.delim2': u16('HT Information Subset (2 of 3)', {
		...little,
		...hex,
		bits: {
			reserved_b21_b23: bit(3, 'Reserved', {...hex, name: 'wlan.ht.info.reserved_b21_b23'}),
			chan_center_freq_seg_2: bit(8, 'Channel Center Frequency Segment 2', {name: 'wlan.ht.info.chan_center_freq_seg_2'}),
			obssnonht: bit(1, 'OBSS non-HT STAs present', {name: 'wlan.ht.info.obssnonht', meaning: ['Use of protection is needed', 'Use of protection is not needed']}),
			reserved_b11: bit(1, 'Reserved', {...hex, name: 'wlan.ht.info.reserved_b11'}),
			greenfield: bit(1, 'Non-greenfield STAs present', {
				name: 'wlan.ht.info.greenfield',
				meaning: ['One or more associated STAs are not greenfield capable', 'All associated STAs are greenfield capable'],
			}),
			ht_protection: bit(2, 'HT Protection', {
				...hex,
				name: 'wlan.ht.info.ht_protection',
				values: new Map([[0, 'No protection mode'], [1, 'Nonmember protection mode'], [2, '20 MHz protection mode'], [3, 'non-HT mixed mode']]),
			}),
		},
	}),
	'ht.info.delim3': u16('HT Information Subset (3 of 3)', {
		...little,
		...hex,
		bits: {
			reserved_b36_b39: bit(4, 'Reserved', {...hex, name: 'wlan.ht.info.reserved_b36_b39'}),
			phase: bit(1, 'Phased Coexistence Operation (PCO) Phase', {name: 'wlan.ht.info.pco.phase', meaning: ['40 MHz phase', '20 MHz phase']}),
			active: bit(1, 'Phased Coexistence Operation (PCO)', {name: 'wlan.ht.info.pco.active', meaning: ['Active', 'Inactive']}),
			lsigprotsupport: bit(1, 'L-SIG TXOP Protection Full Support', {name: 'wlan.ht.info.lsigprotsupport', ...supported}),
			secondarybeacon: bit(1, 'Beacon ID', {name: 'wlan.ht.info.secondarybeacon', meaning: ['STBC beacon', 'Primary beacon']}),
			dualcts: bit(1, 'Dual Clear To Send (CTS) protection', {name: 'wlan.ht.info.dualcts', meaning: ['Required', 'Not required']}),
			dualbeacon: bit(1, 'Dual beacon', {name: 'wlan.ht.info.dualbeacon', meaning: ['Second beacon is transmitted', 'No second beacon is transmitted']}),
			reserved_b24_b29: bit(6, 'Reserved', {...hex, name: 'wlan.ht.info.reserved_b24_b29'}),
		},
	}),
}));

/** Fields of 802.11n's two elements. */
export const throughputParts = p;

const bitmaskSize = 10;

/** Which modulations a station can receive, and send. */
function readModulations(r: Reader, field: typeof p['ht.mcsset']): void {
	r.group(field, undefined, () => {
		const at = r.position;
		r.need(16);
		const number = (place: number): number => r.peek(place) + r.peek(place + 1) * 0x100 + r.peek(place + 2) * 0x1_0000 + r.peek(place + 3) * 0x100_0000;
		const low = number(0);
		const middle = number(4);
		const high = number(6);
		r.group(p['ht.mcsset.rxbitmask'], undefined, () => {
			const mask = (key: string, place: number, value: number): void =>
				r.put(p[`ht.mcsset.rxbitmask.${key}` as 'ht.mcsset.rxbitmask.32'], at + place, at + place + 4, value >>> 0);
			mask('0to7', 0, low & 0xff);
			mask('8to15', 0, (low >>> 8) & 0xff);
			mask('16to23', 0, (low >>> 16) & 0xff);
			mask('24to31', 0, low >>> 24);
			mask('32', 4, middle & 1);
			mask('33to38', 4, (middle >>> 1) & 0x3f);
			mask('39to52', 4, (middle >>> 7) & 0x3fff);
			mask('53to76', 6, (high >>> 5) & 0xff_ffff);
			r.position += bitmaskSize;
		});
		r.at(p['ht.mcsset.highestdatarate'], r.position);
		r.position += 2;
		for (const key of ['txsetdefined', 'txrxmcsnotequal', 'txmaxss', 'txunequalmod'] as const) r.at(p[`ht.mcsset.${key}`], r.position);
		r.position += 4;
	});
}

/** The HT Capabilities element; vendors had one of their own before there was the other. */
export function readCapabilities(r: Reader, vendors: boolean): void {
	const vs = vendors ? 'vs.' : '';
	readLeastFirst(r, p[`${vs}ht.capabilities`]);
	readLeastFirst(r, p[`${vs}ht.ampduparam`]);
	readModulations(r, p[`${vs}ht.mcsset`]);
	readLeastFirst(r, p[`${vs}htex.capabilities`]);
	readLeastFirst(r, p[`${vs}txbf`]);
	readLeastFirst(r, p[`${vs}asel`]);
}

/** The HT Operation element. */
export function readInformation(r: Reader): void {
	r.read(p['ht.info.primarychannel']);
	readLeastFirst(r, p['ht.info.delim1']);
	readLeastFirst(r, p['ht.info.delim2']);
	readLeastFirst(r, p['ht.info.delim3']);
	readModulations(r, p['ht.mcsset']);
}
