import {type AddressBook, grown} from '../books.ts';
import {appAgain, appData, appNone, appPart} from '../packet-index.ts';
import type {Protocol} from '../protocol.ts';
import type {Registry} from '../registry.ts';
import {tcpPort} from '../space.ts';
import {idsPerRow, type Message, type Note, type Window} from './framing.ts';
import {MessageLog, Notes} from './message-log.ts';
import {oneMoreSegment, Pending, untilClose} from './pending.ts';
import {after, EarlySegments} from './stream.ts';

/** Bytes that all streams together may hold while they wait; then the oldest wait is given up. */
export const maxHeld = 256 * 1024 * 1024;

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
	/** Nothing follows in this direction. */
	fin: boolean;
	/** What a reset carries is no part of the stream. */
	reset: boolean;
};

/** Places at which a protocol may be expected. */
const maxEndpoints = 65_536;

/** What is known of the place where a direction's next byte belongs. */
const placeFromSyn = 1;
const placeFromData = 2;

/** The message that a protocol hears of; one object, filled anew for each. */
class CurrentMessage implements Message<unknown> {
	id = 0;
	row = 0;
	seconds = 0;
	direction: 0 | 1 = 0;
	state: unknown;
	bytes: Uint8Array = new Uint8Array(0);
	start = 0;
	end = 0;
	readonly #notes: Notes;
	readonly #expect: Message<unknown>['expect'];

	constructor(notes: Notes, expect: Message<unknown>['expect']) {
		this.#notes = notes;
		this.#expect = expect;
	}

	expect(address: Uint8Array, port: number, protocol: string): void {
		this.#expect(address, port, protocol);
	}

	tell(note: Note, value: number, id: number = this.id): void {
		this.#notes.tell(note, id, value);
	}
}

