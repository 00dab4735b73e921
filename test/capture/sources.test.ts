import {execFileSync, spawn} from 'node:child_process';
import {appendFileSync, createWriteStream, writeFileSync} from 'node:fs';
import {join as joinPath} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {gzipSync} from 'node:zlib';
import {build} from 'esbuild';
import {beforeAll, describe as group, expect, test} from 'vitest';
import {openCapture} from '../../src/capture/open.ts';
import {describe, join, option, packet, pcapHeader, pcapRecord, section, simplePacket} from './build.ts';
import {directory, drain, file, readAll, type Reading} from './read.ts';

/** What every kind of source must give of a file, whatever way it comes. */
type Kind = {readonly name: string; read(bytes: Uint8Array): Promise<Reading>};

let pipes = 0;

/** Writes into a FIFO, in pieces, while `use` reads it. */
async function throughPipe<T>(bytes: Uint8Array, piece: number, use: (path: string) => Promise<T>): Promise<T> {
	const path = joinPath(directory, `pipe-${pipes++}`);
	execFileSync('mkfifo', [path]);
	const reading = use(path);
	const stream = createWriteStream(path);
	stream.on('error', () => undefined);
	for (let at = 0; at < bytes.length; at += piece) {
		stream.write(bytes.subarray(at, at + piece));
		if (piece < bytes.length) await sleep(1);
	}

	stream.end();
	return reading;
}

const kinds: readonly Kind[] = [
	{name: 'a file', read: bytes => readAll(file(bytes))},
	{name: 'a gzip file', read: bytes => readAll(file(gzipSync(bytes)))},
	{name: 'a gzip file of several members', read: bytes => readAll(file(join(gzipSync(bytes.subarray(0, 30)), gzipSync(bytes.subarray(30)))))},
	{name: 'a pipe', read: bytes => throughPipe(bytes, bytes.length || 1, readAll)},
	{name: 'a pipe that drips', read: bytes => throughPipe(bytes, Math.max(1, Math.ceil(bytes.length / 40)), readAll)},
	{name: 'a gzip pipe', read: bytes => throughPipe(gzipSync(bytes), 7, readAll)},
	{
		name: 'a file that is followed while it is written',
		async read(bytes) {
			const path = file(bytes.subarray(0, 20));
			const source = openCapture(path, {follow: true});
			await sleep(5);
			appendFileSync(path, bytes.subarray(20, 60));
			await sleep(5);
			appendFileSync(path, bytes.subarray(60));
			const opened = await source;
			setTimeout(() => opened.close(), 400);
			return {frames: await drain(opened), fault: opened.fault?.message, status: opened.fault?.exitStatus ?? 0};
		},
	},
];

const pcap = join(pcapHeader(), pcapRecord(), pcapRecord({data: new Uint8Array(3000).fill(7)}), pcapRecord({fraction: 5}));
const pcapng = join(
	section(),
	describe(),
	packet({options: join(option(1, 'note'), option(0))}),
	simplePacket(),
	section({littleEndian: false}),
	describe({littleEndian: false, link: 101}),
	packet({littleEndian: false}),
);

const cases: readonly {readonly name: string; readonly bytes: Uint8Array; readonly cut?: true}[] = [
	{name: 'pcap', bytes: pcap},
	{name: 'pcapng', bytes: pcapng},
	{name: 'a pcap header alone', bytes: pcapHeader()},
	{name: 'a cut pcap', bytes: pcap.subarray(0, -1), cut: true},
	{name: 'a cut pcapng', bytes: pcapng.subarray(0, -1), cut: true},
];

for (const kind of kinds) {
	group(`a source of ${kind.name}`, () => {
		for (const {name, bytes, cut} of cases) {
			test(`gives the frames of ${name}`, async () => {
				const reading = await kind.read(bytes);
				const wanted = await readAll(file(bytes));
				expect(reading.frames).toEqual(wanted.frames);
				// A file that is followed may still get the rest.
				const waits = kind.name.includes('followed');
				expect(reading.status).toBe(cut && !waits ? 2 : 0);
				if (cut && !waits) expect(reading.fault).toMatch(/is cut short: the (packet|block) at byte \d+ needs \d+ bytes, but only \d+ are left\.$/);
			});
		}
	});
}

