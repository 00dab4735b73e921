import {expect, test} from 'vitest';
import {capture, ipv6} from './capture.ts';

const update = (options: readonly number[], length = (12 + options.length) / 8 - 1): number[] => ipv6(135, [59, length, 5, 0, 0, 0, 0, 7, 0x80, 0, 0, 9, ...options]);

test('an option past the end of its header ends the options', () => {
	const c = capture([update([3, 16, 0, 0])]);
	expect(c.values(0, 'mip6.opt.len.invalid')).toEqual(['1']);
	expect(c.values(0, 'mip6.mobility_opt.len')).toEqual([]);
});

test('a header longer than its packet is malformed', () => {
	expect(capture([update([1, 2, 0, 0], 9)]).labels(0, /Malformed/)).not.toEqual([]);
});
