import type {Reader} from '../reader.ts';
import {handshakeParts as h} from './tls-fields.ts';
import {readScts} from './tls-lists.ts';
import {vectorLength} from './tls-vector.ts';

const sequence = 0x30;
const octetString = 0x04;
const objectIdentifier = 0x06;
/** `[3] extensions`, RFC 5280, section 4.1. */
const extensionsTag = 0xa3;
/** 1.3.6.1.4.1.11129.2.4.2: signed certificate timestamps, RFC 6962, section 3.3. */
const timestampsId = Uint8Array.of(0x2b, 0x06, 0x01, 0x04, 0x01, 0xd6, 0x79, 0x02, 0x04, 0x02);

/** One value of ITU-T X.690: its contents are `[body, end)`. */
type Item = {readonly tag: number; readonly body: number; readonly end: number};

/** The value at `at`; undefined where it is not whole, or of a form that DER forbids. */
function itemAt(b: Uint8Array, at: number, end: number): Item | undefined {
	if (at + 2 > end || (b[at]! & 0x1f) === 0x1f) return undefined;
	let length = b[at + 1]!;
	let body = at + 2;
	if (length > 0x80) {
		const size = length & 0x7f;
		if (size > 4 || body + size > end) return undefined;
		length = 0;
		for (let i = 0; i < size; i++) length = length * 256 + b[body++]!;
	} else if (length === 0x80) {
		return undefined;
	}

	return body + length > end ? undefined : {tag: b[at]!, body, end: body + length};
}

/** The first value of a tag in `[at, end)`. */
function find(b: Uint8Array, at: number, end: number, tag: number): Item | undefined {
	for (let item = itemAt(b, at, end); item !== undefined; item = itemAt(b, item.end, end)) if (item.tag === tag) return item;
	return undefined;
}

const is = (b: Uint8Array, {body, end}: Item, id: Uint8Array): boolean => end - body === id.length && id.every((byte, i) => b[body + i] === byte);

/** The contents of a certificate's extension with this id, RFC 5280, section 4.2; undefined where it has none. */
function extensionOf(b: Uint8Array, at: number, end: number, id: Uint8Array): Item | undefined {
	const certificate = find(b, at, end, sequence);
	const signed = certificate && find(b, certificate.body, certificate.end, sequence);
	const tagged = signed && find(b, signed.body, signed.end, extensionsTag);
	const list = tagged && find(b, tagged.body, tagged.end, sequence);
	if (list === undefined) return undefined;
	for (let item = itemAt(b, list.body, list.end); item !== undefined; item = itemAt(b, item.end, list.end)) {
		const name = find(b, item.body, item.end, objectIdentifier);
		if (name !== undefined && is(b, name, id)) return find(b, name.end, item.end, octetString);
	}

	return undefined;
}

/** A certificate with its length, RFC 8446, section 4.4.2. Of what is in it, the timestamps are shown. */
export function readCertificate(r: Reader): void {
	const size = vectorLength(r, h.certificate_length, 1);
	r.need(size);
	const at = r.position;
	const end = at + size;
	r.open(h.certificate, at, r.bytes.subarray(at, end));
	const extension = extensionOf(r.bytes, at, end, timestampsId);
	const inner = extension && itemAt(r.bytes, extension.body, extension.end);
	if (inner?.tag === octetString) {
		r.position = inner.body;
		r.within(inner.end - inner.body, () => readScts(r));
	}

	r.position = end;
	r.close();
}
