import {execFileSync} from 'node:child_process';
import {chmodSync, mkdirSync} from 'node:fs';
import {join as joinPath} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe as group, expect, test} from 'vitest';
import {arp, block, describe, end, join, journal, obsoletePacket, option, packet, pcapHeader, pcapRecord, section, simplePacket, words} from './build.ts';
import {directory, file, readAll, readBytes} from './read.ts';

const start = join(section(), describe());
const two = join(pcapHeader(), pcapRecord(), pcapRecord());

group('files that are no capture', () => {
	const sentences: readonly (readonly [string, () => string, RegExp])[] = [
		['is missing', () => joinPath(directory, 'nowhere'), /^The file ".*nowhere" does not exist\.$/],
		['is below a file', () => joinPath(file(two), 'x'), /^The file ".*" does not exist\.$/],
		['has a NUL in its name', () => 'a\0b', /^A file name cannot hold a NUL character\.$/],
		['is a directory', () => directory, /^".*" is a directory, not a file\.$/],
		['is a device', () => '/dev/zero', /^The file "\/dev\/zero" is neither a regular file nor a pipe\.$/],
		['is text', () => file(Buffer.from('hello this is not a capture file')), /is not a capture file: neither pcap nor pcapng, nor gzip of either\.$/],
		['is one byte', () => file(Uint8Array.of(0x0a)), /is not a capture file/],
		['is zeros', () => file(new Uint8Array(1000)), /is not a capture file/],
		['is a section header with a strange magic number', () => file(join(section({magic: 0x1a_2b_3c_4e}), describe())), /is not a capture file/],
		['is gzip of text', () => file(gzipSync('hello world, hello world')), /is not a capture file/],
		['is gzip of gzip', () => file(gzipSync(gzipSync(two))), /is not a capture file/],
		['begins like gzip', () => file(Uint8Array.of(0x1f, 0x8b, 8)), /is cut short: its compressed data ends after byte 0 of what it holds\.$/],
		['is damaged gzip', () => file(join(Uint8Array.of(0x1f, 0x8b, 9, 0, 0, 0, 0, 0, 0, 3), new Uint8Array(50).fill(0xaa))),
			/is damaged: its compressed data cannot be inflated past byte 0 of what it holds \(.*\)\.$/],
	];
	for (const [what, path, sentence] of sentences) {
		test(`a file that ${what} is one sentence and status 2`, async () => {
			const {frames, fault, status} = await readAll(path());
			expect([frames, status]).toEqual([[], 2]);
			expect(fault).toMatch(sentence);
			expect(fault).not.toContain('\n');
		});
	}

	test('a file that may not be read is one sentence', async () => {
		// Root reads everything: ask as somebody else, or not at all.
		const path = file(two);
		chmodSync(path, 0);
		const {fault, status} = await readAll(path);
		if (process.getuid?.() === 0) expect([fault, status]).toEqual([undefined, 0]);
		else expect([fault, status]).toEqual([`You have no permission to read the file "${path}".`, 2]);
	});

	test('an empty file is an empty capture, compressed or not', async () => {
		expect(await readBytes(new Uint8Array(0))).toEqual({frames: [], fault: undefined, status: 0});
		expect(await readBytes(gzipSync(''))).toEqual({frames: [], fault: undefined, status: 0});
	});

	test('a broken link is a missing file', async () => {
		const folder = joinPath(directory, 'links');
		mkdirSync(folder);
		execFileSync('ln', ['-s', 'gone', joinPath(folder, 'link')]);
		expect((await readAll(joinPath(folder, 'link'))).fault).toMatch(/does not exist/);
	});
});

