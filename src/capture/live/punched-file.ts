import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {programPath} from './identity.ts';

/** Bytes at the start that stay: sections and interfaces are declared there. */
const STAY_BYTES = 64 * 1024;

/** What is let go is whole pages of the file system. */
const PAGE_BYTES = 4096;

/** Less is not worth a process. */
const LEAST_BYTES = 256 * 1024;

const run = promisify(execFile);

/** A file whose oldest bytes are given back to the file system; places in it stay what they are. */
export class PunchedFile {
	/** Place before which, but for the start, nothing is left. */
	first = 0;
	readonly path: string;
	#busy = false;

	constructor(path: string) {
		this.path = path;
	}

	/** Lets go of what is before `place`. Rejects with an error whose message is a reason. */
	async letGo(place: number): Promise<void> {
		const from = Math.max(STAY_BYTES, this.first);
		const to = Math.floor(place / PAGE_BYTES) * PAGE_BYTES;
		if (this.#busy || to - from < LEAST_BYTES) return;
		const program = programPath('fallocate');
		if (program === undefined) throw new Error('fallocate, of util-linux, is not installed');
		this.#busy = true;
		try {
			await run(program, ['--punch-hole', '--offset', String(from), '--length', String(to - from), this.path]);
			this.first = to;
		} catch {
			throw new Error('the file system of the temporary directory has no holes in files');
		} finally {
			this.#busy = false;
		}
	}
}
