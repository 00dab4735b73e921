/** How often the two clocks are held against each other, in milliseconds: the wall clock may be set. */
const ANCHOR_MILLISECONDS = 5000;

/** The time of day in nanoseconds, as near as a program can tell when a packet reached it. */
export class WallClock {
	seconds = 0;
	nanoseconds = 0;
	#anchored = -Infinity;
	#offset = 0;

	/** Reads it into `seconds` and `nanoseconds`. */
	read(): void {
		const now = performance.now();
		if (now - this.#anchored > ANCHOR_MILLISECONDS) {
			this.#anchored = now;
			// timeOrigin is finer than Date.now, which says whether the clock was set since.
			const drift = Date.now() - (performance.timeOrigin + now);
			this.#offset = performance.timeOrigin + (Math.abs(drift) > 2 ? drift : 0);
		}

		// In pieces: a double holds no nanoseconds since 1970.
		const origin = Math.floor(this.#offset / 1000);
		const milliseconds = this.#offset - origin * 1000 + now;
		this.seconds = origin + Math.floor(milliseconds / 1000);
		this.nanoseconds = Math.floor((milliseconds % 1000) * 1_000_000);
	}
}
