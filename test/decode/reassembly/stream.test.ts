import {describe, expect, test} from 'vitest';
import {after, type Early, EarlySegments, maxEarly} from '../../../src/decode/reassembly/stream.ts';

const segment = (sequence: number, length = 10, row = 0): Early => ({row, sequence, bytes: new Uint8Array(length), from: 0, held: 0, fin: false});

const order = (early: EarlySegments): number[] => {
	const out: number[] = [];
	for (let next = early.take(); next !== undefined; next = early.take()) out.push(next.sequence);
	return out;
};

describe('segments that came too early', () => {
	test('leave in order of the stream, not of arrival', () => {
		const early = new EarlySegments();
		for (const sequence of [300, 100, 500, 200, 400]) early.add(segment(sequence));
		expect(order(early)).toEqual([100, 200, 300, 400, 500]);
	});

	test('keep their order across the wrap of the numbers', () => {
		const early = new EarlySegments();
		for (const sequence of [5, 0xffff_fff0, 0xffff_ffff]) early.add(segment(sequence));
		expect(order(early)).toEqual([0xffff_fff0, 0xffff_ffff, 5]);
	});

	test('with the same number leave in order of arrival', () => {
		const early = new EarlySegments();
		early.add(segment(7, 10, 1));
		early.add(segment(7, 10, 2));
		early.add(segment(7, 10, 3));
		expect([early.take()?.row, early.take()?.row, early.take()?.row]).toEqual([1, 2, 3]);
	});

	test('count their bytes and have room for so many', () => {
		const early = new EarlySegments();
		for (let i = 0; i < maxEarly; i++) early.add(segment(i, 1));
		expect(early.bytes).toBe(maxEarly);
		expect(early.hasRoom(1)).toBe(false);
		early.take();
		expect(early.bytes).toBe(maxEarly - 1);
		expect(early.hasRoom(1)).toBe(true);
	});
});

test('the distance of numbers is signed and wraps', () => {
	expect(after(5, 0xffff_fffe)).toBe(7);
	expect(after(0xffff_fffe, 5)).toBe(-7);
});
