import type {Field} from '../field.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {faults, option} from './dhcp-fields.ts';

const p = option;

/** Reads suboptions up to `end`: a code, a length and a value each. `inside` reads the value. */
export function readSuboptions(r: Reader, end: number, code: Field<'uint'>, inside: (code: number, end: number) => void): void {
	while (r.position < end) {
		const start = r.position;
		if (start + 1 >= end) {
			r.complain(faults.noSuboptionLength, start, end);
			r.position = end;
			return;
		}

		r.readOpen(code, value => {
			const size = r.read(p.suboption_length);
			const valueEnd = r.position + size;
			if (valueEnd > end) {
				r.complain(faults.noSuboptionValue, r.position, end);
				r.position = end;
				return;
			}

			inside(value, valueEnd);
			r.position = valueEnd;
		});
	}
}

type Reading = (r: Reader, size: number) => void;

/** A value of exactly one size. */
const exact = (field: Field<'ipv4'> | Field<'mac'> | Field<'uint'>): Reading => (r, size) => {
	if (size === field.size) {
		r.read(field as Field);
		return;
	}

	r.complain(faults.length, r.position, r.position + size);
	r.complain(faults.suboption, r.position, r.position + size);
};

const plain = (field: Field<'bytes'>): Reading => (r, size) => {
	r.take(field, size);
};

const words = (field: Field<'text'>): Reading => (r, size) => {
	r.terminated(field, size);
};

/** RFC 4243, section 3. */
function readVendor(r: Reader, size: number): void {
	const end = r.position + size;
	while (r.position < end) {
		let length = 0;
		r.readOpen(p['agent_information_option.vi.enterprise'], () => {
			length = r.read(p['agent_information_option.vi.data_length']);
		});
		r.take(p['agent_information_option.value'], length);
	}
}

const globalVpn = 255;

/** RFC 3046, section 2.0, by code. */
const readings = once((): ReadonlyMap<number, Reading> =>
	new Map<number, Reading>([
		[1, plain(p['agent_information_option.agent_circuit_id'])],
		[2, plain(p['agent_information_option.agent_remote_id'])],
		[3, plain(p['agent_information_option.reserved'])],
		[4, exact(p['agent_information_option.docsis_device_class'])],
		[5, exact(p['agent_information_option.link_selection'])],
		[6, words(p['agent_information_option.subscriber_id'])],
		[7, plain(p['agent_information_option.radius_attributes'])],
		[8, plain(p['agent_information_option.authentication'])],
		[9, readVendor],
		[10, exact(p['agent_information_option.flags'])],
		[11, exact(p['agent_information_option.server_id_override'])],
		[12, plain(p['agent_information_option.relay_agent_id'])],
		[13, (r, size) => {
			if (size > 0 && size <= 4) r.number(p['agent_information_option.ani_att'], size);
		}],
		[14, words(p['agent_information_option.ani_network_name'])],
		[15, words(p['agent_information_option.ani_ap_name'])],
		[16, exact(p['agent_information_option.ani_ap_bssid'])],
		[17, plain(p['agent_information_option.ani_operator_id'])],
		[18, words(p['agent_information_option.ani_operator_realm'])],
		[19, (r, size) => r.complain(faults.suboption, r.position, r.position + size)],
		[150, exact(p['agent_information_option.link_selection_cisco'])],
		[151, (r, size) => {
			if (size === 1 && r.peek() === globalVpn) r.read(p['agent_information_option.vrf_name.global']);
			else r.terminated(p['agent_information_option.vrf_name'], size);
		}],
		[152, exact(p['agent_information_option.server_id_override_cisco'])],
	])
);

/** What relays have added, RFC 3046. */
export function readRelay(r: Reader, end: number): void {
	readSuboptions(r, end, p['agent_information_option.suboption'], (code, valueEnd) => {
		const at = r.position;
		r.take(p['agent_information_option.value'], valueEnd - at);
		r.position = at;
		readings().get(code)?.(r, valueEnd - at);
	});
}
