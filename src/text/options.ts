import {nearest} from './nearest.ts';
import {type OptionKey, optionTable, type OptionSpec} from './option-table.ts';

/** Something is wrong with the command line: one sentence, printable lines that show where, and the status to exit with. */
export class UsageError extends Error {
	readonly status: number;
	readonly where: string;

	constructor(message: string, status = 1, where = '') {
		super(message);
		this.status = status;
		this.where = where;
	}
}

/** The words of a command line, taken apart: each option's values in order ('' for a switch), and what is no option. */
export type Words<K extends string = OptionKey> = {readonly given: ReadonlyMap<K, readonly string[]>; readonly rest: readonly string[]};

/**
Takes a command line apart as getopt_long does: `-c10`, `-c 10`, `-nr FILE`, `--name=value`, `--name value`, the start
of a long name where it is only one's; `--` ends the options. `command` is whose options they are.
*/
export function parseWords(words: readonly string[]): Words;
export function parseWords<K extends string>(words: readonly string[], table: ReadonlyArray<OptionSpec & {readonly key: K}>, command: string): Words<K>;
export function parseWords(words: readonly string[], table: readonly OptionSpec[] = optionTable, command = 'inkcap'): Words<string> {
	const byShort = new Map(table.flatMap(spec => (spec.short === undefined ? [] : [[spec.short, spec] as const])));
	const byLong = new Map(table.flatMap(spec => (spec.long === undefined ? [] : [[spec.long, spec] as const])));
	const given = new Map<string, string[]>();
	const rest: string[] = [];
	const add = (spec: OptionSpec, value: string): void => {
		const {key} = spec;
		const values = given.get(key);
		if (values === undefined) given.set(key, [value]);
		else values.push(value);
	};

	for (let at = 0; at < words.length; at++) {
		const word = words[at]!;
		if (word === '--') {
			rest.push(...words.slice(at + 1));
			break;
		}

		if (word === '-' || !word.startsWith('-')) {
			rest.push(word);
			continue;
		}

		if (word.startsWith('--')) {
			const equals = word.indexOf('=');
			const name = word.slice(2, equals < 0 ? undefined : equals);
			const spec = longOption(name, byLong, command);
			if (spec.value === undefined) {
				if (equals >= 0) throw new UsageError(`The option --${spec.long} takes no value.`);
				add(spec, '');
			} else if (equals >= 0) {
				add(spec, word.slice(equals + 1));
			} else {
				const value = words[++at];
				if (value === undefined) throw new UsageError(`The option --${spec.long} needs a value: --${spec.long} ${spec.value}.`);
				add(spec, value);
			}

			continue;
		}

		const letters = [...word.slice(1)];
		for (const [place, letter] of letters.entries()) {
			const spec = byShort.get(letter);
			if (spec === undefined) throw new UsageError(`There is no option -${letter}${letters.length > 1 ? ` (in ${word})` : ''}; ${command} --help lists them.`);
			if (spec.value === undefined) {
				add(spec, '');
				continue;
			}

			const attached = letters.slice(place + 1).join('');
			const value = attached === '' ? words[++at] : attached;
			if (value === undefined) throw new UsageError(`The option -${letter} needs a value: -${letter} ${spec.value}.`);
			add(spec, value);
			break;
		}
	}

	return {given, rest};
}

function longOption(name: string, byLong: ReadonlyMap<string, OptionSpec>, command: string): OptionSpec {
	const exact = byLong.get(name);
	if (exact !== undefined) return exact;
	const starting = [...byLong.keys()].filter(long => long.startsWith(name));
	if (starting.length === 1) return byLong.get(starting[0]!)!;
	if (starting.length > 1 && name !== '') throw new UsageError(`The option --${name} could be ${starting.map(long => `--${long}`).join(' or ')}.`);
	const near = nearest(name, byLong.keys());
	throw new UsageError(`There is no option --${name}${near === undefined ? `; ${command} --help lists them.` : `; did you mean --${near}?`}`);
}
