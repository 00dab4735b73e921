import {type ByteText, words} from '../byte-text.ts';
import type {Cursor} from '../cursor.ts';
import {nested} from '../cursor.ts';
import {bit, bytes, eui64, f64, frameNumber, header, ipv6Address, none, parts, u16, u32, u8} from '../field.ts';
import {teredo} from '../link/teredo.ts';
import {claims, fault, protocol} from '../protocol.ts';
import {generated, type Reader} from '../reader.ts';
import {ipProtocol} from '../space.ts';
import {WordTable} from '../word-table.ts';
import {checksumStatusNames, foldSum, readChecksum, sumPseudoHeader, sumWords} from './checksum.ts';
import {echoFraming, writeNumbers, writeOther} from './echo.ts';
import {extendedEcho} from './extended-echo.ts';
import {expandExtensions, extensionFaults, extensionParts} from './icmp-extensions.ts';
import {expandListener, expandReport, mldParts} from './icmpv6-mld.ts';
import {expandNodeInformation, expandRenumbering, nodeParts} from './icmpv6-nodes.ts';
import {expandOptions, linkAddressAt, optionFaults, optionParts, preferences, redirectedAt} from './icmpv6-options.ts';
import {expandRpl, rplFaults, rplParts} from './icmpv6-rpl.ts';
import {icmpv6Codes, icmpv6Types} from './icmpv6-types.ts';
import {ipv6} from './ipv6.ts';
import {pathMtuFaults, pathMtuParts, tellTooBig} from './path-mtu.ts';

// RFC 4443, section 2.1
const h = header('icmpv6', {
	type: u8('Type', {values: icmpv6Types}),
	code: u8('Code', {about: 'What exactly, within the type.'}),
	checksum: u16('Checksum', {base: 'hex'}),
});

const flag = {meaning: ['Set', 'Not set']} as const;

const echo = extendedEcho('icmpv6');

const p = parts('icmpv6', () => ({
	'checksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
	reserved: bytes('Reserved'),
	data: bytes('Data'),
	length: u8('Length of original datagram', {about: 'Of what is quoted, in units of 8 bytes.', reference: 'RFC 4884, section 4'}),
	mtu: u32('MTU', {about: 'What would have fitted through.'}),
	pointer: u32('Pointer', {about: 'Which byte of the quoted packet is wrong.'}),
	'echo.identifier': u16('Identifier', {base: 'hex', about: 'Tells the questions of one program from those of another.'}),
	'echo.sequence_number': u16('Sequence'),
	nonce: bytes('Nonce', {reference: 'RFC 4380, section 5.2.9'}),
	resp_in: frameNumber('Response In'),
	resp_to: frameNumber('Response To'),
	no_resp: none('No response seen'),
	resptime: f64('Response Time', {unit: 'ms'}),
	'nd.ra.cur_hop_limit': u8('Cur hop limit', {reference: 'RFC 4861, section 4.2'}),
	'nd.ra.flag': u8('Flags', {
		base: 'hex',
		bits: {
			m: bit(1, 'Managed address configuration', {...flag, about: 'Ask DHCPv6 for an address.'}),
			o: bit(1, 'Other configuration', {...flag, about: 'Ask DHCPv6 for all but an address.'}),
			h: bit(1, 'Home Agent', flag),
			prf: bit(2, 'Prf (Default Router Preference)', {values: preferences, reference: 'RFC 4191, section 2.2'}),
			p: bit(1, 'Proxy', flag),
			rsv: bit(2, 'Reserved'),
		},
	}),
	'nd.ra.router_lifetime': u16('Router lifetime (s)', {about: 'How long the router may be used for what has no route; 0: not at all.'}),
	'nd.ra.reachable_time': u32('Reachable time (ms)'),
	'nd.ra.retrans_timer': u32('Retrans timer (ms)'),
	'nd.ns.target_address': ipv6Address('Target Address', {special: true, about: 'Whose link address is asked for.', reference: 'RFC 4861, section 4.3'}),
	'nd.na.flag': u32('Flags', {
		base: 'hex',
		reference: 'RFC 4861, section 4.4',
		bits: {
			r: bit(1, 'Router', flag),
			s: bit(1, 'Solicited', {...flag, about: 'This is an answer.'}),
			o: bit(1, 'Override', {...flag, about: 'Forget what was known before.'}),
			rsv: bit(29, 'Reserved'),
		},
	}),
	'nd.na.target_address': ipv6Address('Target Address', {special: true}),
	'nd.rd.target_address': ipv6Address('Target Address', {special: true, about: 'The better way.', reference: 'RFC 4861, section 4.5'}),
	'rd.na.destination_address': ipv6Address('Destination Address', {special: true}),
	'mip6.identifier': u16('Identifier', {base: 'dec_hex', reference: 'RFC 6275, section 6.5'}),
	'mip6.home_agent_address': ipv6Address('Home Agent Address'),
	'mip6.flag': u16('Flags', {base: 'hex', bits: {m: bit(1, 'Managed address configuration', flag), o: bit(1, 'Other configuration', flag), rsv: bit(14, 'Reserved')}}),
	'mcast_ra.query_interval': u16('Query Interval', {reference: 'RFC 4286, section 3.2'}),
	'mcast_ra.robustness_variable': u16('Robustness Variable'),
	'6lowpannd.da.status': u8('Status', {reference: 'RFC 6775, section 4.4'}),
	'6lowpannd.da.rsv': u8('Reserved'),
	'6lowpannd.da.lifetime': u16('Lifetime', {unit: 'minutes'}),
	'6lowpannd.da.eui64': eui64('EUI-64'),
	'6lowpannd.da.reg_addr': ipv6Address('Registered Address'),
}));

