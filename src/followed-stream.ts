import {quoted} from './decode/cursor.ts';
import {syn, tcpTransport, udpTransport} from './decode/flows.ts';
import type {FrameView} from './decode/frame-view.ts';
import {blockSize} from './decode/packet-index.ts';
import type {Pass} from './decode/pass.ts';
import {toldTcp} from './decode/published.ts';
import {type CarriedSegment, type Side, StreamOrder} from './decode/reassembly/stream-order.ts';
import {type StreamPiece, StreamPieces} from './stream-pieces.ts';

/** An address, 4 or 16 bytes, and a port. */
export type StreamEnd = {readonly address: Uint8Array; readonly port: number};

/** Which packets are followed: those of one stream, or all between two ends. */
export type StreamChoice = {readonly transport: 'tcp' | 'udp'} & ({readonly stream: number} | {readonly ends: readonly [StreamEnd, StreamEnd]});

const isSame = (one: Uint8Array, other: Uint8Array): boolean => one.length === other.length && one.every((byte, i) => byte === other[i]);

/** The flows that a choice means. */
export class ChosenFlows {
	readonly #pass: Pass;
	readonly #choice: StreamChoice;
	readonly #transport: number;
	/** By record of the flows: 1 where it is meant, 2 where not. */
	readonly #known = new Map<number, boolean>();
	/** Whether the packet that renews a flow belongs to the flow before it, as where nothing is known of later packets. */
	readonly #isFirstPass: boolean;
	/** The next entry of the flows that columns have no room for. */
	#nextExtra = 0;
	#row = -1;

	constructor(pass: Pass, choice: StreamChoice, isFirstPass: boolean) {
		this.#pass = pass;
		this.#choice = choice;
		this.#isFirstPass = isFirstPass;
		this.#transport = choice.transport === 'tcp' ? tcpTransport : udpTransport;
	}

