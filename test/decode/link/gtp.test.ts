import {describe, expect, test} from 'vitest';
import {capture, ipv4, u16, u32, udp} from '../network/capture.ts';

const control = 2123;
const user = 2152;
const rawIp = 101;
const here = [10, 0, 0, 1];
const there = [10, 0, 0, 2];

const out = (message: readonly number[], port = control): number[] => ipv4(udp(message, port, port), {source: here, destination: there});
const back = (message: readonly number[], port = control): number[] => ipv4(udp(message, port, port), {source: there, destination: here});
const packets = (...frames: Array<readonly number[]>) => capture(frames, rawIp);

const one = (type: number, sequence: number, ...elements: Array<readonly number[]>): number[] => {
	const body = [...u16(sequence), 0, 0, ...elements.flat()];
	return [0x32, type, ...u16(body.length), 0, 0, 0, 9, ...body];
};
const long = (type: number, value: readonly number[]): number[] => [type, ...u16(value.length), ...value];

const two = (type: number, sequence: number, elements: ReadonlyArray<readonly number[]>, flags = 0x48): number[] => {
	const body = [0, 0, 0, 9, ...u32(sequence * 256), ...elements.flat()];
	return [flags, type, ...u16(body.length), ...body];
};
const element = (type: number, value: readonly number[], instance = 0): number[] => [type, ...u16(value.length), instance, ...value];

describe('gtp', () => {
	test('reads elements of known size, and of the size they say', () => {
		const apn = [3, 0x61, 0x62, 0x63, 2, 0x64, 0x65];
		const c = packets(out(one(16, 1, [14, 5], long(131, apn), [2, 0, 1, 1, 0, 0x21, 0x43, 0x65, 0xf7], [17, 0, 0, 0, 7])));
		expect(c.values(0, 'gtp.recovery')).toEqual(['5']);
		expect(c.values(0, 'gtp.apn')).toEqual(['abc.de']);
		expect(c.values(0, 'e212.imsi')).toEqual(['001010001234567']);
		expect(c.values(0, 'gtp.teid_cp')).toEqual(['0x00000007']);
	});

	test('goes no further than an element whose size nobody knows, and past one that says it', () => {
		const c = packets(out(one(16, 1, [99, 1, 1], [14, 5])), out(one(16, 2, long(230, [9, 9]), [14, 5])));
		expect(c.values(0, 'gtp.recovery')).toEqual([]);
		expect(c.values(1, 'gtp.recovery')).toEqual(['5']);
	});

	test('reads what is there of a message that says to be longer, and says so', () => {
		const message = one(16, 1, [14, 5]);
		message[2] = 9;
		const c = packets(out(message));
		expect(c.values(0, 'gtp.recovery')).toEqual(['5']);
		expect(c.values(0, 'gtp.length.long')).toEqual(['1']);
		expect(packets(out(one(16, 1, [14, 5]))).values(0, 'gtp.length.long')).toEqual([]);
	});

	test('is data where its type is none that there is', () => {
		const c = packets(out(one(8, 1)), out(one(7, 1)));
		expect([0, 1].map(row => c.layers(row))).toEqual(['ip udp data', 'ip udp gtp']);
	});

	test('ties an answer to the request of the other side', () => {
		const c = packets(out(one(1, 7)), back(one(1, 7)), out(one(2, 7, [14, 1])), back(one(2, 7, [14, 2])), back(one(2, 8, [14, 2])));
		expect([0, 1, 2, 3, 4].map(row => c.values(row, 'gtp.response_to'))).toEqual([[], [], ['2'], ['1'], []]);
	});

	test('finds the request however many wait', () => {
		const count = 5000;
		const asked = Array.from({length: count}, (_, sequence) => out(one(1, sequence)));
		const c = packets(...asked, back(one(2, 1, [14, 5])), back(one(2, count - 1, [14, 5])));
		expect([count, count + 1].map(row => c.values(row, 'gtp.response_to'))).toEqual([['2'], [`${count}`]]);
	});

	test('knows the flow of a packet of 5G in both directions', () => {
		const packet = (container: readonly number[]) => {
			const body = [0, 0, 0, 0x85, 1, ...container, 0, ...ipv4(udp())];
			return out([0x34, 0xff, ...u16(body.length), 0, 0, 0, 9, ...body], user);
		};
		const c = packets(packet([0x10, 0x05]), packet([0x00, 0x46]));
		expect([0, 1].map(row => c.layers(row))).toEqual(['ip udp gtp ip udp', 'ip udp gtp ip udp']);
		expect([0, 1].map(row => c.values(row, 'gtp.ext_hdr.pdu_ses_con.qos_flow_id'))).toEqual([['5'], ['6']]);
		expect([0, 1].map(row => c.values(row, 'gtp.ext_hdr.pdu_ses_cont.rqi'))).toEqual([[], ['1']]);
	});
});

describe('gtpv2', () => {
	test('stands on the port of version 1', () => {
		const c = packets(out(two(1, 1, [element(3, [5])])), out(one(1, 1, [14, 5])));
		expect([0, 1].map(row => c.layers(row))).toEqual(['ip udp gtpv2', 'ip udp gtp']);
	});

	test('reads elements in elements', () => {
		const tunnel = element(87, [0x81, 0, 0, 0, 3, 10, 9, 8, 7]);
		const c = packets(out(two(32, 1, [element(93, [...element(73, [5]), ...tunnel]), element(82, [6])])));
		expect(c.values(0, 'gtpv2.ie_type')).toEqual(['93', '73', '87', '82']);
		expect(c.values(0, 'gtpv2.f_teid_ipv4')).toEqual(['10.9.8.7']);
		expect(c.values(0, 'gtpv2.rat_type')).toEqual(['6']);
	});

	test('ends elements in elements at a depth that no network needs', () => {
		let nested: number[] = [];
		for (let i = 0; i < 300; i++) nested = element(93, nested);
		const c = packets(out(two(32, 1, [nested, element(82, [6])])));
		expect(c.values(0, 'gtpv2.ie_type').length).toBeLessThan(132);
		expect(c.values(0, 'gtpv2.ie_type').length).toBeGreaterThan(100);
		expect(c.values(0, 'gtpv2.ie_len_invalid')).toEqual(['1']);
		expect(c.values(0, 'gtpv2.rat_type')).toEqual(['6']);
	});

	test('says how long a broadcast waits', () => {
		expect(packets(out(two(32, 1, [element(153, [28])]))).values(0, 'gtpv2.time_to_data_xfer')).toEqual(['29 second(s)']);
	});

	test('reads a second message in the tow of the first', () => {
		const c = packets(back([...two(33, 1, [element(3, [5])], 0x58), ...two(95, 2, [element(73, [6])])]));
		expect(c.values(0, 'gtpv2.message_type')).toEqual(['33', '95']);
		expect(c.values(0, 'gtpv2.ebi')).toEqual(['6']);
	});

	test('ties an answer to its request', () => {
		const c = packets(out(two(32, 1, [])), back(two(33, 2, [])), back(two(33, 1, [])));
		expect([1, 2].map(row => c.values(row, 'gtpv2.response_to'))).toEqual([[], ['1']]);
		expect(c.values(0, 'gtpv2.response_in')).toEqual(['3']);
	});
});
