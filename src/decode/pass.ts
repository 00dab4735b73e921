import {PathMtu} from './analysis/path-mtu.ts';
import {type AnalysedSegment, TcpAnalysis} from './analysis/tcp.ts';
import {TcpLog} from './analysis/tcp-log.ts';
import {Cursor, quoted} from './cursor.ts';
import {ExtraFlows} from './extra-flows.ts';
import {ack, Flows, fin, rst, syn, tcpTransport, udpTransport} from './flows.ts';
import {appNone, blockSize, PacketIndex, rowIsFaulty} from './packet-index.ts';
import {Pairs, RowPairs} from './pairs.ts';
import {Conversations} from './reassembly/conversations.ts';
import type {Segment} from './reassembly/cutter.ts';
import {after} from './reassembly/stream.ts';
import {type FragmentKey, Fragments} from './reassembly/fragments.ts';
import {number32, PlainSegment} from './plain-segment.ts';
import type {Guess} from './protocol.ts';
import {decide, endOfRun, follow, followFragment, isFragment} from './resumed.ts';
import {optionBlocks, optionCookie, toldCount, toldFlags, toldTcp, toldWrongTcp} from './published.ts';
import type {Registry} from './registry.ts';
import {SegmentSearch} from './segment-search.ts';
import {tcpPort, udpPort} from './space.ts';

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

/** Layers of a plain segment: frame, Ethernet, IP, TCP. */
const plainDepth = 4;

