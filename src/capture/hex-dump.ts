/** How the offsets of a dump are written; `none` for a dump without any, which is one packet. */
export type OffsetBase = 'hex' | 'oct' | 'dec' | 'none';

/** How a dump is written: its offsets, and whether the bytes stand behind them as characters too. */
export type DumpForm = {readonly base?: OffsetBase; readonly hasCharacters?: boolean};

/** A packet of a dump, and the text that stood before it. */
export type DumpedPacket = {readonly bytes: Uint8Array; readonly preamble: string};

/** Bytes that a packet has at most, as text2pcap has it. */
export const maxPacket = 262_144;

/** Bytes of a line that are looked for as characters at its end. */
const maxBeside = 4096;

const digits: Readonly<Record<Exclude<OffsetBase, 'none'>, readonly [radix: number, pattern: RegExp]>> = {
	hex: [16, /^(?:0x)?([\da-f]{3,}):?$/i],
	oct: [8, /^([0-7]{3,}):?$/],
	dec: [10, /^(\d{3,}):?$/],
};

const byte = /^[\da-f]{2}$/i;
/** tcpdump -x writes two bytes in a group, behind an offset that says 0x. */
const group = /^(?:[\da-f]{2})+$/i;

/**
Reads a dump as text2pcap does: an offset of at least three digits, then bytes up to the first word that is none. Text before
an offset and lines without one are passed over, as is what follows a `#`; an offset of 0 begins a packet; one that
jumps ahead ends it, one that goes back goes on from there. `0x0000:  4500 0034`, as tcpdump -x prints it, is read too.
*/
export function* readHexDump(text: string, {base = 'hex', hasCharacters = false}: DumpForm = {}): Generator<DumpedPacket, void, undefined> {
	let bytes: number[] | undefined;
	let preamble = '';
	let packetPreamble = '';
	const packet = (): DumpedPacket[] => (bytes === undefined || bytes.length === 0 ? [] : [{bytes: Uint8Array.from(bytes), preamble: packetPreamble}]);
	for (const line of text.split(/\r?\n/)) {
		const words = (/^[^#]*/.exec(line)?.[0] ?? '').split(/[ \t]+/).filter(word => word !== '');
		if (base === 'none') {
			bytes ??= [];
			takeBytes(bytes, words, 0, false);
			continue;
		}

		const [radix, pattern] = digits[base];
		// A line that begins with a byte has no offset.
		const at = byte.test(words[0] ?? '') ? -1 : words.findIndex(word => pattern.test(word));
		if (at < 0) {
			if (words.length > 0) preamble = words.join(' ');
			continue;
		}

		const offset = Number.parseInt(pattern.exec(words[at]!)![1]!, radix);
		if (offset === 0) {
			yield* packet();
			bytes = [];
			packetPreamble = at > 0 ? words.slice(0, at).join(' ') : preamble;
			preamble = '';
		} else if (bytes === undefined || offset > bytes.length) {
			yield* packet();
			bytes = undefined;
			continue;
		}

		bytes!.length = offset;
		takeBytes(bytes!, words, at + 1, words[at]!.startsWith('0x'));
		if (hasCharacters) bytes!.length = offset + countBeside(bytes!.slice(offset), line);
	}

	yield* packet();
}

/** How many of the bytes of a line have their characters at its end; all of them where none has. */
function countBeside(bytes: readonly number[], line: string): number {
	if (bytes.length > maxBeside) return bytes.length;
	const end = line.trimEnd().replace(/\|$/, '');
	const all = bytes.map(value => (value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : '.')).join('');
	for (let count = bytes.length; count > 0; count--) {
		// Blanks at the end of a line get lost.
		const characters = all.slice(0, count).trimEnd();
		if (characters !== '' && end.endsWith(characters) && /[\s|]/.test(end.at(-characters.length - 1) ?? '')) return count;
	}

	return bytes.length;
}

function takeBytes(into: number[], words: readonly string[], from: number, grouped: boolean): void {
	for (let i = from; i < words.length && (grouped ? group : byte).test(words[i]!); i++) {
		for (let at = 0; at < words[i]!.length && into.length < maxPacket; at += 2) into.push(Number.parseInt(words[i]!.slice(at, at + 2), 16));
	}
}
