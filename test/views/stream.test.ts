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
	return {side: 0, row: 0, length: given.length, place: 0, kind: 'bytes', bytes: given, ...more};
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

	test('finds what one packet begins and a later one of its side ends', async () => {
		const given = ['one nee', 'x', 'd', 'y', 'le two', 'z', 'needle', 'end'].map((said, i) => piece(said, {row: i, side: (i < 6 ? i & 1 : 0) as 0 | 1}));
		const stretches = (from: number, to: number) => given.slice(from, to);
		const head = {title: 'tcp.stream 0', ends: ['a:1', 'b:2'], count: given.length, piece: 0, sizes: [9, 3], lost: [0, 0], conflicts: 0} as const;
		const screen = createScreen(createSession({...fakePackets(60), streams: {open: () => Promise.resolve(head), stretches}}), {columns: 80, rows: 24});
		await follow(screen);
		const at = (wanted: number) => vi.waitFor(() => expect(screen.state().stream!.at).toEqual({piece: wanted, line: 0}));
		press(screen, '/', ...'NEEDLE', 'enter');
		await at(4);
		press(screen, 'n');
		await at(6);
		press(screen, 'N');
		await at(4);
		press(screen, 'N');
		await vi.waitFor(() => expect(screen.state().message?.text).toBe('NEEDLE is not above'));
	});

	test('finds bytes that two packets share', async () => {
		const given = ['ab', 'cd', 'ef'].map((said, i) => piece(said, {row: i}));
		const head = {title: 'tcp.stream 0', ends: ['a:1', 'b:2'], count: given.length, piece: 0, sizes: [6, 0], lost: [0, 0], conflicts: 0} as const;
		const streams = {open: () => Promise.resolve(head), stretches: (from: number, to: number) => given.slice(from, to)};
		const screen = createScreen(createSession({...fakePackets(60), streams}), {columns: 80, rows: 24});
		await follow(screen);
		press(screen, 'x', '/', ...'6465', 'enter');
		await vi.waitFor(() => expect(screen.state().stream!.at).toEqual({piece: 2, line: 0}));
	});

	test('opens at the piece of the packet it is opened from', async () => {
		const streams = createStreams(await opened('http/get.pcap'));
		const head = await streams.open(12, new AbortController().signal);
		expect(streams.stretches(head!.piece, head!.piece + 1).map(({row}) => row)).toEqual([12]);
	});

	test('is opened anew when the packets are others', async () => {
		const screen = await screenOn('http/pipelined.pcap');
		await follow(screen);
		screen.session.reopen({...fakePackets(40), streams: createStreams(await opened('http/get.pcap'))});
		await vi.waitFor(() => expect(text(screen)).toMatch(/GET \/here|GET \/ HTTP/));
		expect(text(screen)).not.toContain('a.txt');
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
			for (const line of linesOf(piece(bytes), encoding, 30, decodeBytes(bytes, encoding))) {
				expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
				expect(width(line)).toBeLessThanOrEqual(30);
			}
		}
	});

	const inPieces = (encoding: string, ...given: StreamStretch[]): string[] => {
		const lines = new StreamLines(given.length, (from, to) => given.slice(from, to), encoding, 40);
		return given.map((_, i) => lines.piece(i)!.lines.join('|'));
	};

	test.each([
		['UTF-8', [[0x61, 0xe2], [0x82], [0xac, 0x62]], ['a', '', '€b']],
		['UTF-16LE', [[0x41, 0, 0xac], [0x20, 0x3d, 0xd8], [0, 0xde]], ['A', '€', '😀']],
		['UTF-16BE', [[0, 0x41, 0x20], [0xac]], ['A', '€']],
		['Shift_JIS', [[0x83, 0x4c, 0x83], [0x6d, 0x83], [0x52]], ['キ', 'ノ', 'コ']],
		['gb18030', [[0xc4, 0xe3, 0xba], [0xc3]], ['你', '好']],
		['Latin-1', [[0xe9], [0xe8]], ['é', 'è']],
	])('in %s keep a character whole that two packets share', (encoding, parts, texts) => {
		let place = 0;
		const pieces = parts.map(bytes => {
			const made = piece(Uint8Array.from(bytes), {place});
			place += bytes.length;
			return made;
		});
		expect(inPieces(encoding, ...pieces)).toEqual(texts);
		// The other side says something between.
		expect(inPieces(encoding, ...pieces.flatMap(each => [each, piece('x', {side: 1})])).filter((_, i) => i % 2 === 0)).toEqual(texts);
	});

	test('show a character of which the rest is missing as what it is', () => {
		const gap = piece(new Uint8Array(0), {kind: 'gap', length: 5});
		expect(inPieces('UTF-8', piece(Uint8Array.of(0x61, 0xe2)), gap, piece(Uint8Array.of(0xac, 0x62)))).toEqual(['a\ufffd', '[5 bytes missing in capture file]', '\ufffdb']);
		expect(inPieces('UTF-8', piece(Uint8Array.of(0x61, 0xe2)))).toEqual(['a\ufffd']);
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
