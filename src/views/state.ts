import type {DetailNode} from '../packets.ts';
import type {SessionState} from '../session.ts';
import {bytesPerRow} from './bytes-geometry.ts';
import type {Picker} from './interface-picker.tsx';
import {contentLines, evenShares, type Layout, layOut, type Pane, type Shares} from './layout.ts';
import type {Overview} from './overview.ts';
import type {StreamPane} from './stream-view.tsx';
import type {History, Prompt} from './prompt.ts';
import type {PrepareMenu} from './prepare.ts';
import {lineAt, type Opened, type TreeLine, treeLines} from './tree.ts';

/** Something to tell, until the next key. */
export type Message = {readonly text: string; readonly tone: 'plain' | 'error'};

/** A dialog over the panes and how far it is scrolled. */
export type Dialog = {readonly kind: 'help' | 'field'; readonly top: number};

/** Everything that is on the screen; never changed, only replaced. */
export type ScreenState = {
	readonly session: SessionState;
	readonly size: {readonly columns: number; readonly rows: number};
	readonly layout: Layout;
	readonly shares: Shares;
	readonly zoomed: boolean;
	readonly focus: Pane;
	readonly list: {readonly top: number; /** Cells of Info that are scrolled away at the left. */ readonly skip: number};
	readonly opened: Opened;
	/** Lines that are open only because the byte that was chosen is in them. */
	readonly revealed: ReadonlySet<DetailNode>;
	readonly tree: {
		readonly lines: readonly TreeLine[];
		readonly at: number;
		readonly top: number;
		/** The path of the line the user went to last, to go to in the next packet too; empty before that. */
		readonly wanted: string;
	};
	readonly bytes: {
		readonly source: number;
		readonly at: number;
		readonly top: number;
		readonly perRow: number;
		/** Where bytes were marked from, up to `at`. */
		readonly mark: number | undefined;
	};
	readonly prompt: Prompt | undefined;
	readonly dialog: Dialog | undefined;
	readonly menu: PrepareMenu | undefined;
	readonly picker: Picker | undefined;
	/** What is told of many packets, in the place of the panes. */
	readonly overview: Overview | undefined;
	/** What both sides of a stream said, in the place of the panes. */
	readonly stream: StreamPane | undefined;
	readonly message: Message | undefined;
	/** Digits typed before a command. */
	readonly digits: string;
	readonly filters: History;
	readonly finds: History;
	readonly mouse: boolean;
	/** Whether rows have the colours of rules. */
	readonly ruled: boolean;
};

/** A window of `height` lines moved as little as it takes to show line `at` of `length`. */
export const scrolled = (top: number, at: number, height: number, length: number): number => {
	let moved = top;
	if (at >= 0 && at < moved) moved = at;
	else if (at >= moved + height) moved = at - height + 1;
	return Math.max(0, Math.min(moved, length - Math.max(1, height)));
};

/** The line that is selected in the tree. */
export const selectedLine = ({tree}: ScreenState): TreeLine | undefined => tree.lines[tree.at];

const nothingRevealed: ReadonlySet<DetailNode> = new Set();

/** The bytes pane showing what a node stands for; where it was when that is nothing. */
export const pointed = (bytes: ScreenState['bytes'], node: DetailNode | undefined): ScreenState['bytes'] => {
	if (node === undefined || node.end <= node.start) return bytes;
	return {...bytes, source: node.source, at: node.start, mark: undefined, top: node.source === bytes.source ? bytes.top : 0};
};

const withNewDetail = (state: ScreenState): ScreenState => {
	const {detail} = state.session;
	const lines = detail === undefined ? [] : treeLines(detail, state.opened, nothingRevealed);
	const at = lineAt(lines, state.tree.wanted);
	const bytes = pointed({...state.bytes, source: 0, at: 0, top: 0, mark: undefined}, lines[at]?.node);
	return {...state, revealed: nothingRevealed, tree: {...state.tree, lines, at}, bytes};
};

