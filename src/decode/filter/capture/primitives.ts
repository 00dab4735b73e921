import type {Place} from '../error.ts';
import {Wrong} from '../error.ts';
import {addressLiteral, bytesLiteral} from '../literal-bytes.ts';
import {joined, type Phrase, test} from './phrase.ts';

export type Direction = 'src' | 'dst' | 'src or dst' | 'src and dst';
export type IdType = 'host' | 'net' | 'port' | 'portrange' | 'proto';
/** What stands before an address, a port or a number: `tcp dst port`. */
export type Qualifiers = {readonly protocol: string | undefined; readonly direction: Direction | undefined; readonly type: IdType};

/** Words of capture filters that name a protocol, with the display filter for it. */
export const protocolWords: ReadonlyMap<string, string> = new Map([
	...['ip', 'arp', 'tcp', 'udp', 'sctp', 'icmp', 'igmp', 'pim', 'ah', 'esp', 'vrrp', 'stp', 'llc', 'mpls', 'pppoes', 'pppoed', 'vlan', 'isis', 'geneve'].map(name =>
		[name, name] as const
	),
	['ip6', 'ipv6'],
	['icmp6', 'icmpv6'],
	['rarp', 'eth.type == 0x8035'],
	['carp', 'ip.proto == 112'],
	['igrp', 'ip.proto == 9'],
	['decnet', 'eth.type == 0x6003'],
	['atalk', 'eth.type == 0x809b'],
	['aarp', 'eth.type == 0x80f3'],
	['lat', 'eth.type == 0x6004'],
]);

/** RFC 7042 and IANA's list of ether types, by the words of capture filters. */
const etherTypes: ReadonlyMap<string, number> = new Map([['ip', 0x0800], ['arp', 0x0806], ['rarp', 0x8035], ['ip6', 0x86dd], ['lat', 0x6004], ['decnet', 0x6003], ['atalk', 0x809b],
	['aarp', 0x80f3], ['mpls', 0x8847], ['vlan', 0x8100], ['loopback', 0x9000]]);
/** IANA's list of protocol numbers, by the words of capture filters. */
const ipProtocols: ReadonlyMap<string, number> = new Map([['icmp', 1], ['igmp', 2], ['tcp', 6], ['igrp', 9], ['udp', 17], ['ip6', 41], ['ipv6', 41], ['gre', 47], ['esp', 50], [
	'ah',
	51,
], ['icmp6', 58], ['ospf', 89], ['pim', 103], ['vrrp', 112], ['carp', 112], ['sctp', 132]]);
/** IANA's list of service names: those that people write in filters. */
const services: ReadonlyMap<string, number> = new Map([['ftp-data', 20], ['ftp', 21], ['ssh', 22], ['telnet', 23], ['smtp', 25], ['domain', 53], ['bootps', 67], ['bootpc', 68], [
	'tftp',
	69,
], ['gopher', 70], ['finger', 79], ['http', 80], ['www', 80], ['kerberos', 88], ['pop3', 110], ['sunrpc', 111], ['nntp', 119], ['ntp', 123], ['netbios-ns', 137], ['netbios-dgm',
	138], ['netbios-ssn', 139], ['imap', 143], ['imap2', 143], ['snmp', 161], ['snmp-trap', 162], ['snmptrap', 162], ['bgp', 179], ['irc', 194], ['ldap', 389], ['https', 443], [
	'microsoft-ds',
	445,
], ['submission', 587], ['isakmp', 500], ['syslog', 514], ['printer', 515], ['rtsp', 554], ['ipp', 631], ['ldaps', 636], ['domain-s', 853], ['rsync', 873], ['ftps', 990], ['imaps',
	993], ['pop3s', 995], ['socks', 1080], ['openvpn', 1194], ['radius', 1812], ['nfs', 2049], ['mysql', 3306], ['rdp', 3389], ['ms-wbt-server', 3389], ['sip', 5060], [
	'xmpp-client',
	5222,
], ['mdns', 5353], ['postgresql', 5432], ['amqp', 5672], ['http-alt', 8080]]);

