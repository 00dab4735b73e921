import {existsSync, fstatSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import process from 'node:process';
import {beginLive, liveNotices} from '../begin-live.ts';
import {CaptureError} from '../capture/capture-error.ts';
import {canReach, invokingUser, ownsAsRoot} from '../capture/live/identity.ts';
import type {LiveCapture} from '../capture/live/live-capture.ts';
import type {Counts} from '../capture/live/messages.ts';
import {sshServer} from '../capture/live/ssh-session.ts';
import {makeOutput} from '../capture/output.ts';
import type {LiveSettings} from './live-settings.ts';
import {UsageError} from './options.ts';

/** Signals after which a capture ends well: what came is handed over. */
const endings: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** How often it is looked whether the SSH session goes on, in milliseconds. */
const LOOK_MILLISECONDS = 1000;

/** Bits of the right to make files in a directory. */
const mayMakeFiles = 3;

/** What a capture ends with that did not end by itself or by the user. */
const faultStatus = 2;

/**
The file at `path`, made while this is root: whoever packets are handled as may not be able to. Undefined where that user
makes it, as the files that follow each other are made. Throws CaptureError.
*/
export function makeAsRoot(path: string | undefined, ring: LiveSettings['ring']): number | undefined {
	if (path === undefined || path === '-' || !ownsAsRoot()) return undefined;
	if (ring === undefined) return makeOutput(path);
	const user = invokingUser();
	const directory = dirname(resolve(path));
	if (existsSync(directory) && !canReach(directory, user, mayMakeFiles)) {
		throw new CaptureError(
			'write',
			`-b makes its files as ${
				user.name ?? user.uid
			}, who packets are handled as, and who may not write to "${directory}": give another directory, or call inkcap with sudo.`,
		);
	}

	return undefined;
}

/** A live capture that text is made of. */
export type LiveRun = {
	readonly source: LiveCapture['source'];
	/** Place in the source before which packets have been let go. */
	readonly first: number;
	/** Ends the capture, and reads what has come since: statistics of interfaces stand at the end. */
	drain(): Promise<void>;
	/** Ends the capture, says what became of it; the exit status. */
	finish(captured: number): Promise<number>;
	/** Lets go of everything. */
	close(): void;
};

/** Begins a capture for text. Rejects with UsageError or CaptureError. */
export async function beginLiveRun(settings: LiveSettings, say: (sentence: string) => void): Promise<LiveRun> {
	if (settings.interfaces.length === 0 && settings.wish.exec === undefined)
		throw new UsageError('Which capture? Give a file: inkcap -r FILE, or an interface: inkcap -i INTERFACE.');
	const session = readerOverSsh();
	const live = await beginLive({...settings, patient: false});
	const {target, backend} = live.status;
	say(`Capturing on ${target.interfaces.join(', ')}${backend.backend === 'exec' ? '' : ` with ${backend.backend}`}.`);
	for (const notice of liveNotices(live)) say(notice);
	const end = (): void => void live.end();
	let asked = 0;
	const onSignal = (signal: NodeJS.Signals): void => {
		end();
		// Somebody insists.
		if (++asked > 1) {
			close();
			process.kill(process.pid, signal);
		}
	};
	for (const signal of endings) process.on(signal, onSignal);
	const timer = settings.stop.seconds === undefined ? undefined : setTimeout(end, settings.stop.seconds * 1000);
	// Without a terminal nothing else says that nobody reads any more, before there is something to write.
	const watch = session === undefined ? undefined : setInterval(() => {
		if (isGone(session)) end();
	}, LOOK_MILLISECONDS);
	const look = (): void => {
		if (live.status.state === 'stopped') end();
	};
	const unsubscribe = live.subscribe(look);
	look();

	function close(): void {
		clearTimeout(timer);
		clearInterval(watch);
		unsubscribe();
		for (const signal of endings) process.off(signal, onSignal);
		live.close();
	}

	return {
		source: live.source,
		get first() {
			return live.status.first;
		},
		async drain() {
			await live.end();
			do {
				while (live.source.read() !== undefined);
			} while (await live.source.more());
		},
		async finish(captured) {
			await live.end();
			const {fault, counts} = live.status;
			if (fault !== undefined) say(fault);
			for (const line of closingLines(captured, counts)) say(line);
			return fault === undefined ? 0 : faultStatus;
		},
		close,
	};
}

/** The process that what is printed goes to the other end of an SSH connection through; undefined where it goes elsewhere. */
function readerOverSsh(): number | undefined {
	const output = fstatSync(1);
	return output.isFIFO() || output.isSocket() ? sshServer() : undefined;
}

function isGone(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return false;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'ESRCH';
	}
}

const packets = (count: number | string, what: string): string => `${count} ${count === 1 ? 'packet' : 'packets'} ${what}`;

/** The three lines that tcpdump ends with. */
export function closingLines(captured: number, {received, packets: taken, drops, losing, approximate}: Counts): string[] {
	return [
		packets(captured, `captured${approximate > 0 ? `, ${approximate} of ${taken} with an approximate time` : ''}`),
		packets(Math.max(received ?? 0, taken), 'received by filter'),
		packets(drops ?? (losing ? 'at least 1' : 'an unknown number of'), 'dropped by kernel').replace('1 packets', '1 packet'),
	];
}
