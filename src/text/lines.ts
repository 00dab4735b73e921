import {frameFlags} from '../capture/source.ts';
import {ByteText, ipv4Width, words} from '../decode/byte-text.ts';
import type {Cursor} from '../decode/cursor.ts';
import {FlowOfRow} from '../decode/flow-facts.ts';
import {names} from '../decode/names.ts';
import {appNone, blockSize, type PacketIndex, rowHasNoTime} from '../decode/packet-index.ts';
import {addressName, type AddressPlace, placeAddress, Summarizer} from '../decode/summary.ts';
import {hasHeld, hasMessage} from '../decode/reassembly/message-log.ts';
import {tcp} from '../decode/transport/tcp.ts';
import {tellsAll, writeSegment} from '../decode/transport/tcp-info.ts';
import type {OpenedCapture} from '../opened-capture.ts';
import type {ListLine} from './list.ts';
import type {Output} from './output.ts';
import type {TimeFormat} from './settings.ts';
import {digitsOf, timeText} from './time-text.ts';

const point = 0x2e;
/** Characters that these columns have at least. */
const timeWidth = 10;
const addressWidth = 12;

/** Protocol columns that are kept: packets can say any. */
const maxColumns = 512;

/** Digits of a nanosecond number. */
const nanoDigits = 9;
const powers = Int32Array.from({length: nanoDigits + 1}, (_, digits) => 10 ** (nanoDigits - digits));

/** What `sinceFirst` found. */
let seconds = 0;
let nanoseconds = 0;

/** Seconds and nanoseconds since the first row, which most lists show, without numbers that may be of any size; false where these are needed. */
function sinceFirst(index: PacketIndex, row: number): boolean {
	const first = index.block(0);
	const block = index.block(row);
	const at = row % blockSize;
	if ((first.flags[0]! | block.flags[at]!) & rowHasNoTime) return false;
	seconds = block.seconds.at(at) - first.seconds.at(0);
	nanoseconds = block.nanoseconds[at]! - first.nanoseconds[0]!;
	if (nanoseconds < 0) {
		seconds--;
		nanoseconds += 1e9;
	}

	return seconds >= 0 && seconds <= 0xffff_ffff && nanoseconds >= 0 && nanoseconds < 1e9;
}

/** An address that is not of IPv4, to know how wide it is. */
const wide = new ByteText();
const place: AddressPlace = {bytes: new Uint8Array(0), at: 0, size: 0};

/** An address column; a source's stands at its right side. */
function writeAddress(output: Output, cursor: Cursor, isSource: boolean): void {
	const {bytes, at, size} = placeAddress(cursor, isSource, place);
	if ((size === 6 ? names.link : names.host) === undefined) writeDigits(output, bytes, at, size, isSource);
	else if (isSource) output.textAtRight(addressName(place), addressWidth);
	else output.textAtLeft(addressName(place), addressWidth);
}

/** The same of `size` bytes at `at` that go by no name. */
function writeDigits(output: Output, b: Uint8Array, at: number, size: number, isSource: boolean): void {
	const isShort = size === 4;
	if (!isShort) {
		wide.clear();
		if (size === 16) wide.ipv6(b, at);
		else if (size === 6) wide.mac(b, at);
	}

	const spaces = addressWidth - (isShort ? ipv4Width(b, at) : wide.size);
	if (isSource) output.spaces(spaces);
	if (isShort) output.ipv4(b, at);
	else output.append(wide);
	if (!isSource) output.spaces(spaces);
}

const unheard = (): void => {};

/** Makes the lines of a packet list. */
export class Lines {
	readonly #capture: OpenedCapture;
	readonly #format: TimeFormat;
	readonly #hms: boolean;
	readonly #summarizer = new Summarizer();
	readonly #flow: FlowOfRow;
	readonly #tellsAll = tellsAll();
	readonly #separator: string;
	readonly #between: number;
	readonly #arrow: ByteText;
	readonly #tcp: ByteText;
	/** Protocol columns that were written, with what stands around them. */
	readonly #columns = new Map<string, ByteText>();
	/** Digits of seconds by interface. */
	readonly #digits: number[] = [];

