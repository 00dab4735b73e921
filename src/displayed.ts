import {placeOfRow} from './decode/sorted-rows.ts';

/** The rows that the packet list shows, ascending: all of them, or those that pass a filter. */
export type Displayed = {
	readonly length: number;
	/** The row at a place of the list; `undefined` past its ends. */
	at(index: number): number | undefined;
	/** The first place whose row is at least `row`; `length` when there is none. */
	place(row: number): number;
};

/** Every row of `count`. */
export const everyRow = (count: number): Displayed => ({
	length: count,
	at: index => index >= 0 && index < count ? index : undefined,
	place: row => Math.min(Math.max(0, row), count),
});

/** Rows that pass a filter, collected as they are found. */
export type Collector = {
	/** Takes ascending rows; those not past the last one taken are known already. */
	add(rows: ArrayLike<number>): void;
	/** What has been collected so far. */
	displayed(): Displayed;
};

export const createCollector = (): Collector => {
	let rows = new Uint32Array(1024);
	let length = 0;
	return {
		add(more) {
			if (length + more.length > rows.length) {
				const grown = new Uint32Array(2 ** Math.ceil(Math.log2(length + more.length)));
				grown.set(rows.subarray(0, length));
				rows = grown;
			}

			for (let i = 0; i < more.length; i++) {
				const row = more[i]!;
				if (length === 0 || row > rows[length - 1]!) rows[length++] = row;
			}
		},
		displayed() {
			// Rows are only ever appended, so an older answer stays true for the length it had.
			const [held, count] = [rows, length];
			return {
				length: count,
				at: index => index >= 0 && index < count ? held[index] : undefined,
				place: row => placeOfRow(held, count, row),
			};
		},
	};
};
