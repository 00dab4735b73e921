import {PathMtu} from './analysis/path-mtu.ts';
import {type AnalysedSegment, TcpAnalysis} from './analysis/tcp.ts';
import {TcpLog} from './analysis/tcp-log.ts';
import {Cursor, further, nested, quoted} from './cursor.ts';
import {ExtraFlows} from './extra-flows.ts';
import {ack, Flows, fin, rst, syn, tcpTransport, udpTransport} from './flows.ts';
import {appNone, blockSize, PacketIndex, rowIsFaulty} from './packet-index.ts';
import {Pairs, RowPairs} from './pairs.ts';
import {Conversations} from './reassembly/conversations.ts';
import type {Segment} from './reassembly/cutter.ts';
import {after} from './reassembly/stream.ts';
import {type FragmentKey, Fragments} from './reassembly/fragments.ts';
import type {Inside} from './reassembly/framing.ts';
import type {Place} from './facts.ts';
import {number32, PlainSegment} from './plain-segment.ts';
import type {Guess, Protocol} from './protocol.ts';
import {optionBlocks, optionCookie, toldCount, toldFlags, toldTcp, toldWrongTcp} from './published.ts';
import type {Registry} from './registry.ts';
import {ipProtocol, tcpPort, udpPort} from './space.ts';

/** A frame as a source of frames gives it: `[start, end)` of `bytes` was captured. */
export type Frame = {
	bytes: Uint8Array;
	start: number;
	end: number;
	/** Bytes on the wire. */
	original: number;
	seconds: number;
	nanoseconds: number;
	interfaceId: number;
	linkType: number;
	place: number;
	/** Row flags of the packet index. */
	flags: number;
};

