import {bit, bool8, bytes, ipv4Address, parts, text, u16, u32, u8} from '../field.ts';
import {claims, protocol, strayCharacters} from '../protocol.ts';
import {generated, type Reader} from '../reader.ts';
import {checksumBad, checksumGood, checksumStatusNames, foldSum, sumWords} from '../network/checksum.ts';
import {ipv4Text} from '../print.ts';
import {pppProtocol, snapProtocol} from '../space.ts';
import {readLeastFirst} from './least-first.ts';

const deviceTlv = 0x0001;
const addressesTlv = 0x0002;
const portTlv = 0x0003;
const capabilitiesTlv = 0x0004;
const softwareTlv = 0x0005;
const platformTlv = 0x0006;
const domainTlv = 0x0009;
const nativeVlanTlv = 0x000a;
const duplexTlv = 0x000b;
const voiceTlv = 0x000f;
const consumptionTlv = 0x0010;
const managementTlv = 0x0016;
const requestTlv = 0x0019;

const types = new Map([
	[deviceTlv, 'Device ID'],
	[addressesTlv, 'Addresses'],
	[portTlv, 'Port ID'],
	[capabilitiesTlv, 'Capabilities'],
	[softwareTlv, 'Software version'],
	[platformTlv, 'Platform'],
	[0x0007, 'IP Prefix/Gateway (used for ODR)'],
	[0x0008, 'Protocol Hello'],
	[domainTlv, 'VTP Management Domain'],
	[nativeVlanTlv, 'Native VLAN'],
	[duplexTlv, 'Duplex'],
	[0x000e, 'VoIP VLAN Reply'],
	[voiceTlv, 'VoIP VLAN Query'],
	[consumptionTlv, 'Power consumption'],
	[0x0011, 'MTU'],
	[0x0012, 'Trust Bitmap'],
	[0x0013, 'Untrusted Port CoS'],
	[0x0014, 'System Name'],
	[managementTlv, 'Management Address'],
	[0x0017, 'Location'],
	[requestTlv, 'Power Requested'],
	[0x001a, 'Power Available'],
]);

const yesNo = {meaning: ['Yes', 'No']} as const;

// Cisco: Cisco Discovery Protocol, frame format
const p = parts('cdp', {
	version: u8('Version'),
	ttl: u8('TTL', {unit: 'seconds', about: 'How long to believe this.'}),
	checksum: u16('Checksum', {base: 'hex'}),
	'checksum.status': u8('Checksum Status', {values: checksumStatusNames}),
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
	vtp_management_domain: text('VTP Management Domain'),
	native_vlan: u16('Native VLAN'),
	duplex: bool8('Duplex', {meaning: ['Full', 'Half']}),
	data: bytes('Data'),
	voice_vlan: u16('Voice VLAN'),
	power_consumption: u16('Power Consumption', {unit: 'mW'}),
	request_id: u16('Request-ID'),
	management_id: u16('Management-ID'),
	power_requested: u32('Power Requested', {unit: 'mW'}),
});

const headerSize = 4;
const tlvHeader = 4;

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
	faults: {stray: strayCharacters},
	walk: c => c.opaque(),
	expand(r) {
		r.read(p.version);
		r.read(p.ttl);
		const good = r.limit <= r.end && foldSum(sum(r.bytes, r.base, r.end)) === 0xffff;
		r.read(p.checksum);
		r.put(p['checksum.status'], r.base + 2, r.base + headerSize, good ? checksumGood : checksumBad, generated);
		let info = '';
		while (r.left >= tlvHeader) {
			const type = r.peek16();
			const size = r.peek16(2);
			if (size < tlvHeader) {
				r.group(undefined, `TLV with invalid length ${size} (< 4)`, () => {
					r.read(p['tlv.type']);
					r.read(p['tlv.len']);
				});
				break;
			}

			r.group(undefined, () => types.get(type) ?? `Type: Unknown (0x${type.toString(16).padStart(4, '0')})`, () => {
				r.read(p['tlv.type']);
				r.read(p['tlv.len']);
				r.within(size - tlvHeader, () => {
					info += readTlv(r, type);
				});
			});
		}

		r.info(() => info);
	},
});

function readTlv(r: Reader, type: number): string {
	switch (type) {
		case deviceTlv: {
			const said = r.terminated(p.deviceid, r.left);
			r.label(() => `Device ID: ${said}`);
			return `Device ID: ${said}  `;
		}

		case portTlv: {
			const said = r.terminated(p.portid, r.left);
			r.label(() => `Port ID: ${said}`);
			return `Port ID: ${said}  `;
		}

		case platformTlv: {
			const said = r.terminated(p.platform, r.left);
			r.label(() => `Platform: ${said}`);
			break;
		}

		case softwareTlv:
			r.label('Software Version');
			while (r.more) readLine(r);
			break;
		case addressesTlv:
		case managementTlv:
			for (let count = r.read(p.number_of_addresses); count > 0 && r.more; count--) readAddress(r);
			break;
		case capabilitiesTlv:
			readLeastFirst(r, p.capabilities);
			break;
		case domainTlv:
			r.terminated(p.vtp_management_domain, r.left);
			break;
		case nativeVlanTlv:
			r.read(p.native_vlan);
			break;
		case duplexTlv:
			r.read(p.duplex);
			break;
		case voiceTlv:
			r.take(p.data, 1);
			if (r.left >= 2) r.read(p.voice_vlan);
			break;
		case consumptionTlv:
			r.read(p.power_consumption);
			break;
		case requestTlv:
			r.read(p.request_id);
			r.read(p.management_id);
			while (r.left >= 4) r.read(p.power_requested);
			break;
		default:
			if (r.left > 0) r.rest(p.data);
	}

	return '';
}

/** A line of the text that describes the software, without its end. */
function readLine(r: Reader): void {
	let size = 0;
	while (size < r.captured && r.peek(size) !== 0x0a) size++;
	r.text(p.software_version, size);
	if (r.more) r.skip(1);
}

const nlpid = 1;
const nlpidIpv4 = 0xcc;

function readAddress(r: Reader): void {
	r.group(undefined, 'Address', () => {
		const type = r.read(p.protocol_type);
		const name = r.take(p.protocol, r.read(p.protocol_length));
		const size = r.read(p.address_length);
		if (type === nlpid && name.length === 1 && name[0] === nlpidIpv4 && size === 4) {
			const address = r.read(p['nrgyz.ip_address']);
			r.label(() => `IP address: ${ipv4Text(address)}`);
		} else {
			r.take(p.address, size);
		}
	});
}
