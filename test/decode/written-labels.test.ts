import {expect, test} from 'vitest';
import {ByteText} from '../../src/decode/byte-text.ts';
import {setZone, utc} from '../../src/decode/clock.ts';
import {labelText} from '../../src/decode/label.ts';
import {printValue, writeDigits} from '../../src/decode/print.ts';
import {printable} from '../../src/decode/printable.ts';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {buildTree, type Node} from '../../src/decode/tree.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {fixtures} from '../fixtures.ts';

test('digits that are written are those of the text, in every field of every fixture', async () => {
	setZone(() => utc);
	const registry = buildRegistry();
	const out = new ByteText();
	let digits = 0;
	const check = (nodes: readonly Node[]): void => {
		for (const node of nodes) {
			const {field, value, label, children} = node;
			out.clear();
			node.write(out);
			if (out.toString() !== label || printable(label) !== label) expect.fail(`${node.name}: wrote '${out.toString()}', is '${label}'`);
			if (field !== undefined && writeDigits(out.clear(), field, value)) {
				digits++;
				if (out.toString() !== printValue(field, value)) expect.fail(`${field.name}: wrote '${out.toString()}', is '${printValue(field, value)}'`);
			}

			check(children);
		}
	};
	for (const {path} of fixtures) {
		const capture = await OpenedCapture.open(path, registry);
		await capture.run();
		for (let row = 0; row < capture.count; row++) check(buildTree(capture.view.aim(row), false).nodes);
		capture.source.close();
	}

	expect(digits).toBeGreaterThan(10_000);
});

/** What is written of a tree as lines, and of one as values. */
const shown = (nodes: readonly Node[]): unknown[] => nodes.filter(({hidden}) => !hidden).map(({name, label, start, end, children}) => [name, label, start, end, shown(children)]);
const valued = (nodes: readonly Node[]): unknown[] =>
	nodes.map(({name, field, label, value, start, end, children}) => [name, field === undefined ? label : value, start, end, valued(children)]);

test('a part of a tree has of every packet what is used of it', async () => {
	const registry = buildRegistry();
	for (const {path} of fixtures) {
		const capture = await OpenedCapture.open(path, registry);
		await capture.run();
		for (let row = 0; row < capture.count; row++) {
			const view = capture.view.aim(row);
			const {nodes} = buildTree(view, false);
			expect(shown(buildTree(view, false, 'lines').nodes)).toEqual(shown(nodes));
			expect(valued(buildTree(view, false, 'values').nodes)).toEqual(valued(nodes));
		}

		capture.source.close();
	}
});

test('a duration of any size is exact, written and as a string', () => {
	const registry = buildRegistry();
	const out = new ByteText();
	const field = registry.frame.fields.find(({name}) => name === 'frame.time_delta')!;
	for (
		const [nanoseconds, text] of [
			[0n, '0.000000000'],
			[-1_000_000_001n, '-1.000000001'],
			[4_294_967_296_000_000_007n, '4294967296.000000007'],
			[9_007_199_254_740_993_000_000_042n, '9007199254740993.000000042'],
		] as const
	) {
		expect(printValue(field, nanoseconds)).toBe(text);
		expect(writeDigits(out.clear(), field, nanoseconds)).toBe(true);
		expect(out.toString()).toBe(text);
		expect(labelText(field, nanoseconds)).toBe(`${field.title}: ${text} seconds`);
	}
});
