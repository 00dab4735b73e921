import type {Field} from '../field.ts';
import type {Reader} from '../reader.ts';
import {tlsFaults} from './tls-fields.ts';

/**
Reads the length of a vector (RFC 8446, section 3.4) and returns it. One that is longer than what is left ends the part
that is being read, as nothing behind it has a known place.
*/
export function vectorLength(r: Reader, field: Field<'uint'>, least = 0): number {
	if (r.left < field.size) r.fail(tlsFaults.tooSmall, r.position, () => `No more room for vector of length ${field.size}`);
	const at = r.position;
	const length = r.read(field);
	if (length > r.left) r.fail(tlsFaults.tooSmall, at, () => `Vector length ${length} is too large, truncating it to ${r.left}`);
	if (length < least) r.complain(tlsFaults.vectorLength, at, r.position, () => `Vector length ${length} is smaller than minimum ${least}`);
	return length;
}

/** A vector of bytes: its length, and the bytes where there are any. */
export function byteVector(r: Reader, length: Field<'uint'>, field: Field<'bytes'>, least = 0): void {
	const size = vectorLength(r, length, least);
	if (size > 0) r.take(field, size);
}

/** Items until the part ends; what is left over is too short for one. */
export function items(r: Reader, size: number, item: () => void): void {
	while (r.left >= size) item();
	const {left} = r;
	if (left > 0) r.complain(tlsFaults.trailing, r.position, r.position + left, () => `${left} trailing byte${left === 1 ? ' was' : 's were'} unprocessed`);
}

/** `3 suites`, `1 suite`. */
export const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
