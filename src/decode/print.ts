import {ByteText} from './byte-text.ts';
import type {Field, Value} from './field.ts';
import {localTime, utcTime} from './clock.ts';
import {names, type Transport} from './names.ts';

const hexPairs = Array.from({length: 256}, (_, i) => i.toString(16).padStart(2, '0'));

/** `0a1b2c`, or with a separator `0a:1b:2c`. */
export function hexBytes(b: Uint8Array, separator = ''): string {
	let out = '';
	for (let i = 0; i < b.length; i++) out += i === 0 || separator === '' ? hexPairs[b[i]!] : separator + hexPairs[b[i]!];
	return out;
}

export const macText = (b: Uint8Array): string => hexBytes(b, ':');

export const ipv4Text = (b: Uint8Array, at = 0): string => `${b[at]}.${b[at + 1]}.${b[at + 2]}.${b[at + 3]}`;

const written = new ByteText();

/** RFC 5952, except that a mapped or compatible IPv4 address is written with dots, as inet_ntop does. */
export function ipv6Text(b: Uint8Array, at = 0): string {
	written.clear().ipv6(b, at);
	return written.toString();
}

/** An address of a link (6 bytes) or of a network (4 or 16), never a name. */
export const addressDigits = (b: Uint8Array): string => (b.length === 6 ? macText(b) : b.length === 4 ? ipv4Text(b) : ipv6Text(b));

/** A link address, or the name it goes by. */
export const linkName = (b: Uint8Array): string => names.link?.(b) ?? macText(b);

/** A network address of 4 or 16 bytes, or the name of its host. */
export const hostName = (b: Uint8Array): string => names.host?.(b) ?? (b.length === 4 ? ipv4Text(b) : ipv6Text(b));

/** An address as the tree has it: `web.example.com (198.51.100.80)`, or its digits alone where nobody asks for names. */
export function addressLabel(b: Uint8Array): string {
	const digits = addressDigits(b);
	const find = b.length === 6 ? names.link : names.host;
	return find === undefined ? digits : `${find(b) ?? digits} (${digits})`;
}

/** A port as the tree has it: `https (443)`, or its number alone. */
export const portLabel = (transport: Transport, port: number): string => (names.service === undefined ? String(port) : `${names.service(transport, port) ?? port} (${port})`);

/** A port as the list has it: `https(443)`, or its number alone. */
export function portInfo(transport: Transport, port: number): string {
	const name = names.service?.(transport, port);
	return name === undefined ? String(port) : `${name}(${port})`;
}

/** Writes the same. */
export function writePort(line: ByteText, transport: Transport, port: number): void {
	if (names.service === undefined) line.number(port);
	else line.text(portInfo(transport, port));
}

export const guidText = (b: Uint8Array): string =>
	`${hexBytes(b.subarray(0, 4))}-${hexBytes(b.subarray(4, 6))}-${hexBytes(b.subarray(6, 8))}-${hexBytes(b.subarray(8, 10))}-${hexBytes(b.subarray(10, 16))}`;

/** Writes nanoseconds as seconds with nine digits behind the point. */
function writeSeconds(out: ByteText, nanoseconds: bigint): void {
	if (nanoseconds < 0n) out.byte(45);
	const whole = nanoseconds < 0n ? -nanoseconds : nanoseconds;
	const seconds = whole / 1_000_000_000n;
	// More than a number can count says itself what it is.
	if (seconds <= 0xffff_ffffn) out.number(Number(seconds));
	else out.text(String(seconds));
	out.byte(46);
	out.digits(Number(whole - seconds * 1_000_000_000n), 9);
}

/** The same as a string. */
export function secondsText(nanoseconds: bigint): string {
	writeSeconds(written.clear(), nanoseconds);
	return written.toString();
}

/** ITU-T X.690, section 8.19: base 128 arcs, the first of which holds two. */
export function oidText(b: Uint8Array): string {
	const arcs: string[] = [];
	let arc = 0n;
	for (const byte of b) {
		arc = (arc << 7n) | BigInt(byte & 0x7f);
		if (byte & 0x80) continue;
		if (arcs.length === 0) {
			const first = arc < 80n ? arc / 40n : 2n;
			arcs.push(String(first), String(arc - first * 40n));
		} else {
			arcs.push(String(arc));
		}

		arc = 0n;
	}

	return arcs.join('.');
}

/** So many significant digits, as C's `%g`. */
function floatText(value: number, digits: number): string {
	if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
	if (value === 0) return Object.is(value, -0) ? '-0' : '0';
	const [mantissa, power] = value.toExponential(digits - 1).split('e') as [string, string];
	const exponent = Number(power);
	const short = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
	if (exponent < -4 || exponent >= digits) return `${short(mantissa)}e${power[0]}${power.slice(1).padStart(2, '0')}`;
	return short(value.toFixed(digits - 1 - exponent));
}

