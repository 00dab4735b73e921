import {ConversationTable} from '../decode/analysis/conversation-table.ts';
import {ExpertTable} from '../decode/analysis/expert-table.ts';
import {FlowLadder} from '../decode/analysis/flow-ladder.ts';
import {IntervalTable} from '../decode/analysis/interval-table.ts';
import {PacketLengths} from '../decode/analysis/packet-lengths.ts';
import {ProtocolHierarchy} from '../decode/analysis/protocol-hierarchy.ts';
import type {Filter} from '../decode/filter/compile.ts';
import type {FrameView} from '../decode/frame-view.ts';
import {blockSize} from '../decode/packet-index.ts';
import type {Pass} from '../decode/pass.ts';
import type {Registry} from '../decode/registry.ts';
import type {OpenedCapture} from '../opened-capture.ts';
import {ObjectExport, type ObjectWords, objectWords} from './export-objects.ts';
import type {Complain} from './run.ts';
import {following, writeFollowing} from './follow.ts';
import {Lines} from './lines.ts';
import {UsageError} from './options.ts';
import type {Output} from './output.ts';
import type {Settings, TimeFormat} from './settings.ts';
import {writeConversations, writeEndpoints} from './statistic-conversations.ts';
import {writeExpert} from './statistic-expert.ts';
import {writeLadder} from './statistic-flow.ts';
import {writeIntervals} from './statistic-intervals.ts';
import {writeHierarchy, writeLengths} from './statistic-lists.ts';
import {type StatisticFilter, type StatisticWords, statisticWords} from './statistic-words.ts';

/** How times are printed. */
type Times = {readonly time: TimeFormat; readonly hms: boolean};

/** One statistic: told of all rows in order, of `[from, to)` at a time, or of each alone where `aim` is to give a view of it; then printed. */
type Statistic = {
	add(from: number, to: number, aim: () => FrameView): void;
	write(output: Output): void;
};

/** What every `-z` counts, while packets are read. */
export class Statistics {
	readonly #all: readonly Statistic[];
	readonly #pass: Pass;
	readonly #view: FrameView;
	/** Whether nothing is asked of a packet that the index does not say: then rows need not be told of one by one. */
	readonly byIndex: boolean;
	/** Whether a row that was counted is asked for again: else the pass lets go of it. */
	readonly #asksAgain: boolean;
	#row = 0;
	#next = 0;

	constructor(all: readonly Statistic[], byIndex: boolean, asksAgain: boolean, pass: Pass, view: FrameView) {
		this.byIndex = byIndex;
		this.#asksAgain = asksAgain;
		this.#pass = pass;
		this.#view = view;
		this.#all = all;
	}

