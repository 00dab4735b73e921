import {rmSync} from 'node:fs';
import {findCaptures} from './captures.ts';
import {CheckError} from './check-error.ts';
import {checkFiles} from './check-files.ts';
import {filterOf} from './decode-capture.ts';
import {registryFor, sharedNames} from './declarations.ts';
import {Mask} from './mask.ts';
import {type CheckReport, type ReporterName, reporters} from './reporters.ts';
import {type CheckOptions, type CheckSettings, Configs} from './settings.ts';

/** What `inkcap check` was asked to do. */
export type CheckCommand = CheckOptions & {
	readonly paths: readonly string[];
	readonly update: boolean;
	readonly reporter: ReporterName;
	/** Threads; undefined for as many as there is work and processors for. */
	readonly jobs: number | undefined;
};

/** The exit status that a report comes to: 0 all the same, 1 something is different, 2 something could not be checked. */
export function statusOfReport({results, orphans, updated}: CheckReport): 0 | 1 | 2 {
	if (results.some(({status}) => status === 'failed')) return 2;
	if (results.some(({status}) => status === 'different' || status === 'missing')) return 1;
	return orphans.length > 0 && !updated ? 1 : 0;
}

/** Compares captures with their snapshots, or writes these. Rejects with CheckError where it cannot begin. */
export async function check(command: CheckCommand): Promise<CheckReport> {
	const {paths, update, jobs} = command;
	const {captures, orphans} = findCaptures(paths);
	if (captures.length === 0 && orphans.length === 0) throw new CheckError(`There is no capture in ${paths.join(', ')}.`);
	const configs = new Configs(command);
	const settings = await Promise.all(captures.map(capture => configs.of(capture)));
	const isAlone = command.only === undefined && command.fields.length + command.ignore.length + command.decodeAs.length === 0;
	for (const one of new Set(settings)) understand(one, isAlone ? one.place : undefined);
	const results = await checkFiles(captures.map((path, i) => ({path, settings: settings[i]!, update})), jobs);
	if (update) { for (const orphan of orphans) rmSync(orphan, {force: true}); }
	return {results, orphans, updated: update};
}

/** Throws CheckError for a filter, a name or a rule that means nothing, before anything is decoded; says in which configuration it stands. */
function understand({restriction, decodeAs}: CheckSettings, place: string | undefined): void {
	try {
		filterOf(restriction.only, registryFor(decodeAs));
		new Mask(restriction, sharedNames());
	} catch (error) {
		if (!(error instanceof CheckError) || place === undefined) throw error;
		throw new CheckError(`The configuration "${place}" cannot be followed: ${error.message}`);
	}
}

/** Runs `inkcap check`; resolves with the exit status. */
export async function runCheck(command: CheckCommand, streams: {readonly print: (text: string) => void; readonly complain: (sentence: string) => void}): Promise<number> {
	try {
		const report = await check(command);
		streams.print(reporters[command.reporter](report));
		return statusOfReport(report);
	} catch (error) {
		if (!(error instanceof CheckError)) throw error;
		streams.complain(error.message);
		return 2;
	}
}
