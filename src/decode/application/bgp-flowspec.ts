import {dscpNames} from '../network/dscp.ts';
import {bit, bytes, ipv4Address, ipv6Address, none, parts, u16, u32, u64, u8, word} from '../field.ts';
import {ipv4Text, ipv6Text} from '../print.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {faults, n} from './bgp-fields.ts';

const set = ['Set', 'Not set'] as const;
const yes = {meaning: set} as const;
const whole = {type: 'FT_UINT8'} as const;

const filterNames = new Map([
	[1, 'Destination prefix filter'],
	[2, 'Source prefix filter'],
	[3, 'Protocol / Next Header filter'],
	[4, 'Port filter'],
	[5, 'Destination port filter'],
	[6, 'Source port filter'],
	[7, 'ICMP type filter'],
	[8, 'ICMP code filter'],
	[9, 'TCP flags filter'],
	[10, 'Packet Length filter'],
	[11, 'DSCP marking filter'],
	[12, 'IP fragment filter'],
]);

const valueLength = bit(2, 'Value length', {
	...whole,
	name: 'bgp.flowspec_nlri.op.val_len',
	values: new Map([[0, '1 byte: 1 <<'], [1, '2 bytes: 1 <<'], [2, '4 bytes: 1 <<'], [3, '8 bytes: 1 <<']]),
});

