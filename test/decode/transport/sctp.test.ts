import {describe, expect, test} from 'vitest';
import {capture, ipv4, u16, u32} from '../network/capture.ts';

const chunk = (type: number, flags: number, value: readonly number[]): number[] => {
	const size = 4 + value.length;
	return [type, flags, ...u16(size), ...value, ...Array.from({length: -size & 3}, () => 0)];
};
const dataChunk = (tsn: number, payload: readonly number[], id = 0): number[] => chunk(0, 3, [...u32(tsn), 0, 1, 0, 5, ...u32(id), ...payload]);
const packet = (chunks: readonly number[], back = false): number[] =>
	ipv4([...u16(back ? 6000 : 5000), ...u16(back ? 5000 : 6000), ...u32(7), ...u32(0), ...chunks], {
		protocol: 132,
		...(back ? {source: [10, 0, 0, 2], destination: [10, 0, 0, 1]} : {}),
	});

describe('SCTP', () => {
	test('counts from the first number of each direction', () => {
		const sack = chunk(3, 0, [...u32(1001), ...u32(5000), 0, 0, 0, 0]);
		const c = capture([packet(dataChunk(1000, [1])), packet(dataChunk(1001, [2])), packet(sack, true)]);
		expect([c.values(0, 'sctp.data_tsn'), c.values(1, 'sctp.data_tsn'), c.values(2, 'sctp.sack_cumulative_tsn_ack')]).toEqual([['0'], ['1'], ['1']]);
		expect(c.values(1, 'sctp.data_tsn_raw')).toEqual(['1001']);
	});

	test('hands on what each DATA chunk carries, in order', () => {
		const c = capture([packet([...dataChunk(1, [1, 2, 3]), ...dataChunk(2, [4, 5])])]);
		expect(c.values(0, 'data.data')).toEqual(['010203', '0405']);
		expect(c.values(0, 'sctp.chunk_padding')).toEqual(['00', '0000']);
	});

	test('knows a payload by its protocol identifier before its ports', () => {
		expect(capture([packet(dataChunk(1, [1], 3))]).layers(0)).toBe('ip sctp m3ua');
	});

	test('stops at a chunk that is shorter than its header', () => {
		const c = capture([packet([...dataChunk(1, [1]), 9, 0, 0, 3, ...dataChunk(2, [2])])]);
		expect(c.values(0, 'sctp.chunk_length.bad')).toEqual(['1']);
		expect(c.values(0, 'data.data')).toEqual(['01']);
	});

	test('stops at a parameter that is shorter than its header', () => {
		const init = chunk(1, 0, [...u32(1), ...u32(2), 0, 1, 0, 1, ...u32(3), 0, 12, 0, 2]);
		expect(capture([packet(init)]).values(0, 'sctp.parameter_length.bad')).toEqual(['1']);
	});
});
