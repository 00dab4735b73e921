import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType, udpPort} from '../space.ts';
import {readElements} from './gtp-elements.ts';
import {elementParts, faults, h, p} from './gtp-fields.ts';
import {extensionNames, messageNames} from './gtp-names.ts';
import {qualityParts} from './gtp-quality.ts';
import {requestsOf} from './gtp-requests.ts';
import {gtpTwo} from './gtpv2.ts';
import {numberParts} from './mobile-numbers.ts';
import {sessionParts} from './session-management.ts';

const userData = 0xff;
/** Extension headers one packet may have. */
const maxExtensions = 16;
/** Bytes that the length does not count. */
const mandatory = 8;
/** Sequence number, N-PDU number and the type of the first extension header: all are there where one is. */
const optional = 4;

const sequenceFlag = 2;
const npduFlag = 1;
const extensionFlag = 4;

const udpPortHeader = 0x40;
const sessionContainer = 0x85;
const pdcpNumber = 0xc0;

/** Where the payload starts: behind the optional fields and the extension headers; -1 where they are not all there. */
function payloadAt(b: Uint8Array, start: number, end: number): number {
	let at = start + h.size;
	const flags = b[start]!;
	if ((flags & 7) === 0) return at;
	at += optional;
	if (at > end) return -1;
	if ((flags & extensionFlag) === 0) return at;
	for (let n = 0, next = b[at - 1]!; next !== 0; n++) {
		const size = at < end ? b[at]! * 4 : 0;
		if (size === 0 || at + size > end || n === maxExtensions) return -1;
		at += size;
		next = b[at - 1]!;
	}

	return at;
}

/** Messages that ask; the answer is the next number. 3GPP TS 29.060, section 7.1. */
const asks = new Set([1, 4, 6, 16, 18, 20, 22, 27, 29, 32, 34, 36, 48, 50, 53, 57, 96, 98, 100, 102, 104, 112, 114, 116, 118, 120, 128]);

const requests = requestsOf(
	'gtp',
	asks,
	(b, start, end) => end - start < mandatory + optional || (b[start]! & sequenceFlag) === 0 ? -1 : (b[start + mandatory]! << 8) | b[start + mandatory + 1]!,
);

/** 3GPP TS 38.415, section 5.5.2: of which flow the packet is. */
function readSession(r: Reader): void {
	r.group(undefined, 'PDU Session Container', () => {
		const isUplink = r.at(p['ext_hdr.pdu_ses_con.pdu_type'], r.position) === 1;
		r.read(p['spare.h1']);
		if (isUplink) r.at(p['spare.b7b6'], r.position);
		else {
			r.at(p['ext_hdr.pdu_ses_cont.ppp'], r.position);
			r.at(p['ext_hdr.pdu_ses_cont.rqi'], r.position);
		}

		const hasPolicy = !isUplink && (r.peek() & 0x80) !== 0;
		r.read(p['ext_hdr.pdu_ses_con.qos_flow_id']);
		if (!hasPolicy) return;
		r.at(p['ext_hdr.pdu_ses_cont.ppi'], r.position);
		r.read(p['spare.b4b0']);
	});
}

function readExtensions(r: Reader): void {
	for (let next = r.read(p['ext_hdr.next']), n = 0; next !== 0 && n < maxExtensions; n++) {
		const type = next;
		r.open(p.ext_hdr);
		r.label(() => `Extension header (${extensionNames.get(type) ?? 'Unknown'})`);
		const size = r.read(p['ext_hdr.length']) * 4;
		if (size === 0) r.fail(faults.length);
		r.within(size - 2, () => {
			if (type === sessionContainer) readSession(r);
			else if (type === udpPortHeader) r.read(p['ext_hdr.udp_port']);
			else if (type === pdcpNumber) r.read(p['ext_hdr.pdcp_sn']);
		});
		next = r.read(p['ext_hdr.next']);
		r.close();
	}
}

/** Whether it is a type of message that there is. */
const isKnown = (message: number): boolean => message !== 0 && messageNames.has(message);

export const gtp = protocol({
	name: 'gtp',
	title: 'GPRS Tunneling Protocol',
	about: "Carries a phone's packets between the parts of a mobile network, and makes, changes and ends the tunnels for them.",
	reference: '3GPP TS 29.281; 3GPP TS 29.060',
	claims: claims(udpPort, 2123, 2152),
	least: 1,
	lacking: {under: 2, as: 'refused'},
	header: h,
	parts: [p, elementParts, qualityParts, numberParts, sessionParts],
	faults,
	framing: requests.framing,
	walk(c) {
		const version = h.flags.bit.version.read(c);
		if (version === 2) return c.refuse(gtpTwo);
		if (c.captured < mandatory) return c.opaque();

		// Version 0 and the charging variant have other headers.
		if (version !== 1 || h.flags.bit.payload.read(c) !== 1 || !isKnown(h.message.read(c))) return c.refuse();
		const total = mandatory + h.length.read(c);
		const at = payloadAt(c.bytes, c.start, c.end);
		if (h.message.read(c) !== userData || at < 0) {
			c.bound(total);
			return undefined;
		}

		c.payload(at - c.start, total);
		switch (at < c.end ? c.bytes[at]! >>> 4 : 0) {
			case 4:
				return c.next(etherType, 0x0800);
			case 6:
				return c.next(etherType, 0x86dd);
			default:
				return undefined;
		}
	},
	expand(r) {
		r.header();
		const message = r.get(h.message);
		r.info(() => messageNames.get(message) ?? `Unknown message 0x${message.toString(16)}`);
		const flags = r.get(h.flags);
		if (flags & 7) {
			if (flags & sequenceFlag) r.read(p.seq_number);
			else r.skip(2);
			if (flags & npduFlag) r.read(p.npdu_number);
			else r.skip(1);
			if (flags & extensionFlag) readExtensions(r);
			else r.skip(1);
		}

		if (message === userData) return;
		readElements(r, !asks.has(message));
		const whole = r.base + mandatory + r.get(h.length);
		if (whole > r.limit) r.complain(faults.long, r.base + 2, r.base + 4);
		else if (whole > r.position) r.short(whole - r.position);
		requests.answers.tell(r, p.response_in, p.response_to, p.time);
	},
});
