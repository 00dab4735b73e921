import {execFile} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import {median, percentile} from './measure.ts';
import type {Options} from './options.ts';
import {countText, secondsText, table} from './report.ts';

/** What `screen.py` is asked to do, in its words. */
type Step =
	| {readonly wait: string}
	| {readonly gone: string; readonly limit?: number}
	| {readonly keys: readonly string[]; readonly times?: number; readonly while?: string; readonly gap?: number; readonly limit?: number}
	| {readonly type: string}
	| {readonly press: string; readonly shows: readonly string[]};

/** What a step gave; times in seconds, but for when it began and ended, in milliseconds since 1970. */
type Seen = {
	readonly took?: number | null | ReadonlyArray<number | null>;
	readonly times?: readonly number[];
	/** Keys that changed nothing on the screen. */
	readonly silent?: number;
	readonly from: number;
	readonly to: number;
	readonly processor: number;
	readonly memory: number;
};

/** What all steps gave; `late` is when the event loop was how many milliseconds late. */
type Watched = {readonly steps: readonly Seen[]; readonly late: ReadonlyArray<readonly [number, number]>};

const HERE = path.dirname(fileURLToPath(import.meta.url));
const HELPER = path.join(HERE, 'screen.py');
const PRELOAD = pathToFileURL(path.join(HERE, 'loop-delay.mjs')).href;
const ROWS = 50;
const COLUMNS = 200;
/** Milliseconds that are asked, of the median or of 95 of 100, and of the longest delay of the loop. */
const ASKED_FIRST = 400;
const ASKED_KEY = 20;
const ASKED_FILTER = 100;
const ASKED_LOOP = 50;
/** Keys that do not count: code that runs for the first time is slower. */
const WARM = 20;
/** Captures that are opened where none is asked for. */
const SIZES = [14_000, 5_000_000];
/** Seconds between keys while something else goes on, and how long that is watched. */
const GAP = 0.1;
const WATCHED = 20;
/** Seconds that reading all of it may take. */
const READING = 90;

const down = '\u001b[B';
const up = '\u001b[A';
const pageDown = '\u001b[6~';
const pageUp = '\u001b[5~';
const mixed = [down, down, down, pageDown, down, up, pageDown, down, pageUp, down];
const ends = ['\u001b[F', '\u001b[H'];
const help = ['?', '?'];
const isReading = '  reading.* MB';
const isCounting = '\\d of [\\d,]+ packets?';
const found = '\\b[1-9][\\d,]* of [\\d,]+ packets';

const run = promisify(execFile);

async function watch(command: readonly string[], steps: readonly Step[]): Promise<Watched> {
	const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-bench-'));
	try {
		const loop = path.join(directory, 'loop.json');
		// What is typed here is nobody's history.
		const env = {...process.env, NODE_OPTIONS: `--import=${PRELOAD}`, INKCAP_LOOP_DELAY: loop, XDG_STATE_HOME: directory};
		const {stdout} = await run('python3', [HELPER, String(ROWS), String(COLUMNS), JSON.stringify(steps), ...command], {maxBuffer: 2 ** 24, env});
		const {steps: seen, screen} = JSON.parse(stdout) as {readonly steps: readonly Seen[]; readonly screen: readonly string[]};
		const [wrong] = [...seen.entries()].filter(([, {took}]) => took === null || (Array.isArray(took) && took.includes(null)));
		if (wrong !== undefined) throw new Error(`${JSON.stringify(steps[wrong[0]])} never came; the screen showed\n${screen.join('\n')}`);
		return {steps: seen, late: fs.existsSync(loop) ? JSON.parse(fs.readFileSync(loop, 'utf8')) as Watched['late'] : []};
	} finally {
		fs.rmSync(directory, {recursive: true, force: true});
	}
}

