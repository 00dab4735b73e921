import {describe, expect, test} from 'vitest';
import {type Import, importsOf, resolve, sources} from './sources.ts';

/** What the files of an area may import besides each other. Everything at the top of src without a line here is `session`. */
const allowed: Readonly<Record<string, readonly string[]>> = {
	cli: ['views', 'text', 'names', 'check', 'session', 'capture', 'decode', 'start', 'version'],
	index: ['check', 'library', 'session', 'capture', 'decode', 'version'],
	views: ['session', 'capture', 'decode', 'version'],
	text: ['names', 'session', 'capture', 'decode', 'version'],
	check: ['library', 'session', 'capture', 'decode', 'version'],
	library: ['session', 'capture', 'decode', 'version'],
	names: ['capture', 'decode'],
	session: ['capture', 'decode', 'version'],
	capture: ['version'],
	decode: [],
	start: [],
	version: [],
};

/** Directories of decode that know nothing of any one protocol. */
const withoutProtocols = ['src/decode/reassembly/', 'src/decode/analysis/', 'src/decode/filter/'];
const protocols = /^src\/decode\/(?:protocols\.ts$|(?:link|network|transport|application)\/)/;

const areaOf = (path: string): string => {
	const first = path.split('/')[1]!;
	const name = first.replace(/\.tsx?$/, '');
	if (name in allowed) return name;
	return first === name ? `${name}/, which is no area: test/structure/imports.test.ts lists them` : 'session';
};

type Edge = {readonly from: string; readonly to: string; readonly types: boolean};

const edges: readonly Edge[] = sources.flatMap(({path, imports}) =>
	imports.flatMap(({specifier, types}: Import) => {
		const to = resolve(path, specifier);
		return to === undefined ? [] : [{from: path, to, types}];
	})
);

const lines = (wrong: readonly Edge[]): string[] => wrong.map(({from, to}) => `${from} imports ${to}`);

/** The circles among the edges, each as the paths on it. */
const circles = (graph: readonly Edge[]): string[] => {
	const next = new Map<string, string[]>();
	for (const {from, to} of graph) next.set(from, [...next.get(from) ?? [], to]);
	const done = new Set<string>();
	const found: string[] = [];
	const visit = (path: string, above: readonly string[]): void => {
		const at = above.indexOf(path);
		if (at >= 0) found.push([...above.slice(at), path].join(' -> '));
		if (at >= 0 || done.has(path)) return;
		for (const to of next.get(path) ?? []) visit(to, [...above, path]);
		done.add(path);
	};
	for (const from of next.keys()) visit(from, []);
	return found;
};

describe('imports', () => {
	test('are read from every form of import', () => {
		const code = [
			"import {a, type B} from './one.ts';",
			"import {type C, type D} from './two.ts';",
			"import type {E} from './three.ts';",
			"export {f} from './four.ts';",
			"import './five.ts';",
			"const g = await import('./six.ts');",
			"new Worker(new URL('./seven.ts', import.meta.url));",
			"type H = typeof import('./eight.ts');",
			"import {\n\ti,\n\ttype J,\n} from './nine.ts';",
			"import * as k from './ten.ts';",
		].join('\n');
		const read = importsOf(code);
		expect(read.filter(({types}) => !types).map(({specifier}) => specifier)).toEqual([
			'./one.ts',
			'./four.ts',
			'./nine.ts',
			'./ten.ts',
			'./five.ts',
			'./six.ts',
			'./seven.ts',
		]);
		expect(read.filter(({types}) => types).map(({specifier}) => specifier)).toEqual(['./two.ts', './three.ts', './eight.ts']);
	});

	test('find a circle', () => {
		const edge = (from: string, to: string): Edge => ({from, to, types: false});
		expect(circles([edge('a', 'b'), edge('b', 'c'), edge('c', 'b'), edge('a', 'c')])).toEqual(['b -> c -> b']);
	});

	test('run one way between the areas, types included', () => {
		const wrong = edges.filter(({from, to}) => to.startsWith('src/') && areaOf(from) !== areaOf(to) && !allowed[areaOf(from)]?.includes(areaOf(to)));
		expect(lines(wrong)).toEqual([]);
	});

	/** Ink does not export the class whose frames are drawn faster; one file reaches for it, and everything works without. */
	const inkOutput = 'src/views/fast-output.ts imports node_modules/ink/build/output.js';

	test('stay in src, but for package.json and one place inside Ink', () => {
		expect(lines(edges.filter(({to}) => !to.startsWith('src/') && to !== 'package.json'))).toEqual([inkOutput]);
	});

	test('name files that exist', () => {
		expect(lines(edges.filter(({to}) => to.endsWith('(missing)')))).toEqual([]);
	});

	test('have no circles at run time', () => {
		expect(circles(edges.filter(({types}) => !types))).toEqual([]);
	});

	test('lead from reassembly, analysis and filter to no protocol', () => {
		expect(lines(edges.filter(({from, to}) => withoutProtocols.some(place => from.startsWith(place)) && protocols.test(to)))).toEqual([]);
	});

	test('of React and Ink are in views and cli alone', () => {
		const wrong = sources
			.filter(({path}) => !['views', 'cli'].includes(areaOf(path)))
			.flatMap(({path, imports}) => imports.filter(({specifier}) => /^(?:react|ink)(?:\/|$)/.test(specifier)).map(({specifier}) => `${path} imports ${specifier}`));
		expect(wrong).toEqual([]);
	});

	test('of files, sockets and processes are not in decode', () => {
		const wrong = sources
			.filter(({path}) => areaOf(path) === 'decode')
			.flatMap(({path, imports}) =>
				imports.filter(({specifier}) => /^node:(?:fs|net|dgram|http|https|tls|child_process|buffer)/.test(specifier)).map(({specifier}) => `${path} imports ${specifier}`)
			);
		expect(wrong).toEqual([]);
	});
});
