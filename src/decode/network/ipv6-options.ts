import type {Cursor} from '../cursor.ts';
import {bit, bytes, type Field, header, ipv6Address, none, parts, text, u16, u32, u8, word} from '../field.ts';
import {claims, type Fault, fault, malformed, type Protocol, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {ipProtocol} from '../space.ts';
import {once} from '../when-asked.ts';
import {ipProtocolNames, ipProtocolText} from './ip-protocols.ts';

/** IANA, Destination Options and Hop-by-Hop Options. */
const homeAddress = 0xc9;

const names: ReadonlyMap<number, string> = new Map([
	[0x00, 'Pad1'],
	[0x01, 'PadN'],
	[0x04, 'Tunnel Encapsulation Limit'],
	[0x05, 'Router Alert'],
	[0x07, 'CALIPSO'],
	[0x08, 'SMF_DPD'],
	[0x0f, 'Performance and Diagnostic Metrics'],
	[0x26, 'Quick-Start'],
	[0x30, 'Path MTU Option'],
	[0x31, 'IOAM Option'],
	[0x63, 'RPL Option'],
	[0x6d, 'MPL Option'],
	[0x8a, 'Endpoint Identification'],
	[0x8b, 'ILNP Nonce'],
	[0x8c, 'Line-Identification Option'],
	[0xc2, 'Jumbo Payload'],
	[homeAddress, 'Home Address'],
	[0xee, 'IP_DFF'],
	...[0x1e, 0x3e, 0x5e, 0x7e, 0x9e, 0xbe, 0xde, 0xfe].map((type): [number, string] => [type, `Experimental (0x${type.toString(16).toUpperCase()})`]),
]);

const set = {meaning: ['Set', 'Not set']} as const;

/** Fields of options in the Hop-by-Hop and Destination headers: RFC 8200, section 4.2, and the RFC of each. */
const p = parts('ipv6', () => ({
	opt: none('IPv6 Option'),
	'opt.type': u8('Type', {
		base: 'hex',
		values: names,
		bits: {
			action: bit(2, 'Action', {
				about: 'What to do with the packet where the option is not known.',
				values: new Map([[0, 'Skip and continue'], [1, 'Discard'], [2, 'Discard and send ICMP Parameter Problem'], [3, 'Discard and send ICMP if not multicast']]),
			}),
			change: bit(1, 'May Change', {meaning: ['Yes', 'No'], about: 'Whether routers may change the option on its way.'}),
			rest: bit(5, 'Low-Order Bits', {base: 'hex'}),
		},
	}),
	plain: u8('Type', {name: 'ipv6.opt.type', base: 'hex', values: names}),
	'opt.length': u8('Length', {about: 'Bytes of the option behind its length.'}),
	'opt.pad1': none('Pad1'),
	'opt.padn': bytes('PadN', {empty: '<none>'}),
	'opt.pmtu.min': u16('Minimum Reported PMTU', {reference: 'RFC 9268, section 4'}),
	'opt.pmtu.rtn': u16('Return Minimum PMTU'),
	'opt.pmtu.r_flag': u8('Return Flag', {type: 'FT_BOOLEAN', meaning: ['True', 'False']}),
	'opt.router_alert': u16('Router Alert', {
		values: new Map([[0, 'MLD'], [1, 'RSVP'], [2, 'Active Network']]),
		about: 'Every router on the way should look into the packet.',
		reference: 'RFC 2711',
	}),
	'opt.tel': u8('Tunnel Encapsulation Limit', {reference: 'RFC 2473, section 4.1.1'}),
	'opt.jumbo': u32('Payload Length', {about: 'Bytes behind the IPv6 header, more than its own field can say.', reference: 'RFC 2675, section 2'}),
	'opt.calipso.doi': u32('CALIPSO Domain of Interpretation', {reference: 'RFC 5570, section 5'}),
	'opt.calipso.cmpt.length': u8('Compartment Length'),
	'opt.calipso.sens_level': u8('Sensitivity Level'),
	'opt.calipso.checksum': u16('Checksum', {base: 'hex'}),
	'opt.calipso.cmpt_bitmap': bytes('Compartment Bitmap'),
	'opt.pdm.scale_dtlr': u8('Scale DTLR', {reference: 'RFC 8250, section 3'}),
	'opt.pdm.scale_dtls': u8('Scale DTLS'),
	'opt.pdm.psn_this_pkt': u16('PSN This Packet'),
	'opt.pdm.psn_last_recv': u16('PSN Last Received'),
	'opt.pdm.delta_last_recv': u16('Delta Time Last Received'),
	'opt.pdm.delta_last_sent': u16('Delta Time Last Sent'),
	...word(1, {
		'opt.qs_func': bit(4, 'Function', {type: 'FT_UINT8', values: new Map([[0, 'Rate request'], [8, 'Rate report']])}),
		'opt.qs_rate': bit(4, 'Rate', {values: rate => (rate === 0 ? '0 bit/s' : `${40 * 2 ** rate} kbit/s`)}),
	}),
	'opt.qs_ttl': u8('QS TTL', {reference: 'RFC 4782, section 3.2'}),
	'opt.qs_unused': u8('Not Used'),
	...word(4, {
		'opt.qs_nonce': bit(30, 'QS Nonce', {base: 'hex'}),
		'opt.qs_reserved': bit(2, 'Reserved', {base: 'hex', type: 'FT_UINT32'}),
	}),
	'opt.mipv6.home_address': ipv6Address('MIPv6 Home Address', {about: 'Where the mobile host lives while it is away.', reference: 'RFC 6275, section 6.3'}),
	'opt.rpl.flag': u8('Flag', {
		base: 'hex',
		reference: 'RFC 6553, section 3',
		bits: {o: bit(1, 'Down', set), r: bit(1, 'Rank Error', set), f: bit(1, 'Forwarding Error', set), rsv: bit(5, 'Reserved', {base: 'hex'})},
	}),
	'opt.rpl.instance_id': u8('RPLInstanceID', {base: 'hex'}),
	'opt.rpl.sender_rank': u16('Sender Rank', {base: 'hex'}),
	'opt.ilnp_nonce': bytes('ILNP Nonce', {reference: 'RFC 6744'}),
	'opt.lio.length': u8('LineIDLen', {reference: 'RFC 6788, section 5'}),
	'opt.lio.line_id': text('Line ID'),
	'opt.experimental': bytes('Experimental Option'),
	opt_unknown_data: bytes('Unknown Data'),
	'opt.unknown': bytes('Unknown Option Payload'),
}));

const faults = {
	length: fault('ipv6.opt.invalid_len', 'Invalid IPv6 option length', 'error'),
	unknown: fault('ipv6.opt.unknown_data.expert', 'Unknown Data (not interpreted)', 'note', 'Undecoded'),
	place: fault('ipv6.opt.header_mismatch', 'Wrong options extension header for type', 'warning'),
	deprecated: fault('ipv6.opt.deprecated', 'Option type is deprecated', 'note', 'Deprecated'),
	jumboShort: fault('ipv6.opt.jumbo.truncated', 'Jumbo Payload option present and jumbo length < 65536', 'warning'),
};

type Kind = {
	/** Bytes it has, or at least. */
	readonly size?: number;
	readonly least?: number;
	/** The header it belongs in; either where it is not said. */
	readonly home?: 'hopopts' | 'dstopts';
	readonly deprecated?: true;
	readonly read: (r: Reader) => void;
};

const readAll = (...fields: ReadonlyArray<Field<'uint'>>) => (r: Reader): void => {
	for (const field of fields) r.read(field);
};

const rest = (field: Field<'bytes'>) => (r: Reader): void => void r.take(field, r.left);

/** Bytes of an option that nobody reads. */
function readUnknown(r: Reader, field: Field<'bytes'>): void {
	const at = r.position;
	r.need(r.left);
	r.position = at + r.left;
	r.open(field, at, r.bytes.subarray(at, r.position));
	r.complain(faults.unknown, at, r.position);
	r.close(r.position);
}

const kinds = once((): ReadonlyMap<number, Kind> =>
	new Map<number, Kind>([
		[0x01, {read: rest(p['opt.padn'])}],
		[0x04, {size: 1, home: 'dstopts', read: readAll(p['opt.tel'])}],
		[0x05, {size: 2, home: 'hopopts', read: readAll(p['opt.router_alert'])}],
		[0x07, {
			least: 8,
			home: 'hopopts',
			read(r) {
				r.read(p['opt.calipso.doi']);
				const words = r.read(p['opt.calipso.cmpt.length']);
				r.read(p['opt.calipso.sens_level']);
				r.read(p['opt.calipso.checksum']);
				r.take(p['opt.calipso.cmpt_bitmap'], words * 4);
			},
		}],
		[0x0f, {
			size: 10,
			home: 'dstopts',
			read: readAll(
				p['opt.pdm.scale_dtlr'],
				p['opt.pdm.scale_dtls'],
				p['opt.pdm.psn_this_pkt'],
				p['opt.pdm.psn_last_recv'],
				p['opt.pdm.delta_last_recv'],
				p['opt.pdm.delta_last_sent'],
			),
		}],
		[0x26, {
			size: 6,
			home: 'hopopts',
			read(r) {
				const isReport = r.at(p['opt.qs_func'], r.position) === 8;
				r.at(p['opt.qs_rate'], r.position);
				r.skip(1);
				r.read(isReport ? p['opt.qs_unused'] : p['opt.qs_ttl']);
				r.at(p['opt.qs_nonce'], r.position);
				r.at(p['opt.qs_reserved'], r.position);
				r.skip(4);
			},
		}],
		[0x30, {
			size: 4,
			home: 'hopopts',
			read(r) {
				r.read(p['opt.pmtu.min']);
				// The lowest bit asks for the value to be sent back; the others are the value.
				const at = r.position;
				const word = r.takeNumber(2);
				r.put(p['opt.pmtu.rtn'], at, at + 2, word & 0xfffe);
				r.put(p['opt.pmtu.r_flag'], at + 1, at + 2, word & 1);
			},
		}],
		[0x63, {least: 4, home: 'hopopts', read: readAll(p['opt.rpl.flag'], p['opt.rpl.instance_id'], p['opt.rpl.sender_rank'])}],
		[0x8a, {deprecated: true, read: r => readUnknown(r, p['opt.unknown'])}],
		[0x8b, {home: 'dstopts', read: rest(p['opt.ilnp_nonce'])}],
		[0x8c, {
			home: 'dstopts',
			read(r) {
				r.read(p['opt.lio.length']);
				r.text(p['opt.lio.line_id'], r.left);
			},
		}],
		[0xc2, {
			size: 4,
			home: 'hopopts',
			read(r) {
				const at = r.position;
				if (r.peek16() !== 0) r.read(p['opt.jumbo']);
				else r.readOpen(p['opt.jumbo'], () => r.complain(faults.jumboShort, at, at + 4));
			},
		}],
		[homeAddress, {size: 16, home: 'dstopts', read: r => void r.take(p['opt.mipv6.home_address'], 16)}],
		...[0x1e, 0x3e, 0x5e, 0x7e, 0x9e, 0xbe, 0xde, 0xfe].map((type): [number, Kind] => [type, {read: rest(p['opt.experimental'])}]),
	])
);

/** Where the packet around a header ends. */
type Outer = {readonly end: number; readonly limit: number};

/** An option that runs past its header takes the bytes behind that, as long as there are some. */
function readPast(r: Reader, size: number, kind: Kind | undefined, outer: Outer): void {
	const {end, limit} = r;
	r.end = outer.end;
	r.limit = outer.limit;
	try {
		if (size <= r.left && kind !== undefined) r.within(size, () => kind.read(r));
		else {
			if (kind?.size !== undefined) kind.read(r);
			r.need(size);
			r.skip(size);
		}
	} finally {
		r.end = end;
		r.limit = limit;
	}

	r.close();
}

function expandOption(r: Reader, home: 'hopopts' | 'dstopts', outer: Outer): void {
	const at = r.position;
	const type = r.peek();
	const name = names.get(type);
	r.open(p.opt, at);
	r.label(name ?? `Unknown IPv6 Option (${type})`);
	if (type === 0) {
		r.read(p.plain);
		r.put(p['opt.pad1'], at, at + 1, undefined);
		r.close();
		return;
	}

	const kind = kinds().get(type);
	const wrong: Fault | undefined = kind?.deprecated ? faults.deprecated : kind?.home !== undefined && kind.home !== home ? faults.place : undefined;
	if (wrong === undefined) r.read(p['opt.type']);
	else r.readOpen(
			p['opt.type'],
			() =>
				r.complain(wrong, at, at + 1, wrong === faults.place ? `${name} must use a ${kind!.home === 'dstopts' ? 'destination' : 'hop-by-hop'} options header` : undefined),
		);
	const size = r.peek();
	const isWrong = (kind?.size !== undefined && size !== kind.size) || (kind?.least !== undefined && size < kind.least);
	if (isWrong) r.readOpen(p['opt.length'], () => r.complain(faults.length, at + 1, at + 2, `${name}: Invalid Length (${size} bytes)`));
	else r.read(p['opt.length']);
	if (size > r.left) return readPast(r, size, kind, outer);
	r.within(size, () => {
		if (kind === undefined) {
			readUnknown(r, p['opt.unknown']);
			return;
		}

		kind.read(r);
		if (r.left > 0) readUnknown(r, p.opt_unknown_data);
	});
	r.close();
}

/** Where the home address is from which the packet is (RFC 6275, section 6.3); -1 where the options `[from, to)` hold none. */
function homeAddressAt(b: Uint8Array, from: number, to: number): number {
	for (let at = from; at + 2 <= to;) {
		if (b[at] === 0) {
			at++;
			continue;
		}

		const size = b[at + 1]!;
		if (b[at] === homeAddress && size === 16 && at + 2 + size <= to) return at + 2;
		at += 2 + size;
	}

	return -1;
}

/** Whether an option of `[from, to)` says that it goes on past `limit`. */
function isPastEnd(b: Uint8Array, from: number, to: number, limit: number): boolean {
	for (let at = from; at + 2 <= to;) {
		const size = b[at] === 0 ? 1 : 2 + b[at + 1]!;
		if (at + size > limit) return true;
		at += size;
	}

	return false;
}

/** The header of options that hops read, and that of those which only the destination reads: they differ in name alone. */
function optionsHeader(key: 'hopopts' | 'dstopts', title: string, about: string, number: number, reference: string): Protocol {
	const h = header(`ipv6.${key}`, {
		nxt: u8('Next Header', {values: ipProtocolNames}),
		len: u8('Length', {about: 'In units of 8 bytes, without the first 8.'}),
	});
	const octets = parts(`ipv6.${key}`, () => ({len_oct: u16('Length', {unit: 'bytes'})}));
	const own = key === 'hopopts'
		? {notFirst: fault('ipv6.hopopts.not_first', 'IPv6 Hop-by-Hop extension header must appear immediately after IPv6 header', 'error', 'Protocol')}
		: {};
	return protocol({
		name: `ipv6.${key}`,
		title,
		column: 'IPv6',
		about,
		reference,
		claims: claims(ipProtocol, number),
		lacking: {under: 2, as: 'named'},
		header: h,
		parts: [octets, p],
		faults: {...own, ...faults},
		walk(c) {
			nestExtension(c);
			const size = (h.len.read(c) + 1) * 8;
			if (size > c.available) return c.malformed(malformed, h.len);
			if (isPastEnd(c.bytes, c.start + h.size, c.start + size, c.limit)) return c.malformed(malformed, h.len);
			c.payload(size);
			const home = key === 'dstopts' ? homeAddressAt(c.bytes, c.start + h.size, Math.min(c.end, c.start + size)) : -1;
			if (home >= 0) c.origin(home);
			return nextHeader(c, h.nxt.read(c));
		},
		expand(r) {
			if (own.notFirst !== undefined && !r.facts.isFirstIn('ipv6')) r.complain(own.notFirst, r.base, r.base + 2);
			r.info(() => ipProtocolText(r.get(h.nxt)));
			r.header();
			const size = (r.get(h.len) + 1) * 8;
			r.derive(octets.len_oct, size, r.base + 1, r.base + 2);
			const outer = {end: r.end, limit: r.limit};
			const ended = r.within(size - 2, () => {
				while (r.more) expandOption(r, key, outer);
			});
			if (!ended) r.done();
		},
	});
}

const noNext = 59;

/** Behind an extension header: nothing may be said to follow. */
export const nextHeader = (c: Cursor, next: number): Protocol | undefined => (next === noNext ? undefined : c.next(ipProtocol, next));

/** An extension header stands in the IPv6 header's part of the tree; behind IPv4 or in tunnels it stands alone. */
export function nestExtension(c: Cursor): void {
	if (c.parent >= 0 && (c.layerAddressSize[c.parent] === 16 || c.isNested(c.parent))) c.nest();
}

export const hopByHopOptions = optionsHeader('hopopts', 'IPv6 Hop-by-Hop Option', 'Options that every router on the way may read.', 0, 'RFC 8200, section 4.3');
export const destinationOptions = optionsHeader('dstopts', 'Destination Options for IPv6', 'Options that only the destination reads.', 60, 'RFC 8200, section 4.6');
