import type {Cursor} from '../decode/cursor.ts';
import type {Field, Kind} from '../decode/field.ts';
import {type PacketIndex, blockSize} from '../decode/packet-index.ts';
import {hexDigits, ipv6Text} from '../decode/print.ts';
import type {Protocol} from '../decode/protocol.ts';
import {Paths, type Registry} from '../decode/registry.ts';
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
	'frame.len': (index, row, output) => output.number(index.block(row).original.at(row % blockSize)),
	'frame.cap_len': (index, row, output) => output.number(index.block(row).captured.at(row % blockSize)),
};

/** Fields of a protocol's fixed header that a column shows, in order of place. */
type Reads = {
	readonly protocol: Protocol;
	readonly plain: (b: Uint8Array, at: number) => boolean;
	readonly fields: ReadonlyArray<{readonly field: Field; readonly column: number}>;
};

/** A value that a column shows, and its layer. */
type PlannedValue = {readonly layer: number; readonly field: Field};

/** What packets with one stack of layers print, and what must hold for that: bytes that a layer `needs` at least. */
type Plan = {
	readonly layers: ReadonlyArray<{readonly layer: number; readonly needs: number; readonly isPlain: Reads['plain']}>;
	readonly columns: ReadonlyArray<readonly PlannedValue[]>;
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
	readonly #separator: string;
	readonly #aggregator: string;
	readonly #quote: string;
	readonly #occurrence: Form['occurrence'];
	/** By protocol id. */
	readonly #reads: ReadonlyArray<Reads | undefined>;
	/** By number of a stack of layers; null where a packet with that stack goes the slow way. */
	readonly #plans: Array<Plan | null | undefined> = [];

	private constructor(registry: Registry, frame: ReadonlyArray<FrameColumn | undefined>, reads: readonly Reads[], form: Form, index: PacketIndex, output: Output) {
		this.#output = output;
		this.#index = index;
		this.#frame = frame;
		this.#separator = form.separator;
		this.#aggregator = form.aggregator;
		this.#quote = form.quote;
		this.#occurrence = form.occurrence;
		const byId: (Reads | undefined)[] = registry.protocols.map(() => undefined);
		for (const read of reads) byId[read.protocol.id] = read;
		this.#reads = byId;
	}

	/** A printer for these names; undefined where one of them needs more than a look at a header. */
	static of(registry: Registry, names: readonly string[], form: Form, index: PacketIndex, output: Output): FastFields | undefined {
		const reads = new Map<Protocol, {field: Field; column: number}[]>();
		for (const [column, name] of names.entries()) {
			if (frameColumns[name] !== undefined) continue;
			if (sometimes.has(name)) return undefined;
			let known = false;
			for (const p of registry.protocolsOf(name)) {
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
		let plan = this.#plans[c.path];
		if (plan === undefined) {
			plan = this.#plan(c);
			if (c.path !== Paths.unknown) this.#plans[c.path] = plan;
		}

		if (plan === null) return false;
		const {layers, columns} = plan;
		for (let i = 0; i < layers.length; i++) {
			const {layer, needs, isPlain} = layers[i]!;
			const start = c.layerStart[layer]!;
			// A quoted header may be cut without that being a fault.
			if (c.layerFlags[layer] !== 0 || needs > c.layerEnd[layer]! - start || !isPlain(c.sources[c.layerSource[layer]!]!, start)) return false;
		}

		const output = this.#output;
		for (let column = 0; column < columns.length; column++) {
			if (column > 0) output.text(this.#separator);
			const frame = this.#frame[column];
			const values = columns[column]!;
			if (frame === undefined && values.length === 0) continue;
			if (this.#quote !== '') output.text(this.#quote);
			if (frame !== undefined) frame(this.#index, row, output);
			for (let i = 0; i < values.length; i++) {
				if (i > 0) output.text(this.#aggregator);
				const {layer, field} = values[i]!;
				this.#value(field, c.sources[c.layerSource[layer]!]!, c.layerStart[layer]!);
			}

			if (this.#quote !== '') output.text(this.#quote);
		}

		output.byte(10);
		return true;
	}

	/** What stands where in packets with the layers of this one. */
	#plan(c: Cursor): Plan | null {
		const layers: Plan['layers'][number][] = [];
		const columns: PlannedValue[][] = this.#frame.map(() => []);
		for (let layer = 0; layer < c.depth; layer++) {
			const reads = this.#reads[c.layerProtocol[layer]!];
			if (reads === undefined) continue;
			layers.push({layer, needs: Math.max(...reads.fields.map(({field}) => field.offset + field.size)), isPlain: reads.plain});
			for (const {field, column} of reads.fields) columns[column]!.push({layer, field});
		}

		if (columns.some(values => values.length > maxValues)) return null;
		const chosen = this.#occurrence === 'f' ? [0, 1] : this.#occurrence === 'l' ? [-1] : [0];
		return {layers, columns: columns.map(values => values.slice(...chosen))};
	}

	#value(field: Field, b: Uint8Array, start: number): void {
		const output = this.#output;
		switch (field.kind) {
			case 'ipv4':
				output.ipv4(b, start + field.offset);
				break;
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
