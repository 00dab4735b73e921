import type {IntervalCell, IntervalColumn, IntervalTable} from '../decode/analysis/interval-table.ts';
import {sinceFirst} from '../decode/analysis/since-first.ts';
import type {PacketIndex} from '../decode/packet-index.ts';
import type {Output} from './output.ts';
import type {TimeFormat} from './settings.ts';
import {momentText} from './time-text.ts';

const million = 1e6;
/** Digits that seconds are given room for, at most. */
const mostDigits = 5;
/** The widest border; a longer filter is broken into lines. */
const widestBorder = 102;
/** What stands around a filter in its line. */
const aroundFilter = 11;
const longestFilter = widestBorder - aroundFilter;

/** Microseconds as seconds with so many digits behind the point, rounded. */
const seconds = (time: number, digits: number): string => (Math.floor(time / 10 ** (6 - digits) + 0.5) / 10 ** digits).toFixed(digits);

const center = (text: string, width: number): string => `${' '.repeat(Math.max(0, Math.ceil((width - text.length) / 2)))}${text}`.padEnd(width);

/** One part of a column: its heading, and what it says of a cell. */
type Part = {readonly title: string; readonly text: (cell: IntervalCell, interval: number) => string; readonly least: number};

const durationText = (nanoseconds: bigint): string => {
	const microseconds = (nanoseconds + 500n) / 1000n;
	return `${microseconds / 1_000_000n}.${String(microseconds % 1_000_000n).padStart(6, '0')}`;
};

const valueText = (
	value: bigint | number,
	{kind}: IntervalColumn,
): string => (typeof value === 'number' ? value.toFixed(6) : kind === 'duration' ? durationText(value) : String(value));

const mean = ({sum, count}: IntervalCell): bigint | number => (count === 0 ? sum : typeof sum === 'bigint' ? sum / BigInt(count) : sum / count);

/** The parts of a column. */
function partsOf(column: IntervalColumn): readonly Part[] {
	const of = (title: string, least: number, text: (cell: IntervalCell, interval: number) => string): Part => ({title, least, text});
	const value = (read: (cell: IntervalCell) => bigint | number): readonly Part[] => [of(column.measure, 3, cell => valueText(read(cell), column))];
	switch (column.measure) {
		case 'both':
			return [of('Frames', 6, cell => String(cell.frames)), of('Bytes', 5, cell => String(cell.bytes))];
		case 'FRAMES':
			return [of('FRAMES', 6, cell => String(cell.frames))];
		case 'BYTES':
			return [of('BYTES', 5, cell => String(cell.bytes))];
		case 'COUNT':
			return [of('COUNT', 5, cell => String(cell.count))];
		case 'SUM':
			return value(cell => cell.sum);
		case 'MIN':
			return value(cell => cell.least);
		case 'MAX':
			return value(cell => cell.most);
		case 'AVG':
			return value(mean);
		case 'LOAD':
			return [of('LOAD', 4, ({sum}, interval) => durationText(interval === 0 ? 0n : (sum as bigint) * 1_000_000n / BigInt(interval)))];
	}
}

/** The first column: what it is called, how wide that is, and what it says of an interval, up to the side of the column. */
type TimeColumn = {readonly title: string; readonly width: number; readonly text: (slot: number) => string};

/** How the whole is laid out. Times in microseconds. */
type Layout = {
	readonly duration: number;
	readonly interval: number;
	/** Digits in front of the point, before and after rounding, and behind it. */
	readonly digits: number;
	readonly roundedDigits: number;
	readonly precision: number;
	readonly isWhole: boolean;
};

function layoutOf(index: PacketIndex, wanted: number): Layout {
	let duration = 0;
	for (let row = 0; row < index.length; row++) duration = Math.max(duration, Math.floor(sinceFirst(index, row, million) + 0.5));
	const interval = Math.min(wanted, duration);
	const isWhole = interval === duration;
	const digits = Math.min(mostDigits, String(Math.floor(duration / million)).length);
	let precision = isWhole ? (digits > 1 ? 1 : 3) : 6;
	if (!isWhole) { while (precision > 0 && interval % 10 ** (7 - precision) === 0) precision--; }
	const rounded = precision === 0 ? digits : Math.min(mostDigits, seconds(duration, precision).indexOf('.'));
	return {duration, interval, digits, roundedDigits: rounded, precision, isWhole};
}

