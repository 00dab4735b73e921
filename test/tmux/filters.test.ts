import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeEach, describe, expect, test} from 'vitest';
import {openShell, type Shell, tmuxMissing} from './tmux.ts';

const root = path.join(import.meta.dirname, '../..');
const program = path.join(root, 'bin/inkcap');
const capture = path.join(root, 'fixtures/http/get.pcap');
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-filters-'));
const environment = `XDG_STATE_HOME=${directory}/state XDG_CONFIG_HOME=${directory}/config`;
const missing = tmuxMissing();

let shell: Shell;

const start = async (before = '', columns = 80) => {
	await shell.line(`clear; cd ${directory}; ${environment} ${before} ${program} ${capture}`);
	await shell.until('16 packets');
	expect((await shell.screen()).split('\n')[0]).toHaveLength(columns);
};

const quit = async () => {
	await shell.press('q');
	await shell.until('[0] $');
};

describe.skipIf(missing !== undefined)('the program in a real terminal', () => {
	beforeEach(async () => {
		shell = await openShell();
	});

	afterEach(async () => {
		await shell.close();
	});

	afterAll(() => {
		fs.rmSync(directory, {recursive: true, force: true});
	});

	test('completes a filter, counts what it leaves, and has it again in the next session', async () => {
		await start();
		await shell.type('/http.request.meth');
		await shell.until(/│ http\.request\.method +.+│/);
		await shell.press('Tab');
		await shell.until(/^\/http\.request\.method +\d+ of 16$/m);
		await shell.press('Enter');
		await shell.until(/Packets ━ http\.request\.method ━+ 3 of 16 ━/);
		await quit();
		expect(fs.readFileSync(path.join(directory, 'state/inkcap/filter-history'), 'utf8')).toBe('http.request.method\n');
		await start('NO_COLOR=1');
		await shell.type('/');
		await shell.press('Up');
		await shell.until(/^\/http\.request\.method /m);
		await shell.press('C-s');
		await shell.until('Save as:');
		await shell.type('Requests');
		await shell.press('Enter');
		await shell.until('Saved as Requests');
		await shell.press('Escape');
		await shell.until('q quit');
		await quit();
		expect(fs.readFileSync(path.join(directory, 'config/inkcap/filters'), 'utf8')).toBe('"Requests" http.request.method\n');
	});

	test('makes a filter of the conversation, decodes as something else, makes a fixture', async () => {
		await start();
		await shell.type('4Gp');
		await shell.until(/│►TCP stream +tcp\.stream == 0/);
		await shell.type('n');
		await shell.until(/^\/!\(tcp\.stream == 0\) /m);
		await shell.press('Enter');
		await shell.until('0 of 16 packets');
		await shell.type('c');
		await shell.until(/►\s+4 /);
		await shell.type('d');
		await shell.until(/│►tcp\.port==80,/);
		await shell.press('Enter');
		await shell.type('dns');
		await shell.press('Enter');
		await shell.until('Decoded as tcp.port==80,dns');
		await shell.until(/►\s+4 .* TCP /);
		await shell.type('x');
		await shell.until('Fixture: get-4.pcap');
		await shell.press('Enter');
		await shell.until('get-4.pcap: packets 1, 2, 3, 4');
		expect(fs.readdirSync(directory).filter(name => name.startsWith('get-4')).sort()).toEqual(['get-4.pcap', 'get-4.pcap.txt']);
		await quit();
	});
});
