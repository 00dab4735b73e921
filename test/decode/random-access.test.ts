import {describe, expect, test} from 'vitest';
import {hexBytes} from '../../src/decode/print.ts';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {buildTree, type Node} from '../../src/decode/tree.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {fixtures} from '../fixtures.ts';

/** Frames of a fixture that are compared. */
const framesPerFixture = 300;

const registry = buildRegistry();

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

describe('a frame that is asked for in the middle', () => {
	test.each(fixtures)('of $name says what it says in its turn', async ({path}) => {
		const capture = await OpenedCapture.open(path, registry);
		try {
			await capture.run();
			const count = Math.min(capture.count, framesPerFixture);
			const inOrder = Array.from({length: count}, (_, row) => treeText(capture, row));
			for (const row of scattered(count)) expect(treeText(capture, row)).toBe(inOrder[row]);
		} finally {
			capture.source.close();
		}
	});
});