	/** Counts the row that was read last, or one that was read before. */
	row(row: number): void {
		this.#row = row;
		for (const one of this.#all) one.add(row, row + 1, this.#aim);
	}

	/** Counts the rows that came since it was called last. */
	catchUp(): void {
		const from = this.#next;
		this.#next = this.#pass.index.length;
		for (const one of this.#all) one.add(from, this.#next, this.#aim);
		if (!this.#asksAgain) this.#pass.index.forget(this.#next - (this.#next % blockSize));
	}

	readonly #aim = (): FrameView => {
		const row = this.#row;
		return row === this.#pass.index.length - 1 ? this.#view.aimNewest() : this.#view.aim(row);
	};

	/** Prints them, the last one first, as tshark does. */
	write(output: Output): void {
		for (const one of this.#all.toReversed()) one.write(output);
	}
}

/** Understands every `-z`; what it gives begins to count a capture. Throws UsageError. */
export function statisticsFor(
	{statistics, objects, time, hms, prints, write, twoPass, decodeAs, names, filter}: Settings,
	registry: Registry,
	complain: Complain,
): (capture: OpenedCapture) => Statistics {
	const words = statistics.map(word => statisticWords(word, registry));
	const exports = objectWords(objects);
	checkTimes(words, time);
	const isQuiet = !prints && write === undefined && !twoPass && filter === '';
	const isCheap = isQuiet && exports.length === 0 && decodeAs.length === 0 && onlyHeaders(words);
	const byIndex = isCheap && names.letters === '' && words.every(({kind}) => kind !== 'follow');
	return capture => {
		const {pass, view} = capture;
		pass.flowsOnly = isCheap;
		pass.segmentsOnly = byIndex && words.every(asksSegments);
		pass.pairing = !isCheap || words.some(asksPairs);
		// What is followed is printed at the end, from all of its packets.
		if (words.some(({kind}) => kind === 'follow')) pass.inPassing = false;
		return new Statistics(
			[...words.map(one => statistic(one, capture, {time, hms}, twoPass)), ...exports.map(one => objectExport(one, pass, complain))],
			byIndex,
			words.some(({kind}) => kind === 'intervals'),
			pass,
			view,
		);
	};
}

/** Objects are written as they come: there is nothing to print. */
function objectExport(words: ObjectWords, pass: Pass, complain: Complain): Statistic {
	const files = new ObjectExport(words, pass, complain);
	return {add: (row, _, aim) => files.row(row, aim), write() {}};
}

/** Throws UsageError where the times that -t asks for are none that a statistic can print. */
function checkTimes(words: readonly StatisticWords[], time: TimeFormat): void {
	if ((time === 'e' || time === 'd' || time === 'dd') && words.some(({kind}) => kind === 'intervals'))
		throw new UsageError(`-z io,stat takes -t r, a, ad, adoy, u, ud or udoy, not -t ${time}.`);
}

/** Whether addresses are counted that no flow over ports stands for. */
const asksPairs = (words: StatisticWords): boolean => (words.kind === 'conv' || words.kind === 'endpoints') && words.of !== 'tcp' && words.of !== 'udp';

/** Whether nothing but TCP segments is counted. */
const asksSegments = (words: StatisticWords): boolean => (words.kind === 'conv' || words.kind === 'endpoints') && words.of === 'tcp';

/** Whether headers alone say what all of them count: no payload needs to be looked at. */
const onlyHeaders = (words: readonly StatisticWords[]): boolean =>
	words.every(one =>
		one.kind !== 'hierarchy' && one.kind !== 'expert' && one.kind !== 'flow' &&
		(one.kind === 'follow'
			? one.follow.protocol === 'tcp' || one.follow.protocol === 'udp'
			: one.kind === 'intervals'
			? one.columns.every(({field, filter}) => field === undefined && filter === undefined)
			: one.filter?.filter === undefined)
	);

function statistic(words: StatisticWords, capture: OpenedCapture, {time, hms}: Times, twoPass: boolean): Statistic {
	const {pass, view} = capture;
	const passes = (filter: Filter | undefined, row: number, aim: () => FrameView): boolean => {
		const newest = row === pass.index.length - 1 ? pass : undefined;
		const verdict = filter?.decide(pass, row, newest) ?? 'yes';
		return verdict === 'yes' || (verdict === 'maybe' && filter!.matches(aim()));
	};
	/** Tells a table of the rows that pass. */
	const rows = (filter: StatisticFilter | undefined, add: (row: number, aim: () => FrameView) => void): Statistic['add'] => (from, to, aim) => {
		for (let row = from; row < to; row++) if (passes(filter?.filter, row, aim)) add(row, aim);
	};

	switch (words.kind) {
		case 'conv':
		case 'endpoints': {
			const table = new ConversationTable(pass, words.of);
			const write = words.kind === 'conv' ? writeConversations : writeEndpoints;
			return {
				add: words.filter?.filter === undefined ? (from, to) => table.add(from, to) : rows(words.filter, row => table.add(row)),
				write: output => write(output, table, words.filter?.text, pass.index, time),
			};
		}

		case 'hierarchy': {
			const hierarchy = new ProtocolHierarchy(pass);
			return {add: rows(words.filter, (row, aim) => hierarchy.add(row, aim)), write: output => writeHierarchy(output, hierarchy, words.filter?.text)};
		}

		case 'lengths': {
			const lengths = new PacketLengths(pass);
			return {add: rows(words.filter, row => lengths.add(row)), write: output => writeLengths(output, lengths)};
		}

		case 'expert': {
			const table = new ExpertTable(words.least);
			return {add: rows(words.filter, (_, aim) => table.add(aim())), write: output => writeExpert(output, table)};
		}

		case 'flow': {
			const ladder = new FlowLadder(pass.registry, words.of, words.networkOnly);
			const lines = new Lines(capture, time, hms);
			const {index} = pass;
			const timeOf = (row: number): string => lines.time(row, row === 0 ? undefined : index.stamp(row - 1));
			return {add: rows(words.filter, (_, aim) => ladder.add(aim())), write: output => writeLadder(output, ladder, timeOf)};
		}

		case 'follow': {
			const {follow} = words;
			const followed = following(pass, follow, !twoPass);
			return {add: (row, _, aim) => followed.take(row, aim), write: output => writeFollowing(output, follow, followed, pass, view)};
		}

		case 'intervals': {
			const {columns, interval} = words;
			const table = new IntervalTable(pass, interval, columns);
			return {
				add(from, to, aim) {
					for (let row = from; row < to; row++) for (const [i, {filter}] of columns.entries()) if (passes(filter, row, aim)) table.add(i, row, aim);
				},
				write: output => writeIntervals(output, table, columns.map(({title}) => title), pass.index, time),
			};
		}
	}
}
