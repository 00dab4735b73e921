import {bit, type Field, mac, parts, text, u16, u8, word} from '../field.ts';
import {nameOf} from '../print.ts';
import {claims, fault, protocol, strayCharacters} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {snapProtocol} from '../space.ts';

const domainTlv = 1;
const statusTlv = 2;
const typeTlv = 3;
const senderTlv = 4;
const types = new Map([[domainTlv, 'Domain'], [statusTlv, 'Trunk Status'], [typeTlv, 'Trunk Type'], [senderTlv, 'Sender ID']]);
const narrow = {type: 'FT_UINT8', base: 'hex'} as const;

// Cisco: Dynamic Trunking Protocol
const p = parts('dtp', () => ({
	version: u8('Version'),
	tlv_type: u16('Type', {base: 'hex', values: types}),
	tlv_len: u16('Length'),
	domain: text('Domain', {about: 'The VTP domain: ports of different ones make no trunk.'}),
	...word(1, {
		tos: bit(1, 'Trunk Operating Status', {...narrow, values: new Map([[0, 'Access'], [1, 'Trunk']])}),
		_status: bit(4, ''),
		tas: bit(3, 'Trunk Administrative Status', {...narrow, values: new Map([[1, 'On'], [2, 'Off'], [3, 'Desirable'], [4, 'Auto']])}),
	}),
	...word(1, {
		tot: bit(3, 'Trunk Operating Type', {...narrow, values: new Map([[1, 'Native'], [2, 'ISL'], [5, '802.1Q']])}),
		_type: bit(2, ''),
		tat: bit(3, 'Trunk Administrative Type', {...narrow, values: new Map([[0, 'Negotiated'], [1, 'Native'], [2, 'ISL'], [5, '802.1Q']])}),
	}),
	senderid: mac('Sender ID'),
	data: mac('Data'),
}));

const faults = {
	tooShort: fault('dtp.tlv_len.too_short', 'Indicated length is less than the minimum length', 'error'),
	length: fault('dtp.tlv_len.invalid', 'Indicated length does not correspond to this record type', 'error'),
	truncated: fault('dtp.truncated', 'DTP message is truncated prematurely', 'error'),
	stray: strayCharacters,
};

const tlvHeader = 4;
/** Values of other lengths than these, with their headers, are wrong. */
const sizes = new Map([[statusTlv, 5], [typeTlv, 5], [senderTlv, 10]]);
const macSize = 6;

export const dtp = protocol({
	name: 'dtp',
	title: 'Dynamic Trunk Protocol',
	about: 'Lets two ports agree whether the link between them carries several virtual networks.',
	reference: 'Cisco Dynamic Trunking Protocol',
	claims: claims(snapProtocol, 0x0c_2004),
	parts: p,
	faults,
	walk: c => c.opaque(),
	expand(r) {
		r.read(p.version);
		r.info('Dynamic Trunk Protocol');
		while (r.left > 0) {
			if (r.left < tlvHeader) r.fail(faults.truncated);
			const type = r.peek16();
			const size = r.peek16(2);
			// What does not fit is not told at all.
			if (size > tlvHeader) r.need(size);
			r.group(undefined, () => types.get(type) ?? `Unknown TLV type: 0x${type.toString(16).padStart(4, '0')}`, () => {
				r.read(p.tlv_type);
				// The lower byte says what the value is.
				const kind = type & 0xff;
				const expected = sizes.get(kind);
				if (size <= tlvHeader) r.readOpen(p.tlv_len, () => r.fail(faults.tooShort, r.position - 2));
				if (expected !== undefined && size !== expected) {
					r.readOpen(p.tlv_len, () => r.complain(faults.length, r.position - 2, r.position));
					r.skip(size - tlvHeader);
					return;
				}

				r.read(p.tlv_len);
				r.within(size - tlvHeader, () => readValue(r, kind));
			});
		}
	},
});

function readValue(r: Reader, type: number): void {
	switch (type) {
		case domainTlv: {
			const domain = r.terminated(p.domain, r.left);
			r.info(() => `Dynamic Trunk Protocol: ${domain}`);
			break;
		}

		case statusTlv:
			readPair(r, p.tos, p.tas);
			break;
		case typeTlv:
			readPair(r, p.tot, p.tat);
			break;
		case senderTlv:
			r.read(p.senderid);
			break;
		default:
			if (r.left === macSize) r.read(p.data);
	}
}

/** What the port does and what it was told to do, in one byte. */
function readPair(r: Reader, doing: Field<'uint'>, told: Field<'uint'>): void {
	const at = r.position;
	const byte = r.peek();
	const name = (field: Field<'uint'>): string => nameOf(field, field.readAt(r.bytes, at)) ?? 'Unknown';
	r.group(undefined, () => `Value: ${name(doing)}/${name(told)} (0x${byte.toString(16).padStart(2, '0')})`, () => {
		r.at(doing, at);
		r.at(told, at);
		r.skip(1);
	});
}
