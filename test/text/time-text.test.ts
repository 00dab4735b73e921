import {describe, expect, test} from 'vitest';
import {calendar, localTime, setZone} from '../../src/decode/clock.ts';
import {ruleZone} from '../../src/decode/time-zone.ts';
import {digitsOf, timeText} from '../../src/text/time-text.ts';

const moments = (now: bigint) => ({now, first: 0n, previous: 0n, previousDisplayed: 0n, row: 1});
const at = Date.UTC(2016, 7, 2, 2, 19, 33) / 1000;

describe('times of the list', () => {
	test.each([
		[0n, 's', 6, '0.000000'],
		[1_234_567_890n, 's', 9, '1.234567890'],
		[1_234_567_890n, 's', 0, '1'],
		[1_999_999_999n, 's', 3, '1.999'],
		[-1_500_000_000n, 's', 6, '-1.500000'],
		[-1n, 's', 6, '0.000000'],
		[-1n, 'hms', 6, '- 0.000000s'],
		[3_700_000_000_000n, 'hms', 6, '1h  1m 40.000000s'],
		[61_000_000_000n, 'hms', 0, '1m  1s'],
	])('%d ns by -u %s with %d digits', (span, unit, digits, text) => {
		expect(timeText(moments(span), 'r', digits, unit === 'hms')).toBe(text);
	});

	test.each(
		[
			['u', '02:19:33.5'],
			['ud', '2016-08-02 02:19:33.5'],
			['udoy', '2016/215 02:19:33.5'],
			['e', `${at}.5`],
		] as const,
	)('-t %s', (format, text) => {
		expect(timeText(moments(BigInt(at) * 1_000_000_000n + 500_000_000n), format, 1, false)).toBe(text);
	});

	test('a frame without a time has none, and counts as one of 1970 for the next', () => {
		expect(timeText({...moments(0n), now: undefined}, 'r', 6, false)).toBe('');
		expect(timeText({now: 5_000_000_000n, first: 1n, previous: undefined, previousDisplayed: undefined, row: 1}, 'd', 0, false)).toBe('5');
	});

	test.each([[1n, 0], [10n, 1], [100n, 2], [10_000n, 3], [1_000_000n, 6], [1_000_000_000n, 9], [10n ** 12n, 9], [16n, 1], [1024n, 3], [2n ** 32n, 9]])(
		'%d units a second are shown with %d digits',
		(units, digits) => {
			expect(digitsOf(units)).toBe(digits);
		},
	);
});

describe('zones', () => {
	test.each([
		['CET-1CEST,M3.5.0,M10.5.0/3', Date.UTC(2016, 2, 27, 0, 59, 59), 'Mar 27, 2016 01:59:59.000000000 CET'],
		['CET-1CEST,M3.5.0,M10.5.0/3', Date.UTC(2016, 2, 27, 1), 'Mar 27, 2016 03:00:00.000000000 CEST'],
		['CET-1CEST,M3.5.0,M10.5.0/3', Date.UTC(2016, 9, 30, 1), 'Oct 30, 2016 02:00:00.000000000 CET'],
		['AEST-10AEDT,M10.1.0,M4.1.0/3', Date.UTC(2016, 0, 1), 'Jan  1, 2016 11:00:00.000000000 AEDT'],
		['EST5EDT', Date.UTC(2016, 6, 4), 'Jul  3, 2016 20:00:00.000000000 EDT'],
		['<+0330>-3:30', Date.UTC(1969, 11, 31, 23), 'Jan  1, 1970 02:30:00.000000000 +0330'],
		['ABC3:30:15DEF,J60/2,300/5:6:7', Date.UTC(2016, 2, 1, 5, 30, 15), 'Mar  1, 2016 03:00:00.000000000 DEF'],
		['Foo', 0, 'Jan  1, 1970 00:00:00.000000000 Foo'],
	])('%s at %d', (rule, milliseconds, text) => {
		setZone(() => ruleZone(rule));
		expect(localTime(BigInt(milliseconds) * 1_000_000n)).toBe(text);
	});

	test.each([[0], [-1], [951_782_399], [951_782_400], [4_102_444_800], [-62_135_596_800]])('%d s falls on the day that Date says', seconds => {
		const date = new Date(seconds * 1000);
		expect(calendar(seconds)).toMatchObject({
			year: date.getUTCFullYear(),
			month: date.getUTCMonth() + 1,
			day: date.getUTCDate(),
			hour: date.getUTCHours(),
			minute: date.getUTCMinutes(),
			second: date.getUTCSeconds(),
		});
	});
});
