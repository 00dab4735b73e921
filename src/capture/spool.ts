import {closeSync, openSync, unlinkSync, writeSync} from 'node:fs';
import {randomBytes} from 'node:crypto';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';
import {CaptureError, nameOf, reason} from './capture-error.ts';
import type {Backing} from './window.ts';

/** zlib output at once: measured, node's own 16 KiB takes half as long again. */
const INFLATE_CHUNK = 256 * 1024;

/** First bytes of a gzip file. */
const GZIP = [0x1f, 0x8b] as const;

/** Whether a file is gzip, by its first bytes. */
export function isGzip(first: Uint8Array): boolean {
	return first[0] === GZIP[0] && first[1] === GZIP[1];
}

/** A stream that is being written to a temporary file, from which it is read at any place. */
export type Spool = Backing & {
	/** Bytes of input taken so far: compressed ones of a compressed stream. */
	readonly taken: number;
	/** Whether the input is gzip. */
	readonly compressed: boolean;
	/** Resolves when there are more than `seen` bytes, or the end is there. */
	changed(seen: number): Promise<void>;
	close(): void;
};

/**
Copies `input` to a temporary file as it comes, inflated where it is gzip. The file is unlinked at once, so that it goes
however the program ends; where that is not possible, when the process exits or a signal ends it.
*/
export function spool(path: string, input: Readable): Spool {
	const file = temporaryFile();
	const waiting: (() => void)[] = [];
	const state = {limit: 0, taken: 0, complete: false, compressed: false, fault: undefined as CaptureError | undefined, closed: false};
	let first: Uint8Array = new Uint8Array(0);
	let begun = false;

	function wake(): void {
		for (const resolve of waiting.splice(0)) resolve();
	}

	function end(fault?: CaptureError): void {
		if (state.complete) return;
		state.complete = true;
		state.fault = fault;
		input.removeListener('data', take);
		input.destroy();
		wake();
	}

	function write(bytes: Uint8Array): void {
		if (state.complete) return;
		try {
			for (let done = 0; done < bytes.length; ) {
				const count = writeSync(file.descriptor, bytes, done, bytes.length - done, state.limit);
				done += count;
				state.limit += count;
			}
		} catch (error) {
			end(new CaptureError('write', `${nameOf(path)} cannot be kept in the temporary directory "${tmpdir()}" (${reason(error)}).`));
		}

		wake();
	}

	const inflater = createGunzip({chunkSize: INFLATE_CHUNK});
	inflater.on('data', write);
	inflater.on('end', () => end());
	inflater.on('error', (error) => end(inflateFault(path, error, state.limit)));
	inflater.on('drain', () => input.resume());

	function pass(bytes: Uint8Array): void {
		if (!state.compressed) write(bytes);
		else if (!inflater.write(bytes)) input.pause();
	}

	function begin(): void {
		begun = true;
		state.compressed = isGzip(first);
		if (first.length > 0) pass(first);
		first = new Uint8Array(0);
	}

	function take(bytes: Uint8Array): void {
		state.taken += bytes.length;
		if (begun) return pass(bytes);
		// A pipe may give its first byte alone.
		first = first.length === 0 ? bytes : joined(first, bytes);
		if (first.length >= GZIP.length) begin();
	}

	input.on('data', take);
	input.on('end', () => {
		if (!begun) begin();
		if (state.compressed) inflater.end();
		else end();
	});
	input.on('error', (error) => end(new CaptureError('read', `${nameOf(path)} cannot be read at byte ${state.taken} (${reason(error)}).`, state.taken)));
	input.on('close', () => {
		if (!state.compressed) end();
		else if (!inflater.writableEnded) inflater.end();
	});

	return {
		path,
		descriptor: file.descriptor,
		get limit() {
			return state.limit;
		},
		get complete() {
			return state.complete;
		},
		get fault() {
			return state.fault;
		},
		get taken() {
			return state.taken;
		},
		get compressed() {
			return state.compressed;
		},
		changed(seen) {
			if (state.complete || state.limit > seen) return Promise.resolve();
			return new Promise((resolve) => {
				waiting.push(resolve);
			});
		},
		close() {
			if (state.closed) return;
			state.closed = true;
			end();
			inflater.destroy();
			file.close();
		},
	};
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
	const both = new Uint8Array(first.length + second.length);
	both.set(first);
	both.set(second, first.length);
	return both;
}

/** What zlib says, as a sentence. `place` counts inflated bytes. */
function inflateFault(path: string, error: Error, place: number): CaptureError {
	const code = 'code' in error ? error.code : undefined;
	const cut = code === 'Z_BUF_ERROR';
	return new CaptureError(
		cut ? 'cut' : 'damaged',
		cut
			? `${nameOf(path)} is cut short: its compressed data ends after byte ${place} of what it holds.`
			: `${nameOf(path)} is damaged: its compressed data cannot be inflated past byte ${place} of what it holds (${error.message}).`,
		place,
	);
}

/** Makes a file only this user can read, and sees to it that it goes. */
function temporaryFile(): {descriptor: number; close(): void} {
	const path = join(tmpdir(), `inkcap-${randomBytes(12).toString('hex')}`);
	let descriptor: number;
	try {
		descriptor = openSync(path, 'wx+', 0o600);
	} catch (error) {
		throw new CaptureError('write', `No temporary file can be made in "${tmpdir()}" (${reason(error)}): set TMPDIR to another directory.`);
	}

	let unlinked = unlink(path);
	const atExit = () => {
		closeSync(descriptor);
		unlinked ||= unlink(path);
	};

	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
	const atSignal = (signal: NodeJS.Signals) => {
		process.removeListener('exit', atExit);
		for (const each of signals) process.removeListener(each, atSignal);
		atExit();
		process.kill(process.pid, signal);
	};

	if (!unlinked) {
		process.on('exit', atExit);
		for (const signal of signals) process.on(signal, atSignal);
	}

	return {
		descriptor,
		close() {
			process.removeListener('exit', atExit);
			for (const signal of signals) process.removeListener(signal, atSignal);
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
