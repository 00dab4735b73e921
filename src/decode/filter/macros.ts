import {type Place, Wrong} from './error.ts';
import {nearest} from './nearest.ts';

/** Macros in each other, uses of macros, and characters that a filter may come to. */
const maxDepth = 20;
const maxUses = 1000;
const maxLength = 100_000;

/** Texts of macros by name; `$1` stands for the first of what is given to one. */
export type Macros = ReadonlyMap<string, string>;

/** RFC 1918, RFC 4193, IEEE 802: the macros that Wireshark comes with. */
export const builtinMacros: Macros = new Map([
	['private_ipv4', '$1 == 192.168.0.0/16 or $1 == 172.16.0.0/12 or $1 == 10.0.0.0/8'],
	['private_ethernet', '$1[0] & 0x0F == 2'],
	['private_ipv6', 'ipv6 && $1 == fc00::/7'],
]);

let known = builtinMacros;

/** Sets the macros that filters know from now on, beside those that Wireshark comes with. */
export function setMacros(macros: Macros): void {
	known = new Map([...builtinMacros, ...macros]);
}

/** Characters of what was written, and the macro that stands there. */
export type Origin = Place & {readonly macro?: string};

/** A filter without macros. `origin` says where a part of it comes from. */
export type Expanded = {readonly text: string; readonly origin: (place: Place) => Origin};

const asWritten = (place: Place): Origin => place;

/** `${name`, `${name:` or `$name(`; a name with a dot is the field of a reference. */
const opening = /\$(?:\{(?<braced>[\w-]*)(?=[:;}]|$)|(?<called>[A-Za-z_][\w-]*)\()/y;

/** Puts the texts of macros where they are used. Throws Wrong. */
export function expandMacros(text: string): Expanded {
	if (!text.includes('$')) return {text, origin: asWritten};
	const pieces: Array<{readonly from: number; readonly place: Place; readonly macro?: string}> = [];
	const left = {uses: maxUses};
	let out = '';
	let copied = 0;
	const copy = (end: number): void => {
		if (end > copied) pieces.push({from: out.length, place: {start: copied, end}});
		out += text.slice(copied, end);
	};

	for (const use of uses(text)) {
		copy(use.start);
		pieces.push({from: out.length, place: use, macro: use.name});
		out += expansion(use, 1, left);
		copied = use.end;
	}

	if (copied === 0) return {text, origin: asWritten};
	copy(text.length);
	const pieceAt = (at: number): (typeof pieces)[number] => pieces.findLast(({from}) => from <= at) ?? pieces[0]!;
	return {
		text: out,
		origin({start, end}) {
			const [first, last] = [pieceAt(start), pieceAt(Math.max(start, end - 1))];
			const from = first.macro === undefined ? first.place.start + start - first.from : first.place.start;
			const to = last.macro === undefined ? last.place.start + end - last.from : last.place.end;
			return {start: from, end: to, ...first.macro === undefined ? {} : {macro: first.macro}};
		},
	};
}

type Use = Place & {readonly name: string; readonly given: readonly string[]};

/** Where macros are used, outside of strings. */
function* uses(text: string): Generator<Use> {
	for (let at = 0; at < text.length; at++) {
		if (text[at] === '"') at = endOfString(text, at);
		opening.lastIndex = at;
		const opened = opening.exec(text)?.groups;
		if (opened === undefined) continue;
		const start = at;
		const name = opened.braced ?? opened.called!;
		at = opening.lastIndex;
		const isCall = opened.called !== undefined;
		const given = isCall || text[at] !== '}' ? [] as string[] : undefined;
		if (given !== undefined) {
			let depth = 0;
			let from = isCall ? at : at + 1;
			for (at = from; at < text.length; at++) {
				const c = text[at]!;
				if (c === '"') at = endOfString(text, at);
				else if (depth === 0 && c === (isCall ? ')' : '}')) break;
				else if (c === '(' || c === '{' || c === '[') depth++;
				else if (c === ')' || c === '}' || c === ']') depth--;
				else if (depth === 0 && (c === ';' || (isCall && c === ','))) {
					given.push(text.slice(from, at).trim());
					from = at + 1;
				}
			}

			const last = text.slice(from, at).trim();
			if (!isCall || given.length > 0 || last !== '') given.push(last);
		}

		if (at >= text.length) throw new Wrong(`the "${isCall ? ')' : '}'}" that ends this macro is missing`, {start, end: text.length}, {incomplete: true});
		yield {name, given: given ?? [], start, end: at + 1};
	}
}

/** Where the string ends that begins at `at`. */
function endOfString(text: string, at: number): number {
	let end = at + 1;
	while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
	return end;
}

function expansion({name, given, ...place}: Use, depth: number, left: {uses: number}): string {
	const definition = known.get(name);
	if (definition === undefined) {
		const near = nearest(name, known.keys());
		throw new Wrong(`there is no macro "${name}"${near === undefined ? '' : `: did you mean ${near}?`}`, place);
	}

	if (depth > maxDepth) throw new Wrong(`the macro "${name}" stands in itself`, place);
	if (--left.uses < 0) throw new Wrong(`a filter uses ${maxUses} macros at most`, place);
	const wanted = Math.max(0, ...[...definition.matchAll(/\$(\d+)/g)].map(([, digits]) => Number(digits)));
	if (wanted !== given.length) throw new Wrong(`the macro "${name}" takes ${wanted} ${wanted === 1 ? 'value' : 'values'}, not ${given.length}`, place);
	const text = definition.replaceAll(/\$(\d+)/g, (_, digits: string) => given[Number(digits) - 1] ?? '');
	let out = '';
	let copied = 0;
	for (const use of uses(text)) {
		out += text.slice(copied, use.start) + expansion({...use, ...place}, depth + 1, left);
		copied = use.end;
		if (out.length > maxLength) break;
	}

	out += text.slice(copied);
	if (out.length > maxLength) throw new Wrong(`the macros make more than ${maxLength} characters of this`, place);
	return out;
}
