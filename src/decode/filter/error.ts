import {printable} from '../printable.ts';

/** What is wrong with a filter, in a sentence, and with which characters of its text: `[start, end)`. */
export type FilterError = {
	readonly message: string;
	readonly start: number;
	readonly end: number;
	/** The text could become a filter by writing on. */
	readonly incomplete: boolean;
	/** What to write instead of the characters. */
	readonly suggestion?: string;
};

export type Place = {readonly start: number; readonly end: number};

/** Ends the compilation of a filter. Never leaves `compileFilter`. */
export class Wrong extends Error {
	readonly place: Place;
	readonly incomplete: boolean;
	readonly suggestion: string | undefined;

	constructor(message: string, place: Place, {incomplete = false, suggestion}: {readonly incomplete?: boolean; readonly suggestion?: string | undefined} = {}) {
		super(message);
		this.place = place;
		this.incomplete = incomplete;
		this.suggestion = suggestion;
	}
}

/** Characters that take two columns of a terminal, and none. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const combining = /\p{M}/u;

const columns = (text: string): number => [...text].reduce((sum, c) => sum + (wide.test(c) ? 2 : combining.test(c) ? 0 : 1), 0);

/** The error as lines for a terminal: the sentence, the filter, and a caret below what is wrong. */
export function formatFilterError(text: string, error: Pick<FilterError, 'message' | 'start' | 'end'>): string {
	const line = (part: string): string => [...part].map(c => (/\s/.test(c) ? ' ' : printable(c) === c ? c : '?')).join('');
	const before = line(text.slice(0, error.start));
	const marked = Math.max(1, columns(line(text.slice(error.start, error.end))));
	return `Filter, column ${[...before].length + 1}: ${printable(error.message)}\n    ${line(text)}\n    ${' '.repeat(columns(before))}^${'~'.repeat(marked - 1)}`;
}
