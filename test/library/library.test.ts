import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {
	type Capture,
	CaptureError,
	captureOf,
	compileFilter,
	decode,
	decodeText,
	FilterError,
	followStream,
	linkTypes,
	openCapture,
	type Packet,
	type PacketNode,
} from '../../src/index.ts';
import {recordsOf} from '../check/captures.ts';

const fixture = (name: string): string => path.join(import.meta.dirname, '../../fixtures', name);

const packetsOf = async (capture: Capture, filter = ''): Promise<Packet[]> => {
	const packets: Packet[] = [];
	for await (const packet of capture.packets({filter})) packets.push(packet);
	return packets;
};

const framesOf = (name: string): Uint8Array[] => recordsOf(fixture(name)).map(record => record.slice(16));

describe('a capture', () => {
	test('gives its packets in order, and those that pass a filter', async () => {
		const capture = openCapture(fixture('tcp/handshake.pcap'));
		expect((await packetsOf(capture)).map(({number}) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
		expect((await packetsOf(capture, 'tcp.flags.syn == 1')).map(({number}) => number)).toEqual([1, 2]);
		expect(await capture.count()).toBe(10);
		expect(await capture.count(compileFilter('tcp.flags.fin == 1'))).toBe(2);
		expect((await capture.packet(2))!.get('tcp.flags.ack')).toBe(1);
		expect(await capture.packet(11)).toBeUndefined();
		expect(await capture.packet(0)).toBeUndefined();
	});

	test('knows what later packets tell, unless it is streaming', async () => {
		const [question] = await packetsOf(openCapture(fixture('dns/records.pcap')));
		expect(question!.get('dns.response_in')).toBe(2);
		const seen: unknown[] = [];
		for await (const packet of openCapture(fixture('dns/records.pcap')).packets({streaming: true})) {
			seen.push(packet.get('dns.id'));
			break;
		}

		expect(seen).toHaveLength(1);
	});

	test('is read by rules of decode-as, beside one that is not', async () => {
		const filter = compileFilter('http');
		const plain = openCapture(fixture('http/get.pcap'));
		const ruled = openCapture(fixture('http/get.pcap'), {decodeAs: ['tcp.port==80,data']});
		const before = await plain.count(filter);
		expect(before).toBeGreaterThan(0);
		expect(await ruled.count(filter)).toBe(0);
		expect(await ruled.count('data')).toBeGreaterThan(0);
		expect(await plain.count(filter)).toBe(before);
		expect(ruled.decodeAs).toEqual(['tcp.port==80,data']);
		const inMemory = captureOf(framesOf('http/get.pcap'), {decodeAs: ['tcp.port==80,data']});
		expect(await inMemory.count('http')).toBe(0);
		const [, , , request] = framesOf('dns/addresses.pcap');
		expect(decode(request!).protocols.at(-1)).toBe('dns');
		expect(decode(request!, {decodeAs: ['udp.port==53,ntp']}).protocols).not.toContain('dns');
		expect(() => openCapture('x', {decodeAs: ['tcp.port==80,htp']})).toThrow(new RangeError("decodeAs knows no protocol 'htp'; did you mean 'stp'?"));
	});

	test('can be gone through twice at once', async () => {
		const capture = openCapture(fixture('tcp/handshake.pcap'));
		const [one, other] = await Promise.all([packetsOf(capture), packetsOf(capture, 'tcp.len > 0')]);
		expect([one!.length, other!.map(packet => packet.number)]).toEqual([10, [4, 6]]);
	});

	test('is read on when packets are asked after the loop, and not after it was closed', async () => {
		const capture = openCapture(fixture('tcp/handshake.pcap'));
		const [first] = await packetsOf(capture);
		expect(first!.get('tcp.dstport')).toBe(5000);
		capture.close();
		expect(() => first!.get('tcp.dstport')).toThrow('the capture was closed');
		await expect(capture.count()).rejects.toThrow('the capture was closed');
		capture.close();
	});

	test('says what is wrong with a file or a filter', async () => {
		await expect(openCapture(fixture('nothing.pcap')).count()).rejects.toThrow(CaptureError);
		await expect(packetsOf(openCapture(fixture('tcp/handshake.pcap')), 'tcp.flag')).rejects.toThrow(FilterError);
		const capture = openCapture(fixture('formats/empty.pcap'));
		expect([await capture.count(), capture.fault]).toEqual([0, undefined]);
		expect(() => compileFilter('ip.src ==')).toThrow(expect.objectContaining({name: 'FilterError', start: expect.any(Number) as number}));
	});
});

describe('a packet', () => {
	test("has typed values under Wireshark's names", async () => {
		const packet = (await openCapture(fixture('dns/records.pcap')).packet(1))!;
		expect(packet.get('ip.src')).toBe('192.0.2.10');
		expect(packet.get('eth.dst')).toBe('00:00:5e:00:53:01');
		expect(packet.get('ip.ttl')).toBe(64);
		expect(packet.get('ip.flags.df')).toBe(0);
		expect(packet.get('dns.qry.name')).toBe('example.com');
		expect(packet.get('udp.payload')).toBeInstanceOf(Uint8Array);
		expect(packet.get('frame.time')).toBe(packet.time);
		expect(typeof packet.time).toBe('bigint');
		expect(packet.getAll('udp.port')).toEqual([packet.get('udp.srcport'), 53]);
		expect(packet.texts('ip.id')[0]).toMatch(/^0x[\da-f]{4}$/);
		expect([packet.has('dns'), packet.has('tcp'), packet.get('tcp.port'), packet.getAll('tcp.port')]).toEqual([true, false, undefined, []]);
		expect(packet.protocols).toEqual(['eth', 'ip', 'udp', 'dns']);
		expect(packet.length).toBe(packet.bytes.length);
		expect(packet.summary).toMatchObject({source: '192.0.2.10', protocol: 'DNS'});
	});

	test('refuses names that no field has', () => {
		const packet = decode(new Uint8Array(60));
		expect(() => packet.get('ip.flags.fd')).toThrow(/^there is no field 'ip\.flags\.fd'; did you mean 'ip\.flags\.\w+'\?$/);
		expect(() => packet.has('tpc')).toThrow(RangeError);
	});

	test('is a tree whose nodes know their bytes', () => {
		const [bytes] = framesOf('dns/records.pcap');
		const {sources, nodes} = decode(bytes!).tree;
		expect(sources[0]!.bytes).toEqual(bytes);
		const find = (list: readonly PacketNode[], name: string): PacketNode | undefined =>
			list.reduce<PacketNode | undefined>((found, node) => found ?? (node.name === name ? node : find(node.children, name)), undefined);
		const ttl = find(nodes, 'ip.ttl')!;
		expect([ttl.value, ttl.label, ttl.start, ttl.end, bytes![ttl.start]]).toEqual([64, 'Time to Live: 64', 22, 23, 64]);
	});

	test('in memory may have a time, a link type and a length', () => {
		const bytes = framesOf('dns/records.pcap')[0]!.slice(14);
		const packet = decode(bytes, {linkType: 'raw', time: -1n, length: 1000});
		expect([packet.protocols.slice(0, 4), packet.time, packet.length, packet.bytes]).toEqual([['raw', 'ip', 'udp', 'dns'], -1n, 1000, bytes]);
		expect(decode(bytes, {linkType: linkTypes.raw}).time).toBeUndefined();
		expect(() => decode(bytes, {linkType: 'token' as 'raw'})).toThrow(/^there is no link type 'token'; there are null, ethernet,/);
	});

	test('of a capture in memory says what the same packet of a file says', async () => {
		const frames = framesOf('http/get.pcap');
		const inMemory = captureOf(frames);
		const inFile = openCapture(fixture('http/get.pcap'));
		expect(await inMemory.count('http')).toBe(await inFile.count('http'));
		const ignore = ['frame', 'tcp.time_*', 'tcp.analysis*', 'http.time', 'http.response_*', 'http.request_*'];
		expect(await decodeText(inMemory, {ignore})).toBe(await decodeText(inFile, {ignore}));
	});
});

describe('a stream', () => {
	test('is what both sides said', async () => {
		const stream = (await followStream(openCapture(fixture('http/get.pcap')), 0))!;
		const [request, response] = stream.bytes.map(bytes => new TextDecoder().decode(bytes));
		expect(request).toMatch(/^GET \S+ HTTP\/1\.1\r\n/);
		expect(response).toMatch(/^HTTP\/1\.1 200 /);
		expect(stream.gaps).toEqual([]);
		expect(stream.endpoints.map(({port}) => port)[1]).toBe(80);
		expect(stream.chunks[0]!.direction).toBe(0);
		expect(Buffer.concat(stream.chunks.filter(({direction}) => direction === 1).map(({bytes}) => bytes))).toEqual(Buffer.from(stream.bytes[1]));
	});

	test.each(['tcp/out-of-order.pcap', 'tcp/overlap.pcap', 'tcp/fast-retransmission.pcap', 'tcp/loss-twice.pcap', 'tcp/spurious-retransmission.pcap'])(
		'of %s has every byte once',
		async name => {
			const capture = openCapture(fixture(name));
			const stream = (await followStream(capture, 0))!;
			expect(stream.gaps).toEqual([]);
			for (const direction of [0, 1] as const) {
				const lastAck = Math.max(
					0,
					...(await packetsOf(capture, `tcp.stream == 0 && tcp.srcport == ${stream.endpoints[1 - direction]!.port} && tcp.flags.syn == 0`)).map(packet =>
						Number(packet.get('tcp.ack') ?? 0)
					),
				);
				// The SYN counts as one, and so does a FIN.
				expect([lastAck - 1, lastAck - 2]).toContain(stream.bytes[direction]!.length);
			}
		},
	);

	test('goes on where its numbers begin again at 0', async () => {
		const stream = (await followStream(openCapture(fixture('tcp/sequence-wrap.pcap')), 0))!;
		expect(new TextDecoder().decode(stream.bytes[0])).toBe('GET /past/the/end HTTP/1.1\r\nHost: wood.example.com\r\n\r\n');
		expect(stream.gaps).toEqual([]);
		expect(stream.chunks.map(({packet}) => packet)).toEqual([6, 4, 8]);
	});

	test('says what is missing, and where', async () => {
		const capture = captureOf(framesOf('tcp/out-of-order.pcap').filter((_, i) => i !== 3));
		const whole = (await followStream(openCapture(fixture('tcp/out-of-order.pcap')), 0))!;
		const cut = (await followStream(capture, 0))!;
		const missing = cut.gaps.reduce((sum, {length}) => sum + length, 0);
		expect(missing).toBeGreaterThan(0);
		expect(cut.bytes[0].length + cut.bytes[1].length + missing).toBe(whole.bytes[0].length + whole.bytes[1].length);
	});

	test('says where bytes that came again differ, and keeps the first', async () => {
		const stream = (await followStream(openCapture(fixture('tcp/overlap.pcap')), 0))!;
		expect(new TextDecoder().decode(stream.bytes[0])).toBe('GET /good HTTP/1.1\r\nHost: a\r\n\r\n');
		expect(stream.conflicts).toEqual([5, 8].map(packet => ({direction: 0, packet, at: 5, length: 4})));
	});

	test('that is not there is undefined', async () => {
		const capture = openCapture(fixture('http/get.pcap'));
		expect(await followStream(capture, 99)).toBeUndefined();
		await expect(followStream(capture, -1)).rejects.toThrow(RangeError);
	});
});

test('the canonical text of a capture is its snapshot', async () => {
	const text = await decodeText(openCapture(fixture('arp/request-reply.pcap')));
	expect(text.startsWith('inkcap decode 1\n\nframe 1: ARP ')).toBe(true);
	expect(await decodeText((await openCapture(fixture('arp/request-reply.pcap')).packet(2))!)).toBe(text.slice(text.indexOf('frame 2'), text.indexOf('\nframe 3')));
});