/** Rules for packets that routers tell each other: RFC 8955, section 4; RFC 8956, section 3. */
export const flowParts = parts('bgp', () => ({
	flowspec_nlri: bytes('FLOW-SPEC nlri', {about: 'Which packets the rule is for; communities beside it say what is done with them.', reference: 'RFC 8955, section 4'}),
	'flowspec_nlri.length': u16('NRLI length'),
	flowspec_route_distinguisher: none('Route Distinguisher'),
	flowspec_route_distinguisher_type: u16('Route Distinguisher Type'),
	flowspec_route_distinguisher_admin_as_num_2: u16('Administrator Subfield'),
	flowspec_route_distinguisher_admin_ipv4: ipv4Address('Administrator Subfield'),
	flowspec_route_distinguisher_admin_as_num_4: u32('Administrator Subfield', {base: 'hex_dec'}),
	flowspec_route_distinguisher_asnum_2: u16('Assigned Number Subfield'),
	flowspec_route_distinguisher_asnum_4: u32('Assigned Number Subfield', {base: 'hex_dec'}),
	'flowspec_nlri.filter': none('Filter', {about: 'One thing that a packet has to have; all of them have to be there.'}),
	'flowspec_nlri.filter_type': u8('Filter type', {values: filterNames}),
	'flowspec_nlri.dst_prefix_filter': ipv4Address('Destination IP filter'),
	'flowspec_nlri.src_prefix_filter': ipv4Address('Source IP filter'),
	'flowspec_nlri.ipv6_pref_length': u8('IPv6 prefix length'),
	'flowspec_nlri.ipv6_pref_offset': u8('IPv6 prefix offset', {about: 'Bits in front that do not count.'}),
	'flowspec_nlri.dst_ipv6_pref': ipv6Address('Destination IPv6 prefix'),
	'flowspec_nlri.src_ipv6_pref': ipv6Address('Source IPv6 prefix'),
	numeric: u8('Operator flags', {
		name: 'bgp.flowspec_nlri.opflags',
		base: 'hex',
		reference: 'RFC 8955, section 4.2.1.1',
		bits: {
			eol: bit(1, 'end-of-list', {...yes, name: 'bgp.flowspec_nlri.op.eol'}),
			and: bit(1, 'and', {...yes, name: 'bgp.flowspec_nlri.op.and'}),
			length: valueLength,
			reserved: bit(1, 'Reserved', {...yes, name: 'bgp.flowspec_nlri.op.un_bit4'}),
			lt: bit(1, 'less than', {...yes, name: 'bgp.flowspec_nlri.op.lt'}),
			gt: bit(1, 'greater than', {...yes, name: 'bgp.flowspec_nlri.op.gt'}),
			equal: bit(1, 'equal', {...yes, name: 'bgp.flowspec_nlri.op.equal'}),
		},
	}),
	masked: u8('Operator flags', {
		name: 'bgp.flowspec_nlri.opflags',
		base: 'hex',
		reference: 'RFC 8955, section 4.2.1.2',
		bits: {
			eol: bit(1, 'end-of-list', {...yes, name: 'bgp.flowspec_nlri.op.eol'}),
			and: bit(1, 'and', {...yes, name: 'bgp.flowspec_nlri.op.and'}),
			length: valueLength,
			reserved: bit(1, 'Reserved', {...yes, name: 'bgp.flowspec_nlri.op.un_bit4'}),
			spare: bit(1, 'Reserved', {...yes, name: 'bgp.flowspec_nlri.op.un_bit5'}),
			not: bit(1, 'logical negation', {...yes, name: 'bgp.flowspec_nlri.op.flg_not'}),
			match: bit(1, 'Match bit', {...yes, name: 'bgp.flowspec_nlri.op.flg_match'}),
		},
	}),
	'flowspec_nlri.dec_val_8': u8('Decimal value'),
	'flowspec_nlri.dec_val_16': u16('Decimal value'),
	'flowspec_nlri.dec_val_32': u32('Decimal value'),
	'flowspec_nlri.dec_val_64': u64('Decimal value'),
	'flowspec_nlri.val_tcp.flags': u8('TCP flags', {
		base: 'hex',
		bits: {
			cwr: bit(1, 'Congestion Window Reduced (CWR)', yes),
			ecn: bit(1, 'ECN-Echo', yes),
			urg: bit(1, 'Urgent', yes),
			ack: bit(1, 'Acknowledgment', yes),
			push: bit(1, 'Push', yes),
			reset: bit(1, 'Reset', yes),
			syn: bit(1, 'Syn', yes),
			fin: bit(1, 'Fin', yes),
		},
	}),
	'flowspec_nlri.val_frag': u8('Fragment Flag', {
		base: 'hex',
		bits: {
			_: bit(4, ''),
			lf: bit(1, 'Last fragment', {...yes, name: 'bgp.flowspec_nlri.val_frag_lf'}),
			ff: bit(1, 'First fragment', {...yes, name: 'bgp.flowspec_nlri.val_frag_ff'}),
			isf: bit(1, 'Is a fragment', {...yes, name: 'bgp.flowspec_nlri.val_frag_isf'}),
			df: bit(1, "Don't fragment", {...yes, name: 'bgp.flowspec_nlri.val_frag_df'}),
		},
	}),
	...word(1, {_mark: bit(2, ''), 'flowspec_nlri.val_dsfield': bit(6, 'Differentiated Services Codepoint', {...whole, base: 'hex', values: dscpNames})}),
}));

const p = flowParts;
const destinationPrefix = 1;
const sourcePrefix = 2;
const tcpFlags = 9;
const codePoint = 11;
const fragment = 12;

const numbers = once(() => [p['flowspec_nlri.dec_val_8'], p['flowspec_nlri.dec_val_16'], p['flowspec_nlri.dec_val_32'], p['flowspec_nlri.dec_val_64']]);

/** An address of which `[at, at + used)` says the first bytes. */
function padded(r: Reader, at: number, used: number, size: number): Uint8Array {
	const whole = new Uint8Array(size);
	whole.set(r.bytes.subarray(at, at + used));
	return whole;
}

