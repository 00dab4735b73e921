import {expect, test} from 'vitest';
import {ByteText} from '../../src/decode/byte-text.ts';
import {setZone, utc} from '../../src/decode/clock.ts';
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
