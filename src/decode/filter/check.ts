import type {Field} from '../field.ts';
import {type Place, UnknownName, Wrong} from './error.ts';
import {functions} from './functions.ts';
import {isWritten, literalOf, type Written} from './literal.ts';
import {type Name, nameOf, type Names} from './names.ts';
import {nearest} from './nearest.ts';
import {compilePattern} from './pattern.ts';
import type {Comparison, Condition, Operand, Quantifier, Range} from './syntax.ts';
import type {Ordering, Term, Test} from './term.ts';
import {areComparable, bytesType, canCalculate, isSearchable, isSliceable, textType, typeWords} from './value-type.ts';

/** Turns what was written into tests whose terms have types. Throws Wrong. */
export class Checker {
	readonly #names: Names;

	readonly #unknownIsAbsent: boolean;

	/** With `unknownIsAbsent`, what asks for a name that is not declared is never true. */
	constructor(names: Names, unknownIsAbsent: boolean) {
		this.#names = names;
		this.#unknownIsAbsent = unknownIsAbsent;
	}

	test(condition: Condition): Test {
		try {
			return this.#checked(condition);
		} catch (error) {
			if (this.#unknownIsAbsent && error instanceof UnknownName) return {kind: 'or', of: []};
			throw error;
		}
	}

	#checked(condition: Condition): Test {
		switch (condition.kind) {
			case 'and':
			case 'or':
			case 'xor':
				return {kind: condition.kind, of: condition.of.map(part => this.test(part))};
			case 'not':
				return {kind: 'not', of: this.test(condition.of)};
			case 'test':
				return this.#truth(condition.of);
			case 'in':
				return this.#in(condition);
			case 'compare':
				return this.#compare(condition);
		}
	}

	#truth(operand: Operand): Test {
		if (isWritten(operand) && this.#nameOf(operand) === undefined) throw this.#unknown(operand);
		const of = this.#term(operand);
		if (of.kind === 'call' || of.kind === 'reference' || of.kind === 'literal') {
			throw new Wrong(`${of.kind === 'call' ? `${of.name}()` : 'this'} is a value, not a test: compare it with something`, operand, {incomplete: of.kind === 'call'});
		}

		return {kind: of.kind === 'arithmetic' || of.kind === 'negate' ? 'nonzero' : 'present', of};
	}

	#compare({operator, quantifier, sign, left, right}: Condition & {readonly kind: 'compare'}): Test {
		if (isWritten(left) && this.#nameOf(left) === undefined) throw this.#noField(left, sign);
		const a = this.#term(left);
		if (a.type.family === 'none') throw new Wrong(`${nameIn(left)} has no value that could be compared`, left);
		if (operator === 'matches') return this.#matches(a, left, quantifier, right);
		if (operator === 'contains') return this.#contains(a, left, quantifier, right);
		const b = this.#beside(right, a, left);
		return {kind: 'compare', operator: operator as Exclude<Comparison, 'contains' | 'matches'> satisfies Ordering, quantifier, left: a, right: b};
	}

