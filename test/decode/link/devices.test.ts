import {expect, test} from 'vitest';
import {capture, ipv4, udp} from '../network/capture.ts';

const packet = ipv4(udp([1, 2], 40_000, 40_001));

test('the inside of IPsec is read in the byte order that makes its family small', () => {
	const c = capture(
		[[2, 0, 0, 0, 0, 0, 0, 1, 0, 0x0c, 0, 0, ...packet], [0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0x0c, 0, ...packet], [0, 0, 0, 0, 0, 0, 0, 1, 0, 0x0c, 0, 0, ...packet]],
		109,
	);
	expect(c.values(2, 'enc.flags')).toEqual(['0x00000c00']);
	for (const row of [0, 1]) {
		expect(c.values(row, 'enc.flags')).toEqual(['0x00000c00']);
		expect(c.values(row, 'udp.srcport')).toEqual(['40000']);
	}
});

test('a flag makes a CAN frame one of CAN FD, and padding is no data', () => {
	const c = capture([[0, 0, 1, 0x23, 2, 0, 0, 0, 9, 9, 0, 0, 0], [0, 0, 1, 0x23, 2, 4, 0, 0, 9, 9]], 227);
	expect(c.values(0, 'frame.protocols')).toEqual(['can:data']);
	expect(c.values(0, 'can.padding')).toEqual(['000000']);
	expect(c.values(0, 'data.len')).toEqual(['2']);
	expect(c.values(1, 'frame.protocols')).toEqual(['canfd:data']);
});

test('the packet that a firewall logged is found among its attributes', () => {
	const prefix = [6, 0, 10, 0, 0x61, 0, 0, 0];
	const whole = [packet.length + 4, 0, 9, 0, ...packet];
	const c = capture([[2, 0, 0, 5, ...whole, ...Array<number>(-packet.length & 3).fill(0), ...prefix], [2, 0, 0, 5, 3, 0, 9, 0]], 239);
	expect(c.values(0, 'udp.srcport')).toEqual(['40000']);
	expect(c.values(0, 'nflog.prefix')).toEqual(['a']);
	expect(c.values(1, 'nflog.tlv_length')).toEqual([]);
});

test('the header of a pf log ends at a multiple of four', () => {
	const header = [61, 2, 1, 0, ...Array<number>(40).fill(0), ...Array<number>(16).fill(255), 1, 0, 0, 0];
	const c = capture([[...header, ...packet], [7, ...header.slice(1)]], 117);
	expect(c.values(0, 'udp.srcport')).toEqual(['40000']);
	expect(c.values(1, 'pflog.invalid_header_length')).toEqual(['1']);
});
