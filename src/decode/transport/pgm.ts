import {alias, bit, byteString, header, ipv4Address, ipv6Address, parts, u16, u32, u8} from '../field.ts';
import {expectedChecksum, foldSum, sumWords} from '../network/checksum.ts';
import {hexBytes} from '../print.ts';
import {claims, fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {ipProtocol} from '../space.ts';
import {readLeastFirst} from '../link/least-first.ts';

const spm = 0x00;
const poll = 0x01;
const odata = 0x04;
const rdata = 0x05;
const nak = 0x08;
const nullNak = 0x09;
const nakConfirm = 0x0a;
const types: ReadonlyMap<number, string> = new Map([[spm, 'SPM'], [poll, 'POLL'], [0x02, 'POLR'], [odata, 'ODATA'], [rdata, 'RDATA'], [nak, 'NAK'], [nullNak, 'NNAK'], [nakConfirm,
	'NCF'], [0x0d, 'ACK']]);
const isThere = ['Present', 'Not Present'] as const;

// RFC 3208, section 8
const h = header('pgm.hdr', {
	sport: u16('Source Port'),
	dport: u16('Destination Port'),
	type: u8('Type', {base: 'hex', values: types}),
	opts: u8('Options', {
		base: 'hex',
		bits: {
			parity: bit(1, 'Parity', {meaning: isThere}),
			varlen: bit(1, 'Variable length Parity Packet Option', {meaning: isThere}),
			_unused: bit(4, ''),
			netsig: bit(1, 'Network Significant Options', {meaning: isThere}),
			opt: bit(1, 'Options', {meaning: isThere}),
		},
	}),
	_cksum: u16('Checksum', {base: 'hex'}),
	gsi: byteString(6, 'Global Source Identifier', {about: 'Names the sender; with the source port, the session.'}),
	tsdulen: u16('Transport Service Data Unit Length'),
});

const families: ReadonlyMap<number, string> = new Map([[1, 'IPv4'], [2, 'IPv6']]);

const p = parts('pgm', () => ({
	'spm.sqn': u32('Sequence number', {base: 'hex'}),
	'spm.trail': u32('Trailing Edge Sequence Number', {base: 'hex', about: 'The oldest number that can still be repaired.'}),
	'spm.lead': u32('Leading Edge Sequence Number', {base: 'hex'}),
	'spm.pathafi': u16('Path NLA AFI', {values: families}),
	'spm.res': u16('Reserved', {base: 'hex'}),
	'spm.path.ipv4': ipv4Address('Path NLA'),
	'spm.path.ipv6': ipv6Address('Path NLA'),
	'nak.sqn': u32('Requested Sequence Number', {base: 'hex'}),
	'nak.srcafi': u16('Source NLA AFI', {values: families}),
	'nak.srcres': u16('Reserved', {base: 'hex'}),
	'nak.src.ipv4': ipv4Address('Source NLA'),
	'nak.src.ipv6': ipv6Address('Source NLA'),
}));

const faults = {checksum: fault('pgm.bad_checksum', 'Bad checksum', 'error', 'Checksum')};

/** Bytes of ODATA and RDATA before their payload: header, sequence number, trailing edge. */
const dataHeader = h.size + 8;
/** Every type that is known has as much: nothing is said of another. */
const leastBody = h.size + 4;

export const pgm = protocol({
	name: 'pgm',
	title: 'Pragmatic General Multicast',
	about: 'Carries messages from one sender to many receivers, who ask for what they missed.',
	reference: 'RFC 3208',
	claims: claims(ipProtocol, 113),
	lacking: {under: 18, as: 'refused'},
	header: h,
	parts: p,
	faults,
	aliases: {port: alias('pgm.port', 'Port', [h.sport, h.dport])},
	walk(c) {
		const type = h.type.read(c);
		if (!types.has(type) && c.captured >= leastBody) return c.vanish();
		if (type !== odata && type !== rdata) return c.opaque();
		// RFC 3208, section 9.1: options begin with one that says how long they all are.
		const options = dataHeader + 4 <= c.captured && h.opts.bit.opt.read(c) ? (c.bytes[c.start + dataHeader + 2]! << 8) | c.bytes[c.start + dataHeader + 3]! : 0;
		c.payload(dataHeader + options);
		return undefined;
	},
	expand(r) {
		const type = r.get(h.type);
		const name = types.get(type) ?? 'Unknown';
		const gsi = hexBytes(r.bytes.subarray(r.base + h.gsi.offset, Math.min(r.end, r.base + h.gsi.offset + h.gsi.size)));
		r.label(() => `Pragmatic General Multicast: Type ${name} Src Port ${r.get(h.sport)}, Dst Port ${r.get(h.dport)}, GSI ${gsi}`);
		for (const field of [h.sport, h.dport, h.type]) r.read(field);
		readLeastFirst(r, h.opts);
		readSum(r);
		r.read(h.gsi);
		const size = r.read(h.tsdulen);
		const number = r.peek32();
		r.info(() => `${name.padEnd(5)} sqn 0x${Math.max(0, number).toString(16)} gsi ${gsi}${type === odata || type === rdata ? ` tsdulen ${size}` : ''}`);
		r.group(undefined, `${name} Packet`, () => expandBody(r, type));
	},
});

/** A checksum of 0 says that there is none: RFC 3208, section 8. */
function readSum(r: Reader): void {
	const found = r.peek16();
	r.skip(2);
	if (found === 0 || r.limit > r.end) return;
	const sum = sumWords(r.bytes, r.base, r.end);
	if (foldSum(sum) === 0xffff) return;
	r.complain(faults.checksum, r.position - 2, r.position, () => `Bad checksum [should be 0x${expectedChecksum(sum, found).toString(16).padStart(4, '0')}]`);
}

function expandBody(r: Reader, type: number): void {
	switch (type) {
		case spm:
			r.read(p['spm.sqn']);
			r.read(p['spm.trail']);
			r.read(p['spm.lead']);
			readAddress(r, p['spm.pathafi'], p['spm.res'], p['spm.path.ipv4'], p['spm.path.ipv6']);
			break;
		case odata:
		case rdata:
			r.read(p['spm.sqn']);
			r.read(p['spm.trail']);
			break;
		case nak:
		case nullNak:
		case nakConfirm:
			r.read(p['nak.sqn']);
			readAddress(r, p['nak.srcafi'], p['nak.srcres'], p['nak.src.ipv4'], p['nak.src.ipv6']);
	}
}

function readAddress(r: Reader, family: (typeof p)['spm.pathafi'], reserved: (typeof p)['spm.res'], short: (typeof p)['spm.path.ipv4'], long: (typeof p)['spm.path.ipv6']): void {
	const value = r.read(family);
	r.read(reserved);
	if (value === 2) r.read(long);
	else r.read(short);
}
