import {UsageError} from './options.ts';

/** How the bytes of a packet are written: two, eight or sixteen digits, or base64. */
export type DataBase = '2' | '8' | '16' | '64';

/** A packet that a pattern found: its bytes, and the text of its other groups. */
export type FoundPacket = {readonly bytes: Uint8Array; readonly time: string | undefined; readonly direction: string | undefined; readonly number: bigint | undefined};

const alphabets: Readonly<Record<DataBase, readonly [bits: number, digits: string]>> = {
	2: [1, '01'],
	8: [3, '01234567'],
	16: [4, '0123456789abcdef'],
	64: [6, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'],
};

/** Understands a pattern: a regular expression with a group `data`, and perhaps `time`, `dir` and `seqno`. Throws UsageError. */
export function dumpPattern(text: string): RegExp {
	let pattern: RegExp;
	try {
		pattern = new RegExp(text, 'gm');
	} catch (error) {
		throw new UsageError(`-r takes a regular expression: ${error instanceof Error ? error.message : String(error)}`);
	}

	if (!text.includes('(?<data>')) throw new UsageError(`-r takes a regular expression with a group (?<data>…), not '${text}'.`);
	return pattern;
}

/** The packets that a pattern finds in a text, as text2pcap does. */
export function* readPattern(text: string, pattern: RegExp, base: DataBase): Generator<FoundPacket, void, undefined> {
	for (const {groups = {}} of text.matchAll(pattern)) {
		const {data = '', time, dir, seqno} = groups;
		const bytes = bytesOf(data, base);
		if (bytes.length > 0) yield {bytes, time, direction: dir, number: seqno !== undefined && /^\d{1,19}$/.test(seqno) ? BigInt(seqno) : undefined};
	}
}

/** Digits up to the first character that is none, but for blanks; what does not fill a byte at the end is left out. */
function bytesOf(data: string, base: DataBase): Uint8Array {
	const [bits, digits] = alphabets[base];
	const bytes: number[] = [];
	let held = 0;
	let count = 0;
	for (const character of base === '16' ? data.toLowerCase() : data) {
		if (/\s/.test(character)) continue;
		const digit = digits.indexOf(character);
		if (digit < 0) break;
		held = (held << bits) | digit;
		count += bits;
		if (count < 8) continue;
		count -= 8;
		bytes.push((held >>> count) & 0xff);
		held &= (1 << count) - 1;
	}

	return Uint8Array.from(bytes);
}
