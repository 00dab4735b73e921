import {ByteText, words} from '../byte-text.ts';
import {type Field, fieldsIn} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {tcpPort} from '../space.ts';
import {parameterParts} from '../transport/quic-parameters.ts';
import {once} from '../when-asked.ts';
import {WordTable} from '../word-table.ts';
import {extensionParts, handshakeParts as h, keyParts, otherParts, recordParts as p, tlsFaults} from './tls-fields.ts';
import {recordSize, tlsFraming, tlsPorts} from './tls-framing.ts';
import {messageName, readHandshake, writeMessageName} from './tls-handshake.ts';
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

const encryptedMessage = 'Encrypted Handshake Message';

/** Records of one handshake message that are listed. */
const maxFragments = 1024;

/** Adds the names of the handshake messages of a record, in order, and tells how many. One that is cut is named where it begins and where it is whole. */
function writeMessages(line: ByteText, b: Uint8Array, {first, end, completed}: Records): number {
	if (first < 0) {
		add(line, ofEncryptedMessages);
		return 1;
	}

	let count = 0;
	if (completed !== undefined) {
		add(line);
		writeMessageName(line, completed.bytes, 0, completed.length);
		count++;
	}

	for (let at = first; at < end; count++) {
		const size = at + 4 <= end ? 4 + (b[at + 1]! << 16 | b[at + 2]! << 8 | b[at + 3]!) : 4;
		add(line);
		if (at + size > end) line.text(`[${messageName(b, at, end)} Fragment]`);
		else writeMessageName(line, b, at, end);
		at += size;
	}

	return count;
}

/** An alert of two bytes that says something known, before the encryption begins. */
const isPlainAlert = (b: Uint8Array, {body, end, encrypted}: Records): boolean => !encrypted && end - body === 2 && alertLevels.has(b[body]!);

const alertText = (b: Uint8Array, at: number): string => `Alert (Level: ${alertLevels.get(b[at]!) ?? b[at]}, Description: ${alertDescriptions.get(b[at + 1]!) ?? b[at + 1]})`;

const heartbeatText = (b: Uint8Array, {encrypted, body}: Records): string => (encrypted ? 'Encrypted Heartbeat' : `Heartbeat ${b[body] === 1 ? 'Request' : 'Response'}`);

const comma = words(', ');
const ofEncryptedMessages = words(encryptedMessage);
const ofEncryptedAlerts = words('Encrypted Alert');
const ofOldHellos = words('Client Hello');
const ofOthers = new WordTable(32, type => contentTypes.get(type) ?? 'Connection ID');

/** Adds to a list of words. */
function add(line: ByteText, what?: ByteText): void {
	if (line.size > 0) line.append(comma);
	if (what !== undefined) line.append(what);
}

/** Adds what a record is to the Info column. */
function writeInfo(line: ByteText, b: Uint8Array, records: Records): void {
	switch (records.type) {
		case oldHello:
			return add(line, ofOldHellos);
		case handshake:
			return void writeMessages(line, b, records);
		case alert:
			if (!isPlainAlert(b, records)) return add(line, ofEncryptedAlerts);
			add(line);
			return line.text(alertText(b, records.body));
		case heartbeat:
			add(line);
			return line.text(heartbeatText(b, records));
		default:
			add(line);
			ofOthers.write(line, records.type);
	}
}

const title = new ByteText();

/** What a record is called in the tree. */
function titleOf(b: Uint8Array, records: Records): string {
	switch (records.type) {
		case changeCipherSpec:
			return 'Change Cipher Spec Protocol: Change Cipher Spec';
		case alert:
			return isPlainAlert(b, records) ? alertText(b, records.body) : 'Encrypted Alert';
		case handshake: {
			const count = writeMessages(title.clear(), b, records);
			return `Handshake Protocol: ${count > 1 ? 'Multiple Handshake Messages' : count === 0 ? 'fragment' : title.toString()}`;
		}

		case heartbeat:
			return heartbeatText(b, records);
		default: {
			const inside = applicationNames[records.session.application];
			return `Application Data Protocol${inside ? `: ${inside}` : ''}`;
		}
	}
}

/** The type of what is no record: the first hello of old clients. */
const oldHello = -1;

/** Goes through the records of a layer with the session as it was at each of them. */
class Records {
	readonly session = newSession();
	/** Of the record that was gone to last. */
	type = oldHello;
	/** Bytes that it has, with its header. */
	size = 0;
	/** What is behind its header, as far as it was captured. */
	body = 0;
	end = 0;
	/** Where handshake messages start; -1 where they are encrypted. */
	first = -1;
	/** A handshake message goes on here that began in an earlier record. */
	goesOn = false;
	encrypted = false;
	resumed = false;
	#direction: 0 | 1 = 0;

	begin(r: Reader): void {
		this.#direction = unpack(r.facts.told(before) ?? 0, this.session);
		const later = r.facts.told(agreed);
		if (later !== undefined) this.session.version = later;
		this.end = r.position;
	}

	/** A handshake message of several records, which this one made whole. */
	get completed(): Partial | undefined {
		return this.session.completed;
	}

