import type {ExpertEntry} from '../packets.ts';
import type {Theme} from './theme.ts';
import {fitLeft, fitRight, grouped} from './width.ts';

const words: Readonly<Record<ExpertEntry['level'], string>> = {error: 'Error', warning: 'Warning', note: 'Note', chat: 'Chat', comment: 'Comment'};

/** What the columns of the expert list are. */
export const expertHead = (cells: number): string =>
	fitLeft(`  ${fitLeft('Severity', 8)}  ${fitLeft('Group', 10)}  ${fitLeft('Protocol', 10)} ${fitRight('Count', 9)} ${fitRight('First', 8)}  Says`, cells);

/** One line of the expert list. */
export function expertRow(theme: Theme, {level, group, protocol, count, firstRow, text}: ExpertEntry, selected: boolean, cells: number): string {
	const start = `${selected ? theme.glyphs.marker : ' '} `;
	const severity = fitLeft(words[level], 8);
	const rest = `  ${fitLeft(group, 10)}  ${fitLeft(protocol, 10)} ${fitRight(grouped(count), 9)} ${fitRight(grouped(firstRow + 1), 8)}  ${text}`;
	const fitted = fitLeft(rest, Math.max(0, cells - 10));
	if (selected) return theme.selected(`${start}${severity}${fitted}`);
	const tone = level === 'error' ? theme.error : level === 'warning' ? theme.warning : level === 'note' ? theme.note : theme.dim;
	return `${start}${tone(severity)}${fitted}`;
}
