import {bit, bytes, ipv4Address, mac, parts, text, u16, u24, u32, u8} from '../field.ts';
import type {Reader} from '../reader.ts';
import {flag, named, one, type Option, type OptionSet} from './ppp-options.ts';
import {pppProtocolNames} from './ppp-protocols.ts';

const yes = ['True', 'False'] as const;
const controlCharacter = (title: string) => bit(1, title, {meaning: yes});

const optionNames = new Map<number, string>();
const callbacks = new Map([
	[0, 'Location is determined by user authentication'],
	[1, 'Message is dialing string'],
	[2, 'Message is location identifier'],
	[3, 'Message is E.164'],
	[4, 'Message is distinguished name'],
	[6, 'Location is determined during CBCP negotiation'],
]);
const classes = new Map([
	[0, 'Null'],
	[1, 'Locally assigned address'],
	[2, 'Internet Protocol (IP) address'],
	[3, 'IEEE 802.1 globally assigned MAC address'],
	[4, 'PPP magic-number block'],
	[5, 'Public switched network directory number'],
]);

/** What the link control protocol says, codes apart. */
export const linkParts = parts('lcp', () => ({
	magic_number: u32('Magic Number', {base: 'hex', about: 'Random: a side that sees its own talks to itself.', reference: 'RFC 1661, section 6.4'}),
	data: bytes('Data'),
	message: text('Message'),
	secs_remaining: u32('Seconds Remaining', {unit: ' seconds', about: 'How long the session may still last.', reference: 'RFC 1570, section 2.2'}),
	rej_proto: u16('Rejected Protocol', {base: 'hex', values: pppProtocolNames, about: 'What the sender does not know.', reference: 'RFC 1661, section 5.7'}),
	'opt.type': u8('Type', {values: optionNames}),
	'opt.length': u8('Length'),
	'opt.vendor': bytes('Vendor Specific'),
	'opt.oui': u24('OUI'),
	'opt.kind': u8('Kind', {base: 'dec_hex'}),
	'opt.data': bytes('Data'),
	'opt.mtu_bytes': bytes('Maximum Receive Unit'),
	'opt.mru': u16('Maximum Receive Unit', {about: 'The longest packet that the sender can take.', reference: 'RFC 1661, section 6.1'}),
	'opt.asyncmap_bytes': bytes('Async Control Character Map'),
	'opt.asyncmap': u32('Async Control Character Map', {
		base: 'hex',
		about: 'Control characters that have to be escaped on the way to the sender.',
		reference: 'RFC 1662, section 7.1',
		bits: {
			us: controlCharacter('US'),
			rs: controlCharacter('RS'),
			gs: controlCharacter('GS'),
			fs: controlCharacter('FS'),
			esc: controlCharacter('ESC'),
			sub: controlCharacter('SUB'),
			em: controlCharacter('EM'),
			can: controlCharacter('CAN'),
			etb: controlCharacter('ETB'),
			syn: controlCharacter('SYN'),
			nak: controlCharacter('NAK'),
			dc4: controlCharacter('DC4'),
			dc3: controlCharacter('DC3 (XOFF)'),
			dc2: controlCharacter('DC2'),
			dc1: controlCharacter('DC1 (XON)'),
			dle: controlCharacter('DLE'),
			si: controlCharacter('SI'),
			so: controlCharacter('SO'),
			cr: controlCharacter('CR'),
			ff: controlCharacter('FF'),
			vt: controlCharacter('VT'),
			lf: controlCharacter('LF'),
			ht: controlCharacter('HT'),
			bs: controlCharacter('BS'),
			bel: controlCharacter('BEL'),
			ack: controlCharacter('ACK'),
			enq: controlCharacter('ENQ'),
			eot: controlCharacter('EOT'),
			etx: controlCharacter('ETX'),
			stx: controlCharacter('STX'),
			soh: controlCharacter('SOH'),
			nul: controlCharacter('NUL'),
		},
	}),
	'opt.auth_protocol_bytes': bytes('Authentication Protocol'),
	'opt.auth_protocol': u16('Authentication Protocol', {
		base: 'hex',
		values: pppProtocolNames,
		about: 'How the sender wants the other end to show who it is.',
		reference: 'RFC 1661, section 6.2',
	}),
	'opt.algorithm': u8('Algorithm', {values: new Map([[5, 'CHAP with MD5'], [6, 'SHA-1'], [128, 'MS-CHAP'], [129, 'MS-CHAP-2']])}),
	'opt.quality_protocol_bytes': bytes('Quality Protocol'),
	'opt.quality_protocol': u16('Quality Protocol', {base: 'hex', values: pppProtocolNames}),
	'opt.reporting_period': u32('Reporting Period', {unit: ' microseconds'}),
	'opt.magic_number_bytes': bytes('Magic Number'),
	'opt.magic_number': u32('Magic Number', {base: 'hex'}),
	'opt.linkqualmon': bytes('Link Quality Monitoring'),
	'opt.field_compress': bytes('Protocol Field Compression', {about: 'Protocol numbers may be one byte.', reference: 'RFC 1661, section 6.5'}),
	'opt.addr_field_compress': bytes('Address and Control Field Compression', {about: 'The bytes ff 03 may be left out.', reference: 'RFC 1661, section 6.6'}),
	'opt.fcs_alternatives_bytes': bytes('FCS Alternatives'),
	'opt.fcs_alternatives': u8('FCS Alternatives', {
		base: 'hex',
		bits: {_: bit(5, ''), ccitt32: bit(1, 'CCITT 32-bit', {meaning: yes}), ccitt16: bit(1, 'CCITT 16-bit', {meaning: yes}), null: bit(1, 'NULL FCS', {meaning: yes})},
	}),
	'opt.self_desc_pad': bytes('Self Describing Pad'),
	'opt.maximum': u8('Maximum', {unit: ' octets'}),
	'opt.numbered_mode': bytes('Numbered Mode'),
	'opt.window': u8('Window', {unit: ' frames'}),
	'opt.hdlc_address': bytes('Address'),
	'opt.callback': bytes('Callback'),
	'opt.operation': u8('Operation', {values: callbacks, about: 'Who is called back.', reference: 'RFC 1570, section 2.3'}),
	'opt.message': bytes('Message'),
	'opt.compound_frames': bytes('Compound Frames (Deprecated)'),
	'opt.nomdataencap': bytes('Nominal Data Encapsulation (Deprecated)'),
	'opt.multilink_mrru': bytes('Multilink MRRU'),
	'opt.mrru': u16('MRRU', {about: 'The longest packet that may be put together from several lines.', reference: 'RFC 1990, section 5.1.1'}),
	'opt.multilink_ssnh': bytes('Multilink Short Sequence Number Header'),
	'opt.multilink_ep_disc': bytes('Multilink Endpoint Discriminator'),
	'opt.ep_disc_class': u8('Class', {values: classes}),
	'opt.ip_address': ipv4Address('IP Address'),
	'opt.802_1_address': mac('IEEE 802.1 Address'),
	'opt.magic_block': bytes('PPP Magic-Number Block'),
	'opt.psndn': bytes('Public Switched Network Directory Number'),
	'opt.link_discrim_bytes': bytes('Link Discriminator for BACP'),
	'opt.link_discrim': u16('Link Discriminator', {base: 'dec_hex'}),
	'opt.internationalization': bytes('Internationalization'),
	'opt.MIBenum': u32('MIBenum', {values: new Map([[3, 'US-ASCII'], [4, 'ISO-8859-1'], [106, 'UTF-8']])}),
	'opt.language_tag': text('Language-Tag'),
}));

