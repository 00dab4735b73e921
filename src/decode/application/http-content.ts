import {decodeText} from '../decode-text.ts';
import type {Field} from '../field.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {type Chunk, chunks, decodeBody, joinChunks} from './http-body.ts';
import {httpFaults, httpParts as p} from './http-fields.ts';
import {type Head, lineEnd} from './http-head.ts';

/** Fields of the body. */
const ofBody = once((): readonly Field[] => [p.chunk_size, p.chunk_data, p.chunk_boundary, p.chunked_trailer_part, p.file_data]);

/** The body: its chunks, what it is packed in, and what it is without all that. */
export function readBody(r: Reader, head: Head): void {
	if (!r.wantsAny(ofBody(), true)) return;
	const {codings} = head;
	const chunked = head.chunked && !head.isBroken;
	const b = r.bytes;
	const start = r.position;
	if (chunked) readChunks(r, head.kind);
	r.position = start;
	const packed = chunked ? joinChunks(b, start, r.end).body : b.subarray(start, r.end);
	const plain = codings.length === 0 ? packed : unpack(r, packed, codings);
	if (plain !== undefined) tellBody(r, plain, start);
}

const space = 0x20;
const del = 0x7f;

/** The middle of a body whose beginning was not captured. */
export function readContinuation(r: Reader): void {
	const first = r.bytes[r.base]!;
	// tshark calls it a body only if it begins as a line might.
	if (first >= space && first < del) tellBody(r, r.bytes.subarray(r.base, r.end), r.base);
	r.position = r.end;
	if (r.end < r.limit) r.short(1);
}

function tellBody(r: Reader, plain: Uint8Array, start: number): void {
	if (plain.length === 0 || !r.wants(p.file_data)) return;
	// Text ends at a NUL, in Wireshark as in C.
	const end = plain.indexOf(0);
	r.open(p.file_data, start, decodeText(plain, 0, end < 0 ? plain.length : end, 'ascii'));
	r.label(() => `File Data: ${plain.length} bytes`);
	r.close(r.end);
}

function unpack(r: Reader, packed: Uint8Array, codings: readonly string[]): Uint8Array | undefined {
	if (packed.length === 0) return packed;
	const plain = decodeBody(packed, codings);
	const label = `Content-encoded entity body (${codings.join(',')}): ${packed.length} bytes${plain === undefined ? '' : ` -> ${plain.length} bytes`}`;
	r.group(undefined, label, () => {
		if (plain === undefined) r.complain(httpFaults.decompression, r.position, r.end);
		else r.position = r.end;
	});
	return plain;
}

// RFC 9112, section 7.1
function readChunks(r: Reader, kind: string): void {
	r.group(undefined, `HTTP chunked ${kind}`, () => {
		let last: Chunk | undefined;
		for (const chunk of chunks(r.bytes, r.position, r.end)) {
			readChunk(r, chunk);
			last = chunk;
		}

		if (last?.size !== 0) {
			if (r.more) r.complain(httpFaults.chunk, r.position, r.end);
			return;
		}

		readTrailer(r);
	});
}

function readChunk(r: Reader, {start, data, dataEnd, end, size}: Chunk): void {
	r.group(undefined, size === 0 ? 'End of chunked encoding' : `Data chunk (${size} octets)`, () => {
		r.put(p.chunk_size, start, data, size);
		r.position = data;
		if (size === 0) return;
		r.rest(p.chunk_data, size);
		if (dataEnd < r.end) r.rest(p.chunk_boundary, end - dataEnd);
	});
}

// RFC 9112, section 7.1.2
function readTrailer(r: Reader): void {
	while (r.more) {
		const at = r.position;
		const next = lineEnd(r.bytes, at, r.end);
		const end = next < 0 ? r.end : next;
		if (end - at <= 2) {
			r.group(undefined, '\r\n', () => void (r.position = end));
			return;
		}

		r.text(p.chunked_trailer_part, end - at);
	}
}
