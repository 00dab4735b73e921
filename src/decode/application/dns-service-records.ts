import {bit, bytes, type Field, ipv4Address, ipv6Address, none, parts, text, u16, u32, u8} from '../field.ts';
import {ipv4Text, ipv6Text} from '../print.ts';
import {printable} from '../printable.ts';
import {decodeText} from '../decode-text.ts';
import {malformed} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {nameField, readName} from './dns-names.ts';
import type {RecordReader} from './dns-said.ts';

/** RFC 9460, section 14.3.2. */
const parameterNames: ReadonlyMap<number, string> = new Map([
	[0, 'mandatory'],
	[1, 'alpn'],
	[2, 'no-default-alpn'],
	[3, 'port'],
	[4, 'ipv4hint'],
	[5, 'echconfig'],
	[6, 'ipv6hint'],
	[32_769, 'odohconfig'],
	[65_535, 'key65535'],
]);

const parameterName = (key: number): string => parameterNames.get(key) ?? `key${key}`;

export const serviceRecordParts = parts('dns', () => ({
	'hinfo.cpu_length': u8('CPU Length', {reference: 'RFC 1035, section 3.3.2'}),
	'hinfo.cpu': text('CPU'),
	'hinfo.os_length': u8('OS Length'),
	'hinfo.os': text('OS'),
	'txt.length': u8('TXT Length'),
	txt: text('TXT', {reference: 'RFC 1035, section 3.3.14'}),
	'spf.length': u8('SPF Length'),
	spf: text('SPF', {about: 'Which hosts may send mail for the domain.', reference: 'RFC 7208'}),
	'x25.length': u8('Length'),
	'x25.psdn_address': text('PSDN-Address', {reference: 'RFC 1183, section 3.1'}),
	'idsn.length': u8('Length'),
	'idsn.address': text('ISDN Address', {reference: 'RFC 1183, section 3.2'}),
	'idsn.sa.length': u8('Length'),
	'idsn.sa.address': text('Sub Address'),
	'gpos.longitude_length': u8('Longitude length'),
	'gpos.longitude': text('Longitude', {reference: 'RFC 1712'}),
	'gpos.latitude_length': u8('Latitude length'),
	'gpos.latitude': text('Latitude'),
	'gpos.altitude_length': u8('Altitude length'),
	'gpos.altitude': text('Altitude'),
	'srv.priority': u16('Priority', {about: 'Lower is tried first.', reference: 'RFC 2782'}),
	'srv.weight': u16('Weight', {about: 'Of those with the same priority, how many clients in proportion.'}),
	'srv.port': u16('Port'),
	'srv.target': text('Target'),
	'naptr.order': u16('Order', {reference: 'RFC 3403, section 4.1'}),
	'naptr.preference': u16('Preference'),
	'naptr.flags_length': u8('Flags Length'),
	'naptr.flags': text('Flags'),
	'naptr.service_length': u8('Service Length'),
	'naptr.service': text('Service'),
	'naptr.regex_length': u8('Regex Length'),
	'naptr.regex': text('Regex'),
	'naptr.replacement_length': u8('Replacement Length'),
	'naptr.replacement': text('Replacement'),
	'svcb.svcpriority': u16('SvcPriority', {about: 'Lower is tried first; 0 says that the target is another name of the service.', reference: 'RFC 9460, section 2.4.1'}),
	'svcb.targetname': text('TargetName'),
	'svcb.svcparam': none('SvcParam'),
	'svcb.svcparam.key': u16('SvcParamKey', {values: parameterNames}),
	'svcb.svcparam.value.length': u16('SvcParamValue length'),
	'svcb.svcparam.value': bytes('SvcParamValue'),
	'svcb.svcparam.mandatory.key': u16('Mandatory key', {values: parameterNames}),
	'svcb.svcparam.alpn.length': u8('ALPN length'),
	'svcb.svcparam.alpn': text('ALPN', {about: 'A protocol that the service speaks.'}),
	'svcb.svcparam.port': u16('Port'),
	'svcb.svcparam.ipv4hint.ip': ipv4Address('IP'),
	'svcb.svcparam.echconfig': bytes('ECHConfig', {about: 'How to encrypt the first message of TLS.'}),
	'svcb.svcparam.ipv6hint.ip': ipv6Address('IP'),
	'svcb.svcparam.odohconfig': bytes('ODoHConfig'),
	'caa.flags': u8('CAA Flags', {
		base: 'hex',
		reference: 'RFC 8659, section 4.1',
		bits: {issuer_critical: bit(1, 'Issuer Critical', {meaning: ['Critical', 'Not critical']}), _reserved: bit(7, 'Reserved')},
	}),
	'caa.issue': text('Issue', {about: 'Who may issue certificates for the domain.'}),
	'caa.issuewild': text('Issue Wildcard'),
	'caa.iodef': text('Report URL'),
	'caa.unknown': text('Unknown tag'),
	'caa.tag_length': u8('Tag length'),
	'caa.tag': text('Tag'),
	'caa.value': text('Value'),
	'loc.version': u8('Version', {reference: 'RFC 1876, section 2'}),
	'loc.size': u8('Size', {shown: metersText}),
	'loc.horizontal_precision': u8('Horizontal Precision', {shown: metersText}),
	'loc.vertical_precision': u8('Vertical Precision', {shown: metersText}),
	'loc.latitude': u32('Latitude', {shown: value => angleText(value, 'N', 'S')}),
	'loc.longitude': u32('Longitude', {shown: value => angleText(value, 'E', 'W')}),
	'loc.altitude': u32('Altitude', {shown: value => `${value} (${(value - 10_000_000) / 100} m)`}),
	'loc.unknown_data': bytes('Unknown data'),
}));

