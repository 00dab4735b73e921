import fs from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {ColorRules} from '../../../src/decode/filter/color-rules.ts';
import {defaultColorRules} from '../../../src/decode/filter/default-colors.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';
import {OpenedCapture} from '../../../src/opened-capture.ts';

const root = path.join(import.meta.dirname, '../../..');
const registry = buildRegistry();
const white = [255, 255, 255] as const;

const table = new Map<string, string[]>();
let capture = '';
for (const line of fs.readFileSync(path.join(import.meta.dirname, 'colors.txt'), 'utf8').trimEnd().split('\n')) {
	if (line.startsWith('@ ')) table.set(capture = line.slice(2), []);
	else if (!line.startsWith('# ')) table.get(capture)!.push(line);
}

/** Which rule the frames of a capture have, as the table says it. */
async function rulesOf(file: string, rules: ColorRules): Promise<string[]> {
	const opened = await OpenedCapture.open(path.join(root, file), registry);
	await opened.run();
	opened.pass.complete = true;
	const found = new Map<string, Array<[number, number]>>();
	for (let row = 0; row < opened.count; row++) {
		const name = rules.of(opened.view.aim(row))?.name ?? 'none';
		const ranges = found.get(name) ?? [];
		const last = ranges.at(-1);
		if (last !== undefined && last[1] === row) last[1] = row + 1;
		else ranges.push([row + 1, row + 1]);
		found.set(name, ranges);
	}

	opened.source.close();
	return [...found].map(([name, ranges]) => `${name}\t${ranges.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(' ')}`);
}

describe("Wireshark's rules", () => {
	const rules = new ColorRules(defaultColorRules, registry);

	test('are all understood', () => expect(rules.wrong).toEqual([]));

	test.each([...table])('colour the frames of %s as tshark does', async (file, expected) => {
		expect(await rulesOf(file, rules)).toEqual(expected);
	});
});

test('the first rule that a frame passes counts, and names that are not decoded are in no frame', async () => {
	const rule = (name: string, filter: string) => ({name, filter, foreground: white, background: white});
	const rules = new ColorRules([
		rule('never', 'smurf.size != 8 || smurf || upper(smurf.name) == "A" || tcp.port == smurf.port'),
		rule('wrong', 'tcp.port =='),
		rule('answers', '!smurf && dns.flags.response == 1'),
		rule('DNS', 'dns'),
	], registry);
	expect(rules.wrong).toMatchObject([{rule: {name: 'wrong'}, error: {start: 11, incomplete: true}}]);
	expect(await rulesOf('fixtures/dns/records.pcap', rules)).toEqual(expect.arrayContaining([expect.stringMatching(/^answers\t/), expect.stringMatching(/^DNS\t/)]) as string[]);
	expect((await rulesOf('fixtures/dns/records.pcap', rules)).join(' ')).not.toMatch(/never|wrong/);
});
