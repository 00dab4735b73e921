import type {PlotOverview, StreamSample} from '../packets.ts';
import {Dots} from './braille.ts';
import type {Theme} from './theme.ts';
import {fitLeft, fitRight} from './width.ts';

/** Cells of the numbers at the left of a picture. */
const axisCells = 11;
/** Lines besides pictures: one above each, the axis of time, and what is under the cursor. */
const besides = 5;

const units = ['', 'k', 'M', 'G', 'T'] as const;

/** `1.5 MB/s` */
export function amount(value: number, unit: string): string {
	let scaled = value;
	let at = 0;
	while (scaled >= 1000 && at < units.length - 1) {
		scaled /= 1000;
		at++;
	}

	return `${scaled >= 100 || Number.isInteger(scaled) ? Math.round(scaled) : scaled.toFixed(1)} ${units[at]}${unit}`;
}

const duration = (
	seconds: number,
): string => (seconds < 0.001 ? `${(seconds * 1e6).toFixed(0)} µs` : seconds < 1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`);

/** The time that a plot covers. */
const spanOf = ({samples}: PlotOverview): {readonly from: number; readonly length: number} => {
	let from = Infinity;
	let to = -Infinity;
	for (const {seconds} of samples) {
		from = Math.min(from, seconds);
		to = Math.max(to, seconds);
	}

	return {from, length: Math.max(to - from, 1e-6)};
};

/** Columns of dots of a plot on a screen so wide. */
export const plotColumns = (cells: number): number => Math.max(8, cells - axisCells - 1);

const columnOf = ({seconds}: StreamSample, {from, length}: ReturnType<typeof spanOf>, columns: number): number =>
	Math.min(columns - 1, Math.floor((seconds - from) / length * columns));

/** The packet of a plot that is under a column, or the next one. */
export function sampleAt(plot: PlotOverview, column: number, cells: number): StreamSample | undefined {
	const span = spanOf(plot);
	const columns = plotColumns(cells);
	return plot.samples.find(sample => columnOf(sample, span, columns) >= column) ?? plot.samples.at(-1);
}

type Picture = {
	readonly title: string;
	readonly most: number;
	readonly text: (value: number) => string;
	/** Draws dots; a value is so much of the height. */
	readonly draw: (dots: Dots, place: (value: number) => number) => void;
};

/** The throughput, the round trips and the windows of a stream over time. `cells` wide, `height` lines. */
export function plotRows(theme: Theme, plot: PlotOverview, direction: 0 | 1, at: number, cells: number, height: number): string[] {
	const span = spanOf(plot);
	const columns = plotColumns(cells);
	const each = Math.max(2, Math.floor((height - besides) / 3));
	const dotOf = (sample: StreamSample): number => columnOf(sample, span, columns * 2);
	const seconds = span.length / (columns * 2);
	const sent = new Float64Array(columns * 2);
	const trips: StreamSample[] = [];
	const windows: StreamSample[] = [];
	const flights: StreamSample[] = [];
	for (const sample of plot.samples) {
		if (sample.direction === direction) {
			sent[dotOf(sample)]! += sample.length;
			if (sample.flight !== undefined) flights.push(sample);
		} else {
			if (sample.roundTrip !== undefined) trips.push(sample);
			if (sample.window !== undefined) windows.push(sample);
		}
	}

	const highest = (samples: readonly StreamSample[], value: (sample: StreamSample) => number): number => samples.reduce((most, sample) => Math.max(most, value(sample)), 0);
	const mostWindow = Math.max(highest(windows, s => s.window!), highest(flights, s => s.flight!));
	const pictures: readonly Picture[] = [
		{
			title: `Throughput of ${plot.sides[direction]}`,
			most: sent.reduce((a, b) => Math.max(a, b), 0) / seconds,
			text: value => amount(value, 'B/s'),
			draw(dots, place) {
				for (const [x, bytes] of sent.entries()) if (bytes > 0) dots.bar(x, place(bytes / seconds));
			},
		},
		{
			title: 'Round trip until it was acknowledged',
			most: highest(trips, s => s.roundTrip!),
			text: duration,
			draw(dots, place) {
				for (const sample of trips) dots.set(dotOf(sample), place(sample.roundTrip!));
			},
		},
		{
			title: 'Window that the other side takes (line), bytes on their way (bars)',
			most: mostWindow,
			text: value => amount(value, 'B'),
			draw(dots, place) {
				for (const sample of flights) dots.bar(dotOf(sample), place(sample.flight!));
				for (const [i, sample] of windows.entries()) {
					const until = i + 1 < windows.length ? dotOf(windows[i + 1]!) : columns * 2 - 1;
					for (let x = dotOf(sample); x <= until; x++) dots.set(x, place(sample.window!));
				}
			},
		},
	];
	const rows: string[] = [];
	for (const {title, most, text, draw} of pictures) {
		const dots = new Dots(columns, each);
		if (most > 0) draw(dots, value => Math.round(value / most * (dots.height - 1)));
		rows.push(fitLeft(`${' '.repeat(axisCells)} ${most > 0 ? title : `${title}: nothing to draw`}`, cells));
		for (const [i, line] of dots.rows(theme.unicode).entries()) {
			const axis = i === 0 && most > 0 ? text(most) : i === each - 1 ? '0' : '';
			rows.push(fitLeft(`${fitRight(axis, axisCells)}${theme.glyphs.bar}${line}`, cells));
		}
	}

	const begin = `${span.from.toFixed(3)} s`;
	const end = `${(span.from + span.length).toFixed(3)} s`;
	rows.push(fitLeft(`${' '.repeat(axisCells + 1)}${' '.repeat(at)}${theme.glyphs.marker === '>' ? '^' : '▲'}`, cells));
	rows.push(fitLeft(`${' '.repeat(axisCells + 1)}${begin}${' '.repeat(Math.max(1, columns - begin.length - end.length))}${end}`, cells));
	return rows;
}

/** What is under the cursor, in words. */
export function sampleText(sample: StreamSample | undefined): string {
	if (sample === undefined) return '';
	const {row, seconds, length, window, flight, roundTrip} = sample;
	return [
		`packet ${row + 1} at ${seconds.toFixed(6)} s`,
		amount(length, 'B'),
		...window === undefined ? [] : [`window ${amount(window, 'B')}`],
		...flight === undefined ? [] : [`${amount(flight, 'B')} on their way`],
		...roundTrip === undefined ? [] : [`round trip ${duration(roundTrip)}`],
	].join(', ');
}
