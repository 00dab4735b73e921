import type {Field, Value} from './field.ts';
import type {FrameView} from './frame-view.ts';
import type {ByteText} from './byte-text.ts';
import {labelText, writeLabel} from './label.ts';
import {printable} from './printable.ts';
import {type Fault, malformed, type Protocol, truncated} from './protocol.ts';
import {beside, generated, hidden, type Sink} from './reader.ts';
import {type Cursor, nested, quoted} from './cursor.ts';
import {tcpTransport} from './flows.ts';

/** The whole tree of a frame, with the bytes it was read from. */
export type Tree = {readonly sources: ReadonlyArray<{readonly title: string; readonly bytes: Uint8Array}>; readonly nodes: readonly Node[]};

/** What of a tree is used: all of it; what is shown, without what is hidden; values, without the labels of fields. */
export type TreePart = 'whole' | 'lines' | 'values';

const noChildren: Node[] = [];

/** What `flags` of a node hold beside those of a sink: its kind, and above these the number of its source. */
const kinds = ['text', 'field', 'protocol', 'fault'] as const;
const kindShift = 3;
const kindMask = 3 << kindShift;
const fieldKind = 1 << kindShift;
const protocolKind = 2 << kindShift;
const faultKind = 3 << kindShift;
const sourceShift = 5;

/** One line of the detail pane, with what stands below it. `[start, end)` are its bytes in source number `source`. There are many: little is kept. */
export class Node {
	/** The field, protocol or fault that it is one of; undefined for text. */
	readonly of: {readonly name: string} | undefined;
	readonly flags: number;
	value: Value;
	start: number;
	end: number;
	children = noChildren;
	/** What its label is where field and value do not say it. Printable. */
	text: string | undefined;
	/** What stands behind it, added when the node was there. Printable. */
	appended = '';

	constructor(of: {readonly name: string} | undefined, flags: number, start: number, end: number, value: Value, text: string | undefined) {
		this.of = of;
		this.flags = flags;
		this.value = value;
		this.start = start;
		this.end = end;
		this.text = text;
	}

	get kind(): typeof kinds[number] {
		return kinds[(this.flags & kindMask) >>> kindShift]!;
	}

	/** Filter name; '' for text alone. */
	get name(): string {
		return this.of === undefined ? '' : this.of.name;
	}

	get field(): Field | undefined {
		return (this.flags & kindMask) === fieldKind ? (this.of as Field) : undefined;
	}

	get protocol(): Protocol | undefined {
		return (this.flags & kindMask) === protocolKind ? (this.of as Protocol) : undefined;
	}

	get fault(): Fault | undefined {
		return (this.flags & kindMask) === faultKind ? (this.of as Fault) : undefined;
	}

	get source(): number {
		return this.flags >>> sourceShift;
	}

	get hidden(): boolean {
		return (this.flags & hidden) !== 0;
	}

	get generated(): boolean {
		return (this.flags & generated) !== 0;
	}

	/** Printable. */
	get label(): string {
		const own = this.text ?? (this.hidden ? '' : labelText(this.of as Field, this.value));
		return this.appended === '' ? own : own + this.appended;
	}

	/** Writes the label. */
	write(out: ByteText): void {
		if (this.text !== undefined) out.text(this.text);
		else if (!this.hidden) writeLabel(out, this.of as Field, this.value);
		if (this.appended !== '') out.text(this.appended);
	}

	add(node: Node): void {
		if (this.children === noChildren) this.children = [node];
		else this.children.push(node);
	}

	/** The same with others below it, or of another name and label. */
	over(children: Node[], of = this.of, text = this.text): Node {
		const other = new Node(of, this.flags, this.start, this.end, this.value, text);
		other.appended = this.appended;
		other.children = children;
		return other;
	}
}

