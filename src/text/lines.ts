import {frameFlags} from '../capture/source.ts';
import {blockSize} from '../decode/packet-index.ts';
import {Summarizer} from '../decode/summary.ts';
import type {OpenedCapture} from '../opened-capture.ts';
import type {ListLine} from './list.ts';
import type {TimeFormat} from './settings.ts';
import {digitsOf, timeText} from './time-text.ts';

/** Makes the lines of a packet list. */
export class Lines {
	readonly #capture: OpenedCapture;
	readonly #format: TimeFormat;
	readonly #hms: boolean;
	readonly #summarizer = new Summarizer();
	/** Digits of seconds by interface. */
	readonly #digits: number[] = [];

	constructor(capture: OpenedCapture, format: TimeFormat, hms: boolean) {
		this.#capture = capture;
		this.#format = format;
		this.#hms = hms;
	}

	/** The Time column of a row; `previousDisplayed` is the time of the last one that was shown. */
	time(row: number, previousDisplayed: bigint | undefined): string {
		const {index} = this.#capture.pass;
		return timeText(
			{now: index.time(row), first: index.time(0), previous: row === 0 ? undefined : index.time(row - 1), previousDisplayed, row},
			this.#format,
			this.#digitsOf(row),
			this.#hms,
		);
	}

	#digitsOf(row: number): number {
		const block = this.#capture.pass.index.block(row);
		const at = row % blockSize;
		if (block.flags[at]! & frameFlags.sysdig) return 9;
		const id = block.interfaceId[at]!;
		let digits = this.#digits[id];
		if (digits === undefined) {
			const from = this.#capture.source.interfaces[id];
			if (from === undefined) return 6;
			digits = digitsOf(from.unitsPerSecond);
			this.#digits[id] = digits;
		}

		return digits;
	}

	/** The line of the row that the view is aimed at. */
	line(): ListLine {
		const {view, pass} = this.#capture;
		const {row} = view;
		const {source, destination, protocol, info} = this.#summarizer.summarize(view);
		return {
			number: row + 1,
			time: this.time(row, view.previousDisplayedTime),
			source,
			destination,
			protocol,
			length: pass.index.block(row).original[row % blockSize]!,
			info,
		};
	}
}
