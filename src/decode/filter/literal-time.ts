import {calendar, daysOf, localOffset, splitTime} from '../clock.ts';
import {type Place, Wrong} from './error.ts';
import type {Literal} from './literal.ts';

const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;
const spelt = /^\s*([A-Za-z]{3})\s+(\d{1,2}),\s*(\d{4})\s+(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:\s+(UTC))?\s*$/;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Nanoseconds since 1970 of `2024-02-29 12:34:56.789Z` or `Feb 29, 2024 12:34:56.789 UTC`; local time where no zone is given. */
export function timeLiteral(text: string, place: Place): Literal {
	const a = iso.exec(text);
	const b = a === null ? spelt.exec(text) : null;
	const value = a !== null
		? instant(Number(a[1]), Number(a[2]), Number(a[3]), Number(a[4] ?? 0), Number(a[5] ?? 0), Number(a[6] ?? 0), a[7], a[8])
		: b !== null
		? instant(Number(b[3]), months.indexOf(b[1]!.toLowerCase()) + 1, Number(b[2]), Number(b[4]), Number(b[5]), Number(b[6]), b[7], b[8])
		: undefined;
	if (value === undefined) throw new Wrong(`"${text}" is not a time, such as "2024-02-29 12:34:56.789" or "2024-02-29T12:34:56Z"`, place);
	return {value};
}

function instant(year: number, month: number, day: number, hour: number, minute: number, second: number, fraction = '', zone?: string): bigint | undefined {
	if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return undefined;
	const days = daysOf(year, month, day);
	const next = month === 12 ? daysOf(year + 1, 1, 1) : daysOf(year, month + 1, 1);
	if (day < 1 || days >= next) return undefined;
	const wall = days * 86_400 + hour * 3600 + minute * 60 + second;
	const nanoseconds = BigInt(fraction.slice(0, 9).padEnd(9, '0'));
	return BigInt(wall - offsetAt(wall, zone)) * 1_000_000_000n + nanoseconds;
}

/** What the clock that showed `wall` was ahead of UTC by. */
function offsetAt(wall: number, zone: string | undefined): number {
	if (zone === 'Z' || zone === 'UTC') return 0;
	if (zone === undefined) return localOffset(wall - localOffset(wall).seconds).seconds;
	const size = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(3).replace(':', '') || 0) * 60;
	return zone.startsWith('-') ? -size : size;
}

/** Nanoseconds of `1.5`. */
export function durationLiteral(text: string, place: Place): Literal | undefined {
	const match = /^(\d+)(?:\.(\d+))?s?$/.exec(text);
	if (match === null) return undefined;
	const [, whole = '', fraction = ''] = match;
	if (fraction.length > 9) throw new Wrong(`${text} is finer than a nanosecond`, place);
	return {value: BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'))};
}

/** The time as `timeLiteral` reads it, to the nanosecond: `2024-02-29 12:34:56.000000789Z`. */
export function utcCalendarText(nanoseconds: bigint): string {
	const {seconds, nanoseconds: rest} = splitTime(nanoseconds);
	const {year, month, day, hour, minute, second} = calendar(seconds);
	const pad = (n: number, digits = 2): string => String(n).padStart(digits, '0');
	return `${pad(year, 4)}-${pad(month)}-${pad(day)} ${pad(hour)}:${pad(minute)}:${pad(second)}.${pad(rest, 9)}Z`;
}
