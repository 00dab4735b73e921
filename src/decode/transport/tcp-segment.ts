import {type Piece, pieceConflicts, pieceOverlaps, type Reassembly} from '../facts.ts';
import {bool8, bytes, frameNumber, none, parts, u32} from '../field.ts';
import {beside, type Reader} from '../reader.ts';

const p = parts('tcp', () => ({
	payload: bytes('TCP payload'),
	'pdu.size': u32('PDU Size', {about: 'Bytes of a message that ends in this segment, as its header says.'}),
	segment_data: bytes('TCP segment data', {about: 'Bytes that are no message by themselves: part of one that another frame shows, or seen before.'}),
	reassembled_in: frameNumber('Reassembled PDU in frame'),
	segments: none('Reassembled TCP Segments'),
	segment: frameNumber('TCP Segment'),
	'segment.overlap': bool8('Segment overlap', {type: 'FT_BOOLEAN', meaning: ['True', 'False']}),
	'segment.overlap.conflict': bool8('Conflicting data in segment overlap', {
		type: 'FT_BOOLEAN',
		meaning: ['True', 'False'],
		about: 'Bytes that came twice differ. The first ones are shown; the receiver may have taken the others.',
	}),
	'segment.error': frameNumber('Reassembling error', {about: 'A frame whose bytes contradict those that came before.'}),
	'segment.count': u32('Segment count'),
	'reassembled.length': u32('Reassembled TCP length'),
	'reassembled.data': bytes('Reassembled TCP Data'),
}));

/** What `tcp` declares of the bytes it carries. */
export const segmentFields = p;

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** Tells what became of the bytes in `[r.position, r.end)`. Returns whether no message ends in this frame although bytes are there. */
export function expandPayload(r: Reader): boolean {
	const {segment, row} = r.facts;
	const start = r.position;
	const size = r.limit - start;
	if (size > 0) {
		r.put(p.payload, start, r.end, r.bytes.subarray(start, r.end));
		r.label(() => `TCP payload (${plural(size, 'byte')})`);
	}

	if (segment === undefined) return false;
	for (const {protocol, length} of segment.messages) if (protocol.framing?.units) r.derive(p['pdu.size'], length, start, start);
	for (const held of segment.held) {
		r.put(p.segment_data, held.start, held.end, r.bytes.subarray(held.start, held.end));
		r.label(() => `TCP segment data (${plural(held.end - held.start, 'byte')})`);
		if (held.row !== undefined && held.row !== row) r.derive(p.reassembled_in, held.row + 1, held.start, held.end);
	}

	for (const whole of segment.whole) expandWhole(r, whole);
	return r.facts.isPart;
}

/** Frames that the bytes came from, in the one where they are whole. */
function expandWhole(r: Reader, {pieces, length, bytes: whole}: Reassembly): void {
	const at = r.position;
	r.open(p.segments, at, undefined, beside);
	r.label(() => `[${plural(pieces.length, 'Reassembled TCP Segment')} (${plural(length, 'byte')}): ${pieces.map(piece => `#${piece.row + 1}(${piece.length})`).join(', ')}]`);
	for (const piece of pieces) expandPiece(r, piece, at);

	r.derive(p['segment.count'], pieces.length, at);
	r.derive(p['reassembled.length'], length, at);
	if (whole !== undefined) r.derive(p['reassembled.data'], whole, at);
	r.close(at);
}

function expandPiece(r: Reader, {row, from, length, problems = 0}: Piece, at: number): void {
	r.open(problems & pieceConflicts ? p['segment.error'] : p.segment, at, row + 1);
	r.label(() => `[Frame: ${row + 1}, payload: ${from}-${from + length - 1} (${plural(length, 'byte')})]`);
	if (problems & pieceOverlaps) r.derive(p['segment.overlap'], 1, at);
	if (problems & pieceConflicts) r.derive(p['segment.overlap.conflict'], 1, at);
	r.close(at);
}
