import {blockSize, type PacketIndex} from '../packet-index.ts';

/** Time from the first row to another, as near as a number comes to it: in seconds, or in so many parts of one. */
export function sinceFirst(index: PacketIndex, row: number, perSecond = 1): number {
	const first = index.block(0);
	const block = index.block(row);
	const at = row % blockSize;
	let seconds = block.seconds.at(at) - first.seconds.at(0);
	let nanoseconds = block.nanoseconds[at]! - first.nanoseconds[0]!;
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
