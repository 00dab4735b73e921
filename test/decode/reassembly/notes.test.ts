import {expect, test} from 'vitest';
import {note} from '../../../src/decode/reassembly/framing.ts';
import {Notes} from '../../../src/decode/reassembly/notes.ts';

const about = note('about');
const other = note('other');

test('what is told of a message is found, small or large, and what is told last holds', () => {
	const notes = new Notes();
	for (let id = 0; id < 1000; id += 2) notes.tell(about, id, id * 3);
	notes.tell(about, 2 ** 40, 7);
	notes.tell(about, 2 ** 40 + 1, 2 ** 50 + 1);
	notes.tell(about, 2 ** 40 + 1, 2 ** 50 + 3);
	expect([0, 1, 2, 998, 2 ** 40, 2 ** 40 + 1, 2 ** 40 + 2].map(id => notes.told(about, id))).toEqual([0, undefined, 6, 2994, 7, 2 ** 50 + 3, undefined]);
	expect(notes.told(other, 0)).toBeUndefined();
});

test('what is told later of a message is found until that is let go', () => {
	const notes = new Notes();
	for (const id of [10, 20, 30]) notes.tell(about, id, id);
	notes.tell(about, 15, 1);
	notes.tell(about, 20, 2);
	const all = (): ReadonlyArray<number | undefined> => [10, 15, 20, 30].map(id => notes.told(about, id));
	expect(all()).toEqual([10, 1, 2, 30]);
	notes.forgetLater();
	expect(all()).toEqual([10, undefined, 20, 30]);
	notes.tell(about, 15, 3);
	expect(all()).toEqual([10, 3, 20, 30]);
});
