import type {Cursor} from '../cursor.ts';
import type {Field, Value} from '../field.ts';
import type {FrameView} from '../frame-view.ts';
import type {Protocol} from '../protocol.ts';

/** Whether the header at `at` says what stands in it, and no more. */
type Plain = (b: Uint8Array, at: number) => boolean;

/**
Protocols whose header is there as it is declared, in a frame without a fault. An IPv4 header with options may be
source-routed, and a total length of 0 means another.
*/
const plain: Readonly<Record<string, Plain>> = {
	eth: () => true,
	vlan: () => true,
	ip: (b, at) => b[at] === 0x45 && (b[at + 2] !== 0 || b[at + 3] !== 0),
	ipv6: () => true,
	tcp: () => true,
	udp: () => true,
	udplite: () => true,
};

/** But for these: they are named by what they say. */
const sometimes: ReadonlySet<string> = new Set(['eth.type', 'eth.len', 'vlan.etype', 'vlan.len']);

/** Where a name stands: fields to read in the header of a protocol. */
export type Fixed = {readonly plain: Plain; readonly fields: readonly Field[]};

/** Where a name stands in each of its protocols, by their ids; undefined where it may also stand elsewhere. */
export function fixedPlaces(name: string, placed: ReadonlyMap<Protocol, readonly Field[]>): ReadonlyMap<number, Fixed> | undefined {
	if (sometimes.has(name) || placed.size === 0) return undefined;
	const out = new Map<number, Fixed>();
	for (const [protocol, fields] of placed) {
		const rule = plain[protocol.name];
		if (rule === undefined || !fields.every(isReadable)) return undefined;
		out.set(protocol.id, {plain: rule, fields});
	}

	return out;
}

const isReadable = ({offset, kind, size}: Field): boolean =>
	offset >= 0 && (((kind === 'uint' || kind === 'bool') && size <= 4) || kind === 'ipv4' || kind === 'ipv6' || kind === 'mac');

/** Reads a name in the headers where it stands; false where the frame must be read as the tree is. */
export function readFixed({cursor}: FrameView, places: ReadonlyMap<number, Fixed>, into: Value[]): boolean {
	if (cursor.fault !== undefined) return false;
	const before = into.length;
	for (let layer = 0; layer < cursor.depth; layer++) {
		const fixed = places.get(cursor.layerProtocol[layer]!);
		if (fixed !== undefined && !readLayer(cursor, layer, fixed, into)) {
			into.length = before;
			return false;
		}
	}

	return true;
}

function readLayer(cursor: Cursor, layer: number, {plain: isPlain, fields}: Fixed, into: Value[]): boolean {
	const bytes = cursor.sources[cursor.layerSource[layer]!]!;
	const start = cursor.layerStart[layer]!;
	const end = cursor.layerEnd[layer]!;
	// A quoted header may be cut without that being a fault.
	if (cursor.layerFlags[layer] !== 0 || !isPlain(bytes, start)) return false;
	for (const field of fields) {
		const at = start + field.offset;
		if (at + field.size > end) return false;
		if (field.kind === 'uint' || field.kind === 'bool') into.push(field.readAt(bytes, start));
		else if (field.kind === 'ipv4') into.push(((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0);
		else into.push(bytes.subarray(at, at + field.size));
	}

	return true;
}
