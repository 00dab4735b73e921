import {addressDigits} from '../decode/print.ts';
import {FollowedStream as Followed} from '../followed-stream.ts';
import type {Capture} from './capture.ts';

/** Bytes of both sides together that are given at most; a program that wants more reads the packets itself. */
export const maxStreamBytes = 256 * 1024 * 1024;

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

/** Bytes that came again, and differ: packet `packet` has others for the `length` bytes of a direction from byte `at` on. The first ones hold. */
export type StreamConflict = {readonly direction: 0 | 1; readonly packet: number; readonly at: number; readonly length: number};

/** What both sides of a TCP stream said, put together. */
export type FollowedStream = {
	/** From whom the first packet came, and the other side. */
	readonly endpoints: readonly [Endpoint, Endpoint];
	/** All bytes of each side, in their order, each once. */
	readonly bytes: readonly [Uint8Array, Uint8Array];
	/** The same in the order in which it was said: what came too early is behind what it waited for. */
	readonly chunks: readonly StreamChunk[];
	readonly gaps: readonly StreamGap[];
	readonly conflicts: readonly StreamConflict[];
};

/**
Puts together what both sides of a TCP stream said, as `tshark -z follow,tcp` does; `stream` is its `tcp.stream`. Undefined
where the capture has no such stream. Bytes that come twice count once, the first time; where they differ `conflicts` says so;
those of segments that were captured only in part are missing in `gaps`. Reads the capture to its end. Throws RangeError for
what is no number of a stream, and where the stream has more than 256 MiB.

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
	const count = await capture.count();
	const followed = new Followed(opened.capture.pass, {transport: 'tcp', stream});
	for (let row = 0; row < count; row++) followed.take(row, () => opened.aim(row));
	followed.finish();
	const {ends, pieces} = followed;
	if (ends === undefined) return undefined;
	if (pieces.sizes[0] + pieces.sizes[1] > maxStreamBytes) throw new RangeError(`the stream has more than ${maxStreamBytes} bytes`);
	const bytes = [new Uint8Array(pieces.sizes[0]), new Uint8Array(pieces.sizes[1])] as const;
	const reached: [number, number] = [0, 0];
	const chunks: StreamChunk[] = [];
	const gaps: StreamGap[] = [];
	for (let n = 0; n < pieces.count; n++) {
		const piece = pieces.at(n);
		const {side: direction, row, length, kind} = piece;
		const at = reached[direction];
		if (kind === 'bytes') {
			bytes[direction].set(followed.bytesOf(piece, opened.capture.view), at);
			chunks.push({direction, packet: row + 1, bytes: bytes[direction].subarray(at, at + length)});
			reached[direction] += length;
		} else {
			gaps.push({direction, at, length});
		}
	}

	const endpoints = ends.map(({address, port}) => ({address: addressDigits(address), port})) as [Endpoint, Endpoint];
	const conflicts = followed.conflicts(opened.capture.view).map(({side, row, at, length}) => ({direction: side, packet: row + 1, at, length}));
	return {endpoints, bytes, chunks, gaps, conflicts};
}
