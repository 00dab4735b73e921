import {readSync} from 'node:fs';

/** Size of a cached block: a page-sized multiple that holds forty full-size Ethernet frames. */
const BLOCK_BYTES = 64 * 1024;
const BLOCK_BITS = 16;

/** Blocks kept: 1 MiB, a screen of frames that stand here and there. */
const BLOCKS = 16;

/** Bytes of a capture by place in the (uncompressed) file. */
export type FrameStore = {
	/**
	The bytes [place, place + length), synchronously, valid until the next call. Fewer when the file has become
	shorter since it was read.
	*/
	read(place: number, length: number): Uint8Array;
};

type Block = {index: number; length: number; used: number; readonly bytes: Uint8Array};

/** Opens random access to a file that is already open; the caller closes it. */
export function openStore(descriptor: number): FrameStore {
	const blocks: Block[] = [];
	const byIndex = new Map<number, Block>();
	let clock = 0;
	let last: Block | undefined;
	let scratch = new Uint8Array(0);

	function load(index: number, wanted: number): Block {
		let block = last?.index === index ? last : byIndex.get(index);
		if (block === undefined) {
			if (blocks.length < BLOCKS) {
				block = {index, length: 0, used: 0, bytes: new Uint8Array(BLOCK_BYTES)};
				blocks.push(block);
			} else {
				block = blocks.reduce((oldest, each) => (each.used < oldest.used ? each : oldest));
				byIndex.delete(block.index);
				block.index = index;
				block.length = 0;
			}

			byIndex.set(index, block);
		}

		// A file that grows: its last block was short when it was first read.
		if (block.length < wanted) block.length += readAt(descriptor, block.bytes, block.length, index * BLOCK_BYTES + block.length);
		block.used = ++clock;
		last = block;
		return block;
	}

	return {
		read(place, length) {
			const first = Math.floor(place / BLOCK_BYTES);
			const offset = place - first * BLOCK_BYTES;
			if (offset + length <= BLOCK_BYTES) {
				const block = load(first, offset + length);
				return block.bytes.subarray(Math.min(offset, block.length), Math.min(offset + length, block.length));
			}

			if (length > BLOCK_BYTES * 4) return readLong(descriptor, place, length);
			if (scratch.length < length) scratch = new Uint8Array(Math.max(length, 1 << BLOCK_BITS));
			let done = 0;
			while (done < length) {
				const index = Math.floor((place + done) / BLOCK_BYTES);
				const from = place + done - index * BLOCK_BYTES;
				const wanted = Math.min(length - done, BLOCK_BYTES - from);
				const block = load(index, from + wanted);
				const part = block.bytes.subarray(from, Math.min(from + wanted, block.length));
				scratch.set(part, done);
				done += part.length;
				if (part.length < wanted) break;
			}

			return scratch.subarray(0, done);
		},
	};
}

/** Fills `bytes` from `offset` with what the file has at `place`; the number of bytes read, 0 at the end or on an error. */
function readAt(descriptor: number, bytes: Uint8Array, offset: number, place: number): number {
	let done = 0;
	try {
		while (offset + done < bytes.length) {
			const count = readSync(descriptor, bytes, offset + done, bytes.length - offset - done, place + done);
			if (count === 0) break;
			done += count;
		}
	} catch {
		// The bytes are not there any more: the caller sees a short frame, as with a file that was cut.
	}

	return done;
}

function readLong(descriptor: number, place: number, length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	return bytes.subarray(0, readAt(descriptor, bytes, 0, place));
}
