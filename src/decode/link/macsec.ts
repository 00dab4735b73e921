import {bit, bytes, header, mac, parts, u16, u32, u8, word} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {etherType} from '../space.ts';
import {etherTypes} from './ether-types.ts';

const set = {meaning: ['Set', 'Not set']} as const;

// IEEE 802.1AE-2018, section 9.3
const h = header('macsec', {
	...word(1, {
		TCI: bit(6, 'TCI', {
			base: 'hex',
			bits: {
				V: bit(1, 'VER', {base: 'hex', type: 'FT_UINT8'}),
				ES: bit(1, 'ES', {...set, about: 'The sender is the station that its address names.'}),
				SC: bit(1, 'SC', {...set, about: 'The channel is named behind the packet number.'}),
				SCB: bit(1, 'SCB', set),
				E: bit(1, 'E', {...set, about: 'The payload is encrypted.'}),
				C: bit(1, 'C', {...set, about: 'The payload was changed.'}),
			},
		}),
		AN: bit(2, 'AN', {base: 'hex', about: 'Which of the keys is used.'}),
	}),
	SL: u8('Short length', {about: 'Bytes of a short payload; 0 where it is not short.'}),
	PN: u32('Packet number'),
});

const p = parts('macsec', () => ({
	'SCI.system_identifier': mac('System Identifier'),
	'SCI.port_identifier': u16('Port Identifier'),
	etype: u16('Ethertype', {base: 'hex', values: etherTypes}),
	ICV: bytes('ICV', {about: 'Proves that nobody changed the frame.'}),
}));

/** Bytes of the integrity check value, with the default cipher suite. */
const checkSize = 16;
const channelSize = 8;
const typeSize = 2;

/** Payload of the longest frame that is padded, with the check of the frame. */
const maxPadded = 50;

/** Where the check value of a frame of `size` bytes is: at its end, but a frame that may be padded says how long its payload is. */
const payloadEnd = (tag: number, short: number, size: number): number => (short > 0 && size <= maxPadded && tag + short + checkSize <= size ? tag + short : size - checkSize);

export const macsec = protocol({
	name: 'macsec',
	title: '802.1AE Security tag',
	short: 'MACsec',
	column: 'MACSEC',
	about: 'Proves on one link that frames were not changed, and can hide what they carry.',
	reference: 'IEEE 802.1AE',
	claims: claims(etherType, 0x88e5),
	lacking: {under: 6, as: 'refused'},
	header: h,
	parts: p,
	walk(c) {
		const {V, SC, E, C} = h.TCI.bit;
		const tag = h.size + (SC.read(c) ? channelSize : 0);
		// IEEE 802.1AE-2018, section 9.9: other versions are not understood; no frame is shorter than its check.
		if (V.read(c) !== 0 || c.available < tag + checkSize) return c.refuse();
		const size = tag + typeSize;
		const end = payloadEnd(tag, h.SL.read(c), c.available);
		if (E.read(c) !== 0 || C.read(c) !== 0) {
			c.child(tag, end);
			return undefined;
		}

		if (c.start + size > c.end || end < size) return c.opaque();
		const type = (c.bytes[c.start + size - 2]! << 8) | c.bytes[c.start + size - 1]!;
		c.child(size, end);
		return c.next(etherType, type);
	},
	expand(r) {
		const {SC, E, C} = h.TCI.bit;
		r.info('MACsec frame');
		r.header();
		if (r.get(SC)) {
			r.read(p['SCI.system_identifier']);
			r.read(p['SCI.port_identifier']);
		}

		if (!r.get(E) && !r.get(C)) r.read(p.etype);
		const tag = h.size + (r.get(SC) ? channelSize : 0);
		const check = r.base + payloadEnd(tag, r.get(h.SL), r.limit - r.base);
		if (check < r.position || check + checkSize > r.end) return;
		r.position = check;
		r.take(p.ICV, checkSize);
	},
});
