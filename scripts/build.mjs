/**
Bundles src into dist: `inkcap.js` (the program), `index.js` (the library), `vitest.js` (its matchers), one file for each `src/**\/*-worker.ts`,
shared chunks, type declarations and the licenses of what is bundled in. `--debug` keeps names and adds source maps.
*/
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import {builtinModules} from 'node:module';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build as bundle} from 'esbuild';
import freshness from './freshness.cjs';
import {nameTables, tablePackages} from './name-tables.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');

/** Modules that only Ink's development mode would load. */
const stubs = {
	name: 'stubs',
	setup(esbuild) {
		esbuild.onResolve({filter: /^(react-devtools-core|ws)$/}, ({path}) => ({path, namespace: 'stub'}));
		esbuild.onLoad({filter: /.*/, namespace: 'stub'}, () => ({contents: 'export default {};'}));
	},
};

/** CommonJS packages in an ES bundle cannot `require` Node's own modules: hand them the imported ones. */
const requiredBuiltins = {
	name: 'required-builtins',
	setup(esbuild) {
		const names = new Set(builtinModules);
		esbuild.onResolve({filter: /^(node:)?[a-z_/]+$/}, ({path, kind}) => {
			const name = path.replace(/^node:/, '');
			return kind === 'require-call' && names.has(name) ? {path: name, namespace: 'builtin'} : undefined;
		});
		esbuild.onLoad({filter: /.*/, namespace: 'builtin'}, ({path}) => ({
			contents: `import value from 'node:${path}';\nmodule.exports = value;`,
		}));
	},
};

const sources = (directory = 'src') =>
	fs.readdirSync(path.join(root, directory), {withFileTypes: true}).flatMap(entry => {
		const place = `${directory}/${entry.name}`;
		return entry.isDirectory() ? sources(place) : [place];
	});

const entryPoints = () => {
	const workers = sources().filter(place => place.endsWith('-worker.ts'));
	const names = workers.map(place => path.basename(place, '.ts'));
	const twice = names.find((name, i) => names.indexOf(name) !== i);
	if (twice !== undefined) throw new Error(`two workers are called ${twice}`);
	return {
		inkcap: 'src/cli.tsx',
		index: 'src/index.ts',
		vitest: 'src/check/vitest.ts',
		...Object.fromEntries(workers.map((place, i) => [names[i], place])),
	};
};

const packageOf = input => {
	const at = input.lastIndexOf('node_modules/');
	if (at < 0) return undefined;
	const [scope, name] = input.slice(at + 'node_modules/'.length).split('/');
	return `${input.slice(0, at)}node_modules/${scope.startsWith('@') ? `${scope}/${name}` : scope}`;
};

const licenses = inputs => {
	const packages = [...new Set(inputs.map(packageOf).filter(Boolean))].sort();
	const texts = packages.map(place => {
		const {name, version, license} = JSON.parse(fs.readFileSync(path.join(root, place, 'package.json'), 'utf8'));
		const file = fs.readdirSync(path.join(root, place)).find(entry => /^licen[cs]e/i.test(entry));
		const text = file === undefined ? '' : fs.readFileSync(path.join(root, place, file), 'utf8').trim();
		return `${name} ${version} (${license})\n\n${text}`;
	});
	return `inkcap's bundle contains these packages.\n\n${texts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
};

/** Never half a file: a program that starts while this runs finds the old one or the new one. */
const write = (file, contents) => {
	fs.mkdirSync(path.dirname(file), {recursive: true});
	const temporary = `${file}.${process.pid}.tmp`;
	fs.writeFileSync(temporary, contents);
	fs.renameSync(temporary, file);
};

const emitTypes = () => {
	const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
	const types = path.join(dist, 'types');
	const made = `${types}.${process.pid}.tmp`;
	try {
		const {status, stdout, stderr} = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', made], {cwd: root, encoding: 'utf8'});
		if (status !== 0) throw new Error(`tsc could not write the declarations:\n${stdout}${stderr}`);
		keepReachable(made, ['index.d.ts', 'check/vitest.d.ts']);
		// Another build may put its own there meanwhile.
		for (let tries = 0; fs.existsSync(made) && tries < 10; tries++) {
			fs.rmSync(types, {recursive: true, force: true, maxRetries: 5});
			try {
				fs.renameSync(made, types);
			} catch (error) {
				if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
			}
		}
	} finally {
		fs.rmSync(made, {recursive: true, force: true});
	}
};

/** Removes declarations that those of the entry points do not lead to. */
const keepReachable = (directory, entries) => {
	const kept = new Set();
	const visit = file => {
		if (kept.has(file)) return;
		kept.add(file);
		for (const [, specifier] of fs.readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*['"](\.[^'"]+)['"]/g)) {
			visit(path.resolve(path.dirname(file), specifier.replace(/\.tsx?$/, '.d.ts')));
		}
	};
	for (const entry of entries) visit(path.join(directory, entry));
	for (const name of fs.readdirSync(directory, {recursive: true})) {
		const file = path.join(directory, name);
		if (name.endsWith('.d.ts') && !kept.has(file)) fs.rmSync(file);
	}
};

/** Builds all of dist. Throws with what is wrong as its message. */
export const build = async ({debug = false} = {}) => {
	const started = Date.now();
	const result = await bundle({
		absWorkingDir: root,
		entryPoints: entryPoints(),
		outdir: 'dist',
		bundle: true,
		splitting: true,
		chunkNames: 'chunk-[hash]',
		format: 'esm',
		platform: 'node',
		target: 'node20',
		jsx: 'automatic',
		minify: !debug,
		sourcemap: debug ? 'inline' : false,
		legalComments: 'none',
		define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
		external: ['cap', 'koffi', 'vitest'],
		plugins: [stubs, requiredBuiltins],
		metafile: true,
		write: false,
		logLevel: 'silent',
	}).catch(error => {
		const lines = error.errors?.map(({text, location}) => location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text);
		throw new Error(lines?.join('\n') ?? error.message);
	});

	const files = result.outputFiles.map(file => ({path: file.path, contents: file.contents}));
	const isChunk = file => path.basename(file.path).startsWith('chunk-');
	for (const file of [...files.filter(isChunk), ...files.filter(file => !isChunk(file))]) write(file.path, file.contents);
	for (const [name, contents] of Object.entries(nameTables(root))) write(path.join(dist, name), contents);
	write(path.join(dist, 'licenses.txt'), licenses([...Object.keys(result.metafile.inputs), ...tablePackages.map(name => `node_modules/${name}/`)]));
	emitTypes();

	const current = new Set(files.map(file => path.basename(file.path)));
	for (const name of fs.readdirSync(dist)) {
		if (name.endsWith('.js') && !current.has(name)) fs.rmSync(path.join(dist, name), {force: true});
	}

	freshness.markBuilt(started);
	return result.metafile;
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	try {
		await build({debug: process.argv.includes('--debug')});
	} catch (error) {
		process.stderr.write(`inkcap could not be built:\n${error.message}\n`);
		process.exitCode = 1;
	}
}
