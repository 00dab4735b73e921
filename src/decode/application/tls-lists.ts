import type {Reader} from '../reader.ts';
import {handshakeParts as h, otherParts as o} from './tls-fields.ts';
import {count, items, vectorLength} from './tls-vector.ts';

/** One signature scheme; before TLS 1.3 it was a hash and a signature algorithm. RFC 8446, section 4.2.3. */
export function readSignatureScheme(r: Reader): void {
	const at = r.position;
	r.readOpen(h.sig_hash_alg, () => {
		r.at(h.sig_hash_hash, at);
		r.at(h.sig_hash_sig, at + 1);
	});
}

export function readSignatureSchemes(r: Reader): void {
	const size = vectorLength(r, h.sig_hash_alg_len, 2);
	r.group(h.sig_hash_algs, () => `Signature Hash Algorithms (${count(size >> 1, 'algorithm')})`, () => r.within(size, () => items(r, 2, () => readSignatureScheme(r))));
}

/** Distinguished names of certificate authorities, RFC 5246, section 7.4.4. */
export function readNames(r: Reader): void {
	const size = vectorLength(r, h.dnames_len);
	if (size === 0) return;
	r.group(h.dnames, () => `Distinguished Names (${count(size, 'byte')})`, () =>
		r.within(size, () => {
			while (r.left > 0) {
				const length = vectorLength(r, h.dname_len, 1);
				r.take(h.dname, length);
			}
		}));
}

/** Nanoseconds in a millisecond. */
const millisecond = 1_000_000n;

/** Signed certificate timestamps, RFC 6962, section 3.3. */
export function readScts(r: Reader): void {
	const size = vectorLength(r, o['sct.scts_length'], 1);
	r.within(size, () => {
		while (r.left > 0) r.group(undefined, 'Signed Certificate Timestamp', () => readSct(r));
	});
}

// RFC 6962, section 3.2
function readSct(r: Reader): void {
	const size = vectorLength(r, o['sct.sct_length'], 1);
	r.within(size, () => {
		r.read(o['sct.sct_version']);
		r.take(o['sct.sct_logid'], 32);
		const at = r.position;
		r.need(8);
		r.put(o['sct.sct_timestamp'], at, at + 8, (BigInt(r.takeNumber(4)) << 32n | BigInt(r.takeNumber(4))) * millisecond);
		const extensions = vectorLength(r, o['sct.sct_extensions_length']);
		if (extensions > 0) r.mark(o['sct.sct_extensions'], extensions);
		readSignatureScheme(r);
		const signature = vectorLength(r, o['sct.sct_signature_length']);
		r.take(o['sct.sct_signature'], signature);
	});
}
