import type {Cursor} from '../decode/cursor.ts';
import type {Field, Kind} from '../decode/field.ts';
import {type PacketIndex, blockSize} from '../decode/packet-index.ts';
import {hexDigits, ipv6Text} from '../decode/print.ts';
import type {Protocol} from '../decode/protocol.ts';
import type {Registry} from '../decode/registry.ts';
import {belowStreams} from '../decode/space.ts';
import type {Output} from './output.ts';
import type {Form} from './settings.ts';

/** Values of one column that are kept of a packet; a packet with more goes the slow way. */
const maxValues = 64;

const kinds: ReadonlySet<Kind> = new Set(['uint', 'bool', 'ipv4', 'ipv6', 'mac']);
/** A column of the frame itself. */
type FrameColumn = (index: PacketIndex, row: number, output: Output) => void;

const frameColumns: Readonly<Record<string, FrameColumn>> = {
	'frame.number': (_, row, output) => output.number(row + 1),
	'frame.len': (index, row, output) => output.number(index.block(row).original[row % blockSize]!),
	'frame.cap_len': (index, row, output) => output.number(index.block(row).captured[row % blockSize]!),
};

/** Fields of a protocol's fixed header that a column shows, in order of place. */
type Reads = {
	readonly protocol: Protocol;
	readonly plain: (b: Uint8Array, at: number) => boolean;
	readonly fields: ReadonlyArray<{readonly field: Field; readonly column: number}>;
};

/**
Protocols whose header always says what stands in it, with what a header must be like for that. An IPv4 header with
options may be source-routed, and a total length of 0 is another.
*/
const plain: Readonly<Record<string, (b: Uint8Array, at: number) => boolean>> = {
	eth: () => true,
	ip: (b, at) => b[at] === 0x45 && (b[at + 2] !== 0 || b[at + 3] !== 0),
	ipv6: () => true,
	arp: () => true,
	tcp: () => true,
	udp: () => true,
	udplite: () => true,
};
/** But for these: a length below 1536 is no type. */
const sometimes: ReadonlySet<string> = new Set(['eth.type']);

/** What a layer of `p` says under a name, as far as it stands at a fixed place; undefined where it may say more. */
function fixedFields(p: Protocol, name: string): Field[] | undefined {
	const inHeader: Field[] = [];
	const visit = (field: Field): void => {
		if (field.name === name || field.also.some(other => other.name === name)) inHeader.push(field);
		for (const child of field.children) visit(child);
	};

	for (const field of p.headerFields) visit(field);
	const declared = p.fields.filter(field => field.name === name || field.also.some(other => other.name === name));
	const places = new Set(inHeader);
	const elsewhere = declared.some(field => !places.has(field) && !inHeader.some(known => known.also.includes(field)));
	return elsewhere || inHeader.some(field => field.offset < 0 || !kinds.has(field.kind) || (field.size > 4 && field.kind === 'uint')) ? undefined : inHeader;
}

/**
Prints fields that stand at fixed places of headers, straight from the packet: no layer is read, no value is made. The
output is the same as that of the general way, which a test holds for every fixture.
*/
export class FastFields {
	readonly #output: Output;
	readonly #index: PacketIndex;
	readonly #frame: ReadonlyArray<FrameColumn | undefined>;
	readonly #columns: number;
	readonly #separator: string;
	readonly #aggregator: string;
	readonly #quote: string;
	readonly #occurrence: Form['occurrence'];
	/** By protocol id. */
	readonly #reads: ReadonlyArray<Reads | undefined>;
	readonly #count: Uint8Array;
	readonly #layer: Uint8Array;
	readonly #field: Field[] = [];

	private constructor(registry: Registry, frame: ReadonlyArray<FrameColumn | undefined>, reads: readonly Reads[], form: Form, index: PacketIndex, output: Output) {
		this.#output = output;
		this.#index = index;
		this.#frame = frame;
		this.#columns = frame.length;
		this.#separator = form.separator;
		this.#aggregator = form.aggregator;
		this.#quote = form.quote;
		this.#occurrence = form.occurrence;
		const byId: (Reads | undefined)[] = registry.protocols.map(() => undefined);
		for (const read of reads) byId[read.protocol.id] = read;
		this.#reads = byId;
		this.#count = new Uint8Array(frame.length);
		this.#layer = new Uint8Array(frame.length * maxValues);
	}

