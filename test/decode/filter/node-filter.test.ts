import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {compileFilter} from '../../../src/decode/filter/compile.ts';
import {filterOfNode} from '../../../src/decode/filter/node-filter.ts';
import {namesOf} from '../../../src/decode/filter/names.ts';
import {printable} from '../../../src/decode/printable.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';
import {buildTree, type Node} from '../../../src/decode/tree.ts';
import {OpenedCapture} from '../../../src/opened-capture.ts';

const fixtures = path.join(import.meta.dirname, '../../../fixtures');
const captures = fs.readdirSync(fixtures, {recursive: true, encoding: 'utf8'}).filter(name => /\.pcap(?:ng)?$/.test(name)).sort();
/** Frames that are asked of a capture. */
const most = 5;

test('every line of a tree has a filter that its frame passes, and the index does not deny it', async () => {
	const registry = buildRegistry();
	const names = namesOf(registry);
	const wrong: string[] = [];
	let asked = 0;
	for (const file of captures) {
		const capture = await OpenedCapture.open(path.join(fixtures, file), registry);
		await capture.run();
		for (let row = 0; row < Math.min(most, capture.count); row++) {
			const filters = new Map<string, Node>();
			const visit = (node: Node): void => {
				filters.set(filterOfNode(node), node);
				for (const child of node.children) visit(child);
			};
			for (const node of buildTree(capture.view.aim(row)).nodes) visit(node);
			filters.delete('');
			capture.view.aim(row);
			for (const [text, {name}] of filters) {
				asked++;
				const compiled = compileFilter(text, registry);
				if (!compiled.ok) wrong.push(`${file} ${row + 1}: ${text}: ${compiled.message}`);
				else if (!compiled.filter.matches(capture.view)) wrong.push(`${file} ${row + 1}: ${text} does not pass`);
				else if (compiled.filter.decide(capture.pass, row) === 'no') wrong.push(`${file} ${row + 1}: ${text} is denied by the index`);
				else if (printable(text) !== text) wrong.push(`${file} ${row + 1}: ${text} is not printable`);
				else if (!names.has(name)) wrong.push(`${file} ${row + 1}: ${name} has no name`);
			}
		}

		capture.source.close();
	}

	expect(wrong).toEqual([]);
	expect(asked).toBeGreaterThan(15_000);
}, 120_000);

const filterOf = (field: {readonly name: string}, value: Node['value']): string => filterOfNode({name: field.name, field: field as Node['field'], value});

test('values are written as a filter reads them', () => {
	const registry = buildRegistry();
	const field = (name: string) => registry.fieldsOf(name)[0]!;
	expect(filterOf(field('ip.ttl'), 64)).toBe('ip.ttl == 64');
	expect(filterOf(field('ip.id'), 0x1234)).toBe('ip.id == 0x1234');
	expect(filterOf(field('tcp.flags.syn'), 1)).toBe('tcp.flags.syn == 1');
	expect(filterOf(field('ip.src'), Uint8Array.of(192, 0, 2, 1))).toBe('ip.src == 192.0.2.1');
	expect(filterOf(field('eth.src'), Uint8Array.of(0, 0, 0x5e, 0, 0x53, 1))).toBe('eth.src == 00:00:5e:00:53:01');
	expect(filterOf(field('frame.time_delta'), -1_500_000_000n)).toBe('frame.time_delta == -1.500000000');
	expect(filterOf(field('frame.time'), 1_709_210_096_000_000_001n)).toBe('frame.time == "2024-02-29 12:34:56.000000001Z"');
	expect(filterOf(field('http.host'), 'a"b\\\u001b[2J\n\u202e')).toBe(String.raw`http.host == "a\"b\\\x1b[2J\n\u202e"`);
	expect(filterOf(field('http.host'), 'a\ufffd')).toBe('http.host');
	expect(filterOf(field('tcp.payload'), new Uint8Array(40).fill(0xab))).toBe(`tcp.payload[0:32] == ${Array.from({length: 32}, () => 'ab').join(':')}`);
	expect(filterOf(field('tcp.payload'), Uint8Array.of(0xff))).toBe('tcp.payload == 0xff');
	expect(filterOf(field('tcp.payload'), new Uint8Array(0))).toBe('tcp.payload');
});
