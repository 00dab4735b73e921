import type {CaptureSource} from '../capture/source.ts';

/** How often it is drawn, in milliseconds, and how long nothing is: what is over soon needs none. */
const drawEvery = 200;
const firstAfter = 500;
const barCells = 24;

/** `1,234,567` */
const grouped = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;

/** Draws on a terminal how far reading is: `[########----------------] 34%  340,000 packets  79.1 MB  45.0 MB/s`. */
export class Progress {
	readonly #write: (text: string) => void;
	readonly #now: () => number;
	readonly #start: number;
	#next: number;
	#drawn = false;

	/** `write` gets what goes to the terminal; `now` tells milliseconds. */
	constructor(write: (text: string) => void, now: () => number = () => performance.now()) {
		this.#write = write;
		this.#now = now;
		this.#start = now();
		this.#next = this.#start + firstAfter;
	}

	/** Tells how far it is: often called, seldom drawn. */
	tell({share, bytesRead}: Pick<CaptureSource, 'share' | 'bytesRead'>, packets: number): void {
		const now = this.#now();
		if (now < this.#next) return;
		this.#next = now + drawEvery;
		this.#drawn = true;
		const filled = Math.floor((share ?? 0) * barCells);
		const bar = share === undefined ? '' : `[${'#'.repeat(filled)}${'-'.repeat(barCells - filled)}] ${Math.floor(share * 100)}%  `;
		const rate = bytesRead / Math.max(1, now - this.#start) * 1000;
		this.#write(`\r\u001b[K${bar}${grouped(packets)} packets  ${megabytes(bytesRead)}  ${megabytes(rate)}/s`);
	}

	/** Takes it off the terminal. */
	clear(): void {
		if (this.#drawn) this.#write('\r\u001b[K');
		this.#drawn = false;
	}
}
