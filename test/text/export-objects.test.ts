import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {objectName, safeName} from '../../src/text/object-names.ts';
import {fixturesDirectory} from '../fixtures.ts';
// @ts-expect-error it is plain JavaScript, so that the script that asks tshark can use it too
import {talkCapture} from './follow/talk-capture.mjs';
import {runInkcap} from './run-inkcap.ts';

let folder = '';
beforeEach(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-objects-'));
});
afterEach(() => fs.rmSync(folder, {recursive: true}));

const fixture = (name: string): string => path.join(fixturesDirectory, 'http', name);
const exportTo = (file: string, to: string) => runInkcap(['-q', '-r', file, '--export-objects', `http,${to}`]);
const sizes = (of: string): Record<string, number> => Object.fromEntries(fs.readdirSync(of).sort().map(name => [name, fs.statSync(path.join(of, name)).size]));

/** What `tshark -q -r FILE --export-objects http,DIR` makes of them: names and sizes. */
const exported: ReadonlyArray<readonly [string, Record<string, number>]> = [
	['chunks.pcap', {'%2f': 337}],
	['get.pcap', {'%2f': 2183, 'here%3fq=1&r=%20': 153}],
	['gzip-chunked.pcap', {'%2f': 2183}],
	['large.pcap', {'large.txt': 12_000}],
	['methods.pcap', {thing: 360, 'thing(1)': 356, 'thing(2)': 359, 'thing(3)': 358, 'thing(4)': 358, 'thing(5)': 361}],
	['not-modified.pcap', {'%2f': 100, dir: 169}],
	['pipelined.pcap', {'a.txt': 2, 'a(1).txt': 2, 'a(2).txt': 2, 'a(3).txt': 2, 'a(4).txt': 2}],
	['post.pcap', {file: 3000, 'file(1)': 2, form: 23, 'form(1)': 2, json: 35, 'json(1)': 2, multi: 275, 'multi(1)': 2}],
	['websocket.pcap', {}],
];

test.each(exported)('the objects of %s are those of tshark', async (name, files) => {
	expect(await exportTo(fixture(name), folder)).toEqual({status: 0, output: '', complaints: ''});
	expect(sizes(folder)).toEqual(files);
});

test('what is chunked and compressed is written as it was', async () => {
	await exportTo(fixture('get.pcap'), path.join(folder, 'plain'));
	await exportTo(fixture('gzip-chunked.pcap'), path.join(folder, 'packed'));
	const [plain, packed] = ['plain', 'packed'].map(each => fs.readFileSync(path.join(folder, each, '%2f'), 'utf8'));
	expect(packed).toMatch(/^<!doctype html>\n/);
	expect(packed).toBe(plain);
});

describe('files that are there', () => {
	test('stay as they are', async () => {
		fs.writeFileSync(path.join(folder, 'large.txt'), 'mine');
		await exportTo(fixture('large.pcap'), folder);
		expect(fs.readFileSync(path.join(folder, 'large.txt'), 'utf8')).toBe('mine');
		expect(sizes(folder)).toEqual({'large.txt': 4, 'large(1).txt': 12_000});
	});

	test('are not followed where they are links', async () => {
		const inside = path.join(folder, 'inside');
		fs.mkdirSync(inside);
		fs.symlinkSync(path.join(folder, 'outside'), path.join(inside, 'large.txt'));
		await exportTo(fixture('large.pcap'), inside);
		expect(fs.existsSync(path.join(folder, 'outside'))).toBe(false);
		expect(fs.readdirSync(inside).sort()).toEqual(['large(1).txt', 'large.txt']);
	});
});

test('nothing is written outside the directory, whatever was asked for', async () => {
	const asked = ['/../../etc/passwd', '/..', '/.', '/..%2f..%2fx', '/a\\..\\b', '//', '/\u0001\u001b[31m', '/con:aux|x', '/%00x', `/${'n'.repeat(300)}.html`,
		`/${'n'.repeat(300)}.html`];
	const lines = ['c 99 0 S', 's 499 100 SA'];
	let [sent, answered] = [100, 500];
	for (const uri of asked) {
		const request = `GET ${uri} HTTP/1.1\r\n\r\n`;
		const response = 'HTTP/1.1 200 OK\r\nContent-Length:2\r\n\r\nok';
		lines.push(`c ${sent} ${answered} A ${encodeURIComponent(request)}`, `s ${answered} ${sent + request.length} A ${encodeURIComponent(response)}`);
		sent += request.length;
		answered += response.length;
	}

	const file = path.join(folder, 'talk.pcap');
	fs.writeFileSync(file, talkCapture(lines, decodeURIComponent) as Uint8Array);
	const inside = path.join(folder, 'deep/er/inside');
	expect((await exportTo(file, inside)).complaints).toBe('');
	const names = fs.readdirSync(inside);
	expect(names).toHaveLength(asked.length);
	expect(names.filter(name => /[\u0000-\u001f\u007f/\\:|]/.test(name))).toEqual([]);
	expect(names).toEqual(expect.arrayContaining(['passwd', '%01%1b[31m', '%2f', '(1).', '.(1).', '%00x']));
	expect(fs.readdirSync(path.join(folder, 'deep/er'))).toEqual(['inside']);
	expect(fs.readdirSync(path.join(folder, 'deep'))).toEqual(['er']);
});

