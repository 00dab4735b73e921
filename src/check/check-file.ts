import {CaptureError} from '../capture/capture-error.ts';
import {OpenedCapture} from '../opened-capture.ts';
import {snapshotOf} from './captures.ts';
import {CheckError} from './check-error.ts';
import {compareWith, writeWhole} from './compare-with.ts';
import {decodeCapture} from './decode-capture.ts';
import {registryFor, sharedNames} from './declarations.ts';
import type {Difference} from './difference.ts';
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

/** Decodes a capture and compares that with its snapshot. Never rejects for what a user can cause. */
export async function checkFile({path, settings: {restriction, decodeAs, format}, update}: Task): Promise<FileResult> {
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
		const decoded = await decodeCapture(await OpenedCapture.open(path, registryFor(decodeAs)), restriction, sharedNames(), decodeAs);
		const {status, differences, note, text} = compareWith(snapshot, decoded, format, sharedNames());
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
