import type {Cursor} from '../cursor.ts';
import {none, parts, text, u16, u8} from '../field.ts';
import {named} from '../named.ts';
import {claims, protocol, type Protocol, strayCharacters} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import type {Framing} from '../reassembly/framing.ts';
import {tcpPort, udpPort} from '../space.ts';
import {radioSignalling} from './gsm-rsl.ts';

const debug = 0xdd;
const extension = 0xee;
const oldMedia = 0xfc;
const connections = 0xfd;
const link = 0xfe;
const maintenance = 0xff;
const streams: ReadonlyMap<number, string> = new Map([
	[0, 'RSL'],
	[debug, 'HSL Debug'],
	[extension, 'OSMO EXT'],
	[oldMedia, 'MGCP (old)'],
	[connections, 'SCCP'],
	[link, 'IPA'],
	[maintenance, 'OML'],
]);

const control = 0;
const media = 1;
const subscribers = 5;
const extensions: ReadonlyMap<number, string> = new Map([
	[control, 'CTRL'],
	[media, 'MGCP'],
	[2, 'LAC'],
	[3, 'SMSC'],
	[4, 'ORC'],
	[subscribers, 'GSUP'],
	[6, 'OAP'],
]);

const identityRequest = 4;
const identityResponse = 5;
const messages: ReadonlyMap<number, string> = new Map([
	[0, 'PING?'],
	[1, 'PONG!'],
	[identityRequest, 'IDENTITY REQUEST'],
	[identityResponse, 'IDENTITY RESPONSE'],
	[6, 'IDENTITY ACK'],
	[7, 'IDENTITY NACK'],
	[8, 'PROXY REQUEST'],
	[9, 'PROXY ACK'],
	[10, 'PROXY NACK'],
	[11, 'SSL INFO'],
]);
const tags: ReadonlyMap<number, string> = new Map([
	'Serial Number',
	'Unit Name',
	'Location',
	'Unit Type',
	'Equipment Version',
	'Software Version',
	'IP Address',
	'MAC Address',
	'Unit ID',
	'User Name',
	'Password',
	'Access Class',
	'Application Protocol Version',
].entries());

// https://ftp.osmocom.org/docs/osmo-bsc/master/osmobsc-usermanual.pdf, chapter 'IPA Protocol'
const p = parts('gsm_ipa', () => ({
	message: none('GSM over IP protocol as used by ip.access', {name: 'gsm_ipa'}),
	data_len: u16('DataLen', {about: 'Bytes of the message behind these three.'}),
	protocol: u8('Protocol', {base: 'hex', values: streams, about: 'Which of the protocols between a base station and its controllers the message belongs to.'}),
	hsl_debug: text('Debug Message'),
	'osmo.protocol': u8('Osmo ext protocol', {base: 'hex', values: extensions, about: 'The protocol, where it is one of those that Osmocom added.'}),
	'ctrl.data': text('CTRL data', {about: 'A variable that is asked for or set, and the answer.'}),
	link: none('GSM over IP ip.access CCM sub-protocol', {name: 'ipaccess', about: 'Keeps the connection alive, and asks a base station who it is.'}),
	'link.type': u8('MessageType', {name: 'ipaccess.msg_type', base: 'hex', values: messages}),
	'link.tag': u8('Tag', {name: 'ipaccess.attr_tag', base: 'hex', values: tags}),
	'link.text': text('String', {name: 'ipaccess.attr_string'}),
	'link.unknown': u8('Unknown attribute type', {name: 'ipaccess.attr_unk', base: 'hex'}),
}));

const headerSize = 3;
/** Messages of a segment whose contents are read. */
const maxInside = 32;

const isRadio = (stream: number): boolean => stream < 0x20;
/** A length and a stream: one of a radio link, or a number that is set aside. */
const isOwn = (b: Uint8Array, start: number, end: number): boolean => end - start > headerSize && (isRadio(b[start + 2]!) || streams.has(b[start + 2]!));
/** Bytes of a message that its stream cannot do without: what follows a shorter one is not read. */
const leastOf = (stream: number): number => (isRadio(stream) ? radioSignalling.size : stream === link || stream === extension ? 1 : 0);

const operation = named('gsm_abis_oml', 'OML', 'GSM A-bis OML');
const signalling = named('sccp', 'SCCP (Int. ITU)', 'Signalling Connection Control Part');
const subscriberUpdate = named('gsup', 'GSUP', 'Osmocom General Subscriber Update Protocol');

/** Named by the numbers of a stream, and not decoded. */
export const gsmStreams: readonly Protocol[] = [operation, signalling, subscriberUpdate];

const mediaGateway = 2427;

