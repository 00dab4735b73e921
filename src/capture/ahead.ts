import {read} from 'node:fs';

/** The piece of a file behind the one that is gone through, read meanwhile: the system does that beside this thread. */
export class Ahead {
	/** Memory of the piece, which begins at `from`; in front of it there is room. */
	bytes: Uint8Array;
	readonly from: number;
	/** Where the piece is in the file; -1 where there is none. */
	place = -1;
	/** Bytes of it that were read. */
	count = 0;
	#isBusy = false;
	#arrived: (() => void) | undefined;

	constructor(bytes: Uint8Array, from: number) {
		this.bytes = bytes;
		this.from = from;
	}

	/** Begins to read the piece at `place`, where nothing is under way. */
	begin(descriptor: number, place: number): void {
		if (this.#isBusy) return;
		this.#isBusy = true;
		this.place = place;
		this.count = 0;
		read(descriptor, this.bytes, this.from, this.bytes.length - this.from, place, (error, count) => {
			this.#isBusy = false;
			// Whoever reads there again hears of what is wrong.
			if (error !== null) this.place = -1;
			else this.count = count;
			this.#arrived?.();
		});
	}

	/** Whether the piece at `place` is under way. */
	isComing(place: number): boolean {
		return this.#isBusy && this.place === place;
	}

	/** Nobody wants the piece any more. */
	drop(): void {
		this.place = -1;
	}

	/** Resolves when nothing is under way. */
	arrival(): Promise<void> {
		return this.#isBusy ? new Promise(resolve => (this.#arrived = resolve)) : Promise.resolve();
	}
}
