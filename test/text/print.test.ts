import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {runInkcap} from './run-inkcap.ts';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-print-'));
const file = path.join(directory, 'two.pcap');
const long = path.join(directory, 'long.pcap');
const cut = path.join(directory, 'cut.pcap');

/** Ethernet, IPv4, UDP to a port that nobody owns. */
const datagram = (payload: Uint8Array): Uint8Array => {
	const length = 28 + payload.length;
	return Uint8Array.from([
		...[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0],
		...[0x45, 0, length >> 8, length & 255, 0, 1, 0x40, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2],
		...[0x9c, 0x40, 0x9c, 0x41, (length - 20) >> 8, (length - 20) & 255, 0, 0],
		...payload,
	]);
};

const pcap = (frames: ReadonlyArray<{readonly seconds: number; readonly bytes: Uint8Array; readonly original?: number}>): Uint8Array => {
	const word = (value: number): number[] => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
	return Uint8Array.from([
		...[0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0],
		...frames.flatMap((
			{seconds, bytes, original},
		) => [...word(Math.floor(seconds)), ...word(Math.round((seconds % 1) * 1e6)), ...word(bytes.length), ...word(original ?? bytes.length), ...bytes]),
	]);
};

beforeAll(() => {
	process.env.TZ = 'UTC';
	fs.writeFileSync(file, pcap([{seconds: 1_000_000_000.5, bytes: datagram(Uint8Array.of(1, 2, 3))}, {seconds: 1_000_000_061.75, bytes: datagram(Uint8Array.of(65, 66))}]));
	fs.writeFileSync(cut, pcap([{seconds: 0, bytes: datagram(Uint8Array.of(65, 66)).subarray(0, 40), original: 44}]));
	fs.writeFileSync(long, pcap([{seconds: 0, bytes: new Uint8Array(0x1_0001)}]));
});

afterAll(() => fs.rmSync(directory, {recursive: true, force: true}));

const text = async (...words: string[]): Promise<string> => (await runInkcap(['-r', file, ...words])).output;

describe('text', () => {
	test('one line for each packet, in columns', async () => {
		expect(await text()).toBe([
			'    1   0.000000    192.0.2.1 → 192.0.2.2    UDP 45 40000 → 40001 Len=3\n',
			'    2  61.250000    192.0.2.1 → 192.0.2.2    UDP 44 40000 → 40001 Len=2\n',
		].join(''));
	});

	test('-T tabs puts tabs between them', async () => {
		expect(await text('-T', 'tabs', '-c', '1')).toBe('    1\t  0.000000\t   192.0.2.1\t→\t192.0.2.2   \tUDP\t45\t40000 → 40001 Len=3\n');
	});

	test('-t and -u say when', async () => {
		const times = async (...words: string[]): Promise<string[]> => (await text('-T', 'fields', '-e', '_ws.col.Time', ...words)).trimEnd().split('\n');
		expect(await times('-t', 'ud')).toEqual(['2001-09-09 01:46:40.500000', '2001-09-09 01:47:41.750000']);
		expect(await times('-t', 'd', '-u', 'hms')).toEqual(['0.000000s', '1m  1.250000s']);
		expect(await times('-t', 'dd', '-Y', 'frame.number == 2')).toEqual(['0.000000']);
	});

	test('-x prints bytes and characters, -S something between packets', async () => {
		expect(await text('-x', '-c', '1', '-S', '----')).toBe([
			'0000  02 00 00 00 00 01 02 00 00 00 00 02 08 00 45 00   ..............E.\n',
			'0010  00 1f 00 01 40 00 40 11 00 00 c0 00 02 01 c0 00   ....@.@.........\n',
			'0020  02 02 9c 40 9c 41 00 0b 00 00 01 02 03            ...@.A.......\n',
			'----\n',
		].join(''));
	});

	test('the dump of a long frame has longer offsets', async () => {
		const {output} = await runInkcap(['-r', long, '-x']);
		expect(output.split('\n')[0]).toMatch(/^00000 {2}00 00/);
	});

	test('-O shows what is below some protocols only', async () => {
		const output = await text('-O', 'udp', '-c', '1');
		expect(output).toMatch(
			/^Frame 1: 45 bytes on wire \(360 bits\), 45 bytes captured \(360 bits\)\nEthernet II, Src: 02:00:00:00:00:02, Dst: 02:00:00:00:00:01\nInternet Protocol Version 4, .*\nUser Datagram Protocol, Src Port: 40000, Dst Port: 40001\n {4}Source Port: 40000\n/,
		);
		expect(output).toMatch(/\nData \(3 bytes\)\n\n$/);
	});

	test('-P prints the line as well', async () => {
		expect(await text('-P', '-x', '-c', '1')).toMatch(/^ {4}1 .*\n\n0000 /);
	});

	test('what was not captured is said at the end of the tree', async () => {
		const {output} = await runInkcap(['-r', cut, '-V', '-P']);
		expect(output).toMatch(/\[Packet size limited during capture\]\nFrame 1: /);
		expect(output).toMatch(/\n\[Packet size limited during capture: UDP truncated\]\n\n$/);
	});
});

