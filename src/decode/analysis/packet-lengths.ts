import {blockSize} from '../packet-index.ts';
import type {Pass} from '../pass.ts';
import {sinceFirst} from './since-first.ts';

/** The longest stretch in which packets are a burst, in milliseconds, and how exactly it is measured. */
export const burstLength = 100;
const bucketLength = 5;
const burstBuckets = burstLength / bucketLength;

/** Where each range of lengths begins. */
const starts = [0, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120] as const;

/** Packets whose lengths are in one range. Times in milliseconds since the first packet. */
export type LengthRange = {
	/** From the first length to the last; the last range has no end. */
	readonly from: number;
	readonly to: number | undefined;
	readonly count: number;
	readonly bytes: number;
	readonly shortest: number;
	readonly longest: number;
	/** The most packets in one burst, and when that began; undefined without packets. */
	readonly burst: number;
	readonly burstStart: number | undefined;
};

class Range {
	readonly from: number;
	readonly to: number | undefined;
	count = 0;
	bytes = 0;
	shortest = Infinity;
	longest = 0;
	burst = 0;
	burstStart: number | undefined;
	/** Packets of the last buckets that have any, in order of time, and when the first of each came. */
	readonly #buckets: Array<{readonly number: number; readonly start: number; count: number}> = [{number: 0, start: 0, count: 0}];
	#inWindow = 0;

	constructor(from: number, to: number | undefined) {
		this.from = from;
		this.to = to;
	}

	add(length: number, time: number): void {
		this.count++;
		this.bytes += length;
		if (length < this.shortest) this.shortest = length;
		if (length > this.longest) this.longest = length;
		this.#place(Math.floor(time / bucketLength), time);
		if (this.#inWindow <= this.burst) return;
		this.burst = this.#inWindow;
		this.burstStart = this.#buckets[0]!.start;
	}

	#place(number: number, start: number): void {
		const buckets = this.#buckets;
		const last = buckets.at(-1)!;
		if (number < buckets[0]!.number && number + burstBuckets <= last.number) return;
		this.#inWindow++;
		if (number === last.number) {
			last.count++;
			return;
		}

		const after = buckets.findLastIndex(bucket => bucket.number <= number);
		if (after >= 0 && buckets[after]!.number === number) buckets[after]!.count++;
		else buckets.splice(after + 1, 0, {number, start, count: 1});
		while (number >= buckets[0]!.number + burstBuckets) this.#inWindow -= buckets.shift()!.count;
	}
}

/** Counts packets by their length on the wire. */
export class PacketLengths {
	readonly #pass: Pass;
	readonly #all = new Range(0, undefined);
	readonly #ranges = starts.map((from, i) => new Range(from, i + 1 < starts.length ? starts[i + 1]! - 1 : undefined));
	#started: number | undefined;
	#now = 0;

	constructor(pass: Pass) {
		this.#pass = pass;
	}

	/** Counts a row. */
	add(row: number): void {
		const {index} = this.#pass;
		const length = index.block(row).original.at(row % blockSize);
		const time = sinceFirst(index, row, 1000);
		this.#started ??= time;
		this.#now = time;
		this.#all.add(length, time);
		this.#ranges[length < starts[1] ? 0 : Math.min(starts.length - 1, Math.floor(Math.log2(length / 10)))]!.add(length, time);
	}

	/** Milliseconds from the first packet that was counted to the last. */
	get elapsed(): number {
		return this.#now - (this.#started ?? 0);
	}

	get all(): LengthRange {
		return this.#all;
	}

	get ranges(): readonly LengthRange[] {
		return this.#ranges;
	}
}
