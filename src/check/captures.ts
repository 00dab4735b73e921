import {openSync, closeSync, type Dirent, readdirSync, readSync, statSync, type Stats} from 'node:fs';
import path from 'node:path';
import {CheckError} from './check-error.ts';
import {isDecodeText} from './decode-text.ts';
import type {SnapshotFormat} from './settings.ts';

const isCapture = /\.(?:pcap|pcapng|cap|ntar)(?:\.gz)?$/i;
const isSnapshot = /\.(?:pcap|pcapng|cap|ntar)(?:\.gz)?\.(?:txt|json)$/i;
/** Bytes that tell a snapshot from another file of its name. */
const firstBytes = 64;

/** What was found under the paths of a check: captures, and snapshots whose captures are gone; both in order of name. */
export type Found = {readonly captures: readonly string[]; readonly orphans: readonly string[]};

/** Where the snapshot of a capture stands: beside it. */
export const snapshotOf = (capture: string, format: SnapshotFormat): string => `${capture}.${format === 'text' ? 'txt' : 'json'}`;

/** Finds captures: files that are named, whatever they are called, and files in directories by their names. Throws CheckError. */
export function findCaptures(paths: readonly string[]): Found {
	const captures = new Set<string>();
	const orphans = new Set<string>();
	for (const place of paths) {
		const stats = statOf(place);
		if (!stats.isDirectory()) {
			if (!stats.isFile()) throw new CheckError(`'${place}' is neither a file nor a directory.`);
			captures.add(place);
		} else walk(place, captures, orphans);
	}

	const sorted = (set: ReadonlySet<string>): string[] => [...set].sort((a, b) => (a < b ? -1 : 1));
	return {captures: sorted(captures), orphans: sorted(orphans)};
}

function statOf(place: string): Stats {
	try {
		return statSync(place);
	} catch (error) {
		throw new CheckError(
			`There is no file or directory '${place}'${error instanceof Error && 'code' in error && error.code !== 'ENOENT' ? ` that can be read (${String(error.code)})` : ''}.`,
		);
	}
}

function walk(directory: string, captures: Set<string>, orphans: Set<string>): void {
	const entries = entriesOf(directory);
	const names = new Set(entries.map(({name}) => name));
	for (const entry of entries) {
		const {name} = entry;
		if (name.startsWith('.') || name === 'node_modules') continue;
		const place = path.join(directory, name);
		if (entry.isDirectory()) walk(place, captures, orphans);
		else if (isCapture.test(name) && mayBeRead(entry, place)) captures.add(place);
		else if (entry.isFile() && isSnapshot.test(name) && !names.has(name.replace(/\.(?:txt|json)$/, '')) && isDecode(place)) orphans.add(place);
	}
}

function entriesOf(directory: string): Dirent[] {
	try {
		return readdirSync(directory, {withFileTypes: true});
	} catch (error) {
		throw new CheckError(`The directory '${directory}' cannot be read${error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''}.`);
	}
}

/** Whether an entry is a file, or leads to one, or nowhere: what waits for somebody else is left alone. */
function mayBeRead(entry: Dirent, place: string): boolean {
	if (!entry.isSymbolicLink()) return entry.isFile();
	try {
		return statSync(place).isFile();
	} catch {
		return true;
	}
}

function isDecode(place: string): boolean {
	const bytes = new Uint8Array(firstBytes);
	let descriptor: number;
	try {
		descriptor = openSync(place, 'r');
	} catch {
		return false;
	}

	try {
		const length = readSync(descriptor, bytes, 0, firstBytes, 0);
		const text = new TextDecoder().decode(bytes.subarray(0, length));
		return isDecodeText(text) || /^\{\s*"inkcap": "decode"/.test(text);
	} finally {
		closeSync(descriptor);
	}
}
