import {rmSync, statfsSync, statSync} from 'node:fs';
import {totalmem} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import {CaptureError} from '../capture-error.ts';
import {openGrowingCapture} from '../open.ts';
import type {CaptureSource} from '../source.ts';
import {type CaptureWish, type Choice, chooseBackend, commandOf} from './backend.ts';
import {kernelFilter} from './capture-filter.ts';
import {FileFull} from './growing-file.ts';
import {isUp} from './interfaces.ts';
import {added, Lane, type RunEnd} from './lane.ts';
import {type Launcher, openLauncher, waysToRights} from './launcher.ts';
import {mergeLanes} from './merge.ts';
import {type Counts, noCounts} from './messages.ts';
import {PunchedFile} from './punched-file.ts';
import {noRates, RateMeter, type Rates, SAMPLE_MILLISECONDS} from './rates.ts';
import type {SshConnection} from './ssh-session.ts';

/** What is captured; may change between runs. */
export type LiveTarget = {
	readonly interfaces: readonly string[];
	/** What the user asked for, without the SSH connection's exclusion. */
	readonly filter: string;
	/** The connection this program is run over, where it is left out. */
	readonly ssh: SshConnection | undefined;
};

/** What is asked of a live capture for all of its runs. */
export type LiveOptions = CaptureWish & {
	/** Wait for an interface that went away, instead of ending. */
	readonly patient: boolean;
	/** The SSH connection that this program is run over, whether or not it is left out. */
	readonly ownSsh?: SshConnection | undefined;
	/** Leave this process the rights it has. */
	readonly keepsRights?: boolean | undefined;
	/** Bytes of packets that are kept; undefined for half of what is free, 4 GiB at most. */
	readonly maxBytes?: number | undefined;
};

export type LiveState = 'starting' | 'running' | 'waiting' | 'stopped';

/** What there is to know of a live capture, at one moment. */
export type LiveStatus = {
	readonly state: LiveState;
	readonly target: LiveTarget;
	readonly backend: Choice;
	readonly counts: Counts;
	readonly rates: Rates;
	/** Bytes of packets that are kept: when there are more, the oldest go. */
	readonly maxBytes: number;
	/** Place in the file before which packets have been let go. */
	readonly first: number;
	/** What went wrong last, in a sentence; undefined while all is well. */
	readonly fault: string | undefined;
};

/** Of the budget, what is left when the oldest have gone. */
const KEPT_SHARE = 0.75;

/** What an index keeps of each packet besides, in bytes, which the budget is for as well. */
const ROW_BYTES = 40;

/** The most that is kept where nobody says how much, in bytes. */
const USUAL_BYTES = 4 * 1024 * 1024 * 1024;

/** How long is waited for what came last, in milliseconds. */
const CATCH_UP_MILLISECONDS = 1000;

/** How often an interface that went away is looked for, in milliseconds. */
const WAIT_MILLISECONDS = 250;

/**
Packets as they come. They go to a growing file, which `source` reads like any other; nothing of them is in the memory
of a process with rights. Runs begin and end; the file goes on.
*/
export class LiveCapture {
	readonly #launcher: Launcher;
	readonly #choice: Choice;
	readonly #options: LiveOptions;
	#lanes: readonly Lane[] = [];
	#source: CaptureSource | undefined;
	/** The one file that everything is in, and how many there have been. */
	#file = new PunchedFile('');
	#files = 0;
	readonly #listeners = new Set<() => void>();
	readonly #meter = new RateMeter();
	readonly #sampling: NodeJS.Timeout;
	#target: LiveTarget;
	#state: LiveState = 'stopped';
	#rates: Rates = noRates;
	#fault: string | undefined;
	/** Counts up when a run is to be the last thing that was asked for. */
	#run = 0;
	#ends: Promise<unknown> = Promise.resolve();
	#merged: {ended: boolean} | undefined;
	/** The files of the interfaces, where they are put together into another. */
	#read: readonly PunchedFile[] = [];
	#ended = false;
	readonly #maxBytes: number;

