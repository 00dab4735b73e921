import {pieceConflicts, pieceIsSecondTail, pieceOverlaps, pieceTooLong, type Reassembly} from '../facts.ts';
import {bool8, bytes, frameNumber, type Parts, parts, u32} from '../field.ts';
import type {Reader} from '../reader.ts';

const unsized = {type: 'FT_BOOLEAN', meaning: ['True', 'False']} as const;

const specs = (protocol: string, kind: 'bytes' | 'none') => ({
	fragments: {...bytes(`${protocol} Fragments`, {about: 'What was put together from the fragments.'}), kind},
	fragment: frameNumber(`${protocol} Fragment`, {about: 'A frame that gave a part of the datagram.'}),
	'fragment.overlap': bool8('Fragment overlap', {...unsized, about: 'The fragment has bytes that another fragment gave as well.'}),
	'fragment.overlap.conflict': bool8('Conflicting data in fragment overlap', {
		...unsized,
		about: 'The bytes that two fragments gave differ: somebody tries to hide something, or is broken.',
	}),
	'fragment.multipletails': bool8('Multiple tail fragments found', {...unsized, about: 'Two fragments say that they are the last, and end in different places.'}),
	'fragment.toolongfragment': bool8('Fragment too long', {...unsized, about: 'The fragment goes on past the end of the datagram.'}),
	'fragment.error': frameNumber('Defragmentation error', {about: 'A frame whose fragment contradicts the others.'}),
	'fragment.count': u32('Fragment count'),
	'reassembled.length': u32(`Reassembled ${protocol} length`),
	'reassembled.data': bytes(`Reassembled ${protocol} data`),
});

/** Fields of a datagram that was put together: IPv4 and IPv6 have the same under their own names. `protocol` is the word in their titles, `kind` that of the node that holds them. */
export type FragmentFields = Parts<ReturnType<typeof specs>>;
export const fragmentFields = (prefix: string, protocol: string, kind: 'bytes' | 'none' = 'bytes'): FragmentFields => parts(prefix, () => specs(protocol, kind));

/** Tells which fragments a datagram was put together from, in the frame where it is whole. */
export function tellFragments(r: Reader, p: FragmentFields, {pieces, length, bytes: whole}: Reassembly): void {
	if (whole === undefined) return;
	const at = r.position;
	r.open(p.fragments, at, p.fragments.kind === 'none' ? undefined : whole);
	r.label(() => `[${pieces.length} ${p.fragments.title} (${length} bytes): ${pieces.map(piece => `#${piece.row + 1}(${piece.length})`).join(', ')}]`);
	for (const {row, from, length: size, problems = 0} of pieces) {
		r.open(problems & ~pieceOverlaps ? p['fragment.error'] : p.fragment, at, row + 1);
		r.label(() => `[Frame: ${row + 1}, payload: ${from}-${from + size - 1} (${size} bytes)]`);
		if (problems & pieceOverlaps) r.derive(p['fragment.overlap'], 1);
		if (problems & pieceConflicts) r.derive(p['fragment.overlap.conflict'], 1);
		if (problems & pieceIsSecondTail) r.derive(p['fragment.multipletails'], 1);
		if (problems & pieceTooLong) r.derive(p['fragment.toolongfragment'], 1);
		r.close(at);
	}

	r.derive(p['fragment.count'], pieces.length);
	r.derive(p['reassembled.length'], length);
	r.derive(p['reassembled.data'], whole);
	r.close(at);
}
