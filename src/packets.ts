import type {Overviews} from './overviews.ts';
import type {Streams} from './streams.ts';
import type {DecodeAsChoices} from './decode-as.ts';
import type {Displayed, FoundRows} from './displayed.ts';
import type {LiveControl} from './live-control.ts';
import type {Suggestions} from './decode/filter/suggest.ts';
import type {RowRules} from './row-rules.ts';
import type {Subject} from './selection-filters.ts';

export type {ConversationKind, ConversationRow, ExpertEntry, HierarchyRow, LadderOverview, Overviews, PlotOverview, StreamSample} from './overviews.ts';

export type {Subject} from './selection-filters.ts';
export type {Suggestion, Suggestions} from './decode/filter/suggest.ts';

export type {StreamHead, StreamStretch} from './streams.ts';

/** What a row of the packet list is about, as far as colour goes. */
export type RowColour =
	| 'plain'
	| 'names'
	| 'web'
	| 'secure'
	| 'control'
	| 'local'
	| 'setup'
	| 'routing'
	| 'closing'
	| 'warning'
	| 'error';

/** One row of the packet list; all text is printable. */
export type Line = {
	readonly time: string;
	readonly source: string;
	readonly destination: string;
	readonly protocol: string;
	readonly length: number;
	readonly info: string;
	readonly colour?: RowColour;
	/** It is not known yet: listeners hear of it when it is. */
	readonly pending?: true;
};

/** Bytes that a detail tree points into: the frame, or what was put together from several. */
export type DetailSource = {readonly title: string; readonly bytes: Uint8Array};

/** One line of the detail tree, and the bytes `[start, end)` of source number `source` that it stands for. */
export type DetailNode = {
	/** What to type in a filter, `ip.flags.df`; empty for lines that are only text. */
	readonly name: string;
	/** The whole line: `Time to Live: 64`. */
	readonly label: string;
	readonly source: number;
	readonly start: number;
	readonly end: number;
	readonly kind: 'protocol' | 'field' | 'fault' | 'text';
	readonly severity?: 'error' | 'warning' | 'note' | 'chat';
	/** True for what is not in the bytes but was worked out. */
	readonly generated: boolean;
	/** What the field means, in a sentence. */
	readonly about?: string;
	/** Where that is written: `RFC 791, section 3.1`. */
	readonly reference?: string;
	/** A filter that this field's own value passes: `ip.ttl == 64`. */
	readonly filter?: string;
	readonly children: readonly DetailNode[];
};

/** What is known of one packet. */
export type Detail = {readonly sources: readonly DetailSource[]; readonly nodes: readonly DetailNode[]; /** As of a line. */ readonly pending?: true};

/** A filter that compiled; only whoever compiled it looks inside. */
export type CompiledFilter = object;

/** What a filter's text came to; `[start, end)` are characters of the text. */
export type FilterResult =
	| {readonly ok: true; readonly filter: CompiledFilter}
	| {
		readonly ok: false;
		readonly message: string;
		readonly start: number;
		readonly end: number;
		readonly incomplete?: boolean;
		/** What to write in place of those characters. */
		readonly suggestion?: string;
	};

/** What the screen asks of an opened capture. Rows are 0-based: frame number is row + 1. All text is printable. */
export type Packets = {
	/** What is told of many packets at once; undefined where nothing can be. */
	readonly overviews?: Overviews;
	/** What both sides of a stream said; undefined where nothing can be followed. */
	readonly streams?: Streams;
	readonly name: string;
	readonly format: string;
	/** How many rows there are so far. */
	readonly count: number;
	readonly loading: boolean;
	/** Bytes that were read, of how many, and how many in a second of late. */
	readonly progress: {readonly bytes: number; readonly total: number | undefined; readonly perSecond?: number};
	/** Of packets that are captured while they are looked at. */
	readonly live?: LiveControl;
	/** Writes the packets of `rows` to a file, whose name says the format; rejects with a sentence, resolves with their number. */
	save?(path: string, rows: Displayed): Promise<number>;
	/** Counts up when what was said of a packet may not be true any more, or more can be said of it. */
	readonly revision: number;
	/** What is wrong with the file, in a sentence. */
	readonly fault: string | undefined;
	line(row: number): Line;
	/** Hears which rows are drawn now, which may be next, and of which all is wanted, where asking for them together is quicker. */
	prepare?(now: readonly number[], next: readonly number[], detail: number | undefined): void;
	/** Rules for the colours of rows, where there are any. */
	readonly rules?: RowRules;
	/** Decoded when it is asked for. */
	detail(row: number): Detail;
	/** Filters for the conversations that a packet belongs to, the narrowest first. */
	conversations(row: number): readonly Subject[];
	/** A filter for bytes `[start, end)` of a source of a packet; undefined where there is none. */
	bytesFilter(row: number, source: number, start: number, end: number): string | undefined;
	compileFilter(text: string): FilterResult;
	/** What rules of decode-as could say of a packet. */
	readonly decodeAs: DecodeAsChoices;
	/** What could be written at a place of a filter. */
	suggest(text: string, place: number): Suggestions;
	/**
	Gives the rows that pass, each once, as they are found, from row `from` on: those at `near` and behind it first.
	Resolves when all rows there were have been asked. Never blocks the loop over some 10 ms; stops when `signal` aborts.
	*/
	runFilter(
		filter: CompiledFilter,
		onRows: (found: readonly FoundRows[]) => void,
		signal: AbortSignal,
		from?: number,
		near?: number,
	): Promise<void>;
	/** Calls `listener` when count, progress, loading, fault or the revision changed; returns how to stop it. */
	subscribe(listener: () => void): () => void;
};
