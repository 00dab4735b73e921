import {decodeText} from '../decode-text.ts';
import {hexBytes} from '../print.ts';
import type {Reader} from '../reader.ts';
import {faults, option, p} from './dhcp-fields.ts';
import {nameAt} from './dhcp-names.ts';
import {readRelay, readSuboptions} from './dhcp-relay.ts';

/** Reads the data of an option up to `end`. */
export type OptionReader = (r: Reader, end: number) => void;

const badLength = (r: Reader, end: number): void => r.complain(faults.length, r.position, end);

/** Reads where there are at least `size` bytes. */
const atLeast = (size: number, read: OptionReader): OptionReader => (r, end) => {
	if (end - r.position < size) badLength(r, end);
	else read(r, end);
};

/** Whether hardware addresses of a type are those of Ethernet. */
export const isEthernet = (type: number, size: number): boolean => (type === 1 || type === 6) && size === 6;

/** A UUID as Microsoft writes it, the first three parts little-endian. */
function readUuid(r: Reader): void {
	const at = r.position;
	r.need(16);
	const b = r.bytes.slice(at, at + 16);
	b.subarray(0, 4).reverse();
	b.subarray(4, 6).reverse();
	b.subarray(6, 8).reverse();
	r.put(p['client_id.uuid'], at, at + 16, b);
	r.skip(16);
}

function textOf(r: Reader, field: typeof p['client_id.iaid'], size: number, separator: string): void {
	const at = r.position;
	r.need(size);
	r.put(field, at, at + size, hexBytes(r.bytes.subarray(at, at + size), separator));
	r.skip(size);
}

/** RFC 4361, section 6.1. */
function readDuid(r: Reader, end: number): void {
	r.skip(1);
	textOf(r, p['client_id.iaid'], 4, '');
	const type = r.read(p['client_id.duid_type']);
	const left = (): number => Math.max(0, end - r.position);
	if (type === 1) {
		const hardware = r.read(p['client_id.duid_llt_hw_type']);
		r.read(p['client_id.time']);
		textOf(r, p['client_id.link_layer_address'], left(), isEthernet(hardware, left()) ? ':' : '');
	} else if (type === 2) {
		r.read(p['client_id.enterprise_num']);
		r.take(p.client_id, left());
	} else if (type === 3) {
		const hardware = r.read(p['client_id.duid_ll_hw_type']);
		textOf(r, p['client_id.link_layer_address'], left(), isEthernet(hardware, left()) ? ':' : '');
	}
}

const duid = 255;
/** Hardware types are below this. */
const maxHardware = 48;

/** RFC 2132, section 9.14. */
function readClient(r: Reader, end: number): void {
	const size = end - r.position;
	if (size === 0) return;
	const type = r.peek();
	if (type === duid) {
		readDuid(r, end);
	} else if (type === 0 && size === 17) {
		r.skip(1);
		readUuid(r);
	} else if (type > 0 && type < maxHardware && size === 7) {
		r.read(p['hw.type.client']);
		if (isEthernet(type, size - 1)) r.read(p['hw.mac_addr']);
		else textOf(r, p.client_hardware_address, size - 1, '');
	} else if (type === 0 && size > 1) {
		r.read(p['client_id.type']);
		r.terminated(p['client_id.undef'], size - 1);
	}
}

/** RFC 3004, section 4; some write plain text. */
function readUserClass(r: Reader, end: number): void {
	for (let instance = 0; r.position < end; instance++) {
		const at = r.position;
		const size = r.peek();
		if (at + 1 + size > end) {
			r.open(option['user_class.text'], at, decodeText(r.bytes, at, end, 'ascii'));
			r.complain(faults.userClass, at, end);
			r.position = end;
			r.close();
			return;
		}

		r.open(option.user_class, at, instance);
		r.read(option['user_class.length']);
		r.take(option['user_class.data'], size);
		r.close();
	}
}

/** RFC 4702, section 2. */
function readFullName(r: Reader, end: number): void {
	const flags = r.read(p['fqdn.flags']);
	r.read(p['fqdn.rcode1']);
	r.read(p['fqdn.rcode2']);
	const at = r.position;
	if (at === end) return;
	if ((flags & 4) === 0) {
		r.terminated(p['fqdn.name'], end - at);
		return;
	}

	const name = nameAt(r.bytes.subarray(at, end), 0);
	if (name === undefined) r.short(r.left + 1);
	r.put(p['fqdn.name'], at, end, name.text);
}

