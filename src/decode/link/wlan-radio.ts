import {bool8, f32, i32, i8, parts, u16, u32, u64, u8} from '../field.ts';
import {fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {bitsPerSymbol, eachField, type HighThroughput, highThroughput, present, rateOf} from './radiotap-layout.ts';
import {wlan, wlanChecked} from './wlan.ts';

const phyHopping = 1;
const phySpread = 3;
const phyB = 4;
const phyA = 5;
const phyG = 6;
const phyN = 7;
const phys = new Map([
	[phyHopping, '802.11 FHSS'],
	[phySpread, '802.11 DSSS'],
	[phyB, '802.11b (HR/DSSS)'],
	[phyA, '802.11a (OFDM)'],
	[phyG, '802.11g (ERP)'],
	[phyN, '802.11n (HT)'],
]);

const p = parts('wlan_radio', () => ({
	phy: u32('PHY type', {values: phys, about: 'Which of the ways to send that 802.11 has.'}),
	'11n.mcs_index': u32('MCS index'),
	'11n.bandwidth': u32('Bandwidth', {values: new Map([[0, '20 MHz'], [1, '40 MHz'], [2, '20 MHz + 20 MHz lower'], [3, '20 MHz + 20 MHz upper']])}),
	'11n.short_gi': bool8('Short GI'),
	'11n.stbc_streams': u32('Number of STBC streams'),
	'11a.turbo_type': u32('Turbo type', {values: new Map([[0, 'Non-turbo'], [1, 'Turbo'], [2, 'Dynamic turbo'], [3, 'Static turbo']])}),
	'11g.mode': u32('Proprietary mode', {values: new Map([[0, 'None'], [1, 'Super G']])}),
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
}));

const assumed = (name: string, what: string) => fault(`wlan_radio.assumed.${name}`, `No ${what}.`, 'warning', 'Assumption');

const faults = {
	short_preamble: assumed('short_preamble', 'preamble length information was available, assuming short preamble'),
	greenfield: assumed('non_greenfield', 'plcp type information was available, assuming non greenfield'),
	stbc: assumed('no_stbc', 'stbc information was available, assuming no stbc'),
	extension: assumed('no_extension_streams', 'extension stream information was available, assuming no extension streams'),
	fec: assumed('bcc_fec', 'fec type information was available, assuming bcc fec'),
};

/** What a header in front of a frame says about how it was sent. */
export type Sent = {
	/** Of radiotap. */
	flags: number | undefined;
	rate: number | undefined;
	frequency: number | undefined;
	/** Those that `phyOf` knows, and no others. */
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

/** Nothing is known yet. */
export const newSent = (): Sent => ({
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
});

/** What radiotap says of the channel, but for passive scans and its like. */
const radiotapChannel = 0xedf7;

function radiotapSent(b: Uint8Array, start: number, end: number): Sent {
	const said = newSent();
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
				said.channelFlags = (b[at + 2]! | (b[at + 3]! << 8)) & radiotapChannel;
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

const turbo = 0x10;
const cck = 0x20;
const ofdm = 0x40;
const twoGigahertz = 0x80;
const fiveGigahertz = 0x100;
const dynamic = 0x400;
const shifted = 0x800;

/** A way of sending, and what is proprietary about it. */
type Phy = {readonly phy: number; readonly mode?: number; readonly turbo?: number};

/** Ways that the flags of a channel stand for, all of them. */
const phyOfChannel: ReadonlyMap<number, Phy> = new Map([
	[twoGigahertz | shifted, {phy: phyHopping}],
	[twoGigahertz, {phy: phySpread}],
	[twoGigahertz | cck, {phy: phyB}],
	[twoGigahertz | ofdm, {phy: phyG, mode: 0}],
	[twoGigahertz | ofdm | turbo, {phy: phyG, mode: 1}],
	[twoGigahertz | dynamic, {phy: phyG, mode: 0}],
	[fiveGigahertz | ofdm, {phy: phyA, turbo: 0}],
	[fiveGigahertz | ofdm | turbo, {phy: phyA, turbo: 2}],
]);

/** Mb/s of 802.11b and its extensions, and of 802.11a and 802.11g. */
const cckRates: ReadonlySet<number> = new Set([1, 2, 5.5, 11, 22, 33]);
const ofdmRates: ReadonlySet<number> = new Set([6, 9, 12, 18, 24, 36, 48, 54]);
const lastOfTwoGigahertz = 2484;

/** Which way of sending the channel's flags stand for, or else the rate. */
function phyOf({ht, channelFlags, rate, frequency}: Sent): Phy | undefined {
	if (ht !== undefined) return {phy: phyN};
	const said = phyOfChannel.get(channelFlags);
	const isCck = rate !== undefined && cckRates.has(rate);
	if (said !== undefined) return said.phy === phyG && isCck ? {phy: phyB} : said;
	if (isCck) return {phy: phyB};
	if (rate === undefined || frequency === undefined || frequency === 0 || !ofdmRates.has(rate)) return undefined;
	return {phy: frequency <= lastOfTwoGigahertz ? phyG : phyA};
}

/** IEEE 802.11-2020, annex E: where channels are numbered, from where (MHz), and in steps of 5 MHz. */
const bands: ReadonlyArray<readonly [first: number, last: number, start: number]> = [[2412, 2472, 2407], [4910, 4980, 4000], [5000, 5925, 5000], [5950, 7125, 5950]];

function channelOf(frequency: number): number | undefined {
	if (frequency === lastOfTwoGigahertz) return 14;
	const band = bands.find(([first, last]) => frequency >= first && frequency <= last);
	return band && Math.trunc((frequency - band[2]) / 5);
}

/** Whether radiotap, which starts at `start` and ends at `end`, says that a frame check sequence stands behind the frame. */
function radiotapChecked(b: Uint8Array, start: number, end: number): boolean {
	// No closure here: the flags are the second field, and the first is eight bytes that are aligned to eight.
	const words = b[start + 4]!;
	if ((words & 2) === 0) return false;
	let at = start + 8;
	while (at + 4 <= end && b[at - 1]! & 0x80) at += 4;
	if (words & 1) at = start + Math.ceil((at - start) / 8) * 8 + 8;
	return at < end && (b[at]! & fcsAtEnd) !== 0;
}

/** How the header in front of the radio layer, `[start, end)`, is asked. */
export type Header = {
	readonly read: (b: Uint8Array, start: number, end: number) => Sent;
	/** Whether a frame check sequence stands behind the frame. */
	readonly isChecked: (b: Uint8Array, start: number, end: number) => boolean;
	/** Bytes that were in the air behind the frame; 0 where it is not said. */
	readonly uncounted?: number;
};

/** Layer that says how long a frame was in the air: it has no bytes of its own, those that it follows from are in front of it. */
export const radioLayer = ({read, isChecked, uncounted = 0}: Header) =>
	protocol({
		name: 'wlan_radio',
		title: '802.11 radio information',
		column: '802.11 Radio',
		about: 'What follows from what the radio said: the channel, and how long the frame was in the air.',
		reference: 'IEEE 802.11',
		parts: p,
		faults,
		walk(c) {
			c.payload(0);
			return isChecked(c.bytes, c.layerStart[c.parent]!, c.start) ? wlanChecked : wlan;
		},
		expand(r) {
			const said = read(r.bytes, r.facts.startOf(r.facts.layer - 1), r.base);
			const sending = phyOf(said);
			const phy = sending?.phy;
			const {ht, rate, frequency, signal, noise} = said;
			const at = r.base;
			if (phy !== undefined) r.put(p.phy, at, at, phy);
			if (ht !== undefined) {
				r.put(p['11n.mcs_index'], at, at, ht.index);
				r.put(p['11n.bandwidth'], at, at, said.htBandwidth);
				r.put(p['11n.short_gi'], at, at, ht.shortGuard ? 1 : 0);
				if (said.htKnown & 0x20) r.put(p['11n.stbc_streams'], at, at, ht.blockCoded);
			} else if (sending?.turbo !== undefined) {
				r.put(p['11a.turbo_type'], at, at, sending.turbo);
			} else if (sending?.mode !== undefined) {
				r.put(p['11g.mode'], at, at, sending.mode);
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
			// Also where the channel does not say which of the ways it was.
			const timed = phy ?? (rate !== undefined && ofdmRates.has(rate) ? phyA : undefined);
			if (timed !== undefined && timed >= phyB && rate !== undefined && rate > 0) readDuration(r, said, timed, rate, r.left + uncounted);
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

function readDuration(r: Reader, said: Sent, phy: number, rate: number, length: number): void {
	const at = r.base;
	const short = said.flags === undefined || (said.flags & 2) !== 0;
	const [preamble, all] = airTime(phy, rate, length, short, said.ht);
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
		r.derive(p.start_tsf, BigInt.asUintN(64, said.timer - BigInt(all)), at, at);
		r.derive(p.end_tsf, said.timer, at, at);
	}

	r.close(at);
}

/** What follows from radiotap's header. */
export const wlanRadio = radioLayer({read: radiotapSent, isChecked: radiotapChecked});
