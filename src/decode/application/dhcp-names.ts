import {printable} from '../printable.ts';

/** RFC 1035, section 2.3.4. */
const maxName = 255;
/** Pointers that one name may follow. */
const maxPointers = 32;

const utf8 = new TextDecoder('utf-8', {ignoreBOM: true});

/**
A domain name in the data of options, RFC 1035, section 4.1.4; pointers count from the start of `b`. It may end with `b`.
Undefined where it runs past it, or where a pointer does not point back.
*/
export function nameAt(b: Uint8Array, start: number): {readonly text: string; readonly end: number} | undefined {
	const labels: string[] = [];
	let at = start;
	let end = -1;
	let size = 0;
	for (let pointers = 0; at < b.length;) {
		const length = b[at]!;
		if (length === 0) {
			at++;
			break;
		}

		if (length >= 0xc0) {
			const target = at + 1 < b.length ? ((length & 0x3f) << 8) | b[at + 1]! : at;
			if (target >= at || ++pointers > maxPointers) return undefined;
			if (end < 0) end = at + 2;
			at = target;
			continue;
		}

		size += length + 1;
		if (length >= 0x40 || at + 1 + length > b.length || size > maxName) return undefined;
		labels.push(utf8.decode(b.subarray(at + 1, at + 1 + length)));
		at += 1 + length;
	}

	return {text: labels.length === 0 ? '<Root>' : printable(labels.join('.')), end: end < 0 ? at : end};
}
