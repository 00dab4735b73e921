import {type AddressBook, grown} from '../books.ts';
import {appAgain, appData, appNone, appPart} from '../packet-index.ts';
import type {Protocol} from '../protocol.ts';
import type {Registry} from '../registry.ts';
import {Cutter, type Segment} from './cutter.ts';
import {Datagrams} from './datagrams.ts';
import {MessageLog} from './message-log.ts';
import {Messages} from './messages.ts';
import type {Notes} from './notes.ts';
import {oneMoreSegment, Pending, untilClose} from './pending.ts';
import {Room} from './room.ts';
import {after, EarlySegments} from './stream.ts';

/** Bytes that all streams together may hold while they wait; then the oldest wait is given up. */
export const maxHeld = 256 * 1024 * 1024;

/** Messages that were pending and are kept to be so again. */
const maxSpare = 64;

/** What is known of the place where a direction's next byte belongs. */
const placeFromSyn = 1;
const placeFromData = 2;
/** A segment was captured in part: what is behind it is never put together with what is in front. */
const placeBehindCut = 3;

/**
Cuts streams into messages, in order, and lets protocols tie messages to each other. What a message is, and in which frame
it is shown, follows Wireshark with `tcp.reassemble_out_of_order`: bytes that come twice are not read again, segments behind a
gap wait for it to fill, and a segment that fills one is read together with all that follows it without a hole.
*/
export class Conversations {
	readonly log = new MessageLog();
	readonly datagrams: Datagrams;
	readonly #messages: Messages;
	readonly #cutter: Cutter;
	readonly #data: Protocol;
	/** By stream and direction: the number of the next byte and what is known of it. */
	#expected = new Uint32Array(1 << 10);
	#known = new Uint8Array(1 << 10);
	/** 1 where all was said. */
	#ended = new Uint8Array(1 << 10);
	/** By stream and direction. */
	readonly #pending = new Map<number, Pending>();
	readonly #early = new Map<number, EarlySegments>();
	readonly #room = new Room();
	/** What was pending until this segment came, and what may be pending next. */
	readonly #spent: Pending[] = [];
	readonly #spare: Pending[] = [];
	#held = 0;
	#application = 0;
	/** The chunk that was whole last, and its bytes. */
	#newest = 0;
	#newestBytes: Uint8Array | undefined;

