import type {Piece} from '../facts.ts';
import {integerAt, integerSize} from './quic-header.ts';

/** Bytes of a handshake that may wait for what comes before them, and parts they may come in. */
const maxWaiting = 128 * 1024;
const maxParts = 256;

type Part = {readonly offset: number; readonly bytes: Uint8Array; readonly row: number};

/** Whole handshake messages, and the frames that they came in. */
export type Taken = {readonly bytes: Uint8Array; readonly pieces: readonly Piece[]};

/** The bytes of one direction's CRYPTO frames, put in order: RFC 9000, section 19.6. */
export class CryptoStream {
	/** The first byte that was not taken yet. */
	base: number;
	/** Bytes that wait. */
	weight = 0;
	/** In order of their offset. */
	readonly #parts: Part[] = [];

	constructor(base = 0) {
		this.base = base;
	}

	/** Where the bytes end that follow each other without a hole. */
	get reached(): number {
		let reached = this.base;
		for (const {offset, bytes} of this.#parts) {
			if (offset > reached) break;
			reached = Math.max(reached, offset + bytes.length);
		}

		return reached;
	}

	/** Adds bytes of a frame; what came before, and what is far ahead, is left out. */
	add(offset: number, bytes: Uint8Array, row: number): void {
		const skip = Math.max(0, this.base - offset);
		const from = offset + skip;
		if (skip >= bytes.length || from + bytes.length - skip > this.base + maxWaiting || this.#parts.length >= maxParts) return;
		let at = this.#parts.length;
		while (at > 0 && this.#parts[at - 1]!.offset > from) at--;
		const part = {offset: from, bytes: bytes.slice(skip), row};
		this.#parts.splice(at, 0, part);
		this.weight += part.bytes.length;
	}

	/** The handshake messages that are whole now, RFC 8446, section 4; undefined where none is. */
	take(): Taken | undefined {
		const length = this.reached - this.base;
		if (length < 4) return undefined;
		const whole = new Uint8Array(length);
		for (const {offset, bytes} of this.#parts) {
			const at = offset - this.base;
			if (at >= length) break;
			whole.set(bytes.subarray(0, length - at), at);
		}

		let end = 0;
		while (end + 4 <= length) {
			const size = 4 + ((whole[end + 1]! << 16) | (whole[end + 2]! << 8) | whole[end + 3]!);
			if (end + size > length) break;
			end += size;
		}

		if (end === 0) return undefined;
		const pieces: Piece[] = [];
		let reached = 0;
		for (const {offset, bytes, row} of this.#parts) {
			const from = Math.max(reached, offset - this.base);
			reached = Math.min(end, offset - this.base + bytes.length);
			if (reached > from) pieces.push({row, from, length: reached - from});
			reached = Math.max(reached, from);
		}

		this.#forget(this.base + end);
		return {bytes: whole.subarray(0, end), pieces};
	}

	/** Gives up what waits. */
	drop(): void {
		this.#parts.length = 0;
		this.weight = 0;
	}

	#forget(base: number): void {
		this.base = base;
		const rest = this.#parts.splice(0);
		this.weight = 0;
		for (const {offset, bytes, row} of rest) this.add(offset, bytes, row);
	}
}

const padding = 0x00;
const ping = 0x01;
const ack = 0x02;
const ackEcn = 0x03;
const crypto = 0x06;

/** Frames of one packet that are looked at for what they add to the handshake. */
const maxFrames = 4096;

/**
Hands over the CRYPTO frames of an Initial packet's content. The other frames that may stand there (RFC 9000, section 12.4)
are passed over; anything else ends it.
*/
export function eachCrypto(b: Uint8Array, found: (offset: number, bytes: Uint8Array) => void): void {
	let at = 0;
	/** The integer at `at`, behind which `at` then stands; NaN past the end. */
	const next = (): number => {
		if (at >= b.length || at + integerSize(b[at]!) > b.length) return Number.NaN;
		const value = integerAt(b, at);
		at += integerSize(b[at]!);
		return value;
	};

	for (let n = 0; n < maxFrames && at < b.length; n++) {
		switch (next()) {
			case padding:
				while (b[at] === padding) at++;
				break;
			case ping:
				break;
			case ackEcn:
			case ack: {
				const counts = b[at - 1] === ackEcn ? 3 : 0;
				next();
				next();
				const ranges = next();
				if (!(ranges <= b.length)) return;
				for (let i = 0; i < 1 + 2 * ranges + counts; i++) next();
				break;
			}

			case crypto: {
				const offset = next();
				const length = next();
				if (!(length <= b.length - at)) return;
				found(offset, b.subarray(at, at + length));
				at += length;
				break;
			}

			default:
				return;
		}
	}
}