/**
Cuts streams into messages, in order, and lets protocols tie messages to each other. What a message is, and in which frame
it is shown, follows Wireshark with `tcp.reassemble_out_of_order`: bytes that come twice are not read again, segments behind a
gap wait for it to fill, and a segment that fills one is read together with all that follows it without a hole.
*/
export class Conversations {
	readonly log = new MessageLog();
	readonly notes = new Notes();
	/** When the row that is looked at was captured, in seconds since 1970. */
	seconds = 0;
	readonly #registry: Registry;
	/** By stream: the protocol's id, and 1 or 2 by the direction of the first payload. */
	#protocol = new Uint16Array(1 << 9);
	#first = new Uint8Array(1 << 9);
	/** By stream and direction: the number of the next byte and what is known of it. */
	#expected = new Uint32Array(1 << 10);
	#known = new Uint8Array(1 << 10);
	/** By stream and direction. */
	readonly #pending = new Map<number, Pending>();
	readonly #early = new Map<number, EarlySegments>();
	/** By stream and protocol. */
	readonly #states = new Map<number, unknown>();
	readonly #datagrams = new Map<number, unknown>();
	/** By flow record: the protocol that its datagrams belong to. */
	#stays = new Uint16Array(1 << 9);
	/** Protocols that are expected at an address and port. */
	readonly #endpoints = new Map<number, number>();
	readonly #candidates: Protocol[] = [];
	readonly #window: Window<unknown> = {
		bytes: new Uint8Array(0),
		start: 0,
		end: 0,
		direction: 0,
		carried: false,
		state: undefined,
		resume: 0,
		need: 0,
		sourcePort: 0,
		destinationPort: 0,
	};
	readonly #message: CurrentMessage;
	/** Protocol, start and length of the messages that the last `#cut` found. */
	readonly #found: number[] = [];
	/** The segment that was added last was recognised as something that gets a stream number of its own. */
	renews = false;
	#need = 0;
	#resume = 0;
	#held = 0;
	#ordinal = 0;
	#application = 0;

	/** `addresses` numbers addresses as the flows do. */
	constructor(registry: Registry, addresses: AddressBook) {
		this.#registry = registry;
		this.#message = new CurrentMessage(this.notes, (address, port, name) => {
			const protocol = registry.byName.get(name);
			if (protocol !== undefined) this.expect(addresses.intern(address, 0, address.length) * 0x1_0000 + port, protocol);
		});
	}

	/** Adds a TCP segment. Returns what the application column says of its row. */
	segment(s: Segment): number {
		const side = s.stream * 2 + s.direction;
		if (side >= this.#expected.length) this.#grow(s.stream + 1);
		const sequence = s.syn ? (s.sequence + 1) >>> 0 : s.sequence;
		if (s.syn && this.#known[side] !== placeFromData) {
			this.#expected[side] = sequence;
			this.#known[side] = placeFromSyn;
		}

		this.renews = false;
		const length = s.limit - s.from;
		if (s.reset) return appNone;
		this.#ordinal = 0;
		this.#application = appNone;
		if (length === 0) {
			if (s.fin) this.#finish(s, side, sequence);
			return this.#application;
		}

		if (this.#known[side] === 0) this.#expected[side] = sequence;
		this.#known[side] = placeFromData;
		if (this.#first[s.stream] === 0) this.#first[s.stream] = s.direction + 1;
		if (s.to < s.limit) this.#cutShort(s, side, sequence);
		else this.#whole(s, side, sequence);
		if (s.fin) this.#finish(s, side, (sequence + length) >>> 0);
		return this.#application;
	}

	/** What is said in a stream goes on in another. */
	renew(stream: number, fresh: number): void {
		if (fresh * 2 >= this.#expected.length) this.#grow(fresh + 1);
		this.#protocol[fresh] = this.#protocol[stream]!;
	}

	#whole(s: Segment, side: number, sequence: number): void {
		while (after(sequence, this.#expected[side]!) > 0) {
			if (this.#wait(s, side, sequence)) return;
			this.#giveUp(s, side);
		}

		const expected = this.#expected[side]!;
		const end = (sequence + s.to - s.from) >>> 0;
		const pending = this.#pending.get(side);
		const inPending = pending !== undefined && after(sequence, pending.start) >= 0;
		if (after(end, expected) <= 0) {
			const held = this.log.hold(s.row, s.from, s.to - s.from);
			this.#application = appAgain;
			if (inPending && this.#add(side, pending, held, s.row, s.from, s.bytes, s.from, s.to, after(sequence, pending.start))) this.#application = appPart;
			return;
		}

		let at = s.from;
		if (!inPending && sequence !== expected) {
			at += after(expected, sequence);
			this.log.hold(s.row, s.from, at - s.from);
		}

		this.#expected[side] = end;
		const first = this.#early.size === 0 ? undefined : this.#early.get(side)?.first;
		if (first !== undefined && after(first.sequence, end) <= 0) this.#join(s, side, at, (sequence + at - s.from) >>> 0);
		else this.#follow(s, side, at, (sequence + at - s.from) >>> 0);
	}

	/** Keeps a segment that came too early. False when too much waits in its direction. */
	#wait(s: Segment, side: number, sequence: number): boolean {
		let early = this.#early.get(side);
		if (early === undefined) {
			early = new EarlySegments();
			this.#early.set(side, early);
		}

		if (!early.hasRoom(s.to - s.from)) return false;
		const bytes = s.bytes.slice(s.from, s.to);
		early.add({row: s.row, sequence, bytes, from: s.from, held: this.log.hold(s.row, s.from, bytes.length), fin: s.fin});
		this.#application = appPart;
		this.#hold(bytes.length);
		return true;
	}

	/** What is missing in front of the first segment that waits will not come: the message it was part of is lost. */
	#giveUp(s: Segment, side: number): void {
		this.#drop(side);
		const first = this.#early.get(side)?.first;
		if (first === undefined) return;
		this.#expected[side] = first.sequence;
		this.#join(s, side, s.to, first.sequence);
	}

	/** Reads `[at, s.to)`, which begins at `sequence`, together with the segments that waited for it. */
	#join(s: Segment, side: number, at: number, sequence: number): void {
		const early = this.#early.get(side)!;
		let whole = this.#pending.get(side);
		if (whole === undefined) {
			whole = new Pending(sequence, oneMoreSegment, 0);
			this.#pending.set(side, whole);
		}

		let fits = at === s.to || this.#add(side, whole, this.log.hold(s.row, at, s.to - at), s.row, at, s.bytes, at, s.to, after(sequence, whole.start));
		let fin = false;
		for (let next = early.first; next !== undefined && after(next.sequence, this.#expected[side]!) <= 0; next = early.first) {
			early.take();
			this.#hold(-next.bytes.length);
			const offset = after(next.sequence, whole.start);
			const skip = Math.max(0, -offset);
			if (skip < next.bytes.length) fits &&= this.#add(side, whole, next.held, next.row, next.from + skip, next.bytes, skip, next.bytes.length, offset + skip);
			const end = (next.sequence + next.bytes.length) >>> 0;
			if (after(end, this.#expected[side]!) > 0) this.#expected[side] = end;
			fin ||= next.fin;
		}

		if (early.count === 0) this.#early.delete(side);
		this.#application = appPart;
		if (fits && whole.length > 0) this.#ask(s, side, whole);
		else this.#drop(side);
		if (fin) this.#close(s, side, -1);
	}

	/** Reads `[at, s.to)`, which begins at `sequence`: the rest of what is pending, then messages of its own. */
	#follow(s: Segment, side: number, from: number, sequence: number): void {
		let at = from;
		while (at < s.to) {
			const pending = this.#pending.get(side);
			if (pending === undefined) {
				this.#fresh(s, side, at, (sequence + at - from) >>> 0);
				return;
			}

			const offset = after((sequence + at - from) >>> 0, pending.start);
			const want = pending.need > 0 ? Math.min(s.to - at, Math.max(0, pending.need - offset)) : s.to - at;
			this.#application = appPart;
			if (!this.#add(side, pending, this.log.hold(s.row, at, want), s.row, at, s.bytes, at, at + want, offset)) {
				this.#drop(side);
				return;
			}

			at += want;
			if (pending.need === oneMoreSegment || (pending.need > 0 && pending.length >= pending.need)) this.#ask(s, side, pending);
			else return;
		}
	}

	/** Bytes were put together: takes the messages that are whole, keeps the rest. */
	#ask(s: Segment, side: number, whole: Pending): void {
		const there = Math.min(whole.length, whole.bytes.length);
		const taken = whole.length > there ? this.#tooLong(s, whole) : this.#cut(s, whole.bytes, 0, there, true, whole.resume);
		if (taken === 0) {
			whole.need = this.#need;
			whole.resume = this.#resume;
			return;
		}

		this.#drop(side);
		const chunk = whole.finish(this.log, s.row, taken);
		this.#logFound(s.row, chunk, 0);
		if (taken < whole.length) this.#keep(side, whole.rest(taken, this.#need, this.#resume));
	}

	/** A message of which only the beginning was kept: its length was known. */
	#tooLong(s: Segment, whole: Pending): number {
		const protocol = this.#registry.protocols[this.#protocol[s.stream]!] ?? this.#registry.data;
		this.#found.length = 0;
		this.#find(s, protocol, whole.bytes, 0, whole.bytes.length);
		this.#found[2] = whole.length;
		return whole.length;
	}

	/** Messages that begin in this segment. */
	#fresh(s: Segment, side: number, at: number, sequence: number): void {
		const taken = this.#cut(s, s.bytes, at, s.to, false, 0);
		if (this.#found.length === 3 && this.#found[0] === this.#registry.data.id && at === s.from && taken === s.to - at) this.#application = appData;
		else this.#logFound(s.row, 0, 0);
		const rest = at + taken;
		if (rest === s.to) return;
		if (this.#need === untilClose && s.fin) {
			this.#found.length = 0;
			this.#find(s, this.#registry.protocols[this.#protocol[s.stream]!]!, s.bytes, rest, s.to);
			this.#logFound(s.row, 0, 0);
			return;
		}

		if (taken === 0) this.#application = appPart;
		const pending = new Pending((sequence + taken) >>> 0, this.#need, this.#resume);
		pending.add(this.log.hold(s.row, rest, s.to - rest), s.row, rest, s.bytes, rest, s.to, 0);
		this.#keep(side, pending);
	}

	/** A segment that was not captured whole: nothing is put together with it. */
	#cutShort(s: Segment, side: number, sequence: number): void {
		const end = (sequence + s.limit - s.from) >>> 0;
		if (after(end, this.#expected[side]!) > 0) {
			this.#drop(side);
			this.#expected[side] = end;
		}

		if (s.from === s.to) return;
		const taken = this.#cut(s, s.bytes, s.from, s.to, false, 0);
		if (taken < s.to - s.from) this.#find(s, this.#registry.protocols[this.#protocol[s.stream]!]!, s.bytes, s.from + taken, s.to);
		this.#logFound(s.row, 0, 0);
	}

	/**
	Cuts messages from `[start, end)` while there are whole ones. Returns the bytes they take; what the rest needs is in
	`#need` and `#resume`. Nobody's bytes are one message of data.
	*/
	#cut(s: Segment, bytes: Uint8Array, start: number, end: number, carried: boolean, resume: number): number {
		this.#found.length = 0;
		let at = start;
		let protocol: Protocol | undefined = this.#registry.protocols[this.#protocol[s.stream]!];
		while (at < end) {
			let length = protocol === undefined ? -2 : this.#next(s, protocol, bytes, at, end, carried, at === start ? resume : 0);
			if (length === -2) {
				const refused: Protocol | undefined = protocol;
				this.#registry.candidates(this.#candidates, tcpPort, 'tcp', bytes, at, end, s.sourcePort, s.destinationPort);
				protocol = undefined;
				for (const p of this.#candidates) {
					if (p === refused) continue;
					length = this.#next(s, p, bytes, at, end, carried, 0);
					if (length === -2) continue;
					protocol = p;
					this.#protocol[s.stream] = p.id;
					this.renews = p.guess.some(guess => guess.renews) && this.#registry.find(tcpPort, s.sourcePort) !== p && this.#registry.find(tcpPort, s.destinationPort) !== p;
					break;
				}

				if (protocol === undefined) {
					this.#find(s, this.#registry.data, bytes, at, end);
					return end - start;
				}
			}

			if (length <= 0) {
				this.#need = length === -1 ? untilClose : this.#window.need > end - at ? this.#window.need : oneMoreSegment;
				this.#resume = this.#window.resume;
				break;
			}

			if (length > end - at) {
				this.#need = length;
				this.#resume = 0;
				break;
			}

			this.#find(s, protocol!, bytes, at, at + length);
			at += length;
		}

		return at - start;
	}

	#next(s: Segment, protocol: Protocol, bytes: Uint8Array, start: number, end: number, carried: boolean, resume: number): number {
		const {framing} = protocol;
		if (framing?.next === undefined) return end - start;
		const w = this.#window;
		w.bytes = bytes;
		w.start = start;
		w.end = end;
		w.direction = this.#first[s.stream] === s.direction + 1 ? 0 : 1;
		w.carried = carried;
		w.state = this.#stateOf(s.stream, protocol);
		w.resume = resume;
		w.need = 0;
		w.sourcePort = s.sourcePort;
		w.destinationPort = s.destinationPort;
		return framing.next(w);
	}

	#stateOf(stream: number, protocol: Protocol): unknown {
		const key = stream * 0x1_0000 + protocol.id;
		let state = this.#states.get(key);
		if (state === undefined) {
			state = protocol.framing!.open();
			if (state !== undefined) this.#states.set(key, state);
		}

		return state;
	}

	/** A message is whole. */
	#find(s: Segment, protocol: Protocol, bytes: Uint8Array, start: number, end: number): void {
		this.#found.push(protocol.id, start, end - start);
		const ordinal = this.#ordinal++;
		const {framing} = protocol;
		if (framing?.message === undefined) return;
		this.#tell(protocol, s.row, ordinal, this.#first[s.stream] === s.direction + 1 ? 0 : 1, this.#stateOf(s.stream, protocol), bytes, start, end);
	}

	#tell(protocol: Protocol, row: number, ordinal: number, direction: 0 | 1, state: unknown, bytes: Uint8Array, start: number, end: number): void {
		const m = this.#message;
		m.id = row * idsPerRow + Math.min(idsPerRow - 1, ordinal);
		m.row = row;
		m.seconds = this.seconds;
		m.direction = direction;
		m.state = state;
		m.bytes = bytes;
		m.start = start;
		m.end = end;
		protocol.framing!.message!(m);
	}

	#logFound(row: number, chunk: number, origin: number): void {
		const found = this.#found;
		for (let i = 0; i < found.length; i += 3) {
			const protocol = found[i]!;
			this.log.message(row, protocol, found[i + 1]! - origin, found[i + 2]!, chunk);
			this.#application = protocol === this.#registry.data.id ? appData : protocol;
		}
	}

	/** A FIN at `sequence`: what runs until the end is whole, once all before it is there. */
	#finish(s: Segment, side: number, sequence: number): void {
		if (!this.#pending.has(side) || after(sequence, this.#expected[side]!) !== 0) return;
		// The segment that says so counts as one of the message's, also where it is empty.
		this.#close(s, side, s.limit === s.from ? s.from : -1);
	}

	#close(s: Segment, side: number, from: number): void {
		const pending = this.#pending.get(side);
		if (pending === undefined || pending.need !== untilClose) return;
		if (from >= 0) pending.add(-1, s.row, from, s.bytes, from, from, pending.length);
		this.#drop(side);
		const protocol = this.#registry.protocols[this.#protocol[s.stream]!]!;
		this.#found.length = 0;
		this.#find(s, protocol, pending.bytes, 0, pending.length);
		this.#logFound(s.row, pending.finish(this.log, s.row, pending.length), 0);
	}

	/** What comes to or from `endpoint` (a number of an address and a port), where its ports say nothing, is this protocol's. */
	expect(endpoint: number, protocol: Protocol): void {
		if (this.#endpoints.size < maxEndpoints) this.#endpoints.set(endpoint, protocol.id);
	}

	/** Whose a datagram is whose ports say nothing. */
	datagramProtocol(flow: number, source: number, destination: number, bytes: Uint8Array, start: number, end: number, sourcePort: number, destinationPort: number): Protocol {
		const known = this.#registry.protocols[this.#stays[flow] ?? 0];
		if (known?.guess.some(guess => guess.stays?.(bytes, start, end))) return known;
		const expected = this.#endpoints.size === 0 ? undefined : (this.#endpoints.get(source) ?? this.#endpoints.get(destination));
		if (expected !== undefined) return this.#registry.protocols[expected]!;
		const found = this.#registry.guess('udp', bytes, start, end, sourcePort, destinationPort);
		if (found === undefined) return this.#registry.data;
		if (found.guess.stays !== undefined) {
			this.#stays = grown(this.#stays, flow + 1);
			this.#stays[flow] = found.protocol.id;
		}

		return found.protocol;
	}

	/** A datagram's payload was taken by a protocol: lets it tie messages to each other. */
	datagram(row: number, flow: number, protocol: Protocol, direction: 0 | 1, bytes: Uint8Array, start: number, end: number): void {
		const {framing} = protocol;
		if (framing?.message === undefined) return;
		const key = flow * 0x1_0000 + protocol.id;
		let state = this.#datagrams.get(key);
		if (state === undefined) {
			state = framing.open();
			this.#datagrams.set(key, state);
		}

		this.#tell(protocol, row, 0, direction, state, bytes, start, end);
	}

	#add(side: number, pending: Pending, held: number, row: number, from: number, bytes: Uint8Array, start: number, end: number, offset: number): boolean {
		const before = pending.weight;
		const fits = pending.add(held, row, from, bytes, start, end, offset);
		if (this.#pending.get(side) === pending) this.#hold(pending.weight - before);
		return fits;
	}

	#keep(side: number, pending: Pending): void {
		this.#pending.set(side, pending);
		this.#hold(pending.weight);
	}

	#drop(side: number): void {
		const pending = this.#pending.get(side);
		if (pending === undefined) return;
		this.#pending.delete(side);
		this.#held -= pending.weight;
	}

	/** Counts what is held; past the limit the streams that wait longest start anew. */
	#hold(weight: number): void {
		this.#held += weight;
		while (this.#held > maxHeld) {
			const side = this.#early.keys().next().value ?? this.#pending.keys().next().value;
			if (side === undefined) return;
			this.#drop(side);
			this.#held -= this.#early.get(side)?.bytes ?? 0;
			this.#early.delete(side);
			this.#known[side] = 0;
		}
	}

	#grow(streams: number): void {
		this.#protocol = grown(this.#protocol, streams);
		const size = this.#protocol.length;
		this.#first = grown(this.#first, size);
		this.#expected = grown(this.#expected, size * 2);
		this.#known = grown(this.#known, size * 2);
	}
}
