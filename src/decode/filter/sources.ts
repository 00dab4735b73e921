import {Collector, type Occurrence} from '../collect.ts';
import type {Field, Value} from '../field.ts';
import type {FrameView} from '../frame-view.ts';
import type {Registry} from '../registry.ts';
import {HeaderSource} from './header-source.ts';
import type {Name} from './names.ts';
import {noteNames, Notes} from './notes.ts';
import type {Range} from './syntax.ts';
import type {ValueType} from './value-type.ts';

/** What a frame says under the names of one filter: read when it is asked for, once a frame. */
export class Sources extends HeaderSource {
	readonly #gathers = new Map<string, Gather>();
	readonly #notes = new Notes();
	/** Counts frames, so that what was read of an earlier one is known to be old. */
	#frame = 0;
	#view: FrameView | undefined;

	/** `names` are all that the filter reads. */
	constructor(registry: Registry, names: readonly Name[]) {
		super();
		for (const group of together(names.filter(name => !noteNames.has(name.name)))) {
			const gather = new Gather(registry, group.map(({name}) => name));
			for (const {name} of group) this.#gathers.set(name, gather);
		}
	}

	aim(view: FrameView): void {
		this.aimAt(view.cursor, view.pass.index, view.row);
		this.#view = view;
		this.#frame++;
	}

	override read(name: Name, layers: readonly Range[] | undefined, raw: boolean, into: Value[]): void {
		if (this.reads(name, layers, raw, into)) return;
		const view = this.#view!;
		const gather = this.#gathers.get(name.name);
		if (gather === undefined) {
			this.#notes.read(view, this.#frame, name.name, into);
			return;
		}

		for (const occurrence of gather.of(view, this.#frame)) {
			if (occurrence.key !== name.key) continue;
			if (layers !== undefined && !this.isIn(occurrence.layer, layers)) continue;
			into.push(raw ? rawBytes(view, occurrence) : valueOf(occurrence, name.type));
		}
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
