import {grown} from '../books.ts';
import {blockSize, type PacketIndex} from '../packet-index.ts';
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

/** What analysis said of every row: its bits in a column of the index, and the numbers that go with these in one list. */
export class TcpLog {
	readonly #index: PacketIndex;
	#numbers = new Uint32Array(1 << 8);
	#count = 0;
	/** Where the numbers of every 64th row begin. */
	#starts = new Uint32Array(1 << 4);
	#strides = 0;
	/** Of packets with more than one segment, by row and layer. */
	readonly #inner = new Map<number, Analysed>();

	constructor(index: PacketIndex) {
		this.#index = index;
	}

	/** Keeps what was said of the segment that is the row's own. Rows come in order. */
	add(row: number, found: number, a: TcpAnalysis): void {
		while (this.#strides <= row / stride) {
			this.#starts = grown(this.#starts, this.#strides + 1);
			this.#starts[this.#strides++] = this.#count;
		}

		let flags = found;
		if (a.acknowledges !== 0) flags |= this.#put(say.hasAcknowledged, a.acknowledges);
		if (a.flight !== 0) flags |= this.#put(say.hasFlight, a.flight);
		if (a.unpushed !== 0) flags |= this.#put(say.hasUnpushed, a.unpushed);
		if (a.repeats !== 0) flags |= this.#put(say.hasRepeated, a.repeats);
		if (a.duplicates !== 0) {
			flags |= this.#put(say.hasDuplicated, a.duplicates);
			this.#put(0, a.duplicateNumber);
		}

		this.#index.block(row).analysis[row % blockSize] = flags;
	}

	#put(flag: number, value: number): number {
		if (this.#count === this.#numbers.length) this.#numbers = grown(this.#numbers, this.#count + 1);
		this.#numbers[this.#count++] = value;
		return flag;
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
		const flags = this.#flags(row);
		let at = flags < say.hasAcknowledged ? 0 : this.#startOf(row);
		const number = (flag: number): number | undefined => (flags & flag ? this.#numbers[at++]! : undefined);
		const one = (flag: number): number | undefined => (flags & flag ? this.#numbers[at++]! - 1 : undefined);
		return {
			flags,
			acknowledges: one(say.hasAcknowledged),
			flight: number(say.hasFlight),
			unpushed: number(say.hasUnpushed),
			repeats: one(say.hasRepeated),
			duplicates: one(say.hasDuplicated),
			duplicateNumber: number(say.hasDuplicated),
		};
	}

	#flags(row: number): number {
		return this.#index.block(row).analysis[row % blockSize]!;
	}

	#startOf(row: number): number {
		let at = this.#starts[Math.floor(row / stride)]!;
		for (let before = row - (row % stride); before < row; before++) {
			let rest = this.#flags(before) >>> say.numbersFrom;
			if (rest & (say.hasDuplicated >>> say.numbersFrom)) at++;
			for (; rest !== 0; rest &= rest - 1) at++;
		}

		return at;
	}
}
