import type {ByteText} from '../byte-text.ts';
import type {Field} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {tcpPort} from '../space.ts';
import {parameterParts} from '../transport/quic-parameters.ts';
import {extensionParts, handshakeParts as h, keyParts, otherParts, recordParts as p, tlsFaults} from './tls-fields.ts';
import {recordSize, tlsFraming, tlsPorts} from './tls-framing.ts';
import {messageName, readHandshake} from './tls-handshake.ts';
import {readSsl2Hello} from './tls-hello.ts';
import {alert, alertDescriptions, alertLevels, applicationData, changeCipherSpec, contentTypes, handshake, heartbeat, ssl2, tls13, versionColumn} from './tls-names.ts';
import {observe} from './tls-observe.ts';
import {
	agreed,
	applicationNames,
	before,
	isContentType,
	looksLikeRecord,
	looksLikeSsl2Hello,
	maxRecord,
	newSession,
	type Partial,
	recordHeader,
	type Session,
	unpack,
} from './tls-session.ts';

/** A record while it is shown. */
type Shown = {
	readonly session: Session;
	readonly type: number;
	/** Its bytes without the header, as far as they were captured. */
	readonly body: number;
	readonly end: number;
	/** Where handshake messages start; -1 where they are encrypted. */
	readonly first: number;
	/** A handshake message goes on here that began in an earlier record. */
	readonly goesOn: boolean;
	/** It is whole now. */
	readonly completed: Partial | undefined;
	readonly encrypted: boolean;
	readonly resumed: boolean;
};

/** Records of one handshake message that are listed. */
const maxFragments = 1024;

const encryptedMessage = 'Encrypted Handshake Message';

/** Names of the handshake messages of a record, in order. One that is cut is named where it begins and where it is whole. */
function messagesOf(b: Uint8Array, {first, end, completed}: Shown): string[] {
	if (first < 0) return [encryptedMessage];
	const names: string[] = completed === undefined ? [] : [messageName(completed.bytes, 0, completed.length)];
	for (let at = first; at < end;) {
		const size = at + 4 <= end ? 4 + (b[at + 1]! << 16 | b[at + 2]! << 8 | b[at + 3]!) : 4;
		names.push(at + size > end ? `[${messageName(b, at, end)} Fragment]` : messageName(b, at, end));
		at += size;
	}

	return names;
}

/** An alert of two bytes that says something known, before the encryption begins. */
const isPlainAlert = (b: Uint8Array, {body, end, encrypted}: Shown): boolean => !encrypted && end - body === 2 && alertLevels.has(b[body]!);

const alertText = (b: Uint8Array, at: number): string => `Alert (Level: ${alertLevels.get(b[at]!) ?? b[at]}, Description: ${alertDescriptions.get(b[at + 1]!) ?? b[at + 1]})`;

/** What a record adds to the Info column. */
function infoOf(b: Uint8Array, shown: Shown): string {
	switch (shown.type) {
		case handshake:
			return messagesOf(b, shown).join(', ');
		case alert:
			return isPlainAlert(b, shown) ? alertText(b, shown.body) : 'Encrypted Alert';
		case heartbeat:
			return shown.encrypted ? 'Encrypted Heartbeat' : `Heartbeat ${b[shown.body] === 1 ? 'Request' : 'Response'}`;
		default:
			return contentTypes.get(shown.type) ?? 'Connection ID';
	}
}

/** What a record is called in the tree. */
function titleOf(b: Uint8Array, shown: Shown): string {
	const {session, type} = shown;
	switch (type) {
		case changeCipherSpec:
			return 'Change Cipher Spec Protocol: Change Cipher Spec';
		case alert:
			return isPlainAlert(b, shown) ? alertText(b, shown.body) : 'Encrypted Alert';
		case handshake: {
			const names = messagesOf(b, shown);
			return `Handshake Protocol: ${names.length > 1 ? 'Multiple Handshake Messages' : names[0] ?? 'fragment'}`;
		}

		case heartbeat:
			return infoOf(b, shown);
		default: {
			const inside = applicationNames[session.application];
			return `Application Data Protocol${inside ? `: ${inside}` : ''}`;
		}
	}
}

