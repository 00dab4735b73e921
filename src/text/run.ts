import process from 'node:process';
import {CaptureError} from '../capture/capture-error.ts';
import {openCapture} from '../capture/open.ts';
import type {Batch, CaptureSource} from '../capture/source.ts';
import {type CaptureWriter, createWriter} from '../capture/writer.ts';
import {setZone} from '../decode/clock.ts';
import {setNames} from '../decode/names.ts';
import {setPreferences} from '../decode/preferences.ts';
import {buildRegistry} from '../decode/protocols.ts';
import type {Registry} from '../decode/registry.ts';
import {isOfColors} from '../decode/filter/color-rules.ts';
import type {Filter} from '../decode/filter/compile.ts';
import type {FrameView} from '../decode/frame-view.ts';
import {readRules} from '../decode-as.ts';
import {OpenedCapture} from '../opened-capture.ts';
import {systemZone} from '../system-zone.ts';
import {FastFields} from './fast-fields.ts';
import {checkFields} from './field-values.ts';
import {filterNamed, filterText} from './filter-usage.ts';
import {colorDepth, colorRules, lineColors} from './line-colors.ts';
import {Lines} from './lines.ts';
import type {LiveRun} from './live-run.ts';
import {nearest} from './nearest.ts';
import {UsageError} from './options.ts';
import {ClosedPipe, type Output} from './output.ts';
import {createPrinter, type Printer} from './printers.ts';
import type {Progress} from './progress.ts';
import {limitedWriter, writeAll} from './ring-writer.ts';
import type {Settings} from './settings.ts';

/** What the program ends with when it is wrong itself: EX_SOFTWARE. */
const bugStatus = 70;

/** Says what is wrong: a sentence, and printable lines that show where. */
export type Complain = (sentence: string, where?: string) => void;

/** Where a run writes to, and whether a terminal reads it there. */
export type Streams = {readonly output: Output; readonly terminal: boolean; readonly complain: Complain; /** Hears how far reading is. */ readonly progress?: Progress};

/** Which packets are shown; asked of the row that the view is aimed at. */
export type RowFilter = Pick<Filter, 'decide' | 'matches' | 'reach' | 'names' | 'only'>;

/** What -Y and -f ask for; undefined for every packet. Throws UsageError. */
export function filterFor({filter, captureFilter}: Settings, registry: Registry): RowFilter | undefined {
	const shown = filterNamed(filter, registry);
	return captureFilter === '' ? shown : filterNamed(filterText(filter, captureFilter), registry, 'What -f asks for');
}

/** Takes up the names that the command line asks for; gives what must look at every packet, if anything. The tables are read for nobody else. Throws UsageError. */
export async function namesFor({names}: Settings, {source, pass}: OpenedCapture): Promise<((view: FrameView) => void) | undefined> {
	setNames({});
	if (names.letters === '') return undefined;
	const {resolveNames} = await import('../names/resolve.ts');
	try {
		return resolveNames(names, source.metadata.names, pass.registry);
	} catch (error) {
		throw new UsageError(`The names cannot be read: ${error instanceof Error ? error.message : String(error)}.`, 2);
	}
}

/** Every protocol, with the preferences and decode-as rules of the command line. Throws UsageError. */
export function registryFor(settings: Settings): Registry {
	setPreferences(settings.preferences);
	const registry = buildRegistry();
	const rules = readRules(settings.decodeAs, registry, message => new UsageError(`-d ${message}`));
	for (const name of settings.only) checkProtocol(registry, '-O', name);
	checkFields(registry, settings.fields);
	return rules.length === 0 ? registry : buildRegistry(rules);
}

function checkProtocol(registry: Registry, option: string, name: string): void {
	if (registry.byName.has(name) || name.startsWith('_ws.')) return;
	const near = nearest(name, registry.byName.keys());
	throw new UsageError(`${option} knows no protocol '${name}'${near === undefined ? '.' : `; did you mean '${near}'?`}`);
}

