/** The candidate that is most like a mistyped word; undefined where none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
	let best: string | undefined;
	let least = Math.max(2, Math.ceil(word.length / 3)) + 1;
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - word.length) >= least) continue;
		const distance = editDistance(word, candidate, least);
		if (distance < least) {
			least = distance;
			best = candidate;
		}
	}

	return best;
}

/** How many characters must be added, removed, changed or swapped with a neighbour; at least `enough` once that is sure. */
function editDistance(a: string, b: string, enough: number): number {
	let before: number[] = [];
	let last = Array.from({length: b.length + 1}, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		let lowest = i;
		for (let j = 1; j <= b.length; j++) {
			let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
			row.push(cost);
			lowest = Math.min(lowest, cost);
		}

		if (lowest >= enough) return enough;
		before = last;
		last = row;
	}

	return last[b.length]!;
}
