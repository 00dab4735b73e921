import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {version} from '../../src/version.ts';

const root = new URL('../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {version: string};

test('the program, the library and the package have one version', async () => {
	expect(version).toBe(manifest.version);
	expect(execFileSync(process.execPath, ['bin/inkcap', '--version'], {cwd: root, encoding: 'utf8'})).toContain(version);
	const library = (await import(new URL('dist/index.js', root).href)) as {version: string};
	expect(library.version).toBe(version);
});
