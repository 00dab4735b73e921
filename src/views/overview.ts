import type {ExpertEntry, LadderOverview, PlotOverview} from '../packets.ts';
import {statusLines} from './layout.ts';

/** What is told of many packets instead of the panes; `at` is the line or column that is selected, `top` the first line that is seen. */
export type Overview =
	| {readonly kind: 'expert'; readonly entries: readonly ExpertEntry[]; readonly asked: number; readonly running: boolean; readonly at: number; readonly top: number}
	| {readonly kind: 'ladder'; readonly ladder: LadderOverview; readonly at: number; readonly top: number}
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
