import {byteString, bytes, type Field, header, ipv4Address, none, parts, text, u16, u24, u32, u8} from '../field.ts';
import {claims, fault, type Protocol, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {pppProtocol} from '../space.ts';

const configureRequest = 1;
const configureReject = 4;
const terminateRequest = 5;
const terminateAck = 6;
const codeReject = 7;
const protocolReject = 8;
const echoRequest = 9;
const discardRequest = 11;
const identification = 12;

const codes = new Map([
	[configureRequest, 'Configuration Request'],
	[2, 'Configuration Ack'],
	[3, 'Configuration Nak'],
	[configureReject, 'Configuration Reject'],
	[terminateRequest, 'Termination Request'],
	[terminateAck, 'Termination Ack'],
	[codeReject, 'Code Reject'],
	[protocolReject, 'Protocol Reject'],
	[echoRequest, 'Echo Request'],
	[10, 'Echo Reply'],
	[discardRequest, 'Discard Request'],
	[identification, 'Identification'],
	[13, 'Time Remaining'],
]);

// RFC 1661, section 5
const h = header('ppp', {
	code: u8('Code', {values: codes}),
	identifier: u8('Identifier', {base: 'dec_hex', about: 'Ties an answer to its request.'}),
	length: u16('Length'),
});

const optionFault = fault('ppp.opt.len.invalid', 'Option length is wrong', 'warning');

const authentications = new Map([[0xc023, 'Password Authentication Protocol'], [0xc223, 'Challenge Handshake Authentication Protocol'], [0xc227,
	'Extensible Authentication Protocol']]);

const lcpParts = parts('lcp', {
	magic_number: u32('Magic Number', {base: 'hex', about: 'Random: a side that sees its own talks to itself.', reference: 'RFC 1661, section 6.4'}),
	data: bytes('Data'),
	message: text('Message'),
	rej_proto: u16('Rejected Protocol', {base: 'hex'}),
	'opt.type': u8('Type'),
	'opt.length': u8('Length'),
	'opt.mru': u16('Maximum Receive Unit', {about: 'The longest packet that the sender can take.'}),
	'opt.asyncmap': u32('Async Control Character Map', {base: 'hex'}),
	'opt.auth_protocol': u16('Authentication Protocol', {base: 'hex', values: authentications}),
	'opt.algorithm': u8('Algorithm', {values: new Map([[5, 'CHAP with MD5'], [128, 'MS-CHAP'], [129, 'MS-CHAP-2']])}),
	'opt.quality_protocol': u16('Quality Protocol', {base: 'hex'}),
	'opt.magic_number': u32('Magic Number', {base: 'hex'}),
	'opt.operation': u8('Operation', {
		values: new Map([[0, 'Location is determined by user authentication'], [3, 'Message is E.164 number'], [4, 'Message is distinguished name'], [6,
			'Location is determined during CBCP negotiation']]),
	}),
	'opt.mrru': u16('MRRU'),
	'opt.ep_disc_class': u8('Class', {
		values: new Map([[0, 'Null class'], [1, 'Locally assigned address'], [2, 'IP address'], [3, 'IEEE 802.1 globally assigned MAC address'], [4, 'PPP magic-number block']]),
	}),
	'opt.data': bytes('Data'),
	'opt.oui': u24('OUI'),
});

type Option = {readonly title: string; readonly read: (r: Reader) => void};

const one = (title: string, field: Field): Option => ({title, read: r => void r.read(field)});
const flag = (title: string): Option => ({title, read: () => {}});

// RFC 1661, section 6
const lcpOptions: ReadonlyMap<number, Option> = new Map([
	[0, one('Vendor Specific', lcpParts['opt.oui'])],
	[1, one('Maximum Receive Unit', lcpParts['opt.mru'])],
	[2, one('Async Control Character Map', lcpParts['opt.asyncmap'])],
	[3, {
		title: 'Authentication Protocol',
		read(r: Reader) {
			if (r.read(lcpParts['opt.auth_protocol']) === 0xc223 && r.more) r.read(lcpParts['opt.algorithm']);
		},
	}],
	[4, one('Quality Protocol', lcpParts['opt.quality_protocol'])],
	[5, one('Magic Number', lcpParts['opt.magic_number'])],
	[7, flag('Protocol Field Compression')],
	[8, flag('Address and Control Field Compression')],
	[13, one('Callback', lcpParts['opt.operation'])],
	[17, one('Multilink MRRU', lcpParts['opt.mrru'])],
	[18, flag('Multilink Short Sequence Number Header')],
	[19, {
		title: 'Multilink Endpoint Discriminator',
		read(r: Reader) {
			r.read(lcpParts['opt.ep_disc_class']);
			if (r.more) r.rest(lcpParts['opt.data']);
		},
	}],
]);

const ipcpParts = parts('ipcp', {
	'opt.type': u8('Type'),
	'opt.length': u8('Length'),
	'opt.src_address': ipv4Address('Source IP Address'),
	'opt.dst_address': ipv4Address('Destination IP Address'),
	'opt.compress_proto': u16('IP Compression Protocol', {base: 'hex', values: new Map([[0x002d, 'VJ compression'], [0x0061, 'IPHC compression'], [0x0003, 'ROHC']])}),
	'opt.max_slot_id': u8('Max Slot ID'),
	'opt.tcp_space': u16('TCP Space'),
	'opt.non_tcp_space': u16('Non TCP Space'),
	'opt.f_max_period': u16('F Max Period'),
	'opt.f_max_time': u16('F Max Time'),
	'opt.max_header': u16('Max Header'),
	'opt.ip_address': ipv4Address('IP Address', {about: 'The address that the sender has or wants; 0.0.0.0 asks for one.'}),
	'opt.pri_dns_address': ipv4Address('Primary DNS Address'),
	'opt.pri_nbns_address': ipv4Address('Primary NBNS Address'),
	'opt.sec_dns_address': ipv4Address('Secondary DNS Address'),
	'opt.sec_nbns_address': ipv4Address('Secondary NBNS Address'),
	data: bytes('Data'),
});

const headerCompression = 0x0061;

// RFC 1332, section 3; RFC 1877
const ipcpOptions: ReadonlyMap<number, Option> = new Map([
	[1, {
		title: 'IP Addresses (deprecated)',
		read(r: Reader) {
			r.read(ipcpParts['opt.src_address']);
			r.read(ipcpParts['opt.dst_address']);
		},
	}],
	[2, {
		title: 'IP Compression Protocol',
		read(r: Reader) {
			if (r.read(ipcpParts['opt.compress_proto']) !== headerCompression) {
				if (r.more) r.read(ipcpParts['opt.max_slot_id']);
				return;
			}

			for (const key of ['tcp_space', 'non_tcp_space', 'f_max_period', 'f_max_time', 'max_header'] as const) r.read(ipcpParts[`opt.${key}`]);
		},
	}],
	[3, one('IP Address', ipcpParts['opt.ip_address'])],
	[129, one('Primary DNS Server IP Address', ipcpParts['opt.pri_dns_address'])],
	[130, one('Primary NBNS Server IP Address', ipcpParts['opt.pri_nbns_address'])],
	[131, one('Secondary DNS Server IP Address', ipcpParts['opt.sec_dns_address'])],
	[132, one('Secondary NBNS Server IP Address', ipcpParts['opt.sec_nbns_address'])],
]);

const ipv6cpParts = parts('ipv6cp', {
	'opt.type': u8('Type'),
	'opt.length': u8('Length'),
	interface_identifier: byteString(8, 'Interface Identifier', {about: 'The second half of the address that the sender has or wants.'}),
});

// RFC 5072, section 4
const ipv6cpOptions: ReadonlyMap<number, Option> = new Map([[1, one('Interface Identifier', ipv6cpParts.interface_identifier)]]);

function readOptions(r: Reader, type: Field<'uint'>, length: Field<'uint'>, options: ReadonlyMap<number, Option>): void {
	if (r.left === 0) return;
	r.group(undefined, `Options: (${r.left} bytes)`, () => {
		while (r.left >= 2) {
			const number = r.peek();
			const size = r.peek(1);
			const option = options.get(number);
			if (size < 2 || size > r.left) {
				r.complain(optionFault, r.position, r.position + 2);
				return;
			}

			if (option === undefined) {
				r.group(undefined, `Unknown (0x${number.toString(16).padStart(2, '0')}) (${size} bytes)`, () => r.skip(size));
				continue;
			}

			r.group(undefined, option.title, () => {
				r.read(type);
				r.read(length);
				r.within(size - 2, () => option.read(r));
			});
		}
	});
}

function readCode(r: Reader, link: boolean): void {
	const code = r.get(h.code);
	const {magic_number: magic, data, message, rej_proto: rejected} = lcpParts;
	if (code === protocolReject && link) {
		r.read(rejected);
	} else if (link && code >= echoRequest && code <= 13) {
		r.read(magic);
		if (code === identification) {
			r.text(message, r.left);
			return;
		}
	} else if (code !== terminateRequest && code !== terminateAck && code !== codeReject) {
		return;
	}

	if (link && r.left > 0) r.rest(data);
}

type Family = {
	readonly name: string;
	readonly title: string;
	readonly column: string;
	readonly about: string;
	readonly reference: string;
	readonly number: number;
	readonly fields: Readonly<Record<string, Field>> & {readonly 'opt.type': Field<'uint'>; readonly 'opt.length': Field<'uint'>};
	readonly options: ReadonlyMap<number, Option>;
};

const controlProtocol = ({name, title, column, about, reference, number, fields, options}: Family): Protocol =>
	protocol({
		name,
		title,
		column,
		about,
		reference,
		claims: claims(pppProtocol, number),
		header: h,
		parts: fields,
		faults: {option: optionFault},
		walk(c) {
			c.bound(Math.max(h.size, h.length.read(c)));
			return undefined;
		},
		expand(r) {
			r.header();
			const code = r.get(h.code);
			r.info(() => codes.get(code) ?? 'Unknown code');
			if (code >= configureRequest && code <= configureReject) readOptions(r, fields['opt.type'], fields['opt.length'], options);
			else readCode(r, name === 'lcp');
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
	fields: lcpParts,
	options: lcpOptions,
});

/** Agrees on IPv4 addresses. */
export const ipControl = controlProtocol({
	name: 'ipcp',
	title: 'PPP IP Control Protocol',
	column: 'PPP IPCP',
	about: 'Agrees on the IPv4 addresses of the two ends of a line.',
	reference: 'RFC 1332',
	number: 0x8021,
	fields: ipcpParts,
	options: ipcpOptions,
});

/** Agrees on IPv6 addresses. */
export const ipv6Control = controlProtocol({
	name: 'ipv6cp',
	title: 'PPP IPv6 Control Protocol',
	column: 'PPP IPV6CP',
	about: 'Agrees on the IPv6 addresses of the two ends of a line.',
	reference: 'RFC 5072',
	number: 0x8057,
	fields: ipv6cpParts,
	options: ipv6cpOptions,
});

// RFC 1334, section 2.2
const papHeader = header('pap', {
	code: u8('Code', {values: new Map([[1, 'Authenticate-Request'], [2, 'Authenticate-Ack'], [3, 'Authenticate-Nak']])}),
	identifier: u8('Identifier'),
	length: u16('Length'),
});

const papParts = parts('pap', {
	data: none('Data'),
	'peer_id.length': u8('Peer-ID-Length'),
	peer_id: text('Peer-ID'),
	'password.length': u8('Password-Length'),
	password: text('Password'),
	'message.length': u8('Message-Length'),
	message: text('Message'),
});

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

const chapParts = parts('chap', {
	data: none('Data'),
	value_size: u8('Value Size'),
	value: bytes('Value'),
	name: text('Name'),
	message: text('Message'),
});

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
		r.group(chapParts.data, undefined, () => {
			if (code === challenge || code === response) {
				r.take(chapParts.value, r.read(chapParts.value_size));
				if (r.left > 0) r.text(chapParts.name, r.left);
			} else if (r.left > 0) {
				r.text(chapParts.message, r.left);
			}
		});
	},
});
