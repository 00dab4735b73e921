import {Wrong} from './error.ts';
import type {Range, Token} from './syntax.ts';

/** Signs, longest first. */
const signs = ['===', '!==', '==', '!=', '~=', '>=', '<=', '&&', '||', '^^', '..', '>', '<', '!', '&', '+', '-', '*', '/', '%', '~', '(', ')', '{', '}', ',', '@'];

/** Words and signs that mean the same as a sign. */
const spellings: ReadonlyMap<string, string> = new Map([
	['eq', '=='],
	['any_eq', '=='],
	['all_eq', '==='],
	['ne', '!='],
	['all_ne', '!='],
	['any_ne', '!=='],
	['~=', '!=='],
	['gt', '>'],
	['lt', '<'],
	['ge', '>='],
	['le', '<='],
	['~', 'matches'],
	['contains', 'contains'],
	['matches', 'matches'],
	['in', 'in'],
	['and', 'and'],
	['&&', 'and'],
	['or', 'or'],
	['||', 'or'],
	['xor', 'xor'],
	['^^', 'xor'],
	['not', 'not'],
	['!', 'not'],
	['bitwise_and', '&'],
	['any', 'any'],
	['all', 'all'],
]);

/** Whether a word is an operator. */
export const isOperator = (word: string): boolean => spellings.has(word);

const hexGroup = '[0-9A-Fa-f]{1,4}';
const hexGroups = `${hexGroup}(?::${hexGroup})*`;
const quad = String.raw`\d+\.\d+\.\d+\.\d+`;
/** What a word may look like; the longest match counts. */
const words: readonly RegExp[] = [
	/[A-Za-z0-9_][\w-]*(?:\.[\w-]+)*/y,
	/[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+/y,
	new RegExp(`(?:${hexGroup}:){7}${hexGroup}(?:/\\d+)?`, 'y'),
	new RegExp(`(?:${hexGroups})?::(?:(?:${hexGroup}:)*${quad}|${hexGroups})?(?:/\\d+)?`, 'y'),
	new RegExp(`(?:${hexGroup}:){6}${quad}(?:/\\d+)?`, 'y'),
	new RegExp(String.raw`${quad}/\d+`, 'y'),
];

const escapes: ReadonlyMap<string, number> = new Map([["'", 0x27], ['"', 0x22], ['\\', 0x5c], ['a', 7], ['b', 8], ['f', 12], ['n', 10], ['r', 13], ['t', 9], ['v', 11]]);
const utf8 = new TextEncoder();

/** Cuts a filter into words and signs. */
export function tokenize(text: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < text.length) {
		if (/\s/.test(text[at]!)) {
			at++;
			continue;
		}

		const token = tokenAt(text, at, tokens.at(-1));
		tokens.push(token);
		at = token.end;
	}

	tokens.push({kind: 'end', text: '', start: text.length, end: text.length});
	return tokens;
}

function tokenAt(text: string, at: number, before: Token | undefined): Token {
	const c = text[at]!;
	if (c === '"') return quoted(text, at, at + 1, false);
	if ((c === 'r' || c === 'R') && text[at + 1] === '"') return quoted(text, at, at + 2, true);
	if (c === "'") return character(text, at);
	if (c === '[') return ranges(text, at, at, 'slice');
	if (c === '#') return layers(text, at);
	if (c === '$') return reference(text, at);
	const word = wordAt(text, at);
	if (word !== '') {
		const meaning = spellings.get(word);
		return {kind: meaning === undefined ? 'word' : 'sign', text: meaning ?? word, start: at, end: at + word.length};
	}

	// `.name` is a name whatever it looks like, `:value` a value.
	if ((c === '.' || c === ':') && (before === undefined || before.end < at || before.kind === 'sign')) {
		const marked = wordAt(text, at + 1);
		if (marked !== '') return {kind: 'word', text: marked, only: c === '.' ? 'name' : 'value', start: at, end: at + 1 + marked.length};
	}

	const sign = signs.find(s => text.startsWith(s, at));
	if (sign !== undefined) return {kind: 'sign', text: spellings.get(sign) ?? sign, start: at, end: at + sign.length};
	const [whole] = text.slice(at);
	const place = {start: at, end: at + whole!.length};
	if (c === '=') throw new Wrong('"=" is not an operator: did you mean "=="?', place, {suggestion: '==', incomplete: at + 1 === text.length});
	if (c === '|') throw new Wrong('"|" is not an operator: did you mean "||"?', place, {suggestion: '||', incomplete: at + 1 === text.length});
	if (c === '^') throw new Wrong('"^" is not an operator: did you mean "^^"?', place, {suggestion: '^^', incomplete: at + 1 === text.length});
	if (whole!.codePointAt(0)! > 0x7e) throw new Wrong(`"${whole}" may only stand inside double quotes`, place);
	throw new Wrong(`"${c}" does not belong here`, place);
}

