import {grown} from '../books.ts';
import {blockBits, blockSize, type PacketIndex} from '../packet-index.ts';
import type {TcpAnalysis} from './tcp.ts';
import * as say from './tcp-flags.ts';

/** What analysis says of a segment. Rows are 0-based. */
export type Analysed = {
	/** Bits of `tcp-flags.ts`. */
	readonly flags: number;
	/** The row of the segment that it acknowledges. */
	readonly acknowledges: number | undefined;
	/** Bytes on their way with it, and bytes since the last that was pushed. */
	readonly flight: number | undefined;
	readonly unpushed: number | undefined;
	/** The row from which the time until it was sent again is measured. */
	readonly repeats: number | undefined;
	/** The row of the acknowledgment that it repeats, and which repetition it is, from 1. */
	readonly duplicates: number | undefined;
	readonly duplicateNumber: number | undefined;
};

/** Rows between places that are remembered. */
const stride = 64;
/** Segments inside others' packets whose analysis is kept. */
const maxInner = 65_536;

/** The same of one row; its numbers are looked up when they are asked for. */
class AnalysedRow implements Analysed {
	readonly flags: number;
	readonly #log: TcpLog;
	readonly #row: number;

	constructor(log: TcpLog, row: number, flags: number) {
		this.#log = log;
		this.#row = row;
		this.flags = flags;
	}

	get acknowledges(): number | undefined {
		return this.#one(say.hasAcknowledged);
	}

	get flight(): number | undefined {
		return this.#number(say.hasFlight);
	}

	get unpushed(): number | undefined {
		return this.#number(say.hasUnpushed);
	}

	get repeats(): number | undefined {
		return this.#one(say.hasRepeated);
	}

	get duplicates(): number | undefined {
		return this.#one(say.hasDuplicated);
	}

	get duplicateNumber(): number | undefined {
		return this.#number(say.hasDuplicated, 1);
	}

	#number(flag: number, after = 0): number | undefined {
		const number = this.#log.numberOf(this.#row, this.flags, flag, after);
		return number < 0 ? undefined : number;
	}

	#one(flag: number): number | undefined {
		const number = this.#number(flag);
		return number === undefined ? undefined : number - 1;
	}
}

/** The numbers of one block of rows. */
class Section {
	numbers = new Uint32Array(1 << 8);
	count = 0;
	/** Where the numbers of every 64th row begin. */
	readonly starts = new Uint32Array(blockSize / stride);
	strides = 0;

	put(flag: number, value: number): number {
		if (this.count === this.numbers.length) this.numbers = grown(this.numbers, this.count + 1);
		this.numbers[this.count++] = value;
		return flag;
	}

	empty(): void {
		this.count = this.strides = 0;
	}
}

/** What analysis said of every row: its bits in a column of the index, and the numbers that go with these in lists, one for each block. */
export class TcpLog {
	readonly #index: PacketIndex;
	readonly #sections: Array<Section | undefined> = [];
	#forgotten = 0;
	readonly #spare: Section[] = [];
	/** Of packets with more than one segment, by row and layer. */
	readonly #inner = new Map<number, Analysed>();

	constructor(index: PacketIndex) {
		this.#index = index;
	}

	/** Keeps what was said of the segment that is the row's own. Rows come in order. */
	add(row: number, found: number, a: TcpAnalysis): void {
		const at = row % blockSize;
		const section = (this.#sections[row >>> blockBits] ??= this.#spare.pop() ?? new Section());
		while (section.strides <= at / stride) section.starts[section.strides++] = section.count;
		let flags = found;
		if (a.acknowledges !== 0) flags |= section.put(say.hasAcknowledged, a.acknowledges);
		if (a.flight !== 0) flags |= section.put(say.hasFlight, a.flight);
		if (a.unpushed !== 0) flags |= section.put(say.hasUnpushed, a.unpushed);
		if (a.repeats !== 0) flags |= section.put(say.hasRepeated, a.repeats);
		if (a.duplicates !== 0) {
			flags |= section.put(say.hasDuplicated, a.duplicates);
			section.put(0, a.duplicateNumber);
		}

		this.#index.block(row).analysis[at] = flags;
	}

	/** Lets go of the numbers of the blocks before that of `row`. Their bits are the index's to let go of first. */
	forget(row: number): void {
		for (const end = row >>> blockBits; this.#forgotten < end; this.#forgotten++) {
			const section = this.#sections[this.#forgotten];
			if (section === undefined) continue;
			section.empty();
			this.#spare.push(section);
			this.#sections[this.#forgotten] = undefined;
		}
	}

	/** Keeps what was said of another segment in the row. */
	addInner(row: number, layer: number, flags: number, a: TcpAnalysis): void {
		if (this.#inner.size >= maxInner) return;
		const one = (row: number): number | undefined => (row === 0 ? undefined : row - 1);
		this.#inner.set(row * 256 + layer, {
			flags,
			acknowledges: one(a.acknowledges),
			flight: a.flight || undefined,
			unpushed: a.unpushed || undefined,
			repeats: one(a.repeats),
			duplicates: one(a.duplicates),
			duplicateNumber: a.duplicateNumber || undefined,
		});
	}

	/** What was said of a segment that is not its row's own. */
	inner(row: number, layer: number): Analysed | undefined {
		return this.#inner.get(row * 256 + layer);
	}

	/** What was said of the row's own segment. */
	of(row: number): Analysed {
		return new AnalysedRow(this, row, this.flagsOf(row));
	}

	/** The number that goes with a flag of a row; -1 where the row has none. The one behind it, where `after` is 1. */
	numberOf(row: number, flags: number, flag: number, after = 0): number {
		if (!(flags & flag)) return -1;
		const section = this.#sections[row >>> blockBits];
		if (section === undefined) return -1;
		let at = this.#startOf(section, row) + after;
		for (let before = flags & (flag - 1) & ~(say.hasAcknowledged - 1); before !== 0; before &= before - 1) at++;
		return section.numbers[at]!;
	}

	/** The bits of what was said of the row's own segment. */
	flagsOf(row: number): number {
		return this.#index.block(row).analysis[row % blockSize]!;
	}

	#startOf({starts}: Section, row: number): number {
		let at = starts[Math.floor((row % blockSize) / stride)]!;
		for (let before = row - (row % stride); before < row; before++) {
			let rest = this.flagsOf(before) >>> say.numbersFrom;
			if (rest & (say.hasDuplicated >>> say.numbersFrom)) at++;
			for (; rest !== 0; rest &= rest - 1) at++;
		}

		return at;
	}
}
