import {grown} from '../books.ts';
import type {Protocol} from '../protocol.ts';
import type {Framing} from './framing.ts';

/** What protocols know of conversations, by the conversation's number. What the protocol knows that was asked for last is found at once: most conversations have one. */
export class States {
	/** What all conversations share, by protocol. */
	readonly #shared = new Map<number, unknown>();
	/** By number: the protocol that was asked for last, and its state. */
	#owner = new Uint16Array(1 << 9);
	readonly #state: unknown[] = [];
	/** By number, then by protocol: of those that were asked for before another. */
	readonly #others = new Map<number, Map<number, unknown>>();

	/** What a protocol that has a framing knows of a conversation. */
	of(n: number, protocol: Protocol): unknown {
		const framing = protocol.framing!;
		if (framing.open === undefined) return this.#sharedBy(protocol.id, framing);
		if (this.#owner[n] === protocol.id) return this.#state[n];
		if (n >= this.#owner.length) this.#owner = grown(this.#owner, n + 1);
		while (this.#state.length <= n) this.#state.push(undefined);
		const before = this.#owner[n]!;
		const state = (before === 0 ? undefined : this.#exchange(n, before, protocol.id)) ?? framing.open(this.#sharedBy(protocol.id, framing));
		this.#owner[n] = protocol.id;
		this.#state[n] = state;
		return state;
	}

	#sharedBy(id: number, framing: Framing): unknown {
		if (framing.shared === undefined) return undefined;
		let shared = this.#shared.get(id);
		if (shared === undefined) this.#shared.set(id, shared = framing.shared());
		return shared;
	}

	/** Puts away what one protocol knows of a conversation; returns what another knew of it. */
	#exchange(n: number, one: number, other: number): unknown {
		let others = this.#others.get(n);
		if (others === undefined) this.#others.set(n, others = new Map());
		others.set(one, this.#state[n]);
		return others.get(other);
	}

	/** The conversation is over: what comes all the same begins anew. */
	forget(n: number): void {
		if (n >= this.#state.length) return;
		this.#owner[n] = 0;
		this.#state[n] = undefined;
		this.#others.delete(n);
	}
}
