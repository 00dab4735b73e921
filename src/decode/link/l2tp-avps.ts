import type {Field} from '../field.ts';
import {hexBytes} from '../print.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {p as broadband, readBroadband} from './l2tp-broadband.ts';
import {broadbandForum, cisco, faults, p, vendorNames} from './l2tp-fields.ts';
import {avpNames} from './l2tp-names.ts';
import {linkOptions} from './ppp-link-options.ts';
import {labelOptions, readOptions} from './ppp-options.ts';

/** What the Info column tells of a control message; -1 where it says no type. */
export type Said = {message: number; localSession: number | undefined; remoteSession: number | undefined};

/** Flags, vendor and type. */
const avpHeader = 6;
const lengthMask = 0x3ff;
const hiddenBit = 0x4000;
const stopControlConnection = 4;

type ReadValue = (r: Reader, said: Said) => void;

const values = (...fields: readonly Field[]): ReadValue => r => {
	for (const field of fields) r.read(field);
};
const characters = (field: Field<'text'>): ReadValue => r => void r.text(field, r.left);
const rest = (field: Field<'bytes'>): ReadValue => r => void r.take(field, r.left);
/** Parts of one word. */
const bits = (...fields: readonly Field[]): ReadValue => r => {
	for (const field of fields) r.at(field, r.position);
	r.skip(fields[0]!.size);
};
const list = (field: Field<'uint'>): ReadValue => r =>
	r.group(undefined, 'Pseudowire Capabilities List', () => {
		while (r.left >= field.size) r.read(field);
	});
const options = (field: Field<'bytes'>): ReadValue => r => {
	const value = r.bytes.subarray(r.position, r.end);
	r.open(field, r.position, value);
	labelOptions(r, linkOptions, `${field.title}: ${hexBytes(value)}`);
	readOptions(r, linkOptions);
	r.close();
};

const readResult: ReadValue = (r, said) => {
	r.read(said.message === stopControlConnection ? p.stop_result : p.disconnect_result);
	if (r.left < 2) return;
	r.read(p['avp.error_code']);
	if (r.left > 0) r.text(p['avp.error_message'], r.left);
};

// RFC 2661, section 4.4; RFC 3931, section 5.4; RFC 3145; RFC 3301
const readers = once((): ReadonlyMap<number, ReadValue> =>
	new Map<number, ReadValue>([
		[0, (r, said) => {
			said.message = r.read(p['avp.message_type']);
		}],
		[1, readResult],
		[2, values(p['avp.protocol_version'], p['avp.protocol_revision'])],
		[3, bits(p['avp.async_framing_supported'], p['avp.sync_framing_supported'])],
		[4, bits(p['avp.analog_access_supported'], p['avp.digital_access_supported'])],
		[5, values(p.tie_breaker)],
		[6, values(p['avp.firmware_revision'])],
		[7, characters(p['avp.host_name'])],
		[8, characters(p['avp.vendor_name'])],
		[9, values(p['avp.assigned_tunnel_id'])],
		[10, values(p['avp.receive_window_size'])],
		[11, rest(p['avp.chap_challenge'])],
		[12, r => {
			r.read(p['avp.cause_code']);
			r.read(p['avp.cause_msg']);
			if (r.left > 0) r.text(p['avp.advisory_msg'], r.left);
		}],
		[13, rest(p['avp.chap_challenge_response'])],
		[14, values(p['avp.assigned_session_id'])],
		[15, values(p['avp.call_serial_number'])],
		[16, values(p['avp.minimum_bps'])],
		[17, values(p['avp.maximum_bps'])],
		[18, bits(p['avp.analog_bearer_type'], p['avp.digital_bearer_type'])],
		[19, bits(p['avp.async_framing_type'], p['avp.sync_framing_type'])],
		[21, characters(p['avp.called_number'])],
		[22, characters(p['avp.calling_number'])],
		[23, characters(p['avp.sub_address'])],
		[24, values(p['avp.connect_speed'])],
		[25, values(p['avp.physical_channel'])],
		[26, options(p['avp.initial_received_lcp_confreq'])],
		[27, options(p['avp.last_sent_lcp_confreq'])],
		[28, options(p['avp.last_received_lcp_confreq'])],
		[29, values(p['avp.proxy_authen_type'])],
		[30, characters(p['avp.proxy_authen_name'])],
		[31, rest(p['avp.proxy_authen_challenge'])],
		[32, r => {
			r.skip(1);
			r.read(p['avp.proxy_authen_id']);
		}],
		[33, rest(p['avp.proxy_authen_response'])],
		[34, r => {
			r.skip(2);
			for (const key of ['crc_errors', 'framing_errors', 'hardware_overruns', 'buffer_overruns', 'time_out_errors', 'alignment_errors'] as const) r.read(p[`avp.${key}`]);
		}],
		[35, r => {
			r.skip(2);
			r.read(p['avp.send_accm']);
			r.read(p['avp.receive_accm']);
		}],
		[36, rest(p['avp.random_vector'])],
		[37, rest(p['avp.private_group_id'])],
		[38, values(p['avp.rx_connect_speed'])],
		[39, () => {}],
		[46, r => {
			r.read(p['avp.disconnect_code']);
			r.read(p['avp.control_protocol_number']);
			r.read(p['avp.cause_code_direction']);
			if (r.left > 0) r.text(p['avp.cause_code_message'], r.left);
		}],
		[59, rest(p['avp.message_digest'])],
		[60, values(p['avp.router_id'])],
		[61, values(p['avp.assigned_control_conn_id'])],
		[62, list(p['avp.pw_type'])],
		[63, (r, said) => {
			said.localSession = r.read(p['avp.local_session_id']);
		}],
		[64, (r, said) => {
			said.remoteSession = r.read(p['avp.remote_session_id']);
		}],
		[65, rest(p['avp.assigned_cookie'])],
		[66, characters(p['avp.remote_end_id'])],
		[68, values(p['avp.pseudowire_type'])],
		[69, values(p['avp.layer2_specific_sublayer'])],
		[70, values(p['avp.data_sequencing'])],
		[71, bits(p['avp.circuit_status'], p['avp.circuit_type'])],
		[72, characters(p['avp.preferred_language'])],
		[73, rest(p['avp.nonce'])],
		[74, values(p['avp.tx_connect_speed_v3'])],
		[75, values(p['avp.rx_connect_speed_v3'])],
		[97, r =>
			r.group(p['avp.csu'], undefined, () => {
				r.read(p['avp.csu.res']);
				r.read(p['avp.csu.remote_session_id']);
				r.read(p['avp.csu.current_tx_speed']);
				r.read(p['avp.csu.current_rx_speed']);
			})],
	])
);

