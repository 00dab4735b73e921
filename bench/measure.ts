import {execFile} from 'node:child_process';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

/** What one run of a program took: wall clock and processor seconds, most memory at a time in bytes. */
export type Measure = {
	readonly seconds: number;
	readonly cpu: number;
	readonly peak: number;
	/** Exit status; below 0 a signal, `null` where it took too long. */
	readonly status: number | null;
	/** What it wrote on the standard error. */
	readonly said: string;
};

const HELPER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'measure.py');
const run = promisify(execFile);

/** Runs a program to its end; its output goes to a file, or nowhere. `limit` in seconds. */
export async function measure(command: readonly string[], limit: number, output = '-'): Promise<Measure> {
	const {stdout} = await run('python3', [HELPER, String(limit), output, ...command]);
	return JSON.parse(stdout) as Measure;
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const middle = sorted.length >>> 1;
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The number that a share (0 to 1) of some numbers do not exceed. */
export function percentile(numbers: readonly number[], share: number): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}
