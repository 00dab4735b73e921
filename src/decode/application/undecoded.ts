import {type Claim, type Guess, type Protocol, protocol, type ProtocolSpec} from '../protocol.ts';
import type {Framing} from '../reassembly/framing.ts';
import {etherType, ipProtocol, linkType, llcSap, sctpPayload, sctpPort, snapProtocol, type Space, tcpPort, udpPort} from '../space.ts';
import {knownAToL} from './known-protocols-a-l.ts';
import {knownMToZ} from './known-protocols-m-z.ts';
import {looksLikeHttp} from './http-head.ts';
import {announcements} from './media-announcements.ts';
import {looksLikeHello} from './tls-session.ts';
import {guesses, type Look, looks, stunPayload, tftpPayload} from './undecoded-guesses.ts';
import {unitFramings} from './undecoded-units.ts';

const spaces: Readonly<Record<string, Space>> = {
	tcp: tcpPort,
	udp: udpPort,
	sctp: sctpPort,
	payload: sctpPayload,
	ip: ipProtocol,
	ether: etherType,
	link: linkType,
	llc: llcSap,
	snap: snapProtocol,
};

/** Links that are not decoded, by LINKTYPE_ number, and what LLC carries, by service access point and by SNAP protocol (`oui << 16 | pid`). */
const links = `
ax25|AX.25|Amateur Radio AX.25|link:3
tr|TR|Token-Ring|link:6
arcnet|ARCNET|ARCNET|link:7,129
fddi|FDDI|Fiber Distributed Data Interface|link:10
chdlc|CHDLC|Cisco HDLC|link:104
wlan|802.11|IEEE 802.11 wireless LAN|link:105
prism|Prism|Prism capture header|link:119
ipfc|IP/IB|IP over Fibre Channel|link:122
radiotap|Radiotap|IEEE 802.11 Radiotap Capture header|link:127
docsis|DOCSIS|DOCSIS|link:143
user_dlt|DLT User|DLT User|link:147-162
bacnet|BACnet|Building Automation and Control Network|link:165
llcgprs|GPRS-LLC|Logical Link Control GPRS|link:169
lapd|LAPD|Link Access Procedure, Channel D|link:177,203
usb|USB|USB|link:186,249,266
can|CAN|Controller Area Network|link:190
ppi|PPI|PPI Packet Header|link:192
wpan|IEEE 802.15.4|IEEE 802.15.4 Low-Rate Wireless PAN|link:195,215,230
erf|ERF|Extensible Record Format|link:197
i2c|I2C|Inter-Integrated Circuit|link:209
netlink|Netlink|Linux netlink protocol|link:253
btle|BT LE LL|Bluetooth Low Energy Link Layer|link:251,256
pktap|PKTAP|PKTAP packet header|link:258
stp|STP|Spanning Tree Protocol|llc:66 snap:786699
osi|OSI|OSI|llc:254
ipx|IPX|Internetwork Packet eXchange|llc:224,255 ether:33079-33080
netbios|NetBIOS|NetBIOS|llc:240
x25|X.25|X.25|llc:126
vines_llc|Vines LLC|Banyan Vines LLC|llc:188
cdp|CDP|Cisco Discovery Protocol|snap:794624
vtp|VTP|VLAN Trunking Protocol|snap:794627
dtp|DTP|Dynamic Trunk Protocol|snap:794628
pagp|PAGP|Port Aggregation Protocol|snap:786692
udld|UDLD|Unidirectional Link Detection|snap:786705
vsock|Vsock|Vsock|link:271
nordic_ble|NORDIC_BLE|nRF Sniffer for Bluetooth LE|link:272
`;

/** Where the bytes are that some of them carry for others. */
const carriers: ReadonlyMap<string, typeof stunPayload> = new Map([['stun', stunPayload], ['tftp', tftpPayload]]);

/** Those that answer from another port than they were asked on. */
const movingPorts: ReadonlySet<string> = new Set(['tftp']);

