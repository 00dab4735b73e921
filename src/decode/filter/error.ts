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

/** The error as lines for a terminal: the sentence, the filter, and a caret below what is wrong. */
export function formatFilterError(text: string, error: Pick<FilterError, 'message' | 'start' | 'end'>): string {
	// One column for one character, whatever it is: the caret stands below its own.
	const line = (part: string): string => [...part].map(c => (printable(c).length === c.length ? c : '?')).join('').replaceAll(/\s/g, ' ');
	const before = line(text.slice(0, error.start));
	const marked = Math.max(1, [...line(text.slice(error.start, error.end))].length);
	return `Filter, column ${[...before].length + 1}: ${error.message}\n    ${line(text)}\n    ${' '.repeat([...before].length)}^${'~'.repeat(marked - 1)}`;
}
