import type {Field} from '../field.ts';
import {hidden, type Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {elementParts, p} from './gtp-fields.ts';
import {elementNames, extensionNames} from './gtp-names.ts';
import {qualityParts, readQuality} from './gtp-quality.ts';
import {type Area, digitsIn, labelsIn, readAddress, readImsi, readNetwork} from './mobile-numbers.ts';
import {readConfiguration, readTrafficFlowTemplate, readZone, zoneText} from './session-management.ts';

/** One kind of element: what is behind its type, and its length where it has one. */
type Element = {
	/** Bytes behind the type, where the kind says so: 3GPP TS 29.060, section 7.7. */
	readonly size?: number;
	/** Stands in the layer itself, without a node of its own. */
	readonly bare?: boolean;
	/** What the length is called, where the element has one. */
	readonly length?: Field<'uint'>;
	/** It is told as far as it is there; others are told as a whole, or not at all. */
	readonly isLoose?: boolean;
	/** Its type is shown as well. */
	readonly numbered?: boolean;
	/** Names the node, from the value at `at`. */
	readonly label?: (r: Reader, at: number, size: number) => string;
	readonly read: (r: Reader, toPhone: boolean) => void;
};

const firstWithLength = 128;

const bare = (...fields: readonly Field[]): Element => ({
	size: fields.reduce((sum, field) => sum + field.size, 0),
	bare: true,
	read: r => {
		for (const field of fields) r.read(field);
	},
});
/** One bit that says yes or no. */
const flag = (field: Field<'bool'>): Element => ({
	size: 1,
	bare: true,
	read(r) {
		r.need(1);
		r.put(field, r.position, r.position + 1, r.peek() & 1);
		r.skip(1);
	},
});

const nameOf = (field: Field, value: number): string => (field.values as ReadonlyMap<number, string>).get(value) ?? `Unknown (${value})`;

const address = (four: Field<'ipv4'>, six: Field<'ipv6'>, title: string, length: Field<'uint'>): Element => ({
	length,
	label: (r, at, size) => `${title}${size === 4 || size === 16 ? ` : ${r.facts.print(size === 4 ? four : six, r.bytes.subarray(at, at + size))}` : ''}`,
	read(r) {
		if (r.left === 4) r.read(four);
		else if (r.left === 16) r.read(six);
	},
});

const ipv4Type = 0x21;
const ipv6Type = 0x57;

/** 3GPP TS 29.060, section 7.7.27 */
const endUser = once((): Element => ({
	length: elementParts.length,
	label(r, at, size) {
		const type = r.bytes[at + 1]!;
		const kind = `${(r.bytes[at]! & 0xf) === 1 ? 'IETF' : 'ETSI'}/${nameOf(p.user_addr_pdp_type, type)}`;
		const value = r.bytes.subarray(at + 2, at + size);
		const said = type === ipv4Type && size === 6 ? r.facts.print(p.user_ipv4, value) : type === ipv6Type && size === 18 ? r.facts.print(p.user_ipv6, value) : '';
		return `End user address (${kind})${said === '' ? '' : ` : ${said}`}`;
	},
	read(r) {
		r.read(p.user_addr_pdp_org);
		r.read(p.user_addr_pdp_type);
		// An address of each kind where there are both.
		if (r.left === 4 || r.left === 20) r.read(p.user_ipv4);
		if (r.left === 16) r.read(p.user_ipv6);
	},
}));

const locations = once((): ReadonlyMap<number, readonly [Area, ...Field[]]> =>
	new Map<number, readonly [Area, ...Field[]]>([
		[0, ['cgi', p.lac, p.cgi_ci]],
		[1, ['sai', p.lac, p.sai_sac]],
		[2, ['rai', p.lac, p.rai_rac]],
	])
);

// 3GPP TS 29.060, section 7.7
const elements = once((): ReadonlyMap<number, Element> =>
	new Map<number, Element>([
		[1, bare(p.cause)],
		[2, {size: 8, bare: true, read: r => readImsi(r, 8)}],
		[3, {
			size: 6,
			label: () => 'Routing Area Identity',
			read(r) {
				readNetwork(r, 'rai');
				r.read(p.lac);
				r.read(p.rai_rac);
			},
		}],
		[4, bare(p.tlli)],
		[5, {
			size: 4,
			bare: true,
			read(r) {
				const value = r.read(p.ptmsi);
				r.put(p.tmsi, r.position - 4, r.position, value, hidden);
			},
		}],
		[8, flag(p.reorder)],
		[11, bare(p.map_cause)],
		[12, bare(p.ptmsi_sig)],
		[13, flag(p.ms_valid)],
		[14, bare(p.recovery)],
		[15, {size: 1, label: (r, at) => `Selection mode: ${nameOf(p.sel_mode, r.bytes[at]! & 3)}`, read: r => void r.read(p.sel_mode)}],
		[16, bare(p.teid_data)],
		[17, bare(p.teid_cp)],
		[18, {
			size: 5,
			label: () => 'Tunnel Endpoint Identifier Data II',
			read(r) {
				r.read(p.nsapi);
				r.read(p.teid_ii);
			},
		}],
		[19, flag(p.tear_ind)],
		[20, {size: 1, label: (r, at) => `NSAPI: ${r.bytes[at]! & 0xf}`, read: r => void r.read(p.nsapi)}],
		[21, bare(p.ranap_cause)],
		[26, {
			size: 2,
			bare: true,
			read(r) {
				r.readOpen(p.chrg_char, () => {
					const at = r.position - 2;
					for (const field of [p.chrg_char_s, p.chrg_char_n, p.chrg_char_p, p.chrg_char_f, p.chrg_char_h, p.chrg_char_r]) r.at(field, at);
				});
			},
		}],
		[27, bare(p.trace_ref)],
		[28, bare(p.trace_type)],
		[29, bare(p.ms_reason)],
		[127, bare(p.chrg_id)],
		[128, endUser()],
		[131, {
			length: p.apn_length,
			label: (r, at, size) => `Access Point Name: ${labelsIn(r.bytes, at, at + size)}`,
			read(r) {
				r.put(p.apn, r.position, r.end, labelsIn(r.bytes, r.position, r.end));
				r.skip(r.left);
			},
		}],
		[132, {length: elementParts.length, label: () => 'Protocol configuration options', read: readConfiguration}],
		[133, address(p.gsn_ipv4, p.gsn_ipv6, 'GSN address', p.gsn_address_length)],
		[134, {length: elementParts.length, label: () => 'MS international PSTN/ISDN number', read: r => readAddress(r, r.left)}],
		[135, {length: qualityParts.qos_umts_length, label: () => 'Quality of Service', read: readQuality}],
		[137, {length: p.tft_length, label: () => 'Traffic flow template', read: readTrafficFlowTemplate}],
		[148, {
			length: p.ext_length,
			label: () => 'Common Flags : ',
			read(r) {
				const flags = ['dual_addr_bearer_flg', 'upgrd_qos_sup', 'nrsn', 'no_qos_neg', 'mbs_cnt_inf', 'mbs_ran_pcd_rdy', 'mbs_srv_type', 'ppc'] as const;
				for (const key of flags) r.at(p[`cmn_flg.${key}`], r.position);
			},
		}],
		[149, {length: p.ext_length, label: () => 'APN Restriction : ', read: r => void r.read(p.ext_apn_res)}],
		[151, {length: p.ext_length, label: (r, at) => `RAT Type: ${nameOf(p.ext_rat_type, r.bytes[at]!)}`, read: r => void r.read(p.ext_rat_type)}],
		[152, {
			length: p.ext_length,
			label: () => 'User Location Information',
			read(r) {
				const location = locations().get(r.read(p.geo_loc_type));
				if (location === undefined) return;
				const [area, ...fields] = location;
				readNetwork(r, area);
				for (const field of fields) r.read(field);
			},
		}],
		[153, {
			length: p.ext_length,
			label: (r, at) => `MS Time Zone: ${zoneText(r.bytes[at]!)}`,
			read: r => readZone(r, p.timezone, p.timezone_dst),
		}],
		[154, {
			length: p.ext_length,
			label: (r, at, size) => `IMEI(SV): ${digitsIn(r.bytes, at, at + size)}`,
			read(r) {
				r.put(p.ext_imeisv, r.position, r.end, digitsIn(r.bytes, r.position, r.end));
				r.skip(r.left);
			},
		}],
		[191, {
			length: p.ext_length,
			numbered: true,
			read(r) {
				for (const field of [p.EARP_pre_emption_Capability, p.EARP_priority_level, p.EARP_pre_emption_par_vulnerability]) r.at(field, r.position);
			},
		}],
		[198, {
			length: p.ext_length,
			numbered: true,
			read(r) {
				r.read(p.apn_ambr_ul);
				r.read(p.apn_ambr_dl);
			},
		}],
		[251, address(p.chrg_ipv4, p.chrg_ipv6, 'Charging Gateway address', p.ext_length)],
		[255, {
			length: p.ext_length,
			isLoose: true,
			label: (r, at) => `Private Extension : Unknown (${(r.bytes[at]! << 8) | r.bytes[at + 1]!})`,
			read(r) {
				r.read(p.ext_id);
				if (r.left > 0) r.take(p.ext_val, r.left);
			},
		}],
	])
);

/** What nothing here decodes: it is passed over by its length. */
const other = once((): Element => ({length: p.ext_length, numbered: true, read: () => {}}));

/** 3GPP TS 29.060, section 7.7.40: a list, with the only length of one byte. */
const extensionTypes = 141;

function readExtensionTypes(r: Reader): void {
	r.group(undefined, 'Extension Header Types List', () => {
		r.skip(1);
		const count = r.read(p.num_ext_hdr_types);
		for (let i = 0; i < count; i++) {
			r.readOpen(
				p.ext_hdr_type,
				type => r.label(`No. ${i + 1} --> Extension Header Type value : ${extensionNames.get(type) ?? 'Unknown'} (0x${type.toString(16).padStart(2, '0')})`),
			);
		}
	});
}

/** Reads the elements of a control message to the end of the layer; `toPhone` where it comes from the network's side. */
export function readElements(r: Reader, toPhone: boolean): void {
	while (r.left > 0) {
		const type = r.peek();
		if (type === extensionTypes) {
			readExtensionTypes(r);
			continue;
		}

		const element = elements().get(type) ?? (type < firstWithLength ? undefined : other());
		if (element === undefined) {
			// Nothing says how long it is: what follows cannot be found.
			r.group(undefined, elementNames.get(type) ?? 'Unknown extension header', () => r.skip(r.captured));
			return;
		}

		readElement(r, type, element, toPhone);
	}
}

function readElement(r: Reader, type: number, {size, bare: isBare, length, numbered, isLoose, label, read}: Element, toPhone: boolean): void {
	const header = length === undefined ? 1 : 3;
	const said = size ?? r.peek16(1);
	const from = r.position + header;
	r.need(length === undefined || isLoose === true ? header : header + Math.max(0, said));
	if (!isBare) {
		r.open(undefined);
		r.label(() => (label === undefined || from + said > r.end || said === 0 ? (elementNames.get(type) ?? 'Unknown') : label(r, from, said)));
	}

	if (numbered) r.read(p.ie_id);
	else r.skip(1);
	if (length !== undefined) r.read(length);
	if (said > 0) r.within(said, () => read(r, toPhone));
	if (!isBare) r.close();
}
