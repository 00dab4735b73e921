import {type ChildProcess, spawn} from 'node:child_process';
import {chownSync, closeSync, openSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {CaptureError} from '../capture-error.ts';
import type {Choice} from './backend.ts';
import {become, canReach, captureNode, invokingUser, ownRight, programPath, type User, waysDown} from './identity.ts';
import type {CaptureSpec, ChildEnd, FromChild, FromKeeper, ToKeeper} from './messages.ts';
import {privateDirectory} from './private-directory.ts';
import {startChild, type StartedChild, workerFile} from './start-child.ts';

/** Said where nothing has the right to capture. */
export const waysToRights =
	'This user may not capture: run it with sudo; or give a copy of Node.js the right (README, "Without sudo"); or be in the group that may run dumpcap; or capture elsewhere with --exec \'ssh HOST sudo tcpdump -U -w -\'.';

/** What hears of a capture child. */
export type ChildListener = {readonly said: (what: FromChild) => void; readonly ended: (end: ChildEnd) => void};

/** What may start capture children: whatever rights there are end here. */
export type Launcher = {
	/** Where files are made. */
	readonly directory: string;
	/** Whom tcpdump must become, where it is run by root. */
	readonly user: string | undefined;
	/** Whether children can be started at any time: rights that are given up to nobody are gone. */
	readonly repeatable: boolean;
	/** Makes an empty file that children can write and this process can read. */
	makeFile(name: string): string;
	start(spec: Omit<CaptureSpec, 'become'>, listener: ChildListener): StartedChild;
	/** Gives up every right of this process for good. To be called once the first children have been started. */
	drop(): void;
	close(): void;
};

/** Finds out what rights there are, and makes what starts capture children with them. Throws CaptureError where there are none. */
export function openLauncher({backend}: Choice): Launcher {
	const isRoot = process.getuid?.() === 0;
	if (!isRoot) {
		const node = backend === 'cap' ? (ownRight() === 'none' ? captureNode() : process.execPath) : process.execPath;
		if (node === undefined) throw new CaptureError('permission', waysToRights);
		return localLauncher(node, undefined);
	}

	const ways = waysDown();
	if (ways === 'none')
		throw new CaptureError('permission', 'This is root without the right to become another user (CAP_SETUID, CAP_SETGID), and packets are not handled as root.');
	const user = invokingUser();
	const reachable = canReach(process.execPath, user) && canReach(workerFile, user);
	const setpriv = programPath('setpriv');
	// A command of the user's own needs no right of ours.
	const rights = backend === 'exec' ? '-all' : '-all,+net_raw';
	return setpriv !== undefined && reachable && ways === 'keeping' ? keptLauncher(setpriv, rights, user) : localLauncher(process.execPath, user);
}

function fileMaker(directory: string, user: User | undefined): Launcher['makeFile'] {
	return name => {
		const path = join(directory, name);
		closeSync(openSync(path, 'wx', 0o600));
		if (user !== undefined && process.getuid?.() === 0) chownSync(path, user.uid, user.gid);
		return path;
	};
}

/** Children of this process itself; those of root give up their rights once they have opened what they need. */
function localLauncher(node: string, user: User | undefined): Launcher {
	const {path: directory, remove} = privateDirectory(user);
	let dropped = user === undefined;
	return {
		directory,
		user: user?.name,
		repeatable: user === undefined,
		makeFile: fileMaker(directory, user),
		start(spec, {said, ended}) {
			if (dropped && user !== undefined) {
				throw new CaptureError('permission', 'The right to capture was given up, and without setpriv (util-linux) it cannot be kept: start inkcap again.');
			}

			return startChild(node, directory, {...spec, become: user && {uid: user.uid, gid: user.gid}}, said, ended);
		},
		drop() {
			if (!dropped && user !== undefined) become(user);
			dropped = true;
		},
		close: remove,
	};
}

/** Children of a process that keeps these rights and nothing else. */
function keptLauncher(setpriv: string, rights: string, user: User): Launcher {
	const {path: directory, remove} = privateDirectory(user);
	const sets = ['--inh-caps', '--ambient-caps', '--bounding-set'].flatMap(option => [option, rights]);
	const words = ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups', ...sets, '--no-new-privs', process.execPath, workerFile, 'keeper', directory];
	const keeper: ChildProcess = spawn(setpriv, words, {stdio: ['ignore', 'ignore', 'pipe', 'ipc'], detached: true, cwd: '/'});
	const listeners = new Map<number, ChildListener>();
	let next = 1;
	let message = '';
	let gone = false;
	const tell = (what: ToKeeper): void => {
		if (keeper.connected) keeper.send(what, () => undefined);
	};

	const ended = (code: number | null, signal: string | null): void => {
		gone = true;
		for (const [id, listener] of listeners) {
			listeners.delete(id);
			listener.ended({code, signal, message});
		}
	};

	keeper.stderr?.setEncoding('utf8').on('data', (text: string) => {
		message += text;
	});
	keeper.on('message', (what: FromKeeper) => {
		const listener = listeners.get(what.id);
		if (what.kind === 'said') return listener?.said(what.said);
		listeners.delete(what.id);
		listener?.ended(what.end);
	});
	keeper.on('error', error => {
		message = error.message;
		ended(null, null);
	});
	keeper.on('exit', ended);
	return {
		directory,
		user: undefined,
		repeatable: true,
		makeFile: fileMaker(directory, user),
		start(spec, listener) {
			const id = next++;
			listeners.set(id, listener);
			if (gone) queueMicrotask(() => ended(null, null));
			else tell({kind: 'start', id, spec: {...spec, become: undefined}});
			return {stop: () => tell({kind: 'stop', id})};
		},
		drop() {
			if (process.getuid?.() === 0) become(user);
		},
		close() {
			if (keeper.connected) keeper.disconnect();
			remove();
		},
	};
}
