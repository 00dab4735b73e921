import {type ChildProcess, execFile, execFileSync, spawn, type SpawnOptions} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** The built program. */
export const inkcap = path.resolve('bin/inkcap');

/** The client's, the router's and the server's namespace. */
export type Place = 'client' | 'router' | 'server';

const programs = ['ip', 'ethtool', 'tcpdump', 'nginx', 'dnsmasq', 'curl', 'dig', 'openssl', 'ping'];

/** Why there can be no networks of one's own here; `undefined` when there can. */
export const labMissing = (): string | undefined => {
	if (process.platform !== 'linux') return 'it needs Linux';
	if (process.getuid?.() !== 0) return 'only root can make network namespaces';
	const missing = programs.filter(name => {
		try {
			execFileSync('sh', ['-c', `command -v ${name}`], {env: environment});
			return false;
		} catch {
			return true;
		}
	});
	if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
	const name = `inkcap-probe-${process.pid}`;
	try {
		execFileSync('ip', ['netns', 'add', name], {env: environment, stdio: 'pipe'});
		execFileSync('ip', ['netns', 'del', name], {env: environment, stdio: 'pipe'});
		return undefined;
	} catch (error) {
		return `network namespaces cannot be made (${error instanceof Error ? error.message.split('\n').at(-1) : error})`;
	}
};

/** What programs see: no SSH connection of whoever runs the tests, no colours. */
export const environment: NodeJS.ProcessEnv = {
	...process.env,
	PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
	SSH_CONNECTION: '',
	SUDO_UID: undefined,
	SUDO_GID: undefined,
	LC_ALL: 'C.UTF-8',
};

/** A program that runs, and what it has said so far. */
export type Running = {
	readonly child: ChildProcess;
	readonly pid: number;
	stdout(): string;
	stderr(): string;
	/** Waits until the program has said something on either. */
	until(wanted: string | RegExp): Promise<void>;
	/** Sends a signal, waits for the end; the exit status or signal. */
	end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
	ended: Promise<number | NodeJS.Signals>;
};

/** How long anything may take, in milliseconds: a machine that is busy with other tests is slow. */
const patience = 20_000;

/** Starts a program and listens to it. */
export const start = (program: string, words: readonly string[], options: SpawnOptions = {}): Running => {
	const child = spawn(program, words, {env: environment, stdio: ['ignore', 'pipe', 'pipe'], ...options});
	let out = '';
	let err = '';
	child.stdout?.setEncoding('utf8').on('data', text => {
		out += text;
	});
	child.stderr?.setEncoding('utf8').on('data', text => {
		err += text;
	});
	const ended = new Promise<number | NodeJS.Signals>(resolve => {
		child.on('close', (code, signal) => resolve(signal ?? code ?? -1));
		child.on('error', error => {
			err += error.message;
			resolve(-1);
		});
	});
	return {
		child,
		pid: child.pid ?? -1,
		stdout: () => out,
		stderr: () => err,
		async until(wanted) {
			const until = Date.now() + patience;
			const holds = () => (typeof wanted === 'string' ? `${out}${err}`.includes(wanted) : wanted.test(`${out}${err}`));
			while (!holds()) {
				if (Date.now() > until || child.exitCode !== null) throw new Error(`${program} did not say ${wanted}:\n${out}${err}`);
				await sleep(5);
			}
		},
		async end(signal = 'SIGINT') {
			child.kill(signal);
			const late = setTimeout(() => child.kill('SIGKILL'), patience);
			const status = await ended;
			clearTimeout(late);
			return status;
		},
		ended,
	};
};

/** Waits until something holds. */
export const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
	const end = Date.now() + patience;
	while (!await holds()) {
		if (Date.now() > end) throw new Error(`${what}: it did not come to that`);
		await sleep(10);
	}
};

