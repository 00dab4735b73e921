import {appendFileSync, closeSync, openSync, truncateSync} from 'node:fs';
import {describe as group, expect, test} from 'vitest';
import {openStore} from '../../src/capture/store.ts';
import {file} from './read.ts';

/** Bytes that say where they are. */
function pattern(length: number): Uint8Array {
	return Uint8Array.from({length}, (_, place) => (place * 31 + (place >>> 8) * 7) & 0xff);
}

group('the bytes of a frame by its place', () => {
	const bytes = pattern(9 * 1024 * 1024);
	const descriptor = openSync(file(bytes), 'r');
	const store = openStore(descriptor);

	for (const [place, length] of [[0, 1], [65_535, 1], [65_530, 20], [65_536, 65_536], [100_000, 200_000], [1, 8_000_000], [5, 0]] as const) {
		test(`${length} bytes at ${place}`, () => {
			expect(Buffer.compare(store.read(place, length), bytes.subarray(place, place + length))).toBe(0);
		});
	}

	test('in any order, with more blocks than are kept', () => {
		for (let step = 0; step < 2000; step++) {
			const place = (step * 7_919_993) % (bytes.length - 70_000);
			const length = (step * 977) % 70_000;
			expect(Buffer.compare(store.read(place, length), bytes.subarray(place, place + length))).toBe(0);
		}
	});

	test('at the end there are fewer, past it none', () => {
		expect(store.read(bytes.length - 3, 10)).toEqual(bytes.subarray(-3));
		expect(store.read(bytes.length + 100_000, 10)).toEqual(new Uint8Array(0));
		expect(store.read(bytes.length - 3, 400_000)).toEqual(bytes.subarray(-3));
	});
});

group('a file that changes', () => {
	test('gives what was added to its last block', () => {
		const path = file(pattern(100));
		const descriptor = openSync(path, 'r');
		const store = openStore(descriptor);
		expect(store.read(90, 20)).toHaveLength(10);
		appendFileSync(path, Uint8Array.of(1, 2, 3));
		expect(store.read(98, 10)).toEqual(Uint8Array.of(...pattern(100).subarray(98), 1, 2, 3));
		closeSync(descriptor);
	});

	test('gives fewer bytes when it was cut, and none when it is closed', () => {
		const path = file(pattern(1000));
		const descriptor = openSync(path, 'r');
		const store = openStore(descriptor);
		truncateSync(path, 10);
		expect(store.read(5, 100)).toHaveLength(5);
		closeSync(descriptor);
		expect(openStore(descriptor).read(0, 10)).toHaveLength(0);
	});
});
