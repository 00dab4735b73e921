import {bit, bytes, type Field, header, none, parts, text, u16, u8, word} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType} from '../space.ts';
import {once} from '../when-asked.ts';
import {ppp} from './ppp.ts';

const codes = new Map([
	[0x00, 'Session Data'],
	[0x07, 'Active Discovery Offer (PADO)'],
	[0x09, 'Active Discovery Initiation (PADI)'],
	[0x0a, 'Active Discovery Session-Grant (PADG)'],
	[0x19, 'Active Discovery Request (PADR)'],
	[0x65, 'Active Discovery Session-confirmation (PADS)'],
	[0xa7, 'Active Discovery Terminate (PADT)'],
]);

// RFC 2516, section 4
const h = header('pppoe', {
	...word(1, {version: bit(4, 'Version'), type: bit(4, 'Type')}),
	code: u8('Code', {base: 'hex', values: codes}),
	session_id: u16('Session ID', {base: 'hex', about: 'Number of the session, given by the access concentrator.'}),
	payload_length: u16('Payload Length'),
});

export const pppoeSession = protocol({
	name: 'pppoes',
	title: 'PPP-over-Ethernet Session',
	column: 'PPPoES',
	about: 'Carries PPP frames over Ethernet, as DSL lines do.',
	reference: 'RFC 2516, section 5',
	claims: claims(etherType, 0x8864),
	lacking: {under: 6, as: 'named'},
	header: h,
	walk(c) {
		// What is behind the payload is nobody's: the frame around it tells of no padding.
		c.child(h.size, h.size + h.payload_length.read(c));
		return ppp;
	},
	expand(r) {
		r.header();
		r.info('Session Data');
	},
});

// RFC 2516, appendix A; RFC 4638, section 1
const p = parts('pppoed', () => ({
	tags: none('PPPoE Tags'),
	'tags.service_name': text('Service-Name'),
	'tags.ac_name': text('AC-Name', {about: 'Name of the access concentrator.'}),
	'tags.host_uniq': bytes('Host-Uniq', {about: 'Lets the host tell its own requests apart.'}),
	'tags.ac_cookie': bytes('AC-Cookie'),
	'tags.relay_session_id': bytes('Relay-Session-Id'),
	'tags.max_payload': bytes('PPP-Max-Payload'),
}));

const tagFields = once(() =>
	new Map<number, Field<'bytes'> | Field<'text'>>([
		[0x0101, p['tags.service_name']],
		[0x0102, p['tags.ac_name']],
		[0x0103, p['tags.host_uniq']],
		[0x0104, p['tags.ac_cookie']],
		[0x0110, p['tags.relay_session_id']],
		[0x0120, p['tags.max_payload']],
	])
);

/** A tag's type and length. */
const tagHeader = 4;

export const pppoeDiscovery = protocol({
	name: 'pppoed',
	title: 'PPP-over-Ethernet Discovery',
	column: 'PPPoED',
	about: 'Finds an access concentrator and opens a session with it.',
	reference: 'RFC 2516, section 5',
	claims: claims(etherType, 0x8863),
	lacking: {under: 6, as: 'named'},
	header: h,
	parts: p,
	walk(c) {
		c.bound(h.size + h.payload_length.read(c));
		return undefined;
	},
	expand(r) {
		r.header();
		r.info(() => codes.get(r.get(h.code)) ?? 'Unknown');
		if (r.more) r.group(p.tags, undefined, () => readTags(r));
	},
});

function readTags(r: Reader): void {
	while (r.left >= tagHeader) {
		const type = r.takeNumber(2);
		const size = r.takeNumber(2);
		if (type === 0) return;
		const field = tagFields().get(type);
		if (field === undefined || size === 0) r.skip(size);
		else if (field.kind === 'text') r.text(field as Field<'text'>, size);
		else r.take(field as Field<'bytes'>, size);
	}
}
