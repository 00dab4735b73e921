import {addressBytes} from './address-text.ts';

/** What an address is for beyond being some host's, in a word or two, in a sentence, and where that is written. */
export type SpecialAddress = {readonly name: string; readonly about: string; readonly reference: string};

type Row = readonly [prefix: string, name: string, about: string, reference: string];

/** IANA's IPv4 Special-Purpose Address Registry, and the multicast groups that a network shows most; of two that fit, the longer. */
// dprint-ignore
const ipv4: readonly Row[] = [
	['0.0.0.0/32', 'unspecified', 'Who has no address yet writes this as its own.', 'RFC 1122, section 3.2.1.3'],
	['0.0.0.0/8', 'this network', 'A host of the network that the packet is on; only ever a source.', 'RFC 791, section 3.2'],
	['10.0.0.0/8', 'private', 'For use inside an organisation; not routed on the internet.', 'RFC 1918'],
	['100.64.0.0/10', 'shared', "Between a provider's customers and the provider's own address translation; not routed on the internet.", 'RFC 6598'],
	['127.0.0.0/8', 'loopback', 'The host itself; never on a network.', 'RFC 1122, section 3.2.1.3'],
	['169.254.0.0/16', 'link-local', 'Chosen by the host itself where nobody gave it one; valid on this link only.', 'RFC 3927'],
	['172.16.0.0/12', 'private', 'For use inside an organisation; not routed on the internet.', 'RFC 1918'],
	['192.0.0.0/24', 'protocol assignments', 'Set aside for protocols of the IETF.', 'RFC 6890, section 2.1'],
	['192.0.0.0/29', 'IPv4 service continuity', 'Inside a host that reaches IPv4 over an IPv6 network.', 'RFC 7335'],
	['192.0.0.8/32', 'dummy', 'The source of errors from routers that have no IPv4 address.', 'RFC 7600'],
	['192.0.0.9/32', 'port control anycast', 'The nearest server that opens ports in a translator.', 'RFC 7723'],
	['192.0.0.10/32', 'TURN anycast', 'The nearest server that relays around a translator.', 'RFC 8155'],
	['192.0.0.170/31', 'NAT64 discovery', 'Asked for by name to find out how this network translates.', 'RFC 7050'],
	['192.0.2.0/24', 'documentation', 'For examples in documents; no host has it.', 'RFC 5737'],
	['192.31.196.0/24', 'AS112', 'Answers for names that should not have been asked for on the internet.', 'RFC 7535'],
	['192.52.193.0/24', 'AMT', 'Automatic multicast tunnelling.', 'RFC 7450'],
	['192.88.99.0/24', '6to4 relay', 'Was the nearest relay between 6to4 and IPv6; no longer used.', 'RFC 7526'],
	['192.168.0.0/16', 'private', 'For use inside an organisation; not routed on the internet.', 'RFC 1918'],
	['192.175.48.0/24', 'AS112', 'Answers for names that should not have been asked for on the internet.', 'RFC 7534'],
	['198.18.0.0/15', 'benchmarking', 'For tests of network equipment.', 'RFC 2544'],
	['198.51.100.0/24', 'documentation', 'For examples in documents; no host has it.', 'RFC 5737'],
	['203.0.113.0/24', 'documentation', 'For examples in documents; no host has it.', 'RFC 5737'],
	['224.0.0.0/4', 'multicast', 'Everybody who joined this group.', 'RFC 1112'],
	['224.0.0.0/24', 'multicast on this link', 'Everybody on this link who joined this group; routers do not pass it on.', 'RFC 5771, section 4'],
	['224.0.0.1/32', 'multicast: all hosts', 'Every host on this link.', 'RFC 1112, section 6.4'],
	['224.0.0.2/32', 'multicast: all routers', 'Every router on this link.', 'RFC 1112'],
	['224.0.0.4/32', 'multicast: DVMRP routers', 'Every router on this link that speaks DVMRP.', 'RFC 1075'],
	['224.0.0.5/32', 'multicast: OSPF routers', 'Every OSPF router on this link.', 'RFC 2328'],
	['224.0.0.6/32', 'multicast: OSPF designated routers', 'The OSPF routers that speak for this link.', 'RFC 2328'],
	['224.0.0.9/32', 'multicast: RIPv2 routers', 'Every router on this link that speaks RIP.', 'RFC 2453'],
	['224.0.0.10/32', 'multicast: EIGRP routers', 'Every router on this link that speaks EIGRP.', 'RFC 7868'],
	['224.0.0.13/32', 'multicast: PIM routers', 'Every router on this link that routes multicast.', 'RFC 7761'],
	['224.0.0.18/32', 'multicast: VRRP', 'The routers of this link that stand in for each other.', 'RFC 5798'],
	['224.0.0.22/32', 'multicast: IGMP', 'Every router on this link that wants to know who joined which group.', 'RFC 3376'],
	['224.0.0.102/32', 'multicast: HSRPv2', 'The routers of this link that stand in for each other.', 'RFC 2281'],
	['224.0.0.107/32', 'multicast: PTP peer delay', 'Clocks on this link that measure it.', 'IEEE 1588'],
	['224.0.0.251/32', 'multicast: mDNS', 'Every host on this link that answers for its own name.', 'RFC 6762'],
	['224.0.0.252/32', 'multicast: LLMNR', 'Every host on this link that answers for its own name.', 'RFC 4795'],
	['224.0.1.1/32', 'multicast: NTP', 'Everybody who takes the time from announcements.', 'RFC 5905'],
	['224.0.1.129/32', 'multicast: PTP', 'Clocks that keep each other right.', 'IEEE 1588'],
	['232.0.0.0/8', 'multicast from one source', 'A group that is joined for one source only.', 'RFC 4607'],
	['233.252.0.0/24', 'multicast: documentation', 'For examples in documents.', 'RFC 6676'],
	['239.0.0.0/8', 'multicast inside a site', 'A group that an organisation uses inside itself.', 'RFC 2365'],
	['239.255.255.250/32', 'multicast: SSDP', 'Every device that can be found by universal plug and play.', 'RFC 2365'],
	['240.0.0.0/4', 'reserved', 'Kept for later; no host has it.', 'RFC 1112, section 4'],
	['255.255.255.255/32', 'broadcast', 'Every host on this link.', 'RFC 919, section 7'],
];

