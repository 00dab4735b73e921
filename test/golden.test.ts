import path from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {type Fixture, fixtures, orphans} from './fixtures.ts';
import {runInkcap} from './text/run-inkcap.ts';

beforeAll(() => {
	process.env.TZ = 'UTC';
});

/** What is below the line of a frame says nothing of its protocols; the fixtures of file formats show it. */
const withoutFrame = (details: string): string => details.replaceAll(/^(Frame \d+: .*\n)(?: {4}.*\n)+/gm, '$1');

/** The list of packets, everything they say, and what is wrong with the file. */
const goldenOf = async ({path: file, name}: Fixture): Promise<string> => {
	const list = await runInkcap(['-2', '-r', file]);
	const details = await runInkcap(['-2', '-V', '-r', file]);
	const wrong = list.complaints.replaceAll(file, path.basename(file));
	return `${list.output}\n${name.startsWith('formats/') ? details.output : withoutFrame(details.output)}${wrong === '' ? '' : `${wrong}Exit status ${list.status}\n`}`;
};

describe('goldens', () => {
	test.each(fixtures)('$name says what its golden says', async fixture => {
		await expect(await goldenOf(fixture)).toMatchFileSnapshot(fixture.golden);
	});

	test('every golden stands beside its capture', () => {
		expect(orphans()).toEqual([]);
	});

	test('every capture has a golden of its own', () => {
		expect(new Set(fixtures.map(({golden}) => golden)).size).toBe(fixtures.length);
	});
});
