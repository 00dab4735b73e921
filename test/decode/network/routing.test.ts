import {describe, expect, it} from 'vitest';
import {capture, ipv4, ipv6, u16, u32} from './capture.ts';

const pimHello = (...options: number[]): number[] => ipv4([0x20, 0, 0, 0, ...options], {protocol: 103});
const unicast = [1, 0, 10, 0, 0, 9];
const group = [1, 0, 0, 32, 225, 0, 0, 1];
const source = (last: number): number[] => [1, 0, 4, 32, 10, 1, 1, last];

describe('PIM', () => {
	it('tells joins from prunes, whose counts stand in front of both', () => {
		const c = capture([ipv4([0x23, 0, 0, 0, ...unicast, 0, 1, 0, 210, ...group, ...u16(2), ...u16(1), ...source(1), ...source(2), ...source(3)], {protocol: 103})]);
		expect(c.values(0, 'pim.join_ip')).toEqual(['10.1.1.1', '10.1.1.2']);
		expect(c.values(0, 'pim.prune_ip')).toEqual(['10.1.1.3']);
	});

	it('goes on where an option says that it ends', () => {
		const c = capture([pimHello(...u16(1), ...u16(4), 0, 105, 9, 9, ...u16(20), ...u16(4), ...u32(7))]);
		expect(c.values(0, 'pim.holdtime')).toEqual(['105']);
		expect(c.values(0, 'pim.generation_id')).toEqual(['7']);
	});

	it('stops at a family of addresses that it cannot measure', () => {
		const c = capture([ipv4([0x22, 0, 0, 0, ...group, 77, 0, 10, 0, 0, 1], {protocol: 103})]);
		expect(c.values(0, 'pim.group')).toEqual(['225.0.0.1', '225.0.0.1']);
		expect(c.values(0, 'pim.addr_address_family.unknown')).toEqual(['1']);
		expect(c.values(0, 'pim.unicast')).toEqual([]);
	});

	it('is read inside IGMP where it is of version 1', () => {
		const c = capture([ipv4([0x14, 2, 0, 0, 0x10, 0, 0, 0, 225, 0, 0, 1, 10, 0, 0, 1], {protocol: 2})]);
		expect(c.layers(0)).toBe('ip igmp pim');
		expect(c.values(0, 'pim.code')).toEqual(['2']);
		expect(c.info(0)).toBe('Register-stop');
	});
});

const ospf2 = (type: number, body: readonly number[], {length = 24 + body.length, tail = []}: {length?: number; tail?: readonly number[]} = {}): number[] =>
	ipv4([2, type, ...u16(length), 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...body, ...tail], {protocol: 89});
const ospf3 = (type: number, instance: number, body: readonly number[]): number[] =>
	ipv6(89, [3, type, ...u16(16 + body.length), 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, instance, 0, ...body]);
const lsa = (
	kind: readonly number[],
	body: readonly number[],
	length = 20 + body.length,
): number[] => [0x80, 5, ...kind, 192, 0, 2, 1, 10, 0, 0, 1, 0x80, 0, 0, 1, 0x12, 0x34, ...u16(length), ...body];

describe('OSPF', () => {
	it('reads advertisements one behind the other, each as long as it says', () => {
		const c = capture([ospf2(4, [...u32(2), ...lsa([2, 2], [255, 255, 255, 0, 10, 0, 0, 1, 10, 0, 0, 2]), ...lsa([2, 3], [255, 255, 255, 0, 0, 0, 0, 10])])]);
		expect(c.values(0, 'ospf.lsa')).toEqual(['2', '3']);
		expect(c.values(0, 'ospf.lsa.age')).toEqual(['5', '5']);
		expect(c.values(0, 'ospf.lsa.network.attchrtr')).toEqual(['10.0.0.1', '10.0.0.2']);
		expect(c.values(0, 'ospf.metric')).toEqual(['10']);
	});

	it('does not believe a count or a length', () => {
		const body = [255, 255, 255, 0];
		const c = capture([ospf2(4, [...u32(0xffffffff), ...lsa([2, 2], body)]), ospf2(4, [...u32(1), ...lsa([2, 2], body, 3)]), ospf2(1, [], {length: 7})]);
		expect(c.values(0, 'ospf.lsa.invalid_length')).toEqual(['1']);
		expect(c.values(1, 'ospf.lsa.invalid_length')).toEqual(['1']);
		expect(c.values(1, 'ospf.lsa.network.netmask')).toEqual([]);
		expect(c.values(2, 'ospf.packet_length.bad')).toEqual(['1']);
	});

	it('calls the bit of an area without externals by another name in their advertisements', () => {
		const external = [255, 255, 255, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
		const c = capture([ospf2(4, [...u32(2), ...lsa([8, 7], external), ...lsa([8, 5], external)])]);
		expect(c.values(0, 'ospf.v2.options.p')).toEqual(['1']);
		expect(c.values(0, 'ospf.v2.options.n')).toEqual(['1']);
	});

	it('reads prefixes of as many words as their bits need, of IPv4 in an instance for it', () => {
		const prefix = (bits: number, ...bytes: number[]): number[] => [0, 0, 0, 10, bits, 0, 0, 0, ...bytes];
		const c = capture([ospf3(4, 0, [...u32(1), ...lsa([0x20, 3], prefix(33, 0x20, 1, 0xd, 0xb8, 0x80, 0, 0, 0))]),
			ospf3(4, 66, [...u32(1), ...lsa([0x20, 3], prefix(24, 192, 0, 2, 0))])]);
		expect(c.values(0, 'ospf.v3.address_prefix.ipv6')).toEqual(['2001:db8:8000::']);
		expect(c.values(1, 'ospf.v3.address_prefix.ipv4')).toEqual(['192.0.2.0']);
	});

	it('finds the block behind a packet whose options promise it', () => {
		const hello = (options: number): number[] => [255, 255, 255, 0, 0, 10, options, 1, 0, 0, 0, 40, 0, 0, 0, 0, 0, 0, 0, 0];
		const block = [0xff, 0xff, 0, 3, 0, 1, 0, 4, 0, 0, 0, 1];
		const c = capture([ospf2(1, hello(0x12), {length: 44, tail: block}), ospf2(1, hello(0x02), {length: 44, tail: block}), ospf2(1, hello(0x12))]);
		expect(c.values(0, 'ospf.lls.ext.options.lr')).toEqual(['1']);
		expect(c.values(1, 'ospf.lls.ext.options.lr')).toEqual([]);
		expect(c.values(2, 'ospf.lsa.invalid_length')).toEqual(['1']);
	});
});
