import type {DetailNode} from '../packets.ts';
import {helpSections} from './keys.ts';
import {placeText} from './place-text.ts';
import {createTheme, type Theme} from './theme.ts';
import {fitStyled, width, wrap} from './width.ts';

const sectionLines = (theme: Theme): string[][] =>
	helpSections().map(({section, lines}) => [
		theme.bold(theme.accent(section)),
		...lines.map(([keys, help]) => `  ${theme.key(keys)}${' '.repeat(Math.max(1, 17 - width(keys)))}${help}`),
		'',
	]);

/** What help says, from the table of keys, beside each other in two columns where there is room. */
const helpLines = (theme: Theme, columns: 1 | 2, cells: number): string[] => {
	const sections = sectionLines(theme);
	if (columns === 1) return sections.flat().slice(0, -1);
	const total = sections.flat().length;
	const [left, right]: [string[], string[]] = [[], []];
	for (const lines of sections) (left.length + lines.length / 2 <= total / 2 ? left : right).push(...lines);
	const half = (cells - 2) >> 1;
	return Array.from({length: Math.max(left.length, right.length) - 1}, (_, i) => `${fitStyled(left[i] ?? '', half)}  ${right[i] ?? ''}`);
};

/** What there is to say about a field. */
const fieldLines = (theme: Theme, node: DetailNode, cells: number): string[] => [
	...wrap(node.label, cells).map(theme.bold),
	'',
	...node.name === '' ? [] : [`${theme.dim('In a filter')}  ${node.filter ?? node.name}`],
	`${theme.dim('Where')}        ${placeText(node) || (node.generated ? 'not in the packet: worked out from it' : 'no bytes of its own')}`,
	...node.about === undefined ? [] : ['', ...wrap(node.about, cells)],
	...node.reference === undefined ? [] : ['', theme.dim(node.reference)],
];

/** What a dialog of a kind says, and how wide it is. */
export const dialogText = (
	theme: Theme,
	kind: 'help' | 'field',
	node: DetailNode | undefined,
	columns: number,
): {readonly lines: readonly string[]; readonly cells: number} => {
	if (kind === 'field' && node !== undefined) {
		const cells = Math.min(72, columns - 6);
		return {lines: fieldLines(theme, node, cells), cells};
	}

	const side = columns >= 140 ? 2 : 1;
	const cells = Math.min(66 * side, columns - 6);
	return {lines: helpLines(theme, side, cells), cells};
};

/** How many lines of a dialog are seen at once on a screen of so many rows. */
export const dialogPage = (rows: number): number => Math.max(1, rows - 6);

const unpainted = createTheme(-1);

/** How far a dialog can be scrolled. */
export const dialogEnd = (kind: 'help' | 'field', node: DetailNode | undefined, columns: number, rows: number): number =>
	Math.max(0, dialogText(unpainted, kind, node, columns).lines.length - dialogPage(rows));
