import {describe as group, expect, test} from 'vitest';
import {openCapture} from '../../src/capture/open.ts';
import {makeClock} from '../../src/capture/pcapng-time.ts';
import type {CaptureSource, PacketOptions} from '../../src/capture/source.ts';
import {arp, block, custom, describe, end, join, journal, obsoletePacket, option, packet, section, simplePacket, words} from './build.ts';
import {drain, file, readBytes} from './read.ts';

const start = join(section(), describe());
const first = '1700000000.123456000';

/** The 64-bit number as eight bytes. */
function long(value: bigint, littleEndian = true): Uint8Array {
	const low = Number(value & 0xff_ff_ff_ffn);
	const high = Number((value >> 32n) & 0xff_ff_ff_ffn);
	return littleEndian ? words(true, low, high) : words(false, high, low);
}

async function read(bytes: Uint8Array): Promise<CaptureSource> {
	const source = await openCapture(file(bytes));
	await drain(source);
	source.close();
	return source;
}

group('which blocks are frames', () => {
	test('packet blocks of three kinds, custom blocks, journal entries and sysdig events', async () => {
		const event = join(Uint8Array.of(1, 0), long(1_700_000_000_000_000_007n), long(9n), words(true, 26), Uint8Array.of(5, 0), new Uint8Array(20));
		const {frames, fault} = await readBytes(
			join(
				start,
				packet(),
				simplePacket(),
				obsoletePacket(),
				block(5, words(true, 0, 0, 0)),
				block(10, words(true, 1, 0)),
				custom(32_473, 'hello123'),
				custom(1, '', false),
				block(0x99, Uint8Array.of(1, 2, 3)),
				block(0x2_04, event),
				block(0x2_16, join(event.subarray(0, 24), words(true, 2), new Uint8Array(8))),
				block(0x2_08, new Uint8Array(40)),
				journal('__CURSOR=abc\n__REALTIME_TIMESTAMP=1700000001234567\nMESSAGE=hi\n'),
				packet({id: 0}),
			),
		);
		expect(fault).toBeUndefined();
		expect(frames.map(({time, captured, original, id, section: number}) => [time, captured, original, id, number])).toEqual([
			[first, 42, 42, '0', '1'],
			['', 42, 42, '0', '1'],
			[first, 42, 42, '0', '1'],
			['', 8, 8, '', '1'],
			['', 0, 0, '', '1'],
			['1700000000.000000007', 20, 26, '', '1'],
			['1700000000.000000007', 8, 26, '', '1'],
			['1700000001.234567000', 62, 62, '', '1'],
			[first, 42, 42, '0', '1'],
		]);
	});

	test('a block that is no frame may be longer than the window', async () => {
		const {frames, fault} = await readBytes(join(start, packet(), block(0x99, new Uint8Array(5_000_000)), packet(), block(0x99, new Uint8Array(1_100_000)), packet()));
		expect([frames.length, fault]).toEqual([3, undefined]);
	});

	const journals: readonly (readonly [string, string])[] = [
		['MESSAGE=there is no time at all here\n', ''],
		['MESSAGE=there is a time at the end\n__REALTIME_TIMESTAMP=17\n\n\0\0', '0.000017000'],
		['A__REALTIME_TIMESTAMP=5\n__REALTIME_TIMESTAMP=6\n', '0.000005000'],
		['__REALTIME_TIMESTAMP=99999999999999999999999999999\n', ''],
		['__REALTIME_TIMESTAMP=abc\n', ''],
		['__REALTIME_TIMESTAMP= -12345\n', '18446744073709.539271000'],
		['__REALTIME_TIMESTAMP=12a3\n', '0.000012000'],
		['MESSAGE=a NUL\0__REALTIME_TIMESTAMP=12\n', ''],
	];
	for (const [text, time] of journals) {
		test(`the journal entry ${JSON.stringify(text)} has the time ${time || 'of none'}`, async () => {
			const {frames} = await readBytes(join(section(), journal(text)));
			expect(frames).toMatchObject([{time, captured: text.replace(/\0+$/, '').length, id: '', section: '1'}]);
		});
	}
});

