import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {readHexDump} from '../../src/capture/hex-dump.ts';
import {openCapture} from '../../src/index.ts';
import {fromHex} from '../../src/text/from-hex.ts';
import {timeReader} from '../../src/text/written-time.ts';
import {recordsOf} from '../check/captures.ts';

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-hex-'));
afterAll(() => fs.rmSync(place, {recursive: true, force: true}));

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const packetsIn = (text: string, base: 'hex' | 'oct' | 'dec' | 'none' = 'hex'): string[] => [...readHexDump(text, {base})].map(({bytes}) => hex(bytes));

describe('a dump', () => {
	// What text2pcap 4.0.17 makes of each.
	test.each([
		['offsets and bytes', '000000 00 01 02 03 04 05\n000006 06 07\n000000 aa bb\n', ['0001020304050607', 'aabb']],
		['characters behind the bytes', '0000 00 01 02 03  ..ab\n0004 04 05\n', ['000102030405']],
		['what looks like bytes behind them', '0000 00 01 02 03  ..ab\n0004 04 05 06 07  aa bb\n', ['0001020304050607aabb']],
		['the marks of a mail', '> 0000 00 01\n> 0002 02\n', ['000102']],
		['text between the lines', '0000  00 01 02\nsome text 11 22\n0003 03 04\n', ['0001020304']],
		['bytes without an offset', '00 01 02 03\n0000 11 22\n', ['1122']],
		['an offset that jumps ahead', '0000 00 01\n0002 02\n0004 99\n0000 aa\n', ['000102', 'aa']],
		['an offset that goes back', '0000 00 01 02 03\n0002 aa bb\n', ['0001aabb']],
		['colons behind the offsets', '0000: 00 01\n0002: 02 03\n', ['00010203']],
		['a comment', '# comment\n0000 00 01 # 02\n0002 03\n', ['000103']],
		['an offset of three digits', '000 00 01\n', ['0001']],
		['an offset of two', '00 00 01\n', []],
		['half a byte', '0000 00 1 02\n', ['00']],
		['an offset that is not the first', '0008 61 62\n0000 01 02\n', ['0102']],
		['text before the offset', '10:15:14.5476 0000 61 62\n', ['6162']],
		['the ends of lines of Windows', '0000 00 01\r\n0002 02\r\n', ['000102']],
	])('with %s', (_, text, packets) => {
		expect(packetsIn(text)).toEqual(packets);
	});

	test('has offsets in other bases, or none', () => {
		expect(packetsIn(`000000 ${'00 '.repeat(8)}\n000010 01\n`, 'oct')).toEqual(['000000000000000001']);
		expect(packetsIn(`0000 ${'00 '.repeat(10)}\n0010 01\n`, 'dec')).toEqual(['0000000000000000000001']);
		expect(packetsIn('00 01 02\n03 04\n\n05 06\n', 'none')).toEqual(['00010203040506']);
	});

	test('is what tcpdump -x prints, too', () => {
		const fixture = path.join(import.meta.dirname, '../../fixtures/tcp/handshake.pcap');
		const {status, stdout} = spawnSync('tcpdump', ['-nxx', '-r', fixture], {encoding: 'utf8'});
		if (status === 0) expect(packetsIn(stdout)).toEqual(recordsOf(fixture).map(record => hex(record.slice(16))));
		expect(packetsIn('12:00:00.1 IP a > b\n\t0x0000:  4500 0034 01\n\t0x0005:  aabb\n')).toEqual(['4500003401aabb']);
	});
});

/** Runs it on a dump; the packets of the pcap that comes of it. */
const made = (text: string, ...words: string[]): string[] => {
	const [from, to] = [path.join(place, 'dump.txt'), path.join(place, 'made.pcap')];
	fs.writeFileSync(from, text);
	fromHex([...words, '-F', 'pcap', from, to]);
	return recordsOf(to).map(record => hex(record.slice(16)));
};

const ethernet = '2052454356002053454e4400';

