import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {combineFilters, type Joining} from '../src/decode/filter/combine.ts';
import {compileFilter} from '../src/decode/filter/compile.ts';
import {filterOfNode} from '../src/decode/filter/node-filter.ts';
import type {FrameView} from '../src/decode/frame-view.ts';
import {buildRegistry} from '../src/decode/protocols.ts';
import {buildTree, type Node} from '../src/decode/tree.ts';
import {OpenedCapture} from '../src/opened-capture.ts';
import {conversationsOf, filterOfBytes, mostFilterBytes} from '../src/selection-filters.ts';

const fixtures = path.join(import.meta.dirname, '../fixtures');
const captures = fs.readdirSync(fixtures, {recursive: true, encoding: 'utf8'}).filter(name => /\.pcap(?:ng)?$/.test(name)).sort();
const registry = buildRegistry();
/** Frames that are asked of a capture. */
const most = 4;

const passes = (text: string, view: FrameView): boolean | string => {
	const compiled = compileFilter(text, registry);
	return compiled.ok ? compiled.filter.matches(view) : compiled.message;
};

const joinings: readonly Joining[] = ['replace', 'not', 'and', 'or', 'and-not', 'or-not'];
/** What the packet makes of a current filter that it passes, or does not, joined with one that it passes. */
const expected: Readonly<Record<Joining, (current: boolean) => boolean>> = {
	replace: () => true,
	not: () => false,
	and: current => current,
	or: () => true,
	'and-not': () => false,
	'or-not': current => current,
};

test('whatever is selected in a packet, the filter made of it, joined in every way, selects what it says', async () => {
	const wrong: string[] = [];
	let asked = 0;
	const check = (where: string, text: string, view: FrameView): void => {
		asked++;
		if (passes(text, view) !== true) wrong.push(`${where}: ${text}: ${passes(text, view)}`);
	};

	for (const file of captures) {
		const capture = await OpenedCapture.open(path.join(fixtures, file), registry);
		await capture.run();
		const {view} = capture;
		for (let row = 0; row < Math.min(most, capture.count); row++) {
			const where = `${file} ${row + 1}`;
			const {sources, nodes} = buildTree(view.aim(row));
			const ranges = new Map<string, readonly [number, number, number]>();
			const filters = new Set<string>();
			const visit = (node: Node): void => {
				const filter = filterOfNode(node);
				if (filter !== '') filters.add(filter);
				if (node.end > node.start && node.end - node.start <= mostFilterBytes) ranges.set(`${node.source} ${node.start} ${node.end}`, [node.source, node.start, node.end]);
				for (const child of node.children) visit(child);
			};
			for (const node of nodes) visit(node);
			view.aim(row);
			for (const [source, start, end] of ranges.values()) {
				const text = filterOfBytes(view, source, start, end);
				if (text === undefined) wrong.push(`${where}: no filter for ${start} to ${end} of ${sources[source]!.title}`);
				else check(where, text, view);
			}

			const conversations = conversationsOf(view.aim(row));
			for (const {filter} of conversations) check(where, filter, view);
			// One filter a packet is joined in every way, another one each time.
			const added = [...filters][(row * 7 + file.length) % filters.size]!;
			for (const joining of joinings) {
				for (const [current, holds] of [['frame || frame.number == 0', true], ['frame.number == 0 && frame', false], ['frame.number == 0 xor frame', true]] as const) {
					asked++;
					const text = combineFilters(current, joining, conversations[row]?.filter ?? added);
					if (passes(text, view) !== expected[joining](holds)) wrong.push(`${where}: ${text}: ${passes(text, view)}`);
				}
			}
		}

		capture.source.close();
	}

	expect(wrong).toEqual([]);
	expect(asked).toBeGreaterThan(20_000);
}, 240_000);

const opened = async (file: string, row: number) => {
	const capture = await OpenedCapture.open(path.join(fixtures, file), registry);
	await capture.run();
	return capture.view.aim(row);
};

test('a conversation is a stream, addresses with ports, addresses, a link', async () => {
	expect(conversationsOf(await opened('http/get.pcap', 3))).toEqual([
		{title: 'TCP stream', filter: 'tcp.stream == 0'},
		{title: 'TCP between', filter: expect.stringMatching(/^ip\.addr == [\d.]+ && ip\.addr == [\d.]+ && tcp\.port == \d+ && tcp\.port == \d+$/)},
		{title: 'IPv4 between', filter: expect.stringMatching(/^ip\.addr == [\d.]+ && ip\.addr == [\d.]+$/)},
		{title: 'Ethernet between', filter: expect.stringMatching(/^eth\.addr == [\da-f:]{17} && eth\.addr == [\da-f:]{17}$/)},
	]);
});

test('bytes of a frame are counted from its start, of what was put together from its protocol', async () => {
	const view = await opened('http/get.pcap', 3);
	expect(filterOfBytes(view, 0, 12, 14)).toBe('frame[12:2] == 08:00');
	expect(filterOfBytes(view, 0, 12, 13)).toBe('frame[12:1] == 0x08');
	expect(filterOfBytes(view, 0, 12, 12)).toBeUndefined();
	expect(filterOfBytes(view, 0, 0, 100_000)).toBeUndefined();
	expect(filterOfBytes(view, 9, 0, 1)).toBeUndefined();
});

test('a filter that is joined stands in parentheses where it must, and only there', () => {
	expect(combineFilters('', 'and', 'a || b')).toBe('a || b');
	expect(combineFilters('tcp', 'and', 'dns')).toBe('tcp && dns');
	expect(combineFilters('tcp || udp', 'and', 'ip.ttl == 64')).toBe('(tcp || udp) && ip.ttl == 64');
	expect(combineFilters('tcp', 'or', 'ip && dns')).toBe('tcp || (ip && dns)');
	expect(combineFilters('tcp || udp', 'or-not', 'dns')).toBe('tcp || udp || !(dns)');
	expect(combineFilters('tcp && udp', 'and', 'ip && dns')).toBe('tcp && udp && ip && dns');
	expect(combineFilters('tcp', 'and-not', 'ip && dns')).toBe('tcp && !(ip && dns)');
	expect(combineFilters('tcp', 'not', 'dns')).toBe('!(dns)');
	expect(combineFilters('tcp', 'replace', 'dns')).toBe('dns');
});
