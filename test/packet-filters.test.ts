import path from 'node:path';
import {expect, test} from 'vitest';
import type {Filter} from '../src/decode/filter/compile.ts';
import {buildRegistry} from '../src/decode/protocols.ts';
import {OpenedCapture} from '../src/opened-capture.ts';
import {packetFilters} from '../src/packet-filters.ts';
import {rowsIn} from '../src/displayed.ts';
import type {CompiledFilter} from '../src/packets.ts';

const tour = path.join(import.meta.dirname, '../fixtures/tour.pcapng');

const inOrder = (rows: readonly number[]) => [...rows].sort((a, b) => a - b);

const open = async () => {
	const capture = await OpenedCapture.open(tour, buildRegistry());
	await capture.run();
	const filters = packetFilters(capture, [{name: 'names', filter: 'dns', foreground: [0, 0, 0], background: [0, 0, 0]}]);
	const compiled = (text: string): CompiledFilter => {
		const result = filters.compileFilter(text);
		if (!result.ok) throw new Error(result.message);
		return result.filter;
	};
	return {capture, filters, compiled};
};

const run = async ({filters, compiled}: Awaited<ReturnType<typeof open>>, text: string, from?: number, near?: number) => {
	const rows: number[] = [];
	await filters.runFilter(compiled(text), more => rows.push(...rowsIn(more)), new AbortController().signal, from, near);
	return rows;
};

test('rows that pass are given in order, from the row that is asked for on', async () => {
	const opened = await open();
	const all = await run(opened, 'tcp');
	expect(all.length).toBeGreaterThan(10);
	expect(all).toEqual(inOrder(all));
	expect(await run(opened, 'tcp', all[5])).toEqual(all.slice(5));
	expect(await run(opened, 'frame.number == 3')).toEqual([2]);
	expect(await run(opened, 'tcp', opened.capture.count)).toEqual([]);
	opened.capture.source.close();
});

test('rows near the one that is looked at are found first, and none twice', async () => {
	const opened = await open();
	for (const text of ['tcp', 'tcp.flags.ack == 1', 'tcp.port == 80 || http']) {
		const all = await run(opened, text);
		const near = all[Math.floor(all.length / 2)]!;
		const found = await run(opened, text, 0, near);
		expect(found[0]).toBe(near);
		expect(inOrder(found)).toEqual(all);
		const {filter} = opened.filters.compileFilter(text) as {readonly filter: Filter};
		expect(all).toEqual(Array.from({length: opened.capture.count}, (_, row) => row).filter(row => filter.matches(opened.capture.view.aim(row))));
	}

	opened.capture.source.close();
});

test('the rule that colours a packet can be asked for', async () => {
	const opened = await open();
	expect(await run(opened, 'frame.coloring_rule.name == "names"')).toEqual(await run(opened, 'dns'));
	expect(await run(opened, 'frame.coloring_rule.string && !dns')).toEqual([]);
	opened.capture.source.close();
});

test('a filter that only the frames can answer is answered, too', async () => {
	const opened = await open();
	const hosts = await run(opened, 'http.host contains "example"');
	expect(hosts.length).toBeGreaterThan(0);
	expect(await run(opened, 'not http.host contains "example"')).toHaveLength(opened.capture.count - hosts.length);
	opened.capture.source.close();
});

test('nothing is given once it was stopped', async () => {
	const {capture, filters, compiled} = await open();
	const stop = new AbortController();
	stop.abort();
	let given = 0;
	await filters.runFilter(compiled('frame'), found => (given += found.length), stop.signal);
	expect(given).toBe(0);
	capture.source.close();
});

test('what is wrong with a filter has its place', async () => {
	const {capture, filters} = await open();
	expect(filters.compileFilter('ip.adr == 1')).toMatchObject({ok: false, start: 0, end: 6});
	capture.source.close();
});
