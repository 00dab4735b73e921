/** `npm run robustness -- DIR`: nothing in a directory of captures makes inkcap crash, hang or show a stack trace. */
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {type Capture, listCaptures} from './captures.ts';
import {aligned, type Failure} from './report.ts';
import {mapInParallel, runFault, runProgram} from './run-program.ts';
import {snapshotProgram} from './snapshot.ts';
import {driveTerminal} from './terminal.ts';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const LIMIT = 10_000;
const SLOWEST = 10;

/** The ways a capture is opened: options of text output, or the keys pressed in the TUI. */
const TEXT_MODES: Readonly<Record<string, readonly string[]>> = {
	plain: [],
	'-V': ['-V'],
	'-x': ['-x'],
	json: ['-T', 'json'],
};
const MODES = [...Object.keys(TEXT_MODES), 'tui'];
const KEYS = ['\u001b[B', '\t', '\u001b[F', 'q'];

/** Statuses that say that a capture could be read, or that it could not and one sentence said why. */
const HONEST_STATUSES: readonly (number | null)[] = [0, 2];

type Trial = {readonly file: string; readonly mode: string; readonly milliseconds: number; readonly fault: string | undefined};

const USAGE = `usage: npm run robustness -- DIR [--files GLOB,..] [--modes ${MODES.join(',')}] [--jobs N] [--inkcap PROGRAM]
`;

async function main(args: readonly string[]): Promise<number> {
	const {values, positionals} = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			files: {type: 'string', default: ''},
			modes: {type: 'string', default: MODES.join(',')},
			jobs: {type: 'string', default: '2'},
			inkcap: {type: 'string'},
			help: {type: 'boolean', short: 'h', default: false},
		},
	});
	if (values.help || positionals.length !== 1) {
		process.stdout.write(USAGE);
		return values.help ? 0 : 2;
	}
	const cwd = process.env.INIT_CWD ?? process.cwd();
	const inkcap = values.inkcap === undefined ? snapshotProgram(ROOT) : path.resolve(cwd, values.inkcap);
	const modes = values.modes.split(',');
	const strange = modes.find(mode => !MODES.includes(mode));
	if (strange !== undefined) throw new Error(`there is no mode ${strange}: ${MODES.join(', ')}`);

	const captures = listCaptures(path.resolve(cwd, positionals[0]!), values.files.split(',').filter(glob => glob !== ''));
	let done = 0;
	const trials = await mapInParallel(captures, Number(values.jobs), async capture => {
		const made: Trial[] = [];
		for (const mode of modes) made.push(await (mode === 'tui' ? inTerminal(capture, inkcap) : asText(capture, mode, inkcap)));
		if (process.stderr.isTTY) process.stderr.write(`\r${++done}/${captures.length} `);
		return made;
	});
	if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
	return report(captures.length, modes, trials.flat());
}

async function asText(capture: Capture, mode: string, inkcap: string): Promise<Trial> {
	const options = TEXT_MODES[mode] ?? [];
	const run = await runProgram(inkcap, [...(options.length === 0 ? [] : ['-r']), capture.path, ...options], {limit: LIMIT, discard: true});
	const fault = runFault(run) ?? (HONEST_STATUSES.includes(run.status) ? undefined : `exit status ${run.status}: ${run.stderr.trim().slice(0, 160)}`);
	return {file: capture.name, mode, milliseconds: run.milliseconds, fault};
}

async function inTerminal(capture: Capture, inkcap: string): Promise<Trial> {
	const seen = await driveTerminal([inkcap, capture.path], KEYS, LIMIT);
	return {file: capture.name, mode: 'tui', milliseconds: seen.milliseconds, fault: seen.fault};
}

function report(captures: number, modes: readonly string[], trials: readonly Trial[]): number {
	const failures: Failure[] = trials.flatMap(({file, mode, fault}) => (fault === undefined ? [] : [{file: `${file} (${mode})`, what: fault}]));
	const rows = modes.map(mode => {
		const of = trials.filter(trial => trial.mode === mode);
		const slowest = Math.max(0, ...of.map(trial => trial.milliseconds));
		return [mode, `${of.length} captures`, `${of.filter(trial => trial.fault !== undefined).length} failures`, `slowest ${Math.round(slowest)} ms`];
	});
	process.stdout.write(`${captures} captures, ${LIMIT / 1000} s each\n${aligned(rows)}\n`);
	const slow = [...trials].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, SLOWEST);
	process.stdout.write(`\nSlowest\n${aligned(slow.map(trial => [`  ${trial.file}`, trial.mode, `${Math.round(trial.milliseconds)} ms`]))}\n`);
	if (failures.length > 0) process.stdout.write(`\nFailures\n${failures.map(failure => `  ${failure.file}: ${failure.what}`).join('\n')}\n`);
	return failures.length > 0 ? 1 : 0;
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	process.stderr.write(`robustness: ${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 2;
}
