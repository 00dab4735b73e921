import {AGGREGATOR, type Table} from './cells.ts';
import {classOf} from './known-classes.ts';

/** How a cell disagrees: inkcap has no value, tshark has none, or the two differ. */
export type Kind = 'lacks' | 'extra' | 'differs';

/** One cell on which the programs disagree. */
export type Disagreement = {
	readonly file: string;
	readonly frame: number;
	readonly field: string;
	readonly kind: Kind;
	readonly reference: string | undefined;
	readonly ours: string | undefined;
};

/** The counts of one field: cells in which either program prints a value, and among them those with several values. */
export type Tally = {
	cells: number;
	agreed: number;
	several: number;
	severalAgreed: number;
	lacks: number;
	extra: number;
	differs: number;
	files: number;
	/** How many of the cells that disagree are of each known class, by its name; '' for those of none. */
	classes: Record<string, number>;
	samples: Disagreement[];
};

/** A tally of nothing. */
export function emptyTally(): Tally {
	return {cells: 0, agreed: 0, several: 0, severalAgreed: 0, lacks: 0, extra: 0, differs: 0, files: 0, classes: {}, samples: []};
}

/** Compares two tables of one capture cell by cell, keeping up to `keep` disagreements of each field. */
export function compareTables(
	file: string,
	reference: Table,
	ours: Table,
	fields: readonly string[],
	keep: number,
): Map<string, Tally> {
	const skipped = new Set([...reference.unreadable, ...ours.unreadable]);
	const tallies = new Map<string, Tally>();
	for (const field of fields) {
		if (field === 'frame.number') continue;
		const theirs = reference.columns.get(field);
		const mine = ours.columns.get(field);
		const frames = new Set([...(theirs?.keys() ?? []), ...(mine?.keys() ?? [])]);
		if (frames.size === 0) continue;
		const tally = emptyTally();
		for (const frame of [...frames].sort((a, b) => a - b)) {
			if (skipped.has(frame)) continue;
			countCell(tally, {file, frame, field, reference: theirs?.get(frame), ours: mine?.get(frame)}, keep);
		}
		tally.files = tally.agreed < tally.cells ? 1 : 0;
		tallies.set(field, tally);
	}
	return tallies;
}

/** Adds the counts of one tally to another; samples are kept in the order they are added. */
export function addTally(to: Tally, from: Tally, keep: number): void {
	to.cells += from.cells;
	to.agreed += from.agreed;
	to.several += from.several;
	to.severalAgreed += from.severalAgreed;
	to.lacks += from.lacks;
	to.extra += from.extra;
	to.differs += from.differs;
	to.files += from.files;
	for (const [name, count] of Object.entries(from.classes)) to.classes[name] = (to.classes[name] ?? 0) + count;
	if (to.samples.length < keep) to.samples.push(...from.samples.slice(0, keep - to.samples.length));
}

/** The sum of many tallies by field. */
export function mergeTallies(all: Iterable<ReadonlyMap<string, Tally>>, keep: number): Map<string, Tally> {
	const merged = new Map<string, Tally>();
	for (const tallies of all) {
		for (const [field, tally] of tallies) {
			let sum = merged.get(field);
			if (sum === undefined) merged.set(field, sum = emptyTally());
			addTally(sum, tally, keep);
		}
	}
	return merged;
}

function countCell(tally: Tally, cell: Omit<Disagreement, 'kind'>, keep: number): void {
	const {reference, ours} = cell;
	const several = (reference?.includes(AGGREGATOR) || ours?.includes(AGGREGATOR)) ?? false;
	tally.cells++;
	if (several) tally.several++;
	if (reference === ours) {
		tally.agreed++;
		if (several) tally.severalAgreed++;
		return;
	}
	const kind = ours === undefined ? 'lacks' : reference === undefined ? 'extra' : 'differs';
	tally[kind]++;
	const disagreement = {...cell, kind} as const;
	const name = classOf(disagreement)?.name ?? '';
	tally.classes[name] = (tally.classes[name] ?? 0) + 1;
	if (tally.samples.length < keep) tally.samples.push(disagreement);
}