group('what a source says of its progress', () => {
	test('a file has a size and a share', async () => {
		const source = await openCapture(file(pcap));
		expect([source.size, source.share]).toEqual([pcap.length, 24 / pcap.length]);
		await drain(source);
		expect([source.bytesRead, source.size, source.share]).toEqual([pcap.length, pcap.length, 1]);
		source.close();
		source.close();
		expect(source.read()).toBeUndefined();
		expect(await source.more()).toBe(false);
	});

	test('a gzip file counts inflated bytes', async () => {
		const source = await openCapture(file(gzipSync(pcap)));
		await drain(source);
		expect([source.format.compressed, source.bytesRead, source.size, source.share]).toEqual([true, pcap.length, pcap.length, 1]);
		source.close();
	});

	test('close ends a wait for a file that does not grow', async () => {
		const source = await openCapture(file(pcap), {follow: true});
		while (source.read());
		const waiting = source.more();
		source.close();
		expect(await waiting).toBe(false);
	});

	test('a followed file that becomes shorter is a fault', async () => {
		const path = file(pcap);
		const source = await openCapture(path, {follow: true});
		while (source.read());
		writeFileSync(path, pcap.subarray(0, 30));
		await drain(source);
		expect(source.fault?.message).toMatch(/was cut to 30 bytes while it was read\.$/);
		source.close();
	});
});

group('the standard input', () => {
	const driver = joinPath(directory, 'driver.mjs');

	beforeAll(async () => {
		const contents = `
			import {readdirSync} from 'node:fs';
			import {openCapture} from './src/capture/open.ts';
			const before = new Set(readdirSync(process.env.TMPDIR));
			try {
				const source = await openCapture('-');
				const left = readdirSync(process.env.TMPDIR).filter((name) => !before.has(name));
				let count = 0;
				do for (let batch = source.read(); batch; batch = source.read()) count += batch.count; while (await source.more());
				console.log(JSON.stringify({count, left, fault: source.fault?.message}));
				source.close();
			} catch (error) {
				console.log(JSON.stringify({count: 0, left: [], fault: error.message}));
			}`;
		await build({stdin: {contents, resolveDir: process.cwd(), loader: 'ts'}, bundle: true, platform: 'node', format: 'esm', outfile: driver, logLevel: 'error'});
	});

	async function run(command: string): Promise<{count: number; left: string[]; fault?: string}> {
		const child = spawn('sh', ['-c', command], {env: {...process.env, NODE: process.execPath, DRIVER: driver, TMPDIR: directory}});
		let output = '';
		child.stdout.on('data', text => {
			output += text;
		});
		await new Promise(resolve => {
			child.on('close', resolve);
		});
		return JSON.parse(output);
	}

	const path = file(pcap, 'in.pcap');
	file(gzipSync(pcap), 'in.pcap.gz');

	test('is read from a pipe, a file, gzip, and a socket, and leaves no file behind', async () => {
		expect(await run(`cat ${path} | $NODE $DRIVER`)).toEqual({count: 3, left: []});
		expect(await run(`$NODE $DRIVER < ${path}`)).toEqual({count: 3, left: []});
		expect(await run(`cat ${path}.gz | $NODE $DRIVER`)).toEqual({count: 3, left: []});
		expect(await run(`$NODE $DRIVER < ${path}.gz`)).toEqual({count: 3, left: []});
		const child = spawn(process.execPath, [driver], {env: {...process.env, TMPDIR: directory}});
		child.stdin.end(pcap);
		let output = '';
		for await (const text of child.stdout) output += text;
		expect(JSON.parse(output)).toEqual({count: 3, left: []});
	});

	test('is an empty capture when it is empty, and no device', async () => {
		expect(await run(`: | $NODE $DRIVER`)).toEqual({count: 0, left: []});
		expect((await run(`$NODE $DRIVER < /dev/null`)).fault).toBe('The standard input is neither a regular file nor a pipe.');
	});

	test('is named in the sentence about a cut', async () => {
		expect((await run(`head -c 90 ${path} | $NODE $DRIVER`)).fault).toMatch(/^The standard input is cut short: the packet at byte 82 /);
	});
});
