import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, readFileSync, statSync} from 'node:fs';
import {join as joinPath} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe as group, expect, test} from 'vitest';
import {CaptureError} from '../../src/capture/capture-error.ts';
import {openCapture} from '../../src/capture/open.ts';
import {createWriter, type WriteFormat} from '../../src/capture/writer.ts';
import {arp, block, custom, describe, end, join, journal, obsoletePacket, option, packet, pcapHeader, pcapRecord, section, simplePacket, words} from './build.ts';
import {directory, file, hasTshark, readAll} from './read.ts';

let written = 0;

/** Writes every frame of a file, or those `keep` wants; the new path. */
async function rewrite(path: string, format: WriteFormat, keep: (number: number) => boolean = () => true, output = joinPath(directory, `written-${written++}`)): Promise<string> {
	const source = await openCapture(path);
	try {
		const writer = createWriter(output, format, source);
		let number = 0;
		do {
			for (let batch = source.read(); batch; batch = source.read()) {
				for (let row = 0; row < batch.count; row++) if (keep(++number)) writer.write(batch, row, number);
			}
		} while (await source.more());
		writer.close();
		return output;
	} finally {
		source.close();
	}
}

async function refusal(promise: Promise<unknown>): Promise<string> {
	try {
		await promise;
	} catch (error) {
		if (error instanceof CaptureError && error.exitStatus === 2) return error.message;
		throw error;
	}

	return '';
}

const rich = join(
	section({options: join(option(4, 'app'), option(1, 'section'), end)}),
	describe({options: join(option(2, 'eth0'), option(9, [9]), option(1, 'interface'), end)}),
	describe({link: 113, options: join(option(2, 'any'), option(9, [0xa0]), option(14, [0x10, 0x0e, 0, 0, 0, 0, 0, 0]), end)}),
	packet({time: 1_700_000_000_123_456_789n, options: join(option(1, 'one'), option(1, 'two'), option(2, [1, 0, 0, 0]), option(2988, [1, 2, 3, 4, 5]), end)}),
	packet({id: 1, time: (1_700_000_000n << 32n) + 12_345n}),
	simplePacket(),
	obsoletePacket({id: 1, drops: 3}),
	block(4, join(option(1, [1, 2, 3, 4, ...Buffer.from('abc\0')]), end)),
	block(10, join(words(true, 0x54_4c_53_4b, 4), Buffer.from('abcd'))),
	custom(32_473, 'hello'),
	journal('__CURSOR=abc\n__REALTIME_TIMESTAMP=1700000001234567\nMESSAGE=hi\n'),
	block(5, join(words(true, 0, 1, 2), option(4, [55, 0, 0, 0, 0, 0, 0, 0]), end)),
	section({littleEndian: false, options: join(option(3, 'os', false), end)}),
	describe({littleEndian: false, options: join(option(8, [0, 0, 0, 0, 0, 0, 3, 232], false), end)}),
	packet({littleEndian: false, options: join(option(1, 'big', false), end)}),
	block(0x2_16, join(new Uint8Array(28), arp), {littleEndian: false}),
	describe({littleEndian: false, link: 101}),
	packet({littleEndian: false, id: 1, data: arp.subarray(14)}),
);

const micro = join(
	pcapHeader({link: 0x24_00_00_01}),
	pcapRecord(),
	pcapRecord({data: new Uint8Array(0), original: 9}),
	pcapRecord({data: arp.subarray(0, 41), seconds: 0xff_ff_ff_ff, fraction: 999_999}),
);
const nano = join(
	pcapHeader({magic: 0xa1_b2_3c_4d, littleEndian: false, link: 113}),
	pcapRecord({fraction: 999_999_999, littleEndian: false}),
	pcapRecord({seconds: 0, fraction: 1, littleEndian: false}),
);

group('pcapng to pcapng', () => {
	test('keeps frames, times, ids, comments and sections', async () => {
		const path = file(rich);
		expect(await readAll(await rewrite(path, 'pcapng'))).toEqual(await readAll(path));
	});

	test('keeps interfaces, names, secrets and statistics', async () => {
		const [before, after] = [await openCapture(file(rich)), await openCapture(await rewrite(file(rich), 'pcapng'))];
		for (const source of [before, after]) while (source.read());
		expect(after.interfaces).toEqual(before.interfaces);
		const {sections, names, secrets, statistics} = after.metadata;
		expect({names, secrets, statistics}).toEqual({names: before.metadata.names, secrets: before.metadata.secrets, statistics: before.metadata.statistics});
		expect(sections.map(({options, littleEndian}) => ({options, littleEndian}))).toEqual(before.metadata.sections.map(({options, littleEndian}) => ({options, littleEndian})));
		before.close();
		after.close();
	});

	test('is the same a second time, and from gzip', async () => {
		const once = await rewrite(file(rich), 'pcapng');
		expect(readFileSync(await rewrite(once, 'pcapng'))).toEqual(readFileSync(once));
		expect(readFileSync(await rewrite(file(gzipSync(rich)), 'pcapng'))).toEqual(readFileSync(once));
	});

	test('keeps ids when only some frames are written', async () => {
		const {frames} = await readAll(await rewrite(file(rich), 'pcapng', number => number === 9));
		expect(frames).toMatchObject([{id: '1', section: '2', link: '101'}]);
	});

	test('what was there before a fault is written', async () => {
		const {frames} = await readAll(await rewrite(file(rich.subarray(0, -1)), 'pcapng'));
		expect(frames).toHaveLength(8);
	});
});

