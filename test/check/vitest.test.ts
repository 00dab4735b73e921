import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {captureOf, decode, openCapture} from '../../src/index.ts';
import {matchDecode} from '../../src/check/vitest.ts';
import {checking, directoryWith, recordsOf, rewrite, withByte} from './captures.ts';

const failure = async (of: Promise<unknown>): Promise<string> => of.then(() => 'nothing failed', (error: unknown) => (error instanceof Error ? error.message : String(error)));

test('toMatchDecode compares with the snapshot that inkcap check keeps', async () => {
	const directory = directoryWith('tcp/handshake.pcap');
	const file = path.join(directory, 'handshake.pcap');
	await checking([directory], {update: true});
	await expect(file).toMatchDecode();
	await expect(openCapture(file)).toMatchDecode();
	expect((await matchDecode(file, {only: 'tcp.flags.syn == 1', ignore: ['ip.id']}, undefined, 'none')).pass).toBe(true);
	rewrite(file, records => records.map((record, i) => (i === 0 ? withByte(record, 22, ttl => ttl - 1) : record)));
	const {pass, message} = await matchDecode(file, {}, undefined, 'new');
	expect([pass, message()]).toEqual([false, `${file} does not say what ${file}.txt says\nframe 1: ip.ttl 64 -> 63`]);
	expect((await matchDecode(file, {ignore: ['ip.ttl']}, undefined, 'none')).pass).toBe(true);
	fs.writeFileSync(path.join(directory, 'inkcap.config.json'), '{"check": {"ignore": ["ip.ttl"]}}');
	await expect(file).toMatchDecode();
	expect(await failure(expect(file).not.toMatchDecode())).toContain('cannot be negated');
});

test('toMatchDecode writes snapshots as vitest writes its own', async () => {
	const directory = directoryWith('tcp/handshake.pcap');
	const file = path.join(directory, 'handshake.pcap');
	const none = await matchDecode(file, {}, undefined, 'none');
	expect([none.pass, none.message()]).toEqual([false, `there is no snapshot ${file}.txt; vitest --update writes it`]);
	expect((await matchDecode(file, {}, undefined, 'new')).pass).toBe(true);
	expect((await matchDecode(file, {}, undefined, 'none')).pass).toBe(true);
	rewrite(file, records => records.slice(1));
	expect((await matchDecode(file, {}, undefined, 'new')).pass).toBe(false);
	expect((await matchDecode(file, {}, undefined, 'all')).pass).toBe(true);
	expect((await matchDecode(file, {}, undefined, 'none')).pass).toBe(true);
});

test('toMatchDecode of packets in memory needs a place for the snapshot', async () => {
	const directory = directoryWith('tcp/handshake.pcap');
	const frames = recordsOf(path.join(directory, 'handshake.pcap')).map(record => record.slice(16));
	await checking([directory], {update: true, ignore: ['frame', 'tcp.time*', 'tcp.analysis*']});
	const snapshot = path.join(directory, 'handshake.pcap.txt');
	await expect(captureOf(frames)).toMatchDecode({snapshot, ignore: ['frame', 'tcp.time*', 'tcp.analysis*']});
	expect(await failure(expect(captureOf(frames)).toMatchDecode())).toContain('needs {snapshot}');
	expect(await failure(expect(7).toMatchDecode())).toContain('takes a capture or the path of one, not a number');
});

test('matchers read captures by the rules of the configuration, and by those that are given', async () => {
	const directory = directoryWith('http/get.pcap');
	const file = path.join(directory, 'get.pcap');
	const decodeAs = ['tcp.port==80,data'];
	await checking([directory], {update: true, decodeAs});
	await expect(file).toMatchDecode({decodeAs});
	await expect(openCapture(file, {decodeAs})).toMatchDecode();
	expect((await matchDecode(file, {}, undefined, 'none')).message()).toContain('The snapshot was made with decode-as');
	expect(await failure(expect(openCapture(file)).toMatchDecode({decodeAs}))).toContain('give it to what opens this one');
	await expect(file).toHavePackets('http');
	fs.writeFileSync(path.join(directory, 'inkcap.config.json'), JSON.stringify({check: {decodeAs}}));
	await expect(file).toMatchDecode();
	await expect(file).not.toHavePackets('http');
});

test('toHavePackets counts the packets that pass a filter', async () => {
	const file = path.join(directoryWith('tcp/handshake.pcap'), 'handshake.pcap');
	await expect(file).toHavePackets('tcp.flags.syn == 1');
	await expect(file).toHavePackets('tcp.flags.syn == 1', 2);
	await expect(file).not.toHavePackets('dns');
	await expect(file).not.toHavePackets('tcp', 3);
	const message = await failure(expect(file).toHavePackets('tcp.flags.syn == 1', 3));
	expect(message).toContain(`expected ${file} to have 3 packets that pass 'tcp.flags.syn == 1'; 2 of 10 do\n  frame 1: TCP 192.0.2.10 -> `);
	expect(await failure(expect(file).not.toHavePackets('tcp.flags.syn == 1'))).toContain('not to have packets');
});

test('packets in snapshots are their canonical text', () => {
	const packet = decode(new Uint8Array([0x45, 0, 0, 20, 0, 0, 0x40, 0, 64, 253, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]), {linkType: 'raw'});
	expect(packet).toMatchInlineSnapshot(`
		frame 1: IPv4 192.0.2.1 -> 192.0.2.2: Unknown (253)
			frame
				frame.encap_type 7
				frame.len 20
				frame.cap_len 20
				frame.protocols raw:ip
			raw
			ip
				ip.version 4
				ip.hdr_len 20
				ip.dsfield 0x00
					ip.dsfield.dscp 0
					ip.dsfield.ecn 0
				ip.len 20
				ip.id 0x0000
				ip.flags 0x02
					ip.flags.rb 0
					ip.flags.df 1
					ip.flags.mf 0
				ip.frag_offset 0
				ip.ttl 64
				ip.proto 253
				ip.checksum 0x0000
				ip.checksum.status 2
				ip.src 192.0.2.1
				ip.dst 192.0.2.2
	`);
});