/** The frames of a protocol by its word: `ip6`. Fragments count, whose payload is not decoded as what they are part of. */
export function protocolTest(word: string): Phrase {
	const text = protocolWords.get(word)!;
	if (text.includes(' ')) return test(text);
	const number = ipProtocols.get(word);
	if (number === undefined || word === 'ip6') return test(text, text);
	const over = [...word === 'icmp6' ? [] : [test(`ip.proto == ${number}`)], ...word === 'icmp' || word === 'igmp' ? [] : [test(`ipv6.fraghdr.nxt == ${number}`)]];
	return {kind: 'test', text, protocol: text, exact: joined('or', [test(text), ...over])};
}

/** What an identifier means behind its qualifiers. `mask` is what `mask` is followed by. */
export function primitive({protocol, direction = 'src or dst', type}: Qualifiers, text: string, place: Place, mask?: string): Phrase {
	switch (type) {
		case 'host':
		case 'net':
			if (protocol === 'ether') return etherHost(direction, text, place);
			return address(protocol, direction, type, text, place, mask);
		case 'port':
		case 'portrange':
			return ports(protocol, direction, type, text, place);
		case 'proto':
			return payload(protocol, text, place);
	}
}

/** The two sides, or both: `any` is the field that has either. */
const sides = (direction: Direction, any: string, from: string, to: string): readonly string[] =>
	direction === 'src or dst' ? [any] : direction === 'src' ? [from] : direction === 'dst' ? [to] : [from, to];

function etherHost(direction: Direction, text: string, place: Place): Phrase {
	const value = /[:.-]/.test(text) ? bytesLiteral(text, place, 6, 'a MAC address') : undefined;
	if (value === undefined) throw new Wrong(`"${text}" is not a MAC address; names are not looked up`, place);
	return joined('and', sides(direction, 'eth.addr', 'eth.src', 'eth.dst').map(name => test(`${name} == ${text}`, 'eth')));
}

function address(protocol: string | undefined, direction: Direction, type: 'host' | 'net', text: string, place: Place, mask: string | undefined): Phrase {
	if (protocol !== undefined && !['ip', 'ip6', 'arp', 'rarp'].includes(protocol)) {
		throw new Wrong(`"${protocol}" does not go with ${type}: write "${protocol} and ${type} …"`, place);
	}

	const whole = mask === undefined ? text : `${text}/${prefixOf(mask, place)}`;
	const written = type === 'net' ? network(whole, place) : whole;
	const isSix = written.includes(':');
	const value = addressLiteral(written, isSix ? 'ipv6' : 'ipv4', place);
	if (value === undefined || (type === 'host' && written.includes('/'))) {
		throw new Wrong(`"${text}" is not ${type === 'net' ? 'a network such as 10.0.0.0/8' : 'an IP address'}; names are not looked up`, place);
	}

	if (isSix ? protocol !== undefined && protocol !== 'ip6' : protocol === 'ip6') throw new Wrong(`"${protocol}" does not go with the address ${text}`, place);
	const all = (names: readonly string[], owner: string): Phrase => joined('and', names.map(name => test(`${name} == ${written}`, owner)));
	if (isSix) return all(sides(direction, 'ipv6.addr', 'ipv6.src', 'ipv6.dst'), 'ipv6');
	const ip = all(sides(direction, 'ip.addr', 'ip.src', 'ip.dst'), 'ip');
	if (protocol === 'ip') return ip;
	const arpSides = direction === 'src or dst' ? ['arp.src.proto_ipv4', 'arp.dst.proto_ipv4'] : sides(direction, '', 'arp.src.proto_ipv4', 'arp.dst.proto_ipv4');
	const arp = joined(direction === 'src or dst' ? 'or' : 'and', arpSides.map(name => test(`${name} == ${written}`, 'arp')));
	if (protocol !== undefined) return arp;
	return {kind: 'choice', of: [{protocol: 'ip', isRare: false, phrase: ip}, {protocol: 'arp', isRare: true, phrase: arp}]};
}

