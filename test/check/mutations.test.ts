import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import type {Decoded} from '../../src/check/decoded.ts';
import {decodedFile, disagreement, fixturesDirectory, markOf, missed, mutated, readOracles, reported} from './mutations.ts';

/** Mutations of packets that the two decode differently, by what it comes from. */
const known = new Set(fs.readFileSync(new URL('mutations-known.txt', import.meta.url), 'utf8').split('\n').filter(line => line !== '' && !line.startsWith('#')));
/** How many of 1,000 the two may tell differently, whatever the reasons. */
const mostKnown = 4;
/** Names of one mutation that a failure shows. */
const shown = 12;

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-mutations-'));
afterAll(() => fs.rmSync(place, {recursive: true, force: true}));

test('the fields that a check reports for a bit turned over are those that tshark prints differently', {timeout: 180_000}, async () => {
	const {unknown, oracles} = readOracles();
	const befores = new Map<string, {readonly bytes: Uint8Array; readonly decoded: Decoded}>();
	const wrong: string[] = [];
	const disagreeing = new Set<string>();
	for (const {mutation: {fixture, bit}, differing} of oracles) {
		const file = path.join(fixturesDirectory, fixture);
		let before = befores.get(fixture);
		if (before === undefined) befores.set(fixture, before = {bytes: new Uint8Array(fs.readFileSync(file)), decoded: await decodedFile(file)});
		const changed = path.join(place, path.basename(fixture));
		fs.writeFileSync(changed, mutated(before.bytes, bit));
		const after = await decodedFile(changed);
		const ours = reported(before.decoded, after);
		expect(missed(before.decoded, after, ours), `${fixture} ${bit}`).toEqual([]);
		const found = disagreement(ours, differing, unknown);
		if (found.length === 0) continue;
		disagreeing.add(`${fixture} ${bit}`);
		wrong.push(`${fixture} ${bit}: ${found.slice(0, shown).join(', ')}${found.length > shown ? ` and ${found.length - shown} more` : ''}`);
	}

	if (process.env.INKCAP_MUTATIONS) process.stdout.write(`${wrong.join('\n')}\n${wrong.length} of ${oracles.length} differ\n`);
	expect(oracles.length).toBe(1000);
	expect([...disagreeing].filter(one => !known.has(one)), wrong.join('\n')).toEqual([]);
	// What agrees by now does not belong in the list.
	expect([...known].filter(one => !disagreeing.has(one))).toEqual([]);
	expect(known.size).toBeLessThanOrEqual(mostKnown);
});

test('what tshark said is of the captures as they are', () => {
	const marks = new Map<string, string>();
	const stale = readOracles().oracles.filter(({mutation: {fixture}, mark}) => {
		const file = path.join(fixturesDirectory, fixture);
		if (!marks.has(fixture)) marks.set(fixture, fs.existsSync(file) ? markOf(new Uint8Array(fs.readFileSync(file))) : 'gone');
		return marks.get(fixture) !== mark;
	});
	const named = [...new Set(stale.map(({mutation: {fixture}}) => fixture))];
	expect(named, 'captures that changed: node scripts/run-ts.mjs test/check/make-mutations.ts asks tshark anew').toEqual([]);
});

test('bits are turned over in every capture that is not newer than the answers', () => {
	const covered = new Set(readOracles().oracles.map(({mutation}) => mutation.fixture));
	const captures = fs.readdirSync(fixturesDirectory, {recursive: true, encoding: 'utf8'}).filter(name => /\.(?:pcap|pcapng)$/.test(name));
	expect(captures.filter(name => !covered.has(name)).length, 'node scripts/run-ts.mjs test/check/make-mutations.ts asks tshark of new captures').toBeLessThan(
		captures.length / 10,
	);
});
