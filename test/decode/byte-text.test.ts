import {describe, expect, test} from 'vitest';
import {ByteText, words} from '../../src/decode/byte-text.ts';

const edges = [0, 7, 9, 10, 42, 99, 100, 101, 999, 1000, 65_535, 99_999, 1_000_000, 2 ** 31 - 1, 2 ** 31, 4_000_000_009, 2 ** 32 - 1, 2 ** 32, 2 ** 48 + 5];

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
		expect(text.plain(words('xGET / HTTP/1.1x'), 1, 15)).toBe(true);
		for (const bad of ['\u001b[31m', 'tab\there', 'caf\u00e9', '\u007f']) {
			const bytes = words(bad);
			expect(text.plain(bytes, 0, bytes.length)).toBe(false);
		}

		text.words(words(' → '));
		expect(text.toString()).toBe('GET / HTTP/1.1 → ');
	});
});
