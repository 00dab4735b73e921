import {closeSync, fstatSync, openSync, statSync, writeSync} from 'node:fs';
import {CaptureError, reason} from './capture-error.ts';
import type {CaptureSource} from './source.ts';

/** Bytes collected before they are written. */
const BUFFER_BYTES = 256 * 1024;

/** How long to wait for a pipe that is full and must not block. */
const FULL_PIPE_MILLISECONDS = 2;

/** A file that is written from its start to its end. Every method throws CaptureError only. */
export type Output = {
	/** Adds the bytes [start, end), which may change afterwards. */
	add(bytes: Uint8Array, start: number, end: number): void;
	/** Writes what was added: somebody may be reading. */
	flush(): void;
	/** Writes what is left and closes. */
	close(): void;
	/** Closes after a fault: writes what can still be written, and says nothing more. */
	abandon(): void;
};

/** Makes the file at `path`, empty; for whoever has the right to now and not later. Throws CaptureError. */
export function makeOutput(path: string): number {
	try {
		return openSync(path, 'w', 0o666);
	} catch (error) {
		throw new CaptureError('write', `The file "${path}" cannot be written (${openReason(error)}).`);
	}
}

/**
Makes the file at `path`, or writes to the standard output for '-', or to `made`, which is that file. Refuses to write
over the capture that is read.
*/
export function openOutput(path: string, source: CaptureSource, made?: number): Output {
	const name = path === '-' ? 'the standard output' : `the file "${path}"`;
	let descriptor: number;
	try {
		if (path !== '-' && made === undefined && isSame(path, source)) throw new CaptureError('write', `The file "${path}" is the capture that is read: write to another one.`);
		descriptor = path === '-' ? 1 : made ?? makeOutput(path);
	} catch (error) {
		if (error instanceof CaptureError) throw error;
		throw new CaptureError('write', `${name[0]?.toUpperCase()}${name.slice(1)} cannot be written (${openReason(error)}).`);
	}

	const buffer = new Uint8Array(BUFFER_BYTES);
	let length = 0;
	let closed = false;

	function flush(): void {
		const waiting = length;
		length = 0;
		write(buffer, 0, waiting);
	}

	function write(bytes: Uint8Array, start: number, end: number): void {
		for (let at = start; at < end;) {
			try {
				at += writeSync(descriptor, bytes, at, end - at);
			} catch (error) {
				const code = error instanceof Error && 'code' in error ? error.code : undefined;
				if (code === 'EAGAIN') {
					Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_MILLISECONDS);
					continue;
				}

				length = 0;
				if (code === 'EPIPE') throw new CaptureError('closed-pipe', 'The reader of the standard output has closed it.');
				const why = code === 'ENOSPC' || code === 'EDQUOT' ? 'there is no space left' : reason(error);
				throw new CaptureError('write', `Not all packets could be written to ${name}: ${why}.`);
			}
		}
	}

	function close(): void {
		if (closed) return;
		closed = true;
		try {
			flush();
		} finally {
			if (path !== '-') closeSync(descriptor);
		}
	}

	return {
		add(bytes, start, end) {
			if (length + end - start > BUFFER_BYTES) flush();
			if (end - start > BUFFER_BYTES) return write(bytes, start, end);
			buffer.set(bytes.subarray(start, end), length);
			length += end - start;
		},
		flush,
		close,
		abandon() {
			try {
				close();
			} catch {
				// The first fault is the one that is told.
			}
		},
	};
}

/** Whether `path` is the file that is read: opening it would empty it. */
function isSame(path: string, source: CaptureSource): boolean {
	const output = statSync(path, {throwIfNoEntry: false});
	if (!output?.isFile()) return false;
	const input = source.path === '-' ? fstatSync(0) : statSync(source.path, {throwIfNoEntry: false});
	return input !== undefined && input.ino === output.ino && input.dev === output.dev;
}

function openReason(error: unknown): string {
	switch (error instanceof Error && 'code' in error ? error.code : undefined) {
		case 'ENOENT':
		case 'ENOTDIR':
			return 'its directory does not exist';
		case 'EISDIR':
			return 'it is a directory';
		case 'EACCES':
		case 'EPERM':
			return 'permission is denied';
		default:
			return reason(error);
	}
}
