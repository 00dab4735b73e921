import {readFileSync} from 'node:fs';
import process from 'node:process';

/** The two ends of the SSH connection that this program runs in, as OpenSSH's SSH_CONNECTION has them. */
export type SshConnection = {readonly client: string; readonly clientPort: number; readonly server: string; readonly serverPort: number};

/** How many processes up sudo's callers are looked for. */
const MOST_ANCESTORS = 16;

/** The SSH connection that this program is run over; sudo hides it from the environment, not from its caller's. */
export function sshConnection(environment: NodeJS.ProcessEnv = process.env): SshConnection | undefined {
	const own = environment.SSH_CONNECTION;
	return parsed(own ?? (environment.SUDO_UID === undefined ? undefined : ancestorsValue()));
}

function parsed(text: string | undefined): SshConnection | undefined {
	const [client = '', clientPort, server = '', serverPort] = text?.split(' ') ?? [];
	const isAddress = (address: string): boolean => /^[\da-fA-F:.]+$/.test(address);
	if (!isAddress(client) || !isAddress(server) || !/^\d+$/.test(clientPort ?? '') || !/^\d+$/.test(serverPort ?? '')) return undefined;
	return {client, clientPort: Number(clientPort), server, serverPort: Number(serverPort)};
}

function ancestorsValue(): string | undefined {
	let pid = process.ppid;
	for (let up = 0; up < MOST_ANCESTORS && pid > 1; up++) {
		try {
			const found = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').find(each => each.startsWith('SSH_CONNECTION='));
			if (found !== undefined) return found.slice('SSH_CONNECTION='.length);
			pid = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0);
		} catch {
			return undefined;
		}
	}

	return undefined;
}

/** A capture filter that lets everything through but one SSH connection. */
export function withoutSsh({client, clientPort, server, serverPort}: SshConnection): string {
	const [a, b] = [client, server].map(address => address.replace(/^::ffff:/i, ''));
	return `not (tcp port ${clientPort} and host ${a} and tcp port ${serverPort} and host ${b})`;
}

/** The filter the kernel runs for what the user asked for. */
export function kernelFilter(asked: string, ssh: SshConnection | undefined): string {
	if (ssh === undefined) return asked;
	return asked === '' ? withoutSsh(ssh) : `(${asked}) and ${withoutSsh(ssh)}`;
}

/** What a filter by ports loses without saying: sentences. */
export function filterWarnings(asked: string): string[] {
	const words = new Set(asked.toLowerCase().split(/[^a-z0-9]+/));
	if (!words.has('port') && !words.has('portrange')) return [];
	return [
		...words.has('vlan') ? [] : [`Frames with a VLAN tag may not pass '${asked}': add "or (vlan and (${asked}))" for them.`],
		...asked.includes('ip[6') || words.has('ip6') ? [] : [`Fragments after the first have no ports and do not pass '${asked}': add "or (ip[6:2] & 0x1fff != 0)" for them.`],
	];
}
