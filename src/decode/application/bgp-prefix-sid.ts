import {bytes, ipv6Address, none, parts, type Spec, u16, u24, u32, u8} from '../field.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {faults} from './bgp-fields.ts';

const kinds = new Map([[1, 'Label-Index'], [2, 'Deprecated'], [3, 'Originator SRGB'], [4, 'Deprecated'], [5, 'SRv6 L3 Service'], [6, 'SRv6 L2 Service']]);
const serviceKinds = new Map([[1, 'SRv6 SID Information']]);
const dataKinds = new Map([[1, 'SRv6 SID Structure']]);
/** IANA 'SRv6 Endpoint Behaviors', those that services name. */
const behaviors = new Map([
	[0x01, 'End'],
	[0x05, 'End.X'],
	[0x09, 'End.T'],
	[0x0e, 'End.B6.Encaps'],
	[0x0f, 'End.BM'],
	[0x10, 'End.DX6'],
	[0x11, 'End.DX4'],
	[0x12, 'End.DT6'],
	[0x13, 'End.DT4'],
	[0x14, 'End.DT46'],
	[0x15, 'End.DX2'],
	[0x16, 'End.DX2V'],
	[0x17, 'End.DT2U'],
	[0x18, 'End.DT2M'],
]);

const structure = ['locator_block_len', 'locator_node_len', 'func_len', 'arg_len', 'trans_len', 'trans_offset'] as const;
const structureTitles = ['Locator Block Length', 'Locator Node Length', 'Function Length', 'Argument Length', 'Transposition Length', 'Transposition Offset'];

/** RFC 9252, sections 2 and 3: the service behind a segment, of layer 3 or 2. */
const service = (layer: 'l2vpn' | 'l3vpn') =>
	parts(`bgp.prefix_sid.srv6_${layer}`, () => ({
		sub_tlvs: none('SRv6 Service Sub-TLVs'),
		sub_tlv: none('SRv6 Service Sub-TLV'),
		'sub_tlv.type': u8('Type', {values: serviceKinds}),
		'sub_tlv.length': u16('Length'),
		'sub_tlv.value': bytes('Value'),
		'sub_tlv.reserved': bytes('Reserved'),
		sid_value: ipv6Address('SRv6 SID Value', {about: 'The address by which the service is reached.', reference: 'RFC 9252, section 3.1'}),
		sid_flags: u8('SRv6 SID Flags', {base: 'hex'}),
		srv6_endpoint_behavior: u16('SRv6 Endpoint Behavior', {
			base: 'hex',
			values: behaviors,
			about: 'What the router with the address does with the packet.',
			reference: 'RFC 8986',
		}),
		reserved: bytes('Reserved'),
		sub_sub_tlvs: none('SRv6 Service Data Sub-Sub-TLVs'),
		sub_sub_tlv: none('SRv6 Service Data Sub-Sub-TLV'),
		'sub_sub_tlv.type': u8('Type', {values: dataKinds}),
		'sub_sub_tlv.length': u16('Length'),
		'sub_sub_tlv.value': bytes('Value'),
		...(Object.fromEntries(structure.map((key, index) => [`sid.${key}`, u8(structureTitles[index]!)])) as Record<`sid.${(typeof structure)[number]}`, Spec<'uint'>>),
	}));

const layer3 = service('l3vpn');
const layer2 = service('l2vpn');
type Service = typeof layer3;

const p = parts('bgp.prefix_sid', () => ({
	unknown: none('Unknown TLV'),
	type: u8('Type', {values: kinds}),
	length: u16('Length'),
	value: bytes('Value'),
	reserved: bytes('Reserved'),
	label_index: none('Label-Index'),
	'label_index.flags': u16('Label-Index Flags', {base: 'hex'}),
	'label_index.value': u32('Label-Index Value', {about: 'The place of the label in the range of whoever forwards.', reference: 'RFC 8669, section 3.1'}),
	originator_srgb: none('Originator SRGB'),
	'originator_srgb.flags': u16('Originator SRGB Flags', {base: 'hex'}),
	originator_srgb_blocks: none('SRGB Blocks'),
	originator_srgb_block: none('SRGB Block'),
	originator_srgb_base: u24('SRGB Base', {about: 'First label of a range for segments.', reference: 'RFC 8669, section 3.2'}),
	originator_srgb_range: u24('SRGB Range'),
	srv6_l3vpn: none('SRv6 L3 Service'),
	srv6_l2vpn: none('SRv6 L3 Service'),
}));

