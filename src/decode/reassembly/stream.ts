/** Segments that may wait behind a gap in one direction; then the gap is given up. */
export const maxEarly = 1024;
/** Bytes that may wait behind a gap in one direction. */
export const maxEarlyBytes = 4 * 1024 * 1024;

/** A segment that came before the bytes in front of it. `bytes` is a copy. */
export type Early = {readonly row: number; readonly sequence: number; readonly bytes: Uint8Array; readonly from: number};

/** What a segment adds to the stream. */
export type Arrival = 'next' | 'again' | 'early';

/** Signed distance of sequence numbers. */
export const after = (a: number, b: number): number => (a - b) | 0;

/** One direction of a TCP stream: puts segments in order. Knows numbers and lengths, no protocols. */
export class Ordering {
	/** The next sequence number; undefined until the first segment. */
	next: number | undefined;
	#early: Early[] = [];
	#earlyBytes = 0;

	/** Whether a segment of `length` bytes at `sequence` comes next, was there before, or leaves a gap. */
	place(sequence: number, length: number): Arrival {
		this.next ??= sequence;
		const ahead = after(sequence, this.next);
		if (ahead > 0) return 'early';
		return ahead + length <= 0 ? 'again' : 'next';
	}

	/** Bytes at the front of a segment at `sequence` that were there before. */
	overlap(sequence: number): number {
		return Math.max(0, -after(sequence, this.next!));
	}

	advance(sequence: number, length: number): void {
		this.next = (sequence + length) >>> 0;
	}

	/** Keeps a segment until what is missing in front of it comes. False when too much waits already. */
	keep(segment: Early): boolean {
		if (this.#early.length >= maxEarly || this.#earlyBytes + segment.bytes.length > maxEarlyBytes) return false;
		this.#early.push(segment);
		this.#earlyBytes += segment.bytes.length;
		return true;
	}

	/** The kept segment that comes next now, if there is one. */
	release(): Early | undefined {
		for (let i = 0; i < this.#early.length; i++) {
			const segment = this.#early[i]!;
			const ahead = after(segment.sequence, this.next!);
			if (ahead > 0) continue;
			this.#early.splice(i--, 1);
			this.#earlyBytes -= segment.bytes.length;
			if (ahead + segment.bytes.length > 0) return segment;
		}

		return undefined;
	}

	/** Sequence number of the first kept segment; undefined without any. */
	get firstEarly(): number | undefined {
		let first: number | undefined;
		for (const {sequence} of this.#early) if (first === undefined || after(sequence, first) < 0) first = sequence;
		return first;
	}
}
