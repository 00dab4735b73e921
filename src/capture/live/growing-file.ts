import {concatenated} from '../concatenated.ts';
import {closeSync, constants, ftruncateSync, openSync, writeSync} from 'node:fs';
import {release, type as systemType} from 'node:os';
import {version} from '../../version.ts';
import {padded, write16, write32} from '../bytes.ts';
import {reason} from '../capture-error.ts';
import {blockBytes, blockTypes, interfaceBody, optionBytes, packetTime, sectionBody} from '../pcapng-blocks.ts';
import type {RawOption} from '../source.ts';

/** Bytes gathered before they are written: as many as a busy interface brings in some milliseconds. */
const FLUSH_BYTES = 256 * 1024;

/** The longest block of a packet: the longest frame that is believed, its header and padding. */
const LONGEST_BLOCK = 262_144 + 64;

/** A packet may wait so long before it is written, in milliseconds. */
const FLUSH_MILLISECONDS = 10;

const text = new TextEncoder();

/** What is said of an interface at its start. */
export type GrowingInterface = {
	readonly linkType: number;
	readonly snapLength: number;
	readonly name: string | undefined;
	readonly description?: string;
	readonly filter: string;
};

/** The file cannot take more; `message` is a sentence. */
export class FileFull extends Error {}

/**
A pcapng file that grows while it is read: a section, its interfaces, packets with times in nanoseconds. Whole blocks are
written at once, so that whoever reads it never waits for half of one for long. Every method may throw FileFull.
*/
export class GrowingFile {
	/** Place in the file behind the last whole block. */
	written: number;
	readonly #descriptor: number;
	readonly #buffer = new Uint8Array(FLUSH_BYTES + LONGEST_BLOCK);
	readonly #view = new DataView(this.#buffer.buffer);
	#length = 0;
	#interfaces = 0;
	#timer: NodeJS.Timeout | undefined;
	#oldest = 0;
	readonly #failed: (error: unknown) => void;

	/** Goes on at `from` in the file at `path`; `failed` hears of what goes wrong while nobody calls. */
	constructor(path: string, from: number, failed: (error: unknown) => void) {
		this.#descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o600);
		ftruncateSync(this.#descriptor, from);
		this.written = from;
		this.#failed = failed;
	}

	/** Begins a section of this machine. */
	section(comment?: string): void {
		this.#interfaces = 0;
		const said = comment === undefined ? [] : [{code: 1, bytes: text.encode(comment)}];
		const options = [...said, {code: 3, bytes: text.encode(`${systemType()} ${release()}`)}, {code: 4, bytes: text.encode(`inkcap ${version}`)}];
		this.block(blockBytes(blockTypes.section, sectionBody(options, true), true));
	}

	/** Declares an interface; its number. */
	interface({linkType, snapLength, name, description, filter}: GrowingInterface): number {
		const options: RawOption[] = [{code: 9, bytes: Uint8Array.of(9)}];
		if (name !== undefined) options.unshift({code: 2, bytes: text.encode(name)});
		if (description !== undefined) options.push({code: 3, bytes: text.encode(description)});
		if (filter !== '') options.push({code: 11, bytes: concatenated([Uint8Array.of(0), text.encode(filter)])});
		if (name !== undefined) options.push({code: 12, bytes: text.encode(`${systemType()} ${release()}`)});
		this.block(blockBytes(blockTypes.interface, interfaceBody({linkType, snapLength, options, littleEndian: true}), true));
		return this.#interfaces++;
	}

	/** A packet: the bytes [start, start + captured). */
	packet(index: number, seconds: number, nanoseconds: number, bytes: Uint8Array, start: number, captured: number, original: number): void {
		const at = this.#length;
		if (at === 0) this.#arm();
		const view = this.#view;
		const padding = padded(captured);
		const total = 32 + padding;
		view.setUint32(at, blockTypes.packet, true);
		view.setUint32(at + 4, total, true);
		view.setUint32(at + 8, index, true);
		packetTime(this.#buffer, at + 12, seconds, nanoseconds, 1_000_000_000);
		view.setUint32(at + 20, captured, true);
		view.setUint32(at + 24, original, true);
		this.#buffer.set(start === 0 && captured === bytes.length ? bytes : bytes.subarray(start, start + captured), at + 28);
		this.#buffer.fill(0, at + 28 + captured, at + 28 + padding);
		view.setUint32(at + 28 + padding, total, true);
		this.#length = at + total;
		if (this.#length >= FLUSH_BYTES) this.flush();
	}

	/** What was received and lost on an interface, at the end. */
	statistics(index: number, milliseconds: number, received: number | undefined, dropped: number | undefined): void {
		const head = new Uint8Array(12);
		write32(head, 0, index, true);
		packetTime(head, 4, Math.floor(milliseconds / 1000), (milliseconds % 1000) * 1_000_000, 1_000_000_000);
		const options = [...counter(4, received), ...counter(5, dropped)];
		this.block(blockBytes(blockTypes.statistics, concatenated([head, optionBytes(options, true)]), true));
	}

	/** Bytes of whole blocks, as they are. */
	block(bytes: Uint8Array): void {
		if (this.#length + bytes.length > this.#buffer.length) this.flush();
		if (bytes.length > this.#buffer.length) return this.#write(bytes, bytes.length);
		if (this.#length === 0) this.#arm();
		this.#buffer.set(bytes, this.#length);
		this.#length += bytes.length;
	}

	/** Writes what waits if it has waited long: for whoever keeps the loop from running timers. */
	flushOld(now: number): void {
		if (this.#length > 0 && now - this.#oldest > FLUSH_MILLISECONDS) this.flush();
	}

	/** Writes what waits. */
	flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const length = this.#length;
		this.#length = 0;
		if (length > 0) this.#write(this.#buffer, length);
	}

	/** Writes what waits, and closes. */
	close(): void {
		try {
			this.flush();
		} finally {
			closeSync(this.#descriptor);
		}
	}

	#arm(): void {
		this.#oldest = performance.now();
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			try {
				this.flush();
			} catch (error) {
				this.#failed(error);
			}
		}, FLUSH_MILLISECONDS);
	}

	#write(bytes: Uint8Array, length: number): void {
		try {
			for (let done = 0; done < length;) done += writeSync(this.#descriptor, bytes, done, length - done, this.written + done);
		} catch (error) {
			this.#length = 0;
			// Half a block would be told as damage of the file.
			ftruncateSync(this.#descriptor, this.written);
			const code = error instanceof Error && 'code' in error ? error.code : undefined;
			throw new FileFull(
				code === 'ENOSPC' || code === 'EDQUOT'
					? 'There is no space left where packets are kept: set TMPDIR to another directory, or give a smaller --max-size.'
					: `Packets cannot be kept (${reason(error)}): set TMPDIR to another directory.`,
			);
		}

		this.written += length;
	}
}

function counter(code: number, value: number | undefined): RawOption[] {
	if (value === undefined) return [];
	const bytes = new Uint8Array(8);
	write32(bytes, 0, value % 4_294_967_296, true);
	write16(bytes, 4, Math.floor(value / 4_294_967_296) & 0xff_ff, true);
	return [{code, bytes}];
}
