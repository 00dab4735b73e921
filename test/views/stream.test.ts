import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test, vi} from 'vitest';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import type {StreamStretch} from '../../src/packets.ts';
import {createSession} from '../../src/session.ts';
import {createStreams} from '../../src/streams.ts';
import {decodeBytes, encodingNamed, encodings} from '../../src/views/encodings.ts';
import {createScreen, type Screen} from '../../src/views/screen.ts';
import {linesOf, StreamLines} from '../../src/views/stream-lines.ts';
import {streamRows} from '../../src/views/stream-view.tsx';
import {createTheme} from '../../src/views/theme.ts';
import {width} from '../../src/views/width.ts';
import {fixturesDirectory} from '../fixtures.ts';
import {fakePackets} from './fake/packets.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-stream-'));
afterAll(() => fs.rmSync(folder, {recursive: true}));

const theme = createTheme(-1);
const piece = (bytes: Uint8Array | string, more: Partial<StreamStretch> = {}): StreamStretch => {
	const given = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
	return {side: 0, row: 0, length: given.length, kind: 'bytes', bytes: given, ...more};
};

const opened = async (name: string) => {
	const capture = await OpenedCapture.open(path.join(fixturesDirectory, name), buildRegistry());
	await capture.run();
	return capture;
};

/** A screen over made-up packets, whose stream is that of a fixture. */
const screenOn = async (name: string, size = {columns: 80, rows: 24}): Promise<Screen> => {
	const packets = {...fakePackets(40), streams: createStreams(await opened(name))};
	return createScreen(createSession(packets), size);
};

const press = (screen: Screen, ...names: string[]): void => screen.input(names.map(name => ({kind: 'key' as const, name, text: name.length === 1 ? name : undefined})) as never);
const text = (screen: Screen): string => {
	const {stream, size} = screen.state();
	return streamRows(theme, stream!, size.columns, size.rows).map(row => row.trimEnd()).join('\n');
};

const follow = async (screen: Screen): Promise<void> => {
	press(screen, 'b');
	await vi.waitFor(() => expect(screen.state().stream).toBeDefined());
};

describe('a stream on the screen', () => {
	test('shows both sides in turn, marked, each with its packet', async () => {
		const screen = await screenOn('http/pipelined.pcap');
		await follow(screen);
		expect(text(screen)).toMatch(
			/^━ tcp\.stream 0 ━ both sides, UTF-8 .* 1\/\d+ ━\n {2}> 192\.0\.2\.10:\d+ 141 bytes {3}< 198\.51\.100\.80:80 [\d,]+ bytes\n► +\d+ > GET \/a\.txt HTTP\/1\.1\n/,
		);
		expect(text(screen)).toMatch(/\n +\d+ < HTTP\/1\.1 200 OK\n/);
		press(screen, 'd');
		expect(text(screen)).toContain('first side');
		expect(text(screen)).not.toContain('200 OK');
		press(screen, 'd');
		expect(text(screen)).toContain('second side');
		expect(text(screen)).not.toContain('GET /a.txt');
	});

	test('turns to other encodings, and to bytes and back', async () => {
		const screen = await screenOn('http/get.pcap');
		await follow(screen);
		press(screen, 'x');
		expect(text(screen)).toMatch(/> 0000 {2}47 45 54 20 .* GET/);
		press(screen, 'x', 't');
		expect(text(screen)).toContain('both sides, ASCII');
		press(screen, 'T', ...'gb18030', 'enter');
		expect(text(screen)).toContain('both sides, gb18030');
		press(screen, 'T', ...'klingon', 'enter');
		expect(screen.state().message?.text).toBe('There is no encoding klingon');
	});

	test('finds text, goes to its packet and comes back there', async () => {
		const screen = await screenOn('http/get.pcap');
		await follow(screen);
		press(screen, '/', ...'404 not found', 'enter');
		await vi.waitFor(() => expect(text(screen)).toMatch(/\n► +13 < HTTP\/1\.1 404 Not Found(?:\n|$)/));
		press(screen, 'enter');
		expect(screen.state().stream).toBeUndefined();
		expect(screen.state().session.row).toBe(12);
	});

	test('finds what is far away, and tells the views of it', async () => {
		const stretches = (from: number, to: number) => Array.from({length: Math.max(0, Math.min(to, 500) - from)}, (_, i) => piece(`line ${from + i}\n`, {row: from + i}));
		const head = {title: 'tcp.stream 0', ends: ['a:1', 'b:2'], count: 500, piece: 0, sizes: [5000, 0], lost: [0, 0], conflicts: 0} as const;
		const screen = createScreen(createSession({...fakePackets(600), streams: {open: () => Promise.resolve(head), stretches}}), {columns: 80, rows: 24});
		await follow(screen);
		let heard = 0;
		screen.subscribe(() => heard++);
		press(screen, '/', ...'LINE 321', 'enter');
		const before = heard;
		await vi.waitFor(() => expect(screen.state().stream!.at).toEqual({piece: 321, line: 0}));
		expect(heard).toBeGreaterThan(before);
		press(screen, 'N', 'escape');
		await new Promise(resolve => setTimeout(resolve, 30));
		expect(screen.state().stream).toBeUndefined();
	});

	test('opens at the piece of the packet it is opened from', async () => {
		const streams = createStreams(await opened('http/get.pcap'));
		const head = await streams.open(12, new AbortController().signal);
		expect(streams.stretches(head!.piece, head!.piece + 1).map(({row}) => row)).toEqual([12]);
	});

	test('saves the sides that are shown, never over a file', async () => {
		const screen = await screenOn('http/pipelined.pcap');
		await follow(screen);
		const file = path.join(folder, 'said');
		press(screen, 'd', 'w', ...file, 'enter');
		await vi.waitFor(() => expect(screen.state().message?.text).toBe(`Saved 141 bytes as ${file}`));
		expect(fs.readFileSync(file, 'utf8')).toBe('GET /a.txt HTTP/1.1\r\nHost: wood.example.com\r\n\r\n'.repeat(3));
		press(screen, 'w', ...file, 'enter');
		await vi.waitFor(() => expect(screen.state().message?.text).toBe(`${file} is there already`));
		press(screen, 'escape');
		expect(screen.state().stream).toBeUndefined();
	});

	test('says what is missing, and where bytes came again with others', async () => {
		const screen = await screenOn('http/large-gap.pcap');
		await follow(screen);
		expect(text(screen)).toContain('bytes missing');
		const other = await screenOn('tcp/overlap.pcap');
		await follow(other);
		expect(text(other)).toContain('2 conflicts');
	});
});

