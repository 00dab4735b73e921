/** Hardware types of ARP (IANA: ARP Parameters), which Linux's ARPHRD_ numbers extend. */
export const hardwareTypes: ReadonlyMap<number, string> = new Map([
	[1, 'Ethernet'], [2, 'Experimental Ethernet'], [3, 'AX.25'], [4, 'ProNET Token Ring'], [5, 'Chaos'], [6, 'IEEE 802'], [7, 'ARCNET'], [8, 'Hyperchannel'], [15, 'Frame Relay DLCI'],
	[16, 'ATM'], [17, 'HDLC'], [18, 'Fibre Channel'], [19, 'ATM'], [20, 'Serial Line'], [24, 'IEEE 1394'], [27, 'EUI-64'], [32, 'InfiniBand'],
	[512, 'PPP'], [768, 'IPIP tunnel'], [769, 'IPv6 tunnel'], [772, 'Loopback'], [776, 'SIT tunnel'], [778, 'GRE over IPv4'], [801, 'IEEE 802.11'], [803, 'IEEE 802.11 with radiotap'],
	[823, 'GRE over IPv6'], [824, 'Netlink'], [65_534, 'No link header'],
]);