/** The tree with other lines opened, the same node selected or what encloses it. */
export const reopened = (state: ScreenState, opened: Opened, revealed: ReadonlySet<DetailNode>): ScreenState => {
	const {detail} = state.session;
	if (detail === undefined) return state;
	const lines = treeLines(detail, opened, revealed);
	let wanted = state.tree.at;
	let at = -1;
	while (at < 0 && wanted >= 0) {
		const line = state.tree.lines[wanted];
		if (line === undefined) break;
		at = lines.findIndex(each => each.node === line.node);
		wanted = line.parent;
	}

	return {...state, opened, revealed, tree: {...state.tree, lines, at: Math.max(0, at)}};
};

const settledList = (before: ScreenState, state: ScreenState): ScreenState => {
	const height = contentLines(state.layout, 'packets');
	const {index, displayed} = state.session;
	const moved = index !== before.session.index
		|| displayed.length < before.session.displayed.length
		|| state.session.filter.text !== before.session.filter.text
		|| height !== contentLines(before.layout, 'packets');
	const top = moved
		? scrolled(state.list.top, index, height, displayed.length)
		: Math.max(0, Math.min(state.list.top, displayed.length - Math.max(1, height)));
	return top === state.list.top ? state : {...state, list: {...state.list, top}};
};

const settledTree = (before: ScreenState, state: ScreenState): ScreenState => {
	const height = contentLines(state.layout, 'detail');
	const {lines, at, top} = state.tree;
	const moved = state.tree.lines !== before.tree.lines || at !== before.tree.at || height !== contentLines(before.layout, 'detail');
	const settled = moved ? scrolled(top, at, height, lines.length) : Math.max(0, Math.min(top, lines.length - Math.max(1, height)));
	return settled === top ? state : {...state, tree: {...state.tree, top: settled}};
};

const settledBytes = (before: ScreenState, state: ScreenState): ScreenState => {
	const height = contentLines(state.layout, 'bytes');
	const source = state.session.detail?.sources[state.bytes.source];
	const length = source?.bytes.length ?? 0;
	const perRow = bytesPerRow(state.layout.bytes?.width ?? 0, length);
	const rows = Math.ceil(length / perRow);
	const at = Math.max(0, Math.min(state.bytes.at, length - 1));
	const moved = at !== before.bytes.at
		|| state.bytes.source !== before.bytes.source
		|| perRow !== before.bytes.perRow
		|| state.session.detail !== before.session.detail
		|| height !== contentLines(before.layout, 'bytes');
	const top = moved
		? scrolled(state.bytes.top, Math.floor(at / perRow), height, rows)
		: Math.max(0, Math.min(state.bytes.top, rows - Math.max(1, height)));
	const {bytes} = state;
	return top === bytes.top && at === bytes.at && perRow === bytes.perRow ? state : {...state, bytes: {...bytes, at, top, perRow}};
};

/** Puts right what follows from a change: the layout, the tree of another packet, and that what was moved to is seen. */
export const settled = (before: ScreenState, changed: ScreenState): ScreenState => {
	let state = changed;
	if (state.size !== before.size || state.shares !== before.shares || state.zoomed !== before.zoomed || state.focus !== before.focus) {
		state = {...state, layout: layOut(state.size, state.shares, state.zoomed ? state.focus : undefined)};
	}

	if (state.session.detail !== before.session.detail) state = withNewDetail(state);
	return settledBytes(before, settledTree(before, settledList(before, state)));
};

/** What a screen starts with. */
export const firstState = (session: SessionState, size: ScreenState['size'], mouse: boolean): ScreenState => {
	const state: ScreenState = {
		session,
		size,
		layout: layOut(size, evenShares, undefined),
		shares: evenShares,
		zoomed: false,
		focus: 'packets',
		list: {top: 0, skip: 0},
		opened: new Map(),
		revealed: nothingRevealed,
		tree: {lines: [], at: 0, top: 0, wanted: ''},
		bytes: {source: 0, at: 0, top: 0, perRow: 16, mark: undefined},
		prompt: undefined,
		dialog: undefined,
		menu: undefined,
		picker: undefined,
		overview: undefined,
		stream: undefined,
		message: undefined,
		digits: '',
		filters: [],
		finds: [],
		mouse,
		ruled: true,
	};
	return settled(state, withNewDetail(state));
};
