/** How long work may hold the loop, in milliseconds: keys are answered between. */
const slice = 8;

/** Work that is done in pieces, so that others have their turn between two of them. */
export class Turns {
	readonly #isCalled: () => boolean;
	#until = performance.now() + slice;

	/** `isCalled` says whether somebody waits for an answer: then a turn is over at once. */
	constructor(isCalled: () => boolean = () => false) {
		this.#isCalled = isCalled;
	}

	/** Whether it is the turn of others. */
	get isOver(): boolean {
		return performance.now() >= this.#until || this.#isCalled();
	}

	/** Lets keys, timers, calls and drawing have their turn. */
	async next(): Promise<void> {
		await new Promise<void>(resolve => setImmediate(resolve));
		this.#until = performance.now() + slice;
	}
}