const faults = {
	checksum: fault('icmpv6.checksum_bad.expert', 'Bad checksum', 'warning', 'Checksum'),
	noResponse: fault('icmpv6.resp_not_found', 'Response not found', 'warning', 'Sequence'),
	undecoded: fault('icmpv6.undecoded.type', 'Undecoded type', 'note', 'Undecoded'),
	...optionFaults,
	...rplFaults,
	...extensionFaults,
};

const space = 0x20;
const ofHopLimit = words(', hop limit=');

const unreachable = 1;
const tooBig = 2;
const exceeded = 3;
const problem = 4;
const echoRequest = 128;
const echoReply = 129;
const routerSolicitation = 133;
const routerAdvertisement = 134;
const neighborSolicitation = 135;
const neighborAdvertisement = 136;
const redirect = 137;
const icmpv6Number = 58;
/** Bytes of a redirect in front of its options: RFC 4861, section 4.5. */
const redirectSize = 40;

/** Where extensions of an error are; -1 without. The length is in units of 8 bytes here. */
const extensionsAt = (b: Uint8Array, start: number, end: number): number => {
	if ((b[start] !== unreachable && b[start] !== exceeded) || start + 8 > end || b[start + 4] === 0) return -1;
	const at = start + 8 + b[start + 4]! * 8;
	return at + 4 <= end ? at : -1;
};

/** The checksum of the question that an answer belongs to, or of the question itself: they differ in their type alone. */
function questionSum(b: Uint8Array, start: number): number {
	const found = (b[start + 2]! << 8) | b[start + 3]!;
	return b[start] === echoRequest ? found : ~foldSum((~found & 0xffff) + 0xffff - 0x100) & 0xffff;
}

const {framing, notes} = echoFraming(
	'ICMPv6 echo',
	({bytes: b, start}) => (b[start] === echoRequest ? 'question' : b[start] === echoReply ? 'answer' : undefined),
	({bytes: b, start}) => (questionSum(b, start) % 0xffff) * 0x10000 + ((b[start + 6]! << 8) | b[start + 7]!),
);

/** The first bytes of a question from a tunnel of Teredo try whether the other side is there: RFC 4380, section 5.2.9. */
const nonceSize = 4;

function isInTeredo(c: Cursor): boolean {
	const around = c.parent < 0 ? -1 : c.layerParent[c.parent]!;
	return around >= 0 && c.layerProtocol[around] === teredo.id;
}

