import type {Field} from '../field.ts';
import {ipv4Text, ipv6Text} from '../print.ts';
import type {Reader} from '../reader.ts';
import {clvFaults, lsp as p, systemText} from './isis-fields.ts';

/** What can be wrong with the values of a link state PDU. */
export const lspFaults = clvFaults('lsp');

const neighborSize = 11;
const networkSize = 12;
const subValues = 0x40;

/** ISO 10589, section 9.8: neighbors with four metrics each, of which only the first is in use. */
export function readNeighbors(r: Reader): void {
	r.read(p.is_virtual);
	readNeighborList(r);
}

function readNeighborList(r: Reader): void {
	while (r.more) {
		r.need(neighborSize);
		const at = r.position;
		r.group(undefined, () => `IS Neighbor: ${systemText(r.bytes.subarray(at + 4, at + neighborSize))}`, () => {
			r.at(p['eis_neighbors.default_metric'], at);
			r.at(p['eis_neighbors.default_metric_ie'], at);
			r.at(p['eis_neighbors.delay_metric_ie'], at + 1);
			r.at(p['eis_neighbors.expense_metric_ie'], at + 2);
			r.at(p['eis_neighbors.error_metric_ie'], at + 3);
			r.skip(4);
			r.read(p['eis_neighbors.is_neighbor']);
		});
	}
}

/** The same where the first byte says nothing. */
export function readRoutedNeighbors(r: Reader): void {
	r.read(p['eis_neighbors_clv_inner.reserved']);
	readNeighborList(r);
}

const networkFields = [
	['default_metric', 'default_metric_ie', 'distribution'],
	['delay_metric', 'delay_metric_support', 'delay_metric_ie'],
	['expense_metric', 'expense_metric_support', 'expense_metric_ie'],
	['error_metric', 'error_metric_support', 'error_metric_ie'],
] as const;

/** Bits in front of the first zero of a mask. */
function maskBits(r: Reader, at: number): number {
	const mask = ((r.bytes[at]! << 24) | (r.bytes[at + 1]! << 16) | (r.bytes[at + 2]! << 8) | r.bytes[at + 3]!) >>> 0;
	return Math.clz32(~mask >>> 0);
}

/** RFC 1195, section 5.3. */
export function readNetworks(r: Reader): void {
	while (r.more) {
		r.need(networkSize);
		const at = r.position;
		r.open(p['ip_reachability.ipv4_prefix'], at, r.bytes.subarray(at + 4, at + 8));
		r.label(() => `IPv4 prefix: ${ipv4Text(r.bytes, at + 4)}/${maskBits(r, at + 8)}`);
		for (const [i, names] of networkFields.entries()) for (const name of names) r.at(p[`ip_reachability.${name}`], at + i);
		r.skip(networkSize);
		r.close();
	}
}

/** RFC 5305, section 3. */
export function readWideNeighbors(r: Reader): void {
	while (r.more) {
		const at = r.position;
		r.need(neighborSize);
		r.group(undefined, () => `IS Neighbor: ${systemText(r.bytes.subarray(at, at + 7))}`, () => {
			r.read(p['ext_is_reachability.is_neighbor_id']);
			r.read(p['ext_is_reachability.metric']);
			const size = r.read(p['ext_is_reachability.subclvs_length']);
			if (size === 0) r.append(' (no sub-TLVs present)');
			r.within(size, () => {
				while (r.more) readLinkValue(r);
			});
		});
	}
}

/** A bandwidth in bytes a second, said in megabits. */
function readBandwidth(r: Reader, field: Field<'float'>, start = r.position): void {
	r.need(4);
	const at = r.position;
	const value = (new DataView(r.bytes.buffer, r.bytes.byteOffset + at, 4).getFloat32(0) * 8) / 1_000_000;
	r.skip(4);
	r.put(field, start, r.position, value);
	r.label(() => `${field.title}: ${value.toFixed(2)} Mbps`);
}

function readLabel(r: Reader): void {
	if (r.left === 3) r.read(p['sid.sli_label']);
	else if (r.left === 4) r.read(p['sid.sli_index']);
}

function readLinkValue(r: Reader): void {
	r.need(2);
	const at = r.position;
	const code = r.peek();
	const size = r.peek(1);
	const name = (p['ext_is_reachability.code'].values as ReadonlyMap<number, string>).get(code) ?? 'Unknown';
	r.group(undefined, `subTLV: ${name} (c=${code}, l=${size})`, () => {
		r.read(p['ext_is_reachability.code']);
		r.read(p['ext_is_reachability.length']);
		r.within(size, () => {
			switch (code) {
				case 4:
					r.read(p['ext_is_reachability.link_local_identifier']);
					r.read(p['ext_is_reachability.link_remote_identifier']);
					break;
				case 6:
					r.read(p['ext_is_reachability.ipv4_interface_address']);
					break;
				case 8:
					r.read(p['ext_is_reachability.ipv4_neighbor_address']);
					break;
				case 9:
					readBandwidth(r, p.maximum_link_bandwidth, at);
					break;
				case 10:
					readBandwidth(r, p.reservable_link_bandwidth, at);
					break;
				case 11:
					r.group(undefined, 'Unreserved bandwidth:', () => {
						while (r.more) readBandwidth(r, p['unrsv_bw.priority_level']);
					});
					break;
				case 18:
					r.read(p['ext_is_reachability.traffic_engineering_default_metric']);
					break;
				case 31:
				case 32:
					r.read(p['adj_sid.flags']);
					r.read(p['adj_sid.weight']);
					if (code === 32) r.read(p['adj_sid.system_id']);
					readLabel(r);
					break;
				default:
					if (size > 0 && !(p['ext_is_reachability.code'].values as ReadonlyMap<number, string>).has(code)) r.take(p['ext_is_reachability.value'], size);
			}
		});
	});
}

