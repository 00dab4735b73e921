/** RFC 4271, section 4.1; IANA: BGP Message Types. */
export const messageTypes: ReadonlyMap<number, string> = new Map([
	[1, 'OPEN Message'],
	[2, 'UPDATE Message'],
	[3, 'NOTIFICATION Message'],
	[4, 'KEEPALIVE Message'],
	[5, 'ROUTE-REFRESH Message'],
	[6, 'CAPABILITY Message'],
	[128, 'Cisco ROUTE-REFRESH Message'],
]);

/** IANA: Subsequent Address Family Identifiers (SAFI) Parameters. */
export const subsequentFamilies: ReadonlyMap<number, string> = new Map([
	[0, 'Reserved'],
	[1, 'Unicast'],
	[2, 'Multicast'],
	[3, 'Unicast+Multicast (Deprecated)'],
	[4, 'Labeled Unicast'],
	[5, 'MCAST-VPN'],
	[6, 'Multi-Segment Pseudowires'],
	[7, 'Encapsulation (Deprecated)'],
	[8, 'MCAST-VPLS'],
	[64, 'Tunnel (Deprecated)'],
	[65, 'VPLS'],
	[66, 'Cisco MDT'],
	[67, '4over6'],
	[68, '6over4'],
	[69, 'Layer-1 VPN'],
	[70, 'EVPN'],
	[71, 'BGP-LS'],
	[72, 'BGP-LS-VPN'],
	[73, 'SR Policy'],
	[74, 'SD-WAN'],
	[75, 'Routing Policy Distribution'],
	[76, 'Classful Transport Planes'],
	[77, 'Tunneled Traffic Flowspec'],
	[78, 'MCAST-TREE'],
	[128, 'Labeled VPN Unicast'],
	[129, 'Labeled VPN Multicast'],
	[130, 'Labeled VPN Unicast+Multicast (Deprecated)'],
	[132, 'Route Target Filter'],
	[133, 'Flow Spec Filter'],
	[134, 'Flow Spec Filter VPN'],
	[140, 'Layer-3 VPN (Deprecated)'],
]);

/** IANA: BGP Capability Codes. */
export const capabilities: ReadonlyMap<number, string> = new Map([
	[0, 'Reserved capability'],
	[1, 'Multiprotocol extensions capability'],
	[2, 'Route refresh capability'],
	[3, 'Cooperative route filtering capability'],
	[4, 'Multiple routes to a destination capability'],
	[5, 'Extended Next Hop Encoding'],
	[6, 'BGP-Extended Message'],
	[7, 'BGPsec capability'],
	[8, 'Multiple Labels capability'],
	[9, 'BGP Role'],
	[64, 'Graceful Restart capability'],
	[65, 'Support for 4-octet AS number capability'],
	[66, 'Deprecated Dynamic Capability (Cisco)'],
	[67, 'Support for Dynamic capability'],
	[68, 'Multisession BGP Capability'],
	[69, 'Support for Additional Paths'],
	[70, 'Enhanced route refresh capability'],
	[71, 'Long-Lived Graceful Restart (LLGR) Capability'],
	[72, 'CP-ORF Capability'],
	[73, 'FQDN Capability'],
	[128, 'Route refresh capability (Cisco)'],
	[130, 'Cooperative route filtering capability (Cisco)'],
	[131, 'Multisession BGP Capability (Cisco)'],
]);