function wordAt(text: string, at: number): string {
	let longest = '';
	for (const word of words) {
		word.lastIndex = at;
		const match = word.exec(text)?.[0] ?? '';
		if (match.length > longest.length) longest = match;
	}

	return longest;
}

function quoted(text: string, start: number, from: number, raw: boolean): Token {
	const bytes: number[] = [];
	let at = from;
	while (at < text.length) {
		const c = text[at]!;
		if (c === '"') return {kind: 'string', text: text.slice(from, at), bytes: Uint8Array.from(bytes), start, end: at + 1};
		if (c === '\\' && raw) {
			// A quote behind a backslash does not end the string, and both stay.
			const next = text[at + 1] === undefined ? '\\' : `\\${String.fromCodePoint(text.codePointAt(at + 1)!)}`;
			bytes.push(...utf8.encode(next));
			at += next.length;
		} else if (c === '\\') {
			at = escape(text, at, bytes);
		} else {
			const whole = String.fromCodePoint(text.codePointAt(at)!);
			bytes.push(...utf8.encode(whole));
			at += whole.length;
		}
	}

	throw new Wrong('the quote that ends this string is missing', {start, end: text.length}, {incomplete: true});
}

/** Reads an escape sequence at a backslash into `bytes`; returns where it ends. */
function escape(text: string, at: number, bytes: number[]): number {
	const rest = text.slice(at + 1, at + 10);
	const coded = /^(?:[0-7]{1,3}|x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})/.exec(rest)?.[0];
	if (coded !== undefined) {
		const end = at + 1 + coded.length;
		if (coded[0] === 'u' || coded[0] === 'U') {
			const code = Number.parseInt(coded.slice(1), 16);
			// ISO C, section 6.4.3: such a name stands for no character that can be written plainly.
			const fits = code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff) && (code >= 0xa0 || code === 0x24 || code === 0x40 || code === 0x60);
			if (!fits) throw new Wrong(`"\\${coded}" does not name a character that needs it`, {start: at, end});
			bytes.push(...utf8.encode(String.fromCodePoint(code)));
		} else {
			bytes.push((coded[0] === 'x' ? Number.parseInt(coded.slice(1), 16) : Number.parseInt(coded, 8)) & 0xff);
		}

		return end;
	}

	const c = rest[0];
	if (c === undefined) throw new Wrong('the quote that ends this string is missing', {start: at, end: text.length}, {incomplete: true});
	const code = escapes.get(c);
	if (code === undefined)
		throw new Wrong(`"\\${String.fromCodePoint(rest.codePointAt(0)!)}" is not an escape sequence; write r"…" to keep backslashes as they are`, {start: at, end: at + 2});
	bytes.push(code);
	return at + 2;
}

