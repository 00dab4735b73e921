import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** One import of a source file; `types` when nothing of it is left at run time. */
export type Import = {readonly specifier: string; readonly types: boolean};

/** A source file by its path from the checkout, its text without comments, and what it imports. */
export type Source = {readonly path: string; readonly code: string; readonly imports: readonly Import[]};

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');

const statement = /^\s*(?:import|export)\s+(type\s)?([^'"`;=()]*?)\s*from\s*'([^']+)'/gm;
const bare = /^\s*import\s*'([^']+)'/gm;
const dynamic = /(?<!typeof )\b(?:import|new URL)\(\s*'([^']+)'/g;
const typeQuery = /\btypeof import\(\s*'([^']+)'/g;

/** Whether every name between the braces has its own `type`. */
const onlyTypes = (names: string): boolean => {
	const braces = /^\{([\s\S]*)\}$/.exec(names.trim());
	const parts = braces?.[1]?.split(',').map(part => part.trim()).filter(part => part !== '') ?? [];
	return parts.length > 0 && parts.every(part => part.startsWith('type '));
};

/** The imports in `code`, dynamic ones and re-exports too. */
export const importsOf = (code: string): Import[] => [
	...[...code.matchAll(statement)].map(([, type, names, specifier]) => ({specifier: specifier!, types: type !== undefined || onlyTypes(names!)})),
	...[...code.matchAll(bare), ...code.matchAll(dynamic)].map(([, specifier]) => ({specifier: specifier!, types: false})),
	...[...code.matchAll(typeQuery)].map(([, specifier]) => ({specifier: specifier!, types: true})),
];

const read = (place: string): Source[] =>
	readdirSync(join(root, place), {withFileTypes: true}).flatMap(entry => {
		const path = `${place}/${entry.name}`;
		if (entry.isDirectory()) return read(path);
		const code = /\.tsx?$/.test(path) ? withoutComments(readFileSync(join(root, path), 'utf8')) : '';
		return [{path, code, imports: importsOf(code)}];
	});

/** Every file under src. */
export const sources: readonly Source[] = read('src');

/** The path from the checkout that a relative import means, or undefined for a package. */
export const resolve = (from: string, specifier: string): string | undefined => {
	if (!specifier.startsWith('.')) return undefined;
	const path = normalize(join(dirname(from), specifier));
	return existsSync(join(root, path)) ? path : `${path} (missing)`;
};
