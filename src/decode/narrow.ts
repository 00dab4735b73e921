import {grown, NumberBook} from './books.ts';

/** Whole numbers that nearly always fit into two or four bytes; from the first that does not, all of them are kept in more. */
export class Narrow<T extends Uint16Array | Uint32Array> {
	#narrow: T;
	#wide: Float64Array | undefined;

	constructor(narrow: T) {
		this.#narrow = narrow;
	}

	/** The numbers as they are kept; valid until the next `put` or `grow`. */
	get column(): T | Float64Array {
		return this.#wide ?? this.#narrow;
	}

	at(place: number): number {
		return this.#wide === undefined ? this.#narrow[place]! : this.#wide[place]!;
	}

	/** Makes room for at least `length` numbers. */
	grow(length: number): void {
		if (this.#wide === undefined) this.#narrow = grown(this.#narrow, length);
		else this.#wide = grown(this.#wide, length);
	}

	/** Makes numbers 0 again; all of them may fit then. */
	clear(from: number, to: number): void {
		if (to - from === this.#narrow.length) this.#wide = undefined;
		this.#narrow.fill(0, from, to);
		this.#wide?.fill(0, from, to);
	}

	put(place: number, value: number): void {
		if (this.#wide === undefined) {
			this.#narrow[place] = value;
			if (this.#narrow[place] === value) return;
			this.#wide = new Float64Array(this.#narrow.length);
			for (let before = 0; before < place; before++) this.#wide[before] = this.#narrow[before]!;
		}

		this.#wide[place] = value;
	}
}

/** What stands for a number that is kept elsewhere. */
const elsewhere = 0xffff;

/** Whole numbers from 0 of which few do not fit into two bytes: these are kept beside the others. */
export class Short {
	#short: Uint16Array;
	readonly #long = new NumberBook();

	/** Room for `length` numbers. */
	constructor(length: number) {
		this.#short = new Uint16Array(length);
	}

	at(place: number): number {
		const value = this.#short[place]!;
		return value === elsewhere ? this.#long.get(place)! : value;
	}

	put(place: number, value: number): void {
		if (value >= elsewhere) this.#long.set(place, value);
		this.#short[place] = Math.min(value, elsewhere);
	}

	/** Makes room for at least `length` numbers. */
	grow(length: number): void {
		this.#short = grown(this.#short, length);
	}
}
