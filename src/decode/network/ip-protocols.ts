/** Names of IP protocol numbers, as IANA assigns them (Protocol Numbers registry); also the Next Header values of IPv6. */
export const ipProtocolNames: ReadonlyMap<number, string> = new Map([
	'IPv6 Hop-by-Hop Option', 'ICMP', 'IGMP', 'GGP', 'IPIP', 'ST', 'TCP', 'CBT', 'EGP', 'IGP', 'BBN-RCC-MON', 'NVP-II', 'PUP', 'ARGUS', 'EMCON', 'XNET', 'CHAOS', 'UDP', 'MUX', 'DCN-MEAS',
	'HMP', 'PRM', 'XNS-IDP', 'TRUNK-1', 'TRUNK-2', 'LEAF-1', 'LEAF-2', 'RDP', 'IRTP', 'ISO-TP4', 'NETBLT', 'MFE-NSP', 'MERIT-INP', 'DCCP', '3PC', 'IDPR', 'XTP', 'DDP', 'IDPR-CMTP', 'TP++',
	'IL', 'IPv6', 'SDRP', 'Routing Header for IPv6', 'Fragment Header for IPv6', 'IDRP', 'RSVP', 'GRE', 'DSR', 'BNA', 'ESP', 'Authentication Header', 'I-NLSP', 'SWIPE', 'NARP', 'Min-IPv4', 'TLSP', 'SKIP', 'ICMPv6', 'No Next Header for IPv6',
	'Destination Options for IPv6', 'any host internal protocol', 'CFTP', 'any local network', 'SAT-EXPAK', 'KRYPTOLAN', 'RVD', 'IPPC', 'any distributed file system', 'SAT-MON', 'VISA', 'IPCV', 'CPNX', 'CPHB', 'WSN', 'PVP', 'BR-SAT-MON', 'SUN-ND', 'WB-MON', 'WB-EXPAK',
	'ISO-IP', 'VMTP', 'SECURE-VMTP', 'VINES', 'IPTM', 'NSFNET-IGP', 'DGP', 'TCF', 'EIGRP', 'OSPF', 'Sprite-RPC', 'LARP', 'MTP', 'AX.25', 'IPIP (KA9Q)', 'MICP', 'SCC-SP', 'ETHERIP', 'ENCAP', 'any private encryption scheme',
	'GMTP', 'IFMP', 'PNNI', 'PIM', 'ARIS', 'SCPS', 'QNX', 'A/N', 'IPComp', 'SNP', 'Compaq-Peer', 'IPX-in-IP', 'VRRP', 'PGM', 'any 0-hop protocol', 'L2TP', 'DDX', 'IATP', 'STP', 'SRP',
	'UTI', 'SMP', 'SM', 'PTP', 'ISIS over IPv4', 'FIRE', 'CRTP', 'CRUDP', 'SSCOPMCE', 'IPLT', 'SPS', 'PIPE', 'SCTP', 'FC', 'RSVP-E2E-IGNORE', 'Mobility Header', 'UDPLite', 'MPLS-in-IP', 'manet', 'Shim6',
	'WESP', 'ROHC', 'Ethernet', 'AGGFRAG', 'NSH', 'Homa', 'BIT-EMU',
].entries()).set(255, 'Reserved');

/** `UDP (17)`, or `Unknown (200)`. */
export const ipProtocolText = (protocol: number): string => `${ipProtocolNames.get(protocol) ?? 'Unknown'} (${protocol})`;
