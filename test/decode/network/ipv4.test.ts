import {describe, expect, test} from 'vitest';
import {capture, ipv4, udp, u32} from './capture.ts';

const datagram = udp(Array.from({length: 56}, (_, i) => i));
const part = (offset: number, end: number, id = 7) => ipv4(datagram.slice(offset, end), {id, offset, more: end < datagram.length});

describe('ipv4', () => {
	test('shows a datagram where its last fragment comes, and a link to there before', () => {
		const c = capture([part(0, 32), part(32, 64)]);
		expect(c.layers(0)).toBe('ip data');
		expect(c.layers(1)).toBe('ip udp data');
		expect(c.values(0, 'ip.reassembled_in')).toEqual(['2']);
		expect(c.values(1, 'ip.reassembled_in')).toEqual([]);
		expect(c.values(1, 'ip.fragment')).toEqual(['1', '2']);
		expect(c.values(1, 'ip.reassembled.length')).toEqual(['64']);
		expect(c.values(1, 'udp.length')).toEqual(['64']);
		expect(c.values(1, 'data.data')).toEqual([datagram.slice(8).map(byte => byte.toString(16).padStart(2, '0')).join('')]);
	});

	test('says which bytes of the datagram a fragment holds', () => {
		const c = capture([part(32, 64)]);
		expect(c.labels(0, /Fragment Offset/)).toEqual(['...0 0000 0000 0100 = Fragment Offset: 32 (holds bytes 32-63 of the datagram)']);
		expect(c.values(0, 'ip.frag_offset')).toEqual(['4']);
		expect(c.info(0)).toBe('Fragmented IP protocol (proto=UDP 17, off=32, ID=0007)');
	});

	test('names a fragment that contradicts others as an error', () => {
		const c = capture([part(0, 40), ipv4(Array.from({length: 32}, () => 0xff), {id: 7, offset: 32})]);
		expect(c.values(1, 'ip.fragment')).toEqual(['1']);
		expect(c.values(1, 'ip.fragment.error')).toEqual(['2']);
		expect(c.values(1, 'ip.fragment.overlap.conflict')).toEqual(['1']);
	});

	test('does not put together what was not captured, and reads the first fragment as far as it goes', () => {
		const c = capture([{captured: part(0, 32).slice(0, 40), original: 52}, part(32, 64)]);
		expect(c.layers(0)).toBe('ip udp data');
		expect(c.layers(1)).toBe('ip data');
		expect(c.values(1, 'ip.fragments')).toEqual([]);
	});

	test('puts together a datagram in a fragment of a datagram', () => {
		const inner = [part(0, 32, 9), part(32, 64, 9)].map(packet => ipv4(packet, {protocol: 4, source: [172, 16, 0, 1]}).slice(20));
		const outer = (payload: readonly number[], offset: number, more: boolean) => ipv4(payload, {protocol: 4, id: 3, offset, more, source: [172, 16, 0, 1]});
		const c = capture([outer(inner[0]!.slice(0, 24), 0, true), outer(inner[0]!.slice(24), 24, false), ipv4(inner[1]!, {protocol: 4, source: [172, 16, 0, 1]})]);
		expect(c.layers(1)).toBe('ip ip data');
		expect(c.layers(2)).toBe('ip ip udp data');
		expect(c.values(1, 'ip.fragment')).toEqual(['1', '2']);
		expect(c.values(1, 'ip.reassembled_in')).toEqual(['3']);
		expect(c.values(2, 'ip.fragment')).toEqual(['2', '3']);
		expect(c.values(2, 'udp.length')).toEqual(['64']);
	});

	test('takes a total length of 0 for the rest of the frame', () => {
		const c = capture([ipv4(udp([1, 2, 3]), {length: 0})]);
		expect(c.values(0, 'ip.len')).toEqual(['31']);
		expect(c.layers(0)).toBe('ip udp data');
		expect(c.values(0, 'ip.bogus_ip_length')).toEqual([]);
	});

	test('stops at a total length within the header, and goes on with one past the frame', () => {
		const c = capture([ipv4(udp(), {length: 19}), ipv4(udp(), {length: 40})]);
		expect(c.values(0, 'ip.bogus_ip_length')).toEqual(['1']);
		expect(c.layers(0)).toBe('ip');
		expect(c.values(1, 'ip.bogus_ip_length')).toEqual(['1']);
		expect(c.layers(1)).toBe('ip udp');
	});

	test('knows which time to live belongs to the local network', () => {
		const to = (last: number, ttl: number, protocol = 17) => ipv4(udp(), {destination: [224, 0, 0, last], ttl, protocol});
		const c = capture([to(5, 1), to(5, 2), to(251, 255), to(251, 1), to(252, 77), to(251, 1, 2)]);
		expect([0, 1, 2, 3, 4, 5].filter(row => c.values(row, 'ip.ttl.lncb').length > 0)).toEqual([1, 3]);
	});

	test('notes a time to live that is about to end, but not of OSPF, PIM and groups', () => {
		const c = capture([ipv4(udp(), {ttl: 4}), ipv4(udp(), {ttl: 5}), ipv4(udp(), {ttl: 1, protocol: 89}), ipv4(udp(), {ttl: 1, protocol: 103}),
			ipv4(udp(), {ttl: 1, destination: [239, 1, 1, 1]})]);
		expect([0, 1, 2, 3, 4].filter(row => c.values(row, 'ip.ttl.too_small').length > 0)).toEqual([0]);
	});

	test('is for the end of a source route that is not done', () => {
		const route = (pointer: number) => [131, 11, pointer, 1, 2, 3, 4, 5, 6, 7, 8, 0];
		const c = capture([ipv4(udp(), {options: route(8)}), ipv4(udp(), {options: route(12)})]);
		expect(c.values(0, 'ip.dst')).toEqual(['5.6.7.8']);
		expect(c.values(0, 'ip.cur_rt')).toEqual(['10.0.0.2']);
		expect(c.values(0, 'ip.rec_rt')).toEqual(['1.2.3.4']);
		expect(c.values(1, 'ip.dst')).toEqual(['10.0.0.2']);
		expect(c.values(1, 'ip.rec_rt')).toEqual(['1.2.3.4', '5.6.7.8']);
	});

	test('names an option that does not fit and reads no further', () => {
		const c = capture([ipv4(udp(), {options: [148, 4, 0, 0, 7, 9, 4, 0]}), ipv4(udp(), {options: [7, 1, 4, 0]})]);
		expect(c.values(0, 'ip.opt.ra')).toEqual(['0']);
		expect(c.labels(0, /^Record Route/)[0]).toBe('Record Route (option length = 9 bytes says option goes past end of options)');
		expect(c.values(1, 'ip.opt.len.invalid')).toEqual(['1']);
		expect(c.layers(1)).toBe('ip udp');
	});

	test('reads times with and without addresses', () => {
		const c = capture([ipv4(udp(), {options: [68, 12, 13, 0x10, ...u32(1000), ...u32(2000)]}), ipv4(udp(), {options: [68, 12, 13, 1, 9, 9, 9, 9, ...u32(3000)]})]);
		expect(c.values(0, 'ip.opt.time_stamp')).toEqual(['1000', '2000']);
		expect(c.values(0, 'ip.opt.overflow')).toEqual(['1']);
		expect(c.values(1, 'ip.opt.time_stamp_addr')).toEqual(['9.9.9.9']);
		expect(c.values(1, 'ip.opt.time_stamp')).toEqual(['3000']);
	});
});
