import {type Conversation, type ConversationKind, ConversationTable} from './decode/analysis/conversation-table.ts';
import {type ExpertEntry, ExpertTable} from './decode/analysis/expert-table.ts';
import {FlowLadder, type Rung} from './decode/analysis/flow-ladder.ts';
import {type HierarchyNode, ProtocolHierarchy} from './decode/analysis/protocol-hierarchy.ts';
import {instantOf, secondsBetween, sinceFirst} from './decode/analysis/since-first.ts';
import {type StreamSample, StreamSampler} from './decode/analysis/stream-samples.ts';
import {tcpTransport, udpTransport} from './decode/flows.ts';
import {blockSize} from './decode/packet-index.ts';
import type {Pass} from './decode/pass.ts';
import {hostName, ipv4Text, ipv6Text, linkName, macText} from './decode/print.ts';
import type {OpenedCapture} from './opened-capture.ts';
import {Turns} from './turns.ts';

export type {ConversationKind, ExpertEntry, Rung, StreamSample};

/** Rows between two looks at the clock. */
const rowsPerLook = 32;
/** How often those who wait for a count hear of it, in milliseconds. */
const newsEvery = 200;
/** Entries of the expert list that are told of before all are counted: the worst, more than a screen has. */
const newsEntries = 250;
/** Conversations that are listed. */
export const maxConversations = 20_000;
/** Packets of a stream that are drawn; the rest of a longer one is left out. */
export const maxDrawn = 20_000;

/** The conversation of a packet. Rows are 0-based. */
export type StreamOverview = {
	/** `tcp.stream == 3`. */
	readonly filter: string;
	/** `192.0.2.1:80`, of the sender of the first packet first. */
	readonly sides: readonly [string, string];
	/** What was left out because the stream is longer than `maxDrawn` packets. */
	readonly more: number;
};
export type LadderOverview = StreamOverview & {readonly rungs: ReadonlyArray<Rung & {readonly seconds: number}>};
export type PlotOverview = StreamOverview & {readonly samples: readonly StreamSample[]};

/** Two that talked with each other: in pairs, the one who sent the first packet stands first. */
export type ConversationRow = {
	/** `192.0.2.1:80` */
	readonly sides: readonly [string, string];
	readonly frames: readonly [number, number];
	readonly bytes: readonly [number, number];
	/** Seconds from the first packet of the capture to its first, and from there to its last. */
	readonly start: number;
	readonly duration: number;
	readonly filter: string;
};
/** Those with the most packets, and how many more there are. */
export type ConversationList = {readonly rows: readonly ConversationRow[]; readonly more: number};

/** A protocol behind the one that carries it, which stands above it in the list and one `depth` less. */
export type HierarchyRow = {
	readonly name: string;
	readonly depth: number;
	readonly frames: number;
	readonly bytes: number;
	/** Part of all packets, 0 to 1. */
	readonly share: number;
	/** Empty where no filter asks for it. */
	readonly filter: string;
};

/** What is told of many packets at once. */
export type Overviews = {
	/** Counts what is worth saying of packets; `heard` gets what was found so far, now and then, of `asked` packets. Resolves at the end of those there are, or when `signal` aborts. */
	expert(heard: (entries: readonly ExpertEntry[], asked: number) => void, signal: AbortSignal): Promise<void>;
	/** Who said what to whom in the conversation of a row; undefined where it belongs to none. */
	ladder(row: number, signal: AbortSignal): Promise<LadderOverview | undefined>;
	/** Sizes, times and windows in the conversation of a row; undefined where it belongs to none. */
	plot(row: number, signal: AbortSignal): Promise<PlotOverview | undefined>;
	/** Who talked with whom, in all packets there are; `heard` gets, now and then, how many were counted. Undefined when `signal` aborts. */
	conversations(kind: ConversationKind, heard: (asked: number) => void, signal: AbortSignal): Promise<ConversationList | undefined>;
	/** Which protocols carry which, in all packets there are. */
	hierarchy(heard: (asked: number) => void, signal: AbortSignal): Promise<readonly HierarchyRow[] | undefined>;
};

/** Goes over rows, in pieces between which keys are answered; false when it was stopped. */
async function overRows(turns: Turns, rows: Iterable<number>, each: (row: number) => void, signal: AbortSignal, pause: (done: number) => void = () => {}): Promise<boolean> {
	let done = 0;
	for (const row of rows) {
		if (signal.aborted) return false;
		each(row);
		done++;
		if (done % rowsPerLook > 0 || !turns.isOver) continue;
		pause(done);
		await turns.next();
	}

	return !signal.aborted;
}

function* upTo(count: number): Iterable<number> {
	for (let row = 0; row < count; row++) yield row;
}

