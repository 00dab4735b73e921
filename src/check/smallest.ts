/** Attempts after which what was reached counts as small enough. */
const maxAttempts = 500;
/** And how long they may take together, in milliseconds. */
const maxTime = 8000;

/**
The smallest part of ascending `rows` for which `holds` is still true, as far as taking out parts one by one shows it; `kept`
is never taken out. `holds` is known to be true of all of them.
*/
export function smallest(rows: readonly number[], kept: number, holds: (rows: readonly number[]) => boolean): readonly number[] {
	const end = performance.now() + maxTime;
	let left = rows;
	let attempts = 0;
	let size = Math.max(1, Math.ceil(left.length / 2));
	for (;;) {
		let isLess = false;
		for (let at = 0; at < left.length;) {
			const rest = left.filter((row, i) => row === kept || i < at || i >= at + size);
			if (rest.length === left.length) {
				at += size;
				continue;
			}

			if (++attempts > maxAttempts || performance.now() > end) return left;
			if (holds(rest)) {
				left = rest;
				isLess = true;
			} else {
				at += size;
			}
		}

		if (size === 1 && !isLess) return left;
		size = Math.max(1, size >> 1);
	}
}
