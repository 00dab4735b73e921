import {Collector} from '../../../src/decode/collect.ts';
import {FrameView} from '../../../src/decode/frame-view.ts';
import {Pass} from '../../../src/decode/pass.ts';
import {printValue} from '../../../src/decode/print.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';
import {Summarizer} from '../../../src/decode/summary.ts';

/** Bytes of a text, one for each character. */
export const ascii = (text: string): Uint8Array => Uint8Array.from(text, c => c.charCodeAt(0));

/** Bytes one behind the other. */
export const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap(part => [...part]));

const u16 = (n: number): number[] => [(n >>> 8) & 0xff, n & 0xff];
const u32 = (n: number): number[] => [...u16(n >>> 16), ...u16(n)];

/** An Ethernet frame with a TCP segment, from 192.0.2.1 (`side` 0) or to it. */
function segment(side: 0 | 1, port: number, sequence: number, payload: Uint8Array, flags = 0x18): Uint8Array {
	const ports = side === 0 ? [...u16(50_000), ...u16(port)] : [...u16(port), ...u16(50_000)];
	const addresses = side === 0 ? [192, 0, 2, 1, 198, 51, 100, 1] : [198, 51, 100, 1, 192, 0, 2, 1];
	return Uint8Array.from([
		...[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0],
		...[0x45, 0, ...u16(40 + payload.length), 0, 0, 0, 0, 64, 6, 0, 0, ...addresses],
		...[...ports, ...u32(sequence), 0, 0, 0, 1, 0x50, flags, 0xff, 0xff, 0, 0, 0, 0],
		...payload,
	]);
}

/** A segment of a conversation: who sends it (0 the client), what, whether nothing follows from that side, and how many of its bytes were not captured. */
export type Said = {readonly from: 0 | 1; readonly bytes: Uint8Array; readonly fin?: boolean; readonly missing?: number};

/** What is known of the frames of a conversation. */
export type Talk = {
	/** Values of a field in a frame, as `-T fields` prints them. */
	values(row: number, name: string): string[];
	/** Names of the layers above TCP. */
	layers(row: number): string[];
	info(row: number): string;
};

/** Gives the segments of one TCP conversation to a pass. */
export function talk(port: number, said: readonly Said[]): Talk {
	const next = [1000, 5000];
	const frames = said.map(({from, bytes, fin, missing = 0}) => {
		const frame = segment(from, port, next[from]!, bytes, fin ? 0x19 : 0x18);
		next[from]! += bytes.length;
		return {bytes: frame.subarray(0, frame.length - missing), original: frame.length};
	});
	const pass = new Pass(buildRegistry());
	for (const [row, {bytes, original}] of frames.entries()) {
		pass.append({
			bytes,
			start: 0,
			end: bytes.length,
			original,
			seconds: row,
			nanoseconds: 0,
			interfaceId: 0,
			linkType: 1,
			place: 0,
			flags: 0,
		});
	}

	const view = new FrameView(pass, {
		bytes: row => frames[row]!.bytes,
		meta: row => ({
			captured: frames[row]!.bytes.length,
			original: frames[row]!.original,
			time: BigInt(row) * 1_000_000_000n,
			linkType: 1,
			interfaceId: undefined,
			interfaceName: undefined,
			interfaceDescription: undefined,
			section: undefined,
			comments: [],
			packetFlags: undefined,
			dropCount: undefined,
		}),
	});
	const summarizer = new Summarizer();
	return {
		values(row, name) {
			const found = new Collector(pass.registry, [name]).collect(view.aim(row));
			return found.map(({field, value}) => (field === undefined ? '1' : printValue(field, value)));
		},
		layers(row) {
			const names = view.aim(row).layers.map(layer => layer.name);
			return names.slice(names.indexOf('tcp') + 1);
		},
		info: row => summarizer.summarize(view.aim(row)).info,
	};
}
