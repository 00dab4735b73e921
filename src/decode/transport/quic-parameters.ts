import {bytes, type Field, ipv4Address, ipv6Address, none, parts, text, u16, u32, u64, u8} from '../field.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {integerAt, integerSize} from './quic-header.ts';
import {readInteger} from './quic-integer.ts';
import {versionName} from './quic-versions.ts';

const hex = {base: 'hex'} as const;

const timeStampModes = new Map([
	[1, 'I would like to receive TIME_STAMP frames'],
	[2, 'I am able to generate TIME_STAMP frames'],
	[3, 'I am able to generate TIME_STAMP frames and I would like to receive them'],
]);

// RFC 9000, section 18
/** Fields of the transport parameters. */
export const parameterParts = parts('tls.quic', () => ({
	'len': u16('Parameters Length'),
	'parameter.type': u64('Type', {shown: value => nameOf(value) ?? String(value)}),
	'parameter.length': u64('Length'),
	'parameter.lengt.old': u16('Length'),
	'parameter.value': bytes('Value'),
	'parameter.original_destination_connection_id': bytes('original_destination_connection_id', {
		about: 'The id that the client first made up: it shows that nobody in between answered.',
	}),
	'parameter.max_idle_timeout': u64('max_idle_timeout', {about: 'Milliseconds of silence after which the connection is over.'}),
	'parameter.stateless_reset_token': bytes('stateless_reset_token'),
	'parameter.max_udp_payload_size': u64('max_udp_payload_size'),
	'parameter.initial_max_data': u64('initial_max_data', {about: 'Bytes that may be sent on all streams together before more are allowed.'}),
	'parameter.initial_max_stream_data_bidi_local': u64('initial_max_stream_data_bidi_local'),
	'parameter.initial_max_stream_data_bidi_remote': u64('initial_max_stream_data_bidi_remote'),
	'parameter.initial_max_stream_data_uni': u64('initial_max_stream_data_uni'),
	'parameter.initial_max_streams_bidi': u64('initial_max_streams_bidi'),
	'parameter.initial_max_streams_uni': u64('initial_max_streams_uni'),
	'parameter.ack_delay_exponent': u64('ack_delay_exponent'),
	'parameter.max_ack_delay': u64('max_ack_delay'),
	'parameter.preferred_address.ipv4address': ipv4Address('ipv4Address'),
	'parameter.preferred_address.ipv4port': u16('ipv4Port'),
	'parameter.preferred_address.ipv6address': ipv6Address('ipv6Address'),
	'parameter.preferred_address.ipv6port': u16('ipv6Port'),
	'parameter.preferred_address.connectionid.length': u8('Length'),
	'parameter.preferred_address.connectionid': bytes('connectionId'),
	'parameter.preferred_address.statelessresettoken': bytes('statelessResetToken'),
	'parameter.active_connection_id_limit': u64('Active Connection ID Limit'),
	'parameter.initial_source_connection_id': bytes('Initial Source Connection ID'),
	'parameter.retry_source_connection_id': bytes('Retry Source Connection ID'),
	'parameter.max_datagram_frame_size': u64('max_datagram_frame_size', {reference: 'RFC 9221, section 3'}),
	'parameter.loss_bits': u64('loss_bits'),
	'parameter.min_ack_delay': u64('min_ack_delay'),
	'parameter.enable_time_stamp_v2': u64('Enable TimestampV2', {values: timeStampModes}),
	'parameter.google.user_agent': text('Google UserAgent'),
	'parameter.google.quic_version': u32('Google QUIC version', {...hex, values: versionName}),
	'parameter.google.initial_rtt': u64('Google Initial RTT', {unit: ' us'}),
	'parameter.google.quic_params': bytes('Google QUIC parameters'),
	'parameter.google.quic_params_unknown_field': bytes('Google Unknown Field'),
	'parameter.google.connection_options': bytes('Google Connection options'),
	'parameter.google.supported_versions_length': u8('Google Supported Versions Length'),
	'parameter.google.supported_version': u32('Google Supported Version', {...hex, values: versionName}),
	'parameter.google.key_update_not_yet_supported': none('Google Key Update not yet supported'),
	'parameter.google.support_handshake_done': none('Google Support Handshake Done'),
	'parameter.facebook.partial_reliability': u64('Facebook Partial Reliability'),
	'parameter.vi.chosen_version': u32('Chosen Version', {...hex, values: versionName, reference: 'RFC 9368, section 3'}),
	'parameter.vi.other_version': u32('Other Version', {...hex, values: versionName, reference: 'RFC 9368, section 3'}),
}));

