import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {blockSize} from '../../src/decode/packet-index.ts';
import {runInkcap} from './run-inkcap.ts';

const fileHeader = 24;
const recordHeader = 16;
/** The request of the fixture is whole in its fourth packet. */
const asked = 4;
const between = blockSize * 2 + 1;

/** Where a record of a pcap file ends that begins at `at`. */
const endOf = (bytes: Buffer, at: number): number => at + recordHeader + bytes.readUInt32LE(at + 8);

/** The fixture with so many frames between the request and its answer that the index is in several blocks. */
let file: string;

beforeAll(() => {
	const whole = fs.readFileSync('fixtures/http/chunks.pcap');
	let cut = fileHeader;
	for (let packet = 0; packet < asked; packet++) cut = endOf(whole, cut);
	// Frames without a layer above Ethernet, in the second of the request.
	const filler = Buffer.alloc(recordHeader + 14);
	whole.copy(filler, 0, fileHeader, fileHeader + 8);
	filler.writeUInt32LE(14, 8);
	filler.writeUInt32LE(14, 12);
	file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-past-')), 'past.pcap');
	fs.writeFileSync(file, Buffer.concat([whole.subarray(0, cut), ...Array.from({length: between}, () => filler), whole.subarray(cut)]));
});

afterAll(() => fs.rmSync(path.dirname(file), {recursive: true}));

test('an answer finds its request, its connection and its times however many packets stand between', async () => {
	const fields = ['tcp.stream', 'tcp.time_delta', 'tcp.seq', 'tcp.analysis.initial_rtt', 'tcp.analysis.ack_rtt', 'http.time', 'http.response_for.uri', 'http.host',
		'http.file_data'];
	const words = ['-Y', 'tcp', '-T', 'fields', ...fields.flatMap(name => ['-e', name])];
	const near = await runInkcap(['-r', 'fixtures/http/chunks.pcap', ...words]);
	const far = await runInkcap(['-r', file, ...words]);
	const rows = await runInkcap(['-r', file, '-Y', 'http.response', '-T', 'fields', '-e', 'frame.number', '-e', 'http.request_in']);
	expect(near.output).toContain('http://');
	expect(far).toEqual(near);
	expect(rows.output.split('\n')[0]!.split('\t')[1]).toBe(String(asked));
});

test.each([['conv,tcp'], ['endpoints,tcp'], ['conv,tcp', '-z', 'io,stat,0,tcp']])('%s counts packets that are long past', async (...words) => {
	const asks = ['-q', '-z', ...words];
	const near = await runInkcap(['-r', 'fixtures/http/chunks.pcap', ...asks]);
	const far = await runInkcap(['-r', file, ...asks]);
	expect(near.output).toContain('TCP');
	expect(far).toEqual(near);
});