/** RFC 5305, section 4. */
export function readWideNetworks(r: Reader): void {
	while (r.more) {
		const at = r.position;
		r.need(5);
		const control = r.peek(4);
		const bits = control & 0x3f;
		const size = (bits + 7) >>> 3;
		if (bits > 32) return tooLong(r, 4, bits);
		r.need(5 + size);
		const address = new Uint8Array(4);
		address.set(r.bytes.subarray(at + 5, at + 5 + size));
		r.group(undefined, () => `Ext. IP Reachability: ${ipv4Text(address)}/${bits}`, () => {
			r.read(p['ext_ip_reachability.metric']);
			r.at(p['ext_ip_reachability.distribution'], at + 4);
			r.at(p['ext_ip_reachability.subtlv'], at + 4);
			r.read(p['ext_ip_reachability.prefix_length']);
			r.put(p['ext_ip_reachability.ipv4_prefix'], at + 5, at + 5 + size, address);
			r.skip(size);
			if ((control & subValues) === 0) {
				r.put(p['ext_ip_reachability.subclvs_length'], r.position, r.position, 0);
				r.label('no sub-TLVs present');
				return;
			}

			readPrefixValues(r, p['ext_ip_reachability.subclvs_length']);
		});
	}
}

function tooLong(r: Reader, version: 4 | 6, bits: number): void {
	const text = `IPv${version} prefix has an invalid length: ${bits} bits`;
	r.group(undefined, text, () => r.complain(lspFaults.short, r.position, r.end, text));
}

/** RFC 5308, section 2. */
export function readSixNetworks(r: Reader): void {
	while (r.more) {
		const at = r.position;
		r.need(6);
		const control = r.peek(4);
		const bits = r.peek(5);
		const size = (bits + 7) >>> 3;
		if (bits > 128) return tooLong(r, 6, bits);
		r.need(6 + size);
		const address = new Uint8Array(16);
		address.set(r.bytes.subarray(at + 6, at + 6 + size));
		r.group(undefined, () => `IPv6 Reachability: ${ipv6Text(address)}/${bits}`, () => {
			r.read(p['ipv6_reachability.metric']);
			r.at(p['ipv6_reachability.distribution'], at + 4);
			r.at(p['ipv6_reachability.distribution_internal'], at + 4);
			r.at(p['ipv6_reachability.subtlv'], at + 4);
			r.read(p['ipv6_reachability.reserved_bits']);
			r.read(p['ipv6_reachability.prefix_length']);
			r.put(p['ipv6_reachability.ipv6_prefix'], at + 6, at + 6 + size, address);
			r.skip(size);
			if (control & 0x20) readPrefixValues(r, p['ipv6_reachability.subclvs_length']);
		});
	}
}

function readPrefixValues(r: Reader, field: Field<'uint'>): void {
	const total = r.read(field);
	r.within(total, () => {
		while (r.more) {
			r.need(2);
			const code = r.peek();
			const size = r.peek(1);
			const name = (p['ext_ip_reachability.code'].values as ReadonlyMap<number, string>).get(code) ?? 'Unknown';
			r.group(undefined, `subTLV: ${name} (c=${code}, l=${size})`, () => {
				r.read(p['ext_ip_reachability.code']);
				r.read(p['ext_ip_reachability.length']);
				r.within(size, () => {
					if (code === 1) { while (r.more) r.read(p['32_bit_administrative_tag']); }
					else if (code === 3) {
						r.read(p['ext_ip_reachability.prefix_sid.flags']);
						r.read(p.sr_alg);
						readLabel(r);
					}
				});
			});
		}
	});
}

/** RFC 5120, section 7: a topology in front of what is known without. */
export const inTopology = (read: (r: Reader) => void) => (r: Reader): void => {
	r.at(p.reserved, r.position);
	r.read(p.mtid);
	read(r);
};

const capabilityNames: ReadonlyMap<number, string> = new Map([
	[2, 'Segment Routing - Capability'],
	[19, 'Segment Routing - Algorithms'],
	[22, 'Segment Routing - Local Block'],
	[23, 'Node Maximum SID Depth'],
]);

/** RFC 7981, section 2. */
export function readCapabilities(r: Reader): void {
	r.read(p['rt_capable.router_id']);
	r.at(p['rt_capable.flag_s'], r.position);
	r.read(p['rt_capable.flag_d']);
	while (r.more) {
		r.need(2);
		const code = r.peek();
		const size = r.peek(1);
		r.group(undefined, `${capabilityNames.get(code) ?? 'Unknown Sub-TLV'} (t=${code}, l=${size})`, () => {
			r.skip(2);
			r.within(size, () => readCapability(r, code));
		});
	}
}

/** RFC 8667, section 3. */
function readCapability(r: Reader, code: number): void {
	if (code === 19) { while (r.more) r.read(p.sr_alg); }
	else if (code === 23) {
		while (r.more) {
			r.read(p.igp_msd_type);
			r.read(p.igp_msd_value);
		}
	} else if (code === 2) {
		r.at(p['sr_cap.i_flag'], r.position);
		r.read(p['sr_cap.v_flag']);
		r.read(p['sr_cap.range']);
		while (r.left >= 2) {
			const size = r.peek(1);
			r.group(undefined, `SID/Label (t=${r.peek()}, l=${size})`, () => {
				r.skip(2);
				r.within(size, () => {
					if (r.left === 3) r.read(p['sr_cap.label']);
				});
			});
		}
	}
}
