import {hexBytes, ipv4Text, macText} from '../print.ts';
import type {Reader} from '../reader.ts';
import {communityTypes, encapsulations} from './bgp-community-names.ts';
import {a, e, subtypes} from './bgp-fields.ts';
import {wellKnownCommunities} from './bgp-names.ts';

const communitySize = 4;
const extendedSize = 8;
const largeSize = 12;
const opaqueType = 3;
const encapsulation = 0x0c;
/** VXLAN, NVGRE and VXLAN-GPE. */
const virtualTunnels: ReadonlySet<number> = new Set([8, 9, 12]);
/** What stands for the characters of a field that has none but its parts. */
const noValue = '[ Null ]';

/** RFC 1997. Returns what they say, in a line. */
export function readCommunities(r: Reader): string {
	const said: string[] = [];
	r.open(a['update.path_attribute.communities']);
	while (r.left >= communitySize) {
		r.need(communitySize);
		const known = wellKnownCommunities.get(r.peek32());
		if (known !== undefined) {
			r.read(a['update.path_attribute.community_wellknown']);
			said.push(known);
			continue;
		}

		const text = `${r.peek16()}:${r.peek16(2)}`;
		said.push(text);
		r.group(a['update.path_attribute.community'], `Community: ${text} `, () => {
			r.read(a['update.path_attribute.community_as']);
			r.read(a['update.path_attribute.community_value']);
		});
	}

	const all = said.map(one => `${one} `).join('');
	r.close();
	r.label(`Communities: ${all}`);
	return all;
}

/** RFC 8092, section 3. */
export function readLarge(r: Reader): string {
	const said: string[] = [];
	while (r.left >= largeSize) {
		r.need(largeSize);
		const text = `${r.peek32()}:${r.peek32(4)}:${r.peek32(8)}`;
		said.push(text);
		r.open(a.large_communities, r.position, noValue);
		r.label(`Large communities: ${text}`);
		r.read(a['large_communities.ga']);
		r.read(a['large_communities.ldp1']);
		r.read(a['large_communities.ldp2']);
		r.close();
	}

	return said.join(' ');
}

/** RFC 4360. Returns whether they say that tunnels carry a network identifier (RFC 8365, section 5.1.3). */
export function readExtended(r: Reader): boolean {
	const count = Math.floor(r.left / extendedSize);
	let virtual = false;
	r.group(e.ext_communities, `Carried extended communities: (${count} communit${count === 1 ? 'y' : 'ies'})`, () => {
		for (let i = 0; i < count; i++) {
			r.need(extendedSize);
			if (r.peek() === opaqueType && r.peek(1) === encapsulation && virtualTunnels.has(r.peek16(6))) virtual = true;
			const said = r.group(e.ext_community, undefined, () => readOne(r));
			r.label(said);
		}
	});
	return virtual;
}

const rawText = (r: Reader, at: number): string => [0, 2, 4].map(offset => `0x${hexBytes(r.bytes.subarray(at + offset, at + offset + 2))}`).join(' ');

/** Returns what it says, in a line. */
function readOne(r: Reader): string {
	const at = r.position;
	const end = at + extendedSize;
	const type = r.read(e['ext_com.type']);
	const field = subtypes.get(type);
	const subtype = r.read(field ?? e['ext_com.stype_unknown']);
	const names = field?.values as ReadonlyMap<number, string> | undefined;
	const name = names?.get(subtype) ?? `Unknown subtype 0x${subtype.toString(16).padStart(2, '0')}`;
	const kind = communityTypes.get(type);
	const said = readValue(r, type, subtype);
	if (said !== undefined) return `${name}: ${said} [${kind ?? 'Unknown community'}]`;
	r.position = at + 2;
	r.read(e['ext_com.value_raw']);
	r.label(() => `Raw Value: ${rawText(r, at + 2)}`);
	r.position = end;
	if (kind === undefined)
		return `Unknown type 0x${type.toString(16).padStart(2, '0')} subtype 0x${subtype.toString(16).padStart(2, '0')}: ${rawText(r, at + 2)} [Unknown community]`;
	return `${name}: ${rawText(r, at + 2)} [${kind}]`;
}

/** Undefined where only the bytes can be said. */
function readValue(r: Reader, type: number, subtype: number): string | undefined {
	switch (type) {
		case 0x00:
			return `${r.read(e['ext_com.value_as2'])}:${r.read(e['ext_com.value_an4'])}`;
		case 0x01:
			return `${ipv4Text(r.read(e['ext_com.value_IP4']))}:${r.read(e['ext_com.value_an2'])}`;
		case 0x02: {
			const number = r.read(e['ext_com.value_as4']);
			return `${Math.floor(number / 65_536)}.${number % 65_536}(${number}):${r.read(e['ext_com.value_an2'])}`;
		}

		case 0x03: {
			if (subtype !== encapsulation) return undefined;
			r.skip(4);
			return encapsulations.get(r.read(e['ext_com.tunnel_type'])) ?? 'Unknown';
		}

		case 0x06:
			return readEthernet(r, subtype);
		case 0x40:
			if (subtype !== 4) return undefined;
			return `ASN ${r.read(e['ext_com.value_as2'])}, ${((r.read(e['ext_com.value_link_bw']) * 8) / 1_000_000).toFixed(3)} Mbps`;
		default:
			return undefined;
	}
}

/** RFC 7432, section 7.7 and RFC 9135, section 4.1. */
function readEthernet(r: Reader, subtype: number): string | undefined {
	if (subtype === 0) {
		const fixed = (r.read(e['ext_com_evpn.mmac.flags']) & 1) !== 0;
		r.skip(1);
		r.read(e['ext_com_evpn.mmac.seq']);
		return `${fixed ? 'Sticky' : 'Movable'} MAC`;
	}

	if (subtype === 3) return `Router's MAC: ${macText(r.read(e['ext_com_evpn.esi.router_mac']))}`;
	return undefined;
}
