import {readFileSync} from 'node:fs';
import process from 'node:process';

/** The two ends of the SSH connection that this program runs in, as OpenSSH's SSH_CONNECTION has them. */
export type SshConnection = {readonly client: string; readonly clientPort: number; readonly server: string; readonly serverPort: number};

/** How many processes up callers are looked for. */
const MOST_ANCESTORS = 32;

/** Programs that start others as another user, with an environment of its own. */
const changers: ReadonlySet<string> = new Set(['sudo', 'su', 'doas', 'runuser', 'pkexec']);

/** The SSH connection that this program is run over; sudo and its like hide it from the environment, not from their callers'. */
export function sshConnection(environment: NodeJS.ProcessEnv = process.env): SshConnection | undefined {
	return parsed(environment.SSH_CONNECTION ?? hiddenValue(environment));
}

/** The process of the SSH server that serves the session that this program runs in; undefined where there is none. */
export function sshServer(): number | undefined {
	for (const {pid, name} of ancestors()) if (name.startsWith('sshd') || name === 'dropbear') return pid;
	return undefined;
}

function parsed(text: string | undefined): SshConnection | undefined {
	const [client = '', clientPort, server = '', serverPort] = text?.split(' ') ?? [];
	const isAddress = (address: string): boolean => /^[\da-fA-F:.]+$/.test(address);
	if (!isAddress(client) || !isAddress(server) || !/^\d+$/.test(clientPort ?? '') || !/^\d+$/.test(serverPort ?? '')) return undefined;
	return {client, clientPort: Number(clientPort), server, serverPort: Number(serverPort)};
}

function hiddenValue({SUDO_UID, DOAS_USER}: NodeJS.ProcessEnv): string | undefined {
	let isHidden = SUDO_UID !== undefined || DOAS_USER !== undefined;
	for (const {pid, name} of ancestors()) {
		isHidden ||= changers.has(name);
		if (!isHidden) continue;
		try {
			const found = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').find(each => each.startsWith('SSH_CONNECTION='));
			if (found !== undefined) return found.slice('SSH_CONNECTION='.length);
		} catch {
			return undefined;
		}
	}

	return undefined;
}

/** Who started this process, and who started that, from the nearest on. */
function* ancestors(): Generator<{readonly pid: number; readonly name: string}> {
	let pid = process.ppid;
	for (let up = 0; up < MOST_ANCESTORS && pid > 1; up++) {
		let status: string;
		try {
			status = readFileSync(`/proc/${pid}/status`, 'latin1');
		} catch {
			return;
		}

		yield {pid, name: /^Name:\s*(.*)$/m.exec(status)?.[1] ?? ''};
		pid = Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0);
	}
}
