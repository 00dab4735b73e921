import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {buildRegistry} from '../src/decode/protocols.ts';
import {OpenedCapture} from '../src/opened-capture.ts';
import {createOverviews} from '../src/overviews.ts';
import {openPackets} from '../src/opened-packets.ts';
import type {DetailNode} from '../src/packets.ts';
import {createSession} from '../src/session.ts';

const tour = path.join(import.meta.dirname, '../fixtures/tour.pcapng');
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-opened-'));

afterAll(() => fs.rmSync(directory, {recursive: true, force: true}));

const open = async (file: string) => {
	const capture = await OpenedCapture.open(file, buildRegistry());
	const filters = {compileFilter: () => ({ok: true as const, filter: {}}), suggest: () => ({start: 0, end: 0, suggestions: []}), runFilter: async () => {}};
	return {capture, packets: openPackets(capture, {name: 'tour.pcapng', time: String, filters})};
};

test('a capture is shown from its first rows on, and read on behind that', async () => {
	const {capture, packets} = await open(tour);
	await packets.begin(1);
	expect(packets.count).toBeGreaterThan(0);
	let heard = 0;
	packets.subscribe(() => heard++);
	await packets.load();
	expect(packets).toMatchObject({loading: false, fault: undefined, format: 'pcapng'});
	expect(heard).toBeGreaterThan(0);
	capture.source.close();
});

test('every row has a line and a tree whose nodes are inside their bytes', async () => {
	const {capture, packets} = await open(tour);
	await packets.begin(Number.POSITIVE_INFINITY);
	const session = createSession(packets);
	for (let row = 0; row < packets.count; row++) {
		const {protocol, length} = session.line(row);
		expect(protocol).not.toBe('');
		expect(length).toBeGreaterThan(0);
		const {sources, nodes} = packets.detail(row);
		const check = (node: DetailNode) => {
			const bytes = sources[node.source]?.bytes;
			expect(bytes).toBeDefined();
			expect(node.start).toBeGreaterThanOrEqual(0);
			expect(node.end).toBeGreaterThanOrEqual(node.start);
			expect(node.end).toBeLessThanOrEqual(bytes?.length ?? 0);
			for (const child of node.children) check(child);
		};
		for (const node of nodes) check(node);
		expect(nodes[0]).toMatchObject({name: 'frame', kind: 'protocol'});
	}

	capture.source.close();
});

test('a file that was cut says so once everything whole was read', async () => {
	const cut = path.join(directory, 'cut.pcapng');
	fs.writeFileSync(cut, fs.readFileSync(tour).subarray(0, 4001));
	const {capture, packets} = await open(cut);
	await packets.begin(Number.POSITIVE_INFINITY);
	expect(packets.count).toBeGreaterThan(0);
	expect(packets.fault).toMatch(/cut|short/);
	capture.source.close();
});

test('an address says what it is for, and where that is written, beside what its field means', async () => {
	const {capture, packets} = await open(tour);
	await packets.begin(Number.POSITIVE_INFINITY);
	const find = (nodes: readonly DetailNode[], name: string): DetailNode | undefined =>
		nodes.map(node => (node.name === name ? node : find(node.children, name))).find(node => node !== undefined);
	const {nodes} = packets.detail(0);
	expect(find(nodes, 'ipv6.dst')).toMatchObject({
		label: 'Destination Address: ff02::1:ff00:530a [multicast: solicited node]',
		about: expect.stringContaining('This one is multicast: solicited node: The few hosts on this link'),
		reference: 'RFC 4291, section 2.7.1',
	});
	expect(find(packets.detail(9).nodes, 'arp.dst.proto_ipv4')?.label).toBe('Target IP address: 192.0.2.1 [documentation]');
	capture.source.close();
});

test('overviews leave the loop to whoever calls, every few packets', async () => {
	const capture = await OpenedCapture.open(tour, buildRegistry());
	await capture.run();
	const {expert, conversations, hierarchy} = createOverviews(capture, () => true);
	const {signal} = new AbortController();
	const least = Math.floor(capture.count / 32);
	expect(least).toBeGreaterThan(2);
	for (const work of [() => expert(() => {}, signal), () => conversations('tcp', () => {}, signal), () => hierarchy(() => {}, signal)]) {
		let turns = 0;
		let isDone = false;
		const count = (): void => {
			turns++;
			if (!isDone) setImmediate(count);
		};
		setImmediate(count);
		await work();
		isDone = true;
		expect(turns).toBeGreaterThanOrEqual(least);
	}

	capture.source.close();
});
