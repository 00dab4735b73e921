import type {ConversationRow, HierarchyRow} from '../packets.ts';
import type {Theme} from './theme.ts';
import {fitLeft, fitRight, grouped} from './width.ts';

/** A column of a table: what it is called, how wide, and what a row says there. Numbers stand at the right. */
type Column<Row> = {readonly title: string; readonly cells: number; readonly text: (row: Row) => string; readonly key: (row: Row) => number | string};

const sum = (pair: readonly [number, number]): number => pair[0] + pair[1];

/** What is told of a conversation, behind who takes part. */
const conversationColumns: ReadonlyArray<Column<ConversationRow>> = [
	{title: 'Packets', cells: 9, text: row => grouped(sum(row.frames)), key: row => sum(row.frames)},
	{title: 'Bytes', cells: 13, text: row => grouped(sum(row.bytes)), key: row => sum(row.bytes)},
	{title: 'Pkts →', cells: 8, text: row => grouped(row.frames[0]), key: row => row.frames[0]},
	{title: 'Pkts ←', cells: 8, text: row => grouped(row.frames[1]), key: row => row.frames[1]},
	{title: 'Bytes →', cells: 12, text: row => grouped(row.bytes[0]), key: row => row.bytes[0]},
	{title: 'Bytes ←', cells: 12, text: row => grouped(row.bytes[1]), key: row => row.bytes[1]},
	{title: 'Start', cells: 12, text: row => row.start.toFixed(6), key: row => row.start},
	{title: 'Duration', cells: 11, text: row => row.duration.toFixed(4), key: row => row.duration},
];

const hierarchyColumns: ReadonlyArray<Column<HierarchyRow>> = [
	{title: 'Packets', cells: 11, text: row => grouped(row.frames), key: row => row.frames},
	{title: '%', cells: 6, text: row => (row.share * 100).toFixed(1), key: row => row.frames},
	{title: 'Bytes', cells: 15, text: row => grouped(row.bytes), key: row => row.bytes},
];

/** By which column rows stand in order: 0 is who or what they are about. */
export type Order = {readonly column: number; readonly reversed: boolean};

/** How many columns there are, the first one included. */
export const columnCount = (kind: 'conversations' | 'hierarchy'): number => 1 + (kind === 'conversations' ? conversationColumns : hierarchyColumns).length;

/** Negative where the first stands before the second: text from A, numbers from the largest, unless reversed. */
const compared = (one: number | string, two: number | string): number => (typeof one === 'number' ? Number(two) - one : one < String(two) ? -1 : one === two ? 0 : 1);

const sorted = <Row>(rows: readonly Row[], first: (row: Row) => string, columns: ReadonlyArray<Column<Row>>, {column, reversed}: Order): Row[] => {
	const key = columns[column - 1]?.key ?? first;
	const sign = reversed ? -1 : 1;
	return [...rows].sort((a, b) => sign * compared(key(a), key(b)));
};

/** Conversations in the order that is asked for. */
export const sortedConversations = (rows: readonly ConversationRow[], order: Order): ConversationRow[] => sorted(rows, row => row.sides.join(' '), conversationColumns, order);

/** Protocols in the order that is asked for, each still below the one that carries it. */
export function sortedHierarchy(rows: readonly HierarchyRow[], order: Order): HierarchyRow[] {
	const out: HierarchyRow[] = [];
	const visit = (start: number, end: number): void => {
		const heads: Array<{readonly row: HierarchyRow; readonly from: number; to: number}> = [];
		for (let at = start; at < end; at++) {
			if (rows[at]!.depth === rows[start]!.depth) heads.push({row: rows[at]!, from: at + 1, to: at + 1});
			else heads.at(-1)!.to = at + 1;
		}

		const places = new Map(heads.map(head => [head.row, head]));
		for (const row of sorted(heads.map(head => head.row), each => each.name, hierarchyColumns, order)) {
			const {from, to} = places.get(row)!;
			out.push(row);
			if (from < to) visit(from, to);
		}
	};

	if (rows.length > 0) visit(0, rows.length);
	return out;
}

/** As many columns as there is room for behind a first one of at least `least` cells, the one that sorts always among them. */
function columnsIn<Row>(columns: ReadonlyArray<Column<Row>>, {column}: Order, cells: number, least: number): ReadonlyArray<Column<Row>> {
	const chosen = columns[column - 1];
	let room = cells - 2 - least - (chosen === undefined ? 0 : chosen.cells + 1);
	return columns.filter(each => {
		if (each === chosen) return true;
		room -= each.cells + 1;
		return room >= 0;
	});
}

type Table<Row> = {readonly columns: ReadonlyArray<Column<Row>>; readonly first: string; readonly least: number; readonly most: number; readonly name: (row: Row) => string};

const conversationTable: Table<ConversationRow> = {columns: conversationColumns, first: 'Between', least: 44, most: 72, name: row => `${row.sides[0]} ↔ ${row.sides[1]}`};
const hierarchyTable: Table<HierarchyRow> = {columns: hierarchyColumns, first: 'Protocol', least: 30, most: 44, name: row => `${'  '.repeat(row.depth)}${row.name}`};

const firstWidth = <Row>(shown: ReadonlyArray<Column<Row>>, cells: number, most: number): number =>
	Math.min(most, cells - 2 - shown.reduce((all, column) => all + column.cells + 1, 0));

function head<Row>({columns, first, least, most}: Table<Row>, order: Order, cells: number): string {
	const mark = order.reversed ? '▲' : '▼';
	const shown = columnsIn(columns, order, cells, least);
	const width = firstWidth(shown, cells, most);
	const titles = shown.map(column => ` ${fitRight(columns[order.column - 1] === column ? `${column.title}${mark}` : column.title, column.cells)}`).join('');
	return fitLeft(`  ${fitLeft(order.column === 0 ? `${first}${mark}` : first, width)}${titles}`, cells);
}

function line<Row>({columns, least, most, name}: Table<Row>, theme: Theme, row: Row, order: Order, selected: boolean, cells: number): string {
	const shown = columnsIn(columns, order, cells, least);
	const width = firstWidth(shown, cells, most);
	const text = `${selected ? theme.glyphs.marker : ' '} ${fitLeft(name(row), width)}${shown.map(column => ` ${fitRight(column.text(row), column.cells)}`).join('')}`;
	return selected ? theme.selected(fitLeft(text, cells)) : fitLeft(text, cells);
}

/** What the columns of conversations are. */
export const conversationHead = (order: Order, cells: number): string => head(conversationTable, order, cells);
/** One line of the conversations. */
export const conversationRow = (theme: Theme, row: ConversationRow, order: Order, selected: boolean, cells: number): string =>
	line(conversationTable, theme, row, order, selected, cells);
/** What the columns of the protocol hierarchy are. */
export const hierarchyHead = (order: Order, cells: number): string => head(hierarchyTable, order, cells);
/** One line of the protocol hierarchy. */
export const hierarchyRow = (theme: Theme, row: HierarchyRow, order: Order, selected: boolean, cells: number): string => line(hierarchyTable, theme, row, order, selected, cells);
