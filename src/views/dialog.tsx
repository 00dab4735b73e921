import {Box} from 'ink';
import {memo} from 'react';
import type {DetailNode} from '../packets.ts';
import {boxed} from './box.ts';
import {dialogPage, dialogText} from './dialog-text.ts';
import {statusLines} from './layout.ts';
import {Rows} from './rows.tsx';
import type {Dialog as DialogState} from './state.ts';
import type {Theme} from './theme.ts';
import {fitStyled} from './width.ts';

type Props = {
	readonly dialog: DialogState;
	readonly node: DetailNode | undefined;
	readonly columns: number;
	readonly rows: number;
	readonly theme: Theme;
};

/** A box over the panes. */
export const Dialog = memo(({dialog, node, columns, rows, theme}: Props) => {
	const {lines, cells} = dialogText(theme, dialog.kind, node, columns);
	const content = Math.min(lines.length, dialogPage(rows));
	const top = Math.min(dialog.top, lines.length - content);
	const title = dialog.kind === 'help' ? 'inkcap' : 'Field';
	const below = lines.length > content ? `j k scroll, Esc closes  ${top + content}/${lines.length}` : 'Esc closes';
	const body = lines.slice(top, top + content).map(line => ` ${fitStyled(line, cells)} `);
	const drawn = boxed(theme, title, body, below, cells);
	const left = Math.max(0, (columns - cells - 4) >> 1);
	const above = Math.max(0, (rows - statusLines - drawn.length) >> 1);
	return (
		<Box position="absolute" marginLeft={left} marginTop={above}>
			<Rows rows={drawn} width={cells + 4} height={drawn.length} />
		</Box>
	);
});
