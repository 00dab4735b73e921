/** Sizes and alignments of the fields that the bits of a presence word announce, from bit 0 (radiotap.org, 'Defined fields'). */
const layout: ReadonlyArray<readonly [size: number, align: number]> = [
	[8, 8],
	[1, 1],
	[1, 1],
	[4, 2],
	[2, 2],
	[1, 1],
	[1, 1],
	[2, 2],
	[2, 2],
	[2, 2],
	[1, 1],
	[1, 1],
	[1, 1],
	[1, 1],
	[2, 2],
	[2, 2],
	[1, 1],
	[1, 1],
	[8, 4],
	[3, 1],
	[8, 4],
	[12, 2],
	[12, 8],
	[12, 2],
	[12, 2],
	[6, 2],
	[1, 1],
	[4, 2],
];

/** Numbers of the bits. */
export const present = {
	timer: 0,
	flags: 1,
	rate: 2,
	channel: 3,
	signal: 5,
	noise: 6,
	quality: 7,
	txAttenuation: 8,
	dbTxAttenuation: 9,
	txPower: 10,
	antenna: 11,
	dbSignal: 12,
	dbNoise: 13,
	rxFlags: 14,
	txFlags: 15,
	dataRetries: 17,
	mcs: 19,
	timestamp: 22,
} as const;

const namespaceBit = 29;
const moreBit = 31;

/** Words of presence that one header may have; more is an attack. */
const maxWords = 32;

/** Version, padding and length. */
export const fixedSize = 4;

const u32 = (b: Uint8Array, at: number): number => (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0;

/** A header without a field: the fixed part, and a word of presence. */
export const leastSize = 8;

/** How many words of presence there are. */
export function presenceWords(b: Uint8Array, start: number, end: number): number {
	let words = 1;
	while (words < maxWords && start + fixedSize + words * 4 + 4 <= end && u32(b, start + words * 4) >>> moreBit === 1) words++;
	return words;
}

/** Whether the words of presence of the header `[start, limit)` end in it, as far as it was captured. */
export function isPresenceWhole(b: Uint8Array, start: number, limit: number, end: number): boolean {
	let at = start + fixedSize;
	while (at + 4 <= limit && at + 4 <= end && u32(b, at) >>> moreBit === 1) at += 4;
	return at + 4 <= limit;
}

/** Whether the word in that place announces radiotap's own fields: the first does, and one behind a word that says so. */
export const isOwn = (b: Uint8Array, start: number, word: number): boolean => word === 0 || ((u32(b, start + word * 4) >>> namespaceBit) & 1) === 1;

/** Calls `found` with the number and the place of each field, in order; stops at one whose size is not known. */
export function eachField(b: Uint8Array, start: number, end: number, found: (bit: number, at: number) => void): void {
	const words = presenceWords(b, start, end);
	let at = start + fixedSize + words * 4;
	for (let word = 0; word < words && isOwn(b, start, word); word++) {
		const bits = u32(b, start + fixedSize + word * 4);
		for (let bit = 0; bit < namespaceBit; bit++) {
			if (((bits >>> bit) & 1) === 0) continue;
			const place = layout[bit];
			if (place === undefined) return;
			const [size, align] = place;
			at = start + Math.ceil((at - start) / align) * align;
			if (at + size > end) return;
			found(bit, at);
			at += size;
		}
	}
}

const dataBits = [0.5, 1, 1.5, 2, 3, 4, 4.5, 5] as const;

/** What a frame in 802.11n's form was sent with (IEEE 802.11-2016, section 19.3.5). */
export type HighThroughput = {readonly index: number; readonly wide: boolean; readonly shortGuard: boolean; readonly streams: number; readonly blockCoded: number};

/** Bits in a symbol. */
export const bitsPerSymbol = ({index, wide}: HighThroughput): number => (wide ? 108 : 52) * dataBits[index & 7]! * ((index >> 3) + 1);

/** The same as a rate, in Mb/s. */
export const rateOf = (ht: HighThroughput): number => bitsPerSymbol(ht) / (ht.shortGuard ? 3.6 : 4);

/** The three bytes of an MCS field; undefined where they do not tell a rate. */
export function highThroughput(b: Uint8Array, at: number): HighThroughput | undefined {
	const known = b[at]!;
	const flags = b[at + 1]!;
	const index = b[at + 2]!;
	if ((known & 0x07) !== 0x07 || index > 31) return undefined;
	return {index, wide: (flags & 3) === 1, shortGuard: (flags & 4) !== 0, streams: (index >> 3) + 1, blockCoded: known & 0x20 ? (flags >> 5) & 3 : 0};
}
