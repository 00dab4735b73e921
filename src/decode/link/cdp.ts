import {bit, bool8, bytes, ipv4Address, ipv6Address, mac, parts, text, u16, u24, u32, u8} from '../field.ts';
import {claims, fault, protocol, strayCharacters} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {checksumStatusNames, readChecksum, sumWords} from '../network/checksum.ts';
import {hexBytes, ipv4Text, ipv6Text} from '../print.ts';
import {pppProtocol, snapProtocol} from '../space.ts';
import {endOfValues, tooShort, valueHeader} from './cisco-values.ts';
import {readLeastFirst} from './least-first.ts';

const deviceTlv = 0x0001;
const addressesTlv = 0x0002;
const portTlv = 0x0003;
const capabilitiesTlv = 0x0004;
const softwareTlv = 0x0005;
const platformTlv = 0x0006;
const prefixTlv = 0x0007;
const helloTlv = 0x0008;
const domainTlv = 0x0009;
const nativeVlanTlv = 0x000a;
const duplexTlv = 0x000b;
const voiceReplyTlv = 0x000e;
const voiceQueryTlv = 0x000f;
const consumptionTlv = 0x0010;
const mtuTlv = 0x0011;
const trustTlv = 0x0012;
const classTlv = 0x0013;
const nameTlv = 0x0014;
const objectTlv = 0x0015;
const managementTlv = 0x0016;
const locationTlv = 0x0017;
const requestTlv = 0x0019;
const availableTlv = 0x001a;
const energyTlv = 0x001d;
const spareTlv = 0x001f;

const types = new Map([
	[deviceTlv, 'Device ID'],
	[addressesTlv, 'Addresses'],
	[portTlv, 'Port ID'],
	[capabilitiesTlv, 'Capabilities'],
	[softwareTlv, 'Software version'],
	[platformTlv, 'Platform'],
	[prefixTlv, 'IP Prefix/Gateway (used for ODR)'],
	[helloTlv, 'Protocol Hello'],
	[domainTlv, 'VTP Management Domain'],
	[nativeVlanTlv, 'Native VLAN'],
	[duplexTlv, 'Duplex'],
	[voiceReplyTlv, 'VoIP VLAN Reply'],
	[voiceQueryTlv, 'VoIP VLAN Query'],
	[consumptionTlv, 'Power consumption'],
	[mtuTlv, 'MTU'],
	[trustTlv, 'Trust Bitmap'],
	[classTlv, 'Untrusted Port CoS'],
	[nameTlv, 'System Name'],
	[objectTlv, 'System Object ID'],
	[managementTlv, 'Management Address'],
	[locationTlv, 'Location'],
	[0x0018, 'External Port-ID'],
	[requestTlv, 'Power Requested'],
	[availableTlv, 'Power Available'],
	[0x001b, 'Port Unidirectional'],
	[energyTlv, 'EnergyWise'],
	[spareTlv, 'Spare PoE'],
]);

/** What the tree calls values that it does not name after what is in them. */
const titles = new Map([
	[addressesTlv, 'Addresses'],
	[prefixTlv, 'IP Prefixes'],
	[helloTlv, 'Protocol Hello'],
	[portTlv, 'Port ID'],
	[capabilitiesTlv, 'Capabilities'],
	[softwareTlv, 'Software Version'],
	[voiceReplyTlv, 'VoIP VLAN Reply'],
	[voiceQueryTlv, 'VoIP VLAN Query'],
	[objectTlv, 'System Object Identifier'],
	[managementTlv, 'Management Addresses'],
	[requestTlv, 'Power Request'],
	[availableTlv, 'Power Available'],
	[energyTlv, 'EnergyWise'],
	[spareTlv, 'Spare Pair PoE'],
]);

const clusterManagement = 0x0112;
const protocolIds = new Map([[clusterManagement, 'Cluster Management']]);

const milliwatts = {shown: (value: number) => `${value}mW`};
const yesNo = {meaning: ['Yes', 'No']} as const;

