import {type ByteText, words} from '../decode/byte-text.ts';
import {calendar, dateText, localOffset, splitTime} from '../decode/clock.ts';
import {groups, ranOut, severities} from '../decode/expert.ts';
import type {Field, Value} from '../decode/field.ts';
import {malformed, truncated} from '../decode/protocol.ts';
import type {Node, Tree} from '../decode/tree.ts';
import type {JsonWriter} from './json-writer.ts';
import {noteText} from './note-values.ts';
import {rootNodes} from './root-nodes.ts';
import {shortLabel} from './short-label.ts';

/** Wireshark's numbers of types, as -x prints them behind the bytes of a field. */
const typeNumbers: Readonly<Record<string, number>> = Object.fromEntries([
	'FT_NONE',
	'FT_PROTOCOL',
	'FT_BOOLEAN',
	'FT_CHAR',
	'FT_UINT8',
	'FT_UINT16',
	'FT_UINT24',
	'FT_UINT32',
	'FT_UINT40',
	'FT_UINT48',
	'FT_UINT56',
	'FT_UINT64',
	'FT_INT8',
	'FT_INT16',
	'FT_INT24',
	'FT_INT32',
	'FT_INT40',
	'FT_INT48',
	'FT_INT56',
	'FT_INT64',
	'FT_IEEE_11073_SFLOAT',
	'FT_IEEE_11073_FLOAT',
	'FT_FLOAT',
	'FT_DOUBLE',
	'FT_ABSOLUTE_TIME',
	'FT_RELATIVE_TIME',
	'FT_STRING',
	'FT_STRINGZ',
	'FT_UINT_STRING',
	'FT_ETHER',
	'FT_BYTES',
	'FT_UINT_BYTES',
	'FT_IPv4',
	'FT_IPv6',
	'FT_IPXNET',
	'FT_FRAMENUM',
	'FT_GUID',
	'FT_OID',
	'FT_EUI64',
	'FT_AX25',
	'FT_VINES',
	'FT_REL_OID',
	'FT_SYSTEM_ID',
	'FT_STRINGZPAD',
	'FT_FCWWN',
	'FT_STRINGZTRUNC',
].map((name, number) => [name, number]));

/** How the trees of packets become JSON. */
export type JsonForm = {
	/** Values of one key become an array, in place of the key written again. */
	readonly arrays: boolean;
	/** Each field's bytes, too. */
	readonly bytes: boolean;
};

/** Begins the object of one packet, up to what stands in its `layers`. */
export function openPacket(writer: JsonWriter, time: bigint | undefined): void {
	const {seconds} = splitTime(time ?? 0n);
	writer.open('{');
	writer.name('_index');
	writer.string(`packets-${dateText(calendar(seconds, localOffset(seconds).seconds))}`);
	writer.name('_type');
	writer.string('doc');
	writer.name('_score');
	writer.nothing();
	writer.name('_source');
	writer.open('{');
	writer.name('layers');
	writer.open('{');
}

/** Ends what `openPacket` began. */
export function closePacket(writer: JsonWriter): void {
	writer.close('}');
	writer.close('}');
	writer.close('}');
}

/** What is written, and how. */
type Packet = {readonly writer: JsonWriter; readonly sources: Tree['sources']; readonly form: JsonForm};

/** Writes the layers of a packet. */
export function writeLayers(writer: JsonWriter, tree: Tree, form: JsonForm): void {
	const {sources} = tree;
	const [frame] = sources;
	if (form.bytes && frame !== undefined) {
		writer.name('frame_raw');
		raw(writer, frame.bytes, 0, 0, 'FT_PROTOCOL', 0n, undefined);
	}

	writeNodes({writer, sources, form}, rootNodes(tree));
}

const ofTree = words('_tree');
const ofBytes = words('_raw');

const keyOf = (
	node: Node,
): string => (node.of === undefined
	? shortLabel(node.label, 0, node.appended.length)
	: node.fault !== undefined && node.fault !== malformed && node.fault !== truncated
	? '_ws.expert'
	: node.name);

function writeNodes(packet: Packet, nodes: readonly Node[]): void {
	if (!packet.form.arrays) {
		for (let i = 0; i < nodes.length; i++) writeSame(packet, nodes, i, i + 1);
		return;
	}

	const byKey = new Map<string, Node[]>();
	for (const node of nodes) {
		const key = keyOf(node);
		const same = byKey.get(key);
		if (same === undefined) byKey.set(key, [node]);
		else same.push(node);
	}

	for (const same of byKey.values()) writeSame(packet, same, 0, same.length);
}

