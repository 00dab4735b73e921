import {bit, bytes, type Field, ipv4Address, ipv6Address, parts, text, u16, u32, u8, word} from '../field.ts';
import type {Reader} from '../reader.ts';
import {
	algorithmNames,
	base32,
	certificateTypeNames,
	digestNames,
	keyTag,
	nsec3HashNames,
	sshAlgorithmNames,
	sshFingerprintNames,
	tlsaMatchingNames,
	tlsaSelectorNames,
	tlsaUsageNames,
	zoneDigestHashNames,
	zoneDigestSchemeNames,
} from './dns-algorithms.ts';
import {p as dns} from './dns-fields.ts';
import {nameField} from './dns-names.ts';
import type {RecordReader} from './dns-said.ts';
import {typeNames} from './dns-types.ts';

const gatewayNames = new Map([[0, 'No Gateway'], [1, 'IPv4 Gateway'], [2, 'IPv6 Gateway'], [3, 'DNS Gateway']]);
const gatewayAlgorithmNames = new Map([[1, 'DSA'], [2, 'RSA']]);
const hostAlgorithmNames = new Map([[0, 'Reserved'], [1, 'DSA'], [2, 'RSA']]);
const algorithm = {values: algorithmNames} as const;
const allowed = {meaning: ['Not Allowed', 'Allowed']} as const;
const yes = {meaning: ['Yes', 'No']} as const;
const valid = {meaning: ['Valid', 'Invalid']} as const;

