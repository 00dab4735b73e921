import type {ColorRule, Rgb} from './color-rules.ts';

const dark: Rgb = [18, 39, 46];
const red: Rgb = [247, 135, 135];
const yellow: Rgb = [255, 252, 156];
const maroon: Rgb = [164, 0, 0];

/** The colours that Wireshark comes with: the first rule that a packet passes counts. */
export const defaultColorRules: readonly ColorRule[] = [
	{name: 'Bad TCP', filter: 'tcp.analysis.flags && !tcp.analysis.window_update && !tcp.analysis.keep_alive && !tcp.analysis.keep_alive_ack', foreground: red, background: dark},
	{name: 'HSRP State Change', filter: 'hsrp.state != 8 && hsrp.state != 16', foreground: yellow, background: dark},
	{name: 'Spanning Tree Topology Change', filter: 'stp.type == 0x80', foreground: yellow, background: dark},
	{name: 'OSPF State Change', filter: 'ospf.msg != 1', foreground: yellow, background: dark},
	{name: 'ICMP errors', filter: 'icmp.type in { 3..5, 11 } || icmpv6.type in { 1..4 }', foreground: [183, 247, 116], background: dark},
	{name: 'ARP', filter: 'arp', foreground: dark, background: [250, 240, 215]},
	{name: 'ICMP', filter: 'icmp || icmpv6', foreground: dark, background: [252, 224, 255]},
	{name: 'TCP RST', filter: 'tcp.flags.reset eq 1', foreground: yellow, background: maroon},
	{name: 'SCTP ABORT', filter: 'sctp.chunk_type eq ABORT', foreground: yellow, background: maroon},
	{
		name: 'TTL low or unexpected',
		filter: '(ip.dst != 224.0.0.0/4 && ip.ttl < 5 && !pim && !ospf) || (ip.dst == 224.0.0.0/24 && ip.dst != 224.0.0.251 && ip.ttl != 1 && !(vrrp || carp))',
		foreground: [236, 240, 235],
		background: maroon,
	},
	{
		name: 'Checksum Errors',
		filter:
			'eth.fcs.status=="Bad" || ip.checksum.status=="Bad" || tcp.checksum.status=="Bad" || udp.checksum.status=="Bad" || sctp.checksum.status=="Bad" || mstp.checksum.status=="Bad" || cdp.checksum.status=="Bad" || edp.checksum.status=="Bad" || wlan.fcs.status=="Bad" || stt.checksum.status=="Bad"',
		foreground: red,
		background: dark,
	},
	{name: 'SMB', filter: 'smb || nbss || nbns || netbios', foreground: dark, background: [254, 255, 208]},
	{name: 'HTTP', filter: 'http || tcp.port == 80 || http2', foreground: dark, background: [228, 255, 199]},
	{name: 'DCERPC', filter: 'dcerpc', foreground: dark, background: [199, 151, 255]},
	{name: 'Routing', filter: 'hsrp || eigrp || ospf || bgp || cdp || vrrp || carp || gvrp || igmp || ismp', foreground: dark, background: [255, 243, 214]},
	{name: 'TCP SYN/FIN', filter: 'tcp.flags & 0x02 || tcp.flags.fin == 1', foreground: dark, background: [160, 160, 160]},
	{name: 'TCP', filter: 'tcp', foreground: dark, background: [231, 230, 255]},
	{name: 'UDP', filter: 'udp', foreground: dark, background: [218, 238, 255]},
	{name: 'Broadcast', filter: 'eth[0] & 1', foreground: [186, 189, 182], background: [255, 255, 255]},
	{name: 'System Event', filter: 'systemd_journal || sysdig', foreground: [45, 111, 154], background: [230, 230, 230]},
];
