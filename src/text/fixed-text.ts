/** More digits than lie between a number and the middle of two. */
const moreDigits = 30;
const mostDigits = 100;

/** A number with so many digits behind the point; one that lies in the middle goes to the even digit, as C prints it. */
export function fixedText(value: number, digits: number): string {
	const text = value.toFixed(digits);
	const exact = value.toFixed(Math.min(mostDigits, digits + moreDigits));
	const point = exact.indexOf('.');
	const cut = point + 1 + digits;
	if (!/^50*$/.test(exact.slice(cut))) return text;
	const kept = digits === 0 ? exact.slice(0, point) : exact.slice(0, cut);
	return Number(kept.at(-1)) % 2 === 0 ? kept : text;
}
