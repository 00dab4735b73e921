import {memo} from 'react';
import type {StreamHead} from '../packets.ts';
import {statusLines} from './layout.ts';
import {Rows} from './rows.tsx';
import type {StreamLines, StreamPlace} from './stream-lines.ts';
import type {Theme} from './theme.ts';
import {titleRow} from './title.ts';
import {fitLeft, fitStyled, grouped, plural, width} from './width.ts';

/** What both sides of a stream said, in the place of the panes. */
export type StreamPane = {
	readonly head: StreamHead;
	readonly lines: StreamLines;
	/** The side that is shown; undefined for both. */
	readonly side: 0 | 1 | undefined;
	readonly at: StreamPlace;
	readonly top: StreamPlace;
};

/** Cells before the text of a line: the packet's number and the mark of its side. */
export const streamGutter = 11;

/** Lines of a stream that fit on a screen of so many rows. */
export const streamPage = (rows: number): number => Math.max(1, rows - statusLines - 2);

const keys = 'Esc back, Enter to the packet, d sides, t x encoding, / finds, w saves';

const marks = ['>', '<'] as const;

/** The lines of the pane, title first. */
export function streamRows(theme: Theme, {head, lines, side, at, top}: StreamPane, columns: number, rows: number): string[] {
	const [one, other] = head.ends;
	const shown = side === undefined ? 'both sides' : side === 0 ? 'first side' : 'second side';
	const odd = [
		...head.lost[0] + head.lost[1] === 0 ? [] : [`${grouped(head.lost[0] + head.lost[1])} bytes missing`],
		...head.conflicts === 0 ? [] : [`${plural(head.conflicts, 'conflict')}`],
	].join(', ');
	const talk = `  ${marks[0]} ${one} ${plural(head.sizes[0], 'byte')}   ${marks[1]} ${other} ${plural(head.sizes[1], 'byte')}   `;
	const out = [
		titleRow(
			theme,
			true,
			[{text: head.title}, {text: `${shown}, ${lines.encoding}`, paint: theme.warning}, {text: odd, paint: theme.error}],
			`${grouped(at.piece + 1)}/${grouped(head.count)}`,
			columns,
		),
		fitStyled(width(talk) + width(keys) <= columns ? `${talk}${theme.dim(keys)}` : talk, columns),
	];
	const paints = [theme.rows.control, theme.accent];
	for (let place: StreamPlace = top, n = 0; n < streamPage(rows); n++) {
		const piece = lines.piece(place.piece);
		const text = piece?.lines[place.line];
		if (piece === undefined || text === undefined) break;
		const selected = place.piece === at.piece && place.line === at.line;
		const number = place.line === 0 ? grouped(piece.stretch.row + 1) : '';
		const gutter = `${selected ? theme.glyphs.marker : ' '}${number.padStart(7)} ${marks[piece.stretch.side]} `;
		const row = fitLeft(gutter + text, columns);
		const paint = piece.stretch.kind === 'bytes' ? paints[piece.stretch.side]! : theme.error;
		out.push(selected ? theme.selected(row) : paint(row));
		const next = lines.move(place, 1, side);
		if (next.piece === place.piece && next.line === place.line) break;
		place = next;
	}

	if (head.count === 0) out.push(fitLeft('  Nobody said anything', columns));
	return out;
}

type Props = {readonly pane: StreamPane; readonly columns: number; readonly rows: number; readonly theme: Theme};

/** What both sides of a stream said. */
export const StreamView = memo(({pane, columns, rows, theme}: Props) => {
	const height = rows - statusLines;
	return <Rows rows={streamRows(theme, pane, columns, rows).slice(0, height)} width={columns} height={height} />;
});
