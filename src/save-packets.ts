import type {CaptureSource} from './capture/source.ts';
import {createWriter} from './capture/writer.ts';
import type {Displayed} from './displayed.ts';

/**
Writes packets of a capture to a file: those of `rows`, of the first `count` there are. `source` is the capture from its
start, and is closed. The name says the format: .pcap, or pcapng. Rejects with CaptureError; how many were written.
*/
export async function savePackets(source: CaptureSource, rows: Displayed, count: number, path: string): Promise<number> {
	let written = 0;
	try {
		const format = /\.pcap$/i.test(path) ? (source.interfaces.some(({unitsPerSecond}) => unitsPerSecond > 1_000_000n) ? 'nsecpcap' : 'pcap') : 'pcapng';
		const writer = createWriter(path, format, source);
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
