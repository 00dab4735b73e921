import type {Reader} from '../reader.ts';
import {cipherSuiteName} from './tls-cipher-suites.ts';
import {keyParts as k} from './tls-fields.ts';
import {readSignatureScheme} from './tls-lists.ts';
import {ssl3, tls12} from './tls-names.ts';
import {byteVector, vectorLength} from './tls-vector.ts';

/** How a cipher suite agrees on keys: the part of its name between `TLS_` and `_WITH_`. */
export const keyExchangeOf = (suite: number): string => /^(?:TLS|SSL)_(.*)_WITH_/.exec(cipherSuiteName(suite) ?? '')?.[1]?.replace(/_EXPORT(?:1024)?$/, '') ?? '';

function readSignature(r: Reader, version: number): void {
	if (version >= tls12) readSignatureScheme(r);
	byteVector(r, k.sig_len, k.sig);
}

// RFC 8422, section 5.4
function readCurve(r: Reader): void {
	const type = r.read(k.server_curve_type);
	if (type !== 3) r.done();
	r.read(k.server_named_curve);
	byteVector(r, k.server_point_len, k.server_point, 1);
}

// RFC 5246, section 7.4.3
function readDiffieHellman(r: Reader): void {
	byteVector(r, k.p_len, k.p, 1);
	byteVector(r, k.g_len, k.g, 1);
	byteVector(r, k.ys_len, k.ys, 1);
}

// RFC 4279, section 2
const readHint = (r: Reader): void => byteVector(r, k.hint_len, k.hint);

/** ServerKeyExchange by the agreed cipher suite. */
export function readServerKeys(r: Reader, suite: number, version: number): void {
	const how = keyExchangeOf(suite);
	switch (how) {
		case 'ECDHE_RSA':
		case 'ECDHE_ECDSA':
		case 'ECDH_anon':
			return r.group(undefined, 'EC Diffie-Hellman Server Params', () => {
				readCurve(r);
				if (how !== 'ECDH_anon') readSignature(r, version);
			});
		case 'DHE_RSA':
		case 'DHE_DSS':
		case 'DH_anon':
			return r.group(undefined, 'Diffie-Hellman Server Params', () => {
				readDiffieHellman(r);
				if (how !== 'DH_anon') readSignature(r, version);
			});
		case 'PSK':
		case 'RSA_PSK':
			return r.group(undefined, 'PSK Server Params', () => readHint(r));
		case 'DHE_PSK':
			return r.group(undefined, 'Diffie-Hellman Server Params', () => {
				readHint(r);
				readDiffieHellman(r);
			});
		case 'ECDHE_PSK':
			return r.group(undefined, 'EC Diffie-Hellman Server Params', () => {
				readHint(r);
				readCurve(r);
			});
		case 'RSA':
			return r.group(undefined, 'RSA-EXPORT Server Params', () => {
				byteVector(r, k.modulus_len, k.modulus, 1);
				byteVector(r, k.exponent_len, k.exponent, 1);
				readSignature(r, version);
			});
		default:
	}
}

/** ClientKeyExchange by the agreed cipher suite, RFC 5246, section 7.4.7. */
export function readClientKeys(r: Reader, suite: number, version: number): void {
	const how = keyExchangeOf(suite);
	if (/^(?:ECDHE?_(?:RSA|ECDSA|anon))$/.test(how)) return r.group(undefined, 'EC Diffie-Hellman Client Params', () => byteVector(r, k.client_point_len, k.client_point, 1));
	if (/^(?:DHE?_(?:RSA|DSS|anon))$/.test(how)) return r.group(undefined, 'Diffie-Hellman Client Params', () => byteVector(r, k.yc_len, k.yc, 1));
	switch (how) {
		case 'RSA':
			return r.group(undefined, 'RSA Encrypted PreMaster Secret', () => readPremaster(r, version));
		case 'PSK':
			return r.group(undefined, 'PSK Client Params', () => byteVector(r, k.identity_len, k.identity));
		case 'RSA_PSK':
			return r.group(undefined, 'RSA PSK Client Params', () => {
				byteVector(r, k.identity_len, k.identity);
				byteVector(r, k.epms_len, k.epms, 1);
			});
		case 'DHE_PSK':
			return r.group(undefined, 'Diffie-Hellman Client Params', () => {
				byteVector(r, k.identity_len, k.identity);
				byteVector(r, k.yc_len, k.yc, 1);
			});
		case 'ECDHE_PSK':
			return r.group(undefined, 'EC Diffie-Hellman Client Params', () => {
				byteVector(r, k.identity_len, k.identity);
				byteVector(r, k.client_point_len, k.client_point, 1);
			});
		default:
	}
}

/** RFC 5246, section 7.4.7.1: SSL 3.0 sent it without a length. */
function readPremaster(r: Reader, version: number): void {
	if (version === ssl3) return void r.rest(k.epms);
	r.take(k.epms, vectorLength(r, k.epms_len, 1));
}
