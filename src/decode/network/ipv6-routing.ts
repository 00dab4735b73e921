import type {Cursor} from '../cursor.ts';
import {bit, byteString, bytes, type Field, header, i32, ipv6Address, parts, u16, u32, u8, word} from '../field.ts';
import {claims, fault, malformed, protocol} from '../protocol.ts';
import {generated, type Reader} from '../reader.ts';
import {ipProtocol} from '../space.ts';
import {ipProtocolNames, ipProtocolText} from './ip-protocols.ts';
import {nestExtension, nextHeader} from './ipv6-options.ts';

/** IANA, IPv6 Routing Types. */
const types: ReadonlyMap<number, string> = new Map([
	[0, 'Source Route'],
	[1, 'Nimrod'],
	[2, 'Type 2 Routing'],
	[3, 'RPL Source Route'],
	[4, 'Segment Routing'],
	[5, 'Compact Routing Header 16'],
	[6, 'Compact Routing Header 32'],
	[253, 'Experiment 1'],
	[254, 'Experiment 2'],
]);

// RFC 8200, section 4.4
const h = header('ipv6.routing', {
	nxt: u8('Next Header', {values: ipProtocolNames}),
	len: u8('Length', {about: 'In units of 8 bytes, without the first 8.'}),
	type: u8('Type', {values: types}),
	segleft: u8('Segments Left', {about: 'Addresses of the route that the packet has yet to come to.'}),
});

const p = parts('ipv6.routing', () => ({
	len_oct: u16('Length', {unit: 'bytes'}),
	unknown_data: bytes('Type-Specific Data'),
	'src.reserved': byteString(4, 'Reserved'),
	'src.addr': ipv6Address('Address'),
	'mipv6.reserved': byteString(4, 'Reserved'),
	'mipv6.home_address': ipv6Address('Home Address', {reference: 'RFC 6275, section 6.4'}),
	...word(4, {
		'rpl.cmprI': bit(4, 'Compressed Internal Octets (CmprI)', {type: 'FT_UINT32', reference: 'RFC 6554, section 3'}),
		'rpl.cmprE': bit(4, 'Compressed Final Octets (CmprE)', {type: 'FT_UINT32'}),
		'rpl.pad': bit(4, 'Padding Bytes', {type: 'FT_UINT32'}),
		'rpl.reserved': bit(20, 'Reserved', {type: 'FT_UINT32'}),
	}),
	'rpl.addr_count': i32('Total Address Count'),
	'rpl.address': bytes('Address'),
	'rpl.full_address': ipv6Address('Full Address'),
	'srh.last_entry': u8('Last Entry', {reference: 'RFC 8754, section 2'}),
	'srh.flags': u8('Flags', {base: 'hex'}),
	'srh.tag': byteString(2, 'Tag'),
	'srh.addr': ipv6Address('Address'),
	'crh16.sid': u16('Segment ID'),
	'crh32.sid': u32('Segment ID'),
}));

const faults = {
	length: fault('ipv6.routing.invalid_length', 'Invalid IPv6 Routing header length', 'error'),
	left: fault('ipv6.routing.invalid_segleft', 'IPv6 Routing Header segments left field must not exceed address count', 'warning'),
	deprecated: fault('ipv6.routing.deprecated', 'Routing header type is deprecated', 'note', 'Deprecated'),
	undecoded: fault('ipv6.routing.undecoded', 'Undecoded IPv6 routing header field', 'note', 'Undecoded'),
	multicast: fault('ipv6.src_route_list.multicast_addr', 'Multicast addresses must not appear in the source route list', 'warning'),
};

/** Place of the address that the route ends at; -1 where the packet is there, or the address does not stand in one piece. */
function routeEnd(c: Cursor, size: number): number {
	if (h.segleft.read(c) === 0 || size < 24) return -1;
	const at = c.start;
	switch (h.type.read(c)) {
		case 0:
			return at + size - 16 - ((size - 8) % 16);
		case 2:
		case 4:
			return at + 8;
		case 3:
			return c.bytes[at + 4]! & 15 ? -1 : at + size - 16 - (c.bytes[at + 5]! >> 4);
		default:
			return -1;
	}
}

