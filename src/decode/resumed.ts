import {type Cursor, further, nested} from './cursor.ts';
import type {Place} from './facts.ts';
import type {Protocol} from './protocol.ts';
import type {Inside} from './reassembly/framing.ts';
import {ipProtocol} from './space.ts';

// What a cursor's walk leaves open is known later: the pass goes on there when it learns of it, a view when it asks what the pass has learned.

/** Goes on with the protocol that the payload of `undecidedLayer` turned out to be. */
export function decide(c: Cursor, protocol: Protocol): void {
	const layer = c.undecidedLayer;
	c.undecidedLayer = -1;
	c.resume(c.sources[c.segmentSource]!, c.segmentFrom, c.segmentTo, c.segmentLimit, protocol, layer);
}

/** What the innermost datagram carries: all packets that one protocol reads in one go, the first of them in `layer`. Undefined where it carries nothing. */
export function datagramIn(c: Cursor): (Place & {readonly layer: number}) | undefined {
	const layer = c.transportLayer + 1;
	if (layer >= c.depth || c.layerParent[layer] !== c.transportLayer) return undefined;
	return {layer, bytes: c.sources[c.layerSource[layer]!]!, start: c.layerStart[layer]!, end: endOfRun(c, layer)};
}

/** Where the last of the packets ends that are read in one go from `layer` on. */
export function endOfRun(c: Cursor, layer: number): number {
	let last = layer;
	while (last + 1 < c.depth && (c.layerFlags[last + 1]! & further) !== 0) last++;
	return c.layerEnd[last]!;
}

/** Goes on over what a datagram holds beside its own bytes; its first packet is in `layer`. Returns the source of these bytes, -1 where there is no room for them. */
export function follow(c: Cursor, layer: number, {protocol, bytes, part}: Inside): number {
	const parent = layer + part;
	if (parent >= c.depth || c.layerProtocol[parent] !== c.layerProtocol[layer]) return -1;
	return c.resume(bytes, 0, bytes.length, bytes.length, protocol, parent, 0, nested);
}

/** Goes on behind the fragment in `layer`: over the datagram that it completes, or over what it holds as data. Returns -1 when nothing more follows. */
export function followFragment(c: Cursor, layer: number, whole: Uint8Array | undefined): number {
	c.fragmentLayer = -1;
	const first = c.registry.find(ipProtocol, c.fragmentProtocol);
	if (whole !== undefined) return c.resume(whole, 0, whole.length, whole.length, first, layer);
	const from = c.layerBody[layer]!;
	const to = c.layerEnd[layer]!;
	if (from >= to) return -1;
	// What will never be whole is read as far as it goes.
	const shown = !isFragment(c, layer) && c.fragmentOffset === 0 ? first : undefined;
	c.resume(c.sources[c.layerSource[layer]!]!, from, to, c.layerLimit[layer]!, shown, layer);
	return -1;
}

/** The payload of one of a packet's fragment headers. */
export function fragmentIn(c: Cursor | undefined, place: number): Uint8Array | undefined {
	if (c === undefined || place >= c.fragments) return undefined;
	const layer = c.fragmentLayers[place]!;
	return c.sources[c.layerSource[layer]!]!.subarray(c.layerBody[layer]!, c.layerEnd[layer]!);
}

/** Whether the fragment in `layer` can be put together with others: it holds something, and all of it was captured. */
export const isFragment = (c: Cursor, layer: number): boolean => c.layerBody[layer]! < c.layerEnd[layer]! && c.layerEnd[layer] === c.layerLimit[layer];