type Block = ReturnType<PacketIndex['block']>;

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
	/** Every frame that there will be was added. */
	complete = false;
	/** Finds layers only, for output that needs no flow and no message: flows are placed only where they decide about layers. */
	layersOnly = false;
	/** Analyses TCP segments; output that asks for nothing of it leaves it out. */
	analyses = true;
	/** Places packets in flows, but does not cut them into messages, for output that asks only who sent to whom, and how. */
	flowsOnly = false;
	/** Asks for TCP segments alone: a frame that holds none has a row that says nothing of its layers, and no flow. */
	segmentsOnly = false;
	/** Notes between whom packets went below their flows; what asks only for flows over ports leaves it out. */
	pairing = true;
	/** Keeps little of packets that are long past, for output that looks at each as it comes. */
	inPassing = false;
	readonly #renewing: readonly Guess[];
	/** Ports of protocols that carry streams, once somebody asks. */
	#carrying: readonly number[] | undefined;
	readonly #cursor: Cursor;
	/** The frame that was added last, where the cursor has not gone over it. */
	#ahead: Frame | undefined;
	/** Its bytes alone, where these were needed. */
	#alone: Uint8Array | undefined;
	readonly #plain = new PlainSegment();
	/** Whether that is a plain segment. */
	#isPlain = false;
	readonly #search: SegmentSearch;
	/** The stack of layers of a plain segment over IPv4, and over IPv6, once one came; -1 before, and where rules say what else it is. */
	#plainPath = -1;
	#plainPath6 = -1;
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
		this.#cursor = new Cursor(registry);
		this.#search = new SegmentSearch(registry);
		this.conversations = new Conversations(registry, this.flows.addresses, row => this.#timeOf(row));
		this.#renewing = registry.protocols.slice(1).flatMap(({guess}) => guess.filter(({over, renews}) => over === 'tcp' && renews === true));
		this.pairs = new Pairs(registry, this.flows.addresses);
		this.pathMtu = new PathMtu(this.index, this.flows, this.pairs);
	}

	/** The layers of the frame that was added last; its bytes must still be there. */
	get cursor(): Cursor {
		if (this.#ahead !== undefined) this.#dissect(this.#ahead);
		return this.#cursor;
	}

	/** The frame that was added last, where that is a plain segment and nobody has asked for its layers. */
	get plain(): PlainSegment | undefined {
		return this.#ahead !== undefined && this.#isPlain ? this.#plain : undefined;
	}

	/** Adds the next frame; returns its row. */
	append(frame: Frame): number {
		if (this.inPassing && this.index.length > 0 && this.index.length % blockSize === 0) this.#letGo(this.index.length);
		const row = this.index.append();
		const block = this.index.block(row);
		const at = row & (blockSize - 1);
		const {place, seconds, nanoseconds, interfaceId, linkType, start, end, original} = frame;
		block.put(at, place, seconds, nanoseconds, end - start, original, this.index.origin(interfaceId, linkType));

		this.#alone = undefined;
		const isPlain = !this.layersOnly && this.#plain.read(frame.bytes, start, end, original, linkType);
		if (isPlain ? this.#placePlain(row, block, at, frame) : this.segmentsOnly && this.#search.isVain(frame.bytes, start, end, linkType)) {
			this.#ahead = frame;
			this.#isPlain = isPlain;
			return row;
		}

		this.#placeWalked(row, block, at, frame, isPlain);
		return row;
	}

	/** Walks over a frame's layers, and does with what it finds what is asked for. */
	#placeWalked(row: number, block: Block, at: number, frame: Frame, isPlain: boolean): void {
		const c = this.#cursor;
		this.#dissect(frame);
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
		if (isPlain && c.transportTold[0] === toldTcp && c.depth === plainDepth) {
			if (c.addressSize === 4) this.#plainPath = c.path;
			else this.#plainPath6 = c.path;
		}

		if (application !== appNone) block.application[at] = application;
		const flags = c.fault === undefined ? frame.flags : frame.flags | rowIsFaulty;
		if (flags !== 0) block.flags[at] = flags;
	}

	#dissect(frame: Frame): void {
		const c = this.#cursor;
		this.#ahead = undefined;
		c.seconds = frame.seconds;
		if (this.layersOnly || this.flowsOnly) {
			c.dissect(frame.bytes, frame.start, frame.end, frame.original, frame.linkType);
		} else {
			const bytes = this.#aloneIn(frame);
			c.dissect(bytes, 0, bytes.length, frame.original, frame.linkType);
		}
	}

	/** A frame's own bytes: places that are kept are counted from the first of them, now and when it is asked for again. */
	#aloneIn({bytes, start, end}: Frame): Uint8Array {
		return (this.#alone ??= bytes.subarray(start, end));
	}

	/** Does with a plain segment what `append` does with what a cursor finds. False where something may come of it that this does not do. */
	#placePlain(row: number, block: Block, at: number, frame: Frame): boolean {
		const plain = this.#plain;
		const {flows} = this;
		const {bytes, start, flags} = frame;
		const {from, to, sourcePort, destinationPort} = plain;
		const path = plain.addressSize === 4 ? this.#plainPath : this.#plainPath6;
		if (path < 0 || this.pathMtu.waits || (this.flowsOnly && from < to && this.#mayRenew(bytes, from, to, sourcePort, destinationPort))) return false;
		const record = flows.placePlain(row, bytes, plain);
		const reference = record * 2 + flows.direction;
		block.flow[at] = reference;
		block.previous[at] = flows.previous;
		block.path[at] = path;
		if (flags !== 0) block.flags[at] = flags;
		if (this.pairing) block.link[at] = this.pairs.link(bytes, start);
		if (this.analyses) {
			const s = this.#analysed;
			s.sequence = plain.sequence >>> 0;
			s.acknowledgment = plain.acknowledgment >>> 0;
			s.flags = plain.flags;
			s.window = plain.window;
			s.length = plain.length;
			s.blocks = 0;
			s.hasCookie = false;
			this.tcpLog.add(row, this.#analyse(row, reference), this.tcpAnalysis);
		}

		if (this.flowsOnly) return true;
		const s = this.#segment;
		s.sequence = plain.sequence >>> 0;
		s.bytes = plain.length === 0 ? bytes : this.#aloneIn(frame);
		s.from = from - start;
		s.to = to - start;
		s.limit = s.from + plain.length;
		const application = this.#converse(row, block, at, record, sourcePort, destinationPort, plain.flags);
		if (application !== appNone) block.application[at] = application;
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
		const c = this.#cursor;
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
		const c = this.#cursor;
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

	#flows(row: number, block: Block, at: number): number {
		const c = this.#cursor;
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
			if (isTcp && !isQuoted && this.analyses) this.#analyseHeader(row, n, layer, reference);
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
			application = transport === tcpTransport ? this.#segmentOf(row, block, at, n, record) : this.#payload(row, n, record);
		}

		return application;
	}

	/** Whether the segment's payload may be something that gets, or gives, a stream number of its own. */
	#mayRenew(b: Uint8Array, from: number, to: number, sourcePort: number, destinationPort: number): boolean {
		const {registry} = this;
		for (const port of this.#carrying ??= registry.numbers(tcpPort, ({framing}) => framing?.carries !== undefined))
			if (port === sourcePort || port === destinationPort) return true;
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
	#analyseHeader(row: number, n: number, layer: number, reference: number): void {
		const c = this.#cursor;
		const s = this.#analysed;
		s.sequence = c.transportSequence[n]!;
		s.acknowledgment = c.transportAcknowledgment[n]!;
		s.flags = c.transportFlags[n]!;
		s.window = c.transportWindow[n]!;
		s.length = c.transportLength[n]!;
		s.blocks = this.#blocks(layer, c.transportOptions[n]! & optionBlocks);
		s.hasCookie = (c.transportOptions[n]! & optionCookie) !== 0;
		const found = this.#analyse(row, reference);
		if (layer === c.transportLayer) this.tcpLog.add(row, found, this.tcpAnalysis);
		else this.tcpLog.addInner(row, layer, found, this.tcpAnalysis);
	}

	/** What the numbers of a segment say beside those before it, which has just been placed. */
	#analyse(row: number, side: number): number {
		const {flows} = this;
		const s = this.#analysed;
		s.row = row;
		s.side = this.#sideOf(side);
		s.scale = s.flags & syn ? 0 : flows.scale[side]!;
		s.reuses = flows.reuses;
		s.base = flows.base[side]!;
		s.peerBase = flows.baseKnown[side ^ 1] === 0 ? -1 : flows.base[side ^ 1]!;
		return this.tcpAnalysis.segment(s);
	}

	/** Bytes that the blocks of the option at `at` of a TCP header hold together. */
	#blocks(layer: number, at: number): number {
		if (at === 0) return 0;
		const c = this.#cursor;
		const b = c.sources[c.layerSource[layer]!]!;
		const option = c.layerStart[layer]! + at;
		const end = Math.min(c.layerEnd[layer]!, option + b[option + 1]!);
		let sum = 0;
		for (let block = option + 2; block + 8 <= end; block += 8) sum += Math.max(0, after(number32(b, block + 4), number32(b, block)));
		return sum;
	}

	/** Hands on what the packet's `n`th transport header carries in a datagram. Returns what the row's application is. */
	#payload(row: number, n: number, record: number): number {
		const c = this.#cursor;
		if (c.transportProtocols[n] !== udpTransport) return appNone;
		const above = c.transportLayers[n]!;
		const layer = above + 1;
		if (layer >= c.depth || c.layerParent[layer] !== above) return appNone;
		const sourcePort = c.transportPorts[n]! >>> 16;
		const destinationPort = c.transportPorts[n]! & 0xffff;
		const {direction} = this.flows;
		const protocol = this.registry.protocols[c.layerProtocol[layer]!]!;
		if (protocol.moves && this.registry.find(udpPort, destinationPort) === protocol) this.conversations.datagrams.expect(this.flows.sourceEndpoint(sourcePort), protocol);
		if (protocol !== this.registry.data && !this.flowsOnly) {
			const held = this.conversations.datagrams.add(row, record, protocol, direction, c.sources[c.layerSource[layer]!]!, c.layerStart[layer]!, endOfRun(c, layer));
			for (let i = 0; i < held.length; i++) follow(c, layer, held[i]!);
		}

		return protocol.id;
	}

	/** The same of a segment. */
	#segmentOf(row: number, block: Block, at: number, n: number, record: number): number {
		const c = this.#cursor;
		const ports = c.transportPorts[n]!;
		const s = this.#segment;
		s.sequence = c.transportSequence[n]!;
		s.bytes = c.sources[c.segmentSource]!;
		s.from = c.segmentFrom;
		s.to = c.segmentTo;
		s.limit = c.segmentLimit;
		return this.#converse(row, block, at, record, ports >>> 16, ports & 0xffff, c.transportFlags[n]!);
	}

	/** A segment that was placed in `record` goes on in its conversation. Returns what the row's application is. */
	#converse(row: number, block: Block, at: number, record: number, sourcePort: number, destinationPort: number, flags: number): number {
		const {flows} = this;
		const s = this.#segment;
		s.row = row;
		s.stream = flows.stream[record]!;
		s.direction = flows.direction;
		s.sourcePort = sourcePort;
		s.destinationPort = destinationPort;
		s.syn = (flags & syn) !== 0;
		s.ack = (flags & ack) !== 0;
		s.fin = (flags & fin) !== 0;
		s.reset = (flags & rst) !== 0;
		const application = this.conversations.segment(s);
		if (this.conversations.opensStream) flows.spendStream();
		if (!this.conversations.renews) return application;
		const fresh = flows.renew(record, row);
		this.conversations.renew(flows.stream[record]!, flows.stream[fresh]!);
		this.renewals.append(row, block.flow[at]!, 0);
		block.flow[at] = fresh * 2 + flows.direction;
		return application;
	}
}

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
