import type {Field, Value} from './field.ts';
import type {Fault} from './protocol.ts';
import type {Sink} from './reader.ts';

/** Hears nothing of what a layer says: a listener for one thing says what that is. */
export class SilentSink implements Sink {
	readonly labels: boolean = false;
	readonly columns: boolean = false;

	wants(_field: Field): boolean {
		return false;
	}

	leaf(_field: Field, _start: number, _end: number, _value: Value, _flags: number): void {}
	open(_field: Field | undefined, _start: number, _end: number, _value: Value, _flags: number): void {}
	label(_text: string): void {}
	append(_text: string): void {}
	close(_end: number): void {}
	fault(_fault: Fault, _start: number, _end: number, _text: string | undefined): void {}
	info(_text: string): void {}
	column(_text: string): void {}
}
