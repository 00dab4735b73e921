import {appAgain, appData, appPart} from '../packet-index.ts';
import type {Piece} from '../facts.ts';
import type {Protocol} from '../protocol.ts';
import type {Registry} from '../registry.ts';
import {tcpPort} from '../space.ts';
import type {Message, Note, Window} from './framing.ts';
import {MessageLog, Notes} from './message-log.ts';
import {Ordering} from './stream.ts';

/** Bytes of one message that are put together; a longer one is not followed. */
export const maxMessage = 32 * 1024 * 1024;
/** Messages of one row that have a number of their own. */
const maxOrdinal = 15;

/** A message that has begun and is not whole. */
type Carry = {
	bytes: Uint8Array;
	length: number;
	/** Bytes it will have; 0: one more segment and ask again; -1: it ends with the stream. */
	need: number;
	resume: number;
	readonly pieces: Array<{row: number; from: number; length: number}>;
};

type Side = {readonly order: Ordering; carry: Carry | undefined};

type Conversation = {
	protocol: Protocol | undefined;
	/** Nobody speaks this. */
	unknown: boolean;
	state: unknown;
	readonly sides: readonly [Side, Side];
	/** The flow direction of the first payload. */
	readonly first: 0 | 1;
	sourcePort: number;
	destinationPort: number;
};

/** A segment's payload: `[from, to)` of `bytes`; `limit` is where it ends on the wire. */
export type Segment = {
	row: number;
	stream: number;
	direction: 0 | 1;
	sourcePort: number;
	destinationPort: number;
	sequence: number;
	bytes: Uint8Array;
	from: number;
	to: number;
	limit: number;
	/** SYN takes a number of its own. */
	syn: boolean;
	/** FIN or RST: nothing follows in this direction. */
	closing: boolean;
};

const side = (): Side => ({order: new Ordering(), carry: undefined});

/** Cuts streams into messages, in order, and lets protocols tie messages to each other. */
export class Conversations {
	readonly log = new MessageLog();
	readonly notes = new Notes();
	readonly #registry: Registry;
	readonly #streams = new Map<number, Conversation>();
	readonly #datagrams = new Map<number, unknown>();
	readonly #candidates: Protocol[] = [];
	#ordinal = 0;
	#application = 0;
	#row = 0;

	constructor(registry: Registry) {
		this.#registry = registry;
	}

	/** Adds a TCP segment. Returns what the application column says of its row. */
	segment(s: Segment): number {
		const length = s.limit - s.from;
		let c = this.#streams.get(s.stream);
		if (c === undefined) {
			// Conversations are made at the first payload; a SYN alone only gives the stream its first number, which the first segment gives as well.
			if (length === 0) return 0;
			c = {protocol: undefined, unknown: false, state: undefined, sides: [side(), side()], first: s.direction, sourcePort: s.sourcePort, destinationPort: s.destinationPort};
			this.#streams.set(s.stream, c);
		}

		const mine = c.sides[s.direction];
		this.#ordinal = 0;
		this.#application = 0;
		this.#row = s.row;
		if (length > 0) {
			const sequence = s.syn ? (s.sequence + 1) >>> 0 : s.sequence;
			switch (mine.order.place(sequence, length)) {
				case 'again': return appAgain;
				case 'early':
					if (mine.order.keep({row: s.row, sequence, bytes: s.bytes.slice(s.from, s.to), from: s.from})) return appPart;
					this.#skip(mine, sequence);
			}

			const skip = mine.order.overlap(sequence);
			mine.order.advance(sequence, length);
			this.#deliver(c, mine, s.direction, s.row, s.bytes, s.from + skip, s.to);
			if (s.to < s.limit) mine.carry = undefined;
			for (let early = mine.order.release(); early !== undefined; early = mine.order.release()) {
				const known = mine.order.overlap(early.sequence);
				mine.order.advance(early.sequence, early.bytes.length);
				this.#deliver(c, mine, s.direction, early.row, early.bytes, known, early.bytes.length, early.from);
			}
		}

		if (s.closing) this.#close(c, mine, s.direction);
		if (this.#application === 0 && length > 0) return mine.carry !== undefined ? appPart : appData;
		return this.#application;
	}

	/** Gives up what is missing before `sequence`: the message that it was part of is lost. */
	#skip(mine: Side, sequence: number): void {
		mine.carry = undefined;
		mine.order.next = sequence;
	}

	/** A datagram's payload was taken by a protocol: lets it tie messages to each other. */
	datagram(row: number, flow: number, protocol: Protocol, direction: 0 | 1, bytes: Uint8Array, start: number, end: number): void {
		const {framing} = protocol;
		if (framing?.message === undefined) return;
		let state = this.#datagrams.get(flow);
		if (state === undefined) {
			state = framing.open();
			this.#datagrams.set(flow, state);
		}

		framing.message(this.#message(row * 16, row, direction, state, bytes, start, end));
	}

	#message(id: number, row: number, direction: 0 | 1, state: unknown, bytes: Uint8Array, start: number, end: number): Message<unknown> {
		const {notes} = this;
		return {id, row, direction, state, bytes, start, end, tell: (note: Note, value: number, of = id) => notes.tell(note, of, value)};
	}

