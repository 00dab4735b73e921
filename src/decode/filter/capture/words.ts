import {type Place, Wrong} from '../error.ts';

/** A word, number or sign of a capture filter. `text` is without the backslash that keeps a word from being a keyword. */
export type Word = Place & {readonly kind: 'word' | 'sign' | 'end'; readonly text: string; readonly isQuoted: boolean};

/** Words and signs that a capture filter may have: what is made of it takes the square of that. */
const maxWords = 2000;

const signs = ['&&', '||', '>=', '<=', '==', '!=', '<<', '>>', '!', '(', ')', '[', ']', ':', '&', '|', '^', '+', '-', '*', '/', '%', '>', '<', '='];
/** Outside of brackets a colon is part of an address. */
const outside = /\\?[A-Za-z0-9_.:][\w.:/-]*/y;
const inside = /\\?(?:0[xX][0-9A-Fa-f]+|\d+|[A-Za-z_][\w]*(?:-[A-Za-z][\w]*)*)/y;

/** Cuts a capture filter into words and signs. */
export function captureWords(text: string): Word[] {
	const out: Word[] = [];
	let depth = 0;
	for (let at = 0; at < text.length;) {
		if (out.length >= maxWords) throw new Wrong(`a capture filter has ${maxWords} words at most`, {start: at, end: at + 1});
		if (/\s/.test(text[at]!)) {
			at++;
			continue;
		}

		const pattern = depth > 0 ? inside : outside;
		pattern.lastIndex = at;
		const word = pattern.exec(text)?.[0];
		if (word !== undefined && word !== ':') {
			const isQuoted = word.startsWith('\\');
			out.push({kind: 'word', text: isQuoted ? word.slice(1) : word, isQuoted, start: at, end: at + word.length});
			at += word.length;
			continue;
		}

		const sign = signs.find(one => text.startsWith(one, at));
		if (sign === undefined) throw new Wrong(`"${String.fromCodePoint(text.codePointAt(at)!)}" does not belong into a capture filter`, {start: at, end: at + 1});
		if (sign === '[') depth++;
		if (sign === ']') depth--;
		out.push({kind: 'sign', text: sign, isQuoted: false, start: at, end: at + sign.length});
		at += sign.length;
	}

	out.push({kind: 'end', text: '', isQuoted: false, start: text.length, end: text.length});
	return out;
}
