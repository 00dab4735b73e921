import {writeFileSync} from 'node:fs';
import {afterEach, expect, test} from 'vitest';
import {openCapture} from '../../src/capture/open.ts';
import type {CaptureSource} from '../../src/capture/source.ts';
import {block, describe, join, packet, pcapHeader, pcapRecord, section} from './build.ts';
import {drain, file} from './read.ts';

/** Bytes of frames in turn: short ones, long ones, and some that leave no room in front of the next piece. */
const sizes = [60, 1514, 0, 9000, 65_535, 70_000, 1, 262_144, 333];

/** Frames of these sizes, each with bytes of its own, until there are so many bytes. */
function frames(bytes: number): Uint8Array[] {
	const all: Uint8Array[] = [];
	for (let sum = 0; sum < bytes; sum += all.at(-1)!.length) all.push(new Uint8Array(sizes[all.length % sizes.length]!).map((_, at) => at * 7 + all.length));
	return all;
}

const pcap = (all: readonly Uint8Array[]): Uint8Array => join(pcapHeader({snap: 262_144}), ...all.map(data => pcapRecord({data})));

let source: CaptureSource | undefined;
afterEach(() => source?.close());

/** Whether every frame came as it was written. */
async function gives(all: readonly Uint8Array[], bytes: Uint8Array): Promise<void> {
	source = await openCapture(file(bytes));
	const read = await drain(source);
	expect(read.length).toBe(all.length);
	expect(read.every((frame, i) => Buffer.compare(frame.bytes, all[i]!) === 0)).toBe(true);
	expect(source.fault).toBeUndefined();
}

test('frames of all sizes come whole across the pieces of a file', async () => {
	const all = frames(6_000_000);
	await gives(all, pcap(all));
});

test('a file may end with a piece', async () => {
	for (const size of [1088, 2112, 3136]) {
		const all = frames(size * 1024 - 600_000);
		for (let rest = size * 1024 - pcap(all).length; rest > 0; rest = size * 1024 - pcap(all).length) all.push(new Uint8Array(Math.min(rest - 16, 100_000)));
		const bytes = pcap(all);
		expect(bytes.length).toBe(size * 1024);
		await gives(all, bytes);
	}
});

test('what is passed over leaves out what was read ahead', async () => {
	const all = frames(3_000_000);
	const blocks = all.flatMap((data, i) => [packet({data}), ...i % 9 === 0 ? [block(0x99, new Uint8Array(900_000 + i * 1024))] : []]);
	await gives(all, join(section(), describe({snap: 262_144}), ...blocks));
});

test('the next piece is read while one is gone through', async () => {
	source = await openCapture(file(pcap(frames(4_000_000))));
	expect(await waits(source)).toBeGreaterThan(2);
});

test('a file that was cut meanwhile ends with a sentence', async () => {
	const bytes = pcap(frames(5_000_000));
	const path = file(bytes);
	source = await openCapture(path);
	source.read();
	await new Promise(resolve => setTimeout(resolve, 20));
	writeFileSync(path, bytes.subarray(0, 2_500_000));
	await waits(source);
	expect(source.fault?.message).toMatch(/is cut short/);
});

/** Reads to the end; how often there was nothing right now. */
async function waits(from: CaptureSource): Promise<number> {
	let count = 0;
	do {
		while (from.read() !== undefined);
		count++;
	} while (await from.more());
	return count;
}