/** Segments of prefixes and of services: RFC 8669, RFC 9252. */
export const segmentParts = [p, layer3, layer2];

const labelIndexSize = 7;

function readStructure(r: Reader, s: Service): void {
	r.group(s.sub_sub_tlvs, undefined, () => {
		while (r.more) {
			const kind = r.peek();
			const size = r.peek16(1);
			r.open(s.sub_sub_tlv);
			r.label(() => `SRv6 Service Data Sub-Sub-TLV - ${dataKinds.get(kind) ?? 'Unknown'}`);
			r.read(s['sub_sub_tlv.type']);
			r.read(s['sub_sub_tlv.length']);
			r.within(size, () => {
				if (kind === 1) { for (const key of structure) r.read(s[`sid.${key}`]); }
				else r.rest(s['sub_sub_tlv.value']);
			});
			r.close();
		}
	});
}

function readService(r: Reader, s: Service): void {
	r.take(p.reserved, 1);
	r.group(s.sub_tlvs, undefined, () => {
		while (r.more) {
			const kind = r.peek();
			const size = r.peek16(1);
			r.open(s.sub_tlv);
			r.label(() => `SRv6 Service Sub-TLV - ${serviceKinds.get(kind) ?? 'Unknown'}`);
			r.read(s['sub_tlv.type']);
			r.read(s['sub_tlv.length']);
			r.within(size, () => {
				if (kind !== 1) {
					r.rest(s['sub_tlv.value']);
					return;
				}

				r.take(s['sub_tlv.reserved'], 1);
				r.read(s.sid_value);
				r.read(s.sid_flags);
				r.read(s.srv6_endpoint_behavior);
				r.take(s.reserved, 1);
				readStructure(r, s);
			});
			r.close();
		}
	});
}

function readBlocks(r: Reader): void {
	r.read(p['originator_srgb.flags']);
	r.group(p.originator_srgb_blocks, undefined, () => {
		while (r.left >= 6) {
			const base = r.peek32() >>> 8;
			r.open(p.originator_srgb_block);
			r.label(() => `SRGB Block(${base}:${(r.peek16(3) << 8) | r.peek(5)})`);
			r.read(p.originator_srgb_base);
			r.read(p.originator_srgb_range);
			r.close();
		}
	});
}

const fields = once(() => new Map([[1, p.label_index], [3, p.originator_srgb], [5, p.srv6_l3vpn], [6, p.srv6_l2vpn]]));

/** The attribute that names segments, to the end of the part. */
export function readPrefixSegments(r: Reader): void {
	while (r.more) {
		r.need(3);
		const kind = r.peek();
		const size = r.peek16(1);
		const at = r.position;
		if (kind === 1 && size !== labelIndexSize) {
			r.group(p.label_index, undefined, () => {
				r.read(p.type);
				r.read(p.length);
			});
			const said = `Invalid BGP Prefix-SID Label Index length: ${size} bytes`;
			r.group(undefined, said, () => r.complain(faults.length, at, at + 3, said));
			r.skip(Math.min(size, r.captured));
			continue;
		}

		r.open(fields().get(kind) ?? p.unknown);
		if (!fields().has(kind)) r.label(() => `Unknown TLV (${kinds.get(kind) ?? kind})`);
		if (kind === 1) r.label(() => `Label-Index: ${(r.peek16(6) * 65_536) + r.peek16(8)} `);
		r.read(p.type);
		r.read(p.length);
		r.within(size, () => {
			switch (kind) {
				case 1:
					r.take(p.reserved, 1);
					r.read(p['label_index.flags']);
					r.read(p['label_index.value']);
					return;
				case 3:
					readBlocks(r);
					return;
				case 5:
					readService(r, layer3);
					return;
				case 6:
					readService(r, layer2);
					return;
				default:
					r.rest(p.value);
			}
		});
		r.close();
	}
}
