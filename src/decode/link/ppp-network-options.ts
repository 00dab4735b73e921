import {hexBytes} from '../print.ts';
import {bit, byteString, bytes, ipv4Address, parts, u16, u24, u32, u8, word} from '../field.ts';
import type {Reader} from '../reader.ts';
import {flag, groupOptions, one, type Option, type OptionSet} from './ppp-options.ts';

const addressNames = new Map<number, string>();
const subOptionNames = new Map<number, string>();
const interfaceNames = new Map<number, string>();
const compressionNames = new Map<number, string>();

const robust = 0x0003;
const vanJacobson = 0x002d;
const headerCompression = 0x0061;

/** What IPCP agrees on. */
export const addressParts = parts('ipcp', () => ({
	'opt.type': u8('Type', {values: addressNames}),
	'opt.length': u8('Length'),
	'opt.addrs': bytes('IP Addresses (deprecated)'),
	'opt.src_address': ipv4Address('Source IP Address'),
	'opt.dst_address': ipv4Address('Destination IP Address'),
	'opt.compress': bytes('IP Compression Protocol'),
	'opt.compress_proto': u16('IP Compression Protocol', {
		base: 'hex',
		values: new Map([
			[robust, 'Robust Header Compression (ROHC)'],
			[vanJacobson, 'VJ compression'],
			[0x0037, 'VJ compression (RFC1172-typo)'],
			[headerCompression, 'IPHC compression'],
		]),
	}),
	'opt.max_cid': u16('Max CID'),
	'opt.mrru': u16('MRRU'),
	'opt.max_slot_id': u8('Max Slot ID'),
	...word(1, {_: bit(7, ''), 'opt.comp_slot_id': bit(1, 'Comp Slot ID', {meaning: ['The slot identifier may be compressed', 'The slot identifier must not be compressed']})}),
	'opt.tcp_space': u16('TCP Space'),
	'opt.non_tcp_space': u16('Non TCP Space'),
	'opt.f_max_period': u16('F Max Period'),
	'opt.f_max_time': u16('F Max Time'),
	'opt.max_header': u16('Max Header'),
	'opt.iphc.type': u8('Type', {values: subOptionNames}),
	'opt.iphc.length': u8('Length'),
	'opt.iphc.rtp_compress': bytes('RTP compression (RFC2508)'),
	'opt.iphc.enhanced_rtp_compress': bytes('Enhanced RTP compression (RFC3545)'),
	'opt.iphc.neghdrcomp': bytes('Negotiating header compression (RFC3545)'),
	'opt.iphc.param': u8('Parameter'),
	'opt.addr': bytes('IP Address'),
	'opt.ip_address': ipv4Address('IP Address', {about: 'The address that the sender has or wants; 0.0.0.0 asks for one.', reference: 'RFC 1332, section 3.3'}),
	'opt.mobileipv4': bytes("Mobile Node's Home IP Address"),
	'opt.mobilenodehomeaddress': ipv4Address("Mobile Node's Home Address"),
	'opt.pri_dns': bytes('Primary DNS Server IP Address'),
	'opt.pri_dns_address': ipv4Address('Primary DNS Address', {reference: 'RFC 1877, section 1.1'}),
	'opt.pri_nbns': bytes('Primary NBNS Server IP Address'),
	'opt.pri_nbns_address': ipv4Address('Primary NBNS Address'),
	'opt.sec_dns': bytes('Secondary DNS Server IP Address'),
	'opt.sec_dns_address': ipv4Address('Secondary DNS Address'),
	'opt.sec_nbns': bytes('Secondary NBNS Server IP Address'),
	'opt.sec_nbns_address': ipv4Address('Secondary NBNS Address'),
	data: bytes('Data'),
}));

const p = addressParts;

// RFC 3544, section 2.1
const subOptions: OptionSet = {
	type: p['opt.iphc.type'],
	length: p['opt.iphc.length'],
	kinds: new Map([
		[1, flag(p['opt.iphc.rtp_compress'])],
		[2, flag(p['opt.iphc.enhanced_rtp_compress'])],
		[3, one(p['opt.iphc.neghdrcomp'], p['opt.iphc.param'])],
	]),
};

function readCompression(r: Reader): undefined {
	const protocol = r.read(p['opt.compress_proto']);
	switch (protocol) {
		case robust:
			for (const key of ['max_cid', 'mrru', 'max_header'] as const) r.read(p[`opt.${key}`]);
			r.skip(r.left);
			return;
		case vanJacobson:
			r.read(p['opt.max_slot_id']);
			r.read(p['opt.comp_slot_id']);
			return;
		case headerCompression:
			for (const key of ['tcp_space', 'non_tcp_space', 'f_max_period', 'f_max_time', 'max_header'] as const) r.read(p[`opt.${key}`]);
			if (r.left > 0) groupOptions(r, subOptions, 'Suboptions');
			return;
		default:
			r.rest(p.data);
	}
}

const compression: Option = {field: p['opt.compress'], size: 4, atLeast: true, read: readCompression};

// RFC 1332, section 3; RFC 1877; RFC 2290
/** Options of IPCP. */
export const addressOptions: OptionSet = {
	type: p['opt.type'],
	length: p['opt.length'],
	kinds: new Map<number, Option>([
		[1, {
			field: p['opt.addrs'],
			size: 10,
			read(r) {
				r.read(p['opt.src_address']);
				r.read(p['opt.dst_address']);
			},
		}],
		[2, compression],
		[3, one(p['opt.addr'], p['opt.ip_address'])],
		[4, one(p['opt.mobileipv4'], p['opt.mobilenodehomeaddress'])],
		[129, one(p['opt.pri_dns'], p['opt.pri_dns_address'])],
		[130, one(p['opt.pri_nbns'], p['opt.pri_nbns_address'])],
		[131, one(p['opt.sec_dns'], p['opt.sec_dns_address'])],
		[132, one(p['opt.sec_nbns'], p['opt.sec_nbns_address'])],
	]),
};

