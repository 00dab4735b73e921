import {type ExpertEntry, ExpertTable} from './decode/analysis/expert-table.ts';
import {FlowLadder, type Rung} from './decode/analysis/flow-ladder.ts';
import {sinceFirst} from './decode/analysis/since-first.ts';
import {type StreamSample, StreamSampler} from './decode/analysis/stream-samples.ts';
import {tcpTransport} from './decode/flows.ts';
import {blockSize} from './decode/packet-index.ts';
import type {OpenedCapture} from './opened-capture.ts';

export type {ExpertEntry, Rung, StreamSample};

/** How long work may hold the loop, in milliseconds: keys are answered between. */
const slice = 8;
/** Rows between two looks at the clock. */
const rowsPerLook = 32;
/** Packets of a stream that are drawn; the rest of a longer one is left out. */
export const maxDrawn = 20_000;

/** The conversation of a packet. Rows are 0-based. */
export type StreamOverview = {
	/** `tcp.stream == 3`. */
	readonly filter: string;
	/** `192.0.2.1:80`, of the sender of the first packet first. */
	readonly sides: readonly [string, string];
	/** What was left out because the stream is longer than `maxDrawn` packets. */
	readonly more: number;
};
export type LadderOverview = StreamOverview & {readonly rungs: ReadonlyArray<Rung & {readonly seconds: number}>};
export type PlotOverview = StreamOverview & {readonly samples: readonly StreamSample[]};

/** What is told of many packets at once. */
export type Overviews = {
	/** Counts what is worth saying of packets; `heard` gets what was found so far, now and then, of `asked` packets. Resolves at the end of those there are, or when `signal` aborts. */
	expert(heard: (entries: readonly ExpertEntry[], asked: number) => void, signal: AbortSignal): Promise<void>;
	/** Who said what to whom in the conversation of a row; undefined where it belongs to none. */
	ladder(row: number, signal: AbortSignal): Promise<LadderOverview | undefined>;
	/** Sizes, times and windows in the conversation of a row; undefined where it belongs to none. */
	plot(row: number, signal: AbortSignal): Promise<PlotOverview | undefined>;
};

/** Goes over rows, in pieces between which keys are answered; false when it was stopped. */
async function overRows(rows: Iterable<number>, each: (row: number) => void, signal: AbortSignal, pause: (done: number) => void = () => {}): Promise<boolean> {
	let until = performance.now() + slice;
	let done = 0;
	for (const row of rows) {
		if (signal.aborted) return false;
		each(row);
		done++;
		if (done % rowsPerLook > 0 || performance.now() < until) continue;
		pause(done);
		await new Promise<void>(resolve => setImmediate(resolve));
		until = performance.now() + slice;
	}

	return !signal.aborted;
}

function* upTo(count: number): Iterable<number> {
	for (let row = 0; row < count; row++) yield row;
}

/** What the screen tells of many packets, of a capture that is open. */
export function createOverviews(capture: OpenedCapture): Overviews {
	const {pass, view} = capture;
	const {index, flows, registry} = pass;
	const flowOf = (row: number): number => index.block(row).flow[row % blockSize]!;

	function* rowsOf(record: number): Iterable<number> {
		for (let row = flows.firstRow[record]!; row <= flows.lastRow[record]!; row++) if (flowOf(row) >>> 1 === record) yield row;
	}

	const streamOf = (row: number, sides: readonly [string, string], count: number): StreamOverview | undefined => {
		const record = flowOf(row) >>> 1;
		const filter = `${flows.transport[record] === tcpTransport ? 'tcp' : 'udp'}.stream == ${flows.stream[record]!}`;
		return {filter, sides, more: Math.max(0, count - maxDrawn)};
	};

	/** Goes over the packets of a row's conversation. */
	const walk = async (row: number, ladder: FlowLadder, each: (row: number) => void, signal: AbortSignal): Promise<StreamOverview | undefined> => {
		const record = flowOf(row) >>> 1;
		if (record === 0) return undefined;
		let count = 0;
		const take = (at: number): void => {
			if (count++ < maxDrawn) each(at);
		};
		if (!await overRows(rowsOf(record), take, signal)) return undefined;
		const [first] = ladder.rungs;
		if (first === undefined) return undefined;
		const side = (node: number, port: number): string => `${ladder.nodes[node]!.includes(':') ? `[${ladder.nodes[node]!}]` : ladder.nodes[node]!}:${port}`;
		return streamOf(row, [side(first.from, first.fromPort), side(first.to, first.toPort)], count);
	};

	const ladderFor = (row: number): FlowLadder => new FlowLadder(registry, flows.transport[flowOf(row) >>> 1] === tcpTransport ? 'tcp' : 'any', false);

	return {
		async expert(heard, signal) {
			const table = new ExpertTable();
			const {count} = capture;
			let next = performance.now();
			const going = await overRows(upTo(count), row => table.add(view.aim(row)), signal, done => {
				// Each time it takes sorting what there is: seldom is enough.
				if (performance.now() < next) return;
				heard(table.entries(), done);
				next = performance.now() + 200;
			});
			if (going) heard(table.entries(), count);
		},
		async ladder(row, signal) {
			const ladder = ladderFor(row);
			const stream = await walk(row, ladder, at => ladder.add(view.aim(at)), signal);
			return stream && {...stream, rungs: ladder.rungs.map(rung => ({...rung, seconds: sinceFirst(index, rung.row)}))};
		},
		async plot(row, signal) {
			const ladder = ladderFor(row);
			const sampler = new StreamSampler(registry);
			const samples: StreamSample[] = [];
			const stream = await walk(row, ladder, at => {
				view.aim(at);
				if (ladder.rungs.length === 0) ladder.add(view);
				samples.push(sampler.sample(view, (flowOf(at) & 1) as 0 | 1, sinceFirst(index, at)));
			}, signal);
			return stream && {...stream, samples};
		},
	};
}