describe('headers before the bytes', () => {
	// What text2pcap 4.0.17 puts there.
	test.each([
		[['-e', '0x806'], `${ethernet}0806010203`.padEnd(120, '0'), `${ethernet}08060405`.padEnd(120, '0')],
		[['-i', '46'], `${ethernet}08004500001712340000ff2e927f0a0101010a020202010203`.padEnd(120, '0'),
			`${ethernet}08004500001612340000ff2e92800a0101010a0202020405`.padEnd(120, '0')],
		[
			['-u', '1000,69', '-4', '10.0.0.1,10.0.0.2'],
			`${ethernet}08004500001f12340000ff1195970a0000010a00000203e80045000be3a6010203`.padEnd(120, '0'),
			`${ethernet}08004500001e12340000ff1195980a0000010a00000203e80045000ae3a50405`.padEnd(120, '0'),
		],
		[
			['-T', '50,60'],
			`${ethernet}08004500002b12340000ff0692930a0101010a0202020032003c00000000000000005000 2000746c0000010203`.replace(' ', '').padEnd(120, '0'),
			`${ethernet}08004500002a12340000ff0692940a0101010a0202020032003c0000000300000000500020007467 00000405`.replace(' ', '').padEnd(120, '0'),
		],
		[
			['-u', '1000,69', '-6', '2001:db8::1,2001:db8::2'],
			`${ethernet}86dd60000000000b112020010db800000000000000000000000120010db800000000000000000000000203e80045000b9c34010203`,
			`${ethernet}86dd60000000000a112020010db800000000000000000000000120010db800000000000000000000000203e80045000a9c330405`,
		],
		[['-l', '101', '-u', '1000,69'], '4500001f12340000ff1192940a0101010a02020203e80045000be0a3010203', '4500001e12340000ff1192950a0101010a02020203e80045000ae0a20405'],
		[['-l', '228'], '010203', '0405'],
		[
			['-s', '30,40,34'],
			`${ethernet}08004500002312340000ff84921d0a0101010a020202001e002800000022164a26e5010203`.padEnd(120, '0'),
			`${ethernet}08004500002212340000ff84921e0a0101010a020202001e002800000022c6bed4d50405`.padEnd(120, '0'),
		],
		[
			['-S', '30,40,34'],
			`${ethernet}08004500003412340000ff84920c0a0101010a020202001e00280000000037d266fa0003001300000000000000000000002201020300`,
			`${ethernet}08004500003412340000ff84920c0a0101010a020202001e002800000000feb71e870003001200000001000000010000002204050000`,
		],
		[
			['-E', 'rawip', '-S', '1,2,4294967295'],
			'4500003412340000ff84920c0a0101010a02020200010002000000003904eb0f000300130000000000000000ffffffff01020300',
			'4500003412340000ff84920c0a0101010a0202020001000200000000f0619372000300120000000100000001ffffffff04050000',
		],
		[['-P', 'dns'], '000c0003646e7300000000010203', '000c0003646e73000000000405'],
	])('%j', (words, first, second) => {
		expect(made('0000 01 02 03\n\n0000 04 05\n', ...words)).toEqual([first, second]);
	});
});

const back = '2053454e4400205245435600';

describe('what goes out', () => {
	// What text2pcap 4.0.17 makes of it.
	test.each([
		[['-T', '1,2'], [
			`${ethernet}08004500002912340000ff0692950a0101010a0202020001000200000000000000005010200077cb000001`,
			`${back}08004500002a12340000ff0692940a0202020a0101010002000100000000000000015010200076c600000203`,
			`${ethernet}08004500002912340000ff0692950a0101010a0202020001000200000001000000025010200074c8000004`,
		]],
		[['-u', '1,2'], [
			`${ethernet}08004500001d12340000ff1192960a0101010a020202000100020009e7d301`,
			`${back}08004500001e12340000ff1192950a0202020a01010100020001000ae6ce0203`,
			`${ethernet}08004500001d12340000ff1192960a0101010a020202000100020009e4d304`,
		]],
	])('has the headers of %j the other way round', (words, packets) => {
		expect(made('I\n0000 01\nO\n0000 02 03\nX\n0000 04\n', '-D', ...words)).toEqual(packets.map(packet => packet.padEnd(120, '0')));
	});

	test('is told from what comes in, and numbers and the name of the interface are kept', async () => {
		const rows = async (text: string, ...words: string[]): Promise<string[]> => {
			const [from, to] = [path.join(place, 'said.txt'), path.join(place, 'said.pcapng')];
			fs.writeFileSync(from, text);
			fromHex([...words, from, to]);
			const said: string[] = [];
			for await (const packet of openCapture(to).packets())
				said.push(['packet_flags', 'packet_id', 'interface_name', 'time_epoch'].map(name => packet.texts(`frame.${name}`).join()).join(' '));
			return said;
		};

		expect(await rows('I 2020-01-02T10:15:14Z\n0000 01\n o2020-01-02T10:15:15Z\n0000 02\nX\n0000 03\n', '-D', '-t', 'ISO', '-N', 'eth7')).toEqual([
			'0x00000001  eth7 1577960114.000000000',
			'0x00000002  eth7 1577960115.000000000',
			'0x00000000  eth7 1577960115.000001000',
		]);
		const pattern = String.raw`^(?<dir>[<>]) (?<seqno>\d+) (?<time>[\d:]+) (?<data>\S+)$`;
		expect(await rows('> 7 10:00:01 a130\nnoise\n< 8 10:00:02 a2\n', '-r', pattern, '-t', '%H:%M:%S')).toEqual([
			'0x00000002 7 unknown 36001.000000000',
			'0x00000001 8 unknown 36002.000000000',
		]);
	});
});

