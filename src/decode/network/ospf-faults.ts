import {fault} from '../protocol.ts';

/** What can be wrong with OSPF, by Wireshark's names where it has them. */
export const faults = {
	reserved: fault('ospf.reserved.not_zero', 'incorrect, should be 0', 'warning'),
	length: fault('ospf.lsa.invalid_length', 'Invalid length', 'error'),
	type: fault('ospf.lsa.unknown_type', 'Unknown LSA Type', 'warning'),
	packetLength: fault('ospf.packet_length.bad', 'The packet is shorter than its own header', 'malformed'),
} as const;
