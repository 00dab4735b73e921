import {byteString, bytes, type Field, header, ipv4Address, mac, parts, u16, u32, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import type {Cursor} from '../cursor.ts';
import type {Protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType, linkType} from '../space.ts';
import {littleCan, littleCanFd} from './can.ts';
import {etherTypes} from './ether-types.ts';
import {paddingBad, readTrailer, trailerParts} from './ethernet-trailer.ts';
import {hardwareTypes} from './hardware-types.ts';
import {llc} from './llc.ts';

const packetTypes = new Map([[0, 'Unicast to us'], [1, 'Broadcast'], [2, 'Multicast'], [3, 'Unicast to another host'], [4, 'Sent by us']]);

const packetType = {values: packetTypes, about: 'Whether this machine sent the packet or whom it was for.', reference: 'LINKTYPE_LINUX_SLL'};

// https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html
const h = header('sll', {
	pkttype: u16('Packet type', packetType),
	hatype: u16('Link-layer address type', {values: hardwareTypes}),
	halen: u16('Link-layer address length'),
	_address: byteString(8, 'Address'),
	_protocol: u16('Protocol'),
});

// https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html
const h2 = header('sll', {
	_protocol: u16('Protocol'),
	_reserved: u16('Reserved'),
	ifindex: u32('Interface index', {about: "The kernel's number of the interface, on the machine that captured."}),
	hatype: u16('Link-layer address type', {values: hardwareTypes}),
	pkttype: u8('Packet type', packetType),
	halen: u8('Link-layer address length'),
	_address: byteString(8, 'Address'),
});

const p = parts('sll', () => ({
	'src.eth': mac('Source'),
	'src.ipv4': ipv4Address('Source'),
	'src.other': bytes('Source'),
	unused: bytes('Unused'),
	etype: u16('Protocol', {base: 'hex', values: etherTypes}),
	ltype: u16('Protocol', {base: 'hex', values: new Map([[1, '802.3 without LLC'], [4, '802.2 LLC'], [12, 'CAN'], [13, 'CAN FD']])}),
	gretype: u16('Protocol', {base: 'hex'}),
	trailer: bytes('Trailer'),
}));

/** ARPHRD_ number of Linux. */
const arphrdIpGre = 778;
/** Below this the protocol is a number of Linux's own. */
const firstEtherType = 0x0600;
/** Linux's own numbers of what has no ethertype. */
const linuxProtocols: ReadonlyMap<number, Protocol> = new Map([[4, llc], [12, littleCan], [13, littleCanFd]]);

function next(c: Cursor, size: number, type: number): Protocol | undefined {
	c.payload(size);
	if (type >= firstEtherType) return c.next(etherType, type);
	return linuxProtocols.get(type);
}

function readAddress(r: Reader, length: number): void {
	const at = r.position;
	if (length > 0) {
		const size = Math.min(8, length);
		if (length === 6) r.at(p['src.eth'], at);
		else if (length === 4) r.at(p['src.ipv4'], at);
		else r.take(p['src.other'], size);
		r.position = at + size;
	}

	if (length < 8) r.take(p.unused, at + 8 - r.position);
}

function readProtocol(r: Reader, hardware: number): void {
	const type = r.peek16();
	let field: Field<'uint'> = p.ltype;
	if (hardware === arphrdIpGre) field = p.gretype;
	else if (type >= firstEtherType) field = p.etype;
	r.read(field);
	r.info(() => etherTypes.get(type) ?? `0x${type.toString(16).padStart(4, '0')}`);
}

export const linuxCooked = protocol({
	name: 'sll',
	title: 'Linux cooked capture v1',
	about: "What Linux puts in place of a link header when it captures on 'any' interface.",
	reference: 'LINKTYPE_LINUX_SLL',
	claims: claims(linkType, 113),
	lacking: {under: 4, as: 'named'},
	header: h,
	parts: [trailerParts, p],
	faults: {padding: paddingBad},
	walk(c) {
		if (h.halen.read(c) === 6) c.linkAddresses(c.start + h._address.offset, -1);
		return next(c, h.size, h._protocol.read(c));
	},
	expand(r) {
		r.read(h.pkttype);
		const hardware = r.read(h.hatype);
		readAddress(r, r.read(h.halen));
		readProtocol(r, hardware);
		readTrailer(r, r.facts.childLimit, p.trailer, 'none');
	},
});

export const linuxCooked2 = protocol({
	name: 'sll',
	title: 'Linux cooked capture v2',
	about: "What Linux puts in place of a link header when it captures on 'any' interface; this form names the interface.",
	reference: 'LINKTYPE_LINUX_SLL2',
	claims: claims(linkType, 276),
	lacking: {under: 12, as: 'named'},
	header: h2,
	parts: [trailerParts, p],
	faults: {padding: paddingBad},
	walk(c) {
		if (h2.halen.read(c) === 6) c.linkAddresses(c.start + h2._address.offset, -1);
		return next(c, h2.size, h2._protocol.read(c));
	},
	expand(r) {
		const {base} = r;
		const hardware = h2.hatype.readAt(r.bytes, base);
		readProtocol(r, hardware);
		r.at(h2.ifindex, base + h2.ifindex.offset);
		r.at(h2.hatype, base + h2.hatype.offset);
		r.at(h2.pkttype, base + h2.pkttype.offset);
		const length = r.at(h2.halen, base + h2.halen.offset);
		r.position = base + h2._address.offset;
		readAddress(r, length);
		readTrailer(r, r.facts.childLimit, p.trailer, 'none');
	},
});
