import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {openCapture} from '../../src/library/capture.ts';
import {openShell, type Shell, tmuxMissing} from '../tmux/tmux.ts';
import {inLab} from './in-lab.ts';
import {environment, inkcap, processesBelow, server, until} from './lab.ts';

/** The process that takes packets, below the program. */
const captureChild = (pid: number) => {
	const found = processesBelow(pid).filter(each => fs.readFileSync(`/proc/${each}/cmdline`, 'utf8').includes('capture-worker.cjs\0capture\0'));
	expect(found).toHaveLength(1);
	return found[0]!;
};

inLab('faults of a live capture', lab => {
	const {directory} = lab;
	const {nothingIsLeft} = lab;
	const ping = (count = 3) => lab.sh('client', `ping -c ${count} -i 0.05 ${server.v4}`);
	afterEach(async () => {
		await lab.sh('client', 'ip link set c0 up');
		await until('the way is open again', async () => (await lab.sh('client', `ip route replace default via 10.1.0.1; ping -c1 -W1 ${server.v4}`)).includes('1 received'));
	});

	describe('as text', () => {
		const begin = (...words: readonly string[]) => lab.inkcap('client', ['-i', 'c0', '-l', ...words]);

		test.each(['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)('whose child is ended by %s says so and keeps what came', {timeout: 60_000}, async signal => {
			const saved = path.join(directory, 'saved.pcapng');
			const running = await begin('-w', saved, '-f', 'icmp');
			await ping();
			await sleep(200);
			process.kill(captureChild(running.pid), signal);
			expect(await running.ended).toBe(2);
			expect(running.stderr()).toMatch(new RegExp(`The capture on c0 was ended by ${signal}.*; what came until then is kept\\.\ninkcap: 6 packets captured`));
			const capture = openCapture(saved);
			expect([await capture.count(), capture.fault]).toEqual([6, undefined]);
			capture.close();
			fs.rmSync(saved);
			await nothingIsLeft();
		});

		test.each([['goes down', 'ip link set c0 down', 'is down'], ['disappears', 'ip link set c0 name c9', 'has disappeared']])(
			'whose interface %s says so and keeps what came',
			{timeout: 60_000},
			async (_, line, sentence) => {
				const running = await begin('-f', 'icmp');
				await ping();
				await sleep(200);
				await lab.sh('client', line === 'ip link set c0 name c9' ? 'ip link set c0 down; ip link set c0 name c9' : line);
				expect(await running.ended).toBe(2);
				await lab.sh('client', 'ip link set c9 name c0');
				expect(running.stdout().trim().split('\n')).toHaveLength(6);
				expect(running.stderr()).toContain(`inkcap: The interface c0 ${sentence}; what came until then is kept.\n`);
				await nothingIsLeft();
			},
		);

		test('of a disk that fills says so and keeps what came', {timeout: 60_000}, async () => {
			const small = fs.mkdtempSync(path.join(directory, 'small-'));
			execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=1777', 'tmpfs', small], {env: environment});
			try {
				const running = await lab.inkcap('client', ['-i', 'c0', '-l', '-f', 'icmp'], {env: {...environment, TMPDIR: small}});
				await lab.sh('client', `ping -c 60 -i 0.01 -s 1400 ${server.v4}`);
				expect(await running.ended).toBe(2);
				expect(running.stderr()).toContain('There is no space left where packets are kept');
				const lines = running.stdout().trim().split('\n').length;
				expect(lines).toBeGreaterThan(20);
				expect(lines).toBeLessThan(60);
				expect(fs.readdirSync(small)).toEqual([]);
			} finally {
				execFileSync('umount', [small], {env: environment});
				fs.rmSync(small, {recursive: true});
			}
		});

		test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends well at %s', {timeout: 60_000}, async signal => {
			const running = await begin('-f', 'icmp');
			await ping();
			await until('packets are printed', () => running.stdout().trim().split('\n').length === 6);
			expect(await running.end(signal)).toBe(0);
			expect(running.stderr()).toContain('inkcap: 6 packets captured\n');
			await nothingIsLeft();
		});

		test('leaves nothing behind when it is killed', {timeout: 60_000}, async () => {
			const running = await begin();
			expect(await running.end('SIGKILL')).toBe('SIGKILL');
			await nothingIsLeft();
		});

		test('leaves nothing behind when the process that keeps the right is killed', {timeout: 60_000}, async () => {
			const running = await begin();
			const keeper = processesBelow(running.pid).find(each => fs.readFileSync(`/proc/${each}/cmdline`, 'utf8').includes('\0keeper\0'));
			process.kill(keeper!, 'SIGKILL');
			expect(await running.ended).toBe(2);
			expect(running.stderr()).toContain('The capture on c0 was ended by SIGKILL');
			await nothingIsLeft();
		});

		test('of a filter that libpcap does not take says what it says', {timeout: 60_000}, async () => {
			const running = lab.start('client', process.execPath, [inkcap, '-i', 'c0', '-f', 'tcp prot 80']);
			expect(await running.ended).toBe(2);
			expect(running.stderr()).toBe("inkcap: libpcap does not take the capture filter 'tcp prot 80': syntax error.\n");
			await nothingIsLeft();
		});

		test.each([
			[['-i', 'c0', '-y', 'FOO'], 'FOO is no link type of c0: -L lists those that are.'],
			[['--exec', 'exit 3'], 'The command that should bring packets failed: it ended with status 3.'],
			[['--exec', 'echo 1234567890123456789012345678'], 'The command that should bring packets failed: What it writes is no capture: pcap or pcapng is read.'],
			[['-i', 'c0', '-b', 'packets:1', '-w', '/usr/x.pcap'],
				'-b makes its files as nobody, who packets are handled as, and who may not write to "/usr": give another directory, or call inkcap with sudo.'],
		])('that cannot be says why (%j)', {timeout: 60_000}, async (words, sentence) => {
			const running = lab.start('client', process.execPath, [inkcap, ...words, '-q']);
			expect(await running.ended).toBe(2);
			expect(running.stderr()).toBe(`inkcap: ${sentence}\n`);
			await nothingIsLeft();
		});

		test('of a command ends well with it', {timeout: 60_000}, async () => {
			const running = await lab.inkcap('client', ['--exec', `cat ${path.resolve('fixtures/dns/addresses.pcap')}`, '-l']);
			expect(await running.ended).toBe(0);
			expect(running.stdout().trim().split('\n')).toHaveLength(8);
			expect(running.stderr()).toMatch(/^inkcap: Capturing on a command\.\ninkcap: 8 packets captured\n/);
			await nothingIsLeft();
		});

		test.each(['cap', 'tcpdump', 'exec'])('ends the program that captures with it (%s)', {timeout: 60_000}, async backend => {
			const words = backend === 'exec'
				? ['--exec', `cat ${path.join(import.meta.dirname, '../../fixtures/dns/addresses.pcap')}; sleep 60; true`, '-l']
				: ['-i', 'c0', '--backend', backend, '-l', '-f', 'icmp'];
			const running = await lab.inkcap('client', words);
			await ping();
			await until('packets are printed', () => running.stdout().split('\n').length > 4);

			const below = processesBelow(running.pid);
			expect(await running.end()).toBe(0);
			await until('all of them have ended', () => below.every(pid => !fs.existsSync(`/proc/${pid}`)));
			await nothingIsLeft();
		});
	});

	describe('on the screen', () => {
		let shell: Shell;
		const whole = {alternate: false, cursor: true, mouse: false, wrap: true};
		beforeEach(async () => {
			shell = await openShell(100, 30);
			await shell.line(`clear; export TMPDIR=${directory}; export SSH_CONNECTION=; ip ${lab.at('client').join(' ')} ${process.execPath} ${inkcap} -i c0 -f icmp`);
			await shell.until('● live');
		});
		afterEach(() => shell.close());

		test('shows a packet within 200 ms', {timeout: 60_000}, async () => {
			await ping(1);
			await shell.until('2 packets');
			const late: number[] = [];
			for (let packets = 4; packets <= 14; packets += 2) {
				await lab.sh('client', `ping -c 1 ${server.v4}`);
				const sent = Date.now();
				await shell.until(`${packets} packets`);
				late.push(Date.now() - sent);
			}

			// Asking tmux takes its time too; the machine may be busy for a moment.
			expect(late.sort((a, b) => a - b)[3]).toBeLessThan(200);
		});

		test('waits for an interface that goes down, and goes on when it is back', {timeout: 60_000}, async () => {
			await ping();
			await shell.until('6 packets');
			await lab.sh('client', 'ip link set c0 down');
			await shell.until('The interface c0 is down; what came until then is kept.');
			await shell.until('waiting for the interface');
			await lab.sh('client', 'ip link set c0 up; ip route replace default via 10.1.0.1');
			await shell.until('● live');
			await ping();
			await shell.until('12 packets');
			await shell.press('q');
			await shell.until('[0] $');
			expect(await shell.state()).toEqual(whole);
			await nothingIsLeft();
		});

		test('stays whole when its child is killed, and can go on', {timeout: 60_000}, async () => {
			await ping();
			await shell.until('6 packets');
			for (const pid of fs.readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
				try {
					const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
					if (words.includes('capture-worker.cjs\0capture\0') && words.includes(directory)) process.kill(Number(pid), 'SIGABRT');
				} catch {
					// Gone meanwhile.
				}
			}

			await shell.until('was ended by SIGABRT');
			await shell.until('■ stopped');
			await shell.press('g');
			await shell.until(/►\s+1 /);
			await shell.press('s');
			await shell.until('● live');
			await ping();
			await shell.until('12 packets');
			await shell.press('q');
			await shell.until('[0] $');
			expect(await shell.state()).toEqual(whole);
			await nothingIsLeft();
		});

		test('goes on capturing while it is suspended', {timeout: 60_000}, async () => {
			await shell.press('C-z');
			await shell.until('Stopped');
			expect(await shell.state()).toEqual(whole);
			await ping();
			await shell.line('fg');
			await shell.until('6 packets');
			await shell.press('C-c');
			await shell.until('[0] $');
			expect(await shell.state()).toEqual(whole);
			await nothingIsLeft();
		});

		test('follows the newest packet until one moves up, and again at the end', {timeout: 60_000}, async () => {
			await ping();
			await shell.until(/►\s+6 /);
			await shell.press('k');
			await shell.until(/►\s+5 /);
			await ping();
			await shell.until('12 packets');
			expect(await shell.screen()).toMatch(/►\s+5 /);
			await shell.press('G');
			await shell.until(/►\s+12 /);
			await ping();
			await shell.until(/►\s+18 /);
			await shell.press('q');
			await shell.until('[0] $');
		});

		test('stops, goes on with another filter, and begins again', {timeout: 60_000}, async () => {
			await ping();
			await shell.until('6 packets');
			await shell.press('s');
			await shell.until('■ stopped');
			await ping();
			await shell.press('F');
			await shell.press('C-u');
			await shell.line('icmp[0] == wrong');
			await shell.until("libpcap does not take the capture filter 'icmp[0] == wrong': syntax error.");
			await shell.until('● live');
			await shell.press('F');
			await shell.press('C-u');
			await shell.line('icmp[0] == 8');
			await shell.until("● live -f 'icmp[0] == 8'");
			await ping();
			await shell.until('9 packets');
			await shell.press('R');
			await shell.until('0 packets');
			await shell.until('● live');
			await ping();
			await shell.until(' 3 packets');
			await shell.press('W');
			await shell.line(path.join(directory, 'saved.pcap'));
			await shell.until('3 packets saved');
			await shell.press('q');
			await shell.until('[0] $');
			const capture = openCapture(path.join(directory, 'saved.pcap'));
			expect(await capture.count('icmp.type == 8')).toBe(3);
			capture.close();
			await nothingIsLeft();
		});

		test('lets the oldest packets go when it has kept as much as it may', {timeout: 60_000}, async () => {
			await shell.press('q');
			await shell.until('[0] $');
			await shell.line(`clear; ip ${lab.at('client').join(' ')} ${process.execPath} ${inkcap} -i c0 -f icmp --max-size 2`);
			await shell.until('● live');
			await lab.sh('client', `ping -c 2000 -i 0.001 -s 1400 ${server.v4}`);
			await shell.until('4,000 packets');
			// What is let go in several steps is so when nothing has gone for more than the time between two.
			let kept = {bytes: 0, since: performance.now()};
			await until('the oldest are let go', () => {
				const [name = ''] = fs.readdirSync(directory).filter(each => each.startsWith('inkcap-live-'));
				const {blocks, size} = fs.statSync(path.join(directory, name, 'packets-0-0.pcapng'));
				if (blocks * 512 !== kept.bytes) kept = {bytes: blocks * 512, since: performance.now()};
				return size > 5_000_000 && kept.bytes < 2_200_000 && performance.now() - kept.since > 2000;
			});
			await shell.press('g');
			await shell.until(/►\s+1 .*Let go: there was no room for more/);
			await shell.press('/');
			await shell.line('icmp');
			// The first stays for the sake of its time.
			await shell.until(/►\s+1 .*Let go.*\n\s+\d{3,} .*Echo/);
			await shell.press('c');
			await shell.until(/Let go.*\n\s+2 .*Let go/);
			await shell.press('W');
			await shell.line(path.join(directory, 'last.pcapng'));
			await shell.until('packets saved');
			await shell.press('G');
			await shell.until(/►\s*4000 .*Echo/);
			await shell.press('q');
			await shell.until('[0] $');
			const capture = openCapture(path.join(directory, 'last.pcapng'));
			const count = await capture.count('icmp');
			expect(count).toBeGreaterThan(500);
			expect(count).toBeLessThan(2500);
			expect([await capture.count(), capture.fault]).toEqual([count, undefined]);
			capture.close();
			await nothingIsLeft();
		});

		test('leaves nothing behind when the terminal hangs up', {timeout: 60_000}, async () => {
			await shell.hangUp();
			await nothingIsLeft();
		});
	});
}, tmuxMissing);
