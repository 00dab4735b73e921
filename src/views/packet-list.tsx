import {memo, useRef} from 'react';
import type {Line, Packets, Session, SessionState} from '../session.ts';
import type {Area} from './layout.ts';
import {headLines} from './layout.ts';
import {type ColumnWidths, columnWidths, packetHead, packetRow, seen} from './packet-row.ts';
import {liveText} from './live-text.ts';
import {Rows} from './rows.tsx';
import type {Theme} from './theme.ts';
import {titleRow} from './title.ts';
import {fitLeft, grouped, width as textWidth} from './width.ts';

type Props = {
	readonly session: Session;
	readonly state: SessionState;
	readonly area: Area;
	readonly top: number;
	readonly skip: number;
	/** Whether rows have the colours of rules. */
	readonly ruled: boolean;
	readonly focused: boolean;
	readonly theme: Theme;
};

/** Cells of the title before what is known of a live capture: the pane's name, and as much of a filter as is needed to know it by. */
const titleCells = (filter: string) => 14 + Math.min(24, textWidth(filter) + (filter === '' ? 0 : 3));

const emptyText = ({count, loading, filter}: SessionState, live: Packets['live']) => {
	if (filter.running) return 'Filtering …';
	if (filter.text !== '' && count > 0) return 'No packet passes the filter';
	if (live !== undefined) return live.status.state === 'stopped' ? 'Nothing has been captured' : 'Waiting for packets …';
	return loading ? 'Reading …' : 'There are no packets';
};

/** The packet list: one line a packet. */
export const PacketList = memo(({session, state, area, top, skip, ruled, focused, theme}: Props) => {
	const {displayed, index, count, filter} = state;
	const {width} = area;
	const shown: [number, Line][] = [];
	session.prepare(top, top + area.height - headLines.packets);
	for (let i = 0; i < area.height - headLines.packets; i++) {
		const row = displayed.at(top + i);
		if (row === undefined) break;
		shown.push([row, session.line(row)]);
	}

	// Columns only ever grow, or everything would jump about while going through the list.
	const widths = useRef<ColumnWidths>(columnWidths);
	widths.current = shown.reduce((sofar, [, line]) => seen(sofar, line), seen(widths.current, undefined, count));
	const left = [{text: 'Packets'}, ...filter.text === '' ? [] : [{text: filter.text, paint: theme.warning}]];
	const {live} = session.packets;
	const shownOf = filter.text === '' ? '' : `${grouped(displayed.length)} of ${grouped(count)}`;
	const right = live === undefined
		? shownOf
		: [shownOf, liveText(theme, live.status, state.following, width - titleCells(filter.text) - textWidth(shownOf))].filter(text => text !== '').join('  ');
	const paintOf = (row: number) => {
		const rule = ruled && theme.rule !== undefined ? session.rule(row) : undefined;
		return rule && theme.rule?.(rule);
	};

	const rows = [
		titleRow(theme, focused, left, right, width),
		packetHead(theme, widths.current, width),
		...shown.map(([row, line], i) => packetRow(theme, widths.current, width, row, line, top + i === index, focused, skip, paintOf(row))),
	];
	if (shown.length === 0) rows.push(fitLeft(`  ${emptyText(state, live)}`, width));
	return <Rows rows={rows} width={width} height={area.height} />;
});
