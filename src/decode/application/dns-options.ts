import {bytes, type Field, ipv4Address, ipv6Address, none, parts, text, u16, u8} from '../field.ts';
import {decodeText} from '../decode-text.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {startOfAddress} from './dns-address-records.ts';
import {algorithmNames, digestNames, nsec3HashNames} from './dns-algorithms.ts';
import {faults} from './dns-fields.ts';
import {secondsInWords} from './dns-types.ts';

/** IANA, DNS EDNS0 Option Codes. */
const optionNames: ReadonlyMap<number, string> = new Map([
	[0, 'Reserved'],
	[1, 'LLQ - Long-lived query'],
	[2, 'UL - Update lease'],
	[3, 'NSID - Name Server Identifier'],
	[4, 'Owner (reserved)'],
	[5, 'DAU - DNSSEC Algorithm Understood (RFC6975)'],
	[6, 'DHU - DS Hash Understood (RFC6975)'],
	[7, 'N3U - NSEC3 Hash Understood (RFC6975)'],
	[8, 'CSUBNET - Client subnet'],
	[9, 'EDNS EXPIRE (RFC7314)'],
	[10, 'COOKIE'],
	[11, 'EDNS TCP Keepalive'],
	[12, 'PADDING'],
	[13, 'CHAIN'],
	[14, 'Key tag (RFC8145)'],
	[15, 'Extended DNS Error'],
	[18, 'Report channel (RFC9567)'],
	[20_730, 'Experimental - CSUBNET - Client subnet'],
]);

/** RFC 8914, section 5.2. */
const errorNames = [
	'Other Error',
	'Unsupported DNSKEY Algorithm',
	'Unsupported DS Digest Type',
	'Stale Answer',
	'Forged Answer',
	'DNSSEC Indeterminate',
	'DNSSEC Bogus',
	'Signature Expired',
	'Signature Not Yet Valid',
	'DNSKEY Missing',
	'RRSIGs Missing',
	'No Zone Key Bit Set',
	'NSEC Missing',
	'Cached Error',
	'Not Ready',
	'Blocked',
	'Censored',
	'Filtered',
	'Prohibited',
	'Stale NXDomain Answer',
	'Not Authoritative',
	'Not Supported',
	'No Reachable Authority',
	'Network Error',
	'Invalid Data',
	'Signature Expired before Valid',
	'Too Early',
	'Unsupported NSEC3 Iterations Value',
	'Unable to conform to policy',
	'Synthesized',
];

const errorName = (code: number): string => errorNames[code] ?? (code < 49_152 ? 'Unassigned' : 'Reserved for Private Use');
const familyNames = new Map([[1, 'IPv4'], [2, 'IPv6']]);
const deprecatedSubnet = 20_730;

// RFC 6891, section 6.1.2
export const optionParts = parts('dns', () => ({
	opt: none('Option', {reference: 'RFC 6891, section 6.1.2'}),
	'opt.code': u16('Option Code', {values: optionNames}),
	'opt.len': u16('Option Length'),
	'opt.data': bytes('Option Data'),
	'opt.dau': u8('DAU', {values: algorithmNames, reference: 'RFC 6975'}),
	'opt.dhu': u8('DHU', {values: digestNames}),
	'opt.n3u': u8('N3U', {values: nsec3HashNames}),
	'opt.client.family': u16('Family', {values: familyNames, reference: 'RFC 7871, section 6'}),
	'opt.client.netmask': u8('Source Netmask', {about: 'Bits of the address that the question is for.'}),
	'opt.client.scope': u8('Scope Netmask', {about: 'Bits of the address that the answer holds for.'}),
	'opt.client.addr': bytes('Client Subnet'),
	'opt.client.addr4': ipv4Address('Client Subnet'),
	'opt.client.addr6': ipv6Address('Client Subnet'),
	'opt.cookie.client': bytes('Client Cookie', {about: 'The answer repeats it, which who only guesses cannot.', reference: 'RFC 7873, section 4'}),
	'opt.cookie.server': bytes('Server Cookie'),
	'opt.edns_tcp_keepalive.timeout': u16('Timeout', {about: 'How long the connection may stay idle, in units of 100 ms.', reference: 'RFC 7828, section 3.1'}),
	'opt.padding': bytes('Padding', {about: 'Hides how long the message is.', reference: 'RFC 7830'}),
	'opt.chain.fqdn': text('Closest Trust Point', {reference: 'RFC 7901, section 4'}),
	'opt.ext_error.info_code': u16('Info Code', {values: errorName, reference: 'RFC 8914, section 2'}),
	'opt.ext_error.extra_text': text('Extra Text'),
}));

