import type {Cursor} from '../decode/cursor.ts';
import type {Field} from '../decode/field.ts';
import {type FixedLayer, type FixedPlaces, headerIn} from '../decode/filter/fixed.ts';
import {isInHeaders} from '../decode/filter/headers.ts';
import {namesOf} from '../decode/filter/names.ts';
import {type PacketIndex, blockSize} from '../decode/packet-index.ts';
import {hexDigits, ipv6Text} from '../decode/print.ts';
import {Paths, type Registry} from '../decode/registry.ts';
import type {Output} from './output.ts';
import type {Form} from './settings.ts';

/** Values of one column that are kept of a packet; a packet with more goes the slow way. */
const maxValues = 64;

/** A column of the frame itself. */
type FrameColumn = (index: PacketIndex, row: number, output: Output) => void;

const frameColumns: Readonly<Record<string, FrameColumn>> = {
	'frame.number': (_, row, output) => output.number(row + 1),
	'frame.len': (index, row, output) => output.number(index.block(row).original.at(row % blockSize)),
	'frame.cap_len': (index, row, output) => output.number(index.block(row).captured.at(row % blockSize)),
};

/** A value that a column shows, and its layer. */
type PlannedValue = {readonly layer: number; readonly field: Field};

/** What packets with one stack of layers print, and the headers that must be there for that. */
type Plan = {readonly headers: readonly FixedLayer[]; readonly columns: ReadonlyArray<readonly PlannedValue[]>};

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
	/** Where each column's name stands; undefined for those of the frame. */
	readonly #places: ReadonlyArray<FixedPlaces | undefined>;
	/** By number of a stack of layers; null where a packet with that stack goes the slow way. */
	readonly #plans: Array<Plan | null | undefined> = [];

	private constructor(frame: ReadonlyArray<FrameColumn | undefined>, places: ReadonlyArray<FixedPlaces | undefined>, form: Form, index: PacketIndex, output: Output) {
		this.#output = output;
		this.#index = index;
		this.#frame = frame;
		this.#places = places;
		this.#separator = form.separator;
		this.#aggregator = form.aggregator;
		this.#quote = form.quote;
		this.#occurrence = form.occurrence;
	}

	/** A printer for these names; undefined where one of them needs more than a look at a header. */
	static of(registry: Registry, names: readonly string[], form: Form, index: PacketIndex, output: Output): FastFields | undefined {
		const known = namesOf(registry);
		const places: Array<FixedPlaces | undefined> = [];
		for (const text of names) {
			const name = frameColumns[text] === undefined ? known.get(text) : undefined;
			if (frameColumns[text] === undefined && (name?.fixed === undefined || !isInHeaders(name, registry))) return undefined;
			places.push(name?.fixed);
		}

		return new FastFields(names.map(name => frameColumns[name]), places, form, index, output);
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
		const {headers, columns} = plan;
		for (let i = 0; i < headers.length; i++) if (headerIn(c, headers[i]!) < 0) return false;

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
		const headers = this.#places.flatMap(places => places?.layers(c) ?? []);
		const columns = this.#places.map(places => (places?.layers(c) ?? []).flatMap(({layer, fields}) => fields.map(field => ({layer, field}))));
		if (columns.some(values => values.length > maxValues)) return null;
		const chosen = this.#occurrence === 'f' ? [0, 1] : this.#occurrence === 'l' ? [-1] : [0];
		return {headers: oneOfEach(headers), columns: columns.map(values => values.slice(...chosen))};
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

/** The headers, each once, with what the fields of all columns need of it. */
function oneOfEach(headers: readonly FixedLayer[]): FixedLayer[] {
	const most = new Map<number, FixedLayer>();
	for (const header of headers) {
		const known = most.get(header.layer);
		const isQuotable = header.isQuotable && known?.isQuotable !== false;
		most.set(header.layer, {...header, needs: Math.max(header.needs, known?.needs ?? 0), isQuotable});
	}
	return [...most.values()];
}
