import {describe, expect, it} from 'vitest';
import {join, talk} from './talk.ts';

const u16 = (n: number): number[] => [(n >>> 8) & 0xff, n & 0xff];
const value = (kind: number, ...data: number[]): number[] => [...u16(kind), ...u16(data.length), ...data];
const message = (kind: number, body: readonly number[], length = 4 + body.length): number[] => [...u16(kind), ...u16(length), 0, 0, 0, 9, ...body];
const pdu = (...messages: number[][]): Uint8Array => {
	const body = [10, 0, 0, 1, 0, 0, ...messages.flat()];
	return Uint8Array.from([0, 1, ...u16(body.length), ...body]);
};
const keepAlive = pdu(message(0x201, []));
const mapping = (...prefix: number[]): Uint8Array => pdu(message(0x400, [...value(0x100, 2, 0, 1, ...prefix), ...value(0x200, 0, 0, 3, 0xe8)]));
const say = (...parts: readonly Uint8Array[]) => talk(646, parts.map(bytes => ({from: 0 as const, bytes})));

describe('LDP', () => {
	it('puts a PDU together from segments, and cuts a segment into PDUs', () => {
		const whole = mapping(24, 10, 1, 2);
		const c = say(whole.subarray(0, 3), whole.subarray(3, 20), join(whole.subarray(20), keepAlive, keepAlive));
		expect([0, 1].map(row => c.values(row, 'ldp.msg.type'))).toEqual([[], []]);
		expect(c.values(2, 'ldp.msg.type')).toEqual(['0x0400', '0x0201', '0x0201']);
		expect(c.values(2, 'ldp.msg.tlv.generic.label')).toEqual(['1000']);
	});

	it('passes over prefixes of families that nobody knows, and takes no bits that do not count', () => {
		const elements = [2, 0, 7, 16, 1, 2, 2, 0, 1, 20, 10, 1, 0x2f];
		const c = say(pdu(message(0x400, [...value(0x100, ...elements), ...value(0x200, 0, 0, 3, 0xe8)])), pdu(message(0x400, value(0x100, 200, 1, 2))));
		expect(c.values(0, 'ldp.msg.tlv.fec.af')).toEqual(['1']);
		expect(c.values(0, 'ldp.msg.tlv.fec.pfval')).toEqual(['10.1.32.0']);
		expect(c.values(1, 'ldp.msg.tlv.fec.type')).toEqual([]);
	});

	it('leaves a message out whose length has no room for its number', () => {
		const c = say(pdu(message(0x201, [], 3)), pdu(message(0x201, [], 4)));
		expect([0, 1].map(row => c.values(row, 'ldp.msg.type'))).toEqual([[], ['0x0201']]);
		expect([0, 1].map(row => c.values(row, 'ldp.invalid_length'))).toEqual([['1'], []]);
	});

	it('does not believe lengths', () => {
		const c = say(pdu([2, 1, 0, 2, 0, 0]), pdu(message(0x200, value(0x500, 0, 1))), mapping(255, 10), keepAlive);
		expect(c.values(0, 'ldp.invalid_length')).toEqual(['1']);
		expect(c.values(1, 'ldp.msg.tlv.fec.len.invalid')).toEqual(['1']);
		expect(c.values(2, 'ldp.msg.tlv.fec.type')).toEqual([]);
		expect(c.values(3, 'ldp.msg.type')).toEqual(['0x0201']);
	});
});
