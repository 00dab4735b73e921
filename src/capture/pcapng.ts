import {padded, read16, read32, read64} from './bytes.ts';
import type {CaptureError, CaptureErrorKind} from './capture-error.ts';
import {journalTime} from './journal.ts';
import {MetadataBlocks} from './pcapng-metadata.ts';
import {interfaceOptions, optionsFault, packetOptionFault, packetOptions, readOptions, sectionOptions} from './pcapng-options.ts';
import {type Clock, makeClock} from './pcapng-time.ts';
import {BATCH_ROWS, fault, longestFrame, LONGEST_ORIGINAL, obtain, type Reader} from './reader.ts';
import {type Batch, frameFlags, type Interface, NO_INTERFACE, sectionAt, type Section} from './source.ts';
import type {Window} from './window.ts';

/** The longest block that is believed: the longest frame of any link type and its options, as tshark has it. */
const LONGEST_BLOCK = 128 * 1024 * 1024 + 131_104;

/** Sections, and interfaces over all sections, of one file: more would only fill memory. */
const MOST_INTERFACES = 262_144;

/** Type, two lengths: what every block has. */
const BLOCK_FRAME = 12;

/** Where the captured bytes begin in the packet blocks that say their length. */
const PACKET_HEADER = 28;

const SHB = 0x0a_0d_0d_0a;
const BYTE_ORDER_MAGIC = 0x1a_2b_3c_4d;

const block = {
	interface: 1,
	obsoletePacket: 2,
	simplePacket: 3,
	names: 4,
	statistics: 5,
	packet: 6,
	journal: 9,
	secrets: 10,
	custom: 0xb_ad,
	customNoCopy: 0x40_00_0b_ad,
} as const;

/** Sysdig's event blocks that are frames, with where the event's parameters begin. */
const sysdigHeaders = new Map([
	[0x2_04, 32],
	[0x2_16, 36],
	[0x2_21, 36],
]);

/** Whether a file begins with a section header; `first` are its first twelve bytes. */
export function isPcapng(first: Uint8Array): boolean {
	return first.length >= 12 && read32(first, 0, false) === SHB && byteOrder(first, 8) !== undefined;
}

/** The byte order that the magic number at `at` shows, undefined where it is none. */
function byteOrder(bytes: Uint8Array, at: number): boolean | undefined {
	if (read32(bytes, at, true) === BYTE_ORDER_MAGIC) return true;
	return read32(bytes, at, false) === BYTE_ORDER_MAGIC ? false : undefined;
}

/**
Reads a pcapng file from its start. Which blocks are frames follows tshark: packet blocks of all three kinds, custom
blocks, journal entries and sysdig events; every number after them depends on it.
https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html
*/
export class PcapngReader implements Reader {
	readonly interfaces: Interface[] = [];
	readonly metadata = new MetadataBlocks();
	fault: CaptureError | undefined;
	readonly #window: Window;
	readonly #clocks: Clock[] = [];
	/** The longest frame that is believed, by interface. */
	readonly #longest: number[] = [];
	#section: Section | undefined;
	#littleEndian = true;
	#firstInterface = 0;
	/** Bytes that the next block needs when it is not whole in the window. */
	#needed = 0;
	/** Length of a block that is not kept and reaches past the window. */
	#passing = 0;

	constructor(window: Window) {
		this.#window = window;
	}

	get format(): Reader['format'] {
		return {name: 'pcapng', variant: undefined, precision: undefined, littleEndian: this.metadata.sections[0]?.littleEndian ?? true};
	}

