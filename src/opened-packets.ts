import {isAmiss} from './decode/analysis/tcp-flags.ts';
import {decodeAsChoices} from './decode-as.ts';
import type {ColorRule} from './decode/filter/color-rules.ts';
import {filterOfNode} from './decode/filter/node-filter.ts';
import {blockSize} from './decode/packet-index.ts';
import {malformed, type Severity} from './decode/protocol.ts';
import {specialAddress} from './decode/special-addresses.ts';
import {Summarizer} from './decode/summary.ts';
import {buildTree, type Node} from './decode/tree.ts';
import type {CaptureSource} from './capture/source.ts';
import type {Displayed} from './displayed.ts';
import type {LiveControl} from './live-control.ts';
import type {OpenedCapture} from './opened-capture.ts';
import {createOverviews} from './overviews.ts';
import {createStreams} from './streams.ts';
import type {DetailNode, Packets} from './packets.ts';
import {savePackets, saveRows} from './save-packets.ts';
import {rowRules} from './row-rules.ts';
import {conversationsOf, filterOfBytes} from './selection-filters.ts';
import {Turns} from './turns.ts';

/** What a rate of reading is taken over, in milliseconds. */
const rateOver = 500;
/** Rows between two looks at the clock. */
const rowsPerLook = 32;

/** What the screen asks, of a capture that is being read. */
export type OpenedPackets = Packets & {
	/** Reads on until there are `enough` rows or nothing more is there right now. */
	begin(enough: number): Promise<void>;
	/** Has the screen hear of news that are not packets. */
	notify(): void;
	/** Reads the rest; resolves at the end of the capture, or soon after `close`. */
	load(): Promise<void>;
	/** Resolves when there are `enough` rows, or all there are, or after `close`. */
	until(enough: number): Promise<void>;
	close(): void;
};

type Options = {
	readonly name: string;
	/** What the time column says of a row. */
	readonly time: (row: number) => string;
	readonly filters: Pick<Packets, 'compileFilter' | 'suggest' | 'runFilter'>;
	readonly live?: LiveControl;
	/** Rules for the colours of rows. */
	readonly colors?: readonly ColorRule[];
	/** Whether somebody waits for an answer: reading pauses. */
	readonly isCalled?: () => boolean;
	/** The capture from its start, for saving. */
	readonly reread?: () => Promise<CaptureSource>;
};

const severities: Readonly<Record<Severity, NonNullable<DetailNode['severity']>>> = {
	malformed: 'error',
	truncated: 'warning',
	error: 'error',
	warning: 'warning',
	note: 'note',
	chat: 'chat',
	comment: 'chat',
};

const detailNode = (node: Node): DetailNode => {
	const {name, label, source, start, end, kind, field, protocol} = node;
	const special = field?.special && node.value instanceof Uint8Array ? specialAddress(node.value) : undefined;
	const about = [field?.about ?? protocol?.about, special && `This one is ${special.name}: ${special.about}`].filter(text => text !== undefined).join(' ') || undefined;
	const reference = [field?.reference ?? protocol?.reference, special?.reference].filter(text => text !== undefined).join('; ') || undefined;
	const filter = filterOfNode(node);
	return {
		name,
		label,
		source,
		start,
		end,
		kind,
		generated: node.generated && kind !== 'fault',
		children: node.children.filter(child => !child.hidden).map(detailNode),
		...about === undefined ? {} : {about},
		...reference === undefined ? {} : {reference},
		...filter === '' ? {} : {filter},
		...node.fault === undefined ? {} : {severity: severities[node.fault.severity]},
	};
};

/** What is said of a packet whose bytes are not kept any more. */
const gone = 'Let go: there was no room for more (--max-size)';

const nothing: Omit<DetailNode, 'label'> = {name: '', source: 0, start: 0, end: 0, kind: 'text', generated: true, children: []};