export const securityRecordParts = parts('dns', () => ({
	null: bytes('Null (data)', {reference: 'RFC 1035, section 3.3.10'}),
	'nsap.rdata': bytes('NSAP Data', {reference: 'RFC 1706, section 5'}),
	'key.flags': u16('Flags', {base: 'hex', reference: 'RFC 2535, section 3.1.2'}),
	...word(2, {
		'key.flags.authentication': bit(1, 'Key allowed for authentication', allowed),
		'key.flags.confidentiality': bit(1, 'Key allowed for confidentiality', allowed),
		'key.flags.required': bit(1, 'Key required', {meaning: ['Experimental or optional', 'Required']}),
		'_key.flags.3': bit(2, 'Reserved'),
		'key.flags.associated_user': bit(1, 'Key is associated with a user', yes),
		'key.flags.associated_named_entity': bit(1, 'Key is associated with the named entity', yes),
		'_key.flags.7': bit(1, 'Reserved'),
		'key.flags.ipsec': bit(1, 'Key use with IPSEC', valid),
		'key.flags.mime': bit(1, 'Key use with MIME security multiparts', valid),
		'_key.flags.10': bit(2, 'Reserved'),
		'key.flags.signatory': bit(4, 'Signatory'),
	}),
	'key.protocol': u8('Protocol'),
	'key.algorithm': u8('Algorithm', algorithm),
	'key.key_id': u16('Key ID'),
	'key.public_key': bytes('Public Key'),
	'cert.type': u16('Type', {values: certificateTypeNames, reference: 'RFC 4398, section 2'}),
	'cert.key_tag': u16('Key Tag', {base: 'hex'}),
	'cert.algorithm': u8('Algorithm', algorithm),
	'cert.certificate': bytes('Certificate (or CRL)'),
	'ds.key_id': u16('Key id', {base: 'hex', about: 'Which key of the zone below this speaks for.', reference: 'RFC 4034, section 5.1'}),
	'ds.algorithm': u8('Algorithm', algorithm),
	'ds.digest_type': u8('Digest Type', {values: digestNames}),
	'ds.digest': bytes('Digest'),
	'sshfp.algorithm': u8('Algorithm', {values: sshAlgorithmNames, reference: 'RFC 4255, section 3.1'}),
	'sshfp.fingerprint.type': u8('Fingerprint type', {values: sshFingerprintNames}),
	'sshfp.fingerprint': bytes('Fingerprint'),
	'ipseckey.gateway_precedence': u8('Gateway Precedence', {reference: 'RFC 4025, section 2.1'}),
	'ipseckey.gateway_type': u8('Gateway Type', {values: gatewayNames}),
	'ipseckey.gateway_algorithm': u8('Gateway Algorithm', {values: gatewayAlgorithmNames}),
	'ipseckey.gateway_ipv4': ipv4Address('IPv4 Gateway'),
	'ipseckey.gateway_ipv6': ipv6Address('IPv6 Gateway'),
	'ipseckey.gateway_dns': text('DNS Gateway'),
	'ipseckey.public_key': bytes('Public Key'),
	'dnskey.flags': u16('Flags', {base: 'hex', reference: 'RFC 4034, section 2.1.1'}),
	...word(2, {
		'_dnskey.flags.0': bit(7, 'Reserved'),
		'dnskey.flags.zone_key': bit(1, 'Zone Key', {meaning: ['This is the zone key for specified zone', 'This is not a zone key']}),
		'dnskey.flags.key_revoked': bit(1, 'Key Revoked', {...yes, reference: 'RFC 5011, section 2.1'}),
		'_dnskey.flags.9': bit(6, 'Reserved'),
		'dnskey.flags.secure_entry_point': bit(1, 'Key Signing Key', {...yes, about: 'The key signs the keys of the zone, and the zone above names it.'}),
	}),
	'dnskey.flags.reserved': u16('Reserved', {base: 'hex'}),
	'dnskey.protocol': u8('Protocol'),
	'dnskey.algorithm': u8('Algorithm', algorithm),
	'dnskey.key_id': u16('Key id'),
	'dnskey.public_key': bytes('Public Key'),
	'dhcid.rdata': bytes('DHCID Data', {reference: 'RFC 4701, section 3.1'}),
	'nsec.next_domain_name': text('Next Domain Name', {about: 'There is no name between the record and this one.', reference: 'RFC 4034, section 4.1'}),
	'nxt.next_domain_name': text('Next Domain Name', {reference: 'RFC 2535, section 5.2'}),
	'nsec3.algo': u8('Hash algorithm', {values: nsec3HashNames, reference: 'RFC 5155, section 3.1'}),
	'nsec3.flags': u8('NSEC3 flags'),
	...word(1, {
		'_nsec3.flags': bit(7, 'Reserved'),
		'nsec3.flags.opt_out': bit(1, 'NSEC3 Opt-out flag', {meaning: ['Additional insecure delegations allowed', 'Additional insecure delegations forbidden']}),
	}),
	'nsec3.iterations': u16('NSEC3 iterations'),
	'nsec3.salt_length': u8('Salt length'),
	'nsec3.salt_value': bytes('Salt value'),
	'nsec3.hash_length': u8('Hash length'),
	'nsec3.hash_value': text('Next hashed owner'),
	'tlsa.certificate_usage': u8('Certificate Usage', {values: tlsaUsageNames, reference: 'RFC 6698, section 2.1'}),
	'tlsa.selector': u8('Selector', {values: tlsaSelectorNames}),
	'tlsa.matching_type': u8('Matching Type', {values: tlsaMatchingNames}),
	'tlsa.certificate_association_data': bytes('Certificate Association Data'),
	'hip.hit.length': u8('HIT length', {reference: 'RFC 8005, section 5'}),
	'hip.hit.pk.algo': u8('HIT algorithm', {values: hostAlgorithmNames}),
	'hip.pk.length': u16('PK length'),
	'hip.hit': bytes('Host Identity Tag'),
	'hip.pk': bytes('HIP Public Key'),
	'hip.rendezvous_server': text('Rendezvous Server'),
	openpgpkey: text('OpenPGP Key', {reference: 'RFC 7929, section 2.1'}),
	'csync.soa': u32('SOA', {reference: 'RFC 7477, section 2.1'}),
	'csync.flags': u16('Flags', {base: 'hex'}),
	...word(2, {'_csync.flags': bit(14, 'Reserved'), 'csync.flags.soaminimum': bit(1, 'soaminimum', yes), 'csync.flags.immediate': bit(1, 'immediate', yes)}),
	'csync.type_bitmap': bytes('Type Bitmap'),
	'zonemd.serial': u32('Serial', {reference: 'RFC 8976, section 2.2'}),
	'zonemd.scheme': u8('Scheme', {values: zoneDigestSchemeNames}),
	'zonemd.hash_algo': u8('Hash Algorithm', {values: zoneDigestHashNames}),
	'zonemd.digest': bytes('Digest'),
}));

