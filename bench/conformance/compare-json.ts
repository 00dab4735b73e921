import type {Capture} from './captures.ts';
import {type CaptureResult, runInkcap} from './compare-cells.ts';
import {compareLeaves, frameLeaves, type Leaves} from './json-shape.ts';
import {parseJson} from './json-text.ts';
import type {ReferenceCache} from './reference.ts';
import type {Failure} from './report.ts';
import {runFault} from './run-program.ts';

/** Runs inkcap over a capture with `-T json` and compares the leaves of declared fields with tshark's, path by path. */
export async function compareCaptureJson(
	capture: Capture,
	declared: ReadonlySet<string>,
	inkcap: string,
	cache: ReferenceCache,
	keep: number,
): Promise<CaptureResult> {
	const text = await cache.json(capture);
	const reference = leavesOf(text, declared);
	const run = await runInkcap(inkcap, ['-2', '-n', '-r', capture.path, '-T', 'json']);
	const readable = reference !== undefined && reference.length > 0;
	const failures: Failure[] = [];
	const fault = runFault(run);
	if (fault !== undefined) failures.push({file: capture.name, what: fault});
	let ours: Leaves[] = [];
	try {
		if (readable) ours = leavesOf(run.stdout, declared) ?? [];
	} catch (error) {
		failures.push({file: capture.name, what: String(error)});
	}
	if (readable && ours.length !== reference.length) failures.push({file: capture.name, what: `${ours.length} frames, tshark ${reference.length}`});
	return {
		name: capture.name,
		frames: reference?.length ?? 0,
		readable,
		tallies: readable ? compareLeaves(capture.name, reference, ours, keep) : new Map(),
		failures,
		unreadableRows: 0,
		milliseconds: run.milliseconds,
	};
}

function leavesOf(text: string, declared: ReadonlySet<string>): Leaves[] | undefined {
	return text.trim() === '' ? undefined : frameLeaves(parseJson(text), declared);
}
