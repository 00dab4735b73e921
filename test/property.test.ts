import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {Collector} from '../src/decode/collect.ts';
import type {FrameMeta} from '../src/decode/facts.ts';
import {FrameView} from '../src/decode/frame-view.ts';
import {Pass} from '../src/decode/pass.ts';
import {printValue} from '../src/decode/print.ts';
import {buildRegistry} from '../src/decode/protocols.ts';
import {Summarizer} from '../src/decode/summary.ts';
import {buildTree, type Node, type Tree} from '../src/decode/tree.ts';
import {OpenedCapture} from '../src/opened-capture.ts';
import {closePacket, openPacket, writeLayers} from '../src/text/json.ts';
import {JsonWriter} from '../src/text/json-writer.ts';
import {Output} from '../src/text/output.ts';
import {rootNodes} from '../src/text/root-nodes.ts';
import {writeTree} from '../src/text/tree-text.ts';
import {fixtures} from './fixtures.ts';

/** Frames decoded for each fixture; INKCAP_PROPERTY=20 does twenty times as much. */
const framesPerFixture = 120 * Number(process.env.INKCAP_PROPERTY ?? 1);
/** How long one changed capture may take, in milliseconds: far more than any needs. */
const limit = 5000;

type Captured = {readonly bytes: Uint8Array; readonly meta: FrameMeta};

const registry = buildRegistry();
const collector = new Collector(registry, registry.names);
const summarizer = new Summarizer();
const nowhere = new Output(() => {});

/** xorshift32: the same numbers on every machine. */
const random = (seed: number): (below: number) => number => {
	let state = seed >>> 0 || 1;
	return below => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) % below;
	};
};

const read = async (file: string): Promise<Captured[]> => {
	const capture = await OpenedCapture.open(file, registry);
	const frames: Captured[] = [];
	await capture.run(row => {
		frames.push({bytes: capture.bytes(row).slice(), meta: capture.meta(row)});
	});
	capture.source.close();
	return frames;
};

const checkNode = (node: Node, {sources}: Tree): void => {
	const length = sources[node.source]?.bytes.length ?? -1;
	if (!(node.start >= 0 && node.start <= node.end && node.end <= length)) {
		throw new Error(`${node.name || node.label} is at [${node.start}, ${node.end}) of source ${node.source}, which has ${length} bytes`);
	}

	for (const child of node.children) checkNode(child, {sources, nodes: []});
};

/** Decodes frames in every way there is. */
const decode = (frames: readonly Captured[]): void => {
	const pass = new Pass(registry);
	const view = new FrameView(pass, {bytes: row => frames[row]!.bytes, meta: row => frames[row]!.meta});
	for (const {bytes, meta} of frames) {
		const {original, time = 0n, linkType} = meta;
		pass.append({
			bytes,
			start: 0,
			end: bytes.length,
			original,
			seconds: Number(time / 1_000_000_000n),
			nanoseconds: Number(time % 1_000_000_000n),
			interfaceId: 0,
			linkType,
			place: 0,
			flags: 0,
		});
	}

	const json = new JsonWriter(nowhere, true);
	for (let row = 0; row < frames.length; row++) {
		view.aim(row);
		summarizer.summarize(view);
		for (const {field, value} of collector.collect(view)) if (field !== undefined) printValue(field, value);
		const tree = buildTree(view);
		for (const node of tree.nodes) checkNode(node, tree);
		writeTree(nowhere, rootNodes(tree), () => true);
		openPacket(json, view.meta.time);
		writeLayers(json, tree, {arrays: row % 2 === 0, bytes: true});
		closePacket(json);
	}
};

/** Every frame cut to `size` bytes: by the capture, or (`wire`) already on the wire. */
const cut = (frames: readonly Captured[], size: number, wire: boolean): Captured[] =>
	frames.map(({bytes, meta}) => {
		const kept = bytes.subarray(0, size);
		return {bytes: kept, meta: {...meta, captured: kept.length, original: wire ? kept.length : meta.original}};
	});

/** Some bits of every frame turned over. */
const flipped = (frames: readonly Captured[], seed: number): Captured[] => {
	const next = random(seed);
	return frames.map(({bytes, meta}) => {
		const changed = bytes.slice();
		for (let n = 1 + next(6); n > 0 && changed.length > 0; n--) {
			const at = next(changed.length);
			changed[at] = changed[at]! ^ (1 << next(8));
		}

		return {bytes: changed, meta};
	});
};

const timed = (what: string, frames: readonly Captured[]): void => {
	const started = performance.now();
	try {
		decode(frames);
	} catch (error) {
		throw new Error(`${what}: ${error instanceof Error ? error.message : error}`, {cause: error});
	}

	const took = performance.now() - started;
	if (took > limit) throw new Error(`${what}: took ${Math.round(took)} ms`);
};

describe('whatever happens to a capture, it is decoded', () => {
	test.each(fixtures)('$name', async ({path, name}) => {
		const frames = await read(path);
		expect(() => decode(frames)).not.toThrow();
		const longest = Math.max(0, ...frames.map(({bytes}) => bytes.length));
		const variants = Math.max(6, Math.min(longest * 3, Math.floor(framesPerFixture / Math.max(1, frames.length))));
		const cuts = Math.ceil(variants / 3);
		// Frames differ most near their start, and each fixture begins at another place.
		const shift = random(name.length * 7919 + longest)(97) / 97;
		for (let i = 0; i < cuts; i++) {
			const size = Math.floor(longest * ((i + shift) / cuts) ** 1.5);
			timed(`cut to ${size} bytes`, cut(frames, size, false));
			timed(`${size} bytes on the wire`, cut(frames, size, true));
		}

		for (let seed = 1; seed <= cuts; seed++) timed(`flipped with seed ${seed}`, flipped(frames, seed));
	}, 60_000);
});
