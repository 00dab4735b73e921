import {Collector, type Occurrence} from '../decode/collect.ts';
import {noteNames} from '../decode/filter/notes.ts';
import type {FrameView} from '../decode/frame-view.ts';
import {hexBytes, printValue} from '../decode/print.ts';
import type {Registry} from '../decode/registry.ts';
import {RootLabel} from '../decode/root-label.ts';
import {columnOf, type ColumnTitle, columnTitles} from './columns.ts';
import {cellOf} from './list.ts';
import type {Lines} from './lines.ts';
import {nearest} from './nearest.ts';
import {faultsOf, textOfFault} from './note-values.ts';
import {UsageError} from './options.ts';

/** Throws UsageError where a name is no field's. */
export function checkFields(registry: Registry, names: readonly string[]): void {
	for (const name of names) {
		if (registry.has(name) || noteNames.has(name) || columnOf(name) !== undefined) continue;
		const near = nearest(name, [...registry.names, ...noteNames.keys(), ...columnTitles.map(title => `_ws.col.${title}`)]);
		throw new UsageError(`There is no field '${name}'${near === undefined ? '; inkcap fields lists them.' : `; did you mean '${near}'?`}`);
	}
}

/** What packets say under some names, in the words of `-T fields`. */
export class FieldValues {
	readonly names: readonly string[];
	readonly #collector: Collector;
	/** Places of a name among those that are asked for. */
	readonly #places = new Map<number, number[]>();
	readonly #columns: readonly (ColumnTitle | undefined)[];
	readonly #hasColumns: boolean;
	readonly #hasNotes: boolean;
	readonly #lines: Lines;
	readonly #label = new RootLabel();
	readonly #registry: Registry;

	constructor(registry: Registry, names: readonly string[], lines: Lines) {
		this.names = names;
		this.#registry = registry;
		this.#collector = new Collector(registry, names);
		this.#columns = names.map(columnOf);
		for (const [i, name] of names.entries()) {
			const key = registry.key(name);
			if (key === undefined || this.#columns[i] !== undefined || noteNames.has(name)) continue;
			const places = this.#places.get(key);
			if (places === undefined) this.#places.set(key, [i]);
			else places.push(i);
		}

		this.#hasColumns = this.#columns.some(column => column !== undefined);
		this.#hasNotes = names.some(name => noteNames.has(name));
		this.#lines = lines;
	}

	/** The values of each name in the packet that the view is aimed at. */
	of(view: FrameView): string[][] {
		const line = this.#hasColumns ? this.#lines.line() : undefined;
		const faults = this.#hasNotes ? faultsOf(view) : [];
		const values = this.names.map((name, i): string[] => {
			const column = this.#columns[i];
			if (column !== undefined) return [cellOf(line!, column)];
			return this.#hasNotes && noteNames.has(name) ? faults.flatMap(fault => textOfFault(fault, name)) : [];
		});
		// Thousands of names may be asked for, of which a packet says some.
		for (const one of this.#collector.collect(view)) for (const place of this.#places.get(one.key) ?? []) values[place]!.push(this.#text(view, one));
		return values;
	}

	#text(view: FrameView, {field, value, protocol, layer}: Occurrence): string {
		if (field !== undefined) return field.kind === 'bytes' && value instanceof Uint8Array && value.length === 0 ? field.empty : printValue(field, value);
		if (protocol === undefined) return '1';
		const c = view.cursor;
		if (protocol === this.#registry.data) return hexBytes(c.sources[c.layerSource[layer]!]!.subarray(c.layerStart[layer]!, c.layerEnd[layer]!));
		return this.#label.of(view, layer);
	}
}
