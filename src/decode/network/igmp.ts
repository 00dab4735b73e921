import {bit, byteString, bytes, header, ipv4Address, parts, u16, u32, u8, word} from '../field.ts';
import {ipv4Text} from '../print.ts';
import {claims, fault, protocol} from '../protocol.ts';
import {generated, type Reader} from '../reader.ts';
import {ipProtocol} from '../space.ts';
import {checksumStatusNames, readChecksum, sumWords} from './checksum.ts';
import {pim} from './pim.ts';

const types: ReadonlyMap<number, string> = new Map([
	[0x01, 'Create Group Request'],
	[0x02, 'Create Group Reply'],
	[0x03, 'Join Group Request'],
	[0x04, 'Join Group Reply'],
	[0x05, 'Leave Group Request'],
	[0x06, 'Leave Group Reply'],
	[0x07, 'Confirm Group Request'],
	[0x08, 'Confirm Group Reply'],
	[0x11, 'Membership Query'],
	[0x12, 'Membership Report'],
	[0x13, 'DVMRP Protocol'],
	[0x14, 'PIM Routing Message'],
	[0x16, 'Membership Report'],
	[0x17, 'Leave Group'],
	[0x1e, 'Traceroute Response'],
	[0x1f, 'Traceroute Query or Request'],
	[0x22, 'Membership Report'],
]);

/** RFC 3376, section 4.2.12. */
const recordTypes: ReadonlyMap<number, string> = new Map([
	[1, 'Mode Is Include'],
	[2, 'Mode Is Exclude'],
	[3, 'Change To Include Mode'],
	[4, 'Change To Exclude Mode'],
	[5, 'Allow New Sources'],
	[6, 'Block Old Sources'],
]);

// RFC 2236, section 2
const h = header('igmp', {type: u8('Type', {base: 'hex', values: types})});

const p = parts('igmp', () => ({
	version: u8('IGMP Version'),
	reserved: bytes('Reserved'),
	max_resp: u8('Max Resp Time', {shown: value => `${(value / 10).toFixed(1)} sec (${value} tenths)`, about: 'How long a host may wait before it answers.'}),
	...word(1, {
		_more: bit(1, ''),
		'max_resp.exp': bit(3, 'Exponent', {base: 'hex', reference: 'RFC 3376, section 4.1.1'}),
		'max_resp.mant': bit(4, 'Mantissa', {base: 'hex'}),
	}),
	checksum: u16('Checksum', {base: 'hex'}),
	'checksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
	maddr: ipv4Address('Multicast Address', {special: true, about: 'The group. 0.0.0.0 asks for all.'}),
	...word(1, {
		_resv: bit(4, ''),
		s: bit(1, 'S', {meaning: ['SUPPRESS router side processing', 'Do not suppress router side processing']}),
		qrv: bit(3, 'QRV', {about: "The querier's robustness variable: how many messages may get lost."}),
	}),
	qqic: u8('QQIC', {about: "The querier's query interval code."}),
	num_src: u16('Num Src'),
	saddr: ipv4Address('Source Address', {special: true}),
	num_grp_recs: u16('Num Group Records'),
	record_type: u8('Record Type', {values: recordTypes}),
	aux_data_len: u8('Aux Data Len'),
	aux_data: bytes('Aux Data'),
	group_type: u8('Type Of Group', {values: new Map([[0, 'Public Group'], [1, 'Private Group']])}),
	reply: u8('Reply'),
	identifier: u32('Identifier'),
	access_key: byteString(8, 'Access Key'),
	'mtrace.max_hops': u8('# hops'),
	data: bytes('Data'),
}));

const faults = {checksum: fault('igmp.bad_checksum', 'Bad checksum', 'error', 'Checksum')};

const query = 0x11;
const reportOne = 0x12;
const reportTwo = 0x16;
const leave = 0x17;
const reportThree = 0x22;
const dvmrp = 0x13;
const pimOne = 0x14;

/** Bytes of a query of version 3, at least: RFC 3376, section 7.1. */
const longQuery = 12;

/** Version of a message; undefined where its type does not belong to one. */
function versionOf(r: Reader, type: number): number | undefined {
	if (type === query) return r.left >= longQuery - r.position + r.base ? 3 : r.peek(1) === 0 ? 1 : 2;
	if (type === reportOne) return 1;
	if (type === reportTwo || type === leave) return 2;
	if (type === reportThree) return 3;
	return type >= 1 && type <= 8 ? 0 : undefined;
}

export const igmp = protocol({
	name: 'igmp',
	title: 'Internet Group Management Protocol',
	about: 'How hosts tell their router which groups they want to hear, and how it asks them.',
	reference: 'RFC 3376',
	unshows: true,
	claims: claims(ipProtocol, 2),
	header: h,
	parts: p,
	faults,
	walk(c) {
		const type = h.type.read(c);
		// DVMRP and the first PIM are carried in here.
		if (type !== dvmrp && type !== pimOne) return undefined;
		c.payload(0);
		if (type !== pimOne) return undefined;
		c.unshow();
		return pim;
	},
	expand(r) {
		const type = r.peek();
		const name = types.get(type);
		if (type === dvmrp || type === pimOne) {
			r.info(name!);
			return;
		}

		const version = versionOf(r, type);
		if (version !== undefined) {
			r.column(`IGMPv${version}`);
			r.put(p.version, r.base, r.base, version, generated);
		}

		const says: Says = {info: name ?? `Unknown Type:0x${type.toString(16).padStart(2, '0')}`};
		try {
			readMessage(r, type, version, says);
		} finally {
			r.info(says.info);
		}
	},
});

