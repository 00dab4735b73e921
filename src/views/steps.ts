import {byteAtColumn, bytesColumns} from './bytes-geometry.ts';
import type {Command} from './keys.ts';
import {contentLines, evenShares, headLines, type Pane, paneAt, panes, reshare} from './layout.ts';
import {pointed, reopened, type ScreenState, selectedLine} from './state.ts';
import {kindsIn, nodesAt} from './tree.ts';

/** Where a command of movement leads from `at` among `length`, with pages of `page`; `undefined` for other commands. */
export const moved = (command: Command, at: number, length: number, page: number, times = 1): number | undefined => {
	const to = (index: number) => Math.max(0, Math.min(index, length - 1));
	switch (command) {
		case 'down':
			return to(at + times);
		case 'up':
			return to(at - times);
		case 'page-down':
			return to(at + Math.max(1, page) * times);
		case 'page-up':
			return to(at - Math.max(1, page) * times);
		case 'half-down':
			return to(at + Math.max(1, page >> 1) * times);
		case 'half-up':
			return to(at - Math.max(1, page >> 1) * times);
		case 'first':
			return 0;
		case 'last':
			return to(length - 1);
		default:
			return undefined;
	}
};

/** Selects a line of the tree and shows its bytes. */
export const toLine = (state: ScreenState, at: number): ScreenState => {
	const line = state.tree.lines[at];
	if (line === undefined) return state;
	return {...state, tree: {...state.tree, at, wanted: line.path}, bytes: pointed(state.bytes, line.node)};
};

/** Moves to a byte and selects the innermost field that holds it. */
export const toByte = (state: ScreenState, at: number): ScreenState => {
	const {detail} = state.session;
	const length = detail?.sources[state.bytes.source]?.bytes.length ?? 0;
	if (detail === undefined || length === 0) return state;
	const byte = Math.max(0, Math.min(at, length - 1));
	const chain = nodesAt(detail, state.bytes.source, byte);
	const moved = {...state, bytes: {...state.bytes, at: byte}};
	const node = chain.at(-1);
	if (node === undefined) return moved;
	const shown = reopened(moved, state.opened, new Set(chain.slice(0, -1)));
	const line = Math.max(0, shown.tree.lines.findIndex(each => each.node === node));
	return {...shown, tree: {...shown.tree, at: line, wanted: shown.tree.lines[line]?.path ?? ''}};
};

/** Opens or closes the lines of one kind, and remembers it. */
export const setOpen = (state: ScreenState, at: number, open: boolean): ScreenState => {
	const line = state.tree.lines[at];
	if (line === undefined || line.node.children.length === 0) return state;
	// What was open only to show a byte must be able to close.
	const revealed = new Set(state.revealed);
	revealed.delete(line.node);
	return reopened(state, new Map(state.opened).set(line.kind, open), revealed);
};

const setAllOpen = (state: ScreenState, open: boolean): ScreenState => {
	const {detail} = state.session;
	if (detail === undefined) return state;
	const opened = new Map(state.opened);
	for (const kind of kindsIn(detail)) opened.set(kind, open);
	return reopened(state, opened, new Set());
};

/** What a command does in the detail tree. */
export const treeStep = (state: ScreenState, command: Command, times: number): ScreenState => {
	const {lines, at} = state.tree;
	const line = lines[at];
	const to = moved(command, at, lines.length, contentLines(state.layout, 'detail'), times);
	if (to !== undefined) return toLine(state, to);
	switch (command) {
		case 'open':
			if (line === undefined || line.node.children.length === 0) return state;
			return line.open ? toLine(state, at + 1) : setOpen(state, at, true);
		case 'close':
			if (line?.open === true) {
				const closed = setOpen(state, at, false);
				return toLine(closed, closed.tree.at);
			}

			return line === undefined || line.parent < 0 ? state : toLine(state, line.parent);
		case 'toggle':
			return line === undefined ? state : setOpen(state, at, !line.open);
		case 'open-all':
			return setAllOpen(state, true);
		case 'close-all': {
			const closed = setAllOpen(state, false);
			return toLine(closed, closed.tree.at);
		}

		default:
			return state;
	}
};

