import {describe, expect, test} from 'vitest';
import {Narrow, Short} from '../../src/decode/narrow.ts';

describe('numbers that nearly always fit', () => {
	test('are all kept in more from the first that does not', () => {
		const numbers = new Narrow(new Uint16Array(4));
		for (const [place, value] of [1, 65_535, 65_536, 3].entries()) numbers.put(place, value);
		numbers.grow(6);
		numbers.put(5, 2 ** 40);
		expect([0, 1, 2, 3, 4, 5].map(place => numbers.at(place))).toEqual([1, 65_535, 65_536, 3, 0, 2 ** 40]);
	});

	test('stay in two bytes beside those that do not', () => {
		const numbers = new Short(4);
		for (const [place, value] of [65_534, 65_535, 65_536, 2 ** 40].entries()) numbers.put(place, value);
		numbers.grow(20_000);
		numbers.put(19_999, 7);
		expect([0, 1, 2, 3, 4, 19_999].map(place => numbers.at(place))).toEqual([65_534, 65_535, 65_536, 2 ** 40, 0, 7]);
		numbers.put(2, 5);
		numbers.put(0, 70_000);
		expect([0, 1, 2].map(place => numbers.at(place))).toEqual([70_000, 65_535, 5]);
	});
});
