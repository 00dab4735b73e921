import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {codeDirectory, CodeFile} from '../../src/start/code-file.ts';

let base = '';
let directory = '';
let place = '';

const name = 'program-text-0123456789abcdef-1234abcd';
const kept = {code: Uint8Array.from({length: 10_001}, (_, i) => i * 7), compiled: {inkcap: 5}};
const read = () => new CodeFile(directory, name).read();
const mode = (file: string): number => fs.statSync(file).mode & 0o777;

beforeEach(() => {
	base = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-code-'));
	directory = path.join(base, 'cache', 'inkcap');
	place = path.join(directory, `${name}.code`);
});
afterEach(() => {
	vi.restoreAllMocks();
	fs.rmSync(base, {recursive: true, force: true});
});

test('code is given back as it was written, from a place that only its user can read', () => {
	expect(read()).toBeUndefined();
	new CodeFile(directory, name).write(kept);
	const found = read()!;
	expect([Buffer.compare(found.code, kept.code), found.compiled]).toEqual([0, {inkcap: 5}]);
	expect([mode(directory), mode(place), fs.readdirSync(directory)]).toEqual([0o700, 0o600, [`${name}.code`]]);
});

test('code that is broken anywhere is not taken, and written anew', () => {
	new CodeFile(directory, name).write(kept);
	const whole = fs.readFileSync(place);
	for (const at of [0, 5000, kept.code.length - 1, kept.code.length + 12]) {
		const broken = Buffer.from(whole);
		broken[at]! ^= 4;
		fs.writeFileSync(place, broken);
		expect(read()).toBeUndefined();
	}

	for (const length of [0, 300, 5000, whole.length - 1]) {
		fs.writeFileSync(place, whole.subarray(0, length));
		expect(read()).toBeUndefined();
	}

	const file = new CodeFile(directory, name);
	file.read();
	file.write(kept);
	expect(read()?.compiled).toEqual({inkcap: 5});
});

test('code that others may have written is not taken', () => {
	new CodeFile(directory, name).write(kept);
	for (const [what, wrong, right] of [[place, 0o606, 0o600], [place, 0o660, 0o600], [directory, 0o777, 0o700], [directory, 0o770, 0o700]] as const) {
		fs.chmodSync(what, wrong);
		expect(read()).toBeUndefined();
		fs.chmodSync(what, right);
	}

	const other = path.join(base, 'other');
	fs.linkSync(place, other);
	expect(read()).toBeUndefined();
	fs.rmSync(place);
	fs.symlinkSync(other, place);
	expect(read()).toBeUndefined();
	fs.renameSync(other, place);
	expect(read()).toBeDefined();

	// For whoever is somebody else, all of it is.
	vi.spyOn(process, 'geteuid').mockReturnValue(process.geteuid!() + 1);
	expect(read()).toBeUndefined();
});

test('a directory that is a link, or that others may write, gets nothing', () => {
	fs.mkdirSync(path.dirname(directory));
	fs.mkdirSync(path.join(base, 'elsewhere'));
	fs.symlinkSync(path.join(base, 'elsewhere'), directory);
	new CodeFile(directory, name).write(kept);
	fs.rmSync(directory);
	fs.mkdirSync(directory);
	fs.chmodSync(directory, 0o777);
	new CodeFile(directory, name).write(kept);
	expect([fs.readdirSync(directory), fs.readdirSync(path.join(base, 'elsewhere'))]).toEqual([[], []]);
});

test('root makes nothing in the home of a user', () => {
	if (process.geteuid!() === 0) fs.chownSync(base, 1000, 1000);
	vi.spyOn(process, 'geteuid').mockReturnValue(0);
	new CodeFile(directory, name).write(kept);
	expect(fs.readdirSync(base)).toEqual([]);
});

test('what another run has written meanwhile stays', () => {
	const first = new CodeFile(directory, name);
	const second = new CodeFile(directory, name);
	expect([first.read(), second.read()]).toEqual([undefined, undefined]);
	second.write(kept);
	first.write({...kept, compiled: {inkcap: 6}});
	expect(read()?.compiled).toEqual({inkcap: 5});
});

test('the oldest of many builds go, and whatever was left half written; other files stay', () => {
	const of = (build: number): string => `program-text-${String(build).padStart(16, '0')}-1234abcd`;
	for (let build = 0; build < 8; build++) {
		new CodeFile(directory, of(build)).write(kept);
		fs.utimesSync(path.join(directory, `${of(build)}.code`), build, build);
	}

	const left = path.join(directory, `${of(3)}.code.99.tmp`);
	fs.writeFileSync(left, '');
	fs.utimesSync(left, 0, 0);
	fs.writeFileSync(path.join(directory, 'notes.txt'), '');
	new CodeFile(directory, of(8)).write(kept);
	expect(fs.readdirSync(directory).sort()).toEqual(['notes.txt', ...Array.from({length: 8}, (_, i) => `${of(i + 1)}.code`)]);
});

test('where nothing can be written, nothing happens', () => {
	fs.writeFileSync(path.join(base, 'cache'), '');
	const file = new CodeFile(directory, name);
	expect(file.read()).toBeUndefined();
	file.write(kept);
	expect(fs.readdirSync(base)).toEqual(['cache']);
});

test('it is in the directory for caches, unless it is not wanted', () => {
	expect(codeDirectory({XDG_CACHE_HOME: '/caches'})).toBe('/caches/inkcap');
	expect(codeDirectory({XDG_CACHE_HOME: 'caches'})).toBe(path.join(os.homedir(), '.cache/inkcap'));
	expect(codeDirectory({XDG_CACHE_HOME: '/caches', INKCAP_NO_CACHE: '1'})).toBeUndefined();
	expect(codeDirectory({XDG_CACHE_HOME: '/caches', NODE_DISABLE_COMPILE_CACHE: '1'})).toBeUndefined();
});