class TreeSink implements Sink {
	readonly labels = true;
	readonly columns = false;
	/** Whether what is hidden is there, too. */
	readonly repetitions: boolean;
	readonly #part: TreePart;
	#path: Node[] = [];
	/** The last of these. */
	#open: Node | undefined;
	#source = 0;
	/** Flags of a field of that source. */
	#fields = 0;
	#last: Node | undefined;
	/** Where the bytes of a layer ran out, once for each layer. */
	broken: Node[] = [];
	/** What the layer says that stands beside it. */
	beside: Node[] = [];
	/** Where layers stand that belong to the layer; undefined for its end. */
	home: Node | undefined;
	#name = '';
	/** Bytes of the source: what is said of bytes past them is said of its end. */
	#length = 0;

	constructor(part: TreePart) {
		this.#part = part;
		this.repetitions = part !== 'lines';
	}

	get namesLast(): boolean {
		return this.#part !== 'values' || this.#named().field === undefined;
	}

	aim(root: Node, source: number, length: number): void {
		this.#length = length;
		this.#name = root.protocol!.short;
		this.beside = [];
		this.home = undefined;
		this.#path = [root];
		this.#open = root;
		this.#source = source;
		this.#fields = fieldKind | (source << sourceShift);
		this.#last = root;
	}

	#add(node: Node): void {
		this.#clamp(node);
		this.#open!.add(node);
		this.#last = node;
	}

	#clamp(node: Node): void {
		if (node.end > this.#length) node.end = this.#length;
		if (node.start > node.end) node.start = node.end;
	}

	leaf(field: Field, start: number, end: number, value: Value, flags: number): void {
		if (this.repetitions || !(flags & hidden)) this.#add(new Node(field, flags | this.#fields, start, end, value, undefined));
	}

	open(field: Field | undefined, start: number, end: number, value: Value, flags: number): void {
		const node = field === undefined
			? new Node(undefined, flags | (this.#source << sourceShift), start, end, undefined, '')
			: new Node(field, flags | this.#fields, start, end, value, undefined);
		if (flags & beside) {
			this.#clamp(node);
			this.beside.push(node);
			this.#last = node;
		} else this.#add(node);
		this.#path.push(node);
		this.#open = node;
	}

	label(text: string): void {
		const node = this.#named();
		node.text = printable(text);
		node.appended = '';
	}

	append(text: string): void {
		const node = this.#named();
		node.appended = node.appended === '' ? printable(text) : node.appended + printable(text);
	}

	/** The node that a label is meant for: the last one that is not a hidden repetition. */
	#named(): Node {
		const last = this.#last!;
		if (!last.hidden) return last;
		const above = this.#open!;
		return above.children.findLast(node => !node.hidden) ?? above;
	}

	close(end: number): void {
		const node = this.#path.pop();
		if (node === undefined) return;
		this.#open = this.#path.at(-1);
		node.end = end;
		this.#clamp(node);
		this.#last = node;
	}

	hold(): void {
		this.home = this.#open;
	}

	fault(fault: Fault, start: number, end: number, text: string | undefined): void {
		if (fault === malformed || fault === truncated) this.#break(brokenNode(fault, this.#name, this.#source, start, end));
		else this.#add(faultNode(fault, this.#source, start, end, text));
	}

	#break(node: Node): void {
		this.#clamp(node);
		this.broken.push(node);
	}

	info(): void {}
	column(): void {}
}

const faultNode = (fault: Fault, source: number, start: number, end: number, text?: string): Node =>
	new Node(fault, generated | faultKind | (source << sourceShift), start, end, undefined, printable(text ?? fault.title));

const brokenNode = (fault: Fault, name: string, source: number, start: number, end: number): Node =>
	faultNode(fault, source, start, end, fault === malformed ? `Malformed Packet: ${name}` : `Packet size limited during capture: ${name} truncated`);

/** The bytes of the frame that the view is aimed at, and those that were put together for it. */
export const sourcesOf = (view: FrameView, copied = true): Tree['sources'] =>
	view.cursor.sources.map((bytes, source) => ({title: sourceTitle(view, source, bytes.length), bytes: copied ? bytes.slice() : bytes}));

