import type {Field, Value} from './field.ts';
import type {Fault} from './protocol.ts';
import type {Sink} from './reader.ts';

/** Passes on what it hears as if all of it stood in one place. */
export class Placed implements Sink {
	readonly labels: boolean;
	readonly columns: boolean;
	readonly faults: boolean;
	readonly #sink: Sink;
	readonly #start: number;
	readonly #end: number;

	constructor(sink: Sink, start: number, end: number) {
		this.#sink = sink;
		this.#start = start;
		this.#end = end;
		this.labels = sink.labels;
		this.columns = sink.columns;
		this.faults = sink.faults !== false;
	}

	get namesLast(): boolean {
		return this.#sink.namesLast !== false;
	}

	wants(field: Field): boolean {
		return this.#sink.wants === undefined || this.#sink.wants(field);
	}

	leaf(field: Field, _start: number, _end: number, value: Value, flags: number): void {
		this.#sink.leaf(field, this.#start, this.#end, value, flags);
	}

	open(field: Field | undefined, _start: number, _end: number, value: Value, flags: number): void {
		this.#sink.open(field, this.#start, this.#end, value, flags);
	}

	label(text: string): void {
		this.#sink.label(text);
	}

	append(text: string): void {
		this.#sink.append(text);
	}

	close(): void {
		this.#sink.close(this.#end);
	}

	hold(): void {
		this.#sink.hold?.();
	}

	fault(fault: Fault, _start: number, _end: number, text: string | undefined): void {
		this.#sink.fault(fault, this.#start, this.#end, text);
	}

	info(text: string): void {
		this.#sink.info(text);
	}

	column(text: string): void {
		this.#sink.column(text);
	}
}
