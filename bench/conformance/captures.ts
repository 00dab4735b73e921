import fs from 'node:fs';
import path from 'node:path';

/** A capture of the corpus: `name` is its path within the corpus. */
export type Capture = {readonly name: string; readonly path: string};

/** Every regular file under a directory (or the one file given), in one order on every machine. */
export function listCaptures(root: string, globs: readonly string[] = []): Capture[] {
	if (!fs.existsSync(root)) throw new Error(`there is no ${root}`);
	const kept = globs.map(globPattern);
	const captures = filesUnder(root)
		.map(file => ({name: file === root ? path.basename(file) : path.relative(root, file), path: file}))
		.filter(({name}) => kept.length === 0 || kept.some(pattern => pattern.test(name)))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
	if (captures.length === 0) throw new Error(`no capture in ${root} matches`);
	return captures;
}

/** The regular expression of a glob with `*`, `**` and `?`; one without a slash is matched against the last part of a name. */
export function globPattern(glob: string): RegExp {
	const body = glob.replaceAll(/\*\*\/?|[*?]|[^\w/]/g, part => {
		if (part.startsWith('**')) return '.*';
		if (part === '*') return '[^/]*';
		if (part === '?') return '[^/]';
		return `\\${part}`;
	});
	return new RegExp(glob.includes('/') ? `^${body}$` : `(^|/)${body}$`);
}

function filesUnder(root: string): string[] {
	if (fs.statSync(root).isFile()) return [root];
	return fs.readdirSync(root, {withFileTypes: true}).flatMap(entry => {
		const file = path.join(root, entry.name);
		if (entry.name.startsWith('.')) return [];
		if (entry.isDirectory()) return filesUnder(file);
		return entry.isFile() ? [file] : [];
	});
}
