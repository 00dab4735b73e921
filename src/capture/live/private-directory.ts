import {chownSync, mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {CaptureError, reason} from '../capture-error.ts';
import type {Identity} from './messages.ts';

/** A directory that goes with the program. */
export type PrivateDirectory = {readonly path: string; remove(): void};

const PREFIX = 'inkcap-live-';

/** What has not changed for a day, in milliseconds, and whose program is gone, is nobody's. */
const SWEPT_AFTER = 86_400_000;

/**
Makes a directory that only `owner` can read, for growing files. It is removed at exit; the capture children remove it
when the program is ended without a chance to. Throws CaptureError.
*/
export function privateDirectory(owner: Identity | undefined): PrivateDirectory {
	sweep();
	let directory: string;
	try {
		directory = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
		if (owner !== undefined) chownSync(directory, owner.uid, owner.gid);
	} catch (error) {
		throw new CaptureError('write', `No directory for packets can be made in "${tmpdir()}" (${reason(error)}): set TMPDIR to another one.`);
	}

	const remove = (): void => {
		process.off('exit', remove);
		removeDirectory(directory);
	};
	process.on('exit', remove);
	return {path: directory, remove};
}

function removeDirectory(directory: string): void {
	try {
		rmSync(directory, {recursive: true, force: true});
	} catch {
		// Whoever made it may have no right to the directory above it any more; the children have emptied it.
	}
}

/** When something in a directory changed last, in milliseconds since 1970. */
function lastChange(directory: string): number {
	return Math.max(...[directory, ...readdirSync(directory).map(name => join(directory, name))].map(path => statSync(path).mtimeMs));
}

/** Removes what programs left that were ended together with their children. */
function sweep(): void {
	try {
		for (const name of readdirSync(tmpdir())) {
			const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
			if (owner === undefined || isAlive(Number(owner))) continue;
			const directory = join(tmpdir(), name);
			// Processes of other containers cannot be seen from here.
			if (Date.now() - lastChange(directory) < SWEPT_AFTER) continue;
			const mine = process.getuid?.();
			if (mine === 0 || statSync(directory).uid === mine) removeDirectory(directory);
		}
	} catch {
		// Another program's, or gone meanwhile.
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
