import {blockSize, type PacketIndex, rowHasNoTime} from '../packet-index.ts';
import {no, type Question, yes} from './question.ts';
import type {Ordering, Term, Test} from './term.ts';

/** What a test lets pass: numbers from `low` up to `high`, both included; undefined where there is no end. */
type Interval = {readonly low: bigint | undefined; readonly high: bigint | undefined};
type Fill = NonNullable<Question['fill']>;
/** A column of a block. */
type Numbers = {at(place: number): number};

const second = 1_000_000_000n;

const intervals: Readonly<Record<Ordering, (value: bigint) => readonly Interval[]>> = {
	'==': value => [{low: value, high: value}],
	'!=': value => [{low: undefined, high: value - 1n}, {low: value + 1n, high: undefined}],
	'<': value => [{low: undefined, high: value - 1n}],
	'<=': value => [{low: undefined, high: value}],
	'>': value => [{low: value + 1n, high: undefined}],
	'>=': value => [{low: value, high: undefined}],
};

/** The whole number that was written down; undefined where something else was. A number without a sign cannot be set beside a negative one. */
function written(term: Term, isUnsigned: boolean): bigint | undefined {
	if (term.kind !== 'literal' || (typeof term.value !== 'bigint' && !Number.isInteger(term.value))) return undefined;
	const value = BigInt(term.value as number | bigint);
	return isUnsigned && value < 0n ? undefined : value;
}

function intervalsOf(test: Test & {readonly kind: 'compare' | 'in'}, isUnsigned: boolean): readonly Interval[] | undefined {
	const found: Interval[] = [];
	for (const {from, to} of test.kind === 'in' ? test.set : [{from: test.right, to: test.right}]) {
		const low = written(from, isUnsigned);
		const high = written(to, isUnsigned);
		if (low === undefined || high === undefined) return undefined;
		found.push(...test.kind === 'in' ? [{low, high}] : intervals[test.operator](low));
	}

	return found;
}

/** A scan for tests that set a number of the index beside numbers that were written down; undefined for other tests. */
export function numberScan(test: Test): Fill | undefined {
	if ((test.kind !== 'compare' && test.kind !== 'in') || test.left.kind !== 'name') return undefined;
	const {name, type: {family}} = test.left.name;
	const wanted = intervalsOf(test, family === 'unsigned');
	if (wanted === undefined) return undefined;
	const column = columns[name];
	const since = starts[name];
	return column !== undefined ? columnScan(wanted, column) : since !== undefined ? timeScan(wanted, since) : undefined;
}

/** Whole numbers of rows, by name: the column of a row's block, or undefined for the number of the row itself. */
const columns: Readonly<Record<string, (index: PacketIndex, row: number) => Numbers | undefined>> = {
	'frame.number': () => undefined,
	'frame.len': (index, row) => index.block(row).original,
	'frame.cap_len': (index, row) => index.block(row).captured,
};

function columnScan(wanted: readonly Interval[], columnOf: (index: PacketIndex, row: number) => Numbers | undefined): Fill {
	const lows = wanted.map(({low}) => low === undefined ? Number.NEGATIVE_INFINITY : Number(low));
	const highs = wanted.map(({high}) => high === undefined ? Number.POSITIVE_INFINITY : Number(high));
	return ({index}, from, to, into) => {
		const column = columnOf(index, from);
		const base = from % blockSize;
		for (let i = 0; i < to - from; i++) {
			const value = column === undefined ? from + i + 1 : column.at(base + i);
			let found = no;
			for (let n = 0; n < lows.length; n++) if (value >= lows[n]! && value <= highs[n]!) found = yes;
			into[i] = found;
		}
	};
}

/** Which row's time is counted from, by name; below 0 the beginning of 1970. */
const starts: Readonly<Record<string, (row: number, index: PacketIndex) => number>> = {
	'frame.time': () => -1,
	'frame.time_epoch': () => -1,
	'frame.time_relative': () => 0,
	'frame.time_delta': (row, index) => row === 0 ? 0 : index.stamped(row - 1),
};

/** A moment as whole seconds and the nanoseconds behind them. */
const secondsOf = (time: bigint): number => Number(time / second);
const nanosecondsOf = (time: bigint): number => Number(time % second);

function timeScan(wanted: readonly Interval[], startOf: (row: number, index: PacketIndex) => number): Fill {
	const lowSeconds = wanted.map(({low}) => low === undefined ? Number.NEGATIVE_INFINITY : secondsOf(low));
	const lowRest = wanted.map(({low}) => nanosecondsOf(low ?? 0n));
	const highSeconds = wanted.map(({high}) => high === undefined ? Number.POSITIVE_INFINITY : secondsOf(high));
	const highRest = wanted.map(({high}) => nanosecondsOf(high ?? 0n));
	return ({index}, from, to, into) => {
		const {seconds, nanoseconds, flags} = index.block(from);
		const base = from % blockSize;
		for (let i = 0; i < to - from; i++) {
			into[i] = no;
			if (flags[base + i]! & rowHasNoTime) continue;
			const start = startOf(from + i, index);
			const before = start < 0 ? undefined : index.block(start);
			const at = start % blockSize;
			const isKnown = before !== undefined && (before.flags[at]! & rowHasNoTime) === 0;
			const passed = seconds.at(base + i) - (isKnown ? before.seconds.at(at) : 0);
			const rest = nanoseconds[base + i]! - (isKnown ? before.nanoseconds[at]! : 0);
			// Where so many seconds lie between that a sum is not exact, its sign is right all the same.
			for (let n = 0; n < lowRest.length; n++) {
				if ((passed - lowSeconds[n]!) * 1e9 + (rest - lowRest[n]!) >= 0 && (passed - highSeconds[n]!) * 1e9 + (rest - highRest[n]!) <= 0) into[i] = yes;
			}
		}
	};
}
