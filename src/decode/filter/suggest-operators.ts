import type {Registry} from '../registry.ts';
import {compileFilter} from './compile.ts';
import {tokenize} from './lexer.ts';
import {type Name, namesOf} from './names.ts';
import type {Suggestion} from './suggest.ts';
import type {Token} from './syntax.ts';
import {isSearchable} from './value-type.ts';

const operator = (text: string, title: string): Suggestion => ({kind: 'operator', text, title, type: ''});

const equality = [operator('==', 'is equal to'), operator('!=', 'is not equal to')];
const order = [operator('>', 'is greater than'), operator('<', 'is less than'), operator('>=', 'is at least'), operator('<=', 'is at most')];
const search = [operator('contains', 'has this text or these bytes in it'), operator('matches', 'fits a regular expression')];
const set = [operator('in {', 'is one of a set: in {1, 5..9}')];
const joins = [operator('&&', 'and'), operator('||', 'or')];

/** Signs that ask for a value behind them: what stands there is no field to compare. */
const comparing: ReadonlySet<string> = new Set(['==', '!=', '===', '!==', '<', '<=', '>', '>=', 'contains', 'matches', 'in', '..', '{', ',']);

/** Operators that could follow at the end of a text that ends with a blank: comparisons behind a field, `&&` behind what is a filter already. */
export function operatorsBehind(text: string, registry: Registry): readonly Suggestion[] {
	const name = nameBehind(text, registry);
	const compared = name === undefined ? [] : comparisonsOf(name);
	return compileFilter(text, registry).ok && text.trim() !== '' ? [...compared, ...joins] : compared;
}

function nameBehind(text: string, registry: Registry): Name | undefined {
	let tokens: Token[];
	try {
		tokens = tokenize(text).slice(0, -1);
	} catch {
		return undefined;
	}

	let at = tokens.length - 1;
	while (tokens[at]?.kind === 'slice' || tokens[at]?.kind === 'layers') at--;
	const [before, word] = [tokens[at - 1], tokens[at]];
	if (word?.kind !== 'word' || (before?.kind === 'sign' && comparing.has(before.text))) return undefined;
	return namesOf(registry).get(word.text);
}

function comparisonsOf({type}: Name): readonly Suggestion[] {
	switch (type.family) {
		case 'none':
			return [];
		case 'boolean':
			return equality;
		case 'protocol':
			return search;
		case 'text':
			return [...equality, ...search, ...set];
		case 'unsigned':
		case 'signed':
		case 'float':
		case 'time':
		case 'duration':
			return [...equality, ...order, ...set];
		default:
			return [...equality, ...set, ...isSearchable(type) ? search : []];
	}
}
