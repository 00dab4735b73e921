import type {Pass} from '../pass.ts';
import type {Registry} from '../registry.ts';
import {evaluator} from './evaluate.ts';
import {IndexSource, isIndexed} from './indexed.ts';
import {StackQuestion} from './stack.ts';
import {namesIn, type Term, type Test, termsOf} from './term.ts';

/** What the index says of a row and a test. */
export type Verdict = 'yes' | 'no' | 'maybe';

/** Asks one row. */
type Ask = (pass: Pass, row: number) => Verdict;

const not: Readonly<Record<Verdict, Verdict>> = {yes: 'no', no: 'yes', maybe: 'maybe'};

/** Answers what it can of a filter from the columns of the index, without a look at the frame. */
export class Columns {
	readonly decide: Ask;

	constructor(test: Test, registry: Registry) {
		this.decide = ask(test, registry);
	}
}

function ask(test: Test, registry: Registry): Ask {
	if (isIndexed(test)) return answered(test);
	switch (test.kind) {
		case 'and':
			return joined(test.of.map(part => ask(part, registry)), 'no', 'yes');
		case 'or':
			return joined(test.of.map(part => ask(part, registry)), 'yes', 'no');
		case 'xor': {
			const parts = test.of.map(part => ask(part, registry));
			return (pass, row) => {
				let odd: Verdict = 'no';
				for (const part of parts) {
					const verdict = part(pass, row);
					if (verdict === 'maybe') return 'maybe';
					if (verdict === 'yes') odd = not[odd];
				}

				return odd;
			};
		}

		case 'not': {
			const of = ask(test.of, registry);
			return (pass, row) => not[of(pass, row)];
		}

		case 'present': {
			const {of} = test;
			if (of.kind !== 'name') return needing(test, registry);
			const isAll = of.name.kind === 'protocol' && of.layers === undefined;
			const owners = of.name.owners?.map(({id}) => id);
			return owners === undefined ? () => 'maybe' : inStack(owners, isAll, registry);
		}

		default:
			return needing(test, registry);
	}
}

/** A test that the index answers itself. */
function answered(test: Test): Ask {
	const source = new IndexSource();
	const evaluate = evaluator(test, source);
	return (pass, row) => {
		source.aim(pass, row);
		const passes = evaluate();
		return source.isUnsure ? 'maybe' : passes ? 'yes' : 'no';
	};
}

/** `decisive` is what one part makes of all, `otherwise` what it is when no part does. */
function joined(parts: readonly Ask[], decisive: Verdict, otherwise: Verdict): Ask {
	return (pass, row) => {
		let all = otherwise;
		for (const part of parts) {
			const verdict = part(pass, row);
			if (verdict === decisive) return decisive;
			if (verdict === 'maybe') all = 'maybe';
		}

		return all;
	};
}

/** A test that is false where a term has no value: in rows that have none of the protocols that could give one. */
function needing(test: Test, registry: Registry): Ask {
	const asks: Ask[] = [];
	for (const term of needed(test)) {
		const owners = ownersOf(term);
		if (owners !== undefined) asks.push(inStack(owners, false, registry));
	}

	if (asks.length === 0) return () => 'maybe';
	const all = joined(asks, 'no', 'maybe');
	return (pass, row) => all(pass, row);
}

/** The terms that must have a value for the test to be true. */
const needed = (test: Test): readonly Term[] => (test.kind === 'in' ? [test.left] : termsOf(test));

/** Protocols of which one must be there for the term to have a value; undefined where it may have one anyway. */
function ownersOf(term: Term): readonly number[] | undefined {
	if (term.kind === 'literal' || term.kind === 'reference') return undefined;
	if (term.kind === 'arithmetic') return ownersOf(term.left) ?? ownersOf(term.right);
	const parts = term.kind === 'call' ? term.of : [term];
	if (parts.some(part => part.kind === 'literal')) return undefined;
	const ids = new Set<number>();
	let isAnywhere = false;
	for (const part of parts) {
		namesIn(part, ({owners}) => {
			if (owners === undefined) isAnywhere = true;
			for (const {id} of owners ?? []) ids.add(id);
		});
	}

	return isAnywhere || ids.size === 0 ? undefined : [...ids];
}

/** `no` for rows that surely have none of the protocols, `yes` (where `isAll`) for those that have one. */
function inStack(owners: readonly number[], isAll: boolean, registry: Registry): Ask {
	const question = new StackQuestion(owners, isAll ? 'yes' : 'maybe', registry);
	return (pass, row) => question.ask(pass, row);
}
