/** Things of which the least is taken first. Equals come in no certain order: `isBefore` should know none. */
export class Heap<T> {
	readonly #all: T[] = [];
	readonly #isBefore: (one: T, other: T) => boolean;

	constructor(isBefore: (one: T, other: T) => boolean) {
		this.#isBefore = isBefore;
	}

	get count(): number {
		return this.#all.length;
	}

	/** The one that is taken next. */
	get first(): T | undefined {
		return this.#all[0];
	}

	add(one: T): void {
		const all = this.#all;
		let at = all.push(one) - 1;
		while (at > 0) {
			const above = (at - 1) >>> 1;
			if (!this.#isBefore(all[at]!, all[above]!)) break;
			this.#swap(at, above);
			at = above;
		}
	}

	/** Takes the least; undefined where there is none. */
	take(): T | undefined {
		const all = this.#all;
		const first = all[0];
		const last = all.pop();
		if (first === undefined || last === undefined) return undefined;
		if (all.length === 0) return first;
		all[0] = last;
		for (let at = 0;;) {
			const left = 2 * at + 1;
			let least = at;
			if (left < all.length && this.#isBefore(all[left]!, all[least]!)) least = left;
			if (left + 1 < all.length && this.#isBefore(all[left + 1]!, all[least]!)) least = left + 1;
			if (least === at) return first;
			this.#swap(at, least);
			at = least;
		}
	}

	#swap(a: number, b: number): void {
		const all = this.#all;
		const one = all[a]!;
		all[a] = all[b]!;
		all[b] = one;
	}
}
