import type {Field} from '../field.ts';
import {ipv4Text} from '../print.ts';
import type {Reader} from '../reader.ts';
import {lsa, lsa6, opaque, p} from './ospf-fields.ts';
import {extendedLinkSubTlvs, informationTlvs, linkSubTlvs, linkTypes, prefixSubTlvs, restartReasons, routeTypes} from './ospf-names.ts';
import {faults} from './ospf-faults.ts';
import {hidden} from '../reader.ts';

const floatText = (bytes: number): string => `${bytes} bytes/s (${bytes * 8} bits/s)`;

/** Reads values of a type, a length and padding to whole words until the part ends; `read` starts behind type and length. What `name` gives no name is shown without its type. */
function eachTlv(
	r: Reader,
	type: Field<'uint'>,
	name: (type: number) => string | undefined,
	read: (type: number, size: number, at: number) => string | undefined,
	node?: Field,
): void {
	while (r.more) {
		r.need(4);
		const at = r.position;
		const number = r.peek16();
		const size = r.peek16(2);
		if (at + 4 + size > r.limit) r.complain(faults.length, at + 2, at + 4);
		const known = name(number);
		const label = r.group(node, known ?? '', () => {
			if (known === undefined) r.skip(2);
			else r.read(type);
			r.read(p.tlv_length);
			let said: string | undefined;
			r.within(size, () => {
				said = known === undefined ? takeUnknown(r, number, size) : read(number, size, at + 4);
			});
			return said;
		});
		if (label !== undefined) r.label(label);
		const pad = Math.min(-size & 3, r.left);
		r.position = Math.min(r.end, r.position + pad);
	}
}

function takeUnknown(r: Reader, type: number, size: number): string {
	if (size > 0) r.take(p.tlv_value, size);
	return `Unknown Sub-TLV: ${type}`;
}

/** RFC 3623, appendix B: neighbors, bear with me. */
export function readGrace(r: Reader): void {
	while (r.more) {
		r.need(4);
		const at = r.position;
		const type = r.peek16();
		const size = r.peek16(2);
		const said = r.group(opaque['v2.grace'], 'Unknown TLV', () => {
			r.read(p.tlv_type);
			r.read(p.tlv_length);
			switch (type) {
				case 1:
					return `Grace Period: ${r.read(opaque['v2.grace.period'])} seconds`;
				case 2: {
					const reason = r.read(opaque['v2.grace.reason']);
					r.take(p.pad_bytes, 3);
					return `Restart Reason: ${restartReasons.get(reason) ?? 'Unknown'} (${reason})`;
				}

				case 3:
					return `Restart IP: ${ipv4Text(r.read(opaque['v2.grace.ip']))}`;
				default:
					return undefined;
			}
		});
		if (said !== undefined) r.label(said);
		r.position = Math.min(r.end, Math.max(r.position, at + 4 + ((size + 3) & ~3)));
	}
}

/** RFC 3630, section 2.4. */
export function readTrafficEngineering(r: Reader): void {
	const start = r.position;
	r.group(undefined, 'MPLS Traffic Engineering LSA', () => {
		eachTlv(r, p.tlv_type, type => (type === 1 ? 'Router Address' : type === 2 ? 'Link Information' : `Unknown LSA: ${type}`), (type, size) => {
			if (type === 1) return `Router Address: ${ipv4Text(r.read(opaque['mpls.routerid']))}`;
			if (type === 2) readLink(r);
			else if (size > 0) r.take(p.tlv_value, size);
			return undefined;
		});
	});
	r.put(lsa['lsa.mpls'], start, start + 2, 1, hidden);
}

function readLink(r: Reader): void {
	const name = (type: number): string => linkSubTlvs.get(type) ?? `Unknown Link sub-TLV: ${type}${type >= 32_768 ? ' (For Experimental Use)' : ''}`;
	eachTlv(r, p.tlv_type, name, (type, size, at) => {
		const text = name(type);
		switch (type) {
			case 1: {
				const kind = r.read(opaque['mpls.linktype']);
				return `${text}: ${kind} - ${kind === 1 ? 'Point-to-point' : kind === 2 ? 'Multi-access' : 'Unknown'}`;
			}

			case 2:
				return `${text}: ${ipv4Text(r.read(opaque['mpls.linkid']))}`;
			case 3:
			case 4: {
				const field = opaque[type === 3 ? 'mpls.local_addr' : 'mpls.remote_addr'];
				const said = `${text}: ${r.captured >= 4 ? ipv4Text(r.bytes, at) : ''}`;
				while (r.more) r.read(field);
				return said;
			}

			case 5:
				return `${text}: ${r.read(opaque['mpls.te_metric'])}`;
			case 6:
			case 7:
				return `${text}: ${floatText(r.read(opaque['mpls.link_max_bw']))}`;
			case 8:
				for (let i = 0; i < 8; i++) {
					const value = r.read(opaque['mpls.pri']);
					r.label(() => `Pri (or TE-Class) ${i}: ${floatText(value)}`);
				}

				return undefined;
			case 9: {
				let color = 0;
				r.readOpen(opaque['mpls.linkcolor'], value => {
					color = value;
					for (let i = 0; i < 32; i++)
						if ((value >>> i) & 1) {
							r.put(opaque['mpls.group'], at, at + 4, (1 << i) >>> 0);
							r.label(`Group ${i}`);
						}
				});
				return `${text}: 0x${color.toString(16).padStart(8, '0')}`;
			}

			case 11: {
				const local = r.read(opaque['mpls.local_id']);
				const remote = r.read(opaque['mpls.remote_id']);
				return `${text}: ${local} (0x${local.toString(16)}) - ${remote} (0x${remote.toString(16)})`;
			}

			case 17:
				readConstraints(r, size);
				return undefined;
			default:
				if (size > 0) r.take(p.tlv_value, size);
				return undefined;
		}
	});
}