describe('fields', () => {
	test('a header, quotes, and several values', async () => {
		expect(
			await text(
				'-T',
				'fields',
				'-e',
				'ip.addr',
				'-e',
				'tcp.port',
				'-e',
				'frame.len',
				'-E',
				'header=y',
				'-E',
				'quote=d',
				'-E',
				'separator=;',
				'-E',
				'aggregator=/s',
				'-c',
				'1',
			),
		).toBe(
			'ip.addr;tcp.port;frame.len\n"192.0.2.1 192.0.2.2";;"45"\n',
		);
		expect(await text('-T', 'fields', '-e', 'ip.addr', '-E', 'occurrence=l', '-c', '1')).toBe('192.0.2.2\n');
	});

	test('protocols say their line, data its bytes, columns what the list says', async () => {
		expect(await text('-T', 'fields', '-e', 'udp', '-e', 'data', '-e', '_ws.col.Info', '-e', '_ws.col.No.', '-c', '1')).toBe(
			'User Datagram Protocol, Src Port: 40000, Dst Port: 40001\t010203\t40000 → 40001 Len=3\t1\n',
		);
	});
});

describe('what is odd about packets', () => {
	const fixtures = path.join(import.meta.dirname, '../../fixtures');
	const fields = async (capture: string, names: readonly string[], ...words: string[]): Promise<string> =>
		(await runInkcap(['-r', path.join(fixtures, capture), '-T', 'fields', ...names.flatMap(name => ['-e', name]), ...words])).output;

	test('is said in fields as tshark says it', async () => {
		const names = ['frame.number', '_ws.expert.message', '_ws.expert.severity', '_ws.expert.group', '_ws.expert', '_ws.malformed', '_ws.malformed.expert', '_ws.short'];
		expect(await fields('arp/lengths-malformed.pcap', names, '-c', '1')).toBe(
			'1\tMalformed Packet (Exception occurred)\t8388608\t117440512\tExpert Info (Error/Malformed): Malformed Packet (Exception occurred)\t[Malformed Packet: ARP/RARP],_ws.malformed\t1\t\n',
		);
		expect(await fields('arp/request-reply-trunc.pcap', names, '-c', '1')).toBe('1\t\t\t\t\t\t\t[Packet size limited during capture: ARP/RARP truncated]\n');
		expect(await fields('icmp/malformed.pcap', names, '-c', '5', '-Y', 'frame.number == 5')).toBe(
			'5\tBad checksum [should be 0x4d5a]\t6291456\t16777216\tExpert Info (Warning/Checksum): Bad checksum [should be 0x4d5a]\t\t\t\n',
		);
		expect(await fields('bfd/malformed.pcap', ['_ws.expert.group', '_ws.malformed', '_ws.malformed.expert'], '-Y', 'frame.number == 2')).toBe('117440512\t_ws.malformed\t\n');
	});

	test('of colours is said with --color, in fields, filters, trees and JSON', async () => {
		const rule = ['frame.number', 'frame.coloring_rule.name', 'frame.coloring_rule.string'];
		expect(await fields('icmp/malformed.pcap', rule, '--color', '-Y', 'frame.coloring_rule.name == "ICMP" && icmp.checksum_bad && frame.number == 5')).toBe(
			'5\tICMP\ticmp || icmpv6\n',
		);
		expect(await fields('icmp/malformed.pcap', rule, '-c', '1')).toBe('1\t\t\n');
		expect(await fields('icmp/malformed.pcap', rule, '-Y', 'frame.coloring_rule.name')).toBe('');
		const tour = ['-r', path.join(fixtures, 'tour.pcapng'), '-c', '10', '-Y', 'frame.number == 10', '--color'];
		expect((await runInkcap([...tour, '-V'])).output).toContain('\n    [Coloring Rule Name: ARP]\n    [Coloring Rule String: arp]\n');
		expect((await runInkcap([...tour, '-T', 'json'])).output).toMatch(
			/"frame.protocols": "[^"]+",\n +"frame.coloring_rule.name": "ARP",\n +"frame.coloring_rule.string": "arp"\n/,
		);
	});
});

