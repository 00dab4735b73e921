import type {FrameView} from '../frame-view.ts';
import type {Pass} from '../pass.ts';
import type {Registry} from '../registry.ts';
import {isAnalysed} from './analysed.ts';
import {Checker} from './check.ts';
import {Columns, type Verdict} from './columns.ts';
import {translateCaptureFilter} from './capture/capture-filter.ts';
import {type FilterError, filterErrorOf, type Place, Wrong} from './error.ts';
import {evaluator} from './evaluate.ts';
import {isInHeaders} from './headers.ts';
import {indexed, ofFlow} from './indexed.ts';
import {type Name, namesOf} from './names.ts';
import {expandMacros, type Origin} from './macros.ts';
import {parse} from './parser.ts';
import {holdersOf} from './holders.ts';
import {type Walked, yes} from './question.ts';
import {Sources} from './sources.ts';
import {isBelowStreams} from './stack.ts';
import {namesInTest, type Test} from './term.ts';

/** A filter, or why the text is none. Empty text is a filter that every frame passes. */
export type CompiledFilter = {readonly ok: true; readonly filter: Filter} | ({readonly ok: false} & FilterError);

/**
What must be known of packets for a filter: the index and headers that no stream carries; also which flow each is of; or all,
with the messages of streams.
*/
export type Reach = 'headers' | 'flows' | 'messages';

/** A display filter that was understood: which frames pass it. */
export class Filter {
	readonly text: string;
	/** Every name that it reads, once. */
	readonly names: readonly string[];
	/** What it asks, with types; undefined for a filter that every frame passes. */
	readonly test: Test | undefined;
	readonly reach: Reach;
	/** By protocol id: 1 for those of messages that must be looked at, see `FrameView.aim`; undefined where all must. */
	readonly only: Uint8Array | undefined;
	readonly #columns: Columns | undefined;
	readonly #sources: Sources;
	readonly #evaluate: () => boolean;

	constructor(text: string, test: Test | undefined, registry: Registry) {
		const names = new Set<Name>();
		if (test !== undefined) namesInTest(test, name => names.add(name));
		this.text = text;
		this.test = test;
		this.names = [...names].map(({name}) => name);
		this.reach = reaches[Math.max(0, ...[...names].map(name => reaches.indexOf(reachOf(name, registry))))]!;
		this.only = onlyOf(names, registry);
		this.#sources = new Sources(registry, [...names]);
		this.#columns = test === undefined ? undefined : new Columns(test, registry);
		this.#evaluate = test === undefined ? () => true : evaluator(test, this.#sources);
	}

	/** What the index says of a row, and its headers where somebody has its layers: `maybe` where the frame must be read. */
	decide(pass: Pass, row: number, from?: Walked): Verdict {
		return this.#columns === undefined ? 'yes' : this.#columns.decide(pass, row, from);
	}

	/** The same of rows `[from, to)`, which are in one block: 0 for no, 1 for maybe, 2 for yes, written into `into` from its start. */
	scan(pass: Pass, from: number, to: number, into: Uint8Array): void {
		if (this.#columns === undefined) into.fill(yes, 0, to - from);
		else this.#columns.scan(pass, from, to, into);
	}

	/** Whether the frame that the view is aimed at passes. */
	matches(view: FrameView): boolean {
		this.#sources.aim(view);
		return this.#evaluate();
	}
}

/** From the least to the most. */
const reaches: readonly Reach[] = ['headers', 'flows', 'messages'];

function reachOf(name: Name, registry: Registry): Reach {
	if (isInHeaders(name, registry)) return 'headers';
	return ofFlow.has(name.name) || isAnalysed(name.name) ? 'flows' : 'messages';
}

/** Which protocols' messages matter; undefined where one of the names may say something about others. */
function onlyOf(names: ReadonlySet<Name>, registry: Registry): Uint8Array | undefined {
	const wanted = new Set<number>();
	for (const {name, kind, fixed, owners} of names) {
		if (indexed.has(name) || ofFlow.has(name)) continue;
		if (owners === undefined || (fixed === undefined && kind !== 'protocol' && owners.some(owner => isBelowStreams(owner, registry)))) return undefined;
		for (const {id} of owners) wanted.add(id);
	}

	return holdersOf(wanted, registry);
}

/** How a filter is understood. */
export type FilterOptions = {
	/** Names that are not declared are in no frame, instead of an error: for filters that were written for other decoders. */
	readonly unknownIsAbsent?: boolean;
};

/** Understands a display filter, in the language of Wireshark. */
export function compileFilter(text: string, registry: Registry, {unknownIsAbsent = false}: FilterOptions = {}): CompiledFilter {
	let origin = (place: Place): Origin => place;
	try {
		const expanded = expandMacros(text);
		({origin} = expanded);
		const condition = parse(expanded.text);
		const test = condition === undefined ? undefined : new Checker(namesOf(registry), unknownIsAbsent).test(condition);
		return {ok: true, filter: new Filter(text.trim(), test, registry)};
	} catch (error) {
		if (!(error instanceof Wrong)) throw error;
		return {ok: false, ...offered(text, registry) ?? written(filterErrorOf(error), origin(error.place))};
	}
}

/** The error where it was written: inside a macro nothing can be put right there. */
function written({message, incomplete, suggestion}: FilterError, {start, end, macro}: Origin): FilterError {
	if (macro !== undefined) return {message: `in the macro "${macro}": ${message}`, start, end, incomplete: false};
	return {message, start, end, incomplete, ...suggestion === undefined ? {} : {suggestion}};
}

/** What to say of a capture filter that was typed from habit; undefined where the text is none. */
function offered(text: string, registry: Registry): FilterError | undefined {
	const translated = translateCaptureFilter(text);
	if (!translated.ok || !compileFilter(translated.filter, registry).ok) return undefined;
	const start = text.length - text.trimStart().length;
	return {
		message: `this is a capture filter; as a display filter: "${translated.filter}"`,
		start,
		end: text.trimEnd().length,
		incomplete: false,
		suggestion: translated.filter,
	};
}
