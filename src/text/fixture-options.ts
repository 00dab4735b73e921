import {fixtureHelpText} from './help.ts';
import {type FixtureKey, fixtureTable} from './option-table.ts';
import {parseWords, UsageError} from './options.ts';

/** What `inkcap fixture` is asked to make: a capture in which packet `number` of `read` says the same, at `path`. */
export type FixtureWords = {readonly read: string; readonly number: number; readonly path: string; readonly decodeAs: readonly string[]};

/** Understands the words behind `inkcap fixture`; the text of --help where that was asked for. Throws UsageError. */
export function fixtureCommand(words: readonly string[]): FixtureWords | string {
	const {given, rest} = parseWords<FixtureKey>(words, fixtureTable, 'inkcap fixture');
	if (given.has('help')) return fixtureHelpText();
	const from = given.get('read')?.at(-1);
	const [read, number, path, ...more] = from === undefined ? rest : [from, ...rest];
	if (read === undefined || number === undefined || path === undefined || more.length > 0)
		throw new UsageError('Give the capture, the number of a packet, and the capture to make: inkcap fixture -r FILE NUMBER OUTFILE.');
	if (!/^\d+$/.test(number)) throw new UsageError(`'${number}' is no number of a packet: inkcap fixture -r FILE NUMBER OUTFILE.`);
	if (path === '-') throw new UsageError("A fixture has its snapshot beside it: give the name of a file, not '-'.");
	return {read, number: Number(number), path, decodeAs: given.get('decodeAs') ?? []};
}
