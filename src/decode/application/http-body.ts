import {brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync} from 'node:zlib';
import {lineEnd, carriageReturn, lineFeed} from './http-head.ts';

/** Bytes that a compressed body may grow to; what would be longer is not decompressed. */
export const maxDecoded = 8 * 1024 * 1024;
/** Digits of a chunk's size. */
const maxSizeDigits = 8;
/** Chunks of one body that are looked at; the rest is passed over. */
export const maxChunks = 16_384;
/** Content codings that may lie in each other. */
const maxCodings = 4;

/** A chunk with its size line: data is `[data, dataEnd)`, the next chunk begins at `end`. */
export type Chunk = {readonly start: number; readonly data: number; readonly dataEnd: number; readonly end: number; readonly size: number};

/** The chunk at `at`; undefined where its size line is not all there, a size of -1 where it is none. RFC 9112, section 7.1. */
export function chunkAt(b: Uint8Array, at: number, end: number): Chunk | undefined {
	let size = 0;
	let place = at;
	for (; place < end && place - at <= maxSizeDigits; place++) {
		const digit = hexValue(b[place]!);
		if (digit < 0) break;
		size = size * 16 + digit;
	}

	const none: Chunk = {start: at, data: at, dataEnd: at, end: at, size: -1};
	if (place === end && place - at <= maxSizeDigits) return undefined;
	if (place === at || place - at > maxSizeDigits) return none;
	const next = lineEnd(b, place, end);
	if (next < 0) return end - place > 4096 ? none : undefined;
	if (size === 0) return {start: at, data: next, dataEnd: next, end: next, size};
	const dataEnd = next + size;
	return {start: at, data: next, dataEnd, end: dataEnd + (b[dataEnd] === carriageReturn ? 2 : b[dataEnd] === lineFeed ? 1 : 2), size};
}

const hexValue = (c: number): number => (c >= 0x30 && c <= 0x39 ? c - 0x30 : c >= 0x41 && c <= 0x46 ? c - 0x37 : c >= 0x61 && c <= 0x66 ? c - 0x57 : -1);

/** Where the trailer of a chunked body ends, behind its empty line; -1 where that did not come yet. */
export function trailerEnd(b: Uint8Array, at: number, end: number): number {
	for (let place = at;;) {
		const next = lineEnd(b, place, end);
		if (next < 0) return -1;
		if (next - place === 1 || (next - place === 2 && b[place] === carriageReturn)) return next;
		place = next;
	}
}

/** The chunks of `[at, end)`, as far as they are there, and no more than `most`. */
export function* chunks(b: Uint8Array, at: number, end: number, most = maxChunks): Generator<Chunk> {
	let place = at;
	for (let n = 0; n < most && place < end; n++) {
		const chunk = chunkAt(b, place, end);
		if (chunk === undefined || chunk.size < 0) return;
		yield chunk;
		if (chunk.size === 0) return;
		place = chunk.end;
	}
}

/** The data of all chunks, one behind the other; `whole` says whether the last of them is there. */
export function joinChunks(b: Uint8Array, at: number, end: number): {readonly body: Uint8Array; readonly whole: boolean} {
	const out = new Uint8Array(end - at);
	let length = 0;
	let whole = false;
	for (const {data, dataEnd, size} of chunks(b, at, end, Infinity)) {
		const part = b.subarray(data, Math.min(end, dataEnd));
		out.set(part, length);
		length += part.length;
		whole = size === 0;
	}

	return {body: out.subarray(0, length), whole};
}

const decoders: ReadonlyMap<string, (b: Uint8Array, most: number) => Uint8Array> = new Map([
	['gzip', (b: Uint8Array, most: number) => gunzipSync(b, {maxOutputLength: most})],
	['x-gzip', (b: Uint8Array, most: number) => gunzipSync(b, {maxOutputLength: most})],
	['deflate', inflate],
	['br', (b: Uint8Array, most: number) => brotliDecompressSync(b, {maxOutputLength: most})],
]);

/** RFC 9110, section 8.4.1.2 means zlib; some send the bare format of RFC 1951. */
function inflate(b: Uint8Array, most: number): Uint8Array {
	return (b[0]! & 0x0f) === 8 && (b[0]! * 256 + b[1]!) % 31 === 0 ? inflateSync(b, {maxOutputLength: most}) : inflateRawSync(b, {maxOutputLength: most});
}

/** The body without its content codings, the last of which was put on last; undefined where one is unknown, broken or makes more than `most` bytes of it. */
export function decodeBody(b: Uint8Array, codings: readonly string[], most = maxDecoded): Uint8Array | undefined {
	if (codings.length > maxCodings) return undefined;
	let body = b;
	for (const coding of codings.toReversed()) {
		const decode = decoders.get(coding);
		if (decode === undefined) return undefined;
		try {
			const out = decode(body, most);
			body = new Uint8Array(out.buffer, out.byteOffset, out.length);
		} catch {
			return undefined;
		}
	}

	return body;
}
