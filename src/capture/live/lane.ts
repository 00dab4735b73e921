import {statSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Growth} from '../backing.ts';
import {openGrowingCapture} from '../open.ts';
import type {CaptureSource} from '../source.ts';
import {isUp} from './interfaces.ts';
import type {ChildListener, Launcher} from './launcher.ts';
import {type CaptureCommand, type ChildEnd, type Counts, type FromChild, noCounts} from './messages.ts';
import type {StartedChild} from './start-child.ts';

/** What a run of a lane captures. */
export type LaneRun = {
	readonly interface: string;
	readonly filter: string;
	readonly snapLength: number;
	readonly bufferBytes: number;
	readonly command: CaptureCommand | undefined;
	readonly monitor: boolean;
	readonly linkType: string | undefined;
	/** What is said of the capture in its file. */
	readonly comment: string | undefined;
};

/** How a run came to its end. */
export type RunEnd = {readonly kind: 'stopped' | 'over'} | {readonly kind: 'failed'; readonly message: string; readonly wasReady: boolean};

/** How long a new run waits for what the last one left to be read, in milliseconds. */
const DRAIN_MILLISECONDS = 5000;

/** One interface and the file that its packets go to, run after run. */
export class Lane {
	/** What is in the file, and what comes; the reader of it is the one that the next run waits for. */
	source: CaptureSource;
	readonly file: string;
	/** Counts of all runs together. */
	counts: Counts = noCounts;
	/** Milliseconds since 1970 before which nothing more comes. */
	through = 0;
	running = false;
	ready = false;
	readonly #launcher: Launcher;
	readonly #title: string;
	readonly #growth: {ended: boolean} & Growth = {ended: false};
	#child: StartedChild | undefined;
	/** Whether everything whole has been read since the last run ended. */
	#drained = true;
	#before: Counts = noCounts;

	constructor(launcher: Launcher, name: string, title: string) {
		this.#launcher = launcher;
		this.file = launcher.makeFile(name);
		this.#title = title;
		this.source = this.#read();
	}

	/** Reads from the start again. */
	reopen(): void {
		this.#drained = false;
		this.source = this.#read();
	}

	#read(): CaptureSource {
		const source = openGrowingCapture(this.file, this.#title, this.#growth);
		return Object.create(source, {
			read: {
				value: () => {
					const batch = source.read();
					this.#drained ||= batch === undefined;
					return batch;
				},
			},
		}) as CaptureSource;
	}

	/** Begins a run; whatever was read of the file so far stays. Resolves at its end, never rejects. */
	async run(run: LaneRun, changed: () => void): Promise<RunEnd> {
		this.#before = this.counts;
		this.running = true;
		this.ready = false;
		await this.#drain();
		if (!this.running) return {kind: 'stopped'};
		return new Promise(resolve => {
			let failure: string | undefined;
			let isOver = false;
			const listener: ChildListener = {
				said: (what: FromChild) => {
					if (what.kind === 'ready') this.ready = true;
					else if (what.kind === 'failed') failure = what.message;
					else if (what.kind === 'over') isOver = true;
					else if (what.kind === 'counts') {
						this.counts = added(this.#before, what.counts);
						this.through = what.through;
					}

					changed();
				},
				ended: end => {
					const stopped = this.#child === undefined && failure === undefined;
					this.running = false;
					this.#child = undefined;
					this.#drained = (statSync(this.file, {throwIfNoEntry: false})?.size ?? 0) <= this.source.bytesRead;
					const wasReady = this.ready;
					resolve(
						isOver
							? {kind: 'over'}
							: stopped
							? {kind: 'stopped'}
							: {kind: 'failed', message: failure === undefined ? endSentence(run.interface, end) : failureSentence(run, failure), wasReady},
					);
				},
			};
			try {
				this.#child = this.#launcher.start({...run, file: this.file, from: this.source.bytesRead}, listener);
			} catch (error) {
				this.running = false;
				resolve({kind: 'failed', message: error instanceof Error ? error.message : String(error), wasReady: false});
			}
		});
	}

	/** Whether there is a child. */
	get started(): boolean {
		return this.#child !== undefined;
	}

	/** Asks the run to end. */
	stop(): void {
		const child = this.#child;
		this.#child = undefined;
		if (child === undefined) this.running = false;
		child?.stop();
	}

	/** No run will follow: the source ends when everything is read. */
	end(): void {
		this.#growth.ended = true;
	}

	/** Waits until everything whole has been read: what is left then is a piece of a block, of a child that was killed. */
	async #drain(): Promise<void> {
		const until = Date.now() + DRAIN_MILLISECONDS;
		while (!this.#drained && Date.now() < until) await sleep(5);
	}
}

const sum = (a: number | undefined, b: number | undefined): number | undefined => (b === undefined ? a : (a ?? 0) + b);

/** Counts of one run on top of those before it. */
export function added(a: Counts, b: Counts): Counts {
	return {
		packets: a.packets + b.packets,
		bytes: a.bytes + b.bytes,
		approximate: a.approximate + b.approximate,
		drops: sum(a.drops, b.drops),
		received: sum(a.received, b.received),
		losing: a.losing || b.losing,
	};
}

const kept = 'what came until then is kept';

/** How a child's end is said. */
export function endSentence(name: string, {code, signal, message}: ChildEnd): string {
	const up = isUp(name);
	if (up === undefined && name !== 'a command') return `The interface ${name} has disappeared; ${kept}.`;
	if (up === false) return `The interface ${name} is down; ${kept}.`;
	const last = message.split('\n').map(line => line.trim()).filter(line => line !== '' && !line.startsWith('Warning:')).at(-1);
	const why = signal === null ? `status ${code}` : signal;
	return `The capture on ${name} was ended by ${why}${last === undefined || signal === 'SIGKILL' ? '' : ` (${last})`}; ${kept}.`;
}

/** What made a capture impossible, in a sentence. */
export function failureSentence({interface: name, filter, command, monitor, linkType}: LaneRun, message: string): string {
	const text = message.replace(/[.\s]+$/, '');
	if (command !== undefined && 'line' in command) return `The command that should bring packets failed: ${text}.`;
	if (isUp(name) === undefined && command === undefined) return `The interface ${name} has disappeared; ${kept}.`;
	if (monitor && /permission|not permitted/i.test(text)) {
		return `Monitor mode on ${name} needs more than CAP_NET_RAW, which is all that is kept: put the interface into it first (iw dev ${name} set type monitor), and leave out -I.`;
	}

	if (linkType !== undefined && /data link type/i.test(text)) return `${linkType} is no link type of ${name}: -L lists those that are.`;
	if (/permission|not permitted/i.test(text)) return `The capture on ${name} is not permitted: ${text}.`;
	if (/disappeared|no such device/i.test(text)) return `The interface ${name} has disappeared; ${kept}.`;
	if (/network is down|interface went down|is not up/i.test(text)) return `The interface ${name} is down; ${kept}.`;
	if (filter !== '' && /filter|syntax|parse|expression|unknown (?:host|port|network|protocol)|illegal|rejects|not supported|expected|qualifier|modifier/i.test(text)) {
		return `libpcap does not take the capture filter '${filter}': ${text.replace(/^can't parse filter expression: /, '')}.`;
	}

	return `${text}.`;
}
