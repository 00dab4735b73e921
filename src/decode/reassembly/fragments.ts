import {AddressBook, QuadBook} from '../books.ts';
import {type Piece, pieceConflicts, pieceIsSecondTail, pieceOverlaps, pieceTooLong} from '../facts.ts';
import {Room} from './room.ts';

/** Datagrams that may wait for their fragments at a time; then the oldest go. */
export const maxWaiting = 4096;
/** Bytes of fragments that may be held while they wait; then the oldest go. */
export const maxHeld = 64 * 1024 * 1024;
/** Fragments of one datagram; 65,535 bytes in the smallest fragments are 8,192. One more and they are given up. */
export const maxPieces = 8192;
/**
Seconds that a datagram waits for its fragments, counted from the one that came first; what comes later begins another. RFC 1122,
section 3.3.2: a host gives up after 60 to 120 seconds (RFC 8200, section 4.5: 60). The longest of these, as a capture cannot tell
which host waits.
*/
export const maxWait = 120;
/** RFC 791, section 3.1: a datagram has at most 65,535 bytes. */
export const maxDatagram = 65_535;
/** Fragments of one row: headers in headers, see `maxFragments` of the cursor. */
const placesPerRow = 8;

/** Bytes of one fragment: the first `length` of `bytes`. */
type Part = {readonly row: number; readonly place: number; readonly offset: number; readonly more: boolean; readonly length: number; readonly bytes: Uint8Array};

type Waiting = {
	readonly key: number;
	/** By offset; of one offset, in order of arrival. */
	readonly parts: Part[];
	/** Length of the datagram once a last fragment was seen, else -1. */
	length: number;
	held: number;
	/** When the fragment that came first was captured, in seconds. */
	readonly since: number;
	readonly group: Group;
};

/** What is known of the datagram that fragments are part of: also while some are missing. */
type Group = {
	datagram: Datagram | undefined;
	/** Its first four bytes, as a number; -1 where they were not seen. */
	head: number;
};

/** Bytes that one frame gave to a datagram. */
export type FragmentPiece = Piece & {
	/** Which of the frame's fragment headers, from 0: a tunnel can have several. */
	readonly place: number;
};

/** A datagram that was put together. */
export type Datagram = {
	/** The row that completed it. */
	readonly row: number;
	readonly length: number;
	/** By offset; of one offset, in order of arrival. */
	readonly pieces: readonly FragmentPiece[];
};

/** Which datagram a fragment belongs to, see RFC 791, section 3.2 and RFC 8200, section 4.5. Addresses are places in `bytes`. */
export type FragmentKey = {bytes: Uint8Array; size: number; source: number; destination: number; id: number; protocol: number};

/** Fragments of datagrams. Knows offsets and lengths, no protocols. Where fragments overlap, the one with the lower offset counts, then the earlier. */
export class Fragments {
	/** When the fragment that comes next was captured, in seconds. */
	seconds = 0;
	readonly #addresses = new AddressBook();
	readonly #keys = new QuadBook();
	readonly #waiting = new Map<number, Waiting>();
	#held = 0;
	readonly #room = new Room();
	/** By row and place. */
	readonly #groups = new Map<number, Group>();