	read(batch: Batch): ReturnType<Reader['read']> {
		const window = this.#window;
		for (;;) {
			batch.count = 0;
			if (this.fault) return 'end';
			this.#take(batch);
			if (batch.count > 0) {
				batch.bytes = window.bytes;
				return 'frames';
			}

			if (this.fault) return 'end';
			if (this.#passing > 0) {
				const total = this.#passing;
				const complete = window.backing.complete;
				if (window.has(total)) {
					const first = window.at;
					window.skip(total - 4);
					if (window.require(4)) this.#endBlock(window.start + 4, total, first);
					continue;
				}

				if (!complete) return 'wait';
			}

			const got = obtain(window, this.#passing || this.#needed, 'the block');
			if (got === 'there') continue;
			if (got === 'wait' || got === 'end') return got;
			this.fault = got;
			return 'end';
		}
	}

	options(place: number, flags: number, bytes: (place: number, length: number) => Uint8Array): ReturnType<Reader['options']> {
		const littleEndian = sectionAt(this.metadata, place)?.littleEndian ?? true;
		if (flags & frameFlags.custom) {
			const header = bytes(place - 12, 12);
			const type = read32(header, 0, littleEndian);
			return {...packetOptions([], littleEndian, undefined), enterprise: read32(header, 8, littleEndian), copy: type === block.custom};
		}

		if ((flags & frameFlags.hasOptions) === 0) return packetOptions([], littleEndian, undefined);
		const header = bytes(place - PACKET_HEADER, PACKET_HEADER);
		const drops = read32(header, 0, littleEndian) === block.obsoletePacket ? read16(header, 10, littleEndian) : 0xff_ff;
		const start = padded(read32(header, 20, littleEndian));
		const length = padded(read32(header, 4, littleEndian)) - PACKET_HEADER - 4 - start;
		const tail = length > 0 ? bytes(place + start, length) : new Uint8Array(0);
		return packetOptions(readOptions(tail, 0, tail.length, littleEndian), littleEndian, drops === 0xff_ff ? undefined : drops);
	}

	/** Fills the batch from the whole blocks in the window. */
	#take(batch: Batch): void {
		const window = this.#window;
		const {bytes} = window;
		this.#passing = 0;
		while (batch.count < BATCH_ROWS) {
			const at = window.start;
			if (window.end - at < BLOCK_FRAME) {
				this.#needed = BLOCK_FRAME;
				return;
			}

			const place = window.place + at;
			const type = read32(bytes, at, this.#littleEndian);
			if (type === SHB) {
				const order = byteOrder(bytes, at + 8);
				if (order === undefined) return this.#damaged(place, 'a section header has no byte-order magic');
				this.#littleEndian = order;
			}

			const total = padded(read32(bytes, at + 4, this.#littleEndian));
			if (total < BLOCK_FRAME) return this.#damaged(place, `a block is said to be ${total} bytes long, the least is ${BLOCK_FRAME}`);
			if (total > LONGEST_BLOCK) return this.#damaged(place, `a block is said to be ${total} bytes long, the most is ${LONGEST_BLOCK}`);
			const whole = window.end - at >= total;
			if (!whole && !this.#wanted(type)) {
				this.#passing = total;
				return;
			}

			if (!whole) {
				this.#needed = total;
				return;
			}

			const {count} = batch;
			const wrong = this.#block(type, at, at + total - 4, batch);
			if (wrong !== undefined) {
				batch.count = count;
				return this.#damaged(place, wrong);
			}

			if (this.fault) return;
			if (!this.#endBlock(at + total, total, place)) {
				batch.count = count;
				return;
			}
		}
	}

	/** Whether a block of this type must be read whole. */
	#wanted(type: number): boolean {
		return type === SHB || (type > 0 && type <= block.packet) || type === block.journal || type === block.secrets || type === block.custom || type === block.customNoCopy ||
			sysdigHeaders.has(type);
	}

	/** Checks the second length of a block that ends at `end` of the window, and goes past it. */
	#endBlock(end: number, total: number, place: number): boolean {
		const window = this.#window;
		const second = padded(read32(window.bytes, end - 4, this.#littleEndian));
		if (second !== total) {
			this.#damaged(place, `the two lengths of a block are ${total} and ${second}`);
			return false;
		}

		window.start = end;
		return true;
	}

	/** One whole block: `at` its start, `end` where its second length begins. What is wrong with it, or undefined. */
	#block(type: number, at: number, end: number, batch: Batch): string | undefined {
		switch (type) {
			case block.packet:
			case block.obsoletePacket:
				return this.#packet(type, at, end, batch);
			case block.simplePacket:
				return this.#simplePacket(at, end, batch);
			case block.interface:
				return this.#interface(at, end);
			case SHB:
				return this.#sectionHeader(at, end);
			case block.custom:
			case block.customNoCopy:
				if (end - at < 12) return `a custom block is ${end + 4 - at} bytes long, the least is 16`;
				this.#row(batch, at + 12, end - at - 12, end - at - 12, NO_INTERFACE, frameFlags.custom | frameFlags.noTime | frameFlags.hasOptions);
				return undefined;
			case block.journal:
				return this.#journal(at, end, batch);
			default:
				if (sysdigHeaders.has(type)) return this.#sysdig(sysdigHeaders.get(type) ?? 0, at, end, batch);
				return this.#kept(type, at + 8, end);
		}
	}

	#packet(type: number, at: number, end: number, batch: Batch): string | undefined {
		const {bytes} = this.#window;
		const littleEndian = this.#littleEndian;
		if (end - at < PACKET_HEADER) return `a packet block is ${end + 4 - at} bytes long, the least is 32`;
		const obsolete = type === block.obsoletePacket;
		const id = obsolete ? read16(bytes, at + 8, littleEndian) : read32(bytes, at + 8, littleEndian);
		const index = this.#firstInterface + id;
		const from = this.interfaces[index];
		if (from === undefined) return this.#undeclared(id);
		const captured = read32(bytes, at + 20, littleEndian);
		const longest = this.#longest[index] ?? 0;
		if (captured > longest) return `a packet is said to be ${captured} bytes long, the most is ${longest}`;
		const start = at + PACKET_HEADER;
		const options = start + padded(captured);
		if (options > end) return `a packet is said to be ${captured} bytes long, but its block has room for ${end - start}`;
		let flags = 0;
		if (end - options >= 4) {
			const wrong = optionsFault(bytes, options, end, littleEndian, packetOptionFault(bytes));
			if (wrong !== undefined) return wrong;
			if (read16(bytes, options, littleEndian) !== 0) flags = frameFlags.hasOptions;
		}

		if (obsolete && read16(bytes, at + 10, littleEndian) !== 0xff_ff) flags = frameFlags.hasOptions;
		const row = this.#row(batch, start, captured, read32(bytes, at + 24, littleEndian), index, flags);
		const clock = (this.#clocks[index] ??= makeClock(from));
		clock.set(read32(bytes, at + 12, littleEndian), read32(bytes, at + 16, littleEndian));
		batch.seconds[row] = clock.seconds;
		batch.nanoseconds[row] = clock.nanoseconds;
		return undefined;
	}

	#simplePacket(at: number, end: number, batch: Batch): string | undefined {
		const {bytes} = this.#window;
		if (end - at < 12) return `a simple packet block is ${end + 4 - at} bytes long, the least is 16`;
		const from = this.interfaces[this.#firstInterface];
		if (from === undefined) return this.#undeclared(0);
		const original = read32(bytes, at + 8, this.#littleEndian);
		const captured = Math.min(original, from.snapLength || original);
		const longest = longestFrame(from.linkType);
		if (captured > longest) return `a packet is said to be ${captured} bytes long, the most is ${longest}`;
		if (padded(captured) !== end - at - 12) return `a packet should have ${captured} captured bytes, but its block has room for ${end - at - 12}`;
		this.#row(batch, at + 12, captured, original, from.index, frameFlags.noTime);
		return undefined;
	}

	#journal(at: number, end: number, batch: Batch): string | undefined {
		const {bytes} = this.#window;
		const start = at + 8;
		let last = end;
		while (last > start && bytes[last - 1] === 0) last--;
		// An entry has at least the name of the time field and two characters.
		if (last - start < 23) return `a journal entry is ${last - start} bytes long, the least is 23`;
		const time = journalTime(bytes, start, last);
		const row = this.#row(batch, start, last - start, last - start, NO_INTERFACE, frameFlags.journal | (time === undefined ? frameFlags.noTime : 0));
		if (time !== undefined) {
			batch.seconds[row] = Number(time / 1_000_000n);
			batch.nanoseconds[row] = Number(time % 1_000_000n) * 1000;
		}

		return undefined;
	}

	#sysdig(header: number, at: number, end: number, batch: Batch): string | undefined {
		const {bytes} = this.#window;
		const littleEndian = this.#littleEndian;
		if (end - at < header) return `a sysdig event block is ${end + 4 - at} bytes long, the least is ${header + 4}`;
		const row = this.#row(batch, at + header, end - at - header, read32(bytes, at + 26, littleEndian), NO_INTERFACE, frameFlags.sysdig);
		const time = read64(bytes, at + 10, littleEndian);
		batch.seconds[row] = Number(time / 1_000_000_000n);
		batch.nanoseconds[row] = Number(time % 1_000_000_000n);
		return undefined;
	}

	/** Adds a frame without a time; its row. */
	#row(batch: Batch, start: number, captured: number, original: number, from: number, flags: number): number {
		const row = batch.count++;
		batch.start[row] = start;
		batch.place[row] = this.#window.place + start;
		batch.captured[row] = captured;
		batch.original[row] = Math.min(original, LONGEST_ORIGINAL);
		batch.seconds[row] = 0;
		batch.nanoseconds[row] = 0;
		batch.interface[row] = from;
		batch.flags[row] = flags;
		return row;
	}