/** Goes through frames in order, once, and keeps what later asking for any of them needs. */
export class Pass {
	readonly registry: Registry;
	readonly index = new PacketIndex();
	readonly flows = new Flows();
	readonly fragments = new Fragments();
	readonly conversations: Conversations;
	readonly extraFlows = new ExtraFlows();
	readonly pairs: Pairs;
	/** Rows whose flow was renewed, with the reference that their header had before. */
	readonly renewals = new RowPairs();
	readonly tcpAnalysis = new TcpAnalysis(row => this.#timeOf(row));
	readonly tcpLog = new TcpLog(this.index);
	readonly pathMtu: PathMtu;
	/** The packet that was added last. */
	readonly cursor: Cursor;
	/** Every frame that there will be was added. */
	complete = false;
	/** Finds layers only, for output that needs no flow and no message: flows are placed only where they decide about layers. */
	layersOnly = false;
	/** Analyses TCP segments; output that asks for nothing of it leaves it out. */
	analyses = true;
	/** Places packets in flows, but does not cut them into messages, for output that asks only who sent to whom, and how. */
	flowsOnly = false;
	/** With that: whether nobody looks at the cursor, nor at a packet by itself. */
	countsOnly = false;
	/** Notes between whom packets went below their flows; what asks only for flows over ports leaves it out. */
	pairing = true;
	/** Keeps little of packets that are long past, for output that looks at each as it comes. */
	inPassing = false;
	readonly #renewing: readonly Guess[];
	readonly #plain = new PlainSegment();
	/** The stack of layers of a plain segment; -1 until one came. */
	#plainPath = -1;
	readonly #key: FragmentKey = {bytes: new Uint8Array(0), size: 0, source: 0, destination: 0, id: 0, protocol: 0};
	readonly #analysed: AnalysedSegment = {
		row: 0,
		side: 0,
		sequence: 0,
		acknowledgment: 0,
		flags: 0,
		window: 0,
		scale: 0,
		length: 0,
		blocks: 0,
		hasCookie: false,
		reuses: false,
		base: 0,
		peerBase: -1,
	};
	readonly #segment: Segment = {
		row: 0,
		stream: 0,
		direction: 0,
		sourcePort: 0,
		destinationPort: 0,
		sequence: 0,
		bytes: new Uint8Array(0),
		from: 0,
		to: 0,
		limit: 0,
		syn: false,
		ack: false,
		fin: false,
		reset: false,
	};

	constructor(registry: Registry) {
		this.registry = registry;
		this.cursor = new Cursor(registry);
		this.conversations = new Conversations(registry, this.flows.addresses, row => this.#timeOf(row));
		this.#renewing = registry.protocols.slice(1).flatMap(({guess}) => guess.filter(({over, renews}) => over === 'tcp' && renews === true));
		this.pairs = new Pairs(registry, this.flows.addresses);
		this.pathMtu = new PathMtu(this.index, this.flows, this.pairs);
	}

	/** Adds the next frame; returns its row. */
	append(frame: Frame): number {
		const c = this.cursor;
		if (this.inPassing && this.index.length > 0 && this.index.length % blockSize === 0) this.#letGo(this.index.length);
		const row = this.index.append();
		const block = this.index.block(row);
		const at = row & (blockSize - 1);
		const {place, seconds, nanoseconds, interfaceId, linkType, start, end, original} = frame;
		block.put(at, place, seconds, nanoseconds, end - start, original, this.index.origin(interfaceId, linkType));

		const isPlain = this.countsOnly && !this.pairing && this.#plain.read(frame.bytes, start, end, original, linkType);
		if (isPlain && this.#plainPath >= 0 && this.#placePlain(row, block, at, frame)) return row;
		c.seconds = frame.seconds;
		if (this.layersOnly || this.flowsOnly) {
			c.dissect(frame.bytes, frame.start, frame.end, frame.original, frame.linkType);
		} else {
			// Places that are kept are counted from the packet's own first byte, now and when it is asked for again.
			const bytes = frame.bytes.subarray(frame.start, frame.end);
			c.dissect(bytes, 0, bytes.length, frame.original, frame.linkType);
		}

		if (c.fragmentLayer >= 0) {
			this.fragments.seconds = frame.seconds;
			this.#fragments(row);
		}

		const application = this.layersOnly && c.undecidedLayer < 0 ? appNone : this.#flows(row, block, at);
		if (c.exchangeLayer >= 0 && !this.layersOnly && !this.flowsOnly) this.#exchange(row);
		if (this.pathMtu.waits) this.pathMtu.packet(row, c);
		if (c.tooBigLayer >= 0 && !this.layersOnly) this.pathMtu.notice(row, c, c.tooBigMtu);
		if (this.pairing && !this.layersOnly) block.link[at] = this.pairs.place(row, c, block.flow[at] !== 0);
		block.path[at] = c.path;
		if (isPlain) this.#plainPath = c.path;
		if (application !== appNone) block.application[at] = application;
		const flags = c.fault === undefined ? frame.flags : frame.flags | rowIsFaulty;
		if (flags !== 0) block.flags[at] = flags;
		return row;
	}

	/** Places a plain segment in its flow, and does all else that would come of it. False where something may. */
	#placePlain(
		row: number,
		block: {readonly flow: Uint32Array; readonly previous: Uint32Array; readonly path: Uint16Array; readonly flags: Uint8Array},
		at: number,
		{bytes, flags}: Frame,
	): boolean {
		const s = this.#plain;
		if (this.pathMtu.waits || (s.from < s.to && this.#mayRenew(bytes, s.from, s.to, s.sourcePort, s.destinationPort))) return false;
		const record = this.flows.placePlain(row, bytes, s);
		block.flow[at] = record * 2 + this.flows.direction;
		block.previous[at] = this.flows.previous;
		block.path[at] = this.#plainPath;
		if (flags !== 0) block.flags[at] = flags;
		return true;
	}

	/** Of the block before the one that begins with a row all is still there: what comes may be compared with it. */
	#letGo(row: number): void {
		this.index.thin(row - blockSize);
		this.tcpLog.forget(row - blockSize);
		this.conversations.notes.forgetLater();
	}

	/** A fragment that completes a datagram is followed by the datagram's own layers, any other by data. */
	#fragments(row: number): void {
		const c = this.cursor;
		for (let layer = c.fragmentLayer; layer >= 0; layer = c.fragmentLayer) {
			const whole = isFragment(c, layer)
				? this.fragments.add(
					aimKey(this.#key, c),
					row,
					c.fragments - 1,
					c.fragmentOffset,
					c.fragmentMore,
					c.sources[c.layerSource[layer]!]!,
					c.layerBody[layer]!,
					c.layerEnd[layer]!,
				)
				: undefined;
			if (followFragment(c, layer, whole) < 0) return;
		}
	}

	/** A protocol hears of a question or an answer that stands in no stream. */
	#exchange(row: number): void {
		const c = this.cursor;
		const layer = c.exchangeLayer;
		const b = c.sources[c.exchangeSource]!;
		const record = this.flows.place(row, c.exchangeProtocol, b, c.exchangeAddressSize, c.exchangeSourceAt, c.exchangeDestinationAt, (c.exchangeId << 16) | c.exchangeId);
		this.conversations.datagrams.add(
			row,
			record,
			this.registry.protocols[c.layerProtocol[layer]!]!,
			this.flows.direction,
			c.sources[c.layerSource[layer]!]!,
			c.layerStart[layer]!,
			c.layerEnd[layer]!,
		);
	}

	#flows(row: number, block: {readonly flow: Uint32Array; readonly previous: Uint32Array}, at: number): number {
		const c = this.cursor;
		const {flows} = this;
		let application = appNone;
		for (let n = 0; n < c.transports; n++) {
			const transport = c.transportProtocols[n]!;
			const layer = c.transportLayers[n]!;
			const ports = c.transportPorts[n]!;
			const isQuoted = (c.layerFlags[layer]! & quoted) !== 0;
			const sourcePort = ports >>> 16;
			const destinationPort = ports & 0xffff;
			const told = c.transportTold[n]!;
			const isTcp = told === toldTcp || told === toldWrongTcp;
			const record = isTcp
				? flows.placeTcp(row, c, n, isQuoted)
				: flows.place(row, transport, c.sources[c.transportSources[n]!]!, c.transportAddressSizes[n]!, c.transportSourceAt[n]!, c.transportDestinationAt[n]!, ports);
			if (transport === udpTransport && c.layerLimit[layer] === c.layerBody[layer]) flows.passOver(record);
			if (told === toldCount) flows.countFrom(record, c.transportSequence[n]!);
			const reference = record * 2 + flows.direction;
			if (isTcp && !isQuoted && this.analyses) this.#analyse(row, n, layer, reference);
			else if (told === toldFlags) {
				flows.show(record, c.transportFlags[n]!);
				if (this.analyses) this.tcpAnalysis.shake(row, this.#sideOf(reference), c.transportFlags[n]!);
			}

			if (layer === c.transportLayer) {
				block.flow[at] = reference;
				block.previous[at] = flows.previous;
			}

			const isCounted = !isQuoted && (transport !== tcpTransport || told === toldTcp);
			if (c.transports > 1 || layer !== c.transportLayer || !isCounted) this.extraFlows.append(row, layer, reference, flows.previous, isCounted);
			if (layer !== c.transportLayer || layer !== c.segmentLayer) continue;
			if (c.undecidedLayer === layer) {
				const isFirst = application === appNone;
				const protocol = isFirst
					? this.conversations.datagrams.protocolOf(
						record,
						flows.sourceEndpoint(sourcePort),
						flows.destinationEndpoint(destinationPort),
						c.sources[c.segmentSource]!,
						c.segmentFrom,
						c.segmentTo,
						sourcePort,
						destinationPort,
					)
					: this.registry.data;
				decide(c, protocol);
				if (!isFirst) continue;
			}

			if (
				this.flowsOnly && transport === tcpTransport &&
				(c.segmentFrom === c.segmentTo || !this.#mayRenew(c.sources[c.segmentSource]!, c.segmentFrom, c.segmentTo, sourcePort, destinationPort))
			) continue;
			application = this.#payload(row, n, record);
			if (transport !== tcpTransport) continue;
			if (this.conversations.opensStream) flows.spendStream();
			if (!this.conversations.renews) continue;
			const fresh = flows.renew(record, row);
			this.conversations.renew(flows.stream[record]!, flows.stream[fresh]!);
			block.flow[at] = fresh * 2 + flows.direction;
			this.renewals.append(row, reference, 0);
		}

		return application;
	}

	/** Whether the segment's payload may be something that gets, or gives, a stream number of its own. */
	#mayRenew(b: Uint8Array, from: number, to: number, sourcePort: number, destinationPort: number): boolean {
		const {registry} = this;
		if (registry.find(tcpPort, sourcePort)?.framing?.carries || registry.find(tcpPort, destinationPort)?.framing?.carries) return true;
		for (const {test} of this.#renewing) if (test(b, from, to, sourcePort, destinationPort)) return true;
		return false;
	}

	/** Nanoseconds since the second in which the first packet came. */
	#timeOf(row: number): number {
		const block = this.index.block(row);
		const at = row & (blockSize - 1);
		return (block.seconds.at(at) - this.index.block(0).seconds.at(0)) * 1e9 + block.nanoseconds[at]!;
	}

	/** The number of a flow's stream, times two, plus the direction. */
	#sideOf(reference: number): number {
		return this.flows.stream[reference >>> 1]! * 2 + (reference & 1);
	}

	/** What the numbers of the packet's `n`th transport header say beside those before it. */
	#analyse(row: number, n: number, layer: number, side: number): void {
		const c = this.cursor;
		const {flows} = this;
		const s = this.#analysed;
		const flags = c.transportFlags[n]!;
		s.row = row;
		s.side = this.#sideOf(side);
		s.sequence = c.transportSequence[n]!;
		s.acknowledgment = c.transportAcknowledgment[n]!;
		s.flags = flags;
		s.window = c.transportWindow[n]!;
		s.scale = flags & syn ? 0 : flows.scale[side]!;
		s.length = c.transportLength[n]!;
		s.blocks = this.#blocks(layer, c.transportOptions[n]! & optionBlocks);
		s.hasCookie = (c.transportOptions[n]! & optionCookie) !== 0;
		s.reuses = flows.reuses;
		s.base = flows.base[side]!;
		s.peerBase = flows.baseKnown[side ^ 1] === 0 ? -1 : flows.base[side ^ 1]!;
		const found = this.tcpAnalysis.segment(s);
		if (layer === c.transportLayer) this.tcpLog.add(row, found, this.tcpAnalysis);
		else this.tcpLog.addInner(row, layer, found, this.tcpAnalysis);
	}

	/** Bytes that the blocks of the option at `at` of a TCP header hold together. */
	#blocks(layer: number, at: number): number {
		if (at === 0) return 0;
		const c = this.cursor;
		const b = c.sources[c.layerSource[layer]!]!;
		const option = c.layerStart[layer]! + at;
		const end = Math.min(c.layerEnd[layer]!, option + b[option + 1]!);
		let sum = 0;
		for (let block = option + 2; block + 8 <= end; block += 8) sum += Math.max(0, after(number32(b, block + 4), number32(b, block)));
		return sum;
	}

	/** Hands on what the packet's `n`th transport header carries. Returns what the row's application is. */
	#payload(row: number, n: number, record: number): number {
		const c = this.cursor;
		const {direction} = this.flows;
		const transport = c.transportProtocols[n]!;
		const sourcePort = c.transportPorts[n]! >>> 16;
		const destinationPort = c.transportPorts[n]! & 0xffff;
		if (transport === udpTransport) {
			const above = c.transportLayers[n]!;
			const layer = above + 1;
			if (layer >= c.depth || c.layerParent[layer] !== above) return appNone;
			const protocol = this.registry.protocols[c.layerProtocol[layer]!]!;
			if (protocol.moves && this.registry.find(udpPort, destinationPort) === protocol) this.conversations.datagrams.expect(this.flows.sourceEndpoint(sourcePort), protocol);
			if (protocol !== this.registry.data && !this.flowsOnly) {
				const held = this.conversations.datagrams.add(row, record, protocol, direction, c.sources[c.layerSource[layer]!]!, c.layerStart[layer]!, endOfRun(c, layer));
				for (let i = 0; i < held.length; i++) follow(c, layer, held[i]!);
			}

			return protocol.id;
		}

		if (transport !== tcpTransport) return appNone;
		const flags = c.transportFlags[n]!;
		const s = this.#segment;
		s.row = row;
		s.stream = this.flows.stream[record]!;
		s.direction = direction;
		s.sourcePort = sourcePort;
		s.destinationPort = destinationPort;
		s.sequence = c.transportSequence[n]!;
		s.bytes = c.sources[c.segmentSource]!;
		s.from = c.segmentFrom;
		s.to = c.segmentTo;
		s.limit = c.segmentLimit;
		s.syn = (flags & syn) !== 0;
		s.ack = (flags & ack) !== 0;
		s.fin = (flags & fin) !== 0;
		s.reset = (flags & rst) !== 0;
		return this.conversations.segment(s);
	}
}

