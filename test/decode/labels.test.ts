import {expect, test} from 'vitest';
import {setZone, utc} from '../../src/decode/clock.ts';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {buildTree, type Node} from '../../src/decode/tree.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {fixtures} from '../fixtures.ts';

/** Labels of one field that the golden shows. */
const perField = 2;
/** Longer labels end here. */
const maxLabel = 160;

test('a person reads of each field what the golden says (vitest --update writes it)', async () => {
	setZone(() => utc);
	const registry = buildRegistry();
	const labels = new Map<string, string[]>();
	const add = (nodes: readonly Node[]): void => {
		for (const {name, hidden, label, children} of nodes) {
			const known = labels.get(name) ?? [];
			const text = label.length > maxLabel ? `${label.slice(0, maxLabel)}…` : label;
			if (name !== '' && !hidden && known.length < perField && !known.includes(text)) labels.set(name, [...known, text]);
			add(children);
		}
	};
	for (const {path} of fixtures) {
		const capture = await OpenedCapture.open(path, registry);
		await capture.run();
		for (let row = 0; row < capture.count; row++) add(buildTree(capture.view.aim(row), false).nodes);
		capture.source.close();
	}

	const lines = [...labels].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, texts]) => texts.map(text => `${name}\t${text}\n`));
	await expect(lines.join('')).toMatchFileSnapshot('labels.txt');
});