/** IANA: BGP Path Attributes. */
export const attributeTypes: ReadonlyMap<number, string> = new Map([
	[1, 'ORIGIN'],
	[2, 'AS_PATH'],
	[3, 'NEXT_HOP'],
	[4, 'MULTI_EXIT_DISC'],
	[5, 'LOCAL_PREF'],
	[6, 'ATOMIC_AGGREGATE'],
	[7, 'AGGREGATOR'],
	[8, 'COMMUNITIES'],
	[9, 'ORIGINATOR_ID'],
	[10, 'CLUSTER_LIST'],
	[11, 'DPA'],
	[12, 'ADVERTISER'],
	[13, 'RCID_PATH / CLUSTER_ID'],
	[14, 'MP_REACH_NLRI'],
	[15, 'MP_UNREACH_NLRI'],
	[16, 'EXTENDED_COMMUNITIES'],
	[17, 'AS4_PATH'],
	[18, 'AS4_AGGREGATOR'],
	[19, 'SAFI_SPECIFIC_ATTRIBUTE'],
	[20, 'Connector Attribute'],
	[21, 'AS_PATHLIMIT '],
	[23, 'TUNNEL_ENCAPSULATION_ATTRIBUTE'],
	[22, 'PMSI_TUNNEL_ATTRIBUTE'],
	[24, 'Traffic Engineering'],
	[25, 'IPv6 Address Specific Extended Community'],
	[26, 'AIGP'],
	[27, 'PE Distinguisher Labels'],
	[28, 'BGP Entropy Label Capability Attribute'],
	[29, 'BGP-LS Attribute'],
	[30, 'Deprecated'],
	[31, 'Deprecated'],
	[32, 'LARGE_COMMUNITY'],
	[33, 'BGPsec_PATH'],
	[36, 'D_PATH'],
	[40, 'BGP Prefix-SID'],
	[99, 'LINK_STATE (unofficial code point)'],
	[128, 'ATTR_SET'],
	[129, 'Deprecated'],
	[241, 'Deprecated'],
	[242, 'Deprecated'],
	[243, 'Deprecated'],
]);

/** RFC 4271, section 4.5; IANA: BGP Error (Notification) Codes. */
export const majorErrors: ReadonlyMap<number, string> = new Map([
	[1, 'Message Header Error'],
	[2, 'OPEN Message Error'],
	[3, 'UPDATE Message Error'],
	[4, 'Hold Timer Expired'],
	[5, 'Finite State Machine Error'],
	[6, 'Cease'],
	[7, 'CAPABILITY Message Error'],
]);

/** RFC 4271, section 6.1. */
export const headerErrors: ReadonlyMap<number, string> = new Map([
	[1, 'Connection Not Synchronized'],
	[2, 'Bad Message Length'],
	[3, 'Bad Message Type'],
]);

/** RFC 4271, section 6.2. */
export const openErrors: ReadonlyMap<number, string> = new Map([
	[1, 'Unsupported Version Number'],
	[2, 'Bad Peer AS'],
	[3, 'Bad BGP Identifier'],
	[4, 'Unsupported Optional Parameter'],
	[5, 'Authentication Failure [Deprecated]'],
	[6, 'Unacceptable Hold Time'],
	[7, 'Unsupported Capability'],
	[8, 'No supported AFI/SAFI (Cisco)'],
]);

/** RFC 4271, section 6.3. */
export const updateErrors: ReadonlyMap<number, string> = new Map([
	[1, 'Malformed Attribute List'],
	[2, 'Unrecognized Well-known Attribute'],
	[3, 'Missing Well-known Attribute'],
	[4, 'Attribute Flags Error'],
	[5, 'Attribute Length Error'],
	[6, 'Invalid ORIGIN Attribute'],
	[7, 'AS Routing Loop [Deprecated]'],
	[8, 'Invalid NEXT_HOP Attribute'],
	[9, 'Optional Attribute Error'],
	[10, 'Invalid Network Field'],
	[11, 'Malformed AS_PATH'],
]);

/** RFC 6608, section 4. */
export const stateErrors: ReadonlyMap<number, string> = new Map([
	[1, 'Receive Unexpected Message in OpenSent State'],
	[2, 'Receive Unexpected Message in OpenConfirm State'],
	[3, 'Receive Unexpected Message in Established State'],
]);

/** RFC 4486, section 3. */
export const ceaseErrors: ReadonlyMap<number, string> = new Map([
	[1, 'Maximum Number of Prefixes Reached'],
	[2, 'Administratively Shutdown'],
	[3, 'Peer De-configured'],
	[4, 'Administratively Reset'],
	[5, 'Connection Rejected'],
	[6, 'Other Configuration Change'],
	[7, 'Connection Collision Resolution'],
	[8, 'Out of Resources'],
	[9, 'Hard Reset'],
]);

