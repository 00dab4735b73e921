import {tcpTransport, udpTransport} from './decode/flows.ts';
import {FrameView} from './decode/frame-view.ts';
import {blockSize} from './decode/packet-index.ts';
import {addressDigits} from './decode/print.ts';
import {FollowedStream, type StreamEnd} from './followed-stream.ts';
import type {OpenedCapture} from './opened-capture.ts';
import type {StreamPiece} from './stream-pieces.ts';
import {Turns} from './turns.ts';

/** A stream that was opened: its name, who talks, and of how many pieces what they say is. */
export type StreamHead = {
	/** `tcp.stream 7` */
	readonly title: string;
	readonly ends: readonly [string, string];
	readonly count: number;
	/** Bytes of each side that are there, and that are missing. */
	readonly sizes: readonly [number, number];
	readonly lost: readonly [number, number];
	/** The piece that the packet brought, or the first one behind it. */
	readonly piece: number;
	/** How often bytes came again with another content; the first ones are shown. */
	readonly conflicts: number;
};

/** What one packet brought of a stream, or what nobody did. */
export type StreamStretch = Pick<StreamPiece, 'side' | 'row' | 'length' | 'place' | 'kind'> & {readonly bytes: Uint8Array};

/** Streams that can be read on the screen, one at a time. */
export type Streams = {
	/** Opens the stream of a packet; undefined where it is in none, or `signal` aborts. */
	open(row: number, signal: AbortSignal): Promise<StreamHead | undefined>;
	/** Pieces `[from, to)` of the stream that was opened last. */
	stretches(from: number, to: number): readonly StreamStretch[];
};

const endText = ({address, port}: StreamEnd): string => `${address.length === 16 ? `[${addressDigits(address)}]` : addressDigits(address)}:${port}`;

/** Streams of a capture that is being read; `isCalled` says whether somebody waits for an answer. */
export function createStreams(capture: OpenedCapture, isCalled?: () => boolean): Streams {
	const {pass} = capture;
	const view = new FrameView(pass, capture);
	let opened: FollowedStream | undefined;
	return {
		async open(row, signal) {
			const record = pass.index.block(row).flow[row % blockSize]! >>> 1;
			const transport = pass.flows.transport[record];
			if (record === 0 || (transport !== tcpTransport && transport !== udpTransport)) return undefined;
			const kind = transport === tcpTransport ? 'tcp' : 'udp';
			const stream = pass.flows.stream[record]!;
			const followed = new FollowedStream(pass, {transport: kind, stream});
			const turns = new Turns(isCalled);
			for (let at = pass.flows.firstRow[record]!; at <= pass.flows.lastRow[record]!; at++) {
				followed.take(at, () => view.aim(at));
				if (!turns.isOver) continue;
				await turns.next();
				if (signal.aborted) return undefined;
			}

			followed.finish();
			if (followed.ends === undefined) return undefined;
			opened = followed;
			const {count, sizes, lost} = followed.pieces;
			let piece = 0;
			while (piece < count - 1 && followed.pieces.rowAt(piece) < row) piece++;
			return {
				piece,
				title: `${kind}.stream ${stream}`,
				ends: [endText(followed.ends[0]), endText(followed.ends[1])],
				count,
				sizes,
				lost,
				conflicts: followed.conflicts(view).length,
			};
		},
		stretches(from, to) {
			const followed = opened;
			if (followed === undefined) return [];
			return Array.from({length: Math.max(0, Math.min(to, followed.pieces.count) - from)}, (_, i) => {
				const piece = followed.pieces.at(from + i);
				const {side, row, length, place, kind} = piece;
				return {side, row, length, place, kind, bytes: kind === 'bytes' ? followed.bytesOf(piece, view).slice() : new Uint8Array(0)};
			});
		},
	};
}
