import {WordTable} from '../word-table.ts';

/**
Record types: the number, what records of it are called, and what for. Wireshark knows no others; the label of a record is
a key in JSON, so a type that has a name since stays a number here.
IANA, Domain Name System (DNS) Parameters.
*/
const types: ReadonlyArray<readonly [number, string, string]> = [
	[0, 'Unused', ''],
	[1, 'A', 'Host Address'],
	[2, 'NS', 'authoritative Name Server'],
	[3, 'MD', 'Mail Destination'],
	[4, 'MF', 'Mail Forwarder'],
	[5, 'CNAME', 'Canonical NAME for an alias'],
	[6, 'SOA', 'Start Of a zone of Authority'],
	[7, 'MB', 'MailBox domain name'],
	[8, 'MG', 'Mail Group member'],
	[9, 'MR', 'Mail Rename domain'],
	[10, 'NULL', ''],
	[11, 'WKS', 'Well Known Service'],
	[12, 'PTR', 'domain name PoinTeR'],
	[13, 'HINFO', 'host information'],
	[14, 'MINFO', 'Mailbox or mail list information'],
	[15, 'MX', 'Mail eXchange'],
	[16, 'TXT', 'Text strings'],
	[17, 'RP', 'Responsible Person'],
	[18, 'AFSDB', 'AFS Data Base location'],
	[19, 'X25', 'X.25 PSDN address'],
	[20, 'ISDN', 'ISDN address'],
	[21, 'RT', 'Route Through'],
	[22, 'NSAP', 'NSAP address'],
	[23, 'NSAP-PTR', 'NSAP domain name pointer'],
	[24, 'SIG', 'security signature'],
	[25, 'KEY', 'security key'],
	[26, 'PX', 'X.400 mail mapping information'],
	[27, 'GPOS', 'Geographical Position'],
	[28, 'AAAA', 'IPv6 Address'],
	[29, 'LOC', 'Location Information'],
	[30, 'NXT', 'Next Domain'],
	[31, 'EID', 'Endpoint Identifier'],
	[32, 'NIMLOC', 'Nimrod Locator'],
	[33, 'SRV', 'Server Selection'],
	[34, 'ATMA', 'ATM Address'],
	[35, 'NAPTR', 'Naming Authority Pointer'],
	[36, 'KX', 'Key Exchanger'],
	[37, 'CERT', ''],
	[38, 'A6', 'obsolete IPv6 address'],
	[39, 'DNAME', ''],
	[40, 'SINK', ''],
	[41, 'OPT', ''],
	[42, 'APL', ''],
	[43, 'DS', 'Delegation Signer'],
	[44, 'SSHFP', 'SSH Key Fingerprint'],
	[45, 'IPSECKEY', ''],
	[46, 'RRSIG', 'Resource Record Signature'],
	[47, 'NSEC', 'Next Secure'],
	[48, 'DNSKEY', 'DNS Public Key'],
	[49, 'DHCID', ''],
	[50, 'NSEC3', ''],
	[51, 'NSEC3PARAM', ''],
	[52, 'TLSA', ''],
	[55, 'HIP', 'Host Identity Protocol'],
	[57, 'RKEY', ''],
	[58, 'TALINK', 'Trust Anchor LINK'],
	[59, 'CDS', 'Child DS'],
	[60, 'CDNSKEY', 'DNSKEY of the child'],
	[61, 'OPENPGPKEY', 'OpenPGP Key'],
	[62, 'CSYNC', 'Child-to-Parent Synchronization'],
	[63, 'ZONEMD', ''],
	[64, 'SVCB', 'General Purpose Service Endpoints'],
	[65, 'HTTPS', 'HTTPS Specific Service Endpoints'],
	[99, 'SPF', ''],
	[100, 'UINFO', ''],
	[101, 'UID', ''],
	[102, 'GID', ''],
	[103, 'UNSPEC', ''],
	[104, 'NID', 'NodeID'],
	[105, 'L32', 'Locator32'],
	[106, 'L64', 'Locator64'],
	[107, 'LP', 'Locator FQDN'],
	[108, 'EUI48', ''],
	[109, 'EUI64', ''],
	[249, 'TKEY', 'Transaction Key'],
	[250, 'TSIG', 'Transaction Signature'],
	[251, 'IXFR', 'incremental transfer'],
	[252, 'AXFR', 'transfer of an entire zone'],
	[253, 'MAILA', 'mailbox-related records'],
	[254, 'MAILB', 'mail agent records'],
	[255, 'ANY', 'all records there are'],
	[256, 'URI', ''],
	[257, 'CAA', 'Certification Authority Restriction'],
	[32_768, 'TA', 'DNSSEC Trust Authorities'],
	[32_769, 'DLV', 'DNSSEC Lookaside Validation'],
	[65_281, 'WINS', ''],
	[65_282, 'WINS-R', ''],
	[65_422, 'XPF', ''],
];

