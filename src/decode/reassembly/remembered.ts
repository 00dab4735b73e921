import {NumberBook} from '../books.ts';

/** No value. */
const none = -1;

/**
Whole numbers that the conversations of a protocol remember by whole numbers: the ids of questions that wait for their answer,
say. One table for all of them: a conversation is often two packets long.
*/
export class Remembered {
	readonly #book = new NumberBook();
	readonly #keys: number;
	/** The bits of a conversation's number that tell it from others: no more than 32. */
	readonly #told: number;

	/** Keys are below `2 ** bits`. */
	constructor(bits: number) {
		this.#keys = 2 ** bits;
		this.#told = 2 ** Math.min(32, 53 - bits) - 1;
	}

	#place(conversation: number, key: number): number {
		return ((conversation & this.#told) >>> 0) * this.#keys + key;
	}

	get(conversation: number, key: number): number | undefined {
		const value = this.#book.get(this.#place(conversation, key));
		return value === none ? undefined : value;
	}

	set(conversation: number, key: number, value: number): void {
		this.#book.set(this.#place(conversation, key), value);
	}

	delete(conversation: number, key: number): void {
		if (this.get(conversation, key) !== undefined) this.set(conversation, key, none);
	}
}
