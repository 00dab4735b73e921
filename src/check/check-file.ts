import {readFileSync, renameSync, writeFileSync} from 'node:fs';
import {CaptureError} from '../capture/capture-error.ts';
import {buildRegistry} from '../decode/protocols.ts';
import type {Registry} from '../decode/registry.ts';
import {OpenedCapture} from '../opened-capture.ts';
import {snapshotOf} from './captures.ts';
import {CheckError} from './check-error.ts';
import {compare} from './compare.ts';
import {type Decoded, everything, type Restriction} from './decoded.ts';
import {decodeCapture} from './decode-capture.ts';
import {parseJson, writeJson} from './decode-json.ts';
import {parseText, writeText} from './decode-text.ts';
import type {Difference} from './difference.ts';
import {Mask} from './mask.ts';
import {Names} from './names.ts';
import type {CheckSettings} from './settings.ts';

/** What came of the check of one capture. */
export type FileResult = {
	readonly path: string;
	readonly snapshot: string;
	/** `written` and `updated` only where that was asked for; `failed` where the check could not run. */
	readonly status: 'same' | 'different' | 'missing' | 'written' | 'updated' | 'failed';
	readonly differences: readonly Difference[];
	/** Packets that were decoded. */
	readonly frames: number;
	/** Why it could not run, or what may explain the differences: one sentence. */
	readonly note?: string;
	readonly milliseconds: number;
};

/** What to check: a capture, how, and whether a snapshot that differs is written anew. */
export type Task = {readonly path: string; readonly settings: CheckSettings; readonly update: boolean};

let registry: Registry | undefined;
let names: Names | undefined;

/** The declarations that checks of this thread share. */
export const declarations = (): {readonly registry: Registry; readonly names: Names} => {
	registry ??= buildRegistry();
	names ??= new Names(registry);
	return {registry, names};
};

/** Decodes a capture and compares that with its snapshot. Never rejects for what a user can cause. */
export async function checkFile({path, settings: {restriction, format}, update}: Task): Promise<FileResult> {
	const started = performance.now();
	const snapshot = snapshotOf(path, format);
	const result = (status: FileResult['status'], rest: Partial<FileResult> = {}): FileResult => ({
		path,
		snapshot,
		status,
		differences: [],
		frames: 0,
		milliseconds: Math.round(performance.now() - started),
		...rest,
	});
	try {
		const decoded = await decodeCapture(await OpenedCapture.open(path, declarations().registry), restriction, declarations().names);
		const {status, differences, note, text} = compareWith(snapshot, decoded, format);
		const frames = decoded.frames.length;
		if (!update || text === undefined) return result(status, {differences, frames, ...note === undefined ? {} : {note}});
		writeWhole(snapshot, text);
		return result(status === 'missing' ? 'written' : 'updated', {differences, frames});
	} catch (error) {
		if (error instanceof CheckError) return result('failed', {note: `"${path}": ${error.message}`});
		if (error instanceof CaptureError) return result('failed', {note: error.message});
		return result('failed', {note: `"${path}": this is a bug in inkcap: ${error instanceof Error ? error.message : String(error)}`});
	}
}

type Compared = {
	readonly status: 'same' | 'different' | 'missing';
	readonly differences: readonly Difference[];
	readonly note?: string;
	/** What the snapshot would be, where it is something else. */
	readonly text?: string;
};

/** Compares a decode with a snapshot. Throws CheckError where the snapshot cannot be read. */
export function compareWith(snapshot: string, decoded: Decoded, format: CheckSettings['format']): Compared {
	const text = format === 'text' ? writeText(decoded) : writeJson(decoded);
	const before = readIf(snapshot);
	if (before === undefined) return {status: 'missing', differences: [], text};
	if (before === text) return {status: 'same', differences: []};
	let parsed: Decoded;
	try {
		parsed = format === 'text' ? parseText(before) : parseJson(before);
	} catch (error) {
		if (!(error instanceof CheckError)) throw error;
		return {status: 'different', differences: [], note: `The snapshot "${snapshot}" cannot be read: ${error.message}`, text};
	}

	const differences = compare(parsed, decoded, new Mask(decoded.restriction, declarations().names), declarations().names);
	if (differences.length === 0) return {status: 'same', differences, text};
	const isNarrower = restrictionText(parsed.restriction) !== restrictionText(decoded.restriction) && restrictionText(parsed.restriction) !== restrictionText(everything);
	if (!isNarrower) return {status: 'different', differences, text};
	return {
		status: 'different',
		differences,
		note: `The snapshot was made with ${restrictionText(parsed.restriction)}, and is compared with ${restrictionText(decoded.restriction)}.`,
		text,
	};
}

const restrictionText = ({only, fields, ignore}: Restriction): string =>
	[
		...only === '' ? [] : [`only ${only}`],
		...fields.length === 0 ? [] : [`fields ${fields.join(',')}`],
		...ignore.length === 0 ? [] : [`ignore ${ignore.join(',')}`],
	].join('; ') || 'everything';

function readIf(place: string): string | undefined {
	try {
		return readFileSync(place, 'utf8');
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'ENOENT') return undefined;
		throw new CheckError(`the snapshot "${place}" cannot be read (${String(code)}).`);
	}
}

/** Never half a snapshot. */
function writeWhole(place: string, text: string): void {
	const temporary = `${place}.${process.pid}.tmp`;
	try {
		writeFileSync(temporary, text);
		renameSync(temporary, place);
	} catch (error) {
		throw new CheckError(`the snapshot "${place}" cannot be written (${error instanceof Error && 'code' in error ? String(error.code) : String(error)}).`);
	}
}
