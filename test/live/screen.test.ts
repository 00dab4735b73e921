import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {openShell, type Shell, tmuxMissing} from '../tmux/tmux.ts';
import {client, inkcap, type Lab, labMissing, openLab, server, until} from './lab.ts';

const missing = labMissing() ?? tmuxMissing();
if (missing !== undefined) console.warn(`The tests of live screens are skipped: ${missing}`);

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-screen-'));
fs.chmodSync(directory, 0o777);

describe.skipIf(missing !== undefined)('the screen of a live capture', () => {
	let lab: Lab;
	let shell: Shell;
	const start = (words: string, before = 'unset SSH_CONNECTION') =>
		shell.line(`clear; export TMPDIR=${directory}; ${before}; ip ${lab.at('client').join(' ')} ${process.execPath} ${inkcap} ${words}`);
	const ping = () => lab.sh('client', `ping -c 3 -i 0.05 ${server.v4}`);
	beforeAll(async () => {
		lab = await openLab();
	}, 60_000);
	afterAll(async () => {
		await lab.close();
		fs.rmSync(directory, {recursive: true, force: true});
	});
	beforeEach(async () => {
		shell = await openShell(110, 30);
	});
	afterEach(() => shell.close());

	test('lets an interface be chosen by what comes by on it', {timeout: 60_000}, async () => {
		await start('');
		const list = await shell.until('Capture on');
		expect(list).toMatch(/►c0 .* 0 p\/s/);
		expect(list).toMatch(/lo .*Loopback/);
		const pinging = lab.sh('client', `ping -c 60 -i 0.05 ${server.v4}`);
		await shell.until(/►c0 +[1-9]\d* p\/s/);
		await shell.press('Enter');
		await shell.until('● live');
		await shell.until(/Echo \(ping\) reply/);
		await pinging;
		await shell.press('I');
		await shell.until('Capture on');
		await shell.press('j');
		await shell.until(/►any/);
		await shell.press('Enter');
		await shell.until(/^ any {2}/m);
		await shell.press('q');
		await shell.until('[0] $');
		await until('nothing is left', () => fs.readdirSync(directory).length === 0);
	});

	test('ends where no interface is chosen', {timeout: 60_000}, async () => {
		await start('');
		await shell.until('Capture on');
		await shell.press('Escape');
		await shell.until('[0] $');
	});

	test('leaves the SSH connection out, and brings it back with a key', {timeout: 60_000}, async () => {
		await start("-i c0 -f 'tcp port 80 or icmp'", `export SSH_CONNECTION='${client.v4} 40022 ${server.v4} 80'`);
		await shell.until('● live');
		await shell.until('no SSH');
		const talk = () => lab.sh('client', `curl -s -m 1 --local-port 40022 http://${server.v4}/`);
		await talk();
		await ping();
		await shell.until('6 packets');
		await shell.press('S');
		await shell.until('The SSH connection is captured too');
		await talk();
		await shell.until(/40022 → 80/);
		await shell.press('q');
		await shell.until('[0] $');
	});
});