/** draft-ietf-idr-dynamic-cap, section 4. */
export const capabilityErrors: ReadonlyMap<number, string> = new Map([
	[1, 'Invalid Action Value'],
	[2, 'Invalid Capability Length'],
	[3, 'Malformed Capability Value'],
	[4, 'Unsupported Capability Code'],
]);

/** RFC 7313, section 3.2. */
export const refreshKinds: ReadonlyMap<number, string> = new Map([
	[0, 'Normal route refresh request [RFC2918] with/without ORF [RFC5291]'],
	[1, 'Demarcation of the beginning of a route refresh'],
	[2, 'Demarcation of the ending of a route refresh'],
]);

/** IANA: BGP Outbound Route Filtering (ORF) Types. */
export const filterTypes: ReadonlyMap<number, string> = new Map([
	[2, 'Communities ORF-Type'],
	[3, 'Extended Communities ORF-Type'],
	[128, 'Cisco PrefixList ORF-Type'],
	[129, 'Cisco CommunityList ORF-Type'],
	[130, 'Cisco Extended CommunityList ORF-Type'],
	[131, 'Cisco AsPathList ORF-Type'],
]);

/** RFC 4271, section 5.1.1. */
export const origins: ReadonlyMap<number, string> = new Map([
	[0, 'IGP'],
	[1, 'EGP'],
	[2, 'INCOMPLETE'],
]);

/** RFC 4271, section 4.3 and RFC 5065, section 3. */
export const segmentTypes: ReadonlyMap<number, string> = new Map([
	[1, 'AS_SET'],
	[2, 'AS_SEQUENCE'],
	[4, 'AS_CONFED_SET'],
	[3, 'AS_CONFED_SEQUENCE'],
]);

/** IANA: BGP Well-known Communities. */
export const wellKnownCommunities: ReadonlyMap<number, string> = new Map([
	[0xffff0000, 'GRACEFUL_SHUTDOWN'],
	[0xffff0001, 'ACCEPT_OWN'],
	[0xffff029a, 'BLACKHOLE'],
	[0xffffff01, 'NO_EXPORT'],
	[0xffffff02, 'NO_ADVERTISE'],
	[0xffffff03, 'NO_EXPORT_SUBCONFED'],
	[0xffffff04, 'NOPEER'],
]);

/** IANA: P-Multicast Service Interface Tunnel (PMSI Tunnel) Tunnel Types. */
export const tunnelTypes: ReadonlyMap<number, string> = new Map([
	[0, 'Type is not present'],
	[1, 'RSVP-TE P2MP LSP'],
	[2, 'mLDP P2MP LSP'],
	[3, 'PIM SSM Tree'],
	[4, 'PIM SM Tree'],
	[5, 'BIDIR-PIM Tree'],
	[6, 'Ingress Replication'],
	[7, 'mLDP MP2MP LSP'],
]);

/** RFC 6514, section 4. */
export const multicastRoutes: ReadonlyMap<number, string> = new Map([
	[1, 'Intra-AS I-PMSI A-D route'],
	[2, 'Inter-AS I-PMSI A-D route'],
	[3, 'S-PMSI A-D route'],
	[4, 'Leaf A-D route'],
	[5, 'Source Active A-D route'],
	[6, 'Shared Tree Join route'],
	[7, 'Source Tree Join route'],
]);

/** IANA: EVPN Route Types. */
export const ethernetRoutes: ReadonlyMap<number, string> = new Map([
	[1, 'Ethernet AD Route'],
	[2, 'MAC Advertisement Route'],
	[3, 'Inclusive Multicast Route'],
	[4, 'Ethernet Segment Route'],
	[5, 'IP Prefix route'],
	[6, 'Selective Multicast Ethernet Tag Route'],
	[7, 'IGMP Join Synch Route'],
	[8, 'IGMP Leave Synch Route'],
	[10, 'S-PMSI A-D Route'],
]);
