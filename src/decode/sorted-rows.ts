/** The place of `row` among the first `count` of ascending `rows`: where it is, else where it would stand. */
export function placeOfRow(rows: ArrayLike<number>, count: number, row: number): number {
	let low = 0;
	let high = count;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (rows[middle]! < row) low = middle + 1;
		else high = middle;
	}

	return low;
}
