import {Worker} from 'node:worker_threads';
import type {ColorRule} from './decode/filter/color-rules.ts';
import type {Detail, FilterResult, Line, Overviews, Packets} from './packets.ts';
import type {OpenedPackets} from './opened-packets.ts';
import {RemoteRows} from './remote-rows.ts';
import type {Streams} from './streams.ts';
import {Caller, makeLine} from './worker-calls.ts';

/** What changes while a capture is read. */
export type RemoteState = Pick<Packets, 'count' | 'loading' | 'progress' | 'fault' | 'revision'>;

/** What is known as soon as the first rows are there. */
export type RemoteStart = {
	readonly state: RemoteState;
	readonly name: string;
	readonly format: string;
	readonly descriptor: number;
	readonly lines: readonly Line[];
	readonly detail: Detail | undefined;
	/** Rules for the colours of rows. */
	readonly rules: readonly ColorRule[];
};

/** Why a capture could not be opened: what the error was made of. */
export type RemoteFailure = {readonly kind: 'usage' | 'capture' | 'other'; readonly message: string; readonly given: readonly unknown[]};

/** What the worker says of its own accord. */
export type RemoteNews =
	| {readonly start: RemoteStart}
	| {readonly failure: RemoteFailure}
	| {readonly state: RemoteState}
	| {readonly job: number; readonly heard: readonly unknown[]}
	| {readonly job: number; readonly result: unknown; readonly wrong: string | undefined};

/** What the screen says to the worker without waiting for an answer: to read on, to begin a job, to stop one. */
export type RemoteWish = {readonly load: true} | {readonly job: number; readonly name: string; readonly given: readonly unknown[]} | {readonly stop: number};

/** A filter that the worker compiled, by number. */
class RemoteFilter {
	readonly id: number;

	constructor(id: number) {
		this.id = id;
	}
}

/** What the worker says of a filter's text: a number in place of what only it can look into. */
export type RemoteFilterResult = Exclude<FilterResult, {readonly ok: true}> | {readonly ok: true; readonly filter: number};

/** The packets of a capture that a worker reads, and what it can be read again from. */
export type RemotePackets = OpenedPackets & {readonly again: string};

/** A capture could not be opened. */
export class NotOpened extends Error {
	readonly failure: RemoteFailure;

	constructor(failure: RemoteFailure) {
		super(failure.message);
		this.failure = failure;
	}
}

/** Work that takes a while: what it hears on the way, and how it ended. */
type Job = {readonly hear: (...heard: never[]) => void; readonly end: (result: unknown, wrong: string | undefined) => void};

/**
Has a worker open and read a capture: `file` is the built `screen-worker.ts`, `wish` what it is told; `again` says
where the capture can be read again, by the descriptor of its file. Resolves when the first rows are there;
rejects with `NotOpened`.
*/
export function openRemotePackets(file: URL, wish: unknown, again: (descriptor: number) => string): Promise<RemotePackets> {
	const [own, other] = makeLine();
	const worker = new Worker(file, {workerData: {line: other, wish}, transferList: [other.port]});
	return new Promise((resolve, reject) => {
		const news = (message: RemoteNews): void => {
			worker.off('message', news);
			if ('start' in message) resolve(packetsOf(worker, new Caller(own), message.start, again(message.start.descriptor)));
			else if ('failure' in message) {
				void worker.terminate();
				reject(new NotOpened(message.failure));
			}
		};

		worker.on('message', news);
		worker.once('error', reject);
	});
}

