import {grown} from '../books.ts';
import {ack, fin, rst, scaledWindow, scaleUnknown, syn} from '../flows.ts';
import {after} from '../reassembly/stream.ts';
import * as say from './tcp-flags.ts';
import {Unacknowledged} from './unacknowledged.ts';

const psh = 8;

/** What was lost is sent again this soon behind an acknowledgment that asks for it, in nanoseconds. */
const fastWithin = 20_000_000;
/** Segments that overtook each other are no further apart than this, where no handshake says how long a round trip takes. */
const overtakenWithin = 3_000_000;

/** A TCP segment as analysis looks at it. */
export type AnalysedSegment = {
	row: number;
	/** Number of its stream, times two, plus its direction. */
	side: number;
	sequence: number;
	acknowledgment: number;
	flags: number;
	/** As it stands in the header, and how often it is doubled (`scaleUnknown`: nobody knows). */
	window: number;
	scale: number;
	/** Bytes of payload on the wire. */
	length: number;
	/** Bytes of the blocks of which it says that they arrived behind a gap (RFC 2018). */
	blocks: number;
	/** It has a fast open cookie (RFC 7413). */
	hasCookie: boolean;
	/** It opens, or accepts, a connection over ports that had one before. */
	reuses: boolean;
	/** Where this direction starts. */
	base: number;
	/** Where the other direction starts; -1 where that is not known. */
	peerBase: number;
};

// What is kept of a side. Sequence numbers, rows and counts are 0 where there is none.
/** The number behind the last byte that was sent, and row + 1 of the segment that got there. */
const next = 0;
const nextRow = 1;
/** The last acknowledgment that was sent, and row + 1 of the first that said the same. */
const acknowledged = 2;
const acknowledgedRow = 3;
/** How often it was said again. */
const duplicates = 4;
/** The last window as its header has it, and in bytes. */
const givenWindow = 5;
const window = 6;
/** The number behind the last byte that came without a gap: what can be acknowledged. */
const whole = 7;
const unpushed = 8;
/** What was found in the last segment. */
const last = 9;
/** Some of the marks below. */
const marks = 10;
/** Row + 1 of the last segment. */
const lastRow = 11;
const width = 12;

/** The window in bytes is not known. */
const unknownWindow = 0xffff_ffff;

/** An acknowledgment of what was not sent was told; the next is no news until something is sent. */
const isAhead = 1;
/** A gap was seen and nothing heard since: what is on its way is not known. */
const isGapped = 2;
/** The SYN had data and a cookie. */
const offered = 4;

/** Tells retransmissions, gaps, duplicate acknowledgments and the like from numbers alone, segment after segment, as Wireshark names them. */
export class TcpAnalysis {
	readonly #unacknowledged = new Unacknowledged();
	#sides = new Uint32Array(width << 8);
	/** By side whose last segment said that some arrived behind a gap: the bytes of these. */
	readonly #blocks = new Map<number, number>();
	/** By stream: row + 1 of the last SYN and of what acknowledged first behind it. */
	#opened = new Uint32Array(1 << 7);
	#answered = new Uint32Array(1 << 7);
	readonly #timeOf: (row: number) => number;

	/** Of the segment that was looked at last, row + 1 each or 0: the one that it acknowledges, the one from which the time until it was sent again counts, the acknowledgment that it repeats. */
	acknowledges = 0;
	repeats = 0;
	duplicates = 0;
	/** Which repetition of the acknowledgment it is, from 1. */
	duplicateNumber = 0;
	/** Bytes that are on their way with it, and bytes since the last that was pushed; 0 where there is nothing to tell. */
	flight = 0;
	unpushed = 0;

	/** `timeOf` tells when a row was captured, in nanoseconds since some instant. */
	constructor(timeOf: (row: number) => number) {
		this.#timeOf = timeOf;
	}

