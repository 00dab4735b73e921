import {describe, expect, test} from 'vitest';
import {capture, ipv4, u16, udp} from '../network/capture.ts';

const ethernetLink = 1;
const to = [0x02, 0, 0, 0, 0, 1];
const from = [0x02, 0, 0, 0, 0, 2];
const eth = (type: number, payload: readonly number[]): number[] => [...to, ...from, ...u16(type), ...payload];
const zeros = (count: number): number[] => Array.from({length: count}, () => 0);
const ethernet = (...frames: Array<readonly number[]>) => capture(frames, ethernetLink);

describe('eth', () => {
	test('takes 0 for a type, and what is up to 1500 for a length', () => {
		const c = ethernet(eth(0, [1, 2, 3]), eth(3, [0x42, 0x42, 3]));
		expect(c.values(0, 'eth.type')).toEqual(['0x0000']);
		expect(c.values(0, 'eth.len')).toEqual([]);
		expect(c.values(1, 'eth.len')).toEqual(['3']);
		expect(c.layers(1)).toBe('llc');
	});

	test('calls zeros padding as far as they fill the frame, not what is in it', () => {
		const short = eth(0x0800, ipv4(udp()));
		const c = ethernet([...short, ...zeros(60 - short.length), 9, 9], eth(0x0800, ipv4([...udp(), ...zeros(40)])));
		expect(c.values(0, 'eth.padding')).toEqual(['00'.repeat(60 - short.length)]);
		expect(c.values(0, 'eth.trailer')).toEqual(['0909']);
		expect(c.values(1, 'eth.padding')).toEqual([]);
	});

	test('wonders about a group that sends under a type alone', () => {
		const group = (type: number) => [...to, 0x03, 0, 0, 0, 0, 2, ...u16(type), 0x42, 0x42, 3];
		const c = ethernet(group(0x88b5), group(3));
		expect([0, 1].map(row => c.values(row, 'eth.src_not_group'))).toEqual([['1'], []]);
	});

	test('does not take what a tunnel carries for padded', () => {
		const inner = [...eth(0x0800, ipv4(udp())), 0, 0, 0];
		const vxlan = [8, 0, 0, 0, 0, 0, 1, 0, ...inner];
		const c = ethernet(eth(0x0800, ipv4(udp(vxlan, 5000, 4789))));
		expect(c.layers(0)).toBe('ip udp vxlan eth ip udp');
		expect(c.values(0, 'eth.padding')).toEqual([]);
		expect(c.values(0, 'eth.trailer')).toEqual(['000000']);
	});

	test('gives its place to FabricPath, whose checksum is not the frame inside it', () => {
		const c = ethernet([0x02, 0x0a, 0xbd, 1, 0, 2, 0x02, 0x0a, 0xbc, 3, 0, 4, 0x89, 0x03, 0x40, 0x20, ...eth(0x0800, ipv4(udp())), 0xde, 0xad, 0xbe, 0xef]);
		expect(c.layers(0)).toBe('eth ip udp');
		expect(c.values(0, 'cfp.swid')).toEqual(['2749', '2748']);
		expect(c.values(0, 'cfp.ttl')).toEqual(['32']);
		expect(c.values(0, 'cfp.fcs')).toEqual(['0xdeadbeef']);
		expect(c.values(0, 'eth.dst')).toEqual(['02:00:00:00:00:01']);
		expect(c.values(0, 'eth.trailer')).toEqual([]);
	});

	test('gives its place to ISL, which one address stands for', () => {
		const inner = eth(0x0800, ipv4(udp()));
		const c = ethernet([1, 0, 0x0c, 0, 0, 0x02, ...from, ...u16(12 + inner.length), 0xaa, 0xaa, 3, 0, 0, 0x0c, ...u16((7 << 1) | 1), 0, 0, 0, 0, ...inner]);
		expect(c.layers(0)).toBe('eth ip udp');
		expect(c.values(0, 'isl.vlan_id')).toEqual(['7']);
		expect(c.values(0, 'isl.bpdu')).toEqual(['1']);
		expect(c.values(0, 'eth.src')).toEqual(['02:00:00:00:00:02']);
	});
});

describe('llc', () => {
	test('names the protocols of organizations, and none that is not known', () => {
		const snap = (oui: readonly number[], protocol: number) => eth(8 + 4, [0xaa, 0xaa, 3, ...oui, ...u16(protocol), 1, 0, 0, 0]);
		const c = ethernet(snap([0, 0, 0x0c], 0x2004), snap([0, 0, 0x0c], 0x0104), snap([0, 0, 0x0c], 0x7777), snap([0, 0, 0], 0x0806));
		expect([0, 1, 2, 3].map(row => c.layers(row))).toEqual(['llc dtp', 'llc pagp', 'llc data', 'llc arp']);
		expect(c.values(0, 'llc.cisco_pid')).toEqual(['0x2004']);
		expect(c.values(3, 'llc.cisco_pid')).toEqual([]);
	});
});

