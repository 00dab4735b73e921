/**
`node scripts/run-ts.mjs test/check/make-mutations.ts [COUNT [SEED [FILE]]]`: turns over bits of all fixtures, asks tshark
what differs, and writes mutations.txt, or FILE. Each fixture's bits follow from its name and the seed: a new fixture
changes few of the others'. What the file knows already is not asked again, while the capture is what it was.
*/
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
	type Differing,
	decodedFile,
	declaredNames,
	disagreement,
	fixturesDirectory,
	goldenFile,
	markOf,
	type Mutation,
	mutated,
	type Oracle,
	placesOf,
	readOracles,
	reported,
	writeOracles,
} from './mutations.ts';

const wanted = Number(process.argv[2] ?? 1000);
const seed = process.argv[3] ?? '';
const output = process.argv[4] ?? goldenFile;

/** FNV-1a. */
const hashOf = (text: string): number => [...new TextEncoder().encode(text)].reduce((hash, byte) => Math.imul(hash ^ byte, 0x0100_0193), 0x811c_9dc5) >>> 0;

/** xorshift32. */
function randomFrom(text: string): (below: number) => number {
	let state = hashOf(text) || 1;
	return below => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) % below;
	};
}

/** Protocols have no value: one without fields is printed as its own label. */
const protocols = new Set(execFileSync('tshark', ['-G', 'protocols'], {encoding: 'utf8', maxBuffer: 2 ** 28}).split('\n').map(line => line.split('\t')[2]));

/** What an option of TCP says, which counts as a protocol too. */
const isBytes = /^[\da-f]{2}(?::[\da-f]{2})*$/;

/** Values of a packet by name, in order of its tree. */
type Said = Map<string, string[]>;

function flatten(value: unknown, name: string, said: Said): void {
	if (Array.isArray(value)) {
		for (const one of value) flatten(one, name, said);
		return;
	}

	const add = (text: string): void => {
		const known = said.get(name);
		if (known === undefined) said.set(name, [text]);
		else known.push(text);
	};
	if (typeof value === 'object' && value !== null) {
		if (name !== '' && !name.endsWith('_tree')) add('');
		for (const [key, inner] of Object.entries(value)) flatten(inner, key, said);
	} else {
		add(protocols.has(name) && !isBytes.test(String(value)) ? '' : String(value));
	}
}

/** The capture without the keys that it holds: inkcap decrypts nothing, so both are asked what can be seen without. */
function withoutKeys(file: string): string {
	if (!file.endsWith('.pcapng') || !execFileSync('capinfos', ['-D', file], {encoding: 'utf8'}).includes('decryption secrets')) return file;
	const bare = path.join(directory, `bare-${path.basename(file)}`);
	execFileSync('editcap', ['--discard-all-secrets', file, bare], {stdio: 'ignore'});
	return bare;
}

const tshark = (file: string, isCut: boolean): Said[] => {
	const words = ['-2', '-n', '-r', withoutKeys(file), '-T', 'json', '--no-duplicate-keys'];
	// Asked to put what is out of order together, tshark waits for ever behind a segment that was captured in part.
	if (!isCut) words.push('-o', 'tcp.reassemble_out_of_order:TRUE');
	const text = execFileSync('tshark', words, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 28, env: {...process.env, TZ: 'UTC'}});
	return (JSON.parse(text) as Array<{_source: {layers: unknown}}>).map(({_source: {layers}}) => {
		const said: Said = new Map();
		flatten(layers, '', said);
		return said;
	});
};

function differingIn(before: readonly Said[], after: readonly Said[]): Differing {
	const out = new Map<number, Set<string>>();
	for (let i = 0; i < Math.max(before.length, after.length); i++) {
		const a = before[i] ?? new Map<string, string[]>();
		const b = after[i] ?? new Map<string, string[]>();
		const found = new Set([...new Set([...a.keys(), ...b.keys()])].filter(name => /^[\w.-]+$/.test(name) && a.get(name)?.join('\n') !== b.get(name)?.join('\n')));
		if (found.size > 0) out.set(i + 1, found);
	}

	return out;
}

