import {describe, expect, test, vi} from 'vitest';
import {Cursor} from '../../src/decode/cursor.ts';
import {tcpTransport} from '../../src/decode/flows.ts';
import type {Pass} from '../../src/decode/pass.ts';
import {ConversationTable} from '../../src/decode/analysis/conversation-table.ts';
import {PlainSegment} from '../../src/decode/plain-segment.ts';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {toldTcp} from '../../src/decode/published.ts';
import {SegmentSearch} from '../../src/decode/segment-search.ts';
import {openCapture} from '../../src/capture/open.ts';
import {readRules} from '../../src/decode-as.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {fixtures} from '../fixtures.ts';

const registry = buildRegistry();
const ethernetLink = 1;
/** Bytes of the headers that a plain segment may have, and that are damaged here. */
const headers = 94;

/** What the headers of a segment say, of the cursor and of what reads plain ones alone. */
const saidBy = (c: Cursor) => ({
	layers: Array.from({length: c.depth}, (_, layer) => registry.protocols[c.layerProtocol[layer]!]!.name),
	fault: c.fault?.name,
	told: [c.transports, c.transportProtocols[0], c.transportTold[0]],
	addresses: [c.transportAddressSizes[0], c.transportSourceAt[0], c.transportDestinationAt[0]],
	ports: c.transportPorts[0],
	numbers: [c.transportSequence[0], c.transportAcknowledgment[0], c.transportFlags[0], c.transportScale[0], c.transportLength[0]],
	payload: [c.segmentFrom, c.segmentTo],
	undecided: [c.undecidedLayer, c.fragmentLayer, c.tooBigLayer, c.exchangeLayer],
});
const saidPlainly = (s: PlainSegment): ReturnType<typeof saidBy> => ({
	layers: ['frame', 'eth', s.addressSize === 4 ? 'ip' : 'ipv6', 'tcp'],
	fault: undefined,
	told: [1, tcpTransport, toldTcp],
	addresses: [s.addressSize, s.addresses, s.addresses + s.addressSize],
	ports: s.ports,
	numbers: [s.sequence >>> 0, s.acknowledgment >>> 0, s.flags, s.scale, s.length],
	payload: [s.from, s.to],
	undecided: [-1, -1, -1, -1],
});

/** Every Ethernet frame of a capture: its bytes, somewhere in a larger array, and its length on the wire. */
const framesOf = async (path: string): Promise<Array<{readonly bytes: Uint8Array; readonly original: number}>> => {
	const source = await openCapture(path);
	const frames: Array<{readonly bytes: Uint8Array; readonly original: number}> = [];
	do {
		for (let batch = source.read(); batch !== undefined; batch = source.read()) {
			for (let i = 0; i < batch.count; i++) {
				if (source.interfaces[batch.interface[i]!]?.linkType !== ethernetLink) continue;
				frames.push({bytes: batch.bytes.slice(batch.start[i]!, batch.start[i]! + batch.captured[i]!), original: batch.original[i]!});
			}
		}
	} while (await source.more());
	source.close();
	return frames;
};

/** Offset of the frames in their array. */
const before = 7;
const cursor = new Cursor(registry);
const plain = new PlainSegment();

/** Whether a frame is a plain segment; then the walk must say the same of it. */
const check = (frame: Uint8Array, original: number): boolean => {
	const bytes = new Uint8Array(before + frame.length + 60).fill(8);
	bytes.set(frame, before);
	const end = before + frame.length;
	if (!plain.read(bytes, before, end, original, ethernetLink)) return false;
	const said = saidPlainly(plain);
	cursor.dissect(bytes, before, end, original, ethernetLink);
	expect(saidBy(cursor)).toEqual(said);
	return true;
};

const search = new SegmentSearch(registry);

/** Whether a frame holds no segment by its first bytes; then the walk must find none, nor anything that may turn out to be one. */
const checkVain = (frame: Uint8Array, original: number): boolean => {
	if (!search.isVain(frame, 0, frame.length, ethernetLink)) return false;
	cursor.dissect(frame, 0, frame.length, original, ethernetLink);
	const {transports, transportProtocols, undecidedLayer, fragmentLayer, depth, layerProtocol} = cursor;
	expect([undecidedLayer, fragmentLayer, [...transportProtocols.subarray(0, transports)].includes(tcpTransport)]).toEqual([-1, -1, false]);
	expect(Array.from(layerProtocol.subarray(0, depth), id => registry.protocols[id]!.name)).not.toContain('tcp');
	return true;
};

/** How many frames of the captures pass a check, and how many that do still pass it when a bit is turned over, or when they are cut. */
const passing = async (isOne: (frame: Uint8Array, original: number) => boolean): Promise<{readonly whole: number; readonly damaged: number}> => {
	let seed = 7;
	const random = (below: number): number => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0) % below;
	let [whole, damaged] = [0, 0];
	for (const {path} of fixtures) {
		for (const {bytes, original} of (await framesOf(path)).slice(0, 100)) {
			if (!isOne(bytes, original)) continue;
			whole++;
			for (let n = 0; n < 8; n++) {
				const other = bytes.slice(0, n < 6 ? bytes.length : Math.min(bytes.length, 14 + random(80)));
				const at = random(Math.min(headers, other.length) * 8);
				other[at >>> 3] = other[at >>> 3]! ^ (1 << (at & 7));
				if (isOne(other, original)) damaged++;
			}
		}
	}

	return {whole, damaged};
};