	#interface(at: number, end: number): string | undefined {
		const {bytes} = this.#window;
		const littleEndian = this.#littleEndian;
		if (end - at < 16) return `an interface block is ${end + 4 - at} bytes long, the least is 20`;
		if (this.interfaces.length >= MOST_INTERFACES) return `the file has more than ${MOST_INTERFACES} interfaces`;
		const wrong = optionsFault(bytes, at + 16, end, littleEndian);
		if (wrong !== undefined) return wrong;
		const linkType = read16(bytes, at + 8, littleEndian);
		this.#longest.push(longestFrame(linkType));
		this.interfaces.push({
			index: this.interfaces.length,
			id: this.interfaces.length - this.#firstInterface,
			section: this.#section?.number,
			linkType,
			snapLength: read32(bytes, at + 12, littleEndian),
			...interfaceOptions(this.#describing(at + 16, end), littleEndian),
		});
		return undefined;
	}

	#sectionHeader(at: number, end: number): string | undefined {
		const {bytes} = this.#window;
		const littleEndian = this.#littleEndian;
		const place = this.#window.place + at;
		if (end - at < 24) return `a section header is ${end + 4 - at} bytes long, the least is 28`;
		if (this.metadata.sections.length >= MOST_INTERFACES) return `the file has more than ${MOST_INTERFACES} sections`;
		const major = read16(bytes, at + 12, littleEndian);
		const minor = read16(bytes, at + 14, littleEndian);
		if (major !== 1 || (minor !== 0 && minor !== 2)) {
			this.#refuse('unsupported', place + 12, `has pcapng version ${major}.${minor} at byte ${place + 12}, which is not supported (1.0 and 1.2 are)`);
			return undefined;
		}

