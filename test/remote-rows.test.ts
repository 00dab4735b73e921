import {expect, test} from 'vitest';
import type {Line} from '../src/packets.ts';
import {RemoteRows, type RowsWish} from '../src/remote-rows.ts';

const lineOf = (row: number, info = `row ${row}`): Line => ({time: '', source: '', destination: '', protocol: 'TCP', length: 60, info});

/** Rows of a worker that answers at once, or when it is told to. */
const open = (count = 1000) => {
	const asked: RowsWish[] = [];
	const late: Array<() => void> = [];
	const worker = {answers: true, info: 'row'};
	let came = 0;
	const answerTo = ({rows, rules, detail}: RowsWish) => ({
		lines: rows.map(row => lineOf(row, `${worker.info} ${row}`)),
		rules: Int16Array.from(rules ? rows : [], row => row % 3),
		detail: detail === undefined ? undefined : {sources: [{title: String(detail), bytes: new Uint8Array(1)}], nodes: []},
	});
	const rows = new RemoteRows(
		{
			call: () => [],
			ask(_method, given, _milliseconds, take, takeLater) {
				const wish = given as RowsWish;
				asked.push(wish);
				if (worker.answers) take(answerTo(wish));
				else late.push(() => takeLater(answerTo(wish)));
				return worker.answers;
			},
		},
		{lines: [lineOf(0), lineOf(1)], detail: {sources: [{title: 'first', bytes: new Uint8Array(0)}], nodes: []}},
		() => count,
		() => came++,
	);
	return {rows, asked, late, worker, came: () => came};
};

test('rows that came first are not asked for, and others together with those around them', () => {
	const {rows, asked} = open();
	expect([rows.line(0).info, rows.line(1).info, rows.detail(0).sources[0]?.title, asked.length]).toEqual(['row 0', 'row 1', 'first', 0]);
	for (let row = 500; row < 520; row++) expect(rows.line(row).info).toBe(`row ${row}`);
	expect(asked).toHaveLength(1);
	expect(rows.detail(510).sources[0]?.title).toBe('510');
	expect(asked.at(-1)).toMatchObject({rows: [510], detail: 510});
	expect(rows.detail(510).sources[0]?.title).toBe('510');
	expect(asked).toHaveLength(2);
});

test('rows that are drawn are asked for together, with those that may be next, wherever they are', () => {
	const {rows, asked} = open();
	const [now, next] = [[3, 90, 400], [1, 3, 90, 400, 777]];
	rows.prepare(now, next, 400);
	expect(rows.detail(400).sources[0]?.title).toBe('400');
	for (const row of next) expect(rows.line(row).info).toBe(`row ${row}`);
	rows.prepare([90, 400], [90, 400, 801], 400);
	expect(asked).toHaveLength(1);
	expect(new Set(asked[0]?.rows)).toEqual(new Set([3, 90, 400, 777]));
	rows.prepare([400, 801], [90, 400, 801], undefined);
	expect(asked.at(-1)).toMatchObject({rows: [801], detail: undefined});
});

test('who goes down or up asks once in a while, and for no row twice', () => {
	const {rows, asked} = open();
	for (let row = 0; row < 400; row++) rows.line(row);
	expect(asked.length).toBeLessThan(12);
	for (let row = 999; row > 600; row--) rows.line(row);
	expect(asked.length).toBeLessThan(24);
	const all = asked.flatMap(wish => wish.rows);
	expect(new Set(all).size).toBe(all.length);
});

test('rules come with lines once one was asked for', () => {
	const {rows, asked} = open();
	expect(rows.rules([]).of(301)).toBe(1);
	expect(rows.rules([]).of(302)).toBe(2);
	rows.line(700);
	expect(rows.rules([]).of(700)).toBe(1);
	expect(asked.map(({rules}) => rules)).toEqual([true, true]);
});

test('what does not come in time is drawn when it comes, and nothing is waited for until then', () => {
	const {rows, asked, late, worker, came} = open();
	worker.answers = false;
	expect(rows.detail(300)).toMatchObject({nodes: [], pending: true});
	expect(rows.line(301)).toMatchObject({pending: true});
	expect(rows.rules([]).of(302)).toBe(-1);
	expect([asked.length, came()]).toEqual([1, 0]);
	worker.answers = true;
	late[0]!();
	expect(came()).toBe(1);
	expect(rows.detail(300).sources[0]?.title).toBe('300');
	expect(asked).toHaveLength(1);
	expect(rows.line(301).info).toBe('row 301');
	expect(rows.rules([]).of(302)).toBe(2);
	expect(asked).toHaveLength(2);
});

test('what was asked before rows said something else is not kept', () => {
	const {rows, late, worker, came} = open();
	worker.answers = false;
	rows.line(300);
	rows.forget();
	worker.answers = true;
	late[0]!();
	expect(came()).toBe(1);
	worker.info = 'new';
	expect(rows.line(300).info).toBe('new 300');
	expect(rows.line(0).info).toBe('new 0');
});
