import {decodeText} from '../decode-text.ts';
import type {Field} from '../field.ts';
import {hidden, type Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {faults, p} from './gtpv2-fields.ts';
import {readIndication} from './gtpv2-indication.ts';
import {elementNames} from './gtpv2-names.ts';
import {digitsIn, labelsIn, readImsi, readMsisdn, readNetwork} from './mobile-numbers.ts';
import {readConfiguration, readTrafficFlowTemplate, readZone} from './session-management.ts';

/** What is known of the message around an element. */
export type Around = {readonly toPhone: boolean; readonly depth: number};

/** One kind of element: its value, and what its node says of it. */
type Element = {
	readonly said?: (r: Reader, at: number, end: number) => string;
	readonly read: (r: Reader, around: Around) => void;
};

/** Type, length, spare and instance. */
const elementHeader = 4;
/** Bytes of a type and a length. */
const leastHeader = 3;
/** Elements in elements; real ones have two. */
const maxDepth = 128;
const second = 1_000_000_000n;
/** Seconds from 1900 to 1970. */
const epoch = 2_208_988_800n;

const nameOf = (field: Field, value: number): string => (field.values as ReadonlyMap<number, string>).get(value) ?? 'Unknown';
const fields = (...all: readonly Field[]): Element => ({
	read: r => {
		for (const field of all) r.read(field);
	},
});
/** One byte, or a part of it, that has names. */
const named = (field: Field<'uint'>, withNumber = false): Element => ({
	said(r, at) {
		const value = field.readAt(r.bytes, at);
		return withNumber ? `${nameOf(field, value)} (${value})` : nameOf(field, value);
	},
	read: r => void r.read(field),
});
/** Fields that share one byte. */
const shared = (...all: readonly Field[]): Element => ({
	read(r) {
		for (const field of all) r.at(field, r.position);
	},
});
/** A name of labels; some write it with dots instead. */
const labels = (field: Field<'text'>): Element => ({
	said: nameIn,
	read(r) {
		r.put(field, r.position, r.end, nameIn(r, r.position, r.end));
		r.skip(r.left);
	},
});
const nameIn = (r: Reader, at: number, end: number): string => (r.bytes[at]! > 0x20 ? decodeText(r.bytes, at, end, 'latin1') : labelsIn(r.bytes, at, end));

/** 3GPP TS 29.274, section 8.4 */
const cause: Element = {
	said: (r, at) => `${nameOf(p.cause, r.bytes[at]!)} (${r.bytes[at]})`,
	read(r) {
		r.read(p.cause);
		for (const field of [p.spare_b7_b3, p.pce, p.bce]) r.at(field, r.position);
		r.read(p.cs);
		if (r.left < elementHeader) return;
		r.read(p.cause_off_ie_t);
		r.read(p.ie_len);
		r.at(p.spare_half_octet, r.position);
		r.read(p.instance);
	},
};

/** 3GPP TS 29.274, section 8.14 */
const addressAllocation: Element = {
	said(r, at, end) {
		const type = r.bytes[at]! & 7;
		const six = type === 2 || type === 3 ? `IPv6 ${r.facts.print(p['pdn_addr_and_prefix.ipv6'], r.bytes.subarray(at + 2, at + 18))}` : '';
		const fourAt = type === 3 ? at + 18 : at + 1;
		const four = (type === 1 || type === 3) && fourAt + 4 <= end ? `IPv4 ${r.facts.print(p['pdn_addr_and_prefix.ipv4'], r.bytes.subarray(fourAt, fourAt + 4))}` : '';
		return [six, four].filter(text => text !== '').join(', ');
	},
	read(r) {
		const type = r.read(p.pdn_type);
		if (type === 2 || type === 3) {
			r.read(p.pdn_ipv6_len);
			r.read(p['pdn_addr_and_prefix.ipv6']);
		}

		if (type === 1 || type === 3) r.read(p['pdn_addr_and_prefix.ipv4']);
	},
};

/** What may be told of a place, in this order: its flag, its name, and what is read. 3GPP TS 29.274, section 8.21. */
const locations: ReadonlyArray<readonly [flag: number, short: string, title: string, read: (r: Reader) => void]> = [
	[0x01, 'CGI', 'Cell Global Identity (CGI)', r => {
		readNetwork(r, 'cgi');
		r.read(p.uli_cgi_lac);
		r.read(p.uli_cgi_ci);
	}],
	[0x02, 'SAI', 'Service Area Identity (SAI)', r => {
		readNetwork(r, 'sai');
		r.read(p.sai_lac);
		r.read(p.sai_sac);
	}],
	[0x04, 'RAI', 'Routeing Area Identity (RAI)', r => {
		readNetwork(r, 'rai');
		r.read(p.rai_lac);
		r.read(p.rai_rac);
	}],
	[0x08, 'TAI', 'Tracking Area Identity (TAI)', r => {
		readNetwork(r, 'tai');
		r.read(p.tai_tac);
	}],
	[0x10, 'ECGI', 'E-UTRAN Cell Global Identifier (ECGI)', r => {
		readNetwork(r, 'ecgi');
		// Wireshark does not move these bits to where a number begins.
		r.need(4);
		r.put(p.uli_ecgi_eci_spare, r.position, r.position + 1, r.peek() & 0xf0);
		r.readOpen(p.ecgi_eci, () => {
			r.at(p.enodebid, r.position - 4);
			r.at(p.cellid, r.position - 4);
		});
	}],
	[0x20, 'LAI', 'LAI (Location Area Identifier)', r => {
		readNetwork(r, 'lai');
		r.read(p.uli_lai_lac);
	}],
];

const userLocation: Element = {
	said: (r, at) => locations.filter(([flag]) => (r.bytes[at]! & flag) !== 0).map(([, short]) => `${short} `).join(''),
	read(r) {
		const flags = r.readOpen(p.uli_flags, () => {
			const at = r.position - 1;
			for (
				const field of [p.uli_ext_macro_enb_id_flg, p.uli_macro_enb_id_flg, p.uli_lai_flg, p.uli_ecgi_flg, p.uli_tai_flg, p.uli_rai_flg, p.uli_sai_flg, p.uli_cgi_flg]
			) r.at(field, at);
		});
		for (const [flag, , title, read] of locations) { if (flags & flag) r.group(undefined, title, () => read(r)); }
	},
};

const four = 0x80;
const six = 0x40;

/** 3GPP TS 29.274, section 8.22 */
const tunnelEndpoint: Element = {
	said(r, at, end) {
		const flags = r.bytes[at]!;
		const key = p.f_teid_gre_key.readAt(r.bytes, at + 1);
		const sixAt = at + (flags & four ? 9 : 5);
		const addresses = [
			...(flags & four && at + 9 <= end ? [`IPv4 ${r.facts.print(p.f_teid_ipv4, r.bytes.subarray(at + 5, at + 9))}`] : []),
			...(flags & six && sixAt + 16 <= end ? [`IPv6 ${r.facts.print(p.f_teid_ipv6, r.bytes.subarray(sixAt, sixAt + 16))}`] : []),
		];
		return [nameOf(p.f_teid_interface_type, flags & 0x3f), `TEID/GRE Key: 0x${key.toString(16).padStart(8, '0')}`, ...addresses].join(', ');
	},
	read(r) {
		const hasFour = r.at(p.f_teid_v4, r.position);
		const hasSix = r.at(p.f_teid_v6, r.position);
		r.read(p.f_teid_interface_type);
		r.read(p.f_teid_gre_key);
		if (hasFour) r.read(p.f_teid_ipv4);
		if (hasSix) r.read(p.f_teid_ipv6);
	},
};

/** 3GPP TS 29.274, section 8.62 */
const connectionSet: Element = {
	read(r) {
		const type = r.at(p.fq_csid_type, r.position);
		const count = r.read(p.fq_csid_nr);
		if (type === 0) r.read(p.fq_csid_ipv4);
		else if (type === 1) r.read(p.fq_csid_ipv6);
		else if (type === 2) {
			r.at(p.fq_csid_node_id, r.position);
			r.read(p.fq_csid_mcc_mnc);
		} else return;
		for (let i = 0; i < count; i++) r.read(p.fq_csid_id);
	},
};

/** 3GPP TS 48.018, section 11.3.92: one second, and the next ones. */
const waitText = (value: number): string => `${value + 1} second(s)`;

const group: Element = {said: () => '[Grouped IE]', read: (r, {toPhone, depth}) => readElements(r, {toPhone, depth: depth + 1})};

const inHex = (field: Field<'uint'>, r: Reader, at: number): string => field.readAt(r.bytes, at).toString(16).padStart(field.size * 2, '0');

/** A number, which names its node as well. */
const said = (field: Field<'uint'>): Element => ({said: (r, at) => String(field.readAt(r.bytes, at)), read: r => void r.read(field)});

// 3GPP TS 29.274, section 8
const elements = once((): ReadonlyMap<number, Element> =>
	new Map<number, Element>([
		[1, {said: (r, at, end) => digitsIn(r.bytes, at, end), read: r => readImsi(r, r.left)}],
		[2, cause],
		[3, {said: (r, at) => String(r.bytes[at]), read: r => void r.read(p.rec)}],
		[71, labels(p.apn)],
		[72, fields(p.ambr_up, p.ambr_down)],
		[73, {
			said: (r, at) => String(r.bytes[at]),
			read(r) {
				r.at(p.four_spare, r.position);
				r.read(p.ebi);
			},
		}],
		[74, {
			said: (
				r,
				at,
				end,
			) => (end - at === 4 ? `IPv4 ${r.facts.print(p.ip_address_ipv4, r.bytes.subarray(at, end))}` : `IPv6 ${r.facts.print(p.ip_address_ipv6, r.bytes.subarray(at, end))}`),
			read: r => void (r.left === 4 ? r.read(p.ip_address_ipv4) : r.read(p.ip_address_ipv6)),
		}],
		[75, {
			said: (r, at, end) => digitsIn(r.bytes, at, end),
			read(r) {
				r.put(p.mei, r.position, r.end, digitsIn(r.bytes, r.position, r.end));
				r.skip(r.left);
			},
		}],
		[76, {said: (r, at, end) => digitsIn(r.bytes, at, end), read: r => readMsisdn(r, r.left)}],
		[77, {
			read(r) {
				readIndication(r);
				if (r.left > 0) complainOfRest(r);
			},
		}],
		[78, {read: (r, {toPhone}) => readConfiguration(r, toPhone)}],
		[79, addressAllocation],
		[80, {
			read(r) {
				for (const field of [p.bearer_qos_pci, p.bearer_qos_pl, p.bearer_qos_pvi]) r.at(field, r.position);
				r.skip(1);
				for (const field of [p.bearer_qos_label_qci, p.bearer_qos_mbr_up, p.bearer_qos_mbr_down, p.bearer_qos_gbr_up, p.bearer_qos_gbr_down])
					r.read<'uint' | 'uint64'>(field);
			},
		}],
		[82, named(p.rat_type, true)],
		[83, {
			said(r, at) {
				const [a = 0, b = 0, c = 0] = r.bytes.subarray(at, at + 3);
				return `MCC ${(a & 0xf) * 100 + (a >>> 4) * 10 + (b & 0xf)} , MNC ${c & 0xf}${c >>> 4}${b >>> 4 === 0xf ? '' : b >>> 4} `;
			},
			read: r => void readNetwork(r, 'home'),
		}],
		[84, {read: readTrafficFlowTemplate}],
		[86, userLocation],
		[87, tunnelEndpoint],
		[92, fields(p.delay_value)],
		[93, group],
		[94, fields(p.charging_id)],
		[95, fields(p.charging_characteristic)],
		[97, shared(p['bearer_flag.ppc'], p['bearer_flag.vb'])],
		[99, {
			said: (r, at) => nameOf(p.pdn_type, r.bytes[at]! & 7),
			read(r) {
				r.at(p.five_spare, r.position);
				r.read(p.pdn_type);
			},
		}],
		[100, fields(p.pti)],
		[101, {read: r => void r.rest(p.drx_parameter)}],
		[109, group],
		[111, {
			said: (r, at) => inHex(p.p_tmsi, r, at),
			read(r) {
				const value = r.read(p.p_tmsi);
				r.put(p.tmsi, r.position - 4, r.position, value, hidden);
			},
		}],
		[112, {said: (r, at) => inHex(p.p_tmsi_sig, r, at), read: r => void r.read(p.p_tmsi_sig)}],
		[113, said(p.hop_counter)],
		[114, {
			read: r => readZone(r, p.timezone, p.ue_time_zone_dst),
		}],
		[125, {read: r => void r.rest(p.rrc_container)}],
		[126, said(p.upd_source_port_number)],
		[127, named(p.apn_rest, true)],
		[128, named(p.selec_mode)],
		[131, named(p.cng_rep_act)],
		[132, connectionSet],
		[135, named(p.node_type)],
		[136, labels(p.fqdn)],
		[144, fields(p.subscriber_rfsp)],
		[149, fields(p.service_indicator)],
		[150, fields(p.detach_type)],
		[152, shared(p.node_features_prn, p.node_features_mabr, p.node_features_ntsr, p.node_features_ciot)],
		[155, shared(p.arp_pci, p.arp_pl, p.arp_pvi)],
		[156, shared(p.timer_unit, p.timer_value)],
		[153, {
			said: (r, at) => ` ${waitText(r.bytes[at]!)}`,
			read: r => {
				r.put(p.time_to_data_xfer, r.position, r.position + 1, waitText(r.peek()));
				r.skip(r.left);
			},
		}],
		[170, {
			said: (r, at) => r.facts.print(p.uli_timestamp, instant(r, at)),
			read(r) {
				r.need(4);
				r.put(p.uli_timestamp, r.position, r.position + 4, instant(r, r.position));
				r.skip(4);
			},
		}],
		[180, group],
		[181, group],
		[182, said(p.metric)],
		[183, said(p.sequence_number)],
		[198, fields(p.uplink_rate_limit, p.downlink_rate_limit)],
		[207, said(p.additional_rrm_policy_index)],
		[255, {
			said: (r, at) => `Unknown (${(r.bytes[at]! << 8) | r.bytes[at + 1]!})`,
			read(r) {
				r.read(p.enterprise_id);
				r.rest(p.proprietary_value);
			},
		}],
	])
);

const complainOfRest = (r: Reader): void => r.group(undefined, faults.undecoded.title, () => r.complain(faults.undecoded, r.position, r.end));

/** Seconds since 1900. */
const instant = (r: Reader, at: number): bigint => (BigInt(new DataView(r.bytes.buffer, r.bytes.byteOffset + at, 4).getUint32(0)) - epoch) * second;

/** Least bytes that a node's name is made of. */
const leastSaid = new Map([[79, 5], [82, 1], [83, 3], [87, 5], [170, 4], [255, 2]]);

/** Reads elements to the end of the part. */
export function readElements(r: Reader, around: Around): void {
	while (r.left > 0) {
		if (r.left < leastHeader || around.depth > maxDepth) {
			r.complain(faults.elementLength, r.position, r.end, `Not enough data left for IE and length, ${r.left} bytes`);
			r.skip(r.captured);
			return;
		}

		r.need(elementHeader);
		const type = r.peek();
		const size = r.peek16(1);
		const left = r.left - elementHeader;
		if (size > left) {
			r.complain(faults.elementLength, r.position, r.end, `Less data left than indicated by length ${size}, remaining length ${left}`);
			r.read(p.ie_type);
			r.read(p.ie_len);
			r.skip(r.captured);
			return;
		}

		const element = elements().get(type);
		const at = r.position + elementHeader;
		r.open(undefined);
		r.label(() => {
			const isThere = size >= (leastSaid.get(type) ?? 1) && at + size <= r.end;
			return `${elementNames.get(type) ?? 'Unknown'} : ${isThere && element?.said !== undefined ? element.said(r, at, at + size) : ''}`;
		});
		r.read(p.ie_type);
		r.read(p.ie_len);
		r.at(p.cr, r.position);
		r.read(p.instance);
		r.within(size, () => {
			if (element !== undefined) element.read(r, around);
			else if (size > 0) complainOfRest(r);
		});
		r.close();
	}
}
