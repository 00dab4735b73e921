import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {client, environment, type Lab, type Running, until} from './lab.ts';

/** Those who may log in, and run everything as root; the guest's sudo gives what it runs a terminal of its own. */
export const visitors = {visitor: 12_346, guest: 12_347} as const;

type Visitor = keyof typeof visitors;

const port = 2222;

/** Why nobody can log in over SSH here; `undefined` when somebody can. */
export const sshMissing = (): string | undefined => {
	const missing = ['sshd', 'ssh', 'ssh-keygen', 'sudo'].filter(name => {
		try {
			execFileSync('sh', ['-c', `command -v ${name}`], {env: environment});
			return false;
		} catch {
			return true;
		}
	});
	return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
};

/** Logs in at the client from the router, over SSH. */
export type SshLogin = {
	/** The words of a command that runs a line there, on a terminal of its own with `-tt`. */
	words(visitor: Visitor, line: string, ...options: readonly string[]): string[];
	start(visitor: Visitor, line: string, ...options: readonly string[]): Running;
};

/**
Starts an SSH server at the client, of a machine of its own: accounts, keys and sudo's rules are files of the lab that only
its processes see.
*/
export const openLogin = async (lab: Lab): Promise<SshLogin> => {
	const directory = path.join(lab.directory, 'ssh');
	fs.mkdirSync(directory);
	const write = (name: string, lines: readonly string[], mode = 0o644) => {
		const file = path.join(directory, name);
		fs.writeFileSync(file, `${lines.join('\n')}\n`, {mode});
		return file;
	};
	for (const name of ['host', 'key']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(directory, name)], {env: environment});
	const each = (line: (name: string, uid: number) => string) => Object.entries(visitors).map(([name, uid]) => line(name, uid));
	const etc: Readonly<Record<string, string>> = {
		passwd: write('passwd', ['root:x:0:0::/root:/bin/sh', 'nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin', 'sshd:x:101:65534::/run/sshd:/usr/sbin/nologin',
			...each((name, uid) => `${name}:x:${uid}:${uid}::/:/bin/sh`)]),
		group: write('group', ['root:x:0:', 'tty:x:5:', 'nogroup:x:65534:', ...each((name, uid) => `${name}:x:${uid}:`)]),
		shadow: write('shadow', ['root:*:19000:0:99999:7:::', ...each(name => `${name}:*:19000:0:99999:7:::`)], 0o600),
		sudoers: write('sudoers', ['Defaults env_reset, secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"', 'Defaults !syslog',
			'Defaults:visitor !use_pty', 'Defaults:guest use_pty', ...each(name => `${name} ALL=(ALL) NOPASSWD: ALL`)], 0o440),
	};
	const config = write('sshd_config', [`Port ${port}`, `ListenAddress ${client.v4}`, `HostKey ${directory}/host`, 'PidFile none', 'UsePAM no', 'StrictModes no',
		`AuthorizedKeysFile ${directory}/key.pub`, `AllowUsers ${Object.keys(visitors).join(' ')}`]);
	const binds = Object.entries(etc).map(([name, file]) => `mount --bind ${file} /etc/${name}`);
	const line = [...binds, 'mount -t tmpfs tmpfs /run', 'mkdir /run/sshd', `exec "$(command -v sshd)" -D -e -f ${config}`].join(' && ');
	// `ip netns exec` gives what it starts a view of the file system of its own.
	const server = lab.start('client', 'sh', ['-c', line]);
	await server.until('Server listening');
	const words: SshLogin['words'] = (visitor, command, ...options) => [
		'-F',
		'none',
		'-i',
		path.join(directory, 'key'),
		'-p',
		String(port),
		...['StrictHostKeyChecking=no', `UserKnownHostsFile=${directory}/known`, 'LogLevel=ERROR', 'BatchMode=yes'].flatMap(option => ['-o', option]),
		...options,
		`${visitor}@${client.v4}`,
		command,
	];
	await until('somebody can log in', async () => (await lab.sh('router', `ssh ${words('guest', 'id -un').join(' ')}`)).trim() === 'guest');
	return {words, start: (visitor, command, ...options) => lab.start('router', 'ssh', words(visitor, command, ...options))};
};
