import type {Registry} from '../registry.ts';
import type {Filter} from './compile.ts';
import {isIndexed} from './indexed.ts';
import {literalText} from './literal-text.ts';
import type {Name} from './names.ts';
import {noteNames} from './notes.ts';
import {isBelowStreams} from './stack.ts';
import type {Range} from './syntax.ts';
import {namesIn, type Ordering, type Term, type Test, termsOf} from './term.ts';

/** Lines that say which packets a filter selects, and of each part of it where the answer comes from. */
export function explainFilter({test}: Pick<Filter, 'test'>, registry: Registry): readonly string[] {
	if (test === undefined) return ['Every packet.'];
	return ['Packets for which this is true:', ...linesOf(test, registry, '  ')];
}

const joints = {and: 'all of these:', or: 'at least one of these:', xor: 'an odd number of these:'} as const;

function linesOf(test: Test, registry: Registry, indent: string): string[] {
	switch (test.kind) {
		case 'and':
		case 'or':
		case 'xor':
			return [`${indent}${joints[test.kind]}`, ...test.of.flatMap(part => linesOf(part, registry, `${indent}  `))];
		case 'not':
			return [`${indent}not:`, ...linesOf(test.of, registry, `${indent}  `)];
		default:
			return [`${indent}${sentence(test)}`, `${indent}  (${whence(test, registry)})`];
	}
}

const relations: Readonly<Record<Ordering, string>> = {'==': 'is', '!=': 'is not', '<': 'is less than', '<=': 'is at most', '>': 'is greater than', '>=': 'is at least'};

type Leaf = Exclude<Test, {readonly kind: 'and' | 'or' | 'xor' | 'not'}>;

function sentence(test: Leaf): string {
	switch (test.kind) {
		case 'present': {
			const {of} = test;
			if (of.kind !== 'name') return `there is ${words(of)}`;
			return of.name.kind === 'protocol' ? `${words(of)} is in it` : of.name.kind === 'fault' ? `it has the note ${words(of)}` : `it has ${words(of)}`;
		}

		case 'nonzero':
			return `${words(test.of)} is not zero`;
		case 'compare': {
			const {left, right, operator, quantifier} = test;
			if (operator === '!=' && quantifier === 'all') return `${words(left)} is there, and none is ${value(right, left)}`;
			return `${amount(quantifier, left)} ${relations[operator]} ${value(right, left)}`;
		}

		case 'contains':
			return `${amount(test.quantifier, test.left)} contains ${value(test.right, test.left)}`;
		case 'matches':
			return `${amount(test.quantifier, test.left)} matches the regular expression ${JSON.stringify(test.pattern.source)}, in capitals or small letters`;
		case 'in': {
			const set = test.set.map(({from, to}) => (from === to ? value(from, test.left) : `from ${value(from, test.left)} to ${value(to, test.left)}`));
			return `${amount(test.quantifier, test.left)} is ${set.length === 1 ? set[0] : `one of ${set.join(', ')}`}`;
		}
	}
}

const amount = (quantifier: 'any' | 'all', term: Term): string => (isSingle(term) ? words(term) : quantifier === 'all' ? `every ${words(term)}` : `any ${words(term)}`);

const isSingle = (term: Term): boolean => term.kind === 'call' && ['count', 'max', 'min'].includes(term.name);

const value = (term: Term, beside: Term): string => (term.kind === 'literal' ? literalText(term, beside) : amount('any', term));

const operators = {'+': 'plus', '-': 'minus', '*': 'times', '/': 'divided by', '%': 'modulo', '&': 'and (bit by bit)'} as const;
const calls = {
	upper: '… in capitals',
	lower: '… in small letters',
	len: 'the number of bytes of …',
	count: 'how often there is …',
	string: '… as text',
	max: 'the greatest of …',
	min: 'the least of …',
	abs: '… without its sign',
} as const;

function words(term: Term): string {
	switch (term.kind) {
		case 'literal':
			return literalText(term, term);
		case 'name': {
			const {name, layers, raw} = term;
			const text = `${raw ? 'bytes of ' : ''}${name.name}${name.title === '' ? '' : ` (${name.title})`}`;
			return layers === undefined ? text : `${text} in layer ${rangesText(layers)}`;
		}

		case 'reference':
			return `\${${term.name.name}} (of a packet that is selected elsewhere: never there)`;
		case 'slice':
			return `byte ${rangesText(term.ranges)} of ${words(term.of)}`;
		case 'negate':
			return `minus ${words(term.of)}`;
		case 'arithmetic':
			return `${words(term.left)} ${operators[term.operator]} ${value(term.right, term.left)}`;
		case 'call':
			return calls[term.name].replace('…', () => term.of.map(words).join(' and '));
	}
}

const rangesText = (ranges: readonly Range[]): string =>
	ranges.map(range => {
		const {from} = range;
		if ('last' in range) return `${from} to ${range.last}`;
		if (range.length === undefined) return `${from} to the last`;
		return range.length === 1 ? String(from) : from < 0 ? `${from} (${range.length} from there)` : `${from} to ${from + range.length - 1}`;
	}).join(', ');

/** Where the answer to a test comes from. */
function whence(test: Leaf, registry: Registry): string {
	if (isIndexed(test)) return 'from the columns of the index alone';
	const names = new Set<Name>();
	for (const term of termsOf(test)) namesIn(term, name => names.add(name));
	if (names.size === 0) return 'the same for every packet';
	if ([...names].some(({name}) => noteNames.has(name))) return 'every packet is decoded whole';
	const owners = [...new Set([...names].flatMap(name => name.owners ?? []))];
	const titles = listed(owners.map(({name}) => name));
	const inStreams = owners.some(owner => !isBelowStreams(owner, registry));
	if (test.kind === 'present' && test.of.kind === 'name' && test.of.name.kind === 'protocol' && test.of.layers === undefined)
		return inStreams ? 'from the columns; only packets that end a message of a stream are looked at' : 'from the columns of the index alone';
	const isPlain = termsOf(test).every(standsInHeader);
	return `the columns leave packets that may have ${titles}; of these ${isPlain ? 'the header is read where the field stands' : `${titles} is decoded`}`;
}

/** Whether the values of a term are read where they stand in a header, without the rest of it. */
function standsInHeader(term: Term): boolean {
	switch (term.kind) {
		case 'name':
			return term.layers === undefined && !term.raw && term.name.fixed !== undefined;
		case 'slice':
		case 'negate':
			return standsInHeader(term.of);
		case 'arithmetic':
			return standsInHeader(term.left) && standsInHeader(term.right);
		case 'call':
			return term.of.every(standsInHeader);
		default:
			return true;
	}
}

const listed = (names: readonly string[]): string => (names.length > 4 ? `one of ${names.length} protocols` : names.join(', ').replace(/, ([^,]*)$/, ' or $1'));