group('sections and interfaces', () => {
	test('ids start again in each section, whatever its byte order', async () => {
		const bytes = join(
			join(section(), describe(), describe({link: 113}), packet(), packet({id: 1})),
			join(section({littleEndian: false}), describe({link: 101, littleEndian: false}), packet({littleEndian: false})),
			join(section(), describe(), describe(), packet({id: 1})),
		);
		const {frames} = await readBytes(bytes);
		expect(frames.map(({id, section: number, link, time}) => [id, number, link, time])).toEqual([
			['0', '1', '1', first],
			['1', '1', '113', first],
			['0', '2', '101', first],
			['1', '3', '1', first],
		]);
		const source = await read(bytes);
		expect(source.interfaces.map(({index, id, section: number}) => [index, id, number])).toEqual([[0, 0, 1], [1, 1, 1], [2, 0, 2], [3, 0, 3], [4, 1, 3]]);
	});

	test('an interface may come after frames of another', async () => {
		const {frames} = await readBytes(join(start, packet(), describe({link: 113}), packet({id: 1}), packet()));
		expect(frames.map(({link}) => link)).toEqual(['1', '113', '1']);
	});

	test('keeps what interfaces and sections say', async () => {
		const options = join(
			option(2, 'eth0'),
			option(3, 'uplink'),
			option(8, long(1_000_000_000n)),
			option(11, '\0tcp port 80'),
			option(12, 'Linux'),
			option(13, [4]),
			option(15, 'NIC'),
			option(1, 'a'),
			option(1, 'b'),
			end,
		);
		const source = await read(
			join(section({options: join(option(2, 'cpu'), option(3, 'os'), option(4, 'app'), option(1, 'note'), end)}), describe({snap: 0, options}), packet()),
		);
		expect(source.metadata.sections).toMatchObject([{number: 1, place: 0, hardware: 'cpu', operatingSystem: 'os', application: 'app', comments: ['note']}]);
		expect(source.interfaces).toMatchObject([
			{
				name: 'eth0',
				description: 'uplink',
				speed: 1_000_000_000n,
				filter: 'tcp port 80',
				operatingSystem: 'Linux',
				fcsLength: 4,
				hardware: 'NIC',
				comments: ['a', 'b'],
				snapLength: 0,
			},
		]);
	});
});

group('times', () => {
	const times: readonly (readonly [number | undefined, bigint, string])[] = [
		[undefined, 1_700_000_000_123_456n, first],
		[0, 3n, '3.000000000'],
		[0, 0xff_ff_ff_ff_ff_ff_ff_ffn, '-1.000000000'],
		[3, 1_234_567_890_123_456_789n, '1234567890123456.789000000'],
		[6, 0xff_ff_ff_ff_ff_ff_ff_ffn, '18446744073709.551615000'],
		[9, 1_234_567_890_123_456_789n, '1234567890.123456789'],
		[9, 0xff_ff_ff_ff_ff_ff_ff_ffn, '18446744073.709551615'],
		[9, 999_999_999n, '0.999999999'],
		[10, 1_234_567_890_123_456_789n, '123456789.012345678'],
		[12, 1_234_567_890_123_456_789n, '1234567.890123456'],
		[0x80, 3n, '3.000000000'],
		[0x8a, 1_234_567_890_123_456_789n, '1205632705198688.270507812'],
		[0x94, 0xff_ff_ff_ff_ff_ff_ff_ffn, '17592186044415.999999046'],
		[0x9e, 1_234_567_890_123_456_789n, '1149780945.967376966'],
		[0xa0, 1_234_567_890_123_456_789n, '287445236.491844241'],
	];
	for (const [resolution, time, text] of times) {
		test(`if_tsresol ${resolution ?? 'absent'}: ${time} is ${text}`, async () => {
			const options = resolution === undefined ? new Uint8Array(0) : join(option(9, [resolution]), end);
			const {frames} = await readBytes(join(section(), describe({options}), packet({time})));
			expect(frames[0]?.time).toBe(text);
		});
	}

	const offsets: readonly (readonly [bigint, string])[] = [
		[3600n, '1700003600.123456000'],
		[-3600n, '1699996400.123456000'],
		[-(2n ** 62n), `-${2n ** 62n - 1_700_000_000n}.123456000`],
	];
	for (const [offset, text] of offsets) {
		test(`if_tsoffset ${offset} is added`, async () => {
			for (const littleEndian of [true, false]) {
				const options = join(option(14, long(BigInt.asUintN(64, offset), littleEndian), littleEndian), end);
				const {frames} = await readBytes(join(section({littleEndian}), describe({options, littleEndian}), packet({littleEndian})));
				const [seconds, fraction] = (frames[0]?.time ?? '').split('.');
				const [wanted, same] = text.split('.');
				expect(Number(seconds)).toBe(Number(wanted));
				expect(fraction).toBe(same);
			}
		});
	}

	test('the last if_tsresol of the right length counts', async () => {
		const options = join(option(9, [9, 0]), option(9, [9]), option(9, [6]), option(14, [1, 2]), end);
		expect((await readBytes(join(section(), describe({options}), packet()))).frames[0]?.time).toBe(first);
	});
});

group('lengths', () => {
	test('a simple packet is as long as the snapshot length lets it', async () => {
		const bytes = join(section(), describe({snap: 20}), simplePacket({data: arp.subarray(0, 20), original: 100}), packet());
		expect((await readBytes(bytes)).frames).toMatchObject([{captured: 20, original: 100}, {captured: 42}]);
		expect((await readBytes(join(section(), describe({snap: 0}), simplePacket()))).frames).toMatchObject([{captured: 42}]);
	});

	test('the length on the wire may be anything', async () => {
		const {frames} = await readBytes(join(start, packet({original: 3}), packet({original: 0}), packet({original: 0xff_ff_ff_ff})));
		expect(frames.map(({original}) => original)).toEqual([3, 0, 0x7f_ff_ff_ff]);
	});

	test('a block length is rounded up to four', async () => {
		const odd = join(words(true, 0x99, 15), Uint8Array.of(1, 2, 3, 0), words(true, 15));
		expect((await readBytes(join(start, packet(), odd, packet()))).frames).toHaveLength(2);
	});

	test('a packet may have megabytes of comments', async () => {
		const comments = join(...Array.from({length: 40}, () => option(1, 'a'.repeat(60_000))));
		const {frames, fault} = await readBytes(join(start, packet(), packet({options: join(comments, end)}), packet()));
		expect(frames.map(frame => frame.comments.length)).toEqual([0, 40 * 60_000 + 39, 0]);
		expect(fault).toBeUndefined();
	});
});

