import {expect, test} from 'vitest';
import {Remembered} from '../../../src/decode/reassembly/remembered.ts';

test('every conversation has its own values, until they are deleted or others take their place', () => {
	const r = new Remembered(16);
	const keys = [5, 0, 0xffff];
	expect(r.get(0, 0)).toBeUndefined();
	for (const conversation of [0, 1, 4_000_000_000]) for (const key of keys) r.set(conversation, key, conversation * 3 + key);
	for (const conversation of [0, 1, 4_000_000_000]) expect(keys.map(key => r.get(conversation, key))).toEqual(keys.map(key => conversation * 3 + key));
	r.set(1, 0, 77);
	r.delete(1, 5);
	r.delete(1, 7);
	r.set(1, 0xffff, 0);
	expect([5, 0, 0xffff, 7].map(key => r.get(1, key))).toEqual([undefined, 77, 0, undefined]);
	r.delete(1, 0);
	expect([r.get(1, 0), r.get(0, 0), r.get(0, 5)]).toEqual([undefined, 0, 5]);
});

test('conversations that are too many to be told apart lose no bit of their keys', () => {
	const r = new Remembered(32);
	for (const key of [0xffff_fffe, 0xffff_ffff]) r.set(2 ** 22 + 3, key, key);
	expect([0xffff_fffe, 0xffff_ffff].map(key => r.get(2 ** 22 + 3, key))).toEqual([0xffff_fffe, 0xffff_ffff]);
});
