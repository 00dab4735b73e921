/** The parts of the screen that can have the focus. */
export type Pane = 'packets' | 'detail' | 'bytes';

/** The panes in the order of Tab. */
export const panes: readonly Pane[] = ['packets', 'detail', 'bytes'];

/** A rectangle of cells; its first line is the pane's title. */
export type Area = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};

/** Where everything goes. A pane that is not shown has no area. */
export type Layout = {
	readonly kind: 'stacked' | 'wide' | 'zoomed' | 'small';
	readonly packets: Area | undefined;
	readonly detail: Area | undefined;
	readonly bytes: Area | undefined;
};

/** How the height is shared out, in parts of the whole. */
export type Shares = Readonly<Record<Pane, number>>;

/** The heights a screen starts with. */
export const evenShares: Shares = {packets: 9, detail: 8, bytes: 5};

/** From this width on detail and bytes stand side by side. */
const wideFrom = 160;

/** The smallest screen there is a layout for. */
export const smallest = {columns: 44, rows: 12};

/** The lines at the bottom: the selected field, and the file with the keys. */
export const statusLines = 2;

/** What the bytes pane takes with 16 bytes a row, offsets of four digits and its margins. */
const bytesColumns = 76;

/** Lines of a pane that hold no content: its title, and the column heads of the packet list. */
export const headLines: Readonly<Record<Pane, number>> = {packets: 2, detail: 1, bytes: 1};

/** The fewest lines a pane is given. */
const fewest: Readonly<Record<Pane, number>> = {packets: 4, detail: 3, bytes: 2};

type Size = {readonly columns: number; readonly rows: number};

const shareOut = (height: number, shown: readonly Pane[], shares: Shares): number[] => {
	const total = shown.reduce((sum, pane) => sum + shares[pane], 0);
	const heights = shown.map(pane => Math.max(fewest[pane], Math.round(height * shares[pane] / total)));
	// What rounding and the fewest lines made too much or too little, the highest pane makes up for.
	for (let rest = height - heights.reduce((sum, each) => sum + each, 0); rest !== 0; rest -= Math.sign(rest)) {
		heights[heights.indexOf(Math.max(...heights))]! += Math.sign(rest);
	}

	return heights;
};

/** Lays the screen out. */
export const layOut = ({columns, rows}: Size, shares: Shares, zoomed: Pane | undefined): Layout => {
	const nothing = {packets: undefined, detail: undefined, bytes: undefined};
	if (columns < smallest.columns || rows < smallest.rows) return {kind: 'small', ...nothing};
	const height = rows - statusLines;
	if (zoomed !== undefined) return {kind: 'zoomed', ...nothing, [zoomed]: {x: 0, y: 0, width: columns, height}};
	if (columns >= wideFrom) {
		const both = {...shares, detail: Math.max(shares.detail, shares.bytes) + 3};
		const [top = 0, bottom = 0] = shareOut(height, ['packets', 'detail'], both);
		const left = columns - bytesColumns - 1;
		return {
			kind: 'wide',
			packets: {x: 0, y: 0, width: columns, height: top},
			detail: {x: 0, y: top, width: left, height: bottom},
			bytes: {x: left + 1, y: top, width: bytesColumns, height: bottom},
		};
	}

	const [first = 0, second = 0, third = 0] = shareOut(height, panes, shares);
	return {
		kind: 'stacked',
		packets: {x: 0, y: 0, width: columns, height: first},
		detail: {x: 0, y: first, width: columns, height: second},
		bytes: {x: 0, y: first + second, width: columns, height: third},
	};
};

/** The lines of a pane that show its content; 0 when it is not shown. */
export const contentLines = (layout: Layout, pane: Pane): number => Math.max(0, (layout[pane]?.height ?? 0) - headLines[pane]);

/** The shares after making one pane higher (`by` 1) or lower (-1). */
export const reshare = (shares: Shares, pane: Pane, by: number): Shares => {
	const changed = Math.max(2, Math.min(40, shares[pane] + by * 2));
	return {...shares, [pane]: changed};
};

/** The pane at a cell. */
export const paneAt = (layout: Layout, x: number, y: number): Pane | undefined =>
	panes.find(pane => {
		const area = layout[pane];
		return area !== undefined && x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
	});