group('pcap to pcapng and back', () => {
	for (const [name, bytes] of [['microseconds', micro], ['nanoseconds', nano]] as const) {
		test(`keeps ${name}, lengths and bytes`, async () => {
			const before = (await readAll(file(bytes))).frames;
			const pcapng = await rewrite(file(bytes), 'pcapng');
			expect((await readAll(pcapng)).frames).toEqual(before.map(frame => ({...frame, id: '0', section: '1'})));
			expect((await readAll(await rewrite(pcapng, 'nsecpcap'))).frames).toEqual(before);
			expect((await readAll(await rewrite(file(bytes), 'nsecpcap'))).frames).toEqual(before);
		});
	}

	test('pcap drops what is below a microsecond', async () => {
		const {frames} = await readAll(await rewrite(file(nano), 'pcap'));
		expect(frames.map(({time}) => time)).toEqual(['1700000000.999999000', '0.000000000']);
	});

	test('keeps the length of the frame check sequence', async () => {
		for (const format of ['pcap', 'pcapng'] as const) {
			const source = await openCapture(await rewrite(file(micro), format));
			source.read();
			expect(source.interfaces).toMatchObject([{linkType: 1, fcsLength: 4, snapLength: 65_535}]);
			source.close();
		}
	});

	test('a capture without frames is a file without frames', async () => {
		for (const format of ['pcap', 'nsecpcap', 'pcapng'] as const) {
			expect(await readAll(await rewrite(file(new Uint8Array(0)), format))).toEqual({frames: [], fault: undefined, status: 0});
			expect(await readAll(await rewrite(file(micro), format, () => false))).toMatchObject({frames: [], status: 0});
		}
	});

	test('frames longer than the buffer', async () => {
		const bytes = join(pcapHeader({link: 231}), pcapRecord(), pcapRecord({data: new Uint8Array(900_001).fill(0xff)}), pcapRecord());
		for (const format of ['pcap', 'pcapng'] as const)
			expect((await readAll(await rewrite(file(bytes), format))).frames.map(({captured}) => captured)).toEqual([42, 900_001, 42]);
	});
});

group('what cannot be written is one sentence', () => {
	test('several link types into pcap', async () => {
		expect(await refusal(rewrite(file(rich), 'pcap'))).toMatch(
			/^The file ".*" has frames of several link types \(1 and 113\), which pcap cannot hold: write it with -F pcapng\.$/,
		);
		const late = join(section(), describe(), packet(), describe({link: 113}), packet({id: 1}));
		expect(await refusal(rewrite(file(late), 'nsecpcap'))).toMatch(/several link types/);
	});

	test('custom blocks, and times before 1970, into pcap', async () => {
		const start = join(section(), describe());
		expect(await refusal(rewrite(file(join(start, packet(), custom(1, 'abcd'))), 'pcap'))).toBe('Frame 2 is not a packet, which pcap cannot hold: write it with -F pcapng.');
		const early = describe({options: join(option(14, new Uint8Array(8).fill(0xff)), end)});
		expect(await refusal(rewrite(file(join(section(), early, packet({time: 0n}))), 'pcap'))).toBe('Frame 1 has a time that pcap cannot hold: write it with -F pcapng.');
	});

	test('a directory, a missing one, the capture itself, and a link to it', async () => {
		const path = file(micro);
		expect(await refusal(rewrite(path, 'pcap', undefined, directory))).toBe(`The file "${directory}" cannot be written (it is a directory).`);
		expect(await refusal(rewrite(path, 'pcap', undefined, joinPath(directory, 'no', 'where')))).toMatch(/cannot be written \(its directory does not exist\)\.$/);
		expect(await refusal(rewrite(path, 'pcap', undefined, path))).toBe(`The file "${path}" is the capture that is read: write to another one.`);
		execFileSync('ln', ['-s', path, `${path}.link`]);
		expect(await refusal(rewrite(path, 'pcap', undefined, `${path}.link`))).toMatch(/is the capture that is read/);
		expect(readFileSync(path)).toEqual(Buffer.from(micro));
	});

	if (existsSync('/dev/full')) {
		test('a full disk', async () => {
			expect(await refusal(rewrite(file(micro), 'pcap', undefined, '/dev/full'))).toBe('Not all packets could be written to the file "/dev/full": there is no space left.');
		});
	}

	test('the file has the usual mode', async () => {
		const mode = statSync(await rewrite(file(micro), 'pcap')).mode & 0o777;
		expect(mode).toBe(0o666 & ~process.umask());
	});
});

if (hasTshark) {
	const fields = ['number', 'time_epoch', 'cap_len', 'len', 'interface_id', 'section_number', 'interface_name', 'comment', 'protocols', 'packet_flags', 'drop_count', 'cb_pen'];
	const tshark = (path: string, skip: readonly string[] = []) => {
		const wanted = fields.filter(field => !skip.includes(field)).flatMap(field => ['-e', `frame.${field}`]);
		const {stdout, status} = spawnSync('tshark', ['-n', '-r', path, '-T', 'fields', ...wanted], {encoding: 'utf8'});
		return {stdout, status};
	};

	group('tshark reads the same from what was written', () => {
		test('pcapng from pcapng', async () => {
			const after = tshark(await rewrite(file(rich), 'pcapng'));
			expect(after).toEqual(tshark(file(rich)));
			expect(after.stdout.split('\n')).toHaveLength(10);
		});

		test('every format from pcap', async () => {
			const skip = ['interface_id', 'section_number', 'interface_name'];
			const before = tshark(file(nano), skip);
			for (const format of ['nsecpcap', 'pcapng'] as const) expect(tshark(await rewrite(file(nano), format), skip)).toEqual(before);
			expect(tshark(await rewrite(file(micro), 'pcap'), skip)).toEqual(tshark(file(micro), skip));
		});
	});
}