/** What a command does in the bytes pane. */
export const bytesStep = (state: ScreenState, command: Command, times: number): ScreenState => {
	const {at, perRow, source} = state.bytes;
	const length = state.session.detail?.sources[source]?.bytes.length ?? 0;
	if (command === 'mark') return {...state, bytes: {...state.bytes, mark: state.bytes.mark === undefined ? at : undefined}};
	if (command === 'left') return toByte(state, at - times);
	if (command === 'right') return toByte(state, at + times);
	if (command === 'first') return toByte(state, 0);
	if (command === 'last') return toByte(state, length - 1);
	const rows = Math.ceil(length / perRow);
	const row = Math.floor(at / perRow);
	const to = moved(command, row, rows, contentLines(state.layout, 'bytes'), times);
	return to === undefined || to === row ? state : toByte(state, at + (to - row) * perRow);
};

/** Shows the next of several sources of bytes; what is selected stays so. */
export const nextSource = (state: ScreenState): ScreenState => {
	const count = state.session.detail?.sources.length ?? 0;
	if (count < 2) return {...state, message: {text: 'This packet has only these bytes', tone: 'plain'}};
	return {...state, bytes: {...state.bytes, source: (state.bytes.source + 1) % count, at: 0, top: 0, mark: undefined}};
};

const focusBy = (state: ScreenState, by: number): ScreenState => ({...state, focus: panes[(panes.indexOf(state.focus) + by + panes.length) % panes.length] ?? 'packets'});

/** What a command does to the screen as a whole; `undefined` when it is for a pane or for the session. */
export const screenStep = (state: ScreenState, command: Command): ScreenState | undefined => {
	switch (command) {
		case 'next-pane':
			return focusBy(state, 1);
		case 'previous-pane':
			return focusBy(state, -1);
		case 'enter':
			return {...state, focus: 'detail'};
		case 'zoom':
			return {...state, zoomed: !state.zoomed};
		case 'grow':
			return {...state, zoomed: false, shares: reshare(state.shares, state.focus, 1)};
		case 'shrink':
			return {...state, zoomed: false, shares: reshare(state.shares, state.focus, -1)};
		case 'even':
			return {...state, zoomed: false, shares: evenShares};
		case 'source':
			return nextSource(state);
		case 'help':
			return {...state, dialog: {kind: 'help', top: 0}};
		case 'explain':
			return selectedLine(state) === undefined ? state : {...state, dialog: {kind: 'field', top: 0}};
		case 'dismiss':
			return {...state, dialog: undefined, menu: undefined};
		default:
			return undefined;
	}
};

/** What scrolling a pane by lines shows; nothing is selected by it. */
const wheel = (state: ScreenState, pane: Pane, by: number): ScreenState => {
	switch (pane) {
		case 'packets':
			return {...state, list: {...state.list, top: state.list.top + by}};
		case 'detail':
			return {...state, tree: {...state.tree, top: state.tree.top + by}};
		case 'bytes':
			return {...state, bytes: {...state.bytes, top: state.bytes.top + by}};
	}
};

const wheelLines = 3;

type Click = {readonly action: 'press' | 'release' | 'up' | 'down'; readonly x: number; readonly y: number};

/** What the mouse does, and the place of the packet list it selects. */
export const mouseStep = (state: ScreenState, {action, x, y}: Click): {readonly state: ScreenState; readonly select?: number} => {
	const pane = paneAt(state.layout, x, y);
	const area = pane === undefined ? undefined : state.layout[pane];
	if (pane === undefined || area === undefined || action === 'release') return {state};
	if (action !== 'press') return {state: wheel(state, pane, action === 'down' ? wheelLines : -wheelLines)};
	const focused: ScreenState = {...state, focus: pane};
	const line = y - area.y - headLines[pane];
	if (line < 0) return {state: focused};
	if (pane === 'packets') return {state: focused, select: state.list.top + line};
	if (pane === 'detail') {
		const at = state.tree.top + line;
		const clicked = state.tree.lines[at];
		if (clicked === undefined) return {state: focused};
		const glyph = area.x + 1 + clicked.depth * 2;
		const shown = toLine(focused, at);
		return {state: x >= glyph && x <= glyph + 1 ? setOpen(shown, at, !clicked.open) : shown};
	}

	const {perRow, source, top} = state.bytes;
	const length = state.session.detail?.sources[source]?.bytes.length ?? 0;
	const byte = byteAtColumn(bytesColumns(perRow, length), perRow, x - area.x);
	const at = (top + line) * perRow + (byte ?? length);
	return {state: at < length ? toByte(focused, at) : focused};
};