	/** `addresses` numbers addresses as the flows do; `timeOf` tells when a row was captured, in nanoseconds since some instant. */
	constructor(registry: Registry, addresses: AddressBook, timeOf: (row: number) => number) {
		this.#data = registry.data;
		this.#messages = new Messages((address, port, name) => {
			const protocol = registry.byName.get(name);
			if (protocol !== undefined) this.datagrams.expect(addresses.intern(address, 0, address.length) * 0x1_0000 + port, protocol);
		}, timeOf);
		this.datagrams = new Datagrams(registry, this.#messages);
		this.#cutter = new Cutter(registry, this.#messages);
	}

	get notes(): Notes {
		return this.#messages.notes;
	}

	/** Whether the segment that was added last was recognised as something that gets a stream number of its own. */
	get renews(): boolean {
		return this.#cutter.renews;
	}

	/** Whether with it a stream began inside the stream, which gets a number that no packet shows. */
	get opensStream(): boolean {
		return this.#cutter.opensStream;
	}

	/** The bytes of a chunk, if no other was whole after it and they are at hand; valid until the next segment. */
	bytesOf(chunk: number): Uint8Array | undefined {
		return chunk === this.#newest ? this.#newestBytes : undefined;
	}

	/** Adds a TCP segment. Returns what the application column says of its row. */
	segment(s: Segment): number {
		const side = s.stream * 2 + s.direction;
		if (side >= this.#expected.length) this.#grow(s.stream + 1);
		const sequence = s.syn ? (s.sequence + 1) >>> 0 : s.sequence;
		if (s.syn && this.#known[side]! < placeFromData) {
			this.#expected[side] = sequence;
			this.#known[side] = placeFromSyn;
		}

		if (s.syn) this.#cutter.opens(s);
		this.#cutter.begin();
		if (this.#spent.length > 0) this.#free();
		const length = s.limit - s.from;
		if (s.reset) return appNone;
		this.#application = appNone;
		if (length === 0) {
			if (s.fin) this.#finish(s, side, sequence);
			return this.#application;
		}

		if (this.#known[side] === 0) this.#expected[side] = sequence;
		if (this.#known[side]! < placeFromData) this.#known[side] = placeFromData;
		this.#cutter.speaks(s);
		if (s.to < s.limit) this.#cutShort(s, side, sequence);
		else this.#whole(s, side, sequence);
		if (this.#application === appPart && this.#cutter.tunneled(s)) this.#logFound(s.row, 0, 0);
		if (s.fin) this.#finish(s, side, (sequence + length) >>> 0);
		return this.#application;
	}

	/** What is said in a stream goes on in another. */
	renew(stream: number, fresh: number): void {
		this.#cutter.renew(stream, fresh);
	}

	#whole(s: Segment, side: number, sequence: number): void {
		if (this.#known[side] === placeBehindCut && after(sequence, this.#expected[side]!) > 0) {
			this.#drop(side);
			this.#expected[side] = sequence;
		}

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
			if (inPending && this.#add(side, pending, held, s.from, s.bytes, s.from, s.to, after(sequence, pending.start))) this.#application = appPart;
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
			whole = this.#begin(sequence, oneMoreSegment, 0);
			this.#pending.set(side, whole);
		}

		let fits = at === s.to || this.#add(side, whole, this.log.hold(s.row, at, s.to - at), at, s.bytes, at, s.to, after(sequence, whole.start));
		let fin = false;
		for (let next = early.first; next !== undefined && after(next.sequence, this.#expected[side]!) <= 0; next = early.first) {
			early.take();
			this.#hold(-next.bytes.length);
			const offset = after(next.sequence, whole.start);
			const skip = Math.max(0, -offset);
			if (skip < next.bytes.length) fits &&= this.#add(side, whole, next.held, next.from + skip, next.bytes, skip, next.bytes.length, offset + skip);
			const end = (next.sequence + next.bytes.length) >>> 0;
			if (after(end, this.#expected[side]!) > 0) this.#expected[side] = end;
			fin ||= next.fin;
		}

		if (early.count === 0) this.#early.delete(side);
		this.#application = appPart;
		if (fits && whole.length > 0) this.#ask(s, side, whole);
		else this.#drop(side);
		if (fin) this.#finish(s, side, this.#expected[side]!);
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
			if (!this.#add(side, pending, this.log.hold(s.row, at, want), at, s.bytes, at, at + want, offset)) {
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
		const taken = whole.length > there ? this.#beginning(s, whole) : this.#cutter.cut(s, whole.bytes, 0, there, true, whole.resume);
		if (taken === 0) {
			whole.need = this.#cutter.need;
			whole.resume = this.#cutter.resume;
			return;
		}

		this.#drop(side);
		this.#logFound(s.row, this.#chunk(s.row, whole, taken), 0);
		if (taken < whole.length) this.#keep(side, whole.moveRest(this.#begin(0, 0, 0), taken, this.#cutter.need, this.#cutter.resume));
	}

	/** All that is pending is one message, of which perhaps only the beginning was kept. */
	#beginning(s: Segment, whole: Pending): number {
		const protocol = this.#cutter.protocolOf(s.stream);
		this.#cutter.foundSize = 0;
		this.#cutter.find(s, protocol, whole.bytes, 0, Math.min(whole.length, whole.bytes.length));
		this.#cutter.found[2] = whole.length;
		return whole.length;
	}

	/** Messages that begin in this segment. */
	#fresh(s: Segment, side: number, at: number, sequence: number): void {
		const taken = this.#cutter.cut(s, s.bytes, at, s.to, false, 0);
		if (this.#cutter.foundSize === 3 && this.#cutter.found[0] === this.#data.id && at === s.from && taken === s.to - at) this.#application = appData;
		else this.#logFound(s.row, 0, 0);
		const rest = at + taken;
		if (rest === s.to) return;
		if (this.#cutter.need === untilClose && s.fin) {
			this.#cutter.foundSize = 0;
			this.#cutter.find(s, this.#cutter.protocolOf(s.stream), s.bytes, rest, s.to);
			this.#logFound(s.row, 0, 0);
			return;
		}

		if (taken === 0) this.#application = appPart;
		const pending = this.#begin((sequence + taken) >>> 0, this.#cutter.need, this.#cutter.resume);
		pending.add(this.log.hold(s.row, rest, s.to - rest), rest, s.bytes, rest, s.to, 0);
		this.#keep(side, pending);
	}

	/** A segment that was not captured whole: nothing is put together with it, and where it was so once no gap is waited for. */
	#cutShort(s: Segment, side: number, sequence: number): void {
		this.#known[side] = placeBehindCut;
		const end = (sequence + s.limit - s.from) >>> 0;
		if (after(end, this.#expected[side]!) > 0) {
			this.#drop(side);
			this.#expected[side] = end;
		}

		if (s.from === s.to) return;
		const taken = this.#cutter.cut(s, s.bytes, s.from, s.to, false, 0);
		if (taken < s.to - s.from) this.#cutter.find(s, this.#cutter.protocolOf(s.stream), s.bytes, s.from + taken, s.to);
		this.#logFound(s.row, 0, 0);
	}

	#logFound(row: number, chunk: number, origin: number): void {
		const {found, foundSize} = this.#cutter;
		for (let i = 0; i < foundSize; i += 3) {
			const protocol = found[i]!;
			this.log.message(row, protocol, found[i + 1]! - origin, found[i + 2]!, chunk);
			this.#application = protocol === this.#data.id ? appData : protocol;
		}
	}

	/** A FIN at `sequence`: what runs until the end is whole, once all before it is there. */
	#finish(s: Segment, side: number, sequence: number): void {
		if (after(sequence, this.#expected[side]!) !== 0) return;
		// The segment that says so counts as one of the message's, also where it is empty.
		this.#close(s, side, s.limit === s.from ? s.from : -1);
		this.#ended[side] = 1;
		if (this.#ended[side ^ 1] === 1 && !this.#pending.has(side) && !this.#pending.has(side ^ 1)) this.#cutter.ends(s.stream);
	}

	#close(s: Segment, side: number, from: number): void {
		const pending = this.#pending.get(side);
		if (pending === undefined || pending.need !== untilClose) return;
		if (from >= 0) pending.add(this.log.hold(s.row, from, 0), from, s.bytes, from, from, pending.length);
		this.#drop(side);
		this.#beginning(s, pending);
		this.#logFound(s.row, this.#chunk(s.row, pending, pending.length), 0);
	}

	/** The first `length` bytes of what was pending are whole in a row. Returns the number of their chunk. */
	#chunk(row: number, pending: Pending, length: number): number {
		this.#newest = pending.finish(this.log, row, length);
		this.#newestBytes = pending.taken(length);
		return this.#newest;
	}

	#add(side: number, pending: Pending, held: number, from: number, bytes: Uint8Array, start: number, end: number, offset: number): boolean {
		const before = pending.weight;
		const fits = pending.add(held, from, bytes, start, end, offset);
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
		// It may still be looked at.
		this.#spent.push(pending);
	}

	#begin(start: number, need: number, resume: number): Pending {
		return (this.#spare.pop() ?? new Pending(this.#room)).begin(start, need, resume);
	}

	/** Uses again what the last segment ended. */
	#free(): void {
		this.#newest = 0;
		this.#newestBytes = undefined;
		for (let pending = this.#spent.pop(); pending !== undefined; pending = this.#spent.pop()) {
			pending.end();
			if (this.#spare.length < maxSpare) this.#spare.push(pending);
		}
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
		this.#expected = grown(this.#expected, streams * 2);
		this.#known = grown(this.#known, this.#expected.length);
		this.#ended = grown(this.#ended, this.#expected.length);
	}
}
