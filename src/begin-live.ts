import type {CaptureWish} from './capture/live/backend.ts';
import {filterWarnings} from './capture/live/capture-filter.ts';
import {findInterface, listInterfaces} from './capture/live/interfaces.ts';
import {LiveCapture} from './capture/live/live-capture.ts';
import {sshConnection} from './capture/live/ssh-session.ts';
import {CaptureError} from './capture/capture-error.ts';

/** What is asked of a live capture, in the words of the command line. */
export type LiveWish = {
	/** Names, or numbers of the list; empty only where a command brings the packets. */
	readonly interfaces: readonly string[];
	readonly filter: string;
	/** Take the SSH connection that this program is run over too. */
	readonly withSsh: boolean;
	readonly wish: CaptureWish;
	/** Wait for an interface that went away, instead of ending. */
	readonly patient: boolean;
	/** Leave this process the rights it has: for a program that is not inkcap's. */
	readonly keepsRights?: boolean;
	/** Bytes of packets that are kept; undefined for what is usual. */
	readonly maxBytes?: number | undefined;
};

/** What packets of a command are said to come from. */
const COMMAND_NAME = 'a command';

/** Begins a live capture; this process has no rights afterwards. Rejects with CaptureError. */
export async function beginLive({interfaces, filter, withSsh, wish, patient, keepsRights, maxBytes}: LiveWish): Promise<LiveCapture> {
	// Once rights are given up nobody tells any more.
	const ownSsh = wish.exec === undefined ? sshConnection() : undefined;
	const names = wish.exec === undefined ? interfaceNames(interfaces) : [COMMAND_NAME];
	return LiveCapture.begin({interfaces: names, filter, ssh: withSsh ? undefined : ownSsh}, {...wish, patient, keepsRights, maxBytes, ownSsh});
}

/** Things that libpcap captures on besides interfaces, which need more than the one right that is kept. */
const needMoreRights = /^(?:nflog|nfqueue|usbmon\d*|bluetooth\d*|dbus-\w+)(?::|$)/;

/** The names of interfaces that are given by name or number. Throws CaptureError for one that is not there. */
export function interfaceNames(given: readonly string[]): string[] {
	const list = listInterfaces();
	return [...new Set(given.map(wanted => {
		const name = findInterface(wanted, list);
		if (name === undefined && needMoreRights.test(wanted)) {
			throw new CaptureError(
				'permission',
				`Capturing on ${wanted} needs more than CAP_NET_RAW, which is all that is kept: --exec 'sudo tcpdump -i ${wanted} -U -w -' brings its packets.`,
			);
		}

		if (name === undefined) throw new CaptureError('missing', `There is no interface ${wanted}: there are ${list.map(each => each.name).join(', ')} (-D says more).`);
		return name;
	}))];
}

/** What there is to know when a live capture has begun: sentences. */
export function liveNotices({status}: LiveCapture): string[] {
	const {backend, target} = status;
	const {ssh, filter} = target;
	return [
		...backend.why === undefined ? [] : [backend.why],
		...ssh === undefined ? [] : [`This SSH connection (${ssh.client} port ${ssh.clientPort}) is left out; --with-ssh captures it too.`],
		...filterWarnings(filter),
	];
}
