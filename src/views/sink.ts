import {EventEmitter} from 'node:events';
import {width} from './width.ts';

/** The terminal as the sink needs it: where frames go, and how big it is. */
export type Target = {
	readonly columns: number;
	readonly rows: number;
	write(text: string): boolean;
	once(event: 'drain', listener: () => void): unknown;
	on(event: 'resize', listener: () => void): unknown;
	off(event: 'resize' | 'drain', listener: () => void): unknown;
};

/** Frames are written this often at most, in milliseconds. */
const frameEvery = 8;

/** What cuts a frame off from the one before: a terminal that knows it shows all of it at once. */
const syncBegin = '\x1b[?2026h';
const syncEnd = '\x1b[?2026l';

/** Control sequences for the cursor, which Ink writes now and then between frames. */
const cursorControl = /^\x1b\[\?25[hl]$/;

/** The lines that are different, each at its place. */
export const difference = (before: readonly string[], after: readonly string[], columns: number): string => {
	let text = '';
	for (let i = 0; i < Math.max(before.length, after.length); i++) {
		const line = after[i] ?? '';
		if (line === before[i]) continue;
		// Erasing behind a line that is full would take its last character.
		text += `\x1b[${i + 1};1H${line}${width(line) < columns ? '\x1b[K' : ''}`;
	}

	return text;
};

/**
The standard output that Ink is given. Ink hands over whole frames; of these only the changed lines of the newest are
written, when the terminal has taken what it was given before.
*/
export class Sink extends EventEmitter {
	readonly isTTY = true;
	readonly #target: Target;
	#shown: readonly string[] | undefined;
	#next: string | undefined;
	#last: string | undefined;
	#wroteAt = Number.NEGATIVE_INFINITY;
	#timer: NodeJS.Timeout | undefined;
	#blocked = false;
	#paused = false;
	readonly #rewrite: (line: string) => string;
	readonly #resized: () => void;

	readonly #drained = () => {
		this.#blocked = false;
		this.#schedule();
	};

	/**
	`onResize` is called when the terminal has another size; Ink is told of it by the next frame. `rewrite` says a line in
	the characters that the terminal has, as many cells wide.
	*/
	constructor(target: Target, onResize: () => void, rewrite: (line: string) => string = line => line) {
		super();
		this.#target = target;
		this.#rewrite = rewrite;
		this.#resized = () => {
			this.#shown = undefined;
			onResize();
		};
		target.on('resize', this.#resized);
	}

	get columns(): number {
		return this.#target.columns || 80;
	}

	get rows(): number {
		return this.#target.rows || 24;
	}

	/** Takes a frame. */
	write(frame: string): boolean {
		if (!cursorControl.test(frame)) {
			this.#next = frame;
			this.#schedule();
		}

		return true;
	}

	/** Forgets what the terminal shows: the next frame is written whole, and now. */
	redraw(): void {
		this.#shown = undefined;
		this.#wroteAt = Number.NEGATIVE_INFINITY;
		this.#next ??= this.#last;
		this.#schedule();
	}

	/** Writes nothing until `resume`. */
	pause(): void {
		this.#paused = true;
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}

	resume(): void {
		this.#paused = false;
		this.redraw();
	}

	close(): void {
		this.pause();
		this.#target.off('resize', this.#resized);
		this.#target.off('drain', this.#drained);
	}

	#schedule() {
		if (this.#next === undefined || this.#paused || this.#blocked || this.#timer !== undefined) return;
		const wait = this.#wroteAt + frameEvery - performance.now();
		if (wait <= 0) this.#flush();
		else {
			this.#timer = setTimeout(() => {
				this.#timer = undefined;
				this.#flush();
			}, wait);
		}
	}

	#flush() {
		const frame = this.#next;
		if (frame === undefined) return;
		this.#next = undefined;
		this.#last = frame;
		const lines = frame.split('\n').slice(0, this.rows).map(this.#rewrite);
		const text = this.#shown === undefined
			? `\x1b[H\x1b[2J${difference([], lines, this.columns)}`
			: difference(this.#shown, lines, this.columns);
		this.#shown = lines;
		if (text === '') return;
		this.#wroteAt = performance.now();
		if (!this.#target.write(`${syncBegin}${text}${syncEnd}`)) {
			this.#blocked = true;
			this.#target.once('drain', this.#drained);
		}
	}
}
