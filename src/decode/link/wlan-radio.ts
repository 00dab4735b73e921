import {bool8, f32, i32, i8, parts, u16, u32, u64, u8} from '../field.ts';
import {fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {bitsPerSymbol, eachField, type HighThroughput, highThroughput, present, rateOf} from './radiotap-layout.ts';
import {wlan, wlanChecked} from './wlan.ts';

const phyB = 4;
const phyA = 5;
const phyG = 6;
const phyN = 7;
const phys = new Map([[phyB, '802.11b (HR/DSSS)'], [phyA, '802.11a (OFDM)'], [phyG, '802.11g (ERP)'], [phyN, '802.11n (HT)']]);

const p = parts('wlan_radio', {
	phy: u32('PHY type', {values: phys, about: 'Which of the ways to send that 802.11 has.'}),
	'11n.mcs_index': u32('MCS index'),
	'11n.bandwidth': u32('Bandwidth', {values: new Map([[0, '20 MHz'], [1, '40 MHz'], [2, '20 MHz + 20 MHz lower'], [3, '20 MHz + 20 MHz upper']])}),
	'11n.short_gi': bool8('Short GI'),
	'11n.stbc_streams': u32('Number of STBC streams'),
	'11a.turbo_type': u32('Turbo type', {values: new Map([[0, 'Non-turbo'], [1, 'Turbo'], [2, 'Dynamic turbo'], [3, 'Static turbo']])}),
	short_preamble: bool8('Short preamble'),
	data_rate: f32('Data rate', {unit: 'Mb/s'}),
	channel: u32('Channel'),
	frequency: u16('Frequency', {unit: 'MHz'}),
	signal_dbm: i8('Signal strength (dBm)', {unit: 'dBm'}),
	signal_db: u8('Signal strength (dB)', {unit: 'dB'}),
	noise_dbm: i8('Noise level (dBm)', {unit: 'dBm'}),
	snr: i32('Signal/noise ratio (dB)', {unit: 'dB'}),
	timestamp: u64('TSF timestamp'),
	duration: u32('Duration', {unit: 'µs', about: 'How long the frame was in the air, as its length and rate say.'}),
	preamble: u32('Preamble', {unit: 'µs'}),
	start_tsf: u64('Start', {unit: 'µs'}),
	end_tsf: u64('End', {unit: 'µs'}),
});

const assumed = (name: string, what: string) => fault(`wlan_radio.assumed.${name}`, `No ${what}.`, 'warning', 'Assumption');

const faults = {
	short_preamble: assumed('short_preamble', 'preamble length information was available, assuming short preamble'),
	greenfield: assumed('non_greenfield', 'plcp type information was available, assuming non greenfield'),
	stbc: assumed('no_stbc', 'stbc information was available, assuming no stbc'),
	extension: assumed('no_extension_streams', 'extension stream information was available, assuming no extension streams'),
	fec: assumed('bcc_fec', 'fec type information was available, assuming bcc fec'),
};

/** What a radiotap header says about how its frame was sent. */
type Sent = {
	flags: number | undefined;
	rate: number | undefined;
	frequency: number | undefined;
	channelFlags: number;
	signal: number | undefined;
	noise: number | undefined;
	dbSignal: number | undefined;
	timer: bigint | undefined;
	ht: HighThroughput | undefined;
	htKnown: number;
	htBandwidth: number;
};

const fcsAtEnd = 0x10;

const signed = (byte: number): number => (byte << 24) >> 24;

function sent(b: Uint8Array, start: number, end: number): Sent {
	const said: Sent = {
		flags: undefined,
		rate: undefined,
		frequency: undefined,
		channelFlags: 0,
		signal: undefined,
		noise: undefined,
		dbSignal: undefined,
		timer: undefined,
		ht: undefined,
		htKnown: 0,
		htBandwidth: 0,
	};
	eachField(b, start, end, (bit, at) => {
		const u16 = b[at]! | (b[at + 1]! << 8);
		switch (bit) {
			case present.timer:
				said.timer = new DataView(b.buffer, b.byteOffset + at, 8).getBigUint64(0, true);
				break;
			case present.flags:
				said.flags = b[at]!;
				break;
			case present.rate:
				said.rate = b[at]! / 2;
				break;
			case present.channel:
				said.frequency = u16;
				said.channelFlags = b[at + 2]! | (b[at + 3]! << 8);
				break;
			case present.signal:
				said.signal = signed(b[at]!);
				break;
			case present.noise:
				said.noise = signed(b[at]!);
				break;
			case present.dbSignal:
				said.dbSignal = b[at]!;
				break;
			case present.mcs:
				said.ht = highThroughput(b, at);
				said.htKnown = b[at]!;
				said.htBandwidth = b[at + 1]! & 3;
				if (said.ht !== undefined) said.rate = rateOf(said.ht);
				break;
			default:
		}
	});
	return said;
}

const cck = 0x20;
const ofdm = 0x40;
const twoGigahertz = 0x80;
const fiveGigahertz = 0x100;
const dynamic = 0x400;

/** Which way of sending the channel's flags stand for, or else the rate. */
function phyOf({ht, channelFlags, rate}: Sent): number | undefined {
	if (ht !== undefined) return phyN;
	if (channelFlags & fiveGigahertz && channelFlags & ofdm) return phyA;
	if (channelFlags & twoGigahertz && channelFlags & cck) return phyB;
	if (channelFlags & twoGigahertz && channelFlags & (ofdm | dynamic)) return phyG;
	if (rate === undefined) return undefined;
	return [1, 2, 5.5, 11].includes(rate) ? phyB : phyA;
}

function channelOf(frequency: number): number | undefined {
	if (frequency === 2484) return 14;
	if (frequency >= 2412 && frequency <= 2472) return (frequency - 2407) / 5;
	if (frequency >= 5955) return (frequency - 5950) / 5;
	return frequency > 5000 ? (frequency - 5000) / 5 : undefined;
}

/** Layer that says how long a frame was in the air: it has no bytes of its own, radiotap's are in front of it. */
export const wlanRadio = protocol({
	name: 'wlan_radio',
	title: '802.11 radio information',
	column: '802.11 Radio',
	about: 'What follows from what the radio said: the channel, and how long the frame was in the air.',
	reference: 'IEEE 802.11',
	parts: p,
	faults,
	walk(c) {
		c.payload(0);
		let checked = false;
		const start = c.layerStart[c.parent]!;
		// No closure here: the flags are the second field, and the first is eight bytes that are aligned to eight.
		const words = c.bytes[start + 4]!;
		if (words & 2) {
			let at = start + 8;
			while (at + 4 <= c.start && c.bytes[at - 1]! & 0x80) at += 4;
			if (words & 1) at = start + Math.ceil((at - start) / 8) * 8 + 8;
			checked = at < c.start && (c.bytes[at]! & fcsAtEnd) !== 0;
		}

		return checked ? wlanChecked : wlan;
	},
	expand(r) {
		const said = sent(r.bytes, r.facts.startOf(r.facts.layer - 1), r.base);
		const phy = phyOf(said);
		const {ht, rate, frequency, signal, noise} = said;
		const at = r.base;
		if (phy !== undefined) r.put(p.phy, at, at, phy);
		if (ht !== undefined) {
			r.put(p['11n.mcs_index'], at, at, ht.index);
			r.put(p['11n.bandwidth'], at, at, said.htBandwidth);
			r.put(p['11n.short_gi'], at, at, ht.shortGuard ? 1 : 0);
			if (said.htKnown & 0x20) r.put(p['11n.stbc_streams'], at, at, ht.blockCoded);
		} else if (phy === phyA) {
			if (said.frequency !== undefined) r.put(p['11a.turbo_type'], at, at, 0);
		} else if (phy === phyB && said.flags !== undefined) {
			r.put(p.short_preamble, at, at, (said.flags >> 1) & 1);
		}

		if (rate !== undefined) r.put(p.data_rate, at, at, rate);
		const channel = frequency === undefined ? undefined : channelOf(frequency);
		if (channel !== undefined) r.put(p.channel, at, at, channel);
		if (frequency !== undefined) r.put(p.frequency, at, at, frequency);
		if (signal !== undefined) r.put(p.signal_dbm, at, at, signal);
		if (said.dbSignal !== undefined) r.put(p.signal_db, at, at, said.dbSignal);
		if (noise !== undefined) r.put(p.noise_dbm, at, at, noise);
		if (signal !== undefined && noise !== undefined) r.put(p.snr, at, at, signal - noise);
		if (said.timer !== undefined) r.put(p.timestamp, at, at, said.timer);
		if (phy !== undefined && rate !== undefined && rate > 0) readDuration(r, said, phy, rate);
	},
});

/** Microseconds of the preamble, and of all. */
function airTime(phy: number, rate: number, length: number, short: boolean, ht: HighThroughput | undefined): readonly [preamble: number, all: number] {
	if (ht !== undefined) {
		// IEEE 802.11-2016, section 19.4.3: 32 µs and 4 for each stream in space and time
		const streams = ht.streams + ht.blockCoded;
		const preamble = 32 + 4 * streams;
		const step = ht.blockCoded > 0 ? 2 : 1;
		const symbols = step * Math.ceil((8 * length + 22) / (bitsPerSymbol(ht) * step));
		return [preamble, preamble + Math.trunc(ht.shortGuard ? symbols * 3.6 : symbols * 4)];
	}

	if (phy === phyB) {
		const preamble = short ? 96 : 192;
		return [preamble, preamble + Math.ceil((8 * length) / rate)];
	}

	// IEEE 802.11-2016, section 17.4.3
	return [20, 20 + 4 * Math.ceil((16 + 8 * length + 6) / (rate * 4))];
}

function readDuration(r: Reader, said: Sent, phy: number, rate: number): void {
	const at = r.base;
	const short = said.flags === undefined || (said.flags & 2) !== 0;
	const [preamble, all] = airTime(phy, rate, r.limit - r.base, short, said.ht);
	r.open(p.duration, at, all, 2);
	if (phy === phyB && said.flags === undefined) r.complain(faults.short_preamble, at, at);
	if (said.ht !== undefined) {
		if ((said.htKnown & 0x08) === 0) r.complain(faults.greenfield, at, at);
		if ((said.htKnown & 0x20) === 0) r.complain(faults.stbc, at, at);
		if ((said.htKnown & 0x40) === 0) r.complain(faults.extension, at, at);
		if ((said.htKnown & 0x10) === 0) r.complain(faults.fec, at, at);
	}

	r.derive(p.preamble, preamble, at, at);
	if (said.timer !== undefined) {
		r.derive(p.start_tsf, said.timer - BigInt(all), at, at);
		r.derive(p.end_tsf, said.timer, at, at);
	}

	r.close(at);
}
