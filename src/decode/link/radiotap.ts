import {bit, f32, header, i8, none, parts, u16, u32, u64, u8, word} from '../field.ts';
import {claims, fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {linkType} from '../space.ts';
import {channelKinds} from './channel-kinds.ts';
import {readLeastFirst} from './least-first.ts';
import {eachField, highThroughput, isOwn, isPresenceWhole, leastSize, present, presenceWords, rateOf} from './radiotap-layout.ts';
import {wlanRadio} from './wlan-radio.ts';

const little = {little: true} as const;
const there = {meaning: ['Present', 'Absent']} as const;
const truth = {meaning: ['True', 'False']} as const;

// https://www.radiotap.org/
const h = header('radiotap', {
	version: u8('Header revision'),
	pad: u8('Header pad'),
	length: u16('Header length', {...little, about: 'Bytes of this header and its fields.'}),
});

const presence = u32('Present flags word', {
	...little,
	base: 'hex',
	bits: {
		ext: bit(1, 'Ext', {...there, name: 'radiotap.present.ext', about: 'Another word follows.'}),
		vendor_ns: bit(1, 'Vendor NS next', {...truth, name: 'radiotap.present.vendor_ns'}),
		rtap_ns: bit(1, 'Radiotap NS next', {...truth, name: 'radiotap.present.rtap_ns'}),
		tlv: bit(1, 'TLVs', {...there, name: 'radiotap.present.tlv'}),
		l_sig: bit(1, 'L-SIG', {...there, name: 'radiotap.present.l_sig'}),
		psdu: bit(1, '0 Length PSDU', {...there, name: 'radiotap.present.0_length.psdu'}),
		_mu: bit(1, ''),
		he_mu: bit(1, 'HE-MU information', {...there, name: 'radiotap.present.he_mu'}),
		he: bit(1, 'HE information', {...there, name: 'radiotap.present.he'}),
		timestamp: bit(1, 'frame timestamp', {...there, name: 'radiotap.present.timestamp'}),
		vht: bit(1, 'VHT information', {...there, name: 'radiotap.present.vht'}),
		ampdu: bit(1, 'A-MPDU Status', {...there, name: 'radiotap.present.ampdu'}),
		mcs: bit(1, 'MCS information', {...there, name: 'radiotap.present.mcs'}),
		xchannel: bit(1, 'Channel+', {...there, name: 'radiotap.present.xchannel'}),
		data_retries: bit(1, 'data retries', {...there, name: 'radiotap.present.data_retries'}),
		_rts: bit(1, ''),
		txflags: bit(1, 'TX flags', {...there, name: 'radiotap.present.txflags'}),
		rxflags: bit(1, 'RX flags', {...there, name: 'radiotap.present.rxflags'}),
		db_antnoise: bit(1, 'dB Antenna Noise', {...there, name: 'radiotap.present.db_antnoise'}),
		db_antsignal: bit(1, 'dB Antenna Signal', {...there, name: 'radiotap.present.db_antsignal'}),
		antenna: bit(1, 'Antenna', {...there, name: 'radiotap.present.antenna'}),
		dbm_tx_power: bit(1, 'dBm TX Power', {...there, name: 'radiotap.present.dbm_tx_power'}),
		db_tx_attenuation: bit(1, 'dB TX Attenuation', {...there, name: 'radiotap.present.db_tx_attenuation'}),
		tx_attenuation: bit(1, 'TX Attenuation', {...there, name: 'radiotap.present.tx_attenuation'}),
		lock_quality: bit(1, 'Lock Quality', {...there, name: 'radiotap.present.lock_quality'}),
		dbm_antnoise: bit(1, 'dBm Antenna Noise', {...there, name: 'radiotap.present.dbm_antnoise'}),
		dbm_antsignal: bit(1, 'dBm Antenna Signal', {...there, name: 'radiotap.present.dbm_antsignal'}),
		fhss: bit(1, 'FHSS', {...there, name: 'radiotap.present.fhss'}),
		channel: bit(1, 'Channel', {...there, name: 'radiotap.present.channel'}),
		rate: bit(1, 'Rate', {...there, name: 'radiotap.present.rate'}),
		flags: bit(1, 'Flags', {...there, name: 'radiotap.present.flags'}),
		tsft: bit(1, 'TSFT', {...there, name: 'radiotap.present.tsft'}),
	},
});

const p = parts('radiotap', () => ({
	present: none('Present flags', {about: 'Which fields follow: a bit for each.'}),
	'present.word': presence,
	mactime: u64('MAC timestamp', {...little, about: 'Microseconds of the clock of the one that received the frame.'}),
	flags: u8('Flags', {
		base: 'hex',
		bits: {
			shortgi: bit(1, 'Short GI', truth),
			badfcs: bit(1, 'Bad FCS', truth),
			datapad: bit(1, 'Data Pad', truth),
			fcs: bit(1, 'FCS at end', truth),
			frag: bit(1, 'Fragmentation', truth),
			wep: bit(1, 'WEP', truth),
			preamble: bit(1, 'Preamble', {meaning: ['Short', 'Long']}),
			cfp: bit(1, 'CFP', truth),
		},
	}),
	datarate: f32('Data rate (Mb/s)', {unit: 'Mb/s'}),
	'channel.freq': u16('Channel frequency', {...little, type: 'FT_UINT32', unit: 'MHz'}),
	'channel.flags': u16('Channel flags', {
		...little,
		base: 'hex',
		bits: {
			quarter: bit(1, 'Quarter Rate Channel (5MHz Channel Width)', truth),
			half: bit(1, 'Half Rate Channel (10MHz Channel Width)', truth),
			sturbo: bit(1, 'Static Turbo', truth),
			gsm: bit(1, 'GSM (900MHz)', truth),
			...channelKinds,
			_reserved: bit(1, ''),
			'900mhz': bit(1, '900 MHz spectrum', truth),
			'800mhz': bit(1, '800 MHz spectrum', truth),
			'700mhz': bit(1, '700 MHz spectrum', truth),
		},
	}),
	dbm_antsignal: i8('Antenna signal', {unit: 'dBm', about: 'How strong the frame came in.'}),
	dbm_antnoise: i8('Antenna noise', {unit: 'dBm'}),
	quality: u16('Signal Quality', little),
	txpower: i8('Transmit power', {unit: 'dBm'}),
	antenna: u8('Antenna', {type: 'FT_UINT32'}),
	db_antsignal: u8('dB antenna signal', {unit: 'dB'}),
	db_antnoise: u8('dB antenna noise', {unit: 'dB', type: 'FT_UINT32'}),
	txattenuation: u16('TX attenuation', little),
	db_txattenuation: u16('dB TX attenuation', little),
	rxflags: u16('RX flags', {...little, base: 'hex', bits: {_more: bit(14, ''), badplcp: bit(1, 'Bad PLCP', truth), _reserved: bit(1, '')}}),
	txflags: u16('TX flags', {
		...little,
		base: 'hex',
		bits: {
			_reserved: bit(10, ''),
			order: bit(1, 'Order', {...truth, name: 'radiotap.rxflags.order'}),
			noseqno: bit(1, 'Has Seqnum', {...truth, name: 'radiotap.rxflags.noseqno'}),
			noack: bit(1, 'No ACK', {...truth, name: 'radiotap.rxflags.noack'}),
			rts: bit(1, 'RTS/CTS', {...truth, name: 'radiotap.rxflags.rts'}),
			cts: bit(1, 'CTS', {...truth, name: 'radiotap.rxflags.cts'}),
			fail: bit(1, 'Fail', {...truth, name: 'radiotap.rxflags.fail'}),
		},
	}),
	data_retries: u8('data retries'),
	mcs: none('MCS information', {about: 'Modulation and coding of a frame in the form of 802.11n.'}),
	'mcs.known': u8('Known MCS information', {base: 'hex'}),
	...word(1, {
		_ness: bit(1, ''),
		'mcs.have_ness': bit(1, 'Number of extension spatial streams', there),
		'mcs.have_stbc': bit(1, 'STBC streams', there),
		'mcs.have_fec': bit(1, 'FEC type', there),
		'mcs.have_format': bit(1, 'Format', there),
		'mcs.have_gi': bit(1, 'Guard interval', there),
		'mcs.have_index': bit(1, 'MCS index', there),
		'mcs.have_bw': bit(1, 'Bandwidth', there),
	}),
	...word(1, {
		_ness0: bit(1, ''),
		'mcs.stbc': bit(2, 'STBC streams', {type: 'FT_UINT8'}),
		'mcs.fec': bit(1, 'FEC type', {values: new Map([[0, 'BEC'], [1, 'LDPC']]), type: 'FT_UINT8'}),
		'mcs.format': bit(1, 'Format', {values: new Map([[0, 'mixed'], [1, 'greenfield']]), type: 'FT_UINT8'}),
		'mcs.gi': bit(1, 'Guard interval', {values: new Map([[0, 'long'], [1, 'short']]), type: 'FT_UINT8'}),
		'mcs.bw': bit(2, 'Bandwidth', {values: new Map([[0, '20 MHz'], [1, '40 MHz'], [2, '20 MHz + 20 MHz lower'], [3, '20 MHz + 20 MHz upper']]), type: 'FT_UINT8'}),
	}),
	'mcs.index': u8('MCS index'),
	timestamp: none('timestamp information'),
	'timestamp.ts': u64('timestamp', little),
	'timestamp.accuracy': u16('accuracy', little),
	...word(1, {
		'timestamp.samplingpos': bit(4, 'sampling position', {
			type: 'FT_UINT8',
			values: new Map([[0, 'first MPDU bit/symbol'], [1, 'signal acquisition'], [2, 'end of PPDU'], [3, 'end of MPDU'], [15, 'unknown']]),
		}),
		'timestamp.unit': bit(4, 'time unit', {type: 'FT_UINT8', values: new Map([[0, 'msec'], [1, 'usec'], [3, 'nsec']])}),
	}),
	...word(1, {
		_unused: bit(6, ''),
		'timestamp.flags.accuracy': bit(1, 'accuracy field', there),
		'timestamp.flags.32bit': bit(1, '32-bit counter', {meaning: ['Yes', 'No']}),
	}),
}));

const faults = {length: fault('radiotap.length.invalid', 'The radiotap header length is less than 8 bytes', 'error')};

export const radiotap = protocol({
	name: 'radiotap',
	title: 'IEEE 802.11 Radiotap Capture header',
	short: '802.11 Radiotap',
	column: 'Radiotap',
	about: 'What a radio says about a frame that it received or sent.',
	reference: 'https://www.radiotap.org/',
	claims: claims(linkType, 127),
	lacking: {under: 4, as: 'named'},
	header: h,
	parts: p,
	faults,
	walk(c) {
		if (h.length.read(c) < leastSize) return c.opaque();
		c.payload(h.length.read(c));
		return wlanRadio;
	},
	expand(r) {
		const length = r.get(h.length);
		r.label(() => `Radiotap Header v${r.get(h.version)}, Length ${length}`);
		r.read(h.version);
		r.read(h.pad);
		r.readOpen(h.length, () => {
			if (length < leastSize) r.complain(faults.length, r.position - 2, r.position);
		});
		if (length < leastSize) return;
		if (r.get(h.version) !== 0 || r.captured < 4) return;
		const {base} = r;
		const end = Math.min(r.end, base + length);
		const b = r.bytes;
		if (!isPresenceWhole(b, base, base + length, r.end)) {
			r.label(() => `Radiotap Header v${r.get(h.version)}, Length ${length} (invalid)`);
			return;
		}

		r.group(p.present, undefined, () => {
			const words = presenceWords(b, base, end);
			for (let i = 0; i < words && r.captured >= 4; i++) readPresence(r, isOwn(b, base, i));
		});
		eachField(b, base, end, (bit, at) => {
			r.position = at;
			readField(r, bit);
		});
	},
});

function readPresence(r: Reader, own: boolean): void {
	const field = p['present.word'];
	if (own) {
		readLeastFirst(r, field);
		return;
	}

	const at = r.position;
	r.open(field, at, r.peek() + r.peek(1) * 0x100 + r.peek(2) * 0x1_0000 + r.peek(3) * 0x100_0000);
	for (const key of ['rtap_ns', 'vendor_ns', 'ext'] as const) r.at(field.bit[key], at);
	r.position = at + field.size;
	r.close();
}

function readField(r: Reader, bit: number): void {
	switch (bit) {
		case present.timer:
			r.read(p.mactime);
			break;
		case present.flags:
			readLeastFirst(r, p.flags);
			break;
		case present.rate:
			r.put(p.datarate, r.position, r.position + 1, r.peek() / 2);
			break;
		case present.channel:
			r.read(p['channel.freq']);
			readLeastFirst(r, p['channel.flags']);
			break;
		case present.signal:
			r.read(p.dbm_antsignal);
			break;
		case present.noise:
			r.read(p.dbm_antnoise);
			break;
		case present.quality:
			r.read(p.quality);
			break;
		case present.txAttenuation:
			r.read(p.txattenuation);
			break;
		case present.dbTxAttenuation:
			r.read(p.db_txattenuation);
			break;
		case present.txPower:
			r.read(p.txpower);
			break;
		case present.antenna:
			r.read(p.antenna);
			break;
		case present.dbSignal:
			r.read(p.db_antsignal);
			break;
		case present.dbNoise:
			r.read(p.db_antnoise);
			break;
		case present.rxFlags:
			readLeastFirst(r, p.rxflags);
			break;
		case present.txFlags:
			readLeastFirst(r, p.txflags);
			break;
		case present.dataRetries:
			r.read(p.data_retries);
			break;
		case present.mcs:
			readMcs(r);
			break;
		case present.timestamp:
			readTimestamp(r);
			break;
		default:
	}
}

function readMcs(r: Reader): void {
	const at = r.position;
	r.group(p.mcs, undefined, () => {
		const known = r.peek();
		r.open(p['mcs.known'], at, known);
		for (const key of ['bw', 'index', 'gi', 'format', 'fec', 'stbc', 'ness'] as const) r.at(p[`mcs.have_${key}`], at);
		r.close(at + 1);
		if (known & 0x01) r.at(p['mcs.bw'], at + 1);
		if (known & 0x04) r.at(p['mcs.gi'], at + 1);
		if (known & 0x08) r.at(p['mcs.format'], at + 1);
		if (known & 0x10) r.at(p['mcs.fec'], at + 1);
		if (known & 0x20) r.at(p['mcs.stbc'], at + 1);
		if (known & 0x02) r.at(p['mcs.index'], at + 2);
		r.position = at + 3;
	});
	const ht = highThroughput(r.bytes, at);
	if (ht !== undefined) r.derive(p.datarate, rateOf(ht), at, at + 3);
}

function readTimestamp(r: Reader): void {
	r.group(p.timestamp, undefined, () => {
		r.read(p['timestamp.ts']);
		r.read(p['timestamp.accuracy']);
		r.at(p['timestamp.unit'], r.position);
		r.at(p['timestamp.samplingpos'], r.position);
		r.position++;
		r.at(p['timestamp.flags.32bit'], r.position);
		r.at(p['timestamp.flags.accuracy'], r.position);
		r.position++;
	});
}
