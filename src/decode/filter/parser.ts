import {type Place, Wrong} from './error.ts';
import {isOperator, tokenize} from './lexer.ts';
import type {ArithmeticOperator, Comparison, Condition, Operand, Quantifier, Token} from './syntax.ts';

/** Parentheses, signs and braces in each other that a filter may have. */
const maxDepth = 200;
/** Operators of arithmetic and slices that it may have: each stands inside the next. */
const maxOperations = 500;

const comparisons: ReadonlyMap<string, readonly [Comparison, Quantifier]> = new Map([
	['==', ['==', 'any']],
	['===', ['==', 'all']],
	['!=', ['!=', 'all']],
	['!==', ['!=', 'any']],
	['<', ['<', 'any']],
	['<=', ['<=', 'any']],
	['>', ['>', 'any']],
	['>=', ['>=', 'any']],
	['contains', ['contains', 'any']],
	['matches', ['matches', 'any']],
]);

/** How strongly arithmetic binds. */
const strengths: ReadonlyMap<string, number> = new Map([['&', 1], ['+', 2], ['-', 2], ['*', 3], ['/', 3], ['%', 3]]);

/** Reads a filter; undefined where there is nothing in it. */
export function parse(text: string): Condition | undefined {
	const tokens = tokenize(text);
	if (tokens.length === 1) return undefined;
	const parser = new Parser(tokens, text);
	return parser.filter();
}

class Parser {
	readonly #tokens: readonly Token[];
	readonly #text: string;
	#at = 0;
	#depth = 0;
	#operations = 0;

	constructor(tokens: readonly Token[], text: string) {
		this.#tokens = tokens;
		this.#text = text;
	}

	filter(): Condition {
		const condition = this.#or();
		if (this.#next.kind !== 'end') throw this.#unexpected();
		return condition;
	}

	get #next(): Token {
		return this.#tokens[this.#at]!;
	}

