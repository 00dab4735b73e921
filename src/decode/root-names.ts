import {beside, type Sink} from './reader.ts';
import type {Field, Value} from './field.ts';
import type {FrameView} from './frame-view.ts';
import {type Fault, malformed, truncated} from './protocol.ts';
import {home} from './tree.ts';

/** Finds the names that stand side by side in the tree of a frame, without the tree. */
export class RootNames implements Sink {
	readonly labels = false;
	readonly columns = false;
	readonly #sure: ReadonlySet<string>;
	#names: string[] = [];
	readonly #broken: string[] = [];
	readonly #beside: string[] = [];

	/** `sure` are protocols whose layers say nothing but what stands below them, in a frame that is whole and without a fault. */
	constructor(sure: ReadonlySet<string>) {
		this.#sure = sure;
	}

	/** The names in the frame that the view is aimed at, the frame itself first. `isSure` where that is whole and without a fault. */
	of(view: FrameView, isSure: boolean): readonly string[] {
		const c = view.cursor;
		this.#names = [];
		this.#broken.length = 0;
		// Messages that were put together from several segments stand behind these.
		const isTogether = c.sources.length > 1;
		for (let layer = 0; layer < c.depth; layer++) {
			const {name} = view.protocolOf(layer);
			const isRoot = home(c, layer) < 0;
			if (isRoot) this.#names.push(name);
			if (isSure && !isTogether && this.#sure.has(name)) continue;
			this.#beside.length = 0;
			view.read(layer, this);
			if (isRoot) this.#names.push(...this.#beside);
		}

		if (this.#broken.length === 0 && (c.fault === malformed || c.fault === truncated)) this.#broken.push(c.fault.name);
		this.#names.push(...this.#broken);
		return this.#names;
	}

	wants(): boolean {
		return false;
	}

	open(field: Field | undefined, _start: number, _end: number, _value: Value, flags: number): void {
		if (flags & beside) this.#beside.push(field === undefined ? 'text' : field.name);
	}

	fault(fault: Fault): void {
		if (fault === malformed || fault === truncated) this.#broken.push(fault.name);
	}

	label(): void {}
	append(): void {}
	leaf(): void {}
	close(): void {}
	info(): void {}
	column(): void {}
}
