import {type ByteText, words} from '../byte-text.ts';
import {type Cursor, nested} from '../cursor.ts';
import {bytes, f64, frameNumber, header, i32, ipv4Address, none, parts, time, u16, u32, u8, duration} from '../field.ts';
import {claims, fault, type Protocol, protocol} from '../protocol.ts';
import {generated, type Reader} from '../reader.ts';
import {ipProtocol} from '../space.ts';
import {WordTable} from '../word-table.ts';
import {checksumStatusNames, foldSum, readChecksum, sumWords} from './checksum.ts';
import {echoFraming, writeNumbers, writeOther} from './echo.ts';
import {extendedEcho} from './extended-echo.ts';
import {expandExtensions, extensionFaults, extensionParts, extensionsAt} from './icmp-extensions.ts';
import {icmpCodes, icmpTypes} from './icmp-types.ts';
import {ipv4} from './ipv4.ts';
import {pathMtuFaults, pathMtuParts, tellTooBig} from './path-mtu.ts';

// RFC 792
const h = header('icmp', {
	type: u8('Type', {values: icmpTypes}),
	code: u8('Code', {about: 'What exactly, within the type.'}),
	checksum: u16('Checksum', {base: 'hex'}),
});

const le = (title: string) => u16(title, {base: 'dec_hex', little: true});
const dayTime = (value: number): string => (value >= 0x80000000 ? `${value} (not a time of day)` : `${value} (${new Date(value).toISOString().slice(11, 23)} after midnight UTC)`);

const echo = extendedEcho('icmp');

const p = parts('icmp', () => ({
	'checksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
	unused: bytes('Unused'),
	reserved: bytes('Reserved'),
	length: u8('Length', {about: 'Of what is quoted, in units of 4 bytes.', reference: 'RFC 4884, section 4'}),
	'length.original_datagram': u8('Length of original datagram'),
	mtu: u16('MTU of next hop', {about: 'What would have fitted through.', reference: 'RFC 1191, section 4'}),
	pointer: u8('Pointer', {type: 'FT_UINT32', about: 'Which byte of the quoted packet is wrong.'}),
	redir_gw: ipv4Address('Gateway Address', {special: true, about: 'The router that knows a better way.'}),
	ident: u16('Identifier (BE)', {base: 'dec_hex', about: 'Tells the questions of one program from those of another.'}),
	ident_le: le('Identifier (LE)'),
	seq: u16('Sequence Number (BE)', {base: 'dec_hex'}),
	seq_le: le('Sequence Number (LE)'),
	num_addrs: u8('Number of addresses', {reference: 'RFC 1256, section 3'}),
	addr_entry_size: u8('Address entry size'),
	lifetime: u16('Lifetime', {unit: 'seconds'}),
	router_address: ipv4Address('Router address'),
	pref_level: i32('Preference level'),
	originate_timestamp: u32('Originate Timestamp', {shown: dayTime}),
	receive_timestamp: u32('Receive Timestamp', {shown: dayTime}),
	transmit_timestamp: u32('Transmit Timestamp', {shown: dayTime}),
	address_mask: ipv4Address('Address Mask', {reference: 'RFC 950, appendix I'}),
	resp_in: frameNumber('Response frame'),
	resp_to: frameNumber('Request frame'),
	no_resp: none('No response seen'),
	resptime: f64('Response time', {unit: 'ms'}),
	data_time: time('Timestamp from icmp data', {zone: 'local', about: 'When the question was sent, as the program that asked wrote it down.'}),
	data_time_relative: duration('Timestamp from icmp data (relative)'),
}));

const faults = {
	checksum: fault('icmp.checksum_bad', 'Bad checksum', 'warning', 'Checksum'),
	noResponse: fault('icmp.resp_not_found', 'Response not found', 'warning', 'Sequence'),
	...extensionFaults,
};

const slash = 0x2f;
const ofTtl = words(', ttl=');

const echoReply = 0;
const unreachable = 3;
const quench = 4;
const redirect = 5;
const echoRequest = 8;
const exceeded = 11;
const problem = 12;
const icmpNumber = 1;
const fragmentationNeeded = 4;

/** Errors that quote the packet they are about. */
const quotes = (type: number): boolean => type === unreachable || type === quench || type === redirect || type === exceeded || type === problem;

/** Where a length is too short for a quote with extensions, Wireshark takes it for that of what stands behind the quoted header. */
const quotedHeader = 20;
/** Bytes of the quoted packet as RFC 4884 lets some errors say it; 0 where they do not. */
const quoteLength = (b: Uint8Array, start: number): number => (b[start] === unreachable || b[start] === exceeded || b[start] === problem ? b[start + 5]! * 4 : 0);

