import {printable} from '../decode/printable.ts';
import type {Output} from './output.ts';

const indents = Array.from({length: 32}, (_, depth) => `\n${'  '.repeat(depth)}`);
const special = /["\\\u0000-\u001f]|<\//;
const short: Readonly<Record<string, string>> = {'\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\', '</': '<\\/'};

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
		this.#output.text(indents[this.#depth] ?? `\n${'  '.repeat(this.#depth)}`);
	}

	#quoted(text: string): void {
		const quoted = quote(text);
		// What is left to escape are controls past ASCII and the like: JSON writes them as C does, but for the longest.
		this.#output.text(this.#safe ? printable(quoted).replaceAll('\\177', '\\u007f').replaceAll(/\\U000([0-9A-F]{5})/g, (_, code: string) => surrogates(code)) : quoted);
	}

	name(key: string): void {
		this.#next();
		this.#quoted(key);
		this.#output.text(': ');
		this.#named = true;
	}

	string(text: string): void {
		this.#next();
		this.#quoted(text);
	}

	number(value: number | bigint): void {
		this.#next();
		this.#output.text(String(value));
	}

	nothing(): void {
		this.#next();
		this.#output.text('null');
	}

	open(bracket: '{' | '['): void {
		this.#next();
		this.#output.text(bracket);
		this.#depth++;
		this.#first = true;
	}

	close(bracket: '}' | ']'): void {
		this.#depth--;
		if (!this.#first) this.#line();
		this.#first = false;
		this.#output.text(bracket);
	}
}

const surrogates = (code: string): string => [...String.fromCodePoint(Number.parseInt(code, 16))].join('').split('').map(c => `\\u${c.charCodeAt(0).toString(16)}`).join('');
