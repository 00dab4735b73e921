import {describe, expect, test} from 'vitest';
import {bytesColumns, bytesPerRow, byteAtColumn} from '../../src/views/bytes-geometry.ts';
import {contentLines, evenShares, layOut, paneAt, panes, reshare, smallest, statusLines} from '../../src/views/layout.ts';

describe('the layout', () => {
	test('of 80x24 stacks the panes and shows something in each', () => {
		const layout = layOut({columns: 80, rows: 24}, evenShares, undefined);
		expect(layout.kind).toBe('stacked');
		expect(panes.map(pane => contentLines(layout, pane))).toEqual([7, 7, 4]);
	});

	test('of a wide screen has detail and bytes side by side', () => {
		const {kind, packets, detail, bytes} = layOut({columns: 160, rows: 50}, evenShares, undefined);
		expect(kind).toBe('wide');
		expect(packets?.width).toBe(160);
		expect(detail?.y).toBe(bytes?.y);
		expect(bytesPerRow(bytes?.width ?? 0, 1500)).toBe(16);
	});

	test('of every size fills it exactly and overlaps nowhere', () => {
		for (let columns = smallest.columns; columns < 240; columns += 7) {
			for (let rows = smallest.rows; rows < 80; rows++) {
				for (const shares of [evenShares, {packets: 40, detail: 2, bytes: 2}, {packets: 2, detail: 2, bytes: 40}]) {
					const layout = layOut({columns, rows}, shares, undefined);
					const areas = panes.map(pane => layout[pane]!);
					let cells = 0;
					for (const {x, y, width, height} of areas) {
						expect(width).toBeGreaterThan(0);
						expect(height).toBeGreaterThan(1);
						expect(x + width).toBeLessThanOrEqual(columns);
						expect(y + height).toBeLessThanOrEqual(rows - statusLines);
						cells += width * height;
					}

					// A column stays empty between panes that stand side by side.
					const gap = layout.kind === 'wide' ? areas[1]!.height : 0;
					expect(cells + gap).toBe(columns * (rows - statusLines));
				}
			}
		}
	});

	test('gives a zoomed pane everything', () => {
		const layout = layOut({columns: 80, rows: 24}, evenShares, 'bytes');
		expect(layout).toMatchObject({kind: 'zoomed', packets: undefined, detail: undefined, bytes: {width: 80, height: 22}});
	});

	test('says when there is no room', () => {
		expect(layOut({columns: 43, rows: 24}, evenShares, undefined).kind).toBe('small');
		expect(layOut({columns: 80, rows: 11}, evenShares, 'detail').kind).toBe('small');
	});

	test('can be shared out differently', () => {
		const higher = layOut({columns: 80, rows: 24}, reshare(evenShares, 'bytes', 1), undefined);
		expect(contentLines(higher, 'bytes')).toBeGreaterThan(4);
	});

	test('tells which pane a cell is in', () => {
		const layout = layOut({columns: 200, rows: 50}, evenShares, undefined);
		expect(paneAt(layout, 0, 0)).toBe('packets');
		expect(paneAt(layout, 0, 40)).toBe('detail');
		expect(paneAt(layout, 199, 40)).toBe('bytes');
		expect(paneAt(layout, 5, 49)).toBeUndefined();
	});
});

describe('rows of bytes', () => {
	test('take what fits', () => {
		expect([76, 73, 72, 44, 41, 39].map(width => bytesPerRow(width, 100))).toEqual([16, 16, 8, 8, 8, 4]);
	});

	test('tell the byte at a cell', () => {
		const columns = bytesColumns(16, 100);
		for (let i = 0; i < 16; i++) {
			expect([columns.hex(i), columns.hex(i) + 1, columns.character(i)].map(x => byteAtColumn(columns, 16, x))).toEqual([i, i, i]);
		}

		expect(byteAtColumn(columns, 16, 0)).toBeUndefined();
		expect(byteAtColumn(columns, 16, columns.hex(0) + 2)).toBeUndefined();
	});
});
