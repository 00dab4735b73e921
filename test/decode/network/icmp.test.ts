import {describe, expect, test} from 'vitest';
import {capture, icmp, icmpv6, ip6, ipv4, ipv6, udp, u16, u32} from './capture.ts';

const back = {protocol: 1, source: [10, 0, 0, 2], destination: [10, 0, 0, 1]};
const ask = (sequence: number, data: readonly number[] = [1, 2, 3]) => ipv4(icmp(8, 0, [...u16(5), ...u16(sequence), ...data]), {protocol: 1});
const answer = (sequence: number, data: readonly number[] = [1, 2, 3]) => ipv4(icmp(0, 0, [...u16(5), ...u16(sequence), ...data]), back);
const tcp = [...u16(50_000), ...u16(80), ...u32(1)];

describe('icmp', () => {
	test('ties an answer to the last question with its number and its data, once', () => {
		const c = capture([ask(1), ask(1), answer(1, [9, 9, 9]), answer(1), answer(1)]);
		expect(c.values(0, 'icmp.resp_in')).toEqual([]);
		expect(c.values(0, 'icmp.resp_not_found')).toEqual(['1']);
		expect(c.values(1, 'icmp.resp_in')).toEqual(['4']);
		expect(c.values(2, 'icmp.resp_to')).toEqual([]);
		expect(c.values(3, 'icmp.resp_to')).toEqual(['2']);
		expect(c.values(3, 'icmp.resptime')).toEqual(['2000']);
		expect(c.values(4, 'icmp.resp_to')).toEqual([]);
		expect(c.info(3)).toBe('Echo (ping) reply    id=0x0005, seq=1/256, ttl=64 (request in 2)');
	});

	test('wants no answer from a group', () => {
		const c = capture([ipv4(icmp(8, 0, [...u16(5), ...u16(1)]), {protocol: 1, destination: [224, 0, 0, 1], ttl: 1})]);
		expect(c.values(0, 'icmp.no_resp')).toEqual([]);
		expect(c.info(0)).toContain('(multicast)');
	});

	test('reads what a quoted segment carries by itself, message by message, and calls it no fault that it is cut', () => {
		const segment = (port: number, payload: readonly number[]) =>
			ipv4([0x9c, 0x40, port >> 8, port & 0xff, 0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x18, 1, 0, 0, 0, 0, 0, ...payload], {protocol: 6});
		const keepalive = [...Array.from({length: 16}, () => 0xff), 0, 19, 4];
		const head = [...'GET /a HTTP/1.1\r\nHost: h'].map(char => char.charCodeAt(0));
		const quoting = (quoted: readonly number[]) => ipv4(icmp(3, 4, [0, 0, 5, 0, ...quoted]), back);
		const c = capture([quoting(segment(179, [...keepalive, ...keepalive, 0xff])), quoting(segment(80, head)), quoting(segment(40_001, [1, 2]))]);
		expect(c.values(0, 'bgp.length')).toEqual(['19', '19']);
		expect(c.values(1, 'http.request.uri')).toEqual(['/a']);
		expect(c.info(1)).not.toMatch(/Malformed/);
		expect(c.values(2, 'data')).toHaveLength(1);
		expect(c.layers(2)).toBe('ip icmp(ip tcp data)');
	});

	test('reads a quoted packet as far as it goes, and calls it no fault that it is cut', () => {
		const quoted = ipv4(tcp, {protocol: 6, length: 60, ttl: 1});
		const c = capture([ipv4(icmp(3, 3, [0, 0, 0, 0, ...quoted]), back)]);
		expect(c.layers(0)).toBe('ip icmp(ip tcp)');
		expect(c.values(0, 'tcp.dstport')).toEqual(['80']);
		expect(c.labels(0, /Malformed|limited/)).toEqual([]);
		expect(c.values(0, 'ip.bogus_ip_length')).toEqual([]);
		expect(c.info(0)).toBe('Destination unreachable (Port unreachable)');
	});

	test('finds extensions behind a quote of the length that it says, or behind 128 bytes', () => {
		const quoted = [...ipv4(udp([1, 2])), ...Array.from({length: 128 - 30}, () => 0)];
		const extensions = [0x20, 0, 0xd7, 0xb5, 0, 8, 1, 1, 0, 1, 0x07, 0x40];
		const c = capture([ipv4(icmp(11, 0, [0, 32, 0, 0, ...quoted, ...extensions]), back), ipv4(icmp(11, 0, [0, 0, 0, 0, ...quoted, ...extensions]), back),
			ipv4(icmp(5, 0, [0, 32, 0, 0, ...quoted, ...extensions]), back)]);
		expect([0, 1, 2].map(row => c.values(row, 'icmp.mpls.label'))).toEqual([['16'], ['16'], []]);
		expect(c.values(0, 'icmp.ext.checksum.status')).toEqual(['1']);
		expect(c.values(0, 'udp.length')).toEqual(['10']);
	});

	test('takes a length of less than 128 bytes for that of what the quoted header carries, and no extensions behind it', () => {
		const quoted = ipv4(udp([1, 2, 3, 4, 5, 6, 7, 8]));
		const c = capture([ipv4(icmp(3, 1, [0, 3, 0, 0, ...quoted]), back), ipv4(icmp(3, 1, [0, 9, 0, 0, ...quoted, 0x20, 0, 0, 0, 0, 8, 1, 1, 0, 1, 7, 0x40]), back)]);
		expect(c.values(0, 'data.data')).toEqual(['01020304']);
		expect(c.values(1, 'data.len')).toEqual(['8']);
		expect(c.values(1, 'icmp.ext.version')).toEqual([]);
	});

	test('takes the front of echo data for a time only where it is near', () => {
		const little = (seconds: number) => [...u32(seconds).reverse(), ...u32(5000).reverse(), 7, 7];
		const c = capture([ask(1, little(1_700_000_000)), ask(2, [...u32(1_700_000_001), ...u32(5000), 7, 7]), ask(3, little(1_700_000_002 - 90_000)),
			ask(4, [...u32(1_700_000_000), ...u32(1_000_000), 7, 7])]);
		expect([0, 1, 2, 3].map(row => c.values(row, 'icmp.data_time_relative'))).toEqual([['-0.005000000'], ['-0.005000000'], [], []]);
		expect([0, 2].map(row => c.values(row, 'data.len'))).toEqual([['2'], ['10']]);
	});

	test('checks its checksum, but not of what was cut', () => {
		const bad = ask(1);
		bad[bad.length - 1]! ^= 1;
		const c = capture([ask(1), bad, {captured: ask(1).slice(0, 28), original: 31}]);
		expect([0, 1, 2].map(row => c.values(row, 'icmp.checksum.status'))).toEqual([['1'], ['0'], ['2']]);
		expect(c.values(1, 'icmp.checksum_bad')).toEqual(['1']);
	});
});