const shortNames: ReadonlyMap<number, string> = new Map(types.map(([type, name]) => [type, name]));

/** `MX (Mail eXchange)`, by type. */
export const typeNames: ReadonlyMap<number, string> = new Map(types.map(([type, name, what]) => [type, what === '' ? name : `${name} (${what})`]));

/** `MX`, or `Unknown (53)`. */
export const typeText = (type: number): string => shortNames.get(type) ?? `Unknown (${type})`;
/** The same for texts. */
export const typeWords = new WordTable(260, typeText);

/** Classes, RFC 1035, section 3.2.4 and RFC 2136, section 1.3. */
export const classNames: ReadonlyMap<number, string> = new Map([[1, 'IN'], [2, 'CS'], [3, 'CH'], [4, 'HS'], [254, 'NONE'], [255, 'ANY']]);

export const classText = (value: number): string => classNames.get(value) ?? 'Unknown';

/** What a message asks for, RFC 1035, section 4.1.1, RFC 1996, RFC 2136 and RFC 8490. */
export const opcodeNames: ReadonlyMap<number, string> = new Map([
	[0, 'Standard query'],
	[1, 'Inverse query'],
	[2, 'Server status request'],
	[4, 'Zone change notification'],
	[5, 'Dynamic update'],
	[6, 'DNS Stateful operations (DSO)'],
]);

/** What came of it. From 16 on only records can say so: RFC 6895, section 2.3. */
export const errorNames: ReadonlyMap<number, string> = new Map([
	[0, 'No error'],
	[1, 'Format error'],
	[2, 'Server failure'],
	[3, 'No such name'],
	[4, 'Not implemented'],
	[5, 'Refused'],
	[6, 'Name exists'],
	[7, 'RRset exists'],
	[8, 'RRset does not exist'],
	[9, 'Not authoritative'],
	[10, 'Name out of zone'],
	[11, 'DSO-Type not implemented'],
	[16, 'Bad OPT Version or TSIG Signature Failure'],
	[17, 'Key not recognized'],
	[18, 'Signature out of time window'],
	[19, 'Bad TKEY Mode'],
	[20, 'Duplicate key name'],
	[21, 'Algorithm not supported'],
	[22, 'Bad Truncation'],
	[23, 'Bad/missing Server Cookie'],
]);

const units: ReadonlyArray<readonly [number, string]> = [[86_400, 'day'], [3600, 'hour'], [60, 'minute'], [1, 'second']];

/** Seconds in words: `3600 (1 hour)`. */
export function secondsInWords(value: number): string {
	let left = value;
	const words: string[] = [];
	for (const [size, name] of units) {
		const n = Math.floor(left / size);
		left -= n * size;
		if (n > 0) words.push(`${n} ${name}${n === 1 ? '' : 's'}`);
	}

	return `${value} (${words.length === 0 ? '0 seconds' : words.join(', ')})`;
}
