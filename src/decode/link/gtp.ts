import {bit, header, parts, u16, u32, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {etherType, udpPort} from '../space.ts';

const messages = new Map([
	[0x01, 'Echo request'],
	[0x02, 'Echo response'],
	[0x03, 'Version not supported'],
	[0x10, 'Create PDP context request'],
	[0x11, 'Create PDP context response'],
	[0x12, 'Update PDP context request'],
	[0x13, 'Update PDP context response'],
	[0x14, 'Delete PDP context request'],
	[0x15, 'Delete PDP context response'],
	[0x1a, 'Error indication'],
	[0x1f, 'Supported extension header notification'],
	[0xfe, 'End Marker'],
	[0xff, 'T-PDU'],
]);

// 3GPP TS 29.281, section 5.1
const h = header('gtp', {
	flags: u8('Flags', {
		base: 'hex',
		bits: {
			version: bit(3, 'Version', {values: new Map([[0, 'GTP release 97/98 version'], [1, 'GTP release 99 version']])}),
			payload: bit(1, 'Protocol type', {type: 'FT_UINT8', values: new Map([[0, "GTP'"], [1, 'GTP']])}),
			reserved: bit(1, 'Reserved', {type: 'FT_UINT8'}),
			e: bit(1, 'Is Next Extension Header present?', {meaning: ['Yes', 'No']}),
			s: bit(1, 'Is Sequence Number present?', {meaning: ['Yes', 'No']}),
			pn: bit(1, 'Is N-PDU number present?', {meaning: ['Yes', 'No']}),
		},
	}),
	message: u8('Message Type', {base: 'hex', values: messages}),
	length: u16('Length'),
	teid: u32('TEID', {base: 'hex_dec', about: 'The tunnel that the packet belongs to, as its receiver numbers tunnels.'}),
});

const p = parts('gtp', {
	seq_number: u16('Sequence number', {base: 'hex_dec'}),
	npdu_number: u8('N-PDU Number', {base: 'hex'}),
	next: u8('Next extension header type', {base: 'hex'}),
	'ext_hdr.length': u8('Extension Header Length'),
});

const userData = 0xff;
/** Extension headers one packet may have. */
const maxExtensions = 16;
/** Bytes that the length does not count. */
const mandatory = 8;

/** Where the payload starts: behind the optional fields and the extension headers; -1 where they are not all there. */
function payloadAt(b: Uint8Array, start: number, end: number): number {
	let at = start + h.size;
	const flags = b[start]!;
	if ((flags & 7) === 0) return at;
	at += 4;
	if (at > end) return -1;
	if ((flags & 4) === 0) return at;
	for (let n = 0, next = b[at - 1]!; next !== 0; n++) {
		const size = at < end ? b[at]! * 4 : 0;
		if (size === 0 || at + size > end || n === maxExtensions) return -1;
		at += size;
		next = b[at - 1]!;
	}

	return at;
}

export const gtp = protocol({
	name: 'gtp',
	title: 'GPRS Tunneling Protocol',
	about: "Carries a phone's packets between the parts of a mobile network.",
	reference: '3GPP TS 29.281',
	claims: claims(udpPort, 2152, 3386),
	header: h,
	parts: p,
	walk(c) {
		// Version 0 and the charging variant have other headers.
		if (h.flags.bit.version.read(c) !== 1 || h.flags.bit.payload.read(c) !== 1) return c.refuse();
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
		r.info(() => messages.get(message) ?? `Unknown message 0x${message.toString(16)}`);
		const flags = r.get(h.flags);
		if ((flags & 7) === 0) return;
		if (flags & 2) r.read(p.seq_number);
		else r.skip(2);
		if (flags & 1) r.read(p.npdu_number);
		else r.skip(1);
		if ((flags & 4) === 0) return;
		for (let next = r.read(p.next), n = 0; next !== 0 && n < maxExtensions; n++) {
			const size = r.read(p['ext_hdr.length']) * 4;
			if (size === 0) return;
			r.skip(size - 2);
			next = r.read(p.next);
		}
	},
});
