import {Collector, type Occurrence} from '../decode/collect.ts';
import type {FrameView} from '../decode/frame-view.ts';
import {printValue} from '../decode/print.ts';
import type {Registry} from '../decode/registry.ts';
import {columnOf, columnTitles} from './columns.ts';
import {nearest} from './nearest.ts';
import {UsageError} from './options.ts';
import type {Output} from './output.ts';
import type {Form} from './settings.ts';

/** Throws UsageError where a name is no field's. */
export function checkFields(registry: Registry, names: readonly string[]): void {
	for (const name of names) {
		if (registry.keys.has(name) || columnOf(name) !== undefined) continue;
		const near = nearest(name, [...registry.keys.keys(), ...columnTitles.map(title => `_ws.col.${title}`)]);
		throw new UsageError(`There is no field '${name}'${near === undefined ? '; inkcap fields lists them.' : `; did you mean '${near}'?`}`);
	}
}

const special = /[\b\f\n\r\t\0]/;
const escapes: Readonly<Record<string, string>> = {'\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t'};

/** Text of a packet in a column: what would end the column or the line is escaped, and a NUL ends the text. */
export function columnText(text: string): string {
	if (!special.test(text)) return text;
	const end = text.indexOf('\0');
	return (end < 0 ? text : text.slice(0, end)).replaceAll(/[\b\f\n\r\t]/g, c => escapes[c]!);
}

/** Prints one line per packet with the values of some fields. */
export class FieldsPrinter {
	readonly #collector: Collector;
	readonly #keys: readonly number[];
	readonly #form: Form;
	readonly #output: Output;
	readonly #names: readonly string[];

	constructor(registry: Registry, names: readonly string[], form: Form, output: Output) {
		this.#collector = new Collector(registry, names);
		this.#keys = names.map(name => registry.keys.get(name) ?? 0);
		this.#names = names;
		this.#form = form;
		this.#output = output;
	}

	begin(): void {
		if (this.#form.bom) this.#output.text('\ufeff');
		if (this.#form.header) this.#output.text(`${this.#names.join(this.#form.separator)}\n`);
	}

	packet(view: FrameView): void {
		const {occurrence, separator, aggregator, quote} = this.#form;
		const output = this.#output;
		const found = this.#collector.collect(view);
		for (let column = 0; column < this.#keys.length; column++) {
			if (column > 0) output.text(separator);
			const key = this.#keys[column]!;
			let count = 0;
			let only: Occurrence | undefined;
			for (const one of found) {
				if (one.key !== key) continue;
				if (occurrence !== 'a') {
					if (occurrence === 'l' || only === undefined) only = one;
					continue;
				}

				output.text(count++ === 0 ? quote : aggregator);
				this.#value(one);
			}

			if (only !== undefined) {
				output.text(quote);
				this.#value(only);
				count++;
			}

			if (count > 0) output.text(quote);
		}

		output.byte(10);
	}

	#value({field, value, protocol}: Occurrence): void {
		if (field === undefined) {
			this.#output.text(protocol === undefined ? '1' : protocol.title);
			return;
		}

		if (typeof value === 'string') this.#output.text(columnText(value));
		else this.#output.text(printValue(field, value));
	}
}
