import {bytes, type Field, header, none, parts, text, u16, u24, u32, u8} from '../field.ts';
import {claims, type Protocol, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {pppProtocol} from '../space.ts';
import {linkOptions, linkParts} from './ppp-link-options.ts';
import {addressOptions, addressParts, compressionOptions, compressionParts, interfaceOptions, interfaceParts} from './ppp-network-options.ts';
import {groupOptions, optionFault, type OptionSet} from './ppp-options.ts';

const vendorSpecific = 0;
const configureRequest = 1;
const configureReject = 4;
const codeReject = 7;
const protocolReject = 8;
const echoRequest = 9;
const echoReply = 10;
const discardRequest = 11;
const identification = 12;
const timeRemaining = 13;

const codes = new Map([
	[vendorSpecific, 'Vendor Specific'],
	[configureRequest, 'Configuration Request'],
	[2, 'Configuration Ack'],
	[3, 'Configuration Nak'],
	[configureReject, 'Configuration Reject'],
	[5, 'Termination Request'],
	[6, 'Termination Ack'],
	[codeReject, 'Code Reject'],
	[protocolReject, 'Protocol Reject'],
	[echoRequest, 'Echo Request'],
	[echoReply, 'Echo Reply'],
	[discardRequest, 'Discard Request'],
	[identification, 'Identification'],
	[timeRemaining, 'Time Remaining'],
	[14, 'Reset-Request'],
	[15, 'Reset-Ack'],
]);

// RFC 1661, section 5
const h = header('ppp', {
	code: u8('Code', {values: codes}),
	identifier: u8('Identifier', {base: 'dec_hex', about: 'Ties an answer to its request.'}),
	length: u16('Length'),
});

const p = parts('ppp', () => ({
	data: bytes('Data'),
	magic_number: u32('Magic Number', {base: 'hex'}),
	oui: u24('OUI'),
	kind: u8('Kind', {base: 'dec_hex'}),
}));

function readCode(r: Reader, code: number): void {
	switch (code) {
		case vendorSpecific:
			r.read(p.magic_number);
			r.read(p.oui);
			r.read(p.kind);
			break;
		case protocolReject:
			// What is refused stands behind it.
			r.read(linkParts.rej_proto);
			r.hold();
			r.skip(r.captured);
			return;
		case identification:
		case timeRemaining:
			r.read(linkParts.magic_number);
			if (code === timeRemaining) r.read(linkParts.secs_remaining);
			if (r.left > 0) r.text(linkParts.message, r.left);
			return;
		case echoRequest:
		case echoReply:
		case discardRequest:
			r.read(linkParts.magic_number);
			r.rest(linkParts.data);
			return;
		case codeReject: {
			const size = r.left;
			r.rest(p.data);
			if (size > 0) r.label(() => `Rejected Packet (${size} byte${size === 1 ? '' : 's'})`);
			return;
		}

		default:
	}

	r.rest(p.data);
}

/** What the codes hold, of whichever protocol they are. */
const codeParts = () => [p, (['magic_number', 'data', 'message', 'secs_remaining', 'rej_proto'] as const).map(key => linkParts[key])];

type Family = {
	readonly name: string;
	readonly title: string;
	readonly column: string;
	readonly about: string;
	readonly reference: string;
	readonly number: number;
	readonly fields: Readonly<Record<string, Field>>;
	readonly options: OptionSet;
};

const controlProtocol = ({name, title, column, about, reference, number, fields, options}: Family): Protocol =>
	protocol({
		name,
		title,
		column,
		about,
		reference,
		claims: claims(pppProtocol, number),
		lacking: {under: 4, as: 'named'},
		header: h,
		parts: () => [fields, ...codeParts()],
		faults: {option: optionFault},
		walk(c) {
			c.bound(Math.max(h.size, h.length.read(c)));
			const rejected = c.start + h.size;
			if (h.code.read(c) === protocolReject && rejected + 2 <= c.end)
				c.quote(c.next(pppProtocol, (c.bytes[rejected]! << 8) | c.bytes[rejected + 1]!), rejected + 2, c.start + h.length.read(c));
			return undefined;
		},
		expand(r) {
			r.header();
			const code = r.get(h.code);
			r.info(() => codes.get(code) ?? 'Unknown code');
			if (r.left === 0)
				return;
			if (code < configureRequest || code > configureReject) {
				readCode(r, code);
				return;
			}

			// Of options that are not all there, nothing is told.
			r.need(r.get(h.length) - h.size);
			groupOptions(r, options, 'Options');
		},
	});

/** Opens, checks and closes a line with two ends. */
export const linkControl = controlProtocol({
	name: 'lcp',
	title: 'PPP Link Control Protocol',
	column: 'PPP LCP',
	about: 'Opens, checks and closes a line with two ends.',
	reference: 'RFC 1661, section 5',
	number: 0xc021,
	fields: linkParts,
	options: linkOptions,
});

/** Agrees on IPv4 addresses. */
export const ipControl = controlProtocol({
	name: 'ipcp',
	title: 'PPP IP Control Protocol',
	column: 'PPP IPCP',
	about: 'Agrees on the IPv4 addresses of the two ends of a line.',
	reference: 'RFC 1332',
	number: 0x8021,
	fields: addressParts,
	options: addressOptions,
});

/** Agrees on IPv6 addresses. */
export const ipv6Control = controlProtocol({
	name: 'ipv6cp',
	title: 'PPP IPv6 Control Protocol',
	column: 'PPP IPV6CP',
	about: 'Agrees on the IPv6 addresses of the two ends of a line.',
	reference: 'RFC 5072',
	number: 0x8057,
	fields: interfaceParts,
	options: interfaceOptions,
});

/** Agrees on how packets are compressed, or encrypted. */
export const compressionControl = controlProtocol({
	name: 'ccp',
	title: 'PPP Compression Control Protocol',
	column: 'PPP CCP',
	about: 'Agrees on how packets on a line are compressed, or encrypted.',
	reference: 'RFC 1962',
	number: 0x80fd,
	fields: compressionParts,
	options: compressionOptions,
});

// RFC 1334, section 2.2
const papHeader = header('pap', {
	code: u8('Code', {values: new Map([[1, 'Authenticate-Request'], [2, 'Authenticate-Ack'], [3, 'Authenticate-Nak']])}),
	identifier: u8('Identifier'),
	length: u16('Length'),
});

const papParts = parts('pap', () => ({
	data: none('Data'),
	'peer_id.length': u8('Peer-ID-Length'),
	peer_id: text('Peer-ID'),
	'password.length': u8('Password-Length'),
	password: text('Password'),
	'message.length': u8('Message-Length'),
	message: text('Message'),
}));

/** Shows who one is by a password that everybody on the way can read. */
export const passwordAuthentication = protocol({
	name: 'pap',
	title: 'PPP Password Authentication Protocol',
	column: 'PPP PAP',
	about: 'Shows who one is by a password that everybody on the way can read.',
	reference: 'RFC 1334, section 2',
	claims: claims(pppProtocol, 0xc023),
	header: papHeader,
	parts: papParts,
	walk: c => c.opaque(),
	expand(r) {
		r.header();
		const code = r.get(papHeader.code);
		r.info(() => (papHeader.code.values as ReadonlyMap<number, string>).get(code) ?? 'Unknown code');
		if (!r.more) return;
		r.group(papParts.data, undefined, () => {
			if (code === configureRequest) {
				r.text(papParts.peer_id, r.read(papParts['peer_id.length']));
				r.text(papParts.password, r.read(papParts['password.length']));
			} else {
				r.text(papParts.message, r.read(papParts['message.length']));
			}
		});
	},
});

const challenge = 1;
const response = 2;

// RFC 1994, section 4
const chapHeader = header('chap', {
	code: u8('Code', {values: new Map([[challenge, 'Challenge'], [response, 'Response'], [3, 'Success'], [4, 'Failure']])}),
	identifier: u8('Identifier'),
	length: u16('Length'),
});

const chapParts = parts('chap', () => ({
	data: none('Data'),
	value_size: u8('Value Size'),
	value: bytes('Value'),
	name: text('Name'),
	message: text('Message'),
}));

/** Shows that one knows a secret without saying it. */
export const challengeAuthentication = protocol({
	name: 'chap',
	title: 'PPP Challenge Handshake Authentication Protocol',
	column: 'PPP CHAP',
	about: 'Shows that one knows a secret without saying it.',
	reference: 'RFC 1994',
	claims: claims(pppProtocol, 0xc223),
	header: chapHeader,
	parts: chapParts,
	walk(c) {
		c.bound(Math.max(chapHeader.size, chapHeader.length.read(c)));
		return undefined;
	},
	expand(r) {
		r.header();
		const code = r.get(chapHeader.code);
		r.info(() => (chapHeader.code.values as ReadonlyMap<number, string>).get(code) ?? 'Unknown code');
		if (!r.more) return;
		if (code !== challenge && code !== response) {
			r.text(chapParts.message, r.left);
			return;
		}

		r.group(chapParts.data, undefined, () => {
			r.take(chapParts.value, r.read(chapParts.value_size));
			if (r.left > 0) r.text(chapParts.name, r.left);
		});
	},
});
