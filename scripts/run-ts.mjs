/** `node scripts/run-ts.mjs FILE ARGUMENTS`: bundles a TypeScript program of this checkout and runs it, on any Node. */
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {prepare} from './prepare.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

const run = async (file, given) => {
	if (!fs.existsSync(file)) throw new Error(`there is no ${file}`);
	const {build} = await import('esbuild');
	const name = path.relative(root, path.resolve(file)).replaceAll(/[^\w-]+/g, '-');
	// As deep in the checkout as scripts/ is, so that import.meta.url leads to the same places from any of them.
	const output = path.join(root, 'node_modules', '.cache', 'inkcap', `${name}-${process.pid}.mjs`);
	await build({
		entryPoints: [path.resolve(file)],
		outfile: output,
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		jsx: 'automatic',
		packages: 'external',
		sourcemap: 'inline',
		define: {'import.meta.url': JSON.stringify(pathToFileURL(path.resolve(file)).href)},
		logLevel: 'warning',
	});
	process.on('exit', () => fs.rmSync(output, {force: true}));
	process.setSourceMapsEnabled(true);
	process.argv = [process.execPath, path.resolve(file), ...given];
	await import(pathToFileURL(output).href);
};

const [file, ...given] = process.argv.slice(2);
if (file === undefined) {
	process.stderr.write('usage: node scripts/run-ts.mjs FILE ARGUMENTS\n');
	process.exitCode = 1;
} else if (await prepare()) {
	try {
		await run(file, given);
	} catch (error) {
		process.stderr.write(`${error.stack ?? error}\n`);
		process.exitCode = 1;
	}
} else {
	process.exitCode = 1;
}
