import {Box} from 'ink';
import {memo} from 'react';
import {boxed} from './box.ts';
import {statusLines} from './layout.ts';
import type {Choices} from './choices.ts';
import type {Prompt} from './prompt.ts';
import {promptCell} from './prompt-rows.ts';
import {Rows} from './rows.tsx';
import type {Theme} from './theme.ts';
import {fitLeft, width} from './width.ts';

type Props = {
	readonly prompt: Prompt;
	readonly choices: Choices;
	/** How many packets there are. */
	readonly total: number;
	readonly columns: number;
	readonly rows: number;
	readonly theme: Theme;
};

/** Lines of a list that are seen at once. */
const mostSeen = 8;

const headings: Readonly<Record<Choices['kind'], string>> = {
	suggestions: 'Tab takes, ↓ chooses',
	history: 'Earlier filters: Enter takes',
	rules: 'Enter takes, Del ends a rule',
	saved: 'Saved filters: Enter takes, Del deletes',
};

/** The lines of a list of choices, boxed; each as wide as the others. */
export const choiceRows = (theme: Theme, {kind, items, at}: Choices, columns: number, rows: number): readonly string[] => {
	const seen = Math.max(1, Math.min(mostSeen, items.length, rows - statusLines - 3));
	const first = Math.max(0, Math.min(at - (seen >> 1), items.length - seen));
	const shown = items.slice(first, first + seen);
	const room = columns - 6;
	const heading = headings[kind];
	const widest = (of: (choice: Choices['items'][number]) => string) => Math.max(0, ...shown.map(choice => width(of(choice))));
	const note = Math.min(20, widest(choice => choice.note));
	const text = Math.min(widest(choice => choice.text), Math.max(12, room - (note === 0 ? 0 : note + 2) - 14));
	const title = Math.max(0, Math.min(widest(choice => choice.title), room - text - (note === 0 ? 0 : note + 2) - 2));
	const cells = Math.min(room, Math.max(width(heading) + 2, text + (title === 0 ? 0 : title + 2) + (note === 0 ? 0 : note + 2)));
	const lines = shown.map((choice, i) => {
		const chosen = first + i === at;
		const parts = [fitLeft(choice.text, text), ...title === 0 ? [] : [fitLeft(choice.title, title)], ...note === 0 ? [] : [fitLeft(choice.note, note)]];
		const line = `${chosen ? theme.glyphs.marker : ' '}${fitLeft(parts.join('  '), cells)} `;
		return chosen ? theme.selected(line) : line;
	});
	return boxed(theme, heading, lines, items.length > seen ? `${first + seen}/${items.length}` : '', cells);
};

/** A list above the line that is being typed, over what it is about. */
export const ChoiceList = memo(({prompt, choices, total, columns, rows, theme}: Props) => {
	const drawn = choiceRows(theme, choices, columns, rows);
	const cells = width(drawn[0] ?? '');
	const left = Math.max(0, Math.min(promptCell(prompt, choices.start, total, columns) - 2, columns - cells));
	return (
		<Box position="absolute" marginLeft={left} marginTop={Math.max(0, rows - statusLines - drawn.length)}>
			<Rows rows={drawn} width={cells} height={drawn.length} />
		</Box>
	);
});
