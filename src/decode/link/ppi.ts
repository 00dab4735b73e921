import {bit, header, parts, u16, u32, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {linkType} from '../space.ts';

const fieldTypes = new Map([
	[2, '802.11-Common'],
	[3, '802.11n MAC Extensions'],
	[4, '802.11n MAC+PHY Extensions'],
	[5, 'Spectrum-Map'],
	[6, 'Process-Info'],
	[7, 'Capture-Info'],
	[8, 'Aggregation Extension'],
	[9, '802.3 Extension'],
]);

// Per-Packet Information header, section 3
const h = header('ppi', {
	version: u8('Version'),
	flags: u8('Flags', {
		base: 'hex',
		bits: {
			reserved: bit(7, 'Reserved', {base: 'hex', type: 'FT_UINT8'}),
			alignment: bit(1, 'Alignment', {meaning: ['32-bit aligned', 'Not aligned']}),
		},
	}),
	length: u16('Header length', {little: true, about: 'Bytes of this header and its fields.'}),
	dlt: u32('DLT', {little: true, about: 'What the frame behind this header begins with.'}),
});

const p = parts('ppi', {
	field_type: u16('Field type', {
		little: true,
		values: fieldTypes,
	}),
	field_len: u16('Field length', {little: true}),
	'aggregation_extension.interface_id': u32('Interface ID', {little: true}),
});

const aggregation = 8;
const fieldHeader = 4;

export const ppi = protocol({
	name: 'ppi',
	title: 'PPI Packet Header',
	about: 'What the capturing program says about a frame.',
	reference: 'LINKTYPE_PPI',
	claims: claims(linkType, 192),
	header: h,
	parts: p,
	walk(c) {
		c.payload(h.length.read(c));
		const type = h.dlt.read(c);
		return type < linkType.size ? c.next(linkType, type) : undefined;
	},
	expand(r) {
		const length = r.get(h.length);
		r.label(() => `PPI version ${r.get(h.version)}, ${length} bytes`);
		const {flags} = h;
		r.read(h.version);
		const at = r.position;
		r.open(flags, at, r.peek());
		r.at(flags.bit.alignment, at);
		r.at(flags.bit.reserved, at);
		r.close(at + 1);
		r.skip(1);
		r.read(h.length);
		r.read(h.dlt);
		r.within(Math.max(0, length - h.size), () => {
			while (r.left >= fieldHeader) {
				const type = r.peek() | (r.peek(1) << 8);
				r.group(undefined, () => fieldTypes.get(type) ?? `Field ${type}`, () => {
					r.read(p.field_type);
					const size = r.read(p.field_len);
					r.within(size, () => {
						if (type === aggregation && size >= 4) r.read(p['aggregation_extension.interface_id']);
					});
				});
			}
		});
	},
});
