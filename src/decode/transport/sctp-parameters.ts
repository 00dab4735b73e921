import {bit, bytes, ipv4Address, ipv6Address, parts, text, u16, u32, u8} from '../field.ts';
import {ipv4Text, ipv6Text} from '../print.ts';
import {fault} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {chunkName, chunkTypes} from './sctp-names.ts';

const addressTypes: ReadonlyMap<number, string> = new Map([[5, 'IPv4 address'], [6, 'IPv6 address'], [11, 'Hostname address']]);

// IANA, SCTP chunk parameter types
const parameterTypes: ReadonlyMap<number, string> = new Map([
	[1, 'Heartbeat info'],
	[5, 'IPv4 address'],
	[6, 'IPv6 address'],
	[7, 'State cookie'],
	[8, 'Unrecognized parameter'],
	[9, 'Cookie preservative'],
	[11, 'Hostname address'],
	[12, 'Supported address types'],
	[13, 'Outgoing SSN reset request'],
	[14, 'Incoming SSN reset request'],
	[15, 'SSN/TSN reset request'],
	[16, 'Re-configuration response'],
	[17, 'Add outgoing streams request'],
	[18, 'Add incoming streams request'],
	[0x8000, 'ECN'],
	[0x8002, 'Random'],
	[0x8003, 'Authentication Chunk list'],
	[0x8004, 'Requested HMAC Algorithm'],
	[0x8008, 'Supported Extensions'],
	[0xc000, 'Forward TSN supported'],
	[0xc001, 'Add IP address'],
	[0xc002, 'Delete IP address'],
	[0xc003, 'Error cause indication'],
	[0xc004, 'Set primary address'],
	[0xc005, 'Success report'],
	[0xc006, 'Adaptation Layer Indication'],
]);

const hmacs: ReadonlyMap<number, string> = new Map([[0, 'Reserved'], [1, 'SHA-1'], [2, 'Reserved'], [3, 'SHA-256']]);

const reconfigResults: ReadonlyMap<number, string> = new Map([
	[0, 'Nothing to do'],
	[1, 'Performed'],
	[2, 'Denied'],
	[3, 'Error - Wrong SSN'],
	[4, 'Error - Request already in progress'],
	[5, 'Error - Bad sequence number'],
	[6, 'In progress'],
]);

// RFC 9260, section 3.2.1
const p = parts('sctp', () => ({
	parameter_type: u16('Parameter type', {
		base: 'hex',
		values: parameterTypes,
		bits: {
			bit_1: bit(1, 'Bit', {name: 'sctp.parameter_bit_1', meaning: ['Skip parameter and continue processing of the chunk', 'Stop processing of chunk']}),
			bit_2: bit(1, 'Bit', {name: 'sctp.parameter_bit_2', meaning: ['Do report', 'Do not report']}),
			_type: bit(14, ''),
		},
	}),
	parameter_length: u16('Parameter length'),
	parameter_value: bytes('Parameter value'),
	parameter_padding: bytes('Parameter padding'),
	parameter_ipv4_address: ipv4Address('IP Version 4 address'),
	parameter_ipv6_address: ipv6Address('IP Version 6 address'),
	parameter_heartbeat_information: bytes('Heartbeat information'),
	parameter_state_cookie: bytes('State cookie'),
	parameter_cookie_preservative_incr: u32('Suggested Cookie life-span increment (msec)'),
	parameter_hostname: text('Hostname', {type: 'FT_STRINGZ'}),
	parameter_supported_address_type: u16('Supported address type', {values: addressTypes}),
	parameter_reconfig_request_sequence_number: u32('Re-configuration request sequence number'),
	parameter_reconfig_response_sequence_number: u32('Re-configuration response sequence number'),
	parameter_senders_last_assigned_tsn: u32('Senders last assigned TSN'),
	parameter_senders_next_tsn: u32('Senders next TSN'),
	parameter_receivers_next_tsn: u32('Receivers next TSN'),
	parameter_reconfig_response_result: u32('Result', {values: reconfigResults}),
	parameter_reconfig_sid: u16('Stream Identifier'),
	parameter_add_outgoing_streams_number: u16('Number of streams'),
	parameter_add_outgoing_streams_reserved: u16('Reserved'),
	parameter_add_incoming_streams_number: u16('Number of streams'),
	parameter_add_incoming_streams_reserved: u16('Reserved'),
	correlation_id: u32('Correlation_id', {base: 'hex'}),
	adaptation_layer_indication: u32('Indication', {base: 'hex'}),
	random_number: bytes('Random number'),
	chunk_type_to_auth: u8('Chunk type', {values: chunkTypes}),
	hmac_id: u16('HMAC identifier', {values: hmacs}),
	supported_chunk_type: u8('Supported chunk type', {values: chunkTypes}),
}));

const faults = {parameterLength: fault('sctp.parameter_length.bad', 'Parameter length bad', 'error', 'Malformed')};

/** What `sctp` declares of the parameters in its chunks. */
export const parameterFields = p;
export const parameterFaults = faults;

const headerSize = 4;

