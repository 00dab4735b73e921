import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const program = path.join(root, 'bin/inkcap');
const tour = path.join(root, 'fixtures/tour.pcapng');

/** Standard error without what a checkout that is being worked on says of its build. */
const said = (text: string): string => text.replace(/^inkcap: (?:its build is|it is not built).*\n/, '');

const run = (words: readonly string[], options: {readonly input?: Uint8Array; readonly env?: NodeJS.ProcessEnv} = {}) => {
	const {status, stdout, stderr} = spawnSync(program, words, {encoding: 'utf8', input: options.input, env: {...process.env, ...options.env}, maxBuffer: 1 << 28});
	return {status, stdout, stderr: said(stderr)};
};

test('a bare file prints text where no terminal is', () => {
	const {status, stdout, stderr} = run([tour]);
	expect({status, stderr}).toEqual({status: 0, stderr: ''});
	expect(stdout).toMatch(/^ {4}1 .* → /);
});

test('the standard input is read, however it comes', () => {
	const input = fs.readFileSync(tour);
	const direct = run(['-r', tour]).stdout;
	expect(run(['-r', '-'], {input}).stdout).toBe(direct);
	expect(run(['-2', '-r', '-'], {input}).status).toBe(0);
	expect(spawnSync(`"${program}" -r - < "${tour}"`, {shell: true, encoding: 'utf8'}).stdout).toBe(direct);
});

test('a file that is cut gives what is whole, one sentence, and status 2', () => {
	const {status, stdout, stderr} = run(['-r', '-'], {input: fs.readFileSync(tour).subarray(0, -10)});
	expect(status).toBe(2);
	expect(stdout.split('\n').length).toBeGreaterThan(50);
	expect(stderr).toMatch(/^inkcap: The standard input is cut short: [^\n]*\.\n$/);
});

test.each([
	[['-r', '/nowhere/x'], 2, 'inkcap: The file "/nowhere/x" does not exist.\n'],
	[['-r', '/'], 2, 'inkcap: "/" is a directory, not a file.\n'],
	[['-r', program], 2, expect.stringMatching(/^inkcap: The file ".*" is not a capture file: [^\n]*\.\n$/)],
	[['--bogus'], 1, 'inkcap: There is no option --bogus; inkcap --help lists them.\n'],
	[['--tui', tour], 1, 'inkcap: Standard output is not a terminal: --text prints instead.\n'],
	[[], 1, 'inkcap: Which capture? Give a file: inkcap -r FILE, or an interface: inkcap -i INTERFACE.\n'],
	[['-r', '/nowhere/\u001b[31m'], 2, 'inkcap: The file "/nowhere/\\033[31m" does not exist.\n'],
])('%j ends with status %d and a sentence', (words, status, stderr) => {
	expect(run(words)).toEqual({status, stdout: '', stderr});
});

test('a reader that goes away ends it silently', async () => {
	const child = spawn(program, ['-r', tour, '-V', '-x'], {stdio: ['ignore', 'pipe', 'pipe']});
	let stderr = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
	child.stdout.once('data', () => child.stdout.destroy());
	const status = await new Promise(resolve => child.once('close', resolve));
	expect(status).toBe(0);
	expect(said(stderr)).toBe('');
});

test('the zone of the machine is in local times, and nowhere else', () => {
	const fields = (TZ: string): string => run(['-r', tour, '-c', '1', '-T', 'fields', '-e', 'frame.time', '-e', 'frame.time_epoch'], {env: {TZ, LC_ALL: 'de_DE.UTF-8'}}).stdout;
	const [berlin, epoch] = fields('Europe/Berlin').trimEnd().split('\t');
	const [tokyo, sameEpoch] = fields('Asia/Tokyo').trimEnd().split('\t');
	expect(berlin).toMatch(/ CES?T$/);
	expect(tokyo).toMatch(/ JST$/);
	expect(sameEpoch).toBe(epoch);
});

test('-w writes what passes, byte for byte where all does', () => {
	const input = fs.readFileSync(tour);
	const copy = spawnSync(program, ['-r', '-', '-w', '-'], {input, maxBuffer: 1 << 28}).stdout;
	expect(copy.equals(input)).toBe(true);
	for (const passes of [[], ['-2']]) {
		const some = spawnSync(program, [...passes, '-r', tour, '-Y', 'frame.number == 3 or frame.number == 7', '-w', '-'], {maxBuffer: 1 << 28}).stdout;
		const lengths = run(['-r', '-', '-T', 'fields', '-e', 'frame.len'], {input: some}).stdout;
		expect(lengths).toBe(run(['-r', tour, '-T', 'fields', '-e', 'frame.len', '-Y', 'frame.number == 3 or frame.number == 7']).stdout);
	}
});

test('fields lists each declared field once with what it is', () => {
	const lines = run(['fields']).stdout.trimEnd().split('\n');
	const named = (name: string): readonly string[] | undefined => lines.find(line => line.startsWith(`${name}\t`))?.split('\t');
	expect(named('ip.ttl')?.slice(1, 5)).toEqual(['FT_UINT8', 'BASE_DEC', 'Time to Live', 'ip']);
	expect(named('ip.ttl')?.[5]).toMatch(/Routers/);
	expect(named('ip')?.slice(1, 5)).toEqual(['FT_PROTOCOL', '', 'Internet Protocol Version 4', 'ip']);
	expect(named('ip.flags.df')?.slice(1, 5)).toEqual(['FT_BOOLEAN', '8', "Don't fragment", 'ip']);
	expect(new Set(lines).size).toBe(lines.length);
});