export const icmpv6 = protocol({
	name: 'icmpv6',
	title: 'Internet Control Message Protocol v6',
	column: 'ICMPv6',
	about: 'How IPv6 hosts and routers find each other, tell of what went wrong on the way, and ask whether somebody is there.',
	reference: 'RFC 4443',
	claims: claims(ipProtocol, icmpv6Number),
	header: h,
	parts: [p, echo.parts, optionParts, mldParts, nodeParts, rplParts, extensionParts, pathMtuParts],
	faults: {...faults, ...pathMtuFaults},
	framing,
	walk(c) {
		const type = h.type.read(c);
		const body = c.start + 8;
		if (type >= unreachable && type <= problem) {
			if (body >= c.end) return;
			const extensions = extensionsAt(c.bytes, c.start, c.end);
			c.quote(ipv6, body, extensions < 0 ? c.limit : extensions);
			if (type === tooBig) c.tooBig(((c.bytes[c.start + 4]! << 24) | (c.bytes[c.start + 5]! << 16) | (c.bytes[c.start + 6]! << 8) | c.bytes[c.start + 7]!) >>> 0);
		} else if (type === redirect) {
			const at = redirectedAt(c.bytes, c.start + redirectSize, c.end);
			if (at >= 0) c.quote(ipv6, at, Math.min(c.limit, at - 8 + c.bytes[at - 7]! * 8));
		} else if (type === echoRequest || type === echoReply) {
			if (body > c.end || (type === echoRequest && body + nonceSize <= c.end && isInTeredo(c))) return;
			c.exchange(icmpv6Number, (c.bytes[c.start + 4]! << 8) | c.bytes[c.start + 5]!);
			if (body < c.end) c.push(c.registry.data, body, c.limit, nested);
		}
	},
	expand(r) {
		const type = r.read(h.type);
		const codes = icmpv6Codes.get(type);
		const code = r.read(h.code);
		if (codes !== undefined) r.append(() => ` (${codes.get(code) ?? 'Unknown'})`);
		if (r.sink.columns) tellList(r, type, code);
		readChecksum(r, checksumFields, r.listens ? sumOf(r) : undefined);
		expandMessage(r, type, code);
	},
});

const typeWords = new WordTable(256, type => icmpv6Types.get(type) ?? `Unknown (${type})`);

/** `Neighbor Solicitation for fe80::1 from 00:11:22:33:44:55` */
function tellList(r: Reader, type: number, code: number): void {
	const line = r.blank();
	typeWords.write(line, type);
	const codes = icmpv6Codes.get(type);
	if (codes === undefined) writeMessage(line, r, type);
	else line.text(` (${codes.get(code) ?? 'Unknown'})`);
	r.info(line);
}

function writeMessage(line: ByteText, r: Reader, type: number): void {
	switch (type) {
		case echoRequest:
		case echoReply:
			if (r.base + 8 <= r.end) writeEcho(line, r, type);
			return;
		case routerSolicitation:
			return writeLink(line, r, 8, 1, ' from ');
		case routerAdvertisement:
			return writeLink(line, r, 16, 1, ' from ');
		case neighborSolicitation: {
			line.text(' for');
			writeTarget(line, r);
			return writeLink(line, r, 24, 1, ' from ');
		}

		case neighborAdvertisement: {
			writeTarget(line, r);
			line.text(advertised[(r.bytes[r.base + 4] ?? 0) >> 5]!);
			return writeLink(line, r, 24, 2, ' is at ');
		}

		case redirect:
			writeLink(line, r, redirectSize, 2, ' is at ');
	}
}

/** What the flags of a neighbor advertisement say, by their value. */
const advertised = Array.from({length: 8}, (_, flags) => ` (${['rtr', 'sol', 'ovr'].filter((_, i) => flags & (4 >> i)).join(', ') || 'none'})`);

function writeTarget(line: ByteText, r: Reader): void {
	if (r.base + 24 > r.end) return;
	line.byte(space);
	line.ipv6(r.bytes, r.base + 8);
}

/** The link address in an option behind `place`, if there is one. */
function writeLink(line: ByteText, r: Reader, place: number, kind: number, before: string): void {
	const at = linkAddressAt(r.bytes, r.base + place, r.end, kind);
	if (at < 0) return;
	line.text(before);
	line.mac(r.bytes, at);
}

/** `Echo (ping) request id=0x0001, seq=1, hop limit=64 (reply in 6)` */
function writeEcho(line: ByteText, r: Reader, type: number): void {
	writeNumbers(line, r.bytes, r.base);
	const limit = r.facts.byteOf(r.facts.enclosing(ipv6), 7);
	if (limit >= 0) {
		line.append(ofHopLimit);
		line.number(limit);
	}

	if (!r.quoted) writeOther(line, r, type === echoRequest, notes, isToMany);
	else if (type === echoRequest && isToMany(r)) line.text(' (multicast)');
}

const isToMany = (r: Reader): boolean => r.facts.addresses?.destination[0] === 0xff;

const checksumFields = {checksum: h.checksum, status: p['checksum.status'], bad: faults.checksum};

function sumOf(r: Reader): number | undefined {
	const {addresses} = r.facts;
	return r.end === r.limit && !r.quoted && addresses !== undefined
		? sumWords(r.bytes, r.base, r.end, sumPseudoHeader(addresses, r.end - r.base, icmpv6Number))
		: undefined;
}

