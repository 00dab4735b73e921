import {bit, bytes, eui64, type Field, ipv4Address, ipv6Address, mac, parts, text, u16, u32, u8, word} from '../field.ts';
import {ipv6Text} from '../print.ts';
import type {Reader} from '../reader.ts';
import {malformed} from '../protocol.ts';
import {ipProtocolNames} from '../network/ip-protocols.ts';
import {nameField} from './dns-names.ts';
import type {RecordReader, Said} from './dns-said.ts';

const familyNames = new Map([[1, 'IPv4'], [2, 'IPv6']]);
const versionNames = new Map([[0, 'Reserved'], [4, 'IPv4'], [5, 'ST Datagram'], [6, 'IPv6'], [7, 'TP/IX'], [8, 'PIP'], [9, 'TUBA']]);
const local = {meaning: ['True', 'False']} as const;

export const addressRecordParts = parts('dns', () => ({
	a: ipv4Address('Address', {special: true, reference: 'RFC 1035, section 3.4.1'}),
	aaaa: ipv6Address('AAAA Address', {special: true, reference: 'RFC 3596, section 2.2'}),
	'wks.address': ipv4Address('Address', {reference: 'RFC 1035, section 3.4.2'}),
	'wks.protocol': u8('Protocol', {values: ipProtocolNames}),
	'wks.bits': u8('Bits', {base: 'hex'}),
	'a6.prefix_len': u8('Prefix len', {reference: 'RFC 2874, section 3.1'}),
	'a6.address_suffix': ipv6Address('Address Suffix'),
	'a6.prefix_name': text('Prefix name'),
	'apl.address_family': u16('Address Family', {values: familyNames, reference: 'RFC 3123, section 4'}),
	'apl.coded_prefix': u8('Prefix Length'),
	...word(1, {
		'apl.negation': bit(1, 'Negation Flag', {meaning: ['Yes (!)', 'No (0)']}),
		'apl.afdlength': bit(7, 'Address Length'),
	}),
	'apl.afdpart.ipv4': ipv4Address('Address'),
	'apl.afdpart.ipv6': ipv6Address('Address'),
	'apl.afdpart.data': bytes('Address'),
	'ilnp.nid.preference': u16('Preference', {reference: 'RFC 6742, section 2.1'}),
	'ilnp.nid': bytes('NodeID'),
	'ilnp.l32.preference': u16('Preference', {reference: 'RFC 6742, section 2.2'}),
	'ilnp.l32': ipv4Address('Locator32'),
	'ilnp.l64.preference': u16('Preference', {reference: 'RFC 6742, section 2.3'}),
	'ilnp.l64': bytes('Locator64'),
	eui48: mac('EUI48 Address', {reference: 'RFC 7043, section 3'}),
	eui64: eui64('EUI64 Address', {reference: 'RFC 7043, section 4'}),
	...word(4, {'_wins.flags': bit(31, 'Flags'), 'wins.local_flag': bit(1, 'Local Flag', local)}),
	'wins.lookup_timeout': u32('Lookup timeout'),
	'wins.cache_timeout': u32('Cache timeout'),
	'wins.nb_wins_servers': u32('Number of WINS servers'),
	'wins.wins_server': ipv4Address('WINS Server Address'),
	...word(4, {'_winsr.flags': bit(31, 'Flags'), 'winsr.local_flag': bit(1, 'Local Flag', local)}),
	'winsr.lookup_timeout': u32('Lookup timeout'),
	'winsr.cache_timeout': u32('Cache timeout'),
	'winsr.name_result_domain': text('Name Result Domain'),
	'xpf.ip_version': u16('IP Version', {values: versionNames}),
	'xpf.protocol': u8('Protocol', {values: ipProtocolNames}),
	'xpf.source_ipv4': ipv4Address('IPv4 Source'),
	'xpf.destination_ipv4': ipv4Address('IPv4 Destination'),
	'xpf.source_ipv6': ipv6Address('IPv6 Source'),
	'xpf.destination_ipv6': ipv6Address('IPv6 Destination'),
	'xpf.sport': u16('Source port'),
	'xpf.dport': u16('Destination port'),
}));

const p = addressRecordParts;

/** The first bytes of an address of `size` bytes; the rest of it are zeros. */
export function startOfAddress(r: Reader, given: number, size: number): Uint8Array {
	r.need(given);
	const address = new Uint8Array(size);
	address.set(r.bytes.subarray(r.position, r.position + Math.min(given, size)));
	return address;
}