/** What IPV6CP agrees on. */
export const interfaceParts = parts('ipv6cp', () => ({
	'opt.type': u8('Type', {values: interfaceNames}),
	'opt.length': u8('Length'),
	'opt.interface_identifier': bytes('Interface Identifier'),
	interface_identifier: byteString(8, 'Interface Identifier', {
		written: value => hexBytes(value, ':'),
		about: 'The second half of the address that the sender has or wants.',
		reference: 'RFC 5072, section 4.1',
	}),
}));

// RFC 5072, section 4
/** Options of IPV6CP. */
export const interfaceOptions: OptionSet = {
	type: interfaceParts['opt.type'],
	length: interfaceParts['opt.length'],
	kinds: new Map<number, Option>([[1, one(interfaceParts['opt.interface_identifier'], interfaceParts.interface_identifier)]]),
};

const on = (what: string): readonly [string, string] => [`${what} ON`, `${what} OFF`];

/** What CCP agrees on. */
export const compressionParts = parts('ccp', () => ({
	'opt.type': u8('Type', {values: compressionNames}),
	'opt.length': u8('Length'),
	opt_oui: bytes('OUI'),
	'opt.oui': u24('OUI'),
	'opt.subtype': u8('Subtype', {base: 'dec_hex'}),
	'opt.data': bytes('Data'),
	'opt.predict1': bytes('Predictor type 1'),
	'opt.predict2': bytes('Predictor type 2'),
	'opt.stac': bytes('Stac Electronics LZS'),
	'opt.history_count': u16('History Count'),
	'opt.cm': u8('Check Mode Field', {
		bits: {
			reserved: bit(5, 'Reserved'),
			check_mode: bit(3, 'Check Mode', {values: new Map([[0, 'None'], [1, 'LCB'], [2, 'CRC'], [3, 'Sequence Number'], [4, 'Extended Mode']])}),
		},
	}),
	'opt.mppe': bytes('Microsoft PPE/PPC'),
	'opt.supported_bits': u32('Supported Bits', {
		base: 'hex',
		about: 'How the sender can encrypt and compress.',
		reference: 'RFC 3078, section 2.1',
		bits: {
			_high: bit(7, ''),
			h: bit(1, 'H', {meaning: on('Stateless mode')}),
			_middle: bit(16, ''),
			m: bit(1, 'M', {meaning: on('56-bit encryption')}),
			s: bit(1, 'S', {meaning: on('128-bit encryption')}),
			l: bit(1, 'L', {meaning: on('40-bit encryption')}),
			d: bit(1, 'D', {meaning: ['Obsolete (should NOT be 1)', 'Obsolete (should ALWAYS be 0)']}),
			_low: bit(3, ''),
			c: bit(1, 'C', {meaning: ['Desire to negotiate MPPC', 'No desire to negotiate MPPC']}),
		},
	}),
	'opt.bsdcomp': bytes('BSD LZW Compress'),
	'opt.vd': u8('Vers/Dict', {base: 'hex', bits: {vers: bit(3, 'Vers'), dict: bit(5, 'Dict')}}),
	'opt.deflate': bytes('Deflate'),
	...word(1, {
		'opt.window': bit(4, 'Window', {shown: value => String(2 ** (value + 8))}),
		'opt.method': bit(4, 'Method', {values: new Map([[8, 'zlib compression']])}),
	}),
	...word(1, {'opt.mbz': bit(6, 'MBZ'), 'opt.chk': bit(2, 'Chk', {values: new Map([[0, 'sequence number check method']])})}),
}));

const c = compressionParts;

// RFC 1962, section 4; RFC 1974; RFC 1977; RFC 1979; RFC 2118
/** Options of CCP. */
export const compressionOptions: OptionSet = {
	type: c['opt.type'],
	length: c['opt.length'],
	kinds: new Map<number, Option>([
		[0, {
			field: c.opt_oui,
			size: 6,
			atLeast: true,
			read(r) {
				r.read(c['opt.oui']);
				r.read(c['opt.subtype']);
				r.rest(c['opt.data']);
			},
		}],
		[1, {...flag(c['opt.predict1']), atLeast: true, read: r => void r.rest(c['opt.data'])}],
		[2, {...flag(c['opt.predict2']), atLeast: true, read: r => void r.rest(c['opt.data'])}],
		[17, {
			field: c['opt.stac'],
			size: 5,
			read(r) {
				r.read(c['opt.history_count']);
				r.read(c['opt.cm']);
			},
		}],
		[18, one(c['opt.mppe'], c['opt.supported_bits'])],
		[21, one(c['opt.bsdcomp'], c['opt.vd'])],
		[26, {
			field: c['opt.deflate'],
			size: 4,
			read(r) {
				r.at(c['opt.window'], r.position);
				r.read(c['opt.method']);
				r.at(c['opt.mbz'], r.position);
				r.read(c['opt.chk']);
			},
		}],
	]),
};

const names = [[addressNames, addressOptions], [subOptionNames, subOptions], [interfaceNames, interfaceOptions], [compressionNames, compressionOptions]] as const;
for (const [table, {kinds}] of names) { for (const [number, {field}] of kinds) table.set(number, field.title); }
