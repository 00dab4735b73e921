import {grown} from './books.ts';

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
