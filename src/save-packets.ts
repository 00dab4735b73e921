import {read32} from './capture/bytes.ts';
import {makeBatch} from './capture/reader.ts';
import {type CaptureSource, frameFlags, sectionAt} from './capture/source.ts';
import {createWriter, type WriteFormat} from './capture/writer.ts';
import {blockSize} from './decode/packet-index.ts';
import type {Displayed} from './displayed.ts';
import type {OpenedCapture} from './opened-capture.ts';

/** Packets that are written before others have their turn. */
const ROWS_PER_TURN = 1024;

/**
Writes packets of a capture to a file: those of `rows`, of the first `count` there are. `source` is the capture from its
start, and is closed. The name says the format: .pcap, or pcapng. Rejects with CaptureError; how many were written.
*/
export async function savePackets(source: CaptureSource, rows: Displayed, count: number, path: string): Promise<number> {
	let written = 0;
	try {
		const writer = createWriter(path, formatOf(source, path), source);
		let row = 0;
		while (row < count && written < rows.length) {
			const batch = source.read();
			if (batch === undefined) {
				if (!await source.more()) break;
				continue;
			}

			for (let at = 0; at < batch.count && row < count; at++, row++) {
				if (rows.at(written) !== row) continue;
				writer.write(batch, at, row + 1);
				written++;
			}

			await new Promise<void>(resolve => setImmediate(resolve));
		}

		writer.close();
	} finally {
		source.close();
	}

	return written;
}

/** Bytes of a packet block before the packet. */
const HEADER_BYTES = 28;

/**
Writes packets of a live capture whose oldest have been let go: of `rows` those whose place is at `first` or behind it.
Rejects with CaptureError; how many were written.
*/
export async function saveRows({source, count, pass}: OpenedCapture, rows: Displayed, first: number, path: string): Promise<number> {
	const writer = createWriter(path, formatOf(source, path), source);
	const batch = makeBatch();
	let written = 0;
	for (let i = 0; i < rows.length; i++) {
		const row = rows.at(i);
		if (row === undefined || row >= count) break;
		const block = pass.index.block(row);
		const at = row % blockSize;
		const place = block.place(at);
		if (place < first + HEADER_BYTES) continue;
		const header = source.store.read(place - HEADER_BYTES, HEADER_BYTES);
		const littleEndian = sectionAt(source.metadata, place)?.littleEndian ?? true;
		batch.count = 1;
		batch.bytes = source.store.read(place - HEADER_BYTES, read32(header, 4, littleEndian)).slice();
		batch.start[0] = HEADER_BYTES;
		batch.place[0] = place;
		batch.captured[0] = block.captured.at(at);
		batch.original[0] = block.original.at(at);
		const time = pass.index.time(row) ?? 0n;
		batch.seconds[0] = Number(time / 1_000_000_000n);
		batch.nanoseconds[0] = Number(time % 1_000_000_000n);
		batch.interface[0] = pass.index.interfaceId(row);
		batch.flags[0] = block.flags[at]! & frameFlags.hasOptions;
		writer.write(batch, 0, row + 1);
		written++;
		if (written % ROWS_PER_TURN === 0) await new Promise<void>(resolve => setImmediate(resolve));
	}

	writer.close();
	return written;
}

/** The format that the name of a file asks for. */
function formatOf(source: CaptureSource, path: string): WriteFormat {
	if (!/\.pcap$/i.test(path)) return 'pcapng';
	return source.interfaces.some(({unitsPerSecond}) => unitsPerSecond > 1_000_000n) ? 'nsecpcap' : 'pcap';
}
