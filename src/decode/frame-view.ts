import {isQuoteOf, type TooBig} from './analysis/path-mtu.ts';
import {Chunks} from './chunks.ts';
import {Cursor, further, nested, quoted} from './cursor.ts';
import type {Coloring, Facts, FlowFacts, FrameMeta, Place, Reassembly, SegmentFacts, TooBigFacts} from './facts.ts';
import type {Field, Value} from './field.ts';
import {FirstValue} from './first-value.ts';
import {FlowOfRow} from './flow-facts.ts';
import {tcpTransport, udpTransport} from './flows.ts';
import {appData, appNone, blockSize} from './packet-index.ts';
import type {Pass} from './pass.ts';
import {hostName, printValue} from './print.ts';
import type {Protocol} from './protocol.ts';
import {Reader, type Sink} from './reader.ts';
import {datagramIn, decide, follow, followFragment, fragmentIn} from './resumed.ts';
import {assemble} from './reassembly/fragments.ts';
import {idsPerRow, type Note, rowOf} from './reassembly/framing.ts';
import {hasFullMessage, hasHeld, type HearMessage} from './reassembly/message-log.ts';

/** Where the bytes of frames are, and what their file says of them. */
export type Frames = {
	/** Captured bytes of a row; valid until the next call. */
	bytes(row: number): Uint8Array;
	meta(row: number): FrameMeta;
};

/** How deep frames may lead to other frames while bytes are put together. */
const maxNesting = 4;

const none: readonly never[] = [];

/** One frame of a pass, with everything that is known of it: walks it again and reads its layers. One view is re-aimed at frame after frame. */
export class FrameView implements Facts {
	/** The frame's layers. */
	cursor: Cursor;
	row = 0;
	layer = 0;
	/** The row that was printed before this one. */
	previousDisplayed: number | undefined;
	/** Rules that are asked of every frame that the view is aimed at; none unless somebody wants to know. */
	colors: {of(view: FrameView): Coloring | undefined} | undefined;
	coloring: Coloring | undefined;
	readonly #pass: Pass;
	readonly #frames: Frames;
	readonly #nesting: number;
	/** Messages of other protocols were left out. */
	#only: Uint8Array | undefined;
	/** The row whose messages the pass's own cursor goes on with. */
	#joined = -1;
	/** The pass adds no row while the view is aimed at this one. */
	#isNewest = false;
	readonly #own: Cursor;
	/** What became of the segment's bytes: the log's bits. */
	#logged = 0;
	/** Goes on over a message that ends in the row, where it is wanted. */
	readonly #hear: HearMessage = (protocol, from, length, chunk, ordinal, isFurther) => {
		if (this.#only?.[protocol] !== 0) this.#follow(protocol, from, length, chunk, ordinal, isFurther);
	};
	/** The segment that the frame carries, as `Cursor` has it; no layer where it carries none. */
	readonly #segment = {layer: -1, source: 0, from: 0, to: 0, limit: 0};
	/** What was put together in this frame. */
	readonly #chunks: Chunks;
	#meta: FrameMeta | undefined;
	#inner: FrameView | undefined;
	/** The frame's own bytes were copied. */
	#isKept = false;
	readonly #first = new FirstValue();
	readonly #flow: FlowOfRow;
	readonly #readers = new WeakMap<Sink, Reader>();
	#lastReader: Reader | undefined;
	/** What each source was put together from; the frame's own place stays empty. */
	readonly #reassembled: Array<Reassembly | undefined> = [];

	constructor(pass: Pass, frames: Frames, nesting = 0) {
		this.#pass = pass;
		this.#frames = frames;
		this.#nesting = nesting;
		this.#own = new Cursor(pass.registry);
		this.cursor = this.#own;
		this.#flow = new FlowOfRow(pass);
		this.#chunks = new Chunks(pass.conversations, row => this.#segmentOf(row));
	}

	/** Walks a row that the pass has seen. Of its messages those are left out, and what they hold, whose protocols `only` has no 1 for. */
	aim(row: number, only?: Uint8Array): this {
		return this.#aim(row, only, false);
	}

