import {openOutput} from './output.ts';
import {pcapFrames} from './pcap-writer.ts';
import {pcapngFrames} from './pcapng-writer.ts';
import type {Batch, CaptureSource} from './source.ts';

/** The names -F takes. */
export const writeFormats = ['pcap', 'nsecpcap', 'pcapng'] as const;

/** A file format that can be written: microsecond pcap, nanosecond pcap, pcapng. */
export type WriteFormat = (typeof writeFormats)[number];

/** Turns frames into the bytes of a file format. Throws CaptureError for what the format cannot hold. */
export type FrameWriter = {
	/** One frame, by its number for messages. */
	frame(batch: Batch, row: number, number: number): void;
	/** What comes after the last frame, or makes a file without one. */
	finish(): void;
};

/** A capture file being written. Every method throws CaptureError only; after that the writer is closed. */
export type CaptureWriter = {
	/** Writes one row of the batch that was just read; `number` is its frame number, for messages. */
	write(batch: Batch, row: number, number: number): void;
	/** Hands over what was written so far, for whoever reads along. */
	flush(): void;
	/** Writes what is left. Call it also after the source has ended with a fault. */
	close(): void;
};

/**
Makes the file at `path` ('-' for the standard output) and writes frames of `source` to it. pcapng to pcapng keeps every
block of a frame as it is, with sections, interfaces and their ids, names, secrets and statistics. `made` is the file
where it has been made already.
*/
export function createWriter(path: string, format: WriteFormat, source: CaptureSource, made?: number): CaptureWriter {
	const output = openOutput(path, source, made);
	const frames = format === 'pcapng' ? pcapngFrames(output, source) : pcapFrames(output, source, format === 'nsecpcap');
	let closed = false;
	const attempt = (what: () => void): void => {
		if (closed) return;
		try {
			what();
		} catch (error) {
			closed = true;
			output.abandon();
			throw error;
		}
	};

	return {
		write: (batch, row, number) => attempt(() => frames.frame(batch, row, number)),
		flush: () => attempt(output.flush),
		close() {
			attempt(frames.finish);
			if (!closed) output.close();
			closed = true;
		},
	};
}