/** RFC 3118, section 2. */
function readAuthentication(r: Reader, end: number): void {
	const protocol = r.read(option['dhcp_authentication.protocol']);
	const algorithm = r.read(protocol === 1 ? option['dhcp_authentication.alg_delay'] : option['dhcp_authentication.algorithm']);
	const method = r.read(option['dhcp_authentication.rdm']);
	if (method === 0) r.read(option['dhcp_authentication.rdm_replay_detection']);
	else r.terminated(option['dhcp_authentication.rdm_rdv'], 8);
	if (!(protocol === 1 && algorithm === 1)) r.terminated(option['dhcp_authentication.information'], Math.max(0, end - r.position));
}

/** RFC 4776, section 3.1. */
function readCivic(r: Reader, end: number): void {
	if (end - r.position < 3) return;
	r.read(option['civic_location.what']);
	r.terminated(option['civic_location.country'], 2);
	while (end - r.position >= 2) {
		r.read(option['civic_location.ca_type']);
		const size = r.read(option['civic_location.ca_length']);
		if (size === 0) continue;
		if (r.position + size > end) {
			r.complain(faults.civicType, r.position, end);
			return;
		}

		r.terminated(option['civic_location.ca_value'], size);
	}
}

/** RFC 2937. */
const services = new Map([
	[0, 'Local naming information (e.g., an /etc/hosts file on a UNIX machine)'],
	[6, 'Domain Name Server Option'],
	[41, 'Network Information Servers Option'],
	[44, 'NetBIOS over TCP/IP Name Server Option'],
	[65, 'Network Information Service+ Servers Option'],
]);

function readServices(r: Reader, end: number): void {
	while (end - r.position >= 2) {
		const at = r.position;
		const service = r.takeNumber(2);
		const name = services.get(service);
		if (name === undefined) r.complain(faults.nameService, at, r.position);
		else r.put(option.dhcp_name_service_search_option, at, r.position, `${name} (${service})`);
	}

	if (r.position < end) badLength(r, end);
}

/** RFC 3361, section 3. */
function readSip(r: Reader, end: number): void {
	const encoding = r.read(option['sip_server.encoding']);
	if (encoding === 1) {
		while (end - r.position >= 4) r.read(option['sip_server.address']);
		if (r.position < end) badLength(r, end);
	} else if (encoding === 0) {
		readNames(r, r.bytes.subarray(r.position, end), option['sip_server.name'], r.position, end);
	} else {
		r.complain(faults.sipEncoding, r.position, end);
	}
}

/** Names of a list that was put together from `b`; where they stand is known only as a whole. */
export function readNames(r: Reader, b: Uint8Array, field: typeof option['sip_server.name'], start: number, end: number): void {
	for (let at = 0; at < b.length;) {
		const name = nameAt(b, at);
		if (name === undefined) r.short(r.left + 1);
		r.put(field, start, end, name.text);
		at = name.end;
	}
}

/** RFC 3442: as many bytes of the network as its mask has. */
function readRoutes(r: Reader, end: number): void {
	while (r.position < end) {
		const width = r.peek();
		if (width > 32) {
			r.complain(faults.route, r.position, end);
			return;
		}

		const at = r.position;
		const size = Math.ceil(width / 8);
		const b = r.take(option.classless_static_route, 1 + size + 4);
		r.label(() => {
			const network = Array.from({length: 4}, (_, i) => (i < size ? b[1 + i]! : 0)).join('.');
			return `${width === 0 ? 'default' : `${network}/${width}`}-${b.subarray(1 + size, 5 + size).join('.')}`;
		});
		if (r.position <= at) return;
	}
}

/** RFC 3925, section 3. */
function readVendorClass(r: Reader, end: number): void {
	while (end - r.position >= 5) {
		r.read(option['vi_class.enterprise']);
		r.terminated(option['vi_class.data'], r.read(option['vi_class.length']));
	}
}