		const wrong = optionsFault(bytes, at + 24, end, littleEndian);
		if (wrong !== undefined) return wrong;
		this.#firstInterface = this.interfaces.length;
		const options = sectionOptions(this.#describing(at + 24, end));
		this.#section = {number: this.metadata.sections.length + 1, place, littleEndian, firstInterface: this.#firstInterface, ...options};
		this.metadata.sections.push(this.#section);
		return undefined;
	}

	/** Options of an interface or section; past the limit on what is kept, only those that change how frames are read. */
	#describing(start: number, end: number): ReturnType<typeof readOptions> {
		const options = readOptions(this.#window.bytes, start, end, this.#littleEndian);
		return this.metadata.keeps(end - start) ? options : options.filter(({code}) => code === 9 || code === 13 || code === 14);
	}

	/** Names, secrets, statistics; every other block is passed over. */
	#kept(type: number, start: number, end: number): string | undefined {
		const section = this.#section;
		if (section === undefined || (type !== block.names && type !== block.secrets && type !== block.statistics)) return undefined;
		if (type === block.names && end - start < 4) return `a block of names is ${end + 12 - start} bytes long, the least is 16`;
		if (!this.metadata.keeps(end - start)) return undefined;
		const {bytes} = this.#window;
		if (type === block.names) return this.metadata.readNames(bytes, start, end, section);
		if (type === block.secrets) return this.metadata.readSecrets(bytes, start, end, section);
		return this.metadata.readStatistics(bytes, start, end, section);
	}

	#undeclared(id: number): string {
		const count = this.interfaces.length - this.#firstInterface;
		return `a packet names interface ${id}, but its section has declared ${count === 0 ? 'none' : count}`;
	}

	#damaged(place: number, what: string): void {
		this.#refuse('damaged', place, `is damaged at byte ${place}: ${what}`);
	}

	#refuse(kind: CaptureErrorKind, place: number, what: string): void {
		this.fault = fault(this.#window, kind, place, what);
	}
}
