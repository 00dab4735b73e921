import {describe, expect, test} from 'vitest';
import {capture, ipv4, u16, u32, udp} from '../network/capture.ts';
import {ascii, talk} from './talk.ts';

const server = {source: [10, 0, 0, 2], destination: [10, 0, 0, 1]};
const name = (text: string): number[] => [...text.split('.').flatMap(label => [label.length, ...ascii(label)]), 0];
const header = (id: number, flags: number, counts: readonly number[]): number[] => [...u16(id), ...u16(flags), ...counts.flatMap(u16)];
const question = (of: readonly number[], type = 1): number[] => [...of, ...u16(type), 0, 1];
const record = (of: readonly number[], type: number, data: readonly number[], size = data.length): number[] => [...of, ...u16(type), 0, 1, ...u32(60), ...u16(size), ...data];

const asks = (id: number, of: readonly number[] = name('a.example'), port = 5000): number[] => ipv4(udp([...header(id, 0x100, [1, 0, 0, 0]), ...question(of)], port, 53));
const answers = (id: number, port = 5000): number[] =>
	ipv4(udp([...header(id, 0x8180, [1, 1, 0, 0]), ...question(name('a.example')), ...record([0xc0, 12], 1, [192, 0, 2, 1])], 53, port), server);

const names = (...given: ReadonlyArray<readonly number[]>) => {
	const c = capture(given.map(of => asks(1, of)));
	return given.map((_, row) => c.values(row, 'dns.qry.name')[0]);
};

describe('names', () => {
	test('are followed through pointers, and where those loop it is said', () => {
		expect(names([1, 97, 0xc0, 12], [0xc0, 12])).toEqual(['<Name contains a pointer that loops>', '<Name contains a pointer that loops>']);
		const c = capture([answers(1), asks(1, [0xc0, 12])]);
		expect(c.values(0, 'dns.resp.name')).toEqual(['a.example']);
		expect(c.values(1, 'dns.name.loop')).toEqual(['1']);
	});

	test('are read where a pointer points forward, which is a fault', () => {
		const c = capture([ipv4(udp([...header(1, 0x100, [1, 0, 0, 0]), 0xc0, 18, 0, 1, 0, 1, 1, 98, 0], 5000, 53))]);
		expect(c.values(0, 'dns.qry.name')).toEqual(['b']);
		expect(c.values(0, 'dns.name.forward')).toEqual(['1']);
	});

	test('have at most 253 characters', () => {
		const long = (size: number): number[] => [...Array.from({length: size / 2}, () => [1, 120]).flat(), 0];
		const [fits, tooLong] = names(long(254), long(256));
		expect(fits).toHaveLength(253);
		expect(tooLong).toBe('<Name too long>');
		const c = capture([ipv4(udp([...header(1, 0x100, [2, 0, 0, 0]), ...long(256), 0, 1, 0, 1, ...long(256), 0, 1, 0, 1], 5000, 53))]);
		expect(c.values(0, 'dns.qry.name')).toEqual(['<Name too long>', '<Name too long>']);
		expect(c.values(0, 'dns.name.long')).toEqual(['1']);
	});

	test('are shown with escapes, the root by its name', () => {
		expect(names([0], [4, 0, 9, 0x7f, 97, 0], [3, 0xff, 0xc3, 0xa9, 0], [5, 0xe2, 0x80, 0xae, 97, 46, 0])).toEqual(['<Root>', '\\000\\t\\177a', '\ufffdé', '\\u202Ea.']);
	});

	test('count as bytes and labels, one character as none of either', () => {
		const c = capture([asks(1, name('ab.c')), asks(1, [1, 97, 0]), asks(1, [0])]);
		expect([0, 1, 2].map(row => [c.values(row, 'dns.qry.name.len'), c.values(row, 'dns.count.labels')].flat())).toEqual([['4', '2'], ['0', '0'], ['6', '1']]);
	});

	test('end the layer where they run out, and where a label is of an unknown kind', () => {
		const c = capture([asks(1, [0x80, 0]), ipv4(udp([...header(1, 0, [1, 0, 0, 0]), 9, 97], 5000, 53))]);
		for (const row of [0, 1]) expect(c.labels(row, /Malformed/)).toEqual(['Malformed Packet: DNS']);
	});
});

