import {named} from '../named.ts';
import type {Protocol} from '../protocol.ts';
import {frameRelayProtocol, llcSap, networkLayerProtocol, pppProtocol, snapProtocol, type Space} from '../space.ts';

const spaces: Readonly<Record<string, Space>> = {sap: llcSap, snap: snapProtocol, ppp: pppProtocol, nlpid: networkLayerProtocol, fr: frameRelayProtocol};

/** Name, column, title and numbers of what links carry and nothing here decodes. A SNAP number is an organization and its protocol. */
const rows = `
ipx|IPX|Internetwork Packet eXchange|sap:0xe0,0x10 ppp:0x2b
netbios|NetBIOS|NetBIOS|sap:0xf0
bacnet|BACnet|Building Automation and Control Network|sap:0x82
hpext|HPEXT|HP Extended Local-Link Control|sap:0xf8
3comxns|3COMXNS|3Com XNS Encapsulation|sap:0x80
rpl|RPL|Remote Program Load|sap:0xfc
x25|X.25|X.25|sap:0x7e
vines_llc|Vines LLC|Banyan Vines LLC|sap:0xbc
pagp|PAGP|Port Aggregation Protocol|snap:0x00000c0104
dtp|DTP|Dynamic Trunk Protocol|snap:0x00000c2004
vtp|VTP|VLAN Trunking Protocol|snap:0x00000c2003
udld|UDLD|Unidirectional Link Detection|snap:0x00000c0111
cdp|CDP|Cisco Discovery Protocol|snap:0x00000c2000 ppp:0x0207
cgmp|CGMP|Cisco Group Management Protocol|snap:0x00000c2001
mcp|MCP|Miscabling Protocol|snap:0x00000c0139
ndp|NDP|Nortel Networks / SynOptics Network Management Protocol|snap:0x00008101a1,0x00008101a2
wlccp|WLCCP|Cisco Wireless LAN Context Control Protocol|snap:0x0040960000
edp|EDP|Extreme Discovery Protocol|snap:0x00e02b00bb
fdp|FDP|Foundry Discovery Protocol|snap:0x00e0522000
ddp|DDP|Datagram Delivery Protocol|snap:0x080007809b ppp:0x29
hpteam|HPTEAM|HP NIC Teaming Heartbeat|snap:0x00805f0002
nhrp|NHRP|NBMA Next Hop Resolution Protocol|snap:0x00005e0003
cimetrics|CIMETRICS|Cimetrics MS/TP|snap:0x0010900001
mp|PPP MP|PPP Multilink Protocol|ppp:0x3d
vjc|PPP VJ|PPP VJ Compression|ppp:0x2d,0x2f
comp_data|PPP Comp|PPP Compressed Datagram|ppp:0xfd
bcp_bpdu|PPP BCP BPDU|PPP Bridging Control Protocol Bridged PDU|ppp:0x31
lcp|PPP LCP|PPP Link Control Protocol|ppp:0xc021
pap|PPP PAP|PPP Password Authentication Protocol|ppp:0xc023
chap|PPP CHAP|PPP Challenge Handshake Authentication Protocol|ppp:0xc223
eap|EAP|Extensible Authentication Protocol|ppp:0xc227
cbcp|PPP CBCP|PPP Callback Control Protocol|ppp:0xc029
bap|PPP BAP|PPP Bandwidth Allocation Protocol|ppp:0xc02d
bacp|PPP BACP|PPP Bandwidth Allocation Control Protocol|ppp:0xc02b
ipcp|PPP IPCP|PPP IP Control Protocol|ppp:0x8021
osinlcp|PPP OSINLCP|PPP OSI Network Layer Control Protocol|ppp:0x8023
bcp_ncp|PPP BCP NCP|PPP Bridging Control Protocol|ppp:0x8031
ipv6cp|PPP IPV6CP|PPP IPv6 Control Protocol|ppp:0x8057
ccp|PPP CCP|PPP Compression Control Protocol|ppp:0x80fd
cdpcp|PPP CDPCP|PPP CDP Control Protocol|ppp:0x8207
mplscp|PPP MPLSCP|PPP MPLS Control Protocol|ppp:0x8281
esis|ESIS|ISO 9542 ESIS Routeing Information Exchange Protocol|nlpid:0x82
clnp|CLNP|ISO 8473/X.233 CLNP ConnectionLess Network Protocol|nlpid:0x00,0x81
q931|Q.931|Q.931|nlpid:0x08
q933|Q.933|Q.933|fr:0x08
lmi|LMI|Local Management Interface|fr:0x09
`;

function known(row: string): Protocol {
	const [name = '', column = '', title = '', numbers = ''] = row.split('|');
	const claims = numbers.split(' ').flatMap(part => {
		const [kind = '', values = ''] = part.split(':');
		const space = spaces[kind]!;
		return values.split(',').map(value => ({space, value: Number(value)}));
	});
	return named(name, column, title, claims);
}

/** What links carry and nothing here decodes: its bytes are no data, and its name is in the list. */
export const knownLinks: readonly Protocol[] = rows.trim().split('\n').map(known);
