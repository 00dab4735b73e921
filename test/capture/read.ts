import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll} from 'vitest';
import {CaptureError} from '../../src/capture/capture-error.ts';
import {openCapture, type OpenOptions} from '../../src/capture/open.ts';
import {type CaptureSource, frameFlags, NO_INTERFACE, sectionAt} from '../../src/capture/source.ts';

/** One frame, written down: `time` and `id` as tshark prints frame.time_epoch and frame.interface_id. */
export type Frame = {time: string; captured: number; original: number; id: string; section: string; link: string; comments: string; bytes: Uint8Array};

/** All that reading a capture to its end gave. */
export type Reading = {frames: Frame[]; fault: string | undefined; status: number};

/** A directory that goes with the test process. */
export const directory = mkdtempSync(join(tmpdir(), 'inkcap-test-'));
afterAll(() => rmSync(directory, {recursive: true, force: true}));

let files = 0;

/** Writes a file of its own; its path. */
export function file(bytes: Uint8Array, name = `${files++}.bin`): string {
	const path = join(directory, name);
	writeFileSync(path, bytes);
	return path;
}

/** Reads a source to its end; checks that the store gives the same bytes as the batch. */
export async function drain(source: CaptureSource): Promise<Frame[]> {
	const frames: Frame[] = [];
	do {
		for (let batch = source.read(); batch; batch = source.read()) {
			for (let row = 0; row < batch.count; row++) {
				const start = batch.start[row]!;
				const bytes = batch.bytes.slice(start, start + batch.captured[row]!);
				const place = batch.place[row]!;
				if (Buffer.compare(bytes, source.store.read(place, bytes.length)) !== 0) throw new Error(`The store has other bytes at ${place}.`);
				const flags = batch.flags[row]!;
				const from = source.interfaces[batch.interface[row]!];
				if (from === undefined && batch.interface[row] !== NO_INTERFACE) throw new Error('A frame names no interface.');
				const nanoseconds = batch.nanoseconds[row]!;
				const seconds = batch.seconds[row]!;
				const sign = nanoseconds < 0 || seconds < 0 ? '-' : '';
				frames.push({
					time: flags & frameFlags.noTime ? '' : `${sign}${BigInt(Math.abs(seconds))}.${String(Math.abs(nanoseconds)).padStart(9, '0')}`,
					captured: batch.captured[row]!,
					original: batch.original[row]!,
					id: String(from?.id ?? ''),
					section: String(sectionAt(source.metadata, place)?.number ?? ''),
					link: String(from?.linkType ?? ''),
					comments: flags & frameFlags.hasOptions ? source.options(place, flags).comments.join(',') : '',
					bytes,
				});
			}
		}
	} while (await source.more());
	return frames;
}

/** Opens and reads a file to its end. Whatever is thrown must be a CaptureError. */
export async function readAll(path: string, options?: OpenOptions): Promise<Reading> {
	let source: CaptureSource | undefined;
	try {
		source = await openCapture(path, options);
		const frames = await drain(source);
		return {frames, fault: source.fault?.message, status: source.fault?.exitStatus ?? 0};
	} catch (error) {
		if (!(error instanceof CaptureError)) throw error;
		return {frames: [], fault: error.message, status: error.exitStatus};
	} finally {
		source?.close();
	}
}

/** Reads bytes as a file. */
export function readBytes(bytes: Uint8Array): Promise<Reading> {
	return readAll(file(bytes));
}

/** Whether the reference program is there to compare with. */
export const hasTshark = (() => {
	try {
		return execFileSync('tshark', ['--version'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).includes('TShark');
	} catch {
		return false;
	}
})();