/** IANA's IPv6 Special-Purpose Address Registry, and its multicast groups. */
// dprint-ignore
const ipv6: readonly Row[] = [
	['::/128', 'unspecified', 'Who has no address yet writes this as its own.', 'RFC 4291, section 2.5.2'],
	['::1/128', 'loopback', 'The host itself; never on a network.', 'RFC 4291, section 2.5.3'],
	['::ffff:0:0/96', 'IPv4-mapped', 'An IPv4 host as programs that know IPv6 alone write it.', 'RFC 4291, section 2.5.5.2'],
	['64:ff9b::/96', 'IPv4 through NAT64', 'An IPv4 host, in its last four bytes, as a host with IPv6 alone reaches it.', 'RFC 6052'],
	['64:ff9b:1::/48', 'IPv4 through local NAT64', 'An IPv4 host as a host with IPv6 alone reaches it, inside this network.', 'RFC 8215'],
	['100::/64', 'discard', 'Thrown away by whoever routes it.', 'RFC 6666'],
	['2001::/23', 'protocol assignments', 'Set aside for protocols of the IETF.', 'RFC 2928'],
	['2001::/32', 'Teredo', 'A host that tunnels IPv6 through UDP over IPv4; server and host stand in the address.', 'RFC 4380, section 4'],
	['2001:1::1/128', 'port control anycast', 'The nearest server that opens ports in a translator.', 'RFC 7723'],
	['2001:1::2/128', 'TURN anycast', 'The nearest server that relays around a translator.', 'RFC 8155'],
	['2001:2::/48', 'benchmarking', 'For tests of network equipment.', 'RFC 5180'],
	['2001:3::/32', 'AMT', 'Automatic multicast tunnelling.', 'RFC 7450'],
	['2001:4:112::/48', 'AS112', 'Answers for names that should not have been asked for on the internet.', 'RFC 7535'],
	['2001:20::/28', 'ORCHIDv2', 'No place in the network but the hash of a key.', 'RFC 7343'],
	['2001:30::/28', 'drone remote id', 'No place in the network but the tag of an aircraft.', 'RFC 9374'],
	['2001:db8::/32', 'documentation', 'For examples in documents; no host has it.', 'RFC 3849'],
	['2002::/16', '6to4', 'A host behind the IPv4 address that stands in bytes 3 to 6.', 'RFC 3056'],
	['2620:4f:8000::/48', 'AS112', 'Answers for names that should not have been asked for on the internet.', 'RFC 7534'],
	['3fff::/20', 'documentation', 'For examples in documents; no host has it.', 'RFC 9637'],
	['5f00::/16', 'segment identifiers', 'A step of a route that the sender chose.', 'RFC 9602'],
	['fc00::/7', 'unique local', 'For use inside an organisation; not routed on the internet.', 'RFC 4193'],
	['fe80::/10', 'link-local', 'Made by the host itself; valid on this link only.', 'RFC 4291, section 2.5.6'],
	['fec0::/10', 'site-local', 'For use inside an organisation; replaced by unique local addresses.', 'RFC 3879'],
	['ff00::/8', 'multicast', 'Everybody who joined this group.', 'RFC 4291, section 2.7'],
	['ff01::/16', 'multicast inside this host', 'Programs on this host that joined this group.', 'RFC 4291, section 2.7'],
	['ff02::/16', 'multicast on this link', 'Everybody on this link who joined this group; routers do not pass it on.', 'RFC 4291, section 2.7'],
	['ff05::/16', 'multicast inside this site', 'Everybody in this site who joined this group.', 'RFC 4291, section 2.7'],
	['ff08::/16', 'multicast inside this organisation', 'Everybody in this organisation who joined this group.', 'RFC 4291, section 2.7'],
	['ff0e::/16', 'multicast everywhere', 'Everybody who joined this group.', 'RFC 4291, section 2.7'],
	['ff02::1/128', 'multicast: all nodes', 'Every host and router on this link.', 'RFC 4291, section 2.7.1'],
	['ff02::2/128', 'multicast: all routers', 'Every router on this link.', 'RFC 4291, section 2.7.1'],
	['ff02::5/128', 'multicast: OSPF routers', 'Every OSPF router on this link.', 'RFC 5340'],
	['ff02::6/128', 'multicast: OSPF designated routers', 'The OSPF routers that speak for this link.', 'RFC 5340'],
	['ff02::9/128', 'multicast: RIPng routers', 'Every router on this link that speaks RIPng.', 'RFC 2080'],
	['ff02::a/128', 'multicast: EIGRP routers', 'Every router on this link that speaks EIGRP.', 'RFC 7868'],
	['ff02::d/128', 'multicast: PIM routers', 'Every router on this link that routes multicast.', 'RFC 7761'],
	['ff02::12/128', 'multicast: VRRP', 'The routers of this link that stand in for each other.', 'RFC 5798'],
	['ff02::16/128', 'multicast: MLDv2 routers', 'Every router on this link that wants to know who joined which group.', 'RFC 3810'],
	['ff02::1a/128', 'multicast: RPL nodes', 'Every node on this link that routes over lossy links.', 'RFC 6550'],
	['ff02::fb/128', 'multicast: mDNS', 'Every host on this link that answers for its own name.', 'RFC 6762'],
	['ff02::1:2/128', 'multicast: DHCP servers and relays', 'Everybody on this link who gives addresses or asks on.', 'RFC 8415'],
	['ff02::1:3/128', 'multicast: LLMNR', 'Every host on this link that answers for its own name.', 'RFC 4795'],
	['ff05::1:3/128', 'multicast: DHCP servers', 'Everybody in this site who gives addresses.', 'RFC 8415'],
	['ff02::1:ff00:0/104', 'multicast: solicited node', 'The few hosts on this link whose address ends with these three bytes: asked for instead of all.', 'RFC 4291, section 2.7.1'],
];

