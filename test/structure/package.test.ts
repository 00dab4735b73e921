import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {builtinModules} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {version} from '../../src/version.ts';
import {root, sources} from './sources.ts';

type Manifest = {
	readonly version: string;
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
	readonly devDependencies: Readonly<Record<string, string>>;
};

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const builtins = new Set(builtinModules.flatMap(name => [name, `node:${name}`]));

const packageOf = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

/** The built files that are loaded with this one before any of its code runs, itself included. */
const loadedWith = (file: string, seen = new Set<string>()): Set<string> => {
	if (seen.has(file)) return seen;
	seen.add(file);
	const code = readFileSync(join(root, 'dist', file), 'utf8');
	for (const [, chunk] of code.matchAll(/(?:^|[;}\n])(?:import|export)(?:[^"'();]*?from)?\s*"\.\/([^"]+)"/g)) loadedWith(chunk!, seen);
	return seen;
};

/** What the program runs with a screen and without, its workers included. */
const textScripts = ['inkcap.cjs', 'start.cjs', 'program.cjs', 'import-module.cjs', 'capture-worker.cjs', 'host-names-worker.cjs'];
const scripts = [...textScripts, 'screen.cjs'];

const codeOf = (file: string): string => [...loadedWith(file)].map(chunk => readFileSync(join(root, 'dist', chunk), 'utf8')).join('\n');

test('the program, the library and the package have one version', async () => {
	expect(version).toBe(manifest.version);
	expect(execFileSync(process.execPath, ['bin/inkcap', '--version'], {cwd: root, encoding: 'utf8'})).toContain(version);
	const library = (await import(/* @vite-ignore */ join(root, 'dist/index.js'))) as {version: string};
	expect(library.version).toBe(version);
});

test('every package that src imports is in package.json', () => {
	const known = new Set(Object.keys({...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.devDependencies}));
	const unknown = sources.flatMap(({path, imports}) =>
		imports
			.map(({specifier}) => specifier)
			.filter(specifier => !specifier.startsWith('.') && !builtins.has(specifier) && !known.has(packageOf(specifier)))
			.map(specifier => `${path} imports ${specifier}`)
	);
	expect(unknown).toEqual([]);
});

test('what the bundle leaves out is installed with the package', () => {
	const installed = new Set(Object.keys({...manifest.dependencies, ...manifest.optionalDependencies}));
	const left = [
		...codeOf('index.js').matchAll(/(?:\bfrom|\bimport)\s*\(?"([@a-z][\w@/.:-]*)"/g),
		...scripts.flatMap(file => [...codeOf(file).matchAll(/\b(?:require|import)\("([@a-z][\w@/.:-]*)"/g)]),
	]
		.map(([, specifier]) => specifier!)
		.filter(specifier => !builtins.has(specifier) && !installed.has(packageOf(specifier)));
	expect(left).toEqual([]);
});

test('text mode and the library load neither React nor Yoga', () => {
	for (const file of [...textScripts, 'index.js']) {
		expect(codeOf(file)).not.toMatch(/Symbol\.for\("react\.|AGFzbQ/);
	}
});

test('the package holds the launcher, the build and its papers, and nothing else of the checkout', () => {
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'], {cwd: root, encoding: 'utf8'});
	const [{files}] = JSON.parse(output) as [{files: readonly {path: string}[]}];
	const paths = files.map(({path}) => path);
	expect(paths).toEqual(
		expect.arrayContaining(['bin/inkcap', 'bin/package.json', ...scripts.map(file => `dist/${file}`), 'dist/index.js', 'dist/types/index.d.ts', 'dist/licenses.txt',
			'docs/check.md', 'completions/inkcap.bash', 'LICENSE', 'README.md']),
	);
	expect(
		paths.filter(path =>
			!/^(?:bin\/(?:inkcap|package\.json)|dist\/.+\.(?:c?js|d\.ts|txt)|docs\/\w+\.(?:md|svg)|completions\/inkcap\.\w+|[A-Z]+(?:\.md)?|package\.json)$/.test(path)
		),
	).toEqual([]);
});

test('the declarations of the library satisfy a strict TypeScript program', () => {
	const place = mkdtempSync(join(tmpdir(), 'inkcap-types-'));
	try {
		mkdirSync(join(place, 'node_modules'));
		symlinkSync(root, join(place, 'node_modules', 'inkcap'));
		writeFileSync(join(place, 'package.json'), '{"type": "module"}');
		writeFileSync(join(place, 'use.ts'), "import {version} from 'inkcap';\nexport const length: number = version.length;\n");
		const options = {strict: true, module: 'nodenext', target: 'es2022', noEmit: true, types: ['node'], typeRoots: [join(root, 'node_modules/@types')]};
		writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({compilerOptions: options, files: ['use.ts']}));
		execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', place], {encoding: 'utf8', stdio: 'pipe'});
	} finally {
		rmSync(place, {recursive: true, force: true});
	}
});

test('the launcher outside a checkout needs no src', () => {
	const place = mkdtempSync(join(tmpdir(), 'inkcap-package-'));
	try {
		for (const part of ['bin', 'dist', 'package.json']) symlinkSync(join(root, part), join(place, part));
		expect(existsSync(join(place, 'src'))).toBe(false);
		const launcher = join(place, 'bin', 'inkcap');
		const output = execFileSync(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', launcher, '--version'], {
			cwd: place,
			encoding: 'utf8',
		});
		expect(output).toContain(version);
	} finally {
		rmSync(place, {recursive: true, force: true});
	}
});
