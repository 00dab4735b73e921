import {describe as group, expect, test} from 'vitest';
import {openCapture} from '../../src/capture/open.ts';
import {arp, join, pcapHeader, pcapRecord, words} from './build.ts';
import {file, readBytes} from './read.ts';

const first = '1700000000.123456000';

async function variantOf(bytes: Uint8Array) {
	const source = await openCapture(file(bytes));
	source.read();
	source.close();
	return source.format;
}

group('the magic numbers of pcap', () => {
	for (const littleEndian of [true, false]) {
		const order = littleEndian ? 'little-endian' : 'big-endian';
		const header = (magic: number) => pcapHeader({magic, littleEndian});
		const record = (extra?: Uint8Array) => pcapRecord({littleEndian, ...(extra && {extra})});
		const modified = join(words(littleEndian, 3), Uint8Array.of(8, 0, 0, 0));

		test(`reads ${order} microseconds`, async () => {
			const {frames} = await readBytes(join(header(0xa1_b2_c3_d4), record()));
			expect(frames).toEqual([{time: first, captured: 42, original: 42, id: '', section: '', link: '1', comments: '', bytes: arp}]);
		});

		test(`reads ${order} nanoseconds`, async () => {
			const {frames} = await readBytes(join(header(0xa1_b2_3c_4d), pcapRecord({littleEndian, fraction: 123_456_789})));
			expect(frames[0]?.time).toBe('1700000000.123456789');
		});

		test(`reads the ${order} modified format`, async () => {
			const bytes = join(header(0xa1_b2_cd_34), record(modified), record(modified), record(modified));
			const {frames} = await readBytes(bytes);
			expect(frames.map(frame => [frame.time, Buffer.compare(frame.bytes, arp)])).toEqual([[first, 0], [first, 0], [first, 0]]);
			expect(await variantOf(bytes)).toMatchObject({name: 'pcap', variant: 'modified', littleEndian});
		});

		test(`reads ${order} Ixia captures, with the file's length behind the header`, async () => {
			for (const magic of [0x1c_00_01_ab, 0x1c_00_01_ac]) {
				const {frames} = await readBytes(join(header(magic), words(littleEndian, 0), record()));
				expect(frames[0]?.time).toBe(first);
			}
		});
	}

	for (const [variant, magic, extra] of [['ss990915', 0xa1_b2_cd_34, 12], ['ss991029', 0xa1_b2_c3_d4, 8], ['nokia', 0xa1_b2_c3_d4, 4]] as const) {
		test(`tells ${variant} by its first records`, async () => {
			const record = pcapRecord({extra: new Uint8Array(extra)});
			const bytes = join(pcapHeader({magic}), record, record, record, record);
			const {frames, fault} = await readBytes(bytes);
			expect(frames.map(frame => Buffer.compare(frame.bytes, arp))).toEqual([0, 0, 0, 0]);
			expect(fault).toBeUndefined();
			expect(await variantOf(bytes)).toMatchObject({variant});
		});
	}

	test('one odd record does not make another variant of a file', async () => {
		const bytes = join(pcapHeader(), pcapRecord({original: 3}), pcapRecord(), pcapRecord({fraction: 1_000_000}));
		expect(await variantOf(bytes)).toMatchObject({variant: 'standard'});
		const {frames} = await readBytes(bytes);
		expect(frames.map(frame => [frame.original, frame.time])).toEqual([[3, first], [42, first], [42, '1700000000.1000000000']]);
	});
});

