import {describe as group, expect, test} from 'vitest';
import {arp, block, custom, describe, end, join, journal, obsoletePacket, option, packet, pcapHeader, pcapRecord, section, simplePacket, words} from './build.ts';
import {readBytes} from './read.ts';

/** Parts of a file: the frames in the first n parts are whole when the file is cut behind them. */
type Parts = readonly {readonly bytes: Uint8Array; readonly frames: number}[];

const pcap: Parts = [
	{bytes: pcapHeader(), frames: 0},
	...[pcapRecord(), pcapRecord({data: arp.subarray(0, 20), original: 42}), pcapRecord({data: new Uint8Array(0)}), pcapRecord()].map(bytes => ({bytes, frames: 1})),
];

const modified: Parts = [{bytes: pcapHeader({magic: 0xa1_b2_cd_34, littleEndian: false}), frames: 0},
	...[0, 1, 2].map(() => ({bytes: pcapRecord({extra: new Uint8Array(8), littleEndian: false}), frames: 1}))];

const pcapng: Parts = [
	{bytes: section({options: join(option(1, 'note'), end)}), frames: 0},
	{bytes: describe({options: join(option(2, 'eth0'), option(9, [9]), end)}), frames: 0},
	{bytes: packet({options: join(option(1, 'one'), option(2, [1, 0, 0, 0]), end)}), frames: 1},
	{bytes: simplePacket(), frames: 1},
	{bytes: obsoletePacket({drops: 1}), frames: 1},
	{bytes: block(4, join(option(1, '1234abc\0'), end)), frames: 0},
	{bytes: block(10, words(true, 1, 4, 0)), frames: 0},
	{bytes: block(5, join(words(true, 0, 0, 0), option(4, '12345678'), end)), frames: 0},
	{bytes: custom(1, 'abcd'), frames: 1},
	{bytes: journal('__REALTIME_TIMESTAMP=1700000001234567\n'), frames: 1},
	{bytes: block(0x2_04, new Uint8Array(44)), frames: 1},
	{bytes: block(0x99, new Uint8Array(20)), frames: 0},
	{bytes: section({littleEndian: false}), frames: 0},
	{bytes: describe({littleEndian: false}), frames: 0},
	{bytes: packet({littleEndian: false}), frames: 1},
];

for (const [name, parts] of [['pcap', pcap], ['the modified pcap', modified], ['pcapng', pcapng]] as const) {
	const whole = join(...parts.map(({bytes}) => bytes));

	group(`${name}, damaged`, () => {
		test('cut at every byte gives every whole frame, and a sentence where it is not between two parts', async () => {
			const all = (await readBytes(whole)).frames;
			let place = 0;
			let frames = 0;
			for (const [index, part] of parts.entries()) {
				for (let cut = place; cut < place + part.bytes.length; cut++) {
					const reading = await readBytes(whole.subarray(0, cut));
					expect(reading.frames, `cut at ${cut}`).toEqual(all.slice(0, frames));
					const between = cut === place;
					expect(reading.status, `cut at ${cut}: ${reading.fault}`).toBe(between ? 0 : 2);
					if (!between && index > 0)
						expect(reading.fault).toMatch(new RegExp(`is cut short: the (packet|block) at byte ${place} needs \\d+ bytes, but only ${cut - place} (are|is) left\\.$`));
				}

				place += part.bytes.length;
				frames += part.frames;
			}

			expect(frames).toBe(all.length);
		});

		test('with any bit flipped it throws nothing but CaptureError, and ends', async () => {
			for (let at = 0; at < whole.length; at++) {
				for (const mask of [1 << at % 8, 0x80, 0xff]) {
					const flipped = Uint8Array.from(whole);
					flipped[at]! ^= mask;
					const {frames, fault} = await readBytes(flipped);
					for (const {bytes, captured} of frames) expect(bytes.length).toBe(captured);
					if (fault !== undefined) expect(fault).toMatch(/^[^\n]*\.$/);
				}
			}
		});
	});
}
