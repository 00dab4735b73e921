import {bit, bytes, eui64, type Field, ipv6Address, mac, none, parts, text, time, u16, u32, u8, word} from '../field.ts';
import {hexBytes, ipv6Text} from '../print.ts';
import {fault} from '../protocol.ts';
import {hidden, type Reader} from '../reader.ts';

/** IANA, IPv6 Neighbor Discovery Option Formats. */
const names: ReadonlyMap<number, string> = new Map([
	[1, 'Source link-layer address'],
	[2, 'Target link-layer address'],
	[3, 'Prefix information'],
	[4, 'Redirected header'],
	[5, 'MTU'],
	[6, 'NBMA Shortcut Limit Option'],
	[7, 'Advertisement Interval'],
	[8, 'Home Agent Information'],
	[9, 'Source Address List'],
	[10, 'Target Address List'],
	[11, 'CGA'],
	[12, 'RSA Signature'],
	[13, 'Timestamp'],
	[14, 'Nonce'],
	[15, 'Trust Anchor'],
	[16, 'Certificate'],
	[17, 'IP Address/Prefix Option'],
	[18, 'New Router Prefix Information'],
	[19, 'Link-layer Address'],
	[20, 'Neighbor Advertisement Acknowledgment'],
	[23, 'MAP'],
	[24, 'Route Information'],
	[25, 'Recursive DNS Server'],
	[26, 'RA Flags Extension'],
	[27, 'Handover Key Request'],
	[28, 'Handover Key Reply'],
	[29, 'Handover Assist Information'],
	[30, 'Mobile Node Identifier Option'],
	[31, 'DNS Search List Option'],
	[32, 'Proxy Signature (PS)'],
	[33, 'Address Registration Option'],
	[34, '6LoWPAN Context Option'],
	[35, 'Authoritative Border Router'],
	[36, '6LoWPAN Capability Indication Option'],
	[37, 'DHCP Captive-Portal'],
	[38, 'PREF64 Option'],
	[138, 'CARD Request'],
	[139, 'CARD Reply'],
	[253, 'RFC3692-style Experiment 1'],
	[254, 'RFC3692-style Experiment 2'],
]);

const set = {meaning: ['Set', 'Not set']} as const;
const seconds = {values: new Map([[0xffff_ffff, 'Infinity']]), shown: (value: number) => (value === 0xffff_ffff ? 'Infinity (4294967295)' : `${value} seconds`)} as const;
/** RFC 4191, section 2.1. */
export const preferences: ReadonlyMap<number, string> = new Map(['Medium', 'High', 'Reserved', 'Low'].entries());
/** RFC 8781, section 4. */
const prefixLengths = [96, 64, 56, 48, 40, 32];

