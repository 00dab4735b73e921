import type {Theme} from './theme.ts';
import {clip, width} from './width.ts';

/** A piece of a title: what is written, how it looks, and whether it may be left out for want of room. */
export type Piece = {readonly text: string; readonly paint?: (text: string) => string};

/** The line over a pane, in exactly `cells` cells: heavy and bold where the focus is. */
export const titleRow = (theme: Theme, focused: boolean, left: readonly Piece[], right: string, cells: number): string => {
	const rule = focused ? theme.glyphs.heavyRule : theme.glyphs.rule;
	const line = focused ? theme.accent : theme.dim;
	const name = focused ? (text: string) => theme.bold(theme.accent(text)) : (text: string) => text;
	let row = line(rule);
	let used = 1;
	const add = ({text, paint = name}: Piece, reserved: number) => {
		const room = cells - used - 3 - reserved;
		if (room < 3 || text === '') return;
		const clipped = clip(text, room);
		row += ` ${paint(clipped)} ${line(rule)}`;
		used += width(clipped) + 3;
	};

	const reserved = right === '' ? 0 : width(right) + 3;
	for (const [i, piece] of left.entries()) add(piece, i === 0 ? 0 : reserved);
	const room = cells - used - 3;
	const note = room < 8 ? '' : clip(right, room);
	const fill = cells - used - (note === '' ? 0 : width(note) + 3);
	row += line(rule.repeat(Math.max(0, fill)));
	return note === '' ? row : `${row} ${theme.dim(note)} ${line(rule)}`;
};
