import {none, parts} from '../field.ts';
import {encapsulatingPayload} from '../network/encapsulating-payload.ts';
import {claims, protocol} from '../protocol.ts';
import {udpPort} from '../space.ts';

// RFC 3948, section 2
const p = parts('udpencap', () => ({
	nat_keepalive: none('NAT-keepalive packet', {about: 'One byte that keeps the translator in between from forgetting the conversation.', reference: 'RFC 3948, section 2.3'}),
	non_esp_marker: none('Non-ESP Marker', {about: 'Four zeros where an SPI would stand: the key exchange follows.', reference: 'RFC 3948, section 2.2'}),
}));

const keepAlive = 0xff;
const markerSize = 4;
/** IKE's own port: who owns it owns what follows the marker. */
const isakmpPort = 500;

const isKeepAlive = (b: Uint8Array, start: number, end: number): boolean => end - start === 1 && b[start] === keepAlive;
const isMarked = (b: Uint8Array, start: number, end: number): boolean => end - start >= markerSize && b.subarray(start, start + markerSize).every(byte => byte === 0);

export const udpEncapsulation = protocol({
	name: 'udpencap',
	title: 'UDP Encapsulation of IPsec Packets',
	about: 'Lets ESP and its key exchange pass translators of addresses, which know no protocol without ports.',
	reference: 'RFC 3948',
	claims: claims(udpPort, 4500),
	parts: p,
	walk(c) {
		if (isKeepAlive(c.bytes, c.start, c.end)) {
			c.bound(1);
			return undefined;
		}

		if (c.captured < markerSize) return c.opaque();
		const marked = isMarked(c.bytes, c.start, c.end);
		c.payload(marked ? markerSize : 0);
		return marked ? c.next(udpPort, isakmpPort) : encapsulatingPayload;
	},
	expand(r) {
		if (isKeepAlive(r.bytes, r.base, r.end)) {
			r.info('NAT-keepalive');
			r.mark(p.nat_keepalive, 1);
			return;
		}

		r.need(markerSize);
		if (isMarked(r.bytes, r.base, r.end)) r.mark(p.non_esp_marker, markerSize);
	},
});
