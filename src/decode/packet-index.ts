/** Packets of one block; a block is never moved once it is there. */
export const blockSize = 65_536;
const blockBits = 16;

/** Row flags: those of a source of frames, and what the pass found. */
export const rowHasNoTime = 1;
export const rowHasOptions = 2;
/** The frame is a custom block of pcapng. */
export const rowIsCustom = 4;
export const rowIsFaulty = 32;

/** What the application column says where it is not a protocol's id. */
export const appNone = 0;
/** Payload of a transport that no protocol took. */
export const appData = 0xffff;
/** Payload that is part of a message which ends in a later row. */
export const appPart = 0xfffe;
/** Payload that was seen before. */
export const appAgain = 0xfffd;

const bytesPerRow = 8 + 8 + 4 * 8 + 2 * 3 + 1;

/** One block of columns over one piece of shared memory. */
class Block {
	readonly memory = new SharedArrayBuffer(blockSize * bytesPerRow);
	#at = 0;
	/** Where the frame's bytes are in the file. */
	readonly place = this.#column(Float64Array, 8);
	/** Whole seconds since 1970. */
	readonly seconds = this.#column(Float64Array, 8);
	/** To be added to the seconds. */
	readonly nanoseconds = this.#column(Int32Array, 4);
	readonly captured = this.#column(Uint32Array, 4);
	readonly original = this.#column(Uint32Array, 4);
	/** Flow record times two, plus 1 against the flow's first direction; 0 for none. */
	readonly flow = this.#column(Uint32Array, 4);
	/** Pair of Ethernet addresses times two, plus 1 against the pair's first direction; 0 for none. See `Pairs`. */
	readonly link = this.#column(Uint32Array, 4);
	/** Row + 1 of the packet before this one in its flow; 0 for the first. */
	readonly previous = this.#column(Uint32Array, 4);
	/** What analysis says of the row's TCP segment: bits of `analysis/tcp-flags.ts`. */
	readonly analysis = this.#column(Uint32Array, 4);
	readonly interfaceId = this.#column(Uint32Array, 4);
	readonly linkType = this.#column(Uint16Array, 2);
	/** The stack of layers, see `Paths`. */
	readonly path = this.#column(Uint16Array, 2);
	/** The protocol that took the payload of the transport, or one of the `app` numbers. */
	readonly application = this.#column(Uint16Array, 2);
	readonly flags = this.#column(Uint8Array, 1);

	#column<T>(view: new (memory: SharedArrayBuffer, at: number, length: number) => T, size: number): T {
		const column = new view(this.memory, this.#at, blockSize);
		this.#at += blockSize * size;
		return column;
	}
}

/** One row per packet, one typed array per column and block. Rows are only ever appended. */
export class PacketIndex {
	length = 0;
	readonly #blocks: Block[] = [];

	/** Makes room for a row and counts it. */
	append(): number {
		const row = this.length;
		if ((row & (blockSize - 1)) === 0) this.#blocks.push(new Block());
		this.length = row + 1;
		return row;
	}

	/** The block that holds a row; its place in there is `row % blockSize`. */
	block(row: number): Block {
		const block = this.#blocks[row >>> blockBits];
		if (block === undefined) throw new RangeError(`there is no row ${row}`);
		return block;
	}

	/** What the next frame's time is counted from: 1970 where there is no time, but for a custom block, which has that of the frame before it. */
	stamp(row: number): bigint {
		let at = row;
		while (at >= 0 && this.block(at).flags[at % blockSize]! & rowIsCustom) at--;
		return at < 0 ? 0n : (this.time(at) ?? 0n);
	}

	/** Nanoseconds since 1970, undefined where the file gives no time. */
	time(row: number): bigint | undefined {
		const block = this.block(row);
		const at = row % blockSize;
		if (block.flags[at]! & rowHasNoTime) return undefined;
		return BigInt(block.seconds[at]!) * 1_000_000_000n + BigInt(block.nanoseconds[at]!);
	}
}
