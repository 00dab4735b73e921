import {spawn} from 'node:child_process';

/** What became of a program: its output as text of one character a byte, so that no value is lost to decoding. */
export type Run = {
	readonly status: number | null;
	readonly signal: string | null;
	readonly timedOut: boolean;
	readonly stdout: string;
	readonly stderr: string;
	readonly milliseconds: number;
};

/** How to run a program: `limit` in milliseconds, `discard` to read no output, `input` for its standard input. */
export type RunOptions = {
	readonly limit: number;
	readonly discard?: boolean;
	readonly env?: Readonly<Record<string, string>>;
};

const STDERR_LIMIT = 64 * 1024;

/** Runs a program to its end or to its limit, in UTC and one locale; only the program it started is ever killed. */
export function runProgram(command: string, args: readonly string[], options: RunOptions): Promise<Run> {
	const started = performance.now();
	return new Promise((resolve, reject) => {
		const child = spawn(command, [...args], {
			stdio: ['ignore', options.discard ? 'ignore' : 'pipe', 'pipe'],
			env: {...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8', ...options.env},
		});
		const output: string[] = [];
		let stderr = '';
		let timedOut = false;
		const timer = setTimeout(() => {
			timedOut = true;
			child.kill('SIGKILL');
		}, options.limit);
		child.stdout?.setEncoding('latin1').on('data', (text: string) => output.push(text));
		child.stderr?.setEncoding('utf8').on('data', (text: string) => {
			if (stderr.length < STDERR_LIMIT) stderr += text;
		});
		child.on('error', error => {
			clearTimeout(timer);
			reject(new Error(`${command} could not be run: ${error.message}`));
		});
		child.on('close', (status, signal) => {
			clearTimeout(timer);
			resolve({status, signal, timedOut, stdout: output.join(''), stderr, milliseconds: performance.now() - started});
		});
	});
}

/** Whether a program's messages hold a stack trace of JavaScript, or the last words of an abort. */
export function hasStackTrace(stderr: string): boolean {
	return /^\s+at .*:\d+:\d+\)?$/m.test(stderr) || /^Node\.js v\d|FATAL ERROR|Assertion .* failed/m.test(stderr);
}

/** What is wrong with how a run of inkcap ended, as one phrase; nothing when it ended as the other program did. */
export function runFault(run: Run, referenceStatus?: number | null): string | undefined {
	if (run.timedOut) return `hung: stopped after ${Math.round(run.milliseconds / 1000)} s`;
	if (hasStackTrace(run.stderr)) return `stack trace: ${firstLine(run.stderr)}`;
	if (run.signal === 'SIGXCPU') return 'hung: stopped for taking too much processor time';
	if (run.signal !== null) return `crashed by ${run.signal}`;
	if (referenceStatus === 0 && run.status !== 0) return `exit status ${run.status}, tshark 0: ${firstLine(run.stderr)}`;
	return undefined;
}

/** Maps over the items with so many at work at once; results are in the order of the items. */
export async function mapInParallel<Item, Result>(
	items: readonly Item[],
	jobs: number,
	work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = new Array(items.length);
	let next = 0;
	const worker = async (): Promise<void> => {
		while (next < items.length) {
			const index = next++;
			results[index] = await work(items[index]!, index);
		}
	};
	await Promise.all(Array.from({length: Math.max(1, jobs)}, worker));
	return results;
}

function firstLine(text: string): string {
	const lines = text.split('\n').filter(line => line.trim() !== '' && !line.endsWith('run npm run build'));
	const telling = lines.find(line => /Error|FATAL|Assertion/.test(line)) ?? lines[0] ?? '';
	return telling.trim().slice(0, 160);
}
