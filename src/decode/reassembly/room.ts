/** Sizes of memory that is kept: powers of two. Less is cheap to make anew, and more is rare. */
const leastBits = 9;
const mostBits = 20;
/** Bytes of each size that are kept while nobody needs them. */
const maxSpare = 1024 * 1024;

/** Memory for messages that come in several segments, which is used again: to be given fresh memory takes longer than to fill it. */
export class Room {
	/** By size. */
	readonly #spare: Uint8Array[][] = Array.from({length: mostBits + 1}, () => []);

	/** Memory for at least `size` bytes, with anything in it. */
	take(size: number): Uint8Array {
		const bits = Math.max(leastBits, 32 - Math.clz32(size - 1));
		return bits > mostBits ? new Uint8Array(size) : this.#spare[bits]!.pop() ?? new Uint8Array(1 << bits);
	}

	/** Takes memory back: nobody looks at it any more. */
	give(bytes: Uint8Array): void {
		const bits = 31 - Math.clz32(bytes.length);
		if (bytes.length !== 1 << bits || bits < leastBits || bits > mostBits) return;
		const spare = this.#spare[bits]!;
		if ((spare.length + 1) << bits <= maxSpare) spare.push(bytes);
	}
}