/** Reads a capture and prints or writes what is asked for; resolves with the exit status. */
export async function runText(settings: Settings, streams: Streams): Promise<number> {
	const {read, live, twoPass, write, fileType} = settings;
	if (live?.lists !== undefined) return (await import('./list-interfaces.ts')).listForCapture(live, streams.output);
	const registry = registryFor(settings);
	const filter = filterFor(settings, registry);
	const counting = settings.statistics.length + settings.objects.length === 0 ? undefined : (await import('./statistics.ts')).statisticsFor(settings, registry, streams.complain);
	setZone(systemZone);
	const {beginLiveRun, makeAsRoot} = live === undefined ? {} : await import('./live-run.ts');
	const made = live && makeAsRoot?.(write, live.ring);
	const running = live && await beginLiveRun?.(live, streams.complain);
	const capture = running === undefined ? await OpenedCapture.open(read!, registry, {follow: settings.follow}) : new OpenedCapture(running.source, registry);
	capture.pass.inPassing = !twoPass;
	const look = await namesFor(settings, capture);
	const statistics = counting?.(capture);
	const {source} = capture;
	let again: CaptureSource | undefined;
	try {
		// Nothing is asked of any packet: only whether the file is whole.
		if (running === undefined && !settings.prints && write === undefined && statistics === undefined) {
			await skim(source, settings.count, streams.progress);
			return await finish(capture, streams, undefined);
		}

		// Nor to write all of them.
		if (write !== undefined && !settings.prints && filter === undefined && statistics === undefined && look === undefined && !twoPass) {
			const writer = limitedWriter({path: write, format: fileType, source, ring: live?.ring, stop: live?.stop ?? {}, made});
			const written = await writeAll(source, writer, mostOf(settings), streams.progress);
			await running?.drain();
			writer.close();
			return await finish(capture, streams, running, written);
		}

		if (statistics?.byIndex === true) {
			capture.pass.analyses = false;
			await through(capture, settings, streams, undefined, undefined, running, () => statistics.catchUp());
			await running?.drain();
			statistics.write(streams.output);
			return await finish(capture, streams, running);
		}

		capture.pass.analyses = (statistics !== undefined && !capture.pass.flowsOnly) || asksAnalysis(settings, filter);
		if (statistics === undefined) capture.pass.pairing = asksPairs(settings, filter);
		const fast = write === undefined && statistics === undefined ? fastFields(capture, settings, streams, filter) : undefined;
		if (fast !== undefined) {
			await through(capture, settings, streams, row => fast(row), undefined, running);
			return await finish(capture, streams, running);
		}

		const shown = new Shown(capture, settings, streams, filter);
		if (twoPass) {
			await through(capture, settings, streams, look && (row => look(capture.view.aim(row))));
			capture.pass.complete = true;
			// What only later packets tell decides which are written: the file is gone through again.
			if (write !== undefined) again = await openCapture(source.path === '-' ? `/dev/fd/${source.descriptor}` : source.path);
			const writer = again === undefined ? undefined : createWriter(write!, fileType, again);
			let next = 0;
			const pass = (batch?: Batch): void => {
				const end = batch === undefined ? capture.count : Math.min(capture.count, next + batch.count);
				for (let at = 0; next < end; next++, at++) {
					statistics?.row(next);
					if (shown.row(next) && batch !== undefined) writer!.write(batch, at, next + 1);
				}
			};

			if (again === undefined) pass();
			else await batches(again, pass);
			writer?.close();
		} else {
			const writer = write === undefined ? undefined : limitedWriter({path: write, format: fileType, source, ring: live?.ring, stop: live?.stop ?? {}, made});
			await through(
				capture,
				settings,
				streams,
				row => {
					look?.(capture.view.aimNewest());
					statistics?.row(row);
					if (!shown.row(row) || writer === undefined) return;
					const {batch, at} = capture.placeOf(row);
					writer.write(batch, at, row + 1);
					return !writer.isFull;
				},
				writer,
				running,
			);
			// Statistics of the interfaces come last.
			if (running !== undefined) await running.drain();
			writer?.close();
		}

		shown.end();
		statistics?.write(streams.output);
		return await finish(capture, streams, running);
	} finally {
		streams.progress?.clear();
		source.close();
		again?.close();
		running?.close();
	}
}