	/** Looks at the next segment; returns some of the bits of `tcp-flags.ts`. */
	segment(s: AnalysedSegment): number {
		const {row, side, sequence, acknowledgment, flags, length} = s;
		this.#grow((side | 1) + 1);
		const d = this.#sides;
		const here = side * width;
		const there = (side ^ 1) * width;
		const takesRoom = length > 0 || (flags & (syn | fin)) !== 0;
		const end = (sequence + length + (flags & (syn | fin) ? 1 : 0)) >>> 0;
		this.repeats = this.duplicates = this.duplicateNumber = 0;
		if (acknowledgment !== d[here + acknowledged]) {
			d[here + duplicates] = 0;
			d[here + acknowledgedRow] = row + 1;
		}

		let found = s.reuses ? say.reusedPorts : 0;
		if (flags & syn) found |= this.#fastOpen(s);
		found |= this.#place(s, here, there, end);
		if (flags & ack) found |= this.#ahead(acknowledgment, there);
		if (takesRoom && !(found & say.keepAlive)) found |= this.#again(s, here, there, end);

		this.shake(row, side, flags);
		if (takesRoom) this.#unacknowledged.add(side, sequence, end, row);
		this.#advance(s, here, end, found);
		this.acknowledges = 0;
		if (flags & ack || !(flags & (syn | rst))) this.acknowledges = this.#unacknowledged.acknowledge(side ^ 1, acknowledgment);
		else if (flags & rst) this.#unacknowledged.acknowledge(side ^ 1, d[there + next]!);
		d[here + marks] = (d[here + marks]! & ~isAhead) | (found & say.lostSegment ? isGapped : 0);
		d[there + marks] = d[there + marks]! & ~isGapped;
		this.#count(s, here);
		return found;
	}