const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(1)} ms`;

const escaped = (text: string): string => text.replaceAll(/[.[\]]/g, '\\$&');

/** Rows of a report, and whether one is slower than asked. */
class Report {
	readonly rows: string[][];
	missed = false;

	constructor(title: string) {
		this.rows = [[title, 'median', 'p95', 'worst', 'asked', 'processor']];
	}

	/** `asked` milliseconds, of `what`. */
	times(name: string, times: readonly number[], asked: number | undefined, what: 'median' | 'p95' | 'worst' = 'p95', processor = ''): void {
		if (times.length === 0) throw new Error(`${name}: nothing was measured`);
		const of = {median: median(times), p95: percentile(times, 0.95), worst: Math.max(...times)};
		const isLate = asked !== undefined && of[what] * 1000 > asked;
		this.missed ||= isLate;
		this.rows.push([
			name,
			milliseconds(of.median),
			milliseconds(of.p95),
			milliseconds(of.worst),
			asked === undefined ? '' : `${what} ${asked} ms${isLate ? ' MISSED' : ''}`,
			processor,
		]);
	}

	loop(name: string, {late}: Watched, {from, to}: Seen): void {
		this.times(`  the loop ${name}, late by`, late.filter(([at], i) => at > from && (late[i - 1]?.[0] ?? 0) < to).map(([, by]) => by / 1000), ASKED_LOOP, 'worst');
	}

	took(name: string, seconds: number): void {
		this.rows.push([name, secondsText(seconds), '', '', '', '']);
	}
}

/** Measures the program in a terminal of 200x50; 1 where it is slower than asked. */
export async function measureScreen(program: string, capture: (packets: number) => string, options: Options): Promise<number> {
	let missed = false;
	for (const packets of options.given ? [options.packets] : SIZES) missed = await measureOf(program, capture(packets), packets, options) || missed;
	return missed ? 1 : 0;
}

async function measureOf(program: string, file: string, packets: number, {rounds, keys, jobs}: Options): Promise<boolean> {
	const {stdout} = await run(program, ['-r', file, '-c', '1', '-T', 'fields', '-e', 'ip.src']);
	const address = stdout.trim();
	const begin: Step = {wait: escaped(address)};
	const command = [program, file];
	const report = new Report(`${countText(packets)} packets, ${COLUMNS}x${ROWS}`);
	const wanted = (part: string): boolean => jobs.length === 0 || jobs.includes(part);

	if (wanted('start')) {
		// The first start reads the program from the disk and keeps what is compiled of it, as an installed program's did long ago.
		await watch(command, [begin]);
		const starts: Seen[] = [];
		for (let round = 0; round < Math.max(5, rounds); round++) starts.push((await watch(command, [begin])).steps[0]!);
		report.times('first packets on the screen', starts.map(({took}) => took as number), ASKED_FIRST, 'median', milliseconds(median(starts.map(({processor}) => processor))));
	}

	if (wanted('keys')) {
		const press = (cycle: readonly string[]): Step => ({keys: cycle, times: keys + WARM});
		const watched = await watch(command, [begin, {keys: [...mixed, ...ends], while: isReading, gap: GAP, limit: READING}, {gone: isReading, limit: READING}, press(mixed),
			press(ends)]);
		const [, reading, read, moving, ending] = watched.steps;
		if (reading!.times!.length > 0) {
			report.took('reading all of it, with keys between', (read!.to - reading!.from) / 1000);
			report.times('  keys meanwhile, key to frame', reading!.times!, ASKED_KEY);
			report.loop('meanwhile', watched, {...reading!, to: read!.to});
		}

		for (const [name, seen] of [['moving and paging, key to frame', moving!], ['End and Home, key to frame', ending!]] as const) {
			report.times(name, seen.times!.slice(WARM), ASKED_KEY, 'p95', `${milliseconds(seen.processor / (keys + WARM))} a key`);
			if (seen.silent! > 0) report.rows.push([`  ${seen.silent} keys changed nothing`, '', '', '', '', '']);
		}
	}

	if (wanted('filters')) {
		const filters = ['tcp.port == 443', `ip.addr == ${address}`, 'frame.len > 1000', 'udp', 'tcp.flags.syn == 1 && ip.ttl < 64'];
		const times = Math.max(3, rounds);
		const apply = (filter: string): Step[] => [{type: '/'}, {type: filter}, {press: '\r', shows: [found, `${found}(?!  filtering)`]}, {type: 'c'}];
		const watched = await watch(command, [begin, {gone: isReading, limit: READING}, ...filters.flatMap(filter => Array.from({length: times}, () => apply(filter)).flat())]);
		const each = apply('').length * times;
		for (const [i, filter] of filters.entries()) {
			const seen = watched.steps.slice(2 + i * each, 2 + (i + 1) * each);
			const answers = seen.flatMap(({took}) => Array.isArray(took) ? [took as number[]] : []);
			report.times(`${filter}: Enter to packets`, answers.map(([first]) => first!), ASKED_FILTER, 'worst');
			report.times('  to all of them', answers.map(([, all]) => all!), undefined);
			report.loop('meanwhile', watched, {...seen[0]!, to: seen.at(-1)!.to});
		}
	}

	if (wanted('overviews')) {
		const overviews = [['the expert list', 'e'], ['conversations', 'T'], ['the hierarchy', 'H']] as const;
		const make = (key: string): Step[] => [{type: key}, {keys: help, while: isCounting, gap: GAP, limit: WATCHED}, {type: '\u001b'}];
		const watched = await watch(command, [begin, {gone: isReading, limit: READING}, ...overviews.flatMap(([, key]) => make(key))]);
		for (const [i, [name]] of overviews.entries()) {
			const [opened, seen] = watched.steps.slice(2 + i * make('').length);
			report.took(`making ${name}`, (seen!.to - opened!.from) / 1000);
			if (seen!.times!.length > 0) report.times('  keys meanwhile, key to frame', seen!.times!, ASKED_KEY);
			report.loop('meanwhile', watched, {...seen!, from: opened!.from});
		}
	}

	process.stdout.write(`${table(report.rows)}\n\n`);
	return report.missed;
}
