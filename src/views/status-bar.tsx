import {memo} from 'react';
import type {Packets, SessionState} from '../session.ts';
import type {Pane} from './layout.ts';
import {placeText} from './place-text.ts';
import type {Prompt} from './prompt.ts';
import {promptRows} from './prompt-rows.ts';
import {Rows} from './rows.tsx';
import type {Message} from './state.ts';
import type {Theme} from './theme.ts';
import type {TreeLine} from './tree.ts';
import {clip, fitStyled, grouped, plural, width} from './width.ts';

type Props = {
	readonly packets: Packets;
	readonly state: SessionState;
	readonly line: TreeLine | undefined;
	readonly prompt: Prompt | undefined;
	readonly message: Message | undefined;
	readonly digits: string;
	readonly focus: Pane;
	readonly columns: number;
	readonly theme: Theme;
};

/** What the selected field is called, where it is and what it means. */
export const fieldRow = (theme: Theme, line: TreeLine | undefined, cells: number): string => {
	if (line === undefined) return ' '.repeat(cells);
	const {node} = line;
	const room = cells - 1;
	const name = clip(node.name === '' ? node.label : node.name, room);
	let row = ` ${theme.bold(name)}`;
	let used = width(name);
	const add = (text: string | undefined, paint: (text: string) => string = each => each) => {
		if (text === undefined || text === '' || room - used < 8) return;
		const clipped = clip(text, room - used - 2);
		row += `  ${paint(clipped)}`;
		used += width(clipped) + 2;
	};

	add(placeText(node), theme.dim);
	const reference = node.reference === undefined ? '' : `(${node.reference})`;
	add(node.about === undefined ? '' : clip(node.about, Math.max(12, room - used - width(reference) - 4)));
	add(reference, theme.dim);
	return fitStyled(row, cells);
};

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;

/** ` 34%  79.1 MB  45.0 MB/s` */
export const readingText = ({bytes, total, perSecond = 0}: Packets['progress']) => {
	const share = total === undefined || total === 0 ? '' : ` ${Math.min(99, Math.floor(bytes / total * 100))}%`;
	return `${share}  ${megabytes(bytes)}${perSecond > 0 ? `  ${megabytes(perSecond)}/s` : ''}`;
};

const findText = ({find}: SessionState) => {
	if (find === undefined) return '';
	switch (find.outcome) {
		case 'searching':
			return `Looking for ${find.text} (${grouped(find.asked)} packets so far, Esc stops)`;
		case 'nothing':
			return `No packet has ${find.text}`;
		case 'wrapped':
			return `${find.text}: found, after going around`;
		case 'found':
			return '';
	}
};

type Hint = readonly [string, string];

const hints: Readonly<Record<Pane, readonly Hint[]>> = {
	packets: [['/', 'filter'], ['Tab', 'panes'], ['?', 'help'], ['q', 'quit']],
	detail: [['←→', 'open'], ['i', 'meaning'], ['f', 'filter'], ['?', 'help'], ['q', 'quit']],
	bytes: [['←→', 'byte'], ['i', 'meaning'], ['t', 'tab'], ['?', 'help'], ['q', 'quit']],
};

const told = (theme: Theme, packets: Packets, state: SessionState, message: Message | undefined): [string, (text: string) => string] => {
	if (message !== undefined) return [message.text, message.tone === 'error' ? theme.error : theme.warning];
	const search = findText(state);
	return search === '' ? [packets.live?.status.fault ?? state.fault ?? '', theme.error] : [search, theme.warning];
};

const hintWidth = (hint: readonly Hint[]) => hint.reduce((sum, [key, what]) => sum + width(key) + width(what) + 3, 0);

/** The file, how much of it is loaded and shown, what there is to tell, and the keys that matter. */
export const fileRow = (
	theme: Theme,
	packets: Packets,
	state: SessionState,
	focus: Pane,
	message: Message | undefined,
	digits: string,
	cells: number,
): string => {
	const {count, displayed, filter, loading, progress} = state;
	const shown = filter.text === '' ? plural(count, 'packet') : `${grouped(displayed.length)} of ${plural(count, 'packet')}`;
	const counts = `  ${shown}${loading && packets.live === undefined ? `  reading${readingText(progress)}` : filter.running ? '  filtering' : ''}`;
	const [note, tone] = told(theme, packets, state, message);
	const needed = width(counts) + (note === '' ? 0 : width(note) + 2) + Math.min(20, width(packets.name)) + 2;
	const all: readonly Hint[] = digits === '' ? hints[focus] : [[digits, 'G goes to it']];
	// What is told matters more than keys; of these the one that leads to the others stays.
	const keys = [all, all.filter(([key]) => key === '?'), []].find(some => hintWidth(some) + needed <= cells) ?? [];
	const room = cells - hintWidth(keys) - 2;
	const name = clip(packets.name, Math.max(8, room - width(counts) - (note === '' ? 0 : width(note) + 2)));
	const rest = room - width(name) - width(counts) - 2;
	const left = note === '' || rest >= Math.min(width(note), 12)
		? ` ${theme.accent(name)}${counts}${note === '' ? '' : `  ${tone(clip(note, rest))}`}`
		: ` ${tone(clip(note, room))}`;
	const keysText = keys.map(([key, what]) => `  ${theme.key(key)} ${theme.dim(what)}`).join('');
	return `${fitStyled(left, room + 1)}${keysText} `;
};

/** The two lines at the bottom. */
export const StatusBar = memo(({packets, state, line, prompt, message, digits, focus, columns, theme}: Props) => {
	const rows = prompt === undefined
		? [fieldRow(theme, line, columns), fileRow(theme, packets, state, focus, message, digits, columns)]
		: promptRows(theme, prompt, message, state.count, columns);
	return <Rows rows={rows} width={columns} height={2} />;
});
