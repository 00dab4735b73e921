import {describe, expect, test} from 'vitest';
import {capture, icmpv6, ip6, ipv6, udp, u16, u32} from './capture.ts';

const echo = [...u16(7), ...u16(1), 1, 2, 3];
const padded = (next: number, options: readonly number[]) => [next, (2 + options.length) / 8 - 1, ...options];
const fragment = (payload: readonly number[], offset: number, more: boolean, id = 5, next = 17) => ipv6(44, [next, 0, ...u16(offset | Number(more)), ...u32(id), ...payload]);

describe('ipv6', () => {
	test('holds its extension headers, and not what follows them', () => {
		const c = capture([ipv6(0, [...padded(60, [1, 4, 0, 0, 0, 0]), ...padded(17, [1, 4, 0, 0, 0, 0]), ...udp([1])])]);
		expect(c.layers(0)).toBe('ipv6(ipv6.hopopts ipv6.dstopts) udp data');
	});

	test('shows a packet where its last fragment comes, inside the packet that brought it', () => {
		const whole = udp(Array.from({length: 24}, (_, i) => i));
		const c = capture([fragment(whole.slice(16), 16, false), fragment(whole.slice(0, 16), 0, true)]);
		expect(c.values(0, 'ipv6.reassembled.in')).toEqual(['2']);
		expect(c.values(1, 'ipv6.fragment')).toEqual(['2', '1']);
		expect(c.layers(1)).toBe('ipv6(ipv6.fraghdr) udp data');
		expect(c.tree(1)[2]!.children.some(node => node.name === 'ipv6.fragments')).toBe(true);
		expect(c.values(1, 'ipv6.fraghdr.offset')).toEqual(['0']);
		expect(c.values(0, 'ipv6.fraghdr.offset')).toEqual(['2']);
	});

	test('reads on behind a fragment header that cuts nothing', () => {
		expect(capture([fragment(udp([1]), 0, false)]).layers(0)).toBe('ipv6(ipv6.fraghdr) udp data');
	});

	test('is for the end of a route: the checksum covers that address', () => {
		const route = (type: number, left: number) => [58, 4, type, left, 1, 0, 0, 0, ...ip6('2001:db8::7'), ...ip6('2001:db8::8')];
		const to = (type: number, left: number, destination: string) => ipv6(43, [...route(type, left), ...icmpv6(128, 0, echo, {destination})]);
		const c = capture([to(0, 1, '2001:db8::8'), to(0, 0, '2001:db8::2'), to(4, 1, '2001:db8::7'), to(0, 1, '2001:db8::2')]);
		expect([0, 1, 2, 3].map(row => c.values(row, 'icmpv6.checksum.status'))).toEqual([['1'], ['1'], ['1'], ['0']]);
	});

	test('names a jumbogram without its option, and goes by the option where there is one', () => {
		const body = Array.from({length: 70_000}, () => 0);
		const jumbo = ipv6(0, [17, 0, 0xc2, 4, ...u32(70_016), ...u16(1), ...u16(2), 0, 0, 0, 0, ...body], {length: 0});
		const c = capture([ipv6(0, padded(17, [1, 4, 0, 0, 0, 0]), {length: 0})]);
		expect(c.values(0, 'ipv6.opt.jumbo.missing')).toEqual(['1']);
		expect(c.layers(0)).toBe('ipv6');
		expect(capture([{captured: jumbo.slice(0, 200), original: jumbo.length}]).values(0, 'ipv6.opt.jumbo')).toEqual(['70016']);
	});

	test('reads what segmentation offload left without a length, but no padding of a packet that has no payload', () => {
		const c = capture([ipv6(17, udp([1]), {length: 0}), ipv6(59, [0, 0, 0], {length: 0})]);
		expect(c.layers(0)).toBe('ipv6 udp data');
		expect(c.values(0, 'ipv6.plen_zero')).toEqual(['1']);
		expect(c.layers(1)).toBe('ipv6');
	});

	test('reads an option past its header, but not past its packet', () => {
		const c = capture([ipv6(0, [...padded(17, [0x1e, 9, 1, 1, 1, 1]), ...udp()]), ipv6(0, [...padded(17, [0x1e, 99, 1, 1, 1, 1]), ...udp()])]);
		expect(c.values(0, 'ipv6.opt.experimental')).toEqual(['010101019c409c4100']);
		expect(c.layers(0)).toContain('udp');
		expect(c.values(1, 'ipv6.opt.experimental')).toEqual([]);
		expect(c.labels(1, /Malformed/)).not.toEqual([]);
		expect(c.layers(1)).not.toContain('udp');
	});

	test('finds other addresses in its own', () => {
		const c = capture([ipv6(17, udp(), {source: 'fe80::211:22ff:fe33:4455', destination: '64:ff9b::102:304'}),
			ipv6(17, udp(), {source: '2001:0:102:304:8000:f227:fefd:fcfb', destination: '2002:102:304:5::1'})]);
		expect(c.values(0, 'ipv6.src_slaac_mac')).toEqual(['00:11:22:33:44:55']);
		expect(c.values(0, 'ipv6.dst_embed_ipv4')).toEqual(['1.2.3.4']);
		expect([c.values(1, 'ipv6.tc_ipv4'), c.values(1, 'ipv6.tc_port')]).toEqual([['1.2.3.4'], ['3544']]);
		expect([c.values(1, 'ipv6.6to4_gw_ipv4'), c.values(1, 'ipv6.6to4_sla_id')]).toEqual([['1.2.3.4'], ['5']]);
	});
});
