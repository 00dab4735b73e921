import {write16, write32} from './bytes.ts';
import {CaptureError, nameOf} from './capture-error.ts';
import type {Output} from './output.ts';
import {type Batch, type CaptureSource, frameFlags, type Interface} from './source.ts';
import type {FrameWriter} from './writer.ts';

/** The snapshot length of interfaces without one, as tcpdump writes it. */
const SNAP_LENGTH = 262_144;

/** Kinds of frames that pcap has no place for. */
const FOREIGN = frameFlags.custom | frameFlags.journal | frameFlags.sysdig;

/** Writes pcap, little-endian. https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html */
export function pcapFrames(output: Output, source: CaptureSource, nanoseconds: boolean): FrameWriter {
	const record = new Uint8Array(16);
	let begun = false;
	let checked = 0;

	/** The one link type of all interfaces known so far. */
	function check(): Interface | undefined {
		const [first] = source.interfaces;
		for (; checked < source.interfaces.length; checked++) {
			const other = source.interfaces[checked];
			if (first && other && other.linkType !== first.linkType) {
				const both = `${first.linkType} and ${other.linkType}`;
				throw new CaptureError('write', `${nameOf(source.path)} has frames of several link types (${both}), which pcap cannot hold: write it with -F pcapng.`);
			}
		}

		return first;
	}

	function begin(): void {
		const from = check();
		if (begun) return;
		begun = true;
		const header = new Uint8Array(24);
		write32(header, 0, nanoseconds ? 0xa1_b2_3c_4d : 0xa1_b2_c3_d4, true);
		write16(header, 4, 2, true);
		write16(header, 6, 4, true);
		write32(header, 16, from?.snapLength || SNAP_LENGTH, true);
		write32(header, 20, (from?.linkType ?? 1) | fcsBits(from?.fcsLength), true);
		output.add(header, 0, header.length);
	}

	return {
		frame(batch: Batch, row: number, number: number) {
			begin();
			const flags = batch.flags[row] ?? 0;
			if (flags & FOREIGN) throw new CaptureError('write', `Frame ${number} is not a packet, which pcap cannot hold: write it with -F pcapng.`);
			const seconds = batch.seconds[row] ?? 0;
			const fraction = batch.nanoseconds[row] ?? 0;
			if (seconds < 0 || seconds > 0xff_ff_ff_ff || fraction < 0) {
				throw new CaptureError('write', `Frame ${number} has a time that pcap cannot hold: write it with -F pcapng.`);
			}

			const start = batch.start[row] ?? 0;
			const captured = batch.captured[row] ?? 0;
			write32(record, 0, seconds, true);
			write32(record, 4, nanoseconds ? fraction : Math.floor(fraction / 1000), true);
			write32(record, 8, captured, true);
			write32(record, 12, batch.original[row] ?? 0, true);
			output.add(record, 0, record.length);
			output.add(batch.bytes, start, start + captured);
		},
		finish: begin,
	};
}

/** The bits beside the link type that say how long the frame check sequence is, in 16-bit units. */
function fcsBits(length: number | undefined): number {
	return length !== undefined && length % 2 === 0 && length <= 30 ? 0x04_00_00_00 | ((length / 2) << 28) : 0;
}
