import {Narrow} from './narrow.ts';

/** Packets of one block; a block is never moved once it is there. */
export const blockSize = 65_536;
export const blockBits = 16;

/** Row flags: those of a source of frames, and what the pass found. */
export const rowHasNoTime = 1;
export const rowHasOptions = 2;
/** The frame is a custom block of pcapng. */
export const rowIsCustom = 4;
/** Its bytes are an entry of a journal. */
export const rowIsJournal = 8;
export const rowIsFaulty = 32;

/** What the application column says where it is not a protocol's id. */
export const appNone = 0;
/** Payload of a transport that no protocol took. */
export const appData = 0xffff;
/** Payload that is part of a message which ends in a later row. */
export const appPart = 0xfffe;
/** Payload that was seen before. */
export const appAgain = 0xfffd;

/** What is kept of a row, and what goes with it only as long as somebody may look at the packet itself. */
const keptBytes = 2 * 4 + 5 * 2 + 1;
const passingBytes = 4 * 4 + 2;

type Column<T> = new (memory: SharedArrayBuffer, at: number, length: number) => T;

/** The first of a block's times may be this much later than others: packets overtake each other on their way to a file. */
const secondsBack = 1024;

/** Whole numbers that are counted from one near the first. */
class Near<T extends Uint16Array | Uint32Array> {
	from = 0;
	readonly #behind: Narrow<T>;

	constructor(column: T) {
		this.#behind = new Narrow(column);
	}

	at(place: number): number {
		return this.from + this.#behind.at(place);
	}

	put(place: number, value: number): void {
		this.#behind.put(place, value - this.from);
	}

	/** What is behind `from`, valid until the next `put`. */
	get column(): T | Float64Array {
		return this.#behind.column;
	}

	clear(from: number, to: number): void {
		this.#behind.clear(from, to);
	}
}

/** Lengths on the wire: what was captured, and what was cut off, which is nothing nearly always. */
class Original {
	readonly #captured: Narrow<Uint16Array>;
	readonly #cut: Narrow<Uint16Array>;

	constructor(captured: Narrow<Uint16Array>, cut: Narrow<Uint16Array>) {
		this.#captured = captured;
		this.#cut = cut;
	}

	at(place: number): number {
		return this.#captured.at(place) + this.#cut.at(place);
	}
}

/** Columns of one block over one piece of shared memory. What is 0 is not written where it is so anyway: memory that nobody touches costs nothing. */
class Columns {
	readonly memory: SharedArrayBuffer;
	#at = 0;

	constructor(bytes: number) {
		this.memory = new SharedArrayBuffer(blockSize * bytes);
	}

	protected column<T extends {readonly BYTES_PER_ELEMENT: number}>(view: Column<T>): T {
		const column = new view(this.memory, this.#at, blockSize);
		this.#at += blockSize * column.BYTES_PER_ELEMENT;
		return column;
	}
}

/** What is asked only of a packet that is looked at itself. */
class Passing extends Columns {
	readonly flow = this.column(Uint32Array);
	readonly link = this.column(Uint32Array);
	readonly previous = this.column(Uint32Array);
	readonly analysis = this.column(Uint32Array);
	readonly path = this.column(Uint16Array);

	constructor() {
		super(passingBytes);
	}

