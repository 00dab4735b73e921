import {bit, bool8, header, parts, u16, u24, u32, u8, word} from '../field.ts';
import {claims, type Protocol, protocol} from '../protocol.ts';
import type {Cursor} from '../cursor.ts';
import type {Reader} from '../reader.ts';
import {etherType, frameRelayProtocol, linkType, networkLayerProtocol, snapProtocol} from '../space.ts';
import {etherTypes} from './ether-types.ts';
import {ethernet} from './ethernet.ts';
import {ppp} from './ppp.ts';

const flag = {meaning: ['True', 'False']} as const;
const last = {meaning: ['Last Octet', 'More Follows']} as const;

const unnumbered = new Map([[0x00, 'Unnumbered Information']]);

// ITU-T Q.922, section 3.3
const h = header('fr', {
	first_addr_octet: u8('First address octet', {
		base: 'hex',
		bits: {
			upper_dlci: bit(6, 'Upper DLCI', {name: 'fr.upper_dlci', base: 'hex'}),
			cr: bit(1, 'CR', {name: 'fr.cr', meaning: ['Command', 'Response']}),
			ea: bit(1, 'EA', {name: 'fr.ea', ...last}),
		},
	}),
	second_addr_octet: u8('Second address octet', {
		base: 'hex',
		bits: {
			second_dlci: bit(4, 'Second DLCI', {name: 'fr.second_dlci', base: 'hex'}),
			fecn: bit(1, 'FECN', {name: 'fr.fecn', ...flag, about: 'The frame met congestion on its way.'}),
			becn: bit(1, 'BECN', {name: 'fr.becn', ...flag, about: 'Frames the other way meet congestion.'}),
			de: bit(1, 'DE', {name: 'fr.de', ...flag, about: 'To be dropped before others.'}),
			ea: bit(1, 'EA', {name: 'fr.ea', ...last}),
		},
	}),
});

const p = parts('fr', () => ({
	third_addr_octet: u8('Third address octet', {
		base: 'hex',
		bits: {third_dlci: bit(7, 'Third DLCI', {name: 'fr.third_dlci', base: 'hex'}), ea: bit(1, 'EA', {name: 'fr.ea', ...last})},
	}),
	...word(1, {
		lower_dlci: bit(6, 'Lower DLCI', {base: 'hex'}),
		_dc: bit(1, ''),
		ea: bit(1, 'EA', last),
	}),
	dc: bool8('DC', {type: 'FT_BOOLEAN', meaning: ['DL-CORE Control', 'Control'], about: 'Whether the number is one of a circuit or of something else.'}),
	dlci: u32('DLCI', {about: 'Number of the circuit.'}),
	control: u8('Control Field', {base: 'hex'}),
	'control.u_modifier_cmd': u8('Command', {base: 'hex', values: unnumbered}),
	'control.u_modifier_resp': u8('Response', {base: 'hex', values: unnumbered}),
	...word(1, {_control: bit(6, ''), 'control.ftype': bit(2, 'Frame type', {base: 'hex', values: new Map([[3, 'Unnumbered frame']])})}),
	nlpid: u8('NLPID', {
		base: 'hex',
		values: new Map([[0x08, 'Q.933'], [0x09, 'LMI'], [0x80, 'SNAP'], [0x81, 'ISO 8473 CLNP'], [0x82, 'ISO 9542 ESIS'], [0x83, 'ISO 10589 ISIS'], [0x8e, 'IPv6'], [0xcc, 'IP'], [
			0xcf,
			'PPP',
		]]),
		reference: 'RFC 2427, section 3',
	}),
	'snap.oui': u24('Organization Code'),
	'snap.pid': u16('Protocol ID', {base: 'hex'}),
	snaptype: u16('Type', {base: 'hex', values: etherTypes}),
	chdlctype: u16('Type', {base: 'hex', values: etherTypes}),
}));

const unnumberedMask = 0x03;
const unnumberedInformation = 0x03;
const nlpidPadding = 0x00;
const nlpidQ933 = 0x08;
const nlpidSnap = 0x80;
const nlpidIpv6 = 0x8e;
const nlpidIpv4 = 0xcc;
const nlpidPpp = 0xcf;
/** ISO protocols begin with their network layer id. */
const firstIso = 0x81;
const lastIso = 0x83;
/** IEEE 802.1's organization in SNAP, and its frames of Ethernet with and without a check sequence: RFC 2427, section 4.2. */
const bridging = 0x0080c2;
const bridged = new Set([0x0001, 0x0007]);
const snapSize = 5;