/** Fields of the options of neighbour discovery: RFC 4861, section 4.6, and the RFC of each. */
export const optionParts = parts('icmpv6', () => ({
	opt: none('ICMPv6 Option'),
	'opt.type': u8('Type', {values: names}),
	'opt.length': u8('Length', {shown: value => `${value} (${value * 8} bytes)`, about: 'In units of 8 bytes, with type and length.'}),
	'opt.reserved': none('Reserved'),
	'opt.padding': none('Padding'),
	'opt.linkaddr': mac('Link-layer address', {type: 'FT_BYTES'}),
	'opt.src_linkaddr': mac('Source Link-layer address', {type: 'FT_BYTES'}),
	'opt.target_linkaddr': mac('Target Link-layer address', {type: 'FT_BYTES'}),
	longLink: bytes('Link-layer address', {name: 'icmpv6.opt.linkaddr'}),
	longSource: bytes('Source Link-layer address', {name: 'icmpv6.opt.src_linkaddr'}),
	longTarget: bytes('Target Link-layer address', {name: 'icmpv6.opt.target_linkaddr'}),
	'opt.prefix.length': u8('Prefix Length', {about: 'How many bits of the prefix count.'}),
	'opt.prefix.flag': u8('Flag', {
		base: 'hex',
		bits: {
			l: bit(1, 'On-link flag(L)', {...set, about: 'Hosts with the prefix can be reached without a router.'}),
			a: bit(1, 'Autonomous address-configuration flag(A)', {...set, about: 'Hosts may make themselves addresses of the prefix.'}),
			r: bit(1, 'Router address flag(R)', {...set, about: 'The prefix holds the whole address of the router.', reference: 'RFC 6275, section 7.2'}),
			reserved: bit(5, 'Reserved'),
		},
	}),
	'opt.prefix.valid_lifetime': u32('Valid Lifetime', seconds),
	'opt.prefix.preferred_lifetime': u32('Preferred Lifetime', seconds),
	'opt.prefix': ipv6Address('Prefix'),
	'opt.redirected_packet': none('Redirected Packet'),
	'opt.mtu': u32('MTU'),
	'opt.nbma.shortcut_limit': u8('Shortcut Limit'),
	'opt.advertisement_interval': u32('Advertisement Interval', {unit: 'ms', reference: 'RFC 6275, section 7.3'}),
	'opt.home_agent_preference': u16('Home Agent Preference', {reference: 'RFC 6275, section 7.4'}),
	'opt.home_agent_lifetime': u16('Home Agent Lifetime', {unit: 'seconds'}),
	'opt.ipv6_address': ipv6Address('IPv6 Address', {reference: 'RFC 3122, section 3.1'}),
	'opt.timestamp': time('Timestamp', {zone: 'local', reference: 'RFC 3971, section 5.3.1'}),
	'opt.nonce': bytes('Nonce', {reference: 'RFC 3971, section 5.3.2'}),
	'opt.route_info.flag': u8('Flag', {base: 'hex', reference: 'RFC 4191, section 2.3'}),
	...word(1, {
		_before: bit(3, ''),
		'opt.route_info.flag.route_preference': bit(2, 'Route Preference', {values: preferences}),
		_after: bit(3, ''),
	}),
	'opt.route_info.flag.reserved': u8('Reserved'),
	'opt.route_lifetime': u32('Route Lifetime', seconds),
	'opt.rdnss.lifetime': u32('Lifetime', {...seconds, reference: 'RFC 8106, section 5.1'}),
	'opt.rdnss': ipv6Address('Recursive DNS Servers'),
	'opt.dnssl.lifetime': u32('Lifetime', {...seconds, reference: 'RFC 8106, section 5.2'}),
	'opt.dnssl': text('Domain Names'),
	'opt.efo': u16('Flags Expansion Option', {
		base: 'hex',
		reference: 'RFC 5175, section 4',
		bits: {
			m: bit(1, 'Managed address configuration', set),
			o: bit(1, 'Other configuration', set),
			h: bit(1, 'Home Agent', set),
			prf: bit(2, 'Prf (Default Router Preference)', {values: preferences}),
			p: bit(1, 'Proxy', set),
			rsv: bit(10, 'Reserved', {type: 'FT_UINT16'}),
		},
	}),
	'opt.captive_portal': text('Captive Portal', {about: 'Where a browser has to go before it may go elsewhere.', reference: 'RFC 8910, section 2.3'}),
	'opt.aro.status': u8('Status', {values: new Map(['Success', 'Duplicate Exists', 'Neighbor Cache Full'].entries()), reference: 'RFC 6775, section 4.1'}),
	'opt.aro.registration_lifetime': u16('Registration Lifetime', {unit: 'minutes'}),
	'opt.aro.eui64': eui64('EUI-64'),
	'opt.6co.context_length': u8('Context Length', {reference: 'RFC 6775, section 4.2'}),
	'opt.6co.flag': u8('Flag', {base: 'hex', bits: {reserved: bit(3, 'Reserved'), c: bit(1, 'Compression Flag', set), cid: bit(4, 'CID')}}),
	'opt.6co.valid_lifetime': u16('Lifetime', {unit: 'minutes'}),
	'opt.6co.context_prefix': ipv6Address('Context Prefix'),
	'opt.abro.version_low': u16('Version Low', {reference: 'RFC 6775, section 4.3'}),
	'opt.abro.version_high': u16('Version'),
	'opt.abro.valid_lifetime': u16('Valid Lifetime', {unit: 'minutes'}),
	'opt.abro.6lbr_address': ipv6Address('6LBR Address'),
	...word(2, {
		'opt.pref64.scaled_lifetime': bit(13, 'Scaled Lifetime', {shown: value => `${value} (${value * 8} seconds)`, reference: 'RFC 8781, section 4'}),
		'opt.pref64.plc': bit(3, 'PLC (Prefix Length Code)', {
			base: 'hex',
			type: 'FT_UINT16',
			values: value => (value < prefixLengths.length ? `${prefixLengths[value]} bits prefix length` : undefined),
		}),
	}),
	'opt.pref64.prefix': ipv6Address('Prefix'),
	unknown_data: bytes('Unknown Data'),
}));

const p = optionParts;

export const optionFaults = {
	length: fault('icmpv6.invalid_option_length', 'Invalid Option Length', 'error'),
	undecodedOption: fault('icmpv6.undecoded.option', 'Undecoded option', 'note', 'Undecoded'),
	unknownData: fault('icmpv6.unknown_data.expert', 'Unknown Data (not interpreted)', 'note', 'Undecoded'),
};

