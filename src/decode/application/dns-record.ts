import type {Reader} from '../reader.ts';
import {faults, headerSize, p} from './dns-fields.ts';
import {readName, skipName} from './dns-names.ts';
import {addressRecords} from './dns-address-records.ts';
import {readOptions} from './dns-options.ts';
import {nameRecords} from './dns-name-records.ts';
import type {RecordReader, Said} from './dns-said.ts';
import {securityRecords} from './dns-security-records.ts';
import {signatureRecords} from './dns-signature-records.ts';
import {serviceRecords} from './dns-service-records.ts';
import {classText, typeText} from './dns-types.ts';

const opt = 41;
const srv = 33;

/** How the data of records is read, by type. */
const readers: ReadonlyMap<number, RecordReader> = new Map(
	[addressRecords, nameRecords, serviceRecords, securityRecords, signatureRecords].flatMap(group => Object.entries(group).map(([type, read]) => [Number(type), read])),
);

/** The same, of most records that there are, found at once. */
const commonReaders = Array.from({length: 64}, (_, type) => readers.get(type));

/** Whether all the questions and records are there that the counts of the message at `start` promise. */
export function isWhole(b: Uint8Array, start: number, end: number): boolean {
	if (end - start < headerSize) return false;
	let at = start + headerSize;
	for (let section = 0; section < 4; section++) {
		for (let left = (b[start + 4 + 2 * section]! << 8) | b[start + 5 + 2 * section]!; left > 0; left--) {
			at = skipName(b, at, end);
			if (at < 0) return false;
			at += section === 0 ? 4 : 10;
			if (section > 0 && at <= end) at += (b[at - 2]! << 8) | b[at - 1]!;
			if (at > end) return false;
		}
	}

	return true;
}

/** A question, RFC 1035, section 4.1.2. Tells `said` what the Info column says of it. */
export function readQuestion(r: Reader, isMulticast: boolean, said: Said): void {
	const start = r.position;
	const size = 4;
	const name = readName(r);
	const at = r.position;
	r.need(size);
	const type = r.peek16();
	const rawClass = r.peek16(2);
	const unicast = isMulticast && rawClass >= 0x8000;
	const suffix = isMulticast ? `, "${unicast ? 'QU' : 'QM'}" question` : '';
	said.question(type, name, suffix);
	if (!r.listens) {
		r.position = at + size;
		return;
	}

	r.open(undefined, start);
	r.label(() => `${name.text}: type ${typeText(type)}, class ${classText(isMulticast ? rawClass & 0x7fff : rawClass)}${suffix}`);
	r.put(p['qry.name'], start, name.end, name.text);
	r.derive(p['qry.name.len'], name.length, start, name.end);
	r.derive(p['count.labels'], name.labels, start, name.end);
	r.read(p['qry.type']);
	if (isMulticast) {
		r.at(p['qry.class.multicast'], at + 2);
		r.at(p['qry.qu'], at + 2);
		r.position = at + size;
	} else {
		r.read(p['qry.class']);
	}

	r.close();
}

/** A record, RFC 1035, section 4.1.3. Tells `said` what the Info column says of it. */
export function readRecord(r: Reader, isMulticast: boolean, said: Said): void {
	const start = r.position;
	const name = readName(r);
	const at = r.position;
	r.need(10);
	const type = r.peek16();
	const rawClass = r.peek16(2);
	const size = r.peek16(8);
	const flush = isMulticast && rawClass >= 0x8000;
	said.begin(type, flush, name);
	// A record that is not all there is not shown at all.
	r.need(10 + size);
	if (!r.listens) {
		r.position = at + 10;
		if (size > 0) readData(r, type, size, said);
		r.position = at + 10 + size;
		return;
	}

	r.open(undefined, start);
	r.label(() => {
		const which = type === opt ? '' : `, class ${classText(isMulticast ? rawClass & 0x7fff : rawClass)}`;
		return `${name.text}: type ${typeText(type)}${which}${flush ? ', cache flush' : ''}`;
	});
	readOwner(r, type, name.text, start, at);
	r.read(p['resp.type']);
	if (type === opt) {
		readOptHeader(r, isMulticast);
	} else {
		if (isMulticast) {
			r.at(p['resp.class.multicast'], at + 2);
			r.at(p['resp.cache_flush'], at + 2);
			r.position = at + 4;
		} else {
			r.read(p['resp.class']);
		}

		if (r.peek() >= 0x80) r.readOpen(p['resp.ttl'], () => r.complain(faults.timeToLive, at + 4, at + 8));
		else r.read(p['resp.ttl']);
	}

	r.read(p['resp.len']);
	const data = r.position;
	if (size > 0) readData(r, type, size, said);
	r.position = data + size;
	r.close();
	if (said.label !== undefined) r.append(said.label);
}

/** The name of a record; of a server selection in its three parts, RFC 2782. */
function readOwner(r: Reader, type: number, name: string, start: number, end: number): void {
	if (type !== srv) {
		r.put(p['resp.name'], start, end, name);
		return;
	}

	const first = name.indexOf('.');
	const second = first < 0 ? -1 : name.indexOf('.', first + 1);
	r.put(p['srv.service'], start, end, first < 0 ? name : name.slice(0, first));
	if (first >= 0) r.put(p['srv.proto'], start, end, second < 0 ? name.slice(first + 1) : name.slice(first + 1, second));
	if (second >= 0) r.put(p['srv.name'], start, end, name.slice(second + 1));
}

/** What stands in place of class and time to live, RFC 6891, section 6.1.3. */
function readOptHeader(r: Reader, isMulticast: boolean): void {
	const at = r.position;
	if (isMulticast) {
		r.at(p['rr.udp_payload_size.multicast'], at);
		r.at(p['resp.cache_flush'], at);
		r.position = at + 2;
	} else {
		r.read(p['rr.udp_payload_size']);
	}

	r.read(p['resp.ext_rcode']);
	r.read(p['resp.edns0_version']);
	r.read(p['resp.z']);
}

function readData(r: Reader, type: number, size: number, said: Said): void {
	if (type === opt) {
		readOptions(r, r.position + size);
		return;
	}

	const read = commonReaders[type] ?? readers.get(type);
	if (read !== undefined) {
		read(r, r.position + size, said);
		return;
	}

	r.complain(faults.undecoded, r.position, r.position + size, () => `Records of type ${typeText(type)} are not decoded`);
	r.take(p.data, size);
}
