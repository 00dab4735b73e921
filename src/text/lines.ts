import {frameFlags} from '../capture/source.ts';
import {blockSize, type PacketIndex, rowHasNoTime} from '../decode/packet-index.ts';
import {Summarizer} from '../decode/summary.ts';
import type {OpenedCapture} from '../opened-capture.ts';
import type {ListLine} from './list.ts';
import type {TimeFormat} from './settings.ts';
import {digitsOf, timeText} from './time-text.ts';

/** Seconds since the first row, which most lists show, without numbers that may be of any size; undefined where these are needed. */
function sinceFirst(index: PacketIndex, row: number, digits: number): string | undefined {
	const first = index.block(0);
	const block = index.block(row);
	const at = row % blockSize;
	if ((first.flags[0]! | block.flags[at]!) & rowHasNoTime || digits === 0) return undefined;
	let seconds = block.seconds[at]! - first.seconds[0]!;
	let nanoseconds = block.nanoseconds[at]! - first.nanoseconds[0]!;
	if (nanoseconds < 0) {
		seconds--;
		nanoseconds += 1e9;
	}

	if (seconds < 0 || nanoseconds < 0 || nanoseconds >= 1e9) return undefined;
	return `${seconds}.${String(1e9 + nanoseconds).slice(1, digits + 1)}`;
}

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
		if (this.#format === 'r' && !this.#hms) {
			const text = sinceFirst(index, row, this.#digitsOf(row));
			if (text !== undefined) return text;
		}

		return timeText(
			{now: index.time(row), first: index.time(0), previous: row === 0 ? undefined : index.stamp(row - 1), previousDisplayed, row},
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