const p = linkParts;
const challengeHandshake = 0xc223;
const linkQualityReport = 0xc025;

function readEndpoint(r: Reader): string {
	const kind = r.read(p['opt.ep_disc_class']);
	const said = `Class: ${classes.get(kind) ?? 'Unknown'}`;
	const size = r.left;
	if (size === 0) return said;
	if (kind === 2 && size === 4) r.read(p['opt.ip_address']);
	else if (kind === 3 && size === 6) r.read(p['opt.802_1_address']);
	else if (kind === 4 && size % 4 === 0) {
		r.open(p['opt.magic_block'], r.position, r.bytes.subarray(r.position, r.end));
		while (r.left > 0) r.read(p['opt.magic_number']);
		r.close();
	} else r.rest(kind === 5 ? p['opt.psndn'] : p['opt.data']);
	return said;
}

// RFC 1661, section 6; RFC 1570; RFC 1990, section 5.1; RFC 2125; RFC 2153
const kinds: ReadonlyMap<number, Option> = new Map<number, Option>([
	[0, {
		field: p['opt.vendor'],
		size: 6,
		atLeast: true,
		read(r) {
			r.read(p['opt.oui']);
			r.read(p['opt.kind']);
			r.rest(p['opt.data']);
		},
	}],
	[1, one(p['opt.mtu_bytes'], p['opt.mru'], true)],
	[2, one(p['opt.asyncmap_bytes'], p['opt.asyncmap'], true)],
	[3, {
		field: p['opt.auth_protocol_bytes'],
		size: 4,
		atLeast: true,
		read(r) {
			const protocol = r.read(p['opt.auth_protocol']);
			if (protocol === challengeHandshake && r.left > 0) r.read(p['opt.algorithm']);
			r.rest(p['opt.data']);
			return named(p['opt.auth_protocol'], protocol);
		},
	}],
	[4, {
		field: p['opt.quality_protocol_bytes'],
		size: 4,
		atLeast: true,
		read(r) {
			const protocol = r.read(p['opt.quality_protocol']);
			if (protocol === linkQualityReport && r.left >= 4) r.read(p['opt.reporting_period']);
			r.rest(p['opt.data']);
			return named(p['opt.quality_protocol'], protocol);
		},
	}],
	[5, one(p['opt.magic_number_bytes'], p['opt.magic_number'], true)],
	[6, {field: p['opt.linkqualmon'], size: 6, read() {}}],
	[7, flag(p['opt.field_compress'])],
	[8, flag(p['opt.addr_field_compress'])],
	[9, one(p['opt.fcs_alternatives_bytes'], p['opt.fcs_alternatives'], true)],
	[10, one(p['opt.self_desc_pad'], p['opt.maximum'], true)],
	[11, {
		field: p['opt.numbered_mode'],
		size: 3,
		atLeast: true,
		read(r) {
			const window = r.read(p['opt.window']);
			r.rest(p['opt.hdlc_address']);
			return `${window} frame${window === 1 ? '' : 's'}`;
		},
	}],
	[13, {
		field: p['opt.callback'],
		size: 3,
		atLeast: true,
		read(r) {
			const operation = r.read(p['opt.operation']);
			r.rest(p['opt.message']);
			return callbacks.get(operation) ?? 'Unknown';
		},
	}],
	[15, flag(p['opt.compound_frames'])],
	[16, flag(p['opt.nomdataencap'])],
	[17, one(p['opt.multilink_mrru'], p['opt.mrru'], true)],
	[18, flag(p['opt.multilink_ssnh'])],
	[19, {field: p['opt.multilink_ep_disc'], size: 3, atLeast: true, read: readEndpoint}],
	[23, one(p['opt.link_discrim_bytes'], p['opt.link_discrim'], true)],
	[28, {
		field: p['opt.internationalization'],
		size: 7,
		atLeast: true,
		read(r) {
			r.read(p['opt.MIBenum']);
			if (r.left > 0) r.text(p['opt.language_tag'], r.left);
		},
	}],
]);
for (const [number, {field}] of kinds) optionNames.set(number, field.title);

/** Options of a line, which L2TP tells of as well. */
export const linkOptions: OptionSet = {type: p['opt.type'], length: p['opt.length'], kinds};