const p = optionParts;

const numbers = (field: Field<'uint'>) => (r: Reader, end: number): void => {
	while (r.position < end) r.read(field);
};

function readSubnet(r: Reader, end: number): void {
	const family = r.read(p['opt.client.family']);
	r.read(p['opt.client.netmask']);
	r.read(p['opt.client.scope']);
	const size = Math.max(0, end - r.position);
	const at = r.position;
	if (family === 1) r.put(p['opt.client.addr4'], at, end, startOfAddress(r, size, 4));
	else if (family === 2) r.put(p['opt.client.addr6'], at, end, startOfAddress(r, size, 16));
	else r.take(p['opt.client.addr'], size);
}

/** Bytes of a client's part of a cookie. */
const clientCookie = 8;

/** How the data of options is read, by code. */
const readers = once((): ReadonlyMap<number, (r: Reader, end: number) => void> =>
	new Map([
		[5, numbers(p['opt.dau'])],
		[6, numbers(p['opt.dhu'])],
		[7, numbers(p['opt.n3u'])],
		[8, readSubnet],
		[10, (r, end) => {
			r.take(p['opt.cookie.client'], clientCookie);
			r.take(p['opt.cookie.server'], Math.max(0, end - r.position));
		}],
		[11, (r, end) => {
			if (end - r.position === 2) r.read(p['opt.edns_tcp_keepalive.timeout']);
		}],
		[12, (r, end) => {
			r.take(p['opt.padding'], end - r.position);
		}],
		[13, (r, end) => {
			if (r.position < end) r.terminated(p['opt.chain.fqdn'], end - r.position);
		}],
		[15, (r, end) => {
			if (r.position === end) return;
			r.read(p['opt.ext_error.info_code']);
			if (r.position < end) r.terminated(p['opt.ext_error.extra_text'], end - r.position, 'utf8');
		}],
		[deprecatedSubnet, readSubnet],
	])
);

/** What an option says, of those that have no fields of their own. */
function saidOf(r: Reader, code: number, size: number): string {
	const at = r.position + 4;
	if (at + size > r.end || size === 0) return '';
	switch (code) {
		case 3:
			return `: ${decodeText(r.bytes, at, at + size, 'ascii')}`;
		case 9:
			return size === 4 ? `: ${secondsInWords(r.peek32(4))}` : '';
		case 14:
			return `: ${Array.from({length: size >> 1}, (_, i) => r.peek16(4 + 2 * i)).join(', ')}`;
		case 18:
			return `: ${plainName(r.bytes, at, at + size)}`;
		default:
			return '';
	}
}

/** A name without pointers. */
function plainName(b: Uint8Array, start: number, end: number): string {
	const labels: string[] = [];
	for (let at = start; at < end && b[at] !== 0; at += 1 + b[at]!) labels.push(decodeText(b, at + 1, Math.min(end, at + 1 + b[at]!), 'utf8'));
	return labels.length === 0 ? '<Root>' : labels.join('.');
}

const isSubnet = (code: number): boolean => code === 8 || code === deprecatedSubnet;

/** The options of an OPT record up to `end`. */
export function readOptions(r: Reader, end: number): void {
	while (r.position < end) {
		r.need(4);
		const code = r.peek16();
		const size = r.peek16(2);
		r.open(p.opt);
		r.label(() => `Option: ${optionNames.get(code) ?? `Unknown (${code})`}${saidOf(r, code, size)}`);
		if (code === deprecatedSubnet) r.readOpen(p['opt.code'], () => r.complain(faults.deprecatedOption));
		else r.read(p['opt.code']);
		if (isSubnet(code) && size > 4 + 16) r.readOpen(p['opt.len'], () => r.complain(faults.addressLength));
		else r.read(p['opt.len']);
		const at = r.position;
		r.take(p['opt.data'], size);
		const optionEnd = r.position;
		const read = readers().get(code);
		if (read !== undefined && !(size === 0 && code === 11)) {
			r.position = at;
			read(r, optionEnd);
			r.position = optionEnd;
		}

		r.close();
	}
}