describe('ptp', () => {
	test('ends where it says, so that the rest is padding', () => {
		const message = [0, 2, ...u16(44), ...zeros(40)];
		const c = ethernet(eth(0x88f7, [...message, 0, 0]));
		expect(c.values(0, 'eth.padding')).toEqual(['0000']);
		expect(c.values(0, 'ptp.v2.sdr.origintimestamp.seconds')).toEqual(['0']);
	});

	test('counts fractions of a nanosecond apart, and follow-ups in 32 bits', () => {
		const message = [8, 2, ...u16(44), 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0x80, 0, ...zeros(18), 0, 0, 0, 0, 0, 4, 0, 0, 0, 1];
		const c = ethernet(eth(0x88f7, message));
		expect(c.values(0, 'ptp.v2.correction.ns')).toEqual(['5']);
		expect(c.values(0, 'ptp.v2.correction.subns')).toEqual(['0.5']);
		expect(c.values(0, 'ptp.v2.fu.preciseorigintimestamp.32bit')).toEqual([`${4_000_000_001 % 2 ** 32}`]);
	});
});

describe('ieee8021ah', () => {
	const customer = [2, 0, 0, 0, 0, 3, 2, 0, 0, 0, 0, 4];
	const service = (type: number, payload: readonly number[]): number[] => [0x6b, 0x12, 0x34, 0x56, ...customer, ...u16(type), ...payload];

	test("carries a customer's frame behind the tag of its service", () => {
		const c = ethernet(eth(0x88e7, service(0x0800, ipv4(udp()))), eth(0x88e7, service(3, [0x42, 0x42, 3])));
		expect(c.layers(0)).toBe('ieee8021ah ip udp');
		expect(c.values(0, 'ieee8021ah.isid')).toEqual([String(0x123456)]);
		expect(c.values(0, 'ieee8021ah.priority')).toEqual(['3']);
		expect(c.values(0, 'ieee8021ah.csrc')).toEqual(['02:00:00:00:00:04']);
		expect(c.layers(1)).toBe('ieee8021ah llc');
	});

	test("stands in one layer with the tag of the provider's network", () => {
		const c = ethernet(eth(0x88a8, [0x60, 0x64, 0x88, 0xe7, ...service(0x0800, ipv4(udp()))]));
		expect(c.layers(0)).toBe('ieee8021ad ip udp');
		expect(c.values(0, 'ieee8021ad.id')).toEqual(['100']);
		expect(c.values(0, 'ieee8021ah.etype')).toEqual(['0x0800']);
	});

	test('says at its head what the tags hold', () => {
		const head = (bytes: readonly number[]) => ethernet(bytes).tree(0)[2]?.label;
		const tags = 'I-SID: 1193046, C-Src: 02:00:00:00:00:04, C-Dst: 02:00:00:00:00:03';
		expect(head(eth(0x88e7, service(0x0800, ipv4(udp()))))).toBe(`IEEE 802.1ah, ${tags}`);
		expect(head(eth(0x88a8, [0x60, 0x64, 0x88, 0xe7, ...service(0x0800, ipv4(udp()))]))).toBe(`IEEE 802.1ah, B-VID: 100, ${tags}`);
		expect(head(eth(0x88a8, [0x60, 0x64, 8, 0, ...ipv4(udp())]))).toBe('IEEE 802.1ad, ID: 100');
		expect(head(eth(0x8100, [0x60, 0x64, 8, 0, ...ipv4(udp())]))).toBe('802.1Q Virtual LAN, PRI: 3, DEI: 0, ID: 100');
	});
});

describe('arp', () => {
	test('announces an address where nobody is asked for, and tells of a change where somebody is', () => {
		const about = (target: readonly number[]) => eth(0x0806, [0, 1, 8, 0, 6, 4, 0, 1, ...from, 10, 0, 0, 1, ...target, 10, 0, 0, 1]);
		const c = ethernet(about(zeros(6)), about(to));
		expect([0, 1].map(row => c.values(row, 'arp.isgratuitous'))).toEqual([['1'], ['1']]);
		expect([0, 1].map(row => c.values(row, 'arp.isannouncement'))).toEqual([['1'], []]);
		expect(c.tree(0)[2]?.label).toBe('Address Resolution Protocol (request)');
	});
});

describe('isl', () => {
	const carried = (frame: readonly number[]): number[] => [1, 0, 0x0c, 0, 0, 0, ...from, ...u16(12 + frame.length), 0xaa, 0xaa, 3, 0, 0, 0x5e, 0, 2, 0, 0, 0, 0, ...frame];

	test('carries a frame with its check sequence, whatever is in it', () => {
		const c = ethernet(carried([...eth(0x0800, ipv4(udp())), 1, 2, 3, 4]), carried([...eth(0x2800, [9, 9]), 1, 2, 3, 4]), carried(eth(0x2800, [9, 9])));
		expect([0, 1, 2].map(row => c.values(row, 'eth.fcs'))).toEqual([['0x01020304'], ['0x01020304'], []]);
		expect(c.values(0, 'eth.trailer')).toEqual([]);
		expect([1, 2].map(row => c.values(row, 'data.data'))).toEqual([['0909'], ['0909']]);
	});
});

describe('cfp', () => {
	test('ends in a check sequence, also where there is no frame', () => {
		const header = [...to, ...from, 0x89, 0x03, 0, 0x60];
		const c = ethernet([...header, ...eth(0x0800, ipv4(udp())), 1, 2, 3, 4], header);
		expect([0, 1].map(row => c.values(row, 'cfp.fcs'))).toEqual([['0x01020304'], ['0x89030060']]);
		expect([0, 1].map(row => c.info(row).includes('Malformed'))).toEqual([false, true]);
	});
});
