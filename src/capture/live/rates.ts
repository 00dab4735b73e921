import type {Counts} from './messages.ts';

/** How often rates are taken, in milliseconds. */
export const SAMPLE_MILLISECONDS = 500;

/** Samples that are kept: half a minute. */
const KEPT = 60;

/** How fast packets come. */
export type Rates = {
	readonly packetsPerSecond: number;
	readonly bitsPerSecond: number;
	/** Packets per second, oldest first, one each half second. */
	readonly history: readonly number[];
};

/** What rates are before anything came. */
export const noRates: Rates = {packetsPerSecond: 0, bitsPerSecond: 0, history: []};

/** Rates over about the last second, and their history, from counts that are taken now and then. */
export class RateMeter {
	#samples: {readonly at: number; readonly packets: number; readonly bytes: number}[] = [];
	#history: readonly number[] = [];

	/** Forgets everything. */
	reset(): void {
		this.#samples = [];
		this.#history = [];
	}

	/** Takes a sample at `now` milliseconds of any clock. */
	sample(now: number, {packets, bytes}: Pick<Counts, 'packets' | 'bytes'>): Rates {
		const last = this.#samples.at(-1);
		if (last !== undefined && now > last.at) this.#history = [...this.#history, Math.max(0, packets - last.packets) * 1000 / (now - last.at)].slice(-KEPT);
		this.#samples = [...this.#samples, {at: now, packets, bytes}].slice(-3);
		const first = this.#samples[0]!;
		const seconds = (now - first.at) / 1000;
		if (seconds <= 0) return {...noRates, history: this.#history};
		return {
			packetsPerSecond: Math.max(0, packets - first.packets) / seconds,
			bitsPerSecond: Math.max(0, bytes - first.bytes) * 8 / seconds,
			history: this.#history,
		};
	}
}
