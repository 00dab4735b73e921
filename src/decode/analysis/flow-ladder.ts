import {Collector} from '../collect.ts';
import {type Cursor, quoted} from '../cursor.ts';
import {ack, tcpTransport} from '../flows.ts';
import type {FrameView} from '../frame-view.ts';
import type {Registry} from '../registry.ts';
import {addressText, hasNetworkAddress, Summarizer} from '../summary.ts';
import {flagNames} from './segment-flags.ts';

/** What a ladder is drawn of: every packet, TCP segments, or pings. */
export const ladderKinds = ['any', 'icmp', 'icmpv6', 'tcp'] as const;
export type LadderKind = (typeof ladderKinds)[number];

/** One packet of a ladder: an arrow between two of its nodes. All text is printable. */
export type Rung = {
	/** 0-based. */
	readonly row: number;
	/** Places among the nodes; behind them that of an address without a column. */
	readonly from: number;
	readonly to: number;
	readonly fromPort: number;
	readonly toPort: number;
	/** What stands on the arrow, and beside the ladder. */
	readonly label: string;
	readonly comment: string;
	/** `tcp.stream`; 0 for what is no TCP. */
	readonly conversation: number;
};

/** What is collected of a TCP segment. */
const segmentFields = ['tcp.stream', 'tcp.hdr_len', 'tcp.flags', 'tcp.len', 'tcp.seq', 'tcp.ack'] as const;

/** By kind: name of the layer, and the types of a request and a reply. */
const pings: Readonly<Partial<Record<LadderKind, readonly [number, number]>>> = {icmp: [8, 0], icmpv6: [128, 129]};

/** Bytes of an echo message without its data. */
const pingSize = 8;

/** Addresses that a ladder has columns for, as many as tshark's. */
export const maxNodes = 40;
/** The place of every further address: a column beside the last, which is not drawn. */
const elsewhere = maxNodes + 1;

/** Who said what to whom, in order. */
export class FlowLadder {
	readonly kind: LadderKind;
	/** Addresses, in order of appearance. */
	readonly nodes: string[] = [];
	readonly rungs: Rung[] = [];
	readonly #places = new Map<string, number>();
	/** Packets that have no network address are left out. */
	readonly #networkOnly: boolean;
	readonly #summarizer = new Summarizer();
	readonly #collector: Collector;

	constructor(registry: Registry, kind: LadderKind, networkOnly: boolean) {
		this.kind = kind;
		this.#networkOnly = networkOnly;
		this.#collector = new Collector(registry, kind === 'tcp' ? segmentFields : []);
	}

	/** Adds the packet that the view is aimed at, where it is of the ladder's kind. */
	add(view: FrameView): void {
		const c = view.cursor;
		if (this.kind === 'tcp') {
			if (c.transport === tcpTransport) this.#segment(view);
		} else if (this.kind === 'any') {
			if (!this.#networkOnly || hasNetworkAddress(c)) this.#packet(view, lastPorts(c));
		} else {
			const type = this.#typeOf(view);
			if (type >= 0) this.#packet(view, type * 256);
		}
	}

	#segment(view: FrameView): void {
		const {cursor: c, row} = view;
		const said = new Map<string, number>();
		for (const {field, layer, value} of this.#collector.collect(view)) {
			if (layer === c.transportLayer && field !== undefined && typeof value === 'number' && !said.has(field.name)) said.set(field.name, value);
		}

		const flags = said.get('tcp.flags');
		// Of a header that is cut only the start is known.
		if (flags === undefined || said.get('tcp.hdr_len')! > c.layerEnd[c.transportLayer]! - c.layerStart[c.transportLayer]!) return;
		const length = said.get('tcp.len') ?? 0;
		const label = `${flagNames(flags)}${length > 0 ? ` - Len: ${length}` : ''}`;
		const comment = `Seq = ${said.get('tcp.seq') ?? 0}${flags & ack ? ` Ack = ${said.get('tcp.ack') ?? 0}` : ''}`;
		this.#add(c, row, lastPorts(c), label, comment, said.get('tcp.stream') ?? 0);
	}

	#packet(view: FrameView, ports: number): void {
		const {protocol, info} = this.#summarizer.summarize(view);
		this.#add(view.cursor, view.row, ports, info, `${protocol}: ${info}`, 0);
	}

	/** The type of an echo request or reply; -1 for anything else. */
	#typeOf(view: FrameView): number {
		const c = view.cursor;
		for (let layer = 0; layer < c.depth; layer++) {
			if (view.protocolOf(layer).name !== this.kind || c.layerFlags[layer]! & quoted) continue;
			if (c.layerEnd[layer]! - c.layerStart[layer]! < pingSize) return -1;
			const type = c.sources[c.layerSource[layer]!]![c.layerStart[layer]!]!;
			if (pings[this.kind]!.includes(type)) return type;
		}

		return -1;
	}

	#add(c: Cursor, row: number, ports: number, label: string, comment: string, conversation: number): void {
		const source = addressText(c, true);
		const destination = addressText(c, false);
		if (source === '' && destination === '') return;
		const from = this.#place(source);
		const to = this.#place(destination);
		this.rungs.push({row, from, to, fromPort: ports >>> 16, toPort: ports & 0xffff, label, comment, conversation});
	}

	#place(address: string): number {
		let place = this.#places.get(address);
		if (place === undefined) {
			if (this.nodes.length === maxNodes) return elsewhere;
			place = this.nodes.length;
			this.nodes.push(address);
			this.#places.set(address, place);
		}

		return place;
	}
}

/** Source and destination port of the innermost transport header, also of one that an error quotes. */
const lastPorts = (c: Cursor): number => (c.transports === 0 ? 0 : c.transportPorts[c.transports - 1]!);