// Cisco: Cisco Discovery Protocol, frame format
const p = parts('cdp', () => ({
	version: u8('Version'),
	ttl: u8('TTL', {unit: 'seconds', about: 'How long to believe this.'}),
	checksum: u16('Checksum', {base: 'hex'}),
	'checksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
	'tlv.type': u16('Type', {base: 'hex', values: types}),
	'tlv.len': u16('Length'),
	deviceid: text('Device ID', {about: 'The device that sent this.'}),
	software_version: text('Software version', {type: 'FT_STRINGZ'}),
	platform: text('Platform'),
	portid: text('Sent through Interface'),
	number_of_addresses: u32('Number of addresses'),
	protocol_type: u8('Protocol type', {base: 'hex', values: new Map([[1, 'NLPID'], [2, '802.2']])}),
	protocol_length: u8('Protocol length'),
	protocol: bytes('Protocol'),
	address_length: u16('Address length'),
	'nrgyz.ip_address': ipv4Address('IP Address'),
	'nrgyz.ipv6_address': ipv6Address('IPv6 Address'),
	address: bytes('Address'),
	capabilities: u32('Capabilities', {
		base: 'hex',
		bits: {
			_high: bit(21, ''),
			mac_relay: bit(1, 'Two Port Mac Relay', yesNo),
			cvta: bit(1, 'CVTA/STP Dispute Resolution/Cisco VT Camera', yesNo),
			remote: bit(1, 'Remotely Managed Device', yesNo),
			voip_phone: bit(1, 'VoIP Phone', yesNo),
			repeater: bit(1, 'Repeater', yesNo),
			igmp_capable: bit(1, 'IGMP capable', yesNo),
			host: bit(1, 'Host', yesNo),
			switch: bit(1, 'Switch', yesNo),
			src_bridge: bit(1, 'Source Route Bridge', yesNo),
			trans_bridge: bit(1, 'Transparent Bridge', yesNo),
			router: bit(1, 'Router', yesNo),
		},
	}),
	odr_default_gateway: ipv4Address('ODR Default gateway'),
	ip_prefix: ipv4Address('IP Prefix', {about: 'A network behind the device that sent this.'}),
	oui: u24('OUI'),
	protocol_id: u16('Protocol ID', {base: 'hex', values: protocolIds}),
	'cluster.master_ip': ipv4Address('Cluster Master IP', {about: 'The switch that the others of its cluster are managed by.'}),
	'cluster.ip': ipv4Address('IP?'),
	'cluster.version': u8('Version?', {base: 'hex'}),
	'cluster.sub_version': u8('Sub Version?', {base: 'hex'}),
	'cluster.status': u8('Status?', {base: 'hex'}),
	'cluster.unknown': u8('UNKNOWN', {base: 'hex'}),
	'cluster.commander_mac': mac('Cluster Commander MAC'),
	'cluster.switch_mac': mac("Switch's MAC"),
	'cluster.management_vlan': u16('Management VLAN'),
	'hello.unknown': bytes('Unknown'),
	vtp_management_domain: text('VTP Management Domain'),
	native_vlan: u16('Native VLAN'),
	duplex: bool8('Duplex', {meaning: ['Full', 'Half']}),
	data: bytes('Data'),
	voice_vlan: u16('Voice VLAN'),
	power_consumption: u16('Power Consumption', milliwatts),
	mtu: u32('MTU'),
	trust_bitmap: u8('Trust Bitmap', {base: 'hex'}),
	untrusted_port_cos: u8('Untrusted port CoS', {base: 'hex'}),
	system_name: text('System Name'),
	system_object_identifier: bytes('System Object Identifier'),
	'location.unknown': u8('UNKNOWN', {base: 'hex'}),
	location: text('Location'),
	request_id: u16('Request-ID'),
	management_id: u16('Management-ID'),
	power_requested: u32('Power Requested', milliwatts),
	power_available: u32('Power Available', milliwatts),
	spare_poe_tlv: u8('Spare Pair PoE', {
		base: 'hex',
		bits: {
			_high: bit(4, ''),
			pse_spare_pair_poe: bit(1, 'PSE Spare Pair PoE', {meaning: ['On', 'Off']}),
			req_spare_pair_poe: bit(1, 'PD Request Spare Pair PoE', {meaning: ['On', 'Off']}),
			spare_pair_arch: bit(1, 'PD Spare Pair Architecture', {meaning: ['Shared', 'Independent']}),
			poe: bit(1, 'PSE Four-Wire PoE', {meaning: ['Supported', 'Not supported']}),
		},
	}),
}));