	#aim(row: number, only: Uint8Array | undefined, isNewest: boolean): this {
		this.#only = only;
		this.#isNewest = isNewest;
		this.#walk(row);
		this.#join();
		return this.#color();
	}

	/** The same for the row that the pass added last, whose layers it has just found. Holds until it adds another. */
	aimNewest(only?: Uint8Array): this {
		const c = this.#pass.cursor;
		const row = this.#pass.index.length - 1;
		if (this.cursor === c && this.row === row && (this.#only === undefined || this.#only === only)) return this;
		// What fragments and datagrams turned out to be is known in another way now.
		if (this.#joined === row || c.fragments > 0 || c.undecidedLayer >= 0 || c.transports > 1 || (c.transports === 1 && c.transport !== tcpTransport && this.#opens(row)))
			return this.#aim(row, only, true);
		this.#only = only;
		this.#isNewest = true;
		this.#joined = row;
		this.#begin(row, c);
		this.#join();
		return this.#color();
	}

	/** Rules do not see what they say themselves. */
	#color(): this {
		this.coloring = undefined;
		if (this.#only === undefined) this.coloring = this.colors?.of(this);
		return this;
	}

	/** Whether the datagram in a row may hold more than its own bytes. */
	#opens(row: number): boolean {
		const application = this.#pass.index.block(row).application[row % blockSize]!;
		return this.#pass.registry.protocols[application]?.framing?.inside !== undefined;
	}

	/** Adds what the segment's messages hold. */
	#join(): void {
		const {row, cursor: c, application} = this;
		this.#logged = 0;
		this.#segment.layer = -1;
		if (c.transport === udpTransport) this.#open();
		if (application === appNone || c.segmentLayer < 0 || c.transport !== tcpTransport) return;
		// What a message holds may be a packet again, with a segment of its own.
		const s = this.#segment;
		s.layer = c.segmentLayer;
		s.source = c.segmentSource;
		s.from = c.segmentFrom;
		s.to = c.segmentTo;
		s.limit = c.segmentLimit;
		c.only = this.#only;
		this.#logged = this.#pass.conversations.log.each(row, this.#hear);
		c.only = undefined;
		if (application === appData && this.#logged === 0) {
			c.resume(c.sources[s.source]!, s.from, s.to, s.limit, this.#pass.registry.data, s.layer);
		}
	}

	/** Adds what the datagram holds beside its own bytes. */
	#open(): void {
		const {framing} = this.#pass.registry.protocols[this.application] ?? {};
		if (framing?.inside === undefined) return;
		// Its protocol may ask for other frames while it reads this one.
		this.#keep();
		const datagram = datagramIn(this.cursor);
		if (datagram === undefined) return;
		this.layer = datagram.layer;
		for (const inside of framing.inside(this, datagram.bytes, datagram.start, datagram.end)) {
			const source = follow(this.cursor, datagram.layer, inside);
			if (source >= 0) this.#reassembled[source] = {row: this.row, pieces: inside.pieces, length: inside.bytes.length, bytes: inside.bytes};
		}
	}

	/** The layers of a row up to the segment that it carries. */
	#walk(row: number): void {
		const c = this.#own;
		const {index, fragments} = this.#pass;
		this.#begin(row, c);
		const block = index.block(row);
		const at = row % blockSize;
		c.seconds = block.seconds.at(at);
		const bytes = this.#frames.bytes(row);
		c.dissect(bytes, 0, bytes.length, block.original.at(at), index.linkType(row));
		for (let layer = c.fragmentLayer; layer >= 0; layer = c.fragmentLayer) {
			const datagram = fragments.of(row, c.fragments - 1);
			const whole = datagram?.row === row ? assemble(datagram, ({row: from, place}) => fragmentIn(from === row ? c : this.#other(from)?.cursor, place)) : undefined;
			const source = followFragment(c, layer, whole);
			if (source < 0) break;
			this.#reassembled[source] = {row, pieces: datagram!.pieces, length: whole!.length, bytes: whole};
		}

		if (c.undecidedLayer < 0) return;
		const {protocols, data} = this.#pass.registry;
		decide(c, protocols[this.application] ?? data);
		if (c.undecidedLayer >= 0) decide(c, data);
	}

	#begin(row: number, c: Cursor): void {
		this.row = row;
		this.cursor = c;
		this.#isKept = false;
		this.#meta = undefined;
		if (this.#reassembled.length > 0) this.#reassembled.length = 0;
		this.#chunks.begin(row, this.#isNewest);
	}

	#follow(protocol: number, from: number, length: number, chunk: number, ordinal: number, isFurther: boolean): void {
		const c = this.cursor;
		const first = this.#pass.registry.protocols[protocol];
		const id = this.row * idsPerRow + Math.min(idsPerRow - 1, ordinal);
		const flags = isFurther ? further : 0;
		if (chunk === 0) {
			const end = from + length;
			const s = this.#segment;
			c.resume(c.sources[s.source]!, from, end, end === s.to ? s.limit : end, first, s.layer, id, flags);
			return;
		}

		const whole = this.#chunks.of(chunk);
		const source = c.resume(whole.bytes, from, Math.min(whole.bytes.length, from + length), from + length, first, this.#segment.layer, id, flags);
		if (source < 0) return;
		this.#reassembled[source] = whole;
		this.#chunks.place(source, chunk);
	}

	/** The source that holds the segment of a row. */
	#segmentOf(row: number): Uint8Array | undefined {
		if (row === this.row) return this.cursor.sources[this.#segment.source];
		const {cursor} = this.#other(row) ?? {};
		return cursor === undefined || cursor.segmentLayer < 0 ? undefined : cursor.sources[cursor.segmentSource];
	}

	#other(row: number): FrameView | undefined {
		if (this.#nesting >= maxNesting) return undefined;
		this.#inner ??= new FrameView(this.#pass, this.#frames, this.#nesting + 1);
		this.#keep();
		this.#inner.#walk(row);
		return this.#inner;
	}

	/** The frame's own bytes are valid until others are asked for. */
	#keep(): void {
		const {sources} = this.cursor;
		if (!this.#isKept) sources[0] = sources[0]!.slice();
		this.#isKept = true;
	}

	/** What is known of the frames that were gone through. */
	get pass(): Pass {
		return this.#pass;
	}

	protocolOf(layer: number): Protocol {
		return this.#pass.registry.protocols[this.cursor.layerProtocol[layer]!]!;
	}

	/** Reads one layer into a sink. */
	read(layer: number, sink: Sink, how: 'expand' | 'summary' = 'expand'): void {
		const c = this.cursor;
		this.layer = layer;
		const reader = this.#lastReader?.sink === sink ? this.#lastReader : this.#readerOf(sink);
		const protocol = this.protocolOf(layer);
		reader.quoted = (c.layerFlags[layer]! & quoted) !== 0;
		reader.run(
			how === 'summary' ? protocol.summary : protocol.expand,
			protocol,
			c.sources[c.layerSource[layer]!]!,
			c.layerStart[layer]!,
			c.layerEnd[layer]!,
			c.layerLimit[layer]!,
			c.layerBody[layer]!,
		);
	}

	#readerOf(sink: Sink): Reader {
		let reader = this.#readers.get(sink);
		if (reader === undefined) {
			reader = new Reader(sink, this);
			this.#readers.set(sink, reader);
		}

		this.#lastReader = reader;
		return reader;
	}

	/** All bytes of a layer that is a message of which only the beginning is held, made anew from the packets; undefined where it is none, or longer than `most`. */
	wholeOf(layer: number, most: number): Uint8Array | undefined {
		const c = this.cursor;
		const from = c.layerStart[layer]!;
		const length = c.layerLimit[layer]! - from;
		return length > most ? undefined : this.#chunks.first(c.layerSource[layer]!, from + length)?.subarray(from);
	}

	/** What a source was put together from; undefined for the frame itself. */
	reassemblyOf(source: number): Reassembly | undefined {
		return this.#reassembled[source];
	}

	get meta(): FrameMeta {
		this.#meta ??= this.#frames.meta(this.row);
		return this.#meta;
	}

	get layers(): readonly Protocol[] {
		const layers: Protocol[] = [];
		for (let layer = 0; layer < this.cursor.depth; layer++) if (!(this.cursor.layerFlags[layer]! & further)) layers.push(this.protocolOf(layer));
		return layers;
	}

	get inside(): Protocol | undefined {
		const next = this.layer + 1;
		return next < this.cursor.depth && this.cursor.layerParent[next] === this.layer ? this.protocolOf(next) : undefined;
	}

	timeOf(row: number): bigint | undefined {
		return row < this.#pass.index.length ? this.#pass.index.time(row) : undefined;
	}

	get firstTime(): bigint | undefined {
		return this.timeOf(0);
	}

	get previousTime(): bigint | undefined {
		return this.row === 0 ? undefined : this.#pass.index.stamp(this.row - 1);
	}

	get previousDisplayedTime(): bigint | undefined {
		return this.previousDisplayed === undefined ? undefined : this.#pass.index.stamp(this.previousDisplayed);
	}

	since(row: number): bigint | undefined {
		const now = this.timeOf(this.row);
		const then = this.timeOf(row);
		return now === undefined || then === undefined ? undefined : now - then;
	}

	get flow(): FlowFacts | undefined {
		return this.#flow.aim(this.row, this.layer, this.cursor.transportLayer === this.layer);
	}

	enclosing(protocol: Protocol): number {
		const c = this.cursor;
		for (let layer = c.layerParent[this.layer]!; layer >= 0; layer = c.layerParent[layer]!) if (c.layerProtocol[layer] === protocol.id) return layer;
		return -1;
	}

	isFirstIn(name: string): boolean {
		const parent = this.cursor.layerParent[this.layer]!;
		return parent >= 0 && this.protocolOf(parent).name === name;
	}

	startOf(layer: number): number {
		return this.cursor.layerStart[layer]!;
	}

	byteOf(layer: number, offset: number): number {
		if (layer < 0) return -1;
		const c = this.cursor;
		const at = c.layerStart[layer]! + offset;
		return at < c.layerEnd[layer]! ? c.sources[c.layerSource[layer]!]![at]! : -1;
	}

	get addresses(): {readonly source: Uint8Array; readonly destination: Uint8Array} | undefined {
		const c = this.cursor;
		for (let layer = c.layerParent[this.layer]!; layer >= 0; layer = c.layerParent[layer]!) {
			const size = c.layerAddressSize[layer]!;
			if (size === 0) continue;
			const b = c.sources[c.layerSource[layer]!]!;
			const source = c.layerSourceAt[layer]!;
			const destination = c.layerDestinationAt[layer]!;
			return {source: b.subarray(source, source + size), destination: b.subarray(destination, destination + size)};
		}

		return undefined;
	}

	get aroundEnd(): number {
		const c = this.cursor;
		const around = c.layerParent[this.layer]!;
		return c.layerEnd[around >= 0 && c.layerSource[around] === c.layerSource[this.layer] ? around : this.layer]!;
	}

	get childLimit(): number {
		const c = this.cursor;
		for (let child = this.layer + 1; child < c.depth; child++) {
			if (c.layerParent[child] === this.layer && c.layerSource[child] === c.layerSource[this.layer]) return c.layerLimit[child]!;
		}

		return c.layerLimit[this.layer]!;
	}

	get complete(): boolean {
		return this.#pass.complete;
	}

	told(note: Note, message = this.cursor.layerMessage[this.layer] || this.row * idsPerRow): number | undefined {
		return this.#pass.conversations.notes.told(note, message);
	}

	earlier(message: number): Place | undefined {
		const c = this.#other(rowOf(message))?.cursor;
		const datagram = c && datagramIn(c);
		return datagram && c.layerProtocol[datagram.layer] === this.cursor.layerProtocol[this.layer] ? datagram : undefined;
	}

	/** Whether a layer is this one, or a header that belongs to it. */
	#holds(layer: number): boolean {
		const c = this.cursor;
		let at = layer;
		while (at > this.layer && c.layerFlags[at]! & nested) at = c.layerParent[at]!;
		return at === this.layer;
	}

	saidIn(message: number, field: Field): Value {
		const row = rowOf(message);
		const view = row === this.row ? undefined : this.#other(row)?.aim(row);
		if (view === undefined) return undefined;
		const {cursor} = view;
		const sink = this.#first;
		sink.seek(field);
		for (let layer = 0; layer < cursor.depth && !sink.isFound; layer++) {
			// The message of a datagram is its first, and has no id of its own in the layers.
			if (cursor.layerMessage[layer] === message || (cursor.layerMessage[layer] === 0 && message % idsPerRow === 0)) view.read(layer, sink);
		}

		return sink.value;
	}

	get reassembly(): Reassembly | undefined {
		const c = this.cursor;
		for (let child = this.layer + 1; child < c.depth; child++) {
			const parent = c.layerParent[child]!;
			if (c.layerSource[child] !== c.layerSource[parent] && this.#holds(parent)) return this.#reassembled[c.layerSource[child]!];
		}

		for (let place = 0; place < c.fragments; place++) {
			if (!this.#holds(c.fragmentLayers[place]!)) continue;
			const datagram = this.#pass.fragments.of(this.row, place);
			return datagram === undefined ? undefined : {row: datagram.row, pieces: none, length: datagram.length, bytes: undefined};
		}

		return undefined;
	}

	get tooBig(): TooBigFacts | undefined {
		const notice = this.cursor.tooBigLayer === this.layer ? this.#pass.pathMtu.noticeOf(this.row) : undefined;
		return notice && {notice, refused: notice.candidates.find(row => this.#isQuoted(notice.quoted, this.#other(row)?.cursor))};
	}

	get pathMtu(): {readonly refused: TooBig | undefined; readonly follows: TooBig | undefined} {
		const {pathMtu} = this.#pass;
		const c = this.cursor;
		const bytes = c.sources[c.layerSource[this.layer]!]!;
		const start = c.layerStart[this.layer]!;
		const isInnermost = c.addressLayer === this.layer;
		return {
			refused: pathMtu.about(this.row)?.find(({quoted}) => isQuoteOf(quoted, bytes, start)),
			follows: isInnermost ? pathMtu.before(this.row)?.[0] : undefined,
		};
	}

	/** Whether some packet in a frame begins with what an error quotes. */
	#isQuoted(start: Uint8Array, c: Cursor | undefined): boolean {
		if (c === undefined) return false;
		for (let layer = 0; layer < c.depth; layer++) {
			if (c.layerAddressSize[layer]! > 0 && (c.layerFlags[layer]! & quoted) === 0 && isQuoteOf(start, c.sources[c.layerSource[layer]!]!, c.layerStart[layer]!)) return true;
		}

		return false;
	}

	get fragmentHead(): number {
		const c = this.cursor;
		for (let place = 0; place < c.fragments; place++) if (c.fragmentLayers[place] === this.layer) return this.#pass.fragments.headOf(this.row, place);
		return -1;
	}

	get segment(): SegmentFacts | undefined {
		if (this.layer !== this.#segment.layer) return undefined;
		const {log} = this.#pass.conversations;
		const {protocols} = this.#pass.registry;
		const {messages, held} = log.of(this.row);
		const chunks = new Set(messages.map(m => m.chunk));
		chunks.delete(0);
		return {
			held: held.map(({from, length, chunk}) => ({start: from, end: from + length, row: chunk === 0 ? undefined : log.rowOfChunk(chunk)})),
			whole: [...chunks].map(chunk => this.#chunks.of(chunk)),
			messages: messages.map(({protocol, length}) => ({protocol: protocols[protocol]!, length})),
		};
	}

	get isPart(): boolean {
		return this.layer === this.#segment.layer && (this.#logged & (hasHeld | hasFullMessage)) === hasHeld;
	}

	/** What the application column says of this row. */
	get application(): number {
		return this.#pass.index.block(this.row).application[this.row % blockSize]!;
	}

	print(field: Field, value: Value): string {
		return field.kind === 'ipv4' || field.kind === 'ipv6' ? hostName(value as Uint8Array) : printValue(field, value);
	}
}
