import {BATCH_ROWS, makeBatch} from './reader.ts';
import type {CaptureSource} from './source.ts';

/** One frame of a capture that was read, as its columns have it. */
export type KnownFrame = {
	readonly place: number;
	readonly captured: number;
	readonly original: number;
	readonly seconds: number;
	readonly nanoseconds: number;
	readonly interfaceId: number;
	readonly flags: number;
};

/**
Some frames of a capture that was read to its end, as a capture of its own: interfaces, names, secrets and what is said of
single frames are the same. Lives as long as the other is open.
*/
export function subsetSource(source: CaptureSource, frames: readonly KnownFrame[]): CaptureSource {
	const batch = makeBatch();
	let next = 0;
	return {
		// What the other one's getters say does not change any more: it is read.
		...source,
		fault: undefined,
		read() {
			if (next === frames.length) return undefined;
			batch.count = Math.min(BATCH_ROWS, frames.length - next);
			const some = frames.slice(next, next + batch.count);
			batch.bytes = new Uint8Array(some.reduce((sum, {captured}) => sum + captured, 0));
			let start = 0;
			for (const [i, frame] of some.entries()) {
				batch.bytes.set(source.store.read(frame.place, frame.captured), start);
				batch.start[i] = start;
				batch.place[i] = frame.place;
				batch.captured[i] = frame.captured;
				batch.original[i] = frame.original;
				batch.seconds[i] = frame.seconds;
				batch.nanoseconds[i] = frame.nanoseconds;
				batch.interface[i] = frame.interfaceId;
				batch.flags[i] = frame.flags;
				start += frame.captured;
			}

			next += batch.count;
			return batch;
		},
		more: () => Promise.resolve(false),
		get bytesRead() {
			return next;
		},
		size: frames.length,
		get share() {
			return frames.length === 0 ? 1 : next / frames.length;
		},
		close() {},
	};
}
