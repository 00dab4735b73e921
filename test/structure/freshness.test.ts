import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {root} from './sources.ts';

type Freshness = {readonly staleness: () => string | undefined; readonly markBuilt: (time: number) => void};

const hour = 3600;
const now = Math.floor(Date.now() / 1000);

let checkout = '';
let freshness: Freshness;

const aged = (path: string, hours: number): void => utimesSync(join(checkout, path), now - hours * hour, now - hours * hour);

const run = (): {status: number | null; stdout: string; stderr: string} => spawnSync(process.execPath, [join(checkout, 'bin/inkcap')], {cwd: checkout, encoding: 'utf8'});

beforeEach(() => {
	checkout = mkdtempSync(join(tmpdir(), 'inkcap-checkout-'));
	for (const part of ['bin', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) {
		cpSync(join(root, part), join(checkout, part), {recursive: true});
	}
	mkdirSync(join(checkout, 'src/decode'), {recursive: true});
	mkdirSync(join(checkout, 'dist'));
	writeFileSync(join(checkout, 'src/decode/field.ts'), '');
	writeFileSync(join(checkout, 'dist/inkcap.cjs'), "process.stdout.write('ran');");
	for (const path of ['scripts/build.mjs', 'scripts/name-tables.mjs', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) aged(path, 5);
	for (const path of ['src/decode/field.ts', 'src/decode', 'src']) aged(path, 5);
	freshness = createRequire(import.meta.url)(join(checkout, 'scripts/freshness.cjs')) as Freshness;
});

afterEach(() => rmSync(checkout, {recursive: true, force: true}));

test('a program built after its last source is run without a word', () => {
	freshness.markBuilt((now - hour) * 1000);
	expect(freshness.staleness()).toBeUndefined();
	expect(run()).toMatchObject({status: 0, stdout: 'ran', stderr: ''});
});

test('a source that changed since the build is named, and the program runs all the same', () => {
	freshness.markBuilt((now - hour) * 1000);
	aged('src/decode/field.ts', 0);
	expect(run()).toMatchObject({status: 0, stdout: 'ran', stderr: 'inkcap: its build is older than src/decode/field.ts; run npm run build\n'});
});

test('a source that was deleted since the build makes it stale', () => {
	freshness.markBuilt((now - hour) * 1000);
	rmSync(join(checkout, 'src/decode/field.ts'));
	expect(freshness.staleness()).toBe('its build is older than src/decode');
});

test('without a build, one sentence says what to do', () => {
	rmSync(join(checkout, 'dist'), {recursive: true});
	expect(run()).toMatchObject({status: 2, stdout: '', stderr: 'inkcap: it is not built; run npm run build\n'});
});
