import {describe, expect, test} from 'vitest';
import {capture, ipv4, udp} from '../network/capture.ts';

const ppiLink = 192;
const ethernetLink = 1;
const wlanLink = 105;
const little16 = (value: number): number[] => [value & 0xff, value >> 8];
const address = [0x02, 0, 0, 0, 0, 1];
const ethernet = [...address, ...address, 8, 0, ...ipv4(udp())];
const beacon = [0x80, 0, 0, 0, ...address, ...address, ...address, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 0, 1, 4];

const field = (type: number, value: readonly number[]): number[] => [...little16(type), ...little16(value.length), ...value];
const aggregation = field(8, [5, 0, 0, 0]);
type Common = {readonly timer?: number; readonly flags?: number; readonly rate?: number; readonly frequency?: number; readonly channel?: number; readonly signal?: number};
const common = ({timer = 0, flags = 0, rate = 2, frequency = 2412, channel = 0xa0, signal = 0xce}: Common = {}): number[] =>
	field(2, [timer & 0xff, timer >> 8, 0, 0, 0, 0, 0, 0, ...little16(flags), ...little16(rate), ...little16(frequency), ...little16(channel), 0, 0, signal, 0xa6]);

const ppi = (
	fields: readonly number[],
	link: number,
	frame: readonly number[],
	{length = 8 + fields.length, flags = 0} = {},
): number[] => [0, flags, ...little16(length), link, 0, 0, 0, ...fields, ...frame];
const capturing = (...frames: Array<readonly number[]>) => capture(frames, ppiLink);

describe('ppi', () => {
	test('is as long as its fields say, where its length ends in one', () => {
		const c = capturing(ppi(aggregation, ethernetLink, ethernet), ppi(aggregation, ethernetLink, ethernet, {length: 9}));
		expect([0, 1].map(row => c.layers(row))).toEqual(['eth ip udp', 'eth ip udp']);
		expect(c.values(1, 'ppi.aggregation_extension.interface_id')).toEqual(['5']);
	});

	test('carries nothing behind a field that is not all there', () => {
		const long = [8, 0, 200, 0, 5, 0, 0, 0];
		const c = capturing(ppi(long, ethernetLink, ethernet));
		expect(c.layers(0)).toBe('');
		expect(c.values(0, 'ppi.field_type')).toEqual([]);
		expect(c.info(0)).toContain('Malformed');
	});

	test('says where a field has not the length that it should have', () => {
		const c = capturing(ppi(field(8, [5, 0, 0, 0, 0]), ethernetLink, ethernet));
		expect(c.values(0, 'ppi.invalid_length')).toEqual(['1']);
		expect(c.values(0, 'ppi.aggregation_extension.interface_id')).toEqual([]);
		expect(c.layers(0)).toBe('eth ip udp');
	});

	test('shows what nobody knows as it is, and aligns fields where it says so', () => {
		const c = capturing(ppi([...field(99, [1]), 0, 0, 0, ...aggregation], ethernetLink, ethernet, {flags: 1}), ppi(field(6, [1, 2]), ethernetLink, ethernet));
		expect(c.values(0, 'ppi.reserved')).toEqual(['6300010001']);
		expect(c.values(0, 'ppi.aggregation_extension.interface_id')).toEqual(['5']);
		expect(c.layers(0)).toBe('eth ip udp');
		expect(c.values(1, 'ppi.proc-info')).toEqual(['060002000102']);
	});

	test('tells of the link that a frame of Ethernet came over', () => {
		const c = capturing(ppi(field(9, [1, 0, 0, 0, 5, 0, 0, 0]), ethernetLink, ethernet));
		expect(c.values(0, 'ppi.8023_extension.flags.fcs_present')).toEqual(['1']);
		expect(['fcs', 'sequence', 'symbol', 'data'].map(key => c.values(0, `ppi.8023_extension.errors.${key}`)[0])).toEqual(['1', '0', '1', '0']);
	});
});

describe('the radio of a frame in ppi', () => {
	test('follows from the common field', () => {
		const c = capturing(ppi(common({timer: 1000}), wlanLink, beacon), ppi(common({timer: 1, flags: 2}), wlanLink, beacon));
		expect(c.values(0, 'frame.protocols')).toEqual(['ppi:wlan_radio:wlan']);
		expect(c.values(0, 'wlan_radio.phy')).toEqual(['4']);
		expect(c.values(0, 'wlan_radio.data_rate')).toEqual(['1']);
		expect(c.values(0, 'ppi.80211-common.rate')).toEqual(['1000']);
		expect(c.values(0, 'wlan_radio.snr')).toEqual(['40']);
		// A check sequence counts, also where it was not captured.
		const time = 96 + 8 * (beacon.length + 4);
		expect(c.values(0, 'wlan_radio.duration')).toEqual([`${time}`]);
		expect(c.values(0, 'wlan_radio.start_tsf')).toEqual([`${1000 - time}`]);
		expect(c.values(1, 'wlan_radio.timestamp')).toEqual(['1000']);
	});

	test('says nothing of what is not set, and is there without the field too', () => {
		const c = capturing(ppi(common({rate: 0, frequency: 0, channel: 0, signal: 0}), wlanLink, beacon), ppi([], wlanLink, beacon));
		for (const name of ['timestamp', 'data_rate', 'frequency', 'channel', 'signal_dbm', 'snr', 'phy', 'duration']) expect(c.values(0, `wlan_radio.${name}`)).toEqual([]);
		expect(c.values(0, 'wlan_radio.noise_dbm')).toEqual(['-90']);
		expect(c.layers(1)).toBe('wlan_radio wlan');
	});

	test('knows of a check sequence', () => {
		const c = capturing(ppi(common({flags: 1}), wlanLink, [...beacon, 1, 2, 3, 4]), ppi(common(), wlanLink, [...beacon, 1, 2, 3, 4]));
		expect([0, 1].map(row => c.values(row, 'wlan.fcs'))).toEqual([['0x04030201'], []]);
	});
});
