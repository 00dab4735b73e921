/** Dots of a cell: two across, four down. */
const across = 2;
const down = 4;
/** Where braille patterns begin in Unicode, and the bit of each dot, by column and row. */
const patterns = 0x2800;
const bits = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]] as const;

/** A picture of dots, drawn in braille patterns: two dots across and four down in a cell. Where there is only ASCII, a cell with dots is `*`. */
export class Dots {
	readonly width: number;
	readonly height: number;
	readonly #cells: Uint8Array;
	readonly #columns: number;

	/** So many cells. */
	constructor(columns: number, rows: number) {
		this.#columns = columns;
		this.width = columns * across;
		this.height = rows * down;
		this.#cells = new Uint8Array(columns * rows);
	}

	/** Sets the dot at `x` from the left and `y` from the bottom. */
	set(x: number, y: number): void {
		if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
		const fromTop = this.height - 1 - y;
		this.#cells[Math.floor(fromTop / down) * this.#columns + Math.floor(x / across)]! |= bits[x % across]![fromTop % down]!;
	}

	/** Sets the dots from the bottom up to `y`. */
	bar(x: number, y: number): void {
		for (let at = 0; at <= y; at++) this.set(x, at);
	}

	/** The rows, top first. */
	rows(unicode: boolean): string[] {
		const rows: string[] = [];
		for (let from = 0; from < this.#cells.length; from += this.#columns) {
			rows.push(Array.from(this.#cells.subarray(from, from + this.#columns), dots => (dots === 0 ? ' ' : unicode ? String.fromCharCode(patterns + dots) : '*')).join(''));
		}

		return rows;
	}
}
