import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {gzipSync} from 'node:zlib';
import {afterEach, beforeEach, expect, test} from 'vitest';

/** What a script was compiled with: bytes of code, and whether V8 took them. */
type Compiled = {readonly file: string; readonly given: number; readonly taken: boolean};

const root = path.join(import.meta.dirname, '../..');
const capture = path.join(root, 'fixtures/tcp/handshake.pcap');
let base = '';
let cache = '';

beforeEach(() => {
	base = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-start-'));
	cache = path.join(base, 'inkcap');
	// Writes down how scripts are compiled, in every thread.
	fs.writeFileSync(
		path.join(base, 'watch.cjs'),
		`const vm = require('node:vm');
const {Script} = vm;
vm.Script = class extends Script {
	constructor(source, options) {
		super(source, options);
		const {filename, cachedData} = options;
		const said = {file: require('node:path').basename(filename), given: cachedData?.length ?? 0, taken: this.cachedDataRejected === false};
		require('node:fs').appendFileSync(process.env.SEEN, JSON.stringify(said) + '\\n');
	}
};
`,
	);
});
afterEach(() => fs.rmSync(base, {recursive: true, force: true}));

function inkcap(words: readonly string[], environment: Readonly<Record<string, string>> = {}): {stdout: string; compiled: readonly Compiled[]} {
	const seen = path.join(base, 'seen');
	fs.rmSync(seen, {force: true});
	const {status, stdout, stderr} = spawnSync(process.execPath, [path.join(root, 'bin/inkcap'), ...words], {
		encoding: 'utf8',
		env: {PATH: process.env.PATH, HOME: base, XDG_CACHE_HOME: base, NODE_OPTIONS: `--require=${path.join(base, 'watch.cjs')}`, SEEN: seen, ...environment},
	});
	expect([status, stderr]).toEqual([0, '']);
	const lines = fs.existsSync(seen) ? fs.readFileSync(seen, 'utf8').trim().split('\n') : [];
	return {stdout, compiled: lines.map(line => JSON.parse(line) as Compiled)};
}

const kept = (): readonly string[] => fs.readdirSync(cache);
const only = (): string => path.join(cache, kept()[0]!);

test('the code of a run is kept, and taken by the next one', () => {
	const first = inkcap(['-r', capture]);
	expect(first.compiled).toEqual([{file: 'program.cjs', given: 0, taken: false}]);
	expect(kept()).toEqual([expect.stringMatching(/^program-text-[\da-f]{16}-[\da-f]+\.code$/)]);
	const second = inkcap(['-r', capture]);
	expect(second.compiled).toEqual([{file: 'program.cjs', given: expect.any(Number), taken: true}]);
	expect(second.compiled[0]!.given).toBeGreaterThan(1_000_000);
	expect(second.stdout).toBe(first.stdout);
});

test('what another job compiles comes to it, until there is no more', () => {
	inkcap(['--version']);
	const little = fs.statSync(only()).size;
	inkcap(['-r', capture]);
	const more = fs.statSync(only()).size;
	expect(more).toBeGreaterThan(little + 1_000_000);
	const written = (): number => {
		inkcap(['-r', capture]);
		return fs.statSync(only()).mtimeMs;
	};
	const times = Array.from({length: 6}, written);
	expect(new Set(times).size).toBeLessThan(4);
});

test('workers take the same code', () => {
	inkcap(['-r', capture]);
	const {compiled} = inkcap(['check', '--jobs', '2', path.dirname(capture)]);
	expect(compiled).toHaveLength(3);
	for (const each of compiled) expect(each).toMatchObject({file: 'program.cjs', taken: true});
});

test('code that is broken, or that others may have written, is not taken, and nothing is said', () => {
	const {stdout} = inkcap(['-r', capture]);
	const whole = fs.readFileSync(only());
	const broken = Buffer.from(whole);
	broken[broken.length >> 1]! ^= 1;
	fs.writeFileSync(only(), broken);
	expect(inkcap(['-r', capture])).toMatchObject({stdout, compiled: [{given: 0}]});
	expect(inkcap(['-r', capture])).toMatchObject({stdout, compiled: [{taken: true}]});
	fs.chmodSync(only(), 0o666);
	expect(inkcap(['-r', capture])).toMatchObject({stdout, compiled: [{given: 0}]});
	fs.chmodSync(only(), 0o600);
	fs.chmodSync(cache, 0o777);
	expect(inkcap(['-r', capture])).toMatchObject({stdout, compiled: [{given: 0}]});
});

test('code of other flags of V8 stands beside it', () => {
	inkcap(['-r', capture]);
	const flags = {NODE_OPTIONS: `--require=${path.join(base, 'watch.cjs')} --max-old-space-size=512`};
	expect(inkcap(['-r', capture], flags).compiled).toMatchObject([{given: 0}]);
	expect(inkcap(['-r', capture], flags).compiled).toMatchObject([{taken: true}]);
	expect(inkcap(['-r', capture]).compiled).toMatchObject([{taken: true}]);
});

test('it runs where nothing can be kept, and where nothing is to be', () => {
	const {stdout} = inkcap(['-r', capture]);
	fs.rmSync(cache, {recursive: true});
	fs.writeFileSync(cache, '');
	expect(inkcap(['-r', capture]).stdout).toBe(stdout);
	fs.rmSync(cache);
	for (const name of ['INKCAP_NO_CACHE', 'NODE_DISABLE_COMPILE_CACHE']) expect(inkcap(['-r', capture], {[name]: '1'}).stdout).toBe(stdout);
	expect(fs.existsSync(cache)).toBe(false);
});

test('modules of Node.js that are slow to load are loaded for those jobs only that use them', () => {
	const loaded = path.join(base, 'loaded');
	fs.appendFileSync(path.join(base, 'watch.cjs'), `process.on('exit', () => require('node:fs').writeFileSync('${loaded}', process.moduleLoadList.join('\\n')));\n`);
	const modules = (file: string): readonly string[] => {
		inkcap(['-n', '-q', '-z', 'conv,tcp', '-r', file]);
		return fs.readFileSync(loaded, 'utf8').split('\n').map(line => line.replace('NativeModule ', '')).filter(name =>
			['child_process', 'crypto', 'net', 'tty', 'worker_threads', 'zlib'].includes(name)
		);
	};
	expect(modules(capture)).toEqual([]);
	const compressed = path.join(base, 'handshake.pcap.gz');
	fs.writeFileSync(compressed, gzipSync(fs.readFileSync(capture)));
	expect(modules(compressed)).toContain('zlib');
});