describe('JSON', () => {
	test('has tshark’s shape', async () => {
		const output = await text('-T', 'json', '-c', '1');
		expect(
			output.startsWith(
				'[\n  {\n    "_index": "packets-2001-09-09",\n    "_type": "doc",\n    "_score": null,\n    "_source": {\n      "layers": {\n        "frame": {\n          "frame.encap_type": "1",\n',
			),
		).toBe(true);
		expect(output.endsWith('        "data": {\n          "data.data": "01:02:03",\n          "data.len": "3"\n        }\n      }\n    }\n  }\n]\n')).toBe(true);
		expect(output).toContain('          "udp.port": "40000",\n');
		expect(output.match(/"udp\.port"/g)).toHaveLength(2);
	});

	test('--no-duplicate-keys makes arrays', async () => {
		const [packet] = JSON.parse(await text('-T', 'json', '--no-duplicate-keys', '-c', '1')) as [{_source: {layers: {udp: Record<string, unknown>}}}];
		expect(packet._source.layers.udp['udp.port']).toEqual(['40000', '40001']);
	});

	test('-x adds the bytes, their place, mask and type', async () => {
		const [packet] = JSON.parse(await text('-T', 'json', '-x', '-c', '1')) as [{_source: {layers: Record<string, Record<string, unknown>>}}];
		expect(packet._source.layers.frame_raw).toEqual([expect.stringMatching(/^0200/), 0, 45, 0, 1]);
		expect(packet._source.layers.udp!['udp.srcport_raw']).toEqual(['9c40', 34, 2, 0, 5]);
	});

	test('-e keeps some fields', async () => {
		const packets = JSON.parse(await text('-T', 'json', '-e', 'ip.dst', '-e', 'tcp.port', '-e', 'frame.number')) as Array<{_source: {layers: unknown}}>;
		expect(packets.map(({_source}) => _source.layers)).toEqual([{'ip.dst': ['192.0.2.2'], 'frame.number': ['1']}, {'ip.dst': ['192.0.2.2'], 'frame.number': ['2']}]);
	});

	test('no packet is an empty array', async () => {
		expect(await text('-T', 'json', '-Y', 'tcp')).toBe('[]\n');
	});
});

describe('names that are mistyped', () => {
	test.each([
		[['-T', 'fields', '-e', 'ip.scr'], 1, "There is no field 'ip.scr'; did you mean 'ip.src'?\n"],
		[['-O', 'udpp'], 1, "-O knows no protocol 'udpp'; did you mean 'udp'?\n"],
		[['-d', 'tcp.prot==80,udp'], 1, "-d knows no layer 'tcp.prot'; did you mean 'tcp.port'?\n"],
		[['-d', 'tcp.port==80'], 1, "-d takes LAYER==VALUE,PROTOCOL, for instance tcp.port==8123,http; not 'tcp.port==80'.\n"],
		[['-d', 'tcp.port==70000,udp'], 1, "-d tcp.port== takes numbers from 0 to 65535, not '70000'.\n"],
		[['-Y', 'ip.src =='], 2, expect.stringMatching(/^The filter, column 10: .+[.?]\n {4}ip\.src ==\n {13}\^\n$/)],
	])('%j', async (words, status, complaints) => {
		expect(await runInkcap(['-r', file, ...words])).toEqual({status, output: '', complaints});
	});
});