/** Whether what is asked of packets may depend on TCP analysis: trees and lists do, and fields of it. */
function asksAnalysis({prints, type, fields}: Settings, filter: RowFilter | undefined): boolean {
	if (prints && (fields.length === 0 || (type !== 'fields' && type !== 'json'))) return true;
	return [...prints ? fields : [], ...filter?.names ?? []].some(name => name.startsWith('tcp.analysis') || name.startsWith('_ws.'));
}

/** Whether what is asked of packets may depend on who sent them below their flows, as trees and filters do: lists alone do not. */
const asksPairs = ({prints, type, tree, fields}: Settings, filter: RowFilter | undefined): boolean =>
	filter !== undefined || !prints || tree || fields.length > 0 || type === 'json';

/** How many packets are taken at most. */
const mostOf = ({count, live}: Settings): number => Math.min(count, live?.stop.packets ?? Infinity);

/** Whether what is asked of packets says which rule of colours they pass. */
function asksColors({prints, type, tree, fields}: Settings, filter: RowFilter | undefined): boolean {
	if (prints && fields.length === 0 && (tree || type === 'json')) return true;
	return [...prints ? fields : [], ...filter?.names ?? []].some(isOfColors);
}

/** Hands over what was printed; then says what is wrong with the file, or what became of the capture. */
async function finish({source, count}: OpenedCapture, {output, complain, progress}: Streams, running: LiveRun | undefined, taken = count): Promise<number> {
	progress?.clear();
	output.flush();
	const status = running === undefined ? 0 : await running.finish(taken);
	if (source.fault === undefined) return status;
	complain(source.fault.message);
	return source.fault.exitStatus;
}

/** Prints a row whose fields can nearly always be taken from headers and the index; undefined where that will not do. */
function fastFields(capture: OpenedCapture, settings: Settings, {output, terminal}: Streams, filter: RowFilter | undefined): ((row: number) => void) | undefined {
	const {type, prints, fields, form, flush, decodeAs, names, twoPass} = settings;
	// A rule may put headers into streams; names do not stand in headers.
	if (type !== 'fields' || !prints || flush || decodeAs.length > 0 || names.letters !== '') return undefined;
	const {pass, view} = capture;
	const {registry} = pass;
	const fast = FastFields.of(registry, fields, form, output);
	if (fast === undefined) return undefined;
	const reaches = [filter?.reach, fast.reach];
	if (reaches.includes('messages')) {
		// What later packets tell stands in messages, what is asked of colours in filters.
		if (twoPass || asksColors(settings, filter)) return undefined;
	} else {
		if (reaches.includes('flows')) pass.flowsOnly = true;
		else pass.layersOnly = true;
		pass.pairing = false;
	}

	const careful = createPrinter(settings, {registry, lines: new Lines(capture, settings.time, settings.hms), output, terminal});
	careful.begin();
	return row => {
		const verdict = filter?.decide(pass, row, pass) ?? 'yes';
		if (verdict === 'no' || (verdict === 'maybe' && filter?.matches(view.aimNewest(filter.only)) !== true)) return;
		if (!fast.packet(pass, row)) careful.packet(view.aimNewest(fast.messages?.only));
		view.previousDisplayed = row;
	};
}

