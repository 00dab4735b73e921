import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import type {HierarchyRow} from '../../src/packets.ts';
import {overviewRows} from '../../src/views/overview-view.tsx';
import {sortedHierarchy} from '../../src/views/table-rows.ts';
import {createTheme} from '../../src/views/theme.ts';
import {width} from '../../src/views/width.ts';
import {capturedPackets} from './captured.ts';
import {openScreen} from './fake/screen.ts';

const theme = createTheme(-1);

/** A screen on a capture; `shown` are the lines of a table once it is counted. */
const open = async (file: string, columns = 120, rows = 30) => {
	const opened = openScreen(await capturedPackets(file), columns, rows);
	const shown = async () => {
		for (let i = 0; i < 400; i++) {
			const {overview, session} = opened.state();
			if ((overview?.kind === 'conversations' || overview?.kind === 'hierarchy') && !overview.running) return overviewRows(theme, overview, session.count, columns, rows);
			await sleep(5);
		}

		throw new Error('nothing was counted');
	};
	return {...opened, shown};
};

const names = (lines: readonly string[]): string[] => lines.slice(2).map(line => line.slice(2).split(/ {2,}\d/)[0]!.trimEnd());

describe('conversations', () => {
	test('are counted, and each row is a filter', async () => {
		const {press, shown, state} = await open('http/chunks.pcap');
		press('T');
		const lines = await shown();
		expect(lines[0]).toMatch(/Conversations TCP .* \d+ conversations?/);
		expect(lines[1]).toMatch(/Between +Packets▼ +Bytes/);
		expect(lines[2]).toMatch(/^► \S+:\d+ ↔ \S+:\d+ +\d+/);
		for (const line of lines) expect(width(line)).toBe(120);
		press('Enter');
		expect(state().overview).toBeUndefined();
		expect(state().session.filter.text).toBe('tcp.stream == 0');
	});

	test('are those of each layer in turn', async () => {
		const {press, shown, state} = await open('http/chunks.pcap');
		press('T');
		await shown();
		const titles: string[] = [];
		for (let i = 0; i < 5; i++) {
			press('Tab');
			titles.push(/Conversations (\S+)/.exec((await shown())[0]!)![1]!);
		}

		expect(titles).toEqual(['UDP', 'IPv4', 'IPv6', 'Ethernet', 'TCP']);
		expect(state().overview).toMatchObject({of: 'tcp'});
	});

	test('are those of the first layer that has any, unless one is chosen', async () => {
		const {press, shown} = await open('dns/addresses.pcap');
		press('T');
		expect((await shown())[0]).toMatch(/Conversations UDP .* [1-9]\d* conversations?/);
		for (let i = 0; i < 4; i++) {
			press('Tab');
			await shown();
		}

		expect((await shown())[0]).toMatch(/Conversations TCP .* 0 conversations/);
	});

	test('of addresses are filters of addresses', async () => {
		const {press, shown, state} = await open('http/chunks.pcap');
		press('T');
		await shown();
		press('Tab', 'Tab');
		await shown();
		press('f');
		expect(state().prompt).toMatchObject({kind: 'filter', text: expect.stringMatching(/^ip\.(addr|src) == [\d.]+ && ip\.(addr|dst) == [\d.]+$/)});
	});

	test('can be sorted by any column, both ways', async () => {
		const {press, shown, state} = await open('dns/addresses.pcap');
		press('T', 'Tab');
		await shown();
		const keys = (): number[] => {
			const {overview} = state();
			return overview?.kind === 'conversations' ? overview.rows.map(row => row.bytes[0] + row.bytes[1]) : [];
		};

		press('l');
		const falling = [...keys()].sort((a, b) => b - a);
		expect(keys()).toEqual(falling);
		expect((await shown())[1]).toContain('Bytes▼');
		press('r');
		expect(keys()).toEqual(falling.toReversed());
		expect((await shown())[1]).toContain('Bytes▲');
	});
});

test('tables are counted anew when packets are decoded by other rules', async () => {
	const {press, shown, screen} = await open('http/get.pcap');
	press('H');
	expect(names(await shown()).map(name => name.trim())).toContain('http');
	screen.session.reopen(await capturedPackets('http/get.pcap', ['tcp.port==80,dns']));
	expect(names(await shown()).map(name => name.trim())).toEqual(['eth', 'ip', 'tcp']);
	press('T');
	expect((await shown())[0]).toContain('1 conversation');
	screen.session.reopen(await capturedPackets('http/get.pcap', ['ip.proto==6,data']));
	expect((await shown())[2]).toContain('There are none');
});

describe('the protocol hierarchy', () => {
	test('shows what carries what, and each row is a filter', async () => {
		const {press, shown, state} = await open('http/chunks.pcap');
		press('H');
		const lines = await shown();
		expect(names(lines).slice(0, 4)).toEqual(['eth', '  ip', '    tcp', '      http']);
		expect(lines[2]).toMatch(/100\.0/);
		press('j', 'j', 'j', 'Enter');
		expect(state().session.filter.text).toBe('http');
	});

	test('stays a tree however it is sorted', () => {
		const row = (name: string, depth: number, frames: number): HierarchyRow => ({name, depth, frames, bytes: 10 - frames, share: 0, filter: name});
		const rows = [row('eth', 0, 9), row('arp', 1, 2), row('ip', 1, 7), row('udp', 2, 3), row('tcp', 2, 4), row('sll', 0, 1)];
		const order = (column: number, reversed: boolean): string[] => sortedHierarchy(rows, {column, reversed}).map(each => each.name);
		expect(order(1, false)).toEqual(['eth', 'ip', 'tcp', 'udp', 'arp', 'sll']);
		expect(order(3, false)).toEqual(['sll', 'eth', 'arp', 'ip', 'udp', 'tcp']);
		expect(order(0, false)).toEqual(['eth', 'arp', 'ip', 'tcp', 'udp', 'sll']);
		expect(order(0, true)).toEqual(['sll', 'eth', 'ip', 'udp', 'tcp', 'arp']);
	});
});
