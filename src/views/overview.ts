import type {ConversationKind, ConversationRow, ExpertEntry, HierarchyRow, LadderOverview, PlotOverview} from '../packets.ts';
import type {Order} from './table-rows.ts';
import {statusLines} from './layout.ts';

/** Rows in an order that can be chosen; `asked` packets have been counted so far. */
type Counted = {readonly order: Order; readonly asked: number; readonly running: boolean; readonly at: number; readonly top: number};

/** What is told of many packets instead of the panes; `at` is the line or column that is selected, `top` the first line that is seen. */
export type Overview =
	| {readonly kind: 'expert'; readonly entries: readonly ExpertEntry[]; readonly asked: number; readonly running: boolean; readonly at: number; readonly top: number}
	| {readonly kind: 'ladder'; readonly ladder: LadderOverview; readonly at: number; readonly top: number}
	| (Counted & {
		readonly kind: 'conversations';
		readonly of: ConversationKind;
		readonly rows: readonly ConversationRow[]; /** Conversations that are not listed. */
		readonly more: number;
	})
	| (Counted & {readonly kind: 'hierarchy'; readonly rows: readonly HierarchyRow[]})
	| {
		readonly kind: 'plot';
		readonly plot: PlotOverview;
		/** The side whose data is drawn. */
		readonly direction: 0 | 1;
		readonly at: number;
		readonly top: number;
	};

/** Lines over the rows: a title, and what the columns are. */
const heads = 2;

/** How many rows of an overview are seen at once on a screen of so many. */
export const overviewPage = (rows: number): number => Math.max(1, rows - statusLines - heads);
