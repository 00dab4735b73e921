import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {fixturesDirectory} from '../fixtures.ts';
import {runInkcap} from './run-inkcap.ts';
// @ts-expect-error it is plain JavaScript, so that the script that asks tshark can use it too
import {talkCapture} from './follow/talk-capture.mjs';

const answers = path.join(import.meta.dirname, 'follow');
const read = (name: string): unknown => JSON.parse(fs.readFileSync(path.join(answers, name), 'utf8'));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-follow-'));
afterAll(() => fs.rmSync(folder, {recursive: true}));

const follow = async (file: string, words: readonly string[]): Promise<string> => {
	const ran = await runInkcap(['-n', '-q', '-r', file, ...words.flatMap(word => ['-z', word])]);
	expect({status: ran.status, complaints: ran.complaints}).toEqual({status: 0, complaints: ''});
	return ran.output;
};

describe('-z follow prints what tshark prints', () => {
	test.each(read('cases.json') as ReadonlyArray<{name: string; file: string; words: string[]}>)('$name', async ({name, file, words}) => {
		expect(await follow(path.join(fixturesDirectory, file), words)).toBe(fs.readFileSync(path.join(answers, `${name}.txt`), 'utf8'));
	});
});

describe('a stream is put in order as tshark does', () => {
	const said = read('conversations-answers.json') as Record<string, string[]>;
	test.each(Object.entries(read('conversations.json') as Record<string, string[]>))('%s', async (name, lines) => {
		const file = path.join(folder, `${name}.pcap`);
		fs.writeFileSync(file, talkCapture(lines) as Uint8Array);
		expect([await follow(file, ['follow,tcp,yaml,0']), await follow(file, ['follow,tcp,yaml,1'])]).toEqual(said[name]);
	});
});

test.each([
	['follow', /follows tcp, udp, tls or http, not ''/],
	['follow,sip,ascii,0', /follows tcp, udp, tls or http, not 'sip'/],
	['follow,tcp,ASCII,0', /prints ascii, ebcdic, hex, raw or yaml, not 'ASCII'/],
	['follow,tcp,ascii', /takes a stream's number, or two ends/],
	['follow,tcp,ascii,-1', /takes a stream's number, or two ends/],
	['follow,tcp,ascii,4294967295', /there is no stream 4294967295/],
	['follow,tcp,ascii,10.0.0.1:1', /takes a stream's number, or two ends/],
	['follow,tcp,ascii,10.0.0.1:1,[::1]:2', /are not addresses of one kind/],
	['follow,tcp,ascii,::1:1,::1:2', /takes an end as 192\.0\.2\.1:80 or \[2001:db8::1\]:80, not '::1:1'/],
	['follow,tcp,ascii,10.0.0.1:65536,10.0.0.2:1', /ports go up to 65535, not 65536/],
	['follow,tcp,ascii,0,0', /FIRST or FIRST-LAST, from 1 on, not '0'/],
	['follow,tcp,ascii,0,3-1', /not '3-1'/],
	['follow,tcp,ascii,0,1-2,3', /not '1-2,3'/],
])('-z %s is refused in a sentence', async (word, sentence) => {
	const {status, output, complaints} = await runInkcap(['-q', '-r', path.join(fixturesDirectory, 'http/get.pcap'), '-z', word]);
	expect({status, output}).toEqual({status: 1, output: ''});
	expect(complaints).toMatch(sentence);
	expect(complaints.trim().split('\n')).toHaveLength(1);
});