	/** Goes to the next one, where the reader is then; false where none follows. */
	next(r: Reader): boolean {
		const {bytes: b, end: limit} = r;
		const {session} = this;
		const at = this.end;
		r.position = at;
		if (at >= limit) return false;
		const type = b[at]!;
		const isRecord = isContentType(type);
		const size = recordSize(b, at, limit, isRecord ? session.version : 0);
		if (size <= 0) return false;
		const end = Math.min(limit, at + size);
		this.size = size;
		this.end = end;
		if (!isRecord) {
			this.type = oldHello;
			return true;
		}

		this.type = type;
		this.body = Math.min(end, at + recordHeader);
		this.resumed = session.abbreviated && session.version !== tls13;
		this.encrypted = session.encrypted[this.#direction];
		this.goesOn = session.partial[this.#direction] !== undefined;
		this.first = observe(session, this.#direction, b, at, end);
		return true;
	}

	/** Tells which version they are of, and what is behind the last. */
	finish(r: Reader, line?: ByteText): void {
		const {version} = this.session;
		const {bytes: b} = r;
		const said = version === 0 && looksLikeRecord(b, r.base, r.end) ? b[r.base + 1]! << 8 | b[r.base + 2]! : version;
		r.column(versionColumn(r.position === r.base && version === 0 ? 0 : said));
		if (!r.more) return;
		if (line !== undefined) {
			add(line);
			line.text(version === 0 ? 'Continuation Data' : 'Ignored Unknown Record');
		}

		if (version !== 0) r.complain(tlsFaults.unknownRecord, r.position, r.end);
	}
}

/** One object, begun anew for each layer. */
const records = new Records();

/** What records say that are no handshake messages in the clear. */
const ofRecords = once((): readonly Field[] => fieldsIn(p).flatMap(field => [field, ...field.also, ...field.children]));

// RFC 8446, section 5.1
function readRecord(r: Reader): void {
	const {session, type, size} = records;
	const b = r.bytes;
	r.open(p.record);
	r.label(() => `${versionColumn(session.version || (b[r.position + 1]! << 8 | b[r.position + 2]!))} Record Layer: ${titleOf(b, records)}`);
	r.read(session.version === tls13 && type === applicationData ? p['record.opaque_type'] : p['record.content_type']);
	r.read(p['record.version']);
	const length = r.read(p['record.length']);
	if (length >= maxRecord) r.complain(tlsFaults.recordLength, r.position - 2, r.position);
	r.within(size - recordHeader, () => readBody(r));
	r.close();
}

function readBody(r: Reader): void {
	switch (records.type) {
		case changeCipherSpec:
			return r.group(p.change_cipher_spec, undefined, () => {
				if (records.resumed) r.complain(tlsFaults.resumed, r.position, r.end);
				r.position = r.end;
			});
		case alert:
			return readAlert(r);
		case handshake:
			return readMessages(r);
		case heartbeat:
			return readHeartbeat(r);
		default: {
			r.rest(p.app_data);
			const inside = applicationNames[records.session.application];
			if (inside) r.derive(p.app_data_proto, inside);
		}
	}
}

// RFC 8446, section 6
function readAlert(r: Reader): void {
	if (!isPlainAlert(r.bytes, records)) return r.group(p.alert_message, 'Alert Message: Encrypted Alert', () => void (r.position = r.end));
	r.group(p.alert_message, undefined, () => {
		r.read(p['alert_message.level']);
		r.read(p['alert_message.desc']);
	});
}

// RFC 6520, section 4
function readHeartbeat(r: Reader): void {
	if (records.encrypted) return r.group(p.heartbeat_message, 'Encrypted Heartbeat Message', () => void (r.position = r.end));
	r.group(p.heartbeat_message, undefined, () => {
		r.read(p['heartbeat_message.type']);
		const length = r.read(p['heartbeat_message.payload_length']);
		if (length > r.left - 16) r.complain(tlsFaults.heartbeat, r.position - 2, r.position, () => `Invalid heartbeat payload length (${length})`);
		r.rest(p['heartbeat_message.payload'], Math.min(length, Math.max(0, r.left)));
		r.rest(p['heartbeat_message.padding']);
	});
}

// RFC 8446, section 4
function readMessages(r: Reader): void {
	const {first, session, goesOn, completed} = records;
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

export const tls = protocol({
	name: 'tls',
	title: 'Transport Layer Security',
	short: 'TLS',
	about: 'Encrypts a connection and shows who the server is. The first messages are in the clear: they agree on versions and ciphers, and often name the server.',
	reference: 'RFC 8446',
	claims: claims(tcpPort, ...tlsPorts),
	parts: [p, h, keyParts, extensionParts, otherParts, parameterParts],
	faults: tlsFaults,
	guess: [{over: 'tcp', test: (b, start, end) => looksLikeRecord(b, start, end) || looksLikeSsl2Hello(b, start, end)}],
	framing: tlsFraming,
	expand(r) {
		const all = r.wantsAny(ofRecords(), true);
		records.begin(r);
		while (records.next(r)) {
			if (records.type === oldHello) readSsl2Record(r, records.size);
			// Others have nothing but what all records have.
			else if (all || (records.type === handshake && records.first >= 0)) readRecord(r);
		}

		records.finish(r);
	},
	summary(r) {
		const line = r.blank();
		records.begin(r);
		while (records.next(r)) writeInfo(line, r.bytes, records);
		records.finish(r, line);
		if (line.size > 0) r.info(line);
	},
});
