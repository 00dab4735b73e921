import {execFile} from 'node:child_process';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {median, percentile} from './measure.ts';
import type {Options} from './options.ts';
import {table} from './report.ts';

/** What `screen.py` saw; times in seconds. */
type Seen = {
	readonly shown: number | null;
	/** Processor time until then. */
	readonly starting: number;
	readonly times: readonly number[];
	/** Keys that changed nothing on the screen. */
	readonly silent: number;
	readonly processor: number;
	readonly memory: number;
	readonly seen: string;
};

const HELPER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'screen.py');
const ROWS = 50;
const COLUMNS = 200;
/** Milliseconds that are asked: first packets on the screen, and from a key to its frame for 95 of 100 keys. */
const ASKED_FIRST = 400;
const ASKED_KEY = 20;
/** Keys that do not count: code that runs for the first time is slower. */
const WARM = 20;

const down = '\u001b[B';
const up = '\u001b[A';
const pageDown = '\u001b[6~';
const pageUp = '\u001b[5~';
const mixed = [down, down, down, pageDown, down, up, pageDown, down, pageUp, down];
const ends = ['\u001b[F', '\u001b[H'];

const run = promisify(execFile);

async function watch(command: readonly string[], marker: string, keys: readonly string[]): Promise<Seen> {
	const {stdout} = await run('python3', [HELPER, String(ROWS), String(COLUMNS), marker, JSON.stringify(keys), ...command], {maxBuffer: 2 ** 24});
	const seen = JSON.parse(stdout) as Seen;
	if (seen.shown === null) throw new Error(`no packet came on the screen; the last that did: ${JSON.stringify(seen.seen)}`);
	return seen;
}

const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(1)} ms`;

/** Measures the program in a terminal of 200x50; 1 where it is slower than asked. */
export async function measureScreen(program: string, file: string, {packets, rounds, keys}: Options): Promise<number> {
	const {stdout} = await run(program, ['-r', file, '-c', '1', '-T', 'fields', '-e', 'ip.src']);
	const marker = stdout.trim();
	const starts: Seen[] = [];
	// The first start reads the program from the disk and fills node's compile cache, as an installed program's did long ago.
	await watch([program, file], marker, []);
	for (let round = 0; round < Math.max(5, rounds); round++) starts.push(await watch([program, file], marker, []));
	const rows = [[`${packets} packets, ${COLUMNS}x${ROWS}`, 'median', 'p95', 'worst', 'asked', 'processor']];
	const shown = starts.map(start => start.shown!);
	const first = median(shown);
	rows.push(['first packets on the screen', milliseconds(first), '', milliseconds(Math.max(...shown)), `${ASKED_FIRST} ms${first * 1000 > ASKED_FIRST ? ' MISSED' : ''}`,
		milliseconds(median(starts.map(start => start.starting)))]);
	let missed = first * 1000 > ASKED_FIRST;
	for (const [name, cycle] of [['moving and paging, key to frame', mixed], ['End and Home, key to frame', ends]] as const) {
		const pressed = Array.from({length: keys + WARM}, (_, i) => cycle[i % cycle.length]!);
		const seen = await watch([program, file], marker, pressed);
		const times = seen.times.slice(WARM);
		if (times.length === 0) throw new Error('no key changed the screen');
		const slow = percentile(times, 0.95);
		missed ||= slow * 1000 > ASKED_KEY;
		rows.push([
			name,
			milliseconds(median(times)),
			milliseconds(slow),
			milliseconds(Math.max(...times)),
			`p95 ${ASKED_KEY} ms${slow * 1000 > ASKED_KEY ? ' MISSED' : ''}`,
			`${milliseconds(seen.processor / pressed.length)} a key`,
		]);
		if (seen.silent > 0) rows.push([`  ${seen.silent} keys changed nothing`, '', '', '', '', '']);
	}

	process.stdout.write(`${table(rows)}\n`);
	return missed ? 1 : 0;
}
