import {createHash} from 'node:crypto';
import fs from 'node:fs';
import {fileURLToPath} from 'node:url';
import {compare} from '../../src/check/compare.ts';
import {decodeCapture} from '../../src/check/decode-capture.ts';
import type {Decoded, DecodedNode} from '../../src/check/decoded.ts';
import {Mask} from '../../src/check/mask.ts';
import {Names} from '../../src/check/names.ts';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';

/** Where captures are. */
export const fixturesDirectory = fileURLToPath(new URL('../../fixtures', import.meta.url));
/** What tshark said of each mutation, kept so that the test runs without it. */
export const goldenFile = fileURLToPath(new URL('mutations.txt', import.meta.url));

/** One bit of a capture turned over. */
export type Mutation = {readonly fixture: string; readonly bit: number};

/** Names that differ, by number of the packet. */
export type Differing = ReadonlyMap<number, ReadonlySet<string>>;

/** What tshark said of a mutation, and the mark of the capture that it was asked about. */
export type Oracle = {readonly mutation: Mutation; readonly mark: string; readonly differing: Differing};

/** Everything that is kept: names that tshark does not know, and what it said. */
export type Oracles = {readonly version: string; readonly unknown: ReadonlySet<string>; readonly oracles: readonly Oracle[]};

const registry = buildRegistry();
const names = new Names(registry);
/** All names, also those that repeat others. */
const restriction = {only: '', fields: ['*'], ignore: []};
const mask = new Mask(restriction, names);

/** Every name that inkcap declares. */
export const declaredNames: ReadonlySet<string> = registry.names;

/** Characters of a digest that tell one capture from what it was before. */
const markLength = 8;

/** Tells a capture from others of its name. */
export const markOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, markLength);

/** A capture with a bit turned over. */
export function mutated(bytes: Uint8Array, bit: number): Uint8Array {
	const copy = bytes.slice();
	copy[bit >>> 3]! ^= 0x80 >>> (bit & 7);
	return copy;
}

/** What a capture says; all of it. */
export const decodedFile = async (file: string): Promise<Decoded> => decodeCapture(await OpenedCapture.open(file, registry), restriction, names);

/** Where the bytes of packets are in a capture, which is not compressed, and whether any was captured in part. */
export async function placesOf(file: string): Promise<{readonly places: ReadonlyArray<readonly [start: number, end: number]>; readonly isCut: boolean}> {
	const capture = await OpenedCapture.open(file, registry);
	const places: Array<readonly [number, number]> = [];
	let isCut = false;
	try {
		await capture.run(row => {
			const {batch, at} = capture.placeOf(row);
			places.push([batch.place[at]!, batch.place[at]! + batch.captured[at]!]);
			isCut ||= batch.captured[at]! < batch.original[at]!;
		});
	} finally {
		capture.source.close();
	}

	return {places, isCut};
}

/** Values of a packet by name. Of a fault only that it is there: its text may name others. */
function valuesOf(nodes: readonly DecodedNode[], values = new Map<string, string>()): Map<string, string> {
	for (const {kind, name, value, children} of nodes) {
		if (name !== '') values.set(name, `${values.get(name) ?? ''}${kind === 'fault' ? '' : value ?? ''}\n`);
		valuesOf(children, values);
	}

	return values;
}

/** The names that a check reports, by packet; without those of nodes that only moved, which JSON does not tell. */
export function reported(before: Decoded, after: Decoded): Differing {
	const differing = new Map<number, Set<string>>();
	for (const {frame, names: found} of compare(before, after, mask, names)) {
		const was = valuesOf(before.frames[frame - 1]?.nodes ?? []);
		const is = valuesOf(after.frames[frame - 1]?.nodes ?? []);
		for (const name of found) {
			if (was.get(name) === is.get(name)) continue;
			let set = differing.get(frame);
			if (set === undefined) differing.set(frame, set = new Set());
			set.add(name);
		}
	}

	return differing;
}

/** Names whose values differ between two decodes though the check does not report them. There must be none. */
export function missed(before: Decoded, after: Decoded, found: Differing): string[] {
	return before.frames.flatMap(({number, nodes}, i) => {
		const was = valuesOf(nodes);
		const is = valuesOf(after.frames[i]?.nodes ?? []);
		return [...new Set([...was.keys(), ...is.keys()])].filter(name => was.get(name) !== is.get(name) && !found.get(number)?.has(name)).map(name => `${number} ${name}`);
	});
}

/** Writes what tshark said: names once, then numbers of them. */
export function writeOracles({version, unknown, oracles}: Oracles): string {
	const all = [...new Set(oracles.flatMap(({differing}) => [...differing.values()].flatMap(set => [...set])))].sort();
	const numbers = new Map(all.map((name, i) => [name, i.toString(36)]));
	const lines = [version, `unknown ${[...unknown].sort().join(' ')}`, `names ${all.join(' ')}`];
	for (const {mutation: {fixture, bit}, mark, differing} of oracles) {
		lines.push([`${fixture} ${bit} ${mark}`, ...[...differing].map(([frame, set]) => `${frame}:${[...set].map(name => numbers.get(name)!).sort().join(' ')}`)].join('|'));
	}

	return `${lines.join('\n')}\n`;
}

/** Reads it again. */
export function readOracles(text = fs.readFileSync(goldenFile, 'utf8')): Oracles {
	const [version = '', unknown = '', all = '', ...lines] = text.trimEnd().split('\n');
	const known = all.split(' ').slice(1);
	return {
		version,
		unknown: new Set(unknown.split(' ').slice(1)),
		oracles: lines.map(line => {
			const [first, ...frames] = line.split('|');
			const [fixture, bit, mark] = first!.split(' ') as [string, string, string];
			return {
				mutation: {fixture, bit: Number(bit)},
				mark,
				differing: new Map(frames.map(frame => {
					const [number, list] = frame.split(':') as [string, string];
					return [Number(number), new Set(list.split(' ').filter(item => item !== '').map(item => known[Number.parseInt(item, 36)]!))];
				})),
			};
		}),
	};
}

/** How the names that a check reports and those that tshark says differ, of those that both know: `2 +ip.ttl -ip.id`. */
export function disagreement(inkcap: Differing, tshark: Differing, unknown: ReadonlySet<string>): string[] {
	const out: string[] = [];
	for (const frame of [...new Set([...inkcap.keys(), ...tshark.keys()])].sort((a, b) => a - b)) {
		const ours = inkcap.get(frame) ?? new Set();
		const theirs = tshark.get(frame) ?? new Set();
		for (const name of ours) if (!theirs.has(name) && !unknown.has(name) && !name.startsWith('inkcap.')) out.push(`${frame} +${name}`);
		for (const name of theirs) if (!ours.has(name) && declaredNames.has(name)) out.push(`${frame} -${name}`);
	}

	return out;
}