const faults = {checksum: fault('cdp.bad_checksum', 'Bad checksum', 'error', 'Checksum'), stray: strayCharacters};

/** The sum over a message. Cisco adds a last odd byte as the lower half of a word, and as a number with a sign that is one too small. */
function sum(b: Uint8Array, start: number, end: number): number {
	if (((end - start) & 1) === 0) return sumWords(b, start, end);
	const last = b[end - 1]!;
	return sumWords(b, start, end - 1) + (last & 0x80 ? 0xff00 + last - 1 : last);
}

export const cdp = protocol({
	name: 'cdp',
	title: 'Cisco Discovery Protocol',
	about: 'Tells the neighbour on a link who and what a device of Cisco is.',
	reference: 'Cisco Discovery Protocol',
	claims: [...claims(snapProtocol, 0x0c_2000), ...claims(pppProtocol, 0x0207)],
	parts: p,
	faults,
	walk(c) {
		c.payload(Math.min(endOfValues(c.bytes, c.start, c.end), c.end) - c.start);
		return undefined;
	},
	expand(r) {
		r.read(p.version);
		r.read(p.ttl);
		readChecksum(r, checksumFields, r.listens && r.limit <= r.end ? sum(r.bytes, r.base, r.end) : undefined);
		let info = '';
		while (r.left >= valueHeader) {
			const type = r.peek16();
			const size = r.peek16(2);
			if (size < valueHeader) {
				r.group(undefined, tooShort(size), () => {
					r.read(p['tlv.type']);
					r.read(p['tlv.len']);
				});
				break;
			}

			// A value stands there as a whole, or not at all.
			r.need(size);
			let label: string | undefined;
			r.group(undefined, () => titles.get(type) ?? types.get(type) ?? '', () => {
				r.read(p['tlv.type']);
				r.read(p['tlv.len']);
				r.within(size - valueHeader, () => {
					label = readValue(r, type, size - valueHeader);
				});
			});
			if (label === undefined) continue;
			r.label(label);
			if (type === deviceTlv || type === portTlv) info += `${label}  `;
		}

		r.info(() => info);
	},
});

const checksumFields = {checksum: p.checksum, status: p['checksum.status'], bad: faults.checksum};

/** Values that are one piece of text, and what the tree calls them. */
const texts = new Map([
	[deviceTlv, {field: p.deviceid, title: 'Device ID'}],
	[portTlv, {field: p.portid, title: 'Port ID'}],
	[platformTlv, {field: p.platform, title: 'Platform'}],
	[domainTlv, {field: p.vtp_management_domain, title: 'VTP Management Domain'}],
	[nameTlv, {field: p.system_name, title: 'System Name'}],
]);

/** Reads a value, and says what the tree calls it where its type alone does not say that. */
function readValue(r: Reader, type: number, size: number): string | undefined {
	const one = texts.get(type);
	if (one !== undefined) return `${one.title}: ${r.terminated(one.field, size)}`;
	switch (type) {
		case softwareTlv:
			while (r.left > 0) readLine(r);
			return undefined;
		case addressesTlv:
		case managementTlv:
			for (let count = r.read(p.number_of_addresses); count > 0 && r.left > 0; count--) if (!readAddress(r)) break;
			return undefined;
		case prefixTlv:
			return readPrefixes(r);
		case helloTlv:
			return readHello(r);
		case capabilitiesTlv:
			readLeastFirst(r, p.capabilities);
			return undefined;
		case nativeVlanTlv:
			return `Native VLAN: ${r.read(p.native_vlan)}`;
		case duplexTlv:
			return `Duplex: ${r.read(p.duplex) ? 'Full' : 'Half'}`;
		case voiceReplyTlv:
		case voiceQueryTlv:
			if (r.left < 3) r.rest(p.data);
			else {
				r.take(p.data, 1);
				return `${types.get(type)}: VLAN ${r.read(p.voice_vlan)}`;
			}

			return undefined;
		case consumptionTlv:
			return `Power Consumption: ${r.read(p.power_consumption)} mW`;
		case mtuTlv:
			return `MTU: ${r.read(p.mtu)}`;
		case trustTlv:
			return `Trust Bitmap: ${hex2(r.read(p.trust_bitmap))}`;
		case classTlv:
			return `Untrusted port CoS: ${hex2(r.read(p.untrusted_port_cos))}`;
		case objectTlv:
			r.rest(p.system_object_identifier);
			return undefined;
		case locationTlv:
			r.read(p['location.unknown']);
			return `Location: ${r.terminated(p.location, r.left)}`;
		case requestTlv:
			return readPower(r, 'Power Request', p.power_requested);
		case availableTlv:
			return readPower(r, 'Power Available', p.power_available);
		case spareTlv:
			readLeastFirst(r, p.spare_poe_tlv);
			return undefined;
		case energyTlv:
			r.rest(p.data);
			return undefined;
		default: {
			const label = `Type: ${types.get(type) ?? `Unknown (${hex4(type)})`}, length: ${r.left + valueHeader}`;
			r.rest(p.data);
			return label;
		}
	}
}

