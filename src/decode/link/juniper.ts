import type {Cursor} from '../cursor.ts';
import {bit, type Field, parts, u16, u24, u32, u64, word} from '../field.ts';
import {claims, fault, type Protocol, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType, linkType, llcSap} from '../space.ts';
import {once} from '../when-asked.ts';
import {encapsulations, mediaTypes, payloadTypes} from './juniper-names.ts';
import {llc} from './llc.ts';

// https://www.tcpdump.org/linktypes.html, LINKTYPE_JUNIPER_ETHER and those like it
const p = parts('juniper', () => ({
	'magic-number': u24('Magic Number', {base: 'hex'}),
	...word(1, {
		_extended: bit(1, ''),
		_rest: bit(5, ''),
		l2hdr: bit(1, 'L2 header presence', {base: 'hex', values: new Map([[0, 'Present'], [1, 'none']]), about: 'Whether the link header of the packet was kept.'}),
		direction: bit(1, 'Direction', {base: 'hex', values: new Map([[0, 'Out'], [1, 'In']])}),
	}),
	ext_total_len: u16('Extension(s) Total length'),
	'ext.ifd': u32('Device Interface Index'),
	'ext.ifl': u32('Logical Interface Index'),
	'ext.unit': u32('Logical Unit Number'),
	'ext.ifmt': u16('Device Media Type', {values: mediaTypes}),
	'ext.ifle': u16('Logical Interface Encapsulation', {values: encapsulations}),
	'ext.ttp_ifmt': u16('TTP derived Device Media Type', {values: mediaTypes}),
	'ext.ttp_ifle': u16('TTP derived Logical Interface Encapsulation', {values: encapsulations}),
	'atm1.cookie': u32('Cookie', {base: 'hex'}),
	'atm2.cookie': u64('Cookie', {base: 'hex'}),
	proto: u16('Protocol', {little: true, values: payloadTypes}),
	vlan: u16('VLan ID', {little: true}),
	payload_type: u16('Payload Type', {values: payloadTypes, about: 'What stands behind this header.'}),
}));

const faults = {
	magic: fault('juniper.magic-number.none', 'No Magic-Number found!', 'warning', 'Protocol'),
} as const;

const ipv4 = 2;
const ipv6 = 6;
const pppPayload = 200;
const osiPayload = 201;
const llcPayload = 202;
const snapPayload = 203;
const ethernetPayload = 204;
const cellPayload = 205;
const frameRelayPayload = 207;
const hdlcPayload = 208;
const unknownPayload = 0xffff;

const magic = 0x4d_4743;
const headerSize = 4;
const extended = 0x80;
const withoutLink = 0x02;

/** What a link type puts between the header and the packet. */
type Form = {
	readonly title: string;
	/** What every packet is, where it is always the same. */
	readonly payload?: number;
	/** Bytes of a cookie, from which follows what the packet is. */
	readonly cookie?: 4 | 8;
	/** A protocol and a network identifier instead. */
	readonly named?: boolean;
	/** PPP, where it begins as PPP in frames does. */
	readonly framed?: boolean;
};

/** By LINKTYPE_ number. */
const forms: ReadonlyMap<number, Form> = new Map<number, Form>([
	[130, {title: 'Juniper MLPPP', framed: true}],
	[131, {title: 'Juniper Multi-Link Frame-Relay (FRF.15)'}],
	[132, {title: 'Juniper Encryption Services'}],
	[133, {title: 'Juniper GGSN', named: true}],
	[134, {title: 'Juniper Multi-Link Frame-Relay (FRF.16)'}],
	[135, {title: 'Juniper ATM2 PIC', cookie: 8}],
	[136, {title: 'Juniper Services cookie'}],
	[137, {title: 'Juniper ATM1 PIC', cookie: 4}],
	[164, {title: 'Juniper Monitor'}],
	[167, {title: 'Juniper PPPoE', payload: ethernetPayload}],
	[178, {title: 'Juniper Ethernet', payload: ethernetPayload}],
	[179, {title: 'Juniper PPP', payload: pppPayload}],
	[180, {title: 'Juniper Frame-Relay', payload: frameRelayPayload}],
	[181, {title: 'Juniper C-HDLC', payload: hdlcPayload}],
	[183, {title: 'Juniper Voice PIC'}],
]);