/** The checksum of the question that an answer belongs to, or of the question itself: they differ in their type alone. */
function questionSum(b: Uint8Array, start: number): number {
	const found = (b[start + 2]! << 8) | b[start + 3]!;
	return b[start] === echoRequest ? found : ~foldSum((~found & 0xffff) + (echoRequest << 8)) & 0xffff;
}

const {framing, notes} = echoFraming(
	'ICMP echo',
	({bytes: b, start}) => (b[start] === echoRequest ? 'question' : b[start] === echoReply ? 'answer' : undefined),
	({bytes: b, start}) => (questionSum(b, start) % 0xffff) * 0x10000 + ((b[start + 6]! << 8) | b[start + 7]!),
);

/** Nearest the time of a frame that a time in its data may be: a day. */
const dayInSeconds = 86_400;

/** The time at the front of echo data as `[seconds, microseconds]`, in the order of bytes in which it is one; undefined where it is none. Ping programs put it there. */
function echoTime(b: Uint8Array, at: number, end: number, now: number): readonly [number, number] | undefined {
	if (at + 8 > end) return undefined;
	const view = new DataView(b.buffer, b.byteOffset + at, 8);
	for (const little of [true, false]) {
		const seconds = view.getUint32(0, little);
		const microseconds = view.getUint32(4, little);
		if (microseconds < 1_000_000 && Math.abs(seconds - now) <= dayInSeconds) return [seconds, microseconds];
	}

	return undefined;
}

/** The type of the message that quotes the packet of this one; -1 where none does. */
function quoterOf(c: Cursor): number {
	const around = c.isQuoted && c.parent >= 0 ? c.layerParent[c.parent]! : -1;
	return around < 0 ? -1 : c.sources[c.layerSource[around]!]![c.layerStart[around]!]!;
}

export const icmp: Protocol = protocol({
	name: 'icmp',
	title: 'Internet Control Message Protocol',
	about: 'How routers and hosts tell of what went wrong on the way, and ask whether somebody is there.',
	reference: 'RFC 792',
	claims: claims(ipProtocol, icmpNumber),
	lacking: {under: 6, as: 'named'},
	header: h,
	parts: [p, echo.parts, extensionParts, pathMtuParts],
	faults: {...faults, ...pathMtuFaults},
	framing,
	walk(c) {
		const type = h.type.read(c);
		const body = c.start + 8;
		if (quotes(type)) {
			if (body >= c.end) return;
			const length = quoteLength(c.bytes, c.start);
			const extensions = type === quench || type === redirect ? -1 : extensionsAt(c.bytes, c.start, c.end, length);
			c.quote(ipv4, body, extensions >= 0 ? extensions : length === 0 ? c.limit : body + quotedHeader + length);
			if (type === unreachable && h.code.read(c) === fragmentationNeeded) c.tooBig((c.bytes[c.start + 6]! << 8) | c.bytes[c.start + 7]!);
			return;
		}

		if ((type !== echoRequest && type !== echoReply) || body > c.end) return;
		c.exchange(icmpNumber, (c.bytes[c.start + 4]! << 8) | c.bytes[c.start + 5]!);
		if (quoterOf(c) === redirect) return;
		const data = echoTime(c.bytes, body, c.end, c.seconds) === undefined ? body : body + 8;
		if (data < c.end) c.push(c.registry.data, data, c.limit, nested);
	},
	expand(r) {
		r.need(h.size);
		const type = r.read(h.type);
		const codes = icmpCodes.get(type);
		const code = r.read(h.code);
		if (codes !== undefined) r.append(() => ` (${codes.get(code) ?? `Unknown code: ${code}`})`);
		if (r.sink.columns) tellList(r, type, code);
		readChecksum(r, checksumFields, r.listens ? sumOf(r) : undefined);
		expandMessage(r, type, code);
	},
});

const typeWords = new WordTable(256, type => (icmpTypes.get(type) ?? 'Unknown ICMP (obsolete or malformed?)').padEnd(20));

/** `Echo (ping) request  id=0x0001, seq=1/256, ttl=64 (reply in 6)` */
function tellList(r: Reader, type: number, code: number): void {
	const line = r.blank();
	typeWords.write(line, type);
	const codes = icmpCodes.get(type);
	const isPaired = type === echoReply || type === echoRequest || (type >= 13 && type <= 18);
	if (codes !== undefined) line.text(` (${codes.get(code) ?? `Unknown code: ${code}`})`);
	else if (isPaired && r.base + 8 <= r.end) writePair(line, r, type);
	r.info(line);
}

function writePair(line: ByteText, r: Reader, type: number): void {
	const {bytes: b, base} = r;
	writeNumbers(line, b, base);
	line.byte(slash);
	line.number((b[base + 7]! << 8) | b[base + 6]!);
	const ttl = ttlOf(r);
	if (ttl >= 0) {
		line.append(ofTtl);
		line.number(ttl);
	}

	if (!r.quoted && (type === echoRequest || type === echoReply)) writeOther(line, r, type === echoRequest, notes, isToMany);
}