function character(text: string, start: number): Token {
	const bytes: number[] = [];
	let at = start + 1;
	while (at < text.length && text[at] !== "'") {
		if (text[at] === '\\') {
			at = escape(text, at, bytes);
		} else {
			const whole = String.fromCodePoint(text.codePointAt(at)!);
			bytes.push(...utf8.encode(whole));
			at += whole.length;
		}
	}

	if (at >= text.length) throw new Wrong('the quote that ends this character is missing', {start, end: text.length}, {incomplete: true});
	const end = at + 1;
	if (bytes.length === 0) throw new Wrong('there is no character between the quotes', {start, end});
	if (bytes.length > 1) throw new Wrong(`${text.slice(start, end)} is more than one character; strings stand in double quotes`, {start, end});
	return {kind: 'char', text: text.slice(start + 1, at), bytes: Uint8Array.from(bytes), start, end};
}

function reference(text: string, start: number): Token {
	const match = /^\$\{\s*([\w.#-]*)\s*(\})?/.exec(text.slice(start));
	if (match === null) throw new Wrong(`"$" is written before a field in braces: \${ip.src}`, {start, end: start + 1}, {incomplete: start + 1 === text.length});
	const end = start + match[0].length;
	if (match[2] === undefined) throw new Wrong('the "}" that ends this reference is missing', {start, end}, {incomplete: end === text.length});
	return {kind: 'reference', text: match[1]!, start, end};
}

function layers(text: string, start: number): Token {
	if (text[start + 1] === '[') return ranges(text, start, start + 1, 'layers');
	const number = /^\d+/.exec(text.slice(start + 1))?.[0];
	if (number === undefined) {
		throw new Wrong('"#" is followed by the number of a layer, or by several in brackets', {start, end: start + 1}, {incomplete: start + 1 === text.length});
	}

	return {kind: 'layers', text: number, ranges: [{from: Number(number), length: 1}], start, end: start + 1 + number.length};
}

function ranges(text: string, start: number, bracket: number, kind: 'slice' | 'layers'): Token {
	const close = text.indexOf(']', bracket);
	if (close < 0) throw new Wrong('the "]" that ends this is missing', {start, end: text.length}, {incomplete: true});
	const out: Range[] = [];
	let at = bracket + 1;
	for (const part of text.slice(at, close).split(',')) {
		const place = {start: at, end: Math.max(at + 1, at + part.length)};
		out.push(range(part.trim(), place));
		at += part.length + 1;
	}

	return {kind, text: text.slice(bracket + 1, close), ranges: out, start, end: close + 1};
}

const bound = String.raw`[+-]?(?:0[xX][0-9A-Fa-f]+|\d+)`;
const between = new RegExp(String.raw`^(${bound})?\s*:\s*(${bound})?$`);
const through = new RegExp(String.raw`^(${bound})\s*-\s*(${bound})$`);
const single = new RegExp(`^${bound}$`);

function range(text: string, place: {readonly start: number; readonly end: number}): Range {
	if (text === '') throw new Wrong('a range is missing: write [offset:length], [first-last] or [offset]', place);
	if (single.test(text)) return {from: bounded(text, place), length: 1};
	const pair = between.exec(text);
	if (pair !== null) {
		const from = pair[1] === undefined ? 0 : bounded(pair[1], place);
		if (pair[2] === undefined) return {from, length: undefined};
		const length = bounded(pair[2], place);
		if (length <= 0) throw new Wrong(`a length of ${length} is none`, place);
		return {from, length};
	}

	const ends = through.exec(text);
	if (ends !== null) {
		const from = bounded(ends[1]!, place);
		const last = bounded(ends[2]!, place);
		if (from >= 0 === last >= 0 && from > last) throw new Wrong(`the range ${text} ends before it starts`, place);
		return {from, last};
	}

	throw new Wrong(`"${text}" is not a range: write [offset:length], [first-last] or [offset]`, place);
}

function bounded(text: string, place: {readonly start: number; readonly end: number}): number {
	const negative = text.startsWith('-');
	const digits = text.replace(/^[+-]/, '');
	const size = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
	if (size > 0x7fff_ffff) throw new Wrong(`${text} is too large`, place);
	return negative ? -size : size;
}
