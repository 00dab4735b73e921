import type {Field} from '../field.ts';
import type {Registry} from '../registry.ts';
import {functions} from './functions.ts';
import {tokenize} from './lexer.ts';
import {type Name, namesOf} from './names.ts';
import type {Token} from './syntax.ts';
import {operatorsBehind} from './suggest-operators.ts';
import {typeWords} from './value-type.ts';

/** Something that could stand at a place of a filter. */
export type Suggestion = {
	readonly kind: 'protocol' | 'field' | 'fault' | 'function' | 'value' | 'operator';
	/** What to write: a name, `len(`, a value, `==`. */
	readonly text: string;
	readonly title: string;
	/** What its values are, in words; empty where it has none. */
	readonly type: string;
	/** What it means, in a sentence. */
	readonly about?: string;
};

/** What could stand for the characters `[start, end)`, the likeliest first. */
export type Suggestions = {readonly start: number; readonly end: number; readonly suggestions: readonly Suggestion[]};

/** As many as anybody reads. */
const most = 50;

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '===', '!==', '<', '<=', '>', '>=']);

/** What could be written at a place of a filter: names that begin like the word there, names of a field's values behind an operator, operators behind a name. */
export function suggest(text: string, place: number, registry: Registry): Suggestions {
	const before = text.slice(0, place);
	const value = valuesAt(before, registry);
	if (value !== undefined) return value;
	if (/\s$/.test(before)) return {start: place, end: place, suggestions: operatorsBehind(before, registry)};
	const word = /[A-Za-z_][\w.-]*$/.exec(before)?.[0] ?? '';
	const start = place - word.length;
	const end = place + (/^[\w.-]*/.exec(text.slice(place))?.[0].length ?? 0);
	if (word === '' || isQuoted(text.slice(0, start))) return {start, end: place, suggestions: []};
	const calls = functionsLike(word);
	return {start, end, suggestions: [...namesLike(word.toLowerCase(), registry).slice(0, most - calls.length), ...calls]};
}

/** Whether a string is open at the end of the text. */
function isQuoted(text: string): boolean {
	try {
		tokenize(text);
		return false;
	} catch {
		return /"(?:[^"\\]|\\.)*$/.test(text);
	}
}

/** A name with what it is searched by, in small letters. */
type Searched = {readonly name: string; readonly kind: Name['kind']; readonly lower: string; readonly title: string};

const searched = new WeakMap<Registry, readonly Searched[]>();

function searchedOf(registry: Registry): readonly Searched[] {
	let names = searched.get(registry);
	if (names === undefined) {
		names = [...namesOf(registry).titles()].map(([name, {kind, title}]) => ({name, kind, lower: name.toLowerCase(), title: title.toLowerCase()}));
		searched.set(registry, names);
	}

	return names;
}

function namesLike(word: string, registry: Registry): Suggestion[] {
	const ranked: Array<readonly [number, string]> = [];
	for (const one of searchedOf(registry)) {
		const rank = rankOf(one, word);
		if (rank !== undefined) ranked.push([rank, one.name]);
	}

	ranked.sort(([a, x], [b, y]) => a - b || x.length - y.length || (x < y ? -1 : 1));
	return ranked.slice(0, most).map(([, name]) => ofName(namesOf(registry).get(name)!));
}

/** Less is likelier: the whole word, a name that begins with it, one that has it in a part, one whose title has it. */
function rankOf({kind, lower, title}: Searched, word: string): number | undefined {
	if (lower === word) return 0;
	const isFault = kind === 'fault' ? 3 : 0;
	if (lower.startsWith(word)) return (kind === 'protocol' ? 1 : 2) + isFault;
	if (lower.includes(`.${word}`)) return 6 + isFault;
	if (word.length < 3) return undefined;
	return lower.includes(word) || title.includes(word) ? 10 + isFault : undefined;
}

const ofName = ({kind, name, title, type, fields, owners}: Name): Suggestion => {
	const about = fields[0]?.about ?? (kind === 'protocol' ? owners?.[0]?.about : undefined);
	return {kind, text: name, title, type: kind === 'field' ? typeWords(type) : '', ...about === undefined ? {} : {about}};
};

const functionsLike = (word: string): Suggestion[] =>
	[...functions.values()].filter(({name}) => name.startsWith(word)).map(({name, about, what}) => ({
		kind: 'function',
		text: `${name}(`,
		title: `${name}(): ${what}`,
		type: '',
		about,
	}));

/** Names of values, behind `field ==` and in sets. */
function valuesAt(before: string, registry: Registry): Suggestions | undefined {
	const begun = /"([^"\\]*)$|([\w-]*)$/.exec(before);
	const start = before.length - (begun?.[0].length ?? 0);
	const field = comparedField(before.slice(0, start), registry);
	if (field === undefined) return undefined;
	const wanted = (begun?.[1] ?? begun?.[2] ?? '').toLowerCase();
	const suggestions: Suggestion[] = [];
	const said = new Set<string>();
	for (const one of field.valued) {
		for (const [number, name] of namesOfValues(one)) {
			const text = `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
			if (!name.toLowerCase().includes(wanted) || said.has(text)) continue;
			said.add(text);
			suggestions.push({kind: 'value', text, title: `${name} (${number})`, type: ''});
		}
	}

	if (suggestions.length === 0) return undefined;
	const begins = ({title}: Suggestion): number => (title.toLowerCase().startsWith(wanted) ? 0 : 1);
	return {start, end: before.length, suggestions: suggestions.sort((a, b) => begins(a) - begins(b)).slice(0, most)};
}

/** The field that the value at the end of the text is compared with. */
function comparedField(text: string, registry: Registry): Name | undefined {
	let tokens: Token[];
	try {
		tokens = tokenize(text).slice(0, -1);
	} catch {
		return undefined;
	}

	const last = tokens.at(-1);
	const set = tokens.findLastIndex(({kind, text: sign}) => kind === 'sign' && (sign === '{' || sign === '}'));
	const at = set > 0 && tokens[set]!.text === '{' && tokens[set - 1]!.text === 'in' && (last?.text === '{' || last?.text === ',' || last?.text === '..')
		? set - 2
		: last?.kind === 'sign' && comparisons.has(last.text)
		? tokens.length - 2
		: -1;
	const word = at < 0 ? undefined : tokens[tokens[at]!.kind === 'layers' ? at - 1 : at];
	return word?.kind === 'word' ? namesOf(registry).get(word.text) : undefined;
}

/** Numbers that are asked for their names where these are a rule, not a table. */
const asked = 256;

function namesOfValues({values, meaning, kind}: Field): ReadonlyArray<readonly [number, string]> {
	if (kind === 'bool') return [[1, meaning?.[0] ?? 'Set'], [0, meaning?.[1] ?? 'Not set']];
	if (typeof values !== 'function') return values === undefined ? [] : [...values];
	return Array.from({length: asked}, (_, number) => [number, values(number)] as const).filter((pair): pair is readonly [number, string] => pair[1] !== undefined);
}
