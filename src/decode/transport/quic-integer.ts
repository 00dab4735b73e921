import type {Field} from '../field.ts';
import type {Reader} from '../reader.ts';
import {integerAt, integerSize} from './quic-header.ts';

/** Reads a variable-length integer, RFC 9000, section 16. Past 2^53 what is returned is rounded; what is shown is not. */
export function readInteger(r: Reader, field: Field<'uint64'>): number {
	r.need(1);
	const at = r.position;
	const size = integerSize(r.peek());
	r.need(size);
	let whole = BigInt(r.bytes[at]! & 0x3f);
	for (let i = 1; i < size; i++) whole = (whole << 8n) | BigInt(r.bytes[at + i]!);
	r.position += size;
	r.put(field, at, at + size, whole);
	return integerAt(r.bytes, at);
}