describe('data that a pattern finds', () => {
	// What text2pcap 4.0.17 makes of it.
	test.each([
		['2', '1 01010101\n2 1010\n', ['55']],
		['8', '1 101\n2 377000\n', ['20', '7f80']],
		['16', '1 10 11-12:13\n2 1 1\n3 123\n', ['1011', '11', '12']],
		['64', '1 YWJj\n2 YWJjZA==\n', ['616263', '61626364']],
	])('may be written with the base %s', (base, text, packets) => {
		expect(made(text, '-r', String.raw`^\d (?<data>.+)$`, '-b', base)).toEqual(packets);
	});
});

test('-a leaves out characters that look like bytes, and -m makes several packets of one', () => {
	const text = '0000 61 62 20 44 20 61 62   ab D ab\n0007 61 61 20 62 62   aa bb\n';
	expect(made(text, '-a')).toEqual(['616220442061626161206262']);
	expect(made(text)).toEqual(['616220442061626161206262aabb']);
	expect(made('0000 41 42 20 44  |AB D|\n', '-a')).toEqual(['41422044']);
	const long = `0000 ${'20 '.repeat(100_000)}`;
	expect(made(`${long}   ${' '.repeat(100_000)}\n`, '-a')).toEqual(['20'.repeat(100_000)]);
	expect(made('0000 41 42 43\n0000 44\n', '-m', '2')).toEqual(['4142', '43', '44']);
});

describe('times before packets', () => {
	test.each([
		['ISO', '2020-01-02 10:15:14.123456789', 1_577_960_114_123_456_789n],
		['ISO', '2020-01-02T10:15:15.1Z', 1_577_960_115_100_000_000n],
		['ISO', '2020-01-02T10:15:15+05:30', 1_577_940_315_000_000_000n],
		['%H:%M:%S.%f', '10:15:14.5476', 36_914_547_600_000n],
		['%d %b %Y %T', ' 2 Jan 2020 10:15:14', 1_577_960_114_000_000_000n],
		['%s.%f', '1577960114.5', 1_577_960_114_500_000_000n],
		['%s', 'no time', undefined],
	])('%s reads %s', (format, text, time) => {
		expect(timeReader(format)(text)).toBe(time);
	});

	test('are written to the capture', () => {
		const [from, to] = [path.join(place, 'times.txt'), path.join(place, 'times.pcapng')];
		fs.writeFileSync(from, '2020-01-02 10:15:14.5\n0000 01\nno time\n0000 02\n');
		expect(fromHex(['-t', 'ISO', '-l', '147', from, to])).toBeUndefined();
		const program = path.join(import.meta.dirname, '../../dist/inkcap.cjs');
		const printed = execFileSync(process.execPath, [program, '-r', to, '-T', 'fields', '-e', 'frame.time_epoch', '-e', 'frame.len'], {encoding: 'utf8'});
		expect(printed).toBe('1577960114.500000000\t1\n1577960114.500001000\t1\n');
	});
});

test.each([
	[['only-one'], 'Give the dump and the capture to make of it'],
	[['-o', 'bin', 'a', 'b'], "-o takes hex, oct, dec or none, not 'bin'."],
	[['-s', '1,2', 'a', 'b'], "-s takes two ports and a tag, FROM,TO,TAG, not '1,2'."],
	[['-u', '1,2', '-S', '1,2,3', 'a', 'b'], '-u and -S cannot both be before the bytes.'],
	[['-4', '1.2.3.4,5.6.7.8', 'a', 'b'], '-4 and -6 need to know what follows: -i, -u, -T, -s or -S.'],
	[['-l', '147', '-u', '1,2', 'a', 'b'], 'IP does not stand behind link type 147'],
	[['-P', 'dns', '-l', '1', 'a', 'b'], '-P is for link type 252, not 1.'],
	[['-m', '262145', 'a', 'b'], "-m takes a number from 0 to 262144, not '262145'."],
	[['-N', 'x'.repeat(1025), 'a', 'b'], '-N takes a name of at most 1024 characters.'],
	[['-b', '7', 'a', 'b'], "-b takes 2, 8, 16 or 64, not '7'."],
	[['-r', '(?<data>[', 'a', 'b'], '-r takes a regular expression: '],
	[['-r', 'abc', 'a', 'b'], "-r takes a regular expression with a group (?<data>…), not 'abc'."],
	[['-e', 'xyz', 'a', 'b'], "-e takes a number from 0 to 0xffff, not 'xyz'."],
	[['-u', '1', 'a', 'b'], "-u takes two ports, FROM,TO, not '1'."],
	[['-4', '1.2.3,4', 'a', 'b'], "-4 takes two addresses, FROM,TO, not '1.2.3,4'."],
	[['-t', '%Q', 'a', 'b'], '-t takes ISO or a format of'],
	[['/nothing/there', 'b'], 'The file "/nothing/there" does not exist.'],
])('%j is refused in a sentence', (words, sentence) => {
	expect(() => fromHex(words)).toThrow(sentence);
});