/** `tcp:22,6000-6063` as claims. */
function claimsOf(text: string): readonly Claim[] {
	const claims: Claim[] = [];
	for (const part of text.split(' ')) {
		const [name = '', numbers = ''] = part.split(':');
		const space = spaces[name]!;
		for (const range of numbers.split(',')) {
			const [first = '', last = first] = range.split('-');
			for (let value = Number(first); value <= Number(last); value++) claims.push({space, value});
		}
	}

	return claims;
}

/** Payload that the protocol takes only where it looks like it. */
const framingOf = (look: Look | undefined): Framing => ({
	open: () => undefined,
	next: w => (look === undefined || look(w.bytes, w.start, w.end) ? w.end - w.start : -2),
});

/** After a word of agreement TLS or HTTP may follow on any connection: STARTTLS, a proxy. */
const orAnother = (framing: Framing): Framing => ({
	...framing,
	next: w => (!w.carried && (looksLikeHello(w.bytes, w.start, w.end) || looksLikeHttp(w.bytes, w.start, w.end)) ? -2 : framing.next!(w)),
});

/** Takes whatever comes. */
const anything = orAnother(framingOf(undefined));

function known(line: string): Protocol {
	const [name = '', column = '', title = '', numbers = ''] = line.split('|');
	const look = looks.get(name);
	const inner = carriers.get(name);
	const guess: readonly Guess[] | undefined = guesses.get(name);
	const announce = announcements.get(name);
	const units = unitFramings.get(name);
	const framing = units === undefined && look === undefined ? anything : orAnother(units ?? framingOf(look));
	const plain: ProtocolSpec = {
		name,
		title,
		column,
		about: 'Known by its numbers or its first bytes; what it says is not decoded.',
		undecoded: true,
		claims: numbers === '' ? [] : claimsOf(numbers),
		framing: announce === undefined ? framing : {...framing, message: announce},
		expand(r) {
			r.info(() => `${title}, ${r.left} byte${r.left === 1 ? '' : 's'}, not decoded`);
		},
	};
	if (look === undefined && inner === undefined && guess === undefined) return protocol(plain);
	return protocol({
		...plain,
		...(guess && {guess}),
		...(movingPorts.has(name) && {moves: true}),
		...((look ?? inner) && {
			walk(c) {
				if (look !== undefined && !look(c.bytes, c.start, c.end)) return c.refuse();
				const payload = inner?.(c.bytes, c.start, c.end);
				if (payload !== undefined && payload.from < payload.to) c.push(c.registry.data, payload.from, payload.to);
				return c.opaque();
			},
		}),
	});
}

/** Protocols without a number of their own: only their first bytes tell. */
const numberless = `
quic|QUIC|QUIC IETF|
gquic|GQUIC|GQUIC (Google Quick UDP Internet Connections)|
drda|DRDA|DRDA|tcp:446
classicstun|CLASSIC-STUN|Simple Traversal of UDP Through NAT|
bittorrent|BitTorrent|BitTorrent|tcp:6881-6889
bt-utp|BT-uTP|uTorrent Transport Protocol|
bt-dht|BT-DHT|BitTorrent DHT Protocol|
raknet|RakNet|RakNet game networking protocol|udp:19132
rtp|RTP|Real-Time Transport Protocol|
rtcp|RTCP|Real-time Transport Control Protocol|
rtps|RTPS|Real-Time Publish-Subscribe Wire Protocol|
rpc|RPC|Remote Procedure Call|
openwire|OpenWire|OpenWire|tcp:61616
tpkt|TPKT|TPKT - ISO on TCP - RFC1006|tcp:102,3389
dcerpc|DCERPC|Distributed Computing Environment / Remote Procedure Call|
`;

const lines = [links, numberless, knownAToL, knownMToZ].flatMap(text => text.trim().split('\n'));

/** Every protocol that is known and not decoded: its bytes are no data, and its name is in the list. The first row of a name is the one that counts. */
export const undecoded: readonly Protocol[] = [...new Map(lines.toReversed().map(line => [line.slice(0, line.indexOf('|')), line])).values()].map(known);