const p = securityRecordParts;

/** Flags of a DNSKEY that mean nothing. */
const reservedKeyFlags = 0xfe7e;
/** With both of these bits a KEY record says that there is no key. */
const noKey = 0xc000;

/** What is left of the data, also where that is nothing. */
const takeRest = (r: Reader, field: Field<'bytes'>, end: number): void => r.tell(field, Math.max(0, end - r.position));

/** What is left of the data, if there is something. */
function takeSome(r: Reader, field: Field<'bytes'>, end: number): void {
	if (r.position < end) r.tell(field, end - r.position);
}

function readType(r: Reader, type: number, at: number): void {
	r.put(dns['resp.type'], at, at + 1, type);
	r.label(() => `RR type in bit map: ${typeNames.get(type) ?? `Unknown (${type})`}`);
}

/** Types as bits, from the type `first` on. */
function readTypes(r: Reader, size: number, first: number): void {
	if (!r.listens) return r.skip(size);
	r.need(size);
	for (let i = 0; i < size; i++) {
		const bits = r.bytes[r.position + i]!;
		for (let n = 0; n < 8; n++) if (bits & (0x80 >> n)) readType(r, first + i * 8 + n, r.position + i);
	}

	r.position += size;
}

/** RFC 4034, section 4.1.2. */
function readTypeWindows(r: Reader, end: number): void {
	while (r.position < end) {
		r.need(2);
		const first = r.peek() * 256;
		const size = r.peek(1);
		r.skip(2);
		const there = Math.min(size, r.end - r.position);
		readTypes(r, there, first);
		r.need(size - there);
	}
}

function readKeyFlags(r: Reader): void {
	const at = r.position;
	r.readOpen(p['key.flags'], flags => {
		r.at(p['key.flags.authentication'], at);
		r.at(p['key.flags.confidentiality'], at);
		if ((flags & noKey) === noKey) return;
		r.at(p['key.flags.required'], at);
		r.at(p['key.flags.associated_user'], at);
		r.at(p['key.flags.associated_named_entity'], at);
		r.at(p['key.flags.ipsec'], at);
		r.at(p['key.flags.mime'], at);
		r.at(p['key.flags.signatory'], at);
	});
}

const readDelegation: RecordReader = (r, end) => {
	r.tell(p['ds.key_id']);
	r.tell(p['ds.algorithm']);
	r.tell(p['ds.digest_type']);
	takeRest(r, p['ds.digest'], end);
};

const readZoneKey: RecordReader = (r, end) => {
	const start = r.position;
	r.readOpen(p['dnskey.flags'], flags => {
		r.at(p['dnskey.flags.zone_key'], start);
		r.at(p['dnskey.flags.key_revoked'], start);
		r.at(p['dnskey.flags.secure_entry_point'], start);
		r.put(p['dnskey.flags.reserved'], start, start + 2, flags & reservedKeyFlags);
	});
	r.tell(p['dnskey.protocol']);
	const algorithm = r.read(p['dnskey.algorithm']);
	if (r.listens) r.derive(p['dnskey.key_id'], keyTag(r.bytes, start, end, algorithm), start, end);
	takeRest(r, p['dnskey.public_key'], end);
};

/** RFC 5155, section 4.2, with which the data of both records begins. */
function readHashing(r: Reader, flags: () => void): void {
	r.read(p['nsec3.algo']);
	flags();
	r.read(p['nsec3.iterations']);
	r.take(p['nsec3.salt_value'], r.read(p['nsec3.salt_length']));
}