/** The bits of a list of ports, RFC 1035, section 3.4.2. */
function readPorts(r: Reader, end: number): void {
	for (let port = 0; r.position < end; port += 8) {
		const bits = r.peek();
		if (bits === 0) {
			r.skip(1);
			continue;
		}

		r.read(p['wks.bits']);
		r.append(() => ` (${Array.from({length: 8}, (_, i) => (bits & (0x80 >> i) ? port + i : -1)).filter(n => n >= 0).join(', ')})`);
	}
}

/** An address that label and Info column say as well. */
function sayAddress(r: Reader, field: Field<'ipv4' | 'ipv6'>, says: Said): void {
	const at = r.position;
	r.tell(field);
	says.sayAddress(r.bytes, at, field.size);
}

const said = (field: Field<'ipv4' | 'ipv6'>): RecordReader => (r, _, says) => sayAddress(r, field, says);

/** Records whose data is addresses, by type. */
export const addressRecords: Readonly<Record<number, RecordReader>> = {
	1: said(p.a),
	11(r, end, says) {
		sayAddress(r, p['wks.address'], says);
		r.read(p['wks.protocol']);
		readPorts(r, end);
	},
	28: said(p.aaaa),
	38(r, _, says) {
		const prefix = r.peek();
		if (prefix > 128) r.fail(malformed, r.position, 'Prefix longer than an address');
		r.read(p['a6.prefix_len']);
		const size = Math.ceil((128 - prefix) / 8);
		r.need(size);
		const address = new Uint8Array(16);
		address.set(r.bytes.subarray(r.position, r.position + size), 16 - size);
		if (size > 0) r.put(p['a6.address_suffix'], r.position, r.position + size, address);
		r.skip(size);
		const name = prefix > 0 ? nameField(r, p['a6.prefix_name']).text : '';
		says.say(() => `, addr ${prefix} ${ipv6Text(address)} ${name}`, prefix, ipv6Text(address), name);
	},
	42(r, end, says) {
		says.sayOwner();
		while (r.position < end) {
			const family = r.read(p['apl.address_family']);
			r.read(p['apl.coded_prefix']);
			r.at(p['apl.negation'], r.position);
			const size = r.read(p['apl.afdlength']);
			const at = r.position;
			if (family === 1 && size <= 4) r.put(p['apl.afdpart.ipv4'], at, at + size, startOfAddress(r, size, 4));
			else if (family === 2 && size <= 16) r.put(p['apl.afdpart.ipv6'], at, at + size, startOfAddress(r, size, 16));
			else if (size > 0) r.put(p['apl.afdpart.data'], at, at + size, startOfAddress(r, size, size));
			r.skip(size);
		}
	},
	104(r, end) {
		r.read(p['ilnp.nid.preference']);
		r.take(p['ilnp.nid'], Math.max(0, end - r.position));
	},
	105(r) {
		r.read(p['ilnp.l32.preference']);
		r.read(p['ilnp.l32']);
	},
	106(r, end) {
		r.read(p['ilnp.l64.preference']);
		r.take(p['ilnp.l64'], Math.max(0, end - r.position));
	},
	108(r) {
		r.read(p.eui48);
	},
	109(r) {
		r.read(p.eui64);
	},
	65281(r, end) {
		r.read(p['wins.local_flag']);
		r.read(p['wins.lookup_timeout']);
		r.read(p['wins.cache_timeout']);
		for (let left = r.read(p['wins.nb_wins_servers']); left > 0 && r.position < end; left--) r.read(p['wins.wins_server']);
	},
	65282(r, _, says) {
		r.read(p['winsr.local_flag']);
		r.read(p['winsr.lookup_timeout']);
		r.read(p['winsr.cache_timeout']);
		says.sayName('name result domain ', nameField(r, p['winsr.name_result_domain']));
	},
	65422(r) {
		const version = r.peek();
		r.number(p['xpf.ip_version'], 1);
		if (version !== 4 && version !== 6) return;
		r.read(p['xpf.protocol']);
		r.read(version === 4 ? p['xpf.source_ipv4'] : p['xpf.source_ipv6']);
		r.read(version === 4 ? p['xpf.destination_ipv4'] : p['xpf.destination_ipv6']);
		r.read(p['xpf.sport']);
		r.read(p['xpf.dport']);
	},
};