/** What the list says of a message, as far as it was read. */
type Says = {info: string};

function readMessage(r: Reader, type: number, version: number | undefined, says: Says): void {
	r.read(h.type);
	if (!types.has(type)) {
		r.rest(p.data);
		return;
	}

	if (version === 0) return readOld(r, type);
	if (version === undefined) {
		r.read(p['mtrace.max_hops']);
		readChecksum(r, checksumFields, r.listens ? sumOf(r) : undefined);
		r.take(p.maddr, 4);
		return;
	}

	if (version === 1 || type === reportThree) r.take(p.reserved, 1);
	else readTime(r, version);
	readChecksum(r, checksumFields, r.listens ? sumOf(r) : undefined);
	if (type === reportThree) return readReport(r, says);
	const group = r.take(p.maddr, 4);
	const sources = version === 3 ? readQuery(r) : [];
	says.info = infoText(type, version, group, sources);
}

function infoText(type: number, version: number, group: Uint8Array, sources: readonly string[]): string {
	const name = types.get(type)!;
	if (version === 1) return name;
	if (type !== query) return `${name} group ${ipv4Text(group)}`.replace('Leave Group group', 'Leave Group');
	if (group.every(byte => byte === 0)) return `${name}, general`;
	return `${name}, specific for group ${ipv4Text(group)}${sources.length === 0 ? '' : `, source {${sources.join(', ')}}`}`;
}

/** RFC 3376, section 4.1.1: long times are an exponent and a mantissa. */
function readTime(r: Reader, version: number): void {
	const at = r.position;
	const code = r.peek();
	if (version < 3 || code < 128) {
		r.read(p.max_resp);
		return;
	}

	r.skip(1);
	r.open(p.max_resp, at, ((code & 15) | 16) << (((code >> 4) & 7) + 3));
	r.at(p['max_resp.exp'], at);
	r.at(p['max_resp.mant'], at);
	r.close(at + 1);
}

const checksumFields = {checksum: p.checksum, status: p['checksum.status'], bad: faults.checksum};

const sumOf = (r: Reader): number | undefined => (r.end === r.limit && !r.quoted ? sumWords(r.bytes, r.base, r.end) : undefined);

function readSources(r: Reader, count: number): string[] {
	const sources: string[] = [];
	for (let i = 0; i < count; i++) sources.push(ipv4Text(r.take(p.saddr, 4)));
	return sources;
}

function readQuery(r: Reader): string[] {
	r.at(p.s, r.position);
	r.at(p.qrv, r.position);
	r.skip(1);
	r.read(p.qqic);
	return readSources(r, r.read(p.num_src));
}

function readReport(r: Reader, says: Says): void {
	r.take(p.reserved, 2);
	const count = r.read(p.num_grp_recs);
	for (let i = 0; i < count; i++) {
		const at = r.position;
		const type = r.peek();
		says.info += r.group(undefined, () => `Group Record : ${at + 8 <= r.end ? ipv4Text(r.bytes, at + 4) : ''}  ${recordTypes.get(type) ?? ''}`, () => readRecord(r, type));
	}
}

/** Returns what the record means, as the list says it. */
function readRecord(r: Reader, type: number): string {
	r.need(8);
	r.read(p.record_type);
	const words = r.read(p.aux_data_len);
	const count = r.read(p.num_src);
	const group = ipv4Text(r.take(p.maddr, 4));
	const sources = readSources(r, count);
	if (words > 0) r.take(p.aux_data, words * 4);
	const list = `{${sources.join(', ')}}`;
	switch (type) {
		case 1:
		case 3:
			return count === 0 ? ` / Leave group ${group}` : ` / Join group ${group} for sources in ${list}`;
		case 2:
		case 4:
			return count === 0 ? ` / Join group ${group} for any sources` : ` / Join group ${group}, for sources not in ${list}`;
		case 5:
			return ` / Group ${group}, new sources ${list}`;
		case 6:
			return ` / Group ${group}, block sources ${list}`;
		default:
			return ` / Group ${group}, unknown record type (?)`;
	}
}

/** RFC 988, appendix I: what groups were like at first. */
function readOld(r: Reader, type: number): void {
	if (type === 1) r.read(p.group_type);
	else if (type % 2 === 1) r.take(p.reserved, 1);
	else r.read(p.reply);
	readChecksum(r, checksumFields, r.listens ? sumOf(r) : undefined);
	r.read(p.identifier);
	r.take(p.maddr, 4);
	r.read(p.access_key);
}
