import type {Field, Value} from '../field.ts';
import {type Place, Wrong} from './error.ts';
import {addressLiteral, bytesLiteral, guidLiteral, oidLiteral} from './literal-bytes.ts';
import {durationLiteral, timeLiteral} from './literal-time.ts';
import type {Operand} from './syntax.ts';
import {typeWords, type ValueType} from './value-type.ts';

/** A value written in a filter. Addresses have as many bits of a network as they say. */
export type Literal = {readonly value: Value; readonly prefix?: number};

/** A word, string or character of a filter. */
export type Written = Operand & {readonly kind: 'word' | 'string' | 'char'};

export const isWritten = (operand: Operand): operand is Written => operand.kind === 'word' || operand.kind === 'string' || operand.kind === 'char';

const utf8 = new TextDecoder();

/** The value that a word, string or character stands for where `type` is wanted. `fields` know names of values. Throws Wrong. */
export function literalOf(written: Written, type: ValueType, fields: readonly Field[], name: string): Literal {
	const {kind, text} = written;
	const value = kind === 'word' ? wordValue(text, type, written) : kind === 'char' ? charValue(written, type) : stringValue(written, type);
	if (value !== undefined) return value;
	const {family} = type;
	if (kind !== 'char' && (family === 'unsigned' || family === 'signed' || family === 'boolean')) {
		const named = namedValue(text, fields);
		if (named !== undefined) return {value: named};
		if (fields.some(f => f.values !== undefined || f.meaning !== undefined)) {
			throw new Wrong(`${said(written)} is not ${typeWords(type)}, nor one of the names that values of ${name} have`, written);
		}
	}

	if (kind === 'string' && isPlainly(text, type)) throw new Wrong(`in quotes this is text: ${name} is ${typeWords(type)}, write ${text}`, written, {suggestion: text});
	throw new Wrong(`${said(written)} is not ${typeWords(type)}`, written);
}

/** Whether the text is a value of the type where it stands without quotes. */
function isPlainly(text: string, type: ValueType): boolean {
	try {
		return wordValue(text, type, {start: 0, end: 0}) !== undefined;
	} catch {
		return false;
	}
}

const said = ({kind, text}: Written): string => (kind === 'char' ? `'${text}'` : `"${text}"`);

function wordValue(text: string, type: ValueType, place: Place): Literal | undefined {
	switch (type.family) {
		case 'unsigned':
		case 'signed':
			return numberLiteral(text, type, place);
		case 'boolean': {
			if (/^true$/i.test(text)) return {value: 1};
			if (/^false$/i.test(text)) return {value: 0};
			const number = wholeNumber(text);
			return number === undefined ? undefined : {value: number === 0n ? 0 : 1};
		}

		case 'float':
			return /^\d+(?:\.\d+)?(?:[eE]-?\d+)?$/.test(text) ? {value: Number(text)} : undefined;
		case 'text':
			return {value: text};
		case 'time':
			return timeLiteral(text, place);
		case 'duration':
			return durationLiteral(text, place);
		case 'ipv4':
		case 'ipv6':
			return addressLiteral(text, type.family, place);
		case 'mac':
			return bytesLiteral(text, place, 6, 'a MAC address');
		case 'eui64':
			return bytesLiteral(text, place, 8, 'an EUI-64 address');
		case 'guid':
			return guidLiteral(text);
		case 'oid':
			return oidLiteral(text) ?? bytesLiteral(text, place);
		case 'bytes':
		case 'protocol':
			return bytesLiteral(text, place);
		case 'none':
			return undefined;
	}
}

function charValue({bytes}: Written & {readonly bytes?: Uint8Array}, {family}: ValueType): Literal | undefined {
	if (family === 'unsigned' || family === 'signed') return {value: bytes![0]!};
	if (family === 'text') return {value: utf8.decode(bytes)};
	return family === 'bytes' || family === 'protocol' ? {value: bytes} : undefined;
}

function stringValue({text, bytes, ...place}: Written & {readonly bytes?: Uint8Array}, {family}: ValueType): Literal | undefined {
	if (family === 'text') return {value: utf8.decode(bytes)};
	if (family === 'time') return timeLiteral(text, place);
	return family === 'bytes' || family === 'protocol' ? {value: bytes} : undefined;
}

/** Decimal, `0x`, `0b` or, with a leading 0, octal. */
function wholeNumber(text: string): bigint | undefined {
	if (/^0[0-7]+$/.test(text)) return BigInt(`0o${text.slice(1)}`);
	return /^(?:0[xX][0-9A-Fa-f]+|0[bB][01]+|0|[1-9]\d*)$/.test(text) ? BigInt(text) : undefined;
}

function numberLiteral(text: string, {family, bits}: ValueType, place: Place): Literal | undefined {
	const number = wholeNumber(text);
	if (number === undefined) return undefined;
	const most = (1n << BigInt(family === 'signed' ? bits - 1 : bits)) - 1n;
	if (number > most) throw new Wrong(`${text} is too large for this field: ${most} is the most`, place);
	return {value: bits > 32 ? number : Number(number)};
}

/** Numbers that are tried where the names of values are a rule, not a table. */
const tried = 65_536;
const byName = new WeakMap<Field, ReadonlyMap<string, number>>();

/** The number that has a name, in any case of letters; of `AAAA (IPv6 Address)` the first word will do. */
function namedValue(text: string, fields: readonly Field[]): number | undefined {
	const wanted = text.toLowerCase();
	for (const field of fields) {
		let table = byName.get(field);
		if (table === undefined) {
			table = valueNames(field);
			byName.set(field, table);
		}

		const number = table.get(wanted);
		if (number !== undefined) return number;
	}

	return undefined;
}

function valueNames({values, meaning, width, kind}: Field): ReadonlyMap<string, number> {
	const [yes, no] = meaning ?? ['Set', 'Not set'];
	const pairs: Array<readonly [number, string]> = kind === 'bool' ? [[1, yes], [0, no]] : [];
	if (typeof values === 'function') {
		const most = width > 0 ? Math.min(tried, 2 ** width) : tried;
		for (let number = 0; number < most; number++) {
			const name = values(number);
			if (name !== undefined) pairs.push([number, name]);
		}
	} else if (values !== undefined) {
		pairs.push(...values);
	}

	const table = new Map<string, number>();
	for (const [number, name] of pairs) if (!table.has(name.toLowerCase())) table.set(name.toLowerCase(), number);
	for (const [number, name] of pairs) {
		const short = name.toLowerCase().split(/\s+\(/)[0]!;
		if (!table.has(short)) table.set(short, number);
	}

	return table;
}
