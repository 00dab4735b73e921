import {type Cursor, quoted} from '../cursor.ts';
import type {Field, Value} from '../field.ts';
import type {Protocol} from '../protocol.ts';
import {Paths} from '../registry.ts';

/** Whether the header at `at` says what stands in it, and no more. */
type Plain = (b: Uint8Array, at: number) => boolean;

/**
Protocols whose header is there as it is declared, in a frame without a fault. An IPv4 header with options may be
source-routed, and a total length of 0 means another.
*/
const plain: Readonly<Record<string, Plain>> = {
	eth: () => true,
	vlan: () => true,
	arp: () => true,
	ip: (b, at) => b[at] === 0x45 && (b[at + 2] !== 0 || b[at + 3] !== 0),
	ipv6: () => true,
	tcp: () => true,
	udp: () => true,
	udplite: () => true,
};

/** Bytes from the start that are as plain in a header that an error quotes, where these are not all. */
const plainWhenQuoted: Readonly<Record<string, number>> = {tcp: 4};

/** But for these: they are named by what they say. */
const sometimes: ReadonlySet<string> = new Set(['eth.type', 'eth.len', 'vlan.etype', 'vlan.len']);

/** Fields to read in the header of one layer. */
export type FixedLayer = {
	readonly layer: number;
	readonly plain: Plain;
	readonly fields: readonly Field[];
	/** Bytes of the header that they stand in. */
	readonly needs: number;
	/** They are read alike where the header is part of a packet that an error quotes. */
	readonly isQuotable: boolean;
};

/** Where a name stands, when it always does at fixed places in the headers of its protocols. */
export class FixedPlaces {
	readonly #fields: ReadonlyMap<number, readonly Field[]>;
	/** By number of a stack of layers. */
	readonly #layers: Array<readonly FixedLayer[] | undefined> = [];

	private constructor(fields: ReadonlyMap<number, readonly Field[]>) {
		this.#fields = fields;
	}

	/** Of a name that `placed` says all places of; undefined where more than a look at a header may be needed. */
	static of(name: string, placed: ReadonlyMap<Protocol, readonly Field[]>): FixedPlaces | undefined {
		if (sometimes.has(name) || placed.size === 0) return undefined;
		const fields = new Map<number, readonly Field[]>();
		for (const [protocol, own] of placed) {
			if (plain[protocol.name] === undefined || !own.every(isReadable)) return undefined;
			fields.set(protocol.id, own);
		}

		return new FixedPlaces(fields);
	}

	/** The layers of the cursor's packet that say it, in order. */
	layers(c: Cursor): readonly FixedLayer[] {
		const known = this.#layers[c.path];
		if (known !== undefined) return known;
		const layers: FixedLayer[] = [];
		for (let layer = 0; layer < c.depth; layer++) {
			const protocol = c.layerProtocol[layer]!;
			const fields = this.#fields.get(protocol);
			if (fields === undefined) continue;
			const needs = Math.max(...fields.map(({offset, size}) => offset + size));
			const {name} = c.registry.protocols[protocol]!;
			layers.push({layer, plain: plain[name]!, fields, needs, isQuotable: needs <= (plainWhenQuoted[name] ?? Infinity)});
		}

		if (c.path !== Paths.unknown) this.#layers[c.path] = layers;
		return layers;
	}

	/** Reads the values; false, and nothing read, where the frame must be read as the tree is. */
	read(c: Cursor, into: Value[]): boolean {
		const layers = this.layers(c);
		if (layers.length === 0) return true;
		if (c.fault !== undefined) return false;
		const before = into.length;
		for (let i = 0; i < layers.length; i++) {
			const {layer, fields} = layers[i]!;
			const start = headerIn(c, layers[i]!);
			if (start < 0) {
				into.length = before;
				return false;
			}

			const b = c.sources[c.layerSource[layer]!]!;
			for (let n = 0; n < fields.length; n++) into.push(valueIn(fields[n]!, b, start));
		}

		return true;
	}
}

const isReadable = ({offset, kind, size}: Field): boolean =>
	offset >= 0 && (((kind === 'uint' || kind === 'bool') && size <= 4) || kind === 'ipv4' || kind === 'ipv6' || kind === 'mac');

/**
Where a layer's header starts in its source; -1 where it must be read as the tree is. A quoted header may be cut without
that being a fault. A layer whose payload starts where it does has another header in place of its own.
*/
export function headerIn(c: Cursor, {layer, needs, plain: isPlain, isQuotable}: FixedLayer): number {
	const start = c.layerStart[layer]!;
	const flags = c.layerFlags[layer]!;
	const isWhole = (flags === 0 || (flags === quoted && isQuotable)) && needs <= c.layerEnd[layer]! - start && c.layerBody[layer] !== start;
	return isWhole && isPlain(c.sources[c.layerSource[layer]!]!, start) ? start : -1;
}

/** What a field says in the header that starts at `header`, as filters keep it. */
export function valueIn(field: Field, b: Uint8Array, header: number): Value {
	if (field.kind === 'uint' || field.kind === 'bool') return field.readAt(b, header);
	const at = header + field.offset;
	if (field.kind === 'ipv4') return ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0;
	return b.subarray(at, at + field.size);
}
