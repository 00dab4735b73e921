import {describe, expect, test} from 'vitest';
import {capture, ipv4, u16, udp} from '../network/capture.ts';

const radiotapLink = 127;
const address = (n: number): number[] => [0x02, 0, 0, 0, 0, n];
const header = (control: number, flags: number): number[] => [control, flags, 0, 0, ...address(1), ...address(2), ...address(3), 0x10, 0];
const snap = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0];
const packet = ipv4(udp());
const little = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24];

/** A radiotap header of flags alone, and of a rate in units of 500 kb/s where it is given. */
const radiotap = (
	flags: number,
	rate?: number,
): number[] => [0, 0, rate === undefined ? 9 : 10, 0, ...little(rate === undefined ? 2 : 6), flags, ...(rate === undefined ? [] : [rate])];
const air = (...frames: Array<readonly number[]>) => capture(frames, radiotapLink);

describe('wlan', () => {
	test('has a checksum where radiotap says so', () => {
		const frame = [...header(0x08, 0x01), ...snap, ...packet];
		const c = air([...radiotap(0x10), ...frame, 1, 2, 3, 4], [...radiotap(0), ...frame]);
		expect(c.values(0, 'wlan.fcs')).toEqual(['0x04030201']);
		expect(c.values(1, 'wlan.fcs')).toEqual([]);
		expect(c.layers(0)).toBe('wlan_radio wlan llc ip udp');
		expect(c.values(0, 'data.data')).toEqual([]);
	});

	test('finds the flags behind a time that is aligned, and behind more words of presence', () => {
		const frame = [...header(0x08, 0x01), ...snap, ...packet, 1, 2, 3, 4];
		const c = air([0, 0, 25, 0, ...little(0x8000_0003), ...little(0), ...little(0), ...Array.from({length: 8}, () => 7), 0x10, ...frame]);
		expect(c.values(0, 'radiotap.flags')).toEqual(['0x10']);
		expect(c.values(0, 'wlan.fcs')).toEqual(['0x04030201']);
	});

	test('says which address is whose by where the frame goes', () => {
		const data = (flags: number) => [...radiotap(0), ...header(0x08, flags), ...(flags === 3 ? address(4) : []), ...snap, ...packet];
		const c = air(data(0), data(1), data(2), data(3));
		const whose = (row: number) => ['da', 'sa', 'bssid'].map(name => c.values(row, `wlan.${name}`).map(value => value.at(-1)).join(''));
		expect([0, 1, 2, 3].map(whose)).toEqual([['1', '2', '3'], ['3', '2', '1'], ['1', '3', '2'], ['3', '4', '']]);
		expect(c.values(3, 'wlan.addr')).toHaveLength(4);
		expect(c.layers(3)).toBe('wlan_radio wlan llc ip udp');
	});

	test('carries data that is encrypted as it is, behind the vector', () => {
		const c = air([...radiotap(0), ...header(0x08, 0x41), 1, 0, 0, 0x20, 2, 3, 4, 5, 9, 9, 9]);
		expect(c.layers(0)).toBe('wlan_radio wlan data');
		expect(c.values(0, 'data.data')).toEqual(['090909']);
		expect(c.values(0, 'wlan.ccmp.extiv')).toEqual(['0x050403020001']);
	});

	test('names the network in the list', () => {
		const body = [...Array.from({length: 8}, () => 0), 100, 0, 1, 0, 0, 3, 0x6c, 0x61, 0x62, 1, 1, 0x82];
		const c = air([...radiotap(0), ...header(0x80, 0), ...body]);
		expect(c.info(0)).toBe('Beacon frame, SN=1, FN=0, Flags=........, BI=100, SSID="lab"');
		expect(c.values(0, 'wlan.supported_rates')).toEqual(['0x82']);
	});
});