function packetsOf(worker: Worker, caller: Caller, {state: first, name, format, lines, detail, rules}: RemoteStart, again: string): RemotePackets {
	const listeners = new Set<() => void>();
	const jobs = new Map<number, Job>();
	let state = first;
	let closed = false;
	let jobCount = 0;
	let broken: string | undefined;

	/** What came without that anybody waited for it. */
	let came = 0;

	const changed = (): void => {
		for (const listener of [...listeners]) listener();
	};

	const rows = new RemoteRows(caller, {lines, detail}, () => state.count, () => {
		came++;
		changed();
	});

	const fail = (why: string): void => {
		broken = why;
		state = {...state, loading: false};
		for (const {end} of [...jobs.values()]) end(undefined, why);
		changed();
	};

	worker.on('message', (message: RemoteNews) => {
		if ('state' in message) {
			if (message.state.revision !== state.revision) rows.forget();
			state = message.state;
			changed();
		} else if ('heard' in message) {
			jobs.get(message.job)?.hear(...message.heard as never[]);
		} else if ('result' in message) {
			jobs.get(message.job)?.end(message.result, message.wrong);
		}
	});
	worker.on('error', error => fail(`The capture cannot be read on: ${error.message}`));
	worker.on('exit', () => closed || fail('The capture cannot be read on: its reader has ended'));

	/** Has the worker do something that takes a while; `hear` gets what it finds on the way. Resolves, with nothing, soon after it was stopped. */
	const work = (name: string, given: readonly unknown[], signal: AbortSignal, hear: Job['hear'] = () => {}): Promise<unknown> =>
		new Promise((resolve, reject) => {
			if (closed || signal.aborted) return resolve(undefined);
			const job = ++jobCount;
			const tell = (wish: RemoteWish): void => worker.postMessage(wish);
			const stop = (): void => tell({stop: job});
			jobs.set(job, {
				hear,
				end(result, wrong) {
					jobs.delete(job);
					signal.removeEventListener('abort', stop);
					if (wrong === undefined) resolve(result);
					else reject(new Error(wrong));
				},
			});
			signal.addEventListener('abort', stop, {once: true});
			tell({job, name, given});
		});

	const ended = (): Promise<void> =>
		new Promise(resolve => {
			const look = (): void => {
				if (!closed && state.loading) return;
				listeners.delete(look);
				resolve();
			};

			listeners.add(look);
			look();
		});

	return {
		name,
		format,
		again,
		async save(path, rows) {
			const [{savePackets}, {openCapture}] = await Promise.all([import('./save-packets.ts'), import('./capture/open.ts')]);
			return savePackets(await openCapture(again), rows, state.count, path);
		},
		get count() {
			return state.count;
		},
		get loading() {
			return state.loading;
		},
		get progress() {
			return state.progress;
		},
		get revision() {
			return state.revision + came;
		},
		get fault() {
			return broken ?? state.fault;
		},
		line: row => rows.line(row),
		prepare: (...given) => rows.prepare(...given),
		rules: rows.rules(rules),
		detail: row => rows.detail(row),
		conversations: row => caller.call('conversations', row) as ReturnType<Packets['conversations']>,
		bytesFilter: (...given) => caller.call('bytesFilter', ...given) as ReturnType<Packets['bytesFilter']>,
		compileFilter(text) {
			const result = caller.call('compileFilter', text) as RemoteFilterResult;
			return result.ok ? {ok: true, filter: new RemoteFilter(result.filter)} : result;
		},
		suggest: (...given) => caller.call('suggest', ...given) as ReturnType<Packets['suggest']>,
		decodeAs: {
			layers: row => caller.call('decodeAsLayers', row) as ReturnType<Packets['decodeAs']['layers']>,
			protocols: (...given) => caller.call('decodeAsProtocols', ...given) as ReturnType<Packets['decodeAs']['protocols']>,
			judge: text => caller.call('decodeAsJudge', text) as ReturnType<Packets['decodeAs']['judge']>,
		},
		async runFilter(filter, onRows, signal, from = 0, near = from) {
			if (!(filter instanceof RemoteFilter)) throw new TypeError('this filter was compiled elsewhere');
			await work('filter', [filter.id, from, near], signal, onRows);
		},
		overviews: {
			expert: async (heard, signal) => void await work('expert', [], signal, heard),
			ladder: (row, signal) => work('ladder', [row], signal) as ReturnType<Overviews['ladder']>,
			conversations: (kind, heard, signal) => work('conversations', [kind], signal, heard) as ReturnType<Overviews['conversations']>,
			hierarchy: (heard, signal) => work('hierarchy', [], signal, heard) as ReturnType<Overviews['hierarchy']>,
			plot: (row, signal) => work('plot', [row], signal) as ReturnType<Overviews['plot']>,
		},
		streams: {
			open: (row, signal) => work('stream', [row], signal) as ReturnType<Streams['open']>,
			stretches: (from, to) => caller.call('stretches', from, to) as ReturnType<Streams['stretches']>,
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		notify: changed,
		begin: async () => {},
		load() {
			worker.postMessage({load: true} satisfies RemoteWish);
			return ended();
		},
		async until(enough) {
			while (!closed && state.loading && state.count < enough) await new Promise<void>(resolve => setTimeout(resolve, 5));
		},
		close() {
			if (closed) return;
			closed = true;
			for (const {end} of [...jobs.values()]) end(undefined, undefined);
			for (const listener of [...listeners]) listener();
			listeners.clear();
			void worker.terminate();
		},
	};
}
