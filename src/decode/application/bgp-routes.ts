import type {Field} from '../field.ts';
import {ipv4Text, ipv6Text} from '../print.ts';
import type {Reader} from '../reader.ts';
import {faults, n} from './bgp-fields.ts';
import {readFlowRules} from './bgp-flowspec.ts';
import {ethernetRoutes} from './bgp-names.ts';

export const ipv4Family = 1;
export const ipv6Family = 2;
export const layer2Family = 25;
const unicast = 1;
const multicast = 2;
const labeled = 4;
const multicastVpn = 5;
const ethernetVpn = 70;
const labeledVpn = 128;
const flowRules = 133;
const flowRulesVpn = 134;

type Prefix = Field<'ipv4' | 'ipv6'>;

/** Addresses of as many bytes as a prefix's bits need, with zeros behind. */
function padded(r: Reader, at: number, bits: number, size: number): Uint8Array {
	const whole = new Uint8Array(size);
	whole.set(r.bytes.subarray(at, at + Math.min(size, (bits + 7) >>> 3)));
	return whole;
}

const addressText = (address: Uint8Array): string => (address.length === 16 ? ipv6Text(address) : ipv4Text(address));

/** Whether the prefixes from here to the end have a path's number each in front (RFC 7911): only what was agreed when the session began says so. Plain ones then do not come out even, or lead everywhere time and again. */
function hasPaths(r: Reader, longest: number): boolean {
	let empty = 0;
	const even = (ahead: number): boolean => {
		empty = 0;
		let at = r.position;
		while (at < r.end) {
			const bits = at + ahead < r.end ? r.bytes[at + ahead]! : longest + 1;
			if (bits > longest) return false;
			if (bits === 0) empty++;
			at += ahead + 1 + ((bits + 7) >>> 3);
		}

		return at === r.end;
	};
	if (even(0) && empty <= 1) return false;
	return even(4);
}

/** Reads plain prefixes until the part ends. `what` is what an error calls them, `label` their length. */
export function readPrefixes(r: Reader, field: Prefix, size: 4 | 16, label: string, what: string): void {
	const paths = hasPaths(r, size * 8);
	while (r.more) readPrefix(r, field, size, label, what, paths);
}

/** One of them; `paths` where a path's number stands in front of it. */
export function readPrefix(r: Reader, field: Prefix, size: 4 | 16, label: string, what: string, paths = false): void {
	const at = r.position;
	const head = paths ? 5 : 1;
	r.need(head);
	const bits = r.peek(head - 1);
	if (bits > size * 8) {
		r.group(undefined, `${what} length ${bits} invalid (> ${size * 8})`, () => r.complain(faults.length, at, at + 1, `${what} length ${bits} invalid (> ${size * 8})`));
		r.done();
	}

	r.need(head + ((bits + 7) >>> 3));
	const address = padded(r, at + head, bits, size);
	r.group(undefined, () => `${addressText(address)}/${bits}${paths ? ` PathId ${r.peek32()} ` : ''}`, () => {
		if (paths) r.read(n.nlri_path_id);
		r.read(n.prefix_length);
		r.label(() => `${paths && size === 4 ? 'Prefix Length' : label}: ${bits}`);
		const start = r.position;
		r.skip((bits + 7) >>> 3);
		r.put(field, start, r.position, address);
	});
}

/** RFC 8277, section 2: labels until the one that says it is the last. */
function labels(r: Reader, at: number, end: number): {readonly text: string; readonly size: number} {
	const said: string[] = [];
	let place = at;
	while (place + 3 <= end) {
		const b = r.bytes;
		const label = (b[place]! << 12) | (b[place + 1]! << 4) | (b[place + 2]! >>> 4);
		const raw = (b[place]! << 16) | (b[place + 1]! << 8) | b[place + 2]!;
		place += 3;
		if (raw === 0x80_0000 || raw === 0) {
			said.push(`0 (withdrawn)`);
			break;
		}

		if (raw & 1) {
			said.push(`${label} (bottom)`);
			break;
		}

		said.push(String(label));
	}

	return {text: said.join(','), size: place - at};
}

