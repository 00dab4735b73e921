import type {Place} from './error.ts';

/** Characters of a filter, and what they are. */
export type Token = Place & {
	readonly kind: 'word' | 'string' | 'char' | 'reference' | 'slice' | 'layers' | 'sign' | 'end';
	/** A sign or a keyword as it is first spelt below; a word as it was written; a string or character without quotes. */
	readonly text: string;
	/** What a string or character stands for. */
	readonly bytes?: Uint8Array;
	readonly ranges?: readonly Range[];
	/** A word that can only be a name, or only a value. */
	readonly only?: 'name' | 'value';
};

/** `[from:length]`, or from the end where `from` is negative. Without a length it goes on to the end. */
export type Range = {readonly from: number; readonly length: number | undefined} | {readonly from: number; readonly last: number};

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'matches';
export type Quantifier = 'any' | 'all';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '&';

/** What gives values: a name, a value that was written down, or something worked out from others. */
export type Operand =
	& Place
	& (
		| {readonly kind: 'word'; readonly text: string; readonly only: 'name' | 'value' | undefined}
		| {readonly kind: 'string'; readonly text: string; readonly bytes: Uint8Array}
		| {readonly kind: 'char'; readonly text: string; readonly bytes: Uint8Array}
		| {readonly kind: 'reference'; readonly text: string}
		| {readonly kind: 'slice'; readonly of: Operand; readonly ranges: readonly Range[]}
		| {readonly kind: 'layers'; readonly of: Operand; readonly ranges: readonly Range[]}
		| {readonly kind: 'raw'; readonly of: Operand}
		| {readonly kind: 'negate'; readonly of: Operand}
		| {readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: Operand; readonly right: Operand}
		| {readonly kind: 'call'; readonly name: string; readonly of: readonly Operand[]}
	);

/** What is true of a frame or not. */
export type Condition =
	& Place
	& (
		| {readonly kind: 'and' | 'or' | 'xor'; readonly of: readonly Condition[]}
		| {readonly kind: 'not'; readonly of: Condition}
		| {readonly kind: 'test'; readonly of: Operand}
		| {readonly kind: 'compare'; readonly operator: Comparison; readonly quantifier: Quantifier; readonly sign: string; readonly left: Operand; readonly right: Operand}
		| {
			readonly kind: 'in';
			readonly quantifier: Quantifier;
			readonly left: Operand;
			readonly set: ReadonlyArray<Operand | {readonly kind: 'range'; readonly from: Operand; readonly to: Operand}>;
		}
	);
