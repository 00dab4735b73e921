import type {Cursor} from './cursor.ts';
import type {Field, Value} from './field.ts';
import type {FrameView} from './frame-view.ts';
import {type Fault, malformed, truncated} from './protocol.ts';
import {beside} from './reader.ts';
import {SilentSink} from './silent-sink.ts';
import {home} from './tree.ts';

/** Finds the names that stand side by side in the tree of a frame, without the tree. */
export class RootNames extends SilentSink {
	readonly #sure: ReadonlySet<string>;
	#names: string[] = [];
	readonly #broken: string[] = [];
	/** What stands beside a layer, for each message that was put together there, and that layer. */
	readonly #beside: string[] = [];
	#around = 0;
	#layer = 0;

	/** `sure` are protocols whose layers say nothing but what stands below them, in a frame that is whole and without a fault. */
	constructor(sure: ReadonlySet<string>) {
		super();
		this.#sure = sure;
	}

	/**
	The names in the frame that the view is aimed at, the frame itself first; what a message was put together from stands
	behind the message, as where tshark shows no tree. `isSure` where the frame is whole and without a fault.
	*/
	of(view: FrameView, isSure: boolean): readonly string[] {
		const c = view.cursor;
		this.#names = [];
		this.#broken.length = 0;
		this.#beside.length = 0;
		const isTogether = c.sources.length > 1;
		let source = 0;
		for (let layer = 0; layer < c.depth; layer++) {
			const {name, isUnshown} = view.protocolOf(layer);
			const isRoot = home(c, layer) < 0 && !isUnshown;
			if (this.#beside.length > 0 && layer > this.#around) {
				const from = sourceBelow(c, this.#around, layer);
				if (source !== 0 && from !== source) this.#names.push(this.#beside.shift()!);
				source = from === c.layerSource[this.#around] ? 0 : from;
			}

			if (isRoot) this.#names.push(name);
			if (isSure && !isTogether && this.#sure.has(name)) continue;
			this.#layer = layer;
			view.read(layer, this);
		}

		if (this.#broken.length === 0 && (c.fault === malformed || c.fault === truncated)) this.#broken.push(c.fault.name);
		this.#names.push(...this.#broken, ...this.#beside);
		return this.#names;
	}

	override open(field: Field | undefined, _start: number, _end: number, _value: Value, flags: number): void {
		if (!(flags & beside)) return;
		this.#beside.push(field === undefined ? 'text' : field.name);
		this.#around = this.#layer;
	}

	override fault(fault: Fault): void {
		if (fault === malformed || fault === truncated) this.#broken.push(fault.name);
	}
}

/** The source of the message below layer `around` that a layer is part of; that of `around` where it is part of none. */
function sourceBelow(c: Cursor, around: number, layer: number): number {
	let at = layer;
	while (at > around && c.layerParent[at] !== around) at = c.layerParent[at]!;
	return c.layerSource[Math.max(at, around)]!;
}
