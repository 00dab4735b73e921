import {read32} from '../bytes.ts';
import type {GrowingFile} from './growing-file.ts';

const SECTION = 0x0a_0d_0d_0a;
const BYTE_ORDER_MAGIC = 0x1a_2b_3c_4d;

/** The longest record or block that is believed. */
const LONGEST = 16 * 1024 * 1024;

/** What a capture that comes in pieces is named and filtered by, where it does not say so itself. */
export type StreamNames = {readonly name: string; readonly filter: string; readonly snapLength: number; readonly comment: string | undefined};

/** What was written to the standard output is no capture; `message` is a sentence. */
export class NoCapture extends Error {}

/** Takes a capture in pieces, as a command writes it, and adds its packets to a growing file. */
export class PcapStream {
	packets = 0;
	bytes = 0;
	readonly #file: GrowingFile;
	readonly #names: StreamNames;
	#rest: Uint8Array = new Uint8Array(0);
	#take: (bytes: Uint8Array, at: number, end: number) => number;
	#littleEndian = true;
	#scale = 1;
	#index = 0;

	constructor(file: GrowingFile, names: StreamNames) {
		this.#file = file;
		this.#names = names;
		this.#take = this.#begin;
	}

	/** Whether it is a capture. */
	get hasBegun(): boolean {
		return this.#take !== this.#begin;
	}

	/** Takes the next piece; throws NoCapture, or FileFull. */
	push(piece: Uint8Array): void {
		let bytes = piece;
		if (this.#rest.length > 0) {
			bytes = new Uint8Array(this.#rest.length + piece.length);
			bytes.set(this.#rest);
			bytes.set(piece, this.#rest.length);
		}

		let at = 0;
		for (;;) {
			const length = this.#take(bytes, at, bytes.length);
			if (length === 0) break;
			at += length;
		}

		this.#rest = bytes.slice(at);
	}

	/** The header of either format; how long it is, 0 where more must come first. */
	#begin(bytes: Uint8Array, at: number, end: number): number {
		if (end - at < 12) return 0;
		if (read32(bytes, at, false) === SECTION) {
			this.#take = this.#block;
			return this.#block(bytes, at, end);
		}

		const magic = read32(bytes, at, true);
		const swapped = read32(bytes, at, false);
		this.#littleEndian = magic === 0xa1_b2_c3_d4 || magic === 0xa1_b2_3c_4d;
		const own = this.#littleEndian ? magic : swapped;
		if (own !== 0xa1_b2_c3_d4 && own !== 0xa1_b2_3c_4d) throw new NoCapture('What it writes is no capture: pcap or pcapng is read.');
		if (end - at < 24) return 0;
		this.#scale = own === 0xa1_b2_3c_4d ? 1 : 1000;
		const {name, filter, snapLength, comment} = this.#names;
		this.#file.section(comment);
		const linkType = read32(bytes, at + 20, this.#littleEndian) & 0xff_ff;
		this.#index = this.#file.interface({linkType, snapLength: snapLength || read32(bytes, at + 16, this.#littleEndian), name, filter});
		this.#take = this.#record;
		return 24;
	}

	#record(bytes: Uint8Array, at: number, end: number): number {
		if (end - at < 16) return 0;
		const littleEndian = this.#littleEndian;
		const captured = read32(bytes, at + 8, littleEndian);
		if (captured > 262_144) throw new NoCapture(`What it writes is damaged: a packet is said to be ${captured} bytes long.`);
		if (end - at < 16 + captured) return 0;
		const original = read32(bytes, at + 12, littleEndian);
		const nanoseconds = Math.min(999_999_999, read32(bytes, at + 4, littleEndian) * this.#scale);
		this.#file.packet(this.#index, read32(bytes, at, littleEndian), nanoseconds, bytes, at + 16, captured, original);
		this.packets++;
		this.bytes += original;
		return 16 + captured;
	}

	/** A block of pcapng, which goes into the growing file as it is. */
	#block(bytes: Uint8Array, at: number, end: number): number {
		if (end - at < 12) return 0;
		const type = read32(bytes, at, this.#littleEndian);
		if (type === SECTION) this.#littleEndian = read32(bytes, at + 8, true) === BYTE_ORDER_MAGIC;
		const total = read32(bytes, at + 4, this.#littleEndian);
		if (total < 12 || total % 4 !== 0 || total > LONGEST) throw new NoCapture(`What it writes is damaged: a block is said to be ${total} bytes long.`);
		if (end - at < total) return 0;
		if (type === 6 && total >= 32) {
			this.packets++;
			this.bytes += read32(bytes, at + 24, this.#littleEndian);
		}

		this.#file.block(bytes.subarray(at, at + total));
		return total;
	}
}
