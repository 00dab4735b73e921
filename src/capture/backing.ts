import {closeSync, constants, createReadStream, fstatSync, open as openFile, openSync, readSync, type Stats, statSync} from 'node:fs';
import {Socket} from 'node:net';
import type {Readable} from 'node:stream';
import {promisify} from 'node:util';
import {isMainThread} from 'node:worker_threads';
import {CaptureError, nameOf} from './capture-error.ts';
import {isGzip} from './inflate.ts';
import {FOLLOW_MILLISECONDS, fileInput, streamInput} from './input.ts';
import {type Spool, spool} from './spool.ts';
import type {Backing} from './window.ts';

/** What a capture is read from: a regular file, or a stream that is spooled to one. */
export type Opened = Backing & {
	readonly compressed: boolean;
	/** Part of it that was read when reading is at `bytesRead`, 0 to 1, where that can be known. */
	share(bytesRead: number): number | undefined;
	/** Resolves when there is more than when the limit was `seen`, or the end is known. */
	changed(seen: number): Promise<void>;
	close(): void;
};

/** A file that this program's own children write. */
export type Growth = {
	/** Whether it will not grow any more. */
	readonly ended: boolean;
};

/** How often such a file is looked at, in milliseconds: its packets are waited for. */
const GROWTH_MILLISECONDS = 10;

/** Opens a file that grows until `growth` says that it has ended. Throws what node throws. */
export function openGrowing(path: string, growth: Growth): Opened {
	const descriptor = openSync(path, constants.O_RDONLY);
	return regular(path, descriptor, 0, growth, () => closeSync(descriptor));
}

/** Opens a path, or the standard input for '-'. Throws what node throws, or CaptureError for what is neither file nor pipe. */
export async function openBacking(path: string, following: boolean): Promise<Opened> {
	if (path === '-') {
		const stats = fstatSync(0);
		refuseSpecial(path, stats);
		return stats.isFile() ? openDescriptor(path, 0, stats, following) : streamed(path, spool(path, streamInput(standardInput()), undefined));
	}

	const stats = statSync(path);
	refuseSpecial(path, stats);
	if (stats.isFile()) return openDescriptor(path, openSync(path, constants.O_RDONLY), stats, following);
	// Opening a FIFO blocks until somebody writes: not on this thread.
	const descriptor = await promisify(openFile)(path, constants.O_RDONLY);
	return streamed(path, spool(path, streamInput(new Socket({fd: descriptor, readable: true, writable: false})), undefined));
}

/** The program's standard input. A worker has another of its own, and must not close this one: it opens it again, where that can be done. */
function standardInput(): Readable {
	if (isMainThread) return process.stdin;
	try {
		return new Socket({fd: openSync('/dev/fd/0', constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false});
	} catch {
		return createReadStream('', {fd: 0, autoClose: false});
	}
}

function refuseSpecial(path: string, stats: Stats): void {
	if (stats.isDirectory()) throw new CaptureError('directory', `${path === '-' ? 'The standard input' : `"${path}"`} is a directory, not a file.`);
	if (stats.isFile() || stats.isFIFO() || (path === '-' && stats.isSocket())) return;
	throw new CaptureError('special', `${nameOf(path)} is neither a regular file nor a pipe.`);
}

/** A regular file: read where it is, or spooled when it is compressed. */
function openDescriptor(path: string, descriptor: number, stats: Stats, following: boolean): Opened {
	const close = () => {
		if (path !== '-') closeSync(descriptor);
	};

	const first = new Uint8Array(2);
	try {
		readSync(descriptor, first, 0, first.length, 0);
		if (!isGzip(first)) return regular(path, descriptor, stats.size, following ? 'forever' : undefined, close);
		const file = spool(path, fileInput(descriptor, following), descriptor);
		return streamed(path, file, following ? undefined : stats.size, close);
	} catch (error) {
		close();
		throw error;
	}
}

function regular(path: string, descriptor: number, size: number, growth: Growth | 'forever' | undefined, close: () => void): Opened {
	const every = growth === 'forever' ? FOLLOW_MILLISECONDS : GROWTH_MILLISECONDS;
	const isFinal = (): boolean => growth === undefined || (growth !== 'forever' && growth.ended);
	let closed = false;
	let known = size;
	let fault: CaptureError | undefined;
	let timer: NodeJS.Timeout | undefined;
	let wake: (() => void) | undefined;

	/** Whether the file has grown, or will not any more. */
	function hasNews(): boolean {
		if (closed) return true;
		const now = fstatSync(descriptor).size;
		if (now < known) fault = new CaptureError('cut', `${nameOf(path)} was cut to ${now} bytes while it was read.`, now);
		const grown = now > known;
		known = now;
		return grown || fault !== undefined || isFinal();
	}

	return {
		path,
		descriptor,
		limit: Infinity,
		compressed: false,
		get complete() {
			return isFinal() || closed || fault !== undefined;
		},
		get fault() {
			return fault;
		},
		isWhole: growth === undefined,
		share: bytesRead => (growth !== undefined ? undefined : size === 0 ? 1 : Math.min(1, bytesRead / size)),
		changed() {
			if (growth === undefined || fault || hasNews()) return Promise.resolve();
			return new Promise(resolve => {
				wake = resolve;
				const look = () => {
					if (hasNews()) resolve();
					else timer = setTimeout(look, every);
				};

				timer = setTimeout(look, every);
			});
		},
		close() {
			closed = true;
			clearTimeout(timer);
			close();
			wake?.();
		},
	};
}

/** A spooled stream, of `size` bytes of input where that is known. */
function streamed(path: string, file: Spool, size?: number, closeInput?: () => void): Opened {
	return {
		path,
		descriptor: file.descriptor,
		get limit() {
			return file.limit;
		},
		get complete() {
			return file.complete;
		},
		get fault() {
			return file.fault;
		},
		isWhole: file.isWhole,
		get compressed() {
			return file.compressed;
		},
		share: bytesRead => (size === undefined || file.limit === 0 ? undefined : Math.min(1, (file.taken / size) * (bytesRead / file.limit))),
		changed: seen => file.changed(seen),
		close: () => void file.close().then(closeInput),
	};
}
