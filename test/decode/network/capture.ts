import {Collector} from '../../../src/decode/collect.ts';
import {FrameView} from '../../../src/decode/frame-view.ts';
import {Pass} from '../../../src/decode/pass.ts';
import {printValue} from '../../../src/decode/print.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';
import {Summarizer} from '../../../src/decode/summary.ts';
import {buildTree, type Node} from '../../../src/decode/tree.ts';

const registry = buildRegistry();

export const u16 = (n: number): number[] => [(n >>> 8) & 0xff, n & 0xff];
export const u32 = (n: number): number[] => [...u16(n >>> 16), ...u16(n)];
/** `2001:db8::1`, with one `::` at most. */
export const ip6 = (text: string): number[] => {
	const [front = '', back] = text.split('::');
	const groups = (half: string | undefined): number[] => (half === undefined || half === '' ? [] : half.split(':').flatMap(group => u16(Number.parseInt(group, 16))));
	const start = groups(front);
	const end = groups(back);
	return [...start, ...Array.from({length: 16 - start.length - end.length}, () => 0), ...end];
};

const fold = (bytes: readonly number[]): number => {
	let sum = 0;
	for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i]! << 8) + (bytes[i + 1] ?? 0);
	while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
	return ~sum & 0xffff;
};

export type Ipv4 = {
	readonly protocol?: number;
	readonly id?: number;
	/** In bytes. */
	readonly offset?: number;
	readonly more?: boolean;
	readonly ttl?: number;
	readonly length?: number;
	readonly options?: readonly number[];
	readonly source?: readonly number[];
	readonly destination?: readonly number[];
};

export function ipv4(
	payload: readonly number[],
	{protocol = 17, id = 1, offset = 0, more = false, ttl = 64, options = [], source = [10, 0, 0, 1], destination = [10, 0, 0, 2], ...rest}: Ipv4 = {},
): number[] {
	const length = rest.length ?? 20 + options.length + payload.length;
	return [0x45 + options.length / 4, 0, ...u16(length), ...u16(id), ...u16((more ? 0x2000 : 0) | (offset / 8)), ttl, protocol, 0, 0, ...source, ...destination, ...options,
		...payload];
}

export const udp = (
	payload: readonly number[] = [],
	source = 40_000,
	destination = 40_001,
): number[] => [...u16(source), ...u16(destination), ...u16(8 + payload.length), 0, 0, ...payload];

/** An ICMP message with the checksum that it should have. */
export function icmp(type: number, code: number, rest: readonly number[]): number[] {
	return [type, code, ...u16(fold([type, code, 0, 0, ...rest])), ...rest];
}

const from = '2001:db8::1';
const to = '2001:db8::2';

export function ipv6(
	next: number,
	payload: readonly number[],
	{length = payload.length, source = from, destination = to}: {readonly length?: number; readonly source?: string; readonly destination?: string} = {},
): number[] {
	return [0x60, 0, 0, 0, ...u16(length), next, 64, ...ip6(source), ...ip6(destination), ...payload];
}

export function icmpv6(
	type: number,
	code: number,
	rest: readonly number[],
	{source = from, destination = to}: {readonly source?: string; readonly destination?: string} = {},
): number[] {
	const message = [type, code, 0, 0, ...rest];
	return [type, code, ...u16(fold([...ip6(source), ...ip6(destination), ...u32(message.length), 0, 0, 0, 58, ...message])), ...rest];
}

/** A frame of raw IP: its bytes, or the bytes that were captured of it and its length. */
export type Frame = readonly number[] | {readonly captured: readonly number[]; readonly original: number};

/** What is known of frames. */
export type Capture = {
	/** Values of a field in a frame, as `-T fields` prints them; a fault is `1`. */
	values(row: number, name: string): string[];
	/** Names of the layers behind the link, with what stands inside others in parentheses. */
	layers(row: number): string;
	info(row: number): string;
	tree(row: number): readonly Node[];
	/** Names and labels of the tree's lines that match. */
	labels(row: number, pattern: RegExp): string[];
};

/** Gives frames of one link type, raw IP where it is not said, to a pass, one a second. */
export function capture(given: readonly Frame[], linkType = 101): Capture {
	const frames = given.map(
		frame => ('captured' in frame ? {bytes: Uint8Array.from(frame.captured), original: frame.original} : {bytes: Uint8Array.from(frame), original: frame.length}),
	);
	const pass = new Pass(registry);
	for (const [row, {bytes, original}] of frames.entries()) {
		pass.append({bytes, start: 0, end: bytes.length, original, seconds: 1_700_000_000 + row, nanoseconds: 0, interfaceId: 0, linkType, place: 0, flags: 0});
	}

	pass.complete = true;
	// Bytes of a frame are valid until others are asked for: one buffer shows who forgets that.
	const shared = new Uint8Array(65_536);
	const view = new FrameView(pass, {
		bytes(row) {
			const {bytes} = frames[row]!;
			shared.fill(0xee);
			shared.set(bytes);
			return shared.subarray(0, bytes.length);
		},
		meta: row => ({
			captured: frames[row]!.bytes.length,
			original: frames[row]!.original,
			time: pass.index.time(row),
			linkType,
			interfaceId: undefined,
			interfaceName: undefined,
			interfaceDescription: undefined,
			section: undefined,
			comments: [],
			packetFlags: undefined,
			dropCount: undefined,
		}),
	});
	const tree = (row: number): readonly Node[] => buildTree(view.aim(row)).nodes;
	const walk = (nodes: readonly Node[]): Node[] => nodes.flatMap(node => [node, ...walk(node.children)]);
	const names = (nodes: readonly Node[]): string =>
		nodes.filter(node => node.kind === 'protocol').map(node => {
			const inside = names(node.children);
			return inside === '' ? node.name : `${node.name}(${inside})`;
		}).join(' ');
	return {
		values: (row, name) => new Collector(registry, [name]).collect(view.aim(row)).map(({field, value}) => (field === undefined ? '1' : printValue(field, value))),
		layers: row => names(tree(row).slice(2)),
		info: row => new Summarizer().summarize(view.aim(row)).info,
		tree,
		labels: (row, pattern) => walk(tree(row)).map(node => node.label).filter(label => pattern.test(label)),
	};
}