const p = serviceRecordParts;

/** Centimetres as a digit and a power of ten. */
function metersText(value: number): string {
	return `${value} (${((value >> 4) * 10 ** (value & 15)) / 100} m)`;
}

/** Thousandths of a second of arc, from 2^31. */
function angleText(value: number, positive: string, negative: string): string {
	const distance = value - 2 ** 31;
	const size = Math.abs(distance);
	const seconds = (size % 60_000) / 1000;
	return `${value} (${Math.floor(size / 3_600_000)} deg ${Math.floor(size / 60_000) % 60} min ${seconds.toFixed(3)} sec ${distance < 0 ? negative : positive})`;
}

/** A string with its length in front, RFC 1035, section 3.3. */
const readString = (r: Reader, length: Field<'uint'>, field: Field<'text'>): string => r.terminated(field, r.read(length));

/** Strings, one after the other. */
const strings = (length: Field<'uint'>, field: Field<'text'>): RecordReader => (r, end) => {
	while (r.position < end) {
		const size = r.read(length);
		if (r.listens) r.terminated(field, size);
		else r.skip(size);
	}
};

const parameterValue = new Map<number, (r: Reader, end: number) => string>([
	[0, (r, end) => list(r, end, () => parameterName(r.read(p['svcb.svcparam.mandatory.key'])))],
	[1, (r, end) => list(r, end, () => readString(r, p['svcb.svcparam.alpn.length'], p['svcb.svcparam.alpn']))],
	[2, () => ''],
	[3, r => `=${r.read(p['svcb.svcparam.port'])}`],
	[4, (r, end) => list(r, end, () => ipv4Text(r.read(p['svcb.svcparam.ipv4hint.ip'])))],
	[5, (r, end) => `=${base64(r.take(p['svcb.svcparam.echconfig'], end - r.position))}`],
	[6, (r, end) => list(r, end, () => ipv6Text(r.read(p['svcb.svcparam.ipv6hint.ip'])))],
	[32_769, (r, end) => `=${base64(r.take(p['svcb.svcparam.odohconfig'], end - r.position))}`],
]);

function list(r: Reader, end: number, read: () => string): string {
	const texts: string[] = [];
	while (r.position < end) texts.push(read());
	return texts.length === 0 ? '' : `=${texts.join(',')}`;
}

const base64 = (b: Uint8Array): string => btoa(String.fromCharCode(...b.subarray(0, 1024)));

