import {grown} from '../books.ts';
import type {Protocol} from '../protocol.ts';
import type {Registry} from '../registry.ts';
import {tcpPort} from '../space.ts';
import type {Window} from './framing.ts';
import type {Messages} from './messages.ts';
import {oneMoreSegment, untilClose} from './pending.ts';
import {States} from './states.ts';

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
	/** It confirms what came the other way. */
	ack: boolean;
	/** Nothing follows in this direction. */
	fin: boolean;
	/** What a reset carries is no part of the stream. */
	reset: boolean;
};

/** Finds out who speaks in a stream and cuts messages from its bytes. Knows nothing of order. */
export class Cutter {
	/** Protocol, start and length of the messages that were found since the last `cut` began. */
	readonly found: number[] = [];
	/** How many of these numbers there are: the list is not made shorter for each segment. */
	foundSize = 0;
	/** What the bytes behind the last message need, as `Pending` has it. */
	need = 0;
	resume = 0;
	/** The segment that was cut last was recognised as something that gets a stream number of its own. */
	renews = false;
	/** With it a stream begins inside the stream, which gets a number that no packet shows. */
	opensStream = false;
	readonly #registry: Registry;
	readonly #messages: Messages;
	/** By stream: the protocol's id, and 1 or 2 by the direction of the first payload. */
	#protocol = new Uint16Array(1 << 9);
	#first = new Uint8Array(1 << 9);
	/** By stream: the port that was connected to; 0 where nobody saw. */
	#server = new Uint16Array(1 << 9);
	readonly #states = new States();
	readonly #window: Window<unknown> = {
		bytes: new Uint8Array(0),
		start: 0,
		end: 0,
		direction: 0,
		first: false,
		carried: false,
		state: undefined,
		resume: 0,
		need: 0,
		opensStream: false,
		sourcePort: 0,
		destinationPort: 0,
	};
	#ordinal = 0;

	constructor(registry: Registry, messages: Messages) {
		this.#registry = registry;
		this.#messages = messages;
	}

	/** A segment comes: its messages are counted anew. */
	begin(): void {
		this.#ordinal = 0;
		this.renews = false;
		this.opensStream = false;
	}

	/** The segment opens a connection: who asks is the client, who is asked the server. */
	opens(s: Segment): void {
		if (s.stream >= this.#protocol.length) this.#grow(s.stream + 1);
		this.#server[s.stream] = s.ack ? s.sourcePort : s.destinationPort;
	}

	/** The segment has payload: whoever has it first is the one that asks. */
	speaks(s: Segment): void {
		if (s.stream >= this.#protocol.length) this.#grow(s.stream + 1);
		if (this.#first[s.stream] === 0) this.#first[s.stream] = s.direction + 1;
	}

	/** Who speaks in a stream; nobody known is data. */
	protocolOf(stream: number): Protocol {
		return this.#registry.protocols[this.#protocol[stream] ?? 0] ?? this.#registry.data;
	}

	/** The segment went through a tunnel, and no message ended with it: it is told as one without bytes. Returns whether it was so. */
	tunneled(s: Segment): boolean {
		const protocol = this.#registry.protocols[this.#protocol[s.stream]!];
		if (this.#ordinal > 0 || protocol?.framing?.carries?.(this.#states.of(s.stream, protocol)) !== true) return false;
		this.foundSize = 0;
		this.find(s, protocol, s.bytes, s.from, s.from);
		return true;
	}

	/** All is said in a stream. */
	ends(stream: number): void {
		this.#states.forget(stream);
	}

	/** What is said in a stream goes on in another. */
	renew(stream: number, fresh: number): void {
		if (fresh >= this.#protocol.length) this.#grow(fresh + 1);
		this.#protocol[fresh] = this.#protocol[stream]!;
	}

	#grow(streams: number): void {
		this.#protocol = grown(this.#protocol, streams);
		this.#first = grown(this.#first, this.#protocol.length);
		this.#server = grown(this.#server, this.#protocol.length);
	}

	/**
	Cuts messages from `[start, end)` while there are whole ones. Returns the bytes they take; what the rest needs is in
	`need` and `resume`. Nobody's bytes are one message of data.
	*/
	cut(s: Segment, bytes: Uint8Array, start: number, end: number, carried: boolean, resume: number): number {
		this.foundSize = 0;
		let at = start;
		let protocol: Protocol | undefined = this.#registry.protocols[this.#protocol[s.stream]!];
		while (at < end) {
			let length = protocol === undefined ? -2 : this.#next(s, protocol, bytes, at, end, at === start, carried, at === start ? resume : 0);
			if (length === -2) {
				length = this.#recognise(s, protocol, bytes, at, end, at === start, carried);
				if (length === -2) {
					this.find(s, this.#registry.data, bytes, at, end);
					return end - start;
				}

				protocol = this.#registry.protocols[this.#protocol[s.stream]!];
			}

			if (length <= 0) {
				this.need = length === -1 ? untilClose : this.#window.need > end - at ? this.#window.need : oneMoreSegment;
				this.resume = this.#window.resume;
				break;
			}

			if (length > end - at) {
				this.need = length;
				this.resume = 0;
				break;
			}

			this.find(s, protocol!, bytes, at, at + length);
			at += length;
		}

		return at - start;
	}

	/** Finds out who speaks, beside the one who does not any more. Returns the length of the message, -2 where nobody takes it. */
	#recognise(s: Segment, refused: Protocol | undefined, bytes: Uint8Array, at: number, end: number, first: boolean, carried: boolean): number {
		const registry = this.#registry;
		const {sourcePort, destinationPort} = s;
		let length = -2;
		const found = registry.ask(tcpPort, 'tcp', bytes, at, end, sourcePort, destinationPort, this.#server[s.stream]!, p => {
			if (p !== refused) length = this.#next(s, p, bytes, at, end, first, carried, 0);
			return length !== -2;
		});
		if (found === undefined) return -2;
		this.#protocol[s.stream] = found.id;
		this.renews = found.guess.some(guess => guess.renews) && registry.find(tcpPort, sourcePort) !== found && registry.find(tcpPort, destinationPort) !== found;
		return length;
	}

	#next(s: Segment, protocol: Protocol, bytes: Uint8Array, start: number, end: number, first: boolean, carried: boolean, resume: number): number {
		const {framing} = protocol;
		if (framing?.next === undefined) return end - start;
		const w = this.#window;
		w.bytes = bytes;
		w.start = start;
		w.end = end;
		w.direction = this.#first[s.stream] === s.direction + 1 ? 0 : 1;
		w.first = first;
		w.carried = carried;
		w.state = this.#states.of(s.stream, protocol);
		w.resume = resume;
		w.need = 0;
		w.sourcePort = s.sourcePort;
		w.destinationPort = s.destinationPort;
		w.opensStream = false;
		const length = framing.next(w);
		this.opensStream ||= w.opensStream;
		return length;
	}

	/** A message is whole. */
	find(s: Segment, protocol: Protocol, bytes: Uint8Array, start: number, end: number): void {
		const {found} = this;
		found[this.foundSize++] = protocol.id;
		found[this.foundSize++] = start;
		found[this.foundSize++] = end - start;
		const ordinal = this.#ordinal++;
		const {framing} = protocol;
		if (framing?.message === undefined) return;
		this.#messages.tell(protocol, s.row, ordinal, s.stream, this.#first[s.stream] === s.direction + 1 ? 0 : 1, this.#states.of(s.stream, protocol), bytes, start, end);
	}
}