	private constructor(launcher: Launcher, choice: Choice, target: LiveTarget, options: LiveOptions) {
		this.#launcher = launcher;
		this.#choice = choice;
		this.#target = target;
		this.#options = options;
		this.#maxBytes = options.maxBytes ?? usualSize(launcher.directory);
		this.#open();
		this.#sampling = setInterval(() => {
			this.#rates = this.#meter.sample(performance.now(), this.#counts());
			void this.#letGo();
			this.#changed();
		}, SAMPLE_MILLISECONDS);
	}

	/** Makes the files that packets go to. */
	#open(): void {
		const {interfaces} = this.#target;
		const name = `packets-${this.#files++}`;
		const lanes = Array.from({length: Math.max(1, interfaces.length)}, (_, i) => new Lane(this.#launcher, `${name}-${i}.pcapng`, liveName(interfaces)));
		this.#lanes = lanes;
		const [only] = lanes;
		if (lanes.length === 1 && only !== undefined) {
			this.#file = new PunchedFile(only.file);
			this.#source = undefined;
			return;
		}

		const growth = {ended: false};
		this.#merged = growth;
		const path = this.#launcher.makeFile(`${name}.pcapng`);
		this.#file = new PunchedFile(path);
		this.#read = lanes.map(({file}) => new PunchedFile(file));
		this.#source = openGrowingCapture(path, liveName(interfaces), growth);
		mergeLanes(lanes, path, this.#options.comment, () => (this.#ended || this.#lanes !== lanes) && lanes.every(({running}) => !running)).then(
			() => {
				growth.ended = true;
			},
			error => {
				growth.ended = true;
				this.#fail(error instanceof FileFull ? error.message : String(error));
			},
		);
	}

	/** What has come and comes, from the start; the same each time, to be read by one reader. */
	get source(): CaptureSource {
		return this.#source ?? this.#lanes[0]!.source;
	}

	/** What has come, from the start, for another reader; it ends where the capture is when it is read to there. */
	reread(): CaptureSource {
		return openGrowingCapture(this.#file.path, liveName(this.#target.interfaces), {ended: true});
	}

	/** `source` from the start, for a reader that takes the place of the one before. */
	reopen(): CaptureSource {
		if (this.#merged === undefined) this.#lanes[0]!.reopen();
		else this.#source = openGrowingCapture(this.#file.path, liveName(this.#target.interfaces), this.#merged);
		return this.source;
	}

	/** Throws away what came, between two runs: `source` is another one afterwards. */
	empty(): void {
		const files = [...this.#lanes.map(({file}) => file), this.#file.path];
		for (const lane of this.#lanes) lane.end();
		this.#open();
		this.#meter.reset();
		for (const file of files) rmSync(file, {force: true});
	}

	/**
	Begins a capture and gives up every right of this process; without an interface nothing is captured yet. Rejects with
	CaptureError where nothing can be captured: the interface, the filter, the rights.
	*/
	static async begin(target: LiveTarget, options: LiveOptions): Promise<LiveCapture> {
		const live = LiveCapture.#prepare(target, options);
		// Where rights cannot be kept, children must have been started before they go.
		if (live.repeatable && !options.keepsRights) live.#launcher.drop();
		const started = target.interfaces.length === 0 ? undefined : live.start();
		while (!live.repeatable && live.#lanes.some(lane => lane.running && !lane.started)) await sleep(1);
		if (!options.keepsRights) live.#launcher.drop();
		const fault = await started;
		if (fault === undefined) return live;
		live.close();
		throw new CaptureError(
			/not permitted/.test(fault) ? 'permission' : 'read',
			/not permitted/.test(fault) && process.getuid?.() !== 0 && live.#launcher.repeatable ? `${fault.replace(/\.$/, '')}. ${waysToRights}` : fault,
		);
	}

	static #prepare(target: LiveTarget, options: LiveOptions): LiveCapture {
		let choice = chooseBackend(options);
		let launcher: Launcher;
		try {
			launcher = openLauncher(choice);
		} catch (error) {
			// dumpcap may have the right that this user has not.
			if (!(error instanceof CaptureError) || error.kind !== 'permission' || options.backend !== undefined) throw error;
			choice = unprivilegedChoice(options, error);
			launcher = openLauncher(choice);
		}

		return new LiveCapture(launcher, choice, target, options);
	}

	get status(): LiveStatus {
		return {
			state: this.#state,
			target: this.#target,
			backend: this.#choice,
			counts: this.#counts(),
			rates: this.#rates,
			maxBytes: this.#maxBytes,
			first: this.#file.first,
			fault: this.#fault,
		};
	}

	/** The SSH connection that this program is run over. */
	get ownSsh(): SshConnection | undefined {
		return this.#options.ownSsh;
	}

	/** Whether a run can be begun again. */
	get repeatable(): boolean {
		return this.#launcher.repeatable;
	}

	/** Calls `listener` when the status has changed; returns how to stop it. */
	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Begins a run, of what is captured so far or of `target`. Resolves with what went wrong in a sentence, undefined once packets are taken. */
	async start(target: LiveTarget = this.#target): Promise<string | undefined> {
		if (this.#lanes.some(({running}) => running)) await this.stop();
		if (this.#ended) return undefined;
		this.#target = target;
		this.#fault = undefined;
		this.#state = 'starting';
		this.#changed();
		const run = ++this.#run;
		const ends = this.#lanes.map((lane, i) => this.#runLane(lane, i, run));
		this.#ends = Promise.all(ends);
		const ready = (async () => {
			while (run === this.#run && this.#state === 'starting') {
				if (this.#lanes.every(lane => lane.ready)) return;
				await sleep(2);
			}
		})();
		await Promise.race([ready, this.#ends]);
		if (run !== this.#run || this.#state !== 'starting') return this.#fault;
		this.#state = 'running';
		this.#changed();
		return undefined;
	}

	/** Ends the run; everything stays. Resolves when all that came is in the file. */
	async stop(): Promise<void> {
		this.#run++;
		for (const lane of this.#lanes) lane.stop();
		await this.#ends;
		if (this.#state === 'stopped') return;
		this.#state = 'stopped';
		this.#changed();
	}

	/** Resolves when everything that came before this call is in the file, as far as can be known; at the latest after a second. */
	async caughtUp(): Promise<void> {
		const now = Date.now();
		while (this.#lanes.some(({running, through}) => running && through <= now) && Date.now() < now + CATCH_UP_MILLISECONDS) await sleep(5);
	}

	/** Ends the capture: `source` comes to its end. */
	async end(): Promise<void> {
		this.#ended = true;
		await this.stop();
		for (const lane of this.#lanes) lane.end();
	}

	/** Ends everything at once, and removes what was kept. */
	close(): void {
		this.#ended = true;
		this.#run++;
		clearInterval(this.#sampling);
		this.#listeners.clear();
		for (const lane of this.#lanes) {
			lane.stop();
			lane.end();
			lane.source.close();
		}

		if (this.#merged !== undefined) this.#merged.ended = true;
		this.#source?.close();
		this.#launcher.close();
	}

	async #runLane(lane: Lane, index: number, run: number): Promise<void> {
		let returned = false;
		for (;;) {
			const name = this.#target.interfaces[index]!;
			const filter = kernelFilter(this.#target.filter, this.#target.ssh);
			const {snapLength, bufferBytes, monitor, linkType, comment} = this.#options;
			const command = commandOf(this.#choice.backend, this.#options, name, filter, this.#launcher.user);
			const end: RunEnd = await lane.run({interface: name, filter, snapLength, bufferBytes, command, monitor, linkType, comment}, () => {
				if (returned && lane.ready && this.#state === 'waiting' && run === this.#run) {
					this.#fault = undefined;
					this.#state = 'running';
				}

				this.#changed();
			});
			if (run !== this.#run) return;
			if (end.kind !== 'failed') return end.kind === 'over' ? this.#fail(undefined) : undefined;
			const wait = this.#options.patient && (end.wasReady || returned) && isUp(name) !== true && this.#launcher.repeatable;
			this.#fault = end.message;
			if (!wait) {
				this.#fail(end.message);
				return;
			}

			this.#state = 'waiting';
			this.#changed();
			while (isUp(name) !== true) {
				await sleep(WAIT_MILLISECONDS);
				if (run !== this.#run) return;
			}

			returned = true;
		}
	}

	/** Gives back what is beyond the budget, and of several interfaces what has been put together. */
	async #letGo(): Promise<void> {
		const {size, bytesRead} = {size: statSync(this.#file.path, {throwIfNoEntry: false})?.size ?? 0, bytesRead: this.source.bytesRead};
		try {
			const most = this.#maxBytes / (1 + ROW_BYTES * this.#counts().packets / size);
			if (size - this.#file.first > most) await this.#file.letGo(Math.min(bytesRead, size - most * KEPT_SHARE));
			for (const [i, file] of this.#read.entries()) await file.letGo(this.#lanes[i]?.source.bytesRead ?? 0);
		} catch (error) {
			if (!this.#ended && this.#lanes.some(({running}) => running)) {
				this.#fail(
					`There is no room for more than ${Math.round(this.#maxBytes / 1_048_576)} MiB (--max-size), and the oldest packets cannot be let go: ${
						error instanceof Error ? error.message : error
					}.`,
				);
			}
		}
	}

	/** A run ended by itself, and with it the others. */
	#fail(message: string | undefined): void {
		this.#fault = message;
		this.#run++;
		for (const lane of this.#lanes) lane.stop();
		this.#state = 'stopped';
		this.#changed();
	}

	#counts(): Counts {
		return this.#lanes.map(({counts}) => counts).reduce(added, noCounts);
	}

	#changed(): void {
		for (const listener of this.#listeners) listener();
	}
}

/** Half of what is free where packets are kept, and not more than there is memory: a part of it is in memory. */
function usualSize(directory: string): number {
	const {bavail, bsize} = statfsSync(directory);
	return Math.max(1_048_576, Math.min(USUAL_BYTES, totalmem(), Math.floor(bavail * bsize / 2)));
}

function unprivilegedChoice(options: CaptureWish, error: CaptureError): Choice {
	try {
		const {backend} = chooseBackend({...options, backend: 'dumpcap'});
		return {backend, why: 'This user may not open packet sockets, so dumpcap captures.'};
	} catch {
		throw error;
	}
}

/** What messages call a capture of these interfaces. */
function liveName(interfaces: readonly string[]): string {
	return `live capture of ${interfaces.join(', ')}`;
}