describe('lines', () => {
	const hostile = Buffer.from('\x1b[2J\x1b]0;owned\x07\x9b31m\u202egnp\u0000\x7f\r\nplain\n', 'utf8');

	test.each([...encodings, 'gb18030', 'utf-7', 'koi8-r'])('in %s never hold what moves a cursor, and fit', encoding => {
		const all = Uint8Array.from({length: 1024}, (_, i) => (i * 7 + (i >> 8)) & 255);
		for (const bytes of [hostile, all]) {
			for (const line of linesOf(piece(bytes), encoding, 30)) {
				expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
				expect(width(line)).toBeLessThanOrEqual(30);
			}
		}
	});

	test('are as many as there are pieces for, read on demand', () => {
		let most = 0;
		const lines = new StreamLines(
			100_000,
			(from, to) => {
				most = Math.max(most, to - from);
				return Array.from({length: to - from}, (_, i) => piece(`piece ${from + i}\nsecond\n`, {side: ((from + i) & 1) as 0 | 1, row: from + i}));
			},
			'UTF-8',
			40,
		);
		expect(lines.move({piece: 0, line: 0}, 5, undefined)).toEqual({piece: 2, line: 1});
		expect(lines.move({piece: 0, line: 1}, 2, 0)).toEqual({piece: 2, line: 1});
		expect(lines.move({piece: 3, line: 0}, -1, undefined)).toEqual({piece: 2, line: 1});
		expect(lines.end(-1, undefined)).toEqual({piece: 99_999, line: 1});
		expect(lines.piece(99_999)?.lines).toEqual(['piece 99999', 'second']);
		expect(lines.move({piece: 99_999, line: 1}, 9, undefined)).toEqual({piece: 99_999, line: 1});
		expect(most).toBeLessThanOrEqual(16);
	});
});

test.each([
	['EBCDIC', [0xc8, 0x85, 0x93, 0x93, 0x96, 0x40, 0xf1], 'Hello 1'],
	['Shift_JIS', [0x83, 0x4c, 0x83, 0x6d, 0x83, 0x52], 'キノコ'],
	['UTF-16LE', [0x41, 0, 0xac, 0x20], 'A€'],
	['UTF-16BE', [0, 0x41, 0x20, 0xac], 'A€'],
	['Latin-1', [0xe9, 0x41], 'éA'],
	['ASCII', [0x41, 0xe9], 'A\ufffd'],
	['UTF-8', [0xe2, 0x82, 0xac], '€'],
	['koi8-r', [0xc7, 0xd2], 'гр'],
])('%s is decoded', (encoding, bytes, decoded) => {
	expect(decodeBytes(Uint8Array.from(bytes), encoding)).toBe(decoded);
	expect(encodingNamed(encoding.toLowerCase())?.toLowerCase()).toBe(encoding.toLowerCase());
});

test('a name of no encoding is none', () => {
	expect(encodingNamed('klingon')).toBeUndefined();
	expect(encodingNamed('base64')).toBeUndefined();
	expect(encodingNamed('')).toBeUndefined();
});
