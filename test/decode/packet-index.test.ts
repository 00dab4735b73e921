import {describe, expect, test} from 'vitest';
import {blockSize, PacketIndex} from '../../src/decode/packet-index.ts';

type Said = {
	readonly place: number;
	readonly seconds: number;
	readonly nanoseconds: number;
	readonly captured: number;
	readonly original: number;
	readonly interfaceId: number;
	readonly linkType: number;
};

const usual: Said = {place: 24, seconds: 1_700_000_000, nanoseconds: 999_999_999, captured: 60, original: 1514, interfaceId: 0, linkType: 1};

const put = (index: PacketIndex, {place, seconds, nanoseconds, captured, original, interfaceId, linkType}: Said): void => {
	const row = index.append();
	index.block(row).put(row % blockSize, place, seconds, nanoseconds, captured, original, index.origin(interfaceId, linkType));
};

const said = (index: PacketIndex, row: number): Said => {
	const block = index.block(row);
	const at = row % blockSize;
	return {
		place: block.place(at),
		seconds: block.seconds.at(at),
		nanoseconds: block.nanoseconds[at]!,
		captured: block.captured.at(at),
		original: block.original.at(at),
		interfaceId: index.interfaceId(row),
		linkType: index.linkType(row),
	};
};

describe('columns of packets', () => {
	test('are forgotten, but for the first row, and their memory is used again', () => {
		const index = new PacketIndex();
		const odd: Said = {...usual, place: 2 ** 33, original: 2 ** 20};
		for (let row = 0; row < 3 * blockSize; row++) put(index, row === blockSize + 1 ? odd : usual);
		for (const row of [7, blockSize + 7]) index.block(row).flow[7] = 5;
		const {memory} = index.block(blockSize);
		for (const row of [5, 8, 2 * blockSize + 3]) index.forget(row);
		expect(index.forgotten).toBe(2 * blockSize + 3);
		expect(said(index, 0)).toEqual(usual);
		for (const row of [1, 7, blockSize + 1, blockSize + 7, 2 * blockSize + 2]) {
			expect(index.time(row)).toBeUndefined();
			expect([index.block(row).flow[7], index.block(row).original.at(row % blockSize)]).toEqual([0, 0]);
		}

		expect(said(index, 2 * blockSize + 3)).toEqual(usual);
		put(index, usual);
		expect(index.block(3 * blockSize).memory).toBe(memory);
		expect(said(index, 3 * blockSize)).toEqual(usual);
		expect([index.block(3 * blockSize).flow[7], index.block(3 * blockSize).original.at(1)]).toEqual([0, 0]);
	});

	test('keep little of rows long past, and the memory of the rest is used again', () => {
		const index = new PacketIndex();
		for (let row = 0; row < 3 * blockSize; row++) put(index, usual);
		for (const row of [7, blockSize + 7, 2 * blockSize + 7]) {
			const {flow, path, application} = index.block(row);
			flow[7] = path[7] = application[7] = 5;
		}

		const {buffer} = index.block(0).flow;
		index.thin(blockSize + 7);
		index.thin(blockSize + 7);
		const kept = (row: number): readonly number[] => {
			const {flow, path, application} = index.block(row);
			return [flow[7]!, path[7]!, application[7]!];
		};
		expect([kept(7), kept(blockSize + 7), kept(2 * blockSize + 7)]).toEqual([[0, 0, 5], [5, 5, 5], [5, 5, 5]]);
		expect(said(index, 7)).toEqual(usual);
		put(index, usual);
		expect(index.block(3 * blockSize).flow.buffer).toBe(buffer);
		expect(kept(3 * blockSize + 7)).toEqual([0, 0, 0]);
		index.block(3 * blockSize).flow[7] = 6;
		expect(kept(7)).toEqual([0, 0, 5]);
	});

	test('take at most 38 bytes a packet, and 19 where it is long past', () => {
		const index = new PacketIndex();
		put(index, usual);
		const {memory, flow} = index.block(0);
		expect(memory.byteLength / blockSize).toBeLessThanOrEqual(19);
		expect((memory.byteLength + flow.buffer.byteLength) / blockSize).toBeLessThanOrEqual(38);
	});

	test.each<[string, Partial<Said>]>([
		['before 1970', {seconds: -1}],
		['when 32 bits do not hold the seconds any more', {seconds: 2 ** 32, nanoseconds: -5}],
		['of some seconds earlier', {seconds: usual.seconds - 3}],
		['of days earlier', {seconds: usual.seconds - 200_000}],
		['of days later', {seconds: usual.seconds + 200_000}],
		['of centuries later, by a number that looks small', {seconds: usual.seconds + 2 ** 32}],
		['longer in the file than on the wire', {captured: 100, original: 60}],
		['longer than 65535 bytes', {captured: 65_536, original: 2 ** 31 - 1}],
		['in front of the first', {place: 0}],
		['far behind the first', {place: 24 + 2 ** 32}],
		['in a file of petabytes', {place: 2 ** 52 + 1}],
		['of the last interface there can be, and no link type', {interfaceId: 0xffff_ffff, linkType: 0xffff}],
	])('keep a packet %s, and those around it', (_, odd) => {
		const index = new PacketIndex();
		const rows = [usual, {...usual, place: 100}, {...usual, place: 200, ...odd}, {...usual, place: 300}];
		for (const row of rows) put(index, row);
		expect(rows.map((__, row) => said(index, row))).toEqual(rows);
	});

	test('know more interfaces than two bytes can number', () => {
		const index = new PacketIndex();
		const count = 70_000;
		const row = (interfaceId: number): Said => ({...usual, interfaceId, linkType: interfaceId % 3});
		for (let i = 0; i < count; i++) put(index, row(i));
		put(index, row(1));
		for (const i of [0, 1, 65_535, 65_536, 69_999]) expect(said(index, i)).toEqual(row(i));
		expect(said(index, count)).toEqual(row(1));
	});
});
