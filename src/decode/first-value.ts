import type {Field, Value} from './field.ts';
import {SilentSink} from './silent-sink.ts';

/** Listens for the first value of one field. */
export class FirstValue extends SilentSink {
	readonly faults = false;
	isFound = false;
	value: Value;
	#field: Field | undefined;

	/** Forgets what was found and looks for this field. */
	seek(field: Field): void {
		this.#field = field;
		this.isFound = false;
		this.value = undefined;
	}

	override wants(field: Field): boolean {
		return field === this.#field;
	}

	override leaf(field: Field, _start: number, _end: number, value: Value): void {
		if (this.isFound || field !== this.#field) return;
		this.isFound = true;
		this.value = value;
	}

	override open(field: Field | undefined, start: number, end: number, value: Value): void {
		if (field !== undefined) this.leaf(field, start, end, value);
	}
}
