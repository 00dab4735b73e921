import {expect, test} from 'vitest';
import {AGGREGATOR, fieldOptions, parseTable, SEPARATOR} from '../../bench/conformance/cells.ts';

const row = (...columns: readonly string[]): string => `${columns.join(SEPARATOR)}\n`;

test('a table is read by column, and empty cells are no cells', () => {
	const table = parseTable(row('10.0.0.1', '', '1') + row('', '80', '2'), ['ip.src', 'tcp.port']);
	expect(table.frames).toBe(2);
	expect([...table.columns.get('ip.src')!]).toEqual([[1, '10.0.0.1']]);
	expect([...table.columns.get('tcp.port')!]).toEqual([[2, '80']]);
	expect(table.rest).toBe('');
});

test('a value may hold line feeds, even one that looks like the end of a row', () => {
	const table = parseTable(row('a\n1\nb', 'x', '1') + row('c', '', '2'), ['http.file_data', 'tcp.port']);
	expect(table.frames).toBe(2);
	expect(table.columns.get('http.file_data')!.get(1)).toBe('a\n1\nb');
	expect(table.columns.get('tcp.port')!.get(1)).toBe('x');
});

test('a row whose value holds the separator is left out and the next one is read', () => {
	const table = parseTable(row(`a${SEPARATOR}b`, 'x', '1') + row('c', 'd', '2'), ['one', 'two']);
	expect(table.unreadable).toEqual([1]);
	expect(table.frames).toBe(2);
	expect([...table.columns.get('one')!]).toEqual([[2, 'c']]);
});

test('what stops in the middle of a row is kept as the rest', () => {
	const table = parseTable(`${row('a', '1')}b${SEPARATOR}`, ['one']);
	expect(table.frames).toBe(1);
	expect(table.rest).toBe(`b${SEPARATOR}`);
});

test('no fields give rows of frame numbers', () => {
	expect(parseTable('1\n2\n3\n', []).frames).toBe(3);
});

test('the frame number is asked for last, so that it closes the row', () => {
	const options = fieldOptions(['ip.src']);
	expect(options.slice(0, 6)).toEqual(['-T', 'fields', '-e', 'ip.src', '-e', 'frame.number']);
	expect(options).toContain(`separator=${SEPARATOR}`);
	expect(options).toContain(`aggregator=${AGGREGATOR}`);
});
