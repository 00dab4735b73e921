import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {filterWarnings, kernelFilter} from '../../../src/capture/live/capture-filter.ts';
import {countsIn, lastComplaint} from '../../../src/capture/live/command-capture.ts';
import {GrowingFile} from '../../../src/capture/live/growing-file.ts';
import {PcapStream} from '../../../src/capture/live/pcap-stream.ts';
import {RateMeter} from '../../../src/capture/live/rates.ts';
import {sshConnection} from '../../../src/capture/live/ssh-session.ts';
import {openCapture} from '../../../src/capture/open.ts';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-stream-'));
afterAll(() => fs.rmSync(directory, {recursive: true}));

const fixture = (name: string) => path.join(import.meta.dirname, '../../../fixtures', name);

const framesOf = async (file: string) => {
	const source = await openCapture(file);
	const frames: string[] = [];
	do {
		for (let batch = source.read(); batch !== undefined; batch = source.read()) {
			for (let i = 0; i < batch.count; i++) {
				const start = batch.start[i]!;
				const bytes = Buffer.from(batch.bytes.subarray(start, start + batch.captured[i]!)).toString('hex');
				frames.push([batch.seconds[i], batch.nanoseconds[i], batch.original[i], source.interfaces[batch.interface[i]!]?.linkType, bytes].join(' '));
			}
		}
	} while (await source.more());
	return {frames, fault: source.fault?.message, interfaces: source.interfaces};
};

/** Puts a file through a stream in pieces, and gives the file that grew of it. */
const through = (bytes: Uint8Array, pieces: number): string => {
	const grown = path.join(directory, `${Math.random()}.pcapng`);
	const file = new GrowingFile(grown, 0, error => {
		throw error;
	});
	const stream = new PcapStream(file, {name: 'eth7', filter: 'tcp', snapLength: 0, comment: undefined});
	for (let at = 0; at < bytes.length; at += pieces) stream.push(bytes.subarray(at, at + pieces));
	file.close();
	return grown;
};

/** A pcap file with the bytes of every number turned round, as the other kind of machine writes it. */
const turned = (bytes: Buffer): Buffer => {
	const other = Buffer.from(bytes);
	other.subarray(0, 4).swap32();
	other.subarray(4, 8).swap16();
	other.subarray(8, 24).swap32();
	for (let at = 24; at + 16 <= bytes.length; at += 16 + bytes.readUInt32LE(at + 8)) other.subarray(at, at + 16).swap32();
	return other;
};

describe('a capture that comes in pieces', () => {
	test.each([1, 7, 64, 100_000])('of pcap is the same in pieces of %d bytes', async pieces => {
		const bytes = fs.readFileSync(fixture('dns/records.pcap'));
		const expected = await framesOf(fixture('dns/records.pcap'));
		for (const each of [bytes, turned(bytes)]) {
			const {frames, fault, interfaces} = await framesOf(through(each, pieces));
			expect(fault).toBeUndefined();
			expect(frames).toEqual(expected.frames);
			expect(interfaces.map(({name, filter}) => [name, filter])).toEqual([['eth7', 'tcp']]);
		}
	});

	test('of pcapng goes through as it is', async () => {
		const first = through(fs.readFileSync(fixture('tcp/handshake.pcap')), 50);
		const bytes = fs.readFileSync(first);
		expect(fs.readFileSync(through(bytes, 13))).toEqual(bytes);
	});

	test('is refused where it is none, or damaged', () => {
		expect(() => through(new TextEncoder().encode('bash: tcpdump: command not found\n'), 100)).toThrow('What it writes is no capture: pcap or pcapng is read.');
		const bytes = fs.readFileSync(fixture('dns/records.pcap'));
		bytes.writeUInt32LE(0x7f_ff_ff_ff, 24 + 8);
		expect(() => through(bytes, 100)).toThrow('What it writes is damaged: a packet is said to be 2147483647 bytes long.');
	});
});

test('a growing file goes on behind what is whole', async () => {
	const grown = through(fs.readFileSync(fixture('dns/records.pcap')), 1000);
	const {size} = fs.statSync(grown);
	const {frames} = await framesOf(grown);
	// Half a block, of a child that was killed.
	fs.appendFileSync(grown, Buffer.from([6, 0, 0, 0, 200, 0, 0, 0, 1]));
	const file = new GrowingFile(grown, size, () => undefined);
	file.section('again');
	const index = file.interface({linkType: 1, snapLength: 100, name: 'eth8', filter: ''});
	file.packet(index, 1_700_000_000, 123_456_789, new Uint8Array([1, 2, 3]), 0, 3, 60);
	file.statistics(index, 1_700_000_001_000, 5, 2);
	file.close();
	const after = await framesOf(grown);
	expect(after.fault).toBeUndefined();
	expect(after.frames).toEqual([...frames, '1700000000 123456789 60 1 010203']);
	expect(after.interfaces.map(({name, section}) => [name, section])).toEqual([['eth7', 1], ['eth8', 2]]);
});

describe('what tcpdump and dumpcap say', () => {
	test('is counted', () => {
		expect(countsIn('tcpdump: listening on lo\n4 packets captured\n8 packets received by filter\n1 packet dropped by kernel\n')).toEqual({received: 8, drops: 1, losing: true});
		expect(countsIn("Packets received/dropped on interface 'Loopback: lo': 6/2 (pcap:2/dumpcap:0/flushed:0/ps_ifdrop:0) (75.0%)")).toEqual({
			received: 6,
			drops: 2,
			losing: true,
		});
		expect(countsIn('')).toEqual({});
	});

	test('is told without the rest', () => {
		expect(lastComplaint('dumpcap: You do not have permission to capture on device "lo".\n(socket: Operation not permitted)\n\nand then restarting Wireshark.\n')).toBe(
			'You do not have permission to capture on device "lo".',
		);
		expect(lastComplaint('tcpdump: listening on lo, link-type EN10MB\n')).toBe('');
		expect(lastComplaint('Connection closed by 192.0.2.1 port 22\n')).toBe('Connection closed by 192.0.2.1 port 22');
	});
});

describe('capture filters', () => {
	const ssh = sshConnection({SSH_CONNECTION: '::ffff:192.0.2.7 50022 192.0.2.1 22'});

	test('leave out the connection that the program is run over', () => {
		expect(kernelFilter('', ssh)).toBe('not (tcp port 50022 and host 192.0.2.7 and tcp port 22 and host 192.0.2.1)');
		expect(kernelFilter('udp or tcp', ssh)).toBe('(udp or tcp) and not (tcp port 50022 and host 192.0.2.7 and tcp port 22 and host 192.0.2.1)');
		expect(kernelFilter('udp', undefined)).toBe('udp');
		expect(sshConnection({SSH_CONNECTION: '1 or (1) 2 3'})).toBeUndefined();
		expect(sshConnection({SSH_CONNECTION: '', SUDO_UID: '0'})).toBeUndefined();
	});

	test('by ports are warned of', () => {
		expect(filterWarnings('tcp port 80')).toHaveLength(2);
		expect(filterWarnings('port 53 or (vlan and port 53) or (ip[6:2] & 0x1fff != 0)')).toEqual([]);
		expect(filterWarnings('host support.example')).toEqual([]);
	});
});

test('rates are over the last second', () => {
	const meter = new RateMeter();
	meter.sample(0, {packets: 0, bytes: 0});
	meter.sample(500, {packets: 100, bytes: 10_000});
	const rates = meter.sample(1000, {packets: 300, bytes: 20_000});
	expect(rates).toEqual({packetsPerSecond: 300, bitsPerSecond: 160_000, history: [200, 400]});
});
