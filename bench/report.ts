import {type Measure, median} from './measure.ts';

/** One program's runs of one job. */
export type Runs = {readonly program: string; readonly asked: number | undefined; readonly runs: readonly Measure[]};

/** What a job gave; `problem` where inkcap could not do it. */
export type JobResult = {
	readonly name: string;
	readonly title: string;
	readonly packets: number;
	readonly problem: string | undefined;
	readonly runs: readonly Runs[];
	/** Whether inkcap wrote the same bytes as the first of the others; undefined where they need not. */
	readonly same: boolean | undefined;
};

const MIB = 1024 * 1024;

/** `1.23 s`, with as many digits as are worth reading. */
export function secondsText(seconds: number): string {
	return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
}

export const countText = (count: number): string => count % 1e6 === 0 ? `${count / 1e6}M` : count % 1000 === 0 && count >= 100_000 ? `${count / 1000}k` : String(count);

const seconds = (runs: readonly Measure[]): number[] => runs.map(run => run.seconds);

/** Columns that stand below each other; the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
	return rows.map(row => row.map((cell, i) => i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)).join('  ').trimEnd()).join('\n');
}

/** How many times longer the other took, in each round of its own: the machine may be slower in one than in the next. */
export const ratios = (ours: Runs, other: Runs, of: 'seconds' | 'cpu' = 'seconds'): number[] => other.runs.map((run, round) => run[of] / ours.runs[round]![of]);

/** A job's programs one below the other: times, memory, and how many times faster inkcap was. */
export function jobTable({title, packets, problem, runs, same}: JobResult, idle: number): string {
	const head = `${title}, ${countText(packets)} packets`;
	if (problem !== undefined) return `${head}\n  not measured: ${problem}`;
	const [ours] = runs;
	const rows = [['', 'median', 'best', 'worst', 'processor', 'a packet', 'memory', 'inkcap is faster by', 'by processor', 'asked']];
	for (const one of runs) {
		const times = seconds(one.runs);
		const middle = median(times);
		const faster = one === ours ? [] : ratios(ours!, one);
		rows.push([
			one.program,
			secondsText(middle),
			secondsText(Math.min(...times)),
			secondsText(Math.max(...times)),
			secondsText(median(one.runs.map(run => run.cpu))),
			`${Math.round((middle / packets) * 1e9)} ns`,
			`${Math.round(median(one.runs.map(run => run.peak)) / MIB)} MiB`,
			faster.length === 0 ? '' : `${median(faster).toFixed(1)}x (${Math.min(...faster).toFixed(1)} to ${Math.max(...faster).toFixed(1)})`,
			one === ours ? '' : `${median(ratios(ours!, one, 'cpu')).toFixed(1)}x`,
			one.asked === undefined ? '' : `${one.asked}x${median(faster) < one.asked ? ' MISSED' : ''}`,
		]);
	}

	const memory = (median(ours!.runs.map(run => run.peak)) - idle) / packets;
	const notes = [`memory over node itself: ${memory.toFixed(0)} bytes a packet`];
	if (same !== undefined) notes.push(same ? 'both wrote the same' : 'THE OUTPUTS DIFFER');
	return `${head}\n${table(rows)}\n  ${notes.join('; ')}`;
}