describe('icmpv6', () => {
	test('ties answers to questions', () => {
		const message = [...u16(9), ...u16(3), 1, 2];
		const c = capture([
			ipv6(58, icmpv6(128, 0, message)),
			ipv6(58, icmpv6(129, 0, message, {source: '2001:db8::2', destination: '2001:db8::1'}), {source: '2001:db8::2', destination: '2001:db8::1'}),
		]);
		expect(c.values(0, 'icmpv6.resp_in')).toEqual(['2']);
		expect(c.values(1, 'icmpv6.resp_to')).toEqual(['1']);
		expect(c.layers(0)).toBe('ipv6 icmpv6(data)');
	});

	test('reads the packet that a redirect is about', () => {
		const quoted = ipv6(17, udp([1]), {source: '2001:db8::5', destination: '2001:db8::6'});
		const option = [4, 8, 0, 0, 0, 0, 0, 0, ...quoted, ...Array.from({length: 56 - quoted.length}, () => 0)];
		const c = capture([ipv6(58, icmpv6(137, 0, [0, 0, 0, 0, ...ip6('fe80::9'), ...ip6('2001:db8::77'), ...option]))]);
		expect(c.values(0, 'ipv6.dst')).toEqual(['2001:db8::2', '2001:db8::6']);
		expect(c.values(0, 'udp.srcport')).toEqual(['40000']);
	});

	test('stops at an option without a length', () => {
		const c = capture([ipv6(58, icmpv6(133, 0, [0, 0, 0, 0, 1, 0, 1, 2, 3, 4, 5, 6]))]);
		expect(c.values(0, 'icmpv6.invalid_option_length')).toEqual(['1']);
		expect(c.values(0, 'icmpv6.opt.type')).toEqual(['1']);
	});

	test('knows the long query by its length and expands its codes', () => {
		const group = ip6('ff02::1:3');
		const c = capture([ipv6(58, icmpv6(130, 0, [...u16(1000), 0, 0, ...group])), ipv6(58, icmpv6(130, 0, [...u16(0x9000), 0, 0, ...group, 0x0a, 0x9a, 0, 0]))]);
		expect(c.values(0, 'icmpv6.mld.maximum_response_delay')).toEqual(['1000']);
		expect(c.values(1, 'icmpv6.mld.maximum_response_code')).toEqual(['65536']);
		expect(c.values(1, 'icmpv6.mld.qqi')).toEqual(['416']);
	});
});
