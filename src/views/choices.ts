import type {Suggestion} from '../packets.ts';

/** One thing to choose: what is written when it is taken, and what is shown beside it. */
export type Choice = {
	readonly text: string;
	readonly title: string;
	/** What kind of thing it is, at the right. */
	readonly note: string;
	/** What it means, in a sentence. */
	readonly about?: string;
};

/** What a list of choices holds: what could stand at the caret, what was typed before, what was saved. */
export type ChoicesKind = 'suggestions' | 'history' | 'saved' | 'rules';

/** A list above the line that is being typed; what is taken stands for characters `[start, end)` of it. */
export type Choices = {
	readonly kind: ChoicesKind;
	readonly start: number;
	readonly end: number;
	readonly items: readonly Choice[];
	/** The chosen one; -1 while none is. */
	readonly at: number;
};

/** More than anybody looks through. */
const most = 200;

/** A list of choices; `undefined` when there is nothing to choose. */
export const choicesOf = (kind: ChoicesKind, start: number, end: number, items: readonly Choice[], at = -1): Choices | undefined =>
	items.length === 0 ? undefined : {kind, start, end, items: items.slice(0, most), at: Math.min(at, items.length - 1)};

/** What a suggestion looks like in a list. */
export const suggestedChoice = ({kind, text, title, type, about}: Suggestion): Choice => ({
	// Behind an operator something else comes.
	text: kind === 'operator' ? `${text} ` : text,
	title,
	note: kind === 'field' ? type : kind === 'value' || kind === 'operator' ? '' : kind,
	...about === undefined ? {} : {about},
});

/** The entries that have every word of `wanted` in them, the newest first. */
export const historyChoices = (history: readonly string[], wanted: string): Choice[] => {
	const words = wanted.toLowerCase().split(/\s+/);
	return history.toReversed().filter(each => words.every(word => each.toLowerCase().includes(word))).map(text => ({text, title: '', note: ''}));
};

/** The list with another one chosen; beyond its start none is. */
export const chosenBy = (choices: Choices, by: number): Choices => {
	const at = Math.max(-1, Math.min(choices.at + by, choices.items.length - 1));
	return at === choices.at ? choices : {...choices, at};
};
