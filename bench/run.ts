/** `npm run bench`: what inkcap takes for some jobs, and what tshark, tcpdump and capinfos take in the same minutes. */
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {snapshotProgram} from './conformance/snapshot.ts';
import {type Job, jobs as everyJob} from './jobs.ts';
import {cachedCapture, makeCapture} from './make-capture.ts';
import {type Measure, measure, median} from './measure.ts';
import {type Options, parseOptions, USAGE} from './options.ts';
import {countText, type JobResult, jobTable, secondsText, table} from './report.ts';
import {measureScreen} from './tui.ts';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
/** Seconds that one run may take. */
const LIMIT = 300;
/** What the outputs are compared on: large enough for every template, small enough to keep. */
const SAMPLE = 14_000;

async function main(args: readonly string[]): Promise<number> {
	const options = parseOptions(args);
	if (options === undefined) {
		print(USAGE);
		return 0;
	}

	const standing = process.env.INIT_CWD ?? process.cwd();
	if (options.command === 'make') {
		makeCapture(options.packets, path.resolve(standing, options.file));
		return 0;
	}

	const program = options.program === undefined ? snapshotProgram(ROOT) : path.resolve(standing, options.program);
	print(machine());
	if (options.command === 'tui') return measureScreen(program, cachedCapture, options);
	const results = await compare(program, options);
	if (options.json !== undefined) fs.writeFileSync(path.resolve(standing, options.json), `${JSON.stringify(results, null, '\t')}\n`);
	return results.some(result => result.same === false) ? 1 : 0;
}

/** What the numbers were taken on. */
function machine(): string {
	const [processor] = os.cpus();
	return `${processor?.model.trim()}, ${os.cpus().length} cores, load ${os.loadavg()[0]!.toFixed(1)}; node ${process.versions.node}`;
}

async function compare(program: string, options: Options): Promise<JobResult[]> {
	const bare = [process.execPath, '-e', '0'];
	const idle = await repeat(options.rounds, () => measure(bare, LIMIT));
	print(`node alone: ${secondsText(median(idle.map(run => run.seconds)))}, ${Math.round(median(idle.map(run => run.peak)) / 1024 / 1024)} MiB`);
	const peak = median(idle.map(run => run.peak));
	const results: JobResult[] = [];
	const chosen = everyJob.filter(job => options.jobs.length === 0 || options.jobs.includes(job.name));
	for (const job of chosen) {
		const result = await compareJob(job, program, Math.min(options.packets, job.most), options.rounds);
		print(`\n${jobTable(result, peak)}`);
		results.push(result);
	}

	const growing = chosen.filter(job => job.grows && results.some(result => result.name === job.name && result.problem === undefined));
	if (growing.length > 0) await growth(growing, program, options);
	return results;
}

async function compareJob(job: Job, program: string, packets: number, rounds: number): Promise<JobResult> {
	const file = cachedCapture(packets);
	const {name, title} = job;
	const own = [program, ...job.inkcap(file)];
	// What the first run has to read from the disk is there for all that follow.
	const first = await measure(own, LIMIT);
	const problem = first.status === null ? `it takes more than ${LIMIT} s` : first.status === 0 ? undefined : first.said;
	if (problem !== undefined) return {name, title, packets, problem, runs: [], same: undefined};
	const programs = [{name: 'inkcap', asked: undefined, command: own}, ...job.others.map(other => ({name: other.name, asked: other.asked, command: other.command(file)}))];
	const runs = programs.map((): Measure[] => []);
	for (let round = 0; round < rounds; round++) for (const [i, {command}] of programs.entries()) runs[i]!.push(await measure(command, LIMIT));
	return {
		name,
		title,
		packets,
		problem,
		runs: programs.map(({name: title, asked}, i) => ({program: title, asked, runs: runs[i]!})),
		same: job.same ? await writesTheSame(job, program) : undefined,
	};
}

/** Whether inkcap and the program it is compared with write the same bytes for a smaller input. */
async function writesTheSame(job: Job, program: string): Promise<boolean> {
	const file = cachedCapture(SAMPLE);
	const output = path.join(os.tmpdir(), `inkcap-bench-${process.pid}`);
	try {
		const digests: string[] = [];
		for (const command of [[program, ...job.inkcap(file)], job.others[0]!.command(file)]) {
			await measure(command, LIMIT, output);
			digests.push(createHash('sha256').update(fs.readFileSync(output)).digest('hex'));
		}

		return digests[0] === digests[1];
	} finally {
		fs.rmSync(output, {force: true});
	}
}

/** How time grows with the number of packets: twice as many should take at most a little more than twice as long. */
async function growth(growing: readonly Job[], program: string, {rounds, large}: Options): Promise<void> {
	const sizes = [100_000, 1_000_000, ...(large ? [2_000_000, 5_000_000] : [])];
	const rows = [['', ...sizes.map(countText), ...sizes.slice(1).map((size, i) => `${countText(size)} / ${countText(sizes[i]!)}`), 'memory a packet']];
	for (const job of growing) {
		const times: number[] = [];
		const peaks: number[] = [];
		for (const size of sizes) {
			const file = cachedCapture(size);
			const runs = await repeat(rounds, () => measure([program, ...job.inkcap(file)], LIMIT));
			times.push(median(runs.map(run => run.seconds)));
			peaks.push(median(runs.map(run => run.peak)));
		}

		const last = sizes.length - 1;
		const each = (peaks[last]! - peaks[0]!) / (sizes[last]! - sizes[0]!);
		rows.push([job.name, ...times.map(secondsText), ...times.slice(1).map((time, i) => `${(time / times[i]!).toFixed(1)}x`), `${each.toFixed(0)} bytes`]);
	}

	print(`\nHow it grows\n${table(rows)}`);
}

async function repeat<Result>(times: number, what: () => Promise<Result>): Promise<Result[]> {
	const results: Result[] = [];
	for (let i = 0; i < times; i++) results.push(await what());
	return results;
}

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	process.stderr.write(`bench: ${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 2;
}
