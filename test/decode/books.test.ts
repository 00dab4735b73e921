import {describe, expect, test} from 'vitest';
import {AddressBook, grown} from '../../src/decode/books.ts';

describe('columns that grow', () => {
	test('keep what they hold, where they are and where they move', () => {
		let column = new Uint32Array(16);
		const memories = new Set<unknown>();
		const count = 1_500_000;
		for (let i = 0; i < count; i++) {
			column = grown(column, i + 1);
			column[i] = i * 7;
			memories.add(column.buffer);
		}

		expect(column.findIndex((value, i) => i < count && value !== i * 7)).toBe(-1);
		// Moved as long as it was small, and then seldom.
		expect(memories.size).toBeLessThan(14);
		expect(column.length).toBeLessThan(count * 1.6);
	});

	test('are of the kind that they were, and empty behind what they held', () => {
		const wide = grown(new Float64Array(20_000).fill(0.5), 30_001);
		expect(wide).toBeInstanceOf(Float64Array);
		expect([...wide.subarray(19_999, 20_001)]).toEqual([0.5, 0]);
		expect(grown(wide, 100)).toBe(wide);
	});

	test('hold addresses whose bytes stay what they are when others come', () => {
		const book = new AddressBook();
		const address = (i: number): Uint8Array => Uint8Array.of(10, i >>> 16, (i >>> 8) & 255, i & 255);
		const ids: number[] = [];
		for (let i = 0; i < 100_000; i++) ids.push(book.intern(address(i), 0, 4));
		expect(ids.every((id, i) => book.intern(address(i), 0, 4) === id)).toBe(true);
		expect([...book.bytes(ids[70_000]!)]).toEqual([...address(70_000)]);
	});
});
