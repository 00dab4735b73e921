import {alias, bool8, header, parts, u16, u24, u32, u64, u8} from '../field.ts';
import {checksumStatusNames, readChecksum, sumPseudoHeader, sumWords} from '../network/checksum.ts';
import {isOn} from '../preferences.ts';
import {portInfo, portLabel} from '../print.ts';
import {claims, fault, protocol} from '../protocol.ts';
import {hidden, type Reader} from '../reader.ts';
import {ipProtocol} from '../space.ts';
import {expandOptions, optionFaults, optionFields} from './dccp-options.ts';

const dccpTransport = 33;

const request = 0;
const response = 1;
const data = 2;
const reset = 7;
const listen = 10;
const firstReserved = 11;

const types: ReadonlyMap<number, string> = new Map(
	['Request', 'Response', 'Data', 'Ack', 'DataAck', 'CloseReq', 'Close', 'Reset', 'Sync', 'SyncAck', 'Listen', ...Array<string>(5).fill('Reserved')].entries(),
);

const serviceCodes: ReadonlyMap<number, string> = new Map([
	[0, 'not specified'],
	[0x6c7470, 'LTP: Licklider Transmission Protocol'],
	[0x44495343, 'DISC: Discard'],
	[0x52544350, 'RTCP: RTCP connection, separate from the corresponding RTP'],
	[0x52545041, 'RTPA: RTP session conveying audio data (and associated RTCP)'],
	[0x5254504f, 'RTPO: RTP session conveying other media (and associated RTCP)'],
	[0x52545054, 'RTPT: RTP session conveying text media (and associated RTCP)'],
	[0x52545056, 'RTPV: RTP session conveying video data (and associated RTCP)'],
	[0x53594c47, 'SYLG: Syslog Protocol'],
	[0x64746e31, 'Bundle Protocol'],
	[0x6e706d70, 'NPMP: NetPerfMeter Data'],
	[0xff_ff_ff_ff, 'Reserved (Invalid)'],
]);

const resetCodes: ReadonlyMap<number, string> = new Map([
	...[
		'Unspecified',
		'Closed',
		'Aborted',
		'No Connection',
		'Packet Error',
		'Option Error',
		'Mandatory Error',
		'Connection Refused',
		'Bad Service Code',
		'Too Busy',
		'Bad Init Cookie',
		'Aggression Penalty',
	].entries(),
	[12, 'Reserved'],
]);

// RFC 4340, section 5.1
const h = header('dccp', {
	srcport: u16('Source Port', {port: 'dccp', about: 'Port of the program that sent the packet.'}),
	dstport: u16('Destination Port', {port: 'dccp', about: 'Port of the program that it is for.'}),
	data_offset: u8('Data Offset', {about: 'Where the data starts, in words of four bytes from the start of the header.'}),
	_coverage: u8(''),
	checksum: u16('Checksum', {base: 'hex'}),
	_type: u8(''),
	_sequence: u24(''),
});

const p = parts('dccp', () => ({
	stream: u32('Stream index', {about: 'Number of the conversation in this capture, from 0.'}),
	ccval: u8('CCVal', {about: 'A number that the congestion control of the sender uses.'}),
	cscov: u8('Checksum Coverage', {about: 'How much of the data the checksum is over: 0 all, 1 nothing, more for each word of four bytes.', reference: 'RFC 4340, section 9.2'}),
	'checksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
	res1: u8('Reserved', {base: 'hex'}),
	type: u8('Type', {values: types, about: 'What the packet does in the life of the connection.'}),
	x: bool8('Extended Sequence Numbers', {meaning: ['True', 'False'], about: 'Numbers have 48 bits, not 24.'}),
	res2: u8('Reserved', {base: 'hex'}),
	seq: u64('Sequence Number', {about: 'Counts packets, with data or without, from the first of this direction.'}),
	seq_raw: u64('Sequence Number (raw)'),
	ack_res: u16('Reserved', {base: 'hex'}),
	ack: u64('Acknowledgement Number', {about: 'The latest packet that arrived; what was before it need not have.'}),
	ack_raw: u64('Acknowledgement Number (raw)'),
	service_code: u32('Service Code', {values: serviceCodes, about: 'What the client wants to talk to, beside the port.', reference: 'RFC 4340, section 8.1.2'}),
	reset_code: u8('Reset Code', {values: resetCodes, reference: 'RFC 4340, section 5.6'}),
	data1: u8('Data 1'),
	data2: u8('Data 2'),
	data3: u8('Data 3'),
}));