/** Wireshark's word for the node of a parameter. */
function labelOf(b: Uint8Array, at: number, type: number, length: number, end: number): string {
	const body = at + headerSize;
	const size = length - headerSize;
	const name = parameterTypes.get(type);
	switch (type) {
		case 1:
			return `Heartbeat info parameter (Information: ${size} byte${size === 1 ? '' : 's'})`;
		case 5:
			return `IPv4 address parameter${body + 4 <= end ? ` (Address: ${ipv4Text(b, body)})` : ''}`;
		case 6:
			return `IPv6 address parameter${body + 16 <= end ? ` (Address: ${ipv6Text(b, body)})` : ''}`;
		case 7:
			return `State cookie parameter (Cookie length: ${size} byte${size === 1 ? '' : 's'})`;
		case 12: {
			const types: string[] = [];
			for (let i = body; i + 2 <= Math.min(end, body + size); i += 2)
				types.push(({5: 'IPv4', 6: 'IPv6', 11: 'hostname'} as Record<number, string>)[(b[i]! << 8) | b[i + 1]!] ?? 'Unknown');
			return `Supported address types parameter (Supported types: ${types.join(', ')})`;
		}

		case 0x8008: {
			const types: string[] = [];
			for (let i = body; i < Math.min(end, body + size); i++) types.push(chunkName(b[i]!));
			return `Supported Extensions parameter (Supported types: ${types.join(', ')})`;
		}

		default:
			return name === undefined ? `Parameter of type ${type} and ${size} byte${size === 1 ? '' : 's'} value` : `${name} parameter`;
	}
}

/** Parameters up to the end of the chunk; one that is wrong is the last. */
export function expandParameters(r: Reader): void {
	while (r.captured > 0) {
		const at = r.position;
		const type = r.peek16();
		const length = r.peek16(2);
		if (length >= 0 && length < headerSize) {
			r.group(undefined, () => labelOf(r.bytes, at, type, headerSize, r.end), () => {
				r.read(p.parameter_type);
				r.read(p.parameter_length);
				r.complain(faults.parameterLength, at + 2, at + 4);
			});
			r.done();
		}

		r.open(undefined);
		r.label(() => labelOf(r.bytes, at, type, length, r.end));
		r.read(p.parameter_type);
		r.read(p.parameter_length);
		// What one can only show as bytes is told as a whole, or not at all.
		if (type === 1 || type === 7) r.need(length - headerSize);
		r.within(length - headerSize, () => expandValue(r, type));
		const padding = Math.min(-length & 3, r.captured);
		if (padding > 0) r.tell(p.parameter_padding, padding);
		r.close();
	}
}

function expandValue(r: Reader, type: number): void {
	switch (type) {
		case 1:
			return r.tell(p.parameter_heartbeat_information, r.left);
		case 5:
			return r.tell(p.parameter_ipv4_address);
		case 6:
			return r.tell(p.parameter_ipv6_address);
		case 7:
			return r.tell(p.parameter_state_cookie, r.left);
		case 8:
		case 0xc003:
			return expandParameters(r);
		case 9:
			return r.tell(p.parameter_cookie_preservative_incr);
		case 11:
			return void r.text(p.parameter_hostname, r.left);
		case 12:
			while (r.left >= 2) r.read(p.parameter_supported_address_type);
			return;
		case 13:
			r.read(p.parameter_reconfig_request_sequence_number);
			r.read(p.parameter_reconfig_response_sequence_number);
			r.read(p.parameter_senders_last_assigned_tsn);
			while (r.left >= 2) r.read(p.parameter_reconfig_sid);
			return;
		case 14:
			r.read(p.parameter_reconfig_request_sequence_number);
			while (r.left >= 2) r.read(p.parameter_reconfig_sid);
			return;
		case 15:
			return r.tell(p.parameter_reconfig_request_sequence_number);
		case 16:
			r.read(p.parameter_reconfig_response_sequence_number);
			r.read(p.parameter_reconfig_response_result);
			if (r.left < 8) return;
			r.read(p.parameter_senders_next_tsn);
			r.read(p.parameter_receivers_next_tsn);
			return;
		case 17:
			r.read(p.parameter_reconfig_request_sequence_number);
			r.read(p.parameter_add_outgoing_streams_number);
			r.read(p.parameter_add_outgoing_streams_reserved);
			return;
		case 18:
			r.read(p.parameter_reconfig_request_sequence_number);
			r.read(p.parameter_add_incoming_streams_number);
			r.read(p.parameter_add_incoming_streams_reserved);
			return;
		case 0x8002:
			return r.tell(p.random_number, r.left);
		case 0x8003:
			while (r.left >= 1) r.read(p.chunk_type_to_auth);
			return;
		case 0x8004:
			while (r.left >= 2) r.read(p.hmac_id);
			return;
		case 0x8008:
			while (r.left >= 1) r.read(p.supported_chunk_type);
			return;
		case 0xc001:
		case 0xc002:
		case 0xc004:
			r.read(p.correlation_id);
			return expandParameters(r);
		case 0xc005:
			return r.tell(p.correlation_id);
		case 0xc006:
			return r.tell(p.adaptation_layer_indication);
		case 0x8000:
		case 0xc000:
			return;
		default:
			if (r.left > 0) r.tell(p.parameter_value, r.left);
	}
}
