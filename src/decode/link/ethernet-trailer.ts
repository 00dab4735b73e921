import {bytes, type Field, parts, u32, u8} from '../field.ts';
import {fault} from '../protocol.ts';
import type {Reader} from '../reader.ts';

/** IEEE 802.3-2018, section 3.2.8: shorter frames are padded. Without the frame check sequence. */
const minimumFrame = 60;
/** A frame check sequence. */
export const fcsLength = 4;

/** Whether a frame check sequence is right. */
export const fcsStatuses: ReadonlyMap<number, string> = new Map([[0, 'Bad'], [1, 'Good'], [2, 'Unverified'], [3, 'Not present']]);

/** Fields of what follows a payload, beside the trailer: that is the layer's own. */
export const trailerParts = parts('eth', () => ({
	padding: bytes('Padding', {about: 'Zeros that fill a short frame up to the 60 bytes that Ethernet needs.', reference: 'IEEE 802.3, section 3.2.8'}),
	fcs: u32('Frame check sequence', {base: 'hex', about: 'CRC-32 over the frame; captures rarely keep it.', reference: 'IEEE 802.3, section 3.2.9'}),
	'fcs.status': u8('FCS Status', {values: fcsStatuses}),
}));

export const paddingBad = fault('eth.padding_bad', "Didn't find padding of zeros, and an undecoded trailer exists. There may be padding of non-zeros.", 'warning');

/**
Bytes behind the payload `[…, from)` of a layer: padding, then a trailer, then perhaps a
frame check sequence. Nothing in a frame says where one ends and the next begins: only zeros count as padding, and only
where the frame that was captured is as short as that: what is in a tunnel was padded before, or was not.
Nor does it say whether there is a frame check sequence, but what carries the frame may.
*/
export function readTrailer(r: Reader, from: number, trailer: Field<'bytes'>, fcs: 'none' | 'maybe' | 'there'): void {
	if (from >= r.limit || from > r.end) return;
	const p = trailerParts;
	r.position = from;
	let wire = r.limit - from;
	const there = r.end - from;
	let unpadded = false;
	const room = Math.min(minimumFrame - (r.facts.meta.original - wire), there);
	if (room > 0 && r.facts.meta.original >= minimumFrame) {
		let zeros = 0;
		while (zeros < room && r.bytes[from + zeros] === 0) zeros++;
		unpadded = zeros < room;
		if (!unpadded) {
			r.rest(p.padding, room);
			wire -= room;
		}
	}

	const hasFcs = wire >= fcsLength && (fcs === 'there' || (fcs === 'maybe' && r.limit - r.base >= minimumFrame + fcsLength));
	const trailing = hasFcs ? wire - fcsLength : wire;
	if (trailing > 0) {
		const start = r.position;
		r.rest(trailer, trailing);
		if (unpadded) r.complain(paddingBad, start, r.position);
	}

	if (!hasFcs) return;
	r.read(p.fcs);
	r.derive(p['fcs.status'], 2, r.position - fcsLength, r.position);
}
