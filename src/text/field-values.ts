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
	readonly #keys: readonly number[];
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
		this.#keys = names.map(name => registry.key(name) ?? 0);
		this.#columns = names.map(columnOf);
		this.#hasColumns = this.#columns.some(column => column !== undefined);
		this.#hasNotes = names.some(name => noteNames.has(name));
		this.#lines = lines;
	}

	/** The values of each name in the packet that the view is aimed at. */
	of(view: FrameView): string[][] {
		const line = this.#hasColumns ? this.#lines.line() : undefined;
		const faults = this.#hasNotes ? faultsOf(view) : [];
		const found = this.#collector.collect(view);
		return this.#keys.map((key, i) => {
			const column = this.#columns[i];
			if (column !== undefined) return [cellOf(line!, column)];
			const name = this.names[i]!;
			if (noteNames.has(name)) return faults.flatMap(fault => textOfFault(fault, name));
			return found.filter(one => one.key === key).map(one => this.#text(view, one));
		});
	}

	#text(view: FrameView, {field, value, protocol, layer}: Occurrence): string {
		if (field !== undefined) return field.kind === 'bytes' && value instanceof Uint8Array && value.length === 0 ? field.empty : printValue(field, value);
		if (protocol === undefined) return '1';
		const c = view.cursor;
		if (protocol === this.#registry.data) return hexBytes(c.sources[c.layerSource[layer]!]!.subarray(c.layerStart[layer]!, c.layerEnd[layer]!));
		return this.#label.of(view, layer);
	}
}