/** Three networks of one's own: client c0 -- r0 router r1 -- s0 server, IPv4 and IPv6, with real servers when they are asked for. */
export type Lab = {
	/** Of this lab alone, for everybody to write to. */
	readonly directory: string;
	/** What programs see: what they keep for a while goes there. */
	readonly env: NodeJS.ProcessEnv;
	/** The words before a command that is to run at a place. */
	at(place: Place): string[];
	/** Runs a shell line at a place; its standard output, whatever its exit status. */
	sh(place: Place, line: string, timeout?: number): Promise<string>;
	start(place: Place, program: string, words: readonly string[], options?: SpawnOptions): Running;
	/** Starts inkcap at a place, and waits until it captures. */
	inkcap(place: Place, words: readonly string[], options?: SpawnOptions): Promise<Running>;
	/** Waits until nothing is left of live captures. */
	nothingIsLeft(): Promise<void>;
	/** Starts nginx, dnsmasq and openssl on the server. */
	serve(): Promise<void>;
	close(): Promise<void>;
};

export const client = {v4: '10.1.0.2', v6: 'fd01::2'};
export const server = {v4: '10.2.0.2', v6: 'fd02::2'};

/** A lab that can be used once it has been opened. */
export type ClosedLab = Lab & {open(): Promise<void>};

let labs = 0;

