import {createHash} from 'node:crypto';
import {calendar, clockText, dateText, splitTime} from '../decode/clock.ts';
import type {Field, Value} from '../decode/field.ts';
import {hexBytes, printValue} from '../decode/print.ts';
import {printable} from '../decode/printable.ts';

/** Bytes and characters that a value is written with; of longer ones a beginning, the length and a digest. */
const maxBytes = 48;
const maxCharacters = 320;
const firstBytes = 24;
const firstCharacters = 160;
const digestDigits = 16;

const digest = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex').slice(0, digestDigits);

/** An instant in nanoseconds since 1970, as `2016-08-02T02:19:33.025824000Z`. */
export function instantText(time: bigint): string {
	const {seconds, nanoseconds} = splitTime(time);
	const at = calendar(seconds);
	return `${dateText(at)}T${clockText(at)}.${String(nanoseconds).padStart(9, '0')}Z`;
}

const shortened = (text: string): string => {
	if (text.length <= maxCharacters) return text;
	let end = firstCharacters;
	if (/[\ud800-\udbff]/.test(text[end - 1]!)) end--;
	return `${text.slice(0, end)}… ${text.length} characters, sha256 ${digest(text)}`;
};

/** Text on one line: as it is where that can be told, else in the quotes of JSON with nothing invisible in it. */
export function lineText(text: string): string {
	const short = shortened(text);
	if (short !== '' && !/^["\s]|\s$/.test(short) && printable(short) === short) return short;
	return [...JSON.stringify(short)].map(c => (printable(c) === c ? c : unicodeEscape(c))).join('');
}

const unicodeEscape = (c: string): string => c.split('').map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** The value of a field as a decode has it, on one line; undefined where it has none. */
export function valueText(field: Field, value: Value): string | undefined {
	if (value === undefined) return undefined;
	if (field.kind === 'time' && typeof value === 'bigint' && (value !== 0n || field.unset === undefined)) return instantText(value);
	if (field.kind === 'bytes' && value instanceof Uint8Array) {
		if (value.length === 0) return '""';
		return value.length <= maxBytes ? hexBytes(value) : `${hexBytes(value.subarray(0, firstBytes))}… ${value.length} bytes, sha256 ${digest(value)}`;
	}

	return lineText(printValue(field, value));
}
