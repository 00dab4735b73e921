import type {Joining} from '../decode/filter/combine.ts';
import type {Subject} from '../packets.ts';
import type {Session} from '../session.ts';
import type {Command} from './keys.ts';
import {type ScreenState, selectedLine} from './state.ts';
import {plural} from './width.ts';

/** What a filter can be made of, and which of it is chosen. */
export type PrepareMenu = {readonly subjects: readonly Subject[]; readonly at: number};

/** How the keys of the menu join what is chosen to the filter that is there. */
export const joinings: Partial<Record<Command, Joining>> = {
	'prepare-replace': 'replace',
	'prepare-not': 'not',
	'prepare-and': 'and',
	'prepare-and-not': 'and-not',
	'prepare-or': 'or',
	'prepare-or-not': 'or-not',
};

/** The bytes that are selected, `[start, end)`: those that were marked, else those of the field, else the one under the cursor. */
export const selectedBytes = (state: ScreenState): {readonly source: number; readonly start: number; readonly end: number} => {
	const {source, at, mark} = state.bytes;
	const node = selectedLine(state)?.node;
	if (mark !== undefined) return {source, start: Math.min(mark, at), end: Math.max(mark, at) + 1};
	if (node !== undefined && node.end > node.start) return {source: node.source, start: node.start, end: node.end};
	return {source, start: at, end: at + 1};
};

/** Everything in the selected packet that a filter can be made of: of what has the focus first. */
export const prepareMenu = (state: ScreenState, {packets}: Session): PrepareMenu | undefined => {
	const {row} = state.session;
	if (row === undefined) return undefined;
	const node = selectedLine(state)?.node;
	const field: readonly Subject[] = node === undefined || node.name === '' ? [] : [
		...node.filter === undefined || node.filter === node.name ? [] : [{title: 'Value', filter: node.filter}],
		{title: 'Presence', filter: node.name},
	];
	const {source, start, end} = selectedBytes(state);
	const ofBytes = packets.bytesFilter(row, source, start, end);
	const bytes: readonly Subject[] = ofBytes === undefined ? [] : [{title: plural(end - start, 'byte'), filter: ofBytes}];
	const conversations = packets.conversations(row);
	const subjects = state.focus === 'bytes'
		? [...bytes, ...field, ...conversations]
		: state.focus === 'detail'
		? [...field, ...bytes, ...conversations]
		: [...conversations, ...field, ...bytes];
	return subjects.length === 0 ? undefined : {subjects, at: 0};
};
