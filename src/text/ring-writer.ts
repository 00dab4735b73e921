import {rmSync} from 'node:fs';
import {parse} from 'node:path';
import type {Batch, CaptureSource} from '../capture/source.ts';
import {type CaptureWriter, createWriter, type WriteFormat} from '../capture/writer.ts';
import type {CaptureLimits} from './live-settings.ts';
import type {Progress} from './progress.ts';

/** What a packet takes in a file besides its bytes. */
const PACKET_COST = 32;

/** A capture file, or one file after another, being written. */
export type LimitedWriter = CaptureWriter & {
	/** Whether the file, or the number of files, has reached what `stop` says. */
	readonly isFull: boolean;
};

type Options = {
	readonly path: string;
	readonly format: WriteFormat;
	readonly source: CaptureSource;
	readonly ring: CaptureLimits | undefined;
	readonly stop: CaptureLimits;
	/** The file at `path`, where it has been made already. */
	readonly made: number | undefined;
};

/** Writes to the file at `path`; with a ring, to files of that name with a number and the time, of which the last ones stay. Throws CaptureError. */
export function limitedWriter({path, format, source, ring, stop, made}: Options): LimitedWriter {
	let begun = 0;
	let bytes = 0;
	let packets = 0;
	let until = Infinity;
	const files: string[] = [];
	let writer = next();

	function next(): CaptureWriter {
		bytes = 0;
		packets = 0;
		until = ring?.seconds === undefined ? Infinity : Date.now() + ring.seconds * 1000;
		begun++;
		const file = ring === undefined ? path : numbered(path, begun, new Date());
		const opened = createWriter(file, format, source, made);
		files.push(file);
		if (ring?.files !== undefined && files.length > ring.files) rmSync(files.shift()!, {force: true});
		return opened;
	}

	const isOver = (limits: CaptureLimits | undefined): boolean => limits !== undefined && bytes >= (limits.bytes ?? Infinity);

	return {
		write(batch: Batch, row: number, number: number) {
			if (packets > 0 && (isOver(ring) || packets >= (ring?.packets ?? Infinity) || Date.now() >= until)) {
				writer.close();
				writer = next();
			}

			writer.write(batch, row, number);
			bytes += PACKET_COST + (batch.captured[row] ?? 0);
			packets++;
		},
		flush: () => writer.flush(),
		close: () => writer.close(),
		get isFull() {
			return ring === undefined ? isOver(stop) : stop.files !== undefined && begun >= stop.files && (isOver(ring) || packets >= (ring.packets ?? Infinity));
		},
	};
}

/** Writes every frame without looking at it, until the end, `most` frames or a full file; how many were written. */
export async function writeAll(source: CaptureSource, writer: LimitedWriter, most: number, progress: Progress | undefined): Promise<number> {
	let written = 0;
	do {
		for (let batch = source.read(); batch !== undefined; batch = source.read()) {
			for (let at = 0; at < batch.count; at++) {
				writer.write(batch, at, ++written);
				if (written >= most || writer.isFull) return written;
			}

			progress?.tell(source, written);
		}

		writer.flush();
	} while (await source.more());
	return written;
}

/** `name.pcapng` as tshark numbers it: `name_00001_20260102030405.pcapng`. */
export function numbered(path: string, number: number, time: Date): string {
	const {dir, name, ext} = parse(path);
	const two = (value: number): string => String(value).padStart(2, '0');
	const stamp = [time.getFullYear(), ...[time.getMonth() + 1, time.getDate(), time.getHours(), time.getMinutes(), time.getSeconds()].map(two)].join('');
	return `${dir === '' ? '' : `${dir}/`}${name}_${String(number).padStart(5, '0')}_${stamp}${ext}`;
}