	#is(sign: string): boolean {
		return this.#next.kind === 'sign' && this.#next.text === sign;
	}

	#take(): Token {
		return this.#tokens[this.#at++]!;
	}

	#skip(sign: string): boolean {
		if (!this.#is(sign)) return false;
		this.#at++;
		return true;
	}

	#unexpected(wanted?: string): Wrong {
		const {kind, start, end} = this.#next;
		if (kind === 'end') return new Wrong(`the filter ends where ${wanted ?? 'something'} is expected`, {start, end}, {incomplete: true});
		const text = this.#text.slice(start, end);
		const lower = text.toLowerCase();
		if (kind === 'word' && lower !== text && isOperator(lower)) return new Wrong(`operators are written in small letters: "${lower}"`, {start, end}, {suggestion: lower});
		return new Wrong(`${text.startsWith('"') ? text : `"${text}"`} does not belong here${wanted === undefined ? '' : `: ${wanted} is expected`}`, {start, end});
	}

	#close(sign: string, opened: Place): number {
		if (this.#is(sign)) return this.#take().end;
		if (this.#next.kind === 'end') throw new Wrong(`the "${sign}" for this is missing`, opened, {incomplete: true});
		throw this.#unexpected(`"${sign}" or an operator`);
	}

	#deeper<T>(read: () => T): T {
		if (++this.#depth > maxDepth) throw new Wrong(`more than ${maxDepth} levels stand in each other here`, this.#next);
		const out = read();
		this.#depth--;
		return out;
	}

	#or(): Condition {
		return this.#chain('or', () => this.#chain('xor', () => this.#chain('and', () => this.#not())));
	}

	#chain(kind: 'and' | 'or' | 'xor', part: () => Condition): Condition {
		const of = [part()];
		while (this.#skip(kind)) of.push(part());
		return of.length === 1 ? of[0]! : {kind, of, start: of[0]!.start, end: of.at(-1)!.end};
	}

	#not(): Condition {
		if (!this.#is('not')) return this.#relation();
		const {start} = this.#take();
		const of = this.#deeper(() => this.#not());
		return {kind: 'not', of, start, end: of.end};
	}

	#relation(): Condition {
		if (this.#is('any') || this.#is('all')) {
			const quantifier = this.#take();
			const left = this.#operand();
			const compared = this.#compared(left, quantifier.text as Quantifier, quantifier.start);
			if (compared === undefined) throw this.#unexpected('a comparison');
			return compared;
		}

		if (this.#is('(')) return this.#parenthesis();
		const left = this.#operand();
		return this.#compared(left, undefined, left.start) ?? {kind: 'test', of: left, start: left.start, end: left.end};
	}

	/** A condition in parentheses; where it is no more than a value, what is done with the value. */
	#parenthesis(): Condition {
		const opened = this.#take();
		const inside = this.#deeper(() => this.#or());
		const end = this.#close(')', opened);
		const place = {start: opened.start, end};
		if (inside.kind !== 'test') return {...inside, ...place};
		const operand = this.#operand(0, {...inside.of, ...place});
		return this.#compared(operand, undefined, operand.start) ?? {kind: 'test', of: operand, start: operand.start, end: operand.end};
	}

	/** What follows a value that is compared: `== 1`, `< b < c`, `in {…}`. */
	#compared(first: Operand, given: Quantifier | undefined, start: number): Condition | undefined {
		const token = this.#next;
		if (token.kind !== 'sign') return undefined;
		const negated = token.text === 'not' && this.#tokens[this.#at + 1]?.kind === 'sign' && this.#tokens[this.#at + 1]?.text === 'in';
		if (token.text === 'in' || negated) {
			this.#at += negated ? 2 : 1;
			const inside = this.#set(first, given ?? 'any', start);
			return negated ? {kind: 'not', of: inside, start, end: inside.end} : inside;
		}

		let left = first;
		let from = start;
		const all: Condition[] = [];
		for (let quantifier = given; this.#next.kind === 'sign'; quantifier = undefined) {
			const comparison = comparisons.get(this.#next.text);
			if (comparison === undefined) break;
			const {start: signStart, end: signEnd} = this.#take();
			const right = this.#operand();
			all.push({
				kind: 'compare',
				operator: comparison[0],
				quantifier: quantifier ?? comparison[1],
				sign: this.#text.slice(signStart, signEnd),
				left,
				right,
				start: from,
				end: right.end,
			});
			left = right;
			from = right.start;
		}

		return all.length < 2 ? all[0] : {kind: 'and', of: all, start, end: left.end};
	}

	#set(left: Operand, quantifier: Quantifier, start: number): Condition {
		const opened = this.#next;
		if (!this.#skip('{')) throw this.#unexpected('a set in braces');
		const set: Array<Operand | {kind: 'range'; from: Operand; to: Operand}> = [];
		do {
			const from = this.#operand();
			set.push(this.#skip('..') ? {kind: 'range', from, to: this.#operand()} : from);
		} while (this.#skip(','));

		if (!this.#is('}') && this.#next.kind !== 'end') throw this.#unexpected('"," or "}"');
		return {kind: 'in', quantifier, left, set, start, end: this.#close('}', opened)};
	}

	#operand(strength = 0, begun?: Operand): Operand {
		let left = begun ?? this.#signed();
		for (;;) {
			const token = this.#next;
			const own = token.kind === 'sign' ? strengths.get(token.text) : undefined;
			if (own === undefined || own <= strength) return left;
			this.#at++;
			this.#count(token);
			const right = this.#operand(own);
			left = {kind: 'arithmetic', operator: token.text as ArithmeticOperator, left, right, start: left.start, end: right.end};
		}
	}

	#count(place: Place): void {
		if (++this.#operations > maxOperations) throw new Wrong(`a filter calculates and cuts ${maxOperations} times at most`, place);
	}

	#signed(): Operand {
		const token = this.#next;
		if (token.kind === 'sign' && (token.text === '-' || token.text === '+')) {
			this.#at++;
			const of = this.#deeper(() => this.#signed());
			return token.text === '+' ? {...of, start: token.start} : {kind: 'negate', of, start: token.start, end: of.end};
		}

		let operand = this.#atom();
		while (this.#next.kind === 'slice' || this.#next.kind === 'layers') {
			this.#count(this.#next);
			const {kind, ranges, end} = this.#take() as Token & {kind: 'slice' | 'layers'};
			operand = {kind, of: operand, ranges: ranges!, start: operand.start, end};
		}

		return operand;
	}

	#atom(): Operand {
		const token = this.#next;
		const {kind, text, start, end} = token;
		switch (kind) {
			case 'word':
				this.#at++;
				return this.#is('(') && token.only === undefined ? this.#call(token) : {kind, text, only: token.only, start, end};
			case 'string':
			case 'char':
				this.#at++;
				return {kind, text, bytes: token.bytes!, start, end};
			case 'reference':
				this.#at++;
				return {kind, text, start, end};
			default:
		}

		if (this.#skip('@')) {
			const of = this.#atom();
			return {kind: 'raw', of, start, end: of.end};
		}

		if (this.#skip('{')) {
			const inside = this.#deeper(() => this.#operand());
			return {...inside, start, end: this.#close('}', token)};
		}

		// Later versions than the one that set these rules take parentheses too.
		if (this.#is('(')) {
			this.#at++;
			const inside = this.#deeper(() => this.#operand());
			return {...inside, start, end: this.#close(')', token)};
		}

		throw this.#unexpected('a field or a value');
	}

	#call(name: Token): Operand {
		const opened = this.#take();
		const of: Operand[] = [];
		if (!this.#is(')')) {
			do of.push(this.#deeper(() => this.#operand())); while (this.#skip(','));
		}

		return {kind: 'call', name: name.text, of, start: name.start, end: this.#close(')', opened)};
	}
}
