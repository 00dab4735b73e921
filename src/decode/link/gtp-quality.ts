import {bit, parts, u16, u8, word} from '../field.ts';
import type {Reader} from '../reader.ts';

const whole = {type: 'FT_UINT8'} as const;

/** Rates of one byte: 3GPP TS 24.008, section 10.5.6.5, octet 8. 255 stands for none. */
export function rateOf(value: number): number {
	if (value === 255) return 0;
	if (value < 64) return value;
	return value < 128 ? 64 + (value - 64) * 8 : 576 + (value - 128) * 64;
}

/** Octets of the longest packet; from 151 on the table has its own. */
const longest = (value: number): number => (value === 151 ? 1502 : value === 152 ? 1510 : value === 153 ? 1520 : value * 10);

const kbps = (value: number): string => `${rateOf(value)} kbps (${value})`;
const oneOf = (...names: readonly string[]): Map<number, string> => new Map(names.map((name, index) => [index, name]));

/** How packets of a session are treated: 3GPP TS 24.008, section 10.5.6.5. */
export const qualityParts = parts('gtp', () => ({
	qos_umts_length: u16('Length'),
	qos_al_ret_priority: u8('Allocation/Retention priority'),
	...word(1, {
		qos_spare1: bit(2, 'Spare', whole),
		qos_delay: bit(3, 'QoS delay', {
			...whole,
			values: oneOf('Subscribed delay class (in MS to network direction)', 'Delay class 1', 'Delay class 2', 'Delay class 3', 'Delay class 4 (best effort)'),
		}),
		qos_reliability: bit(3, 'QoS reliability', {
			...whole,
			values: oneOf(
				'Subscribed reliability class (in MS to network direction)',
				'Acknowledged GTP, LLC, and RLC; Protected data',
				'Unacknowledged GTP, Ack LLC/RLC, Protected data',
				'Unacknowledged GTP/LLC, Ack RLC, Protected data',
				'Unacknowledged GTP/LLC/RLC, Protected data',
				'Unacknowledged GTP/LLC/RLC, Unprotected data',
			),
		}),
	}),
	...word(1, {
		qos_peak: bit(4, 'QoS peak', {
			...whole,
			values: new Map([[0, 'Subscribed peak throughput (in MS to network direction)'], ...[1, 2, 4, 8, 16, 32, 64, 128, 256].map((rate, index): [number, string] => [
				index + 1,
				`Up to ${rate} 000 oct/s`,
			])]),
		}),
		qos_spare2: bit(1, 'Spare', whole),
		qos_precedence: bit(3, 'QoS precedence', {
			...whole,
			values: oneOf('Subscribed precedence (in MS to network direction)', 'High priority', 'Normal priority', 'Low priority'),
		}),
	}),
	...word(1, {
		qos_spare3: bit(3, 'Spare', whole),
		qos_mean: bit(5, 'QoS mean', {...whole, values: new Map([[0, 'Subscribed mean throughput (in MS to network direction)'], [31, 'Best effort']])}),
	}),
	...word(1, {
		qos_traf_class: bit(3, 'Traffic class', {
			...whole,
			values: oneOf('Subscribed traffic class (in MS to network direction)', 'Conversational class', 'Streaming class', 'Interactive class', 'Background class'),
		}),
		qos_del_order: bit(2, 'Delivery order', {
			...whole,
			values: oneOf('Subscribed delivery order (in MS to network direction)', "With delivery order ('yes')", "Without delivery order ('no')", 'Reserved'),
		}),
		qos_del_err_sdu: bit(3, 'Delivery of erroneous SDU', {
			...whole,
			values: oneOf(
				'Subscribed delivery of erroneous SDUs (in MS to network direction)',
				"No detect ('-')",
				"Erroneous SDUs are delivered ('yes')",
				"Erroneous SDUs are not delivered ('no')",
			),
		}),
	}),
	qos_max_sdu_size: u8('Maximum SDU size', {unit: ' octets'}),
	qos_max_ul: u8('Maximum bit rate for uplink', {unit: ' kbps'}),
	qos_max_dl: u8('Maximum bit rate for downlink', {unit: ' kbps'}),
	...word(1, {
		qos_res_ber: bit(4, 'Residual BER', {
			...whole,
			values: oneOf(
				'Subscribed residual BER (in MS to network direction)',
				'1/20 = 5x10^-2',
				'1/100 = 1x10^-2',
				'1/200 = 5x10^-3',
				'1/250 = 4x10^-3',
				'1/1 000 = 1x10^-3',
				'1/10 000 = 1x10^-4',
				'1/100 000 = 1x10^-5',
				'1/1 000 000 = 1x10^-6',
				'3/50 000 000 = 6x10^-8',
			),
		}),
		qos_sdu_err_ratio: bit(4, 'SDU Error ratio', {
			...whole,
			values: oneOf(
				'Subscribed SDU error ratio (in MS to network direction)',
				'1/100 = 1x10^-2',
				'7/1000 = 7x10^-3',
				'1/1 000 = 1x10^-3',
				'1/10 000 = 1x10^-4',
				'1/100 000 = 1x10^-5',
				'1/1 000 000 = 1x10^-6',
				'1/10 = 1x10^-1',
			),
		}),
	}),
	...word(1, {
		qos_trans_delay: bit(6, 'Transfer delay', whole),
		qos_traf_handl_prio: bit(2, 'Traffic handling priority', {
			...whole,
			values: oneOf('Subscribed traffic handling priority (in MS to network direction)', 'Priority level 1', 'Priority level 2', 'Priority level 3'),
		}),
	}),
	qos_guar_ul: u8('Guaranteed bit rate for uplink', {shown: kbps}),
	qos_guar_dl: u8('Guaranteed bit rate for downlink', {shown: kbps}),
	...word(1, {
		qos_spare4: bit(3, 'Spare', whole),
		sig_ind: bit(1, 'Signalling Indication', {meaning: ['Optimised for signalling traffic', 'Not optimised for signalling traffic']}),
		src_stat_desc: bit(4, 'Source Statistics Descriptor', {...whole, values: oneOf('unknown', 'speech')}),
	}),
}));

const p = qualityParts;

/** The quality of service of a context, to the end of the part. */
export function readQuality(r: Reader): void {
	r.read(p.qos_al_ret_priority);
	const bytes = [
		[p.qos_spare1, p.qos_delay, p.qos_reliability],
		[p.qos_peak, p.qos_spare2, p.qos_precedence],
		[p.qos_spare3, p.qos_mean],
		[p.qos_traf_class, p.qos_del_order, p.qos_del_err_sdu],
	];
	for (const fields of bytes) {
		if (r.left === 0) return;
		for (const field of fields) r.at(field, r.position);
		r.skip(1);
	}

	for (const [field, value] of [[p.qos_max_sdu_size, longest], [p.qos_max_ul, rateOf], [p.qos_max_dl, rateOf]] as const) {
		if (r.left === 0) return;
		r.need(1);
		r.put(field, r.position, r.position + 1, value(r.peek()));
		r.skip(1);
	}

	for (
		const fields of [[p.qos_res_ber, p.qos_sdu_err_ratio], [p.qos_trans_delay, p.qos_traf_handl_prio], [p.qos_guar_ul], [p.qos_guar_dl], [p.qos_spare4, p.sig_ind,
			p.src_stat_desc]]
	) {
		if (r.left === 0) return;
		for (const field of fields) r.at(field, r.position);
		r.skip(1);
	}
}
