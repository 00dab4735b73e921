import {describe, expect, test} from 'vitest';
import {capture, ipv4, u16, u32, udp} from '../network/capture.ts';
import {ascii} from './talk.ts';

const server = {source: [10, 0, 0, 2], destination: [10, 0, 0, 1]};
type Stamp = readonly [seconds: number, fraction: number];
const zeros = (size: number): number[] => Array.from({length: size}, () => 0);

const message = (
	mode: number,
	{stratum = 2, reference = [192, 0, 2, 1], sent = [0, 0] as Stamp, rest = [] as readonly number[]} = {},
): number[] => [0x20 | mode, stratum, 6, 0xec, ...u32(0), ...u32(0), ...reference, ...zeros(24), ...u32(sent[0]), ...u32(sent[1]), ...rest];

const send = (...messages: ReadonlyArray<readonly number[]>) => capture(messages.map(bytes => ipv4(udp(bytes, 123, 123))));
const sent = (...stamp: Stamp): string | undefined => send(message(3, {sent: stamp})).values(0, 'ntp.xmt')[0];

describe('times', () => {
	test('count from 1900, and below 2^31 from 2036', () => {
		expect(sent(3_900_000_000, 0x8000_0000)).toBe('Aug  2, 2023 21:20:00.500000000 UTC');
		expect(sent(1, 0)).toBe('Feb  7, 2036 06:28:17.000000000 UTC');
		expect(sent(0x8000_0000, 0)).toBe('Jan 20, 1968 03:14:08.000000000 UTC');
	});

	test('have their fraction cut to nanoseconds', () => {
		expect(sent(3_900_000_000, 0xffff_ffff)).toMatch(/\.999999999 UTC$/);
		expect(sent(3_900_000_000, 0x1234_5678)).toMatch(/\.071111110 UTC$/);
		expect(sent(3_900_000_000, 5)).toMatch(/\.000000001 UTC$/);
	});

	test('of zero are none', () => {
		expect(sent(0, 0)).toBe('NULL');
		expect(sent(0, 0x4000)).toBe('Feb  7, 2036 06:28:16.000003814 UTC');
	});
});

test('the reference says by the stratum what it is', () => {
	const c = send(message(4, {stratum: 1, reference: [71, 80, 83, 0]}), message(4), message(4, {stratum: 0, reference: [...ascii('RATE')]}));
	expect([0, 1, 2].map(row => c.labels(row, /^Reference ID/)[0])).toEqual(['Reference ID: Global Position System', 'Reference ID: 192.0.2.1', 'Reference ID: Rate exceeded']);
});

describe('behind the times', () => {
	const extension = (size: number): number[] => [...u16(0x104), ...u16(size), ...zeros(size - 4)];

	test('stand extensions, then a key and a digest', () => {
		const c = send(message(3, {rest: [...extension(28), ...u32(7), ...zeros(16)]}), message(3, {rest: [...u32(7), ...zeros(16)]}));
		expect([c.values(0, 'ntp.ext.length'), c.values(0, 'ntp.keyid'), c.values(0, 'ntp.mac')]).toEqual([['28'], ['00000007'], ['00'.repeat(16)]]);
		expect([c.values(1, 'ntp.ext'), c.values(1, 'ntp.keyid')]).toEqual([[], ['00000007']]);
	});

	test('an extension of an odd length ends them', () => {
		const c = send(message(3, {rest: extension(18)}), message(3, {rest: [...extension(16), 1, 2, 3]}));
		expect([c.values(0, 'ntp.ext.invalid_length'), c.values(0, 'ntp.keyid')]).toEqual([['1'], []]);
		expect([c.values(1, 'ntp.ext'), c.values(1, 'ntp.keyid')]).toEqual([[], ['01040010']]);
	});
});

describe('control messages', () => {
	const control = (
		flags: number,
		status: number,
		association: number,
		data: Iterable<number>,
	): number[] => [0x16, flags, 0, 1, ...u16(status), ...u16(association), 0, 0, ...u16([...data].length), ...data];

	test('have a status by operation and association', () => {
		const c = send(control(0x82, 0x0615, 0, ascii('a=1')), control(0x82, 0x961a, 7, ascii('a=1')), control(0xc2, 0x0300, 0, []), control(0x02, 0x961a, 0, []));
		expect([c.values(0, 'ntp.ctrl.sys_status.clksrc'), c.values(1, 'ntp.ctrl.peer_status.reach'), c.values(2, 'ntp.ctrl.err_status')]).toEqual([['6'], ['1'], ['3']]);
		expect(c.values(3, 'ntp.ctrl.sys_status.clksrc')).toEqual([]);
	});

	test('list associations, the last of which may not be all there', () => {
		const c = send(control(0x81, 0, 0, [0, 1, 0x96, 0x14, 0, 2, 0x96, 0x1a]), control(0x81, 0, 0, [0, 1, 0x96, 0x14, 0, 2]));
		expect([0, 1].map(row => c.values(row, 'ntp.ctrl.associd'))).toEqual([['0', '1', '2'], ['0', '1', '2']]);
		expect([0, 1].map(row => c.values(row, 'ntp.ctrl.item').length)).toEqual([2, 2]);
		expect([0, 1].map(row => c.info(row).includes('Malformed'))).toEqual([false, true]);
	});

	test('hold variables, in whose quotes commas mean nothing', () => {
		const c = send(control(0x82, 0, 0, ascii('a=1,\r\n b="x,y", c')));
		expect(c.labels(0, /^(a|b|c|y")/)).toEqual(['a=1', 'b="x,y"', 'c']);
	});
});

test('an answer belongs to the last question, once', () => {
	const c = capture([
		ipv4(udp(message(3), 5000, 123)),
		ipv4(udp(message(3), 5000, 123)),
		ipv4(udp(message(4), 123, 5000), server),
		ipv4(udp(message(4), 123, 5000), server),
		ipv4(udp(message(5), 123, 5000), server),
	]);
	expect([0, 1].map(row => c.values(row, 'ntp.response_in'))).toEqual([[], ['3']]);
	expect([c.values(2, 'ntp.request_in'), c.values(2, 'ntp.delta_time')]).toEqual([['2'], ['1.000000000']]);
	expect([3, 4].map(row => c.values(row, 'ntp.request_in'))).toEqual([[], []]);
});
