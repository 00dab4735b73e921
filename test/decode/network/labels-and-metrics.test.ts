import {describe, expect, it} from 'vitest';
import {capture, ipv4, u16, u32} from './capture.ts';

describe('EIGRP', () => {
	const eigrp = (opcode: number, ...body: number[]): number[] => ipv4([2, opcode, 0, 0, ...u32(0), ...u32(0), ...u32(0), 0, 0, 0, 100, ...body], {protocol: 88});
	const value = (kind: number, data: readonly number[], length = 4 + data.length): number[] => [...u16(kind), ...u16(length), ...data];
	const metric = [...u32(10), ...u32(100), 0, 5, 0xdc, 1, 0xff, 1, 0, 6];
	const route = (...prefix: number[]): number[] => value(0x102, [0, 0, 0, 0, ...metric, ...prefix]);

	it('takes weights of 255 alone for a goodbye', () => {
		const c = capture([eigrp(5, ...value(1, [255, 255, 255, 255, 255, 255, 0, 15])), eigrp(5, ...value(1, [255, 255, 255, 255, 0, 0, 0, 15]))]);
		expect([c.values(0, 'eigrp.peer_termination'), c.values(1, 'eigrp.peer_termination')]).toEqual([['1'], []]);
		expect(c.values(1, 'eigrp.par.k1')).toEqual(['255']);
	});

	it('reads a prefix of as many bytes as its bits need, and prefixes behind it', () => {
		const c = capture([eigrp(1, ...route(24, 10, 1, 2, 9, 10, 128), ...route(32, 10, 0, 0, 7))]);
		expect(c.values(0, 'eigrp.ipv4.destination')).toEqual(['10.1.2.0', '10.128.0.0', '10.0.0.7']);
	});

	it('does not believe lengths', () => {
		const c = capture([eigrp(5, ...value(1, [], 0)), eigrp(5, ...value(1, [], 3)), eigrp(1, ...route(255, 10, 0, 0)), eigrp(5, ...value(1, [1], 0xffff))]);
		expect([0, 1].map(row => c.values(row, 'eigrp.tlv.len.invalid'))).toEqual([['1'], ['1']]);
		expect(c.values(2, 'eigrp.prefixlen.invalid')).toEqual(['1']);
		expect(c.info(3)).toContain('[Malformed Packet]');
	});
});

describe('RSVP', () => {
	const rsvp = (kind: number, body: readonly number[], length = 8 + body.length): number[] => ipv4([0x10, kind, 0, 0, 255, 0, ...u16(length), ...body], {protocol: 46});
	const thing = (kind: number, type: number, data: readonly number[], length = 4 + data.length): number[] => [...u16(length), kind, type, ...data];
	const tunnel = thing(1, 7, [10, 0, 0, 9, 0, 0, 0, 7, 10, 0, 0, 1]);

	it('reads objects one behind the other', () => {
		const c = capture([rsvp(2, [...tunnel, ...thing(5, 1, u32(30_000)), ...thing(16, 1, u32(1000))])]);
		expect(c.values(0, 'rsvp.session.tunnel_id')).toEqual(['7']);
		expect(c.values(0, 'rsvp.label.label')).toEqual(['1000']);
		expect(c.info(0)).toBe('RESV Message. SESSION: IPv4-LSP, Destination 10.0.0.9, Short Call ID 0, Tunnel ID 7, Ext ID a000001. ');
	});

	it('does not believe lengths', () => {
		const hello = u32(1);
		const c = capture([
			rsvp(20, thing(22, 1, hello, 0)),
			rsvp(20, thing(22, 1, hello, 3)),
			rsvp(20, thing(22, 1, hello, 400)),
			rsvp(1, thing(20, 1, [1, 0, 10, 0, 0, 1, 32, 0])),
		]);
		expect([0, 1].map(row => c.values(row, 'rsvp.invalid_length'))).toEqual([['1'], ['1']]);
		expect(c.info(2)).toContain('[Malformed Packet]');
		expect(c.values(3, 'rsvp.object')).toEqual(['20']);
	});
});
