import {blockSize} from './decode/packet-index.ts';

/** The rows that the packet list shows, ascending: all of them, or those that pass a filter. */
export type Displayed = {
	readonly length: number;
	/** The row at a place of the list; `undefined` past its ends. */
	at(index: number): number | undefined;
	/** The first place whose row is at least `row`; `length` when there is none. */
	place(row: number): number;
};

/** Rows of one block of the index: one bit each, in words of 32, the first row of the block in the lowest bit of the first. */
export type FoundRows = {readonly block: number; readonly bits: Uint32Array; /** How many bits are set. */ readonly count: number};

/** The same while rows are still added to it. */
type GrowingRows = {readonly block: number; readonly bits: Uint32Array; count: number};

const wordBits = 32;
const blockWords = blockSize / wordBits;

/** Every row of `count`. */
export const everyRow = (count: number): Displayed => ({
	length: count,
	at: index => index >= 0 && index < count ? index : undefined,
	place: row => Math.min(Math.max(0, row), count),
});

/** The bits that are set in a word. */
function bitsIn(word: number): number {
	let n = word - ((word >>> 1) & 0x5555_5555);
	n = (n & 0x3333_3333) + ((n >>> 2) & 0x3333_3333);
	return Math.imul((n + (n >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

const lowestBit = (word: number): number => Math.clz32(word & -word) ^ (wordBits - 1);

/** The rows of blocks, in order of the blocks. */
export function* rowsIn(found: Iterable<FoundRows>): Generator<number> {
	for (const {block, bits} of found) {
		for (let word = 0; word < bits.length; word++) {
			for (let left = bits[word]!; left !== 0; left &= left - 1) yield block * blockSize + word * wordBits + lowestBit(left);
		}
	}
}

/** No row of a block yet. */
export const noRows = (block: number): GrowingRows => ({block, bits: new Uint32Array(blockWords), count: 0});

/** Adds the row at a place of the block, which is not there yet. */
export function addRow(found: GrowingRows, at: number): void {
	const {bits} = found;
	bits[at >>> 5] = bits[at >>> 5]! | (1 << (at & 31));
	found.count++;
}

/** Rows, each once, as bits. */
export function foundRows(rows: Iterable<number>): FoundRows[] {
	const blocks = new Map<number, GrowingRows>();
	for (const row of rows) {
		const block = Math.floor(row / blockSize);
		const found = blocks.get(block) ?? noRows(block);
		addRow(found, row % blockSize);
		blocks.set(block, found);
	}

	return [...blocks.values()];
}

/** How many bits are set. */
function countOf(bits: Uint32Array): number {
	let count = 0;
	for (const word of bits) count += bitsIn(word);
	return count;
}

/** Rows that pass a filter, collected as they are found. */
export type Collector = {
	/** Takes rows, in any order. */
	add(found: Iterable<FoundRows>): void;
	/** What has been collected so far; it stays so. */
	displayed(): Displayed;
};

export const createCollector = (): Collector => {
	let blocks: readonly (FoundRows | undefined)[] = [];
	return {
		add(found) {
			const next = [...blocks];
			for (const more of found) {
				const before = next[more.block];
				if (before === undefined) {
					next[more.block] = more;
					continue;
				}

				const bits = before.bits.slice();
				for (let word = 0; word < bits.length; word++) bits[word] = bits[word]! | more.bits[word]!;
				next[more.block] = {block: more.block, bits, count: countOf(bits)};
			}

			blocks = next;
		},
		displayed: () => new BitRows(blocks),
	};
};

/** Rows as bits, with how many there are before each block. */
class BitRows implements Displayed {
	readonly length: number;
	readonly #blocks: readonly (FoundRows | undefined)[];
	/** By block, and one behind the last: rows before it. */
	readonly #before: Uint32Array;
	/** Where the last place was found: a block, a word in it, and the rows of the block before that word. Who asks for a place often asks for the next. */
	#block = 0;
	#word = 0;
	#rows = 0;

	constructor(blocks: readonly (FoundRows | undefined)[]) {
		this.#blocks = blocks;
		this.#before = new Uint32Array(blocks.length + 1);
		for (let block = 0; block < blocks.length; block++) this.#before[block + 1] = this.#before[block]! + (blocks[block]?.count ?? 0);
		this.length = this.#before[blocks.length]!;
	}

	at(index: number): number | undefined {
		if (!(index >= 0 && index < this.length)) return undefined;
		const block = this.#blockOf(index);
		const {bits} = this.#blocks[block]!;
		const wanted = index - this.#before[block]!;
		if (block !== this.#block || wanted < this.#rows) {
			this.#block = block;
			this.#word = 0;
			this.#rows = 0;
		}

		for (;;) {
			const here = bitsIn(bits[this.#word]!);
			if (this.#rows + here > wanted) break;
			this.#rows += here;
			this.#word++;
		}

		let left = bits[this.#word]!;
		for (let skip = wanted - this.#rows; skip > 0; skip--) left &= left - 1;
		return block * blockSize + this.#word * wordBits + lowestBit(left);
	}

	place(row: number): number {
		if (!(row > 0)) return 0;
		const block = Math.floor(row / blockSize);
		if (block >= this.#blocks.length) return this.length;
		const bits = this.#blocks[block]?.bits;
		let place = this.#before[block]!;
		if (bits === undefined) return place;
		const at = row % blockSize;
		for (let word = 0; word < at >>> 5; word++) place += bitsIn(bits[word]!);
		return place + bitsIn(bits[at >>> 5]! & ~(-1 << (at & 31)));
	}

	/** The block in which a place is: the last one that no more rows are before. */
	#blockOf(index: number): number {
		let low = 0;
		let high = this.#blocks.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >>> 1;
			if (this.#before[middle]! <= index) low = middle;
			else high = middle - 1;
		}

		return low;
	}
}
