import type {Cursor} from '../cursor.ts';
import type {Field} from '../field.ts';
import {linkName} from '../print.ts';
import {claims, fault, type Protocol, protocol, strayCharacters} from '../protocol.ts';
import {generated, hidden, type Reader} from '../reader.ts';
import {linkType} from '../space.ts';
import {llc} from './llc.ts';
import {dmgBeacon, extensionParts, readExtension} from './wlan-extension.ts';
import {wlanParts as p} from './wlan-fields.ts';
import {readManagement} from './wlan-management.ts';
import {managementParts} from './wlan-management-fields.ts';
import {tagFaults, tagParts} from './wlan-tag-fields.ts';
import {throughputParts} from './wlan-throughput.ts';
import {subtypeNames} from './wlan-types.ts';

const management = 0;
const control = 1;
const data = 2;

const faults = {retry: fault('wlan.fc.retry.expert', 'Retransmission (retry)', 'note', 'Sequence'), stray: strayCharacters};

const extension = 3;
/** The last version that there is: the header of others is not known. */
const lastVersion = 1;
const addressSize = 6;
/** What stands behind the control of the quality of service, where a flag says so. */
const controlSize = 4;
/** Control, duration and one address. */
const shortest = 10;
/** Three addresses, and the sequence control. */
const longHeader = 24;
const fcsSize = 4;
/** The sum behind what WEP encrypts. */
const sumSize = 4;

/** Places of the two bytes of control, which some access controllers swap. */
type Form = {readonly fcs: boolean; readonly swapped: boolean};

const powerSavePoll = 10;
const contentionEnd = 14;

/** Bytes of the header; -1 where nothing is known of such a frame. */
function headerSize(type: number, subtype: number, flags: number): number {
	if (type === management) return flags & 0x80 ? longHeader + 4 : longHeader;
	if (type === control) return [5, 8, 9, 10, 11, 14].includes(subtype) ? shortest + addressSize : shortest;
	if (type === extension) return subtype === dmgBeacon ? shortest : -1;
	if (type !== data) return -1;
	const qos = (subtype & 8) !== 0;
	return longHeader + ((flags & 3) === 3 ? addressSize : 0) + (qos ? 2 : 0) + (qos && flags & 0x80 ? controlSize : 0);
}

const extendedVector = 0x20;

/** Bytes in front of what is encrypted: a vector of four bytes, or eight. */
function vectorSize(b: Uint8Array, at: number, end: number): number {
	return at + 4 <= end && b[at + 3]! & extendedVector ? 8 : 4;
}

function walk(c: Cursor, {fcs, swapped}: Form): Protocol | undefined {
	const b = c.bytes;
	const first = b[c.start + (swapped ? 1 : 0)]!;
	const flags = b[c.start + (swapped ? 0 : 1)]!;
	const type = (first >> 2) & 3;
	const subtype = first >> 4;
	const size = headerSize(type, subtype, flags);
	if ((first & 3) > lastVersion) {
		c.hold();
		c.payload(2);
		return undefined;
	}

	if ((first & 3) === 0 && type === data && subtype & 8 && c.lacks(size - (flags & 0x80 ? controlSize : 0))) return undefined;

	if ((first & 3) !== 0 || type === control || type === extension || size < 0 || c.captured < size) return c.opaque();
	const at = c.start;
	if (type === management) {
		c.linkAddresses(at + 10, at + 4);
		return c.opaque();
	}

	const fromSystem = (flags & 2) !== 0;
	const toSystem = (flags & 1) !== 0;
	c.linkAddresses(fromSystem ? (toSystem ? at + longHeader : at + 16) : at + 10, toSystem ? at + 16 : at + 4);
	// Without data; or several in one, which nothing here takes apart.
	if (subtype & 4) return c.opaque();
	const end = c.available - (fcs ? fcsSize : 0);
	if (flags & 0x40) {
		const vector = vectorSize(b, at + size, c.end);
		c.child(size + vector, vector === 8 ? end : Math.max(size + vector, end - sumSize));
		return undefined;
	}

	c.child(size, end);
	// A piece of a frame, that nothing here puts together; what an access point hands on is whole, whatever its number says.
	if (flags & 0x04 || (!swapped && b[at + 22]! & 0x0f)) return undefined;
	return subtype & 8 && b[at + size - 2]! & 0x80 ? undefined : llc;
}

function address(r: Reader, at: number, field: Field<'mac'>, resolved: Field<'text'>): void {
	const value = r.bytes.subarray(at, at + addressSize);
	r.put(field, at, at + addressSize, value);
	r.put(resolved, at, at + addressSize, linkName(value), hidden);
}

function either(r: Reader, at: number): void {
	const value = r.bytes.subarray(at, at + addressSize);
	r.put(p.addr, at, at + addressSize, value, hidden);
	r.put(p.addr_resolved, at, at + addressSize, linkName(value), hidden);
}

