import type {Capture} from './captures.ts';
import {INKCAP_LIMIT, runInkcap} from './compare-cells.ts';
import type {ReferenceCache} from './reference.ts';
import {aligned, type Failure, percent} from './report.ts';
import {runFault, runProgram} from './run-program.ts';

/** How two programs' words for one stream compare. */
export type StreamVerdict = 'equal' | 'same bytes in another order' | 'inkcap lacks bytes' | 'inkcap has more bytes' | 'bytes differ' | 'ends differ';

/** What became of the streams of a capture: how many say anything, and those that differ. */
export type StreamResult = {
	readonly name: string;
	readonly streams: number;
	readonly compared: number;
	readonly different: ReadonlyArray<{readonly stream: number; readonly verdict: StreamVerdict}>;
	readonly failures: readonly Failure[];
};

/** A stream as `-z follow,tcp,raw` prints it: who the two ends are, and the lines of their bytes. */
export type PrintedStream = {readonly ends: string; readonly lines: readonly string[]};

/** What every `-z follow,tcp,raw,N` of a run printed, by N. */
export function printedStreams(output: string): Map<number, PrintedStream> {
	const streams = new Map<number, PrintedStream>();
	for (const match of output.matchAll(/\nFollow: tcp,raw\nFilter: tcp\.stream eq (\d+)\n(Node 0: .*\nNode 1: .*)\n((?:\t?[0-9a-f]*\n)*)={67}\n/g))
		streams.set(Number(match[1]), {ends: match[2]!, lines: match[3]!.split('\n').slice(0, -1)});
	return streams;
}

/** Compares what two programs printed of one stream. */
export function compareStream(reference: PrintedStream, ours: PrintedStream | undefined): StreamVerdict {
	if (ours === undefined) return 'inkcap lacks bytes';
	const [one, other] = [reference, ours].map(sides) as [Sides, Sides];
	if (one.every((side, i) => side === other[i])) {
		if (reference.ends !== ours.ends) return 'ends differ';
		return reference.lines.join('\n') === ours.lines.join('\n') ? 'equal' : 'same bytes in another order';
	}

	const lengths = (both: Sides): number => both[0].length + both[1].length;
	if (lengths(one) === lengths(other)) return 'bytes differ';
	return lengths(one) > lengths(other) ? 'inkcap lacks bytes' : 'inkcap has more bytes';
}

type Sides = readonly [string, string];

/** All that each side said, as digits. */
const sides = (
	{lines}: PrintedStream,
): Sides => [lines.filter(line => !line.startsWith('\t')).join(''), lines.filter(line => line.startsWith('\t')).map(line => line.slice(1)).join('')];

/** Follows the TCP streams of a capture with both programs, `most` of them at most, spread over the capture. */
export async function compareStreams(capture: Capture, most: number, inkcap: string, cache: ReferenceCache): Promise<StreamResult> {
	const numbers = await streamNumbers(capture, cache);
	const step = Math.max(1, numbers / most);
	const chosen = Array.from({length: Math.min(numbers, most)}, (_, i) => Math.floor(i * step));
	if (chosen.length === 0) return {name: capture.name, streams: 0, compared: 0, different: [], failures: []};
	const options = ['-n', '-q', '-r', capture.path, ...chosen.flatMap(stream => ['-z', `follow,tcp,raw,${stream}`])];
	const asked = await runProgram('tshark', options, {limit: INKCAP_LIMIT, env: cache.environment});
	const run = await runInkcap(inkcap, options);
	const fault = runFault(run, asked.status);
	const said = [...printedStreams(asked.stdout)].filter(([, {lines}]) => lines.length > 0);
	const ours = printedStreams(run.stdout);
	const different = said.flatMap(([stream, printed]) => {
		const verdict = compareStream(printed, ours.get(stream));
		return verdict === 'equal' ? [] : [{stream, verdict}];
	});
	return {name: capture.name, streams: numbers, compared: said.length, different, failures: fault === undefined ? [] : [{file: capture.name, what: fault}]};
}

async function streamNumbers(capture: Capture, cache: ReferenceCache): Promise<number> {
	const {stdout} = await runProgram('tshark', ['-n', '-r', capture.path, '-Y', 'tcp', '-T', 'fields', '-e', 'tcp.stream'], {limit: INKCAP_LIMIT, env: cache.environment});
	let most = -1;
	for (const number of stdout.split(/[\n,]/)) if (number !== '') most = Math.max(most, Number(number));
	return most + 1;
}

/** A report of all captures: how many streams are equal, and the others by class. */
export function streamsReport(results: readonly StreamResult[]): {readonly text: string; readonly share: number} {
	const sum = (of: (result: StreamResult) => number): number => results.reduce((total, result) => total + of(result), 0);
	const compared = sum(result => result.compared);
	const equal = compared - sum(result => result.different.length);
	const lines = [
		`${sum(result => result.streams)} TCP streams in ${results.filter(({streams}) => streams > 0).length} captures; tshark gives bytes for ${compared} of those followed`,
		`equal: ${equal}, ${percent(equal, compared)}`,
	];
	const classes = new Map<StreamVerdict, string[]>();
	for (const {name, different} of results) for (const {stream, verdict} of different) classes.set(verdict, [...(classes.get(verdict) ?? []), `${name} ${stream}`]);
	for (const [verdict, where] of classes) lines.push('', `${verdict}: ${where.length}`, aligned(where.map(each => [`  ${each}`])));
	return {text: lines.join('\n'), share: compared === 0 ? 1 : equal / compared};
}
