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
	readonly lengths: LengthOrder;
};

/**
Several patched libpcaps wrote the standard magic number or one another's, with more bytes in the record header. The
variant whose first records look least wrong is the file's, the earlier one when they are equal.
*/
export function guessVariant(candidates: readonly PcapVariant[], shape: RecordShape, bytes: (place: number, length: number) => Uint8Array, first: number): PcapVariant {
	let best = candidates[0] ?? 'standard';
	let least = Infinity;
	for (const variant of candidates) {
		const wrong = wrongness(recordHeader(variant), shape, bytes, first);
		if (wrong < least) {
			best = variant;
			least = wrong;
		}
	}

	return best;
}

function wrongness(header: number, shape: RecordShape, bytes: (place: number, length: number) => Uint8Array, first: number): number {
	let wrong = 0;
	let place = first;
	for (let probe = 0; probe < PROBES; probe++) {
		const record = bytes(place, header);
		if (record.length < header) break;
		let captured = read32(record, 8, shape.littleEndian);
		let original = read32(record, 12, shape.littleEndian);
		if (shape.lengths === 'swapped' || (shape.lengths === 'either' && captured > original)) [captured, original] = [original, captured];
		if (read32(record, 4, shape.littleEndian) >= (shape.nanoseconds ? 1_000_000_000 : 1_000_000)) wrong++;
		if (captured > longestFrame(shape.linkType)) wrong++;
		if (original > LONGEST_BELIEVED) wrong++;
		if (captured > original) wrong++;
		place += header + captured;
	}

	return wrong;
}
