import {Box} from 'ink';
import {memo} from 'react';
import {boxed} from './box.ts';
import {keysFor} from './keys.ts';
import {statusLines} from './layout.ts';
import type {PrepareMenu} from './prepare.ts';
import {Rows} from './rows.tsx';
import type {Theme} from './theme.ts';
import {fitLeft, fitStyled, width} from './width.ts';

type Props = {readonly menu: PrepareMenu; readonly filtered: boolean; readonly columns: number; readonly rows: number; readonly theme: Theme};

/** The cells of the column that says what a filter is of. */
const titleCells = 16;

/** The lines of the menu: what a filter can be made of, and the keys that make it. */
export const prepareRows = (theme: Theme, {subjects, at}: PrepareMenu, filtered: boolean, columns: number, rows: number): string[] => {
	const cells = Math.min(76, columns - 4);
	const keys = keysFor('menu').filter(({command}) => command.startsWith('prepare-') && (filtered || !/-(?:and|or)/.test(command)));
	const hints = keys.map(({key, help}) => ` ${theme.key(key)} ${help}`).reduce<string[]>((lines, hint) => {
		const last = lines.at(-1);
		if (last !== undefined && width(last) + width(hint) + 1 <= cells) lines.splice(-1, 1, `${last} ${hint}`);
		else lines.push(hint);
		return lines;
	}, []);
	const seen = Math.max(1, Math.min(subjects.length, rows - statusLines - hints.length - 4));
	const first = Math.max(0, Math.min(at - (seen >> 1), subjects.length - seen));
	const lines = subjects.slice(first, first + seen).map(({title, filter}, i) => {
		const chosen = first + i === at;
		const line = `${chosen ? theme.glyphs.marker : ' '}${fitLeft(title, titleCells)}  ${fitLeft(filter, cells - titleCells - 1)}`;
		return chosen ? theme.selected(line) : line;
	});
	return boxed(theme, 'Make a filter', [...lines, fitStyled('', cells + 2), ...hints.map(line => fitStyled(line, cells + 2))], 'Esc closes', cells);
};

/** A menu over the panes of what a filter can be made of. */
export const PrepareDialog = memo(({menu, filtered, columns, rows, theme}: Props) => {
	const drawn = prepareRows(theme, menu, filtered, columns, rows);
	const cells = width(drawn[0] ?? '');
	return (
		<Box position="absolute" marginLeft={Math.max(0, (columns - cells) >> 1)} marginTop={Math.max(0, (rows - statusLines - drawn.length) >> 1)}>
			<Rows rows={drawn} width={cells} height={drawn.length} />
		</Box>
	);
});
