import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {clip, fitLeft, fitMiddle, fitRight, fitStyled, grouped, inAscii, plural, skip, width, wrap} from '../../src/views/width.ts';

const samples = [
	'',
	'plain',
	'Ünïcödé',
	'漢字かな',
	'a漢b',
	'한글',
	'e\u0301clair',
	'👍🏽 yes',
	'👩‍👩‍👧',
	'🇨🇭',
	'│━►▾',
	'→',
	'\u200b',
	'ｱｲｳ',
	'Ω≈ç√',
];

describe('width', () => {
	test.each(samples)('of %j is what string-width says', text => {
		expect(width(text)).toBe(stringWidth(text));
		expect(width(`\x1b[1m\x1b[38;5;64m${text}\x1b[39m\x1b[22m`)).toBe(stringWidth(text));
	});

	test('of every character that is counted the fast way is what string-width says', () => {
		const wrong: string[] = [];
		for (let code = 0x20; code < 0x3000; code++) {
			const character = String.fromCharCode(code);
			if (width(character) !== stringWidth(character)) wrong.push(code.toString(16));
		}

		expect(wrong).toEqual([]);
	});
});

describe('fitting', () => {
	test.each(samples)('%j takes exactly as many cells as there are', text => {
		for (let cells = 0; cells < 12; cells++) {
			for (const each of [fitLeft, fitRight, fitMiddle]) expect(width(each(`${text}${text}`, cells))).toBe(cells);
			expect(width(fitStyled(`\x1b[31m${text}${text}\x1b[39m`, cells))).toBe(cells);
			expect(width(clip(text, cells))).toBeLessThanOrEqual(cells);
		}
	});

	test('what does not fit ends in an ellipsis', () => {
		expect(clip('Time to Live', 8)).toBe('Time to…');
		expect(fitLeft('漢字かな', 6)).toBe('漢字… ');
	});

	test('an address keeps both ends', () => {
		expect(fitMiddle('2001:db8:0:1234::abcd', 15)).toBe('2001:db…4::abcd');
		expect(fitMiddle('10.0.0.1', 10)).toBe('10.0.0.1  ');
	});

	test('tabs and controls never reach the terminal', () => {
		expect(fitLeft('a\tb\x1b[2Jc\u009b', 12)).toBe('a b·[2Jc·   ');
	});

	test('a text of many marks on one character does not take long', () => {
		const started = performance.now();
		expect(width(fitLeft(`e${'\u0301'.repeat(1_000_000)}`, 20))).toBe(20);
		expect(performance.now() - started).toBeLessThan(1000);
	});

	test('skipping leaves out whole characters', () => {
		expect(skip('plain text', 6)).toBe('text');
		expect(skip('漢字かな', 4)).toBe('かな');
		expect(skip('short', 10)).toBe('');
	});
});

test('text is wrapped between words, and within those that are too long', () => {
	expect(wrap('how many routers may pass it on', 12)).toEqual(['how many', 'routers may', 'pass it on']);
	expect(wrap('0123456789', 4)).toEqual(['0123', '4567', '89']);
	expect(wrap('one\n\ntwo', 10)).toEqual(['one', '', 'two']);
});

test('numbers are written for people', () => {
	expect([0, 999, 1000, 1_234_567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567']);
	expect([plural(1, 'packet'), plural(2000, 'packet')]).toEqual(['1 packet', '2,000 packets']);
});

test('a terminal that has only ASCII gets text of the same width', () => {
	expect(inAscii('443 → 40000 [ACK] S…')).toBe('443 > 40000 [ACK] S~');
	for (const text of samples) {
		expect(inAscii(text)).toMatch(/^[\x00-\x7f]*$/);
		expect(width(inAscii(text))).toBe(width(text));
	}
});
