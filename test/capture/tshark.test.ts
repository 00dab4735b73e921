import {spawnSync} from 'node:child_process';
import {gzipSync} from 'node:zlib';
import {describe as group, expect, test} from 'vitest';
import {arp, block, custom, describe, end, join, journal, obsoletePacket, option, packet, pcapHeader, pcapRecord, section, simplePacket, words} from './build.ts';
import {file, hasTshark, readAll} from './read.ts';

const start = join(section(), describe());

function pcapOf(magic: number, extra: number): Uint8Array {
	const record = pcapRecord({extra: new Uint8Array(extra)});
	return join(pcapHeader({magic}), record, record, record, record);
}

/** Files on which the reference program and these readers must agree: frames and exit status. */
const files: readonly (readonly [string, Uint8Array])[] = [
	['pcap', pcapOf(0xa1_b2_c3_d4, 0)],
	['nanosecond pcap', pcapOf(0xa1_b2_3c_4d, 0)],
	['modified pcap', pcapOf(0xa1_b2_cd_34, 8)],
	['SuSE pcap', pcapOf(0xa1_b2_cd_34, 12)],
	['Red Hat pcap', pcapOf(0xa1_b2_c3_d4, 8)],
	['Nokia pcap', pcapOf(0xa1_b2_c3_d4, 4)],
	['Ixia pcap', join(pcapHeader({magic: 0x1c_00_01_ac}), words(true, 0), pcapRecord())],
	['AIX FDDI', join(pcapHeader({minor: 2, link: 15}), pcapRecord())],
	['pcap 2.2', join(pcapHeader({minor: 2}), pcapRecord({captured: 60, original: 42}))],
	['pcap 1.0', join(pcapHeader({major: 1, minor: 0}), pcapRecord())],
	['reserved link type bits', join(pcapHeader({link: 0x1_00_01}), pcapRecord())],
	['odd times', join(pcapHeader(), pcapRecord(), pcapRecord({seconds: 0xff_ff_ff_ff}), pcapRecord({fraction: 0xff_ff_ff_ff}), pcapRecord({fraction: 1_999_999}))],
	['odd lengths', join(pcapHeader({snap: 3}), pcapRecord(), pcapRecord({original: 0xff_ff_ff_ff}), pcapRecord({original: 0}), pcapRecord({data: new Uint8Array(0)}))],
	['a long packet', join(pcapHeader(), pcapRecord(), pcapRecord({data: new Uint8Array(262_145).fill(0xff)}))],
	['a cut pcap', pcapOf(0xa1_b2_c3_d4, 0).subarray(0, -1)],
	['a cut pcap header', pcapHeader().subarray(0, 23)],
	['a pcap header', pcapHeader()],
	['nothing', new Uint8Array(0)],
	['gzip', gzipSync(pcapOf(0xa1_b2_c3_d4, 0))],
	['cut gzip', gzipSync(pcapOf(0xa1_b2_c3_d4, 0)).subarray(0, -4)],
	['gzip of nothing', gzipSync('')],
	['gzip of text', gzipSync('hello world')],
	['text', Buffer.from('hello this is not a capture')],
	['blocks of all kinds',
		join(start, packet(), simplePacket(), obsoletePacket(), custom(32_473, 'hello'), journal('__REALTIME_TIMESTAMP=1700000001234567\n'), block(0x99, arp), packet())],
	['sysdig events', join(start, packet(), block(0x2_04, new Uint8Array(44)), block(0x2_08, new Uint8Array(44)), block(0x2_21, new Uint8Array(48)))],
	['sections', join(
		start,
		describe({link: 113}),
		packet({id: 1}),
		section({littleEndian: false}),
		describe({link: 101, littleEndian: false}),
		packet({littleEndian: false}),
		section(),
		describe(),
		packet(),
	)],
	['comments', join(start, packet({options: join(option(1, 'one'), option(1, 'grüße'), end)}), packet({options: option(1, 'no end')}))],
	['an undeclared interface', join(start, packet(), packet({id: 1}))],
	['different lengths', join(start, packet(), block(0x99, arp, {second: 20}))],
	['a cut pcapng', join(start, packet(), packet()).subarray(0, -1)],
	['pcapng 1.1', join(section({minor: 1}), describe(), packet())],
	['a bad option', join(start, packet(), packet({options: option(1, 'x', true, 99)}))],
	['time resolutions', join(
		section(),
		...[3, 6, 9, 0x8a, 0x94, 0xa0].map(resolution => describe({options: join(option(9, [resolution]), end)})),
		...[0, 1, 2, 3, 4, 5].map(id => packet({id, time: 1_234_567_890_123_456_789n})),
	)],
];

if (hasTshark) {
	group('tshark sees the same', () => {
		for (const [name, bytes] of files) {
			test(name, async () => {
				const path = file(bytes);
				const fields = ['number', 'time_epoch', 'cap_len', 'len', 'interface_id', 'section_number', 'comment'].flatMap(field => ['-e', `frame.${field}`]);
				const {stdout, status} = spawnSync('tshark', ['-n', '-r', path, '-T', 'fields', '-E', 'separator=|', ...fields], {encoding: 'utf8'});
				const ours = await readAll(path);
				const lines = ours.frames.map(({time, captured, original, id, section: number, comments}, index) =>
					[index + 1, time, captured, original, id, number, comments].join('|')
				);
				expect({lines, status: ours.status}).toEqual({lines: stdout.split('\n').slice(0, -1), status});
			});
		}
	});
} else {
	test('tshark is not installed: the readers are tested without it', () => undefined);
}
