/**
Bundles src into dist. The library is ES modules: `index.js`, `vitest.js` (its matchers) and the chunks that these share. The
program is CommonJS, whose compiled code `start.cjs` keeps: `program.cjs` holds it and its workers, `screen.cjs` the packages that only a
screen needs, and `inkcap.cjs` and a file for each `src/**\/*-worker.ts` start a part of it. Beside them are type declarations and
the licenses of what is bundled in. `--debug` keeps names and adds source maps.
*/
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import {builtinModules} from 'node:module';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build as bundle} from 'esbuild';
import freshness from './freshness.cjs';
import {nameTables, tablePackages} from './name-tables.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');

/** What Ink has that a script cannot run, or that it never needs. */
const ink = {
	name: 'ink',
	setup(esbuild) {
		// Modules that only its development mode would load, and waits for.
		esbuild.onResolve({filter: /^(react-devtools-core|ws)$/}, ({path}) => ({path, namespace: 'stub'}));
		esbuild.onLoad({filter: /.*/, namespace: 'stub'}, () => ({contents: 'export default {};'}));
		esbuild.onLoad({filter: /[\\/]ink[\\/]build[\\/]reconciler\.js$/}, ({path}) => ({
			contents: fs.readFileSync(path, 'utf8').replaceAll(/\bawait (?=import\('\.\/devtools\.js'\)|loadPackageJson\(\))/g, ''),
		}));
		esbuild.onResolve({filter: /^yoga-layout$/}, ({path}) => ({path, namespace: 'yoga'}));
		esbuild.onLoad({filter: /.*/, namespace: 'yoga'}, () => ({contents: `export {yoga as default} from './${yoga}';`, resolveDir: root}));
	},
};

/** Stands for `yoga-layout`. */
const yoga = 'src/views/yoga.ts';

/** The one file that imports what is not built, which kept code cannot. */
const importing = 'src/check/import-module.ts';

/** Leaves the packages of views in `screen.cjs`, and says in `names` which ones are wanted. One with a default export gives that alone: that is what an import of CommonJS gets. */
const screenPackages = names => ({
	name: 'screen-packages',
	setup(esbuild) {
		const views = path.join(root, 'src', 'views') + path.sep;
		const external = ['node:', ...unbundled];
		esbuild.onResolve({filter: /.*/}, ({path: specifier, importer, resolveDir}) => {
			const isPackage = !specifier.startsWith('.') && importer.startsWith(views) && !external.some(each => specifier.startsWith(each));
			const file = path.resolve(resolveDir, specifier);
			if (file === path.join(root, importing)) return {path: './import-module.cjs', external: true};
			const name = isPackage ? specifier : `./${path.relative(root, file).replaceAll(path.sep, '/')}`;
			if (!isPackage && name !== `./${yoga}` && !name.startsWith('./node_modules/')) return undefined;
			names.add(name);
			return {path: name, namespace: 'screen'};
		});
		esbuild.onResolve({filter: /^\.\/screen\.cjs$/}, () => ({path: './screen.cjs', external: true}));
		esbuild.onLoad({filter: /.*/, namespace: 'screen'}, ({path}) => ({
			contents: `const given = require('./screen.cjs').packages['${path}']();\nmodule.exports = given.__esModule ? given.default ?? given : given;`,
		}));
	},
});

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

/** Workers that run without the rest of the program: those that hold rights, and those that are nearly nothing. */
const alone = ['capture-worker', 'host-names-worker'];

/** The sources of workers by their names. */
const workers = () => {
	const places = sources().filter(place => place.endsWith('-worker.ts'));
	const named = Object.fromEntries(places.map(place => [path.basename(place, '.ts'), place]));
	if (Object.keys(named).length < places.length) throw new Error(`two workers have one name: ${places.join(', ')}`);
	return named;
};

