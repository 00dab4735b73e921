import {expect, test} from 'vitest';
import {align} from '../../src/check/align.ts';

const pairsOf = (before: string, after: string): string =>
	align([...before], [...after], item => item, (a, b) => (a.toLowerCase() === b.toLowerCase() ? 0.5 : 0))
		.map(([b, a]) => `${before[b] ?? '-'}${after[a] ?? '-'}`)
		.join(' ');

test.each([
	['', '', ''],
	['abc', 'abc', 'aa bb cc'],
	['abc', 'ac', 'aa b- cc'],
	['ac', 'abc', 'aa -b cc'],
	['abc', 'xyz', 'ax by cz'],
	['abcd', 'aBcd', 'aa bB cc dd'],
	['abcd', 'acBd', 'aa b- cc -B dd'],
	['ab', 'xxAB', '-x -x aA bB'],
	['abcabba', 'cbabac', undefined],
	['abc', '', 'a- b- c-'],
	['', 'ab', '-a -b'],
])('%j and %j are paired as %j', (before, after, pairs) => {
	const found = align([...before], [...after], item => item, (a, b) => (a.toLowerCase() === b.toLowerCase() ? 0.5 : 0));
	expect(found.map(([b]) => b).filter(b => b >= 0)).toEqual([...before].map((_, i) => i));
	expect(found.map(([, a]) => a).filter(a => a >= 0)).toEqual([...after].map((_, i) => i));
	if (pairs !== undefined) expect(pairsOf(before, after)).toBe(pairs);
	else expect(found.filter(([b, a]) => before[b] === after[a] && b >= 0).length).toBe(4);
});

test('lists of thousands are paired at once', () => {
	const before = Array.from({length: 20_000}, (_, i) => `${i}`);
	const after = before.filter((_, i) => i % 997 !== 5).map((item, i) => (i % 1201 === 7 ? `${item}!` : item));
	const started = performance.now();
	const pairs = align(before, after, item => item, (a, b) => (a.startsWith(b) || b.startsWith(a) ? 0.9 : 0));
	expect(performance.now() - started).toBeLessThan(2000);
	expect(pairs.filter(([, a]) => a < 0).length).toBe(before.filter((_, i) => i % 997 === 5).length);
});