/** Reads a capture to its end, or as many packets as are asked for; calls `each` for every row, and `batch` behind every few. What was printed is handed over before waiting for more. */
async function through(
	capture: OpenedCapture,
	settings: Settings,
	{output, progress}: Streams,
	each?: (row: number) => unknown,
	writer?: CaptureWriter,
	running?: LiveRun,
	batch?: () => void,
): Promise<void> {
	const most = mostOf(settings);
	let going = true;
	const take = (row: number): boolean => {
		going = each?.(row) !== false && row + 1 < most;
		return going;
	};

	const watch = each === undefined && most === Infinity ? undefined : take;
	for (;;) {
		while (going && capture.step(watch)) {
			batch?.();
			progress?.tell(capture.source, capture.count);
		}

		if (!going) return;
		output.flush();
		writer?.flush();
		if (running !== undefined) capture.forget(running.first);
		if (!(await capture.more())) return;
	}
}

/** Goes through a capture, or as many of its packets as are asked for, without a look at them. */
async function skim(source: CaptureSource, count: number, progress: Progress | undefined): Promise<void> {
	let packets = 0;
	do {
		for (let batch = source.read(); batch !== undefined && packets < count; batch = source.read()) {
			packets += batch.count;
			progress?.tell(source, packets);
		}
	} while (packets < count && (await source.more()));
}

async function batches(source: CaptureSource, each: (batch: Batch) => void): Promise<void> {
	do {
		for (let batch = source.read(); batch !== undefined; batch = source.read()) each(batch);
	} while (await source.more());
}

/** The packets that pass, printed one after the other. */
class Shown {
	readonly #capture: OpenedCapture;
	readonly #filter: RowFilter | undefined;
	readonly #printer: Printer | undefined;
	readonly #output: Output;
	readonly #flush: boolean;

	constructor(capture: OpenedCapture, settings: Settings, {output, terminal, complain}: Streams, filter: RowFilter | undefined) {
		this.#capture = capture;
		this.#filter = filter;
		this.#output = output;
		this.#flush = settings.flush;
		const lines = new Lines(capture, settings.time, settings.hms, settings.type === 'tabs' ? '\t' : ' ');
		const {registry} = capture.pass;
		const depth = settings.color && settings.prints && terminal ? colorDepth() : 'none';
		const asked = settings.color && asksColors(settings, filter);
		const rules = asked || depth !== 'none' ? colorRules(registry, complain) : undefined;
		if (asked) capture.view.colors = rules;
		const color = rules === undefined || depth === 'none' ? undefined : lineColors(rules, depth);
		this.#printer = settings.prints ? createPrinter(settings, {registry, lines, output, terminal, color}) : undefined;
		this.#printer?.begin();
	}

	/** Prints a row if it passes; whether it did. */
	row(row: number): boolean {
		const {view, pass} = this.#capture;
		if (this.#filter === undefined && this.#printer === undefined) return true;
		const newest = row === pass.index.length - 1 ? pass : undefined;
		const verdict = this.#filter?.decide(pass, row, newest) ?? 'yes';
		if (verdict === 'no' || (verdict === 'maybe' && this.#filter?.matches(this.#aim(row, this.#filter.only)) !== true)) return false;
		if (newest === undefined || verdict !== 'yes' || this.#printer?.newest?.() !== true) {
			if (verdict === 'yes' || this.#filter?.only !== undefined) this.#aim(row);
			this.#printer?.packet(view);
		}

		view.previousDisplayed = row;
		if (this.#flush) this.#output.flush();
		return true;
	}

	#aim(row: number, only?: Uint8Array): FrameView {
		const {view, pass} = this.#capture;
		return row === pass.index.length - 1 ? view.aimNewest(only) : view.aim(row, only);
	}

	end(): void {
		this.#printer?.end();
		this.#output.flush();
	}
}

/** Says in one sentence what ended the program, and with which status it ends. */
export function statusOf(error: unknown, complain: Complain): number {
	if (error instanceof ClosedPipe) return 0;
	if (error instanceof UsageError) {
		complain(error.message, error.where);
		return error.status;
	}

	if (error instanceof CaptureError) {
		if (error.kind !== 'closed-pipe') complain(error.message);
		return error.exitStatus;
	}

	complain(`This is a bug in inkcap: ${process.env.INKCAP_DEBUG && error instanceof Error ? error.stack : String(error)}`);
	return bugStatus;
}
