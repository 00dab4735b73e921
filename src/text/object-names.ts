import {printable} from '../decode/printable.ts';

/** Bytes that a name may have in most file systems. */
const maxName = 255;

/** What file systems, shells and terminals do not take as it is. */
const unsafe = /[\u0000-\u001f\u007f/\\:*?"<>|]/;

const encoder = new TextEncoder();

/** A character that may stand in a name, else its bytes as `%2f`. */
function escaped(character: string): string {
	if (!unsafe.test(character) && printable(character) === character && character !== '\ufffd') return character;
	return Array.from(encoder.encode(character), byte => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** The last part of a path, as a name in a directory: nothing in it leads elsewhere. Of several that would be the same the `n`th further one has a number: `a(1).txt`. */
export const objectName = (path: string, n = 0): string => safeName(/([^/]+)\/*$/.exec(path)?.[1] ?? path.slice(0, 1), n);

/** A text as a name in a directory. */
export const safeName = (text: string, n = 0): string => fitted(Array.from(text, escaped).join(''), n === 0 ? '' : `(${n})`);

/** A name with a number before its last dot, as long as it may be: what is behind the dot stays whole where there is room. */
function fitted(name: string, number: string): string {
	const dot = name.lastIndexOf('.');
	const stem = dot < 0 ? name : name.slice(0, dot);
	const extension = dot < 0 ? '' : name.slice(dot);
	const room = maxName - number.length - encoder.encode(extension).length;
	return room > 0 ? `${cut(stem, room)}${number}${extension}` : `${cut(name, maxName - number.length)}${number}`;
}

/** As much of a text, from its start, as has so many bytes. */
function cut(text: string, most: number): string {
	let out = '';
	let size = 0;
	for (const character of text) {
		size += encoder.encode(character).length;
		if (size > most) break;
		out += character;
	}

	return out;
}