/** Where the network layer id is: behind the control byte, and perhaps a zero that aligns what follows. */
const idAt = (b: Uint8Array, control: number, end: number): number => (control + 2 < end && b[control + 1] === nlpidPadding ? control + 2 : control + 1);

export const frameRelay = protocol({
	name: 'fr',
	title: 'Frame Relay',
	column: 'FR',
	about: 'Carries packets over circuits that a provider set up.',
	reference: 'RFC 2427',
	claims: claims(linkType, 107),
	header: h,
	parts: p,
	walk(c) {
		const size = addressSize(c.bytes, c.start, c.end);
		const at = c.start + size;
		if (size === 0 || at + 2 > c.end) return undefined;
		if (c.bytes[at] === unnumberedInformation) return byNetworkLayer(c, idAt(c.bytes, at, c.end));
		c.payload(size + 2);
		return c.next(etherType, (c.bytes[at]! << 8) | c.bytes[at + 1]!);
	},
	expand(r) {
		r.header();
		const size = addressSize(r.bytes, r.base, r.end);
		if (size === 0) return;
		let number = ((r.get(h.first_addr_octet) >> 2) << 4) | (r.get(h.second_addr_octet) >> 4);
		if (size === 4) number = (number << 7) | (r.read(p.third_addr_octet) >> 1);
		if (size > h.size) {
			const last = r.peek();
			number = (number << 6) | (last >> 2);
			r.group(undefined, `Final address octet: 0x${last.toString(16).padStart(2, '0')}`, () => {
				r.at(p.lower_dlci, r.position);
				r.put(p.dc, r.position, r.position + 1, (last >> 1) & 1);
				r.read(p.ea);
			});
		}

		r.derive(p.dlci, number, r.base, r.position);
		r.info(`DLCI ${number}`);
		if (r.left < 2) return;
		if (r.peek() === unnumberedInformation) readNetworkLayer(r);
		else if (etherTypes.has(r.peek16())) r.read(p.chdlctype);
	},
});

function readNetworkLayer(r: Reader): void {
	const control = r.readOpen(p.control, value => {
		const at = r.position - 1;
		r.put(r.get(h.first_addr_octet.bit.cr) ? p['control.u_modifier_resp'] : p['control.u_modifier_cmd'], at, at + 1, (value & ~unnumberedMask & 0xef) >> 2);
		r.at(p['control.ftype'], at);
	});
	if (control !== unnumberedInformation || r.peek() === nlpidQ933) return;
	if (r.peek() === nlpidPadding && r.left > 1) {
		r.readOpen(p.nlpid, () => r.label('Padding'));
	}

	if (r.read(p.nlpid) !== nlpidSnap || r.left < snapSize) return;
	r.read(r.read(p['snap.oui']) === 0 ? p.snaptype : p['snap.pid']);
}

/** Bytes of the address, two to four; 0 where it is no such address. */
function addressSize(b: Uint8Array, start: number, end: number): number {
	if (b[start]! & 1) return 0;
	for (let size = 2; size <= 4 && start + size <= end; size++) if (b[start + size - 1]! & 1) return size;
	return 0;
}

/** RFC 2427, section 3: what a network layer id at `at` names. */
function byNetworkLayer(c: Cursor, at: number): Protocol | undefined {
	const id = c.bytes[at]!;
	const behind = at + 1 - c.start;
	if (id >= firstIso && id <= lastIso) {
		c.payload(at - c.start);
		return c.next(networkLayerProtocol, id);
	}

	c.payload(id === nlpidSnap ? behind + snapSize : behind);
	switch (id) {
		case nlpidIpv4:
			return c.next(etherType, 0x0800);
		case nlpidIpv6:
			return c.next(etherType, 0x86dd);
		case nlpidPpp:
			return ppp;
		case nlpidSnap:
			return bySnap(c, at + 1);
		default:
			return c.next(frameRelayProtocol, id);
	}
}

function bySnap(c: Cursor, at: number): Protocol | undefined {
	if (at + snapSize > c.end) return undefined;
	const b = c.bytes;
	const organization = (b[at]! << 16) | (b[at + 1]! << 8) | b[at + 2]!;
	const number = (b[at + 3]! << 8) | b[at + 4]!;
	if (organization === 0) return c.next(etherType, number);
	if (organization === bridging && bridged.has(number)) return ethernet;
	return c.next(snapProtocol, organization * 65_536 + number);
}
