import {alertDescriptions} from '../application/tls-names.ts';
import {bit, bytes, frameNumber, none, parts, text, u32, u64, u8, word} from '../field.ts';
import {fault} from '../protocol.ts';
import {versionName} from './quic-versions.ts';

const truth = ['True', 'False'] as const;

// RFC 9000, sections 17.2 and 17.3
export const quicParts = parts('quic', () => ({
	'connection.number': u32('Connection Number', {about: 'Number of the connection in this capture, from 0.'}),
	'packet_length': u32('Packet Length', {about: 'A datagram may hold several packets: these are the bytes of one.'}),
	...word(1, {
		'header_form': bit(1, 'Header Form', {
			type: 'FT_UINT8',
			values: new Map([[1, 'Long Header'], [0, 'Short Header']]),
			about: 'Long until both sides have their keys, short afterwards.',
		}),
		'fixed_bit': bit(1, 'Fixed Bit', {meaning: truth}),
		'long.packet_type': bit(2, 'Packet Type', {type: 'FT_UINT8', values: new Map([[0, 'Initial'], [1, '0-RTT'], [2, 'Handshake'], [3, 'Retry']])}),
		'long.reserved': bit(2, 'Reserved', {type: 'FT_UINT8'}),
		'packet_number_length': bit(2, 'Packet Number Length', {type: 'FT_UINT8', values: new Map([[0, '1 bytes'], [1, '2 bytes'], [2, '3 bytes'], [3, '4 bytes']])}),
	}),
	...word(1, {
		'_before': bit(2, ''),
		'long.packet_type_v2': bit(2, 'Packet Type', {
			type: 'FT_UINT8',
			values: new Map([[0, 'Retry'], [1, 'Initial'], [2, '0-RTT'], [3, 'Handshake']]),
			reference: 'RFC 9369, section 3.2',
		}),
		'_behind': bit(4, ''),
	}),
	...word(1, {'_form': bit(2, ''), 'spin_bit': bit(1, 'Spin Bit', {meaning: truth, about: 'Changes once a round trip, so that the path can be timed.'}), '_masked': bit(5, '')}),
	...word(1, {'_long': bit(1, ''), 'vn.unused': bit(7, 'Unused', {type: 'FT_UINT8', base: 'hex'})}),
	'version': u32('Version', {base: 'hex', values: versionName}),
	'dcil': u8('Destination Connection ID Length'),
	'dcid': bytes('Destination Connection ID', {about: 'What the receiver calls the connection: it survives a change of addresses.'}),
	'scil': u8('Source Connection ID Length'),
	'scid': bytes('Source Connection ID', {about: 'What the sender wants to be called.'}),
	'token_length': u64('Token Length'),
	'token': bytes('Token', {about: 'Shows that the client can be reached at its address: a Retry, or an earlier connection, gave it.'}),
	'length': u64('Length', {about: 'Bytes of packet number and payload.'}),
	'packet_number': u64('Packet Number'),
	'payload': bytes('Payload'),
	'remaining_payload': bytes('Remaining Payload'),
	'supported_version': u32('Supported Version', {base: 'hex', values: versionName}),
	'odcil': u8('Original Destination Connection ID Length'),
	'odcid': bytes('Original Destination Connection ID'),
	'retry_token': bytes('Retry Token'),
	'retry_integrity_tag': bytes('Retry Integrity Tag', {about: 'Keeps those away who did not see what the Retry answers.', reference: 'RFC 9001, section 5.8'}),
	'short': none('QUIC Short Header', {reference: 'RFC 9000, section 17.3'}),
}));

const errorNames = [
	'NO_ERROR',
	'INTERNAL_ERROR',
	'CONNECTION_REFUSED',
	'FLOW_CONTROL_ERROR',
	'STREAM_ID_ERROR',
	'STREAM_STATE_ERROR',
	'FINAL_SIZE_ERROR',
	'FRAME_ENCODING_ERROR',
	'TRANSPORT_PARAMETER_ERROR',
	'CONNECTION_ID_LIMIT_ERROR',
	'PROTOCOL_VIOLATION',
	'INVALID_TOKEN',
	'APPLICATION_ERROR',
	'CRYPTO_BUFFER_EXCEEDED',
	'KEY_UPDATE_ERROR',
	'AEAD_LIMIT_REACHED',
	'NO_VIABLE_PATH',
	'VERSION_NEGOTIATION_ERROR',
] as const;

/** RFC 9000, section 20.1: these are alerts of TLS. */
export const isCryptoError = (code: number): boolean => code >= 0x100 && code <= 0x1ff;

export const errorName = (code: number): string | undefined => (isCryptoError(code) ? 'CRYPTO_ERROR' : errorNames[code]);

// RFC 9000, section 19
export const frameParts = parts('quic', () => ({
	'frame': none('Frame'),
	'frame_type': u64('Frame Type'),
	'padding_length': u32('Padding Length'),
	'ack.largest_acknowledged': u64('Largest Acknowledged', {about: 'The largest packet number that has come.'}),
	'ack.ack_delay': u64('ACK Delay', {about: 'How long the receiver waited before it said so.'}),
	'ack.ack_range_count': u64('ACK Range Count'),
	'ack.first_ack_range': u64('First ACK Range', {about: 'Packets in front of the largest that have come without a gap.'}),
	'ack.gap': u64('Gap'),
	'ack.ack_range': u64('ACK Range'),
	'ack.ect0_count': u64('ECT(0) Count'),
	'ack.ect1_count': u64('ECT(1) Count'),
	'ack.ecn_ce_count': u64('ECN-CE Count'),
	'crypto.offset': u64('Offset'),
	'crypto.length': u64('Length'),
	'crypto.crypto_data': none('Crypto Data', {about: 'Part of the TLS handshake.'}),
	'crypto.fragments': none('Reassembled QUIC CRYPTO Data Fragments'),
	'crypto.fragment': frameNumber('QUIC CRYPTO Data Fragment', {about: 'A frame that gave a part of the handshake.'}),
	'crypto.fragment.count': u32('Fragment count'),
	'cc.error_code': u64('Error code', {values: errorName}),
	'cc.error_code.tls_alert': u8('TLS Alert Description', {values: alertDescriptions}),
	'cc.frame_type': u64('Frame Type', {about: 'Which frame was wrong.'}),
	'cc.reason_phrase.length': u64('Reason phrase Length'),
	'cc.reason_phrase': text('Reason phrase'),
}));

export const quicFaults = {
	unknown: fault('quic.connection.unknown', 'Unknown QUIC connection. Missing Initial Packet or migrated connection?', 'note'),
	locked: fault('quic.decryption_failed', 'Failed to decrypt handshake', 'warning', 'Decryption'),
	badRetry: fault('quic.bad_retry', 'Retry Integrity Tag verification failure', 'warning', 'Protocol'),
	padding: fault('quic.coalesced_padding_data', '(Random) padding data appended to the datagram', 'note'),
	again: fault('quic.retransmission', 'This QUIC frame has a reused stream offset (retransmission?)', 'note', 'Sequence'),
	overlap: fault('quic.overlap', 'This QUIC frame overlaps a previous frame in the stream', 'note', 'Sequence'),
	unknownFrame: fault('quic.ft.unknown', 'Unknown Frame Type', 'note', 'Undecoded'),
};
