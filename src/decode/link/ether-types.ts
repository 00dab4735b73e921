/** Names of ethertypes, from the IEEE and IANA registries (IANA: IEEE 802 Numbers). */
export const etherTypes: ReadonlyMap<number, string> = new Map([
	[0x0800, 'IPv4'], [0x0805, 'X.25 Layer 3'], [0x0806, 'ARP'], [0x0842, 'Wake on LAN'], [0x22f3, 'TRILL'], [0x6003, 'DEC DNA Routing'], [0x6558, 'Transparent Ethernet bridging'],
	[0x8035, 'RARP'], [0x809b, 'AppleTalk'], [0x80f3, 'AppleTalk ARP'], [0x8100, '802.1Q Virtual LAN'], [0x8137, 'IPX'], [0x86dd, 'IPv6'], [0x8808, 'MAC Control'], [0x8809, 'Slow Protocols'],
	[0x880b, 'PPP'], [0x8847, 'MPLS label switched packet'], [0x8848, 'MPLS multicast'], [0x8863, 'PPPoE Discovery'], [0x8864, 'PPPoE Session'], [0x886f, 'Microsoft Network Load Balancing'],
	[0x888e, '802.1X Authentication'], [0x8892, 'PROFINET'], [0x88a2, 'ATA over Ethernet'], [0x88a4, 'EtherCAT'], [0x88a8, '802.1ad Provider Bridge (Q-in-Q)'], [0x88b8, 'GOOSE'],
	[0x88ca, 'TIPC'], [0x88cc, '802.1 Link Layer Discovery Protocol (LLDP)'], [0x88e1, 'HomePlug AV'], [0x88e5, '802.1AE (MACsec)'], [0x88e7, '802.1ah Provider Backbone Bridge'],
	[0x88f7, 'PTPv2 over Ethernet (IEEE1588)'], [0x8902, 'IEEE 802.1Q Connectivity Fault Management'], [0x8906, 'Fibre Channel over Ethernet'], [0x8914, 'FCoE Initialization Protocol'],
	[0x8915, 'RoCE'], [0x9000, 'Loopback'], [0x9100, '802.1Q double tagging'],
]);
