import {describe, expect, test} from 'vitest';
import {capture, ipv4} from '../network/capture.ts';

/** A packet with numbers of 48 bits whose first 16 are 1 (or of 24 bits); its options fill words. */
function dccp(type: number, sequence: number, {short = false, options = [] as readonly number[], body = [] as readonly number[], words = 0} = {}): number[] {
	const u32 = (value: number): number[] => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
	const numbers = short ? [type << 1, ...u32(sequence).slice(1)] : [(type << 1) | 1, 0, 0, 1, ...u32(sequence)];
	const rest = [...numbers, ...body, ...options];
	return ipv4([0x9c, 0x40, 0x13, 0x89, words || (8 + rest.length) / 4, 0, 0, 0, ...rest], {protocol: 33});
}

const service = {body: [0, 0, 0, 0]};

describe('sequence numbers', () => {
	test('count from the request, around 2^32 and in 24 bits', () => {
		const c = capture([dccp(0, 0xff_ff_ff_ff, service), dccp(2, 1), dccp(2, 3, {short: true}), dccp(2, 0xff_ff_ff_fe)]);
		expect([0, 1, 3].map(row => c.values(row, 'dccp.seq').join())).toEqual(['0', '2', '18446744073709551615']);
		expect(c.values(2, 'dccp.seq')).toEqual(['3', '4']);
		expect(c.values(1, 'dccp.seq_raw')).toEqual([String(2 ** 32 + 1)]);
	});

	test('are as they stand where nobody saw the request', () => {
		const c = capture([dccp(2, 7)]);
		expect(c.values(0, 'dccp.seq')).toEqual([]);
		expect(c.values(0, 'dccp.seq_raw')).toEqual([String(2 ** 32 + 7)]);
	});
});

describe('options', () => {
	test('that do not have their length are said to be wrong, and the next are read', () => {
		const c = capture([dccp(2, 1, {options: [43, 5, 1, 2, 3, 41, 6, 0, 0, 0, 9, 0]})]);
		expect(c.values(0, 'dccp.option.len.bad')).toEqual(['1']);
		expect(c.values(0, 'dccp.timestamp')).toEqual(['9']);
	});

	test('shorter than their own header end the packet', () => {
		const c = capture([dccp(2, 1, {options: [43, 1, 41, 6, 0, 0, 0, 9]})]);
		expect(c.values(0, 'dccp.option.len.bad')).toEqual(['1']);
		expect(c.values(0, 'dccp.timestamp')).toEqual([]);
	});
});

test('a header shorter than its type carries nothing', () => {
	const c = capture([dccp(0, 1, {words: 4, ...service})]);
	expect(c.values(0, 'dccp.advertised_header_length.bad')).toEqual(['1']);
	expect(c.values(0, 'data.len')).toEqual([]);
});
