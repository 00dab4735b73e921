import type {ByteText} from '../byte-text.ts';
import type {Reader} from '../reader.ts';
import {WordTable} from '../word-table.ts';
import {readCertificate} from './tls-certificate.ts';
import {readExtensions, readStatus} from './tls-extensions.ts';
import {handshakeParts as h, otherParts as o} from './tls-fields.ts';
import {readClientHello, readServerHello} from './tls-hello.ts';
import {readClientKeys, readServerKeys} from './tls-keys.ts';
import {readNames, readSignatureScheme, readSignatureSchemes} from './tls-lists.ts';
import {
	certificate,
	certificateRequest,
	certificateStatus,
	certificateVerify,
	clientHello,
	clientKeyExchange,
	compressedCertificate,
	encryptedExtensions,
	finished,
	handshakeTypes,
	helloRetryRequest,
	keyUpdate,
	newSessionTicket,
	nextProtocol,
	serverHello,
	serverKeyExchange,
	tls12,
	tls13,
} from './tls-names.ts';
import {isRetry, type Session} from './tls-session.ts';
import {byteVector, count, items, vectorLength} from './tls-vector.ts';

/** What a message calls itself; a hello retry request is a Server Hello on the wire. */
export const messageName = (b: Uint8Array, at: number, end: number): string => nameOf(shownType(b, at, end));

/** Adds the same to a text. */
export const writeMessageName = (line: ByteText, b: Uint8Array, at: number, end: number): void => names.write(line, shownType(b, at, end));

const shownType = (b: Uint8Array, at: number, end: number): number => (b[at] === serverHello && isRetry(b, at + 6, end) ? helloRetryRequest : b[at]!);
const nameOf = (type: number): string => handshakeTypes.get(type) ?? `Unknown (${type})`;
const names = new WordTable(256, nameOf);

/** One handshake message with its header, RFC 8446, section 4. The reader's part is the message. */
export function readHandshake(r: Reader, session: Session): void {
	const at = r.position;
	const type = r.read(h.type);
	r.read(h.length);
	const {version, cipher} = session;
	switch (type) {
		case clientHello:
			return readClientHello(r, version);
		case serverHello:
			return readServerHello(r, version, isRetry(r.bytes, at + 6, r.end));
		case newSessionTicket:
			return readTicket(r, version);
		case helloRetryRequest:
			return readOldRetry(r);
		case encryptedExtensions:
			return readExtensions(r, encryptedExtensions, false);
		case certificate:
			return readCertificates(r, version);
		case serverKeyExchange:
			return readServerKeys(r, cipher, version);
		case certificateRequest:
			return readRequest(r, version);
		case certificateVerify:
			return readVerify(r, version);
		case clientKeyExchange:
			return readClientKeys(r, cipher, version);
		case finished:
			return r.mark(h.verify_data, r.left);
		case certificateStatus:
			return readStatus(r);
		case keyUpdate:
			return void r.read(h['key_update.request_update']);
		case compressedCertificate:
			return readCompressed(r);
		case nextProtocol:
			return readNextProtocol(r);
		default:
	}
}

// RFC 5077, section 3.3 and RFC 8446, section 4.6.1
function readTicket(r: Reader, version: number): void {
	r.group(undefined, 'TLS Session Ticket', () => {
		r.read(h.session_ticket_lifetime_hint);
		if (version === tls13) {
			r.read(h.session_ticket_age_add);
			const nonce = vectorLength(r, h.session_ticket_nonce_length);
			r.take(h.session_ticket_nonce, nonce);
		}

		const size = vectorLength(r, h.session_ticket_length);
		r.take(h.session_ticket, size);
		if (version === tls13) readExtensions(r, newSessionTicket, false);
	});
}

/** Drafts of TLS 1.3 had a message of its own. */
function readOldRetry(r: Reader): void {
	r.read(h.version);
	if (r.left > 2 && r.peek16() !== r.left - 2) r.read(h.ciphersuite);
	readExtensions(r, helloRetryRequest, true);
}

// RFC 5246, section 7.4.2 and RFC 8446, section 4.4.2
function readCertificates(r: Reader, version: number): void {
	if (version === tls13) byteVector(r, h.certificate_request_context_length, h.certificate_request_context);
	const size = vectorLength(r, h.certificates_length);
	if (size === 0) return;
	r.group(h.certificates, () => `Certificates (${count(size, 'byte')})`, () =>
		r.within(size, () => {
			while (r.left > 0) {
				readCertificate(r);
				if (version === tls13) readExtensions(r, certificate, false);
			}
		}));
}

// RFC 5246, section 7.4.4 and RFC 8446, section 4.3.2
function readRequest(r: Reader, version: number): void {
	if (version === tls13) {
		byteVector(r, h.certificate_request_context_length, h.certificate_request_context);
		return readExtensions(r, certificateRequest, false);
	}

	const types = vectorLength(r, h.cert_types_count, 1);
	if (types > 0) r.group(h.cert_types, () => `Certificate types (${count(types, 'type')})`, () => r.within(types, () => items(r, 1, () => r.read(h.cert_type))));
	if (version >= tls12) readSignatureSchemes(r);
	readNames(r);
}

// RFC 5246, section 7.4.8
function readVerify(r: Reader, version: number): void {
	if (version >= tls12) readSignatureScheme(r);
	byteVector(r, h['client_cert_vrfy.sig_len'], h['client_cert_vrfy.sig']);
}

// RFC 8879, section 4
function readCompressed(r: Reader): void {
	r.read(o['compress_certificate.algorithm']);
	r.read(o['compress_certificate.uncompressed_length']);
	byteVector(r, o['compress_certificate.compressed_certificate_message.length'], o['compress_certificate.compressed_certificate_message'], 1);
}

// draft-agl-tls-nextprotoneg, section 3
function readNextProtocol(r: Reader): void {
	const size = vectorLength(r, h.npn_selected_protocol_len);
	r.text(h.npn_selected_protocol, size);
	byteVector(r, h.npn_padding_len, h.npn_padding);
}