group('options of a packet', () => {
	async function only(bytes: Uint8Array): Promise<PacketOptions> {
		const source = await openCapture(file(bytes));
		const batch = source.read();
		const options = source.options(batch?.place[0] ?? 0, batch?.flags[0] ?? 0);
		source.close();
		return options;
	}

	for (const littleEndian of [true, false]) {
		test(`reads them all, ${littleEndian ? 'little' : 'big'}-endian`, async () => {
			const o = (code: number, value: string | Uint8Array) => option(code, value, littleEndian);
			const options = join(
				o(1, 'one'),
				o(1, 'grüße\0hidden'),
				o(2, words(littleEndian, 0x1_01)),
				o(4, long(7n, littleEndian)),
				o(5, long(99n, littleEndian)),
				o(6, words(littleEndian, 3)),
				o(7, '\0hw'),
				end,
				o(1, 'after'),
			);
			expect(await only(join(section({littleEndian}), describe({littleEndian}), packet({littleEndian, options})))).toMatchObject({
				comments: ['one', 'grüße'],
				flags: 0x1_01,
				dropCount: 7n,
				packetId: 99n,
				queue: 3,
				verdicts: [{kind: 0, bytes: new TextEncoder().encode('hw')}],
				littleEndian,
			});
		});
	}

	test('an obsolete packet block has drops and options', async () => {
		expect(await only(join(start, obsoletePacket({drops: 5, options: join(option(1, 'old'), end)})))).toMatchObject({comments: ['old'], dropCount: 5n});
		expect(await only(join(start, obsoletePacket({drops: 0})))).toMatchObject({comments: [], dropCount: 0n});
	});

	test('a custom block has a number and may say not to copy', async () => {
		expect(await only(join(start, custom(32_473, 'x')))).toMatchObject({enterprise: 32_473, copy: true});
		expect(await only(join(start, custom(32_473, 'x', false)))).toMatchObject({enterprise: 32_473, copy: false});
	});
});

group('names, secrets, statistics', () => {
	test('are kept with their section', async () => {
		const names = join(option(1, [1, 2, 3, 4, ...Buffer.from('one\0two\0')]), option(2, [...new Uint8Array(15), 1, ...Buffer.from('six\0')]), end, option(2, 'dns'), end);
		const statistics = join(words(true, 0, 1, 2), option(4, long(55n)), option(5, long(3n)), end);
		const {metadata} = await read(join(start, block(4, names), block(10, join(words(true, 0x54_4c_53_4b, 6), Buffer.from('CLIENT'))), block(5, statistics), packet()));
		expect(metadata.names).toMatchObject([
			{section: 1, kind: 'ipv4', address: Uint8Array.of(1, 2, 3, 4), names: ['one', 'two']},
			{section: 1, kind: 'ipv6', names: ['six']},
		]);
		expect(metadata.secrets).toEqual([{section: 1, type: 0x54_4c_53_4b, bytes: new Uint8Array(Buffer.from('CLIENT'))}]);
		expect(metadata.statistics).toMatchObject([{section: 1, interfaceId: 0, received: 55n, dropped: 3n, timestampHigh: 1, timestampLow: 2}]);
		expect(metadata.omitted).toBe(0);
	});

	test('past the limit they are counted, and frames go on', async () => {
		const secrets = block(10, join(words(true, 1, 12_000_000), new Uint8Array(12_000_000)));
		const source = await read(join(start, ...Array.from({length: 6}, () => secrets), packet()));
		expect([source.metadata.secrets.length, source.metadata.omitted, source.fault]).toEqual([5, 1, undefined]);
	});
});

test('a clock is exact for every unit, whatever came before', () => {
	for (const unitsPerSecond of [1000n, 10n ** 6n, 10n ** 7n, 10n ** 9n, 10n ** 10n, 2n ** 10n, 2n ** 30n, 2n ** 31n, 2n ** 32n]) {
		const clock = makeClock({unitsPerSecond, offsetSeconds: -3600n});
		for (let step = 0; step < 3000; step++) {
			const high = (step * 2_654_435_761) % 2 ** (step % 3 === 0 ? 19 : 27);
			const low = step % 5 === 0 ? 0xff_ff_ff_ff : (step * 40_503 * 65_537) % 2 ** 32;
			clock.set(high, low);
			const time = (BigInt(high) << 32n) | BigInt(low);
			expect([BigInt(clock.seconds), BigInt(clock.nanoseconds)]).toEqual([time / unitsPerSecond - 3600n, ((time % unitsPerSecond) * 1_000_000_000n) / unitsPerSecond]);
		}
	}
});
