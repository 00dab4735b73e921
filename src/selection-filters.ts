import {filterOfNode, writtenBytes} from './decode/filter/node-filter.ts';
import type {FrameView} from './decode/frame-view.ts';
import {buildTree, type Node} from './decode/tree.ts';

/** Something in a packet that a filter can be made of. */
export type Subject = {readonly title: string; readonly filter: string};

/** Bytes that a filter spells out at most: of more nobody could read it. */
export const mostFilterBytes = 1024;

/** A filter for bytes `[start, end)` of a source of the packet that the view is aimed at; undefined where none can name them. */
export function filterOfBytes(view: FrameView, source: number, start: number, end: number): string | undefined {
	const {cursor} = view;
	const bytes = cursor.sources[source];
	if (bytes === undefined || start < 0 || end > bytes.length || end <= start || end - start > mostFilterBytes) return undefined;
	for (let layer = cursor.depth - 1; layer >= 0; layer--) {
		// Of the frame its own bytes are counted: whatever the packet is, they are there.
		const from = cursor.layerStart[layer]!;
		if (cursor.layerSource[layer] !== source || (source === 0 && layer > 0) || from > start || cursor.layerEnd[layer]! < end) continue;
		const written = writtenBytes(bytes.subarray(start, end));
		return `${view.protocolOf(layer).name}[${start - from}:${end - start}] == ${written}`;
	}

	return undefined;
}

type Pair = {readonly title: string; readonly source: string; readonly destination: string; readonly either: string};

const pair = (title: string, protocol: string, source = 'src', destination = 'dst', either = 'addr'): Pair => ({
	title,
	source: `${protocol}.${source}`,
	destination: `${protocol}.${destination}`,
	either: `${protocol}.${either}`,
});

/** Addresses between which packets go, the innermost first. */
const addresses = [pair('IPv4', 'ip'), pair('IPv6', 'ipv6')];
const links = [pair('Ethernet', 'eth'), pair('802.11', 'wlan', 'sa', 'da')];
const transports = ['tcp', 'udp', 'sctp'] as const;

/** Filters for the conversations that the packet belongs to: its stream, its addresses with and without ports, its link. */
export function conversationsOf(view: FrameView): readonly Subject[] {
	/** The last of each name that stands in the packet itself, not in one that it quotes. */
	const nodes = new Map<string, Node>();
	const visit = (node: Node): void => {
		if (node.field !== undefined) nodes.set(node.name, node);
		for (const child of node.children) if (child.kind !== 'protocol') visit(child);
	};
	for (const node of buildTree(view, false).nodes) visit(node);

	/** The filter for one of a field's values under the name that both directions share. */
	const under = (name: string, found: Node): string => filterOfNode({name, field: found.field, value: found.value});
	const both = ({source, destination, either}: Pair): string | undefined => {
		const [one, other] = [nodes.get(source), nodes.get(destination)];
		return one === undefined || other === undefined ? undefined : `${under(either, one)} && ${under(either, other)}`;
	};

	const subjects: Subject[] = [];
	const add = (title: string, filter: string | undefined): void => {
		if (filter !== undefined) subjects.push({title, filter});
	};
	const innermost = addresses.filter(({source}) => nodes.has(source));
	for (const transport of transports) {
		const stream = nodes.get(`${transport}.stream`);
		if (stream !== undefined) add(`${transport.toUpperCase()} stream`, filterOfNode(stream));
		const ports = both(pair('', transport, 'srcport', 'dstport', 'port'));
		const between = innermost.length === 1 ? both(innermost[0]!) : undefined;
		if (ports !== undefined && between !== undefined) add(`${transport.toUpperCase()} between`, `${between} && ${ports}`);
	}

	for (const one of [...addresses, ...links]) add(`${one.title} between`, both(one));
	return subjects;
}
