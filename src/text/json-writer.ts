import {type ByteText, words} from '../decode/byte-text.ts';
import type {Field, Value} from '../decode/field.ts';
import {printValue, writeDigits} from '../decode/print.ts';
import {printable} from '../decode/printable.ts';
import type {Output} from './output.ts';

/** Line ends with the spaces of a level behind them, those that were written. */
const lineStarts: ByteText[] = [];
/** What follows a name. */
const separator = words('": ');
const nothing = words('null');

const special = /["\\\u0000-\u001f]|<\//;
const short: Readonly<Record<string, string>> = {'\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\', '</': '<\\/'};

/** Whether a text is printable ASCII of which nothing needs to be escaped. */
function isPlain(any: string): boolean {
	const text = `${any}`;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code < 0x20 || code > 0x7e || code === 34 || code === 60 || code === 92) return false;
	}

	return true;
}

/** A text between quotes, escaped as tshark does. */
function quote(text: string): string {
	if (!special.test(text)) return `"${text}"`;
	return `"${text.replaceAll(/["\\\u0000-\u001f]|<\//g, c => short[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}

/** Writes JSON as it goes, with two spaces for each level; an object may have a key twice. */
export class JsonWriter {
	readonly #output: Output;
	readonly #safe: boolean;
	#depth = 0;
	#first = true;
	#named = false;
	/** Names that were written, with the quote in front. */
	readonly #names = new Map<string, ByteText>();

	/** `safe` keeps what would steer a terminal out of texts. */
	constructor(output: Output, safe: boolean) {
		this.#output = output;
		this.#safe = safe;
	}

	#next(): void {
		if (this.#named) {
			this.#named = false;
			return;
		}

		if (!this.#first) this.#output.byte(44);
		if (this.#depth > 0) this.#line();
		this.#first = false;
	}

	#line(): void {
		this.#output.append(lineStarts[this.#depth] ??= words(`\n${'  '.repeat(this.#depth)}`));
	}

	#quoted(text: string): void {
		const output = this.#output;
		if (isPlain(text)) {
			output.byte(34);
			output.text(text);
			output.byte(34);
			return;
		}

		const quoted = quote(text);
		// What is left to escape are controls past ASCII and the like: JSON writes them as C does, but for the longest.
		output.text(this.#safe ? printable(quoted).replaceAll('\\177', '\\u007f').replaceAll(/\\U000([0-9A-F]{5})/g, (_, code: string) => surrogates(code)) : quoted);
	}

	/** One of the names that there are, of a protocol or a fault, with an ending: it is kept. */
	name(key: string, ending?: ByteText): void {
		this.#next();
		let known = this.#names.get(key);
		if (known === undefined) this.#names.set(key, known = words(quote(key).slice(0, -1)));
		this.#output.append(known);
		if (ending !== undefined) this.#output.append(ending);
		this.#output.append(separator);
		this.#named = true;
	}

	/** The name of a field, with an ending. */
	fieldName(field: Field, ending?: ByteText): void {
		const {look} = field;
		this.#next();
		this.#output.byte(34);
		this.#output.append(look.named ??= words(field.name));
		if (ending !== undefined) this.#output.append(ending);
		this.#output.append(separator);
		this.#named = true;
	}

	/** A name that may be any text. */
	anyName(key: string): void {
		this.#next();
		this.#quoted(key);
		this.#output.text(': ');
		this.#named = true;
	}

	string(text: string): void {
		this.#next();
		this.#quoted(text);
	}

	/** A value as `-T json` has it: bytes with colons, nothing for what has no value. */
	value(field: Field, value: Value): void {
		this.#next();
		const output = this.#output;
		if (value === undefined || typeof value === 'string') {
			this.#quoted(value ?? '');
			return;
		}

		output.byte(34);
		if (field.kind === 'bytes' && field.type === 'FT_BYTES') {
			output.hex(value as Uint8Array, 58);
			output.byte(34);
			return;
		}

		if (writeDigits(output, field, value)) {
			output.byte(34);
			return;
		}

		output.cut(output.size - 1);
		this.#quoted(printValue(field, value));
	}

	/** Bytes as hexadecimal digits. */
	hex(bytes: Uint8Array): void {
		this.#next();
		this.#output.byte(34);
		this.#output.hex(bytes);
		this.#output.byte(34);
	}

	number(value: number | bigint): void {
		this.#next();
		if (typeof value === 'number') this.#output.number(value);
		else this.#output.text(String(value));
	}

	nothing(): void {
		this.#next();
		this.#output.append(nothing);
	}

	open(bracket: '{' | '['): void {
		this.#next();
		this.#output.byte(bracket === '{' ? 123 : 91);
		this.#depth++;
		this.#first = true;
	}

	close(bracket: '}' | ']'): void {
		this.#depth--;
		if (!this.#first) this.#line();
		this.#first = false;
		this.#output.byte(bracket === '}' ? 125 : 93);
	}
}

const surrogates = (code: string): string => [...String.fromCodePoint(Number.parseInt(code, 16))].join('').split('').map(c => `\\u${c.charCodeAt(0).toString(16)}`).join('');
