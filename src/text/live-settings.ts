import {type CaptureWish, USUAL_BUFFER_BYTES} from '../capture/live/backend.ts';
import {type OptionKey, backends, optionTable, stopWords} from './option-table.ts';
import {UsageError, type Words} from './options.ts';

/** When a capture stops, or goes on in another file; undefined where that does not matter. */
export type CaptureLimits = {
	readonly seconds?: number | undefined;
	/** Of what is written. */
	readonly bytes?: number | undefined;
	readonly files?: number | undefined;
	readonly packets?: number | undefined;
};

/** What a command line asks of a live capture. */
export type LiveSettings = {
	/** As they were given; empty where one is to be chosen. */
	readonly interfaces: readonly string[];
	/** libpcap's filter. */
	readonly filter: string;
	readonly withSsh: boolean;
	readonly wish: CaptureWish;
	/** Bytes of packets that are kept; undefined for what is usual. */
	readonly maxBytes: number | undefined;
	readonly stop: CaptureLimits;
	readonly ring: CaptureLimits | undefined;
	/** What is only to be listed. */
	readonly lists: 'interfaces' | 'linkTypes' | undefined;
};

/** The largest there is, in MiB: libpcap takes the size as an int. */
const MOST_BUFFER_MIB = 1024;

/** Options that mean something for a live capture only. */
const ofCaptures: readonly OptionKey[] = [
	'snapLength',
	'notPromiscuous',
	'monitor',
	'linkTypes',
	'linkType',
	'buffer',
	'stopWhen',
	'ring',
	'backend',
	'withSsh',
	'comment',
	'maxSize',
];

/** What the options say of a live capture; undefined where a file is read. Throws UsageError. */
export function liveSettingsOf({given, rest}: Words): LiveSettings | undefined {
	const last = (key: OptionKey): string | undefined => given.get(key)?.at(-1);
	const lists = given.has('interfaces') ? 'interfaces' : given.has('linkTypes') ? 'linkTypes' : undefined;
	const exec = last('exec');
	const interfaces = given.get('interface') ?? [];
	const reads = given.has('read') || (interfaces.length === 0 && exec === undefined && rest.length > 0);
	if (reads && (interfaces.length > 0 || exec !== undefined)) throw new UsageError('Packets come from a file (-r) or from an interface (-i, --exec): give one of them.');
	if (reads && lists === undefined) {
		const wrong = ofCaptures.find(key => given.has(key));
		const spec = optionTable.find(({key}) => key === wrong);
		if (spec !== undefined) throw new UsageError(`${'short' in spec ? `-${spec.short}` : `--${spec.long}`} is about capturing: it needs -i INTERFACE.`);
		return undefined;
	}

	const asked = last('captureFilter');
	const behind = interfaces.length > 0 || exec !== undefined ? rest.join(' ') : '';
	if (asked !== undefined && behind !== '') throw new UsageError(`There is a filter after -f and one behind the options ('${behind}'); give one of them.`);
	if (exec !== undefined && interfaces.length > 0) throw new UsageError('--exec brings its own packets: leave out -i.');
	const backend = last('backend');
	if (backend !== undefined && !isBackend(backend)) throw new UsageError(`--backend takes cap, tcpdump or dumpcap, not '${backend}'.`);
	const filter = (asked ?? behind).trim();
	if (exec !== undefined && filter !== '') throw new UsageError("A capture filter belongs into --exec's command.");
	const ring = given.get('ring');
	if (ring !== undefined && (last('write') ?? '-') === '-') throw new UsageError('-b needs a file to write: -w FILE.');
	return {
		interfaces,
		filter,
		withSsh: given.has('withSsh'),
		wish: {
			backend,
			exec,
			snapLength: wholeOf('-s', last('snapLength'), 0, 2_147_483_647) ?? 0,
			promiscuous: !given.has('notPromiscuous'),
			monitor: given.has('monitor'),
			linkType: last('linkType'),
			comment: last('comment'),
			bufferBytes: mebibytes(wholeOf('-B', last('buffer'), 1, MOST_BUFFER_MIB)) ?? USUAL_BUFFER_BYTES,
		},
		maxBytes: mebibytes(wholeOf('--max-size', last('maxSize'), 1, 1024 * 1024)),
		stop: limitsOf('-a', given.get('stopWhen') ?? []),
		ring: ring && limitsOf('-b', ring),
		lists,
	};
}

const mebibytes = (count: number | undefined): number | undefined => count && count * 1024 * 1024;

const isBackend = (name: string): name is (typeof backends)[number] => (backends as readonly string[]).includes(name);

function wholeOf(option: string, text: string | undefined, least: number, most: number): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (!/^\d+$/.test(text) || value < least || value > most) throw new UsageError(`${option} takes a number from ${least} to ${most}, not '${text}'.`);
	return value;
}

function limitsOf(option: string, given: readonly string[]): CaptureLimits {
	const limits = new Map<string, number>();
	for (const text of given) {
		const [, word = '', amount = ''] = /^(\w+:)(\d+(?:\.\d+)?)$/.exec(text) ?? [];
		const value = Number(amount);
		const isWhole = Number.isInteger(value) || word === 'duration:';
		if (!(stopWords as readonly string[]).includes(word) || value <= 0 || !isWhole)
			throw new UsageError(`${option} takes duration:SECONDS, filesize:KB, files:N or packets:N, not '${text}'.`);
		limits.set(word, value);
	}

	const kilobytes = limits.get('filesize:');
	return {seconds: limits.get('duration:'), bytes: kilobytes && kilobytes * 1000, files: limits.get('files:'), packets: limits.get('packets:')};
}
