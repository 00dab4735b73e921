import type {Value} from '../field.ts';
import type {Name} from './names.ts';
import type {ArithmeticOperator, Quantifier, Range} from './syntax.ts';
import type {ValueType} from './value-type.ts';

/** The functions of the language. */
export type FunctionName = 'upper' | 'lower' | 'len' | 'count' | 'string' | 'max' | 'min' | 'abs';

/** What gives values of one type, checked: ready to be evaluated. */
export type Term =
	& {readonly type: ValueType}
	& (
		| {readonly kind: 'name'; readonly name: Name; readonly layers: readonly Range[] | undefined; readonly raw: boolean}
		| {readonly kind: 'literal'; readonly value: Value; readonly prefix: number | undefined}
		/** A value of the packet that is selected elsewhere: there is none here. */
		| {readonly kind: 'reference'; readonly name: Name}
		| {readonly kind: 'slice'; readonly of: Term; readonly ranges: readonly Range[]}
		| {readonly kind: 'negate'; readonly of: Term}
		| {readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: Term; readonly right: Term}
		| {readonly kind: 'call'; readonly name: FunctionName; readonly of: readonly Term[]}
	);

export type Ordering = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A filter as a tree of checked tests: kept, so that columns can answer parts of it. */
export type Test =
	| {readonly kind: 'and' | 'or' | 'xor'; readonly of: readonly Test[]}
	| {readonly kind: 'not'; readonly of: Test}
	/** The name is there at all. */
	| {readonly kind: 'present'; readonly of: Term}
	/** Some value is not zero. */
	| {readonly kind: 'nonzero'; readonly of: Term}
	| {readonly kind: 'compare'; readonly operator: Ordering; readonly quantifier: Quantifier; readonly left: Term; readonly right: Term}
	| {readonly kind: 'contains'; readonly quantifier: Quantifier; readonly left: Term; readonly right: Term}
	| {readonly kind: 'matches'; readonly quantifier: Quantifier; readonly left: Term; readonly pattern: Pattern}
	| {readonly kind: 'in'; readonly quantifier: Quantifier; readonly left: Term; readonly set: ReadonlyArray<{readonly from: Term; readonly to: Term}>};

/** A regular expression: whether it is somewhere in text or bytes. */
export type Pattern = {readonly source: string; readonly test: (value: Value) => boolean};

/** Calls `each` for every name that the term reads. */
export function namesIn(term: Term, each: (name: Name) => void): void {
	switch (term.kind) {
		case 'name':
			return each(term.name);
		case 'slice':
		case 'negate':
			return namesIn(term.of, each);
		case 'arithmetic':
			namesIn(term.left, each);
			return namesIn(term.right, each);
		case 'call':
			for (const of of term.of) namesIn(of, each);
			return;
		default:
	}
}

/** The terms that a test looks at itself. */
export function termsOf(test: Test): readonly Term[] {
	switch (test.kind) {
		case 'present':
		case 'nonzero':
			return [test.of];
		case 'compare':
		case 'contains':
			return [test.left, test.right];
		case 'matches':
			return [test.left];
		case 'in':
			return [test.left, ...test.set.flatMap(({from, to}) => [from, to])];
		default:
			return [];
	}
}

/** Calls `each` for every name that the test reads, in itself and in its parts. */
export function namesInTest(test: Test, each: (name: Name) => void): void {
	if (test.kind === 'and' || test.kind === 'or' || test.kind === 'xor') { for (const part of test.of) namesInTest(part, each); }
	else if (test.kind === 'not') namesInTest(test.of, each);
	else for (const term of termsOf(test)) namesIn(term, each);
}