/** Goes on with the protocol that the payload of `undecidedLayer` turned out to be. */
export function decide(c: Cursor, protocol: Protocol): void {
	const layer = c.undecidedLayer;
	c.undecidedLayer = -1;
	c.resume(c.sources[c.segmentSource]!, c.segmentFrom, c.segmentTo, c.segmentLimit, protocol, layer);
}

/** What the innermost datagram carries: all packets that one protocol reads in one go, the first of them in `layer`. Undefined where it carries nothing. */
export function datagramIn(c: Cursor): (Place & {readonly layer: number}) | undefined {
	const layer = c.transportLayer + 1;
	if (layer >= c.depth || c.layerParent[layer] !== c.transportLayer) return undefined;
	return {layer, bytes: c.sources[c.layerSource[layer]!]!, start: c.layerStart[layer]!, end: endOfRun(c, layer)};
}

/** Where the last of the packets ends that are read in one go from `layer` on. */
function endOfRun(c: Cursor, layer: number): number {
	let last = layer;
	while (last + 1 < c.depth && (c.layerFlags[last + 1]! & further) !== 0) last++;
	return c.layerEnd[last]!;
}

/** Goes on over what a datagram holds beside its own bytes; its first packet is in `layer`. Returns the source of these bytes, -1 where there is no room for them. */
export function follow(c: Cursor, layer: number, {protocol, bytes, part}: Inside): number {
	const parent = layer + part;
	if (parent >= c.depth || c.layerProtocol[parent] !== c.layerProtocol[layer]) return -1;
	return c.resume(bytes, 0, bytes.length, bytes.length, protocol, parent, 0, nested);
}

