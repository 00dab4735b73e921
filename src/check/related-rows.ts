import {blockSize} from '../decode/packet-index.ts';
import {buildTree, type Node} from '../decode/tree.ts';
import type {OpenedCapture} from '../opened-capture.ts';

/** Rows of a conversation that begin it, and those right before a packet: what its analysis looks at. */
const firstRows = 8;
const lastRows = 24;
/** Rows that a set may have. */
const mostOfFlow = 4000;
const mostOfAll = 20_000;
/** How far from one packet to another it leads. */
const maxSteps = 3;

/** Rows that a packet names: those it was put together from, and those it answers, acknowledges, is a part of. */
function named({view}: OpenedCapture, row: number): readonly number[] {
	const {cursor} = view.aim(row);
	const rows = new Set<number>();
	for (let source = 1; source < cursor.sources.length; source++) for (const piece of view.reassemblyOf(source)?.pieces ?? []) rows.add(piece.row);
	const visit = ({field, value, children}: Node): void => {
		if (field?.kind === 'frame' && typeof value === 'number' && value > 0) rows.add(value - 1);
		for (const child of children) visit(child);
	};
	for (const node of buildTree(view, false).nodes) visit(node);
	return [...rows];
}

/**
Sets of ascending rows in which the packet of `row` may say what it says in the whole capture, smaller ones first: itself;
what it names; how its conversation began and what came right before it; all that; all of its conversation; everything.
*/
export function* relatedRows(capture: OpenedCapture, row: number): Generator<readonly number[]> {
	const {index} = capture.pass;
	const {count} = capture;
	const found = new Set([row]);
	const isLater = (other: number): boolean => other > row;
	const set = (rows: Iterable<number>): readonly number[] => {
		for (const each of rows) if (each < count) found.add(each);
		return [...found].sort((a, b) => a - b);
	};

	yield [row];
	const reached = new Set([row]);
	let front: readonly number[] = [row];
	for (let step = 0; step < maxSteps; step++) {
		front = front.flatMap(each => (each < count ? named(capture, each) : [])).filter(each => !reached.has(each));
		for (const each of front) reached.add(each);
	}

	yield set([...reached].filter(each => !isLater(each)));

	const block = index.block(row);
	const flow = block.flow[row % blockSize]! >>> 1;
	const before: number[] = [];
	for (let at = block.previous[row % blockSize]!; at > 0 && before.length < mostOfFlow; at = index.block(at - 1).previous[(at - 1) % blockSize]!) before.push(at - 1);
	const beginning: number[] = [];
	for (let other = 0; flow > 0 && other < count && beginning.length < firstRows; other++) {
		const each = index.block(other);
		if (each.flow[other % blockSize]! >>> 1 === flow) beginning.push(other);
	}

	yield set([...before.slice(0, lastRows), ...beginning.filter(each => !isLater(each))]);
	yield set([...reached, ...beginning]);
	yield set(before);
	// Something of another conversation: what set this one up, or is tunnelled in it.
	const from = Math.max(0, row - mostOfAll);
	yield set(Array.from({length: Math.min(row, mostOfAll)}, (_, i) => from + i));
	yield set(Array.from({length: Math.min(count, mostOfAll)}, (_, i) => from + i));
}