describe('a plain segment', () => {
	test('is what the walk finds, in every capture, also with a bit turned over, and cut', {timeout: 120_000}, async () => {
		const {whole, damaged} = await passing(check);
		expect(whole).toBeGreaterThan(1000);
		expect(damaged).toBeGreaterThan(1000);
	});

	test('is no frame of another kind', () => {
		const frame = new Uint8Array(54);
		frame.set([8, 0, 0x45, 0, 0, 40, 0, 0, 0x40, 0, 64, 6], 12);
		frame.set([0x50, 0x10], 46);
		const isPlain = (change: Readonly<Record<number, number>>, length = 54, link = ethernetLink): boolean => {
			const bytes = frame.slice(0, length);
			for (const [at, value] of Object.entries(change)) bytes[Number(at)] = value;
			return plain.read(bytes, 0, length, length, link);
		};
		expect(isPlain({})).toBe(true);
		const others: ReadonlyArray<Readonly<Record<number, number>>> = [{0: 1}, {12: 0x86}, {14: 0x46}, {14: 0x65}, {20: 0x20}, {21: 1}, {23: 17}, {17: 39}, {17: 41}, {46: 0x40},
			{46: 0x60}];
		expect(others.map(change => isPlain(change))).toEqual(others.map(() => false));
		expect([isPlain({}, 53), isPlain({}, 54, 113)]).toEqual([false, false]);
	});

	test('leaves the same as the walk: conversations, what analysis says, messages', {timeout: 240_000}, async () => {
		const read = vi.spyOn(PlainSegment.prototype, 'read');
		const through = async (path: string, isPlain: boolean, flowsOnly: boolean): Promise<Pass> => {
			if (isPlain) read.mockRestore();
			else vi.spyOn(PlainSegment.prototype, 'read').mockReturnValue(false);
			const capture = await OpenedCapture.open(path, registry);
			const {pass} = capture;
			pass.flowsOnly = flowsOnly;
			pass.pairing = !flowsOnly;
			await capture.run();
			capture.source.close();
			vi.restoreAllMocks();
			return pass;
		};
		const state = ({index, flows, extraFlows, renewals, pairs, tcpLog, conversations: {log}}: Pass) => ({
			rows: Array.from({length: index.length}, (_, row) => {
				const block = index.block(row);
				const {flags, ...numbers} = tcpLog.of(row);
				return [[block.flow[row], block.previous[row], block.path[row], block.flags[row], block.original.at(row), block.application[row], block.link[row]], flags, numbers,
					log.of(row)];
			}),
			flows: [flows.stream, flows.transport, flows.firstRow, flows.lastRow, flows.completeness, flows.completenessLater, flows.ports, flows.closer].map(
				column => [...column.subarray(0, flows.count)],
			),
			sides: [flows.base, flows.baseKnown, flows.scale].map(column => [...column.subarray(0, flows.count * 2)]),
			others: [extraFlows.count, renewals.count, pairs.count, pairs.networks.count],
		});
		for (const {path, name} of fixtures) {
			for (const flowsOnly of [true, false]) expect({name, ...state(await through(path, true, flowsOnly))}).toEqual({name, ...state(await through(path, false, flowsOnly))});
		}
	});

	test('is walked as any other frame where a rule says that it is something else', async () => {
		const path = fixtures.find(({name}) => name.includes('http'))!.path;
		const capture = await OpenedCapture.open(path, buildRegistry(readRules(['ip.proto==6,udp'], registry, Error)));
		await capture.run();
		capture.source.close();
		expect([...capture.pass.flows.transport.subarray(1, capture.pass.flows.count)]).not.toContain(tcpTransport);
	});
});

describe('a frame without a segment', () => {
	test('has none for the walk, in every capture, also with a bit turned over, and cut', {timeout: 120_000}, async () => {
		const {whole, damaged} = await passing(checkVain);
		expect(whole).toBeGreaterThan(300);
		expect(damaged).toBeGreaterThan(1000);
	});

	test('is passed over without a conversation of TCP that is lost or another', {timeout: 240_000}, async () => {
		const talk = async (path: string, segmentsOnly: boolean): Promise<{readonly all: readonly unknown[]; readonly walked: number}> => {
			const dissect = vi.spyOn(Cursor.prototype, 'dissect');
			const capture = await OpenedCapture.open(path, registry);
			const {pass} = capture;
			Object.assign(pass, {flowsOnly: true, pairing: false, analyses: false, segmentsOnly});
			const table = new ConversationTable(pass, 'tcp');
			await capture.run();
			capture.source.close();
			table.add(0, capture.count);
			const all = Array.from(table.ranked(), reference => table.conversation(reference)).map(c => ({
				...c,
				source: table.addresses.bytes(c.source).join('.'),
				destination: table.addresses.bytes(c.destination).join('.'),
			}));
			const walked = dissect.mock.calls.length;
			vi.restoreAllMocks();
			return {all, walked};
		};
		let spared = 0;
		for (const {path, name} of fixtures) {
			const all = await talk(path, false);
			const segments = await talk(path, true);
			expect({name, all: segments.all}).toEqual({name, all: all.all});
			spared += all.walked - segments.walked;
		}

		expect(spared).toBeGreaterThan(300);
	});
});
