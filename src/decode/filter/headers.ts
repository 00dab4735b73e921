import type {Cursor} from '../cursor.ts';
import type {Registry} from '../registry.ts';
import {evaluator, valueTest} from './evaluate.ts';
import {headerIn, valueIn} from './fixed.ts';
import {sliceTest} from './header-slices.ts';
import {HeaderSource} from './header-source.ts';
import {indexed} from './indexed.ts';
import type {Name} from './names.ts';
import type {PacketIndex} from '../packet-index.ts';
import {maybe, no, yes} from './question.ts';
import {isBelowStreams} from './stack.ts';
import {namesInTest, type Term, type Test} from './term.ts';

/** Whether the columns and those headers say a name that no stream carries. */
export function isInHeaders({name, kind, fixed, owners}: Name, registry: Registry): boolean {
	if (indexed.has(name)) return true;
	return (fixed !== undefined || kind === 'protocol') && owners?.every(owner => isBelowStreams(owner, registry)) === true;
}

/** A test that the layers can be asked which a cursor has found of a row: `no`, `maybe` or `yes`. */
export type HeaderTest = {
	ask(c: Cursor, index: PacketIndex, row: number): number;
	/** Asking takes no longer than asking the index. */
	readonly isQuick: boolean;
};

/** Answers a test, which is no combination of others, from headers; undefined where these do not say it. */
export function headerTest(test: Test, registry: Registry): HeaderTest | undefined {
	let isSaid = true;
	namesInTest(test, name => {
		isSaid &&= isInHeaders(name, registry);
	});
	if (!isSaid) return undefined;
	const ask = ofOneName(test) ?? sliceTest(test);
	return ask === undefined ? general(test) : {ask, isQuick: true};
}

/** The test as one of the single values of one name: no list of them is made. */
function ofOneName(test: Test): ((c: Cursor) => number) | undefined {
	const simple = valueTest(test) ?? (test.kind === 'present' ? {term: test.of, quantifier: 'any', passes: () => true} : undefined);
	if (simple === undefined) return undefined;
	const places = fixedIn(simple.term);
	if (places === undefined) return undefined;
	const {passes} = simple;
	const isAny = simple.quantifier === 'any';
	return c => {
		const layers = places.layers(c);
		if (layers.length === 0) return no;
		if (c.fault !== undefined) return maybe;
		for (let i = 0; i < layers.length; i++) {
			const start = headerIn(c, layers[i]!);
			if (start < 0) return maybe;
			const {layer, fields} = layers[i]!;
			const b = c.sources[c.layerSource[layer]!]!;
			for (let n = 0; n < fields.length; n++) if (passes(valueIn(fields[n]!, b, start)) === isAny) return isAny ? yes : no;
		}

		return isAny ? no : yes;
	};
}

const fixedIn = (term: Term) => (term.kind === 'name' && term.layers === undefined && !term.raw ? term.name.fixed : undefined);

function general(test: Test): HeaderTest {
	const source = new HeaderSource();
	const evaluate = evaluator(test, source);
	const ask = (c: Cursor, index: PacketIndex, row: number): number => {
		source.aimAt(c, index, row);
		const passes = evaluate();
		return source.isUnsure ? maybe : passes ? yes : no;
	};
	return {ask, isQuick: false};
}
