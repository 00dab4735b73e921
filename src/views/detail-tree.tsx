import {memo} from 'react';
import type {Area} from './layout.ts';
import {headLines} from './layout.ts';
import {Rows} from './rows.tsx';
import type {Theme} from './theme.ts';
import {titleRow} from './title.ts';
import type {TreeLine} from './tree.ts';
import {fitLeft, grouped} from './width.ts';

type Props = {
	readonly lines: readonly TreeLine[];
	readonly at: number;
	readonly top: number;
	/** The packet it is about. */
	readonly row: number | undefined;
	/** What the list says of it, which may not fit there. */
	readonly info: string;
	readonly area: Area;
	readonly focused: boolean;
	readonly theme: Theme;
};

const painted = (theme: Theme, {node}: TreeLine): (text: string) => string => {
	if (node.severity === 'error' || node.kind === 'fault' && node.severity === undefined) return theme.error;
	if (node.severity === 'warning') return theme.warning;
	if (node.severity !== undefined) return theme.note;
	if (node.kind === 'protocol') return theme.bold;
	return node.generated ? theme.dim : text => text;
};

const bracketed = ({node}: TreeLine) => {
	const {label, generated, kind} = node;
	return generated && kind !== 'protocol' && !label.startsWith('[') ? `[${label}]` : label;
};

/** A line of the tree, in exactly `cells` cells. */
export const treeRow = (theme: Theme, line: TreeLine, selected: boolean, focused: boolean, cells: number): string => {
	const {node, depth, open} = line;
	const glyph = node.children.length === 0 ? ' ' : open ? theme.glyphs.open : theme.glyphs.closed;
	// However deep a tree is, its text stays on the screen.
	const indent = '  '.repeat(Math.min(depth, cells >> 3));
	const start = `${selected ? theme.glyphs.marker : ' '}${indent}${glyph} `;
	const text = fitLeft(bracketed(line), cells - start.length);
	if (!selected) return start + painted(theme, line)(text);
	return (focused ? theme.selected : theme.selectedAside)(start + text);
};

/** The fields of the selected packet. */
export const DetailTree = memo(({lines, at, top, row, info, area, focused, theme}: Props) => {
	const {width, height} = area;
	const left = [{text: row === undefined ? 'Detail' : `Packet ${grouped(row + 1)}`}, {text: info, paint: theme.dim}];
	const shown = lines.slice(top, top + height - headLines.detail);
	const more = lines.length > shown.length ? `${grouped(at + 1)}/${grouped(lines.length)}` : '';
	const rows = [
		titleRow(theme, focused, left, more, width),
		...shown.map((line, i) => treeRow(theme, line, top + i === at, focused, width)),
	];
	return <Rows rows={rows} width={width} height={height} />;
});
