import type {Detail, DetailNode} from '../packets.ts';

/** One visible line of the detail tree. */
export type TreeLine = {
	readonly node: DetailNode;
	readonly depth: number;
	/** What remembers whether lines like this one are open. */
	readonly kind: string;
	/** Where it is in the tree, in words that hold for the next packet too. */
	readonly path: string;
	readonly open: boolean;
	/** The place of the enclosing line; -1 for a protocol. */
	readonly parent: number;
};

/** Which lines the user opened or closed, by kind; what is not in it is open when it is the last protocol of the packet. */
export type Opened = ReadonlyMap<string, boolean>;

const title = /^[\p{L} ]+$/u;

/**
What a line is called when it comes to being open: a field by its name, text by its words where they are a title
(`Answers`), and otherwise like all other text in the same place.
*/
const kindOf = (node: DetailNode, parent: string) => {
	if (node.name !== '') return node.name;
	return `${parent}/${title.test(node.label) ? node.label : ''}`;
};

/** The lines to show of a detail: everything that is open, and what `revealed` holds. */
export const treeLines = (detail: Detail, opened: Opened, revealed: ReadonlySet<DetailNode>): TreeLine[] => {
	const lines: TreeLine[] = [];
	const last = detail.nodes.findLast(node => node.kind === 'protocol' && node.children.length > 0);
	const visit = (nodes: readonly DetailNode[], depth: number, parent: number, parentKind: string, parentPath: string) => {
		for (const node of nodes) {
			const kind = kindOf(node, parentKind);
			const path = `${parentPath}>${kind}`;
			const open = node.children.length > 0 && (revealed.has(node) || (opened.get(kind) ?? node === last));
			lines.push({node, depth, kind, path, open, parent});
			if (open) visit(node.children, depth + 1, lines.length - 1, kind, path);
		}
	};

	visit(detail.nodes, 0, -1, '', '');
	return lines;
};

/** The line that says what a path said in another packet, or what encloses it; else the last protocol, which says the most. */
export const lineAt = (lines: readonly TreeLine[], path: string): number => {
	for (let wanted = path; wanted !== ''; wanted = wanted.slice(0, wanted.lastIndexOf('>'))) {
		const found = lines.findIndex(line => line.path === wanted);
		if (found >= 0) return found;
	}

	return Math.max(0, lines.findLastIndex(line => line.parent < 0 && line.node.kind === 'protocol' && line.node.children.length > 0));
};

/** The nodes from a protocol down to the innermost one that holds byte `at` of a source; empty when none does. */
export const nodesAt = (detail: Detail, source: number, at: number): DetailNode[] => {
	const chain: DetailNode[] = [];
	const holds = (node: DetailNode) => node.source === source && node.start <= at && at < node.end;
	const visit = (nodes: readonly DetailNode[]): boolean => {
		// Of several that hold it the one with the fewest bytes says the most; of equals the first.
		const holders = nodes.filter(holds).sort((one, other) => one.end - one.start - (other.end - other.start));
		const best = holders.find(node => node.children.length === 0 || node.children.some(holds)) ?? holders[0];
		if (best !== undefined) {
			chain.push(best);
			visit(best.children);
			return true;
		}

		// A group without bytes of its own may still enclose fields that have some.
		for (const node of nodes) {
			if (node.start === node.end || node.source !== source) {
				chain.push(node);
				if (visit(node.children)) return true;
				chain.pop();
			}
		}

		return false;
	};

	visit(detail.nodes);
	return chain;
};

/** Every kind of line that can be opened in a detail. */
export const kindsIn = (detail: Detail): string[] => {
	const kinds = new Set<string>();
	const visit = (nodes: readonly DetailNode[], parentKind: string) => {
		for (const node of nodes) {
			if (node.children.length === 0) continue;
			const kind = kindOf(node, parentKind);
			kinds.add(kind);
			visit(node.children, kind);
		}
	};

	visit(detail.nodes, '');
	return [...kinds];
};

/** The protocol node that holds a line: the line itself or the outermost one around it. */
export const protocolOf = (lines: readonly TreeLine[], at: number): DetailNode | undefined => {
	let line = lines[at];
	while (line !== undefined && line.parent >= 0) line = lines[line.parent];
	return line?.node;
};