	/** What the segment's place behind those of its own direction says. */
	#place({sequence, acknowledgment, flags, window: given, length}: AnalysedSegment, here: number, there: number, end: number): number {
		const d = this.#sides;
		const expected = d[here + next]!;
		const distance = after(sequence, expected);
		const answered = d[there + acknowledged]!;
		let found = expected !== 0 && after(expected, sequence) < 0 && !(flags & rst) ? say.lostSegment : 0;
		if (length === 1 && distance === 0 && expected !== 0 && answered !== 0 && d[there + givenWindow] === 0) found |= say.zeroWindowProbe;
		if (flags & (syn | fin | rst)) return found;
		if (given === 0) found |= say.zeroWindow;
		// RFC 9293, section 3.8.4: the number just before the next one, with one byte or none.
		if (length <= 1 && distance === -1 && expected !== 0) found |= say.keepAlive;
		if (length > 0 && answered !== 0 && d[there + window] !== unknownWindow && end === (answered + d[there + window]!) >>> 0) found |= say.windowFull;
		if (length > 0 || distance !== 0 || acknowledgment !== d[here + acknowledged]) return found;
		return found | this.#sameAgain(given, here, there);
	}

	/** An acknowledgment without data that acknowledges what the one before did. */
	#sameAgain(given: number, here: number, there: number): number {
		const d = this.#sides;
		const sameWindow = given === d[here + givenWindow];
		const asked = d[there + last]!;
		if (given === 0) return sameWindow && asked & say.zeroWindowProbe ? say.zeroWindowProbeAnswer : 0;
		if (!sameWindow) return say.windowUpdate;
		if (asked & say.keepAlive) return say.keepAliveAnswer;
		this.duplicates = d[here + acknowledgedRow]!;
		this.duplicateNumber = ++d[here + duplicates]!;
		return say.duplicateAcknowledgment;
	}

	/** Whether something is acknowledged that was not seen. It is told once, for a gap and for what was never sent. */
	#ahead(acknowledgment: number, there: number): number {
		const d = this.#sides;
		if (d[there + whole] === 0 || after(d[there + whole]!, acknowledgment) >= 0) return 0;
		if (d[there + whole] === d[there + next]) {
			if (d[there + duplicates] !== 0 || d[there + marks]! & isAhead) return say.acknowledgedLostAgain;
			d[there + marks] = d[there + marks]! | isAhead;
		}

		d[there + whole] = d[there + next]!;
		return say.acknowledgedLost;
	}

	/** Whether the numbers were seen before, and why they come again. */
	#again({row, side, sequence, length}: AnalysedSegment, here: number, there: number, end: number): number {
		const d = this.#sides;
		const expected = d[here + next]!;
		const answered = d[there + acknowledged]!;
		if (length > 0 && answered !== 0 && after(end, answered) <= 0) return say.retransmission | say.spuriousRetransmission;
		if (expected === 0 || after(sequence, expected) >= 0) return 0;
		// One byte alone asked whether the other side is there: data takes its place.
		if (length > 1 && sequence === (expected - 1) >>> 0) return 0;
		const time = this.#timeOf(row);
		if (d[there + duplicates]! >= 2 && answered === sequence && time - this.#timeOf(d[there + lastRow]! - 1) < fastWithin)
			return say.retransmission | say.fastRetransmission;
		const since = time - this.#timeOf(d[here + nextRow]! - 1);
		if (end !== expected && since >= 0 && since < this.#roundTrip(side >>> 1)) return say.outOfOrder;
		this.repeats = this.#unacknowledged.oldest(side) || d[here + nextRow]!;
		return say.retransmission;
	}

	/** Nanoseconds within which segments of a stream may overtake each other. */
	#roundTrip(stream: number): number {
		const answered = this.#answered[stream]!;
		return answered === 0 ? overtakenWithin : this.#timeOf(answered - 1) - this.#timeOf(this.#opened[stream]! - 1);
	}

	/** Keeps what the next segments are compared with. */
	#advance({row, side, sequence, acknowledgment, flags, window: given, scale, blocks: missed}: AnalysedSegment, here: number, end: number, found: number): void {
		const d = this.#sides;
		const expected = d[here + next]!;
		const isAgain = (found & (say.retransmission | say.outOfOrder)) !== 0 && !(found & say.spuriousRetransmission);
		if (d[here + whole] === 0 || sequence === d[here + whole]) d[here + whole] = isAgain ? expected : end;
		if (!(found & say.zeroWindowProbe) && (expected === 0 || after(end, expected) > 0)) {
			d[here + next] = end;
			d[here + nextRow] = row + 1;
		}

		d[here + acknowledged] = acknowledgment;
		d[here + givenWindow] = given;
		d[here + window] = flags & syn ? given : scale === scaleUnknown ? unknownWindow : scaledWindow(given, scale);
		if (missed > 0) this.#blocks.set(side, missed);
		else if (this.#blocks.size > 0) this.#blocks.delete(side);
		d[here + last] = found;
		d[here + lastRow] = row + 1;
	}

	/** Bytes that are on their way: not those that the other side has behind a gap. */
	#count({side, flags, length, base}: AnalysedSegment, here: number): void {
		this.flight = this.unpushed = 0;
		const d = this.#sides;
		if (length === 0 || d[here + marks]! & isGapped) return;
		this.flight = Math.max(0, this.#unacknowledged.flight(side, base) - (this.#blocks.get(side ^ 1) ?? 0) - (flags & (syn | fin) ? 1 : 0));
		const sum = d[here + unpushed]! + length;
		d[here + unpushed] = flags & psh ? 0 : sum;
		if (this.flight > 0) this.unpushed = sum;
	}

	/** RFC 7413, section 3: a cookie lets the SYN carry data, which the answer takes or leaves. */
	#fastOpen({side, flags, acknowledgment, length, hasCookie, peerBase}: AnalysedSegment): number {
		const d = this.#sides;
		if (!(flags & ack)) {
			const at = side * width + marks;
			d[at] = (d[at]! & ~offered) | (hasCookie && length > 0 ? offered : 0);
			return 0;
		}

		if (peerBase < 0) return 0;
		const taken = (acknowledgment - peerBase) >>> 0;
		if (taken > 1) return say.fastOpenTaken;
		return taken === 1 && d[(side ^ 1) * width + marks]! & offered ? say.fastOpenIgnored : 0;
	}

	/** RFC 9293, section 3.5: the first acknowledgment that is no SYN ends the handshake. */
	shake(row: number, side: number, flags: number): void {
		this.#grow((side | 1) + 1);
		const stream = side >>> 1;
		if (this.#answered[stream] !== 0) return;
		if ((flags & (syn | ack)) === syn) this.#opened[stream] = row + 1;
		else if ((flags & (syn | ack)) === ack && this.#opened[stream] !== 0) this.#answered[stream] = row + 1;
	}

	/** The rows of the SYN and of what ends the handshake of a stream; undefined where these were not seen. */
	handshakeOf(stream: number): {readonly from: number; readonly to: number} | undefined {
		const to = this.#answered[stream] ?? 0;
		return to === 0 ? undefined : {from: this.#opened[stream]! - 1, to: to - 1};
	}

	#grow(sides: number): void {
		if (sides * width <= this.#sides.length) return;
		this.#sides = grown(this.#sides, sides * width);
		const room = Math.floor(this.#sides.length / width);
		this.#opened = grown(this.#opened, Math.ceil(room / 2));
		this.#answered = grown(this.#answered, this.#opened.length);
		this.#unacknowledged.grow(room);
	}
}
