import type {Value} from '../field.ts';
import {printValue} from '../print.ts';
import type {Name} from './names.ts';
import type {Quantifier, Range} from './syntax.ts';
import {cheapFirst} from './cost.ts';
import type {Ordering, Term, Test} from './term.ts';
import {absolute, bytesOf, calculate, cut, includesBytes, isZero, masked, masked4, negated, order, orderBytes} from './values.ts';

/** Puts a term's values into a list. */
type Read = (into: Value[]) => void;
type Relation = (a: Value, b: Value) => boolean | undefined;

/** Where the values of names come from. */
export type ValueSource = {
	/** Puts the values of a name, in order of the tree, into `into`. */
	read(name: Name, layers: readonly Range[] | undefined, raw: boolean, into: Value[]): void;
	/** How many bytes the layers of a protocol have of their own. */
	lengths(name: Name, layers: readonly Range[] | undefined, into: Value[]): void;
	/** Whether a protocol is there. */
	has(name: Name): boolean;
};

/** The test as a closure over what `sources` is aimed at. */
export function evaluator(test: Test, sources: ValueSource): () => boolean {
	switch (test.kind) {
		case 'and': {
			const parts = cheapFirst(test.of).map(part => evaluator(part, sources));
			return () => parts.every(part => part());
		}

		case 'or': {
			const parts = cheapFirst(test.of).map(part => evaluator(part, sources));
			return () => parts.some(part => part());
		}

		case 'xor': {
			const parts = test.of.map(part => evaluator(part, sources));
			return () => parts.reduce((odd, part) => part() !== odd, false);
		}

		case 'not': {
			const of = evaluator(test.of, sources);
			return () => !of();
		}

		case 'present': {
			const {of} = test;
			if (of.kind === 'name' && of.name.kind === 'protocol' && of.layers === undefined) return () => sources.has(of.name);
			const values = lister(of, sources);
			return () => values().length > 0;
		}

		case 'nonzero':
		case 'matches': {
			const {term, quantifier, passes} = valueTest(test)!;
			const values = lister(term, sources);
			return () => asked(quantifier, values(), passes);
		}

		case 'compare':
		case 'contains': {
			const simple = valueTest(test);
			const lefts = lister(test.left, sources);
			if (simple !== undefined) return () => asked(simple.quantifier, lefts(), simple.passes);
			const rights = lister(test.right, sources);
			const relate = relationOf(test);
			return () => {
				const a = lefts();
				if (a.length === 0) return false;
				const b = rights();
				return b.length > 0 && asked(test.quantifier, a, one => asked(test.quantifier, b, other => relate(one, other)));
			};
		}

		case 'in': {
			const values = lister(test.left, sources);
			const set = test.set.map(({from, to}) => {
				const froms = lister(from, sources);
				if (from === to) {
					const same = relation('==', test.left, from);
					return (value: Value): boolean => froms().some(one => same(value, one) === true);
				}

				const tos = lister(to, sources);
				const above = relation('>=', test.left, from);
				const below = relation('<=', test.left, to);
				return (value: Value): boolean => froms().some(one => above(value, one) === true) && tos().some(one => below(value, one) === true);
			});
			return () => asked(test.quantifier, values(), value => set.some(one => one(value)));
		}
	}
}

const asked = (quantifier: Quantifier, values: readonly Value[], test: (value: Value) => boolean): boolean =>
	quantifier === 'any' ? values.some(test) : values.length > 0 && values.every(test);

/** A test that asks each value of one term by itself. */
export type ValueTest = {readonly term: Term; readonly quantifier: Quantifier; readonly passes: (value: Value) => boolean};

/** The test as one of single values; undefined where it is none. */
export function valueTest(test: Test): ValueTest | undefined {
	switch (test.kind) {
		case 'nonzero':
			return {term: test.of, quantifier: 'any', passes: value => !isZero(value)};
		case 'matches': {
			const {left, quantifier, pattern} = test;
			return {term: left, quantifier, passes: value => pattern.test(value)};
		}

		case 'compare':
		case 'contains': {
			const {left, right, quantifier} = test;
			if (right.kind !== 'literal') return undefined;
			const {value: literal} = right;
			const relate = relationOf(test);
			return {term: left, quantifier, passes: value => relate(value, literal)};
		}

		case 'in': {
			const {left, set, quantifier} = test;
			const parts: Array<(value: Value) => boolean> = [];
			for (const {from, to} of set) {
				if (from.kind !== 'literal' || to.kind !== 'literal') return undefined;
				const [least, most] = [from.value, to.value];
				const same = relation('==', left, from);
				const above = relation('>=', left, from);
				const below = relation('<=', left, to);
				parts.push(from === to ? value => same(value, least) === true : value => above(value, least) === true && below(value, most) === true);
			}

			return {term: left, quantifier, passes: value => parts.some(part => part(value))};
		}

		default:
			return undefined;
	}
}

/** Whether two values are as the test wants them; those that cannot be compared are not equal, and nothing else. */
function relationOf(test: Test & {readonly kind: 'compare' | 'contains'}): (a: Value, b: Value) => boolean {
	if (test.kind === 'contains') return containing(test.left, test.right);
	const relate = relation(test.operator, test.left, test.right);
	const unknown = test.operator === '!=' && test.quantifier === 'all';
	return (a, b) => relate(a, b) ?? unknown;
}