const hasMagic = (b: Uint8Array, at: number): boolean => ((b[at]! << 16) | (b[at + 1]! << 8) | b[at + 2]!) === magic;

/** Bytes of the header and its extensions; 0 where there is no magic number. */
function sizeOf(b: Uint8Array, at: number, end: number): number {
	if (!hasMagic(b, at)) return 0;
	if (!(b[at + 3]! & extended) || at + headerSize + 2 > end) return headerSize;
	return headerSize + 2 + ((b[at + headerSize]! << 8) | b[at + headerSize + 1]!);
}

/** What the bytes behind a cookie look like. */
function guess(b: Uint8Array, at: number, end: number, cookie: 4 | 8): number {
	if (cookie === 4 ? b[at]! >> 4 === 8 : (b[at + 7]! & 0x70) !== 0) return cellPayload;
	if (cookie === 8 && b[at + 7]! & 0x08) return ethernetPayload;
	const from = at + cookie;
	if (from + 3 > end) return unknownPayload;
	const word = (b[from]! << 8) | b[from + 1]!;
	const third = b[from + 2];
	if (word === 0xfefe && third === 3) return llcPayload;
	if (word === 0xaaaa && third === 3) return snapPayload;
	if (word >> 8 === 3) return osiPayload;
	if (cookie === 8 && pppNumbers.has(word)) return pppPayload;
	if (word >> 8 === 0x45) return ipv4;
	return word >> 12 === 6 ? ipv6 : unknownPayload;
}

/** What follows the header at once. */
function plainPayload({payload, framed}: Form, b: Uint8Array, at: number, end: number): number {
	if (framed && at + 2 <= end && b[at] === 0xff && b[at + 1] === 3) return pppPayload;
	return payload ?? unknownPayload;
}

/** IPv4, IPv6, MPLS and the control of the line: what a PPP protocol number is likely to be. */
const pppNumbers: ReadonlySet<number> = new Set([0x0021, 0x0057, 0x0281, 0x8021, 0x8057, 0xc021]);

function next(c: Cursor, payload: number): Protocol | undefined {
	switch (payload) {
		case ipv4:
		case 3:
			return c.next(etherType, 0x0800);
		case ipv6:
		case 7:
			return c.next(etherType, 0x86dd);
		case 4:
		case 5:
		case 8:
		case 32:
			return c.next(etherType, 0x8847);
		case pppPayload:
			return c.next(linkType, 9);
		case 10:
		case osiPayload:
			return c.next(llcSap, 0xfe);
		case llcPayload:
		case snapPayload:
			return llc;
		case ethernetPayload:
			return c.next(linkType, 1);
		case frameRelayPayload:
			return c.next(linkType, 107);
		case hdlcPayload:
			return c.next(linkType, 104);
		default:
			return undefined;
	}
}

export const juniper = protocol({
	name: 'juniper',
	title: 'Juniper',
	column: 'Juniper',
	about: 'What a Juniper router says about a packet it captured: which interface, and which way it went.',
	reference: 'LINKTYPE_JUNIPER_ETHER',
	claims: claims(linkType, ...forms.keys()),
	parts: p,
	faults,
	walk(c) {
		const b = c.bytes;
		const at = c.start;
		if (c.captured < headerSize) return undefined;
		const size = sizeOf(b, at, c.end);
		const form = forms.get(c.linkType);
		if (size > 0 && b[at + 3]! & withoutLink) {
			c.payload(size + 4);
			return at + size < c.end ? next(c, b[at + size]!) : undefined;
		}

		if (form?.cookie !== undefined && size > 0) {
			const payload = at + size + form.cookie <= c.end ? guess(b, at + size, c.end, form.cookie) : unknownPayload;
			c.payload(size + form.cookie + (payload === osiPayload ? 1 : 0));
			return next(c, payload);
		}

		if (form?.named && size > 0) {
			c.payload(size + 4);
			return at + size + 2 <= c.end ? next(c, b[at + size]! | (b[at + size + 1]! << 8)) : undefined;
		}

		c.payload(size);
		return next(c, form === undefined ? unknownPayload : plainPayload(form, b, at + size, c.end));
	},
	expand(r) {
		const form = forms.get(r.facts.meta.linkType);
		r.label(form?.title ?? 'Juniper');
		if (form !== undefined) r.column(form.title.replace(/ PIC$/, ''));
		if (!readHeader(r)) {
			if (form?.payload !== undefined) r.derive(p.payload_type, form.payload);
			return;
		}

		readPayload(r, form);
	},
});

