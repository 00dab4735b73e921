import {bit, bytes, ipv4Address, ipv6Address, mac, parts, text, u16, u32, u8, word} from '../field.ts';
import {ipv4Text, macText} from '../print.ts';
import {claims, fault, protocol, strayCharacters} from '../protocol.ts';
import type {Reader, Text} from '../reader.ts';
import {etherType} from '../space.ts';
import {readLeastFirst} from './least-first.ts';
import {deprecated, type NameIt, organizationParts, readOrganization} from './lldp-organizations.ts';

const endTlv = 0;
const chassisTlv = 1;
const portTlv = 2;
const timeTlv = 3;
const portDescriptionTlv = 4;
const systemNameTlv = 5;
const systemDescriptionTlv = 6;
const capabilitiesTlv = 7;
const managementTlv = 8;
const organizationTlv = 127;

const types = new Map([
	[endTlv, 'End of LLDPDU'],
	[chassisTlv, 'Chassis Id'],
	[portTlv, 'Port Id'],
	[timeTlv, 'Time to Live'],
	[portDescriptionTlv, 'Port Description'],
	[systemNameTlv, 'System Name'],
	[systemDescriptionTlv, 'System Description'],
	[capabilitiesTlv, 'System Capabilities'],
	[managementTlv, 'Management Address'],
	[organizationTlv, 'Organization Specific'],
]);

const able = {meaning: ['Capable', 'Not capable']} as const;

const capabilities = {
	_high: bit(8, ''),
	station_only: bit(1, 'Station only', able),
	docsis_cable_device: bit(1, 'DOCSIS cable device', able),
	telephone: bit(1, 'Telephone', able),
	router: bit(1, 'Router', able),
	wlan_access_pt: bit(1, 'WLAN access point', able),
	bridge: bit(1, 'Bridge', able),
	repeater: bit(1, 'Repeater', able),
	other: bit(1, 'Other', able),
};

const families = new Map([[1, 'IPv4'], [2, 'IPv6'], [6, '802']]);

// IEEE 802.1AB-2016, section 8.5
const p = parts('lldp', () => ({
	...word(2, {
		'tlv.type': bit(7, 'TLV Type', {values: types, type: 'FT_UINT16'}),
		'tlv.len': bit(9, 'TLV Length', {type: 'FT_UINT16'}),
	}),
	'chassis.subtype': u8('Chassis Id Subtype', {
		values: new Map([[1, 'Chassis component'], [2, 'Interface alias'], [3, 'Port component'], [4, 'MAC address'], [5, 'Network address'], [6, 'Interface name'], [7,
			'Locally assigned']]),
	}),
	'chassis.id': bytes('Chassis Id'),
	'chassis.id.mac': mac('Chassis Id', {about: 'The device that sent this.'}),
	'chassis.id.ip4': ipv4Address('Chassis Id'),
	'chassis.id.ip6': ipv6Address('Chassis Id'),
	'network_address.subtype': u8('Network Address family', {values: families}),
	'port.subtype': u8('Port Id Subtype', {
		values: new Map([[1, 'Interface alias'], [2, 'Port component'], [3, 'MAC address'], [4, 'Network address'], [5, 'Interface name'], [6, 'Agent circuit Id'], [7,
			'Locally assigned']]),
	}),
	'port.id': text('Port Id', {about: 'The port of that device.'}),
	'port.id.mac': mac('Port Id'),
	'port.id.ip4': ipv4Address('Port Id'),
	'port.id.ip6': ipv6Address('Port Id'),
	time_to_live: u16('Seconds', {about: 'How long to believe this.'}),
	'port.desc': text('Port Description'),
	'tlv.system.name': text('System Name'),
	'tlv.system.desc': text('System Description'),
	'tlv.system_cap': u16('Capabilities', {base: 'hex', bits: capabilities}),
	'tlv.enable_system_cap': u16('Enabled Capabilities', {base: 'hex', bits: capabilities}),
	'mgn.address.len': u8('Address String Length'),
	'mgn.address.subtype': u8('Address Subtype', {values: families}),
	'mgn.addr.ip4': ipv4Address('Management Address'),
	'mgn.addr.ip6': ipv6Address('Management Address'),
	'mgn.addr.hex': bytes('Management Address'),
	'mgn.interface.subtype': u8('Interface Subtype', {values: new Map([[1, 'Unknown'], [2, 'ifIndex'], [3, 'System port number']])}),
	'mgn.interface.number': u32('Interface Number'),
	'mgn.obj.len': u8('OID String Length'),
}));

const faults = {
	type: fault('lldp.bad_type', 'Incorrect type', 'warning', 'Malformed'),
	deprecated,
	stray: strayCharacters,
};

const tlvHeader = 2;
/** Types of the first three, which every message has, in that order. */
const mandatory = [chassisTlv, portTlv, timeTlv] as const;

