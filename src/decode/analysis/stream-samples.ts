import {Collector} from '../collect.ts';
import type {FrameView} from '../frame-view.ts';
import type {Registry} from '../registry.ts';

/** What a segment adds to the pictures of its stream. Bytes and seconds; undefined for what it does not tell. */
export type StreamSample = {
	/** 0-based. */
	readonly row: number;
	/** Since the first packet of the capture. */
	readonly seconds: number;
	/** 0 for the side that sent the stream's first packet. */
	readonly direction: 0 | 1;
	/** Payload. */
	readonly length: number;
	/** What the sender of this segment still takes. */
	readonly window: number | undefined;
	/** What its sender has on the way with it. */
	readonly flight: number | undefined;
	/** How long the segment that it acknowledges had been on its way. */
	readonly roundTrip: number | undefined;
};

const names = ['tcp.len', 'tcp.window_size', 'tcp.analysis.bytes_in_flight', 'tcp.analysis.ack_rtt', 'udp.length'] as const;
const udpHeader = 8;

/** Reads samples from packets of a stream. */
export class StreamSampler {
	readonly #collector: Collector;

	constructor(registry: Registry) {
		this.#collector = new Collector(registry, names);
	}

	/** The sample of the packet that the view is aimed at. */
	sample(view: FrameView, direction: 0 | 1, seconds: number): StreamSample {
		const said = new Map<string, number>();
		for (const {field, layer, value} of this.#collector.collect(view)) {
			if (layer !== view.cursor.transportLayer || field === undefined || said.has(field.name)) continue;
			if (typeof value === 'number') said.set(field.name, value);
			else if (typeof value === 'bigint') said.set(field.name, Number(value) / 1e9);
		}

		return {
			row: view.row,
			seconds,
			direction,
			length: said.get('tcp.len') ?? Math.max(0, (said.get('udp.length') ?? udpHeader) - udpHeader),
			window: said.get('tcp.window_size'),
			flight: said.get('tcp.analysis.bytes_in_flight'),
			roundTrip: said.get('tcp.analysis.ack_rtt'),
		};
	}
}
