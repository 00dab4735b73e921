import type {FrameView} from '../frame-view.ts';
import {appNone, blockSize, rowHasOptions, rowIsFaulty} from '../packet-index.ts';
import type {Pass} from '../pass.ts';
import {Paths} from '../registry.ts';
import {RootNames} from '../root-names.ts';

/** Protocols that stand alone in the tree, and whose headers are all there in a packet that is whole and without a fault. */
const plain: ReadonlySet<string> = new Set(['frame', 'eth', 'vlan', 'arp', 'ip', 'ipv6', 'tcp', 'udp', 'data']);

/** Packets in which a protocol stood behind those above it. */
export type HierarchyNode = {
	/** Filter name. */
	readonly name: string;
	readonly frames: number;
	readonly bytes: number;
	/** In order of appearance. */
	readonly children: readonly HierarchyNode[];
};

class CountedNode implements HierarchyNode {
	readonly name: string;
	frames = 0;
	bytes = 0;
	readonly #children = new Map<string, CountedNode>();

	constructor(name: string) {
		this.name = name;
	}

	get children(): readonly CountedNode[] {
		return [...this.#children.values()];
	}

	child(name: string): CountedNode {
		const known = this.#children.get(name);
		if (known !== undefined) return known;
		const fresh = new CountedNode(name);
		this.#children.set(name, fresh);
		return fresh;
	}
}

/** Counts packets and bytes by protocol, each below the one that stands before it in the tree of the packet. */
export class ProtocolHierarchy {
	readonly #pass: Pass;
	readonly #root = new CountedNode('');
	readonly #names = new RootNames(plain);
	/** By stack of layers: their nodes, where the stack alone says what the tree holds; null where it does not. */
	readonly #ofPath: Array<readonly CountedNode[] | null> = [];

	constructor(pass: Pass) {
		this.#pass = pass;
	}

	/** Counts a row; `aim` gives a view of it. */
	add(row: number, aim: () => FrameView): void {
		const block = this.#pass.index.block(row);
		const at = row % blockSize;
		const bytes = block.original.at(at);
		const flags = block.flags[at]!;
		const isWhole = block.captured.at(at) === bytes && (flags & rowIsFaulty) === 0;
		const known = isWhole && block.application[at] === appNone && (flags & rowHasOptions) === 0 ? this.#nodesOfPath(block.path[at]!) : null;
		for (const node of known ?? this.#nodes(this.#namesIn(aim(), isWhole, (flags & rowHasOptions) !== 0))) {
			node.frames++;
			node.bytes += bytes;
		}
	}

	/** What stands side by side in the tree of a packet, behind the frame. */
	#namesIn(view: FrameView, isWhole: boolean, hasOptions: boolean): readonly string[] {
		const names = this.#names.of(view, isWhole).slice(1);
		// Comments that the file has for the packet stand in front of it.
		return hasOptions && view.meta.comments.length > 0 ? ['pkt_comment', ...names] : names;
	}

	#nodesOfPath(path: number): readonly CountedNode[] | null {
		if (path === Paths.unknown) return null;
		let known = this.#ofPath[path];
		if (known === undefined) {
			const {paths, protocols} = this.#pass.registry;
			const names = paths.stacks[path]!.flatMap(id => protocols[id]!.isUnshown ? [] : protocols[id]!.name);
			known = names.every(name => plain.has(name)) ? this.#nodes(names.slice(1)) : null;
			this.#ofPath[path] = known;
		}

		return known;
	}

	#nodes(names: readonly string[]): readonly CountedNode[] {
		let above = this.#root;
		return names.map(name => (above = above.child(name)));
	}

	/** The outermost protocols, in order of appearance. */
	get nodes(): readonly HierarchyNode[] {
		return this.#root.children;
	}
}
