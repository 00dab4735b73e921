import type {Field, Value} from '../field.ts';
import type {FrameView} from '../frame-view.ts';
import {type Fault, malformed, truncated} from '../protocol.ts';
import type {Sink} from '../reader.ts';

/** Names that any layer can say. */
const special: ReadonlySet<string> = new Set([malformed.name, truncated.name]);

/** Whether a name is about faults of whatever protocol. */
export const isSpecial = (name: string): boolean => special.has(name);

/** Hears every fault of a frame, whichever layer has it. */
export class Notes implements Sink {
	readonly labels = false;
	readonly columns = false;
	readonly #found: Fault[] = [];
	#frame = -1;

	read(view: FrameView, frame: number, name: string, into: Value[]): void {
		if (this.#frame !== frame) this.#hear(view);
		this.#frame = frame;
		for (const fault of this.#found) if (fault.name === name) into.push(undefined);
	}

	#hear(view: FrameView): void {
		this.#found.length = 0;
		const {cursor} = view;
		for (let layer = 0; layer < cursor.depth; layer++) view.read(layer, this);
		if (cursor.fault !== undefined && !this.#found.includes(cursor.fault)) this.#found.push(cursor.fault);
	}

	wants(_field: Field): boolean {
		return false;
	}

	fault(fault: Fault): void {
		this.#found.push(fault);
	}

	leaf(): void {}
	open(): void {}
	label(): void {}
	append(): void {}
	close(): void {}
	info(): void {}
	column(): void {}
}