/** RFC 9460, section 2.2. */
const readService: RecordReader = (r, end) => {
	r.read(p['svcb.svcpriority']);
	nameField(r, p['svcb.targetname']);
	while (r.position < end) {
		r.open(p['svcb.svcparam']);
		const key = r.read(p['svcb.svcparam.key']);
		const size = r.read(p['svcb.svcparam.value.length']);
		const valueEnd = r.position + size;
		const read = parameterValue.get(key);
		let text = '';
		if (read !== undefined) text = read(r, valueEnd);
		else if (size > 0) text = `=${decodeText(r.take(p['svcb.svcparam.value'], size), 0, size, 'ascii')}`;
		r.close();
		r.label(() => `SvcParam: ${parameterName(key)}${text}`);
	}
};

const authorityTags = once((): ReadonlyMap<string, Field<'text'>> => new Map([['issue', p['caa.issue']], ['issuewild', p['caa.issuewild']], ['iodef', p['caa.iodef']]]));

/** RFC 8659, section 4.1. */
const readAuthority: RecordReader = (r, end) => {
	r.read(p['caa.flags']);
	const at = r.position;
	const size = r.peek();
	r.need(1 + size);
	const tagEnd = at + 1 + size;
	if (tagEnd > end) r.fail(malformed, at, 'Tag longer than the record');
	const value = printable(decodeText(r.bytes, tagEnd, end, 'utf8').replace(/[\u{80}-\u{10ffff}]/gu, '\ufffd'));
	const field = authorityTags().get(decodeText(r.bytes, at + 1, tagEnd, 'ascii')) ?? p['caa.unknown'];
	r.open(field, at, value);
	r.read(p['caa.tag_length']);
	r.terminated(p['caa.tag'], size);
	r.put(p['caa.value'], tagEnd, end, value);
	r.position = end;
	r.close();
};

/** Records of services and of what is said in words, by type. */
export const serviceRecords: Readonly<Record<number, RecordReader>> = {
	13(r, _, says) {
		const cpu = readString(r, p['hinfo.cpu_length'], p['hinfo.cpu']);
		const system = readString(r, p['hinfo.os_length'], p['hinfo.os']);
		says.say(() => `, CPU ${cpu}, OS ${system}`, cpu, system);
	},
	16: strings(p['txt.length'], p.txt),
	19(r, _, says) {
		says.sayOwner();
		readString(r, p['x25.length'], p['x25.psdn_address']);
	},
	20(r, end, says) {
		says.sayOwner();
		readString(r, p['idsn.length'], p['idsn.address']);
		if (r.position < end) readString(r, p['idsn.sa.length'], p['idsn.sa.address']);
	},
	27(r, _, says) {
		says.sayOwner();
		readString(r, p['gpos.longitude_length'], p['gpos.longitude']);
		readString(r, p['gpos.latitude_length'], p['gpos.latitude']);
		readString(r, p['gpos.altitude_length'], p['gpos.altitude']);
	},
	29(r, end) {
		const at = r.position;
		if (r.read(p['loc.version']) !== 0) {
			r.position = at;
			r.take(p['loc.unknown_data'], end - at);
			return;
		}

		r.read(p['loc.size']);
		r.read(p['loc.horizontal_precision']);
		r.read(p['loc.vertical_precision']);
		r.read(p['loc.latitude']);
		r.read(p['loc.longitude']);
		r.read(p['loc.altitude']);
	},
	33(r, _, says) {
		const priority = r.read(p['srv.priority']);
		const weight = r.read(p['srv.weight']);
		const port = r.read(p['srv.port']);
		const target = nameField(r, p['srv.target']);
		says.say(() => `, priority ${priority}, weight ${weight}, port ${port}, target ${target.text}`, priority, weight, port, target);
	},
	35(r, _, says) {
		const order = r.read(p['naptr.order']);
		const preference = r.read(p['naptr.preference']);
		const flags = readString(r, p['naptr.flags_length'], p['naptr.flags']);
		readString(r, p['naptr.service_length'], p['naptr.service']);
		readString(r, p['naptr.regex_length'], p['naptr.regex']);
		const {text: replacement, length, start, end} = readName(r);
		r.derive(p['naptr.replacement_length'], length, start, end);
		r.put(p['naptr.replacement'], start, end, replacement);
		says.say(() => `, order ${order}, preference ${preference}, flags ${flags}`, order, preference, flags);
	},
	64: readService,
	65: readService,
	99: strings(p['spf.length'], p.spf),
	257: readAuthority,
};
