import type {FaultGroup, Severity} from './protocol.ts';

/** What a severity is called, and Wireshark's number for it. */
export const severities: Readonly<Record<Severity, {readonly name: string; readonly number: number}>> = {
	comment: {name: 'Comment', number: 0x0010_0000},
	chat: {name: 'Chat', number: 0x0020_0000},
	note: {name: 'Note', number: 0x0040_0000},
	warning: {name: 'Warning', number: 0x0060_0000},
	error: {name: 'Error', number: 0x0080_0000},
	malformed: {name: 'Error', number: 0x0080_0000},
	truncated: {name: 'Error', number: 0x0080_0000},
};

/** Wireshark's numbers of what a fault is about. */
export const groups: Readonly<Record<FaultGroup, number>> = {
	Checksum: 0x0100_0000,
	Sequence: 0x0200_0000,
	Response: 0x0300_0000,
	Request: 0x0400_0000,
	Undecoded: 0x0500_0000,
	Reassemble: 0x0600_0000,
	Malformed: 0x0700_0000,
	Debug: 0x0800_0000,
	Protocol: 0x0900_0000,
	Security: 0x0a00_0000,
	Comment: 0x0b00_0000,
	Decryption: 0x0c00_0000,
	Assumption: 0x0d00_0000,
	Deprecated: 0x0e00_0000,
	Receive: 0x0f00_0000,
	Interface: 0x1000_0000,
};

/** The expert line of a packet whose bytes ran out. */
export const ranOut = {name: '_ws.malformed.expert', text: 'Malformed Packet (Exception occurred)'} as const;
