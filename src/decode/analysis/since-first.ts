import {blockSize, type PacketIndex} from '../packet-index.ts';

/** A time: whole seconds since 1970, and nanoseconds, which may be more than a second's or negative where a file says so. */
export type Instant = {readonly seconds: number; readonly nanoseconds: number};

/** When a row was captured. */
export function instantOf(index: PacketIndex, row: number): Instant {
	const block = index.block(row);
	const at = row % blockSize;
	return {seconds: block.seconds.at(at), nanoseconds: block.nanoseconds[at]!};
}

/** Time from one to another, as near as a number comes to it: in seconds, or in so many parts of one. */
export function secondsBetween(one: Instant, other: Instant, perSecond = 1): number {
	let seconds = other.seconds - one.seconds;
	let nanoseconds = other.nanoseconds - one.nanoseconds;
	// Both parts have one sign, so that their sum is rounded once.
	if (nanoseconds < 0 && seconds > 0) {
		seconds--;
		nanoseconds += 1e9;
	} else if (nanoseconds > 0 && seconds < 0) {
		seconds++;
		nanoseconds -= 1e9;
	}

	return seconds * perSecond + nanoseconds / (1e9 / perSecond);
}

/** The same from the first row to another. */
export const sinceFirst = (index: PacketIndex, row: number, perSecond = 1): number => secondsBetween(instantOf(index, 0), instantOf(index, row), perSecond);
