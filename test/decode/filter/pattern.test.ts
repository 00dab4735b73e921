import {describe, expect, test} from 'vitest';
import {compilePattern} from '../../../src/decode/filter/pattern.ts';

const utf8 = new TextEncoder();
const place = {start: 0, end: 1};
const inText = (pattern: string, text: string) => compilePattern(utf8.encode(pattern), false, place).test(text);
const inBytes = (pattern: string, ...bytes: number[]) => compilePattern(utf8.encode(pattern), true, place).test(Uint8Array.from(bytes));

describe('a regular expression', () => {
	test.each([
		['www', 'WWW.example', true],
		[String.raw`www\.ex`, 'wwwXex', false],
		[String.raw`www\.ex`, 'WWW.EX', true],
		['www.ex', 'wwwXex', true],
		[String.raw`a\\b`, String.raw`A\B`, true],
		['a+b', 'AAB', true],
		[String.raw`a\+b`, 'aab', false],
		['^b', 'ab', false],
		['(?-i)A', 'a', false],
		['', '', true],
		['é', 'É', true],
		['k', '\u212a', true],
		[String.raw`\d{3}`, '12', false],
		[String.raw`a\hb`, 'a\tb', true],
		[String.raw`[\h]`, ' ', true],
		[String.raw`a\Rb`, 'a\r\nb', true],
		[String.raw`a\Nb`, 'a\nb', false],
		[String.raw`a\Kb`, 'ab', true],
		['a(?#b)c', 'ac', true],
		['a.c', 'a\nc', false],
		['(?s)a.c', 'a\nc', true],
		[String.raw`\Qa.c\E`, 'abc', false],
		['[[:alpha:]]', '1', false],
	])('%s in %j: %s', (pattern, text, found) => {
		expect(inText(pattern, text)).toBe(found);
	});

	test('is about bytes where it is used on bytes', () => {
		expect(inBytes(String.raw`\x80`, 0x41, 0x80)).toBe(true);
		expect(inBytes(String.raw`[\x80-\x9f]`, 0x20)).toBe(false);
		expect(inBytes('^.{3}$', 0xff, 0xfe, 0xfd)).toBe(true);
		expect(inBytes('get', 0, 0x47, 0x45, 0x54, 0xff)).toBe(true);
		expect(inBytes('é', 0xc3, 0xa9)).toBe(true);
	});

	test.each(['a(?=b)', 'a(?!b)', '(?<=a)b', '(?<!a)b', String.raw`(a)\1`, String.raw`(?<n>a)\k<n>`, 'a++', 'a*+', '(?>a)', '(?R)', '(?(1)a)', '(*ACCEPT)'])(
		'that may take for ever is refused by name: %s',
		pattern => {
			expect(() => inText(pattern, 'a')).toThrow(/is not supported in a regular expression/);
		},
	);

	test.each(['[', '(a', 'a)', '*', 'a{2,1}'])('that is none is refused: %s', pattern => {
		expect(() => inText(pattern, 'a')).toThrow(/this is not a regular expression/);
	});

	test('takes a time that grows with the text, no more', () => {
		const started = performance.now();
		expect(inText('(a+)+(a|a)*b', 'a'.repeat(20_000))).toBe(false);
		expect(performance.now() - started).toBeLessThan(5000);
	});
});
