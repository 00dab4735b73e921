import type {Line} from '../packets.ts';
import {type Paint, protocolColour, type Theme} from './theme.ts';
import {fitLeft, fitMiddle, fitRight, fitStyled, skip, width} from './width.ts';

/** The cells that the columns of the packet list want, as far as has been seen. */
export type ColumnWidths = {
	readonly number: number;
	readonly time: number;
	readonly source: number;
	readonly destination: number;
	readonly protocol: number;
	readonly length: number;
};

/** What the columns want before any line was seen: their heads. */
export const columnWidths: ColumnWidths = {number: 3, time: 8, source: 11, destination: 11, protocol: 5, length: 3};

/** What the columns want after a line, or after the count of packets became known. */
export const seen = (sofar: ColumnWidths, line: Line | undefined, count = 0): ColumnWidths => {
	const number = Math.max(sofar.number, String(count).length);
	if (line === undefined) return number === sofar.number ? sofar : {...sofar, number};
	const time = Math.max(sofar.time, width(line.time));
	const source = Math.max(sofar.source, width(line.source));
	const destination = Math.max(sofar.destination, width(line.destination));
	const protocol = Math.max(sofar.protocol, width(line.protocol));
	const length = Math.max(sofar.length, String(line.length).length);
	const same = number === sofar.number && time === sofar.time && source === sofar.source
		&& destination === sofar.destination && protocol === sofar.protocol && length === sofar.length;
	return same ? sofar : {number, time, source, destination, protocol, length};
};

type Fitted = ColumnWidths & {readonly gap: string; readonly info: number};

const fittedColumns = (wanted: ColumnWidths, cells: number): Fitted => {
	const gap = cells >= 100 ? '  ' : ' ';
	// An IPv4 address always fits, a MAC address from 100 columns on, an IPv6 address where Info still has its part.
	const address = cells < 60 ? 11 : cells < 100 ? 15 : cells < 140 ? 21 : Math.min(39, Math.floor((cells - 80) / 2));
	const number = Math.min(wanted.number, 9);
	const time = Math.min(wanted.time, cells < 60 ? 8 : cells < 72 ? 12 : cells < 100 ? 20 : 30);
	const source = Math.min(wanted.source, address);
	const destination = Math.min(wanted.destination, address);
	const protocol = Math.min(wanted.protocol, cells < 100 ? 7 : 12);
	const length = cells < 72 ? 0 : Math.min(wanted.length, 6);
	const gaps = gap.length * (length === 0 ? 5 : 6);
	const info = Math.max(0, cells - 1 - number - time - source - destination - protocol - length - gaps);
	return {number, time, source, destination, protocol, length, gap, info};
};

/** The heads of the columns, in exactly `cells` cells. */
export const packetHead = (theme: Theme, wanted: ColumnWidths, cells: number): string => {
	const {number, time, source, destination, protocol, length, gap, info} = fittedColumns(wanted, cells);
	const heads = [
		fitRight('No.', number),
		fitRight('Time', time),
		fitLeft('Source', source),
		fitLeft('Destination', destination),
		fitLeft('Proto', protocol),
		...length === 0 ? [] : [fitRight('Len', length)],
		fitLeft('Info', info),
	];
	return theme.dim(fitLeft(` ${heads.join(gap)}`, cells));
};

/** A line of the packet list, in exactly `cells` cells. */
export const packetRow = (
	theme: Theme,
	wanted: ColumnWidths,
	cells: number,
	row: number,
	line: Line,
	selected: boolean,
	focused: boolean,
	skipped: number,
	/** The colours of the rule that the packet passes. */
	ruled?: Paint,
): string => {
	const {number, time, source, destination, protocol, length, gap, info} = fittedColumns(wanted, cells);
	const colour = line.colour ?? protocolColour(line.protocol);
	const wrong = colour === 'error' || colour === 'warning';
	const plain = ruled !== undefined || (selected && theme.colour);
	const paint = plain ? (text: string) => text : theme.rows[colour];
	const aside = plain || wrong ? (text: string) => text : theme.dim;
	const protocolCell = fitLeft(line.protocol, protocol);
	const columns = [
		(selected ? theme.glyphs.marker : ' ') + aside(fitRight(String(row + 1), number)),
		aside(fitRight(line.time, time)),
		fitMiddle(line.source, source),
		fitMiddle(line.destination, destination),
		wrong ? protocolCell : paint(protocolCell),
		...length === 0 ? [] : [fitRight(String(line.length), length)],
		fitLeft(skip(line.info, skipped), info),
	].join(gap);
	// Where even the least of every column is too much, the last ones go.
	const cell = info > 0 ? columns : fitStyled(columns, cells);
	if (!selected && ruled !== undefined) return ruled(cell);
	if (!selected) return wrong ? paint(cell) : cell;
	return focused ? theme.selected(cell) : theme.selectedAside(cell);
};