/** Where bits of a capture may be turned over: its packets. */
type Places = {readonly among: ReadonlyArray<readonly [start: number, end: number]>; readonly isCut: boolean};
const places = new Map<string, Places>();
for (const fixture of fs.readdirSync(fixturesDirectory, {recursive: true, encoding: 'utf8'}).sort()) {
	if (!/\.(?:pcap|pcapng)$/.test(fixture)) continue;
	const {places: all, isCut} = await placesOf(path.join(fixturesDirectory, fixture));
	const found = all.filter(([start, end]) => end > start);
	if (found.length > 0) places.set(fixture, {among: found, isCut});
}

const fixtures = [...places.keys()];
/** How many bits of each: the same number, and one more of those whose hashes are least. */
const byHash = fixtures.map((fixture, i) => [hashOf(seed + fixture), i] as const).sort(([a], [b]) => a - b);
const shares = fixtures.map(() => Math.floor(wanted / fixtures.length));
for (const [, i] of byHash.slice(0, wanted % fixtures.length)) shares[i]!++;

/** Bits of one capture: of a packet, then of its bytes. */
function bitsOf(fixture: string, among: Places['among'], count: number): readonly number[] {
	const random = randomFrom(seed + fixture);
	const bits = new Set<number>();
	for (let tries = 0; bits.size < count && tries < count * 100; tries++) {
		const [start, end] = among[random(among.length)]!;
		bits.add(start * 8 + random((end - start) * 8));
	}

	return [...bits];
}

const keyOf = ({fixture, bit}: Mutation): string => `${fixture} ${bit}`;

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-mutations-'));
const knownNames = new Set(execFileSync('tshark', ['-G', 'fields'], {encoding: 'utf8', maxBuffer: 2 ** 28}).split('\n').map(line => line.split('\t')[2]));
const unknown = new Set([...declaredNames].filter(name => !knownNames.has(name)));
const version = execFileSync('tshark', ['--version'], {encoding: 'utf8'}).split('\n')[0]!;
const kept = new Map((fs.existsSync(output) ? readOracles(fs.readFileSync(output, 'utf8')).oracles : []).map(oracle => [keyOf(oracle.mutation), oracle]));
const oracles: Oracle[] = [];
const save = (): void => fs.writeFileSync(output, writeOracles({version, unknown, oracles}));
let agree = 0;
const worst = new Map<string, number>();
try {
	for (const [i, fixture] of fixtures.entries()) {
		const file = path.join(fixturesDirectory, fixture);
		const bytes = new Uint8Array(fs.readFileSync(file));
		const mark = markOf(bytes);
		const before = await decodedFile(file);
		const changed = path.join(directory, path.basename(fixture));
		let said: Said[] | undefined;
		const {among, isCut} = places.get(fixture)!;
		for (const bit of bitsOf(fixture, among, shares[i]!)) {
			const mutation = {fixture, bit};
			fs.writeFileSync(changed, mutated(bytes, bit));
			const known = kept.get(keyOf(mutation));
			const oracle = known?.mark === mark ? known : {mutation, mark, differing: differingIn(said ??= tshark(file, isCut), tshark(changed, isCut))};
			oracles.push(oracle);
			const wrong = disagreement(reported(before, await decodedFile(changed)), oracle.differing, unknown);
			if (wrong.length === 0) agree++;
			else process.stdout.write(`${fixture} ${bit}: ${wrong.slice(0, 12).join(', ')}${wrong.length > 12 ? ` and ${wrong.length - 12} more` : ''}\n`);
			for (const name of new Set(wrong.map(one => one.split(' ')[1]!))) worst.set(name, (worst.get(name) ?? 0) + 1);
		}

		if (oracles.length > kept.size) save();
	}
} finally {
	fs.rmSync(directory, {recursive: true, force: true});
}

save();
process.stdout.write(`${agree} of ${oracles.length} agree\n${[...worst].sort((a, b) => b[1] - a[1]).slice(0, 30).map(([name, n]) => `${n} ${name}`).join('\n')}\n`);
