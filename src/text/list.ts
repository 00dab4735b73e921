import type {Summary} from '../decode/summary.ts';
import type {ColumnTitle} from './columns.ts';
import type {Output} from './output.ts';

/** One line of the packet list before it is laid out. */
export type ListLine = Summary & {readonly number: number; readonly time: string; readonly length: number};

/** What the line says in a column. */
export function cellOf(line: ListLine, title: ColumnTitle): string {
	switch (title) {
		case 'No.':
			return String(line.number);
		case 'Time':
			return line.time;
		case 'Source':
			return line.source;
		case 'Destination':
			return line.destination;
		case 'Protocol':
			return line.protocol;
		case 'Length':
			return String(line.length);
		case 'Info':
			return line.info;
	}
}

const arrow = '→';

/** Writes a packet as one line; columns of few values are padded so that they stand below each other. */
export function writeLine(output: Output, line: ListLine, separator: ' ' | '\t'): void {
	const {number, time, source, destination, protocol, length, info} = line;
	output.number(number, 5);
	output.text(separator);
	output.textAtRight(time, 10);
	output.text(separator);
	output.textAtRight(source, 12);
	output.text(separator);
	output.text(arrow);
	output.text(separator);
	output.textAtLeft(destination, 12);
	output.text(separator);
	output.text(protocol);
	output.text(separator);
	output.number(length);
	output.text(separator);
	output.text(info);
	output.byte(10);
}
