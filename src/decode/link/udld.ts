import {bit, bytes, parts, text, u16, u8, word} from '../field.ts';
import {claims, fault, protocol, strayCharacters} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {snapProtocol} from '../space.ts';
import {endOfValues, tooShort, valueHeader} from './cisco-values.ts';

const deviceTlv = 1;
const portTlv = 2;
const types = new Map([
	[deviceTlv, 'Device ID'],
	[portTlv, 'Port ID'],
	[3, 'Echo'],
	[4, 'Message interval'],
	[5, 'Timeout interval'],
	[6, 'Device name'],
	[7, 'Sequence number'],
]);

// RFC 5171, section 4
const p = parts('udld', () => ({
	...word(1, {
		version: bit(3, 'Version', {type: 'FT_UINT8'}),
		opcode: bit(5, 'Opcode', {values: new Map([[0, 'Reserved'], [1, 'Probe'], [2, 'Echo'], [3, 'Flush']]), type: 'FT_UINT8'}),
	}),
	flags: u8('Flags', {
		bits: {
			_reserved: bit(6, ''),
			rsy: bit(1, 'ReSynch', {base: 'hex', type: 'FT_UINT8'}),
			rt: bit(1, 'Recommended timeout', {base: 'hex', type: 'FT_UINT8'}),
		},
	}),
	checksum: u16('Checksum', {base: 'hex'}),
	'tlv.type': u16('Type', {base: 'hex', values: types}),
	'tlv.len': u16('Length'),
	device_id: text('Device ID', {type: 'FT_STRINGZ'}),
	sent_through_interface: text('Sent through Interface'),
	data: bytes('Data'),
}));

const faults = {
	length: fault('udld.tlv.len.invalid', 'TLV with invalid length (< 4)', 'warning'),
	stray: strayCharacters,
};

export const udld = protocol({
	name: 'udld',
	title: 'Unidirectional Link Detection',
	about: 'Finds links over which frames go one way only.',
	reference: 'RFC 5171',
	claims: claims(snapProtocol, 0x0c_0111),
	parts: p,
	faults,
	walk(c) {
		c.payload(Math.min(endOfValues(c.bytes, c.start, c.end), c.end) - c.start);
		return undefined;
	},
	expand(r) {
		r.at(p.version, r.position);
		r.at(p.opcode, r.position);
		r.skip(1);
		const at = r.position;
		r.open(p.flags, at, r.peek());
		r.at(p.flags.bit.rt, at);
		r.at(p.flags.bit.rsy, at);
		r.close(at + 1);
		r.skip(1);
		r.read(p.checksum);
		let info = '';
		while (r.left >= valueHeader) {
			const type = r.peek16();
			const size = r.peek16(2);
			const name = types.get(type) ?? 'Unknown';
			if (size < valueHeader) {
				r.group(undefined, tooShort(size), () => {
					r.read(p['tlv.type']);
					r.readOpen(p['tlv.len'], () => r.complain(faults.length, r.position - 2, r.position));
				});
				break;
			}

			// What does not fit is not told at all.
			r.need(size);
			let label: string | undefined;
			r.group(undefined, () => `Type: ${name}, length: ${size}`, () => {
				r.read(p['tlv.type']);
				r.read(p['tlv.len']);
				r.within(size - valueHeader, () => {
					label = readValue(r, type, size - valueHeader);
				});
			});
			if (label === undefined) continue;
			r.label(label);
			info += `${label}  `;
		}

		r.info(() => info);
	},
});

/** Reads a value, and says what the tree calls it where its type alone does not say that. */
function readValue(r: Reader, type: number, size: number): string | undefined {
	if (type !== deviceTlv && type !== portTlv) {
		r.rest(p.data);
		return undefined;
	}

	const name = types.get(type)!;
	const said = r.terminated(type === deviceTlv ? p.device_id : p.sent_through_interface, size);
	return `${name}: ${said}`;
}
