/** The field of a journal entry that holds its time, in decimal microseconds since the epoch. */
const TIME_FIELD = new TextEncoder().encode('__REALTIME_TIMESTAMP=');

const LARGEST = 2n ** 64n;

/**
Microseconds since the epoch of a journal entry in [start, end) of `bytes`, or undefined where it has no time. The first
occurrence before any NUL counts, wherever in a line; blanks and a sign are allowed: tshark reads it as a C string.
https://systemd.io/JOURNAL_EXPORT_FORMATS/
*/
export function journalTime(bytes: Uint8Array, start: number, end: number): bigint | undefined {
	const entry = bytes.subarray(start, end);
	const nul = entry.indexOf(0);
	const last = nul < 0 ? entry.length : nul;
	let at = find(entry, last);
	if (at < 0) return undefined;
	while (at < last && (entry[at] === 0x20 || ((entry[at] ?? 0) >= 9 && (entry[at] ?? 0) <= 13))) at++;
	const sign = entry[at];
	if (sign === 0x2b || sign === 0x2d) at++;
	const first = at;
	let value = 0n;
	for (; at < last; at++) {
		const digit = (entry[at] ?? 0) - 0x30;
		if (digit < 0 || digit > 9) break;
		value = value * 10n + BigInt(digit);
		if (value >= LARGEST) return undefined;
	}

	if (at === first) return undefined;
	return sign === 0x2d ? BigInt.asUintN(64, -value) : value;
}

/** Where the value of the time field begins before `end`, or -1. */
function find(entry: Uint8Array, end: number): number {
	const first = TIME_FIELD[0] ?? 0;
	for (let at = entry.indexOf(first); at >= 0 && at + TIME_FIELD.length <= end; at = entry.indexOf(first, at + 1)) {
		let same = 1;
		while (same < TIME_FIELD.length && entry[at + same] === TIME_FIELD[same]) same++;
		if (same === TIME_FIELD.length) return at + same;
	}

	return -1;
}
