import {expect, test} from 'vitest';
import {capture, ipv4, udp} from '../network/capture.ts';

const ethernet = (type: number, ...payload: readonly number[]): number[] => [...Array<number>(12).fill(2), type >> 8, type & 0xff, ...payload];
const forward = [2, 0, 1, 2, 3, 4, 5, 6];
const reply = [1, 0, 7, 0];

test('the function that is next is the one behind those that were skipped', () => {
	const c = capture([ethernet(0x9000, 0, 0, ...forward, ...reply, 9), ethernet(0x9000, 8, 0, ...forward, ...reply, 9)], 1);
	expect([c.values(0, 'loop.relevant_function'), c.values(1, 'loop.relevant_function')]).toEqual([['2'], ['1']]);
	expect([c.info(0), c.info(1)]).toEqual(['Forward Data', 'Reply']);
	expect(c.values(0, 'loop.receipt_number')).toEqual(['7']);
	expect(c.values(0, 'data.data')).toEqual(['09']);
});

test('an address of a function that is not all there is no data', () => {
	const c = capture([ethernet(0x9000, 0, 0, 2, 0, 9)], 1);
	expect(c.layers(0)).toBe('loop');
	expect(c.info(0)).toBe('Forward Data[Malformed Packet]');
});

test('a frame in an IP packet is read whatever its header says', () => {
	const inner = ethernet(0x0800, ...ipv4(udp([1, 2])));
	const c = capture([ipv4([0x30, 0, ...inner], {protocol: 97}), ipv4([0x41, 1, ...inner], {protocol: 97})]);
	expect(c.values(0, 'udp.dstport')).toEqual(['40001']);
	expect([c.values(0, 'etherip.ver.not3'), c.values(0, 'etherip.reserved.not0')]).toEqual([[], []]);
	expect([c.values(1, 'etherip.ver.not3'), c.values(1, 'etherip.reserved.not0')]).toEqual([['1'], ['1']]);
});
