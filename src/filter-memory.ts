import {mkdirSync, readFileSync, renameSync, statSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {printable} from './decode/printable.ts';
import {configurationDirectory} from './own-rules.ts';

/** A filter that was given a name. */
export type SavedFilter = {readonly name: string; readonly filter: string};

/** Filters that are kept from one session to the next. What changes them returns what went wrong, in a sentence. */
export type FilterMemory = {
	/** Filters that were applied, the oldest first. */
	history(): readonly string[];
	remember(filter: string): string | undefined;
	saved(): readonly SavedFilter[];
	/** Saves a filter in place of the one of that name. */
	save(name: string, filter: string): string | undefined;
	forget(name: string): string | undefined;
};

/** Filters that are remembered, and that can be saved: more than anybody looks through. */
export const mostFilters = 500;

/** A file that is longer was not written here, and is not read. */
const longestFile = 4 * 1024 * 1024;

/** Filters without the last one of the same text, and with it at the end; the oldest go. */
export const remembered = (history: readonly string[], filter: string): readonly string[] =>
	filter.trim() === '' ? history : [...history.filter(each => each !== filter), filter].slice(-mostFilters);

/** Keeps filters as long as the program runs. */
export const sessionMemory = (): FilterMemory => {
	let history: readonly string[] = [];
	let saved: readonly SavedFilter[] = [];
	const others = (name: string): readonly SavedFilter[] => saved.filter(each => each.name !== name);
	return {
		history: () => history,
		remember(filter) {
			history = remembered(history, filter);
			return undefined;
		},
		saved: () => saved,
		save(name, filter) {
			saved = [...others(name), {name, filter}];
			return undefined;
		},
		forget(name) {
			saved = others(name);
			return undefined;
		},
	};
};

/** Whether a line can be shown again: it holds something, and nothing that a terminal must not see. */
const isWhole = (line: string): boolean => line.trim() !== '' && line.length <= 4096 && printable(line) === line;

/** `"name" filter`, the form of Wireshark's dfilters, with quotes and backslashes in a name behind backslashes. */
const savedLine = ({name, filter}: SavedFilter): string => `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}" ${filter}`;

/** What a line saves; undefined for one that says something else. */
const parseSaved = (line: string): SavedFilter | undefined => {
	const match = /^"((?:[^"\\]|\\.)*)"\s+(.+)$/.exec(line.trim());
	return match === null ? undefined : {name: match[1]!.replaceAll(/\\(.)/g, '$1'), filter: match[2]!};
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The XDG Base Directory Specification: a variable that holds no absolute path counts for nothing. */
const stateDirectory = ({XDG_STATE_HOME: given}: Environment): string =>
	path.join(given !== undefined && path.isAbsolute(given) ? given : path.join(homedir(), '.local/state'), 'inkcap');

const reason = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error));

/** The lines of a file, none where there is no file; undefined where it cannot be read. */
function readLines(place: string): string[] | undefined {
	try {
		if (statSync(place).size > longestFile) return undefined;
		return readFileSync(place, 'utf8').split(/\r?\n/).filter(isWhole);
	} catch (error) {
		return reason(error) === 'ENOENT' ? [] : undefined;
	}
}

/** Writes anew what a file holds, which only its owner reads: never half of it. */
function rewrite(place: string, change: (lines: readonly string[]) => readonly string[]): string | undefined {
	const lines = readLines(place);
	if (lines === undefined) return `${place} cannot be read`;
	const temporary = `${place}.${process.pid}.tmp`;
	try {
		mkdirSync(path.dirname(place), {recursive: true, mode: 0o700});
		writeFileSync(temporary, change(lines).map(line => `${line}\n`).join(''), {mode: 0o600});
		renameSync(temporary, place);
		return undefined;
	} catch (error) {
		return `${place} cannot be written (${reason(error)})`;
	}
}

const without = (lines: readonly string[], name: string): readonly string[] => lines.filter(line => parseSaved(line)?.name !== name);

/**
Keeps filters in files: the history in the state directory, those with a name in the configuration's. Both are read anew
before they are written, for another program may have changed them.
*/
export function fileMemory(environment: Environment = process.env): FilterMemory {
	const historyFile = path.join(stateDirectory(environment), 'filter-history');
	const savedFile = path.join(configurationDirectory(environment), 'filters');
	return {
		history: () => readLines(historyFile)?.slice(-mostFilters) ?? [],
		remember: filter => (isWhole(filter) ? rewrite(historyFile, lines => remembered(lines, filter)) : undefined),
		saved: () => (readLines(savedFile) ?? []).flatMap(line => parseSaved(line) ?? []).slice(-mostFilters),
		save(name, filter) {
			return rewrite(savedFile, lines => {
				const line = savedLine({name, filter});
				const at = lines.findIndex(each => parseSaved(each)?.name === name);
				return at < 0 ? [...lines, line] : lines.with(at, line);
			});
		},
		forget: name => rewrite(savedFile, lines => without(lines, name)),
	};
}
