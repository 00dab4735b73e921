import type {Field} from '../field.ts';
import type {Reader} from '../reader.ts';

/** Reads a word whose bits are numbered from the least significant, and shows them in that order: IEEE 802.11 draws its words so. */
export function readLeastFirst(r: Reader, field: Field<'uint'>): number {
	r.need(field.size);
	const at = r.position;
	const value = field.readAt(r.bytes, at - Math.max(0, field.offset));
	r.open(field, at, value);
	for (let i = field.children.length - 1; i >= 0; i--) r.at(field.children[i]!, at);
	r.position = at + field.size;
	r.close();
	return value;
}