	clear(from: number, to: number): void {
		for (const column of [this.flow, this.link, this.previous, this.analysis, this.path]) column.fill(0, from, to);
	}
}

/** What stands in the place of what was let go. */
const passed = new Passing();

/** One block of columns. */
class Block extends Columns {
	#passing = passed;
	readonly #narrowPlaces = this.column(Uint32Array);
	/** Where frames' bytes are in the file. */
	readonly #places = new Near(this.#narrowPlaces);
	/** To be added to the seconds. */
	readonly nanoseconds = this.column(Int32Array);
	readonly #narrowSeconds = this.column(Uint16Array);
	/** Whole seconds since 1970. */
	readonly seconds = new Near(this.#narrowSeconds);
	readonly #narrowCaptured = this.column(Uint16Array);
	readonly #narrowCut = this.column(Uint16Array);
	readonly #narrowOrigin = this.column(Uint16Array);
	readonly captured = new Narrow(this.#narrowCaptured);
	/** Bytes on the wire that were not captured. */
	readonly cut = new Narrow(this.#narrowCut);
	readonly original = new Original(this.captured, this.cut);
	/** Number of an interface and its link type, see `PacketIndex`. */
	readonly origin = new Narrow(this.#narrowOrigin);
	/** Whether something did not fit. */
	#isWide = false;
	/** The protocol that took the payload of the transport, or one of the `app` numbers. */
	readonly application = this.column(Uint16Array);
	readonly flags = this.column(Uint8Array);

	constructor() {
		super(keptBytes);
	}

	/** Flow record times two, plus 1 against the flow's first direction; 0 for none. */
	get flow(): Uint32Array {
		return this.#passing.flow;
	}

	/** Pair of Ethernet addresses times two, plus 1 against the pair's first direction; 0 for none. See `Pairs`. */
	get link(): Uint32Array {
		return this.#passing.link;
	}

	/** Row + 1 of the packet before this one in its flow; 0 for the first. */
	get previous(): Uint32Array {
		return this.#passing.previous;
	}

	/** What analysis says of the row's TCP segment: bits of `analysis/tcp-flags.ts`. */
	get analysis(): Uint32Array {
		return this.#passing.analysis;
	}

	/** The stack of layers, see `Paths`. */
	get path(): Uint16Array {
		return this.#passing.path;
	}

	/** Gets the columns that it has only for a time: all are 0. */
	borrow(spare: Passing[]): void {
		if (this.#passing === passed) this.#passing = spare.pop() ?? new Passing();
	}

	/** Lets go of them. */
	giveBack(spare: Passing[]): void {
		if (this.#passing === passed) return;
		this.#passing.clear(0, blockSize);
		spare.push(this.#passing);
		this.#passing = passed;
	}

	/** Lets rows have no time, length, layers and flow; where their bytes are stays. */
	clear(from: number, to: number): void {
		for (const column of [this.seconds, this.captured, this.cut]) column.clear(from, to);
		this.#passing.clear(from, to);
		for (const column of [this.nanoseconds, this.application]) column.fill(0, from, to);
		this.flags.fill(rowHasNoTime, from, to);
	}

	/** Makes it what it was before the first row. */
	empty(): void {
		this.clear(0, blockSize);
		for (const column of [this.#places, this.origin]) column.clear(0, blockSize);
		this.flags.fill(0);
		this.#isWide = false;
	}

	/** Where a frame's bytes are in the file. */
	place(at: number): number {
		return this.#places.at(at);
	}

	/** Keeps what the source of frames says of one. */
	put(at: number, place: number, seconds: number, nanoseconds: number, captured: number, original: number, origin: number): void {
		if (at === 0) {
			this.#places.from = place;
			this.seconds.from = seconds - secondsBack;
		}

		const behind = place - this.#places.from;
		const later = seconds - this.seconds.from;
		const cut = original - captured;
		this.nanoseconds[at] = nanoseconds;
		if (this.#isWide || behind !== behind >>> 0 || later !== later >>> 0 || (later | captured | cut | origin) >>> 16 !== 0) {
			this.#isWide = true;
			this.#places.put(at, place);
			this.seconds.put(at, seconds);
			this.captured.put(at, captured);
			this.cut.put(at, cut);
			this.origin.put(at, origin);
			return;
		}

		this.#narrowPlaces[at] = behind;
		this.#narrowSeconds[at] = later;
		this.#narrowCaptured[at] = captured;
		if (cut !== 0) this.#narrowCut[at] = cut;
		if (origin !== 0) this.#narrowOrigin[at] = origin;
	}
}

let gone: Block | undefined;

/** What stands in the place of blocks that were forgotten. */
function goneBlock(): Block {
	if (gone === undefined) {
		gone = new Block();
		gone.clear(0, blockSize);
	}

	return gone;
}

/** One row per packet, one typed array per column and block. Rows are only ever appended. */
export class PacketIndex {
	length = 0;
	readonly #blocks: Block[] = [];
	#forgotten = 0;
	/** Blocks that were forgotten, for those that come: the collector would not hurry. */
	readonly #spare: Block[] = [];
	/** Blocks that are thin, and what they gave back. */
	#thin = 0;
	readonly #sparePassing: Passing[] = [];
	/** Interfaces and link types in order of appearance, and their numbers. */
	readonly #origins: {readonly interfaceId: number; readonly linkType: number}[] = [];
	readonly #originNumbers = new Map<number, number>();
	#lastOrigin = 0;

	/** Makes room for a row and counts it. */
	append(): number {
		const row = this.length;
		if ((row & (blockSize - 1)) === 0) this.#begin();
		this.length = row + 1;
		return row;
	}

	#begin(): void {
		const block = this.#spare.pop() ?? new Block();
		block.borrow(this.#sparePassing);
		this.#blocks.push(block);
	}

	/** Keeps of the blocks before that of `row` only where bytes are, when they came, and whose payload they were: flow, pair, analysis and layers are 0 then. */
	thin(row: number): void {
		for (const end = row >>> blockBits; this.#thin < end; this.#thin++) this.#blocks[this.#thin]!.giveBack(this.#sparePassing);
	}

	/** The block that holds a row; its place in there is `row % blockSize`. */
	block(row: number): Block {
		const block = this.#blocks[row >>> blockBits];
		if (block === undefined) throw new RangeError(`there is no row ${row}`);
		return block;
	}

	/** How many rows say nothing any more, but for the first one: times are counted from there. */
	get forgotten(): number {
		return this.#forgotten;
	}

	/** Lets go of what is kept of rows before `row`. */
	forget(row: number): void {
		for (let from = Math.max(1, this.#forgotten); from < row; from = this.#forgotten) {
			const number = from >>> blockBits;
			const block = this.#blocks[number]!;
			const end = Math.min(row, (number + 1) * blockSize);
			if (number > 0 && end % blockSize === 0) {
				block.empty();
				this.#spare.push(block);
				this.#blocks[number] = goneBlock();
			} else {
				block.clear(from % blockSize, end - number * blockSize);
			}

			this.#forgotten = end;
		}
	}

	/** The number of an interface with a link type. */
	origin(interfaceId: number, linkType: number): number {
		const last = this.#origins[this.#lastOrigin];
		if (last !== undefined && last.interfaceId === interfaceId && last.linkType === linkType) return this.#lastOrigin;
		const key = interfaceId * 0x1_0000 + linkType;
		let number = this.#originNumbers.get(key);
		if (number === undefined) {
			number = this.#origins.push({interfaceId, linkType}) - 1;
			this.#originNumbers.set(key, number);
		}

		this.#lastOrigin = number;
		return number;
	}

	/** On which interface a frame was captured. */
	interfaceId(row: number): number {
		return this.#origins[this.block(row).origin.at(row % blockSize)]!.interfaceId;
	}

	/** What the frame begins with: a LINKTYPE_ number, or one of those of `frame.ts`. */
	linkType(row: number): number {
		return this.#origins[this.block(row).origin.at(row % blockSize)]!.linkType;
	}

	/** The row that the time after `row` is counted from: that one, but the one before where it is a custom block or a journal entry without a time; -1 for none. */
	stamped(row: number): number {
		for (let at = row; at >= 0; at--) {
			const flags = this.block(at).flags[at % blockSize]!;
			if ((flags & (rowIsCustom | rowIsJournal)) === 0 || (flags & rowHasNoTime) === 0) return at;
		}

		return -1;
	}

	/** Its time; 1970 where there is none. */
	stamp(row: number): bigint {
		const at = this.stamped(row);
		return at < 0 ? 0n : (this.time(at) ?? 0n);
	}

	/** Nanoseconds since 1970, undefined where the file gives no time. */
	time(row: number): bigint | undefined {
		const block = this.block(row);
		const at = row % blockSize;
		if (block.flags[at]! & rowHasNoTime) return undefined;
		return BigInt(block.seconds.at(at)) * 1_000_000_000n + BigInt(block.nanoseconds[at]!);
	}
}