const faults = {
	length: fault('dccp.advertised_header_length.bad', 'Advertised header length bad', 'error', 'Malformed'),
	reserved: fault('dccp.packet_type.reserved', 'Reserved packet type: unable to dissect further', 'warning', 'Protocol'),
	checksum: fault('dccp.bad_checksum', 'Bad checksum', 'error', 'Checksum'),
	...optionFaults,
};

const isExtended = (flags: number): boolean => (flags & 1) !== 0;
const typeOf = (flags: number): number => (flags >> 1) & 15;

/** The header without what is particular to its type. */
const genericSize = (flags: number): number => (isExtended(flags) ? 16 : 12);

/** RFC 4340, sections 5.2 to 5.7: with acknowledgment, service code, reset code. */
function leastSize(flags: number): number {
	const type = typeOf(flags);
	const generic = genericSize(flags);
	if (type === request || type === listen) return generic + 4;
	if (type === data || type >= firstReserved) return generic;
	const acknowledged = generic + (isExtended(flags) ? 8 : 4);
	return type === response || type === reset ? acknowledged + 4 : acknowledged;
}

export const dccp = protocol({
	name: 'dccp',
	title: 'Datagram Congestion Control Protocol',
	about: 'Carries single datagrams like UDP, in connections that heed what the network can take, like TCP.',
	reference: 'RFC 4340',
	claims: claims(ipProtocol, dccpTransport),
	lacking: {under: 4, as: 'named'},
	header: h,
	parts: [p, optionFields],
	aliases: {port: alias('dccp.port', 'Source or Destination Port', [h.srcport, h.dstport])},
	faults,
	walk(c) {
		const flags = h._type.read(c);
		const type = typeOf(flags);
		const size = h.data_offset.read(c) * 4;
		c.ports(dccpTransport, h.srcport.read(c), h.dstport.read(c));
		if (size < leastSize(flags)) return c.malformed(faults.length, h.data_offset);
		// The low 32 bits of 48: how far numbers are from the first one fits into them.
		if (type <= response && isExtended(flags) && c.captured >= 16) {
			const at = c.start + 12;
			const b = c.bytes;
			c.countFrom(((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0);
		}

		c.payload(size);
		return type >= firstReserved ? c.opaque() : undefined;
	},
	expand(r) {
		const {base} = r;
		const flags = r.peek(8);
		const type = typeOf(flags);
		const ports = `${portInfo('dccp', r.peek16())} → ${portInfo('dccp', r.peek16(2))} [${types.get(type)}]`;
		const {flow} = r.facts;
		const size = r.peek(4) * 4;
		const generic = genericSize(flags);
		const least = leastSize(flags);
		const sequence = size < generic || r.captured < generic ? '' : ` Seq=${shownSequence(r, flags, flow?.base)}`;
		const info = `${ports}${sequence}`;
		r.label(() =>
			`Datagram Congestion Control Protocol, Src Port: ${portLabel('dccp', r.peek16())}, Dst Port: ${portLabel('dccp', r.peek16(2))} [${types.get(type)}]${sequence}`
		);
		r.info(info);
		r.read(h.srcport);
		r.read(h.dstport);
		if (flow !== undefined) r.derive(p.stream, flow.stream);
		r.readOpen(h.data_offset, () => {
			const at = r.position - 1;
			if (size < generic) r.complain(faults.length, at, at + 1, `Advertised header length (${size}) is smaller than the minimum (${generic})`);
			else if (size < least) r.complain(faults.length, at, at + 1, `Advertised header length (${size}) is smaller than the minimum (${least}) for ${types.get(type)}`);
		});
		const coverage = r.peek();
		r.put(p.ccval, base + 5, base + 6, coverage >> 4);
		r.put(p.cscov, base + 5, base + 6, coverage & 15);
		r.position = base + 6;
		expandChecksum(r, size, coverage & 15);
		r.put(p.res1, base + 8, base + 9, flags >> 5, hidden);
		r.put(p.type, base + 8, base + 9, type);
		r.put(p.x, base + 8, base + 9, flags & 1);
		r.position = base + 9;
		if (size < generic) return;
		expandSequence(r, isExtended(flags), flow?.base);
		if (type >= firstReserved) r.complain(faults.reserved, r.position, r.end);
		if (type >= firstReserved || size < least) return;
		expandType(r, type, isExtended(flags), info);
		if (base + size > r.position) r.within(base + size - r.position, () => expandOptions(r));
	},
});

/** What follows the sequence number, by type, and the Info column. */
function expandType(r: Reader, type: number, extended: boolean, info: string): void {
	let said = info;
	if (type !== request && type !== data && type !== listen) said += ` (Ack=${expandAcknowledgment(r, extended)})`;
	if (type === request || type === response || type === listen) {
		const code = r.read(p.service_code);
		said += ` (service=${serviceCodes.get(code) ?? `Unknown (${code})`})`;
	} else if (type === reset) {
		const code = r.read(p.reset_code);
		r.read(p.data1);
		r.read(p.data2);
		r.read(p.data3);
		said += ` (code=${resetCodes.get(code) ?? `Unknown (${code})`})`;
	}

	r.info(said);
}

function expandChecksum(r: Reader, size: number, coverage: number): void {
	const whole = r.limit - r.base;
	const length = coverage === 0 ? whole : Math.min(whole, size + (coverage - 1) * 4);
	const {addresses} = r.facts;
	const isChecked = isOn('dccp.check_checksum') && addresses !== undefined && r.base + length <= r.end && r.end === r.limit;
	const sum = isChecked ? sumWords(r.bytes, r.base, r.base + length, sumPseudoHeader(addresses, whole, dccpTransport)) : undefined;
	readChecksum(r, {checksum: h.checksum, status: p['checksum.status'], bad: faults.checksum}, sum);
}

/** How far a number of 48 bits, of which `low` are the last 32, is from where its direction started. */
const distance = (low: number, base: number): bigint => BigInt.asUintN(64, BigInt((low - base) | 0));

/** The same of a number of 24 bits. */
const shortDistance = (number: number, base: number): bigint => BigInt((number - base) & 0xff_ff_ff);

/** The sequence number of the header that is about to be read: counted from the first one where that is known. */
function shownSequence(r: Reader, flags: number, base: number | undefined): bigint {
	if (!isExtended(flags)) {
		const number = r.peek32(8) & 0xff_ff_ff;
		return base === undefined ? BigInt(number) : shortDistance(number, base);
	}

	return base === undefined ? (BigInt(r.peek16(10)) << 32n) | BigInt(r.peek32(12)) : distance(r.peek32(12), base);
}

function expandSequence(r: Reader, extended: boolean, base: number | undefined): void {
	const at = r.position;
	if (!extended) {
		const number = r.takeNumber(3);
		r.put(p.seq, at, r.position, BigInt(number));
		if (base === undefined) return;
		r.put(p.seq, at, r.position, shortDistance(number, base));
		r.append('    (relative sequence number)');
		return;
	}

	r.put(p.res2, at, at + 1, r.peek(), hidden);
	r.skip(1);
	const low = r.peek32(2);
	const raw = BigInt(r.takeNumber(6));
	if (base !== undefined) {
		r.put(p.seq, at + 1, r.position, distance(low, base));
		r.append('    (relative sequence number)');
	}

	r.put(p.seq_raw, at + 1, r.position, raw);
}

function expandAcknowledgment(r: Reader, extended: boolean): bigint {
	const base = r.facts.flow?.peerBase;
	const at = r.position;
	if (!extended) {
		r.put(p.ack_res, at, at + 1, r.peek(), hidden);
		r.skip(1);
		const number = r.takeNumber(3);
		const relative = base === undefined ? BigInt(number) : shortDistance(number, base);
		if (base !== undefined) r.put(p.ack, at + 1, r.position, relative);
		r.put(p.ack_raw, at + 1, r.position, BigInt(number));
		return relative;
	}

	r.put(p.ack_res, at, at + 2, r.peek16(), hidden);
	r.skip(2);
	const low = r.peek32(2);
	const raw = BigInt(r.takeNumber(6));
	const relative = base === undefined ? raw : distance(low, base);
	if (base !== undefined) r.put(p.ack, at + 2, r.position, relative);
	r.put(p.ack_raw, at + 2, r.position, raw);
	return relative;
}
