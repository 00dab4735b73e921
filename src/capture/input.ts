import {read} from 'node:fs';
import type {Readable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';

/** Bytes of a file read at once. */
const CHUNK = 256 * 1024;

/** How often a file that another program writes is looked at. */
export const FOLLOW_MILLISECONDS = 100;

/** Bytes that come one after the other. */
export type Input = {
	/** The bytes; each chunk belongs to whoever takes it. Ends early after `stop`. */
	readonly chunks: AsyncIterable<Uint8Array>;
	stop(): void;
};

/** A file from its start; one that grows ends only by `stop`. The caller closes it, once the chunks have ended. */
export function fileInput(descriptor: number, following: boolean): Input {
	const readAt = promisify(read);
	let stopped = false;
	async function* chunks(): AsyncGenerator<Uint8Array, void> {
		let place = 0;
		while (!stopped) {
			const bytes = new Uint8Array(CHUNK);
			const {bytesRead} = await readAt(descriptor, bytes, 0, CHUNK, place);
			place += bytesRead;
			if (bytesRead > 0) yield bytes.subarray(0, bytesRead);
			else if (following) await sleep(FOLLOW_MILLISECONDS);
			else return;
		}
	}

	return {
		chunks: chunks(),
		stop() {
			stopped = true;
		},
	};
}

/** A pipe or socket. */
export function streamInput(stream: Readable): Input {
	return {
		chunks: stream,
		stop() {
			stream.destroy();
		},
	};
}