/** One of each kind for each view, as a view keeps a reader for each sink. */
const sinks = {whole: new WeakMap<FrameView, TreeSink>(), lines: new WeakMap<FrameView, TreeSink>(), values: new WeakMap<FrameView, TreeSink>()};

function sinkOf(view: FrameView, part: TreePart): TreeSink {
	let sink = sinks[part].get(view);
	if (sink === undefined) sinks[part].set(view, sink = new TreeSink(part));
	return sink;
}

/** Builds the tree of the frame that the view is aimed at. With copies of the bytes it stays valid when the view moves on. */
export function buildTree(view: FrameView, copied = true, part: TreePart = 'whole'): Tree {
	const c = view.cursor;
	const sources = sourcesOf(view, copied);
	const sink = sinkOf(view, part);
	sink.broken = [];
	const roots: Node[] = [];
	/** Below which nodes the layers stand that others hold. */
	const homes: Node[] = [];
	const nodes: Node[] = [];
	for (let layer = 0; layer < c.depth; layer++) {
		const protocol = view.protocolOf(layer);
		const source = c.layerSource[layer]!;
		const start = c.layerStart[layer]!;
		const body = c.layerBody[layer]!;
		const node = new Node(protocol, protocolKind | (source << sourceShift), start, body > start ? body : c.layerEnd[layer]!, undefined, protocol.title);
		roots[layer] = node;
		const around = home(c, layer);
		if (protocol.isUnshown) continue;
		if (around < 0) nodes.push(node);
		else homes[around]!.add(node);
		sink.aim(node, source, sources[source]!.bytes.length);
		view.read(layer, sink);
		homes[layer] = sink.home ?? node;
		if (around < 0) nodes.push(...sink.beside);
		else for (const other of sink.beside) roots[around]!.add(other);
	}

	const {fault} = c;
	if (fault !== undefined) {
		const layer = c.faultLayer;
		const source = c.layerSource[layer] ?? 0;
		const end = Math.max(c.faultAt, c.layerEnd[layer] ?? 0);
		if (fault === malformed || fault === truncated) {
			if (sink.broken.length === 0) sink.broken.push(brokenNode(fault, view.protocolOf(layer).short, source, c.faultAt, end));
		} else if (!nodes.some(node => faultIn(node, fault))) {
			const node = faultNode(fault, source, c.faultAt, end);
			const root = roots[layer];
			if (root === undefined) nodes.push(node);
			else root.add(node);
		}
	}

	nodes.push(...sink.broken);
	return {sources, nodes};
}

const faultIn = (node: Node, fault: Fault): boolean => node.fault === fault || node.children.some(child => faultIn(child, fault));

/** The layer below which a layer stands in the tree; -1 for most, which stand side by side. */
export function home(c: Cursor, layer: number): number {
	let at = c.layerParent[layer]!;
	if (at < 0) return -1;
	if (c.layerFlags[layer]! & nested) {
		while (at >= 0 && c.layerFlags[at]! & nested) at = c.layerParent[at]!;
		return at;
	}

	if (!(c.layerFlags[layer]! & quoted)) return -1;
	// A quoted packet stands below the error that quotes it; what its transport carries does so over TCP alone, as in Wireshark.
	for (; at >= 0 && c.layerFlags[at]! & quoted; at = c.layerParent[at]!) {
		for (let n = 0; n < c.transports; n++) if (c.transportLayers[n] === at && c.transportProtocols[n] !== tcpTransport) return -1;
	}

	return at;
}

function sourceTitle(view: FrameView, source: number, length: number): string {
	if (source === 0) return `Frame (${length} bytes)`;
	const c = view.cursor;
	let first = 0;
	while (first < c.depth && c.layerSource[first] !== source) first++;
	const around = first < c.depth ? c.layerParent[first]! : -1;
	const of = around < 0 ? 'data' : view.protocolOf(around).column;
	return `Reassembled ${of} (${length} bytes)`;
}
