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

/** A name that is not declared. */
export class UnknownName extends Wrong {}

/** What went wrong, as plain data. */
export const filterErrorOf = ({message, place: {start, end}, incomplete, suggestion}: Wrong): FilterError => ({
	message,
	start,
	end,
	incomplete,
	...suggestion === undefined ? {} : {suggestion},
});

/** Characters that take two columns of a terminal, and none. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const combining = /\p{M}/u;

const columns = (text: string): number => [...text].reduce((sum, c) => sum + (wide.test(c) ? 2 : combining.test(c) ? 0 : 1), 0);

/** Columns of a filter that are shown at most: of a longer one, what is around the error. */
const widest = 160;
/** Columns that are kept before the error. */
const lead = 60;

/** Text as a terminal may have it, each character as one. */
const shown = (part: string): string => [...part].map(c => (/\s/.test(c) ? ' ' : printable(c) === c ? c : '?')).join('');

/** The filter, and below it a caret at what is wrong. */
export function caretLines(text: string, {start, end}: Place): string {
	let before = shown(text.slice(0, start));
	let line = shown(text);
	const marked = shown(text.slice(start, end));
	if (columns(line) > widest) {
		const dropped = Math.max(0, [...before].length - lead);
		if (dropped > 0) {
			before = `…${[...before].slice(dropped).join('')}`;
			line = `…${[...line].slice(dropped).join('')}`;
		}

		if ([...line].length > widest) line = `${[...line].slice(0, widest).join('')}…`;
	}

	const tildes = Math.max(0, Math.min(columns(marked), columns(line) - columns(before)) - 1);
	return `    ${line}\n    ${' '.repeat(columns(before))}^${'~'.repeat(tildes)}`;
}

/** What is wrong, in a sentence that says the column. `which` says whose filter it is. */
export function filterSentence(text: string, {message, start}: Pick<FilterError, 'message' | 'start'>, which = 'The filter'): string {
	const sentence = `${which}, column ${[...text.slice(0, start)].length + 1}: ${printable(message)}`;
	return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}
