import {randomBytes} from 'node:crypto';
import {closeSync, openSync, unlinkSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {CaptureError, reason} from './capture-error.ts';

/** Signals that end the program; only listened to where a file in use cannot be unlinked. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A file that nobody else can read and that goes with the program. */
export type TemporaryFile = {
	readonly descriptor: number;
	/** Bytes in it. */
	readonly length: number;
	/** Adds bytes at the end. Throws CaptureError, for instance when the disk is full. */
	append(bytes: Uint8Array): void;
	close(): void;
};

/**
Makes a temporary file. It is unlinked at once, so that it goes however the program ends; where that is not possible,
when the process exits or a signal ends it. Throws CaptureError.
*/
export function temporaryFile(): TemporaryFile {
	const path = join(tmpdir(), `inkcap-${randomBytes(12).toString('hex')}`);
	let descriptor: number;
	try {
		descriptor = openSync(path, 'wx+', 0o600);
	} catch (error) {
		throw new CaptureError('write', `No temporary file can be made in "${tmpdir()}" (${reason(error)}): set TMPDIR to another directory.`);
	}

	let length = 0;
	let unlinked = unlink(path);
	const atExit = () => {
		closeSync(descriptor);
		unlinked ||= unlink(path);
	};

	const atSignal = (signal: NodeJS.Signals) => {
		forget();
		atExit();
		process.kill(process.pid, signal);
	};

	function forget(): void {
		process.removeListener('exit', atExit);
		for (const signal of SIGNALS) process.removeListener(signal, atSignal);
	}

	if (!unlinked) {
		process.on('exit', atExit);
		for (const signal of SIGNALS) process.on(signal, atSignal);
	}

	return {
		descriptor,
		get length() {
			return length;
		},
		append(bytes) {
			try {
				for (let done = 0; done < bytes.length;) {
					const count = writeSync(descriptor, bytes, done, bytes.length - done, length);
					done += count;
					length += count;
				}
			} catch (error) {
				throw new CaptureError('write', `What is read cannot be kept in the temporary directory "${tmpdir()}" (${reason(error)}): set TMPDIR to another directory.`);
			}
		},
		close() {
			forget();
			atExit();
		},
	};
}

function unlink(path: string): boolean {
	try {
		unlinkSync(path);
		return true;
	} catch {
		return false;
	}
}