/** Time to live of the IPv4 header right around this; -1 where something stands between. */
function ttlOf(r: Reader): number {
	return r.facts.isFirstIn('ip') ? r.facts.byteOf(r.facts.enclosing(ipv4), 8) : -1;
}

const isToMany = (r: Reader): boolean => (r.facts.addresses?.destination[0] ?? 0) >> 4 === 14;

const checksumFields = {checksum: h.checksum, status: p['checksum.status'], bad: faults.checksum};

/** Whether this is the first part of a datagram whose other parts are not here. */
const isPart = (r: Reader): boolean => r.base > 0 && (r.facts.byteOf(r.facts.enclosing(ipv4), 6) & 0x20) !== 0;

const sumOf = (r: Reader): number | undefined => (r.end === r.limit && !r.quoted && !isPart(r) ? sumWords(r.bytes, r.base, r.end) : undefined);

function expandMessage(r: Reader, type: number, code: number): void {
	switch (type) {
		case echoReply:
		case echoRequest: {
			readPair(r);
			tellAnswer(r, type);
			if (!r.quoted || r.facts.byteOf(r.facts.enclosing(icmp), 0) !== redirect) readTime(r);
			return;
		}

		case unreachable:
		case exceeded:
		case problem:
			return readQuote(r, type, code);
		case redirect:
			return void r.take(p.redir_gw, 4);
		case 9:
			return readRouters(r);
		case 13:
		case 14: {
			readPair(r);
			for (const field of [p.originate_timestamp, p.receive_timestamp, p.transmit_timestamp]) r.read(field);
			return;
		}

		case 15:
		case 16:
			return readPair(r);
		case 17:
		case 18: {
			readPair(r);
			r.take(p.address_mask, 4);
			return;
		}

		case 42:
		case 43:
			return readExtendedEcho(r, type === 42);
		default:
	}
}

function readPair(r: Reader): void {
	if (r.listens) r.at(p.ident, r.position);
	r.tell(p.ident_le);
	if (r.listens) r.at(p.seq, r.position);
	r.tell(p.seq_le);
}

function tellAnswer(r: Reader, type: number): void {
	if (r.quoted || !r.listens) return;
	const answer = r.facts.told(notes.answer);
	const question = r.facts.told(notes.question);
	if (type === echoReply) {
		if (question === undefined) return;
		r.derive(p.resp_to, question + 1);
		const since = r.facts.since(question);
		if (since !== undefined) r.derive(p.resptime, Number(since) / 1e6);
	} else if (answer !== undefined) {
		r.derive(p.resp_in, answer + 1);
	} else if (r.facts.complete && !isToMany(r)) {
		r.open(p.no_resp, r.position, undefined, generated);
		r.complain(faults.noResponse, r.base, r.end, 'No response seen to ICMP request');
		r.close();
	}
}

function readTime(r: Reader): void {
	if (!r.listens) return;
	const now = r.facts.meta.time;
	if (now === undefined) return;
	const found = echoTime(r.bytes, r.position, r.end, Number(now / 1_000_000_000n));
	if (found === undefined) return;
	const then = BigInt(found[0]) * 1_000_000_000n + BigInt(found[1]) * 1000n;
	r.put(p.data_time, r.position, r.position + 8, then);
	r.derive(p.data_time_relative, now - then, r.position, r.position + 8);
	r.skip(8);
}

function readQuote(r: Reader, type: number, code: number): void {
	const length = r.base + 6 <= r.end ? quoteLength(r.bytes, r.base) : 0;
	if (type === problem) r.read(p.pointer);
	else if (length > 0) r.tell(p.unused, 1);
	if (length > 0) {
		r.read(p.length);
		r.derive(p['length.original_datagram'], length & 0xff, r.position - 1, r.position);
	}

	if (type === unreachable && code === fragmentationNeeded) {
		if (length === 0) r.tell(p.unused, 2);
		r.read(p.mtu);
		tellTooBig(r);
	} else {
		r.tell(p.unused, r.base + 8 - r.position);
	}

	const extensions = extensionsAt(r.bytes, r.base, r.end, length);
	if (extensions < 0) return;
	r.position = extensions;
	expandExtensions(r, p.reserved);
}

function readRouters(r: Reader): void {
	const count = r.read(p.num_addrs);
	const words = r.read(p.addr_entry_size);
	r.read(p.lifetime);
	for (let i = 0; i < count && r.more; i++) {
		const next = r.position + words * 4;
		r.take(p.router_address, 4);
		r.read(p.pref_level);
		if (next > r.position) r.position = next;
	}
}

function readExtendedEcho(r: Reader, isRequest: boolean): void {
	r.at(p.ident, r.position);
	r.read(p.ident_le);
	echo.read(r, isRequest);
	if (isRequest && r.left >= 4) expandExtensions(r, p.reserved);
}