/** Records of keys and certificates, and of what there is not, by type. */
export const securityRecords: Readonly<Record<number, RecordReader>> = {
	10(r, end, says) {
		says.sayOwner();
		takeRest(r, p.null, end);
	},
	22(r, end, says) {
		says.sayOwner();
		takeRest(r, p['nsap.rdata'], end);
	},
	25(r, end) {
		const start = r.position;
		readKeyFlags(r);
		r.read(p['key.protocol']);
		const algorithm = r.read(p['key.algorithm']);
		if (r.listens) r.derive(p['key.key_id'], keyTag(r.bytes, start, end, algorithm), start, end);
		takeSome(r, p['key.public_key'], end);
	},
	30(r, end, says) {
		says.sayName('next domain name ', nameField(r, p['nxt.next_domain_name']));
		readTypes(r, Math.max(0, end - r.position), 0);
	},
	37(r, end) {
		r.read(p['cert.type']);
		r.read(p['cert.key_tag']);
		r.read(p['cert.algorithm']);
		takeSome(r, p['cert.certificate'], end);
	},
	43: readDelegation,
	44(r, end) {
		r.read(p['sshfp.algorithm']);
		r.read(p['sshfp.fingerprint.type']);
		takeSome(r, p['sshfp.fingerprint'], end);
	},
	45(r, end) {
		r.read(p['ipseckey.gateway_precedence']);
		const type = r.read(p['ipseckey.gateway_type']);
		r.read(p['ipseckey.gateway_algorithm']);
		if (type === 1) r.read(p['ipseckey.gateway_ipv4']);
		else if (type === 2) r.read(p['ipseckey.gateway_ipv6']);
		else if (type === 3) nameField(r, p['ipseckey.gateway_dns']);
		takeSome(r, p['ipseckey.public_key'], end);
	},
	47(r, end, says) {
		says.sayName('next domain name ', nameField(r, p['nsec.next_domain_name']));
		readTypeWindows(r, end);
	},
	48: readZoneKey,
	49(r, end, says) {
		says.sayOwner();
		takeRest(r, p['dhcid.rdata'], end);
	},
	50(r, end) {
		readHashing(r, () => {
			const at = r.position;
			r.readOpen(p['nsec3.flags'], () => r.at(p['nsec3.flags.opt_out'], at));
		});
		const size = r.read(p['nsec3.hash_length']);
		r.need(size);
		r.derive(p['nsec3.hash_value'], base32(r.bytes.subarray(r.position, r.position + size)), r.position, r.position + size);
		r.skip(size);
		readTypeWindows(r, end);
	},
	51(r, _, says) {
		says.sayOwner();
		readHashing(r, () => r.read(p['nsec3.flags']));
	},
	52(r, end, says) {
		says.sayOwner();
		r.read(p['tlsa.certificate_usage']);
		r.read(p['tlsa.selector']);
		r.read(p['tlsa.matching_type']);
		takeRest(r, p['tlsa.certificate_association_data'], end);
	},
	55(r, end, says) {
		says.sayOwner();
		const size = r.read(p['hip.hit.length']);
		r.read(p['hip.hit.pk.algo']);
		const keySize = r.read(p['hip.pk.length']);
		r.take(p['hip.hit'], size);
		r.take(p['hip.pk'], keySize);
		while (r.position < end) nameField(r, p['hip.rendezvous_server']);
	},
	59: readDelegation,
	60: readZoneKey,
	61(r, end) {
		r.terminated(p.openpgpkey, end - r.position);
	},
	62(r, end) {
		r.read(p['csync.soa']);
		const at = r.position;
		r.readOpen(p['csync.flags'], () => {
			r.at(p['csync.flags.immediate'], at);
			r.at(p['csync.flags.soaminimum'], at);
		});
		const bitmap = r.position;
		takeRest(r, p['csync.type_bitmap'], end);
		r.position = bitmap;
		readTypeWindows(r, end);
	},
	63(r, end) {
		r.read(p['zonemd.serial']);
		r.read(p['zonemd.scheme']);
		r.read(p['zonemd.hash_algo']);
		takeRest(r, p['zonemd.digest'], end);
	},
	32769: readDelegation,
};
