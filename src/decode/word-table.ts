import {type ByteText, words} from './byte-text.ts';

/** What numbers are called, for texts that are written often: the words for those below `most` are made ready when they are first asked for. */
export class WordTable {
	readonly #ready: Array<ByteText | undefined>;
	readonly #nameOf: (value: number) => string;

	constructor(most: number, nameOf: (value: number) => string) {
		this.#ready = Array.from({length: most}, () => undefined);
		this.#nameOf = nameOf;
	}

	/** Adds what a number is called to a text. */
	write(line: ByteText, value: number): void {
		const ready = this.#ready;
		if (value < ready.length) line.append(ready[value] ??= words(this.#nameOf(value)));
		else line.text(this.#nameOf(value));
	}
}
