/** RFC 2328, section A.3.1. */
export const ospfTypes: ReadonlyMap<number, string> = new Map([[1, 'Hello Packet'], [2, 'DB Description'], [3, 'LS Request'], [4, 'LS Update'], [5, 'LS Acknowledge']]);

/** RFC 2328, section A.4.1; IANA: OSPFv2 Link State (LS) Type. */
export const lsaTypes: ReadonlyMap<number, string> = new Map([
	[1, 'Router-LSA'],
	[2, 'Network-LSA'],
	[3, 'Summary-LSA (IP network)'],
	[4, 'Summary-LSA (ASBR)'],
	[5, 'AS-External-LSA (ASBR)'],
	[6, 'Group Membership LSA'],
	[7, 'NSSA AS-External-LSA'],
	[8, 'External Attributes LSA'],
	[9, 'Opaque LSA, Link-local scope'],
	[10, 'Opaque LSA, Area-local scope'],
	[11, 'Opaque LSA, AS-local scope'],
]);

/** RFC 5340, section A.4.2.1: what the 13 bits of a type say. */
export const functionCodes: ReadonlyMap<number, string> = new Map([
	[1, 'Router-LSA'],
	[2, 'Network-LSA'],
	[3, 'Inter-Area-Prefix-LSA'],
	[4, 'Inter-Area-Router-LSA'],
	[5, 'AS-External-LSA'],
	[6, 'Group-Membership-LSA'],
	[7, 'NSSA-LSA'],
	[8, 'Link-LSA'],
	[9, 'Intra-Area-Prefix-LSA'],
	[12, 'Router Information Opaque-LSA'],
]);

/** RFC 5340, section A.4.2.1. */
export const scopes: ReadonlyMap<number, string> = new Map([
	[0, 'Link-Local Scoping - Flooded only on originating link'],
	[1, 'Area Scoping - Flooded only in originating area'],
	[2, 'AS Scoping - Flooded throughout AS'],
	[3, 'Reserved'],
]);

/** RFC 2328, section A.4.2: kinds of a router's links, with the word and what the link's id is. */
export const linkTypes: ReadonlyMap<number, {readonly name: string; readonly short: string; readonly id: string}> = new Map([
	[1, {name: 'Point-to-point connection to another router', short: 'PTP', id: "Neighboring router's Router ID"}],
	[2, {name: 'Connection to a transit network', short: 'Transit', id: 'IP address of Designated Router'}],
	[3, {name: 'Connection to a stub network', short: 'Stub', id: 'IP network/subnet number'}],
	[4, {name: 'Virtual link', short: 'Virtual', id: "Neighboring router's Router ID"}],
]);

/** IANA: Opaque Link-State Advertisements (LSA) Option Types. */
export const opaqueTypes: ReadonlyMap<number, string> = new Map([
	[1, 'Traffic Engineering LSA'],
	[2, 'Sycamore Optical Topology Descriptions'],
	[3, 'grace-LSA'],
	[4, 'Router Information (RI)'],
	[5, 'L1VPN LSA'],
	[6, 'Inter-AS-TE-v2 LSA'],
	[7, 'OSPFv2 Extended Prefix Opaque LSA'],
	[8, 'OSPFv2 Extended Link Opaque LSA'],
	[9, 'TTZ LSA'],
]);

/** RFC 3630, section 2.5 and those after it. */
export const linkSubTlvs: ReadonlyMap<number, string> = new Map([
	[1, 'Link Type'],
	[2, 'Link ID'],
	[3, 'Local Interface IP Address'],
	[4, 'Remote Interface IP Address'],
	[5, 'Traffic Engineering Metric'],
	[6, 'Maximum Bandwidth'],
	[7, 'Maximum Reservable Bandwidth'],
	[8, 'Unreserved Bandwidth'],
	[9, 'Resource Class/Color'],
	[11, 'Link Local/Remote Identifier'],
	[14, 'Link Protection Type'],
	[15, 'Interface Switching Capability Descriptor'],
	[16, 'Shared Risk Link Group'],
	[17, 'Bandwidth Constraints'],
]);

/** IANA: OSPF Router Information (RI) TLVs. */
export const informationTlvs: ReadonlyMap<number, string> = new Map([
	[1, 'Router Informational Capabilities'],
	[2, 'Router Functional Capabilities'],
	[3, 'TE-MESH-GROUP TLV (IPv4)'],
	[4, 'TE-MESH-GROUP TLV (IPv6)'],
	[5, 'TE Node Capability Descriptor'],
	[6, 'PCED'],
	[7, 'OSPF Dynamic Hostname'],
	[8, 'SR-Algorithm '],
	[9, 'SID/Label Range'],
	[10, 'Node Admin Tag '],
	[11, 'S-BFD Discriminator'],
	[12, 'Node MSD'],
	[14, 'SR Local Block'],
	[15, 'SRMS Preference'],
	[16, 'Flexible Algorithm Definition'],
]);

/** RFC 7684, section 2.1. */
export const routeTypes: ReadonlyMap<number, string> = new Map([[0, 'Unspecified'], [1, 'Intra-Area'], [3, 'Inter-Area'], [5, 'AS-External'], [7, 'NSSA-External']]);
/** RFC 8665, section 3.1. */
export const algorithms: ReadonlyMap<number, string> = new Map([[0, 'Shortest Path First'], [1, 'Strict Shortest Path First']]);
/** IANA: OSPFv2 Extended Prefix TLV Sub-TLVs. */
export const prefixSubTlvs: ReadonlyMap<number, string> = new Map([[1, 'SID/Label'], [2, 'Prefix SID']]);
/** IANA: OSPFv2 Extended Link TLV Sub-TLVs. */
export const extendedLinkSubTlvs: ReadonlyMap<number, string> = new Map([
	[1, 'SID/Label'],
	[2, 'Adj-SID'],
	[3, 'LAN Adj-SID'],
	[6, 'Link MSD'],
	[7, 'Graceful Link Shutdown'],
	[8, 'Remote IPv4 Address'],
	[9, 'Local/Remote Interface ID'],
	[10, 'Application-Specific Link Attributes'],
	[12, 'Unidirectional Link Delay'],
	[13, 'Min/Max Unidirectional Link Delay'],
	[14, 'Unidirectional Delay Variation'],
	[19, 'Administrative Group'],
	[20, 'Extended Administrative Group'],
	[22, 'TE Metric'],
]);

/** RFC 5838, section 2.1: which addresses an instance of version 3 is about. */
export const instanceFamily = (instance: number): string =>
	instance < 32 ? 'IPv6 unicast AF' : instance < 64 ? 'IPv6 multicast AF' : instance < 96 ? 'IPv4 unicast AF' : instance < 128 ? 'IPv4 multicast AF' : 'Reserved';
/** RFC 3623, section B. */
export const restartReasons: ReadonlyMap<number, string> = new Map([[0, 'Unknown'], [1, 'Software Restart'], [2, 'Software Reload/Upgrade'], [3, 'Processor Switchover']]);
/** RFC 4124, section 5.1. */
export const bandwidthModels = (model: number): string =>
	model === 0
		? '(Russian Dolls Model - RDM)'
		: model === 1
		? '(Maximum Allocation Model - MAM)'
		: model === 2
		? '(Maximum Allocation with Reservation Model - MAR)'
		: model < 240
		? '(Unassigned, Specification Required)'
		: '(Reserved, Private Use)';
