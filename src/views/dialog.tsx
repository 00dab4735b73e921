import {Box} from 'ink';
import {memo} from 'react';
import type {DetailNode} from '../packets.ts';
import {helpSections} from './keys.ts';
import {Rows} from './rows.tsx';
import type {Dialog as DialogState} from './state.ts';
import {placeText} from './status-bar.tsx';
import type {Theme} from './theme.ts';
import {clip, fitStyled, width, wrap} from './width.ts';

type Props = {
	readonly dialog: DialogState;
	readonly node: DetailNode | undefined;
	readonly columns: number;
	readonly rows: number;
	readonly theme: Theme;
};

const sectionLines = (theme: Theme): string[][] => helpSections().map(({section, lines}) => [
	theme.bold(theme.accent(section)),
	...lines.map(([keys, help]) => `  ${theme.key(keys)}${' '.repeat(Math.max(1, 17 - width(keys)))}${help}`),
	'',
]);

/** What help says, from the table of keys: beside each other in two columns where there is room. */
export const helpLines = (theme: Theme, columns: 1 | 2, cells: number): string[] => {
	const sections = sectionLines(theme);
	if (columns === 1) return sections.flat().slice(0, -1);
	const total = sections.flat().length;
	const [left, right]: [string[], string[]] = [[], []];
	for (const lines of sections) (left.length + lines.length / 2 <= total / 2 ? left : right).push(...lines);
	const half = (cells - 2) >> 1;
	return Array.from({length: Math.max(left.length, right.length) - 1}, (_, i) => `${fitStyled(left[i] ?? '', half)}  ${right[i] ?? ''}`);
};

/** What there is to say about a field. */
export const fieldLines = (theme: Theme, node: DetailNode, cells: number): string[] => [
	...wrap(node.label, cells).map(theme.bold),
	'',
	...node.name === '' ? [] : [`${theme.dim('In a filter')}  ${node.filter ?? node.name}`],
	`${theme.dim('Where')}        ${placeText(node) || (node.generated ? 'not in the packet: worked out from it' : 'no bytes of its own')}`,
	...node.about === undefined ? [] : ['', ...wrap(node.about, cells)],
	...node.reference === undefined ? [] : ['', theme.dim(node.reference)],
];

/** A box over the panes. */
export const Dialog = memo(({dialog, node, columns, rows, theme}: Props) => {
	const side = columns >= 140 ? 2 : 1;
	const inner = Math.min(dialog.kind === 'help' ? 66 * side : 72, columns - 6);
	const lines = dialog.kind === 'help' || node === undefined ? helpLines(theme, side, inner) : fieldLines(theme, node, inner);
	const content = Math.min(lines.length, rows - 4);
	const top = Math.min(dialog.top, lines.length - content);
	const {rule, bar} = theme.glyphs;
	const ascii = rule === '-';
	const [topLeft, topRight, bottomLeft, bottomRight] = ascii ? ['+', '+', '+', '+'] : ['┌', '┐', '└', '┘'];
	const title = dialog.kind === 'help' ? ' inkcap ' : ' Field ';
	const below = lines.length > content ? ` j k scroll, Esc closes  ${top + content}/${lines.length} ` : ' Esc closes ';
	const edge = (left: string, text: string, right: string) => {
		const clipped = clip(text, inner);
		return theme.accent(`${left}${rule}${clipped}${rule.repeat(Math.max(0, inner + 1 - width(clipped)))}${right}`);
	};

	const body = lines.slice(top, top + content).map(line => `${theme.accent(bar)} ${fitStyled(line, inner)} ${theme.accent(bar)}`);
	const drawn = [edge(topLeft ?? '', title, topRight ?? ''), ...body, edge(bottomLeft ?? '', below, bottomRight ?? '')];
	const left = Math.max(0, (columns - inner - 4) >> 1);
	const above = Math.max(0, (rows - drawn.length) >> 1);
	return (
		<Box position="absolute" marginLeft={left} marginTop={above}>
			<Rows rows={drawn} width={inner + 4} height={drawn.length} />
		</Box>
	);
});
