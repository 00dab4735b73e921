/** How many digits the offsets into so many bytes take. */
export const offsetDigits = (length: number): number => length <= 0x10000 ? 4 : length <= 0x1000000 ? 6 : 8;

/** Where things stand in a row of bytes, in cells from the left of the pane. */
export type Columns = {
	/** The first digit of byte `i` of a row. */
	hex(i: number): number;
	/** The character of byte `i` of a row. */
	character(i: number): number;
	/** The cells of a whole row. */
	readonly width: number;
};

/** The columns of rows of `perRow` bytes out of `length`. */
export const bytesColumns = (perRow: number, length: number): Columns => {
	const first = offsetDigits(length) + 3;
	const hex = (i: number) => first + i * 3 + (i >> 3);
	const characters = hex(perRow - 1) + 4;
	return {hex, character: i => characters + i, width: characters + perRow};
};

/** How many bytes fit in a row of `width` cells: 16, 8 or 4. */
export const bytesPerRow = (width: number, length: number): number => [16, 8].find(perRow => bytesColumns(perRow, length).width <= width) ?? 4;

/** Which byte of a row is at a cell; `undefined` between and beside them. */
export const byteAtColumn = (columns: Columns, perRow: number, x: number): number | undefined => {
	for (let i = 0; i < perRow; i++) {
		if (x === columns.character(i) || x >= columns.hex(i) && x < columns.hex(i) + 2) return i;
	}

	return undefined;
};