type Prefix = SpecialAddress & {readonly bytes: Uint8Array; readonly bits: number};

/** Longest first. */
const prefixes = (rows: readonly Row[]): Prefix[] =>
	rows.map(([prefix, name, about, reference]) => {
		const [address = '', bits] = prefix.split('/');
		return {name, about, reference, bytes: addressBytes(address)!, bits: Number(bits)};
	}).sort((a, b) => b.bits - a.bits);

function isIn(b: Uint8Array, {bytes, bits}: Prefix): boolean {
	const whole = bits >>> 3;
	for (let i = 0; i < whole; i++) if (b[i] !== bytes[i]) return false;
	return (bits & 7) === 0 || ((b[whole]! ^ bytes[whole]!) & (0xff00 >> (bits & 7)) & 0xff) === 0;
}

let known4: readonly Prefix[] | undefined;
let known6: readonly Prefix[] | undefined;

/** What an address of 4 or 16 bytes is; undefined for one that is just some host's. */
export function specialAddress(b: Uint8Array): SpecialAddress | undefined {
	if (b.length === 4) return (known4 ??= prefixes(ipv4)).find(prefix => isIn(b, prefix));
	return b.length === 16 ? (known6 ??= prefixes(ipv6)).find(prefix => isIn(b, prefix)) : undefined;
}
