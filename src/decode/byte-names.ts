/** Letters of the alphabet in either case are one. */
export const lower = (code: number): number => (code >= 0x41 && code <= 0x5a ? code + 32 : code);

/** What has a name of ASCII characters, found by the bytes of the name: no string is made of them. */
export class ByteNames<T> {
	readonly #ignoresCase: boolean;
	readonly #longest: number;
	readonly #slots: Array<{readonly name: string; readonly value: T} | undefined>;

	constructor(all: Iterable<readonly [name: string, value: T]>, ignoresCase: boolean) {
		const entries = [...all];
		this.#ignoresCase = ignoresCase;
		this.#longest = Math.max(...entries.map(([name]) => name.length));
		this.#slots = Array.from({length: 2 ** Math.ceil(Math.log2(entries.length * 4))});
		for (const [name, value] of entries) {
			const kept = ignoresCase ? name.toLowerCase() : name;
			let slot = this.#hash(Uint8Array.from(kept, c => c.charCodeAt(0)), 0, kept.length);
			while (this.#slots[slot] !== undefined) slot = (slot + 1) & (this.#slots.length - 1);
			this.#slots[slot] = {name: kept, value};
		}
	}

	/** What is called `[start, end)`. */
	find(b: Uint8Array, start: number, end: number): T | undefined {
		if (end - start > this.#longest) return undefined;
		for (let slot = this.#hash(b, start, end);; slot = (slot + 1) & (this.#slots.length - 1)) {
			const entry = this.#slots[slot];
			if (entry === undefined) return undefined;
			if (this.#is(entry.name, b, start, end)) return entry.value;
		}
	}

	#hash(b: Uint8Array, start: number, end: number): number {
		let hash = end - start;
		for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (this.#ignoresCase ? b[at]! | 0x20 : b[at]!)) | 0;
		return (hash ^ (hash >>> 15)) & (this.#slots.length - 1);
	}

	#is(name: string, b: Uint8Array, start: number, end: number): boolean {
		if (name.length !== end - start) return false;
		for (let i = 0; i < name.length; i++) if ((this.#ignoresCase ? lower(b[start + i]!) : b[start + i]!) !== name.charCodeAt(i)) return false;
		return true;
	}
}
