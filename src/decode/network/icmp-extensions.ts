import {bit, bytes, type Field, ipv4Address, ipv6Address, none, parts, text, u16, u32, u8, word} from '../field.ts';
import {fault} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {checksumBad, checksumGood, checksumNotPresent, checksumStatusNames, checksumUnverified, expectedChecksum, foldSum, sumWords} from './checksum.ts';

const present = {meaning: ['Present', 'Not present']} as const;

/** Fields of the extensions that errors may carry behind what they quote: RFC 4884, section 7, and the RFC of each object. */
export const extensionParts = parts('icmp', () => ({
	ext: none('ICMP Extensions', {reference: 'RFC 4884, section 7'}),
	...word(2, {
		'ext.version': bit(4, 'Version', {type: 'FT_UINT8'}),
		'ext.res': bit(12, 'Reserved', {base: 'hex'}),
	}),
	'ext.checksum': u16('Checksum', {base: 'hex'}),
	'ext.checksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
	'ext.length': u16('Length'),
	'ext.class': u8('Class', {values: new Map([[1, 'MPLS Label Stack Class'], [2, 'Interface Information Object'], [3, 'Interface Identification Object']])}),
	'ext.ctype': u8('C-Type'),
	'ext.data': bytes('Data'),
	...word(3, {
		'mpls.label': bit(20, 'Label', {reference: 'RFC 4950, section 3'}),
		'mpls.exp': bit(3, 'Experimental', {type: 'FT_UINT24'}),
		'mpls.s': bit(1, 'Stack bit', {meaning: ['Set', 'Not set']}),
	}),
	'mpls.ttl': u8('Time to live'),
	...word(1, {
		'int_info.role': bit(2, 'Interface Role', {
			reference: 'RFC 5837, section 4',
			values: new Map([[0, 'IP interface upon which datagram arrived'], [1, 'sub-IP component of an IP interface upon which datagram arrived'], [2,
				'IP interface through which datagram would be forwarded'], [3, 'IP next-hop to which datagram would be forwarded']]),
		}),
		'int_info.reserved': bit(2, 'Reserved'),
		'int_info.ifindex': bit(1, 'ifIndex', {meaning: ['True', 'False']}),
		'int_info.ipaddr': bit(1, 'IP Address', present),
		'int_info.name_present': bit(1, 'Interface Name', present),
		'int_info.mtu_present': bit(1, 'MTU', present),
	}),
	'int_info.index': u32('Interface Index'),
	'int_info.afi': u16('Address Family Identifier'),
	'int_info.ipv4': ipv4Address('Source'),
	'int_info.ipv6': ipv6Address('Source'),
	'int_info.ipunknown': bytes('Source'),
	'int_info.name_length': u8('Name Length'),
	'int_info.name': text('Name'),
	'int_info.mtu': u32('Maximum Transmission Unit'),
	'int_ident.name': text('Name', {reference: 'RFC 8335, section 2.1'}),
	'int_ident.index': u32('Interface Index'),
	'int_ident.afi': u16('Address Family Identifier', {values: new Map([[1, 'IPv4'], [2, 'IPv6'], [6, '802'], [16389, '48-bit MAC Address'], [16390, '64-bit MAC Address']])}),
	'int_ident.addr_length': u8('Address Length'),
	'int_ident.reserved': bytes('Reserved'),
	'int_ident.ipv4': ipv4Address('Address'),
	'int_ident.ipv6': ipv6Address('Address'),
	'int_ident.address': bytes('Address'),
}));

const p = extensionParts;
export const extensionFaults = {extensionChecksum: fault('icmp.ext.checksum_bad', 'Bad checksum', 'warning', 'Checksum')};

const labelStack = 1;
const interfaceInformation = 2;
const interfaceIdentification = 3;
/** RFC 4884, sections 3 and 5.5: what is quoted is padded to this many bytes where an error has extensions, whether it says its length or not. */
const paddedQuote = 128;

/** Where the extensions of an error that starts at `start` are; -1 without. `quoteLength` is what the error says, in bytes. */
export function extensionsAt(b: Uint8Array, start: number, end: number, quoteLength: number): number {
	const at = start + 8 + (quoteLength || paddedQuote);
	if (at + 4 > end) return -1;
	if (quoteLength > 0) return quoteLength < paddedQuote ? -1 : at;
	if (b[at]! >> 4 !== 2) return -1;
	// Without a length anything may stand here: the checksum tells.
	const quoted = (b[start + 10]! << 8) | b[start + 11]!;
	return foldSum(sumWords(b, at, end)) === 0xffff || (quoted > 0 && quoted <= paddedQuote) ? at : -1;
}

/** Reads extensions, all that is left. `reserved` is where reserved bytes go. */
export function expandExtensions(r: Reader, reserved: Field<'bytes'>): void {
	const start = r.position;
	r.open(p.ext, start);
	r.label('ICMP Multi-Part Extensions');
	r.at(p['ext.version'], start);
	r.at(p['ext.res'], start);
	r.skip(2);
	// What is not all there cannot be checked, and objects are found by lengths that nothing vouches for.
	if (r.end < r.limit) r.short(r.limit - r.position);
	readChecksum(r, start);
	while (r.left >= 4) if (!expandObject(r, reserved)) break;
	r.close(r.end);
}