/** Adds to a list of words; nothing is no word. */
function add(line: ByteText, words: string): void {
	if (words === '') return;
	if (line.size > 0) line.text(', ');
	line.text(words);
}

/** The session of the records that are shown; one object, filled anew for each layer. */
const shownSession = newSession();

/** Goes through the records of a layer with the session as it was at each of them. */
function eachRecord(r: Reader, record: (shown: Shown, size: number) => void, hello: (size: number) => void, line?: ByteText): void {
	const session = shownSession;
	const direction = unpack(r.facts.told(before) ?? 0, session);
	const later = r.facts.told(agreed);
	if (later !== undefined) session.version = later;
	const {bytes: b} = r;
	while (r.more) {
		const at = r.position;
		const size = recordSize(b, at, r.end, isContentType(b[at]!) ? session.version : 0);
		if (size <= 0) break;
		const end = Math.min(r.end, at + size);
		if (!isContentType(b[at]!)) {
			hello(size);
			r.position = end;
			continue;
		}

		const resumed = session.abbreviated && session.version !== tls13;
		const encrypted = session.encrypted[direction];
		const goesOn = session.partial[direction] !== undefined;
		const first = observe(session, direction, b, at, end);
		record({session, type: b[at]!, body: Math.min(end, at + recordHeader), end, first, goesOn, completed: session.completed, encrypted, resumed}, size);
		r.position = end;
	}

	const said = session.version === 0 && looksLikeRecord(b, r.base, r.end) ? b[r.base + 1]! << 8 | b[r.base + 2]! : session.version;
	r.column(versionColumn(r.position === r.base && session.version === 0 ? 0 : said));
	if (!r.more) return;
	if (line !== undefined) add(line, session.version === 0 ? 'Continuation Data' : 'Ignored Unknown Record');
	if (session.version !== 0) r.complain(tlsFaults.unknownRecord, r.position, r.end);
}

/** What records say that are no handshake messages in the clear. */
const ofRecords: readonly Field[] = Object.values<Field>(p).flatMap(field => [field, ...field.also, ...field.children]);

// RFC 8446, section 5.1
function readRecord(r: Reader, shown: Shown, size: number): void {
	const {session, type} = shown;
	const b = r.bytes;
	r.open(p.record);
	r.label(() => `${versionColumn(session.version || (b[r.position + 1]! << 8 | b[r.position + 2]!))} Record Layer: ${titleOf(b, shown)}`);
	r.read(session.version === tls13 && type === applicationData ? p['record.opaque_type'] : p['record.content_type']);
	r.read(p['record.version']);
	const length = r.read(p['record.length']);
	if (length >= maxRecord) r.complain(tlsFaults.recordLength, r.position - 2, r.position);
	r.within(size - recordHeader, () => readBody(r, shown));
	r.close();
}

function readBody(r: Reader, shown: Shown): void {
	switch (shown.type) {
		case changeCipherSpec:
			return r.group(p.change_cipher_spec, undefined, () => {
				if (shown.resumed) r.complain(tlsFaults.resumed, r.position, r.end);
				r.position = r.end;
			});
		case alert:
			return readAlert(r, shown);
		case handshake:
			return readMessages(r, shown);
		case heartbeat:
			return readHeartbeat(r, shown);
		default: {
			r.rest(p.app_data);
			const inside = applicationNames[shown.session.application];
			if (inside) r.derive(p.app_data_proto, inside);
		}
	}
}

// RFC 8446, section 6
function readAlert(r: Reader, shown: Shown): void {
	if (!isPlainAlert(r.bytes, shown)) return r.group(p.alert_message, 'Alert Message: Encrypted Alert', () => void (r.position = r.end));
	r.group(p.alert_message, undefined, () => {
		r.read(p['alert_message.level']);
		r.read(p['alert_message.desc']);
	});
}

// RFC 6520, section 4
function readHeartbeat(r: Reader, {encrypted}: Shown): void {
	if (encrypted) return r.group(p.heartbeat_message, 'Encrypted Heartbeat Message', () => void (r.position = r.end));
	r.group(p.heartbeat_message, undefined, () => {
		r.read(p['heartbeat_message.type']);
		const length = r.read(p['heartbeat_message.payload_length']);
		if (length > r.left - 16) r.complain(tlsFaults.heartbeat, r.position - 2, r.position, () => `Invalid heartbeat payload length (${length})`);
		r.rest(p['heartbeat_message.payload'], Math.min(length, Math.max(0, r.left)));
		r.rest(p['heartbeat_message.padding']);
	});
}