const p = parameterParts;

type Parameter = {
	readonly name: string;
	/** Reads the value; the reader's part is the value. */
	readonly read: (r: Reader) => void;
	/** What follows a number in the parameter's line; undefined where no number does. */
	readonly unit?: string;
};

const number = (name: string, field: Field<'uint64'>, unit?: string): Parameter => ({name, read: r => void readInteger(r, field), ...(unit !== undefined && {unit})});
const id = (name: string, field: Field<'bytes'>): Parameter => ({name, read: r => void r.take(field, r.left)});
const nothing = (name: string, read: (r: Reader) => void = () => {}): Parameter => ({name, read});
const flag = (name: string, field: Field<'none'>): Parameter => ({name, read: r => r.mark(field, r.left)});

const versions = (r: Reader, field: Field<'uint'>): void => {
	while (r.left > 0) r.read(field);
};

const parameters = once((): ReadonlyMap<number, Parameter> =>
	new Map<number, Parameter>([
		[0x00, id('original_destination_connection_id', p['parameter.original_destination_connection_id'])],
		[0x01, number('max_idle_timeout', p['parameter.max_idle_timeout'], ' ms')],
		[0x02, id('stateless_reset_token', p['parameter.stateless_reset_token'])],
		[0x03, number('max_udp_payload_size', p['parameter.max_udp_payload_size'], '')],
		[0x04, number('initial_max_data', p['parameter.initial_max_data'], '')],
		[0x05, number('initial_max_stream_data_bidi_local', p['parameter.initial_max_stream_data_bidi_local'], '')],
		[0x06, number('initial_max_stream_data_bidi_remote', p['parameter.initial_max_stream_data_bidi_remote'], '')],
		[0x07, number('initial_max_stream_data_uni', p['parameter.initial_max_stream_data_uni'], '')],
		[0x08, number('initial_max_streams_bidi', p['parameter.initial_max_streams_bidi'], '')],
		[0x09, number('initial_max_streams_uni', p['parameter.initial_max_streams_uni'], '')],
		[0x0a, number('ack_delay_exponent', p['parameter.ack_delay_exponent'])],
		[0x0b, number('max_ack_delay', p['parameter.max_ack_delay'], '')],
		[0x0c, nothing('disable_active_migration')],
		[0x0d, nothing('preferred_address', readPreferredAddress)],
		[0x0e, number('active_connection_id_limit', p['parameter.active_connection_id_limit'], '')],
		[0x0f, id('initial_source_connection_id', p['parameter.initial_source_connection_id'])],
		[0x10, id('retry_source_connection_id', p['parameter.retry_source_connection_id'])],
		[0x11, nothing('version_information', readVersions)],
		[0x20, number('max_datagram_frame_size', p['parameter.max_datagram_frame_size'], '')],
		[0x1057, number('loss_bits', p['parameter.loss_bits'])],
		[0x173e, nothing('discard')],
		[0x2ab2, nothing('grease_quic_bit')],
		[0x3127, number('google_initial_rtt', p['parameter.google.initial_rtt'], ' us')],
		[0x3128, id('google_connection_options', p['parameter.google.connection_options'])],
		[0x3129, nothing('google_user_agent', r => void r.text(p['parameter.google.user_agent'], r.left))],
		[0x312b, flag('google_key_update_not_yet_supported', p['parameter.google.key_update_not_yet_supported'])],
		[0x312c, flag('google_support_handshake_done', p['parameter.google.support_handshake_done'])],
		[0x4751, nothing('google_quic_params', readGoogleParameters)],
		[0x4752, nothing('google_quic_version', readGoogleVersions)],
		[0x7158, number('enable_time_stamp_v2', p['parameter.enable_time_stamp_v2'])],
		[0xde1a, number('min_ack_delay', p['parameter.min_ack_delay'])],
		[0xff00, number('facebook_partial_reliability', p['parameter.facebook.partial_reliability'])],
	])
);

