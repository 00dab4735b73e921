/** `npm test [-- ARGUMENTS]`: everything that must hold; with arguments, only vitest with these. */
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {prepare} from './prepare.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const vitest = ['vitest', 'node_modules/vitest/vitest.mjs', 'run', process.stdout.isTTY ? '--color' : '--no-color'];
const checks = [
	['the type check', 'node_modules/typescript/bin/tsc'],
	['the linter', 'node_modules/@biomejs/biome/bin/biome', 'lint', '--error-on-warnings'],
	['the formatter', 'scripts/format.mjs', '--check'],
	vitest,
];

const run = () => {
	const given = process.argv.slice(2);
	for (const [name, script, ...options] of given.length > 0 ? [[...vitest, ...given]] : checks) {
		const {status, signal} = spawnSync(process.execPath, [script, ...options], {cwd: root, stdio: 'inherit'});
		if (status !== 0) {
			if (name !== 'vitest') process.stderr.write(`inkcap: ${name} found something; the tests were not run\n`);
			return signal === null ? status : 1;
		}
	}

	return 0;
};

process.exitCode = await prepare() ? run() : 1;
