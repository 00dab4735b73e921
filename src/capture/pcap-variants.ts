import {read32} from './bytes.ts';
import {longestFrame} from './reader.ts';
import type {PcapVariant} from './source.ts';

/** Records that are looked at to tell the variants apart. */
const PROBES = 3;

/** Lengths on the wire beyond this are not believed. */
const LONGEST_BELIEVED = 128 * 1024 * 1024;

/** Bytes of the record header: time, lengths, and what a variant adds behind them. */
export function recordHeader(variant: PcapVariant): number {
	switch (variant) {
		case 'modified':
		case 'ss991029':
			return 24;
		case 'ss990915':
			return 28;
		case 'nokia':
			return 20;
		default:
			return 16;
	}
}

/** Whether and when the two lengths of a record are the other way round: libpcap before 2.3 had them so. */
export type LengthOrder = 'usual' | 'swapped' | 'either';

/** What the records of a file look like. */
export type RecordShape = {
	readonly littleEndian: boolean;
	readonly nanoseconds: boolean;
	readonly linkType: number;
	/** As the file has it: 0 is no limit elsewhere, but here it is below every length, as for tshark. */
	readonly snapLength: number;
	readonly lengths: LengthOrder;
};

/** Bytes of the file, for looking ahead: fewer than `length` at its end. */
export type Peek = (place: number, length: number) => Uint8Array;

/**
Several patched libpcaps wrote the standard magic number or one another's, with more bytes in the record header. The
file is of the variant whose first record with something wrong has the least wrong, the earlier one when they are equal.
That is tshark's choice too, but for one thing: an end within a record does not count against the usual variant, or a
file that was cut in its first records, or that is still being written, could become a rare one.
*/
export function guessVariant(candidates: readonly PcapVariant[], shape: RecordShape, peek: Peek, first: number): PcapVariant {
	let best = candidates[0] ?? 'standard';
	let least = Infinity;
	for (const variant of candidates) {
		const wrong = wrongness(recordHeader(variant), shape, peek, first, variant === candidates[0] ? 0 : 1);
		if (wrong < least) {
			best = variant;
			least = wrong;
		}
	}

	return best;
}

/** How much is wrong with the first record with something wrong, if records have headers of `header` bytes; `cut` for an end within one. */
function wrongness(header: number, shape: RecordShape, peek: Peek, first: number, cut: number): number {
	const {littleEndian, nanoseconds, linkType, snapLength, lengths} = shape;
	let place = first;
	for (let probe = 0; probe < PROBES; probe++) {
		const record = peek(place, header);
		if (record.length === 0) return 0;
		if (record.length < header) return cut;
		let captured = read32(record, 8, littleEndian);
		let original = read32(record, 12, littleEndian);
		if (lengths === 'swapped' || (lengths === 'either' && captured > original)) [captured, original] = [original, captured];
		let wrong = 0;
		if (read32(record, 4, littleEndian) >= (nanoseconds ? 1_000_000_000 : 1_000_000)) wrong++;
		if (captured > longestFrame(linkType)) wrong++;
		if (captured > snapLength) wrong++;
		if (original > LONGEST_BELIEVED) wrong++;
		if (captured > original) wrong++;
		if (wrong > 0) return wrong;
		place += header + captured;
		if (captured > 0 && peek(place - 1, 1).length === 0) return cut;
	}

	return 0;
}