group('damaged gzip', () => {
	const frames = [{captured: 42}, {captured: 42}];

	test('a wrong checksum, garbage behind, or a cut still gives every whole frame', async () => {
		const whole = gzipSync(two);
		const wrong = Uint8Array.from(whole);
		wrong[whole.length - 6]! ^= 1;
		expect(await readBytes(wrong)).toMatchObject({
			frames,
			status: 2,
			fault: expect.stringMatching(/cannot be inflated past byte 140 of what it holds \(incorrect data check\)\.$/),
		});
		expect(await readBytes(join(whole, Buffer.from('trailing garbage')))).toMatchObject({frames, status: 2, fault: expect.stringMatching(/past byte 140/)});
		expect(await readBytes(whole.subarray(0, -4))).toMatchObject({frames, status: 2, fault: expect.stringMatching(/ends after byte 140 of what it holds\.$/)});
	});

	test('zeros behind it are padding', async () => {
		expect(await readBytes(join(gzipSync(two), new Uint8Array(512)))).toMatchObject({frames, status: 0});
	});

	test('a flipped bit in the middle gives the frames before it', async () => {
		const noise = Uint8Array.from({length: 40_000}, (_, index) => (index * 7919 * (index % 251)) >>> 3);
		const records = Array.from({length: 50}, (_, index) => pcapRecord({data: noise.subarray(index * 700, index * 700 + 700)}));
		const compressed = gzipSync(join(pcapHeader(), ...records), {level: 1});
		const middle = Math.floor(compressed.length / 2);
		compressed[middle]! ^= 0x10;
		const {frames, status} = await readBytes(compressed);
		expect(status).toBe(2);
		expect(frames.length).toBeGreaterThan(15);
	});
});

