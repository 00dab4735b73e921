import {Heap} from './heap.ts';

/** Segments that may wait behind gaps in one direction; then the gap is given up. */
export const maxEarly = 8192;
/** Bytes that may wait behind gaps in one direction. */
export const maxEarlyBytes = 16 * 1024 * 1024;

/** A segment that came before the bytes in front of it. `bytes` is a copy. */
export type Early = {
	readonly row: number;
	readonly sequence: number;
	readonly bytes: Uint8Array;
	/** Place of the bytes in the row's segment source. */
	readonly from: number;
	/** How the log knows it. */
	readonly held: number;
	/** Nothing follows it. */
	readonly fin: boolean;
};

/** Signed distance of sequence numbers. */
export const after = (a: number, b: number): number => (a - b) | 0;

/** The segments of one direction that wait behind a gap, the first in front. Knows numbers and lengths, no protocols. */
export class EarlySegments {
	/** By sequence number, then by order of arrival. */
	readonly #heap = new Heap<{readonly segment: Early; readonly order: number}>((one, other) => {
		const distance = after(one.segment.sequence, other.segment.sequence);
		return distance === 0 ? one.order < other.order : distance < 0;
	});
	#order = 0;
	bytes = 0;

	get count(): number {
		return this.#heap.count;
	}

	/** The first in order of the stream. */
	get first(): Early | undefined {
		return this.#heap.first?.segment;
	}

	/** Whether a segment of `length` bytes has room. */
	hasRoom(length: number): boolean {
		return this.#heap.count < maxEarly && this.bytes + length <= maxEarlyBytes;
	}

	add(segment: Early): void {
		this.bytes += segment.bytes.length;
		this.#heap.add({segment, order: this.#order++});
	}

	/** Takes the first. */
	take(): Early | undefined {
		const first = this.#heap.take()?.segment;
		this.bytes -= first?.bytes.length ?? 0;
		return first;
	}
}
