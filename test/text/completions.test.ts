import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {completionFiles} from '../../src/text/completions.ts';

const directory = path.join(import.meta.dirname, '../../completions');

test.each(completionFiles)('completions/%s says what the option table says (vitest --update writes it)', async (name, contents) => {
	await expect(contents()).toMatchFileSnapshot(path.join(directory, name));
});

test('there are no other completions', () => {
	expect(fs.readdirSync(directory).sort()).toEqual(completionFiles.map(([name]) => name).sort());
});