/** What stands in front of the packet itself: what kind of packet follows. */
function readPayload(r: Reader, form: Form | undefined): void {
	const at = r.base + sizeOf(r.bytes, r.base, r.end);
	if (r.bytes[r.base + 3]! & withoutLink) {
		r.need(4);
		r.derive(p.payload_type, r.peek(), at, at + 4);
		r.skip(4);
	} else if (form?.cookie !== undefined) {
		r.need(form.cookie + 3);
		const payload = guess(r.bytes, at, r.end, form.cookie);
		r.read(form.cookie === 4 ? p['atm1.cookie'] : p['atm2.cookie']);
		r.derive(p.payload_type, payload);
	} else if (form?.named) {
		const payload = r.read(p.proto);
		r.read(p.vlan);
		r.derive(p.payload_type, payload);
	} else if (form !== undefined) {
		const payload = plainPayload(form, r.bytes, at, r.end);
		if (payload !== unknownPayload) r.derive(p.payload_type, payload);
	}
}

/** The magic number, the flags and the extensions; false where they are not there. */
function readHeader(r: Reader): boolean {
	r.need(3);
	r.open(p['magic-number'], r.position, (r.peek16() << 8) | r.peek(2));
	const found = hasMagic(r.bytes, r.position);
	if (!found) r.complain(faults.magic, r.position, r.position + 3);
	r.close(r.position + 3);
	if (!found) return false;
	r.skip(3);
	r.need(1);
	r.at(p.direction, r.position);
	r.at(p.l2hdr, r.position);
	const flags = r.peek();
	r.skip(1);
	if (flags & extended) r.readOpen(p.ext_total_len, size => r.within(size, () => readExtensions(r)));
	return true;
}

/** Extensions: the title of each, and the field of its number. */
const extensions = once((): ReadonlyMap<number, readonly [title: string, field: Field<'uint'> | undefined]> =>
	new Map<number, readonly [string, Field<'uint'> | undefined]>([
		[1, ['Device Interface Index', p['ext.ifd']]],
		[2, ['Device Interface Name', undefined]],
		[3, ['Device Media Type', p['ext.ifmt']]],
		[4, ['Logical Interface Index', p['ext.ifl']]],
		[5, ['Logical Unit Number', p['ext.unit']]],
		[6, ['Logical Interface Encapsulation', p['ext.ifle']]],
		[7, ['TTP derived Device Media Type', p['ext.ttp_ifmt']]],
		[8, ['TTP derived Logical Interface Encapsulation', p['ext.ttp_ifle']]],
	])
);

/** A type, a length and a number of as many bytes, the lowest first. */
function readExtensions(r: Reader): void {
	while (r.left >= 2) {
		r.need(2);
		const type = r.peek();
		const size = r.peek(1);
		const [title, field] = extensions().get(type) ?? ['Unknown', undefined];
		r.group(undefined, `${title} Extension TLV #${type}, length: ${size}`, () => {
			r.skip(2);
			r.need(size);
			const at = r.position;
			let value = 0;
			for (let i = Math.min(4, size) - 1; i >= 0; i--) value = value * 256 + r.bytes[at + i]!;
			r.skip(size);
			if (field !== undefined && size > 0) r.put(field, at, r.position, value);
		});
	}

	r.position = r.end;
}
