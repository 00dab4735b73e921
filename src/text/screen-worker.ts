import {type MessagePort, parentPort, workerData} from 'node:worker_threads';
import {CaptureError} from '../capture/capture-error.ts';
import {setZone} from '../decode/clock.ts';
import {defaultColorRules} from '../decode/filter/default-colors.ts';
import {setMacros} from '../decode/filter/macros.ts';
import {OpenedCapture} from '../opened-capture.ts';
import {type OpenedPackets, openPackets} from '../opened-packets.ts';
import {ownColorRules, ownMacros} from '../own-rules.ts';
import {packetFilters} from '../packet-filters.ts';
import type {CompiledFilter, ConversationKind, Detail, Packets} from '../packets.ts';
import type {RemoteFailure, RemoteFilterResult, RemoteNews, RemoteState, RemoteWish} from '../remote-packets.ts';
import type {RowsAnswer, RowsWish} from '../remote-rows.ts';
import {systemZone} from '../system-zone.ts';
import {answerCalls, isCalled, type Line as CallLine} from '../worker-calls.ts';
import {Lines} from './lines.ts';
import {UsageError} from './options.ts';
import {filterFor, namesFor, registryFor} from './run.ts';
import type {Settings} from './settings.ts';

/** Which capture is opened, under which name, and how. */
export type Wish = {readonly from: string; readonly name: string; readonly settings: Settings; /** Rows that must be there before anything is said. */ readonly firstRows: number};

/** How often the screen hears how far it is, in milliseconds. */
const newsEvery = 50;
/** Filters that are kept: the one that runs, and those that were typed since. */
const filtersKept = 64;

const {line, wish} = workerData as {readonly line: CallLine; readonly wish: Wish};
const screen = parentPort as MessagePort;
const tell = (news: RemoteNews): void => screen.postMessage(news);

function failureOf(error: unknown): RemoteFailure {
	if (error instanceof UsageError) return {kind: 'usage', message: error.message, given: [error.status, error.where]};
	if (error instanceof CaptureError) return {kind: 'capture', message: error.message, given: [error.kind, error.offset]};
	return {kind: 'other', message: error instanceof Error ? (error.stack ?? error.message) : String(error), given: []};
}

async function open({from, name, settings, firstRows}: Wish): Promise<void> {
	// The program has complained of those that are wrong.
	setMacros(ownMacros().found);
	const registry = registryFor(settings);
	filterFor(settings, registry);
	setZone(systemZone);
	const capture = await OpenedCapture.open(from, registry, {follow: settings.follow});
	await namesFor(settings, capture);
	const lines = new Lines(capture, settings.time, settings.hms);
	const colors = ownColorRules().found ?? defaultColorRules;
	const packets = openPackets(capture, {
		name,
		time: row => lines.time(row, row === 0 ? undefined : capture.pass.index.time(row - 1)),
		filters: packetFilters(capture, colors, () => isCalled(line)),
		isCalled: () => isCalled(line),
		colors,
	});
	await packets.begin(firstRows);
	serve(packets);
	tell({
		start: {
			state: stateOf(packets),
			name,
			format: packets.format,
			descriptor: capture.source.descriptor,
			lines: Array.from({length: Math.min(packets.count, firstRows)}, (_, row) => packets.line(row)),
			detail: packets.count === 0 ? undefined : copied(packets.detail(0)),
			rules: colors,
		},
	});
	let told = 0;
	let {revision} = packets;
	packets.subscribe(() => {
		if (packets.loading && packets.revision === revision && performance.now() < told + newsEvery) return;
		({revision} = packets);
		told = performance.now();
		tell({state: stateOf(packets)});
	});
}

const stateOf = ({count, loading, progress, fault, revision}: Packets): RemoteState => ({count, loading, progress, fault, revision});

/** A view is copied with all that lies around it. */
const copied = ({sources, nodes}: Detail): Detail => ({sources: sources.map(({title, bytes}) => ({title, bytes: bytes.slice()})), nodes});

/** Answers what the screen asks, between two slices of reading. */
function serve(packets: OpenedPackets): void {
	const filters = new Map<number, CompiledFilter>();
	let filterCount = 0;
	answerCalls(line, {
		rows: ({rows, rules, detail}: RowsWish): RowsAnswer => ({
			lines: rows.map(row => packets.line(row)),
			rules: Int16Array.from(rules ? rows : [], row => packets.rules!.of(row)),
			detail: detail === undefined ? undefined : copied(packets.detail(detail)),
		}),
		ruleProblem: () => packets.rules!.problem,
		conversations: packets.conversations,
		bytesFilter: packets.bytesFilter,
		stretches: (from: number, to: number) => packets.streams!.stretches(from, to),
		suggest: packets.suggest,
		decodeAsLayers: packets.decodeAs.layers,
		decodeAsProtocols: packets.decodeAs.protocols,
		decodeAsJudge: packets.decodeAs.judge,
		compileFilter(text: string): RemoteFilterResult {
			const result = packets.compileFilter(text);
			if (!result.ok) return result;
			filters.set(++filterCount, result.filter);
			filters.delete(filterCount - filtersKept);
			return {ok: true, filter: filterCount};
		},
	});
	const {overviews} = packets;
	type Job = (signal: AbortSignal, hear: (...heard: unknown[]) => void, ...given: never[]) => Promise<unknown>;
	const jobs: Readonly<Record<string, Job>> = {
		filter: (signal, hear, filter: number, from: number, near: number) => packets.runFilter(filters.get(filter)!, hear, signal, from, near),
		expert: (signal, hear) => overviews!.expert(hear, signal),
		stream: (signal, _, row: number) => packets.streams!.open(row, signal),
		ladder: (signal, _, row: number) => overviews!.ladder(row, signal),
		conversations: (signal, hear, kind: ConversationKind) => overviews!.conversations(kind, hear, signal),
		hierarchy: (signal, hear) => overviews!.hierarchy(hear, signal),
		plot: (signal, _, row: number) => overviews!.plot(row, signal),
	};
	const running = new Map<number, AbortController>();
	const work = async (job: number, name: string, given: readonly unknown[]): Promise<void> => {
		const control = new AbortController();
		running.set(job, control);
		let result: unknown;
		let wrong: string | undefined;
		try {
			result = await jobs[name]!(control.signal, (...heard) => tell({job, heard}), ...(given as never[]));
		} catch (error) {
			wrong = error instanceof Error ? error.message : String(error);
		}

		running.delete(job);
		tell({job, result, wrong});
	};

	screen.on('message', (wish: RemoteWish) => {
		if ('load' in wish) void packets.load();
		else if ('stop' in wish) running.get(wish.stop)?.abort();
		else void work(wish.job, wish.name, wish.given);
	});
}

open(wish).catch(error => tell({failure: failureOf(error)}));