/** RFC 9000, section 18.1: every 31st number is reserved for nobody. */
const isGrease = (type: number): boolean => type >= 27 && (type - 27) % 31 === 0;

const nameOf = (type: number): string | undefined => parameters().get(type)?.name;

// RFC 9000, section 18.2
function readPreferredAddress(r: Reader): void {
	r.read(p['parameter.preferred_address.ipv4address']);
	r.read(p['parameter.preferred_address.ipv4port']);
	r.read(p['parameter.preferred_address.ipv6address']);
	r.read(p['parameter.preferred_address.ipv6port']);
	const size = r.read(p['parameter.preferred_address.connectionid.length']);
	r.take(p['parameter.preferred_address.connectionid'], size);
	r.take(p['parameter.preferred_address.statelessresettoken'], 16);
}

function readVersions(r: Reader): void {
	r.read(p['parameter.vi.chosen_version']);
	versions(r, p['parameter.vi.other_version']);
}

function readGoogleVersions(r: Reader): void {
	r.read(p['parameter.google.quic_version']);
	if (r.left === 0) return;
	const size = r.read(p['parameter.google.supported_versions_length']);
	r.within(size, () => versions(r, p['parameter.google.supported_version']));
}

function readGoogleParameters(r: Reader): void {
	r.put(p['parameter.google.quic_params'], r.position, r.end, r.bytes.subarray(r.position, r.end));
	r.take(p['parameter.google.quic_params_unknown_field'], Math.min(4, r.left));
}

/** The transport parameters of one side, RFC 9000, section 18. Drafts before 27 had a length before them, and numbers of two bytes. */
export function readTransportParameters(r: Reader): void {
	const isOld = r.peek16() === r.left - 2;
	if (isOld) r.read(p.len);
	while (r.left > 0) r.group(undefined, () => labelOf(r, isOld), () => readParameter(r, isOld));
}

function readParameter(r: Reader, isOld: boolean): void {
	const at = r.position;
	const type = isOld ? r.takeNumber(2) : readInteger(r, p['parameter.type']);
	if (isOld) r.put(p['parameter.type'], at, at + 2, BigInt(type));
	const size = isOld ? r.read(p['parameter.lengt.old']) : readInteger(r, p['parameter.length']);
	r.within(size, () => {
		r.put(p['parameter.value'], r.position, r.end, r.bytes.subarray(r.position, r.end));
		parameters().get(type)?.read(r);
	});
}

/** `Parameter: max_idle_timeout (len=4) 30000 ms` */
function labelOf(r: Reader, isOld: boolean): string {
	const {bytes: b, position, end} = r;
	const whole = (at: number): boolean => at < end && at + (isOld ? 2 : integerSize(b[at]!)) <= end;
	const number = (at: number): number => (isOld ? (b[at]! << 8) | b[at + 1]! : integerAt(b, at));
	const past = (at: number): number => at + (isOld ? 2 : integerSize(b[at]!));
	if (!whole(position) || !whole(past(position))) return 'Parameter';
	const type = number(position);
	const lengthAt = past(position);
	const valueAt = past(lengthAt);
	const found = parameters().get(type);
	const label = `Parameter: ${found?.name ?? (isGrease(type) ? 'GREASE' : `Unknown 0x${type.toString(16).padStart(4, '0')}`)} (len=${number(lengthAt)})`;
	if (found?.unit === undefined || valueAt >= end || valueAt + integerSize(b[valueAt]!) > end) return label;
	return `${label} ${integerAt(b, valueAt)}${found.unit}`;
}
