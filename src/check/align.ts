/** Places in two lists that belong together; -1 where the other list has nothing. */
export type Pair = readonly [before: number, after: number];

/** Differences that are searched for between two lists; with more they are compared place by place. */
const maxEdits = 1000;
/** Cells of the table that likeness fills at most. */
const maxCells = 250_000;
/** Things less alike than this are not the same thing changed. */
const leastLikeness = 0.2;

/**
Pairs two lists in order: first what is equal, as in the shortest edit script (E. Myers, 'An O(ND) difference algorithm
and its variations'), then what is most alike of the rest. `looser` says what is equal in a rest that is too long for that.
*/
export function align<T>(before: readonly T[], after: readonly T[], key: (item: T) => string, likeness: (a: T, b: T) => number, looser?: (item: T) => string): Pair[] {
	const pairs: Pair[] = [];
	let a = 0;
	let b = 0;
	for (const [nextA, nextB] of [...equalPairs(before.map(key), after.map(key)), [before.length, after.length] as const]) {
		pairs.push(...between(before, after, a, nextA, b, nextB, likeness, looser));
		if (nextA < before.length) pairs.push([nextA, nextB]);
		a = nextA + 1;
		b = nextB + 1;
	}

	return pairs;
}

function between<T>(
	before: readonly T[],
	after: readonly T[],
	a: number,
	endA: number,
	b: number,
	endB: number,
	likeness: (a: T, b: T) => number,
	looser: ((item: T) => string) | undefined,
): Pair[] {
	if (looser === undefined || (endA - a) * (endB - b) <= maxCells) return alike(before, after, a, endA, b, endB, likeness);
	return align(before.slice(a, endA), after.slice(b, endB), looser, likeness).map(([x, y]) => [x < 0 ? -1 : a + x, y < 0 ? -1 : b + y]);
}

function equalPairs(before: readonly string[], after: readonly string[]): Pair[] {
	const pairs: Pair[] = [];
	let start = 0;
	while (start < before.length && start < after.length && before[start] === after[start]) pairs.push([start, start++]);
	let endBefore = before.length;
	let endAfter = after.length;
	const tail: Pair[] = [];
	while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1]) tail.push([--endBefore, --endAfter]);
	pairs.push(...shortestScript(before, after, start, endBefore, endAfter));
	return [...pairs, ...tail.reverse()];
}

/** Equal items of `[start, endBefore)` and `[start, endAfter)` on a shortest path of insertions and deletions. */
function shortestScript(before: readonly string[], after: readonly string[], start: number, endBefore: number, endAfter: number): Pair[] {
	const n = endBefore - start;
	const m = endAfter - start;
	if (n === 0 || m === 0) return [];
	const limit = Math.min(n + m, maxEdits);
	const furthest = new Int32Array(2 * limit + 3);
	const trace: Int32Array[] = [];
	for (let edits = 0; edits <= limit; edits++) {
		trace.push(furthest.slice(limit + 1 - edits - 1, limit + 1 + edits + 2));
		for (let k = -edits; k <= edits; k += 2) {
			const down = k === -edits || (k !== edits && furthest[limit + k]! < furthest[limit + 2 + k]!);
			let x = down ? furthest[limit + 2 + k]! : furthest[limit + k]! + 1;
			while (x < n && x - k < m && x - k >= 0 && before[start + x] === after[start + x - k]) x++;
			furthest[limit + 1 + k] = x;
			if (x >= n && x - k >= m) return walkBack(trace, edits, n, m, start);
		}
	}

	return [];
}

function walkBack(trace: readonly Int32Array[], edits: number, n: number, m: number, start: number): Pair[] {
	const pairs: Pair[] = [];
	let x = n;
	let y = m;
	for (let d = edits; d >= 0; d--) {
		const row = trace[d]!;
		// `row` has the furthest places before step d, for diagonals -d - 1 to d + 1.
		const at = (k: number): number => row[k + d + 1]!;
		const k = x - y;
		const down = d > 0 && (k === -d || (k !== d && at(k - 1) < at(k + 1)));
		const fromX = d === 0 ? 0 : down ? at(k + 1) : at(k - 1);
		const fromY = d === 0 ? 0 : fromX - (down ? k + 1 : k - 1);
		const first = d === 0 ? 0 : down ? fromX : fromX + 1;
		while (x > first) pairs.push([start + --x, start + --y]);
		x = fromX;
		y = fromY;
	}

	return pairs.reverse();
}

/** Pairs the items between two equal ones by likeness, as far as that is worth it; what is left over one by one. */
function alike<T>(before: readonly T[], after: readonly T[], a: number, endA: number, b: number, endB: number, likeness: (a: T, b: T) => number): Pair[] {
	const n = endA - a;
	const m = endB - b;
	if (n === 0 || m === 0 || n * m > maxCells || (n === 1 && m === 1)) return oneByOne(a, endA, b, endB);
	const width = m + 1;
	const best = new Float64Array((n + 1) * width);
	const same = new Float64Array(n * m);
	for (let i = n - 1; i >= 0; i--) {
		for (let j = m - 1; j >= 0; j--) {
			const like = likeness(before[a + i]!, after[b + j]!);
			same[i * m + j] = like;
			const paired = like >= leastLikeness ? like + best[(i + 1) * width + j + 1]! : 0;
			best[i * width + j] = Math.max(paired, best[(i + 1) * width + j]!, best[i * width + j + 1]!);
		}
	}

	const pairs: Pair[] = [];
	let i = 0;
	let j = 0;
	let fromI = 0;
	let fromJ = 0;
	while (i < n && j < m) {
		const here = best[i * width + j]!;
		const like = same[i * m + j]!;
		if (like >= leastLikeness && here === like + best[(i + 1) * width + j + 1]!) {
			pairs.push(...oneByOne(a + fromI, a + i, b + fromJ, b + j), [a + i, b + j]);
			fromI = ++i;
			fromJ = ++j;
		} else if (here === best[(i + 1) * width + j]) i++;
		else j++;
	}

	return [...pairs, ...oneByOne(a + fromI, endA, b + fromJ, endB)];
}

function oneByOne(a: number, endA: number, b: number, endB: number): Pair[] {
	const pairs: Pair[] = [];
	for (let i = 0; i < Math.max(endA - a, endB - b); i++) pairs.push([a + i < endA ? a + i : -1, b + i < endB ? b + i : -1]);
	return pairs;
}
