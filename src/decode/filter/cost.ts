import {indexed} from './indexed.ts';
import type {Term, Test} from './term.ts';

/** What is quickly said first: it may decide. */
export const cheapFirst = (tests: readonly Test[]): readonly Test[] => [...tests].sort((a, b) => cost(a) - cost(b));

function cost(test: Test): number {
	switch (test.kind) {
		case 'and':
		case 'or':
		case 'xor':
			return test.of.reduce((sum, part) => sum + cost(part), 0);
		case 'not':
			return cost(test.of);
		case 'present':
		case 'nonzero':
			return termCost(test.of);
		case 'matches':
			return termCost(test.left) * 4;
		case 'in':
			return test.set.reduce((sum, {from}) => sum + termCost(from), termCost(test.left));
		default:
			return termCost(test.left) + termCost(test.right);
	}
}

function termCost(term: Term): number {
	switch (term.kind) {
		case 'literal':
		case 'reference':
			return 0;
		case 'name':
			return term.name.kind === 'protocol' ? 1 : term.layers === undefined && !term.raw && (indexed.has(term.name.name) || term.name.fixed !== undefined) ? 2 : 20;
		case 'slice':
		case 'negate':
			return termCost(term.of) + 1;
		case 'arithmetic':
			return termCost(term.left) + termCost(term.right) + 1;
		case 'call':
			return term.of.reduce((sum, of) => sum + termCost(of), 1);
	}
}