// RFC 8446, section 4
function readMessages(r: Reader, {first, session, goesOn, completed}: Shown): void {
	if (first < 0) return r.group(p.handshake, `Handshake Protocol: ${encryptedMessage}`, () => void (r.position = r.end));
	const b = r.bytes;
	if (goesOn) readFragment(r, first, session, completed);
	while (r.more) {
		const at = r.position;
		const size = r.captured < 4 ? 4 : 4 + (b[at + 1]! << 16 | b[at + 2]! << 8 | b[at + 3]!);
		const isWhole = size <= r.left;
		r.group(p.handshake, () => `Handshake Protocol: ${messageName(b, at, r.end)}${isWhole ? '' : ' (fragment)'}`, () => {
			if (isWhole) r.within(size, () => readHandshake(r, session));
			else r.position = r.end;
		});
		if (!isWhole) r.derive(h.reassembled_in, r.facts.row + 1);
	}
}

/** What a record has of a message that began in an earlier one; the message itself, once it is whole. */
function readFragment(r: Reader, end: number, session: Session, completed: Partial | undefined): void {
	const start = r.position;
	const name = completed === undefined ? 'fragment' : `${messageName(completed.bytes, 0, completed.length)} (last fragment)`;
	r.group(p.handshake, `Handshake Protocol: ${name}`, () => void (r.position = end));
	if (completed === undefined) return r.derive(h.reassembled_in, r.facts.row + 1);
	const {records, length} = completed;
	r.group(h.fragments, `${records} Reassembled Handshake Fragments (${length} bytes)`, () => {
		for (let n = 0; n < Math.min(records, maxFragments); n++) r.derive(h.fragment, r.facts.row + 1);
		r.derive(h['fragment.count'], records);
	});
	r.elsewhere(completed.bytes.subarray(0, length), start, end, () => {
		r.group(p.handshake, () => `Handshake Protocol: ${messageName(r.bytes, 0, length)}`, () => readHandshake(r, session));
	});
}

/** The first hello of old clients, in a record of two bytes of header. */
function readSsl2Record(r: Reader, size: number): void {
	r.group(p.record, 'SSLv2 Record Layer: Client Hello', () => {
		const at = r.position;
		r.derive(p['record.version'], ssl2);
		r.put(p['record.length'], at, at + 2, size - 2);
		r.skip(2);
		r.within(size - 2, () => readSsl2Hello(r));
	});
}

/** Keys of the several lists of fields may be alike; full names are not. */
const byName = (fields: Readonly<Record<string, Field>>): Record<string, Field> => Object.fromEntries(Object.values(fields).map(field => [field.name, field]));

export const tls = protocol({
	name: 'tls',
	title: 'Transport Layer Security',
	short: 'TLS',
	about: 'Encrypts a connection and shows who the server is. The first messages are in the clear: they agree on versions and ciphers, and often name the server.',
	reference: 'RFC 8446',
	claims: claims(tcpPort, ...tlsPorts),
	parts: {...p, ...byName(h), ...byName(keyParts), ...byName(extensionParts), ...otherParts, ...parameterParts},
	faults: tlsFaults,
	guess: [{over: 'tcp', test: (b, start, end) => looksLikeRecord(b, start, end) || looksLikeSsl2Hello(b, start, end)}],
	framing: tlsFraming,
	expand(r) {
		const all = r.wantsAny(ofRecords, true);
		eachRecord(r, (shown, size) => {
			// Others have nothing but what all records have.
			if (all || (shown.type === handshake && shown.first >= 0)) readRecord(r, shown, size);
		}, size => readSsl2Record(r, size));
	},
	summary(r) {
		const line = r.blank();
		eachRecord(r, shown => add(line, infoOf(r.bytes, shown)), () => add(line, 'Client Hello'), line);
		if (line.size > 0) r.info(line);
	},
});