function addresses(r: Reader, type: number, flags: number): void {
	const {base} = r;
	const [one, two, three, four] = [base + 4, base + 10, base + 16, base + longHeader];
	r.position = one;
	r.need(addressSize);
	const wanted = longHeader - 6 + (type === data && (flags & 3) === 3 ? addressSize + 2 : 0);
	if (one + wanted > r.end) {
		// The receiver is told also where the header ends behind it.
		address(r, one, p.ra, p.ra_resolved);
		either(r, one);
		r.short(wanted);
	}

	const ds = type === data ? flags & 3 : 0;
	address(r, one, p.ra, p.ra_resolved);
	either(r, one);
	address(r, two, p.ta, p.ta_resolved);
	either(r, two);
	address(r, ds & 1 ? three : one, p.da, p.da_resolved);
	address(r, ds === 3 ? four : ds === 2 ? three : two, p.sa, p.sa_resolved);
	if (ds !== 3) address(r, ds === 0 ? three : ds === 1 ? one : two, p.bssid, p.bssid_resolved);
	if (ds === 1 || ds === 2) address(r, ds === 1 ? two : one, p.staa, p.staa_resolved);
	if (ds === 3) either(r, four);
	either(r, three);
	r.at(p.frag, base + 22);
	r.at(p.seq, base + 22);
	r.position = base + longHeader;
}

function frameControl(r: Reader, {swapped}: Form): void {
	const {base} = r;
	const at = base + (swapped ? 1 : 0);
	const flagsAt = base + (swapped ? 0 : 1);
	const first = r.bytes[at]!;
	r.put(p['fc.type_subtype'], base, base + 2, (((first >> 2) & 3) << 4) | (first >> 4));
	r.open(p.fc, base, (r.bytes[base]! << 8) | r.bytes[base + 1]!);
	if (swapped) r.append('(Swapped)');
	for (const key of ['version', 'type', 'subtype'] as const) r.at(p[`fc.${key}`], at);
	r.open(p.flags, flagsAt, r.bytes[flagsAt]!);
	r.at(p['fc.ds'], flagsAt);
	r.at(p['fc.tods'], flagsAt, hidden);
	r.at(p['fc.fromds'], flagsAt, hidden);
	r.at(p['fc.frag'], flagsAt);
	r.open(p['fc.retry'], flagsAt, (r.bytes[flagsAt]! >> 3) & 1);
	if (r.bytes[flagsAt]! & 0x08) r.complain(faults.retry, flagsAt, flagsAt + 1);
	r.close(flagsAt + 1);
	for (const key of ['pwrmgt', 'moredata', 'protected', 'order'] as const) r.at(p[`fc.${key}`], flagsAt);
	r.close(flagsAt + 1);
	r.close(base + 2);
	r.position = base + 2;
}

function qualityOfService(r: Reader, subtype: number, flags: number): void {
	const at = r.position;
	r.readOpen(p.qos, value => {
		r.at(p['qos.tid'], at);
		r.at(p['qos.priority'], at, generated);
		const isFromStation = (flags & 2) === 0;
		if (isFromStation) r.at(p['qos.bit4'], at);
		else r.at(p['qos.eosp'], at);
		r.at(p['qos.ack'], at);
		if ((subtype & 4) === 0) r.at(p['qos.amsdupresent'], at);
		if (isFromStation) r.at(value & 0x10 ? p['qos.queue_size'] : p['qos.txop_dur_req'], at);
		if (flags & 2) {
			r.put(p['qos.ps_buf_state'], at, at + 2, value >> 8);
			r.at(p['qos.buf_state_indicated'], at);
		}
	});
	if (flags & 0x80) r.skip(4);
}

/** IEEE 802.11-2016, section 12.5.3.2: the packet number in six of eight bytes. */
function initializationVector(r: Reader, fcs: boolean): void {
	const at = r.position;
	if (vectorSize(r.bytes, at, r.end) !== 8) {
		readOldVector(r, fcs);
		return;
	}

	r.need(8);
	r.group(undefined, 'CCMP parameters', () => {
		const places = [7, 6, 5, 4, 1, 0];
		r.put(p['ccmp.extiv'], at, at + 8, `0x${places.map(place => r.bytes[at + place]!.toString(16).padStart(2, '0')).join('')}`);
		r.put(p['wep.key'], at + 3, at + 4, r.bytes[at + 3]! >> 6);
		r.position = at + 8;
	});
}

/** IEEE 802.11-2016, section 12.3.2: a vector in front, a sum behind. */
function readOldVector(r: Reader, fcs: boolean): void {
	r.group(undefined, 'WEP parameters', () => {
		r.read(p['wep.iv']);
		const at = r.position;
		r.need(1);
		r.put(p['wep.key'], at, at + 1, r.bytes[at]! >> 6);
		const sum = r.limit - (fcs ? fcsSize : 0) - sumSize;
		if (sum <= at || sum + sumSize > r.end) return;
		r.at(p['wep.icv'], sum);
		r.append(' (not verified)');
		r.position = at + 1;
	});
}

