import type {Reader} from '../reader.ts';
import {readExtensions} from './tls-extensions.ts';
import {handshakeParts as h, tlsFaults} from './tls-fields.ts';
import {putJa3, putJa3s} from './tls-ja3.ts';
import {clientHello, serverHello, tls13} from './tls-names.ts';
import {count, items, vectorLength} from './tls-vector.ts';

const randomSize = 32;
/** Nanoseconds in a second. */
const second = 1_000_000_000n;

/** What both hellos begin with. */
function readCommon(r: Reader, version: number): void {
	const at = r.position;
	if (version === tls13) {
		r.take(h.random, randomSize);
	} else {
		r.need(randomSize);
		r.open(h.random, at, r.bytes.subarray(at, at + randomSize));
		r.put(h.random_time, at, at + 4, BigInt(r.takeNumber(4)) * second);
		r.take(h.random_bytes, randomSize - 4);
		r.close();
	}

	const size = r.read(h.session_id_length);
	r.need(size);
	if (size > 32) r.complain(tlsFaults.sessionId, r.position - 1, r.position);
	if (size > 0) r.take(h.session_id, size);
}

/** RFC 8446, section 4.1.2 and RFC 5246, section 7.4.1.2. `version` is the agreed one, 0 where nothing is agreed yet. */
export function readClientHello(r: Reader, version: number): void {
	const offered = r.read(h.version);
	readCommon(r, version);
	const size = vectorLength(r, h.cipher_suites_length, 2);
	const suites = r.position;
	r.group(h.ciphersuites, () => `Cipher Suites (${count(size >> 1, 'suite')})`, () => r.within(size, () => items(r, 2, () => r.read(h.ciphersuite))));
	const methods = vectorLength(r, h.comp_methods_length, 1);
	r.group(h.comp_methods, () => `Compression Methods (${count(methods, 'method')})`, () => r.within(methods, () => items(r, 1, () => r.read(h.comp_method))));
	const extensions = r.position;
	const {end} = r;
	// The fingerprint is shown even where the extensions end early.
	if (r.left > 0) r.within(r.left, () => readExtensions(r, clientHello, false));
	putJa3(r, offered, suites, suites + size, extensions, end);
}

/** RFC 8446, section 4.1.3 and RFC 5246, section 7.4.1.3. */
export function readServerHello(r: Reader, version: number, retry: boolean): void {
	const chosen = r.read(h.version);
	readCommon(r, version);
	const suite = r.read(h.ciphersuite);
	r.read(h.comp_method);
	const extensions = r.position;
	const {end} = r;
	if (r.left > 0) r.within(r.left, () => readExtensions(r, serverHello, retry));
	putJa3s(r, chosen, suite, extensions, end);
}

/** The hello of SSL 2.0: RFC 5246, appendix E.2. The reader stands on the type. */
export function readSsl2Hello(r: Reader): void {
	r.read(h.type);
	r.read(h.version);
	const specs = r.read(h.cipher_spec_len);
	const session = r.number(h.session_id_length, 2);
	const challenge = r.read(h.challenge_length);
	r.group(h.ciphersuites, () => `Cipher Specs (${count(Math.floor(specs / 3), 'spec')})`, () => r.within(specs, () => items(r, 3, () => r.read(h.cipherspec))));
	if (session > 0) r.take(h.session_id, session);
	if (challenge > 0) r.mark(h.challenge, challenge);
}