describe('wlan_radio', () => {
	test('works out the time in the air from length and rate', () => {
		const frame = header(0x08, 0x01);
		const c = air([...radiotap(0, 2), ...frame], [...radiotap(2, 2), ...frame], [...radiotap(0, 12), ...frame]);
		expect([0, 1, 2].map(row => c.values(row, 'wlan_radio.duration')[0])).toEqual([`${192 + 24 * 8}`, `${96 + 24 * 8}`, `${20 + 4 * Math.ceil((22 + 24 * 8) / 24)}`]);
	});

	test('takes the way of sending from all flags of the channel, or else from rate and frequency', () => {
		const channel = (rate: number, frequency: number, flags: number): number[] => [
			0,
			0,
			14,
			0,
			...little(0x0c),
			rate,
			0,
			frequency & 0xff,
			frequency >> 8,
			flags & 0xff,
			flags >> 8,
			...header(0x08, 0x01),
		];
		const c = air(
			channel(2, 2412, 0xa0),
			channel(12, 2412, 0xc0),
			channel(4, 2412, 0xc0),
			channel(12, 5180, 0x140),
			channel(12, 5180, 0x1c0),
			channel(12, 2484, 0x1c0),
			channel(2, 2412, 0x80),
			channel(3, 2413, 0),
		);
		expect([0, 1, 2, 3, 4, 5, 6, 7].map(row => c.values(row, 'wlan_radio.phy').join())).toEqual(['4', '6', '4', '5', '5', '6', '3', '']);
		expect([1, 2].map(row => c.values(row, 'wlan_radio.11g.mode'))).toEqual([['0'], []]);
		expect([3, 4].map(row => c.values(row, 'wlan_radio.11a.turbo_type'))).toEqual([['0'], []]);
		expect([6, 7].map(row => c.values(row, 'wlan_radio.duration'))).toEqual([[], []]);
		expect([3, 5, 7].map(row => c.values(row, 'wlan_radio.channel'))).toEqual([['36'], ['14'], ['1']]);
	});

	test('with a quality of service needs the word that says it', () => {
		const frame = [...header(0x88, 0), 0, 0];
		const c = air([...radiotap(0), ...frame.slice(0, -1)], [...radiotap(0), ...frame]);
		expect([0, 1].map(row => c.values(row, 'wlan.fc.type'))).toEqual([[], ['2']]);
		expect(c.values(0, 'frame.protocols')).toEqual(['radiotap:wlan_radio:wlan']);
		expect(c.info(0)).toContain('Malformed');
		// What goes to no access point and comes from none is a station's.
		expect(c.values(1, 'wlan.qos.txop_dur_req')).toEqual(['0']);
		expect(c.values(1, 'wlan.qos.eosp')).toEqual([]);
	});

	test('of a version that nobody knows is data behind its control', () => {
		const c = air([...radiotap(0), 0x03, 0, 1, 2, 3]);
		expect(c.values(0, 'wlan.fc.version')).toEqual(['3']);
		expect(c.values(0, 'wlan.fc')).toEqual([]);
		expect(c.values(0, 'data.data')).toEqual(['010203']);
	});

	test('shows nothing of a radiotap header whose words do not end in it', () => {
		const endless = [0, 0, 12, 0, ...little(0x8000_0002), ...little(0x8000_0000), ...little(0x8000_0000)];
		const c = air([...endless, ...header(0x08, 0x01)], [0, 0, 7, 0, ...little(2), 0, ...header(0x08, 0x01)]);
		expect([0, 1].map(row => c.values(row, 'radiotap.present.word'))).toEqual([[], []]);
		expect(c.values(0, 'radiotap.length')).toEqual(['12']);
		expect(c.layers(1)).toBe('');
	});

	test('says which elements cannot be as long as they are, and reads nothing of those', () => {
		const beacon = (...elements: number[]): number[] => [...radiotap(0), ...header(0x80, 0), 1, 0, 0, 0, 0, 0, 0, 0, 100, 0, 1, 4, ...elements];
		const c = air(beacon(3, 1, 6), beacon(3, 2, 6, 6), beacon(0, 1, 0x61, 0, 1, 0x62), beacon(0, 5, 0x61), beacon(37, 2, 0, 0));
		expect([0, 1].map(row => c.values(row, 'wlan.ds.current_channel'))).toEqual([['6'], []]);
		expect([0, 1, 2, 3, 4].map(row => c.values(row, 'wlan.tag.length.bad').length)).toEqual([0, 1, 0, 1, 1]);
		// A network has one name.
		expect(c.values(2, 'wlan.ssid')).toEqual(['61']);
	});

	test('has a beacon on 60 GHz that is no frame of management', () => {
		const fixed = [1, 0, 0, 0, 0, 0, 0, 0, 0x5e, 0x00, 0x53, 100, 0, 0x44, 0x82, 0x01, 0, 0, 0xf0, 0x16];
		const c = air([...radiotap(0x10), 0x0c, 0, 0, 0, ...address(1), ...fixed, 0, 1, 0x61, 1, 2, 3, 4]);
		expect(c.values(0, 'wlan.fixed.timestamp')).toEqual(['1']);
		expect(c.values(0, 'wlan.ssw.cdown')).toEqual(['47']);
		expect(c.values(0, 'wlan.bic.next_beacon')).toEqual(['1']);
		expect(c.values(0, 'wlan.bic.ati')).toEqual(['1']);
		expect(c.values(0, 'wlan.bic.reserved')).toEqual(['0x000000000000000f']);
		expect(c.values(0, 'wlan.dmg_params.bss')).toEqual(['2']);
		expect(c.values(0, 'wlan.ssid')).toEqual(['61']);
		expect(c.values(0, 'wlan.fcs')).toEqual(['0x04030201']);
		expect(c.info(0)).toContain('DMG Beacon, Flags=........C, BI=100');
	});
});

describe('capwap', () => {
	const ethernetLink = 1;
	const over = (payload: readonly number[], destination: number) => [...address(1), ...address(2), 8, 0, ...ipv4(udp(payload, 40_000, destination))];
	const frameHeader = [0x00, 0x10, 0x43, 0x00, 0, 0, 0, 0];

	test('carries frames whose first two bytes changed places', () => {
		const swapped = header(0x01, 0x08);
		const c = capture([over([...frameHeader, ...swapped, ...snap, ...packet], 5247)], ethernetLink);
		expect(c.layers(0)).toBe('ip udp capwap.data wlan llc ip udp');
		expect(c.values(0, 'wlan.fc.type')).toEqual(['2']);
		expect(c.values(0, 'wlan.fc.tods')).toEqual(['1']);
	});

	test('complains of a header that does not end where its parts do', () => {
		const c = capture([over([0x00, 0x20, 0x43, 0x20, 0, 0, 0, 0, 1, 4, 0, 0, 0, 0, 0, 0, ...header(0x01, 0x08), ...snap, ...packet], 5247)], ethernetLink);
		expect(c.values(0, 'capwap.header.length.bad')).toEqual(['1']);
		expect(c.values(0, 'capwap.header.padding')).toEqual(['0000']);
		expect(c.layers(0)).toBe('ip udp capwap.data wlan llc ip udp');
	});

	test('carries records of DTLS behind four bytes', () => {
		const c = capture([over([0x01, 0, 0, 0, 22, 0xfe, 0xff, ...u16(0), 0, 0, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4], 5246)], ethernetLink);
		expect(c.layers(0)).toBe('ip udp capwap dtls');
		expect(capture([over([0x01, 0, 0, 0, 1, 2, 3], 5246)], ethernetLink).layers(0)).toBe('ip udp capwap dtls');
	});
});
