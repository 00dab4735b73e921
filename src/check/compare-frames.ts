import {align} from './align.ts';
import type {DecodedFrame, DecodedNode} from './decoded.ts';
import {nodeText} from './decode-text.ts';
import type {Difference} from './difference.ts';
import type {Mask} from './mask.ts';
import type {Names} from './names.ts';

type Found = {readonly kind: Difference['kind']; readonly before: DecodedNode | undefined; readonly after: DecodedNode | undefined};

/** Says what differs between a packet of a snapshot and the same packet of a capture; `moved` gives the new number of each packet, `mask` what is wanted of both. */
export function compareFrames(before: DecodedFrame, after: DecodedFrame, names: Names, moved: ReadonlyMap<number, number>, mask: Mask): Difference[] {
	const found: Found[] = [];
	const labels: Found[] = [];
	new Nodes(names, moved, mask, found, labels).compare(before.nodes, after.nodes);
	const occurrences = new Occurrences(before, after);
	// Texts are made of values: they are worth a line only where no value differs.
	if (found.length > 0) return found.map(one => difference(before, one, occurrences));
	if (labels.length > 0) return labels.map(one => difference(before, one, occurrences));
	if (before.summary === after.summary || before.summary === '' || after.summary === '') return [];
	const line = before.line === undefined ? {} : {line: before.line};
	return [{frame: before.number, kind: 'changed', name: 'summary', occurrence: 0, before: before.summary, after: after.summary, names: [], below: 0, ...line}];
}

const severityOf = ({value}: DecodedNode): string | undefined => value?.split(' ', 1)[0];

class Nodes {
	readonly #names: Names;
	readonly #moved: ReadonlyMap<number, number>;
	readonly #mask: Mask;
	readonly #found: Found[];
	readonly #labels: Found[];
	readonly #keys = new Map<DecodedNode, string>();

	constructor(names: Names, moved: ReadonlyMap<number, number>, mask: Mask, found: Found[], labels: Found[]) {
		this.#names = names;
		this.#moved = moved;
		this.#mask = mask;
		this.#found = found;
		this.#labels = labels;
	}

	compare(before: readonly DecodedNode[], after: readonly DecodedNode[]): void {
		if (before.length === 0 && after.length === 0) return;
		for (const [b, a] of align(before, after, node => this.#key(node), likeness)) {
			const was = before[b];
			const is = after[a];
			if (was === undefined || is === undefined || was.kind !== is.kind || was.name !== is.name) {
				for (const before of this.#wanted(was)) this.#found.push({kind: 'removed', before, after: undefined});
				for (const after of this.#wanted(is)) this.#found.push({kind: 'added', before: undefined, after});
				continue;
			}

			if (!this.#isSame(was, is)) (was.kind === 'group' ? this.#labels : this.#found).push({kind: 'changed', before: was, after: is});
			this.compare(was.children, is.children);
		}
	}

	/** The node, or the nodes below it where itself is not wanted. */
	#wanted(node: DecodedNode | undefined): readonly DecodedNode[] {
		if (node === undefined) return [];
		// A packet that is added or removed is called so.
		return node.name === 'frame' || this.#mask.isOnlyAround(node) ? node.children.flatMap(child => this.#wanted(child)) : [node];
	}

	#isSame(was: DecodedNode, is: DecodedNode): boolean {
		if (was.value === is.value) return true;
		// A group's label may be left out of one of them.
		if (was.kind === 'group' && (was.value === undefined || is.value === undefined)) return true;
		// So may be a fault's text: then its severity stands alone.
		if (was.kind === 'fault') return was.value === severityOf(is) || is.value === severityOf(was);
		if (was.kind !== 'named' || !this.#names.isFrameNumber(was.name)) return false;
		return this.#moved.get(Number(was.value)) === Number(is.value);
	}

	/** All that a node says, what is below it too. */
	#key(node: DecodedNode): string {
		let key = this.#keys.get(node);
		if (key === undefined) {
			key = node.children.length === 0 ? nodeText(node) : `${nodeText(node)}\n${node.children.map(child => this.#key(child)).join('\n')}\t`;
			this.#keys.set(node, key);
		}

		return key;
	}
}

/** Nodes of one name are the same thing; of several the one with the same value. */
const likeness = (a: DecodedNode, b: DecodedNode): number => {
	if (a.kind !== b.kind || a.name !== b.name) return 0;
	return a.value === b.value ? 1 : 0.5;
};

/** Counts the nodes of each name in a packet, before and after. */
class Occurrences {
	readonly #places = new Map<DecodedNode, number>();
	readonly #several = new Set<string>();

	constructor(...frames: readonly DecodedFrame[]) {
		for (const frame of frames) {
			const counts = new Map<string, number>();
			const count = (nodes: readonly DecodedNode[]): void => {
				for (const node of nodes) {
					const place = (counts.get(node.name) ?? 0) + 1;
					counts.set(node.name, place);
					this.#places.set(node, place);
					if (place > 1) this.#several.add(node.name);
					count(node.children);
				}
			};
			count(frame.nodes);
		}
	}

	of(node: DecodedNode): number {
		return this.#several.has(node.name) && node.name !== '' ? this.#places.get(node)! : 0;
	}
}

function difference(frame: DecodedFrame, {kind, before, after}: Found, occurrences: Occurrences): Difference {
	const node = (before ?? after)!;
	const names = new Set<string>();
	let below = -1;
	const add = (one: DecodedNode): void => {
		if (one.name !== '') names.add(one.name);
		if (one.name !== '' || one === node) below++;
		for (const child of one.children) add(child);
	};
	if (kind === 'changed') {
		below = 0;
		if (node.name !== '') names.add(node.name);
	} else {
		add(node);
	}

	// What is added has no line of its own: the packet's.
	const line = before?.line ?? frame.line;
	return {
		frame: frame.number,
		kind,
		name: node.kind === 'group' ? 'label' : node.name,
		occurrence: occurrences.of(node),
		...before?.value === undefined ? {} : {before: before.value},
		...after?.value === undefined ? {} : {after: after.value},
		names: [...names],
		below,
		...line === undefined ? {} : {line},
	};
}
