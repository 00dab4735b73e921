import type {Cursor} from '../cursor.ts';
import type {Value} from '../field.ts';
import type {PacketIndex} from '../packet-index.ts';
import type {ValueSource} from './evaluate.ts';
import {indexed} from './indexed.ts';
import type {Name} from './names.ts';
import type {Range} from './syntax.ts';
import {isLayerIn} from './values.ts';

/** What a frame says whose layers a cursor has found: columns, whole layers, and names at fixed places of headers. Reads no layer. */
export class HeaderSource implements ValueSource {
	/** Something was asked that headers alone do not say. */
	isUnsure = false;
	#cursor: Cursor | undefined;
	#index: PacketIndex | undefined;
	#row = 0;

	aimAt(cursor: Cursor, index: PacketIndex, row: number): void {
		this.#cursor = cursor;
		this.#index = index;
		this.#row = row;
		this.isUnsure = false;
	}

	/** Puts the values of a name, in order of the tree, into `into`. */
	read(name: Name, layers: readonly Range[] | undefined, raw: boolean, into: Value[]): void {
		if (!this.reads(name, layers, raw, into)) this.isUnsure = true;
	}

	/** The same; false, and nothing read, where layers must be. */
	protected reads(name: Name, layers: readonly Range[] | undefined, raw: boolean, into: Value[]): boolean {
		if (name.kind === 'protocol') {
			this.#layersOf(name, layers, into);
			return true;
		}

		if (layers !== undefined || raw) return false;
		if (name.fixed !== undefined) return name.fixed.read(this.#cursor!, into);
		const known = indexed.get(name.name);
		if (known === undefined) return false;
		const value = known(this.#index!, this.#row);
		if (value !== undefined) into.push(value);
		return true;
	}

	#layersOf({owners}: Name, ranges: readonly Range[] | undefined, into: Value[]): void {
		const c = this.#cursor!;
		for (let layer = 0; layer < c.depth; layer++) {
			if (!isOf(c, layer, owners!) || (ranges !== undefined && !this.isIn(layer, ranges))) continue;
			into.push(c.sources[c.layerSource[layer]!]!.subarray(c.layerStart[layer]!, c.layerEnd[layer]!));
		}
	}

	/** How many bytes the layers of a protocol have of their own. */
	lengths({owners}: Name, ranges: readonly Range[] | undefined, into: Value[]): void {
		const c = this.#cursor!;
		for (let layer = 0; layer < c.depth; layer++) {
			if (!isOf(c, layer, owners!) || (ranges !== undefined && !this.isIn(layer, ranges))) continue;
			const start = c.layerStart[layer]!;
			const body = c.layerBody[layer]!;
			const end = c.layerEnd[layer]!;
			into.push((body > start ? body : end) - start);
		}
	}

	/** Whether one of the protocols is in the frame. */
	has({owners}: Name): boolean {
		const c = this.#cursor!;
		for (let layer = 0; layer < c.depth; layer++) if (isOf(c, layer, owners!)) return true;
		return false;
	}

	/** Whether a layer is one of those that are wanted, counted among the layers of its protocol. */
	protected isIn(layer: number, ranges: readonly Range[]): boolean {
		const c = this.#cursor!;
		const protocol = c.layerProtocol[layer];
		let place = 0;
		let count = 0;
		for (let i = 0; i < c.depth; i++) {
			if (c.layerProtocol[i] !== protocol) continue;
			count++;
			if (i === layer) place = count;
		}

		return isLayerIn(place, count, ranges);
	}
}

function isOf(c: Cursor, layer: number, owners: NonNullable<Name['owners']>): boolean {
	const id = c.layerProtocol[layer];
	for (let i = 0; i < owners.length; i++) if (owners[i]!.id === id) return true;
	return false;
}
