import {hexBytes} from '../../src/decode/print.ts';
import {buildTree, type Node} from '../../src/decode/tree.ts';
import type {OpenedCapture} from '../../src/opened-capture.ts';

const line = (node: Node, depth: number): string => {
	const value = node.value instanceof Uint8Array ? hexBytes(node.value) : String(node.value);
	const own = `${'\t'.repeat(depth)}${node.kind} ${node.name} ${node.label} ${value} ${node.source}:${node.start}-${node.end}`;
	return [own, ...node.children.map(child => line(child, depth + 1))].join('\n');
};

/** The tree of a row, and the bytes it was read from, as text. */
const treeText = (capture: OpenedCapture, row: number): string => {
	const {sources, nodes} = buildTree(capture.view.aim(row));
	return [...nodes.map(node => line(node, 0)), ...sources.map(source => `${source.title} ${hexBytes(source.bytes)}`)].join('\n');
};

/** Every number below `count` once, in an order that looks like none. */
const scattered = (count: number): number[] => {
	let state = 99_991;
	const rows = Array.from({length: count}, (_, row) => row);
	for (let i = count - 1; i > 0; i--) {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		const j = (state >>> 8) % (i + 1);
		[rows[i], rows[j]] = [rows[j]!, rows[i]!];
	}

	return rows;
};

/** A row whose tree says something else when it is asked for in the middle than in its turn, and the first line that differs. */
export type Difference = {readonly row: number; readonly inTurn: string; readonly inTheMiddle: string};

/** Compares the trees of a capture's first `most` rows, in order, with the same trees asked for in another order; the capture was gone through. */
export function differences(capture: OpenedCapture, most: number): Difference[] {
	const count = Math.min(capture.count, most);
	const inOrder = Array.from({length: count}, (_, row) => treeText(capture, row));
	return scattered(count).flatMap(row => {
		const text = treeText(capture, row);
		if (text === inOrder[row]) return [];
		const [one, two] = [inOrder[row]!.split('\n'), text.split('\n')];
		const at = one.findIndex((said, i) => said !== two[i]);
		return [{row, inTurn: one[at] ?? '', inTheMiddle: two[at] ?? ''}];
	});
}