export const lldp = protocol({
	name: 'lldp',
	title: 'Link Layer Discovery Protocol',
	about: 'Tells the neighbour on a link who and what a device is.',
	reference: 'IEEE 802.1AB',
	claims: claims(etherType, 0x88cc, 0x8942),
	parts: [p, organizationParts],
	faults,
	walk(c) {
		const b = c.bytes;
		let at = c.start;
		let found = c.end;
		for (let i = 0; at + tlvHeader <= c.end; i++) {
			const type = b[at]! >> 1;
			if (i < mandatory.length && type !== mandatory[i]) break;
			if (type === endTlv) {
				found = at + tlvHeader;
				break;
			}

			at += tlvHeader + (((b[at]! & 1) << 8) | b[at + 1]!);
		}

		if (found < c.end) c.bound(found - c.start);
		return c.opaque();
	},
	expand(r) {
		let info = '';
		for (let i = 0; r.left >= tlvHeader; i++) {
			const word = r.peek16();
			const type = word >> 9;
			const wanted = mandatory[i];
			if (wanted !== undefined && type !== wanted) {
				r.group(
					undefined,
					`Invalid ${types.get(wanted)} (0x${type.toString(16)}), expected (0x${wanted.toString(16)})`,
					() => r.complain(faults.type, r.position, r.position + tlvHeader),
				);
				r.info(() => `${info}Invalid ${types.get(wanted)} TLV`);
				return;
			}

			const from = r.position;
			r.open(undefined, from);
			let label: Text = types.get(type) ?? 'Unknown TLV';
			r.at(p['tlv.type'], from);
			r.at(p['tlv.len'], from);
			r.position += tlvHeader;
			r.within(type === endTlv ? 0 : word & 0x1ff, () => {
				const said = readTlv(r, type, text => {
					label = text;
				});
				if (said !== '') info += `${said} `;
			});
			r.close();
			r.label(label);
			if (type === endTlv) break;
		}

		r.info(() => info);
	},
});

/** One value; returns what the list says of it. */
function readTlv(r: Reader, type: number, name: NameIt): string {
	switch (type) {
		case chassisTlv:
			return readChassis(r, name);
		case portTlv:
			return readPort(r, name);
		case timeTlv: {
			const seconds = r.read(p.time_to_live);
			name(() => `Time To Live = ${seconds} sec`);
			return `${seconds}`;
		}

		case portDescriptionTlv: {
			const said = r.text(p['port.desc'], r.left);
			name(() => `Port Description = ${said}`);
			return '';
		}

		case systemNameTlv: {
			const said = r.text(p['tlv.system.name'], r.left);
			name(() => `System Name = ${said}`);
			return `SysN=${said}`;
		}

		case systemDescriptionTlv: {
			const said = r.text(p['tlv.system.desc'], r.left);
			name(() => `System Description = ${said}`);
			return `SysD=${said}`;
		}

		case capabilitiesTlv:
			name('Capabilities');
			readLeastFirst(r, p['tlv.system_cap']);
			readLeastFirst(r, p['tlv.enable_system_cap']);
			return '';
		case managementTlv:
			readManagementAddress(r);
			return '';
		case organizationTlv:
			readOrganization(r, name);
			return '';
		default:
			return '';
	}
}

function readChassis(r: Reader, name: NameIt): string {
	const subtype = r.read(p['chassis.subtype']);
	if (subtype === 4 && r.left === 6) {
		const id = macText(r.read(p['chassis.id.mac']));
		name(() => `Chassis Subtype = MAC address, Id: ${id}`);
		return `MA/${id}`;
	}

	if (subtype === 5) {
		const family = r.read(p['network_address.subtype']);
		if (family === 1 && r.left === 4) {
			const id = ipv4Text(r.read(p['chassis.id.ip4']));
			name(() => `Chassis Subtype = Network address, Id: ${id}`);
			return `NA/${id}`;
		}

		if (family === 2 && r.left === 16) {
			r.read(p['chassis.id.ip6']);
			return 'NA';
		}
	}

	r.rest(p['chassis.id']);
	return '';
}

function readPort(r: Reader, name: NameIt): string {
	const subtype = r.read(p['port.subtype']);
	if (subtype === 3 && r.left === 6) {
		const id = macText(r.read(p['port.id.mac']));
		name(() => `Port Subtype = MAC address, Id: ${id}`);
		return `MA/${id}`;
	}

	if (subtype === 4 && r.left > 1) {
		const family = r.read(p['network_address.subtype']);
		if (family === 1 && r.left === 4) return `NA/${ipv4Text(r.read(p['port.id.ip4']))}`;
		if (family === 2 && r.left === 16) r.read(p['port.id.ip6']);
		return 'NA';
	}

	const id = r.text(p['port.id'], r.left);
	name(() => `Port Subtype = ${subtype === 5 ? 'Interface name' : 'Locally assigned'}, Id: ${id}`);
	return `${subtype === 5 ? 'IN' : 'LA'}/${id}`;
}

function readManagementAddress(r: Reader): void {
	const size = r.read(p['mgn.address.len']) - 1;
	const family = r.read(p['mgn.address.subtype']);
	if (family === 1 && size === 4) r.read(p['mgn.addr.ip4']);
	else if (family === 2 && size === 16) r.read(p['mgn.addr.ip6']);
	else if (size > 0) r.take(p['mgn.addr.hex'], size);
	r.read(p['mgn.interface.subtype']);
	r.read(p['mgn.interface.number']);
	r.skip(r.read(p['mgn.obj.len']));
}