/** The option that holds the packet which a redirect is about: RFC 4861, section 4.6.3. */
const redirectedHeader = 4;
/** RFC 8106, section 5.2. */
const searchList = 31;

/** Where the packet is that a redirect quotes, between options from `at` on: its first byte; -1 without. */
export function redirectedAt(b: Uint8Array, start: number, end: number): number {
	for (let at = start; at + 8 <= end && b[at + 1]! > 0; at += b[at + 1]! * 8) if (b[at] === redirectedHeader) return at + 8;
	return -1;
}

const reserved = (r: Reader, size: number): void => r.mark(p['opt.reserved'], size);

/** A prefix of which the option holds as many bytes as it needs. */
function readPrefix(r: Reader, field: Field<'ipv6'>, most = 16): Uint8Array {
	const size = Math.min(most, r.left);
	r.need(size);
	const value = new Uint8Array(16);
	value.set(r.bytes.subarray(r.position, r.position + size));
	r.put(field, r.position, r.position + size, value);
	r.position += size;
	return value;
}

function readLink(r: Reader, type: number): string {
	const size = r.left;
	r.need(size);
	const at = r.position;
	if (!r.listens) {
		r.skip(size);
		return '';
	}

	const value = r.bytes.subarray(at, at + size);
	const isShort = size === 6;
	r.put(isShort ? p['opt.linkaddr'] : p.longLink, at, at + size, value);
	if (type === 1) r.put(isShort ? p['opt.src_linkaddr'] : p.longSource, at, at + size, value, hidden);
	else r.put(isShort ? p['opt.target_linkaddr'] : p.longTarget, at, at + size, value, hidden);
	r.skip(size);
	return isShort ? ` : ${hexBytes(value, ':')}` : '';
}

/** Domain names without compression, one after the other: RFC 8106, section 5.2. */
function readNames(r: Reader): string {
	let all = '';
	while (r.more && r.peek() !== 0) {
		const at = r.position;
		const labels: string[] = [];
		for (let size = r.takeNumber(1); size > 0; size = r.takeNumber(1)) {
			r.need(size);
			labels.push(String.fromCharCode(...r.bytes.subarray(r.position, r.position + size)));
			r.skip(size);
		}

		const name = labels.join('.');
		r.put(p['opt.dnssl'], at, r.position, name);
		all += ` ${name}`;
	}

	if (r.left > 0) r.mark(p['opt.padding'], r.left);
	return all;
}

function readRoute(r: Reader): string {
	const length = r.read(p['opt.prefix.length']);
	const at = r.position;
	const preference = r.readOpen(p['opt.route_info.flag'], () => {
		r.at(p['opt.route_info.flag.route_preference'], at);
		r.put(p['opt.route_info.flag.reserved'], at, at + 1, r.bytes[at]! & 0xe7);
	});
	r.read(p['opt.route_lifetime']);
	const prefix = r.left > 0 ? readPrefix(r, p['opt.prefix']) : new Uint8Array(16);
	return ` : ${preferences.get((preference >> 3) & 3)} ${ipv6Text(prefix)}/${length}`;
}

function readPref64(r: Reader, lengthAt: number): string {
	const at = r.position;
	const code = r.peek16() & 7;
	if (code >= prefixLengths.length) r.complain(optionFaults.length, lengthAt, lengthAt + 1, `Prefix Length Code ${code} is not assigned`);
	r.at(p['opt.pref64.scaled_lifetime'], at);
	r.at(p['opt.pref64.plc'], at);
	r.skip(2);
	if (code >= prefixLengths.length) {
		r.skip(r.left);
		return '';
	}

	readPrefix(r, p['opt.pref64.prefix'], 12);
	return '';
}

/** Bytes of these options, where there is one size: they are at fault with another. */
const sizes: ReadonlyMap<number, number> = new Map([[3, 32], [5, 8], [6, 8], [7, 8], [8, 8], [26, 8], [38, 16]]);

