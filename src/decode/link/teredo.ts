import {bytes, byteString, ipv4Address, none, parts, u16, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {etherType, udpPort} from '../space.ts';

// RFC 4380, section 5.1.1
const p = parts('teredo', () => ({
	auth: none('Teredo Authentication header'),
	'auth.idlen': u8('Client identifier length'),
	'auth.aulen': u8('Authentication value length'),
	'auth.id': bytes('Client identifier'),
	'auth.value': bytes('Authentication value'),
	'auth.nonce': byteString(8, 'Nonce value'),
	'auth.conf': byteString(1, 'Confirmation byte'),
	orig: none('Teredo Origin Indication header'),
	'orig.port': u16('Origin UDP port', {about: 'The port that the packet came from, every bit turned over so that no translator changes it.'}),
	'orig.addr': ipv4Address('Origin IPv4 address'),
}));

const authentication = 1;
const origin = 0;
/** Fixed bytes of each header, its two bytes of type included. */
const authenticationSize = 13;
const originSize = 8;

export const teredo = protocol({
	name: 'teredo',
	title: 'Teredo IPv6 over UDP tunneling',
	column: 'Teredo',
	about: 'Carries IPv6 over UDP through address translators.',
	reference: 'RFC 4380',
	claims: claims(udpPort, 3544),
	parts: p,
	walk(c) {
		const {bytes: b, end} = c;
		let at = c.start;
		if (at + 2 <= end && b[at] === 0 && b[at + 1] === authentication) at += at + authenticationSize > end ? authenticationSize : authenticationSize + b[at + 2]! + b[at + 3]!;
		const hasOrigin = at + 2 <= end && b[at] === 0 && b[at + 1] === origin;
		// What follows says with two bytes whether it is the origin.
		if (hasOrigin ? at + originSize >= end : at + 2 > end) {
			c.bound(c.available);
			return undefined;
		}

		c.payload((hasOrigin ? at + originSize : at) - c.start);
		return c.next(etherType, 0x86dd);
	},
	expand(r) {
		r.need(2);
		if (r.peek16() === authentication) {
			r.need(4);
			r.group(p.auth, undefined, () => {
				r.skip(2);
				const identifier = r.read(p['auth.idlen']);
				const value = r.read(p['auth.aulen']);
				if (identifier > 0) r.take(p['auth.id'], identifier);
				if (value > 0) r.take(p['auth.value'], value);
				r.read(p['auth.nonce']);
				r.read(p['auth.conf']);
			});
		}

		r.need(2);
		if (r.peek16() !== origin) return;
		r.group(p.orig, undefined, () => {
			r.skip(2);
			r.need(2);
			r.put(p['orig.port'], r.position, r.position + 2, r.peek16() ^ 0xffff);
			r.skip(2);
			r.need(4);
			r.put(p['orig.addr'], r.position, r.position + 4, r.bytes.slice(r.position, r.position + 4).map(byte => byte ^ 0xff));
			r.skip(4);
		});
		r.need(1);
	},
});
