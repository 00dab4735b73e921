import type {Preference} from '../decode/preferences.ts';
import type {NameSettings} from '../names/resolve.ts';
import {type LiveSettings, liveSettingsOf} from './live-settings.ts';
import type {OptionKey} from './option-table.ts';
import {fileTypes, outputTypes, timeFormats} from './option-table.ts';
import {UsageError, type Words} from './options.ts';
import {preferencesOf} from './preference-options.ts';

export type TimeFormat = (typeof timeFormats)[number];
export type OutputType = (typeof outputTypes)[number];
export type FileType = (typeof fileTypes)[number];

/** How `-T fields` prints; separators are one character. */
export type Form = {
	readonly header: boolean;
	readonly bom: boolean;
	readonly separator: string;
	readonly aggregator: string;
	readonly occurrence: 'a' | 'f' | 'l';
	readonly quote: string;
};

/** What a command line asks for. */
export type Settings = {
	readonly read: string | undefined;
	/** What is captured; undefined where a file is read. */
	readonly live: LiveSettings | undefined;
	readonly count: number;
	/** Whether the file is still being written. */
	readonly follow: boolean;
	readonly twoPass: boolean;
	readonly filter: string;
	/** In the language of capture filters. */
	readonly captureFilter: string;
	readonly decodeAs: readonly string[];
	/** What -o sets, by name. */
	readonly preferences: ReadonlyMap<Preference, string>;
	/** What is called by names; empty letters for nothing. */
	readonly names: NameSettings;
	readonly type: OutputType;
	readonly tree: boolean;
	/** Lower case; empty for all. */
	readonly only: readonly string[];
	readonly bytes: boolean;
	/** Whether the line of a packet is printed. */
	readonly summary: boolean;
	readonly separator: string | undefined;
	readonly fields: readonly string[];
	readonly form: Form;
	readonly arrays: boolean;
	readonly time: TimeFormat;
	readonly hms: boolean;
	readonly write: string | undefined;
	readonly fileType: FileType;
	/** What is counted, in the words of `-z`. */
	readonly statistics: readonly string[];
	/** What is written to files, in the words of `--export-objects`. */
	readonly objects: readonly string[];
	/** Whether packets are printed at all. */
	readonly prints: boolean;
	readonly flush: boolean;
	/** Whether lines have the colours of rules, where the terminal shows any. */
	readonly color: boolean;
	/** What the options alone say of the screen. */
	readonly mode: 'tui' | 'text' | undefined;
};

/** Options that make text of what would be the screen. */
const textual: readonly OptionKey[] = ['type', 'tree', 'only', 'bytes', 'quiet', 'write', 'count', 'flush', 'print', 'field', 'statistic', 'objects', 'stopWhen', 'ring'];

