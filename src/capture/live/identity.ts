import {existsSync, readFileSync, statSync} from 'node:fs';
import {delimiter, dirname, join} from 'node:path';
import process from 'node:process';
import type {Identity} from './messages.ts';

/** The rights that matter here, in the masks of /proc: to become others, to limit rights, to open packet sockets. */
const rights = {setGid: 1n << 6n, setUid: 1n << 7n, setRights: 1n << 8n, packetSockets: 1n << 13n} as const;

/** A set of rights of this process; empty where nobody says. */
function rightsIn(set: 'CapEff' | 'CapAmb'): bigint {
	try {
		return BigInt(`0x${new RegExp(`^${set}:\\s*([\\da-f]+)`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'}`);
	} catch {
		return 0n;
	}
}

/** Where a copy of Node.js that may open packet sockets is looked for, unless INKCAP_CAPTURE_NODE says it. */
const CAPTURE_NODE = '/usr/local/lib/inkcap/node';

/** A user, as far as it matters here. */
export type User = Identity & {readonly name: string | undefined; readonly home: string | undefined};

const account = (match: (words: readonly string[]) => boolean): User | undefined => {
	try {
		const words = readFileSync('/etc/passwd', 'utf8').split('\n').map(line => line.split(':')).find(match);
		return words === undefined ? undefined : {name: words[0], uid: Number(words[2]), gid: Number(words[3]), home: words[5]};
	} catch {
		return undefined;
	}
};

const number = (text: string | undefined): number | undefined => (text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined);

/** Whom a process of root handles packets as: whoever called sudo, else nobody. */
export function invokingUser(environment: NodeJS.ProcessEnv = process.env): User {
	const uid = number(environment.SUDO_UID);
	const gid = number(environment.SUDO_GID);
	if (uid !== undefined && gid !== undefined && uid !== 0) {
		const known = account(words => Number(words[2]) === uid);
		return {uid, gid, name: known?.name, home: known?.home};
	}

	return account(words => words[0] === 'nobody') ?? {uid: 65_534, gid: 65_534, name: undefined, home: undefined};
}

/** Whether this is root itself, not somebody who called sudo: files that are written are root's then. */
export function ownsAsRoot(): boolean {
	return process.getuid?.() === 0 && number(process.env.SUDO_UID) === undefined;
}

/** Gives up every right of root for good: groups first, the user last. */
export function become({uid, gid, name, home}: User): void {
	process.setgroups?.([...new Set([gid, ...groupsOf(name)])]);
	process.setgid?.(gid);
	process.setuid?.(uid);
	// Configuration and history are that user's.
	if (home !== undefined) process.env.HOME = home;
	for (const name of ['XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME']) {
		const place = process.env[name];
		if (place !== undefined && !canReach(place, {uid, gid})) delete process.env[name];
	}
}

function groupsOf(name: string | undefined): number[] {
	if (name === undefined) return [];
	try {
		const lines = readFileSync('/etc/group', 'utf8').split('\n').map(line => line.split(':'));
		return lines.filter(([, , gid, members]) => gid !== undefined && members?.split(',').includes(name)).map(([, , gid]) => Number(gid));
	} catch {
		return [];
	}
}

/** Whether this process has the right to open packet sockets, and whether what it starts inherits it. */
export function ownRight(): 'inherited' | 'own' | 'none' {
	if (rightsIn('CapAmb') & rights.packetSockets) return 'inherited';
	return rightsIn('CapEff') & rights.packetSockets ? 'own' : 'none';
}

/** Which of the ways to give up what it has are open to a process of root: to keep one right meanwhile, to keep none, or neither. */
export function waysDown(): 'keeping' | 'dropping' | 'none' {
	const mine = rightsIn('CapEff');
	if (!(mine & rights.setUid) || !(mine & rights.setGid)) return 'none';
	return mine & rights.setRights ? 'keeping' : 'dropping';
}

/** A copy of Node.js that has been given the right to open packet sockets, if there is one. */
export function captureNode(): string | undefined {
	const path = process.env.INKCAP_CAPTURE_NODE ?? CAPTURE_NODE;
	return existsSync(path) ? path : undefined;
}

/** Where a program is; undefined where it is not installed. */
export function programPath(name: string): string | undefined {
	const places = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/local/sbin'];
	return places.map(place => join(place, name)).find(path => place(path));
}

const place = (path: string): boolean => {
	try {
		return statSync(path).isFile();
	} catch {
		return false;
	}
};

/** Whether a user can read what is at `path`, or what else the bits of `right` say: every directory above it, and itself. */
export function canReach(path: string, {uid, gid}: Identity, right = 4): boolean {
	for (let at = path, wanted = right;; at = dirname(at), wanted = 1) {
		try {
			const {mode, uid: owner, gid: group} = statSync(at);
			const shift = owner === uid ? 6 : group === gid ? 3 : 0;
			if (((mode >> shift) & wanted) !== wanted) return false;
		} catch {
			return false;
		}

		if (at === dirname(at)) return true;
	}
}
