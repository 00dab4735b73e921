import type {Facts, Piece} from '../facts.ts';
import type {Protocol} from '../protocol.ts';

/** Something the message pass learns about a message and `expand` shows: which request it answers, what version was agreed. */
export type Note = {readonly id: number; readonly name: string};

let notes = 0;
export const note = (name: string): Note => ({id: notes++, name});

/** What one direction of a stream holds that no message has taken yet. */
export type Window<S> = {
	bytes: Uint8Array;
	/** The message's first byte; `[start, end)` is there. */
	start: number;
	end: number;
	/** 0 from whom the conversation's first payload came, 1 the other way. */
	direction: 0 | 1;
	/** Nothing of these bytes was a message yet: they begin with a segment, or with what waited for one. */
	first: boolean;
	/** The bytes were put together from several segments. */
	carried: boolean;
	/** What both directions of the conversation share. A `next` that answers -2 leaves it as it was. */
	state: S;
	/** Where a search inside the message got to, from `start`; kept until the message ends, so that growing messages are not read again. */
	resume: number;
	/** Set it with a 0: bytes the whole message will have, where that is known (0: one more segment, then ask again). */
	need: number;
	/** Set it where a tunnel begins whose stream gets a number of its own, which no packet shows: so Wireshark counts. Of a framing that `carries`. */
	opensStream: boolean;
	/** Of the segment that is looked at. */
	sourcePort: number;
	destinationPort: number;
};

/** A message that is whole. `id` names it: the row where it ends, times 16, plus its number in that row. */
export type Message<S> = {
	readonly id: number;
	readonly row: number;
	/** A number of its conversation: a stream's, or that of a flow of datagrams. */
	readonly conversation: number;
	readonly direction: 0 | 1;
	readonly state: S;
	readonly bytes: Uint8Array;
	readonly start: number;
	readonly end: number;
	/** Nanoseconds since an earlier row was captured. */
	since(row: number): number;
	/** Notes a number of this message, or of an earlier one whose id is given. */
	tell(about: Note, value: number, id?: number): void;
	/** Its packet number `part` holds another protocol's bytes that its own do not show: `Framing.inside` gives the same. */
	holds(protocol: Protocol, bytes: Uint8Array, part: number): void;
	/** Datagrams to and from a place, whose ports say nothing, will be another protocol's. */
	expect(address: Uint8Array, port: number, protocol: string): void;
};

/** What a message holds of another protocol beside its own bytes: decrypted, or put together from several datagrams. `part` is the packet of the datagram that it stands in. */
export type Inside = {
	readonly protocol: Protocol;
	readonly bytes: Uint8Array;
	readonly part: number; /** Frames that gave the bytes; empty in the pass. */
	readonly pieces: readonly Piece[];
};

/** Messages of one row that have an id of their own; the last stands for all further ones. */
export const idsPerRow = 16;

/** The row in which a message with this id ended. */
export const rowOf = (id: number): number => Math.floor(id / idsPerRow);

/** How a protocol's messages are cut from a stream. Over datagrams only `open` and `message` are used. */
export type Framing<S = unknown, Shared = unknown> = {
	/** Every message is one unit whose length its header gives: each is shown as `tcp.pdu.size`. */
	readonly units?: boolean;
	/** Whether the stream is a tunnel by now: every segment is shown as part of it, whole or not, by a message without bytes where none ends. */
	carries?(state: S): boolean;
	/** What all conversations of a pass share: those over streams, and those of datagrams. */
	shared?(): Shared;
	/** What a conversation has of its own; without it, what all share. */
	open?(shared: Shared): S;
	/**
	Length of the message that starts at `w.start` (more than is there says how many bytes it needs); 0 when it needs
	more; -1 when it runs until the stream closes; -2 when it is not this protocol's. Several messages that belong in one
	layer may be taken at once.
	*/
	next?(w: Window<S>): number;
	/** Called for every whole message, in order: the place to tie answers to questions. */
	message?(m: Message<S>): void;
	/** What `message` said that a datagram holds, made anew from the bytes `[start, end)` and what was told of them. */
	inside?(f: Facts, b: Uint8Array, start: number, end: number): readonly Inside[];
};
