import {Buffer} from 'node:buffer';
import fs from 'node:fs';

/**
The bytes of an open file, in pages of their own. glibc takes what it is given back as the measure of what to hand out from its
heap and of what to keep there for itself, in every thread: after megabytes that are freed right at the start that is much.
*/
export function readWhole(file: number): Buffer {
	const {size} = fs.fstatSync(file);
	const bytes = Buffer.from(new ArrayBuffer(size, {maxByteLength: size}));
	let length = 0;
	for (let count = -1; length < size && count !== 0; length += count) count = fs.readSync(file, bytes, length, size - length, null);
	return bytes.subarray(0, length);
}