function readChecksum(r: Reader, start: number): void {
	const found = r.peek16();
	const sum = sumWords(r.bytes, start, r.end);
	let status = checksumUnverified;
	if (found === 0) status = checksumNotPresent;
	else if (r.end === r.limit) status = foldSum(sum) === 0xffff ? checksumGood : checksumBad;
	if (status === checksumBad)
		r.readOpen(
			p['ext.checksum'],
			() => r.complain(extensionFaults.extensionChecksum, start + 2, start + 4, `Bad checksum [should be 0x${expectedChecksum(sum, found).toString(16).padStart(4, '0')}]`),
		);
	else if (status === checksumNotPresent) r.skip(2);
	else r.read(p['ext.checksum']);
	r.derive(p['ext.checksum.status'], status, start + 2, start + 4);
}

function objectTitle(kind: number, type: number): string {
	if (kind === labelStack && type === 1) return 'MPLS Stack Entry';
	if (kind === interfaceInformation) return 'Interface Information Object';
	if (kind === interfaceIdentification) return 'Interface Identification Object';
	return `Unknown object (${kind}/${type})`;
}

/** False where no other object can be found behind this one. */
function expandObject(r: Reader, reserved: Field<'bytes'>): boolean {
	const start = r.position;
	const size = r.peek16();
	const kind = r.peek(2);
	const type = r.peek(3);
	if (size < 4) {
		r.group(undefined, 'Object with bad length', () => {
			r.read(p['ext.length']);
			r.read(p['ext.class']);
		});
		return false;
	}

	const isCut = size > r.left;
	r.group(undefined, `${objectTitle(kind, type)}${isCut ? ' (truncated)' : ''}`, () => {
		r.read(p['ext.length']);
		r.read(p['ext.class']);
		const inside = isCut ? r.left : size - 3;
		r.within(inside, () => readObject(r, kind, type, reserved));
	});
	r.position = Math.min(r.end, start + size);
	return !isCut;
}

function readObject(r: Reader, kind: number, type: number, reserved: Field<'bytes'>): void {
	if (kind === interfaceInformation) return readInformation(r, reserved);
	r.read(p['ext.ctype']);
	if (kind === interfaceIdentification) return readIdentification(r, type);
	if (kind === labelStack && type === 1) {
		while (r.left >= 4) {
			const at = r.position;
			r.group(undefined, () => {
				const entry = r.peek32();
				return `Label: ${entry >>> 12}, Exp: ${(entry >>> 9) & 7}, S: ${(entry >>> 8) & 1}, TTL: ${entry & 255}`;
			}, () => {
				r.at(p['mpls.label'], at);
				r.at(p['mpls.exp'], at);
				r.at(p['mpls.s'], at);
				r.skip(3);
				r.read(p['mpls.ttl']);
			});
		}
	} else if (r.more) {
		r.rest(p['ext.data']);
	}
}

/** RFC 5837, section 4.1: bits of the type say what is there. */
function readInformation(r: Reader, reserved: Field<'bytes'>): void {
	const at = r.position;
	const has = r.readOpen(p['ext.ctype'], () => {
		for (const key of ['role', 'reserved', 'ifindex', 'ipaddr', 'name_present', 'mtu_present'] as const) r.at(p[`int_info.${key}`], at);
	});
	if (has & 8) r.read(p['int_info.index']);
	if (has & 4) {
		r.group(undefined, 'IP Address Sub-Object', () => {
			const family = r.read(p['int_info.afi']);
			r.take(reserved, 2);
			if (family === 1) r.take(p['int_info.ipv4'], 4);
			else if (family === 2) r.take(p['int_info.ipv6'], 16);
			else r.rest(p['int_info.ipunknown']);
		});
	}

	if (has & 2) {
		r.group(undefined, 'Interface Name Sub-Object', () => {
			const size = r.read(p['int_info.name_length']);
			// The length counts itself, and is a multiple of four.
			if (size > 0 && size - 1 < r.left) r.text(p['int_info.name'], size - 1);
		});
	}

	if (has & 1 && r.left >= 4) r.read(p['int_info.mtu']);
}

/** RFC 8335, section 2.1: what the question is about. */
function readIdentification(r: Reader, type: number): void {
	if (type === 1) {
		let size = r.left;
		while (size > 0 && r.peek(size - 1) === 0) size--;
		r.text(p['int_ident.name'], size);
		r.skip(r.left);
	} else if (type === 2) {
		r.read(p['int_ident.index']);
	} else if (type === 3) {
		const family = r.read(p['int_ident.afi']);
		const size = r.read(p['int_ident.addr_length']);
		r.take(p['int_ident.reserved'], 1);
		if (family === 1 && size === 4) r.take(p['int_ident.ipv4'], 4);
		else if (family === 2 && size === 16) r.take(p['int_ident.ipv6'], 16);
		else r.take(p['int_ident.address'], Math.min(size, r.left));
	} else if (r.more) {
		r.rest(p['ext.data']);
	}
}
