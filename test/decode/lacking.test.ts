import {expect, test} from 'vitest';
import {capture, ipv4, u16, udp} from './network/capture.ts';

const ethernetLink = 1;
const rawIp = 101;
const serial = 104;
const to = [0x02, 0, 0, 0, 0, 1];
const from = [0x02, 0, 0, 0, 0, 2];
const zeros = (count: number): number[] => Array.from({length: count}, () => 0);
const time = (version: number, length: number): number[] => [0, version, ...u16(length), ...zeros(40)];
const protocols = (c: ReturnType<typeof capture>, row: number): string[] => c.values(row, 'frame.protocols');

test('a packet names a protocol whose header is cut, and shows no layer of it', () => {
	const c = capture([[...to, ...from, 8], [...to, ...from, 8, 0, 0x45]], ethernetLink);
	expect(protocols(c, 0)).toEqual(['eth']);
	expect(c.values(0, 'eth')).toEqual([]);
	expect(c.tree(0).at(-1)?.label).toBe('Malformed Packet: Ethernet');
	expect(c.values(1, 'eth')).toHaveLength(1);
});

test('what another protocol is carried in may be named and not shown', () => {
	const report = [0x14, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0];
	const c = capture([ipv4(report, {protocol: 2})], rawIp);
	expect(protocols(c, 0)).toEqual(['raw:ip:igmp:pim']);
	expect(c.values(0, 'igmp')).toEqual([]);
	expect(c.values(0, 'pim')).toHaveLength(1);
});

test('too little for a protocol that looks first is data', () => {
	const c = capture([ipv4(zeros(17), {protocol: 113}), ipv4(zeros(18), {protocol: 113})], rawIp);
	expect([0, 1].map(row => protocols(c, row))).toEqual([['raw:ip:data'], ['raw:ip:pgm']]);
});

test('a type that nobody knows leaves nothing, not even data', () => {
	const message = (type: number): number[] => [...u16(3000), ...u16(4000), type, ...zeros(15)];
	const c = capture([ipv4(message(3), {protocol: 113}), ipv4(message(2), {protocol: 113})], rawIp);
	expect([0, 1].map(row => protocols(c, row))).toEqual([['raw:ip'], ['raw:ip:pgm']]);
});

test('a version that nobody knows leaves nothing, not even data', () => {
	const c = capture([ipv4(udp(time(3, 44), 319, 319)), ipv4(udp(time(2, 44), 319, 319))], rawIp);
	expect([0, 1].map(row => protocols(c, row))).toEqual([['raw:ip:udp'], ['raw:ip:udp:ptp']]);
	expect(c.values(0, 'data.data')).toEqual([]);
});

test('a message of the time protocol ends where it says', () => {
	const c = capture([3, 6, 44, 99].map(length => ipv4(udp(time(2, length), 319, 319))), rawIp);
	expect([0, 1, 2, 3].map(row => c.values(row, 'ptp.v2.minorsdoid').length)).toEqual([0, 1, 1, 1]);
	expect([0, 1, 2, 3].map(row => c.values(row, 'ptp.v2.sequenceid').length)).toEqual([0, 0, 1, 1]);
	expect(c.values(0, 'ptp.v2.msg_len_too_small')).toEqual(['1']);
	expect(c.values(3, 'ptp.v2.msg_len_too_large')).toEqual(['1']);
});

test('a value that does not fit is not told at all', () => {
	const short = [0x0f, 0, 0x80, 0x35, 0, 0, 0, 1, 192, 0, 2, 1, 255];
	const c = capture([short, [...short, ...zeros(5)]], serial);
	expect([0, 1].map(row => c.values(row, 'slarp.ptype'))).toEqual([[], ['1']]);
});

test('routers that share an address speak to their groups alone', () => {
	const hello = [0, 0, 16, 3, 10, 100, 1, 0, ...zeros(8), 10, 0, 0, 1];
	const c = capture([[224, 0, 0, 2], [224, 0, 0, 66], [224, 0, 0, 102]].map(destination => ipv4(udp(hello, 1985, 1985), {destination})), rawIp);
	expect([0, 1, 2].map(row => protocols(c, row))).toEqual([['raw:ip:udp:hsrp'], ['raw:ip:udp'], ['raw:ip:udp:hsrp:data']]);
	expect([0, 1, 2].map(row => c.values(row, 'hsrp.group').length)).toEqual([1, 0, 0]);
});

test('a message of a spanning tree is shown from its port on', () => {
	const message = [0, 0, 2, 2, ...zeros(32)];
	const frame = (size: number) => [...to, ...from, ...u16(3 + size), 0x42, 0x42, 3, ...message.slice(0, size)];
	const c = capture([frame(26), frame(27)], ethernetLink);
	expect([0, 1].map(row => c.values(row, 'stp').length)).toEqual([0, 1]);
	expect([0, 1].map(row => c.tree(row).at(-1)?.label)).toEqual(['Malformed Packet: STP', 'Malformed Packet: STP']);
	expect([0, 1].map(row => c.values(row, 'stp.port').length)).toEqual([0, 1]);
});

test('a datagram shows what stands behind its length, and carries what stands before it', () => {
	const datagram = udp([1, 2, 3, 4], 40_000, 40_001);
	datagram[5] = 10;
	const c = capture([ipv4(datagram)], rawIp);
	expect(c.values(0, 'udp.payload')).toEqual(['01020304']);
	expect(c.values(0, 'data.data')).toEqual(['0102']);
});