const broadbandForum = 3561;
const gatewayFields = [
	undefined,
	undefined,
	option['vi.tr111.device_serial_number'],
	option['vi.tr111.device_product_class'],
	option['vi.tr111.gateway_manufacturer_oui'],
	option['vi.tr111.gateway_serial_number'],
	option['vi.tr111.gateway_product_class'],
];

/** RFC 3925, section 4. */
function readVendorInformation(r: Reader, end: number): void {
	while (end - r.position >= 5) {
		r.readOpen(option['vi.enterprise'], enterprise => {
			const size = r.read(option['vi.length']);
			const inner = r.position + size;
			r.need(size);
			if (enterprise === broadbandForum) {
				readSuboptions(r, inner, option['vi.tr111.suboption'], (code, valueEnd) => {
					const at = r.position;
					const field = gatewayFields[code];
					if (field !== undefined) r.terminated(field, valueEnd - at);
					else if (code === 1 && valueEnd - at === 3) r.read(option['vi.tr111.device_manufacturer_oui']);
					r.position = at;
					r.take(option['vi.value'], valueEnd - at);
				});
			} else {
				readSuboptions(r, inner, p['vendor.suboption'], (_, valueEnd) => {
					r.take(p['vendor.data'], valueEnd - r.position);
				});
			}

			r.position = inner;
		});
	}
}

const efiByteCode = 9;

/** Options that do not fit into the table, by code. */
export const specialOptions: ReadonlyMap<number, OptionReader> = new Map<number, OptionReader>([
	[43, (r, end) => {
		r.take(option['vendor.value'], end - r.position);
	}],
	[53, (r, end) => {
		r.read(option.dhcp);
		r.position = end;
	}],
	[55, (r, end) => {
		while (r.position < end) r.read(option.request_list_item);
	}],
	[61, readClient],
	[77, atLeast(2, readUserClass)],
	[78, atLeast(1, (r, end) => {
		r.read(option['slp_directory_agent.value']);
		while (end - r.position >= 4) r.read(option['slp_directory_agent.slpda_address']);
		if (r.position < end) badLength(r, end);
	})],
	[79, atLeast(1, (r, end) => {
		r.read(option['slp_service_scope.value']);
		r.terminated(option['slp_service_scope.string'], end - r.position);
	})],
	[81, atLeast(3, readFullName)],
	[82, readRelay],
	[90, atLeast(11, readAuthentication)],
	[93, (r, end) => {
		while (end - r.position >= 2) {
			const at = r.position;
			if (r.peek16() === efiByteCode) r.readOpen(option.client_system_architecture, () => r.complain(faults.architecture, at, at + 2));
			else r.read(option.client_system_architecture);
		}

		if (r.position < end) badLength(r, end);
	}],
	[94, (r, end) => {
		if (r.position === end || r.peek() !== 1) return;
		r.skip(1);
		r.read(p.client_network_id_major);
		r.read(p.client_network_id_minor);
	}],
	[97, (r, end) => {
		if (end - r.position !== 17 || r.peek() !== 0) return;
		r.skip(1);
		readUuid(r);
	}],
	[99, readCivic],
	[117, atLeast(2, readServices)],
	[120, atLeast(1, readSip)],
	[121, atLeast(5, readRoutes)],
	[124, atLeast(5, readVendorClass)],
	[125, atLeast(5, readVendorInformation)],
	[146, atLeast(9, (r, end) => {
		r.at(option['rdnss.reserved'], r.position);
		r.read(option['rdnss.preference']);
		r.read(option['rdnss.primary_dns']);
		r.read(option['rdnss.secondary_dns']);
		readNames(r, r.bytes.subarray(r.position, end), option['rdnss.domain'], r.position, end);
	})],
	[151, atLeast(1, (r, end) => {
		r.read(option['bulk_lease.status_code']);
		if (r.position < end) r.terminated(option['bulk_lease.status_code_message'], end - r.position);
	})],
	[212, (r, end) => {
		const size = end - r.position;
		if (size < 22 || (size - 18) % 4 !== 0) {
			r.complain(faults.prefix, r.position, end);
			return;
		}

		r.read(option['6RD.ipv4_mask_len']);
		r.read(option['6RD.prefix_len']);
		r.read(option['6RD.prefix']);
		while (r.position < end) r.read(option['6RD.border_relay_ip']);
	}],
	[249, atLeast(5, readRoutes)],
]);
