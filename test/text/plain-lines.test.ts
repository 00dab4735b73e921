import {expect, test} from 'vitest';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {Lines} from '../../src/text/lines.ts';
import {Output} from '../../src/text/output.ts';
import {fixtures} from '../fixtures.ts';

const registry = buildRegistry();
const decoder = new TextDecoder();

/** What is written by `write`, which returns whether anything was. */
const written = (write: (output: Output) => unknown): string | undefined => {
	let text = '';
	const output = new Output(bytes => (text += decoder.decode(bytes)));
	if (write(output) === false) return undefined;
	output.flush();
	return text;
};

test('the line of a plain segment is the one that its layers say', {timeout: 120_000}, async () => {
	const plain = {four: 0, six: 0};
	for (const {path, name} of fixtures) {
		const capture = await OpenedCapture.open(path, registry);
		const lines = new Lines(capture, 'r', false);
		await capture.run(row => {
			const isSix = capture.pass.plain?.addressSize === 16;
			const quick = written(output => lines.writePlain(output));
			if (quick === undefined) return undefined;
			plain[isSix ? 'six' : 'four']++;
			capture.view.aimNewest();
			expect(`${name} ${row}: ${quick}`).toBe(`${name} ${row}: ${written(output => lines.write(output))}`);
			return undefined;
		});
		capture.source.close();
	}

	expect(plain.four).toBeGreaterThan(500);
	expect(plain.six).toBeGreaterThan(10);
});
