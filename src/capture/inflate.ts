import {readSync} from 'node:fs';
import {createGunzip} from 'node:zlib';

/** Output at once: measured, node's own 16 KiB takes half as long again. */
const OUTPUT_CHUNK = 256 * 1024;

/** Input read at once when it is gone through again. */
const INPUT_CHUNK = 64 * 1024;

/** Whether a file is gzip, by its first two bytes (RFC 1952, section 2.3.1). */
export function isGzip(first: Uint8Array): boolean {
	return first[0] === 0x1f && first[1] === 0x8b;
}

/** gzip being inflated; both rejections are node's errors. */
export type Inflater = {
	/** Bytes of input that were inflated without a fault. */
	readonly taken: number;
	/** Resolves when all of `bytes` is inflated. */
	push(bytes: Uint8Array): Promise<void>;
	/** Resolves when the input was whole. */
	end(): Promise<void>;
	destroy(): void;
};

/** Inflates gzip, of several members too; `output` gets the bytes and must not keep them. */
export function inflate(output: (bytes: Uint8Array) => void): Inflater {
	const gunzip = createGunzip({chunkSize: OUTPUT_CHUNK});
	let taken = 0;
	const failed = new Promise<never>((_, reject) => {
		gunzip.on('error', reject);
		gunzip.on('close', () => reject(new Error('closed')));
	});
	failed.catch(() => undefined);
	const ended = new Promise<void>(resolve => {
		gunzip.on('end', resolve);
	});
	gunzip.on('data', output);
	return {
		get taken() {
			return taken;
		},
		async push(bytes) {
			const written = new Promise<void>((resolve, reject) => {
				gunzip.write(bytes, error => (error ? reject(error) : resolve()));
			});
			await Promise.race([written, failed]);
			taken += bytes.length;
		},
		async end() {
			gunzip.end();
			await Promise.race([ended, failed]);
		},
		destroy() {
			gunzip.destroy();
		},
	};
}

/**
Inflates a file again to get the last bytes before a fault: zlib drops the output of the call that fails. From `careful`
of the input on it goes byte by byte.
*/
export async function inflateAgain(descriptor: number, careful: number, output: (bytes: Uint8Array) => void): Promise<void> {
	const inflater = inflate(output);
	const bytes = new Uint8Array(INPUT_CHUNK);
	try {
		for (let place = 0;;) {
			const wanted = place < careful ? Math.min(INPUT_CHUNK, careful - place) : INPUT_CHUNK;
			const count = readSync(descriptor, bytes, 0, wanted, place);
			if (count === 0) return;
			if (place < careful) await inflater.push(bytes.subarray(0, count));
			else for (let at = 0; at < count; at++) await inflater.push(bytes.subarray(at, at + 1));
			place += count;
		}
	} catch {
		// The fault that is known already.
	} finally {
		inflater.destroy();
	}
}
