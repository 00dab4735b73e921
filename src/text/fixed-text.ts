import type {ByteText} from '../decode/byte-text.ts';

const point = 46;
/** More digits than lie between a number and the middle of two. */
const moreDigits = 30;
const mostDigits = 100;
const exactProduct = 2 ** 40;
const nearMiddle = 2 ** -10;

/** A number with so many digits behind the point; one that lies in the middle goes to the even digit, as C prints it. */
export function fixedText(value: number, digits: number): string {
	const text = value.toFixed(digits);
	// Up to here a product is far more exact than this distance from the middle.
	const scaled = Math.abs(value) * 10 ** digits;
	if (scaled < exactProduct && Math.abs(scaled % 1 - 0.5) > nearMiddle) return text;
	const exact = value.toFixed(Math.min(mostDigits, digits + moreDigits));
	const dot = exact.indexOf('.');
	const cut = dot + 1 + digits;
	if (!/^50*$/.test(exact.slice(cut))) return text;
	const kept = digits === 0 ? exact.slice(0, dot) : exact.slice(0, cut);
	return Number(kept.at(-1)) % 2 === 0 ? kept : text;
}

const powers = Array.from({length: 10}, (_, digits) => 10 ** digits);

/** The same (up to nine digits) at the right side of a column that is at least so wide. */
export function writeFixed(to: ByteText, value: number, digits: number, width: number): void {
	const power = powers[digits]!;
	const scaled = value * power;
	if (value >= 0 && scaled < exactProduct && Math.abs(scaled % 1 - 0.5) > nearMiddle) {
		const rounded = Math.round(scaled);
		const whole = Math.floor(rounded / power);
		to.number(whole, width - 1 - digits);
		to.byte(point);
		to.digits(rounded - whole * power, digits);
		return;
	}

	const text = fixedText(value, digits);
	to.spaces(width - text.length);
	to.text(text);
}
