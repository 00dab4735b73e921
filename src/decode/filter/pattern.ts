import {RE2JS} from 're2js';
import type {Value} from '../field.ts';
import {type Place, Wrong} from './error.ts';
import type {Pattern} from './term.ts';
import {charactersOf, includesFolded} from './values.ts';

/** What takes more than linear time, or more memory than the packet, to find; the engine has none of it. */
const refused: ReadonlyArray<readonly [RegExp, string]> = [
	[/^\(\?<?[=!]/, 'looking ahead or behind'],
	[/^\\[1-9]/, 'a reference back to a group'],
	[/^\\k[<{']/, 'a reference back to a group'],
	[/^\(\?P=/, 'a reference back to a group'],
	[/^\(\?>/, 'an atomic group'],
	[/^[*+?}]\+/, 'a possessive repetition'],
	[/^\(\?(?:R|&|P>|[+-]?\d)/, 'a pattern that repeats itself'],
	[/^\(\?\(/, 'a condition'],
	[/^\(\*/, 'a verb'],
];

/** Compiles a regular expression that ignores the case of letters, as Wireshark does. `isBytes`: it is used on bytes, one character each. */
export function compilePattern(bytes: Uint8Array, isBytes: boolean, place: Place): Pattern {
	const source = isBytes ? charactersOf(bytes) : new TextDecoder().decode(bytes);
	const problem = refusedIn(source);
	if (problem !== undefined) throw new Wrong(`${problem} is not supported in a regular expression here: it could take for ever`, place);
	const plain = plainText(source);
	try {
		const compiled = RE2JS.compile(translated(source), RE2JS.CASE_INSENSITIVE);
		const matches = (value: Value): boolean => compiled.matcher(value instanceof Uint8Array ? charactersOf(value) : String(value ?? '')).find();
		if (plain === undefined) return {source, test: matches};
		// Most patterns are no more than a word: that is found some hundred times faster.
		const wanted = new TextEncoder().encode(plain);
		return {
			source,
			test: value => (value instanceof Uint8Array
				? includesFolded(value, wanted)
				: typeof value === 'string' && ascii.test(value)
				? value.toLowerCase().includes(plain)
				: matches(value)),
		};
	} catch (error) {
		throw new Wrong(`this is not a regular expression: ${reason(error)}`, place);
	}
}

/** All of ASCII: other letters have more than two cases. */
const ascii = /^[\0-\x7f]*$/;

/** What a pattern looks for, in small letters, when it is nothing but characters of ASCII. */
function plainText(source: string): string | undefined {
	const text = source.replaceAll(/\\([^\w\s])/g, '\0$1');
	if (source.includes('\0') || !ascii.test(text) || /(?<!\0)[\\^$.|?*+()[\]{}]/.test(text)) return undefined;
	return text.replaceAll('\0', '').toLowerCase();
}

/** Spellings that the engine does not know, and what they are short for: outside of a class, and in one. */
const spellings: ReadonlyArray<readonly [RegExp, string, string | undefined]> = [
	[/^\\h/, String.raw`[\t ]`, String.raw`\t `],
	[/^\\N/, String.raw`[^\n]`, undefined],
	[/^\\R/, String.raw`(?:\r\n|[\n\v\f\r])`, undefined],
	// Where the match begins does not matter to whether there is one.
	[/^\\K/, '', undefined],
	[/^\(\?#[^)]*\)/, '', undefined],
];

/** The pattern in spellings that the engine knows. */
function translated(source: string): string {
	let out = '';
	let isClass = false;
	for (let at = 0; at < source.length;) {
		const rest = source.slice(at);
		const known = spellings.find(([spelling, , inClass]) => (!isClass || inClass !== undefined) && spelling.test(rest));
		const quoted = /^\\Q.*?(?:\\E|$)/s.exec(rest)?.[0];
		if (known !== undefined) {
			out += isClass ? known[2] : known[1];
			at += known[0].exec(rest)![0].length;
			continue;
		}

		const taken = quoted ?? (rest[0] === '\\' ? rest.slice(0, 2) : rest[0]!);
		if (taken === '[') isClass = true;
		if (taken === ']') isClass = false;
		out += taken;
		at += taken.length;
	}

	return out;
}

/** The name of what the engine refuses, where the pattern has it outside of classes. */
function refusedIn(source: string): string | undefined {
	let isClass = false;
	for (let at = 0; at < source.length; at++) {
		const rest = source.slice(at, at + 4);
		if (!isClass) {
			const found = refused.find(([start]) => start.test(rest));
			if (found !== undefined) return found[1];
		}

		if (source.startsWith(String.raw`\Q`, at)) {
			const end = source.indexOf(String.raw`\E`, at);
			if (end < 0) return undefined;
			at = end + 1;
		} else if (source[at] === '\\') {
			at++;
		} else if (source[at] === '[') {
			isClass = true;
		} else if (source[at] === ']') {
			isClass = false;
		}
	}

	return undefined;
}

function reason(error: unknown): string {
	const text = error instanceof Error ? error.message : String(error);
	return text.replace(/^error parsing regexp:\s*/, '').replaceAll('`', '"');
}