/** Joins what is read with what the screen asks. */
export const openPackets = (capture: OpenedCapture, {name, time, filters, live, colors, reread, isCalled = () => false}: Options): OpenedPackets => {
	const listeners = new Set<() => void>();
	const {source, view} = capture;
	const summarizer = new Summarizer();
	let loading = true;
	let perSecond = 0;
	/** When the rate was taken last, and at how many bytes. */
	let rated = {at: 0, bytes: 0};
	let closed = false;
	/** What rows say changed so often, but for those that were let go. */
	let changes = 0;

	const rate = () => {
		const now = performance.now();
		if (now - rated.at < rateOver) return;
		const {bytesRead: bytes} = source;
		if (rated.at > 0) perSecond = (bytes - rated.bytes) / (now - rated.at) * 1000;
		rated = {at: now, bytes};
	};

	const changed = () => {
		for (const listener of listeners) listener();
	};

	/** Packets that are gone say nothing any more. */
	const letGo = () => {
		if (live !== undefined) capture.forget(live.status.first);
	};

	const isGone = (row: number): boolean => live !== undefined && capture.pass.index.block(row).place(row % blockSize) < live.status.first;

	return {
		...filters,
		get name() {
			return live === undefined ? name : live.status.target.interfaces.join(', ');
		},
		...live === undefined ? {} : {live},
		...colors === undefined ? {} : {
			rules: rowRules(view, colors, () => {
				changes++;
				changed();
			}),
		},
		...reread === undefined
			? {}
			: {
				save: async (path: string, rows: Displayed) =>
					live !== undefined && live.status.first > 0 ? saveRows(capture, rows, live.status.first, path) : savePackets(await reread(), rows, capture.count, path),
			},
		format: source.format.name,
		get count() {
			return capture.count;
		},
		get loading() {
			return loading;
		},
		get progress() {
			return {bytes: source.bytesRead, total: source.size, perSecond};
		},
		get revision() {
			return changes + (live?.status.first ?? 0);
		},
		get fault() {
			return source.fault?.message;
		},
		line(row) {
			if (isGone(row)) return {time: time(row), source: '', destination: '', protocol: '', length: capture.pass.index.block(row).original.at(row % blockSize), info: gone};
			view.aim(row);
			const {original} = capture.meta(row);
			const line = {...summarizer.summarize(view), time: time(row), length: original};
			if (view.cursor.fault === malformed) return {...line, colour: 'error'};
			return isAmiss(capture.pass.index.block(row).analysis[row % blockSize]!) ? {...line, colour: 'warning'} : line;
		},
		detail(row) {
			if (isGone(row)) return {sources: [{title: 'Let go', bytes: new Uint8Array(0)}], nodes: [{...nothing, label: gone}]};
			const {sources, nodes} = buildTree(view.aim(row));
			return {sources, nodes: nodes.map(detailNode)};
		},
		overviews: createOverviews(capture, isCalled),
		streams: createStreams(capture, isCalled),
		decodeAs: decodeAsChoices(view),
		conversations: row => conversationsOf(view.aim(row)),
		bytesFilter: (row, source, start, end) => filterOfBytes(view.aim(row), source, start, end),
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		notify() {
			letGo();
			changed();
		},
		async begin(enough) {
			while (capture.count < enough) {
				if (capture.step(row => row + 1 < enough)) continue;
				if (!await capture.more()) {
					loading = false;
					return;
				}
			}
		},
		async load() {
			// Whoever begins to type a filter does not wait for names to be put in order.
			const turns = new Turns(isCalled);
			await turns.next();
			filters.suggest('f', 1);
			await turns.next();
			const inTime = (row: number): boolean => row % rowsPerLook > 0 || !turns.isOver;
			while (!closed && loading) {
				let going = true;
				while (going && capture.urgent === 0 && !turns.isOver) going = capture.step(inTime);
				if (!going && !await capture.more()) {
					loading = false;
					// What only the end of the file tells may be said of packets before it.
					changes++;
				}

				letGo();
				rate();
				changed();
				await turns.next();
			}
		},
		async until(enough) {
			const turns = new Turns();
			while (loading && !closed && capture.count < enough) await turns.next();
		},
		close() {
			closed = true;
			listeners.clear();
		},
	};
};
