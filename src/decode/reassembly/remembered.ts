/** Values that are remembered of one conversation beside the first; then the oldest go. */
export const maxRemembered = 4096;

/** No key. */
const none = -1;

/** What a conversation remembers by whole numbers from 0: questions that wait for their answer, say. Most have one at a time, which needs no table. */
export class Remembered<V> {
	#key = none;
	#value: V | undefined;
	#others: Map<number, V> | undefined;

	get(key: number): V | undefined {
		return this.#key === key ? this.#value : this.#others?.get(key);
	}

	/** Remembers a value as the newest. */
	set(key: number, value: V): void {
		if (this.#key === key || (this.#key === none && this.#others?.has(key) !== true)) {
			this.#key = key;
			this.#value = value;
			return;
		}

		const others = (this.#others ??= new Map());
		others.delete(key);
		others.set(key, value);
		if (others.size <= maxRemembered) return;
		for (const oldest of others.keys()) {
			others.delete(oldest);
			return;
		}
	}

	delete(key: number): void {
		if (this.#key !== key) {
			this.#others?.delete(key);
			return;
		}

		this.#key = none;
		this.#value = undefined;
	}
}
