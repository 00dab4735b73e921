import {bytes, type Field, header, i32, parts, text, time, u16, u32, u8} from '../field.ts';
import type {Cursor} from '../cursor.ts';
import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherTypes} from './ether-types.ts';
import {addressFamily, linkType} from '../space.ts';
import {once} from '../when-asked.ts';

const packetHeader = 1;
const timestamp = 3;
const payload = 9;
const prefix = 10;

const ipv4Family = 2;
const ipv6Family = 10;

const families: ReadonlyMap<number, string> = new Map([
	[0, 'Unspecified'],
	[1, 'IPv4/IPv6'],
	[ipv4Family, 'IPv4'],
	[3, 'ARP'],
	[5, 'Netdev'],
	[7, 'Bridge'],
	[ipv6Family, 'IPv6'],
	[12, 'DECNET'],
]);

const types: ReadonlyMap<number, string> = new Map([
	'UNSPEC',
	'PACKET_HDR',
	'MARK',
	'TIMESTAMP',
	'IFINDEX_INDEV',
	'IFINDEX_OUTDEV',
	'IFINDEX_PHYSINDEV',
	'IFINDEX_PHYSOUTDEV',
	'HWADDR',
	'PAYLOAD',
	'PREFIX',
	'UID',
	'SEQ',
	'SEQ_GLOBAL',
	'GID',
	'HWTYPE',
	'HWHEADER',
	'HWLEN',
].map((name, type) => [type, `NFULA_${name}`]));

const hooks: ReadonlyMap<number, string> = new Map(['Pre-routing', 'Local in', 'Forward', 'Local out', 'Post-routing', 'Number of hooks'].entries());

// https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html
const h = header('nflog', {
	family: u8('Family', {values: families}),
	version: u8('Version'),
	res_id: u16('Resource id', {about: 'The group that the rule logs to.'}),
});

const p = parts('nflog', () => ({
	tlv: bytes('TLV'),
	tlv_length: u16('Length', {little: true}),
	tlv_type: u16('Type', {values: types}),
	protocol: u16('HW protocol', {base: 'hex', values: etherTypes}),
	hook: u8('Netfilter hook', {values: hooks, about: 'Where on its way the rule met the packet.'}),
	ifindex_indev: u32('IFINDEX_INDEV'),
	ifindex_outdev: u32('IFINDEX_OUTDEV'),
	ifindex_physindev: u32('IFINDEX_PHYSINDEV'),
	ifindex_physoutdev: u32('IFINDEX_PHYSOUTDEV'),
	prefix: text('Prefix', {type: 'FT_STRINGZ', about: 'What the rule says before each packet.'}),
	uid: i32('UID'),
	gid: i32('GID'),
	timestamp: time('Timestamp'),
	tlv_value: bytes('Value'),
}));

/** What is one number. */
const numbers = once((): ReadonlyMap<number, Field<'uint'> | Field<'int'>> =>
	new Map<number, Field<'uint'> | Field<'int'>>([
		[4, p.ifindex_indev],
		[5, p.ifindex_outdev],
		[6, p.ifindex_physindev],
		[7, p.ifindex_physoutdev],
		[11, p.uid],
		[14, p.gid],
	])
);

const headSize = 4;
const typeMask = 0x7fff;

/** Lengths and types are in the byte order of the machine that captured, which nothing tells: little-endian, as nearly all are. */
const u16at = (b: Uint8Array, at: number): number => b[at]! | (b[at + 1]! << 8);

/** Hands on the packet, wherever it stands among the other attributes. */
function pushPacket(c: Cursor): void {
	const {bytes: b, end} = c;
	for (let at = c.start + h.size; at + headSize <= end;) {
		const length = u16at(b, at);
		if (length < headSize) return;
		if ((u16at(b, at + 2) & typeMask) === payload) {
			const family = h.family.read(c);
			const next = family === ipv4Family ? c.next(addressFamily, 2) : family === ipv6Family ? c.next(addressFamily, 24) : undefined;
			c.push(next ?? c.registry.data, at + headSize, at + length);
			return;
		}

		at += (length + 3) & ~3;
	}
}

export const nflog = protocol({
	name: 'nflog',
	title: 'Linux Netfilter NFLOG',
	column: 'NFLOG',
	about: 'Packets that a rule of the firewall of Linux logged, with what it knew of them.',
	reference: 'LINKTYPE_NFLOG',
	claims: claims(linkType, 239),
	header: h,
	parts: p,
	walk(c) {
		pushPacket(c);
		return c.opaque();
	},
	expand(r) {
		r.header();
		while (r.captured >= headSize && expandAttribute(r));
	},
});

/** False where nothing behind it can be read. */
function expandAttribute(r: Reader): boolean {
	const at = r.position;
	const length = u16at(r.bytes, at);
	const type = u16at(r.bytes, at + 2) & typeMask;
	if (length < headSize) return false;
	r.need(length);
	r.open(p.tlv, at, r.bytes.subarray(at, at + length));
	r.label(() => `TLV Type: ${types.get(type) ?? 'Unknown'} (${type}), Length: ${length}`);
	r.read(p.tlv_length);
	r.put(p.tlv_type, at + 2, at + 4, type);
	r.label(() => `${typeBits(type)} = Type: ${types.get(type) ?? 'Unknown'} (${type})`);
	r.position = at + headSize;
	r.within(length - headSize, () => expandValue(r, type));
	r.close(at + length);
	r.position = Math.min(r.end, at + ((length + 3) & ~3));
	return true;
}

/** `.000 0000 0000 1001` */
const typeBits = (type: number): string => `.${type.toString(2).padStart(15, '0')}`.replace(/(?<=^.{4})(.{4})(.{4})(.{4})/, ' $1 $2 $3');

function expandValue(r: Reader, type: number): void {
	const number = numbers().get(type);
	const size = r.left;
	if (type === packetHeader && size >= 3) {
		r.read(p.protocol);
		r.read(p.hook);
	} else if (number !== undefined && size === 4) r.read(number as Field<'uint'>);
	else if (type === timestamp && size === 16) {
		const at = r.position;
		const half = (): bigint => (BigInt(r.takeNumber(4)) << 32n) | BigInt(r.takeNumber(4));
		const seconds = half();
		r.put(p.timestamp, at, at + size, seconds * 1_000_000_000n + half() * 1000n);
	} else if (type === prefix) {
		const at = r.position;
		const found = r.bytes.indexOf(0, at);
		const end = found < 0 || found > r.end ? r.end : found;
		r.put(p.prefix, at, r.end, new TextDecoder().decode(r.bytes.subarray(at, end)));
	} else if (type !== payload && size > 0) r.rest(p.tlv_value);
}