/** `10.1` is a network of as many bits as it has bytes. */
function network(text: string, place: Place): string {
	if (text.includes(':')) return text;
	const [digits = '', bits] = text.split('/');
	if (!/^\d+(?:\.\d+){0,3}$/.test(digits)) throw new Wrong(`"${text}" is not a network such as 10.0.0.0/8; names are not looked up`, place);
	const parts = digits.split('.');
	const full = [...parts, ...Array.from({length: 4 - parts.length}, () => '0')].join('.');
	const prefix = bits ?? String(parts.length * 8);
	return bits === undefined && parts.length === 4 ? full : `${full}/${prefix}`;
}

function prefixOf(mask: string, place: Place): number {
	const value = addressLiteral(mask, 'ipv4', place)?.value;
	const bits = typeof value === 'number' ? value.toString(2).padStart(32, '0') : '';
	if (!/^1*0*$/.test(bits) || bits === '') throw new Wrong(`"${mask}" is not a mask such as 255.255.0.0`, place);
	return bits.replaceAll('0', '').length;
}

function ports(protocol: string | undefined, direction: Direction, type: 'port' | 'portrange', text: string, place: Place): Phrase {
	if (protocol !== undefined && !['tcp', 'udp', 'sctp'].includes(protocol)) throw new Wrong(`"${protocol}" has no ports: write "${protocol} and ${type} …"`, place);
	const parts = type === 'port' ? [text] : text.split('-');
	const [from, to = from] = parts.map(part => portOf(part, place));
	if (parts.length > 2) throw new Wrong(`"${text}" is not a range such as 8000-8080`, place);
	const [low, high] = [Math.min(from!, to!), Math.max(from!, to!)];
	const compared = low === high ? `== ${low}` : `in {${low}..${high}}`;
	const over = (transport: string): Phrase =>
		joined('and', sides(direction, `${transport}.port`, `${transport}.srcport`, `${transport}.dstport`).map(name => test(`${name} ${compared}`, transport)));
	if (protocol !== undefined) return over(protocol);
	return {kind: 'choice', of: ['tcp', 'udp', 'sctp'].map(transport => ({protocol: transport, isRare: transport === 'sctp', phrase: over(transport)}))};
}

function portOf(text: string, place: Place): number {
	const number = services.get(text.toLowerCase()) ?? (/^\d{1,5}$/.test(text) ? Number(text) : Number.NaN);
	if (!(number <= 0xffff)) throw new Wrong(`"${text}" is not a port: a number up to 65535, or a name such as https`, place);
	return number;
}

function payload(protocol: string | undefined, text: string, place: Place): Phrase {
	const named = protocol === 'ether' ? etherTypes : ipProtocols;
	const number = named.get(text.toLowerCase()) ?? (/^(?:0[xX][0-9A-Fa-f]+|\d+)$/.test(text) ? Number(text) : Number.NaN);
	const most = protocol === 'ether' ? 0xffff : 0xff;
	if (!(number <= most)) throw new Wrong(`"${text}" is not the name or number of a protocol there`, place);
	if (protocol === 'ether') return number > 1500 ? test(`eth.type == 0x${number.toString(16).padStart(4, '0')}`, 'eth') : test(`llc.dsap == 0x${number.toString(16)}`, 'llc');
	const [ip, ip6] = [test(`ip.proto == ${number}`, 'ip'), test(`ipv6.nxt == ${number}`, 'ipv6')];
	if (protocol === 'ip') return ip;
	if (protocol === 'ip6') return ip6;
	if (protocol !== undefined) throw new Wrong(`"${protocol}" does not go with proto`, place);
	return {kind: 'choice', of: [{protocol: 'ip', isRare: false, phrase: ip}, {protocol: 'ipv6', isRare: false, phrase: ip6}]};
}