/** RFC 4364, section 4.2. */
export function distinguisherText(b: Uint8Array, at: number): string {
	const type = (b[at]! << 8) | b[at + 1]!;
	const low = (b[at + 6]! << 8) | b[at + 7]!;
	if (type === 1) return `${ipv4Text(b, at + 2)}:${low}`;
	const high = b[at + 2]! * 2 ** 24 + ((b[at + 3]! << 16) | (b[at + 4]! << 8) | b[at + 5]!);
	if (type === 2) return `${Math.floor(high / 65_536)}.${high % 65_536}(${high}):${low}`;
	return `${(b[at + 2]! << 8) | b[at + 3]!}:${b[at + 4]! * 2 ** 24 + ((b[at + 5]! << 16) | low)}`;
}

const distinguisherSize = 8;

/** Prefixes with labels in front, and with a distinguisher where they are a customer's. */
function readLabeled(r: Reader, field: Prefix, size: 4 | 16, vpn: boolean, way: 'Reach' | 'Unreach'): void {
	const extra = vpn ? distinguisherSize * 8 : 0;
	while (r.more) {
		const at = r.position;
		const bits = r.peek();
		const end = at + 1 + ((bits + 7) >>> 3);
		const stack = labels(r, at + 1, Math.min(end, r.end));
		const rest = bits - stack.size * 8 - extra;
		if (rest < 0 || rest > size * 8) {
			const said = vpn
				? `MP ${way} NLRI Labeled VPN IPv${size === 4 ? 4 : 6} prefix length ${rest < 0 ? rest + extra : rest} invalid`
				: `MP ${way} NLRI Labeled IPv${size === 4 ? 4 : 6} prefix length ${rest} invalid`;
			r.group(undefined, said, () => r.complain(faults.prefix, at, at + 1, said));
			r.done();
		}

		r.need(end - at);
		const start = at + 1 + stack.size + extra / 8;
		const address = padded(r, start, rest, size);
		const name = `IPv${size === 4 ? 4 : 6}`;
		if (vpn && size === 16) {
			r.put(n.label_stack, at, end, stack.text);
			r.label(() => `Label Stack=${stack.text} RD=${distinguisherText(r.bytes, at + 1 + stack.size)}, ${name}=${addressText(address)}/${rest}`);
			r.position = end;
			continue;
		}

		r.group(undefined, () => (vpn ? 'BGP Prefix' : `Label Stack=${stack.text}${size === 4 ? '' : ','} ${name}=${addressText(address)}/${rest}`), () => {
			r.read(n.prefix_length);
			if (!vpn) r.label(`MP ${way} NLRI Prefix length: ${bits}`);
			r.put(n.label_stack, r.position, r.position + stack.size, stack.text);
			r.skip(stack.size);
			if (vpn) {
				r.put(n.rd, r.position, r.position + distinguisherSize, distinguisherText(r.bytes, r.position));
				r.skip(distinguisherSize);
			}

			r.put(field, start, end, address);
			r.position = end;
		});
	}
}

/** RFC 6514, section 4: the routes of multicast in a customer's network, by their type alone. */
function readMulticastVpn(r: Reader): void {
	while (r.more) {
		r.read(n.mcast_vpn_nlri_route_type);
		const size = r.read(n.mcast_vpn_nlri_length);
		r.take(n.mcast_vpn_nlri, size);
	}
}

/** RFC 7432, section 7 and RFC 9136, section 3. */
function readEthernet(r: Reader, virtual: boolean): void {
	while (r.more) {
		r.need(2);
		const type = r.peek();
		const size = r.peek(1);
		r.group(n['evpn.nlri'], () => `EVPN NLRI: ${ethernetRoutes.get(type) ?? `Unknown (${type})`}`, () => {
			r.read(n['evpn.nlri.rt']);
			r.read(n['evpn.nlri.len']);
			r.within(size, () => readEthernetRoute(r, type, virtual));
		});
	}
}

