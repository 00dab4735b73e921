import type {Value} from '../field.ts';
import type {ArithmeticOperator, Range} from './syntax.ts';
import type {Family, ValueType} from './value-type.ts';

const utf8 = new TextEncoder();

/** The bytes of a value, as slices and `contains` see them. */
export function bytesOf(value: Value, {family, bits}: ValueType): Uint8Array {
	if (value instanceof Uint8Array) return value;
	if (typeof value === 'string') return utf8.encode(value);
	if (typeof value === 'number' && family === 'ipv4') return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
	if (typeof value === 'number' || typeof value === 'bigint') {
		const size = Math.max(1, Math.ceil(bits / 8));
		const digits = BigInt.asUintN(size * 8, BigInt(Math.trunc(Number(value)) === value ? value : 0)).toString(16).padStart(size * 2, '0');
		return Uint8Array.from({length: size}, (_, i) => Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16));
	}

	return new Uint8Array(0);
}

/** Bytes that become characters in one call. */
const chunk = 8192;

/** One character for each byte, of the same number. (A decoder for `latin1` makes other characters of some, by its standard.) */
export function charactersOf(bytes: Uint8Array): string {
	let out = '';
	for (let at = 0; at < bytes.length; at += chunk) out += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, at + chunk)) as string;
	return out;
}

/** The parts of bytes that lie in ranges, one after the other; undefined where there are none. */
export function cut(bytes: Uint8Array, ranges: readonly Range[]): Uint8Array | undefined {
	if (ranges.length === 1) return part(bytes, ranges[0]!);
	const parts = ranges.map(range => part(bytes, range)).filter(one => one !== undefined);
	return parts.length === 0 ? undefined : Uint8Array.from(parts.flatMap(one => [...one]));
}

function part(bytes: Uint8Array, range: Range): Uint8Array | undefined {
	const {length} = bytes;
	const from = range.from < 0 ? length + range.from : range.from;
	const to = 'last' in range ? (range.last < 0 ? length + range.last : range.last) + 1 : range.length === undefined ? length : from + range.length;
	return from < 0 || from >= length || to > length || to <= from ? undefined : bytes.subarray(from, to);
}

/** Whether a layer (from 1) of `count` is in ranges. */
export function isLayerIn(layer: number, count: number, ranges: readonly Range[]): boolean {
	return ranges.some(range => {
		const from = range.from < 0 ? count + range.from + 1 : range.from;
		const to = 'last' in range ? (range.last < 0 ? count + range.last + 1 : range.last) : range.length === undefined ? count : from + range.length - 1;
		return layer >= from && layer <= to;
	});
}

/** Whether `part` is somewhere in `whole`; an empty part never is. */
export function includesBytes(whole: Uint8Array, wanted: Uint8Array): boolean {
	const {length} = wanted;
	if (length === 0) return false;
	const [first] = wanted;
	for (let at = whole.indexOf(first!); at >= 0 && at + length <= whole.length; at = whole.indexOf(first!, at + 1)) {
		let same = 1;
		while (same < length && whole[at + same] === wanted[same]) same++;
		if (same === length) return true;
	}

	return false;
}

/** Whether `wanted`, in small letters, is somewhere in `whole`, in whatever case. */
export function includesFolded(whole: Uint8Array, wanted: Uint8Array): boolean {
	const {length} = wanted;
	if (length === 0) return true;
	const first = wanted[0]!;
	const other = first >= 0x61 && first <= 0x7a ? first - 0x20 : first;
	const last = whole.length - length;
	for (let at = 0; at <= last; at++) {
		if (whole[at] !== first && whole[at] !== other) continue;
		let same = 1;
		while (same < length && folded(whole[at + same]!) === wanted[same]) same++;
		if (same === length) return true;
	}

	return false;
}

const folded = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);

