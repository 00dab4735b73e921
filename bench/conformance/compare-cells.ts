import {fieldOptions, parseTable} from './cells.ts';
import type {Capture} from './captures.ts';
import {compareTables, type Tally} from './compare.ts';
import type {ReferenceCache} from './reference.ts';
import type {Failure} from './report.ts';
import {compareStacks, STACK_FIELD} from './stacks.ts';
import {type Run, runFault, runProgram} from './run-program.ts';

/** What came of one capture: its tallies, what failed, and whether tshark could read it at all. */
export type CaptureResult = {
	readonly name: string;
	readonly frames: number;
	readonly readable: boolean;
	readonly tallies: ReadonlyMap<string, Tally>;
	/** The stacks of its frames up to what inkcap does not declare; undefined where they were not asked for. */
	readonly stacks?: Tally | undefined;
	readonly failures: readonly Failure[];
	readonly unreadableRows: number;
	readonly milliseconds: number;
};

/** How long inkcap may take for one capture: seconds of processor time, and milliseconds on a machine that has much else to do. */
const PROCESSOR_LIMIT = 10;
export const INKCAP_LIMIT = 60_000;

/** Runs inkcap with no more processor time than it may take. */
export const runInkcap = (inkcap: string, words: readonly string[]): Promise<Run> =>
	runProgram('/bin/sh', ['-c', `ulimit -S -t ${PROCESSOR_LIMIT}; exec "$0" "$@"`, inkcap, ...words], {limit: INKCAP_LIMIT});

/** Runs inkcap over a capture with the options tshark had, and compares every cell. `protocols` are those that inkcap declares. */
export async function compareCapture(
	capture: Capture,
	fields: readonly string[],
	inkcap: string,
	cache: ReferenceCache,
	keep: number,
	protocols: ReadonlySet<string> = new Set(),
): Promise<CaptureResult> {
	const reference = await cache.cells(capture, fields);
	const run = await runInkcap(inkcap, ['-2', '-n', '-r', capture.path, ...fieldOptions(fields)]);
	const ours = parseTable(run.stdout, fields);
	const readable = reference.table.frames > 0 || reference.status === 0;
	const failures: Failure[] = [];
	const fail = (what: string): void => {
		failures.push({file: capture.name, what});
	};
	const fault = runFault(run, reference.status);
	if (fault !== undefined) fail(fault);
	if (readable && ours.rest !== '') fail(`a row cannot be read after frame ${ours.frames}: ${JSON.stringify(ours.rest.slice(0, 60))}`);
	if (readable && ours.frames !== reference.table.frames) fail(`${ours.frames} frames, tshark ${reference.table.frames}`);
	return {
		name: capture.name,
		frames: reference.table.frames,
		readable,
		tallies: readable ? compareTables(capture.name, reference.table, ours, fields, keep) : new Map(),
		stacks: readable && fields.includes(STACK_FIELD) ? compareStacks(capture.name, reference.table, ours, protocols, keep) : undefined,
		failures,
		unreadableRows: new Set([...reference.table.unreadable, ...ours.unreadable]).size,
		milliseconds: run.milliseconds,
	};
}