/** Goes on behind the fragment in `layer`: over the datagram that it completes, or over what it holds as data. Returns -1 when nothing more follows. */
export function followFragment(c: Cursor, layer: number, whole: Uint8Array | undefined): number {
	c.fragmentLayer = -1;
	const first = c.registry.find(ipProtocol, c.fragmentProtocol);
	if (whole !== undefined) return c.resume(whole, 0, whole.length, whole.length, first, layer);
	const from = c.layerBody[layer]!;
	const to = c.layerEnd[layer]!;
	if (from >= to) return -1;
	// What will never be whole is read as far as it goes.
	const shown = !isFragment(c, layer) && c.fragmentOffset === 0 ? first : undefined;
	c.resume(c.sources[c.layerSource[layer]!]!, from, to, c.layerLimit[layer]!, shown, layer);
	return -1;
}

/** The payload of one of a packet's fragment headers. */
export function fragmentIn(c: Cursor | undefined, place: number): Uint8Array | undefined {
	if (c === undefined || place >= c.fragments) return undefined;
	const layer = c.fragmentLayers[place]!;
	return c.sources[c.layerSource[layer]!]!.subarray(c.layerBody[layer]!, c.layerEnd[layer]!);
}

/** Whether the fragment in `layer` can be put together with others: it holds something, and all of it was captured. */
const isFragment = (c: Cursor, layer: number): boolean => c.layerBody[layer]! < c.layerEnd[layer]! && c.layerEnd[layer] === c.layerLimit[layer];

function aimKey(key: FragmentKey, c: Cursor): FragmentKey {
	key.bytes = c.sources[c.addressSource]!;
	key.size = c.addressSize;
	key.source = c.sourceAt;
	key.destination = c.destinationAt;
	key.id = c.fragmentId;
	// RFC 8200, section 4.5: over IPv6 the addresses and the number say it all.
	key.protocol = c.addressSize === 4 ? c.fragmentProtocol : 0;
	return key;
}