	#noField(written: Written, sign?: string): Wrong {
		return looksLikeName(written)
			? this.#unknown(written)
			: new Wrong(`a field or function must stand ${sign === undefined ? 'first' : `on the left of "${sign}"`}, not a value`, written);
	}

	/** What stands on the right of something whose type is known: a literal becomes a value of that type. */
	#beside(operand: Operand, other: Term, otherOperand: Operand): Term {
		if (isWritten(operand) && this.#nameOf(operand) === undefined) return this.#literal(operand, other, otherOperand);
		const term = this.#term(operand, other);
		const isSlice = (of: Term): boolean => of.kind === 'slice' || (of.kind === 'name' && of.raw);
		if (!areComparable(other.type, term.type, isSlice(other) || isSlice(term))) {
			throw new Wrong(`${nameIn(operand)} is ${typeWords(term.type)}, ${nameIn(otherOperand)} is ${typeWords(other.type)}: they cannot be compared`, operand);
		}

		return term;
	}

	#literal(written: Written, {type, ...other}: Term, place?: Operand): Term {
		const fields: readonly Field[] = other.kind === 'name' ? other.name.valued : [];
		try {
			const {value, prefix} = literalOf(written, type, fields, place === undefined ? 'it' : nameIn(place));
			return {kind: 'literal', type, value, prefix};
		} catch (error) {
			// A word that nearly is a field is more likely that than a value.
			if (!(error instanceof Wrong) || written.kind !== 'word' || !/^[a-z]\w*\.\w/.test(written.text)) throw error;
			const near = nearest(written.text, this.#names.keys());
			throw new UnknownName(near === undefined ? error.message : `${error.message}: did you mean ${near}?`, error.place, {suggestion: near});
		}
	}

	#contains(left: Term, operand: Operand, quantifier: Quantifier, right: Operand): Test {
		if (!isSearchable(left.type)) throw new Wrong(`${nameIn(operand)} is ${typeWords(left.type)}: there is nothing in it to be found`, operand);
		const type = left.type.family === 'text' ? textType : bytesType;
		const b = isWritten(right) && this.#nameOf(right) === undefined
			? this.#literal(right, {kind: 'literal', type: left.type.family === 'mac' && right.kind === 'string' ? left.type : type, value: undefined, prefix: undefined}, operand)
			: this.#term(right);
		if (b.kind !== 'literal' && !areComparable(left.type, b.type, left.kind === 'slice' || b.kind === 'slice')) {
			throw new Wrong(`${nameIn(right)} is ${typeWords(b.type)}: ${nameIn(operand)} is ${typeWords(left.type)} and cannot contain it`, right);
		}

		return {kind: 'contains', quantifier, left, right: b};
	}

	#matches(left: Term, operand: Operand, quantifier: Quantifier, right: Operand): Test {
		if (!isSearchable(left.type))
			throw new Wrong(`${nameIn(operand)} is ${typeWords(left.type)}: a regular expression is for text and bytes, string() makes text of it`, operand);
		if (right.kind !== 'string') throw new Wrong('a regular expression stands in double quotes', right);
		const pattern = compilePattern(right.bytes, left.type.family !== 'text', right);
		return {kind: 'matches', quantifier, left, pattern};
	}

	#in({quantifier, left, set}: Condition & {readonly kind: 'in'}): Test {
		if (isWritten(left) && this.#nameOf(left) === undefined) throw this.#noField(left, 'in');
		const a = this.#term(left);
		if (a.type.family === 'none') throw new Wrong(`${nameIn(left)} has no value that could be in a set`, left);
		return {
			kind: 'in',
			quantifier,
			left: a,
			set: set.map(one => {
				const from = this.#beside(one.kind === 'range' ? one.from : one, a, left);
				return {from, to: one.kind === 'range' ? this.#beside(one.to, a, left) : from};
			}),
		};
	}

	/** `hint` has the type that a literal takes, where nothing nearer gives one. */
	#term(operand: Operand, hint?: Term): Term {
		switch (operand.kind) {
			case 'word':
			case 'string':
			case 'char': {
				const name = this.#nameOf(operand);
				if (name !== undefined) return {kind: 'name', name, layers: undefined, raw: false, type: name.type};
				if (hint === undefined) throw this.#noField(operand);
				return this.#literal(operand, hint);
			}

			case 'reference': {
				const name = this.#named(operand.text.replace(/#.*$/, ''), operand);
				return {kind: 'reference', name, type: name.type};
			}

			case 'layers':
				return this.#layers(operand);
			case 'slice': {
				const of = this.#term(operand.of);
				if (!isSliceable(of.type)) throw new Wrong(`${nameIn(operand.of)} is ${typeWords(of.type)}: it cannot be cut into bytes`, operand);
				return {kind: 'slice', of, ranges: operand.ranges, type: bytesType};
			}

			case 'raw': {
				const of = this.#term(operand.of);
				if (of.kind !== 'name' || of.name.kind === 'fault') throw new Wrong('"@" is written before a field', operand);
				return {...of, raw: true, type: bytesType};
			}

			case 'negate': {
				const of = this.#term(operand.of, hint);
				if (!canCalculate(of.type, '-')) throw new Wrong(`${nameIn(operand.of)} is ${typeWords(of.type)}: "-" cannot be put before it`, operand);
				return {kind: 'negate', of, type: of.type};
			}

			case 'arithmetic':
				return this.#arithmetic(operand, hint);
			case 'call':
				return this.#call(operand);
		}
	}

	#arithmetic({operator, left, right}: Operand & {readonly kind: 'arithmetic'}, hint?: Term): Term {
		const a = this.#term(left, hint);
		const of = (operand: Operand, {type}: Term): void => {
			if (!canCalculate(type, operator)) throw new Wrong(`${nameIn(operand)} is ${typeWords(type)}: "${operator}" is not for that`, operand);
		};
		of(left, a);
		const b = isWritten(right) && this.#nameOf(right) === undefined ? this.#literal(right, a, left) : this.#term(right, a);
		of(right, b);
		if (!areComparable(a.type, b.type, a.kind === 'slice' || b.kind === 'slice')) {
			throw new Wrong(`${nameIn(left)} is ${typeWords(a.type)}, ${nameIn(right)} is ${typeWords(b.type)}: "${operator}" is for two of a kind`, right);
		}

		return {kind: 'arithmetic', operator, left: a, right: b, type: a.type};
	}

	#layers(operand: Operand & {readonly kind: 'layers'}): Term {
		const of = this.#term(operand.of);
		if (of.kind !== 'name' || of.layers !== undefined) throw new Wrong('"#" is written behind a field or a protocol', operand);
		return {...of, layers: operand.ranges satisfies readonly Range[]};
	}

	#call({name, of, ...place}: Operand & {readonly kind: 'call'}): Term {
		const rule = functions.get(name);
		if (rule === undefined) {
			const near = nearest(name, functions.keys());
			throw new Wrong(`there is no function ${name}()${near === undefined ? `: there are ${[...functions.keys()].join(', ')}` : `: did you mean ${near}()?`}`, {
				start: place.start,
				end: place.start + name.length,
			}, {suggestion: near});
		}

		if (of.length < rule.least || of.length > rule.most) {
			throw new Wrong(`${name}() takes ${rule.most === 1 ? 'one field' : 'one field or more'}, not ${of.length === 0 ? 'nothing' : of.length}`, place, {incomplete: false});
		}

		// Literals take the type of the first field.
		const typed = of.find(one => !isWritten(one) || this.#nameOf(one) !== undefined);
		if (typed === undefined || (rule.most === 1 && typed !== of[0])) {
			const [first] = of;
			if (first !== undefined && isWritten(first) && looksLikeName(first)) throw this.#unknown(first);
			throw isWritten(first!) ? new Wrong(`${name}() is for fields, not for a value`, first) : new Wrong(`${name}() is for fields`, place);
		}

		const first = this.#term(typed);
		const terms = of.map(one => (one === typed ? first : this.#term(one, first)));
		for (const [index, term] of terms.entries()) {
			if (!rule.takes(term)) throw new Wrong(`${name}() is for ${rule.what}: ${nameIn(of[index]!)} is ${typeWords(term.type)}`, of[index]!);
			if (term.type.name !== first.type.name)
				throw new Wrong(`${name}() is for values of one type: ${nameIn(of[index]!)} is ${typeWords(term.type)}, ${nameIn(typed)} is ${typeWords(first.type)}`, of[index]!);
		}

		return {kind: 'call', name: rule.name, of: terms, type: rule.gives(first.type)};
	}

	#nameOf(operand: Operand): Name | undefined {
		if (operand.kind !== 'word' || operand.only === 'value') return undefined;
		return operand.only === 'name' ? this.#named(operand.text, operand) : nameOf(this.#names, operand.text);
	}

	#named(text: string, place: Place): Name {
		const name = nameOf(this.#names, text);
		if (name !== undefined) return name;
		throw this.#unknown({kind: 'word', text, only: 'name', ...place});
	}

	#unknown({kind, text, ...place}: Written): Wrong {
		const at = {start: place.start, end: place.end};
		if (kind !== 'word' || /^\d/.test(text))
			return new Wrong(`${kind === 'string' ? `"${text}"` : kind === 'char' ? `'${text}'` : text} is a value, and there is nothing that it is compared with`, at);
		const lower = text.toLowerCase();
		const near = lower !== text && this.#names.has(lower) ? lower : nearest(text, this.#names.keys());
		// What is being typed may be the start of a name.
		const incomplete = [...this.#names.keys()].some(name => name.startsWith(text));
		return new UnknownName(`"${text}" is not a field or protocol${near === undefined ? '' : `: did you mean ${near}?`}`, at, {suggestion: near, incomplete});
	}
}

/** Whether what was written is more likely a name than a value. */
const looksLikeName = ({kind, text}: Written): boolean => kind === 'word' && /^[A-Za-z_]/.test(text) && !/^[0-9a-f]{1,2}$/i.test(text);

/** What an operand is called in a sentence. */
function nameIn(operand: Operand): string {
	switch (operand.kind) {
		case 'word':
			return operand.text;
		case 'string':
			return `"${operand.text}"`;
		case 'char':
			return `'${operand.text}'`;
		case 'reference':
			return `\${${operand.text}}`;
		case 'call':
			return `${operand.name}()`;
		case 'slice':
			return `the slice of ${nameIn(operand.of)}`;
		case 'raw':
			return `@${nameIn(operand.of)}`;
		case 'layers':
			return nameIn(operand.of);
		default:
			return 'this';
	}
}
