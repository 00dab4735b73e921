import {bit, bytes, header, parts, u16, u24, u8, word} from '../field.ts';

import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType, udpPort} from '../space.ts';
import {etherTypes} from './ether-types.ts';

// RFC 8926, section 3.4
const h = header('geneve', {
	...word(1, {version: bit(2, 'Version'), _length: bit(6, '', {scale: 4})}),
	flags: u8('Flags', {
		base: 'hex',
		bits: {
			oam: bit(1, 'Operations, Administration and Management Frame'),
			critical: bit(1, 'Critical Options Present'),
			reserved: bit(6, 'Reserved', {type: 'FT_BOOLEAN'}),
		},
	}),
	proto_type: u16('Protocol Type', {base: 'hex', values: etherTypes}),
	vni: u24('Virtual Network Identifier (VNI)', {base: 'hex_dec', about: 'The virtual network that the packet belongs to.'}),
	reserved: u8('Reserved', {base: 'hex'}),
});

// RFC 8926, section 3.5.1
const p = parts('geneve', () => ({
	'option.length': u8('Length', {unit: 'bytes'}),
	options: bytes('Geneve Options'),
	option: bytes('Option'),
	'option.class': u16('Class', {base: 'hex'}),
	'option.type': u8('Type', {base: 'hex'}),
	...word(1, {'option.type.critical': bit(1, 'Critical Option'), _type: bit(7, '')}),
	'option.flags': u8('Flags', {base: 'hex', bits: {reserved: bit(3, 'Reserved', {type: 'FT_BOOLEAN'}), _length: bit(5, '')}}),
	'option.unknown.data': bytes('Unknown Option Data'),
}));

const optionHeader = 4;

export const geneve = protocol({
	name: 'geneve',
	title: 'Generic Network Virtualization Encapsulation',
	column: 'Geneve',
	about: 'Carries packets of virtual networks over UDP, with options.',
	reference: 'RFC 8926',
	claims: claims(udpPort, 6081),
	header: h,
	parts: p,
	walk(c) {
		c.payload(h.size + h._length.read(c));
		return c.next(etherType, h.proto_type.read(c));
	},
	expand(r) {
		const {base} = r;
		const length = h._length.readAt(r.bytes, base);
		r.at(h.version, base);
		r.put(p['option.length'], base, base + 1, length);
		r.position = base + 1;
		r.read(h.flags);
		r.read(h.proto_type);
		const vni = r.read(h.vni);
		r.read(h.reserved);
		r.info(() => `Encapsulated ${etherTypes.get(r.get(h.proto_type)) ?? 'protocol'}, VNI 0x${vni.toString(16).padStart(6, '0')}`);
		if (length === 0) return;
		const at = r.position;
		r.open(p.options, at, r.bytes.subarray(at, Math.min(r.end, at + length)));
		r.within(length, () => {
			while (r.left >= optionHeader) readOption(r);
		});
		r.close();
	},
});

function readOption(r: Reader): void {
	const at = r.position;
	r.need(optionHeader);
	const size = optionHeader + (r.peek(3) & 0x1f) * 4;
	r.open(p.option, at, r.bytes.subarray(at, Math.min(r.end, at + size)));
	r.read(p['option.class']);
	r.read(p['option.type']);
	r.at(p['option.type.critical'], r.position - 1);
	const flags = r.peek();
	r.open(p['option.flags'], r.position, flags >>> 5);
	r.at(p['option.flags'].bit.reserved, r.position);
	r.close(r.position + 1);
	r.put(p['option.length'], r.position, r.position + 1, size);
	r.position++;
	r.take(p['option.unknown.data'], size - optionHeader);
	r.close();
}
