import {read} from 'node:fs';
import {Readable} from 'node:stream';

/** Bytes read at once. */
const CHUNK = 256 * 1024;

/** A regular file as a stream that never ends: at the end of the file it waits for more, until it is destroyed. */
export function followed(descriptor: number, milliseconds: number, close: () => void): Readable {
	let place = 0;
	let timer: NodeJS.Timeout | undefined;
	const stream: Readable = new Readable({
		read() {
			const bytes = new Uint8Array(CHUNK);
			read(descriptor, bytes, 0, CHUNK, place, (error, count) => {
				if (stream.destroyed) return;
				if (error) stream.destroy(error);
				else if (count === 0) timer = setTimeout(() => stream._read(CHUNK), milliseconds);
				else {
					place += count;
					stream.push(bytes.subarray(0, count));
				}
			});
		},
		destroy(error, callback) {
			clearTimeout(timer);
			close();
			callback(error);
		},
	});
	return stream;
}