	/** `origin` is where `bytes` lie in the segment's own source: the place of `bytes[0]`. */
	#deliver(c: Conversation, mine: Side, direction: 0 | 1, row: number, bytes: Uint8Array, start: number, end: number, origin = 0): void {
		let at = start;
		while (at < end) {
			const {carry} = mine;
			if (carry === undefined) {
				const taken = this.#fresh(c, mine, direction, row, bytes, at, end, origin);
				if (taken <= 0) return;
				at += taken;
				continue;
			}

			const want = carry.need > 0 ? Math.min(end - at, carry.need - carry.length) : end - at;
			if (!append(carry, row, origin + at, bytes, at, at + want)) {
				mine.carry = undefined;
				return;
			}

			at += want;
			if (carry.need > carry.length || carry.need === -1) continue;
			const taken = carry.need > 0 ? carry.length : this.#ask(c, direction, carry, false);
			if (taken === 0) continue;
			mine.carry = undefined;
			if (taken < 0) return;
			const extra = Math.min(want, carry.length - taken);
			carry.pieces.at(-1)!.length -= extra;
			this.#emit(c, direction, row, carry.bytes, 0, carry.length - extra, carry.pieces, 0);
			at -= extra;
		}
	}

	/** Cuts a message that starts in this segment. Returns the bytes it took, 0 where all the rest is kept or nobody's. */
	#fresh(c: Conversation, mine: Side, direction: 0 | 1, row: number, bytes: Uint8Array, start: number, end: number, origin: number): number {
		if (c.protocol === undefined && !c.unknown && !this.#choose(c, direction, bytes, start, end)) c.unknown = true;
		const framing = c.protocol?.framing;
		if (c.protocol === undefined) return 0;
		if (framing?.next === undefined) {
			this.#emit(c, direction, row, bytes, start, end, undefined, origin + start);
			return end - start;
		}

		const w = this.#window(c, direction, bytes, start, end, false);
		const taken = framing.next(w);
		if (taken > 0) {
			const whole = Math.min(taken, end - start);
			this.#emit(c, direction, row, bytes, start, start + whole, undefined, origin + start);
			return whole;
		}

		if (taken === -2) {
			if (this.#application === 0) this.#application = appData;
			return 0;
		}

		const carry: Carry = {bytes: new Uint8Array(0), length: 0, need: taken === -1 ? -1 : w.need, resume: w.resume, pieces: []};
		append(carry, row, origin + start, bytes, start, end);
		mine.carry = carry;
		return 0;
	}

	/** Picks the protocol of a conversation by its first payload. */
	#choose(c: Conversation, direction: 0 | 1, bytes: Uint8Array, start: number, end: number): boolean {
		const list = this.#candidates;
		this.#registry.candidates(list, tcpPort, 'tcp', bytes, start, end, c.sourcePort, c.destinationPort);
		for (const p of list) {
			c.protocol = p;
			c.state = p.framing?.open();
			if (p.framing?.next === undefined || p.framing.next(this.#window(c, direction, bytes, start, end, false)) !== -2) {
				// What the look at it changed is forgotten: the real reading follows.
				c.state = p.framing?.open();
				return true;
			}
		}

		c.protocol = undefined;
		c.state = undefined;
		return false;
	}

	#window(c: Conversation, direction: 0 | 1, bytes: Uint8Array, start: number, end: number, carried: boolean): Window<unknown> {
		return {
			bytes, start, end, carried, closed: false, resume: 0, need: 0, state: c.state,
			direction: direction === c.first ? 0 : 1, sourcePort: c.sourcePort, destinationPort: c.destinationPort,
		};
	}

	#ask(c: Conversation, direction: 0 | 1, carry: Carry, closed: boolean): number {
		const w = this.#window(c, direction, carry.bytes, 0, carry.length, true);
		w.resume = carry.resume;
		w.closed = closed;
		const taken = c.protocol!.framing!.next!(w);
		carry.resume = w.resume;
		if (taken === 0) carry.need = w.need > carry.length ? w.need : 0;
		if (taken === -1) carry.need = -1;
		return taken === -1 ? 0 : Math.min(taken, carry.length);
	}

	#emit(c: Conversation, direction: 0 | 1, row: number, bytes: Uint8Array, start: number, end: number, pieces: readonly Piece[] | undefined, from: number): void {
		const protocol = c.protocol!;
		const ordinal = this.#ordinal;
		this.#ordinal = Math.min(maxOrdinal, ordinal + 1);
		this.#application = protocol.id;
		const own = pieces !== undefined && pieces.length === 1 && pieces[0]!.row === this.#row ? pieces[0]! : undefined;
		// A message of an early segment belongs to the row that closed the gap: its bytes are elsewhere.
		const places = own !== undefined ? undefined : pieces ?? (row === this.#row ? undefined : [{row, from, length: end - start}]);
		this.log.append(this.#row, protocol.id, own?.from ?? from, end - start, places);
		if (protocol.framing?.message !== undefined) {
			protocol.framing.message(this.#message(this.#row * 16 + ordinal, this.#row, direction === c.first ? 0 : 1, c.state, bytes, start, end));
		}
	}

	/** The stream ends: what runs until the end is whole. */
	#close(c: Conversation, mine: Side, direction: 0 | 1): void {
		const {carry} = mine;
		if (carry === undefined || c.protocol === undefined || carry.need > 0) return;
		mine.carry = undefined;
		const taken = carry.need === -1 ? carry.length : this.#ask(c, direction, carry, true);
		if (taken > 0) this.#emit(c, direction, this.#row, carry.bytes, 0, taken, carry.pieces, 0);
	}
}

/** Adds `[start, end)` of `bytes` to a message; `from` is their place in the row's segment source. False when it grows too long. */
function append(carry: Carry, row: number, from: number, bytes: Uint8Array, start: number, end: number): boolean {
	const length = carry.length + end - start;
	if (length > maxMessage) return false;
	if (length > carry.bytes.length) {
		const wider = new Uint8Array(Math.min(maxMessage, Math.max(carry.need, length * 2, 512)));
		wider.set(carry.bytes.subarray(0, carry.length));
		carry.bytes = wider;
	}

	carry.bytes.set(bytes.subarray(start, end), carry.length);
	carry.length = length;
	if (end > start) carry.pieces.push({row, from, length: end - start});
	return true;
}
