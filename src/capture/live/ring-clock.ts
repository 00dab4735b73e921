import {closeSync, openSync, readFileSync, readSync} from 'node:fs';

/**
The kernel puts packets of a TPACKET_V2 socket into frames of a ring that is mapped into this process: a header
(status, length on the wire, length captured, offsets of the link and network layer, seconds, nanoseconds), then the
sender's address, then the packet.
https://www.kernel.org/doc/html/latest/networking/packet_mmap.html
*/
const header = {status: 0, original: 4, captured: 8, link: 12, network: 14, seconds: 16, nanoseconds: 20, size: 32} as const;

/** Bits of a frame's status: it belongs to this process; packets were lost before it; a VLAN tag was taken out. */
const userOwns = 1;
const losing = 4;
const vlanTaken = 16;

/** Bytes of a frame that are looked at: its header, and some 150 bytes of the packet to compare with what was delivered. */
const LOOK_BYTES = 256;

/** Frames that libpcap may have passed over between two that it delivers, before the ring is searched as a whole. */
const NEAR_FRAMES = 256;

/** Packets in a row that are found nowhere: the ring is not what it is taken for. */
const MOST_MISSES = 64;

/** Where the second frame is looked for: behind the longest frame there is. */
const FARTHEST_SECOND = 512 * 1024;

/** libpcap's blocks are whole pages. */
const PAGE_BYTES = 4096;

/** What the kernel's header of a delivered packet says. */
export type Stamp = {seconds: number; nanoseconds: number; original: number; losing: boolean};

/** The mapped rings of this process. */
export function mappedRings(): string[] {
	try {
		return readFileSync('/proc/self/maps', 'latin1').split('\n').filter(line => line.includes('socket:['));
	} catch {
		return [];
	}
}

/**
Finds, for packets that a libpcap handle of this process delivers, what the kernel said of them. Whatever does not
verify, byte by byte, gives nothing.
*/
export class RingClock {
	readonly #memory: number;
	readonly #base: number;
	readonly #size: number;
	readonly #look = new Uint8Array(LOOK_BYTES);
	readonly #view = new DataView(this.#look.buffer);
	readonly #stamp: Stamp = {seconds: 0, nanoseconds: 0, original: 0, losing: false};
	/** Bytes from one frame to the next in a block, bytes of a block; 0 while that is not known. */
	#stride = 0;
	#block = 0;
	#perBlock = 1;
	#frames = 1;
	#next = 0;
	#misses = 0;

	private constructor(memory: number, base: number, size: number) {
		this.#memory = memory;
		this.#base = base;
		this.#size = size;
	}

	/** The clock of the ring that was mapped since `before`; undefined where there is none or it cannot be read. */
	static of(before: readonly string[]): RingClock | undefined {
		const line = mappedRings().find(each => !before.includes(each));
		const range = /^([\da-f]+)-([\da-f]+) /.exec(line ?? '');
		if (range === null) return undefined;
		const base = Number.parseInt(range[1]!, 16);
		const size = Number.parseInt(range[2]!, 16) - base;
		try {
			return new RingClock(openSync('/proc/self/mem', 'r'), base, size);
		} catch {
			return undefined;
		}
	}

	/** Whether it has given up. */
	get dead(): boolean {
		return this.#misses > MOST_MISSES;
	}

	/** What the kernel said of the packet that has just been delivered, `length` bytes of `packet`. */
	stamp(packet: Uint8Array, length: number): Readonly<Stamp> | undefined {
		if (this.dead) return undefined;
		if (this.#stride === 0) {
			this.#measure();
			if (this.#stride === 0 && this.#matches(0, packet, length)) return this.#read(length);
		}

		if (this.#stride > 0) {
			const near = Math.min(NEAR_FRAMES, this.#frames);
			const reach = this.#misses === 0 ? near : this.#frames;
			for (let tries = 0; tries < reach; tries++) {
				const frame = (this.#next + tries) % this.#frames;
				if (!this.#matches(this.#placeOf(frame), packet, length)) continue;
				this.#next = (frame + 1) % this.#frames;
				this.#misses = 0;
				return this.#read(length);
			}
		}

		this.#misses++;
		return undefined;
	}

	close(): void {
		closeSync(this.#memory);
	}

	#placeOf(frame: number): number {
		return Math.floor(frame / this.#perBlock) * this.#block + (frame % this.#perBlock) * this.#stride;
	}

	/** Finds the second frame, which says how far apart they are: frames that were released keep their headers. */
	#measure(): void {
		const bytes = new Uint8Array(Math.min(this.#size, FARTHEST_SECOND));
		const view = new DataView(bytes.buffer);
		let there = 0;
		try {
			there = readSync(this.#memory, bytes, 0, bytes.length, this.#base);
		} catch {
			return;
		}

		const link = view.getUint16(header.link, true);
		const network = view.getUint16(header.network, true);
		const seconds = view.getUint32(header.seconds, true);
		if (link < header.size || network < link || seconds === 0) return;
		const first = view.getUint32(header.captured, true);
		// Frames do not overlap: the second comes behind the first one's bytes.
		for (let at = (link + first + 15) & ~15; at + LOOK_BYTES < there; at += 16) {
			if (view.getUint16(at + header.link, true) !== link || view.getUint16(at + header.network, true) !== network) continue;
			if (Math.abs(view.getUint32(at + header.seconds, true) - seconds) > 86_400 || view.getUint32(at + header.nanoseconds, true) >= 1_000_000_000) continue;
			if (view.getUint32(at + header.captured, true) > view.getUint32(at + header.original, true)) continue;
			let block = PAGE_BYTES;
			while (block < at) block *= 2;
			this.#stride = at;
			this.#block = block;
			this.#perBlock = Math.floor(block / at);
			this.#frames = Math.floor(this.#size / block) * this.#perBlock;
			return;
		}
	}

	/** Whether the frame at `place` holds the packet: it is ours, and its lengths and bytes are the delivered ones. */
	#matches(place: number, packet: Uint8Array, length: number): boolean {
		const look = this.#look;
		try {
			if (readSync(this.#memory, look, 0, LOOK_BYTES, this.#base + place) < LOOK_BYTES) return false;
		} catch {
			return false;
		}

		const view = this.#view;
		const status = view.getUint32(header.status, true);
		if ((status & userOwns) === 0) return false;
		const captured = view.getUint32(header.captured, true);
		// What libpcap adds: a header on `any`, the VLAN tag that the kernel took out.
		const added = length - captured;
		if (added !== 0 && added !== 16 && !((status & vlanTaken) !== 0 && (added === 4 || added === 20))) return false;
		// It adds in place: what it delivers begins so much earlier.
		const from = view.getUint16(added >= 16 ? header.network : header.link, true) - added;
		const same = Math.min(length, LOOK_BYTES - from);
		for (let i = 0; i < same; i++) if (look[from + i] !== packet[i]) return false;
		return true;
	}

	#read(length: number): Stamp {
		const view = this.#view;
		const stamp = this.#stamp;
		stamp.seconds = view.getUint32(header.seconds, true);
		stamp.nanoseconds = view.getUint32(header.nanoseconds, true);
		stamp.original = Math.max(length, view.getUint32(header.original, true) + length - view.getUint32(header.captured, true));
		stamp.losing = (view.getUint32(header.status, true) & losing) !== 0;
		return stamp;
	}
}
