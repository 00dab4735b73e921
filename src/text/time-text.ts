import {calendar, clockText, dateText, dayText, localOffset} from '../decode/clock.ts';
import type {TimeFormat} from './settings.ts';

/** The times that a column can tell, in nanoseconds; undefined where the file gives none. */
export type Moments = {
	readonly now: bigint | undefined;
	readonly first: bigint | undefined;
	readonly previous: bigint | undefined;
	readonly previousDisplayed: bigint | undefined;
	readonly row: number;
};

/** Digits behind the point for so many units a second: as tshark, 0 to 3, 6 or 9. */
export function digitsOf(unitsPerSecond: bigint): number {
	const digits = String(unitsPerSecond).length - 1;
	return digits < 3 ? digits : digits < 6 ? 3 : digits < 9 ? 6 : 9;
}

const billion = 1_000_000_000n;

/** `.025824`, cut off, not rounded. */
const fraction = (nanoseconds: bigint, digits: number): string => (digits === 0 ? '' : `.${nanoseconds.toString().padStart(9, '0').slice(0, digits)}`);

function secondsText(span: bigint, digits: number): string {
	const size = span < 0n ? -span : span;
	const text = `${size / billion}${fraction(size % billion, digits)}`;
	return span < 0n && /[1-9]/.test(text) ? `-${text}` : text;
}

function hmsText(span: bigint, digits: number): string {
	const size = span < 0n ? -span : span;
	const seconds = Number(size / billion);
	const pad = (n: number): string => String(n).padStart(2, ' ');
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor(seconds / 60) % 60;
	const rest = `${fraction(size % billion, digits)}s`;
	const sign = span < 0n ? '- ' : '';
	if (hours > 0) return `${sign}${hours}h ${pad(minutes)}m ${pad(seconds % 60)}${rest}`;
	if (minutes > 0) return `${sign}${minutes}m ${pad(seconds % 60)}${rest}`;
	return `${sign}${seconds}${rest}`;
}

function absoluteText(now: bigint, digits: number, format: TimeFormat): string {
	let seconds = now / billion;
	let rest = now % billion;
	if (rest < 0n) {
		rest += billion;
		seconds -= 1n;
	}

	const at = calendar(Number(seconds), format.startsWith('u') ? 0 : localOffset(Number(seconds)).seconds);
	const day = format.endsWith('doy') ? `${dayText(at)} ` : format.endsWith('d') ? `${dateText(at)} ` : '';
	return `${day}${clockText(at)}${fraction(rest, digits)}`;
}

/** Whole seconds since 1970 in one of the formats that tell a time of day. */
export const momentText = (seconds: number, format: TimeFormat): string => absoluteText(BigInt(seconds) * billion, 0, format);

/** The Time column, with so many digits behind the point; empty for a frame without a time. */
export function timeText({now, first, previous, previousDisplayed, row}: Moments, format: TimeFormat, digits: number, hms: boolean): string {
	if (now === undefined) return '';
	const span = hms ? hmsText : secondsText;
	switch (format) {
		case 'e':
			return secondsText(now, digits);
		case 'r':
			return span(now - (first ?? 0n), digits);
		case 'd':
			return span(row === 0 ? 0n : now - (previous ?? 0n), digits);
		case 'dd':
			return span(previousDisplayed === undefined ? 0n : now - previousDisplayed, digits);
		default:
			return absoluteText(now, digits, format);
	}
}
