import {bit, bool8, bytes, header, parts, text, u32, u8, word} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {udpPort} from '../space.ts';

const magic = 'ISO11898';
const isTrue = {meaning: ['True', 'False']} as const;

const h = header('caneth', {
	_first: u32(''),
	_second: u32(''),
	version: u8('Version'),
	frames: u8('CAN Frames', {about: 'Frames that follow.'}),
});

const p = parts('caneth', () => ({
	magic: text('Magic', {about: 'Says that it is CAN: the number of its standard.'}),
	options: bytes('Options (Reserved)'),
	'can.padding': bytes('Padding'),
}));

const can = parts('can', () => ({
	...word(4, {_flags: bit(3, ''), id: bit(29, 'Identifier', {base: 'hex', little: true})}),
	len: u8('Frame-Length'),
	'flags.xtd': bool8('Extended Flag', isTrue),
	'flags.rtr': bool8('Remote Transmission Request Flag', isTrue),
}));

/** Identifier, length, eight bytes of data, two flags. */
const frameSize = 15;
const lengthAt = 4;
const dataAt = 5;

function hasMagic(b: Uint8Array, start: number, end: number): boolean {
	if (end - start < h.size) return false;
	for (let i = 0; i < magic.length; i++) if (b[start + i] !== magic.charCodeAt(i)) return false;
	return true;
}

/** CAN frames in datagrams, as gateways send them. */
export const canEthernet = protocol({
	name: 'caneth',
	title: 'Controller Area Network over Ethernet',
	column: 'CAN-ETH',
	about: 'Carries the frames of a bus in vehicles and machines over UDP.',
	reference: 'CAN-ETH specification, version 1',
	claims: claims(udpPort, 11898),
	guess: [{over: 'udp', test: hasMagic}],
	lacking: {under: 10, as: 'refused'},
	header: h,
	parts: [p, can],
	walk(c) {
		const {bytes: b, start} = c;
		if (!hasMagic(b, start, c.end)) return c.refuse();
		// The last that waits is walked first.
		for (let n = h.frames.read(c) - 1; n >= 0; n--) {
			const at = start + h.size + n * frameSize;
			if (at + frameSize <= c.end) c.push(c.registry.data, at + dataAt, at + dataAt + Math.min(b[at + lengthAt]!, frameSize - dataAt));
		}

		return undefined;
	},
	expand(r) {
		r.text(p.magic, magic.length);
		r.read(h.version);
		const count = r.read(h.frames);
		r.info(() => `${count} frame${count === 1 ? '' : 's'}`);
		for (let n = 0; n < count; n++) {
			const from = r.position;
			r.group(undefined, 'Controller Area Network', () => {
				r.need(frameSize);
				r.at(can.id, from);
				const length = r.at(can.len, from + lengthAt);
				r.at(can['flags.xtd'], from + frameSize - 2);
				r.at(can['flags.rtr'], from + frameSize - 1);
				const behind = from + dataAt + length;
				if (behind < from + frameSize) r.put(p['can.padding'], behind, from + frameSize, r.bytes.subarray(behind, from + frameSize));
				r.skip(frameSize);
			});
		}

		r.rest(p.options);
	},
});
