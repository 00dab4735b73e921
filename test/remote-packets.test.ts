import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {buildRegistry} from '../src/decode/protocols.ts';
import {rowsIn} from '../src/displayed.ts';
import {OpenedCapture} from '../src/opened-capture.ts';
import {openPackets, type OpenedPackets} from '../src/opened-packets.ts';
import {packetFilters} from '../src/packet-filters.ts';
import {NotOpened, openRemotePackets, type RemotePackets} from '../src/remote-packets.ts';
import {Lines} from '../src/text/lines.ts';
import {parseWords} from '../src/text/options.ts';
import {settingsOf} from '../src/text/settings.ts';

const file = 'fixtures/http/chunks.pcap';
const worker = new URL('../dist/screen-worker.cjs', import.meta.url);
const wish = (from: string, ...words: readonly string[]) => ({from, name: 'a name', settings: settingsOf(parseWords(['-r', from, ...words])), firstRows: 2});

let remote: RemotePackets;
let near: OpenedPackets;

beforeAll(async () => {
	remote = await openRemotePackets(worker, wish(file), () => file);
	const capture = await OpenedCapture.open(file, buildRegistry());
	const lines = new Lines(capture, 'r', false);
	near = openPackets(capture, {name: 'a name', time: row => lines.time(row, row === 0 ? undefined : capture.pass.index.time(row - 1)), filters: packetFilters(capture)});
	await Promise.all([remote.load(), near.load()]);
});

afterAll(() => remote.close());

/** What is asked for, when it is there: on a busy machine it may come late. */
const there = async <What extends {readonly pending?: true}>(ask: () => What): Promise<What> => {
	for (;;) {
		const what = ask();
		if (what.pending === undefined) return what;
		await sleep(5);
	}
};

test('a worker says the same of a capture as the program itself', async () => {
	expect(remote.count).toBe(near.count);
	expect(remote.count).toBeGreaterThan(5);
	expect([remote.loading, remote.progress.bytes, remote.progress.total, remote.name, remote.format]).toEqual([false, near.progress.bytes, near.progress.total, 'a name', 'pcap']);
	for (let row = 0; row < near.count; row++) {
		expect(await there(() => remote.line(row))).toEqual(near.line(row));
		expect(await there(() => remote.detail(row))).toEqual(near.detail(row));
		expect(remote.conversations(row)).toEqual(near.conversations(row));
	}

	expect(remote.suggest('ip.tt', 5)).toEqual(near.suggest('ip.tt', 5));
	expect(remote.decodeAs.layers(0)).toEqual(near.decodeAs.layers(0));
	expect(remote.bytesFilter(0, 0, 26, 30)).toBe(near.bytesFilter(0, 0, 26, 30));
});

const passing = async (packets: OpenedPackets, text: string): Promise<number[]> => {
	const result = packets.compileFilter(text);
	if (!result.ok) throw new Error(result.message);
	const found: number[] = [];
	await packets.runFilter(result.filter, rows => found.push(...rowsIn(rows)), new AbortController().signal);
	return found;
};

test('it runs filters, and says what is wrong with one', async () => {
	const rows = await passing(remote, 'http');
	expect(rows).toEqual(await passing(near, 'http'));
	expect(rows.length).toBeGreaterThan(0);
	expect(remote.compileFilter('ip.tll == 3')).toEqual(near.compileFilter('ip.tll == 3'));
});

test('it tells of many packets', async () => {
	const {signal} = new AbortController();
	const told = async (packets: OpenedPackets): Promise<unknown[]> => {
		const heard: unknown[] = [];
		await packets.overviews!.expert((...given) => heard.push(given), signal);
		const {overviews} = packets;
		const tables = [await overviews!.conversations('tcp', () => {}, signal), await overviews!.conversations('eth', () => {}, signal),
			await overviews!.hierarchy(() => {}, signal)];
		return [...tables, heard.at(-1), await packets.overviews!.ladder(3, signal), await packets.overviews!.plot(3, signal)];
	};

	expect(await told(remote)).toEqual(await told(near));
});

test('a filter that is stopped ends', async () => {
	const result = remote.compileFilter('frame contains "x"');
	const stop = new AbortController();
	const run = remote.runFilter(result.ok ? result.filter : {}, () => {}, stop.signal);
	stop.abort();
	await run;
});

test('what is wrong with a file or a command line is told', async () => {
	await expect(openRemotePackets(worker, wish('fixtures/none.pcap'), () => '')).rejects.toThrow(NotOpened);
	await expect(openRemotePackets(worker, wish('fixtures/none.pcap'), () => '')).rejects.toThrow('does not exist');
	await expect(openRemotePackets(worker, wish(file, '-Y', 'ip.tll == 3'), () => '')).rejects.toThrow('ip.tll');
});

test('a question that the worker cannot answer is an error here, not its end', () => {
	expect(() => remote.conversations(1_000_000)).toThrow();
	expect(remote.suggest('ip.tt', 5)).toEqual(near.suggest('ip.tt', 5));
});
