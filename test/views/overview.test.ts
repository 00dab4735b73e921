import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, test, vi} from 'vitest';
import {Dots} from '../../src/views/braille.ts';
import {overviewRows} from '../../src/views/overview-view.tsx';
import {amount} from '../../src/views/plot-rows.ts';
import {createTheme} from '../../src/views/theme.ts';
import {width} from '../../src/views/width.ts';
import {capturedPackets} from './captured.ts';
import {fakePackets} from './fake/packets.ts';
import {openScreen} from './fake/screen.ts';

const theme = createTheme(-1);

/** A screen on a capture; `shown` are the lines of the overview once it is there and complete. */
const open = async (file: string, columns = 100, rows = 30) => {
	const opened = openScreen(await capturedPackets(file), columns, rows);
	const shown = async () => {
		for (let i = 0; i < 200; i++) {
			const {overview, message} = opened.state();
			if (overview !== undefined && !(overview.kind === 'expert' && overview.running)) return overviewRows(theme, overview, opened.state().session.count, columns, rows);
			if (message?.tone === 'error') return [];
			await sleep(5);
		}

		throw new Error('no overview came');
	};
	return {...opened, shown};
};

describe('the expert list', () => {
	test('counts what is said, worst first, and leads to the packet', async () => {
		const {press, shown, row, state} = await open('tcp/loss-twice.pcap');
		press('e');
		const lines = await shown();
		expect(lines[0]).toMatch(/Expert .* 19 notes/);
		expect(lines[2]).toMatch(/^► Warning {3}Sequence {4}TCP +2 +10 {2}Previous segment/);
		press('j', 'j', 'Enter');
		expect(state().overview).toBeUndefined();
		expect(lines[4]).toMatch(/^ {2}Note .*Duplicate ACK/);
		expect(row()).toBe(18);
	});

	test('a number and G go to a line', async () => {
		const {press, shown, read, state} = await open('tcp/loss-twice.pcap');
		press('e');
		await shown();
		read('2G');
		expect(state().overview).toMatchObject({at: 1});
		read('1G');
		expect(state().overview).toMatchObject({at: 0});
		read('G');
		expect(state().overview).not.toMatchObject({at: 1});
	});

	test('makes a filter of a row', async () => {
		const {press, shown, state} = await open('tcp/loss-twice.pcap');
		press('e');
		await shown();
		press('f');
		expect(state().prompt).toMatchObject({kind: 'filter', text: 'tcp.analysis.lost_segment'});
		press('Enter');
		expect(state().session.filter.text).toBe('tcp.analysis.lost_segment');
	});

	test.each([['e', /Expert .* 19 notes/], ['L', /tcp\.stream == 0/], ['P', /tcp\.stream == 0/]])('and what %s shows are made anew of other packets', async (key, title) => {
		const {press, shown, screen} = await open('http/pipelined.pcap');
		press(key);
		const before = await shown();
		screen.session.reopen(await capturedPackets('tcp/loss-twice.pcap'));
		await vi.waitFor(async () => expect(await shown()).not.toEqual(before));
		expect((await shown())[0]).toMatch(title);
		expect((await shown()).join('\n')).toContain(key === 'L' ? 'Len: 1448' : '');
	});

	test('says so where there is nothing to say', async () => {
		const {press, shown} = await open('arp/announcement.pcap');
		press('e');
		expect((await shown())[2]).toContain('nothing to say');
	});

	test('is left with Escape, and is not there for packets that no capture gave', async () => {
		const {press, shown, state} = await open('tcp/handshake.pcap');
		press('e');
		await shown();
		press('Esc');
		expect(state().overview).toBeUndefined();
		const fake = openScreen(fakePackets(10));
		fake.press('e');
		expect(fake.state().message).toMatchObject({tone: 'error'});
	});
});

describe('the ladder', () => {
	test('shows handshake, data and end of a conversation with times and numbers', async () => {
		const {press, shown, row} = await open('tcp/handshake.pcap');
		press('L');
		const lines = await shown();
		expect(lines[1]).toMatch(/192\.0\.2\.10:\d+ +198\.51\.100\.80:5000/);
		expect(lines[2]).toMatch(/^► +1 +0\.000000 handshake│─+ SYN ─+▶│ {2}Seq = 0/);
		expect(lines[3]).toMatch(/2 +0\.000040 +│◀─+ SYN, ACK ─+│ {2}Seq = 0 Ack = 1/);
		expect(lines.find(line => line.includes('data'))).toMatch(/PSH, ACK - Len: 10 .*Seq = 1 Ack = 1/);
		expect(lines.find(line => line.includes(' end '))).toContain('FIN, ACK');
		press('j', 'j', 'j', 'Enter');
		expect(row()).toBe(3);
	});

	test('begins at the selected packet, in its own conversation alone', async () => {
		const {press, shown, state} = await open('tcp/port-reuse.pcap');
		press('G', 'L');
		const lines = await shown();
		expect(lines[0]).toContain('tcp.stream == 1');
		expect(lines.filter(line => line.includes(' SYN ')).length).toBe(1);
		expect(lines.find(line => line.startsWith('►'))).toContain('RST');
		press('f');
		expect(state().prompt?.text).toBe('tcp.stream == 1');
	});

	test('of UDP says what the packets say', async () => {
		const {press, shown} = await open('dns/addresses.pcap');
		press('L');
		expect((await shown()).join('\n')).toContain('Standard query');
	});

	test('asks for a packet with ports', async () => {
		const {press, shown, state} = await open('arp/request-reply.pcap');
		press('L');
		expect(await shown()).toEqual([]);
		expect(state().message?.text).toContain('no conversation');
	});
});

describe('the plot', () => {
	test('draws throughput, round trips and windows of the side that sent more', async () => {
		const {press, shown, row} = await open('tcp/loss-twice.pcap');
		press('P');
		const lines = await shown();
		const text = lines.join('\n');
		expect(text).toContain('Throughput of 198.51.100.80:80');
		expect(text).toMatch(/207\.8 ms│/);
		expect(text).toMatch(/79\.9 kB│/);
		expect(text.replaceAll(/[^\u2801-\u28ff]/g, '').length).toBeGreaterThan(40);
		press('Tab');
		expect((await shown()).join('\n')).toContain('Throughput of 192.0.2.10:42040');
		press('End', 'Enter');
		expect(row()).toBeGreaterThan(20);
	});
});

test.each([[44, 12], [80, 24], [120, 40], [200, 50]])('overviews fill %d by %d and not more', async (columns, rows) => {
	const {press, shown} = await open('tcp/loss-twice.pcap', columns, rows);
	for (const key of ['e', 'L', 'P']) {
		press('Esc', key);
		const lines = await shown();
		for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
		expect(lines.length).toBeGreaterThan(5);
	}
});

test('dots are two across and four down in a cell, counted from the bottom left', () => {
	const dots = new Dots(2, 1);
	dots.set(0, 0);
	dots.set(3, 3);
	dots.set(9, 9);
	expect(dots.rows(true)).toEqual(['\u2840\u2808']);
	expect(dots.rows(false)).toEqual(['**']);
	expect([amount(999, 'B'), amount(1500, 'B/s'), amount(2e9, 'B')]).toEqual(['999 B', '1.5 kB/s', '2 GB']);
});
