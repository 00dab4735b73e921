import {concatenated} from './concatenated.ts';
import {CaptureError, nameOf, reason} from './capture-error.ts';
import {inflate, inflateAgain, isGzip, type Inflater} from './inflate.ts';
import {type TemporaryFile, temporaryFile} from './temporary-file.ts';
import type {Input} from './input.ts';
import type {Backing} from './window.ts';

/** Input inflated at once: what is done again, byte by byte, when it proves damaged. */
const SLICE = 64 * 1024;

/** A stream that is being written to a temporary file, from which it is read at any place. */
export type Spool = Backing & {
	/** Bytes of input taken so far: compressed ones of a compressed stream. */
	readonly taken: number;
	/** Whether the input is gzip. */
	readonly compressed: boolean;
	/** Resolves when there are more than `seen` bytes, or the end is there. */
	changed(seen: number): Promise<void>;
	/** Removes the file. Resolves when the input is not used any more. */
	close(): Promise<void>;
};

/**
Copies `input` to a temporary file as it comes, inflated where it is gzip. `again` is the input as a file, if it is one.
Throws CaptureError.
*/
export function spool(path: string, input: Input, again: number | undefined): Spool {
	const file = temporaryFile();
	const waiting: (() => void)[] = [];
	let taken = 0;
	let complete = false;
	let fault: CaptureError | undefined;
	let inflater: Inflater | undefined;
	/** Compressed input that cannot be read twice. */
	let copy: TemporaryFile | undefined;

	function wake(): void {
		for (const resolve of waiting.splice(0)) resolve();
	}

	function write(bytes: Uint8Array): void {
		if (complete) return;
		try {
			file.append(bytes);
		} catch (error) {
			stop(error instanceof CaptureError ? error : undefined);
		}

		wake();
	}

	function stop(why?: CaptureError): void {
		if (complete) return;
		complete = true;
		fault = why;
		input.stop();
		inflater?.destroy();
		wake();
	}

	async function pass(bytes: Uint8Array): Promise<void> {
		if (inflater === undefined) return write(bytes);
		if (again === undefined) (copy ??= temporaryFile()).append(bytes);
		for (let at = 0; at < bytes.length; at += SLICE) await inflater.push(bytes.subarray(at, at + SLICE));
	}

	async function run(): Promise<void> {
		let first: Uint8Array = new Uint8Array(0);
		let begun = false;
		const begin = async () => {
			begun = true;
			if (isGzip(first)) inflater = inflate(write);
			if (first.length > 0) await pass(first);
		};

		for await (const bytes of input.chunks) {
			taken += bytes.length;
			if (begun) await pass(bytes);
			else {
				// A pipe may give its first byte alone.
				first = concatenated([first, bytes]);
				if (first.length >= 2) await begin();
			}
		}

		if (!begun) await begin();
		await inflater?.end();
	}

	async function failed(error: unknown): Promise<void> {
		if (complete) return;
		if (error instanceof CaptureError) return stop(error);
		if (inflater === undefined || !isInflateError(error)) {
			return stop(new CaptureError('read', `${nameOf(path)} cannot be read at byte ${taken} (${reason(error)}).`, taken));
		}

		const cut = error.code === 'Z_BUF_ERROR';
		const known = again ?? copy?.descriptor;
		if (!cut && known !== undefined) {
			let place = 0;
			await inflateAgain(known, inflater.taken, bytes => {
				const repeated = Math.max(0, Math.min(bytes.length, file.length - place));
				place += bytes.length;
				write(bytes.subarray(repeated));
			});
		}

		const what = cut
			? `is cut short: its compressed data ends after byte ${file.length} of what it holds`
			: `is damaged: its compressed data cannot be inflated past byte ${file.length} of what it holds (${error.message})`;
		stop(new CaptureError(cut ? 'cut' : 'damaged', `${nameOf(path)} ${what}.`, file.length));
	}

	const finished = run()
		.then(() => stop(), failed)
		.finally(() => copy?.close());
	return {
		path,
		descriptor: file.descriptor,
		get limit() {
			return file.length;
		},
		get complete() {
			return complete;
		},
		get fault() {
			return fault;
		},
		isWhole: false,
		get taken() {
			return taken;
		},
		get compressed() {
			return inflater !== undefined;
		},
		changed(seen) {
			if (complete || file.length > seen) return Promise.resolve();
			return new Promise(resolve => {
				waiting.push(resolve);
			});
		},
		close() {
			stop();
			file.close();
			return finished;
		},
	};
}

function isInflateError(error: unknown): error is Error & {readonly code: string} {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}
