import {afterEach, beforeEach, expect, test} from 'vitest';
import {openShell, type Shell, tmuxMissing} from '../tmux/tmux.ts';
import {inLab} from './in-lab.ts';
import {client, inkcap, server} from './lab.ts';

inLab('the screen of a live capture', lab => {
	const {directory} = lab;
	let shell: Shell;
	const start = (words: string, before = 'export SSH_CONNECTION=') =>
		shell.line(`clear; export TMPDIR=${directory}; ${before}; ip ${lab.at('client').join(' ')} ${process.execPath} ${inkcap} ${words}`);
	const ping = () => lab.sh('client', `ping -c 3 -i 0.05 ${server.v4}`);
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
		await lab.nothingIsLeft();
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
}, tmuxMissing);
