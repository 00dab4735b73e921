import {Heap} from './heap.ts';
import {after} from './stream.ts';

/** Segments that may wait behind gaps in one direction; then what is missing in front of the first is given up. */
export const maxWaiting = 1 << 16;

/** Which way bytes went: 0 from whom the first segment came. */
export type Side = 0 | 1;

/** A segment of a stream: numbers and lengths, no bytes. */
export type CarriedSegment = {
	row: number;
	side: Side;
	sequence: number;
	acknowledgment: number;
	syn: boolean;
	/** Bytes of its payload that were captured, and that there were. */
	captured: number;
	length: number;
};

/** Hears what a stream says, in order. `place` counts bytes of the side from its first one; `from` those of a row's payload. */
export type StreamSink = {
	/** New bytes: `[from, from + length)` of a row's payload. */
	bytes(side: Side, row: number, from: number, length: number, place: number): void;
	/** Bytes that were not captured: `row` shows that they were said. They may be `cut` off a segment that is there. */
	missing(side: Side, row: number, length: number, place: number, cut: boolean): void;
	/** Bytes of a row's payload for places that were given, or missed, before. */
	again(side: Side, row: number, from: number, length: number, place: number): void;
};

/** A segment that came before the bytes in front of it. */
type Waiting = {readonly row: number; readonly order: number; readonly sequence: number; readonly length: number};

class Direction {
	isKnown = false;
	/** Number of the byte that comes next, and its place. */
	expected = 0;
	place = 0;
	/** Behind a gap, by number. */
	readonly early = new Heap<Waiting>((one, other) => {
		const distance = after(one.sequence, other.sequence);
		return distance === 0 ? one.order < other.order : distance < 0;
	});
	/** Not behind one any more, by order of arrival. */
	readonly ripe = new Heap<Waiting>((one, other) => one.order < other.order);

	advance(length: number): void {
		this.expected = (this.expected + length) >>> 0;
		this.place += length;
	}
}

/**
The order in which a person reads both directions of a stream, as `tshark -z follow` has it. A direction begins with its
first segment; what comes twice counts once, the first time it comes; what comes too early waits until the gap is filled,
or until the other side acknowledges bytes of what waits: then the gap is for good.
*/
export class StreamOrder {
	readonly #sink: StreamSink;
	readonly #directions = [new Direction(), new Direction()] as const;
	#order = 0;

	constructor(sink: StreamSink) {
		this.#sink = sink;
	}

	segment(s: CarriedSegment): void {
		const {row, side} = s;
		this.#acknowledge(side === 0 ? 1 : 0, s.acknowledgment, row);
		const d = this.#directions[side];
		const sequence = s.syn ? (s.sequence + 1) >>> 0 : s.sequence;
		if (!d.isKnown) {
			d.isKnown = true;
			d.expected = sequence;
		}

		const ahead = after(sequence, d.expected);
		const known = Math.min(s.length, Math.max(0, -ahead));
		if (Math.min(known, s.captured) > 0) this.#sink.again(side, row, 0, Math.min(known, s.captured), d.place + ahead);
		const captured = s.captured - known;
		if (captured <= 0) return;
		if (ahead > 0) {
			d.early.add({row, order: this.#order++, sequence, length: captured});
			if (d.early.count > maxWaiting) this.#giveUp(side, row);
			return;
		}

		this.#sink.bytes(side, row, known, captured, d.place);
		d.advance(captured);
		const cut = s.length - known - captured;
		if (cut > 0) this.#sink.missing(side, row, cut, d.place, true);
		d.advance(cut);
		this.#release(side);
	}

	/** Nothing more will come: what still waits is given behind its gaps. */
	finish(): void {
		for (const side of [0, 1] as const)
			for (let next = this.#directions[side].early.first; next !== undefined; next = this.#directions[side].early.first) this.#giveUp(side, next.row);
	}

	/** The other side of `side` said that it has everything before a number. */
	#acknowledge(side: Side, number: number, row: number): void {
		const {early} = this.#directions[side];
		while (early.first !== undefined && after(number, early.first.sequence) > 0) this.#giveUp(side, row);
	}

	/** What is missing in front of the first segment that waits will not come. */
	#giveUp(side: Side, row: number): void {
		const d = this.#directions[side];
		// Hostile numbers are so far apart that their order is none.
		const length = Math.max(0, after(d.early.first!.sequence, d.expected));
		this.#sink.missing(side, row, length, d.place, false);
		d.advance(length);
		this.#release(side);
	}

	/** Gives what does not wait any more. Of several segments that fit the one that came first is taken. */
	#release(side: Side): void {
		const d = this.#directions[side];
		for (;;) {
			while (d.early.first !== undefined && after(d.early.first.sequence, d.expected) <= 0) d.ripe.add(d.early.take()!);
			const next = d.ripe.take();
			if (next === undefined) return;
			const ahead = after(next.sequence, d.expected);
			const known = Math.min(next.length, -ahead);
			if (known > 0) this.#sink.again(side, next.row, 0, known, d.place + ahead);
			if (known === next.length) continue;
			this.#sink.bytes(side, next.row, known, next.length - known, d.place);
			d.advance(next.length - known);
		}
	}
}