describe('hostile messages', () => {
	const read = (message: readonly number[]): number => {
		const before = performance.now();
		capture([ipv4(udp(message, 5000, 53))]).tree(0);
		return performance.now() - before;
	};

	test('whose counts lie stop at the first byte that is not there', () => {
		const c = capture([ipv4(udp(header(1, 0, [0xffff, 0xffff, 0xffff, 0xffff]), 5000, 53)),
			ipv4(udp([...header(1, 0x8000, [0, 0xffff, 0, 0]), ...record(name('a'), 1, [1, 2, 3, 4])], 53, 5000))]);
		expect(c.labels(0, /Malformed/)).toHaveLength(1);
		expect(c.values(1, 'dns.a')).toEqual(['1.2.3.4']);
		expect(c.labels(1, /Malformed/)).toHaveLength(1);
	});

	test('take no more time than their bytes are worth', () => {
		const size = 64_000;
		// Every question points to the start of a name of thousands of labels.
		const labels = Array.from({length: size / 4}, () => [1, 97]).flat();
		const pointers = Array.from({length: size / 12 - 10}, () => [0xc0, 12, 0, 1, 0, 1]).flat();
		expect(read([...header(1, 0, [0xffff, 0, 0, 0]), ...labels, 0, 0, 1, 0, 1, ...pointers])).toBeLessThan(2000);
		// Every pointer points to the one before.
		const chain = Array.from({length: 16_000}, (_, i) => u16(0xc000 | Math.max(0, 12 + 2 * (i - 1)))).flat();
		expect(read([...header(1, 0, [0xffff, 0, 0, 0]), ...chain.slice(0, 16_000), ...pointers])).toBeLessThan(2000);
	});
});

describe('records', () => {
	test('have their data in the label, which is a key of JSON', () => {
		const data = [...u16(10), ...name('mx.example')];
		const c = capture([ipv4(udp([...header(1, 0x8400, [0, 1, 0, 0]), ...record(name('a.example'), 15, data)], 53, 5000), server)]);
		expect(c.labels(0, /^a\.example:/)).toEqual(['a.example: type MX, class IN, preference 10, mx mx.example']);
		expect(c.info(0)).toBe('Standard query response 0x0001 MX 10 mx.example');
	});

	test('that are not all there are not shown, a shorter one is followed by the next', () => {
		const message = [...header(1, 0x8400, [0, 2, 0, 0]), ...record(name('a'), 2, name('longer.example'), 3), ...record(name('b'), 1, [1, 2, 3, 4])];
		const past = [...header(1, 0x8400, [0, 1, 0, 0]), ...record(name('a'), 1, [1, 2, 3, 4], 9)];
		const c = capture([ipv4(udp(past, 53, 5000)), ipv4(udp(message, 53, 5000))]);
		expect(c.values(0, 'dns.resp.name')).toEqual([]);
		expect(c.info(0)).toBe('Standard query response 0x0001 A[Malformed Packet]');
		expect(c.values(1, 'dns.resp.len')[0]).toBe('3');
		expect(c.values(1, 'dns.ns')).toEqual(['longer.example']);
	});

	test('of an update are of zones, prerequisites and updates', () => {
		const c = capture([ipv4(udp([...header(1, 0x2800, [1, 0, 1, 0]), ...question(name('zone.example'), 6), ...record(name('a.zone.example'), 1, [1, 2, 3, 4])], 5000, 53))]);
		expect(c.labels(0, /^(Zone|Updates|Queries|Authoritative nameservers)$/)).toEqual(['Zone', 'Updates']);
		expect(c.values(0, 'dns.count.zones')).toEqual(['1']);
		expect(c.values(0, 'dns.count.queries')).toEqual([]);
	});

	test('of options have a class and a lifetime that are something else', () => {
		const opt = [0, 0, 41, 0x04, 0xd0, 1, 0, 0x80, 0, ...u16(12), ...u16(10), ...u16(8), 1, 2, 3, 4, 5, 6, 7, 8];
		const c = capture([ipv4(udp([...header(1, 0x100, [0, 0, 0, 1]), ...opt], 5000, 53))]);
		expect(c.labels(0, /^<Root>/)).toEqual(['<Root>: type OPT']);
		expect([c.values(0, 'dns.rr.udp_payload_size'), c.values(0, 'dns.resp.ext_rcode'), c.values(0, 'dns.resp.z.do'), c.values(0, 'dns.resp.class')]).toEqual([['1232'], [
			'0x01',
		], ['1'], []]);
		expect(c.values(0, 'dns.opt.cookie.client')).toEqual(['0102030405060708']);
	});

	test('of mDNS hold a bit in their class', () => {
		const message = [...header(0, 0x8400, [1, 1, 0, 0]), ...name('a.local'), 0, 1, 0x80, 1, ...name('a.local'), 0, 1, 0x80, 1, ...u32(10), 0, 4, 1, 2, 3, 4];
		const c = capture([ipv4(udp(message, 5353, 5353)), ipv4(udp(message, 53, 5000))]);
		expect([c.values(0, 'dns.qry.class'), c.values(0, 'dns.qry.qu'), c.values(0, 'dns.resp.cache_flush')]).toEqual([['0x0001'], ['1'], ['1']]);
		expect(c.info(0)).toBe('Standard query response 0x0000 A a.local, "QU" question A, cache flush 1.2.3.4');
		expect([c.values(1, 'dns.qry.class'), c.values(1, 'dns.qry.qu')]).toEqual([['0x8001'], []]);
	});

	test('name keys by their sum', () => {
		const key = [1, 1, 3, 8, ...Array.from({length: 30}, () => 3)];
		const c = capture([ipv4(udp([...header(1, 0x8400, [0, 1, 0, 0]), ...record(name('a'), 48, key)], 53, 5000))]);
		expect(c.values(0, 'dns.dnskey.key_id')).toEqual(['12598']);
	});

	test('list types as bits', () => {
		const c = capture([ipv4(udp([...header(1, 0x8400, [0, 1, 0, 0]), ...record(name('a'), 47, [...name('b'), 0, 2, 0x40, 1, 1, 1, 0x80])], 53, 5000))]);
		expect(c.values(0, 'dns.resp.type')).toEqual(['47', '1', '15', '256']);
	});

	test('end strings at a NUL', () => {
		const c = capture([ipv4(udp([...header(1, 0x8400, [0, 1, 0, 0]), ...record(name('a'), 16, [3, 97, 0, 98, 2, 0xc3, 0xa9])], 53, 5000))]);
		expect(c.values(0, 'dns.txt')).toEqual(['a', '\ufffd\ufffd']);
		expect(c.values(0, 'inkcap.string.trailing')).toEqual(['1']);
	});

	test('are followed by what belongs to none', () => {
		const c = capture([ipv4(udp([...header(1, 0x100, [1, 0, 0, 0]), ...question(name('a')), 7, 8], 5000, 53))]);
		expect([c.values(0, 'dns.extraneous.data'), c.values(0, 'dns.extraneous')]).toEqual([['0708'], ['1']]);
	});
});

