import {readFileSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type {ColorRule} from './decode/filter/color-rules.ts';
import type {Macros} from './decode/filter/macros.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A file that is longer was not written by hand, and is not read. */
const longestFile = 4 * 1024 * 1024;

/** Where what people set themselves is kept, by the XDG Base Directory Specification: a variable that holds no absolute path counts for nothing. */
export const configurationDirectory = ({XDG_CONFIG_HOME: given}: Environment = process.env): string =>
	path.join(given !== undefined && path.isAbsolute(given) ? given : path.join(homedir(), '.config'), 'inkcap');

/** What a file of one's own says, and what in it cannot be used, a sentence each. */
export type Own<T> = {readonly found: T; readonly problems: readonly string[]};

/** The lines of a file that say something, with their numbers; undefined where there is no file. */
function ownLines(place: string): Own<ReadonlyArray<readonly [number: number, line: string]> | undefined> {
	try {
		if (statSync(place).size > longestFile) return {found: undefined, problems: [`${place} is too long to be read.`]};
		const lines = readFileSync(place, 'utf8').split(/\r?\n/).map((line, at) => [at + 1, line] as const);
		return {found: lines.filter(([, line]) => line.trim() !== '' && !line.startsWith('#')), problems: []};
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		return {found: undefined, problems: code === 'ENOENT' || code === 'ENOTDIR' ? [] : [`${place} cannot be read (${code}).`]};
	}
}

/** The macros of `dfilter_macros`, a file in Wireshark's form: a line `"name","text"` each, other characters as `\\x22`. */
export function ownMacros(environment?: Environment): Own<Macros> {
	const place = path.join(configurationDirectory(environment), 'dfilter_macros');
	const {found: lines, problems} = ownLines(place);
	const found = new Map<string, string>();
	const wrong: string[] = [];
	for (const [number, line] of lines ?? []) {
		const match = /^\s*"([\w-]+)"\s*,\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(line);
		if (match === null) wrong.push(`${place}, line ${number} is not a macro such as "web","tcp.port == $1".`);
		else if (found.has(match[1]!)) wrong.push(`${place}, line ${number}: there is a macro ${match[1]} already.`);
		else found.set(
				match[1]!,
				match[2]!.replaceAll(
					/\\(?:x([0-9A-Fa-f]{2})|(.))/g,
					(_, hex: string | undefined, c: string) => (hex === undefined ? c : String.fromCharCode(Number.parseInt(hex, 16))),
				),
			);
	}

	return {found, problems: [...problems, ...wrong]};
}

const color = String.raw`\[(\d+),(\d+),(\d+)\]`;
const colorLine = new RegExp(String.raw`^(!?)@([^@]*)@(.*)@${color}${color}\s*$`);

/**
The rules of `colorfilters`, a file in Wireshark's form: a line `@name@filter@[background][foreground]` each, with red,
green and blue up to 65535; `!` before it turns a rule off. Undefined where there is no file.
*/
export function ownColorRules(environment?: Environment): Own<readonly ColorRule[] | undefined> {
	const place = path.join(configurationDirectory(environment), 'colorfilters');
	const {found: lines, problems} = ownLines(place);
	if (lines === undefined) return {found: undefined, problems};
	const found: ColorRule[] = [];
	const wrong: string[] = [];
	for (const [number, line] of lines) {
		const match = colorLine.exec(line);
		if (match === null) {
			wrong.push(`${place}, line ${number} is not a rule such as @ARP@arp@[64250,61680,55255][4718,10030,11796].`);
			continue;
		}

		const [, off, name = '', filter = '', ...parts] = match;
		const [r = 0, g = 0, b = 0, red = 0, green = 0, blue = 0] = parts.map(part => Math.min(Number(part), 0xffff) >>> 8);
		if (off === '') found.push({name, filter, background: [r, g, b], foreground: [red, green, blue]});
	}

	return {found, problems: [...problems, ...wrong]};
}
