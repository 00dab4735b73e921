import {expect, test} from 'vitest';
import {capture} from '../network/capture.ts';

/** A frame of Ethernet with LLC, for path control. */
const frame = (...unit: readonly number[]): number[] => {
	const text = [4, 4, 3, ...unit];
	return [...Array<number>(12).fill(2), 0, text.length, ...text];
};

test('a format says how long the header is that stands in front of a request', () => {
	const request = [0x6b, 0x80, 0, 0x31];
	const c = capture([frame(0x2c, 0, 1, 2, 0, 7, ...request), frame(0x3c, 5, ...request), frame(0x0c, 0, 0, 1, 0, 2, 0, 7, 0, 4, ...request)], 1);
	for (const row of [0, 1, 2]) {
		expect(c.values(row, 'sna.rh.0')).toEqual(['0x6b']);
		expect(c.values(row, 'data.data')).toEqual(['31']);
	}

	expect([c.values(0, 'sna.th.daf'), c.values(2, 'sna.th.daf')]).toEqual([['0x0001'], ['0x0001']]);
});

test('a response has other bits than a request', () => {
	const c = capture([frame(0x2c, 0, 1, 2, 0, 7, 0xeb, 0x90, 0x80)], 1);
	expect(c.values(0, 'sna.rh.rti')).toEqual(['1']);
	expect(c.values(0, 'sna.rh.eri')).toEqual([]);
	expect(c.values(0, 'sna.rh.bbi')).toEqual([]);
});

test('only the first segment of a unit has a header', () => {
	const c = capture([frame(0x28, 0, 1, 2, 0, 7, 0x6b, 0x80, 0, 9), frame(0x24, 0, 1, 2, 0, 7, 0x6b, 0x80, 0, 9)], 1);
	expect(c.values(0, 'sna.rh.0')).toEqual(['0x6b']);
	expect(c.values(1, 'sna.rh.0')).toEqual([]);
	expect(c.values(1, 'sna.biu_segment_data')).toEqual(['6b800009']);
});

test('a packet that is routed by itself goes on where its header says', () => {
	const transport = [...Array<number>(8).fill(1), 0, 0, 0, 6, 0, 0, 0, 1, 0, 0, 0, 0];
	const c = capture([frame(0xc6, 0x10, 7, 0xff, 0, ...transport, 9, 9, 9, 9, 8), frame(0xc6, 0x10, 7, 7)], 1);
	expect(c.values(0, 'sna.nlp.nhdr.anr')).toEqual(['07ff']);
	expect(c.values(0, 'data.data')).toEqual(['08']);
	expect(c.info(1)).toMatch(/Malformed/);
});