	/** Adds the bytes `[from, to)` of `b` as `offset` and on of a datagram. Returns the whole datagram's bytes when this fragment completes it. */
	add(k: FragmentKey, row: number, place: number, offset: number, more: boolean, b: Uint8Array, from: number, to: number): Uint8Array | undefined {
		const key = this.#keys.intern(this.#addresses.intern(k.bytes, k.source, k.size), this.#addresses.intern(k.bytes, k.destination, k.size), k.id, k.protocol);
		let waiting = this.#waiting.get(key);
		if (waiting !== undefined && this.seconds - waiting.since > maxWait) {
			this.#drop(waiting);
			waiting = undefined;
		}

		if (waiting === undefined) {
			waiting = {key, parts: [], length: -1, held: 0, since: this.seconds, group: {datagram: undefined, head: -1}};
			this.#waiting.set(key, waiting);
		}

		const {group} = waiting;
		this.#groups.set(row * placesPerRow + place, group);
		if (offset === 0 && group.head < 0 && to - from >= 4) group.head = (b[from]! * 0x100_0000) + ((b[from + 1]! << 16) | (b[from + 2]! << 8) | b[from + 3]!);
		if (offset + to - from > maxDatagram) return undefined;
		if (!more && waiting.length < 0) waiting.length = offset + to - from;
		const length = to - from;
		const bytes = this.#room.take(length);
		bytes.set(b.subarray(from, to));
		insert(waiting.parts, {row, place, offset, more, length, bytes});
		waiting.held += length;
		this.#held += length;
		if (waiting.length >= 0 && waiting.held >= waiting.length && isWhole(waiting)) {
			const whole = join(waiting, row);
			this.#drop(waiting);
			return whole;
		}

		if (waiting.parts.length > maxPieces) this.#drop(waiting);
		for (const oldest of this.#waiting.values()) {
			if (this.#waiting.size <= maxWaiting && this.#held <= maxHeld) break;
			this.#drop(oldest);
		}

		return undefined;
	}

	/** The datagram that a fragment became part of, once it is whole. */
	of(row: number, place: number): Datagram | undefined {
		return this.#groups.get(row * placesPerRow + place)?.datagram;
	}

	/** The first four bytes of the datagram that a fragment is part of, as a number; -1 where they were not seen. */
	headOf(row: number, place: number): number {
		return this.#groups.get(row * placesPerRow + place)?.head ?? -1;
	}

	#drop(waiting: Waiting): void {
		this.#waiting.delete(waiting.key);
		this.#held -= waiting.held;
		for (const {bytes} of waiting.parts) this.#room.give(bytes);
	}
}

/** Puts a datagram together, which `row` completed. */
function join({parts, length, group}: Waiting, row: number): Uint8Array {
	const whole = new Uint8Array(length);
	let reached = 0;
	const pieces = parts.map(({row: from, place, offset, more, length: size, bytes}) => {
		let problems = 0;
		const end = offset + size;
		if (offset < reached) {
			problems |= pieceOverlaps;
			const shared = Math.min(end, reached) - offset;
			for (let i = 0; i < shared; i++) {
				if (whole[offset + i] === bytes[i]) continue;
				problems |= pieceConflicts;
				break;
			}
		}

		if (end > length) problems |= pieceTooLong;
		if (!more && end !== length) problems |= pieceIsSecondTail;
		reached = lay(whole, reached, offset, bytes, size);
		return {row: from, place, from: offset, length: size, problems};
	});
	group.datagram = {row, length, pieces};
	return whole;
}

/** Puts a datagram's bytes together again from the fragments' payloads, as `add` did. */
export function assemble({length, pieces}: Datagram, payloadOf: (piece: FragmentPiece) => Uint8Array | undefined): Uint8Array {
	const whole = new Uint8Array(length);
	let reached = 0;
	for (const piece of pieces) {
		const payload = payloadOf(piece);
		if (payload !== undefined) reached = lay(whole, reached, piece.from, payload, Math.min(payload.length, piece.length));
	}

	return whole;
}

/** Adds what a fragment of `length` bytes has beyond `reached`; returns how far the datagram reaches then. */
function lay(whole: Uint8Array, reached: number, offset: number, bytes: Uint8Array, length: number): number {
	const end = Math.min(offset + length, whole.length);
	if (end <= reached) return reached;
	const known = Math.max(0, reached - offset);
	whole.set(bytes.subarray(known, end - offset), offset + known);
	return end;
}

function insert(parts: Part[], part: Part): void {
	let low = 0;
	let high = parts.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (parts[middle]!.offset <= part.offset) low = middle + 1;
		else high = middle;
	}

	parts.splice(low, 0, part);
}

function isWhole({parts, length}: Waiting): boolean {
	let reached = 0;
	for (const part of parts) {
		if (part.offset > reached) return false;
		reached = Math.max(reached, part.offset + part.length);
		if (reached >= length) return true;
	}

	return false;
}