const ciscoReaders = once((): ReadonlyMap<number, ReadValue> =>
	new Map<number, ReadValue>([
		[0, () => {}],
		[1, values(p['cisco.assigned_control_connection_id'])],
		[2, list(p['cisco.pw_type'])],
		[3, values(p['cisco.local_session_id'])],
		[4, values(p['cisco.remote_session_id'])],
		[5, rest(p['cisco.assigned_cookie'])],
		[6, characters(p['cisco.remote_end_id'])],
		[7, values(p['cisco.pseudowire_type'])],
		[8, bits(p['cisco.circuit_status'], p['cisco.circuit_type'])],
		[9, values(p['cisco.tie_breaker'])],
		[10, values(p['cisco.draft_avp_version'])],
		[12, rest(p['cisco.message_digest'])],
		[13, rest(p['cisco.nonce'])],
		[14, values(p['cisco.interface_mtu'])],
	])
);

const named = (field: Field, value: number): string => {
	const {values} = field;
	return (typeof values === 'function' ? values(value) : values?.get(value)) ?? `Unknown (${value})`;
};

const typeFields = once((): ReadonlyMap<number, Field<'uint'>> => new Map([[cisco, p['avp.ciscotype']], [broadbandForum, broadband['avp.broadbandtype']]]));

const labelOf = (vendor: number, type: number): string => {
	if (vendor === 0) return `${avpNames.get(type) ?? `Unknown (${type})`} AVP`;
	const who = `Vendor ${vendorNames.get(vendor) ?? 'Unknown'} (${vendor})`;
	const field = typeFields().get(vendor);
	return field === undefined ? `${who} AVP Type ${type}` : `${who}: ${named(field, type)} AVP`;
};

/** Reads the value of an AVP; whether it is known. */
function readValue(r: Reader, vendor: number, type: number, said: Said): boolean {
	if (vendor === broadbandForum) return readBroadband(r, type);
	const read = vendor === 0 ? readers().get(type) : vendor === cisco ? ciscoReaders().get(type) : undefined;
	read?.(r, said);
	return read !== undefined;
}

/** Reads the values of a control message up to its end, and fills `said`. */
export function readAvps(r: Reader, said: Said): void {
	while (r.left > 0) {
		r.need(avpHeader);
		const first = r.peek16();
		const size = first & lengthMask;
		if (size < avpHeader) r.fail(faults.avpLength, r.position, `AVP length must be >= ${avpHeader}, got ${size}`);
		// Of an AVP that is not all there, nothing is told.
		r.need(size);
		const vendor = r.peek16(2);
		const type = r.peek16(4);
		r.group(undefined, () => labelOf(vendor, type), () => {
			r.within(size, () => {
				r.at(p['avp.mandatory'], r.position);
				r.at(p['avp.hidden'], r.position);
				r.at(p['avp.length'], r.position);
				if ((first & hiddenBit) !== 0) return;
				r.skip(2);
				r.read(p['avp.vendor_id']);
				r.read(typeFields().get(vendor) ?? p['avp.type']);
				if (!readValue(r, vendor, type, said)) r.group(undefined, faults.unknownAvp.title, () => r.complain(faults.unknownAvp, r.position, r.end));
			});
		});
	}
}
