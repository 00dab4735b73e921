import {describe, expect, it} from 'vitest';
import {capture, ipv4, ipv6, u16, u32, udp} from './capture.ts';

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
		expect(c.layers(0)).toBe('ip pim');
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

	it('reads the header of a version that it does not know, and requests of types that cannot be', () => {
		const other = ospf2(1, []);
		other[20] = 6;
		const c = capture([other, ospf2(3, [0, 0, 2, 1, 10, 0, 0, 2, 10, 0, 0, 1])]);
		expect(c.values(0, 'ospf.srcrouter')).toEqual(['10.0.0.1']);
		expect(c.values(0, 'ospf.checksum')).toEqual(['0x0000']);
		expect(c.values(0, 'ospf.auth.type')).toEqual([]);
		expect(c.values(1, 'ospf.lsa')).toEqual(['513']);
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

const isis = (type: number, body: readonly number[]): number[] => {
	const pdu = [0x83, 27, 1, 0, type, 1, 0, 0, ...body];
	return [1, 0x80, 0xc2, 0, 0, 0x15, 2, 0, 0, 0, 0, 1, ...u16(3 + pdu.length), 0xfe, 0xfe, 3, ...pdu];
};
const system = [0, 0, 0, 0, 0, 1];
const link = (level: 18 | 20, values: readonly number[], checksum = [0, 0]): number[] =>
	isis(level, [...u16(27 + values.length), 0, 60, ...system, 0, 0, ...u32(5), ...checksum, 3, ...values]);
const ethernet = 1;

describe('IS-IS', () => {
	it('writes systems as they are written, with pseudonode and fragment', () => {
		const c = capture([link(18, [])], ethernet);
		expect(c.layers(0)).toContain('isis isis.lsp');
		expect(c.values(0, 'isis.lsp.lsp_id')).toEqual(['0000.0000.0001.00-00']);
		expect(c.values(0, 'isis.lsp.checksum.status')).toEqual(['3']);
	});

	it('checks both sums of the checksum', () => {
		const good = link(18, []);
		for (let first = 0; first < 256; first++)
			for (let second = 0; second < 256; second++) {
				good[41] = first;
				good[42] = second;
				let a = 0;
				let b = 0;
				for (let i = 29; i < good.length; i++) {
					a = (a + good[i]!) % 255;
					b = (b + a) % 255;
				}

				if (a === 0 && b === 0 && first + second > 0) {
					first = 256;
					break;
				}
			}

		const bad = [...good];
		bad[34]! ^= 1;
		const c = capture([good, bad], ethernet);
		expect(c.values(0, 'isis.lsp.checksum.status')).toEqual(['1']);
		expect(c.values(1, 'isis.lsp.bad_checksum')).toEqual(['1']);
	});

	it('reads a prefix of as many bytes as it needs, and values behind it where a bit says so', () => {
		const c = capture([link(18, [135, 22, ...u32(10), 24, 10, 0, 1, ...u32(20), 0x40 | 16, 10, 1, 6, 1, 4, ...u32(7)])], ethernet);
		expect(c.values(0, 'isis.lsp.ext_ip_reachability.ipv4_prefix')).toEqual(['10.0.1.0', '10.1.0.0']);
		expect(c.values(0, 'isis.lsp.32_bit_administrative_tag')).toEqual(['0x00000007']);
	});

	it('asks in level 1 alone whether a link is virtual', () => {
		const neighbor = [2, 12, 1, 10, 0x80, 0x80, 0x80, ...system, 0];
		const c = capture([link(18, neighbor), link(20, neighbor)], ethernet);
		expect(c.values(0, 'isis.lsp.is_virtual')).toEqual(['1']);
		expect(c.values(1, 'isis.lsp.is_virtual')).toEqual([]);
		expect(c.values(1, 'isis.lsp.eis_neighbors_clv_inner.reserved')).toEqual(['0x01']);
	});

	it('says of a length that it is less than the header, or more than there could be', () => {
		const list = (length: number): number[] => isis(26, [...u16(length), ...system, 0]);
		const hello = (length: number): number[] => isis(17, [3, ...system, 0, 30, ...u16(length), 1]);
		const c = capture([list(16), list(17), list(18), list(35), hello(19), hello(20), hello(41)], ethernet);
		expect([0, 1, 2, 3].map(row => [c.values(row, 'isis.psnp.short_pdu'), c.values(row, 'isis.psnp.long_pdu'), c.info(row).includes('Malformed')])).toEqual([
			[['1'], [], false],
			[[], [], false],
			[[], [], true],
			[[], ['1'], true],
		]);
		expect([4, 5, 6].map(row => c.values(row, 'isis.lsp.hello_pdu'))).toEqual([['1'], [], ['1']]);
	});

	it('ends at a code without a value', () => {
		const c = capture([link(18, [1, 2, 1, 0x49, 137]), link(18, [1, 2, 1, 0x49, 137, 4]), link(18, [1, 2, 1, 0x49, 137, 4, 0x61])], ethernet);
		expect([0, 1, 2].map(row => c.values(row, 'isis.lsp.clv.type'))).toEqual([['1'], ['1'], ['1']]);
		expect([0, 1, 2].map(row => c.values(row, 'isis.lsp.short_clv'))).toEqual([[], [], ['1']]);
	});

	it('does not believe lengths', () => {
		const c = capture([link(18, [1, 200, 3]), link(18, [1, 2, 9, 0x49]), link(18, [135, 6, 0, 0, 0, 0, 33, 1]),
			isis(18, [...u16(9), 0, 60, ...system, 0, 0, ...u32(5), 0, 0, 3])], ethernet);
		expect(c.values(0, 'isis.lsp.short_clv')).toEqual(['1']);
		expect(c.values(1, 'isis.lsp.short_clv')).toEqual(['1']);
		expect(c.values(2, 'isis.lsp.short_clv')).toEqual(['1']);
		expect(c.values(3, 'isis.lsp.short_pdu')).toEqual(['1']);
	});
});

const toPort = (port: number, payload: readonly number[], destination = [224, 0, 0, 2]): number[] => ipv4(udp(payload, port, port), {destination});

describe('gateways that stand in for each other', () => {
	it('are read as HSRP 2 where they are sent to its group', () => {
		const state = [1, 40, 2, 0, 6, 4, 0, 9, 0, 1, 2, 3, 4, 5, ...u32(105), ...u32(3000), ...u32(10_000), 10, 0, 0, 1, ...Array.from({length: 12}, () => 0)];
		const c = capture([toPort(1985, state, [224, 0, 0, 102]), toPort(1985, [0, 0, 16, 3, 10, 90, 10, 0, 99, 105, 115, 99, 111, 0, 0, 0, 10, 0, 0, 1])]);
		expect(c.values(0, 'hsrp2.virt_ip')).toEqual(['10.0.0.1']);
		expect(c.info(0)).toBe('Hello (state Active)');
		expect(c.values(0, 'hsrp.version')).toEqual([]);
		expect(c.labels(1, /Authentication Data/)).toEqual(['Authentication Data: Default (cisco)']);
	});

	it('end in bytes of HSRP 2 that are no value, or not as long as it has to be', () => {
		const interfaces = [2, 4, 0, 1, 0, 2];
		const c = capture([[...interfaces, 2, 6, 0, 1, 0, 2, 0, 0], [9, 1, 0]].map(values => toPort(1985, values, [224, 0, 0, 102])));
		expect(c.values(0, 'hsrp2.active_groups')).toEqual(['1']);
		expect([0, 1].map(row => c.values(row, 'data.data'))).toEqual([['0206000100020000'], ['090100']]);
		expect(c.layers(0)).toBe('ip udp hsrp(data)');
	});

	it('cover a pseudo header in VRRP 3 alone', () => {
		const packet = (version: number, sum: number): number[] =>
			ipv4([version << 4 | 1, 1, 100, 1, 0, 100, ...u16(sum), 10, 0, 0, 1], {protocol: 112, destination: [224, 0, 0, 18]});
		const c = capture([packet(2, 0x7098), packet(3, 0x7608), packet(3, 0x6098)]);
		expect([0, 1, 2].map(row => c.values(row, 'vrrp.checksum.status'))).toEqual([['1'], ['1'], ['0']]);
		expect(c.values(0, 'vrrp.adver_int')).toEqual(['100']);
		expect(c.values(1, 'vrrp.short_adver_int')).toEqual(['100']);
	});

	it('say how much of a digest is missing in BFD', () => {
		const bfd = (flags: number, ...rest: number[]): number[] =>
			toPort(3784, [0x20, flags, 3, 24 + rest.length, ...u32(1), ...u32(2), ...u32(1_000_000), ...u32(1), ...u32(0), ...rest]);
		const c = capture([bfd(0xc4), bfd(0xc4, 5, 12, 1, 0, ...u32(9), ...u32(1)), bfd(0xc0)]);
		expect(c.values(0, 'bfd.auth.no_data')).toEqual(['1']);
		expect(c.values(1, 'bfd.auth.len.invalid')).toEqual(['1']);
		expect(c.values(2, 'bfd.auth.type')).toEqual([]);
	});
});

describe('RIP', () => {
	const route = (family: number, tag: number, ...rest: number[]): number[] => [...u16(family), ...u16(tag), ...rest];
	const network = [10, 0, 0, 0, 255, 0, 0, 0, 10, 0, 0, 9, ...u32(2)];

	it('has a mask and a next hop in version 2 alone', () => {
		const c = capture([toPort(520, [2, 1, 0, 0, ...route(2, 7, ...network)]), toPort(520, [2, 2, 0, 0, ...route(2, 7, ...network)])]);
		expect(c.values(0, 'rip.netmask')).toEqual([]);
		expect(c.values(1, 'rip.netmask')).toEqual(['255.0.0.0']);
		expect(c.values(1, 'rip.route_tag')).toEqual(['7']);
	});

	it('takes what stands where a digest was announced for the digest', () => {
		const head = [0xff, 0xff, 0, 3, ...u16(44), 1, 20, ...u32(9), ...u32(0), ...u32(0)];
		const digest = [0xff, 0xff, 0, 1, ...Array.from({length: 16}, () => 0x66)];
		const c = capture([toPort(520, [2, 2, 0, 0, ...head, ...route(2, 0, ...network), ...digest])]);
		expect(c.values(0, 'rip.authentication_data')).toEqual(['66'.repeat(16)]);
		expect(c.values(0, 'rip.metric')).toEqual(['2']);
	});
});
