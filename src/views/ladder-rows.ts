import type {LadderOverview} from '../packets.ts';
import type {Theme} from './theme.ts';
import {clip, fitLeft, fitMiddle, fitRight, width} from './width.ts';

const numberCells = 6;
const timeCells = 10;
const partCells = 9;
/** Cells of what stands at the left of the ladder. */
const leftCells = 2 + numberCells + 1 + timeCells + 1 + partCells;

/** How wide the ladder itself is. */
const ladderCells = (cells: number): number => Math.max(16, Math.min(64, cells - leftCells - 22));

/** The heads of a ladder: its two sides. */
export function ladderHead({sides}: LadderOverview, cells: number): string {
	const wide = ladderCells(cells);
	const half = wide >> 1;
	return fitLeft(
		`  ${fitRight('Packet', numberCells)} ${fitRight('Seconds', timeCells)} ${' '.repeat(partCells)}${fitLeft(clip(sides[0], half - 1), half)}${
			fitRight(clip(sides[1], half - 1), wide - half)
		}`,
		cells,
	);
}

/** Which part of a connection begins with a rung: said where it differs from the one before. */
export function partOf({rungs}: LadderOverview, at: number): string {
	const part = (label: string): string => (/\bSYN\b/.test(label) ? 'handshake' : /\b(?:FIN|RST)\b/.test(label) ? 'end' : label.includes(' - Len: ') ? 'data' : '');
	const own = part(rungs[at]!.label);
	if (own === '') return '';
	for (let before = at - 1; before >= 0; before--) {
		const other = part(rungs[before]!.label);
		if (other !== '') return other === own ? '' : own;
	}

	return own;
}

/** One packet of a ladder, as an arrow. */
export function ladderRow(theme: Theme, ladder: LadderOverview, at: number, selected: boolean, cells: number): string {
	const {row, seconds, label, comment, from, to, fromPort} = ladder.rungs[at]!;
	const [first] = ladder.rungs;
	// Who talks to itself is told apart by ports.
	const goesRight = from === to ? fromPort === first!.fromPort : from === first!.from;
	const [rule, left, right, post] = theme.unicode ? ['─', '◀', '▶', '│'] as const : ['-', '<', '>', '|'] as const;
	const wide = ladderCells(cells) - 2;
	const said = ` ${clip(label, wide - 6)} `;
	const rest = wide - 1 - width(said);
	const before = Math.max(1, rest >> 1);
	const line = `${rule.repeat(before)}${said}${rule.repeat(Math.max(1, rest - before))}`;
	const arrow = goesRight ? `${line}${right}` : `${left}${line}`;
	const start = `${selected ? theme.glyphs.marker : ' '} ${fitRight(String(row + 1), numberCells)} ${fitRight(seconds.toFixed(6), timeCells)} ${
		fitLeft(partOf(ladder, at), partCells)
	}`;
	const text = `${start}${post}${fitMiddle(arrow, wide)}${post}  ${comment}`;
	return selected ? theme.selected(fitLeft(text, cells)) : fitLeft(text, cells);
}
