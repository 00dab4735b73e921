import {describe, expect, test} from 'vitest';
import {pieceConflicts, pieceIsSecondTail, pieceOverlaps, pieceTooLong} from '../../../src/decode/facts.ts';
import {assemble, type FragmentKey, Fragments, maxDatagram, maxHeld, maxPieces, maxWait, maxWaiting} from '../../../src/decode/reassembly/fragments.ts';

const key = (id: number): FragmentKey => ({bytes: Uint8Array.of(1, 1, 1, 1, 2, 2, 2, 2), size: 4, source: 0, destination: 4, id, protocol: 17});
const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

type Fragment = {readonly at: number; readonly bytes: Uint8Array; readonly last?: boolean; readonly id?: number};

/** Adds fragments, each in a row of its own; returns what the last completed. */
function add(fragments: Fragments, ...given: readonly Fragment[]): Uint8Array | undefined {
	let whole: Uint8Array | undefined;
	for (const [row, {at, bytes, last = false, id = 1}] of given.entries()) whole = fragments.add(key(id), row, 0, at, !last, bytes, 0, bytes.length);
	return whole;
}

const problems = (fragments: Fragments, row: number): Array<number | undefined> => fragments.of(row, 0)!.pieces.map(piece => piece.problems);

describe('fragments', () => {
	test('are whole when the last came and nothing is missing, in any order', () => {
		const parts: Fragment[] = [{at: 0, bytes: filled(8, 1)}, {at: 8, bytes: filled(8, 2)}, {at: 16, bytes: filled(3, 3), last: true}];
		for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]]) {
			const fragments = new Fragments();
			expect(add(fragments, ...order.map(i => parts[i]!))).toEqual(Uint8Array.from([...filled(8, 1), ...filled(8, 2), ...filled(3, 3)]));
			expect(fragments.of(0, 0)).toMatchObject({row: 2, length: 19});
			expect(fragments.of(0, 0)!.pieces.map(piece => piece.row)).toEqual([order.indexOf(0), order.indexOf(1), order.indexOf(2)]);
		}
	});

	test('wait while a byte is missing', () => {
		expect(add(new Fragments(), {at: 0, bytes: filled(7, 1)}, {at: 8, bytes: filled(8, 2), last: true})).toBeUndefined();
	});

	test('take what lies lower where they overlap, and say so', () => {
		const fragments = new Fragments();
		const whole = add(fragments, {at: 8, bytes: filled(8, 2), last: true}, {at: 0, bytes: filled(12, 1)});
		expect(whole).toEqual(Uint8Array.from([...filled(12, 1), ...filled(4, 2)]));
		expect(problems(fragments, 1)).toEqual([0, pieceOverlaps | pieceConflicts]);
	});

	test('that repeat what was there overlap without a conflict', () => {
		const fragments = new Fragments();
		add(fragments, {at: 0, bytes: filled(8, 1)}, {at: 0, bytes: filled(8, 1)}, {at: 8, bytes: filled(8, 2), last: true});
		expect(problems(fragments, 2)).toEqual([0, pieceOverlaps, 0]);
	});

	test('end where the first last one says', () => {
		const fragments = new Fragments();
		const whole = add(fragments, {at: 8, bytes: filled(8, 2), last: true}, {at: 16, bytes: filled(8, 3), last: true}, {at: 0, bytes: filled(8, 1)});
		expect(whole).toHaveLength(16);
		expect(problems(fragments, 2)).toEqual([0, 0, pieceIsSecondTail | pieceTooLong]);
	});

	test('that come too late begin another, whatever the first ones said', () => {
		const first: Fragment = {at: 0, bytes: filled(8, 1)};
		const second: Fragment = {at: 8, bytes: filled(8, 2), last: true};
		const whenLater = (seconds: number): Uint8Array | undefined => {
			const fragments = new Fragments();
			fragments.seconds = 1000;
			add(fragments, first);
			fragments.seconds += seconds;
			return add(fragments, second);
		};
		expect(whenLater(maxWait)).toHaveLength(16);
		expect(whenLater(maxWait + 1)).toBeUndefined();
		// Of several interfaces a packet may come before the one in front of it.
		expect(whenLater(-5000)).toHaveLength(16);
	});

	test('of a datagram that is whole begin another', () => {
		const fragments = new Fragments();
		const first: Fragment = {at: 0, bytes: filled(8, 1)};
		const second: Fragment = {at: 8, bytes: filled(8, 2), last: true};
		expect(add(fragments, first, second, second)).toBeUndefined();
		expect(fragments.of(1, 0)?.row).toBe(1);
		expect(fragments.of(2, 0)).toBeUndefined();
	});

	test('of different datagrams do not meet', () => {
		expect(add(new Fragments(), {at: 0, bytes: filled(8, 1), id: 1}, {at: 8, bytes: filled(8, 2), last: true, id: 2})).toBeUndefined();
	});

	test('that reach past the longest datagram are left out', () => {
		expect(add(new Fragments(), {at: 0, bytes: filled(65_528, 1)}, {at: 65_528, bytes: filled(8, 2), last: true})).toBeUndefined();
		expect(add(new Fragments(), {at: 0, bytes: filled(65_528, 1)}, {at: 65_528, bytes: filled(7, 2), last: true})).toHaveLength(maxDatagram);
	});

	test('are given up, the oldest first, when too many datagrams wait', () => {
		const fragments = new Fragments();
		for (let id = 0; id <= maxWaiting; id++) fragments.add(key(id), id, 0, 0, true, filled(8, 1), 0, 8);
		expect(fragments.add(key(0), 9999, 0, 8, false, filled(8, 2), 0, 8)).toBeUndefined();
		expect(fragments.add(key(2), 10_000, 0, 8, false, filled(8, 2), 0, 8)).toHaveLength(16);
	});

	test('are given up, the oldest first, when they hold too much', () => {
		const fragments = new Fragments();
		const big = filled(65_000, 1);
		for (let id = 0; id * big.length <= maxHeld; id++) fragments.add(key(id), id, 0, 0, true, big, 0, big.length);
		expect(fragments.add(key(0), 5000, 0, 65_000, false, filled(8, 2), 0, 8)).toBeUndefined();
		expect(fragments.add(key(3), 5001, 0, 65_000, false, filled(8, 2), 0, 8)).toHaveLength(65_008);
	});

	test('of one datagram are given up when they are too many', () => {
		const fragments = new Fragments();
		for (let i = 0; i <= maxPieces; i++) fragments.add(key(1), i, 0, 0, true, filled(8, 1), 0, 8);
		expect(fragments.add(key(1), 9000, 0, 8, false, filled(8, 2), 0, 8)).toBeUndefined();
	});

	test('give the same bytes when they are put together again', () => {
		const fragments = new Fragments();
		const given: Fragment[] = [{at: 16, bytes: filled(8, 3)}, {at: 0, bytes: filled(12, 1)}, {at: 8, bytes: filled(12, 2)}, {at: 24, bytes: filled(5, 4), last: true}];
		const whole = add(fragments, ...given);
		expect(assemble(fragments.of(3, 0)!, piece => given[piece.row]!.bytes)).toEqual(whole);
	});
});