const verdicts: Readonly<Record<Ordering, (order: number) => boolean>> = {
	'==': n => n === 0,
	'!=': n => n !== 0,
	'<': n => n < 0,
	'<=': n => n <= 0,
	'>': n => n > 0,
	'>=': n => n >= 0,
};

function relation(operator: Ordering, left: Term, right: Term): Relation {
	const verdict = verdicts[operator];
	const compared = comparison(left, right);
	return (a, b) => {
		const n = compared(a, b);
		return n === undefined ? undefined : verdict(n);
	};
}

const numbers: ReadonlySet<string> = new Set(['unsigned', 'signed', 'boolean', 'float']);

function comparison(left: Term, right: Term): (a: Value, b: Value) => number | undefined {
	const {family} = left.type;
	if (family === right.type.family && right.kind === 'literal' && right.prefix !== undefined) {
		const {prefix} = right;
		if (family === 'ipv4' && prefix < 32) return (a, b) => order(masked4(a as number, prefix), masked4(b as number, prefix), family);
		if (family === 'ipv6' && prefix < 128) return (a, b) => orderBytes(masked(a as Uint8Array, prefix), masked(b as Uint8Array, prefix));
	}

	if (family === right.type.family || (numbers.has(family) && numbers.has(right.type.family))) return (a, b) => order(a, b, family);
	return (a, b) => (a === undefined || b === undefined ? undefined : orderBytes(bytesOf(a, left.type), bytesOf(b, right.type)));
}

function containing(left: Term, right: Term): (a: Value, b: Value) => boolean {
	if (left.type.family === 'text' && right.type.family === 'text') return (a, b) => typeof a === 'string' && typeof b === 'string' && b !== '' && a.includes(b);
	return (a, b) => includesBytes(bytesOf(a, left.type), bytesOf(b, right.type));
}

/** Reads a term's values into a list of its own, which the next call uses again. */
function lister(term: Term, sources: ValueSource): () => readonly Value[] {
	if (term.kind === 'literal') {
		const only = [term.value];
		return () => only;
	}

	const values: Value[] = [];
	const read = reader(term, sources);
	return () => {
		values.length = 0;
		read(values);
		return values;
	};
}

function reader(term: Term, sources: ValueSource): Read {
	switch (term.kind) {
		case 'literal':
			return into => void into.push(term.value);
		case 'reference':
			return () => {};
		case 'name': {
			const {name, layers, raw} = term;
			return into => sources.read(name, layers, raw, into);
		}

		case 'slice': {
			const values = lister(term.of, sources);
			const {ranges, of: {type}} = term;
			return into => {
				for (const value of values()) {
					const part = cut(bytesOf(value, type), ranges);
					if (part !== undefined) into.push(part);
				}
			};
		}

		case 'negate':
			return mapped(term.of, negated, sources);
		case 'arithmetic': {
			const lefts = lister(term.left, sources);
			const rights = lister(term.right, sources);
			const bytes = term.left.kind === 'slice' || term.right.kind === 'slice';
			const [leftType, rightType] = [term.left.type, term.right.type];
			const {operator, type} = term;
			return into => {
				const b = rights();
				for (const a of lefts())
					for (const other of b) into.push(bytes ? calculate(operator, bytesOf(a, leftType), bytesOf(other, rightType), type) : calculate(operator, a, other, type));
			};
		}

		case 'call':
			return called(term, sources);
	}
}

function mapped(term: Term, change: (value: Value) => Value, sources: ValueSource): Read {
	const values = lister(term, sources);
	return into => {
		for (const value of values()) into.push(change(value));
	};
}

function called({name, of}: Term & {readonly kind: 'call'}, sources: ValueSource): Read {
	const first = of[0]!;
	switch (name) {
		case 'upper':
			return mapped(first, value => (value as string).replaceAll(/[a-z]+/g, letters => letters.toUpperCase()), sources);
		case 'lower':
			return mapped(first, value => (value as string).replaceAll(/[A-Z]+/g, letters => letters.toLowerCase()), sources);
		case 'len': {
			if (first.kind === 'name' && first.name.kind === 'protocol') return into => sources.lengths(first.name, first.layers, into);
			return mapped(first, value => bytesOf(value, first.type).length, sources);
		}

		case 'abs':
			return mapped(first, absolute, sources);
		case 'string':
			return mapped(first, value => textOf(value, first), sources);
		case 'count': {
			const values = lister(first, sources);
			return into => {
				const {length} = values();
				if (length > 0) into.push(length);
			};
		}

		case 'max':
		case 'min': {
			const lists = of.map(term => lister(term, sources));
			const {family} = first.type;
			const isBetter = name === 'max' ? (n: number): boolean => n > 0 : (n: number): boolean => n < 0;
			return into => {
				let best: Value;
				for (const list of lists) {
					for (const value of list()) if (best === undefined || isBetter(order(value, best, family) ?? 0)) best = value;
				}

				if (best !== undefined) into.push(best);
			};
		}
	}
}

function textOf(value: Value, term: Term): string {
	if (typeof value === 'number' && term.type.family !== 'ipv4' || typeof value === 'bigint') return String(value);
	const field = term.kind === 'name' ? term.name.fields[0] : undefined;
	const whole = typeof value === 'number' ? bytesOf(value, term.type) : value;
	return field === undefined ? String(whole) : printValue(field, whole);
}
