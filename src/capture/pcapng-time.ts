import type {Interface} from './source.ts';

/** A time that was just converted; one object per clock, so that nothing is made per frame. */
export type Clock = {
	seconds: number;
	nanoseconds: number;
	/** Sets both from the two halves of a 64-bit time of the file. */
	set(high: number, low: number): void;
};

const HALF = 2 ** 21;

/** The largest unit for which division in three steps of 21 bits stays exact in a double. */
const LARGEST_FAST = 2 ** 31;

/** Converts the times of one interface: units and offset are the interface's. */
export function makeClock({unitsPerSecond, offsetSeconds}: Pick<Interface, 'unitsPerSecond' | 'offsetSeconds'>): Clock {
	const units = Number(unitsPerSecond);
	const offset = Number(offsetSeconds);
	const fast = unitsPerSecond >= 1000n && units <= LARGEST_FAST && Math.abs(offset) < 2 ** 50;
	// Exact for every unit that divides a second into whole nanoseconds; else multiplied before it is divided.
	const whole = 1_000_000_000 % units === 0 ? 1_000_000_000 / units : 0;
	// The upper half changes every four seconds at most for nanoseconds: what it is worth is kept.
	let last = -1;
	let base = 0;
	let baseRest = 0;

	/** Long division of the upper half with 32 zeros behind it: the 64 bits are taken as 22, 21 and 21. */
	function divide(high: number): void {
		last = high;
		const first = high >>> 10;
		let quotient = Math.floor(first / units);
		let rest = (first - quotient * units) * HALF + ((high & 0x3_ff) << 11);
		base = quotient * HALF;
		quotient = Math.floor(rest / units);
		base = (base + quotient) * HALF;
		rest = (rest - quotient * units) * HALF;
		quotient = Math.floor(rest / units);
		base += quotient + offset;
		baseRest = rest - quotient * units;
	}

	return {
		seconds: 0,
		nanoseconds: 0,
		set(high, low) {
			if (!fast) {
				const time = (BigInt(high) << 32n) | BigInt(low);
				this.seconds = Number(BigInt.asIntN(64, BigInt.asIntN(64, time / unitsPerSecond) + offsetSeconds));
				this.nanoseconds = Number(((time % unitsPerSecond) * 1_000_000_000n) / unitsPerSecond);
				return;
			}

			if (high !== last) divide(high);
			const sum = baseRest + low;
			const quotient = Math.floor(sum / units);
			const rest = sum - quotient * units;
			this.seconds = base + quotient;
			this.nanoseconds = whole > 0 ? rest * whole : scale(rest, units);
		},
	};
}

/** rest / units in nanoseconds, rounded down, without the product growing past what a double holds. */
function scale(rest: number, units: number): number {
	const thousands = rest * 31_250;
	const first = Math.floor(thousands / units);
	return first * 32_000 + Math.floor(((thousands - first * units) * 32_000) / units);
}
