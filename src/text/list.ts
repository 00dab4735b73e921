import type {Summary} from '../decode/summary.ts';
import type {ColumnTitle} from './columns.ts';

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
