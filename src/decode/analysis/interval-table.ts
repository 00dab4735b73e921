import {Collector} from '../collect.ts';
import type {Value} from '../field.ts';
import type {FrameView} from '../frame-view.ts';
import {blockSize} from '../packet-index.ts';
import type {Pass} from '../pass.ts';
import {sinceFirst} from './since-first.ts';

/** What can be counted in an interval. */
export const measures = ['FRAMES', 'BYTES', 'COUNT', 'SUM', 'MIN', 'MAX', 'AVG', 'LOAD'] as const;
export type Measure = (typeof measures)[number];

/** Values of a field: whole numbers, numbers with a fraction, or nanoseconds. */
export type ValueKind = 'whole' | 'fraction' | 'duration' | 'other';

/** A column: frames and bytes, or a measure, of a field where it needs one. */
export type IntervalColumn = {readonly measure: Measure | 'both'; readonly field: string | undefined; readonly kind: ValueKind};

/** What a column counted in an interval. Sums of durations are nanoseconds. */
export type IntervalCell = {
	readonly frames: number;
	readonly bytes: number;
	readonly count: number;
	readonly sum: bigint | number;
	readonly least: bigint | number;
	readonly most: bigint | number;
};

type Cell = { -readonly [K in keyof IntervalCell]: IntervalCell[K] };

/** A column's cells by number of their interval; an interval without a packet has none. */
type Cells = Map<number, Cell>;

const emptyCell = (kind: ValueKind): Cell => {
	const zero = kind === 'fraction' ? 0 : 0n;
	return {frames: 0, bytes: 0, count: 0, sum: zero, least: zero, most: zero};
};

/** Microseconds, rounded. */
const microsecond = 1000n;

/** Counts packets, or what they say, by interval since the first packet. Times in microseconds. */
export class IntervalTable {
	readonly columns: readonly IntervalColumn[];
	/** Infinity for one that holds everything. */
	readonly interval: number;
	readonly #pass: Pass;
	readonly #cells: readonly Cells[];
	/** By column, the last interval that has a packet. */
	readonly #latest: number[];
	readonly #collectors: ReadonlyArray<Collector | undefined>;

	constructor(pass: Pass, interval: number, columns: readonly IntervalColumn[]) {
		this.#pass = pass;
		this.interval = interval;
		this.columns = columns;
		this.#cells = columns.map(() => new Map());
		this.#latest = columns.map(() => 0);
		this.#collectors = columns.map(({field}) => (field === undefined ? undefined : new Collector(pass.registry, [field])));
	}

	/** Counts a row in a column; `aim` gives a view of it. */
	add(column: number, row: number, aim: () => FrameView): void {
		const {index} = this.#pass;
		const time = Math.max(0, Math.floor(sinceFirst(index, row, 1e6) + 0.5));
		// What was captured before packets that were counted already is counted with them, as in tshark.
		const slot = Math.max(this.#latest[column]!, this.interval === Infinity ? 0 : Math.floor(time / this.interval));
		this.#latest[column] = slot;
		const cell = this.#cell(column, slot);
		cell.frames++;
		cell.bytes += index.block(row).original.at(row % blockSize);
		const collector = this.#collectors[column];
		if (collector === undefined) return;
		const {measure, kind} = this.columns[column]!;
		for (const {value} of collector.collect(aim())) {
			if (measure === 'LOAD') this.#load(column, slot, time, value);
			else count(cell, kind, value);
		}
	}

	/** Spreads a duration that ends at `time` over the intervals it lasted. */
	#load(column: number, slot: number, time: number, value: Value): void {
		if (typeof value !== 'bigint' || value <= 0n) return;
		let left = value;
		let place = slot;
		let room = this.interval === Infinity ? value : BigInt(Math.max(0, time - slot * this.interval)) * microsecond;
		while (left > 0n && place >= 0) {
			const part = left < room ? left : room;
			const cell = this.#cell(column, place);
			cell.sum = (cell.sum as bigint) + part;
			left -= part;
			room = BigInt(this.interval === Infinity ? 0 : this.interval) * microsecond;
			place--;
		}
	}

	#cell(column: number, slot: number): Cell {
		const cells = this.#cells[column]!;
		const known = cells.get(slot);
		if (known !== undefined) return known;
		const fresh = emptyCell(this.columns[column]!.kind);
		cells.set(slot, fresh);
		return fresh;
	}

	/** What a column counted in an interval, counted from 0. */
	cell(column: number, slot: number): IntervalCell {
		return this.#cells[column]!.get(slot) ?? emptyCell(this.columns[column]!.kind);
	}

	/** Every cell of a column that is not empty. */
	cellsOf(column: number): Iterable<IntervalCell> {
		return this.#cells[column]!.values();
	}
}

function count(cell: Cell, kind: ValueKind, value: Value): void {
	const isFirst = cell.count++ === 0;
	if (kind === 'other') return;
	const number = kind === 'fraction' ? Number(value) : typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(Math.trunc(value)) : 0n;
	// Both are of the kind of the column.
	cell.sum = typeof number === 'bigint' ? (cell.sum as bigint) + number : (cell.sum as number) + number;
	if (isFirst || number < cell.least) cell.least = number;
	if (isFirst || number > cell.most) cell.most = number;
}
