import {blockSize} from '../packet-index.ts';
import type {Pass} from '../pass.ts';
import type {Registry} from '../registry.ts';
import {analysedQuestion} from './analysed.ts';
import {cheapFirst} from './cost.ts';
import {endpointQuestion} from './endpoints.ts';
import {evaluator} from './evaluate.ts';
import {headerTest} from './headers.ts';
import {IndexSource, isIndexed} from './indexed.ts';
import {numberScan} from './numbers.ts';
import {always, answer, maybe, no, type Question, type Walked, yes} from './question.ts';
import {StackQuestion} from './stack.ts';
import {type Term, type Test, termsOf} from './term.ts';

/** What the index says of a row and a test. */
export type Verdict = 'yes' | 'no' | 'maybe';

const verdicts: readonly Verdict[] = ['no', 'maybe', 'yes'];

/** Answers what it can of a filter from the columns of the index, and from headers, without reading a layer. */
export class Columns {
	readonly #question: Question;

	constructor(test: Test, registry: Registry) {
		this.#question = question(test, registry);
	}

	/** With what headers say where somebody has the row's layers. */
	decide(pass: Pass, row: number, from?: Walked): Verdict {
		return verdicts[this.#question.ask(pass, row, from)]!;
	}

	/** What is known of rows `[from, to)` of one block: `no`, `maybe` and `yes` of `question.ts`, written into `into` from its start. */
	scan(pass: Pass, from: number, to: number, into: Uint8Array): void {
		answer(this.#question, pass, from, to, into);
	}
}

function question(test: Test, registry: Registry): Question {
	const known = endpointQuestion(test, registry);
	if (known !== undefined) return withHeaders(test, known, registry);
	if (isIndexed(test)) return answered(test);
	switch (test.kind) {
		case 'and':
		case 'or':
			return joined(cheapFirst(test.of).map(part => question(part, registry)), test.kind);
		case 'xor': {
			const parts = test.of.map(part => question(part, registry));
			return {
				ask(pass, row, from) {
					let odd = no;
					for (const part of parts) {
						const found = part.ask(pass, row, from);
						if (found === maybe) return maybe;
						if (found === yes) odd = yes - odd;
					}

					return odd;
				},
			};
		}

		case 'not': {
			const of = question(test.of, registry);
			return {
				ask: (pass, row, from) => yes - of.ask(pass, row, from),
				fill(pass, from, to, into) {
					answer(of, pass, from, to, into);
					for (let i = 0; i < to - from; i++) into[i] = yes - into[i]!;
				},
			};
		}

		case 'present': {
			const {of} = test;
			if (of.kind !== 'name') return needing(test, registry);
			const owners = of.name.owners?.map(({id}) => id);
			if (owners === undefined) return always(maybe);
			const isAll = of.name.kind === 'protocol' && of.layers === undefined;
			if (isAll) return new StackQuestion(owners, yes, registry);
			const stack = withHeaders(test, new StackQuestion(owners, maybe, registry), registry);
			const analysed = analysedQuestion(test, registry);
			return analysed === undefined ? stack : joined([stack, analysed], 'and');
		}

		default:
			return withHeaders(test, needing(test, registry), registry);
	}
}

/** What the index leaves open headers may say. */
function withHeaders(test: Test, index: Question, registry: Registry): Question {
	const headers = headerTest(test, registry);
	if (headers === undefined) return index;
	const {fill} = index;
	return {
		ask(pass, row, from) {
			if (from === undefined) return index.ask(pass, row);
			const found = headers.isQuick ? maybe : index.ask(pass, row);
			const said = found === maybe ? headers.ask(from.cursor, pass.index, row) : found;
			return said === maybe && headers.isQuick ? index.ask(pass, row) : said;
		},
		...fill === undefined ? {} : {fill},
	};
}

/** A test that the index answers itself. */
function answered(test: Test): Question {
	const source = new IndexSource();
	const evaluate = evaluator(test, source);
	const fill = numberScan(test);
	return {
		ask(pass, row) {
			source.aim(pass, row);
			const passes = evaluate();
			return source.isUnsure ? maybe : passes ? yes : no;
		},
		...fill === undefined ? {} : {fill},
	};
}

function joined(parts: readonly Question[], kind: 'and' | 'or'): Question {
	const [decisive, otherwise] = kind === 'and' ? [no, yes] : [yes, no];
	const ask = (pass: Pass, row: number, from?: Walked): number => {
		let all = otherwise;
		for (const part of parts) {
			const found = part.ask(pass, row, from);
			if (found === decisive) return decisive;
			if (found === maybe) all = maybe;
		}

		return all;
	};

	const scanned = parts.filter(({fill}) => fill !== undefined);
	const others = parts.filter(({fill}) => fill === undefined);
	if (scanned.length === 0 && parts.length > 0) return {ask};
	let part: Uint8Array | undefined;
	return {
		ask,
		fill(pass, from, to, into) {
			const count = to - from;
			const here = (part ??= new Uint8Array(blockSize));
			into.fill(otherwise, 0, count);
			for (const {fill} of scanned) {
				fill!(pass, from, to, here);
				if (kind === 'and') { for (let i = 0; i < count; i++) if (here[i]! < into[i]!) into[i] = here[i]!; }
				else for (let i = 0; i < count; i++) if (here[i]! > into[i]!) into[i] = here[i]!;
			}

			for (const other of others) {
				for (let i = 0; i < count; i++) {
					if (into[i] === decisive) continue;
					const found = other.ask(pass, from + i);
					if (kind === 'and' ? found < into[i]! : found > into[i]!) into[i] = found;
				}
			}
		},
	};
}

/** A test that is false where a term has no value: in rows that have none of the protocols that could give one. */
function needing(test: Test, registry: Registry): Question {
	const stacks: Question[] = [];
	for (const term of needed(test)) {
		const owners = ownersOf(term);
		if (owners !== undefined) stacks.push(new StackQuestion(owners, maybe, registry));
	}

	const analysed = analysedQuestion(test, registry);
	if (analysed !== undefined) stacks.push(analysed);
	return stacks.length === 0 ? always(maybe) : joined(stacks, 'and');
}

/** The terms that must have a value for the test to be true. */
const needed = (test: Test): readonly Term[] => (test.kind === 'in' ? [test.left] : termsOf(test));

/** Protocols of which one must be there for the term to have a value; undefined where it may have one anyway. */
function ownersOf(term: Term): readonly number[] | undefined {
	switch (term.kind) {
		case 'name':
			return term.name.owners?.map(({id}) => id);
		case 'literal':
		case 'reference':
			return undefined;
		case 'slice':
		case 'negate':
			return ownersOf(term.of);
		case 'arithmetic':
			return ownersOf(term.left) ?? ownersOf(term.right);
		case 'call': {
			const parts = term.of.map(ownersOf);
			return parts.every(part => part !== undefined) ? [...new Set(parts.flat())] : undefined;
		}
	}
}