function readEthernetRoute(r: Reader, type: number, virtual: boolean): void {
	const at = r.position;
	r.take(n['evpn.nlri.rd'], distinguisherSize);
	r.append(() => ` (${distinguisherText(r.bytes, at)})`);
	if (type !== 3) readSegment(r);
	if (type !== 4) r.read(n['evpn.nlri.etag']);
	switch (type) {
		case 1:
			r.read(virtual ? n['evpn.nlri.vni'] : n['evpn.nlri.mpls_ls1']);
			break;
		case 2: {
			const bits = r.read(n['evpn.nlri.maclen']);
			if (bits === 48) r.read(n['evpn.nlri.mac_addr']);
			else r.skip((bits + 7) >>> 3);
			readAddress(r);
			r.read(virtual ? n['evpn.nlri.vni'] : n['evpn.nlri.mpls_ls1']);
			if (r.left >= 3) r.read(virtual ? n['evpn.nlri.vni'] : n['evpn.nlri.mpls_ls2']);
			break;
		}

		case 3:
		case 4:
			readAddress(r);
			break;
		case 5: {
			r.read(n['evpn.nlri.prefix_len']);
			const six = r.left >= 32;
			r.read(six ? n['evpn.nlri.ipv6.addr'] : n['evpn.nlri.ip.addr']);
			r.read(six ? n['evpn.nlri.ipv6.gtw_addr'] : n['evpn.nlri.ipv4.gtw_addr']);
			r.position = r.end;
			break;
		}

		default:
			r.position = r.end;
	}
}

function readSegment(r: Reader): void {
	r.need(10);
	const at = r.position;
	r.open(n['evpn.nlri.esi'], at, r.bytes.subarray(at, at + 10));
	const type = r.read(n['evpn.nlri.esi.type']);
	if (type === 0) {
		r.put(n['evpn.nlri.esi.value'], at + 1, at + 10, r.bytes.subarray(at + 1, at + 10));
		r.take(n['evpn.nlri.esi.type0'], 9);
	} else r.skip(9);
	r.close();
}

function readAddress(r: Reader): void {
	const bits = r.read(n['evpn.nlri.iplen']);
	if (bits === 32) r.read(n['evpn.nlri.ip.addr']);
	else if (bits === 128) r.read(n['evpn.nlri.ipv6.addr']);
	else if (bits === 0) r.group(undefined, 'IP Address: NOT INCLUDED', () => r.complain(faults.noAddress, r.position - 1, r.position));
	else r.skip((bits + 7) >>> 3);
}

/** The networks of a family, until the part ends. `virtual`: their tunnels carry network identifiers, no labels. */
export function readFamily(r: Reader, family: number, subsequent: number, way: 'Reach' | 'Unreach', virtual: boolean): void {
	const six = family === ipv6Family;
	const size = six ? 16 : 4;
	const field = way === 'Reach' ? (six ? n.mp_reach_nlri_ipv6_prefix : n.mp_reach_nlri_ipv4_prefix) : six ? n.mp_unreach_nlri_ipv6_prefix : n.mp_unreach_nlri_ipv4_prefix;
	if (family === ipv4Family || six) {
		if (subsequent === unicast || subsequent === multicast) readPrefixes(r, field, size, `MP ${way} NLRI prefix length`, `MP ${way} NLRI IPv${six ? 6 : 4} prefix`);
		else if (subsequent === labeled) readLabeled(r, field, size, false, way);
		else if (subsequent === labeledVpn) readLabeled(r, field, size, true, way);
		else if (subsequent === multicastVpn) readMulticastVpn(r);
		else if (subsequent === flowRules || subsequent === flowRulesVpn) readFlowRules(r, six, subsequent === flowRulesVpn);
	} else if (family === layer2Family && subsequent === ethernetVpn) readEthernet(r, virtual);
	r.position = r.end;
}
