import type {SshConnection} from './ssh-session.ts';

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
