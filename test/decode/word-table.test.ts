import {expect, test} from 'vitest';
import {ByteText} from '../../src/decode/byte-text.ts';
import {WordTable} from '../../src/decode/word-table.ts';

test('a table writes what numbers are called, and asks once for those below its end', () => {
	const asked: number[] = [];
	const table = new WordTable(2, value => {
		asked.push(value);
		return `n${value}→`;
	});
	const line = new ByteText(4);
	for (const value of [1, 0, 1, 7, 7]) table.write(line, value);
	expect(line.toString()).toBe('n1→n0→n1→n7→n7→');
	expect(asked).toEqual([1, 0, 7, 7]);
});