function readNetwork(r: Reader, isDestination: boolean, six: boolean): void {
	const head = six ? 2 : 1;
	r.need(head);
	const bits = r.peek();
	const used = (Math.max(0, bits - (six ? r.peek(1) : 0)) + 7) >>> 3;
	if (bits > (six ? 128 : 32)) r.fail(faults.length, r.position, `Flow specification prefix length ${bits} invalid`);
	r.need(head + used);
	const address = padded(r, r.position + head, used, six ? 16 : 4);
	r.group(undefined, `${six ? ipv6Text(address) : ipv4Text(address)}/${bits}`, () => {
		if (six) {
			r.read(p['flowspec_nlri.ipv6_pref_length']);
			r.read(p['flowspec_nlri.ipv6_pref_offset']);
		} else {
			r.read(n.prefix_length);
			r.label(`${isDestination ? 'Destination' : 'Source'} IP filter prefix length: ${bits}`);
		}

		const [four, long] = isDestination
			? [p['flowspec_nlri.dst_prefix_filter'], p['flowspec_nlri.dst_ipv6_pref']]
			: [p['flowspec_nlri.src_prefix_filter'], p['flowspec_nlri.src_ipv6_pref']];
		r.put(six ? long : four, r.position, r.position + used, address);
		r.skip(used);
	});
}

/** Operators and values up to the one that says it is the last: RFC 8955, section 4.2.1. */
function readValues(r: Reader, type: number): void {
	const isMasked = type === tcpFlags || type === codePoint || type === fragment;
	for (let isLast = false; !isLast;) {
		const operator = r.read(isMasked ? p.masked : p.numeric);
		isLast = (operator & 0x80) !== 0;
		const size = 1 << ((operator >>> 4) & 3);
		r.need(size);
		if (!isMasked) {
			r.read<'uint' | 'uint64'>(numbers()[(operator >>> 4) & 3]!);
			continue;
		}

		// The bits stand in the last byte.
		r.skip(size - 1);
		if (type === tcpFlags) r.read(p['flowspec_nlri.val_tcp.flags']);
		else if (type === fragment) r.read(p['flowspec_nlri.val_frag']);
		else {
			r.at(p['flowspec_nlri.val_dsfield'], r.position);
			r.skip(1);
		}
	}
}

/** Reads one filter of a rule. RFC 8955, section 4.2.2. */
function readFilter(r: Reader, six: boolean): void {
	const type = r.peek();
	r.open(p['flowspec_nlri.filter']);
	r.label(() => `Filter: ${filterNames.get(type) ?? `Unknown filter ${type}`}`);
	r.read(p['flowspec_nlri.filter_type']);
	if (type === destinationPrefix || type === sourcePrefix) readNetwork(r, type === destinationPrefix, six);
	else if (filterNames.has(type)) readValues(r, type);
	else r.skip(r.captured);
	r.close();
}

/** RFC 4364, section 4.2. */
function readDistinguisher(r: Reader): void {
	r.group(p.flowspec_route_distinguisher, undefined, () => {
		switch (r.read(p.flowspec_route_distinguisher_type)) {
			case 0:
				r.read(p.flowspec_route_distinguisher_admin_as_num_2);
				r.read(p.flowspec_route_distinguisher_asnum_4);
				return;
			case 1:
				r.read(p.flowspec_route_distinguisher_admin_ipv4);
				r.read(p.flowspec_route_distinguisher_asnum_2);
				return;
			default:
				r.read(p.flowspec_route_distinguisher_admin_as_num_4);
				r.read(p.flowspec_route_distinguisher_asnum_2);
		}
	});
}

/** From this on a length has two bytes, of which this is the first four bits: RFC 8955, section 4.1. */
const longLength = 0xf0;

/** Reads rules to the end of the part: of IPv6 where `six`, of a customer's network where `vpn`. */
export function readFlowRules(r: Reader, six: boolean, vpn: boolean): void {
	while (r.more) {
		const at = r.position;
		const head = r.peek() >= longLength ? 2 : 1;
		const size = head === 2 ? r.peek16() & 0xfff : r.peek();
		r.need(head + size);
		r.open(p.flowspec_nlri, at, r.bytes.subarray(at, at + head + size));
		r.label(`FLOW_SPEC_NLRI (${head + size} bytes)`);
		r.put(p['flowspec_nlri.length'], at, at + head, size);
		r.skip(head);
		r.within(size, () => {
			if (vpn) readDistinguisher(r);
			while (r.more) readFilter(r, six);
		});
		r.close();
	}
}
