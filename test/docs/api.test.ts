import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {transformSync} from 'esbuild';
import {expect, test} from 'vitest';
import {apiDocs, examplesIn} from '../../scripts/api-docs.ts';

const root = path.join(import.meta.dirname, '../..');
const page = path.join(root, 'docs/api.md');

test('docs/api.md says what the sources say (npm run docs writes it)', () => {
	expect(fs.readFileSync(page, 'utf8')).toBe(apiDocs(path.join(root, 'dist/types')));
});

test.each(examplesIn(fs.readFileSync(page, 'utf8')))('the example of $of prints what it says', ({code}) => {
	const {code: program} = transformSync(code.replaceAll("from 'inkcap'", `from ${JSON.stringify(path.join(root, 'dist/index.js'))}`), {loader: 'ts', format: 'esm'});
	const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {cwd: root, encoding: 'utf8'}).split('\n').slice(0, -1);
	const said = [...code.matchAll(/\/\/=> (.*)$/gm)].map(([, text]) => text);
	expect(printed.length).toBeGreaterThan(0);
	if (said.length > 0) expect(printed).toEqual(said);
});

test('every export has a comment', () => {
	const text = fs.readFileSync(page, 'utf8');
	const bare = [...text.matchAll(/^### (.*)\n\n```ts\n[\s\S]*?\n```\n\n(.?)/gm)].filter(([, , first]) => first === '#' || first === '').map(([, name]) => name);
	expect(bare).toEqual([]);
});