group('versions and link types', () => {
	test('versions before 2.3 have the lengths the other way round', async () => {
		for (const minor of [0, 1, 2]) {
			const {frames} = await readBytes(join(pcapHeader({minor}), pcapRecord({captured: 60, original: 42})));
			expect(frames).toMatchObject([{captured: 42, original: 60}]);
		}

		const {frames} = await readBytes(join(pcapHeader({major: 543, minor: 0}), pcapRecord({captured: 60, original: 42})));
		expect(frames).toMatchObject([{captured: 42, original: 60}]);
	});

	test('version 2.3 may have them either way', async () => {
		const {frames} = await readBytes(join(pcapHeader({minor: 3}), pcapRecord({captured: 60, original: 42}), pcapRecord({original: 60})));
		expect(frames).toMatchObject([{captured: 42, original: 60}, {captured: 42, original: 60}]);
	});

	test('AIX has interface types, nanoseconds, and padding before FDDI', async () => {
		const record = pcapRecord({fraction: 123_456_789});
		for (const [type, link, captured] of [[6, '1', 42], [9, '6', 42], [15, '10', 39], [24, '0', 42]] as const) {
			const {frames} = await readBytes(join(pcapHeader({minor: 2, link: type}), record));
			expect(frames).toMatchObject([{link, captured, original: captured, time: '1700000000.123456789'}]);
		}
	});

	test('refuses versions before 2.0', async () => {
		const reading = await readBytes(join(pcapHeader({major: 1, minor: 0}), pcapRecord()));
		expect(reading).toMatchObject({frames: [], status: 2});
		expect(reading.fault).toMatch(/has pcap version 1\.0 at byte 4, which is not supported/);
	});

	test('takes the length of the frame check sequence from the link type', async () => {
		const source = await openCapture(file(join(pcapHeader({link: 0x24_00_00_01}), pcapRecord())));
		expect(source.interfaces).toMatchObject([{linkType: 1, fcsLength: 4}]);
		source.close();
	});

	test('refuses link types with reserved bits', async () => {
		const {fault, status} = await readBytes(join(pcapHeader({link: 0x01_00_01}), pcapRecord()));
		expect(fault).toMatch(/link type 0x10001 at byte 20, whose reserved bits are not zero/);
		expect(status).toBe(2);
	});
});

group('lengths and times', () => {
	const times: readonly (readonly [number, number, string])[] = [
		[0xff_ff_ff_ff, 500_000, '4294967295.500000000'],
		[2, 1_999_999, '2.1999999000'],
		[2, 0xff_ff_ff_ff, '-2.000001000'],
		[0, 0, '0.000000000'],
	];
	for (const [seconds, fraction, time] of times) {
		test(`${seconds} s and ${fraction} us are ${time}, as tshark has them`, async () => {
			const {frames} = await readBytes(join(pcapHeader(), pcapRecord(), pcapRecord({seconds, fraction})));
			expect(frames[1]?.time).toBe(time);
		});
	}

	test('a packet may be longer than the snapshot length, but not than 262144 bytes', async () => {
		const header = pcapHeader({snap: 20});
		const longest = await readBytes(join(header, pcapRecord({data: new Uint8Array(262_144)}), pcapRecord()));
		expect(longest.frames.map(({captured}) => captured)).toEqual([262_144, 42]);
		const longer = await readBytes(join(header, pcapRecord(), pcapRecord({data: new Uint8Array(262_145).fill(0xff)}), pcapRecord()));
		expect(longer).toMatchObject({frames: [{captured: 42}], status: 2});
		expect(longer.fault).toMatch(/is damaged: the packet at byte 82 is said to be 262145 bytes long, the most is 262144\.$/);
	});

	test('some link types have longer packets', async () => {
		const {frames} = await readBytes(join(pcapHeader({link: 231}), pcapRecord(), pcapRecord({data: new Uint8Array(3_000_000)}), pcapRecord()));
		expect(frames.map(({captured}) => captured)).toEqual([42, 3_000_000, 42]);
	});

	test('lengths on the wire may be less than captured, zero, and are at most 2^31 - 1', async () => {
		const records = [0, 3, 0x7f_ff_ff_ff, 0x80_00_00_00, 0xff_ff_ff_ff].map(original => pcapRecord({original}));
		const {frames} = await readBytes(join(pcapHeader(), pcapRecord(), pcapRecord(), pcapRecord(), ...records));
		expect(frames.slice(3).map(({original}) => original)).toEqual([0, 3, 0x7f_ff_ff_ff, 0x7f_ff_ff_ff, 0x7f_ff_ff_ff]);
	});

	test('a length of 4 GB is a sentence', async () => {
		const {fault, status} = await readBytes(join(pcapHeader(), pcapRecord({captured: 0xff_ff_ff_ff}), pcapRecord()));
		expect(fault).toMatch(/the packet at byte 24 is said to be 4294967295 bytes long/);
		expect(status).toBe(2);
	});

	test('more packets than a batch has rows, and than a window has bytes', async () => {
		const small = pcapRecord({data: new Uint8Array(0)});
		const many = new Uint8Array(24 + 100_000 * small.length);
		many.set(pcapHeader());
		for (let index = 0; index < 100_000; index++) many.set(small, 24 + index * small.length);
		expect((await readBytes(many)).frames).toHaveLength(100_000);
	});
});
