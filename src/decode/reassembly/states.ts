import type {Protocol} from '../protocol.ts';
import type {Framing} from './framing.ts';

/** What protocols know of conversations, by the conversation's number. */
export class States {
	/** By protocol, then by conversation. */
	readonly #states = new Map<number, Map<number, unknown>>();
	/** What all conversations share, by protocol. */
	readonly #shared: unknown[] = [];
	/** What was asked for last: a message is cut and told of one behind the other. */
	#conversation = -1;
	#protocol = 0;
	#state: unknown;

	/** What a protocol that has a framing knows of a conversation. */
	of(n: number, {id, framing}: Protocol): unknown {
		if (framing!.open === undefined) return this.#sharedBy(id, framing!);
		if (n === this.#conversation && id === this.#protocol) return this.#state;
		let states = this.#states.get(id);
		if (states === undefined) this.#states.set(id, states = new Map());
		let state = states.get(n);
		if (state === undefined) states.set(n, state = framing!.open(this.#sharedBy(id, framing!)));
		this.#conversation = n;
		this.#protocol = id;
		return (this.#state = state);
	}

	#sharedBy(id: number, framing: Framing): unknown {
		return (this.#shared[id] ??= framing.shared?.());
	}

	/** The conversation is over: what comes all the same begins anew. */
	forget(n: number): void {
		this.#conversation = -1;
		for (const states of this.#states.values()) states.delete(n);
	}
}
