import {protocolOf} from './agreement.ts';
import {addTally, emptyTally, type Tally} from './compare.ts';

/** The least share of cells that has to agree, by protocol, on a sample of captures, with one version of tshark. */
export type Floor = {readonly tshark: string; readonly sample: readonly string[]; readonly shares: Readonly<Record<string, number>>};

/** A protocol that agrees less than it has to; `now` is undefined where it has no cells any more. */
export type Fall = {readonly name: string; readonly floor: number; readonly now: number | undefined};

/** Shares are kept with so many digits, rounded down. */
const scale = 10_000;

/** The share of cells that agree by protocol. */
export function sharesOf(fields: ReadonlyMap<string, Tally>): Map<string, number> {
	const protocols = new Map<string, Tally>();
	for (const [field, tally] of fields) {
		const name = protocolOf(field);
		const sum = protocols.get(name) ?? emptyTally();
		addTally(sum, tally, 0);
		protocols.set(name, sum);
	}

	return new Map([...protocols].filter(([, {cells}]) => cells > 0).map(([name, {cells, agreed}]) => [name, shareOf(agreed, cells)]));
}

/** Rounded down, so that a floor is never above what was reached. */
export const shareOf = (agreed: number, cells: number): number => Math.floor((agreed / cells) * scale) / scale;

/** Who fell below the floor. */
export const fallsBelow = (floor: Floor, shares: ReadonlyMap<string, number>): Fall[] =>
	Object.entries(floor.shares)
		.map(([name, share]) => ({name, floor: share, now: shares.get(name)}))
		.filter(({floor: least, now}) => now === undefined || now < least);

/** The floor raised to what is reached; nobody's share falls. */
export function raised(floor: Floor, shares: ReadonlyMap<string, number>): Floor {
	const higher = new Map(Object.entries(floor.shares));
	for (const [name, share] of shares) higher.set(name, Math.max(share, higher.get(name) ?? 0));
	return {...floor, shares: Object.fromEntries([...higher].sort(([a], [b]) => (a < b ? -1 : 1)))};
}
