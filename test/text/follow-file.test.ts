import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {runInkcap} from './run-inkcap.ts';

const whole = fs.readFileSync('fixtures/http/chunks.pcap');
let directory: string;
let file: string;

beforeEach(() => {
	directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-follow-'));
	file = path.join(directory, 'growing.pcap');
});

afterEach(() => fs.rmSync(directory, {recursive: true, force: true}));

test('--follow waits for what is still written, in the middle of a packet too', async () => {
	const all = await runInkcap(['-r', 'fixtures/http/chunks.pcap']);
	const count = all.output.trimEnd().split('\n').length;
	fs.writeFileSync(file, whole.subarray(0, 150));
	const running = runInkcap(['-r', file, '--follow', '-c', String(count)]);
	for (const end of [151, 400, whole.length]) {
		await new Promise(resolve => setTimeout(resolve, 100));
		fs.appendFileSync(file, whole.subarray(fs.statSync(file).size, end));
	}

	expect(await running).toEqual(all);
});

test('without it the end of the file is the end, and what is cut is told', async () => {
	fs.writeFileSync(file, whole.subarray(0, 150));
	expect(await runInkcap(['-r', file])).toMatchObject({status: 2, complaints: expect.stringContaining('cut short')});
});

test.each([['-2', '-2'], ['-i lo', 'live']])('--follow does not go with %s', async (words, named) => {
	const {status, complaints} = await runInkcap([...words.startsWith('-i') ? [] : ['-r', file], '--follow', ...words.split(' ')]);
	expect(status).toBe(1);
	expect(complaints).toContain(named);
});
