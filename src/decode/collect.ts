import type {Field, Value} from './field.ts';
import type {FrameView} from './frame-view.ts';
import {type Fault, malformed, type Protocol, truncated} from './protocol.ts';
import type {Registry} from './registry.ts';
import {hidden, type Sink} from './reader.ts';

/** One time that a wanted name stands in a frame. `field` is undefined for a protocol or a fault. */
export type Occurrence = {
	readonly key: number;
	readonly field: Field | undefined;
	readonly value: Value;
	/** Number of the layer, and of the source its bytes are in. */
	readonly layer: number;
	readonly source: number;
	readonly start: number;
	readonly end: number;
	readonly hidden: boolean;
	readonly protocol?: Protocol;
	readonly fault?: Fault;
};

/** Names of faults that any layer may have. */
const anyLayers: ReadonlySet<string> = new Set([malformed.name, truncated.name]);

/** Gathers what a frame says under some names, reading only the layers that can say it. */
export class Collector implements Sink {
	readonly labels = false;
	readonly columns = false;
	readonly faults: boolean;
	/** In order of the tree. Emptied by every `collect`. */
	readonly found: Occurrence[] = [];
	readonly #wanted: Uint8Array;
	/** By protocol id: 1 where a wanted field is declared there, so that its layers are read. */
	readonly #reads: Uint8Array;
	/** What is wanted, by name. */
	readonly #keys = new Map<string, number>();
	readonly #faults = new Set<string>();
	/** Whether one of a list of fields is wanted. */
	readonly #lists = new Map<readonly Field[], boolean>();
	#view: FrameView | undefined;
	#source = 0;

	constructor(registry: Registry, names: Iterable<string>) {
		this.#reads = new Uint8Array(registry.protocols.length);
		for (const name of names) {
			const key = registry.key(name);
			if (key === undefined) continue;
			this.#keys.set(name, key);
			if (anyLayers.has(name)) this.#reads.fill(1);
			for (const p of registry.protocolsOf(name)) {
				if (p.fields.some(field => field.key === key)) this.#reads[p.id] = 1;
				if (!p.faults.some(fault => fault.name === name)) continue;
				this.#reads[p.id] = 1;
				this.#faults.add(name);
			}
		}

		const keys = [...this.#keys.values()];
		this.#wanted = new Uint8Array(keys.reduce((most, key) => Math.max(most, key), 0) + 1);
		for (const key of keys) this.#wanted[key] = 1;
		this.faults = this.#faults.size > 0 || [...this.#keys.keys()].some(name => anyLayers.has(name));
	}

	/** Whether a layer of this protocol can say something that is wanted. */
	reads(protocol: Protocol): boolean {
		return this.#reads[protocol.id] === 1 || this.#wanted[protocol.key] === 1;
	}

	collect(view: FrameView): readonly Occurrence[] {
		const c = view.cursor;
		this.found.length = 0;
		this.#view = view;
		for (let layer = 0; layer < c.depth; layer++) {
			const protocol = view.protocolOf(layer);
			this.#source = c.layerSource[layer]!;
			if (this.#wanted[protocol.key]) {
				this.found.push({
					key: protocol.key,
					field: undefined,
					value: undefined,
					layer,
					source: this.#source,
					start: c.layerStart[layer]!,
					end: c.layerBody[layer]!,
					hidden: false,
					protocol,
				});
			}

			if (this.#reads[protocol.id]) view.read(layer, this);
		}

		if (c.fault !== undefined && this.#faults.has(c.fault.name)) {
			const key = this.#keys.get(c.fault.name);
			if (key !== undefined && !this.found.some(o => o.key === key)) this.#fault(c.fault, key, c.faultLayer, c.faultAt, c.faultAt);
		}

		return this.found;
	}

	wants(field: Field): boolean {
		return this.#wanted[field.key] === 1;
	}

	wantsAny(fields: readonly Field[]): boolean {
		let known = this.#lists.get(fields);
		if (known === undefined) this.#lists.set(fields, known = fields.some(field => this.wants(field)));
		return known;
	}

	leaf(field: Field, start: number, end: number, value: Value, flags: number): void {
		if (this.#wanted[field.key]) this.found.push({key: field.key, field, value, layer: this.#view!.layer, source: this.#source, start, end, hidden: (flags & hidden) !== 0});
	}

	open(field: Field | undefined, start: number, end: number, value: Value, flags: number): void {
		if (field !== undefined) this.leaf(field, start, end, value, flags);
	}

	fault(fault: Fault, start: number, end: number): void {
		const key = this.#keys.get(fault.name);
		if (key !== undefined) this.#fault(fault, key, this.#view!.layer, start, end);
	}

	#fault(fault: Fault, key: number, layer: number, start: number, end: number): void {
		this.found.push({key, field: undefined, value: undefined, layer, source: this.#source, start, end, hidden: false, fault});
	}

	label(): void {}
	append(): void {}
	close(_end: number): void {}
	info(): void {}
	column(): void {}
}