	/** Whether a row has a header of these flows; the headers themselves say which. */
	has(row: number): boolean {
		const {extraFlows} = this.#pass;
		if (row <= this.#row) this.#nextExtra = extraFlows.from(row);
		this.#row = row;
		let n = this.#nextExtra;
		while (n < extraFlows.count && extraFlows.row(n) < row) n++;
		this.#nextExtra = n;
		if (this.means(this.innermost(row))) return true;
		for (; n < extraFlows.count && extraFlows.row(n) === row; n++) if (this.means(extraFlows.flow(n))) return true;
		return false;
	}

	/** The flow of a row's innermost header. */
	innermost(row: number): number {
		const {index, renewals} = this.#pass;
		const flow = index.block(row).flow[row % blockSize]!;
		if (!this.#isFirstPass || renewals.count === 0) return flow;
		const n = renewals.from(row);
		return n < renewals.count && renewals.row(n) === row ? renewals.first(n) : flow;
	}

	/** The flow that a layer of a packet belongs to: 0 where it is no header of a transport. */
	ofLayer({row, cursor}: FrameView, layer: number): number {
		return this.#pass.extraFlows.find(row, layer)?.flow ?? (layer === cursor.transportLayer ? this.innermost(row) : 0);
	}

	/** Whether a reference to a flow (its record times two plus a direction) is one to these. */
	means(reference: number): boolean {
		const record = reference >>> 1;
		const {flows} = this.#pass;
		if (record === 0 || flows.transport[record] !== this.#transport) return false;
		if ('stream' in this.#choice) return flows.stream[record] === this.#choice.stream;
		let known = this.#known.get(record);
		if (known === undefined) this.#known.set(record, known = this.#isBetween(record, this.#choice.ends));
		return known;
	}

	#isBetween(record: number, [one, other]: readonly [StreamEnd, StreamEnd]): boolean {
		const [source, destination] = [this.end(record * 2, 0), this.end(record * 2, 1)];
		const is = (a: StreamEnd, b: StreamEnd): boolean => a.port === b.port && isSame(a.address, b.address);
		return (is(source, one) && is(destination, other)) || (is(source, other) && is(destination, one));
	}

	/** From whom (0) a packet of this reference came, or to whom (1) it went. */
	end(reference: number, which: 0 | 1): StreamEnd {
		const {flows} = this.#pass;
		const record = reference >>> 1;
		const isFirst = (reference & 1) === which;
		const ports = flows.ports[record]!;
		return {
			address: flows.addresses.bytes(isFirst ? flows.source[record]! : flows.destination[record]!).slice(),
			port: isFirst ? ports >>> 16 : ports & 0xffff,
		};
	}
}

/** The two ends of what is followed: from whom its first packet came, and to whom it went. */
export class StreamEnds {
	known: readonly [StreamEnd, StreamEnd] | undefined;
	readonly #flows: ChosenFlows;

	constructor(flows: ChosenFlows) {
		this.#flows = flows;
	}

	/** From which of the two a packet of this reference came. */
	sideOf(reference: number): Side {
		const from = this.#flows.end(reference, 0);
		if (this.known === undefined) {
			const to = this.#flows.end(reference, 1);
			this.known = [{...from, address: from.address.slice()}, {...to, address: to.address.slice()}];
		}

		return from.port === this.known[0].port && isSame(from.address, this.known[0].address) ? 0 : 1;
	}
}

/** One header of a followed flow in a packet, and its payload. */
type Header = {readonly n: number; readonly reference: number; readonly bytes: Uint8Array; readonly start: number; readonly end: number};

/** Bytes of a packet that came again with another content. */
export type Conflict = {readonly side: Side; readonly row: number; readonly at: number; readonly length: number};

/** What both sides of a stream say, put in order while packets are told of. */
export class FollowedStream {
	readonly pieces = new StreamPieces();
	readonly choice: StreamChoice;
	readonly #flows: ChosenFlows;
	readonly #pass: Pass;
	readonly #ends: StreamEnds;
	readonly #order = new StreamOrder(this.pieces);
	readonly #places: [number, number] = [0, 0];
	readonly #segment: CarriedSegment = {row: 0, side: 0, sequence: 0, acknowledgment: 0, syn: false, captured: 0, length: 0};

	/** `isFirstPass`: what a packet belongs to is said without what only later ones tell. */
	constructor(pass: Pass, choice: StreamChoice, isFirstPass = false) {
		this.#pass = pass;
		this.choice = choice;
		this.#flows = new ChosenFlows(pass, choice, isFirstPass);
		this.#ends = new StreamEnds(this.#flows);
	}

	/** From whom the first packet came, and to whom it went; undefined before there is one. */
	get ends(): readonly [StreamEnd, StreamEnd] | undefined {
		return this.#ends.known;
	}

	/** Takes a row, if it is one of the stream; rows come in order. `aim` gives its view. */
	take(row: number, aim: () => FrameView): boolean {
		if (!this.#flows.has(row)) return false;
		const view = aim();
		const c = view.cursor;
		for (const {n, reference, start, end} of this.#headers(view)) {
			const side = this.#ends.sideOf(reference);
			if (this.choice.transport === 'udp') {
				if (end > start) this.pieces.bytes(side, row, 0, end - start, this.#places[side]);
				this.#places[side] += end - start;
				continue;
			}

			if (c.transportTold[n] !== toldTcp) continue;
			const s = this.#segment;
			s.row = row;
			s.side = side;
			// Numbers count from where the connection begins as it is known in this row: an answer with another start begins it anew.
			const {flows} = this.#pass;
			s.sequence = (c.transportSequence[n]! - (flows.baseAt(reference, row) ?? 0)) >>> 0;
			s.acknowledgment = (c.transportAcknowledgment[n]! - (flows.baseAt(reference ^ 1, row) ?? 0)) >>> 0;
			s.syn = (c.transportFlags[n]! & syn) !== 0;
			s.length = c.transportLength[n]!;
			s.captured = Math.min(end - start, s.length);
			this.#order.segment(s);
		}

		return true;
	}

	/** No more packets will come: gives what waits behind gaps that nobody acknowledged. */
	finish(): void {
		this.#order.finish();
	}

	/** The bytes of a piece, of which the view shows the row. Fewer where the file has become shorter since. */
	bytesOf(piece: StreamPiece, view: FrameView): Uint8Array {
		return this.payload(piece.row, piece.from, piece.length, view);
	}

	/** Bytes of a row's payload. Valid until the view shows another. */
	payload(row: number, from: number, length: number, view: FrameView): Uint8Array {
		view.aim(row);
		for (const {bytes, start, end} of this.#headers(view)) if (start + from < end) return bytes.subarray(start + from, Math.min(end, start + from + length));
		return new Uint8Array(0);
	}

	/** Where bytes that came again differ from those that came first: `at` counts the bytes of the side that are there. `view` shows rows. */
	conflicts(view: FrameView): Conflict[] {
		const found: Conflict[] = [];
		for (const {side, row, from, length, place} of this.pieces.repeats) {
			const again = this.payload(row, from, length, view).slice();
			for (const n of this.pieces.from(side, place)) {
				const piece = this.pieces.at(n);
				if (piece.place >= place + again.length) break;
				if (piece.kind !== 'bytes') continue;
				const first = this.bytesOf(piece, view);
				const start = Math.max(place, piece.place);
				const end = Math.min(place + again.length, piece.place + first.length);
				const differs = (at: number): boolean => first[at - piece.place] !== again[at - place];
				let one = start;
				while (one < end && !differs(one)) one++;
				let last = end;
				while (last > one && !differs(last - 1)) last--;
				if (last > one) found.push({side, row, at: this.pieces.sizeBefore(n) + one - piece.place, length: last - one});
			}
		}

		return found;
	}

	/** The headers of the stream in a packet: one, but for tunnels. What an error quotes says nothing. */
	*#headers(view: FrameView): Generator<Header> {
		const c = view.cursor;
		for (let n = 0; n < c.transports; n++) {
			const layer = c.transportLayers[n]!;
			if (c.layerFlags[layer]! & quoted) continue;
			const reference = this.#flows.ofLayer(view, layer);
			if (this.#flows.means(reference)) yield {n, reference, bytes: c.sources[c.layerSource[layer]!]!, start: c.layerBody[layer]!, end: c.layerEnd[layer]!};
		}
	}
}
