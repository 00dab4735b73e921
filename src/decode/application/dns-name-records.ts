import {type Field, parts, text, u16, u32} from '../field.ts';
import {nameField} from './dns-names.ts';
import type {RecordReader} from './dns-said.ts';
import {secondsInWords} from './dns-types.ts';

export const nameRecordParts = parts('dns', () => ({
	ns: text('Name Server', {reference: 'RFC 1035, section 3.3.11'}),
	md: text('Mail Destination'),
	mf: text('Mail Forwarder'),
	cname: text('CNAME', {about: 'The name that this one is another name of.', reference: 'RFC 1035, section 3.3.1'}),
	'soa.mname': text('Primary name server', {reference: 'RFC 1035, section 3.3.13'}),
	'soa.rname': text("Responsible authority's mailbox", {about: 'A mail address, with a dot in place of the @.'}),
	'soa.serial_number': u32('Serial Number', {about: 'Grows when the zone changes.'}),
	'soa.refresh_interval': u32('Refresh Interval', {shown: secondsInWords, about: 'How often a secondary server looks for changes.'}),
	'soa.retry_interval': u32('Retry Interval', {shown: secondsInWords}),
	'soa.expire_limit': u32('Expire limit', {shown: secondsInWords, about: 'How long a secondary server answers without hearing from the primary.'}),
	'soa.minimum_ttl': u32('Minimum TTL', {shown: secondsInWords, about: 'How long it may be remembered that a name does not exist.', reference: 'RFC 2308, section 4'}),
	mb: text('MailBox Domain'),
	mg: text('Mail Group member'),
	mr: text('Mail Rename domain'),
	'ptr.domain_name': text('Domain Name', {reference: 'RFC 1035, section 3.3.12'}),
	'minfo.r': text('Responsible Mailbox'),
	'minfo.e': text('Error Mailbox'),
	'mx.preference': u16('Preference', {about: 'Lower is tried first.', reference: 'RFC 1035, section 3.3.9'}),
	'mx.mail_exchange': text('Mail Exchange'),
	'rp.mailbox': text('Mailbox', {reference: 'RFC 1183, section 2.2'}),
	'rp.txt_rr': text('TXT RR'),
	'afsdb.subtype': u16('Subtype', {reference: 'RFC 1183, section 1'}),
	'afsdb.hostname': text('Hostname'),
	'rt.subtype': u16('Preference'),
	'rt.intermediate_host': text('Intermediate Hostname'),
	'nsap_ptr.owner': text('Owner'),
	'px.preference': u16('Preference', {reference: 'RFC 2163, section 4'}),
	'px.map822': text('MAP822'),
	'px.map400': text('MAPX400'),
	'kx.preference': u16('Preference', {reference: 'RFC 2230, section 3.1'}),
	'kx.key_exchange': text('Key Exchange'),
	dname: text('Dname', {about: 'The names below this one are found below that one.', reference: 'RFC 6672'}),
	'ilnp.lp.preference': u16('Preference', {reference: 'RFC 6742, section 2.4'}),
	'ilnp.lp': text('Locator FQDN'),
}));

const p = nameRecordParts;

/** A name that label and Info column say as well. */
const said = (field: Field<'text'>, title: string): RecordReader => (r, _, says) => {
	says.sayName(title, nameField(r, field));
};

/** A name, or two, of which neither is said. */
const plain = (first: Field<'text'>, second?: Field<'text'>): RecordReader => (r, _, says) => {
	says.sayOwner();
	nameField(r, first);
	if (second !== undefined) nameField(r, second);
};

/** A preference and a name that are said. */
const preferred = (preference: Field<'uint'>, field: Field<'text'>, title: string): RecordReader => (r, _, says) => {
	const order = r.read(preference);
	const name = nameField(r, field);
	says.say(() => `, preference ${order}, ${title} ${name.text}`, order, name);
};

/** A number and a name or two, of which none is said. */
const numbered = (number: Field<'uint'>, first: Field<'text'>, second?: Field<'text'>): RecordReader => (r, _, says) => {
	says.sayOwner();
	r.read(number);
	nameField(r, first);
	if (second !== undefined) nameField(r, second);
};

/** Records whose data is names, by type. */
export const nameRecords: Readonly<Record<number, RecordReader>> = {
	2: said(p.ns, 'ns '),
	3: plain(p.md),
	4: plain(p.mf),
	5: said(p.cname, 'cname '),
	6(r, _, says) {
		says.sayName('mname ', nameField(r, p['soa.mname']));
		nameField(r, p['soa.rname']);
		r.tell(p['soa.serial_number']);
		r.tell(p['soa.refresh_interval']);
		r.tell(p['soa.retry_interval']);
		r.tell(p['soa.expire_limit']);
		r.tell(p['soa.minimum_ttl']);
	},
	7: plain(p.mb),
	8: plain(p.mg),
	9: plain(p.mr),
	12: said(p['ptr.domain_name'], ''),
	14: plain(p['minfo.r'], p['minfo.e']),
	15: preferred(p['mx.preference'], p['mx.mail_exchange'], 'mx'),
	17: plain(p['rp.mailbox'], p['rp.txt_rr']),
	18: numbered(p['afsdb.subtype'], p['afsdb.hostname']),
	21: numbered(p['rt.subtype'], p['rt.intermediate_host']),
	23: plain(p['nsap_ptr.owner']),
	26: numbered(p['px.preference'], p['px.map822'], p['px.map400']),
	36: preferred(p['kx.preference'], p['kx.key_exchange'], 'kx'),
	39: said(p.dname, 'dname '),
	107(r) {
		r.read(p['ilnp.lp.preference']);
		nameField(r, p['ilnp.lp']);
	},
};
