import {bit, header, u32, u8, word} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {ipProtocol} from '../space.ts';
import {fragmentFaults, fragmentNoteParts, tellFragment} from './fragment-notes.ts';
import {ipProtocolNames, ipProtocolWords} from './ip-protocols.ts';
import {nestExtension, nextHeader} from './ipv6-options.ts';

// RFC 8200, section 4.5
const h = header('ipv6.fraghdr', {
	nxt: u8('Next header', {values: ipProtocolNames}),
	reserved_octet: u8('Reserved octet', {base: 'hex'}),
	...word(2, {
		offset: bit(13, 'Offset', {shown: value => `${value} (${value * 8} bytes)`, about: 'Where in the packet the payload belongs, in units of 8 bytes.'}),
		reserved_bits: bit(2, 'Reserved bits', {type: 'FT_UINT16'}),
		more: bit(1, 'More Fragments', {meaning: ['Yes', 'No'], about: 'Clear in the last fragment.'}),
	}),
	ident: u32('Identification', {base: 'hex', about: 'The same in all fragments of a packet.'}),
});

/** Which part of a packet this is, where a host had to cut it up: routers do not in IPv6. */
export const ipv6Fragment = protocol({
	name: 'ipv6.fraghdr',
	title: 'Fragment Header for IPv6',
	short: 'IPv6 Fragment',
	column: 'IPv6',
	about: 'Which part of a packet this is, where its sender had to cut it up. Routers do not do it in IPv6.',
	reference: 'RFC 8200, section 4.5',
	claims: claims(ipProtocol, 44),
	lacking: {under: 8, as: 'named'},
	header: h,
	parts: fragmentNoteParts,
	faults: fragmentFaults,
	walk(c) {
		nestExtension(c);
		c.payload(h.size);
		const next = h.nxt.read(c);
		const offset = h.offset.read(c);
		const more = h.more.read(c) !== 0;
		// What is not all there is put together with nothing.
		const isThere = c.end === c.limit;
		if (offset === 0 && (!more || !isThere)) return nextHeader(c, next);
		if (!isThere || c.isQuoted) return undefined;
		return c.fragment(h.ident.read(c), offset * 8, more, next);
	},
	expand(r) {
		const offset = r.get(h.offset) * 8;
		const more = r.get(h.more) !== 0;
		const size = r.limit - r.body;
		const isFragment = offset > 0 || more;
		for (const field of [h.nxt, h.reserved_octet, h.offset]) r.at(field, r.base + field.offset);
		if (isFragment && size > 0) r.append(` (holds bytes ${offset}-${offset + size - 1} of the packet)`);
		for (const field of [h.reserved_bits, h.more, h.ident]) r.at(field, r.base + field.offset);
		if (isFragment) tellFragment(r, offset, size, more, r.get(h.nxt));
		if (!r.sink.columns) return;
		const line = r.blank();
		if (isFragment) {
			line.text('IPv6 fragment (off=');
			line.number(offset);
			line.text(more ? ' more=y ident=' : ' more=n ident=');
			line.hexNumber(r.get(h.ident), 8);
			line.text(' nxt=');
			line.number(r.get(h.nxt));
			line.text(')');
		} else {
			ipProtocolWords.write(line, r.get(h.nxt));
		}

		r.info(line);
	},
});
