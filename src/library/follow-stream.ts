import {Collector} from '../decode/collect.ts';
import type {FrameView} from '../decode/frame-view.ts';
import type {Capture} from './capture.ts';
import {compileFilter} from './packet-filter.ts';
import {Pieces} from './pieces.ts';
import type {Packet} from './packet.ts';

/** One side of a stream. */
export type Endpoint = {readonly address: string; readonly port: number};

/** What one side said at a time. */
export type StreamChunk = {
	/** 0: from whom the stream's first packet came, 1: the other side. */
	readonly direction: 0 | 1;
	/** Number of the packet that brought it. */
	readonly packet: number;
	readonly bytes: Uint8Array;
};

/** Bytes of a direction that no packet of the capture has: `length` of them, behind byte `at` of what is there. */
export type StreamGap = {readonly direction: 0 | 1; readonly at: number; readonly length: number};

/** What both sides of a TCP stream said, put together. */
export type FollowedStream = {
	/** From whom the first packet came, and the other side. */
	readonly endpoints: readonly [Endpoint, Endpoint];
	/** All bytes of each side, in their order, each once. */
	readonly bytes: readonly [Uint8Array, Uint8Array];
	/** The same in the order in which it was said. */
	readonly chunks: readonly StreamChunk[];
	readonly gaps: readonly StreamGap[];
};

const names = ['tcp.stream', 'tcp.seq_raw', 'tcp.len', 'tcp.payload', 'tcp.flags.syn', 'tcp.flags.reset', 'tcp.srcport', 'tcp.dstport'];

/** What a segment says that matters to its stream. */
type Said = {stream: number; sequence: number; length: number; payload: Uint8Array | undefined; syn: boolean; reset: boolean; ports: [number, number]};

/** The TCP headers of a packet, by their layers. */
function saidIn(view: FrameView, collector: Collector): Map<number, Said> {
	const layers = new Map<number, Said>();
	for (const {field, value, layer} of collector.collect(view)) {
		let said = layers.get(layer);
		if (said === undefined) layers.set(layer, said = {stream: -1, sequence: 0, length: 0, payload: undefined, syn: false, reset: false, ports: [0, 0]});
		const number = typeof value === 'number' ? value : 0;
		switch (field?.name) {
			case 'tcp.stream':
				said.stream = number;
				break;
			case 'tcp.seq_raw':
				said.sequence = number;
				break;
			case 'tcp.len':
				said.length = number;
				break;
			case 'tcp.payload':
				if (value instanceof Uint8Array) said.payload = value;
				break;
			case 'tcp.flags.syn':
				said.syn = number === 1;
				break;
			case 'tcp.flags.reset':
				said.reset = number === 1;
				break;
			case 'tcp.srcport':
				said.ports[0] = number;
				break;
			case 'tcp.dstport':
				said.ports[1] = number;
				break;
			default:
		}
	}

	return layers;
}

const addressNames = ['ip.src', 'ip.dst', 'ipv6.src', 'ipv6.dst'];

/** Addresses and ports of a packet, the sender's first. */
function endpointsOf(packet: Packet, ports: readonly [number, number]): [Endpoint, Endpoint] {
	const [source = '', destination = ''] = addressNames.flatMap(name => packet.texts(name).slice(-1));
	return [{address: source, port: ports[0]}, {address: destination, port: ports[1]}];
}

/**
Puts together what both sides of a TCP stream said; `stream` is its `tcp.stream`. Undefined where the capture has no such
stream. Bytes that come twice count once; those of segments that were captured only in part are missing in `gaps`.

@example
```ts
import {followStream, openCapture} from 'inkcap';

const stream = await followStream(openCapture('fixtures/http/get.pcap'), 0);
const [request] = stream!.bytes;
console.log(new TextDecoder().decode(request).split(' ')[0]); //=> GET
```
*/
export async function followStream(capture: Capture, stream: number): Promise<FollowedStream | undefined> {
	if (!Number.isInteger(stream) || stream < 0) throw new RangeError(`a stream has a number from 0 on, not ${stream}`);
	const opened = await capture.opened();
	const collector = new Collector(opened.capture.pass.registry, names);
	const sides = [new Pieces(), new Pieces()] as const;
	let endpoints: [Endpoint, Endpoint] | undefined;
	for await (const packet of capture.packets({filter: compileFilter(`tcp.stream == ${stream}`)})) {
		const row = packet.number - 1;
		const view = opened.aim(row);
		for (const [layer, said] of saidIn(view, collector)) {
			if (said.stream !== stream) continue;
			view.layer = layer;
			const direction = view.flow?.direction ?? 0;
			const payload = said.payload?.slice(0, said.length);
			if (endpoints === undefined) {
				const [from, to] = endpointsOf(packet, said.ports);
				endpoints = direction === 0 ? [from, to] : [to, from];
			}

			if (said.syn) sides[direction].begin((said.sequence + 1) >>> 0);
			// What a reset carries is no part of the stream.
			if (payload !== undefined && !said.reset) sides[direction].add(packet.number, said.syn ? (said.sequence + 1) >>> 0 : said.sequence, payload);
			break;
		}
	}

	if (endpoints === undefined) return undefined;
	const [first, second] = sides.map(side => side.join()) as [ReturnType<Pieces['join']>, ReturnType<Pieces['join']>];
	const chunks = [...first.chunks.map(chunk => ({direction: 0 as const, ...chunk})), ...second.chunks.map(chunk => ({direction: 1 as const, ...chunk}))];
	return {
		endpoints,
		bytes: [first.bytes, second.bytes],
		chunks: chunks.sort((a, b) => a.packet - b.packet),
		gaps: [...first.gaps.map(gap => ({direction: 0 as const, ...gap})), ...second.gaps.map(gap => ({direction: 1 as const, ...gap}))],
	};
}
