import {type OffsetBase, readHexDump} from '../capture/hex-dump.ts';
import type {Direction} from './dummy-headers.ts';
import {type DataBase, readPattern} from './pattern-dump.ts';

/** A packet of a dump, with what stood beside it: its time, which way it went, the number it had. */
export type DumpedPacket = {
	readonly bytes: Uint8Array;
	readonly time: bigint | undefined;
	readonly direction: Direction | undefined;
	/** epb_flags: in, out, or not known. */
	readonly flags?: number;
	readonly packetId?: bigint;
};

/** How a dump is to be read. */
export type Reading = {
	readonly timeOf: (text: string) => bigint | undefined;
	/** Whether an I or O stands before packets. */
	readonly isDirected: boolean;
	readonly base: OffsetBase;
	readonly hasCharacters: boolean;
	readonly pattern: RegExp | undefined;
	readonly dataBase: DataBase;
};

const flagsOf: Readonly<Record<Direction, number>> = {in: 1, out: 2};

const directionOf = (text: string, of: {readonly in: string; readonly out: string}): Direction | undefined => {
	const first = text.trimStart().charAt(0);
	return first === '' ? undefined : of.in.includes(first) ? 'in' : of.out.includes(first) ? 'out' : undefined;
};

const beside = (time: bigint | undefined, direction: Direction | undefined, isDirected: boolean): Omit<DumpedPacket, 'bytes'> => ({
	time,
	direction,
	...isDirected ? {flags: direction === undefined ? 0 : flagsOf[direction]} : {},
});

/** The packets of a dump, as it is to be read. */
export function* dumpedPackets(text: string, {timeOf, isDirected, base, hasCharacters, pattern, dataBase}: Reading): Generator<DumpedPacket, void, undefined> {
	if (pattern !== undefined) {
		for (const {bytes, time, direction, number} of readPattern(text, pattern, dataBase)) {
			const went = direction === undefined ? undefined : directionOf(direction, {in: 'iI<', out: 'oO>'});
			yield {bytes, ...beside(time === undefined ? undefined : timeOf(time), went, direction !== undefined), ...number === undefined ? {} : {packetId: number}};
		}

		return;
	}

	for (const {bytes, preamble} of readHexDump(text, {base, hasCharacters})) {
		const direction = isDirected ? directionOf(preamble, {in: 'iI', out: 'oO'}) : undefined;
		yield {bytes, ...beside(timeOf(direction === undefined ? preamble : preamble.trimStart().slice(1).trimStart()), direction, isDirected)};
	}
}