function timeColumn(layout: Layout, index: PacketIndex, time: TimeFormat): TimeColumn {
	const {duration, interval, digits, roundedDigits, precision} = layout;
	const pointed = precision === 0 ? 0 : precision + 1;
	if (time !== 'r') {
		const begin = index.length === 0 ? 0 : index.block(0).seconds.at(0) * million + Math.floor(index.block(0).nanoseconds[0]! / 1000);
		const text = (slot: number): string => `${momentText(Math.floor((begin + slot * interval) / million), time)} `;
		return time === 'a' || time === 'u' ? {title: 'Time', width: 8, text} : {title: 'Date and time', width: 19, text};
	}

	const width = Math.max(8, 2 * (roundedDigits + pointed) + 4);
	const number = (at: number): string => seconds(at, precision).padStart(digits + pointed);
	return {
		title: 'Interval',
		width,
		text(slot) {
			const end = (slot + 1) * interval;
			const from = number(slot * interval);
			if (precision > 0) return `${from} <> ${number(Math.min(end, duration))} `;
			const padded = digits === 1 ? ` ${from}` : from;
			if (end < duration) return `${padded} <> ${number(end)}${digits === 1 ? '  ' : ' '}`;
			// Where there is little room, the end of the capture leans on the column's side.
			return `${padded} <> Dur${' '.repeat(Math.max(0, digits - 2))}`;
		},
	};
}

/** The lines of a filter, broken at spaces where it is too long for one. */
function* brokenLines(text: string): Generator<string> {
	let rest = text;
	while (rest.length > longestFilter) {
		const space = rest.lastIndexOf(' ', longestFilter - 1);
		const end = space < 0 ? longestFilter : space;
		yield rest.slice(0, end);
		rest = rest.slice(space < 0 ? end : end + 1);
	}

	yield rest;
}

/** Writes a table of intervals as `tshark -z io,stat` does. */
export function writeIntervals(output: Output, table: IntervalTable, titles: readonly string[], index: PacketIndex, time: TimeFormat): void {
	const layout = layoutOf(index, table.interval);
	const {duration, interval, digits, roundedDigits, precision, isWhole} = layout;
	const slots = duration === 0 ? 0 : Math.ceil(duration / interval);
	const first = timeColumn(layout, index, time);
	const columns = table.columns.map((column, i) => {
		const cells = [...table.cellsOf(i)];
		return partsOf(column).map(part => ({
			...part,
			width: cells.reduce((width, cell) => Math.max(width, part.text(cell, interval).length), Math.max(part.least, part.text(table.cell(i, -1), interval).length)),
		}));
	});
	const widthOf = (parts: ReadonlyArray<{readonly width: number}>): number => parts.reduce((sum, {width}) => sum + width + 3, -1);
	const tableWidth = first.width + 4 + columns.reduce((sum, parts) => sum + widthOf(parts) + 1, 0);
	const longest = Math.min(widestBorder, Math.max(...titles.map(title => title.length)) + aroundFilter);
	const pointed = precision === 0 ? 0 : precision + 1;
	let border = Math.max((isWhole ? 30 : 25) + digits + pointed, longest, tableWidth);
	// No room for a side of its own: the table would end beside it.
	if (border === tableWidth + 1) border++;

	const line = (text: string): void => output.text(`| ${text.padEnd(border - 4)} |\n`);
	const head = (text: string, width: number): void => output.text(`| ${text} secs${' '.repeat(Math.max(0, border - 18 - width))}|\n`);
	const row = (text: string): void => output.text(tableWidth < border ? `${text}${' '.repeat(border - tableWidth - 1)}|\n` : `${text}\n`);

	output.text(`\n${'='.repeat(border)}\n`);
	line('IO Statistics');
	line('');
	const whole = `${Math.floor(duration / million)}.${String(duration % million).padStart(6)}`;
	head(`Duration: ${precision === 0 ? whole : seconds(duration, precision).padStart(digits + pointed)}`, precision === 0 ? digits + 7 : roundedDigits + pointed);
	head(`Interval: ${seconds(interval, precision).padStart(digits + pointed)}`, roundedDigits + pointed);
	line('');
	for (const [i, title] of titles.entries()) {
		const [begin, ...rest] = [...brokenLines(title)];
		output.text(`|${i === 0 ? ' Col 1' : String(i + 1).padStart(6)}: ${begin!.padEnd(border - 11)} |\n`);
		for (const more of rest) line(`       ${more}`);
	}

	output.text(`|${'-'.repeat(border - 2)}|\n`);
	row(`| ${' '.repeat(first.width)} |${columns.map((parts, i) => `${String(i + 1).padEnd(widthOf(parts))}|`).join('')}`);
	row(`| ${first.title.padEnd(first.width)} |${columns.map(parts => `${parts.map(({title, width}) => ` ${center(title, width)} `).join('|')}|`).join('')}`);
	row(`|${'-'.repeat(tableWidth - 2)}|`);
	for (let slot = 0; slot < slots; slot++) {
		const values = columns.map((parts, i) => parts.map(part => ` ${part.text(table.cell(i, slot), interval).padStart(part.width)} |`).join('')).join('');
		row(`| ${first.text(slot)}|${values}`);
	}

	output.text(`${'='.repeat(border)}\n`);
}