/** Below 0, 0 or above 0; undefined where the two cannot be compared. */
export function order(a: Value, b: Value, family: Family): number | undefined {
	if ((typeof a === 'number' || typeof a === 'bigint') && (typeof b === 'number' || typeof b === 'bigint')) {
		if (family === 'boolean') return Number(Boolean(a)) - Number(Boolean(b));
		// A number without a sign cannot be set beside a negative one.
		if (family === 'unsigned' && a >= 0 && b < 0) return undefined;
		return a < b ? -1 : a > b ? 1 : a >= b ? 0 : undefined;
	}

	if (typeof a === 'string' && typeof b === 'string') return orderText(a, b);
	if (a instanceof Uint8Array && b instanceof Uint8Array) return orderBytes(a, b);
	return undefined;
}

export function orderBytes(a: Uint8Array, b: Uint8Array): number {
	const least = Math.min(a.length, b.length);
	for (let i = 0; i < least; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
	return a.length - b.length;
}

/** As their bytes in UTF-8 are ordered: by code point, where JavaScript orders by halves of surrogate pairs. */
function orderText(a: string, b: string): number {
	if (a === b) return 0;
	let at = 0;
	while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
	const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
	if (Number.isNaN(x) || Number.isNaN(y)) return a.length - b.length;
	const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;
	if (isSurrogate(x) !== isSurrogate(y)) return isSurrogate(x) ? 1 : -1;
	return x - y;
}

/** An IPv6 address with all but the first bits cleared. */
export function masked(address: Uint8Array, prefix: number): Uint8Array {
	if (prefix >= 128) return address;
	return address.map((byte, i) => byte & (0xff << Math.max(0, 8 - Math.max(0, prefix - i * 8))));
}

/** An IPv4 address with all but the first bits cleared. */
export const masked4 = (address: number, prefix: number): number => (prefix === 0 ? 0 : (address & (0xffff_ffff << (32 - prefix))) >>> 0);

const wholeLeast = -(2 ** 31);
const wholeMost = 2 ** 32 - 1;

/** What an operator makes of two values; undefined where it makes nothing: a division by zero, a number too large. */
export function calculate(operator: ArithmeticOperator, a: Value, b: Value, {family, bits}: ValueType): Value {
	if (a instanceof Uint8Array && b instanceof Uint8Array) return a.length < b.length ? undefined : b.map((byte, i) => byte & a[i]!);
	if (typeof a === 'bigint' || typeof b === 'bigint') return calculateWide(operator, BigInt(a as number), BigInt(b as number), family);
	if (typeof a !== 'number' || typeof b !== 'number') return undefined;
	if (family === 'ipv4') return (a & b) >>> 0;
	const result = calculateNumber(operator, a, b);
	if (family === 'float') return result;
	const whole = Math.trunc(result);
	return Number.isFinite(whole) && (bits > 32 || (whole >= wholeLeast && whole <= wholeMost)) ? whole + 0 : undefined;
}

function calculateNumber(operator: ArithmeticOperator, a: number, b: number): number {
	switch (operator) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			return a * b;
		case '/':
			return a / b;
		case '%':
			return a % b;
		case '&':
			return a < 0 || b < 0 ? a & b : (a & b) >>> 0;
	}
}

function calculateWide(operator: ArithmeticOperator, a: bigint, b: bigint, family: Family): Value {
	const result = wide(operator, a, b);
	if (result === undefined || family === 'duration') return result;
	return result >= -(1n << 63n) && result < 1n << 64n ? result : undefined;
}

function wide(operator: ArithmeticOperator, a: bigint, b: bigint): bigint | undefined {
	switch (operator) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			return a * b;
		case '/':
			return b === 0n ? undefined : a / b;
		case '%':
			return b === 0n ? undefined : a % b;
		case '&':
			return a & b;
	}
}

/** Whether a value, all of its bits, is zero. */
export function isZero(value: Value): boolean {
	if (value instanceof Uint8Array) return value.every(byte => byte === 0);
	return value === undefined || value === 0 || value === 0n || value === '';
}

/** The value without its sign, or with the other. */
export const negated = (value: Value): Value => (typeof value === 'number' ? 0 - value : typeof value === 'bigint' ? -value : undefined);
export const absolute = (value: Value): Value => (isBelowZero(value) ? negated(value) : value);
const isBelowZero = (value: Value): boolean => (typeof value === 'number' || typeof value === 'bigint') && value < 0;
