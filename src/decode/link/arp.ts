import {bool8, bytes, type Field, header, ipv4Address, mac, parts, u16, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType} from '../space.ts';
import {etherTypes} from './ether-types.ts';
import {hardwareTypes} from './hardware-types.ts';

const opcodes = new Map([
	[1, 'request'],
	[2, 'reply'],
	[3, 'reverse request'],
	[4, 'reverse reply'],
	[5, 'drarp request'],
	[6, 'drarp reply'],
	[7, 'drarp error'],
	[8, 'inverse request'],
	[9, 'inverse reply'],
	[10, 'arp nak'],
]);

// RFC 826
const h = header('arp', {
	'hw.type': u16('Hardware type', {values: hardwareTypes}),
	'proto.type': u16('Protocol type', {base: 'hex', values: etherTypes}),
	'hw.size': u8('Hardware size', {about: 'Bytes in a link address.'}),
	'proto.size': u8('Protocol size', {about: 'Bytes in a network address.'}),
	opcode: u16('Opcode', {values: opcodes, about: 'A request asks who has an address, a reply says who.'}),
});

const p = parts('arp', () => ({
	isgratuitous: bool8('Is gratuitous', {about: 'The sender announces its own address, it does not ask for another.', reference: 'RFC 5227, section 2.3'}),
	isprobe: bool8('Is probe', {about: 'The sender asks whether somebody has an address that it wants to use.', reference: 'RFC 5227, section 2.1'}),
	isannouncement: bool8('Is announcement'),
	'src.hw': bytes('Sender hardware address'),
	'src.hw_mac': mac('Sender MAC address'),
	'src.proto': bytes('Sender protocol address'),
	'src.proto_ipv4': ipv4Address('Sender IP address', {special: true}),
	'dst.hw': bytes('Target hardware address'),
	'dst.hw_mac': mac('Target MAC address'),
	'dst.proto': bytes('Target protocol address'),
	'dst.proto_ipv4': ipv4Address('Target IP address', {special: true}),
}));

const ethernetHardware = 1;
const ieee802Hardware = 6;

export const arp = protocol({
	name: 'arp',
	title: 'Address Resolution Protocol',
	short: 'ARP/RARP',
	about: 'Finds the link address of a neighbour whose IPv4 address is known.',
	reference: 'RFC 826',
	claims: claims(etherType, 0x0806, 0x8035),
	lacking: {under: 2, as: 'named'},
	header: h,
	parts: p,
	holds: [],
	walk(c) {
		c.bound(h.size + 2 * (h['hw.size'].read(c) + h['proto.size'].read(c)));
		return undefined;
	},
	expand(r) {
		const opcode = r.get(h.opcode);
		r.label(() => `Address Resolution Protocol (${opcodes.get(opcode) ?? opcode})`);
		r.header();
		const {base} = r;
		const hardwareSize = r.get(h['hw.size']);
		const protocolSize = r.get(h['proto.size']);
		const isMac = hardwareSize === 6 && [ethernetHardware, ieee802Hardware].includes(r.get(h['hw.type']));
		const isIpv4 = protocolSize === 4 && r.get(h['proto.type']) === 0x0800;
		const senderAt = base + h.size + hardwareSize;
		const targetAt = senderAt + protocolSize + hardwareSize;
		// Of addresses that are not all there, nothing is told where it is known what they are for.
		if (opcodes.has(opcode)) r.need(2 * (hardwareSize + protocolSize));
		if (isIpv4 && targetAt + 4 <= r.end) mark(r, senderAt, targetAt, opcode);
		else if (isGratuitous(r, protocolSize, senderAt, targetAt, opcode)) r.derive(p.isgratuitous, 1);
		hardware(r, isMac, hardwareSize, p['src.hw_mac'], p['src.hw']);
		network(r, isIpv4, protocolSize, p['src.proto_ipv4'], p['src.proto']);
		hardware(r, isMac, hardwareSize, p['dst.hw_mac'], p['dst.hw']);
		network(r, isIpv4, protocolSize, p['dst.proto_ipv4'], p['dst.proto']);
	},
});

/** RFC 5227, sections 2.1.1 and 2.3: the target of a probe and of an announcement has no link address. */
function isZero(b: Uint8Array, from: number, to: number): boolean {
	for (let at = from; at < to; at++) if (b[at] !== 0) return false;
	return true;
}

function isSame(b: Uint8Array, one: number, other: number, size: number): boolean {
	for (let i = 0; i < size; i++) if (b[one + i] !== b[other + i]) return false;
	return true;
}

/** Whether somebody tells, in another protocol than IPv4, its own address. */
function isGratuitous({bytes: b, end}: Reader, size: number, sender: number, target: number, opcode: number): boolean {
	if (size !== 4 || target + size > end || (opcode !== 1 && opcode !== 2)) return false;
	return isSame(b, sender, target, size);
}

/** What follows from the two addresses, and the line in the list. */
function mark(r: Reader, senderAt: number, targetAt: number, opcode: number): void {
	const {bytes: b} = r;
	const isOwn = isSame(b, senderAt, targetAt, 4);
	const isNobody = isZero(b, senderAt, senderAt + 4);
	const hasNoTarget = opcode === 1 && isZero(b, senderAt + 4, targetAt);
	if (isOwn && (opcode === 1 || opcode === 2)) {
		r.derive(p.isgratuitous, 1);
		if (hasNoTarget) r.derive(p.isannouncement, 1);
	} else if (isNobody && hasNoTarget) {
		r.derive(p.isprobe, 1);
	}

	if (!r.sink.columns) return;
	const line = r.blank();
	if (isOwn) {
		line.text(hasNoTarget ? 'ARP Announcement for ' : 'Gratuitous ARP for ');
		line.ipv4(b, senderAt);
		if (!hasNoTarget) line.text(` (${opcode === 1 ? 'Request' : opcode === 2 ? 'Reply' : (opcodes.get(opcode) ?? opcode)})`);
	} else if (opcode === 1) {
		line.text('Who has ');
		line.ipv4(b, targetAt);
		line.text(isNobody ? '? (ARP Probe)' : '? Tell ');
		if (!isNobody) line.ipv4(b, senderAt);
	} else if (opcode === 2) {
		const hardwareAt = r.base + h.size;
		line.ipv4(b, senderAt);
		line.text(' is at ');
		if (senderAt - hardwareAt === 6) line.mac(b, hardwareAt);
		else line.text('its link address');
	} else {
		line.text(opcodes.get(opcode) ?? `Unknown opcode ${opcode}`);
	}

	r.info(line);
}

function hardware(r: Reader, isMac: boolean, size: number, known: Field<'mac'>, other: Field<'bytes'>): void {
	if (isMac) r.tell(known);
	else if (size > 0) r.tell(other, size);
}

function network(r: Reader, isIpv4: boolean, size: number, known: Field<'ipv4'>, other: Field<'bytes'>): void {
	if (isIpv4) r.tell(known);
	else if (size > 0) r.tell(other, size);
}
