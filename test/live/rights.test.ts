import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {inLab} from './in-lab.ts';
import {environment, inkcap, processesBelow, server, until} from './lab.ts';

/** A user that has no account, as whoever calls sudo in a container may have. */
const stranger = 12_345;

/** What /proc says of a process. */
const statusOf = (pid: number, name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';

inLab('rights', lab => {
	const {directory, env} = lab;
	const asStranger = (
		...settings: readonly string[]
	) => ['--reuid', String(stranger), '--regid', String(stranger), '--clear-groups', 'env', ...settings, process.execPath, inkcap, '-i', 'c0', '-l', '-f', 'icmp'];
	const ping = () => lab.sh('client', `ping -c 2 -i 0.05 ${server.v4}`);

	test('are given up for whoever called sudo, whose the files are', {timeout: 60_000}, async () => {
		const saved = path.join(directory, 'mine.pcapng');
		const running = await lab.inkcap('client', ['-i', 'c0', '-w', saved, '-P', '-l', '-f', 'icmp'], {env: {...env, SUDO_UID: String(stranger), SUDO_GID: String(stranger)}});
		for (const pid of processesBelow(running.pid)) {
			expect(statusOf(pid, 'Uid').split('\t')).toEqual(Array(4).fill(String(stranger)));
			expect(statusOf(pid, 'Gid').split('\t')).toEqual(Array(4).fill(String(stranger)));
		}

		await ping();
		await until('packets are printed', () => running.stdout().split('\n').length > 4);
		await running.end();
		expect(fs.statSync(saved).uid).toBe(stranger);
	});

	test('are given up in a container without setpriv too, where a capture begins once', {timeout: 60_000}, async () => {
		const programs = path.join(directory, 'programs');
		fs.mkdirSync(programs, {recursive: true});
		const running = lab.start('client', 'env', [`PATH=${programs}`, process.execPath, inkcap, '-i', 'c0', '-l', '-f', 'icmp']);
		await running.until('Capturing on');
		const processes = processesBelow(running.pid);
		expect(processes).toHaveLength(2);
		for (const pid of processes) {
			expect(statusOf(pid, 'Uid').split('\t')).not.toContain('0');
			for (const set of ['CapPrm', 'CapEff', 'CapAmb']) expect(Number(statusOf(pid, set))).toBe(0);
		}

		await ping();
		await until('packets are printed', () => running.stdout().split('\n').length > 4);
		expect(await running.end()).toBe(0);
		expect(running.stderr()).not.toContain('approximate');
	});

	test.each([['--bounding-set=-setpcap', 'Capturing on c0 with cap'], ['--bounding-set=-setuid', 'inkcap: This is root without the right to become another user']])(
		'that root may lack are done without, or said (%s)',
		{timeout: 60_000},
		async (bounds, said) => {
			const running = lab.start('client', 'setpriv', [bounds, process.execPath, inkcap, '-i', 'c0', '-l']);
			await running.until(said);
			if (said.startsWith('inkcap')) expect(await running.ended).toBe(2);
			else {
				for (const pid of processesBelow(running.pid)) expect(statusOf(pid, 'Uid').split('\t')).not.toContain('0');
				expect(await running.end()).toBe(0);
			}
		},
	);

	test('that were left behind by the dead are swept away after a day', {timeout: 60_000}, async () => {
		const [old, fresh] = [path.join(directory, 'inkcap-live-4194300-old'), path.join(directory, 'inkcap-live-4194300-fresh')];
		for (const place of [old, fresh]) fs.mkdirSync(place);
		const before = new Date(Date.now() - 90_000_000);
		fs.utimesSync(old, before, before);
		await (await lab.inkcap('client', ['-i', 'c0', '-l'], {env})).end();
		expect([fs.existsSync(old), fs.existsSync(fresh)]).toEqual([false, true]);
	});

	test('of a copy of Node.js are enough, and its times are called approximate', {timeout: 60_000}, async () => {
		const node = path.join(directory, 'node');
		fs.copyFileSync(process.execPath, node);
		execFileSync('setcap', ['cap_net_raw=ep', node], {env: environment});
		fs.chmodSync(node, 0o755);
		const running = lab.start('client', 'setpriv', asStranger(`INKCAP_CAPTURE_NODE=${node}`));
		await running.until('Capturing on c0 with cap');
		await ping();
		await until('packets are printed', () => running.stdout().split('\n').length > 4);
		expect(await running.end()).toBe(0);
		expect(running.stderr()).toMatch(/4 packets captured, 4 of 4 with an approximate time\n/);
	});

	test('of dumpcap are used where this user has none', {timeout: 60_000}, async () => {
		const programs = path.join(directory, 'allowed');
		fs.mkdirSync(programs);
		fs.copyFileSync(execFileSync('sh', ['-c', 'command -v dumpcap'], {env: environment, encoding: 'utf8'}).trim(), path.join(programs, 'dumpcap'));
		execFileSync('setcap', ['cap_net_raw,cap_net_admin=eip', path.join(programs, 'dumpcap')], {env: environment});
		fs.chmodSync(path.join(programs, 'dumpcap'), 0o755);
		const running = lab.start('client', 'setpriv', asStranger(`PATH=${programs}`, `HOME=${directory}`, 'INKCAP_CAPTURE_NODE=/nowhere'));
		await running.until('This user may not open packet sockets, so dumpcap captures.');
		await ping();
		await until('packets are printed', () => running.stdout().split('\n').length > 4);
		expect(await running.end()).toBe(0);
	});

	test('that are nowhere are said to be missing, with the ways to them', {timeout: 60_000}, async () => {
		const running = lab.start('client', 'setpriv', asStranger('PATH=/nowhere', `HOME=${directory}`, 'INKCAP_CAPTURE_NODE=/nowhere'));
		expect(await running.ended).toBe(2);
		const lines = running.stderr().trim().split('\n');
		expect(lines).toHaveLength(1);
		expect(lines[0]).toContain('This user may not capture: run it with sudo');
	});

	test('are not needed where cap was not built and tcpdump captures, which is said', {timeout: 60_000}, async () => {
		const copy = path.join(directory, 'copy');
		fs.mkdirSync(copy);
		for (const name of ['bin', 'dist', 'package.json']) fs.cpSync(path.join(import.meta.dirname, '../..', name), path.join(copy, name), {recursive: true});
		const running = lab.start('client', process.execPath, [path.join(copy, 'bin/inkcap'), '-i', 'c0', '-l', '-f', 'icmp']);
		await running.until('The package cap was not built, so tcpdump captures.');
		await ping();
		await until('packets are printed', () => running.stdout().split('\n').length > 4);
		expect(await running.end()).toBe(0);
		expect(running.stderr()).toMatch(/\n.*0 packets dropped by kernel\n/);
	});

	test('are asked of a bundle that holds no decoder', () => {
		const dist = path.join(import.meta.dirname, '../../dist');
		const files = ['capture-worker.cjs'];
		for (const file of files) {
			const text = fs.readFileSync(path.join(dist, file), 'utf8');
			for (const [, name] of text.matchAll(/["']\.\/([\w-]+\.js)["']/g)) if (!files.includes(name!)) files.push(name!);
		}

		const all = files.map(file => fs.readFileSync(path.join(dist, file), 'utf8')).join('\n');
		expect(all.length).toBeLessThan(64 * 1024);
		for (const word of ['Transmission Control Protocol', 'dns.qry.name', 'ip.ttl', 'Ethernet II']) expect(all).not.toContain(word);
	});
});