group('damaged pcapng', () => {
	const before = join(start, packet());
	const at = before.length;
	const faults: readonly (readonly [string, Uint8Array, string])[] = [
		['two lengths of a block that differ', block(0x99, arp, {second: 99}), `two lengths of a block are 56 and 100`],
		['a length below 12', block(0x99, arp, {total: 8}), 'a block is said to be 8 bytes long, the least is 12'],
		['a length of 4 GB', block(0x99, arp, {total: 0xff_ff_ff_f0}), 'a block is said to be 4294967280 bytes long, the most is 134348832'],
		['a length that overflows', block(6, arp, {total: 0xff_ff_ff_ff}), 'a block is said to be 4294967296 bytes long, the most is 134348832'],
		['a packet block without its fields', block(6, new Uint8Array(8)), 'a packet block is 20 bytes long, the least is 32'],
		['a packet longer than its block', packet({captured: 100}), 'a packet is said to be 100 bytes long, but its block has room for 44'],
		['a packet longer than packets are', packet({captured: 262_145}), 'a packet is said to be 262145 bytes long, the most is 262144'],
		['a packet of 4 GB', packet({captured: 0xff_ff_ff_ff}), 'a packet is said to be 4294967295 bytes long, the most is 262144'],
		['an interface that is not declared', packet({id: 1}), 'a packet names interface 1, but its section has declared 1'],
		['an interface of the section before', join(section(), packet()), 'a packet names interface 0, but its section has declared none'],
		['a simple packet without an interface', join(section(), simplePacket()), 'a packet names interface 0, but its section has declared none'],
		['an undeclared interface of an obsolete block', obsoletePacket({id: 7}), 'a packet names interface 7, but its section has declared 1'],
		['a simple packet shorter than its block', simplePacket({original: 10}), 'a packet should have 10 captured bytes, but its block has room for 44'],
		['a simple packet longer than its block', simplePacket({original: 100}), 'a packet should have 100 captured bytes, but its block has room for 44'],
		['an option longer than its block', packet({options: option(1, 'long', true, 400)}), 'the option 1 is said to be 400 bytes long, but its block has 4 more'],
		['an end of options longer than its block', packet({options: option(0, 'x', true, 8)}), 'the option 0 is said to be 8 bytes long, but its block has 4 more'],
		['packet flags of two bytes', packet({options: join(option(2, 'ab'), end)}), 'the packet option 2 is 2 bytes long, not 4'],
		['a drop count of four bytes', packet({options: join(option(4, 'abcd'), end)}), 'the packet option 4 is 4 bytes long, not 8'],
		['an empty verdict', packet({options: join(option(7), end)}), 'the packet option 7 is 0 bytes long, not 1'],
		['a custom option without a number', packet({options: join(option(2988, 'ab'), end)}), 'the custom option 2988 is 2 bytes long, the least is 4'],
		['an interface block without its fields', block(1, new Uint8Array(4)), 'an interface block is 16 bytes long, the least is 20'],
		['an interface option longer than its block', describe({options: option(2, 'eth', true, 400)}), 'the option 2 is said to be 400 bytes long, but its block has 4 more'],
		['a section header without a magic number', section({magic: 0}), 'a section header has no byte-order magic'],
		['a short section header', block(0x0a_0d_0d_0a, words(true, 0x1a_2b_3c_4d, 1)), 'a section header is 20 bytes long, the least is 28'],
		['a custom block without a number', block(0xb_ad, new Uint8Array(0)), 'a custom block is 12 bytes long, the least is 16'],
		['a short journal entry', journal('MESSAGE=no time\n'), 'a journal entry is 16 bytes long, the least is 23'],
		['a journal entry of zeros', block(9, new Uint8Array(40)), 'a journal entry is 0 bytes long, the least is 23'],
		['a short sysdig event', block(0x2_04, new Uint8Array(20)), 'a sysdig event block is 32 bytes long, the least is 36'],
		['short statistics', block(5, new Uint8Array(8)), 'a block of interface statistics is 20 bytes long, the least is 24'],
		['a block of names without one', block(4, new Uint8Array(0)), 'a block of names is 12 bytes long, the least is 16'],
		['a name record longer than its block', block(4, option(1, '1234', true, 400)), 'a name record is said to be 400 bytes long, but its block has 4 more'],
		['a name record without an address', block(4, join(option(1, 'ab'), end)), 'a name record of an address of 4 bytes is 2 bytes long'],
		['short secrets', block(10, new Uint8Array(4)), 'a block of secrets is 16 bytes long, the least is 20'],
		['secrets longer than their block', block(10, words(true, 1, 4000, 0)), 'secrets are said to be 4000 bytes long, but their block has 4 more'],
		['zeros behind the last block', new Uint8Array(40), 'a block is said to be 0 bytes long, the least is 12'],
	];
	for (const [what, bytes, sentence] of faults) {
		test(`${what}: the frames before it, then one sentence`, async () => {
			const {frames, fault, status} = await readBytes(join(before, bytes, packet()));
			expect([frames.length, status]).toEqual([1, 2]);
			const place = bytes[0] === 0x0a && bytes.length > 28 && !what.includes('magic') ? at + 28 : at;
			expect(fault).toMatch(/^The file "[^"]*" /);
			expect(fault?.replace(/^The file "[^"]*" /, '')).toBe(`is damaged at byte ${place}: ${sentence.replace(/^two/, 'the two')}.`);
		});
	}

	test('versions that nobody knows are refused', async () => {
		for (const [major, minor] of [[0, 0], [1, 1], [1, 3], [2, 0]] as const) {
			const {fault, status} = await readBytes(join(section({major, minor}), describe(), packet()));
			expect(fault).toMatch(new RegExp(`has pcapng version ${major}\\.${minor} at byte 12, which is not supported \\(1\\.0 and 1\\.2 are\\)\\.$`));
			expect(status).toBe(2);
		}

		expect((await readBytes(join(section({minor: 2}), describe(), packet()))).frames).toHaveLength(1);
	});

	test('what tshark passes over is passed over', async () => {
		const odd = [block(5, words(true, 5, 0, 0)), block(4, join(option(9, 'whatever'), end)), block(4, option(1, '1234abc')), block(10, words(true, 0x12_34_56_78, 0))];
		const loose = [packet({options: Uint8Array.of(1, 0, 0, 0)}), packet({options: join(option(0, 'abcd'), option(1, 'after'))}), packet({options: option(1, 'no end')})];
		const {frames, fault} = await readBytes(join(start, ...odd, ...loose));
		expect([frames.map(({comments}) => comments), fault]).toEqual([['', '', 'no end'], undefined]);
	});
});
