import type {FunctionName, Term} from './term.ts';
import {countType, isSliceable, textType, type ValueType} from './value-type.ts';

type Rule = {
	readonly name: FunctionName;
	readonly least: number;
	readonly most: number;
	/** What it is for, in words. */
	readonly what: string;
	readonly takes: (term: Term) => boolean;
	readonly gives: (type: ValueType) => ValueType;
	readonly about: string;
};

const many = 100;
const isField = ({kind}: Term): boolean => kind === 'name' || kind === 'slice' || kind === 'reference';
const unprintable: ReadonlySet<string> = new Set(['none', 'protocol', 'text', 'bytes', 'boolean', 'time', 'duration']);
const sized: ReadonlySet<string> = new Set(['unsigned', 'signed', 'float']);
const ordered = ({type}: Term): boolean => type.family !== 'none';
const signed = ({type}: Term): boolean => ['unsigned', 'signed', 'float', 'duration'].includes(type.family);

const rules: readonly Rule[] = [
	{name: 'upper', least: 1, most: 1, what: 'text fields', takes: term => isField(term) && term.type.family === 'text', gives: () => textType, about: 'The text in capitals.'},
	{
		name: 'lower',
		least: 1,
		most: 1,
		what: 'text fields',
		takes: term => isField(term) && term.type.family === 'text',
		gives: () => textType,
		about: 'The text in small letters.',
	},
	{
		name: 'len',
		least: 1,
		most: 1,
		what: 'fields that are bytes',
		takes: term => isField(term) && (isSliceable(term.type) || sized.has(term.type.family)),
		gives: () => countType,
		about: 'How many bytes the text or the bytes have.',
	},
	{name: 'count', least: 1, most: 1, what: 'fields', takes: isField, gives: () => countType, about: 'How often the field is in the packet.'},
	{
		name: 'string',
		least: 1,
		most: 1,
		what: 'numbers and addresses',
		takes: term => isField(term) && !unprintable.has(term.type.family),
		gives: () => textType,
		about: 'The value as text.',
	},
	{name: 'max', least: 1, most: many, what: 'values that have an order', takes: ordered, gives: type => type, about: 'The greatest of all values.'},
	{name: 'min', least: 1, most: many, what: 'values that have an order', takes: ordered, gives: type => type, about: 'The least of all values.'},
	{name: 'abs', least: 1, most: 1, what: 'numbers', takes: signed, gives: type => type, about: 'The number without its sign.'},
];

/** The functions of the language by name. */
export const functions: ReadonlyMap<string, Rule> = new Map(rules.map(rule => [rule.name, rule]));
