import {afterEach, describe, expect, test} from 'vitest';
import {setZone} from '../../../src/decode/clock.ts';
import {compileFilter} from '../../../src/decode/filter/compile.ts';
import type {Term} from '../../../src/decode/filter/term.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';

const registry = buildRegistry();

/** What a value written behind `==` comes to. */
const literal = (field: string, written: string) => {
	const compiled = compileFilter(`${field} == ${written}`, registry);
	if (!compiled.ok) return compiled.message;
	const {test} = compiled.filter;
	const right: Term | undefined = test?.kind === 'compare' ? test.right : undefined;
	return right?.kind === 'literal' ? right.value : right?.kind;
};

const second = 1_000_000_000n;

describe('numbers', () => {
	test.each([['80', 80], ['0x50', 80], ['0X50', 80], ['0120', 80], ['0b1010000', 80], ["'P'", 80], [String.raw`'\x50'`, 80], [String.raw`'\120'`, 80], [String.raw`'\n'`, 10], [
		'0',
		0,
	]])('%s is %i', (written, value) => {
		expect(literal('tcp.port', written)).toBe(value);
	});

	test('names of values are taken in any case, with quotes or without', () => {
		expect(literal('ip.proto', '"TCP"')).toBe(6);
		expect(literal('ip.proto', 'UDP')).toBe(17);
		expect(literal('ip.proto', '"udp"')).toBe(17);
		expect(literal('dns.qry.type', '"AAAA"')).toBe(28);
		expect(literal('dns.qry.type', 'AAAA')).toBe(28);
		expect(literal('tcp.flags.syn', '"Not set"')).toBe(0);
		expect(literal('tcp.flags.syn', 'True')).toBe(1);
		expect(literal('tcp.flags.syn', '7')).toBe(1);
	});
});

describe('bytes', () => {
	const source = Uint8Array.of(0, 0, 0x5e, 0, 0x53, 0xfe);
	test.each(['00:00:5e:00:53:fe', '00-00-5E-00-53-FE', '00.00.5e.00.53.fe', '0000.5e00.53fe', '00005e0053fe'])('%s is a MAC address', written => {
		expect(literal('eth.src', written)).toEqual(source);
	});

	test.each([['0x47', [0x47]], ['47', [0x47]], ['7', [7]], ['47:45:54', [0x47, 0x45, 0x54]], ['474554', [0x47, 0x45, 0x54]], ['"GET"', [0x47, 0x45, 0x54]], ["'G'", [0x47]], [
		String.raw`"\xff\0"`,
		[0xff, 0],
	], [String.raw`r"\x"`, [0x5c, 0x78]], ['"é"', [0xc3, 0xa9]]])('%s is a string of bytes', (written, bytes) => {
		expect(literal('tcp.payload', written)).toEqual(Uint8Array.from(bytes));
	});
});

describe('addresses', () => {
	test('an IPv4 address has four numbers, and may have a prefix', () => {
		expect(literal('ip.src', '192.0.2.10')).toBe(0xc000_020a);
		expect(literal('ip.src', '192.0.2.10/24')).toBe(0xc000_020a);
		expect(literal('ip.src', '192.0.2.256')).toMatch(/not an IPv4 address/);
	});

	test.each([
		['2001:db8::1', '20010db8000000000000000000000001'],
		['::', '0'.repeat(32)],
		['::1', `${'0'.repeat(31)}1`],
		['fe80::/10', `fe80${'0'.repeat(28)}`],
		['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
		['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
		['1:2:3:4:5:6:192.0.2.1', '000100020003000400050006c0000201'],
	])('%s is an IPv6 address', (written, hex) => {
		expect(literal('ipv6.src', written)).toEqual(Uint8Array.from(hex.match(/../g)!, pair => Number.parseInt(pair, 16)));
	});

	test.each(['1::2::3', '1:2:3', 'fe80', '192.0.2.1', '1:2:3:4:5:6:7:8:9'])('%s is none', written => {
		expect(typeof literal('ipv6.src', written)).toBe('string');
	});
});

describe('times', () => {
	afterEach(() => setZone(() => () => ({seconds: 0, name: 'UTC'})));

	test.each([
		['"2024-02-29T12:34:56Z"', 1_709_210_096n * second],
		['"2024-02-29 12:34:56.5Z"', 1_709_210_096n * second + 500_000_000n],
		['"2024-02-29 12:34:56.123456789+01:00"', 1_709_206_496n * second + 123_456_789n],
		['"2024-02-29T12:34:56-0130"', 1_709_215_496n * second],
		['"Feb 29, 2024 12:34:56 UTC"', 1_709_210_096n * second],
		['"Feb  9, 2024 12:34:56.000000001 UTC"', 1_707_482_096n * second + 1n],
		['"1969-12-31 23:59:59.25Z"', -750_000_000n],
	])('%s has a zone', (written, value) => {
		setZone(() => () => ({seconds: 7200, name: 'EET'}));
		expect(literal('frame.time', written)).toBe(value);
	});

	test.each(['"2024-02-29 12:34:56"', '"2024-02-29T12:34:56"', '"Feb 29, 2024 12:34:56"'])('%s is local', written => {
		setZone(() => () => ({seconds: 7200, name: 'EET'}));
		expect(literal('frame.time', written)).toBe(1_709_202_896n * second);
	});

	test('a date alone is its first moment', () => {
		expect(literal('frame.time', '2024-02-29')).toBe(1_709_164_800n * second);
	});

	test.each(['"2023-02-29"', '"2024-13-01"', '"2024-02-29 25:00"', '"Foo 29, 2024 12:34:56"', '"yesterday"'])('%s is none', written => {
		expect(literal('frame.time', written)).toMatch(/is not a time/);
	});

	test('a span of time is in seconds', () => {
		expect(literal('frame.time_delta', '1.5')).toBe(1_500_000_000n);
		expect(literal('frame.time_delta', '0.000000001')).toBe(1n);
		expect(literal('frame.time_delta', '1e-3')).toMatch(/not a span of time/);
	});
});
