import {writeSync} from 'node:fs';
import {ByteText} from '../decode/byte-text.ts';

/** Bytes gathered before they are written. */
const bufferBytes = 128 * 1024;
/** How long to wait for a reader of a non-blocking pipe, in milliseconds. */
const patience = 2;

/** The reader of the output has gone. */
export class ClosedPipe extends Error {}

const encoder = new TextEncoder();
const pause = new Int32Array(new SharedArrayBuffer(4));

/**
Writes bytes to a descriptor (or to a function) through one buffer; whoever reads slowly is waited for, so that memory
stays the same. Throws ClosedPipe when nobody reads any more.
*/
export class Output extends ByteText {
	readonly #target: number | ((bytes: Uint8Array) => void);

	constructor(target: number | ((bytes: Uint8Array) => void)) {
		super(bufferBytes);
		this.#target = target;
	}

	protected override room(count: number): void {
		if (this.length + count > bufferBytes) this.flush();
	}

	/** Text in a column that is at least so wide, at its right side. */
	textAtRight(text: string, width: number): void {
		this.spaces(width - text.length);
		this.text(text);
	}

	/** Text in a column that is at least so wide, at its left side. */
	textAtLeft(text: string, width: number): void {
		this.text(text);
		this.spaces(width - text.length);
	}

	protected override longText(text: string): void {
		if (text.length * 3 > bufferBytes) this.bytes(encoder.encode(text));
		else super.longText(text);
	}

	/** Bytes as they are. */
	bytes(bytes: Uint8Array): void {
		if (this.length + bytes.length > bufferBytes) this.flush();
		if (bytes.length > bufferBytes) {
			this.#write(bytes, bytes.length);
			return;
		}

		this.buffer.set(bytes, this.length);
		this.length += bytes.length;
	}

	/** Hands over what was gathered. */
	flush(): void {
		const length = this.length;
		this.length = 0;
		if (length > 0) this.#write(this.buffer, length);
	}

	#write(bytes: Uint8Array, length: number): void {
		const target = this.#target;
		if (typeof target === 'function') {
			target(bytes.subarray(0, length));
			return;
		}

		let done = 0;
		while (done < length) {
			try {
				done += writeSync(target, bytes, done, length - done);
			} catch (error) {
				const code = error instanceof Error && 'code' in error ? error.code : undefined;
				if (code === 'EAGAIN') Atomics.wait(pause, 0, 0, patience);
				else if (code === 'EPIPE') throw new ClosedPipe();
				else if (code !== 'EINTR') throw error;
			}
		}
	}
}
