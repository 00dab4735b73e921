/** Bytes of one direction that are kept at most; a program that wants more reads the packets itself. */
export const maxStreamBytes = 256 * 1024 * 1024;

type Piece = {readonly packet: number; readonly at: number; readonly bytes: Uint8Array};

/** Bytes of one direction of a stream, in the order of their numbers; of what comes twice the first counts. */
export class Pieces {
	readonly #pieces: Piece[] = [];
	/** Number of the first byte; undefined until a packet tells. */
	#first: number | undefined;
	/** Place of the byte that is furthest, from the first: numbers are read as near to it. */
	#furthest = 0;
	#size = 0;

	/** A SYN says with which number the bytes begin. */
	begin(sequence: number): void {
		this.#first ??= sequence;
	}

	/** Adds the bytes of a packet, the first of which has the number `sequence`. Throws RangeError where it is too much. */
	add(packet: number, sequence: number, bytes: Uint8Array): void {
		if (bytes.length === 0) return;
		this.#size += bytes.length;
		if (this.#size > maxStreamBytes) throw new RangeError(`a side of the stream has more than ${maxStreamBytes} bytes`);
		this.#first ??= sequence;
		// Numbers have 32 bits and begin again at 0.
		const at = this.#furthest + ((sequence - (this.#first + this.#furthest)) | 0);
		this.#pieces.push({packet, at, bytes});
		this.#furthest = Math.max(this.#furthest, at + bytes.length);
	}

	/** All of it. A chunk comes from the packet that brought it. */
	join(): {bytes: Uint8Array; chunks: Array<{packet: number; bytes: Uint8Array}>; gaps: Array<{at: number; length: number}>} {
		const taken = firstOfAll(this.#pieces);
		const out = new Uint8Array(taken.reduce((sum, {bytes}) => sum + bytes.length, 0));
		const gaps: Array<{at: number; length: number}> = [];
		let length = 0;
		let reached: number | undefined = this.#first === undefined ? undefined : Math.min(0, taken[0]?.at ?? 0);
		for (const {at, bytes} of taken) {
			if (reached !== undefined && at > reached) gaps.push({at: length, length: at - reached});
			out.set(bytes, length);
			length += bytes.length;
			reached = at + bytes.length;
		}

		return {bytes: out, chunks: taken.map(({packet, bytes}) => ({packet, bytes})).sort((a, b) => a.packet - b.packet), gaps};
	}
}

/** Cuts pieces so that none lies over another: what came first stays whole. In order of place. */
function firstOfAll(pieces: readonly Piece[]): Piece[] {
	const taken: Piece[] = [];
	for (const piece of pieces) {
		let from = piece.at;
		const end = piece.at + piece.bytes.length;
		let place = lowerBound(taken, from);
		while (from < end) {
			const next = taken[place];
			const to = next === undefined ? end : Math.min(end, Math.max(from, next.at));
			if (to > from) taken.splice(place++, 0, {packet: piece.packet, at: from, bytes: piece.bytes.subarray(from - piece.at, to - piece.at)});
			if (next === undefined) break;
			from = Math.max(to, next.at + next.bytes.length);
			place++;
		}
	}

	return taken;
}

/** The first piece that ends behind a place. */
function lowerBound(pieces: readonly Piece[], at: number): number {
	let low = 0;
	let high = pieces.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		const {at: start, bytes} = pieces[middle]!;
		if (start + bytes.length <= at) low = middle + 1;
		else high = middle;
	}

	return low;
}
