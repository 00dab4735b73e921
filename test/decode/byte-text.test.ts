import {describe, expect, test} from 'vitest';
import {ByteText, words} from '../../src/decode/byte-text.ts';

const edges = [0, 7, 9, 10, 42, 99, 100, 101, 999, 1000, 65_535, 99_999, 1_000_000, 2 ** 31 - 1, 2 ** 31, 4_000_000_009, 2 ** 32 - 1, 2 ** 32, 2 ** 48 + 5];

const encoder = new TextEncoder();

/** Numbers of every size, the same ones each time. */
const numbers = [...edges, ...Array.from({length: 2000}, (_, i) => Math.floor(((i * 2_654_435_761) % 2 ** 32) / 2 ** (i % 32)))];

describe('text put together in bytes', () => {
	test('has numbers as they are, at the right side of their column', () => {
		for (const [i, number] of numbers.entries()) {
			const width = i % 12;
			const text = new ByteText(1);
			text.number(number, width);
			expect(text.toString()).toBe(String(number).padStart(width));
		}
	});

	test('has the last digits of a number, with zeros in front', () => {
		for (const number of numbers.filter(each => each < 2 ** 32)) {
			for (const count of [1, 2, 3, 6, 9, 10]) {
				const text = new ByteText(1);
				text.digits(number, count);
				expect(text.toString()).toBe(String(number).padStart(count, '0').slice(-count));
			}
		}
	});

	test('has numbers in hexadecimal, no shorter than is asked for', () => {
		const text = new ByteText(1);
		text.hexNumber(0x1a, 4);
		text.hexNumber(0xdead_beef, 2);
		expect(text.toString()).toBe('0x001a0xdeadbeef');
	});

	test('takes bytes that a terminal can have, and nothing of others', () => {
		const text = new ByteText(1);
		expect(text.plain(encoder.encode('xGET / HTTP/1.1x'), 1, 15)).toBe(true);
		for (const bad of ['\u001b[31m', 'tab\there', 'caf\u00e9', '\u007f']) {
			const bytes = encoder.encode(bad);
			expect(text.plain(bytes, 0, bytes.length)).toBe(false);
		}

		text.append(words(' → '));
		expect(text.toString()).toBe('GET / HTTP/1.1 → ');
	});

	test('has another text behind its own, however long that is', () => {
		for (let length = 0; length < 40; length++) {
			const text = new ByteText(1);
			const other = new ByteText(1);
			text.text('.'.repeat(length % 7));
			other.text('abcdefghij'.repeat(4).slice(0, length));
			text.append(other);
			text.byte(33);
			expect(text.toString()).toBe(`${'.'.repeat(length % 7)}${'abcdefghij'.repeat(4).slice(0, length)}!`);
		}
	});

	test('has addresses of IPv4 and of links wherever they stand', () => {
		for (let byte = 0; byte < 256; byte++) {
			const bytes = Uint8Array.of(255, byte, 0, 10, byte, 192, 171);
			const text = new ByteText(1);
			text.ipv4(bytes, 1);
			text.byte(0x20);
			text.mac(bytes, 1);
			text.byte(0x20);
			text.ipv4(bytes, 0);
			const hex = byte.toString(16).padStart(2, '0');
			expect(text.toString()).toBe(`${byte}.0.10.${byte} ${hex}:00:0a:${hex}:c0:ab 255.${byte}.0.10`);
		}
	});

	test('has addresses of IPv6 as short as they can be, and those that hold one of IPv4 with dots', () => {
		const addresses = {
			'20010db8000000000000000000000001': '2001:db8::1',
			'20010db80000000100000000000000ff': '2001:db8:0:1::ff',
			'20010db8000100010001000100000001': '2001:db8:1:1:1:1:0:1',
			fe800000000000000000000000000000: 'fe80::',
			'00000000000000000000000000000000': '::',
			'00000000000000000000000000000001': '::1',
			'00000000000000000000ffffc0000201': '::ffff:192.0.2.1',
			'000000000000000000000000c0000201': '::192.0.2.1',
			'00010000000000020000000000000003': '1:0:0:2::3',
			abcdef0123456789abcdef0123456789: 'abcd:ef01:2345:6789:abcd:ef01:2345:6789',
		};
		for (const [bytes, shown] of Object.entries(addresses)) {
			const text = new ByteText(1);
			text.ipv6(Uint8Array.from(Buffer.from(`ff${bytes}`, 'hex')), 1);
			expect(text.toString()).toBe(shown);
		}
	});
});
