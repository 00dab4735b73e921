import fs from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import '../src/check/vitest.ts';
import {fixtures, fixturesDirectory, orphans} from './fixtures.ts';

// The same as `inkcap check fixtures/`, which writes them with --update, as vitest does.
describe('goldens', () => {
	test.each(fixtures)('$name says what its golden says', async ({path: file}) => {
		await expect(file).toMatchDecode();
	});

	test('every golden stands beside its capture, and nothing else', () => {
		const goldens = new Set(fixtures.map(({golden}) => path.relative(fixturesDirectory, golden)));
		const texts = fs.readdirSync(fixturesDirectory, {recursive: true, encoding: 'utf8'}).filter(name => name.endsWith('.txt'));
		expect([...orphans, ...texts.filter(name => !goldens.has(name))]).toEqual([]);
	});

	test('every capture has a golden of its own', () => {
		expect(new Set(fixtures.map(({golden}) => golden)).size).toBe(fixtures.length);
	});
});