const letters = [[0x80, 'o'], [0x40, 'p'], [0x20, 'm'], [0x10, 'P'], [0x08, 'R'], [0x04, 'M'], [0x02, 'F'], [0x01, 'T']] as const;

const flagText = (flags: number, fcs: boolean): string => letters.map(([mask, letter]) => (flags & mask ? letter : '.')).join('') + (fcs ? 'C' : '');

function expand(r: Reader, form: Form): void {
	r.need(2);
	const {base} = r;
	const first = r.bytes[base + (form.swapped ? 1 : 0)]!;
	const flags = r.bytes[base + (form.swapped ? 0 : 1)]!;
	const type = (first >> 2) & 3;
	const subtype = first >> 4;
	const name = subtypeNames.get((type << 4) | subtype) ?? 'Unrecognized (Reserved frame)';
	const said = flagText(flags, form.fcs);
	if ((first & 3) > lastVersion) {
		r.label(() => `IEEE 802.11 Unknown Protocol Version:${first & 3}`);
		r.at(p['fc.version'], base + (form.swapped ? 1 : 0));
		r.skip(2);
		r.need(1);
		return;
	}

	if ((first & 3) !== 0) {
		r.readOpen(p.fc, () => {
			r.at(p['fc.version'], base + (form.swapped ? 1 : 0));
		});
		return;
	}

	r.label(() => `IEEE 802.11 ${name}, Flags: ${said}`);
	frameControl(r, form);
	const size = headerSize(type, subtype, flags);
	if (size < 0) return;
	r.at(p.duration, base + 2);
	r.skip(2);
	if (type === control) {
		r.need(size - 4);
		address(r, base + 4, p.ra, p.ra_resolved);
		if (subtype === powerSavePoll) address(r, base + 4, p.bssid, p.bssid_resolved);
		either(r, base + 4);
		if (size > shortest) {
			if (subtype === contentionEnd) address(r, base + 10, p.bssid, p.bssid_resolved);
			else address(r, base + 10, p.ta, p.ta_resolved);
			either(r, base + 10);
		}

		r.position = base + size;
		r.info(() => `${name}, Flags=${said}`);
		checkSequence(r, form);
		return;
	}

	if (type === extension) {
		r.need(addressSize);
		address(r, r.position, p.ra, p.ra_resolved);
		either(r, r.position);
		r.put(p.bssid, r.position, r.position + addressSize, r.bytes.subarray(r.position, r.position + addressSize));
		r.take(p.addr, addressSize, hidden);
		checkSequence(r, form);
		const more = readBody(r, form, () => readExtension(r));
		r.info(() => `${name}, Flags=${said}${more}`);
		return;
	}

	addresses(r, type, flags);
	const sequence = r.bytes[base + 22]! | (r.bytes[base + 23]! << 8);
	const info = `${name}, SN=${sequence >> 4}, FN=${sequence & 0xf}, Flags=${said}`;
	checkSequence(r, form);
	if (type === data) {
		r.info(info);
		if ((flags & 3) === 3) r.skip(addressSize);
		if (subtype & 8) qualityOfService(r, subtype, flags);
		if (flags & 0x40 && (subtype & 4) === 0) initializationVector(r, form.fcs);
		return;
	}

	r.position = base + size;
	const more = readBody(r, form, () => readManagement(r, subtype, (flags & 0x40) !== 0));
	r.info(() => info + more);
}

/** What is left, but for the frame check sequence. Returns what the list says of it. */
function readBody(r: Reader, {fcs}: Form, read: () => string): string {
	const size = Math.max(0, r.left - (fcs ? fcsSize : 0));
	let more = '';
	if (size > 0)
		r.within(size, () => {
			more = read();
		});
	return more;
}

/** The last four bytes, read without moving. */
function checkSequence(r: Reader, {fcs}: Form): void {
	const at = r.limit - fcsSize;
	if (!fcs || at < r.position || r.limit > r.end) return;
	r.at(p.fcs, at);
	r.append(' [unverified]');
	r.put(p['fcs.status'], at, at + fcsSize, 2, generated);
}

const form = (said: Form, numbers: readonly number[]): Protocol =>
	protocol({
		name: 'wlan',
		title: 'IEEE 802.11 wireless LAN',
		short: 'IEEE 802.11',
		column: '802.11',
		about: 'Carries packets over the air, and what stations and access points have to say to each other.',
		reference: 'IEEE 802.11',
		claims: claims(linkType, ...numbers),
		lacking: {under: 2, as: 'named'},
		parts: [p, extensionParts, managementParts, tagParts, throughputParts],
		faults: {...faults, ...tagFaults},
		walk: c => walk(c, said),
		expand: r => expand(r, said),
	});

/** A frame without a frame check sequence. */
export const wlan = form({fcs: false, swapped: false}, [105]);

/** A frame with one. */
export const wlanChecked = form({fcs: true, swapped: false}, []);

/** A frame whose two bytes of control changed places, as Cisco's access points send them to their controller. */
export const wlanSwapped = form({fcs: false, swapped: true}, []);
