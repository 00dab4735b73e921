import {grown} from '../books.ts';
import type {Protocol} from '../protocol.ts';
import type {Registry} from '../registry.ts';
import type {Inside} from './framing.ts';
import type {Messages} from './messages.ts';
import {States} from './states.ts';

/** Places at which a protocol may be expected. */
const maxEndpoints = 65_536;

const nothing: readonly never[] = [];

/** Conversations of datagrams: which protocol they belong to where no port says it, and what ties their messages to each other. */
export class Datagrams {
	readonly #registry: Registry;
	readonly #messages: Messages;
	/** By flow record. */
	readonly #states = new States();
	/** By flow record: the protocol that its datagrams belong to. */
	#stays = new Uint16Array(1 << 9);
	/** Protocols that are expected at an address and port. */
	readonly #endpoints = new Map<number, number>();

	constructor(registry: Registry, messages: Messages) {
		this.#registry = registry;
		this.#messages = messages;
	}

	/** What comes to or from `endpoint` (a number of an address and a port), where its ports say nothing, is this protocol's. */
	expect(endpoint: number, protocol: Protocol): void {
		if (this.#endpoints.size < maxEndpoints) this.#endpoints.set(endpoint, protocol.id);
	}

	/** Whose a datagram is whose ports say nothing. */
	protocolOf(flow: number, source: number, destination: number, bytes: Uint8Array, start: number, end: number, sourcePort: number, destinationPort: number): Protocol {
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

	/** A datagram's payload was taken by a protocol: lets it tie messages to each other. Returns what it holds beside its bytes. */
	add(row: number, flow: number, protocol: Protocol, direction: 0 | 1, bytes: Uint8Array, start: number, end: number): readonly Inside[] {
		const {framing} = protocol;
		if (framing?.message === undefined) return nothing;
		this.#messages.tell(protocol, row, 0, flow, direction, this.#states.of(flow, protocol), bytes, start, end);
		return this.#messages.held;
	}
}
