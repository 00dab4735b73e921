import {grown} from '../books.ts';
import type {Piece} from '../facts.ts';
import type {Note} from './framing.ts';

/** A message that ended in a row, as the log keeps it: where its bytes are. */
export type LoggedMessage = {
	readonly row: number;
	/** Protocol id. */
	readonly protocol: number;
	/** Bytes of the message. */
	readonly length: number;
	/** Where the bytes of a message in one segment are: `[from, from + length)` of the row's segment source. */
	readonly from: number;
	/** Frames that gave the bytes of a message that spans segments, else undefined; `from` is a place in the row's segment source. */
	readonly pieces: readonly Piece[] | undefined;
	/** Number of the message in its row. */
	readonly ordinal: number;
};

/** Every message that was cut from a stream, in order of the row that ends it. Bytes stay in the frames; places are kept. */
export class MessageLog {
	count = 0;
	#row = new Uint32Array(1 << 9);
	#protocol = new Uint32Array(1 << 9);
	#length = new Uint32Array(1 << 9);
	#from = new Uint32Array(1 << 9);
	/** First piece of a message that spans segments plus 1, else 0. */
	#piece = new Uint32Array(1 << 9);
	#pieces = 0;
	#pieceRow = new Uint32Array(1 << 9);
	#pieceFrom = new Uint32Array(1 << 9);
	#pieceLength = new Uint32Array(1 << 9);
	/** Rows that gave bytes to a message of a later row; the last such message. */
	readonly #partOf = new Map<number, number>();

	append(row: number, protocol: number, from: number, length: number, pieces: readonly Piece[] | undefined): void {
		const n = this.count++;
		this.#row = grown(this.#row, this.count);
		this.#protocol = grown(this.#protocol, this.count);
		this.#length = grown(this.#length, this.count);
		this.#from = grown(this.#from, this.count);
		this.#piece = grown(this.#piece, this.count + 1);
		this.#row[n] = row;
		this.#protocol[n] = protocol;
		this.#length[n] = length;
		this.#from[n] = from;
		this.#piece[n] = 0;
		if (pieces === undefined) return;
		this.#piece[n] = this.#pieces + 1;
		for (const piece of pieces) {
			const p = this.#pieces++;
			this.#pieceRow = grown(this.#pieceRow, this.#pieces + 1);
			this.#pieceFrom = grown(this.#pieceFrom, this.#pieces + 1);
			this.#pieceLength = grown(this.#pieceLength, this.#pieces + 1);
			this.#pieceRow[p] = piece.row;
			this.#pieceFrom[p] = piece.from;
			this.#pieceLength[p] = piece.length;
			if (piece.row !== row) this.#partOf.set(piece.row, row);
		}
	}

	/** The row in which the message that this row's last bytes begin or continue is whole; undefined where there is none (yet). */
	wholeIn(row: number): number | undefined {
		return this.#partOf.get(row);
	}

	/** Messages that end in a row. */
	of(row: number): LoggedMessage[] {
		const out: LoggedMessage[] = [];
		for (let n = this.#first(row); n < this.count && this.#row[n] === row; n++) {
			out.push({row, protocol: this.#protocol[n]!, length: this.#length[n]!, from: this.#from[n]!, pieces: this.#piecesOf(n), ordinal: out.length});
		}

		return out;
	}

	#piecesOf(n: number): Piece[] | undefined {
		const first = this.#piece[n]!;
		if (first === 0) return undefined;
		const pieces: Piece[] = [];
		let left = this.#length[n]!;
		for (let p = first - 1; p < this.#pieces && left > 0; p++) {
			pieces.push({row: this.#pieceRow[p]!, from: this.#pieceFrom[p]!, length: this.#pieceLength[p]!});
			left -= this.#pieceLength[p]!;
		}

		return pieces;
	}

	#first(row: number): number {
		let low = 0;
		let high = this.count;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.#row[middle]! < row) low = middle + 1;
			else high = middle;
		}

		return low;
	}
}

/** What messages were told about, by note and message id. */
export class Notes {
	readonly #byNote: Array<Map<number, number>> = [];

	tell(note: Note, id: number, value: number): void {
		(this.#byNote[note.id] ??= new Map()).set(id, value);
	}

	told(note: Note, id: number): number | undefined {
		return this.#byNote[note.id]?.get(id);
	}
}