/** RFC 4124, section 5.1: a model, three reserved bytes, then a bandwidth for each constraint. */
function readConstraints(r: Reader, size: number): void {
	r.read(opaque['mpls.bc.model_id']);
	if (size % 4 !== 0) r.fail(faults.length, r.position - 1, 'Malformed Packet: Length must be N x 4 octets');
	r.take(p.reserved, 3);
	for (let i = 0; r.more; i++) {
		const value = r.read(opaque['mpls.bc']);
		r.label(() => `BC ${i}: ${floatText(value)}`);
	}
}

/** RFC 8665, section 2.1: a label of three bytes, or an index of four. */
const readLabel = (r: Reader): number => r.number(opaque['tlv.sid_label'], Math.min(4, r.captured));

/** RFC 7770, section 2.3. */
export function readInformation(r: Reader): void {
	r.group(undefined, 'Opaque Router Information LSA', () => {
		eachTlv(r, opaque['tlv_type.opaque'], type => informationTlvs.get(type) ?? 'Unknown Opaque RI LSA TLV', (type, size) => {
			switch (type) {
				case 1:
					r.read(opaque['ri.options']);
					return undefined;
				case 7:
					r.text(opaque.dynhostname, size);
					return undefined;
				case 8:
					for (let i = 0; i < size; i++) r.read(opaque.lsa_sa);
					return undefined;
				case 9:
				case 14: {
					const range = r.read(opaque['tlv.range_size']);
					r.take(p.reserved, 1);
					eachTlv(r, opaque['tlv.sidlabel_range.type'], sub => (sub === 1 ? 'SID/Label Sub-TLV' : undefined), () => `SID/Label Sub-TLV  (SID/Label: ${readLabel(r)})`);
					return `${informationTlvs.get(type)!}  (Range Size: ${range})`;
				}

				default:
					if (size > 0) r.take(opaque['tlv.unknown'], size);
					return undefined;
			}
		});
	});
}

/** RFC 7684, section 2. */
export function readPrefixes(r: Reader): void {
	r.group(undefined, 'OSPFv2 Extended Prefix Opaque LSA', () => {
		eachTlv(r, opaque['tlv.extpfx.tlv_type'], type => (type === 1 ? 'OSPFv2 Extended Prefix TLV' : `Unknown TLV: ${type} - Unknown`), (type, size) => {
			if (type !== 1) {
				if (size > 0) r.take(opaque['tlv.unknown'], size);
				return undefined;
			}

			const route = r.read(opaque['tlv.extpfx.rotuetype']);
			const bits = r.read(lsa6.prefix_length);
			r.read(opaque['tlv.extpfx.af']);
			r.read(opaque['tlv.extpfx.flags']);
			const prefix = ipv4Text(r.read(lsa6['v3.address_prefix.ipv4']));
			eachTlv(r, opaque['tlv.extpfx.subtlv_type'], sub => (sub === 2 ? `${prefixSubTlvs.get(sub)!} Sub-TLV` : undefined), () => {
				r.read(opaque['tlv.pfxsid.flags']);
				r.take(p.reserved, 1);
				r.read(opaque['tlv.extlink.mt_id']);
				r.read(opaque.lsa_sa);
				return `Prefix SID Sub-TLV  (SID/Label: ${readLabel(r)})`;
			});
			return `OSPFv2 Extended Prefix TLV  (Type: ${(routeTypes.get(route) ?? 'Unknown').padEnd(13)} Prefix: ${prefix}/${bits})`;
		});
	});
}

/** RFC 7684, section 3. */
export function readLinks(r: Reader): void {
	r.group(undefined, 'OSPFv2 Extended Link Opaque LSA', () => {
		eachTlv(r, opaque['tlv.extlink.tlv_type'], () => 'OSPFv2 Extended Link TLV', () => {
			const type = r.read(lsa['lsa.router.linktype']);
			r.take(p.reserved, 3);
			const id = ipv4Text(r.read(lsa['lsa.router.linkid']));
			const data = ipv4Text(r.read(lsa['lsa.router.linkdata']));
			eachTlv(r, opaque['tlv.extlink.subtlv_type'], sub => (sub === 2 || sub === 3 ? `${extendedLinkSubTlvs.get(sub)!} Sub-TLV` : undefined), sub => {
				r.read(opaque['tlv.adjsid.flags']);
				r.take(p.reserved, 1);
				r.read(opaque['tlv.extlink.mt_id']);
				r.read(opaque['tlv.extlink.weight']);
				if (sub === 3) r.read(opaque['tlv.extlink.nbr']);
				return `${extendedLinkSubTlvs.get(sub)!} Sub-TLV  (SID/Label: ${readLabel(r)})`;
			});
			return `OSPFv2 Extended Link TLV  (Type: ${(linkTypes.get(type)?.short ?? 'Unknown').padEnd(8)} ID: ${id.padEnd(15)} Data: ${data})`;
		});
	});
}