	/** A printer for these names; undefined where one of them needs more than a look at a header. */
	static of(registry: Registry, names: readonly string[], form: Form, index: PacketIndex, output: Output): FastFields | undefined {
		const reads = new Map<Protocol, {field: Field; column: number}[]>();
		for (const [column, name] of names.entries()) {
			if (frameColumns[name] !== undefined) continue;
			if (sometimes.has(name)) return undefined;
			let known = false;
			for (const p of registry.protocols.slice(1)) {
				if (!p.fields.some(field => field.name === name || field.also.some(other => other.name === name))) continue;
				const fields = fixedFields(p, name);
				if (fields === undefined || plain[p.name] === undefined || p.claims.length === 0 || p.claims.some(({space}) => !belowStreams.has(space)) || p.guess.length > 0)
					return undefined;
				known = true;
				const list = reads.get(p) ?? [];
				list.push(...fields.map(field => ({field, column})));
				reads.set(p, list);
			}

			if (!known) return undefined;
		}

		const sorted = [...reads].map(([protocol, fields]) => ({protocol, plain: plain[protocol.name]!, fields: fields.sort((a, b) => a.field.offset - b.field.offset)}));
		return new FastFields(registry, names.map(name => frameColumns[name]), sorted, form, index, output);
	}

	/** Prints the packet that the cursor has just walked. False, and nothing printed, where it is not as it should be. */
	packet(c: Cursor, row: number): boolean {
		if (c.fault !== undefined) return false;
		const count = this.#count.fill(0);
		for (let layer = 0; layer < c.depth; layer++) {
			const reads = this.#reads[c.layerProtocol[layer]!];
			if (reads === undefined) continue;
			const start = c.layerStart[layer]!;
			const room = c.layerEnd[layer]! - start;
			// A quoted header may be cut without that being a fault.
			if (c.layerFlags[layer] !== 0 || !reads.plain(c.sources[c.layerSource[layer]!]!, start)) return false;
			const {fields} = reads;
			for (let i = 0; i < fields.length; i++) {
				const {field, column} = fields[i]!;
				const n = count[column]!;
				if (field.offset + field.size > room || n === maxValues) return false;
				const slot = column * maxValues + n;
				this.#layer[slot] = layer;
				this.#field[slot] = field;
				count[column] = n + 1;
			}
		}

		const output = this.#output;
		for (let column = 0; column < this.#columns; column++) {
			if (column > 0) output.text(this.#separator);
			const frame = this.#frame[column];
			const n = count[column]!;
			if (frame === undefined && n === 0) continue;
			if (this.#quote !== '') output.text(this.#quote);
			if (frame !== undefined) {
				frame(this.#index, row, output);
			} else {
				const first = this.#occurrence === 'l' ? n - 1 : 0;
				const end = this.#occurrence === 'f' ? 1 : n;
				for (let i = first; i < end; i++) {
					if (i > first) output.text(this.#aggregator);
					this.#value(c, column * maxValues + i);
				}
			}

			if (this.#quote !== '') output.text(this.#quote);
		}

		output.byte(10);
		return true;
	}

	#value(c: Cursor, slot: number): void {
		const layer = this.#layer[slot]!;
		const field = this.#field[slot]!;
		const b = c.sources[c.layerSource[layer]!]!;
		const start = c.layerStart[layer]!;
		const output = this.#output;
		switch (field.kind) {
			case 'ipv4': {
				const at = start + field.offset;
				output.ipv4(b, at);
				break;
			}

			case 'ipv6':
				output.text(ipv6Text(b, start + field.offset));
				break;
			case 'mac':
				output.hex(b.subarray(start + field.offset, start + field.offset + 6), 58);
				break;
			case 'bool':
				output.byte(field.readAt(b, start) === 0 ? 48 : 49);
				break;
			default: {
				const value = field.readAt(b, start);
				if (field.base === 'hex' || field.base === 'hex_dec') output.hexNumber(value, hexDigits(field));
				else if (field.base === 'oct') output.text(value === 0 ? '0' : `0${value.toString(8)}`);
				else output.number(value);
			}
		}
	}
}
