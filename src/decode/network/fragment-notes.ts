import {type Piece, pieceConflicts, pieceIsSecondTail, pieceOverlaps, pieceTooLong, type Reassembly} from '../facts.ts';
import {parts, u16} from '../field.ts';
import {fault} from '../protocol.ts';
import {generated, type Reader} from '../reader.ts';
import {maxDatagram} from '../reassembly/fragments.ts';

/** Bytes of a transport header that a first fragment holds at least, by IP protocol number of what has its ports in front: RFC 7112, section 5. */
const leastHeaders: ReadonlyMap<number, number> = new Map([[6, 20], [17, 8], [33, 12], [132, 12], [136, 8]]);
const tcp = 6;
/** RFC 1858, section 4: the flags of TCP stand here, and no fragment but the first has a reason to write there. */
const flagsAt = 8;

const about = 'Inferred: the ports stand in the first fragment, which need not be this one. Finds every fragment of a datagram.';

/** Ports of the datagram that a fragment is part of, under names of their own: `udp.port` finds only what holds them. */
const p = parts('inkcap', () => ({
	srcport: u16('Source Port (of the datagram)', {about}),
	dstport: u16('Destination Port (of the datagram)', {about}),
	port: u16('Port (of the datagram)', {about}),
}));

const faults = {
	overlap: fault('inkcap.fragment.overlap', 'Fragments overlap', 'warning', 'Reassemble'),
	conflict: fault('inkcap.fragment.conflict', 'Fragments overlap with different bytes: what is shown may not be what the receiver saw', 'error', 'Reassemble'),
	tails: fault('inkcap.fragment.tails', 'Two fragments say that they are the last, and end in different places', 'error', 'Reassemble'),
	long: fault('inkcap.fragment.long', 'A fragment goes on past the end of the datagram', 'error', 'Reassemble'),
	huge: fault('inkcap.fragment.huge', 'Goes past 65,535 bytes, which no datagram has (ping of death)', 'error', 'Reassemble'),
	tiny: fault('inkcap.fragment.tiny', 'Too small for the transport header: what looks at the ports and flags may be evaded', 'warning', 'Reassemble'),
	hidden: fault('inkcap.fragment.flags', 'May write over the TCP flags in the first fragment', 'warning', 'Reassemble'),
	uneven: fault('inkcap.fragment.uneven', 'Not the last fragment, and no multiple of 8 bytes', 'error', 'Reassemble'),
	missing: fault('inkcap.fragment.missing', 'Other fragments of the datagram are missing', 'note', 'Reassemble'),
};

/** What IP declares of its fragments beside what Wireshark does. */
export const fragmentNoteParts = {portOfDatagram: p.port, sourcePortOfDatagram: p.srcport, destinationPortOfDatagram: p.dstport};
export const fragmentFaults = faults;

/** Says what is odd about a fragment of `size` bytes, and to which ports its datagram goes. `protocol` is what the datagram holds. */
export function tellFragment(r: Reader, offset: number, size: number, more: boolean, protocol: number): void {
	const at = r.base;
	const head = r.facts.fragmentHead;
	const least = leastHeaders.get(protocol);
	if (head >= 0 && least !== undefined) {
		r.put(p.srcport, at, at, head >>> 16, generated);
		r.put(p.dstport, at, at, head & 0xffff, generated);
		r.put(p.port, at, at, head >>> 16, generated);
		r.put(p.port, at, at, head & 0xffff, generated);
	}

	if (r.quoted) return;
	if (offset + size > maxDatagram) r.complain(faults.huge, at, at, `Ends at byte ${offset + size}, past the ${maxDatagram} that a datagram has (ping of death)`);
	if (offset === 0 && size < (least ?? 0))
		r.complain(faults.tiny, at, at, `${size} bytes are too small for the transport header of ${least}: what looks at its ports and flags may be evaded`);
	if (offset === flagsAt && protocol === tcp) r.complain(faults.hidden, at);
	if (more && size % 8 !== 0) r.complain(faults.uneven, at, at, `${size} bytes, no multiple of 8, and not the last fragment`);
	const {reassembly} = r.facts;
	if (reassembly === undefined && r.facts.complete && size > 0 && offset + size <= maxDatagram) r.complain(faults.missing, at);
}

/** Says what is wrong with the fragments of a datagram, in the frame where it is whole. `forbidden`: none may overlap (RFC 8200, section 4.5). */
export function tellOverlaps(r: Reader, {pieces}: Reassembly, forbidden: boolean): void {
	const at = r.position;
	const where = (bit: number): string => framesWith(pieces, bit).join(', ');
	const say = (bit: number, one: (typeof faults)[keyof typeof faults], what: string): void => {
		if (pieces.some(({problems = 0}) => problems & bit)) r.complain(one, at, at, `${what}: frame ${where(bit)}`);
	};

	say(pieceOverlaps, faults.overlap, forbidden ? 'Fragments overlap, for which receivers throw all of them away' : 'Fragments overlap');
	say(pieceConflicts, faults.conflict, 'Fragments overlap with different bytes, what is shown may not be what the receiver saw');
	say(pieceIsSecondTail, faults.tails, 'Two fragments say that they are the last, and end in different places');
	say(pieceTooLong, faults.long, 'A fragment goes on past the end of the datagram');
}

const framesWith = (pieces: readonly Piece[], bit: number): number[] => pieces.filter(({problems = 0}) => problems & bit).map(({row}) => row + 1);
