import {memo, useRef} from 'react';
import type {Line, Session, SessionState} from '../session.ts';
import type {Area} from './layout.ts';
import {headLines} from './layout.ts';
import {type ColumnWidths, columnWidths, packetHead, packetRow, seen} from './packet-row.ts';
import {Rows} from './rows.tsx';
import type {Theme} from './theme.ts';
import {titleRow} from './title.ts';
import {fitLeft, grouped} from './width.ts';

type Props = {
	readonly session: Session;
	readonly state: SessionState;
	readonly area: Area;
	readonly top: number;
	readonly skip: number;
	readonly focused: boolean;
	readonly theme: Theme;
};

const emptyText = ({count, loading, filter}: SessionState) => {
	if (filter.running) return 'Filtering …';
	if (filter.text !== '' && count > 0) return 'No packet passes the filter';
	return loading ? 'Reading …' : 'There are no packets';
};

/** The packet list: one line a packet. */
export const PacketList = memo(({session, state, area, top, skip, focused, theme}: Props) => {
	const {displayed, index, count, filter} = state;
	const shown: [number, Line][] = [];
	for (let i = 0; i < area.height - headLines.packets; i++) {
		const row = displayed.at(top + i);
		if (row === undefined) break;
		shown.push([row, session.line(row)]);
	}

	// Columns only ever grow, or everything would jump about while going through the list.
	const widths = useRef<ColumnWidths>(columnWidths);
	widths.current = shown.reduce((sofar, [, line]) => seen(sofar, line), seen(widths.current, undefined, count));
	const {width} = area;
	const left = [{text: 'Packets'}, ...filter.text === '' ? [] : [{text: filter.text, paint: theme.warning}]];
	const right = filter.text === '' ? '' : `${grouped(displayed.length)} of ${grouped(count)}`;
	const rows = [
		titleRow(theme, focused, left, right, width),
		packetHead(theme, widths.current, width),
		...shown.map(([row, line], i) => packetRow(theme, widths.current, width, row, line, top + i === index, focused, skip)),
	];
	if (shown.length === 0) rows.push(fitLeft(`  ${emptyText(state)}`, width));
	return <Rows rows={rows} width={width} height={area.height} />;
});
