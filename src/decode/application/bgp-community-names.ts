/** IANA: BGP Transitive and Non-Transitive Extended Community Types. */
export const communityTypes: ReadonlyMap<number, string> = new Map([
	[0x0, 'Transitive 2-Octet AS-Specific'],
	[0x1, 'Transitive IPv4-Address-Specific'],
	[0x2, 'Transitive 4-Octet AS-Specific'],
	[0x3, 'Transitive Opaque'],
	[0x4, 'Transitive QoS Marking'],
	[0x5, 'Transitive CoS Capability'],
	[0x6, 'Transitive EVPN'],
	[0x7, 'FlowSpec Transitive'],
	[0x8, 'Transitive Flow spec redirect/mirror to IP next-hop'],
	[0x9, 'Transitive FlowSpec Redirect to indirection-id'],
	[0x80, 'Generic Transitive Experimental Use'],
	[0x81, 'Generic Transitive Experimental Use Part 2'],
	[0x82, 'Generic Transitive Experimental Use Part 3 '],
	[0x88, 'Transitive Experimental EIGRP'],
	[0x40, 'Non-Transitive 2-Octet AS-Specific'],
	[0x41, 'Non-Transitive IPv4-Address-Specific'],
	[0x42, 'Non-Transitive 4-Octet AS-Specific'],
	[0x43, 'Non-Transitive Opaque'],
	[0x44, 'Non-Transitive QoS Marking'],
]);

/** IANA: Transitive Two-Octet AS-Specific Extended Community Sub-Types. */
export const as2Subtypes: ReadonlyMap<number, string> = new Map([
	[0x2, 'Route Target'],
	[0x3, 'Route Origin'],
	[0x5, 'OSPF Domain Identifier'],
	[0x8, 'BGP Data Collection'],
	[0x9, 'Source AS'],
	[0xa, 'L2VPN Identifier'],
	[0x10, 'Cisco VPN-Distinguisher'],
]);

/** IANA: Non-Transitive Two-Octet AS-Specific Extended Community Sub-Types. */
export const as2OtherSubtypes: ReadonlyMap<number, string> = new Map([
	[0x4, 'Link Bandwidth'],
	[0x80, 'Virtual-Network Identifier'],
]);

/** IANA: Transitive Four-Octet AS-Specific Extended Community Sub-Types. */
export const as4Subtypes: ReadonlyMap<number, string> = new Map([
	[0x2, 'Route Target'],
	[0x3, 'Route Origin'],
	[0x4, 'Generic'],
	[0x8, 'BGP Data Collection'],
	[0x5, 'OSPF Domain Identifier'],
	[0x9, 'Source AS'],
	[0x10, 'Cisco VPN Identifier'],
	[0x13, 'Route-Target Record'],
]);

/** IANA: Transitive IPv4-Address-Specific Extended Community Sub-Types. */
export const ipv4Subtypes: ReadonlyMap<number, string> = new Map([
	[0x2, 'Route Target'],
	[0x3, 'Route Origin'],
	[0x5, 'OSPF Domain Identifier'],
	[0x7, 'OSPF Router ID'],
	[0xa, 'L2VPN Identifier'],
	[0xb, 'VRF Route Import'],
	[0x10, 'Cisco VPN-Distinguisher'],
	[0x12, 'Inter-area P2MP Segmented Next-Hop'],
]);

/** IANA: Transitive Opaque Extended Community Sub-Types. */
export const opaqueSubtypes: ReadonlyMap<number, string> = new Map([
	[0x1, 'Cost'],
	[0x6, 'OSPF Route Type'],
	[0xb, 'Color'],
	[0xc, 'Encapsulation'],
	[0xd, 'Default Gateway'],
]);

/** IANA: Non-Transitive Opaque Extended Community Sub-Types. */
export const opaqueOtherSubtypes: ReadonlyMap<number, string> = new Map([
	[0x1, 'Cost'],
	[0x0, 'BGP Origin Validation state'],
]);

/** IANA: EVPN Extended Community Sub-Types. */
export const ethernetSubtypes: ReadonlyMap<number, string> = new Map([
	[0x0, 'MAC Mobility'],
	[0x1, 'ESI MPLS Label'],
	[0x2, 'ES Import'],
	[0x3, "EVPN Router's MAC"],
	[0x4, 'Layer 2 Attributes'],
	[0x5, 'E-Tree'],
	[0x6, 'DF Election'],
	[0x7, 'I-SID'],
	[0x8, 'ND'],
	[0x9, 'Multicast Flags Extended Community'],
	[0xa, 'EVI-RT Type 0 Extended Community'],
	[0xb, 'EVI-RT Type 1 Extended Community'],
	[0xc, 'EVI-RT Type 2 Extended Community'],
	[0xd, 'EVI-RT Type 3 Extended Community'],
	[0xe, 'EVPN Attachment Circuit'],
]);

/** IANA: Generic Transitive Experimental Use Extended Community Sub-Types. */
export const experimentalSubtypes: ReadonlyMap<number, string> = new Map([
	[0x0, 'OSPF Route Type'],
	[0x1, 'OSPF Router ID'],
	[0x4, 'Security Group'],
	[0x5, 'OSPF Domain Identifier'],
	[0x6, 'Flow spec traffic-rate'],
	[0x7, 'Flow spec traffic-action'],
	[0x8, 'Flow spec redirect AS 2 bytes'],
	[0x9, 'Flow spec traffic-remarking'],
	[0xa, 'Layer2 Info'],
	[0xb, 'E-Tree Info'],
	[0x84, 'Tag'],
	[0x85, 'Origin Sub-Cluster'],
]);

/** IANA: BGP Tunnel Encapsulation Attribute Tunnel Types. */
export const encapsulations: ReadonlyMap<number, string> = new Map([
	[0, 'Reserved'],
	[1, 'L2TPv3 over IP'],
	[2, 'GRE'],
	[3, 'Transmit tunnel endpoint'],
	[4, 'IPsec in Tunnel-mode'],
	[5, 'IP in IP tunnel with IPsec Transport Mode'],
	[6, 'MPLS-in-IP tunnel with IPsec Transport Mode'],
	[7, 'IP in IP'],
	[8, 'VXLAN Encapsulation'],
	[9, 'NVGRE Encapsulation'],
	[10, 'MPLS Encapsulation'],
	[11, 'MPLS in GRE Encapsulation'],
	[12, 'VxLAN GPE Encapsulation'],
	[13, 'MPLS in UDP Encapsulation'],
]);
