import type {Protocol} from '../protocol.ts';
import {idsPerRow, type Inside, type Message, type Note} from './framing.ts';
import {Notes} from './notes.ts';

const none: readonly never[] = [];

/** The message that a protocol hears of; one object, filled anew for each. */
class CurrentMessage implements Message<unknown> {
	id = 0;
	row = 0;
	conversation = 0;
	direction: 0 | 1 = 0;
	state: unknown;
	bytes: Uint8Array = new Uint8Array(0);
	start = 0;
	end = 0;
	/** What it holds of other protocols. */
	readonly held: Inside[] = [];
	readonly #notes: Notes;
	readonly #expect: Message<unknown>['expect'];
	readonly #timeOf: (row: number) => number;

	constructor(notes: Notes, expect: Message<unknown>['expect'], timeOf: (row: number) => number) {
		this.#notes = notes;
		this.#expect = expect;
		this.#timeOf = timeOf;
	}

	holds(protocol: Protocol, bytes: Uint8Array, part: number): void {
		this.held.push({protocol, bytes, part, pieces: none});
	}

	expect(address: Uint8Array, port: number, protocol: string): void {
		this.#expect(address, port, protocol);
	}

	since(row: number): number {
		return this.#timeOf(this.row) - this.#timeOf(row);
	}

	tell(note: Note, value: number, id: number = this.id): void {
		this.#notes.tell(note, id, value);
	}
}

/** Tells protocols of their messages, and keeps what they say of them. */
export class Messages {
	readonly notes = new Notes();
	readonly #message: CurrentMessage;

	/** `timeOf` tells when a row was captured, in nanoseconds since some instant. */
	constructor(expect: Message<unknown>['expect'], timeOf: (row: number) => number) {
		this.#message = new CurrentMessage(this.notes, expect, timeOf);
	}

	/** What the message that was told last holds of other protocols. */
	get held(): readonly Inside[] {
		return this.#message.held;
	}

	tell(protocol: Protocol, row: number, ordinal: number, conversation: number, direction: 0 | 1, state: unknown, bytes: Uint8Array, start: number, end: number): void {
		const m = this.#message;
		if (m.held.length > 0) m.held.length = 0;
		m.id = row * idsPerRow + Math.min(idsPerRow - 1, ordinal);
		m.row = row;
		m.conversation = conversation;
		m.direction = direction;
		m.state = state;
		m.bytes = bytes;
		m.start = start;
		m.end = end;
		protocol.framing!.message!(m);
	}
}
