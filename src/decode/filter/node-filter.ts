import type {Field, Value} from '../field.ts';
import {guidText, hexBytes, ipv4Text, ipv6Text, oidText, secondsText} from '../print.ts';
import {printable} from '../printable.ts';
import type {Node} from '../tree.ts';
import {utcCalendarText} from './literal-time.ts';
import {typeOf} from './value-type.ts';

/** Bytes that a filter spells out; of more it compares the first. */
const maxBytes = 32;

/** A filter that the frame of a node passes because of it: its value where it has one. Empty for lines that are only text. Printable. */
export function filterOfNode({name, field, value}: Pick<Node, 'name' | 'field' | 'value'>): string {
	if (field === undefined || value === undefined) return name;
	const written = writtenValue(field, value);
	if (written !== undefined) return `${name} == ${written}`;
	return value instanceof Uint8Array && value.length > maxBytes ? `${name}[0:${maxBytes}] == ${hexBytes(value.subarray(0, maxBytes), ':')}` : name;
}

/** A value as a filter writes it; undefined where it cannot be written, or not at that length. */
function writtenValue(field: Field, value: Value): string | undefined {
	switch (typeof value) {
		case 'string':
			return textLiteral(value);
		case 'number':
			if (field.kind === 'float') return value >= 0 && Number.isFinite(value) ? decimalText(value) : undefined;
			return Number.isInteger(value) ? wholeText(field, value) : undefined;
		case 'bigint':
			if (field.kind === 'time') return `"${utcCalendarText(value)}"`;
			return field.kind === 'duration' ? secondsText(value) : wholeText(field, value);
		case 'undefined':
			return undefined;
		default:
	}

	switch (field.kind) {
		case 'ipv4':
			return value.length === 4 ? ipv4Text(value) : undefined;
		case 'ipv6':
			return value.length === 16 ? ipv6Text(value) : undefined;
		case 'guid':
			return value.length === 16 ? guidText(value) : undefined;
		case 'oid':
			return value.length > 1 ? oidText(value) : undefined;
		case 'mac':
			return value.length === 6 ? hexBytes(value, ':') : undefined;
		case 'eui64':
			return value.length === 8 ? hexBytes(value, ':') : undefined;
		default:
			return value.length > 0 && value.length <= maxBytes ? writtenBytes(value) : undefined;
	}
}

/** Bytes as a filter writes them. One byte alone could be a name: `ff` is a protocol. */
export const writtenBytes = (bytes: Uint8Array): string => (bytes.length === 1 ? `0x${hexBytes(bytes)}` : hexBytes(bytes, ':'));

/** Undefined where the number is larger than what the field's type holds: a filter refuses those. */
function wholeText(field: Field, value: number | bigint): string | undefined {
	const {base} = field;
	const {family, bits} = typeOf(field);
	if (family === 'boolean') return value ? '1' : '0';
	const most = (1n << BigInt(family === 'signed' ? bits - 1 : bits)) - 1n;
	if (value > most || value < -most) return undefined;
	return (base === 'hex' || base === 'hex_dec') && value >= 0 ? `0x${value.toString(16)}` : String(value);
}

/** A number with all its digits. */
function decimalText(value: number): string | undefined {
	const text = String(value);
	return /^\d+(?:\.\d+)?(?:e-?\d+)?$/.test(text.replace('e+', 'e')) ? text.replace('e+', 'e') : undefined;
}

const short: Readonly<Record<string, string>> = {'"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '\f': '\\f', '\b': '\\b', '\x07': '\\a'};

/** Text in double quotes, with what a terminal must not see written out; undefined for text that is no longer what its bytes were. */
function textLiteral(text: string): string | undefined {
	if (text.includes('\ufffd')) return undefined;
	let out = '';
	for (const c of text) {
		const code = c.codePointAt(0)!;
		if (code >= 0xd800 && code <= 0xdfff) return undefined;
		if (short[c] !== undefined) out += short[c];
		else if (code < 0x80 && (code < 0x20 || code === 0x7f)) out += `\\x${code.toString(16).padStart(2, '0')}`;
		else if (printable(c) !== c)
			out += code < 0xa0
				? bytesLiteral(c)
				: code < 0x1_0000
				? `\\u${code.toString(16).padStart(4, '0')}`
				: `\\U${code.toString(16).padStart(8, '0')}`;
		else out += c;
	}

	return `"${out}"`;
}

const utf8 = new TextEncoder();
const bytesLiteral = (c: string): string => [...utf8.encode(c)].map(byte => `\\x${byte.toString(16)}`).join('');