/** What the list says of a conversation. */
function conversationRow({index, flows}: Pass, {kind, addresses}: ConversationTable, {sourcePort, destinationPort, ...counted}: Conversation): ConversationRow {
	const {firstRow} = counted;
	const source = addresses.bytes(counted.source);
	const destination = addresses.bytes(counted.destination);
	const text = kind === 'eth' ? macText : kind === 'ip' || source.length === 4 ? ipv4Text : ipv6Text;
	const name = kind === 'eth' ? linkName : hostName;
	const hasPorts = kind === 'tcp' || kind === 'udp';
	const side = (address: Uint8Array, port: number): string => hasPorts ? `${address.length === 16 ? `[${name(address)}]` : name(address)}:${port}` : name(address);
	const record = index.block(firstRow).flow[firstRow % blockSize]! >>> 1;
	const ports = [(sourcePort << 16 | destinationPort) >>> 0, (destinationPort << 16 | sourcePort) >>> 0];
	const isStream = hasPorts && flows.transport[record] === (kind === 'tcp' ? tcpTransport : udpTransport) && ports.includes(flows.ports[record]!);
	const layer = kind === 'eth' ? 'eth' : source.length === 4 ? 'ip' : 'ipv6';
	const pair = (field: string, one: string | number, two: string | number, first: string, second: string): string =>
		one === two ? `${first} == ${one} && ${second} == ${two}` : `${field} == ${one} && ${field} == ${two}`;
	const between = pair(`${layer}.addr`, text(source), text(destination), `${layer}.src`, `${layer}.dst`);
	const begin = instantOf(index, 0);
	const start = secondsBetween(begin, counted.first);
	return {
		sides: [side(source, sourcePort), side(destination, destinationPort)],
		frames: [counted.sentFrames, counted.receivedFrames],
		bytes: [counted.sentBytes, counted.receivedBytes],
		start,
		duration: secondsBetween(begin, counted.last) - start,
		filter: isStream
			? `${kind}.stream == ${flows.stream[record]!}`
			: hasPorts
			? `${between} && ${pair(`${kind}.port`, sourcePort, destinationPort, `${kind}.srcport`, `${kind}.dstport`)}`
			: between,
	};
}

/** What the screen tells of many packets, of a capture that is open; `isCalled` says whether somebody waits for an answer. */
export function createOverviews(capture: OpenedCapture, isCalled?: () => boolean): Overviews {
	const {pass, view} = capture;
	const {index, flows, registry} = pass;
	const flowOf = (row: number): number => index.block(row).flow[row % blockSize]!;

	function* rowsOf(record: number): Iterable<number> {
		for (let row = flows.firstRow[record]!; row <= flows.lastRow[record]!; row++) if (flowOf(row) >>> 1 === record) yield row;
	}

	const streamOf = (row: number, sides: readonly [string, string], count: number): StreamOverview | undefined => {
		const record = flowOf(row) >>> 1;
		const filter = `${flows.transport[record] === tcpTransport ? 'tcp' : 'udp'}.stream == ${flows.stream[record]!}`;
		return {filter, sides, more: Math.max(0, count - maxDrawn)};
	};

	/** Goes over the packets of a row's conversation. */
	const walk = async (row: number, ladder: FlowLadder, each: (row: number) => void, signal: AbortSignal): Promise<StreamOverview | undefined> => {
		const record = flowOf(row) >>> 1;
		if (record === 0) return undefined;
		let count = 0;
		const take = (at: number): void => {
			if (count++ < maxDrawn) each(at);
		};
		if (!await overRows(new Turns(isCalled), rowsOf(record), take, signal)) return undefined;
		const [first] = ladder.rungs;
		if (first === undefined) return undefined;
		const side = (node: number, port: number): string => `${ladder.nodes[node]!.includes(':') ? `[${ladder.nodes[node]!}]` : ladder.nodes[node]!}:${port}`;
		return streamOf(row, [side(first.from, first.fromPort), side(first.to, first.toPort)], count);
	};

	const ladderFor = (row: number): FlowLadder => new FlowLadder(registry, flows.transport[flowOf(row) >>> 1] === tcpTransport ? 'tcp' : 'any', false);

	/** Says seldom how far it is. */
	const seldom = (heard: (asked: number) => void): (done: number) => void => {
		let next = performance.now() + newsEvery;
		return done => {
			if (performance.now() < next) return;
			next = performance.now() + newsEvery;
			heard(done);
		};
	};

	return {
		async conversations(kind, heard, signal) {
			const table = new ConversationTable(pass, kind);
			if (!await overRows(new Turns(isCalled), upTo(capture.count), row => table.add(row), signal, seldom(heard))) return undefined;
			const rows = Array.from(table.ranked(maxConversations), reference => conversationRow(pass, table, table.conversation(reference)));
			return {rows, more: table.size - rows.length};
		},
		async hierarchy(heard, signal) {
			const {count} = capture;
			const table = new ProtocolHierarchy(pass);
			if (!await overRows(new Turns(isCalled), upTo(count), row => table.add(row, () => view.aim(row)), signal, seldom(heard))) return undefined;
			const rows: HierarchyRow[] = [];
			const visit = (nodes: readonly HierarchyNode[], depth: number): void => {
				for (const {name, frames, bytes, children} of nodes) {
					rows.push({name, depth, frames, bytes, share: frames / count, filter: registry.has(name) || name.startsWith('_ws.') ? name : ''});
					visit(children, depth + 1);
				}
			};
			visit(table.nodes, 0);
			return rows;
		},
		async expert(heard, signal) {
			const table = new ExpertTable();
			const {count} = capture;
			let next = performance.now();
			const going = await overRows(new Turns(isCalled), upTo(count), row => table.add(view.aim(row)), signal, done => {
				// Each time it takes sorting what there is: seldom is enough.
				if (performance.now() < next) return;
				heard(table.entries().slice(0, newsEntries), done);
				next = performance.now() + 200;
			});
			if (going) heard(table.entries(), count);
		},
		async ladder(row, signal) {
			const ladder = ladderFor(row);
			const stream = await walk(row, ladder, at => ladder.add(view.aim(at)), signal);
			return stream && {...stream, rungs: ladder.rungs.map(rung => ({...rung, seconds: sinceFirst(index, rung.row)}))};
		},
		async plot(row, signal) {
			const ladder = ladderFor(row);
			const sampler = new StreamSampler(registry);
			const samples: StreamSample[] = [];
			const stream = await walk(row, ladder, at => {
				view.aim(at);
				if (ladder.rungs.length === 0) ladder.add(view);
				samples.push(sampler.sample(view, (flowOf(at) & 1) as 0 | 1, sinceFirst(index, at)));
			}, signal);
			return stream && {...stream, samples};
		},
	};
}