	constructor(capture: OpenedCapture, format: TimeFormat, hms: boolean, separator: ' ' | '\t' = ' ') {
		this.#separator = separator;
		this.#between = separator.charCodeAt(0);
		this.#arrow = words(`${separator}→${separator}`);
		this.#tcp = this.#columnOf(tcp.column);
		this.#capture = capture;
		this.#flow = new FlowOfRow(capture.pass);
		this.#format = format;
		this.#hms = hms;
	}

	/** The Time column of a row; `previousDisplayed` is the time of the last one that was shown. */
	time(row: number, previousDisplayed: bigint | undefined): string {
		const {index} = this.#capture.pass;
		return timeText(
			{now: index.time(row), first: index.time(0), previous: row === 0 ? undefined : index.stamp(row - 1), previousDisplayed, row},
			this.#format,
			this.#digitsOf(row),
			this.#hms,
		);
	}

	/** Writes the row that the view is aimed at as one line; columns of few values are padded so that they stand below each other. `end` follows what it says. */
	write(output: Output, end = ''): void {
		const {row, cursor} = this.#capture.view;
		this.#summarizer.read(this.#capture.view);
		const {protocol, info} = this.#summarizer;
		this.#begin(output, row);
		writeAddress(output, cursor, true);
		output.append(this.#arrow);
		writeAddress(output, cursor, false);
		this.#middle(output, row, this.#columnOf(protocol));
		if (typeof info === 'string') output.text(info);
		else output.append(info);
		if (end !== '') output.text(end);
		output.byte(10);
	}

	/** The same of the row that the pass added last, from what the pass knows of it alone. False, with nothing written, where that is not all. */
	writePlain(output: Output): boolean {
		const {pass} = this.#capture;
		const {plain} = pass;
		if (plain === undefined || !this.#tellsAll) return false;
		const row = pass.index.length - 1;
		const isPart = this.#isPart(row);
		if (isPart === undefined) return false;
		const {bytes, addresses, addressSize} = plain;
		this.#begin(output, row);
		writeDigits(output, bytes, addresses, addressSize, true);
		output.append(this.#arrow);
		writeDigits(output, bytes, addresses + addressSize, addressSize, false);
		this.#middle(output, row, this.#tcp);
		writeSegment(output, bytes, plain.header, plain.length, this.#flow.aimOwn(row), isPart, false);
		output.byte(10);
		return true;
	}

	/** Whether a row has part of a message that ends in another; undefined where a message ends in it. */
	#isPart(row: number): boolean | undefined {
		const {index, conversations} = this.#capture.pass;
		const application = index.block(row).application[row % blockSize]!;
		if (application === appNone) return false;
		const found = conversations.log.each(row, unheard);
		return found & hasMessage ? undefined : (found & hasHeld) !== 0;
	}

	#begin(output: Output, row: number): void {
		output.number(row + 1, 5);
		output.byte(this.#between);
		this.#writeTime(output, row);
		output.byte(this.#between);
	}

	/** What stands between the addresses and the Info column. */
	#middle(output: Output, row: number, column: ByteText): void {
		output.append(column);
		output.number(this.#capture.pass.index.block(row).original.at(row % blockSize));
		output.byte(this.#between);
	}

	/** The Protocol column with what stands around it. */
	#columnOf(protocol: string): ByteText {
		let column = this.#columns.get(protocol);
		if (column === undefined) {
			column = words(`${this.#separator}${protocol}${this.#separator}`);
			if (this.#columns.size < maxColumns) this.#columns.set(protocol, column);
		}

		return column;
	}

	#writeTime(output: Output, row: number): void {
		const digits = this.#digitsOf(row);
		if (this.#format !== 'r' || this.#hms || digits === 0 || !sinceFirst(this.#capture.pass.index, row)) {
			output.textAtRight(this.time(row, this.#capture.view.previousDisplayedTime), timeWidth);
			return;
		}

		output.number(seconds, timeWidth - 1 - digits);
		output.byte(point);
		output.digits((nanoseconds / powers[digits]!) | 0, digits);
	}

	#digitsOf(row: number): number {
		const {index} = this.#capture.pass;
		if (index.block(row).flags[row % blockSize]! & frameFlags.sysdig) return 9;
		const id = index.interfaceId(row);
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
			length: pass.index.block(row).original.at(row % blockSize),
			info,
		};
	}
}
