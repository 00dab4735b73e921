import {alias, bytes, ipv4Address, mac, parts, u16} from '../field.ts';
import {generated, hidden, type Reader} from '../reader.ts';

const side = (prefix: string, title: string) =>
	parts(prefix, () => ({
		mac: mac(`${title} SLAAC MAC`, {name: `${prefix}_slaac_mac`, about: 'The link address that the host made its interface identifier of.', reference: 'RFC 4291, appendix A'}),
		isatap: ipv4Address(`${title} ISATAP IPv4`, {name: `${prefix}_isatap_ipv4`, reference: 'RFC 5214, section 6.1'}),
		gateway: ipv4Address(`${title} 6to4 Gateway IPv4`, {name: `${prefix}_6to4_gw_ipv4`, reference: 'RFC 3056, section 2'}),
		sla: u16(`${title} 6to4 SLA ID`, {name: `${prefix}_6to4_sla_id`}),
		server: ipv4Address(`${title} Teredo Server IPv4`, {name: `${prefix}_ts_ipv4`, reference: 'RFC 4380, section 4'}),
		port: u16(`${title} Teredo Port`, {name: `${prefix}_tc_port`}),
		client: ipv4Address(`${title} Teredo Client IPv4`, {name: `${prefix}_tc_ipv4`}),
		embedded: ipv4Address(`${title} Embedded IPv4`, {name: `${prefix}_embed_ipv4`, about: 'The IPv4 host behind a translator.', reference: 'RFC 6052, section 2'}),
	}));

/** What an address of IPv6 says of itself. */
export type AddressFields = ReturnType<typeof side>;
export const sourceFields = side('ipv6.src', 'Source');
export const destinationFields = side('ipv6.dst', 'Destination');

const prefix = parts('ipv6', () => ({embed_ipv4_prefix: bytes('Embedded IPv4 Prefix')}));
export const addressParts = [sourceFields, destinationFields, prefix];

const both = (key: keyof AddressFields, name: string, title: string) => alias(`ipv6.${name}`, title, [sourceFields[key], destinationFields[key]]);

/** The same of either address. */
export const addressAliases = {
	mac: both('mac', 'slaac_mac', 'SLAAC MAC'),
	isatap: both('isatap', 'isatap_ipv4', 'ISATAP IPv4'),
	gateway: both('gateway', '6to4_gw_ipv4', '6to4 Gateway IPv4'),
	sla: both('sla', '6to4_sla_id', '6to4 SLA ID'),
	server: both('server', 'ts_ipv4', 'Teredo Server IPv4'),
	port: both('port', 'tc_port', 'Teredo Port'),
	client: both('client', 'tc_ipv4', 'Teredo Client IPv4'),
	embedded: both('embedded', 'embed_ipv4', 'Embedded IPv4'),
};

/** Tells what the address at `at` says of itself. */
export function tellAddress(r: Reader, p: AddressFields, at: number): void {
	const b = r.bytes;
	const u16At = (place: number): number => (b[at + place]! << 8) | b[at + place + 1]!;
	const u32At = (place: number): number => (u16At(place) << 16 | u16At(place + 2)) >>> 0;
	const derive = (field: AddressFields['gateway'], place: number): void => r.derive(field, b.subarray(at + place, at + place + 4), at + place, at + place + 4);

	// The bit that says that an identifier is made of a unique link address is turned over in there: RFC 4291, section 2.5.1.
	if (u16At(11) === 0xfffe && b[at + 8]! & 2) {
		const address = new Uint8Array([b[at + 8]! ^ 2, b[at + 9]!, b[at + 10]!, b[at + 13]!, b[at + 14]!, b[at + 15]!]);
		r.derive(p.mac, address, at + 8, at + 16);
	}

	if ((u32At(8) & ~0x0200_0000) >>> 0 === 0x5efe) derive(p.isatap, 12);
	if (u16At(0) === 0x2002) {
		derive(p.gateway, 2);
		r.derive(p.sla, u16At(6), at + 6, at + 8);
	} else if (u32At(0) === 0x2001_0000) {
		// Teredo turns port and address over so that translators do not find them: RFC 4380, section 4.
		derive(p.server, 4);
		r.derive(p.port, u16At(10) ^ 0xffff, at + 10, at + 12);
		r.derive(p.client, b.slice(at + 12, at + 16).map(byte => byte ^ 0xff), at + 12, at + 16);
	} else if (u32At(0) === 0x0064_ff9b && u32At(4) === 0 && u32At(8) === 0) {
		r.put(prefix.embed_ipv4_prefix, at, at + 12, b.subarray(at, at + 12), generated | hidden);
		derive(p.embedded, 12);
	}
}
