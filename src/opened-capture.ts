import {openCapture, type OpenOptions} from './capture/open.ts';
import {type Batch, type CaptureSource, frameFlags, NO_INTERFACE, sectionAt} from './capture/source.ts';
import type {FrameMeta} from './decode/facts.ts';
import {noLinkType} from './decode/frame.ts';
import {journalEntry} from './decode/space.ts';
import {type Frames, FrameView} from './decode/frame-view.ts';
import {blockSize, rowHasOptions} from './decode/packet-index.ts';
import {type Frame, Pass} from './decode/pass.ts';
import type {Registry} from './decode/registry.ts';

const notPackets = 4 | 8 | 16;

/** A batch, and how many of its frames are rows. */
type Going = {readonly batch: Batch; readonly bytes: Uint8Array; readonly start: Uint32Array; readonly first: number; count: number};

/** A capture that is being gone through: where frames come from, joined with what they mean. */
export class OpenedCapture implements Frames {
	readonly source: CaptureSource;
	readonly pass: Pass;
	readonly view: FrameView;
	readonly #frame: Frame = {bytes: new Uint8Array(0), start: 0, end: 0, original: 0, seconds: 0, nanoseconds: 0, interfaceId: 0, linkType: 0, place: 0, flags: 0};
	/** Work under way for which reading on waits: somebody looks at the screen for it. */
	urgent = 0;
	/** The frames of the last read, whose bytes need not be read again. */
	#batch: Going | undefined;

	constructor(source: CaptureSource, registry: Registry) {
		this.source = source;
		this.pass = new Pass(registry);
		this.view = new FrameView(this.pass, this);
	}

	/** Opens a file, or standard input for `-`. Rejects with a `CaptureError` that says in a sentence what is wrong. */
	static async open(path: string, registry: Registry, options?: OpenOptions): Promise<OpenedCapture> {
		return new OpenedCapture(await openCapture(path, options), registry);
	}

	/** Rows so far. */
	get count(): number {
		return this.pass.index.length;
	}

	/**
	Takes the next frames and calls `each` for every new row, in order; `each` returns false to stop, and the next step goes
	on behind that row. Returns false when nothing more is there right now: then `source.more` says whether to come back.
	*/
	step(each?: (row: number) => boolean | undefined): boolean {
		const current = this.#next();
		if (current === undefined) return false;
		const {batch} = current;
		const {interfaces} = this.source;
		const f = this.#frame;
		for (let i = current.count; i < batch.count; i++) {
			const start = batch.start[i]!;
			const interfaceId = batch.interface[i]!;
			const flags = batch.flags[i]!;
			f.bytes = batch.bytes;
			f.start = start;
			f.end = start + batch.captured[i]!;
			f.original = batch.original[i]!;
			f.seconds = batch.seconds[i]!;
			f.nanoseconds = batch.nanoseconds[i]!;
			f.interfaceId = interfaceId;
			f.linkType = flags & frameFlags.journal ? journalEntry : flags & notPackets ? noLinkType : (interfaces[interfaceId]?.linkType ?? noLinkType);
			f.place = batch.place[i]!;
			f.flags = flags;
			current.count = i + 1;
			const row = this.pass.append(f);
			if (each?.(row) === false) break;
		}

		return true;
	}

	/** The batch whose frames are not all rows yet. */
	#next(): Going | undefined {
		if (this.#batch !== undefined && this.#batch.count < this.#batch.batch.count) return this.#batch;
		// A read overwrites the frames of the last one, also when it gives none.
		this.#batch = undefined;
		const batch = this.source.read();
		if (batch !== undefined) this.#batch = {batch, bytes: batch.bytes, start: batch.start, first: this.count, count: 0};
		return this.#batch;
	}

	/** Where a row is in the batch that was read last: for a writer, while `step` calls `each`. */
	placeOf(row: number): {readonly batch: Batch; readonly at: number} {
		const current = this.#batch;
		if (current === undefined || row < current.first || row >= current.first + current.count) throw new RangeError(`row ${row} is not in the last batch`);
		return {batch: current.batch, at: row - current.first};
	}

	/** Goes through all that is there and all that comes, until the end or until `each` returns false. */
	async run(each?: (row: number) => boolean | undefined): Promise<void> {
		let going = true;
		const watch = each === undefined ? undefined : (row: number): boolean => (going = each(row) !== false);
		for (;;) {
			while (going && this.step(watch));
			if (!going || !(await this.more())) return;
		}
	}

	/** Resolves true when `step` can give more, false at the end of the capture. */
	async more(): Promise<boolean> {
		const more = await this.source.more();
		if (!more) this.pass.complete = true;
		return more;
	}

	/** Lets go of what is kept of packets before a place in the file. */
	forget(place: number): void {
		const {index} = this.pass;
		let row = index.forgotten;
		while (row < index.length && index.block(row).place(row % blockSize) < place) row++;
		index.forget(row);
	}

	bytes(row: number): Uint8Array {
		const batch = this.#batch;
		const {index} = this.pass;
		const block = index.block(row);
		const at = row % blockSize;
		const captured = block.captured.at(at);
		if (batch !== undefined && row >= batch.first && row < batch.first + batch.count) {
			const start = batch.start[row - batch.first]!;
			return batch.bytes.subarray(start, start + captured);
		}

		return this.source.store.read(block.place(at), captured);
	}

	meta(row: number): FrameMeta {
		const {index} = this.pass;
		const block = index.block(row);
		const at = row % blockSize;
		const interfaceId = index.interfaceId(row);
		const place = block.place(at);
		const flags = block.flags[at]!;
		const from = interfaceId === NO_INTERFACE ? undefined : this.source.interfaces[interfaceId];
		const options = flags & rowHasOptions ? this.source.options(place, flags) : undefined;
		return {
			captured: block.captured.at(at),
			original: block.original.at(at),
			time: index.time(row),
			linkType: index.linkType(row),
			interfaceId: from?.id,
			interfaceName: from?.name,
			interfaceDescription: from?.description,
			section: sectionAt(this.source.metadata, place)?.number,
			comments: options?.comments ?? [],
			packetFlags: options?.flags,
			dropCount: options?.dropCount,
			packetId: options?.packetId,
			queue: options?.queue,
			verdicts: options?.verdicts,
			block: flags & frameFlags.custom ? 'custom' : flags & frameFlags.journal ? 'journal' : flags & frameFlags.sysdig ? 'sysdig' : undefined,
			enterprise: options?.enterprise,
			copied: options?.copy,
		};
	}
}
