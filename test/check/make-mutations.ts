/**
`node scripts/run-ts.mjs test/check/make-mutations.ts [COUNT]`: turns over bits of fixtures, asks tshark what differs, and
writes mutations.txt. Seeded: the same fixtures give the same bits. What mutations.txt knows already is not asked again.
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
	type Mutation,
	mutated,
	type Oracle,
	placesOf,
	readOracles,
	reported,
	writeOracles,
} from './mutations.ts';

const wanted = Number(process.argv[2] ?? 1000);
/** Larger captures would make most of the time without showing more. */
const maxBytes = 64 * 1024;

/** xorshift32. */
let state = 0x1_2345_67;
const random = (below: number): number => {
	state ^= state << 13;
	state ^= state >>> 17;
	state ^= state << 5;
	return (state >>> 0) % below;
};

const fixtures = fs.readdirSync(fixturesDirectory, {recursive: true, encoding: 'utf8'})
	.filter(name => /\.(?:pcap|pcapng)$/.test(name) && fs.statSync(path.join(fixturesDirectory, name)).size <= maxBytes)
	.sort();

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
		add(String(value));
	}
}

const tshark = (file: string): Said[] => {
	const words = ['-2', '-n', '-r', file, '-T', 'json', '--no-duplicate-keys', '-o', 'tcp.reassemble_out_of_order:TRUE'];
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

const keyOf = ({fixture, bit}: Mutation): string => `${fixture} ${bit}`;

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-mutations-'));
const known = new Set(execFileSync('tshark', ['-G', 'fields'], {encoding: 'utf8', maxBuffer: 2 ** 28}).split('\n').map(line => line.split('\t')[2]));
const unknown = new Set([...declaredNames].filter(name => !known.has(name)));
const version = execFileSync('tshark', ['--version'], {encoding: 'utf8'}).split('\n')[0]!;
const kept = new Map((fs.existsSync(goldenFile) ? readOracles().oracles : []).map(oracle => [keyOf(oracle.mutation), oracle]));
const oracles: Oracle[] = [];
/** Answers after which they are written, so that the next run goes on there. */
const step = 50;
const save = (): void => fs.writeFileSync(goldenFile, writeOracles({version, unknown, oracles}));
let agree = 0;
const worst = new Map<string, number>();
try {
	const befores = new Map<
		string,
		{readonly bytes: Uint8Array; said: Said[] | undefined; readonly decoded: Awaited<ReturnType<typeof decodedFile>>; readonly places: Awaited<ReturnType<typeof placesOf>>}
	>();
	while (oracles.length < wanted) {
		const fixture = fixtures[random(fixtures.length)]!;
		const file = path.join(fixturesDirectory, fixture);
		let before = befores.get(fixture);
		if (before === undefined)
			befores.set(fixture, before = {bytes: new Uint8Array(fs.readFileSync(file)), said: undefined, decoded: await decodedFile(file), places: await placesOf(file)});
		const places = before.places.filter(([start, end]) => end > start);
		if (places.length === 0) continue;
		const [start, end] = places[random(places.length)]!;
		const mutation: Mutation = {fixture, bit: start * 8 + random((end - start) * 8)};
		const changed = path.join(directory, path.basename(fixture));
		fs.writeFileSync(changed, mutated(before.bytes, mutation.bit));
		const oracle = kept.get(keyOf(mutation)) ?? {mutation, differing: differingIn(before.said ??= tshark(file), tshark(changed))};
		oracles.push(oracle);
		if (oracles.length % step === 0 && oracles.length > kept.size) save();
		const wrong = disagreement(reported(before.decoded, await decodedFile(changed)), oracle.differing, unknown);
		if (wrong.length === 0) agree++;
		else process.stdout.write(`${fixture} ${mutation.bit}: ${wrong.slice(0, 6).join(', ')}${wrong.length > 6 ? ` and ${wrong.length - 6} more` : ''}\n`);
		for (const name of new Set(wrong.map(one => one.split(' ')[1]!))) worst.set(name, (worst.get(name) ?? 0) + 1);
	}
} finally {
	fs.rmSync(directory, {recursive: true, force: true});
}

save();
process.stdout.write(`${agree} of ${oracles.length} agree\n${[...worst].sort((a, b) => b[1] - a[1]).slice(0, 30).map(([name, n]) => `${n} ${name}`).join('\n')}\n`);