/** Hexadecimal digits that a value of the field's type is printed with. */
export function hexDigits({look, size}: Field): number {
	if (look.digits >= 0) return look.digits;
	const bits = /\d+$/.exec(look.type);
	// Wireshark writes numbers of more than four bytes as if they had eight.
	look.digits = bits === null ? size * 2 : Number(bits[0]) > 32 ? 16 : Math.ceil(Number(bits[0]) / 4) || size * 2;
	return look.digits;
}

const charEscapes: Readonly<Record<number, string>> = {0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 39: "\\'", 92: '\\\\'};

const charText = (code: number): string => `'${charEscapes[code] ?? (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : `\\x${code.toString(16).padStart(2, '0')}`)}'`;

export function numberText(field: Field, value: number | bigint, digits = hexDigits(field)): string {
	switch (field.base) {
		case 'hex':
		case 'hex_dec':
			return `0x${(value < 0 ? BigInt.asUintN((field.size || 4) * 8, BigInt(value)) : value).toString(16).padStart(digits, '0')}`;
		case 'oct':
			return value === 0 ? '0' : `0${value.toString(8)}`;
		default:
			return String(value);
	}
}

/** A value in the words of `-T fields`; `bytes` as hexadecimal without separators. */
export function printValue(field: Field, value: Value): string {
	switch (typeof value) {
		case 'string':
			return value;
		case 'undefined':
			return '1';
		case 'number':
			if (field.kind === 'float') return floatText(value, field.size === 8 ? 15 : 6);
			if (field.kind === 'bool') return value ? '1' : '0';
			if (field.kind === 'char') return charText(value);
			return numberText(field, value);
		case 'bigint':
			if (value === 0n && field.unset !== undefined) return field.unset;
			if (field.kind === 'time') return field.zone === 'local' ? localTime(value) : utcTime(value);
			if (field.kind === 'duration') return secondsText(value);
			// Wireshark writes those that have names in decimal, whatever their base is.
			return field.values === undefined ? numberText(field, value) : String(value);
		default:
			switch (field.kind) {
				case 'ipv4':
					return ipv4Text(value);
				case 'ipv6':
					return ipv6Text(value);
				case 'mac':
				case 'eui64':
					return hexBytes(value, ':');
				case 'guid':
					return guidText(value);
				case 'oid':
					return oidText(value);
				default:
					return field.written === undefined ? hexBytes(value) : field.written(value);
			}
	}
}

/** Writes a number as it is printed with so many hexadecimal digits. */
export function writeNumber(out: ByteText, field: Field, value: number, digits = hexDigits(field)): void {
	const {base} = field.look;
	const isHex = base === 'hex' || base === 'hex_dec';
	if (value >>> 0 !== value || base === 'oct' || (isHex && digits > 8)) out.text(numberText(field, value, digits));
	else if (isHex) out.hexNumber(value, digits);
	else out.number(value);
}

/** Writes what `printValue` gives where that is digits alone; false, and nothing, where it may be any text. */
export function writeDigits(out: ByteText, field: Field, value: Value): boolean {
	switch (field.kind) {
		case 'uint':
		case 'int':
		case 'frame':
			if (typeof value !== 'number') return false;
			writeNumber(out, field, value);
			return true;
		case 'bool':
			if (typeof value !== 'number') return false;
			out.byte(value ? 49 : 48);
			return true;
		case 'duration':
			if (typeof value !== 'bigint' || (value === 0n && field.look.unset !== undefined)) return false;
			writeSeconds(out, value);
			return true;
		case 'ipv4':
			if (!(value instanceof Uint8Array) || value.length !== 4) return false;
			out.ipv4(value, 0);
			return true;
		case 'ipv6':
			if (!(value instanceof Uint8Array) || value.length !== 16) return false;
			out.ipv6(value, 0);
			return true;
		case 'mac':
		case 'eui64':
			if (!(value instanceof Uint8Array)) return false;
			out.hex(value, 58);
			return true;
		case 'bytes':
			if (!(value instanceof Uint8Array) || field.look.written !== undefined) return false;
			out.hex(value);
			return true;
		default:
			return false;
	}
}

/** The name of a number, where the field has names. */
export function nameOf(field: Field, value: Value): string | undefined {
	const {values, meaning} = field.look;
	if (meaning !== undefined && (typeof value === 'number' || typeof value === 'bigint')) return value ? meaning[0] : meaning[1];
	if (values === undefined || (typeof value !== 'number' && typeof value !== 'bigint')) return undefined;
	return typeof values === 'function' ? values(Number(value)) : values.get(Number(value));
}