describe('long bodies', () => {
	const mebibyte = 1024 * 1024;
	const pattern = Array.from({length: 1000}, (_, i) => String.fromCharCode((i * 7) & 255)).join('');
	const filled = (length: number): string => pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length);
	/** A capture in which `/big` is answered with a message, and then `/small` with two bytes. */
	const answered = (message: string, closes = false): string => {
		const ask = (uri: string): string => `GET ${uri} HTTP/1.1\r\n\r\n`;
		const lines: string[] = ['c 99 0 S', 's 99 100 SA'];
		const texts: string[] = [];
		const sent = [100, 100];
		const say = (side: 0 | 1, text: string): void => {
			lines.push(`${'cs'[side]} ${sent[side]} ${sent[1 - side]} A ${texts.push(text) - 1}`);
			sent[side]! += text.length;
		};
		say(0, ask('/big'));
		for (let at = 0; at < message.length; at += 65_000) say(1, message.slice(at, at + 65_000));
		if (closes) lines.push(`s ${sent[1]} ${sent[0]} FA`);
		else {
			say(0, ask('/small'));
			say(1, 'HTTP/1.1 200 OK\r\nContent-Length:2\r\n\r\nok');
		}

		const file = path.join(folder, 'talk.pcap');
		fs.writeFileSync(file, talkCapture(lines, (n: string) => (n === '' ? '' : texts[Number(n)])) as Uint8Array);
		return file;
	};
	const chunked = (body: string, size: number): string => {
		const parts = Array.from({length: Math.ceil(body.length / size)}, (_, i) => body.slice(i * size, (i + 1) * size));
		return `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${parts.map(part => `${part.length.toString(16)}\r\n${part}\r\n`).join('')}0\r\n\r\n`;
	};
	const known = (body: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

	test.each([
		['of known length', filled(40 * mebibyte), known, false],
		['in large chunks', filled(20 * mebibyte), (body: string) => chunked(body, mebibyte), false],
		['in more chunks than are shown', filled(20 * mebibyte), (body: string) => chunked(body, 1000), false],
		['that end with the connection', filled(40 * mebibyte), (body: string) => `HTTP/1.0 200 OK\r\n\r\n${body}`, true],
	])('%s are written whole', async (_, body, message, closes) => {
		const to = path.join(folder, 'to');
		expect(await exportTo(answered(message(body), closes), to)).toEqual({status: 0, output: '', complaints: ''});
		expect(fs.readdirSync(to).sort()).toEqual(closes ? ['big'] : ['big', 'small']);
		expect(fs.readFileSync(path.join(to, 'big')).equals(Buffer.from(body, 'latin1'))).toBe(true);
	}, 60_000);

	test('that are longer than what is put together are said to be so', async () => {
		const to = path.join(folder, 'to');
		const ran = await exportTo(answered(chunked(filled(40 * mebibyte), mebibyte)), to);
		expect(ran.complaints).toMatch(/^The body of packet \d+ \(\/big\) is longer than what is put together: only its beginning is written\.\n$/);
		const {big, small} = sizes(to);
		expect(small).toBe(2);
		expect(big).toBeGreaterThan(30 * mebibyte);
		const announced = `HTTP/1.1 200 OK\r\nContent-Length: ${300 * mebibyte}\r\n\r\n${filled(100_000)}`;
		const other = await exportTo(answered(announced, true), path.join(folder, 'other'));
		expect(other.complaints).toContain('(/big) is longer than what is put together: it is not written.');
	}, 60_000);
});

test.each([
	['/a/b.tar.gz', 1, 'b.tar(1).gz'],
	['http://example.com', 0, 'example.com'],
	['/', 0, '%2f'],
	['*', 0, '%2a'],
	['/x?a=b', 0, 'x%3fa=b'],
	['/dir/', 2, 'dir(2)'],
	['/\u202egnp.exe', 0, '%e2%80%aegnp.exe'],
	[`/${'s'.repeat(300)}.eee`, 0, `${'s'.repeat(251)}.eee`],
	[`/${'s'.repeat(300)}.eee`, 1, `${'s'.repeat(248)}(1).eee`],
	[`/e.${'h'.repeat(300)}`, 1, `e.${'h'.repeat(250)}(1)`],
])('the name of %s (%d) is %s', (asked, n, name) => {
	expect(objectName(asked, n)).toBe(name);
});

test('an answer to nothing is named by its packet and its type', () => {
	expect(safeName('object4.text/plain')).toBe('object4.text%2fplain');
});

test.each([
	[['http'], /needs a directory to put files in/, 1],
	[['http,'], /needs a directory to put files in/, 1],
	[['htp,x'], /not 'htp'; did you mean 'http'\?/, 1],
	[['http,a', 'http,b'], /given twice/, 1],
	[['http,/proc/none/x'], /cannot make the directory \/proc\/none\/x/, 2],
])('--export-objects %j is refused in a sentence', async (words, sentence, status) => {
	const ran = await runInkcap(['-q', '-r', fixture('get.pcap'), ...words.flatMap(word => ['--export-objects', word])]);
	expect({status: ran.status, output: ran.output}).toEqual({status, output: ''});
	expect(ran.complaints).toMatch(sentence);
});