const hex4 = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;
const hex2 = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`;

/** A line of the text that describes the software, without its end. */
function readLine(r: Reader): void {
	let size = 0;
	while (size < r.captured && r.peek(size) !== 0x0a) size++;
	r.text(p.software_version, size);
	if (r.more) r.skip(1);
}

function readPower(r: Reader, name: string, field: typeof p.power_requested | typeof p.power_available): string {
	r.read(p.request_id);
	r.read(p.management_id);
	const powers: string[] = [];
	while (r.left >= 4) powers.push(`${r.read(field)} mW`);
	return powers.length === 0 ? name : `${name}: ${powers.join(', ')}`;
}

/** One address is a router that takes what nobody else does; else they are networks, each with its bits. */
function readPrefixes(r: Reader): string {
	if (r.left === 4) return `ODR Default gateway: ${ipv4Text(r.read(p.odr_default_gateway))}`;
	let count = 0;
	for (; r.left >= 5; count++) {
		r.read(p.ip_prefix);
		r.append(`/${r.peek()}`);
		r.skip(1);
	}

	return `IP Prefixes: ${count}`;
}

function readHello(r: Reader): string {
	r.read(p.oui);
	const id = r.read(p.protocol_id);
	const label = `Protocol Hello: ${protocolIds.get(id) ?? `Unknown (${hex4(id)})`}`;
	if (id !== clusterManagement) {
		if (r.left > 0) r.rest(p['hello.unknown']);
		return label;
	}

	for (const key of ['master_ip', 'ip', 'version', 'sub_version', 'status', 'unknown', 'commander_mac', 'switch_mac', 'unknown', 'management_vlan'] as const) {
		r.read<'uint' | 'ipv4' | 'mac'>(p[`cluster.${key}`]);
	}

	return label;
}

const identifierProtocol = 1;
const addressProtocols = new Map([['81', 'CLNP'], ['cc', 'IP'], ['aaaa0300000086dd', 'IPv6'], ['aaaa030000000800', 'IPv4']]);

/** Whether the address was all there. */
function readAddress(r: Reader): boolean {
	let label: string | undefined;
	r.group(undefined, 'Truncated address', () => {
		label = readAddressParts(r);
	});
	if (label === undefined) return false;
	r.label(label);
	return true;
}

function readAddressParts(r: Reader): string | undefined {
	if (r.left < 1) return undefined;
	const type = r.read(p.protocol_type);
	if (r.left < 1) return undefined;
	const protocolSize = r.read(p.protocol_length);
	const isWhole = protocolSize <= r.left;
	const said = hexBytes(r.rest(p.protocol, Math.min(protocolSize, r.left)));
	if (!isWhole) {
		r.label(`Protocol: ${said} (truncated)`);
		return undefined;
	}

	const name = type === identifierProtocol === (protocolSize === 1) ? addressProtocols.get(said) : undefined;
	if (name !== undefined) r.label(`Protocol: ${name}`);
	if (r.left < 2) return undefined;
	const size = r.read(p.address_length);
	if (name === 'IP' && size === 4 && r.left >= 4) return `IP address: ${ipv4Text(r.read(p['nrgyz.ip_address']))}`;
	if (name === 'IPv6' && size === 16 && r.left >= 16) return `IPv6 address: ${ipv6Text(r.read(p['nrgyz.ipv6_address']))}`;
	const isThere = size <= r.left;
	const address = hexBytes(r.rest(p.address, Math.min(size, r.left)));
	if (isThere) return `Address: ${address}`;
	r.label(`Address: ${address} (truncated)`);
	return undefined;
}
