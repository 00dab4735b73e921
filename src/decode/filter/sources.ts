import {Collector, type Occurrence} from '../collect.ts';
import type {Field, Value} from '../field.ts';
import type {FrameView} from '../frame-view.ts';
import type {Registry} from '../registry.ts';
import type {ValueSource} from './evaluate.ts';
import {readFixed} from './fixed.ts';
import {indexed} from './indexed.ts';
import type {Name} from './names.ts';
import {noteNames, Notes} from './notes.ts';
import type {Range} from './syntax.ts';
import type {ValueType} from './value-type.ts';
import {isLayerIn} from './values.ts';

/** What a frame says under the names of one filter: read when it is asked for, once a frame. */
export class Sources implements ValueSource {
	readonly #gathers = new Map<string, Gather>();
	readonly #notes = new Notes();
	/** Counts frames, so that what was read of an earlier one is known to be old. */
	#frame = 0;
	view: FrameView | undefined;

	/** `names` are all that the filter reads. */
	constructor(registry: Registry, names: readonly Name[]) {
		for (const group of together(names.filter(name => !noteNames.has(name.name)))) {
			const gather = new Gather(registry, group.map(({name}) => name));
			for (const {name} of group) this.#gathers.set(name, gather);
		}
	}

	aim(view: FrameView): void {
		this.view = view;
		this.#frame++;
	}

	/** Puts the values of a name, in order of the tree, into `into`. */
	read(name: Name, layers: readonly Range[] | undefined, raw: boolean, into: Value[]): void {
		const view = this.view!;
		if (noteNames.has(name.name)) {
			this.#notes.read(view, this.#frame, name.name, into);
			return;
		}

		if (name.kind === 'protocol') {
			this.#layersOf(name, layers, into);
			return;
		}

		const known = layers === undefined && !raw ? indexed.get(name.name) : undefined;
		if (known !== undefined) {
			const value = known(view.pass.index, view.row);
			if (value !== undefined) into.push(value);
			return;
		}

		if (name.fixed !== undefined && layers === undefined && !raw && readFixed(view, name.fixed, into)) return;
		const found = this.#gathers.get(name.name)!.of(view, this.#frame);
		for (const occurrence of found) {
			if (occurrence.key !== name.key) continue;
			if (layers !== undefined && !this.#isIn(occurrence.layer, layers)) continue;
			into.push(raw ? rawBytes(view, occurrence) : valueOf(occurrence, name.type));
		}
	}

	#layersOf({owners}: Name, ranges: readonly Range[] | undefined, into: Value[]): void {
		const {cursor} = this.view!;
		for (let layer = 0; layer < cursor.depth; layer++) {
			const id = cursor.layerProtocol[layer];
			if (!owners!.some(owner => owner.id === id) || (ranges !== undefined && !this.#isIn(layer, ranges))) continue;
			into.push(cursor.sources[cursor.layerSource[layer]!]!.subarray(cursor.layerStart[layer]!, cursor.layerEnd[layer]!));
		}
	}

	/** How many bytes the layers of a protocol have of their own. */
	lengths({owners}: Name, ranges: readonly Range[] | undefined, into: Value[]): void {
		const {cursor} = this.view!;
		for (let layer = 0; layer < cursor.depth; layer++) {
			const id = cursor.layerProtocol[layer];
			if (!owners!.some(owner => owner.id === id) || (ranges !== undefined && !this.#isIn(layer, ranges))) continue;
			const start = cursor.layerStart[layer]!;
			const body = cursor.layerBody[layer]!;
			const end = cursor.layerEnd[layer]!;
			into.push((body > start ? body : end) - start);
		}
	}

	/** Whether one of the protocols is in the frame. */
	has({owners}: Name): boolean {
		const {cursor} = this.view!;
		for (let layer = 0; layer < cursor.depth; layer++) {
			for (const owner of owners!) if (cursor.layerProtocol[layer] === owner.id) return true;
		}

		return false;
	}

	/** Whether a layer is one of those that are wanted, counted among the layers of its protocol. */
	#isIn(layer: number, ranges: readonly Range[]): boolean {
		const {cursor} = this.view!;
		const protocol = cursor.layerProtocol[layer];
		let place = 0;
		let count = 0;
		for (let i = 0; i < cursor.depth; i++) {
			if (cursor.layerProtocol[i] !== protocol) continue;
			count++;
			if (i === layer) place = count;
		}

		return isLayerIn(place, count, ranges);
	}
}

/** Reads several names that stand in the same protocols in one go. */
class Gather {
	readonly #collector: ClosingCollector;
	#frame = -1;

	constructor(registry: Registry, names: readonly string[]) {
		this.#collector = new ClosingCollector(registry, names);
	}

	of(view: FrameView, frame: number): readonly Occurrence[] {
		if (this.#frame !== frame) {
			this.#collector.collect(view);
			this.#frame = frame;
		}

		return this.#collector.found;
	}
}

/** Learns where nodes end that are still open when it hears of them. */
class ClosingCollector extends Collector {
	/** Places in `found` of the nodes that are open; -1 for those that nobody wants. */
	readonly #open: number[] = [];

	override open(field: Field | undefined, start: number, end: number, value: Value, flags: number): void {
		const place = this.found.length;
		super.open(field, start, end, value, flags);
		this.#open.push(this.found.length > place ? place : -1);
	}

	override close(end: number): void {
		const place = this.#open.pop() ?? -1;
		if (place >= 0) this.found[place] = {...this.found[place]!, end};
	}
}

/** Names in groups: those that share a protocol are in one. */
function together(names: readonly Name[]): Name[][] {
	let groups: Array<{names: Name[]; owners: Set<number>}> = [];
	for (const name of names) {
		const merged = {names: [name], owners: new Set(name.owners?.map(({id}) => id))};
		const apart: typeof groups = [];
		for (const group of groups) {
			if ([...merged.owners].some(id => group.owners.has(id))) {
				merged.names.unshift(...group.names);
				for (const id of group.owners) merged.owners.add(id);
			} else {
				apart.push(group);
			}
		}

		groups = [...apart, merged];
	}

	return groups.map(group => group.names);
}

const ipv4At = (b: Uint8Array, at: number): number => ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0;

/** The value of an occurrence as filters keep it. */
export function valueOf({value}: Occurrence, {family}: ValueType): Value {
	if (family === 'ipv4' && value instanceof Uint8Array) return value.length === 4 ? ipv4At(value, 0) : undefined;
	return value;
}

const rawBytes = (view: FrameView, {source, start, end}: Occurrence): Uint8Array => view.cursor.sources[source]!.subarray(start, end);
