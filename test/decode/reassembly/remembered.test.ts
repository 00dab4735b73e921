import {expect, test} from 'vitest';
import {maxRemembered, Remembered} from '../../../src/decode/reassembly/remembered.ts';

test('every value is found by its key, until it is deleted or takes the place of another', () => {
	const r = new Remembered<string>();
	expect(r.get(0)).toBeUndefined();
	for (const key of [5, 0, 9]) r.set(key, `${key}`);
	expect([5, 0, 9, 1].map(key => r.get(key))).toEqual(['5', '0', '9', undefined]);
	r.set(0, 'new');
	r.delete(5);
	r.delete(7);
	r.set(9, 'newer');
	expect([5, 0, 9].map(key => r.get(key))).toEqual([undefined, 'new', 'newer']);
	r.delete(9);
	expect([0, 9].map(key => r.get(key))).toEqual(['new', undefined]);
});

test('of too many the oldest go, and what is set again is new', () => {
	const r = new Remembered<number>();
	const count = maxRemembered + 10;
	for (let key = 0; key < count; key++) {
		r.set(key, key);
		r.set(2, 2);
	}

	const kept = Array.from({length: count}, (_, key) => key).filter(key => r.get(key) !== undefined);
	expect(kept.length).toBe(maxRemembered + 1);
	expect(kept.slice(0, 3)).toEqual([0, 2, 11]);
});
