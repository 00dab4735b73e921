import {parse} from './parser.ts';

/** How a filter joins the one that is there. */
export type Joining = 'replace' | 'not' | 'and' | 'or' | 'and-not' | 'or-not';

/** In parentheses where something else written beside it could take a part of it. */
const whole = (text: string, beside: 'and' | 'or'): string => {
	const kind = parse(text)?.kind;
	return kind !== beside && (kind === 'and' || kind === 'or' || kind === 'xor') ? `(${text})` : text;
};

/** Joins `added`, which is a filter, to `current`, which is one or empty. */
export function combineFilters(current: string, joining: Joining, added: string): string {
	const negated = joining === 'not' || joining === 'and-not' || joining === 'or-not';
	const part = negated ? `!(${added})` : added;
	if (current.trim() === '' || joining === 'replace' || joining === 'not') return part;
	const beside = joining === 'and' || joining === 'and-not' ? 'and' : 'or';
	return `${whole(current, beside)} ${beside === 'and' ? '&&' : '||'} ${negated ? part : whole(added, beside)}`;
}
