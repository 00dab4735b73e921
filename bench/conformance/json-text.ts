/** A value of JSON; objects are lists of entries so that duplicate keys are kept, and numbers are kept as they are written. */
export type Json = string | boolean | null | JsonNumber | readonly Json[] | JsonObject;
export type JsonNumber = {readonly number: string};
export type JsonObject = {readonly entries: readonly (readonly [key: string, value: Json])[]};

/** Deeper nesting is refused, so that hostile output cannot exhaust the stack. */
const NESTING_LIMIT = 500;

/** Parses one JSON text and keeps duplicate keys; throws a sentence with the offset where it is not JSON. */
export function parseJson(text: string): Json {
	let at = 0;

	const fail = (what: string): never => {
		throw new Error(`not JSON at offset ${at}: ${what}`);
	};
	const skipSpace = (): void => {
		while (at < text.length && ' \t\r\n'.includes(text[at]!)) at++;
	};
	const expect = (mark: string): void => {
		if (!text.startsWith(mark, at)) fail(`${mark} is missing`);
		at += mark.length;
	};
	const string = (): string => {
		const start = at;
		expect('"');
		let end = text.indexOf('"', at);
		while (end >= 0 && backslashesBefore(text, end) % 2 === 1) end = text.indexOf('"', end + 1);
		if (end < 0) fail('a string does not end');
		at = end + 1;
		const inner = text.slice(start + 1, end);
		if (!inner.includes('\\')) return inner;
		try {
			return JSON.parse(text.slice(start, at).replaceAll(/[\u0000-\u001f]/g, ' ')) as string;
		} catch {
			at = start;
			return fail('a string has a bad escape');
		}
	};
	const value = (depth: number): Json => {
		if (depth > NESTING_LIMIT) fail('nested too deep');
		skipSpace();
		const mark = text[at];
		if (mark === '"') return string();
		if (mark === '{') return object(depth);
		if (mark === '[') return array(depth);
		for (const [word, meaning] of WORDS) {
			if (!text.startsWith(word, at)) continue;
			at += word.length;
			return meaning;
		}
		NUMBER.lastIndex = at;
		const number = NUMBER.exec(text)?.[0] ?? fail('a value is missing');
		at += number.length;
		return {number};
	};
	const object = (depth: number): JsonObject => {
		const entries: [string, Json][] = [];
		expect('{');
		skipSpace();
		while (text[at] !== '}') {
			if (entries.length > 0) expect(',');
			skipSpace();
			const key = string();
			skipSpace();
			expect(':');
			entries.push([key, value(depth + 1)]);
			skipSpace();
		}
		at++;
		return {entries};
	};
	const array = (depth: number): Json[] => {
		const items: Json[] = [];
		expect('[');
		skipSpace();
		while (text[at] !== ']') {
			if (items.length > 0) expect(',');
			items.push(value(depth + 1));
			skipSpace();
		}
		at++;
		return items;
	};

	const result = value(0);
	skipSpace();
	if (at < text.length) fail('something follows the end');
	return result;
}

const WORDS: readonly (readonly [string, Json])[] = [
	['true', true],
	['false', false],
	['null', null],
];
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;

function backslashesBefore(text: string, end: number): number {
	let count = 0;
	while (text[end - 1 - count] === '\\') count++;
	return count;
}
