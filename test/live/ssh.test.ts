import fs from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {beforeAll, expect, test} from 'vitest';
import {openCapture} from '../../src/library/capture.ts';
import {openShell, tmuxMissing} from '../tmux/tmux.ts';
import {inLab} from './in-lab.ts';
import {inkcap, server} from './lab.ts';
import {openLogin, type SshLogin, sshMissing, visitors} from './ssh-login.ts';

inLab('a live capture over SSH', lab => {
	let login: SshLogin;
	beforeAll(async () => {
		login = await openLogin(lab);
	}, 60_000);
	/** sudo lets no TMPDIR through. */
	const sudo = (words: string) => `sudo -n env TMPDIR=${lab.directory} ${process.execPath} ${inkcap} ${words}`;
	/** Whose processes run inkcap, at the client. */
	const owners = async () =>
		(await lab.sh('client', `ps -eo user:20,args | grep -F ${lab.directory}/inkcap-live | grep -v grep`)).trim().split('\n').map(line => line.split(' ')[0]);

	test.each(['visitor', 'guest'] as const)('leaves out its own connection, which sudo hides, and is that user’s (%s)', {timeout: 60_000}, async who => {
		const saved = path.join(lab.directory, `${who}.pcapng`);
		const running = login.start(who, sudo(`-i c0 -w ${saved} -P -l`));
		await running.until('Capturing on c0');
		await running.until(/This SSH connection \(10\.1\.0\.1 port \d+\) is left out/);
		const port = /port (\d+)\) is left out/.exec(running.stderr())?.[1];
		expect(new Set(await owners())).toEqual(new Set([String(visitors[who])]));
		await lab.sh('client', `ping -c 3 -i 0.05 ${server.v4}`);
		expect(await login.start(who, 'echo hello').ended).toBe(0);
		await running.until('Echo (ping) reply');
		await sleep(300);
		await lab.sh('client', 'pkill -INT -f "^[^ ]*node .*inkcap -i c0"');
		expect(await running.ended).toBe(0);
		expect(fs.statSync(saved).uid).toBe(visitors[who]);
		const capture = openCapture(saved);
		expect(await capture.count(`tcp.port == ${port}`)).toBe(0);
		expect(await capture.count('tcp.port == 2222')).toBeGreaterThan(4);
		capture.close();
		await lab.nothingIsLeft();
	});

	test.each(
		[
			['text', 'visitor', '-f icmp -l'],
			['text, of a sudo with a terminal of its own,', 'guest', '-f icmp -l'],
			['text on a terminal', 'visitor', '-f icmp -l', '-tt'],
			['text on a terminal, of a sudo with one of its own,', 'guest', '-f icmp -l', '-tt'],
			['a file', 'visitor', '-f icmp -q -w /dev/null'],
			['the screen', 'visitor', '-f icmp', '-tt'],
			['the screen, of a sudo with a terminal of its own,', 'guest', '-f icmp', '-tt'],
		] as const,
	)('to %s leaves nothing behind when the connection ends', {timeout: 60_000}, async (_, who, words, ...options) => {
		const running = login.start(who, sudo(`-i c0 ${words}`), ...options);
		await running.until(words === '-f icmp' ? '● live' : 'Capturing on');
		expect(await owners()).not.toEqual(['']);
		running.child.kill('SIGKILL');
		await lab.nothingIsLeft();
	});

	test('to the screen brings its own connection back with a key', {timeout: 60_000}, async () => {
		const shell = await openShell(110, 30);
		try {
			const words = login.words('visitor', `'${sudo('-i c0')}'`, '-tt');
			await shell.line(`clear; ip ${lab.at('router').join(' ')} ssh ${words.join(' ')}`);
			await shell.until('no SSH');
			await shell.press('S');
			await shell.until('The SSH connection is captured too');
			await shell.until(/ → 2222|2222 → /);
			await shell.press('S');
			await shell.until('The SSH connection is left out');
			await shell.until('no SSH');
			await shell.press('q');
			await shell.until('[0] $');
			await lab.nothingIsLeft();
		} finally {
			await shell.close();
		}
	});
}, () => sshMissing() ?? tmuxMissing());
