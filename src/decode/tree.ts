import type {Field, Value} from './field.ts';
import type {FrameView} from './frame-view.ts';
import {labelText} from './print.ts';
import {printable} from './printable.ts';
import {type Fault, malformed, type Protocol, truncated} from './protocol.ts';
import {beside, generated, hidden, type Sink} from './reader.ts';
import {type Cursor, nested, quoted} from './cursor.ts';
import {tcpTransport} from './flows.ts';

/** One line of the detail pane, with what stands below it. `[start, end)` are its bytes in source number `source`. */
export type Node = {
	readonly kind: 'protocol' | 'field' | 'text' | 'fault';
	/** Filter name; '' for text alone. */
	readonly name: string;
	readonly field: Field | undefined;
	readonly protocol: Protocol | undefined;
	readonly fault: Fault | undefined;
	value: Value;
	/** Printable. */
	label: string;
	/** How many of its characters, at the end, were added when the node was there. */
	appended?: number;
	readonly source: number;
	start: number;
	end: number;
	readonly hidden: boolean;
	readonly generated: boolean;
	children: Node[];
};

/** The whole tree of a frame, with the bytes it was read from. */
export type Tree = {readonly sources: ReadonlyArray<{readonly title: string; readonly bytes: Uint8Array}>; readonly nodes: readonly Node[]};

const noChildren: Node[] = [];

/** A node whose label is made when somebody reads it, unless the protocol gave one. */
class TreeNode implements Node {
	readonly kind: Node['kind'];
	readonly name: string;
	readonly field: Field | undefined;
	readonly protocol: Protocol | undefined;
	readonly fault: Fault | undefined;
	value: Value;
	readonly source: number;
	start: number;
	end: number;
	readonly hidden: boolean;
	readonly generated: boolean;
	children = noChildren;
	text: string | undefined;
	appended = 0;

	constructor(of: Field | Protocol | Fault | undefined, kind: Node['kind'], source: number, start: number, end: number, value: Value, flags: number, text: string | undefined) {
		this.kind = kind;
		this.name = of === undefined ? '' : of.name;
		this.field = kind === 'field' ? (of as Field) : undefined;
		this.protocol = kind === 'protocol' ? (of as Protocol) : undefined;
		this.fault = kind === 'fault' ? (of as Fault) : undefined;
		this.value = value;
		this.source = source;
		this.start = start;
		this.end = end;
		this.hidden = (flags & hidden) !== 0;
		this.generated = (flags & generated) !== 0;
		this.text = text;
	}

	get label(): string {
		this.text ??= this.field === undefined || this.hidden ? '' : printable(labelText(this.field, this.value));
		return this.text;
	}

	set label(text: string) {
		this.text = text;
	}

	add(node: Node): void {
		if (this.children === noChildren) this.children = [node];
		else this.children.push(node);
	}
}

class TreeSink implements Sink {
	readonly labels = true;
	readonly columns = false;
	#path: TreeNode[] = [];
	#source = 0;
	#last: Node | undefined;
	/** Where the bytes of a layer ran out, once for each layer. */
	broken: Node[] = [];
	/** What the layer says that stands beside it. */
	beside: Node[] = [];
	/** Where layers stand that belong to the layer; undefined for its end. */
	home: TreeNode | undefined;
	#name = '';
	/** Bytes of the source: what is said of bytes past them is said of its end. */
	#length = 0;

	aim(root: TreeNode, source: number, length: number): void {
		this.#length = length;
		this.#name = root.protocol!.short;
		this.beside = [];
		this.home = undefined;
		this.#path = [root];
		this.#source = source;
		this.#last = root;
	}

	#add(node: Node): void {
		this.#clamp(node);
		this.#path[this.#path.length - 1]!.add(node);
		this.#last = node;
	}

	#clamp(node: Node): void {
		if (node.end > this.#length) node.end = this.#length;
		if (node.start > node.end) node.start = node.end;
	}

	leaf(field: Field, start: number, end: number, value: Value, flags: number): void {
		this.#add(new TreeNode(field, 'field', this.#source, start, end, value, flags, undefined));
	}

	open(field: Field | undefined, start: number, end: number, value: Value, flags: number): void {
		const node = field === undefined
			? new TreeNode(undefined, 'text', this.#source, start, end, undefined, flags, '')
			: new TreeNode(field, 'field', this.#source, start, end, value, flags, undefined);
		if (flags & beside) {
			this.#clamp(node);
			this.beside.push(node);
			this.#last = node;
		} else this.#add(node);
		this.#path.push(node);
	}

	label(text: string): void {
		this.#named().label = printable(text);
	}

	append(text: string): void {
		const node = this.#named();
		const shown = printable(text);
		node.label += shown;
		node.appended = (node.appended ?? 0) + shown.length;
	}

	/** The node that a label is meant for: the last one that is not a hidden repetition. */
	#named(): Node {
		const last = this.#last!;
		if (!last.hidden) return last;
		const above = this.#path.at(-1)!;
		return above.children.findLast(node => !node.hidden) ?? above;
	}

	close(end: number): void {
		const node = this.#path.pop();
		if (node === undefined) return;
		node.end = end;
		this.#clamp(node);
		this.#last = node;
	}

	hold(): void {
		this.home = this.#path.at(-1);
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
	new TreeNode(fault, 'fault', source, start, end, undefined, generated, printable(text ?? fault.title));

const brokenNode = (fault: Fault, name: string, source: number, start: number, end: number): Node =>
	faultNode(fault, source, start, end, fault === malformed ? `Malformed Packet: ${name}` : `Packet size limited during capture: ${name} truncated`);

/** The bytes of the frame that the view is aimed at, and those that were put together for it. */
export const sourcesOf = (view: FrameView, copied = true): Tree['sources'] =>
	view.cursor.sources.map((bytes, source) => ({title: sourceTitle(view, source, bytes.length), bytes: copied ? bytes.slice() : bytes}));

/** One for each view, as a view keeps a reader for each sink. */
const sinks = new WeakMap<FrameView, TreeSink>();

/** Builds the tree of the frame that the view is aimed at. With copies of the bytes it stays valid when the view moves on. */
export function buildTree(view: FrameView, copied = true): Tree {
	const c = view.cursor;
	const sources = sourcesOf(view, copied);
	let sink = sinks.get(view);
	if (sink === undefined) sinks.set(view, sink = new TreeSink());
	sink.broken = [];
	const roots: TreeNode[] = [];
	/** Below which nodes the layers stand that others hold. */
	const homes: TreeNode[] = [];
	const nodes: Node[] = [];
	for (let layer = 0; layer < c.depth; layer++) {
		const protocol = view.protocolOf(layer);
		const source = c.layerSource[layer]!;
		const start = c.layerStart[layer]!;
		const body = c.layerBody[layer]!;
		const node = new TreeNode(protocol, 'protocol', source, start, body > start ? body : c.layerEnd[layer]!, undefined, 0, protocol.title);
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