/** Reads what is in an option behind its length; returns what its label says of it. */
function readOption(r: Reader, type: number, lengthAt: number): string {
	switch (type) {
		case 1:
		case 2:
			return readLink(r, type);
		case 3: {
			const length = r.read(p['opt.prefix.length']);
			r.read(p['opt.prefix.flag']);
			r.read(p['opt.prefix.valid_lifetime']);
			r.read(p['opt.prefix.preferred_lifetime']);
			reserved(r, 4);
			return ` : ${ipv6Text(r.take(p['opt.prefix'], 16))}/${length}`;
		}

		case redirectedHeader: {
			reserved(r, 6);
			r.put(p['opt.redirected_packet'], r.position, r.end, undefined);
			r.skip(r.left);
			return '';
		}

		case 5: {
			reserved(r, 2);
			return ` : ${r.read(p['opt.mtu'])}`;
		}

		case 6: {
			const limit = r.read(p['opt.nbma.shortcut_limit']);
			reserved(r, 1);
			reserved(r, 4);
			return ` : ${limit}`;
		}

		case 7: {
			reserved(r, 2);
			return ` : ${r.read(p['opt.advertisement_interval'])}`;
		}

		case 8: {
			reserved(r, 2);
			r.read(p['opt.home_agent_preference']);
			r.read(p['opt.home_agent_lifetime']);
			return '';
		}

		case 9:
		case 10: {
			reserved(r, 6);
			return readList(r, p['opt.ipv6_address']);
		}

		case 13: {
			reserved(r, 6);
			const at = r.position;
			const seconds = r.takeNumber(6);
			// Seconds in 48 bits, then a fraction in 16.
			r.put(p['opt.timestamp'], at, at + 8, BigInt(seconds) * 1_000_000_000n + (BigInt(r.takeNumber(2)) * 1_000_000_000n) / 65_536n);
			return '';
		}

		case 14: {
			r.take(p['opt.nonce'], r.left);
			return '';
		}

		case 24:
			return readRoute(r);
		case 25: {
			reserved(r, 2);
			r.read(p['opt.rdnss.lifetime']);
			return readList(r, p['opt.rdnss']);
		}

		case 26: {
			r.read(p['opt.efo']);
			reserved(r, 4);
			return '';
		}

		case searchList: {
			reserved(r, 2);
			r.read(p['opt.dnssl.lifetime']);
			return readNames(r);
		}

		case 33: {
			r.read(p['opt.aro.status']);
			reserved(r, 3);
			r.read(p['opt.aro.registration_lifetime']);
			return ` : Register ${hexBytes(r.take(p['opt.aro.eui64'], 8), ':')}`;
		}

		case 34: {
			const length = r.read(p['opt.6co.context_length']);
			r.read(p['opt.6co.flag']);
			reserved(r, 2);
			r.read(p['opt.6co.valid_lifetime']);
			return ` ${ipv6Text(readPrefix(r, p['opt.6co.context_prefix']))}/${length}`;
		}

		case 35: {
			for (const field of [p['opt.abro.version_low'], p['opt.abro.version_high'], p['opt.abro.valid_lifetime']]) r.read(field);
			return ` : 6LBR : ${ipv6Text(r.take(p['opt.abro.6lbr_address'], 16))}`;
		}

		case 37: {
			let size = r.left;
			while (size > 0 && r.peek(size - 1) === 0) size--;
			r.text(p['opt.captive_portal'], size);
			r.skip(r.left);
			return '';
		}

		case 38:
			return readPref64(r, lengthAt);
		default: {
			r.complain(optionFaults.undecodedOption, lengthAt - 1, r.end, 'What this option holds is not decoded');
			return '';
		}
	}
}

function readList(r: Reader, field: Field<'ipv6'>): string {
	let all = '';
	while (r.left >= 16) all += ` ${ipv6Text(r.take(field, 16))}`;
	return all;
}

/** Reads options, all that is left. `data` is where bytes go that nobody reads. */
export function expandOptions(r: Reader, data: Field<'bytes'>): void {
	while (r.more) {
		const at = r.position;
		const type = r.peek();
		const units = r.peek(1);
		const size = units * 8;
		const wanted = sizes.get(type);
		let says = '';
		r.open(p.opt, at);
		r.read(p['opt.type']);
		if (units === 0 || (wanted !== undefined && size !== wanted))
			r.readOpen(p['opt.length'], () => r.complain(optionFaults.length, at + 1, at + 2, units === 0 ? 'Invalid option length (Zero)' : 'Invalid option length'));
		else r.read(p['opt.length']);
		if (units === 0) {
			r.close();
			return;
		}

		if (size - 2 > r.left && type !== redirectedHeader) r.short(size - 2);
		const ended = r.within(size - 2, () => {
			says = readOption(r, type, at + 1);
			if (r.left > 0) r.rest(names.has(type) && type < 253 ? p.unknown_data : data);
		});
		// Behind a name that does not fit nothing can be trusted.
		if (!ended && type === searchList) r.done();
		r.close(at + size);
		r.label(() => `ICMPv6 Option (${names.get(type) ?? `Unknown ${type}`}${says})`);
	}
}

/** Where the first link address of the kind is in the options from `start` on, which the list shows; -1 without. */
export function linkAddressAt(b: Uint8Array, start: number, end: number, type: number): number {
	for (let at = start; at + 8 <= end && b[at + 1]! > 0; at += b[at + 1]! * 8) if (b[at] === type && b[at + 1] === 1) return at + 2;
	return -1;
}