const packageOf = input => {
	const at = input.lastIndexOf('node_modules/');
	// Of another namespace, it only stands for one.
	if (at < 0 || input.includes(':')) return undefined;
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

const unbundled = ['cap', 'koffi', 'vitest'];

/** One run of esbuild: the files it makes, each with its path and contents, and what went into them. */
const bundled = async options => {
	try {
		const {outputFiles, metafile} = await bundle({
			absWorkingDir: root,
			outdir: 'dist',
			bundle: true,
			platform: 'node',
			target: 'node20',
			jsx: 'automatic',
			legalComments: 'none',
			external: unbundled,
			metafile: true,
			write: false,
			logLevel: 'silent',
			...options,
			define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', ...options.define},
		});
		return {files: outputFiles.map(({path, contents}) => ({path, contents})), metafile};
	} catch (error) {
		const lines = error.errors?.map(({text, location}) => location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text);
		throw new Error(lines?.join('\n') ?? error.message);
	}
};

/** CommonJS, as strict as the modules in it, that says where it is. */
const commonJs = {
	format: 'cjs',
	outExtension: {'.js': '.cjs'},
	banner: {js: `"use strict";const moduleUrl=require("node:url").pathToFileURL(__filename).href;`},
	define: {'import.meta.url': 'moduleUrl'},
};

/** `NAME.cjs`, a function as `src/start` calls it, which gives what it is asked for by a key. */
const script = (name, key, members, options) => {
	const contents = `export const ${key} = {\n${members.join(',\n')}\n};`;
	return bundled({
		...options,
		...commonJs,
		banner: {js: '(function(module,require,moduleUrl){"use strict";'},
		footer: {js: '})'},
		stdin: {contents, resolveDir: root, sourcefile: `${name}.js`},
		outfile: `dist/${name}.cjs`,
		outdir: undefined,
		outExtension: undefined,
	});
};

/** The files of the program, and what went into them. */
const programFiles = async options => {
	const all = workers();
	const parts = {inkcap: 'src/cli.tsx', ...Object.fromEntries(Object.entries(all).filter(([name]) => !alone.includes(name)))};
	const packages = new Set();
	const program = await script('program', 'parts', Object.entries(parts).map(([name, place]) => `'${name}': () => import('./${place}')`), {
		...options,
		plugins: [screenPackages(packages)],
	});
	const screen = await script('screen', 'packages', [...packages].map(name => `'${name}': () => require('${name}')`), {...options, plugins: [ink]});
	const scripts = [...program.files, ...screen.files];
	const hash = createHash('sha256');
	for (const {contents} of scripts) hash.update(contents);
	const buildId = hash.digest('hex').slice(0, 16);
	for (const file of scripts) file.contents = Buffer.concat([file.contents, Buffer.from(`//${buildId}\n`)]);
	const rest = await bundled({
		...options,
		...commonJs,
		entryPoints: {start: 'src/start/start.ts', 'import-module': importing, ...Object.fromEntries(alone.map(name => [name, all[name]]))},
		define: {...commonJs.define, buildId: JSON.stringify(buildId)},
	});
	const starters = Object.keys(parts).map(name => ({path: path.join(dist, `${name}.cjs`), contents: `'use strict';\nrequire('./start.cjs').start('${name}');\n`}));
	// What starts it comes last.
	return {files: [...scripts, ...rest.files, ...starters], inputs: [program, screen, rest].flatMap(({metafile}) => Object.keys(metafile.inputs))};
};

/** The files of the library, and what went into them. */
const libraryFiles = async options => {
	const {files, metafile} = await bundled({
		...options,
		entryPoints: {index: 'src/index.ts', vitest: 'src/check/vitest.ts'},
		format: 'esm',
		splitting: true,
		chunkNames: 'chunk-[hash]',
		plugins: [requiredBuiltins],
	});
	const isChunk = file => path.basename(file.path).startsWith('chunk-');
	return {files: [...files.filter(isChunk), ...files.filter(file => !isChunk(file))], inputs: Object.keys(metafile.inputs)};
};

/** Builds all of dist. Throws with what is wrong as its message. */
export const build = async ({debug = false} = {}) => {
	const started = Date.now();
	const options = {minify: !debug, sourcemap: debug ? 'inline' : false};
	const built = await Promise.all([programFiles(options), libraryFiles(options)]);
	const files = built.flatMap(({files}) => files);
	for (const file of files) write(file.path, file.contents);
	for (const [name, contents] of Object.entries(nameTables(root))) write(path.join(dist, name), contents);
	write(path.join(dist, 'licenses.txt'), licenses([...built.flatMap(({inputs}) => inputs), ...tablePackages.map(name => `node_modules/${name}/`)]));
	emitTypes();

	const current = new Set(files.map(file => path.basename(file.path)));
	for (const name of fs.readdirSync(dist)) {
		if (/\.c?js$/.test(name) && !current.has(name)) fs.rmSync(path.join(dist, name), {force: true});
	}

	freshness.markBuilt(started);
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	try {
		await build({debug: process.argv.includes('--debug')});
	} catch (error) {
		process.stderr.write(`inkcap could not be built:\n${error.message}\n`);
		process.exitCode = 1;
	}
}