function expandMessage(r: Reader, type: number, code: number): void {
	switch (type) {
		case unreachable:
		case exceeded:
			return readQuote(r);
		case tooBig:
			r.read(p.mtu);
			return tellTooBig(r);
		case problem:
			return void r.read(p.pointer);
		case echoRequest:
		case echoReply:
			return readEcho(r, type);
		case 130:
		case 131:
		case 132:
			return expandListener(r, type, p.reserved);
		case routerSolicitation:
		case 141:
		case 142: {
			r.take(p.reserved, 4);
			return expandOptions(r, p.data);
		}

		case routerAdvertisement: {
			for (const field of [p['nd.ra.cur_hop_limit'], p['nd.ra.flag'], p['nd.ra.router_lifetime'], p['nd.ra.reachable_time'], p['nd.ra.retrans_timer']]) r.read(field);
			return expandOptions(r, p.data);
		}

		case neighborSolicitation: {
			r.tell(p.reserved, 4);
			r.tell(p['nd.ns.target_address']);
			return expandOptions(r, p.data);
		}

		case neighborAdvertisement: {
			r.read(p['nd.na.flag']);
			r.tell(p['nd.na.target_address']);
			return expandOptions(r, p.data);
		}

		case redirect: {
			r.take(p.reserved, 4);
			r.take(p['nd.rd.target_address'], 16);
			r.take(p['rd.na.destination_address'], 16);
			return expandOptions(r, p.data);
		}

		case 138:
			return expandRenumbering(r, code, p.reserved);
		case 139:
		case 140:
			return expandNodeInformation(r, type, code);
		case 143:
			return expandReport(r, p.reserved);
		case 144:
		case 145:
		case 146:
		case 147:
			return readMobile(r, type);
		case 151: {
			r.read(p['mcast_ra.query_interval']);
			r.read(p['mcast_ra.robustness_variable']);
			return;
		}

		case 152:
		case 153:
			return;
		case 155:
			return expandRpl(r, code, optionParts.opt, p.reserved, p.data);
		case 157:
		case 158: {
			r.read(p['6lowpannd.da.status']);
			r.read(p['6lowpannd.da.rsv']);
			r.read(p['6lowpannd.da.lifetime']);
			r.take(p['6lowpannd.da.eui64'], 8);
			r.take(p['6lowpannd.da.reg_addr'], 16);
			return;
		}

		case 160:
		case 161:
			return readExtendedEcho(r, type === 160);
		default: {
			r.complain(faults.undecoded, r.base, r.base + 1, 'What messages of this type hold is not decoded');
			if (r.more) r.rest(p.data);
		}
	}
}

function readQuote(r: Reader): void {
	const extensions = extensionsAt(r.bytes, r.base, r.end);
	if (r.peek() > 0) r.read(p.length);
	r.take(p.reserved, r.base + 8 - r.position);
	if (extensions < 0) return;
	r.position = extensions;
	expandExtensions(r, p.reserved);
}

function readEcho(r: Reader, type: number): void {
	r.tell(p['echo.identifier']);
	r.tell(p['echo.sequence_number']);
	if (type === echoRequest && r.captured >= nonceSize && r.facts.isFirstIn('ipv6') && r.facts.enclosing(teredo) >= 0) r.take(p.nonce, nonceSize);
	else if (!r.quoted) tellAnswer(r, type);
}

function tellAnswer(r: Reader, type: number): void {
	if (!r.listens) return;
	if (type === echoReply) {
		const question = r.facts.told(notes.question);
		if (question === undefined) return;
		r.derive(p.resp_to, question + 1);
		const since = r.facts.since(question);
		if (since !== undefined) r.derive(p.resptime, Number(since) / 1e6);
		return;
	}

	const answer = r.facts.told(notes.answer);
	if (answer !== undefined) {
		r.derive(p.resp_in, answer + 1);
	} else if (r.facts.complete && !isToMany(r)) {
		r.open(p.no_resp, r.position, undefined, generated);
		r.complain(faults.noResponse, r.base, r.end, `No response seen to ICMPv6 request in frame ${r.facts.row + 1}`);
		r.close();
	}
}

function readMobile(r: Reader, type: number): void {
	r.read(p['mip6.identifier']);
	if (type === 147) {
		r.read(p['mip6.flag']);
		expandOptions(r, p.data);
		return;
	}

	r.take(p.reserved, 2);
	if (type === 145) { while (r.left >= 16) r.take(p['mip6.home_agent_address'], 16); }
}

function readExtendedEcho(r: Reader, isRequest: boolean): void {
	r.read(p['echo.identifier']);
	echo.read(r, isRequest);
	if (isRequest && r.left >= 4) expandExtensions(r, p.reserved);
}
