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
	/** A heap by sequence number, then by order of arrival. */
	readonly #heap: Array<{readonly segment: Early; readonly order: number}> = [];
	#order = 0;
	bytes = 0;

	get count(): number {
		return this.#heap.length;
	}

	/** The first in order of the stream. */
	get first(): Early | undefined {
		return this.#heap[0]?.segment;
	}

	/** Whether a segment of `length` bytes has room. */
	hasRoom(length: number): boolean {
		return this.#heap.length < maxEarly && this.bytes + length <= maxEarlyBytes;
	}

	add(segment: Early): void {
		const heap = this.#heap;
		this.bytes += segment.bytes.length;
		let at = heap.push({segment, order: this.#order++}) - 1;
		while (at > 0) {
			const above = (at - 1) >>> 1;
			if (!this.#before(at, above)) break;
			this.#swap(at, above);
			at = above;
		}
	}

	/** Takes the first. */
	take(): Early | undefined {
		const heap = this.#heap;
		const first = heap[0];
		const last = heap.pop();
		if (first === undefined || last === undefined) return undefined;
		this.bytes -= first.segment.bytes.length;
		if (heap.length > 0) {
			heap[0] = last;
			for (let at = 0;;) {
				const left = 2 * at + 1;
				let least = at;
				if (left < heap.length && this.#before(left, least)) least = left;
				if (left + 1 < heap.length && this.#before(left + 1, least)) least = left + 1;
				if (least === at) break;
				this.#swap(at, least);
				at = least;
			}
		}

		return first.segment;
	}

	#before(a: number, b: number): boolean {
		const x = this.#heap[a]!;
		const y = this.#heap[b]!;
		const distance = after(x.segment.sequence, y.segment.sequence);
		return distance === 0 ? x.order < y.order : distance < 0;
	}

	#swap(a: number, b: number): void {
		const x = this.#heap[a]!;
		this.#heap[a] = this.#heap[b]!;
		this.#heap[b] = x;
	}
}