/** Makes nothing yet. */
export const newLab = (): ClosedLab => {
	const directory = path.join(os.tmpdir(), `inkcap-lab-${process.pid}-${labs++}`);
	const names: Readonly<Record<Place, string>> = {client: `ink${process.pid}c`, router: `ink${process.pid}r`, server: `ink${process.pid}s`};
	const running: Running[] = [];
	const ip = async (...words: readonly string[]) => void await run('ip', [...words], {env: environment});
	const at = (place: Place) => ['netns', 'exec', names[place]];
	const lab: ClosedLab = {
		directory,
		env: {...environment, TMPDIR: directory},
		at,
		open,
		async sh(place, line, timeout = patience) {
			return run('ip', [...at(place), 'sh', '-c', line], {env: environment, timeout}).then(({stdout}) => stdout, error => String(error.stdout ?? ''));
		},
		start(place, program, words, options) {
			const one = start('ip', [...at(place), program, ...words], {env: lab.env, ...options});
			running.push(one);
			return one;
		},
		async inkcap(place, words, options) {
			const one = lab.start(place, process.execPath, [inkcap, ...words], options);
			await one.until('Capturing on');
			return one;
		},
		async serve() {
			const www = path.join(directory, 'www');
			fs.mkdirSync(www);
			fs.writeFileSync(path.join(www, 'index.html'), 'hello\n');
			fs.writeFileSync(path.join(www, 'big.bin'), Buffer.alloc(200_000, 'inkcap'));
			const key = path.join(directory, 'key.pem');
			const certificate = path.join(directory, 'certificate.pem');
			await run('openssl', [...'req -x509 -newkey rsa:2048 -nodes -subj /CN=test.lab -days 2'.split(' '), '-keyout', key, '-out', certificate], {env: environment});
			const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${directory}/${name};`).join(' ');
			fs.writeFileSync(
				path.join(directory, 'nginx.conf'),
				`daemon off; master_process off; user root; pid ${directory}/nginx.pid; error_log ${directory}/error.log; events {}
				http {access_log off; ${places} server {listen 80; listen [::]:80; root ${www};}}\n`,
			);
			lab.start('server', 'nginx', ['-c', path.join(directory, 'nginx.conf'), '-p', directory]);
			lab.start('server', 'dnsmasq', [...'-k -C /dev/null --no-resolv --no-hosts --pid-file= --user=root'.split(' '), `--address=/test.lab/${server.v4}`,
				`--address=/test.lab/${server.v6}`]);
			lab.start('server', 'openssl', ['s_server', '-accept', '4433', '-cert', certificate, '-key', key, '-www', '-quiet']);
			await until(
				'the servers listen',
				async () => /:53\b/.test(await lab.sh('server', 'ss -lntu')) && /:80\b[\s\S]*:4433\b|:4433\b[\s\S]*:80\b/.test(await lab.sh('server', 'ss -lnt')),
			);
		},
		async nothingIsLeft() {
			const left = () => [
				...fs.readdirSync(directory).filter(name => name.startsWith('inkcap-')),
				...processes().filter(({words}) => words.some(word => /\/(?:inkcap|capture-worker\.js)$/.test(word)) && words.some(word => word.startsWith(directory))).map((
					{pid},
				) => pid),
			];
			await until(`nothing is left, but there is ${left().join(' ')}`, () => left().length === 0);
		},
		async close() {
			for (const one of running) one.child.kill('SIGKILL');
			await Promise.all(running.map(one => one.ended));
			for (const name of Object.values(names)) await ip('netns', 'del', name).catch(() => undefined);
			fs.rmSync(directory, {recursive: true, force: true});
		},
	};

	async function open(): Promise<void> {
		fs.mkdirSync(directory);
		fs.chmodSync(directory, 0o777);
		for (const name of Object.values(names)) {
			await ip('netns', 'add', name);
			await ip('-n', name, 'link', 'set', 'lo', 'up');
			await run(
				'ip',
				['netns', 'exec', name, 'sh', '-c',
					'echo 0 > /proc/sys/net/ipv6/conf/all/disable_ipv6; echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad; echo 0 > /proc/sys/net/ipv6/conf/default/router_solicitations'],
				{env: environment},
			);
		}

		await ip('link', 'add', 'c0', 'netns', names.client, 'type', 'veth', 'peer', 'name', 'r0', 'netns', names.router);
		await ip('link', 'add', 's0', 'netns', names.server, 'type', 'veth', 'peer', 'name', 'r1', 'netns', names.router);
		await run('ip', [...at('router'), 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'], {env: environment});
		const links: [Place, string, string, string][] = [['client', 'c0', '10.1.0.2', 'fd01::2'], ['router', 'r0', '10.1.0.1', 'fd01::1'], ['router', 'r1', '10.2.0.1', 'fd02::1'],
			['server', 's0', '10.2.0.2', 'fd02::2']];
		for (const [place, link, v4, v6] of links) {
			const name = names[place];
			await ip('-n', name, 'addr', 'add', `${v4}/24`, 'dev', link);
			await ip('-n', name, 'addr', 'add', `${v6}/64`, 'dev', link, 'nodad');
			// One packet on the wire is one packet captured.
			await run('ip', [...at(place), 'ethtool', '-K', link, 'tso', 'off', 'gso', 'off', 'gro', 'off', 'tx', 'off'], {env: environment}).catch(() => undefined);
			await ip('-n', name, 'link', 'set', link, 'up');
		}

		for (const [place, v4, v6] of [['client', '10.1.0.1', 'fd01::1'], ['server', '10.2.0.1', 'fd02::1']] as const) {
			await ip('-n', names[place], 'route', 'add', 'default', 'via', v4);
			await ip('-n', names[place], '-6', 'route', 'add', 'default', 'via', v6);
		}

		await until('the way is open', async () => (await lab.sh('client', `ping -c1 -W1 ${server.v4} && ping -c1 -W1 ${server.v6}`)).includes('1 received'));
	}

	return lab;
};

/** Every process there is, with the words it was started with. */
const processes = (): {readonly pid: number; readonly parent: number; readonly words: readonly string[]}[] =>
	fs.readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(name => {
		try {
			const parent = Number(/^PPid:\s*(\d+)/m.exec(fs.readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
			return [{pid: Number(name), parent, words: fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')}];
		} catch {
			return [];
		}
	});

/** The processes below one, itself first. */
export const processesBelow = (pid: number): number[] => {
	const all = processes();
	const found = [pid];
	for (const each of found) found.push(...all.filter(({parent}) => parent === each).map(({pid: child}) => child));
	return found;
};