export const ipv6Routing = protocol({
	name: 'ipv6.routing',
	title: 'Routing Header for IPv6',
	short: 'IPv6 Routing',
	column: 'IPv6',
	about: 'Places that the packet has to come by on its way.',
	reference: 'RFC 8200, section 4.4',
	claims: claims(ipProtocol, 43),
	header: h,
	parts: p,
	faults,
	walk(c) {
		nestExtension(c);
		const size = (h.len.read(c) + 1) * 8;
		if (size > c.available) return c.malformed(malformed, h.len);
		c.payload(size);
		const end = size <= c.captured ? routeEnd(c, size) : -1;
		if (end >= 0) c.destination(end);
		return nextHeader(c, h.nxt.read(c));
	},
	expand(r) {
		r.info(() => ipProtocolText(r.get(h.nxt)));
		const size = (r.get(h.len) + 1) * 8;
		const type = r.peek(2);
		if (type >= 0) r.append(() => ` (${types.get(type) ?? `Unknown type ${type}`})`);
		r.read(h.nxt);
		// RFC 5095 took type 0 away: it made packets go to and fro.
		const isOdd = type === 0 && (size - 8) % 16 !== 0;
		if (isOdd) r.readOpen(h.len, () => r.complain(faults.length, r.base + 1, r.base + 2, 'The extension header length must not be odd'));
		else r.read(h.len);
		r.derive(p.len_oct, size, r.base + 1, r.base + 2);
		if (type === 0 && r.base + size <= r.limit) r.readOpen(h.type, () => r.complain(faults.deprecated, r.base + 2, r.base + 3));
		else r.read(h.type);
		const addresses = Math.floor((size - 8) / 16);
		const left = r.peek();
		if ((type === 0 && left > addresses) || (type === 2 && left !== 1 && left !== 0)) r.readOpen(h.segleft, () => r.complain(faults.left, r.base + 3, r.base + 4));
		else r.read(h.segleft);
		r.within(size - 4, () => {
			switch (type) {
				case 0: {
					r.read(p['src.reserved']);
					readAddresses(r, p['src.addr'], 1);
					return;
				}

				case 2: {
					r.read(p['mipv6.reserved']);
					r.take(p['mipv6.home_address'], 16);
					return;
				}

				case 3:
					return readRpl(r);
				case 4: {
					const last = r.read(p['srh.last_entry']);
					r.read(p['srh.flags']);
					r.read(p['srh.tag']);
					readAddresses(r, p['srh.addr'], 0, last + 1);
					return;
				}

				case 5:
				case 6: {
					const sid = type === 5 ? p['crh16.sid'] : p['crh32.sid'];
					while (r.left >= sid.size) r.read(sid);
					return;
				}

				default: {
					const at = r.position;
					r.skip(r.left);
					r.open(p.unknown_data, at, r.bytes.subarray(at, r.position));
					r.complain(faults.undecoded, at, r.position);
					r.close(r.position);
				}
			}
		});
	},
});

function readAddresses(r: Reader, field: Field<'ipv6'>, first: number, most = 128): void {
	for (let i = 0; i < most && r.left >= 16; i++) {
		const at = r.position;
		r.need(16);
		r.position += 16;
		r.open(field, at, r.bytes.subarray(at, at + 16));
		r.label(() => `Address[${first + i}]: ${r.facts.print(field, r.bytes.subarray(at, at + 16))}`);
		if (r.bytes[at] === 0xff && field === p['src.addr']) r.complain(faults.multicast, at, at + 16);
		r.close(at + 16);
	}
}

/** RFC 6554, section 3: addresses leave out what they share with the destination. */
function readRpl(r: Reader): void {
	const at = r.position;
	const inner = r.at(p['rpl.cmprI'], at);
	const final = r.at(p['rpl.cmprE'], at);
	const pad = r.at(p['rpl.pad'], at);
	r.at(p['rpl.reserved'], at);
	r.skip(4);
	const count = Math.floor((r.left - pad - (16 - final)) / (16 - inner)) + 1;
	r.derive(p['rpl.addr_count'], count, at, at);
	const around = r.facts.addresses;
	for (let i = 1; i <= count && r.more; i++) {
		const known = i === count ? final : inner;
		const short = r.take(p['rpl.address'], 16 - known);
		if (around === undefined || around.destination.length !== 16) continue;
		const full = around.destination.slice();
		full.set(short, known);
		r.put(p['rpl.full_address'], r.position - short.length, r.position, full, generated);
	}
}