/** What a message carries that begins at `at`; undefined for what is read with its header. */
function contentOf(c: Cursor, stream: number, at: number): Protocol | undefined {
	if (isRadio(stream)) return radioSignalling;
	switch (stream) {
		case connections:
			return signalling;
		case maintenance:
			return operation;
		case oldMedia:
			return c.next(udpPort, mediaGateway);
		case extension: {
			const kind = c.bytes[at - 1]!;
			return kind === control ? undefined : kind === media ? c.next(udpPort, mediaGateway) : kind === subscribers ? subscriberUpdate : c.registry.data;
		}

		case debug:
		case link:
			return undefined;
		default:
			return c.registry.data;
	}
}

const framing: Framing = {open: () => undefined, next: ({bytes, start, end}) => (isOwn(bytes, start, end) ? end - start : -2)};

const inside: Protocol[] = [];
const froms: number[] = [];
const tos: number[] = [];

export const gsmOverIp = protocol({
	name: 'gsm_ipa',
	title: 'GSM over IP protocol as used by ip.access',
	column: 'IPA',
	short: 'GSM over IP',
	about: 'Carries what base stations of GSM and their controllers say to each other, several protocols on one connection.',
	reference: 'OsmoBSC User Manual, IPA Protocol',
	claims: claims(tcpPort, 3002, 3003, 3006, 4222, 4249, 4250, 5000),
	parts: p,
	faults: {strayCharacters},
	framing,
	holds: [radioSignalling, ...gsmStreams, udpPort],
	walk(c) {
		const b = c.bytes;
		inside.length = froms.length = tos.length = 0;
		for (let at = c.start; at + headerSize <= c.end;) {
			const size = (b[at]! << 8) | b[at + 1]!;
			const stream = b[at + 2]!;
			const from = at + headerSize + (stream === extension ? 1 : 0);
			const to = at + headerSize + size;
			const isShort = Math.min(to, c.limit) - at - headerSize < leastOf(stream);
			const content = from > c.end ? undefined : contentOf(c, stream, from);
			if (content !== undefined && inside.length < maxInside && (isShort ? isRadio(stream) && !c.isQuoted : to > from)) {
				inside.push(content);
				froms.push(from);
				tos.push(to);
			}

			if (isShort && !c.isQuoted) break;
			at = to;
		}

		for (let i = inside.length - 1; i >= 0; i--) c.push(inside[i]!, froms[i]!, tos[i]!);
		c.payload(c.end - c.start);
		return undefined;
	},
	expand(r) {
		const said: string[] = [];
		try {
			for (let count = 0; r.left > 0; count++) {
				r.need(headerSize);
				const size = r.peek16();
				const stream = r.peek(2);
				const isWhole = count === 0 ? readMessage(r, size, stream, said) : r.group(p.message, undefined, () => readMessage(r, size, stream, said));
				if (!r.quoted && (!isWhole || (isRadio(stream) && size < radioSignalling.size))) break;
			}
		} finally {
			r.info(said.join(' '));
		}
	},
});

/** One message; its header alone, where another protocol reads the rest. Whether it came to its end. */
function readMessage(r: Reader, size: number, stream: number, said: string[]): boolean {
	const name = streams.get(stream) ?? `unknown 0x${stream.toString(16).padStart(2, '0')}`;
	const added = stream === extension && size > 0 ? extensions.get(r.peek(headerSize)) : undefined;
	const title = added === undefined ? name : `${name} ${added}`;
	said.push(title);
	r.label(`IPA protocol ip.access, type: ${title}`);
	r.read(p.data_len);
	r.read(p.protocol);
	const isCut = size > r.left;
	return r.within(Math.min(size, r.left), () => {
		if (stream === debug) r.terminated(p.hsl_debug, r.left, 'ascii');
		else if (stream === link) readLink(r, said, isCut);
		else if (stream === extension && r.read(p['osmo.protocol']) === control) r.terminated(p['ctrl.data'], r.left, 'ascii');
	});
}

function readLink(r: Reader, said: string[], isCut: boolean): void {
	r.need(1);
	r.group(p.link, undefined, () => {
		const type = r.read(p['link.type']);
		said.push(messages.get(type) ?? `unknown 0x${type.toString(16).padStart(2, '0')}`);
		if (type !== identityRequest && type !== identityResponse) return;
		while (r.more) readAttribute(r);
		if (isCut) r.short(1);
	});
}

/** A tag, where it is asked for; with its value, where that is told. */
function readAttribute(r: Reader): void {
	const kind = r.peek();
	if (kind === 0) {
		r.skip(1);
		const size = r.takeNumber(1);
		r.read(p['link.tag']);
		r.terminated(p['link.text'], Math.max(0, size - 1), 'ascii');
	} else if (kind === 1) {
		r.skip(1);
		r.read(p['link.tag']);
	} else {
		r.read(p['link.unknown']);
		r.skip(Math.min(1, r.left));
	}
}
