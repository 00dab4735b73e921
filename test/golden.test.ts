import path from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {fixtures, orphans} from './fixtures.ts';
import {runInkcap} from './text/run-inkcap.ts';

beforeAll(() => {
	process.env.TZ = 'UTC';
});

/** The list of packets, everything they say, and what is wrong with the file. */
const goldenOf = async (file: string): Promise<string> => {
	const list = await runInkcap(['-2', '-r', file]);
	const details = await runInkcap(['-2', '-V', '-r', file]);
	const wrong = list.complaints.replaceAll(file, path.basename(file));
	return `${list.output}\n${details.output}${wrong === '' ? '' : `${wrong}Exit status ${list.status}\n`}`;
};

describe('goldens', () => {
	test.each(fixtures)('$name says what its golden says', async ({path: file, golden}) => {
		await expect(await goldenOf(file)).toMatchFileSnapshot(golden);
	});

	test('every golden stands beside its capture', () => {
		expect(orphans()).toEqual([]);
	});

	test('every capture has a golden of its own', () => {
		expect(new Set(fixtures.map(({golden}) => golden)).size).toBe(fixtures.length);
	});
});