const list = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** Checks what options say; throws UsageError. */
export function settingsOf({given, rest}: Words): Settings {
	const last = (key: OptionKey): string | undefined => given.get(key)?.at(-1);
	const among = <T extends string>(key: OptionKey, option: string, words: readonly T[]): T | undefined => {
		const value = last(key);
		if (value === undefined || (words as readonly string[]).includes(value)) return value as T | undefined;
		throw new UsageError(`${option} takes ${list(words)}, not '${value}'.`);
	};

	const type = among('type', '-T', outputTypes) ?? 'text';
	const fields = given.get('field') ?? [];
	if (type === 'fields' && fields.length === 0) throw new UsageError('-T fields needs a field to print: -e FIELD.');
	if (fields.length > 0 && type !== 'fields' && type !== 'json') throw new UsageError('-e FIELD needs -T fields or -T json.');
	const bytes = given.has('bytes');
	if (bytes && (type === 'fields' || type === 'tabs')) throw new UsageError(`-x needs -T text or -T json, not -T ${type}.`);

	const live = liveSettingsOf({given, rest});
	const [first, ...more] = live !== undefined ? [] : last('read') === undefined ? rest : [last('read')!, ...rest];
	if (given.has('filter') && more.length > 0) throw new UsageError(`There is a filter after -Y and one behind the options ('${more.join(' ')}'); give one of them.`);
	const tree = given.has('tree') || given.has('only');
	const write = last('write');
	const mode = given.has('tui') ? 'tui' : given.has('text') || textual.some(key => given.has(key)) ? 'text' : undefined;
	if (live !== undefined && given.has('twoPass')) throw new UsageError('-2 looks at all packets first: it needs a file, not a live capture.');
	if (given.has('follow') && (live !== undefined || given.has('twoPass')))
		throw new UsageError(`--follow reads a file that grows: it does not go with ${live === undefined ? '-2' : 'a live capture'}.`);
	return {
		read: first,
		live,
		count: countOf(last('count')),
		follow: given.has('follow'),
		twoPass: given.has('twoPass'),
		filter: last('filter') ?? more.join(' '),
		captureFilter: live === undefined ? last('captureFilter') ?? '' : '',
		decodeAs: given.get('decodeAs') ?? [],
		preferences: preferencesOf(given.get('preference') ?? []),
		names: {letters: nameLetters(given.get('names') ?? [], given.has('hosts')), hosts: given.get('hosts') ?? []},
		type,
		tree,
		only: (given.get('only') ?? []).flatMap(words => words.split(/[\s,]+/)).filter(word => word !== '').map(word => word.toLowerCase()),
		bytes,
		summary: given.has('print') || (!tree && !bytes),
		separator: last('separator'),
		fields,
		form: formOf(given.get('form') ?? []),
		arrays: given.has('arrays'),
		time: among('time', '-t', timeFormats) ?? 'r',
		hms: among('seconds', '-u', ['s', 'hms']) === 'hms',
		write,
		fileType: among('fileType', '-F', fileTypes) ?? 'pcapng',
		statistics: given.get('statistic') ?? [],
		objects: given.get('objects') ?? [],
		prints: (write === undefined || given.has('print')) && !(given.has('quiet') && !given.has('print')),
		flush: given.has('flush'),
		color: given.has('color'),
		mode,
	};
}

function countOf(text: string | undefined): number {
	if (text === undefined) return Infinity;
	if (!/^\+?\d+$/.test(text)) throw new UsageError(`-c takes a number of packets, not '${text}'.`);
	const count = Number(text);
	if (count === 0) throw new UsageError('-c 0 would read no packet; leave it out to read all.');
	return count;
}

/** Letters of -N. tshark knows v and g too: names of VLANs and places, of which inkcap has no tables. */
const nameFlags = 'mnNtTdvg';

/** Hosts are called by their names also where only a file of them was given. */
function nameLetters(given: readonly string[], hasHosts: boolean): string {
	const letters = given.join('');
	for (const flag of letters) if (!nameFlags.includes(flag)) throw new UsageError(`-N takes the letters ${list([...nameFlags])}, not '${flag}'.`);
	return hasHosts && !letters.includes('n') ? `${letters}n` : letters;
}

function formOf(given: readonly string[]): Form {
	const form = {header: false, bom: false, separator: '\t', aggregator: ',', occurrence: 'a' as 'a' | 'f' | 'l', quote: ''};
	for (const option of given) {
		const equals = option.indexOf('=');
		const name = equals < 0 ? option : option.slice(0, equals);
		const value = equals < 0 ? '' : option.slice(equals + 1);
		const wrong = (takes: string): never => {
			throw new UsageError(`-E ${name}= takes ${takes}, not '${value}'.`);
		};

		const flag = (): boolean => (value.startsWith('y') ? true : value.startsWith('n') ? false : wrong('y or n'));
		const character = (): string => {
			if (value === '') wrong("a character, '/t' for a tab or '/s' for a space");
			return value[0] !== '/' ? String.fromCodePoint(value.codePointAt(0)!) : value[1] === 't' ? '\t' : value[1] === 's' ? ' ' : '\\';
		};

		switch (name) {
			case 'header':
				form.header = flag();
				break;
			case 'bom':
				form.bom = flag();
				break;
			case 'separator':
				form.separator = character();
				break;
			case 'aggregator':
				form.aggregator = character();
				break;
			case 'occurrence':
				form.occurrence = value === 'a' || value === 'f' || value === 'l' ? value : wrong('a, f or l');
				break;
			case 'quote':
				form.quote = value === 'd' ? '"' : value === 's' ? "'" : value === 'n' ? '' : wrong('d, s or n');
				break;
			default:
				throw new UsageError(`-E takes header=, separator=, occurrence=, aggregator=, quote= or bom=, not '${option}'.`);
		}
	}

	return form;
}
