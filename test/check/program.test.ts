import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {directoryWith} from './captures.ts';

const program = path.join(import.meta.dirname, '../../dist/inkcap.cjs');

const run = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
	spawnSync(process.execPath, [program, 'check', ...words], {encoding: 'utf8', env: {PATH: process.env.PATH, ...environment}});

const captures = ['dns/records.pcap', 'http/get.pcap', 'formats/times.pcapng', 'ntp/client-server.pcap', 'tls/tls13.pcap', 'udp/lengths-malformed.pcap'];

const snapshotsIn = (directory: string): string =>
	fs.readdirSync(directory).filter(name => name.endsWith('.txt')).sort().map(name => fs.readFileSync(path.join(directory, name), 'utf8')).join('');

test('snapshots are the same in every zone and locale, and with a terminal', () => {
	const directory = directoryWith(...captures);
	const places = [
		{TZ: 'UTC', LC_ALL: 'C'},
		{TZ: 'Asia/Kolkata', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8'},
		{TZ: 'America/St_Johns', LC_ALL: 'ar_EG.UTF-8', LANGUAGE: 'ar'},
	];
	const written = places.map(place => {
		for (const name of fs.readdirSync(directory)) if (name.endsWith('.txt')) fs.rmSync(path.join(directory, name));
		const {status, stdout, stderr} = run(['--update', directory], place);
		expect([status, stderr]).toEqual([0, '']);
		return stdout + snapshotsIn(directory);
	});
	expect(new Set(written).size).toBe(1);

	const without = run([directory]);
	expect([without.status, without.stdout]).toEqual([0, '6 captures: 6 same\n']);
	// A terminal makes \r\n of \n.
	const terminal = spawnSync('script', ['-qec', `'${process.execPath}' '${program}' check '${directory}'`, '/dev/null'], {
		encoding: 'utf8',
		env: {...process.env, TERM: 'xterm-256color'},
	});
	expect([terminal.status, terminal.stdout.replaceAll('\r\n', '\n')]).toEqual([0, without.stdout]);
});

test('the exit status says how it went: 0 the same, 1 different, 2 could not run', () => {
	const directory = directoryWith('tcp/handshake.pcap');
	expect(run([directory]).status).toBe(1);
	expect(run(['-u', directory]).status).toBe(0);
	expect(run([directory]).status).toBe(0);
	for (
		const [words, sentence] of [
			[[], 'inkcap: Which captures? Give files or directories: inkcap check PATH.\n'],
			[['--reporter', 'xml', directory], "inkcap: --reporter takes text, junit, github or json, not 'xml'.\n"],
			[['--updat', '--ignores', 'x', directory], 'inkcap: There is no option --ignores; did you mean --ignore?\n'],
			[['-j', '0', directory], "inkcap: --jobs takes a number of threads, not '0'.\n"],
			[[path.join(directory, 'none')], `inkcap: There is no file or directory '${directory}/none'.\n`],
		] as const
	) {
		const {status, stdout, stderr} = run(words);
		expect([status, stdout, stderr]).toEqual([2, '', sentence]);
	}
});

test('threads say what one says', () => {
	const directory = directoryWith(...captures);
	expect(run(['-u', '-j', '3', directory]).status).toBe(0);
	const file = path.join(directory, 'records.pcap');
	fs.writeFileSync(file, fs.readFileSync(file).subarray(0, -7));
	const one = run(['-j', '1', directory]);
	const three = run(['-j', '3', directory]);
	expect(one.status).toBe(1);
	expect(three.stdout).toBe(one.stdout);
});

test('--help lists every option, and inkcap --help names the command', () => {
	const {status, stdout} = run(['--help']);
	expect(status).toBe(0);
	for (const option of ['--update', '--reporter', '--format', '--jobs', '--only', '--fields', '--ignore']) expect(stdout).toContain(option);
	expect(spawnSync(process.execPath, [program, '--help'], {encoding: 'utf8'}).stdout).toContain('inkcap check');
});

test('a configuration in TypeScript is loaded where Node runs it, and refused in a sentence where not', () => {
	const directory = directoryWith('tcp/handshake.pcap');
	fs.writeFileSync(path.join(directory, 'inkcap.config.ts'), "const config: {check: {ignore: string[]}} = {check: {ignore: ['ip.id']}};\nexport default config;\n");
	// What `npm init` writes does not stand in the way.
	fs.writeFileSync(path.join(directory, 'package.json'), '{"type": "commonjs"}');
	const {status, stderr} = run(['-u', directory]);
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major > 22 || (major === 22 && minor >= 18)) expect(snapshotsIn(directory)).toContain('\nignore ip.id\n');
	else expect([status, stderr]).toEqual([2, expect.stringMatching(/^inkcap: The configuration ".*" needs a Node\.js that runs TypeScript, from 22\.18 on; this is .*\n$/)]);
});
