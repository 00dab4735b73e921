import {checkHelpText} from './help.ts';
import {type CheckKey, checkFormats, checkReporters, checkTable} from './option-table.ts';
import {parseWords, UsageError} from './options.ts';

/** What the options of `inkcap check` ask for. */
export type CheckWords = {
	readonly paths: readonly string[];
	readonly update: boolean;
	readonly reporter: (typeof checkReporters)[number];
	readonly format: (typeof checkFormats)[number] | undefined;
	readonly jobs: number | undefined;
	readonly only: string | undefined;
	readonly fields: readonly string[];
	readonly ignore: readonly string[];
	readonly decodeAs: readonly string[];
};

/** Understands the words behind `inkcap check`; the text of --help where that was asked for. Throws UsageError, with the status 2. */
export function checkCommand(words: readonly string[]): CheckWords | string {
	try {
		return understood(words);
	} catch (error) {
		throw error instanceof UsageError ? new UsageError(error.message, 2) : error;
	}
}

function understood(words: readonly string[]): CheckWords | string {
	const {given, rest} = parseWords<CheckKey>(words, checkTable, 'inkcap check');
	if (given.has('help')) return checkHelpText();
	const last = (key: CheckKey): string | undefined => given.get(key)?.at(-1);
	const names = (key: CheckKey): string[] => (given.get(key) ?? []).flatMap(list => list.split(',')).map(name => name.trim()).filter(name => name !== '');
	const among = <T extends string>(key: CheckKey, choices: readonly T[]): T | undefined => {
		const value = last(key);
		if (value === undefined || (choices as readonly string[]).includes(value)) return value as T | undefined;
		throw new UsageError(`--${key} takes ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}, not '${value}'.`);
	};

	const jobs = last('jobs');
	if (jobs !== undefined && !/^[1-9]\d{0,2}$/.test(jobs)) throw new UsageError(`--jobs takes a number of threads, not '${jobs}'.`);
	if (rest.length === 0) throw new UsageError('Which captures? Give files or directories: inkcap check PATH.');
	return {
		paths: rest,
		update: given.has('update'),
		reporter: among('reporter', checkReporters) ?? 'text',
		format: among('format', checkFormats),
		jobs: jobs === undefined ? undefined : Number(jobs),
		only: last('only'),
		fields: names('fields'),
		ignore: names('ignore'),
		decodeAs: given.get('decodeAs') ?? [],
	};
}