/** Writes nodes `[from, to)`, which have one key: the first decides whether they have values. */
function writeSame(packet: Packet, nodes: readonly Node[], from: number, to: number): void {
	const {writer} = packet;
	const first = nodes[from]!;
	const key = keyOf(first);
	if (first.of === undefined) {
		writer.anyName(key);
		writeEach(packet, nodes, from, to, haveChildren(nodes, from, to) ? writeBelow : writeNothing);
		return;
	}

	if (first.fault !== undefined) {
		writer.name(key);
		writeEach(packet, nodes, from, to, writeFault);
		return;
	}

	if (packet.form.bytes && first.end > first.start && key !== 'frame') {
		writeName(writer, first, ofBytes);
		writeEach(packet, nodes, from, to, rawNode);
	}

	const {field} = first;
	// A protocol that is a part of another has a name for its value, which is not written.
	const hasValue = field !== undefined && field.kind !== 'none' && !(field.kind === 'text' && field.type === 'FT_PROTOCOL');
	if (hasValue) {
		writer.fieldName(field);
		if (to - from === 1) writer.value(field, first.value);
		else writeEach(packet, nodes, from, to, (_, node) => writer.value(field, node.value));
	}

	if (haveChildren(nodes, from, to)) {
		writeName(writer, first, hasValue ? ofTree : undefined);
		writeEach(packet, nodes, from, to, writeBelow);
	} else if (!hasValue) {
		writeName(writer, first);
		writeEach(packet, nodes, from, to, writeNothing);
	}
}

function writeName(writer: JsonWriter, {field, name}: Node, ending?: ByteText): void {
	if (field === undefined) writer.name(name, ending);
	else writer.fieldName(field, ending);
}

function haveChildren(nodes: readonly Node[], from: number, to: number): boolean {
	for (let i = from; i < to; i++) if (nodes[i]!.children.length > 0) return true;
	return false;
}

function writeEach(packet: Packet, nodes: readonly Node[], from: number, to: number, write: (packet: Packet, node: Node) => void): void {
	const {writer} = packet;
	if (to - from > 1) writer.open('[');
	for (let i = from; i < to; i++) write(packet, nodes[i]!);
	if (to - from > 1) writer.close(']');
}

function writeBelow(packet: Packet, node: Node): void {
	packet.writer.open('{');
	writeNodes(packet, node.children);
	packet.writer.close('}');
}

const writeNothing = ({writer}: Packet, node: Node): void => writer.string(node.kind === 'protocol' ? node.label : '');

function writeFault({writer}: Packet, node: Node): void {
	const fault = node.fault!;
	if (fault === truncated) {
		writer.string(`[${node.label}]`);
		return;
	}

	const isMalformed = fault === malformed;
	writer.open('{');
	if (isMalformed) {
		writer.name('_ws.expert');
		writer.open('{');
	}

	writer.name(isMalformed ? ranOut.name : node.name);
	writer.string('');
	writer.name('_ws.expert.message');
	writer.string(noteText(node));
	writer.name('_ws.expert.severity');
	writer.string(String(severities[fault.severity].number));
	writer.name('_ws.expert.group');
	writer.string(String(groups[fault.group]));
	writer.close('}');
	if (isMalformed) {
		writer.name('_ws.malformed');
		writer.string('Malformed Packet');
		writer.close('}');
	}
}

function rawNode({writer, sources}: Packet, node: Node): void {
	const bytes = sources[node.source]?.bytes.subarray(node.start, node.end) ?? new Uint8Array(0);
	const {field} = node;
	const isPart = field !== undefined && field.width > 0;
	const mask = isPart ? ((1n << BigInt(field.width)) - 1n) << BigInt(field.shift) : 0n;
	raw(writer, bytes, node.start, node.end - node.start, field?.type ?? 'FT_PROTOCOL', mask, isPart ? node.value : undefined, field);
}

function raw(writer: JsonWriter, bytes: Uint8Array, start: number, length: number, type: string, mask: bigint, value: Value, field?: Field): void {
	const number = typeof value === 'number' ? Math.trunc(value / (field?.scale ?? 1)) : value;
	writer.open('[');
	if (typeof number === 'number' || typeof number === 'bigint') writer.string(number.toString(16).toUpperCase());
	else writer.hex(bytes);
	writer.number(start);
	writer.number(length || bytes.length);
	writer.number(mask);
	writer.number(typeNumbers[type] ?? 0);
	writer.close(']');
}