describe('transactions', () => {
	test('tie an answer to its question, and what repeats either', () => {
		const c = capture([asks(1), asks(1), answers(1), answers(1), asks(1), answers(2)]);
		expect(c.values(0, 'dns.response_in')).toEqual(['3']);
		expect([c.values(1, 'dns.retransmit_request_in'), c.values(1, 'dns.response_in')]).toEqual([['1'], []]);
		expect([c.values(2, 'dns.response_to'), c.values(2, 'dns.time')]).toEqual([['1'], ['2.000000000']]);
		expect([c.values(3, 'dns.retransmit_response_in'), c.values(3, 'dns.unsolicited')]).toEqual([['3'], []]);
		expect(c.values(4, 'dns.retransmission')).toEqual([]);
		expect(c.values(5, 'dns.unsolicited')).toEqual(['1']);
	});

	test('are forgotten after five seconds without an answer, and hold for one conversation', () => {
		const c = capture([asks(1), asks(2), asks(3), asks(4), asks(1, name('a.example'), 5001), asks(1), answers(1)]);
		expect(c.values(4, 'dns.retransmission')).toEqual([]);
		expect(c.values(5, 'dns.retransmission')).toEqual([]);
		expect(c.values(6, 'dns.response_to')).toEqual(['6']);
	});
});

describe('over TCP', () => {
	const message = (id: number): number[] => {
		const bytes = [...header(id, 0x8180, [1, 1, 0, 0]), ...question(name('a.example')), ...record([0xc0, 12], 1, [192, 0, 2, 1])];
		return [...u16(bytes.length), ...bytes];
	};

	test('messages are cut by their length, several in a segment and one in several', () => {
		const both = Uint8Array.from([...message(7), ...message(8)]);
		const t = talk(53, [{from: 1, bytes: both}, {from: 1, bytes: both.subarray(0, 1)}, {from: 1, bytes: both.subarray(1, 30)}, {from: 1, bytes: both.subarray(30)}]);
		expect([0, 1, 2, 3].map(row => t.values(row, 'dns.id'))).toEqual([['0x0007', '0x0008'], [], [], ['0x0007', '0x0008']]);
		expect(t.values(3, 'dns.resp.name')).toEqual(['a.example', 'a.example']);
		expect(t.values(0, 'dns.length')).toEqual(['43', '43']);
	});
});

describe('on other ports', () => {
	test('a message is found by its counts', () => {
		const on = (counts: readonly number[], flags: number): string => capture([ipv4(udp([...header(1, flags, counts), ...question(name('a'))], 40_000, 41_000))]).layers(0);
		expect(on([1, 0, 0, 1], 0x100)).toBe('ip udp dns');
		expect(on([1, 1, 0, 0], 0x100)).toBe('ip udp data');
		expect(on([0, 100, 10, 10], 0x8180)).toBe('ip udp dns');
		expect(on([0, 101, 0, 0], 0x8180)).toBe('ip udp data');
		expect(on([2, 0, 0, 0], 0x8180)).toBe('ip udp data');
		expect(on([1, 0, 0, 0], 0x0900)).toBe('ip udp data');
	});
});
