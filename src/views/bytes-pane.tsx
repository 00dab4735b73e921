import {memo} from 'react';
import type {Detail, DetailNode} from '../packets.ts';
import {bytesRow} from './bytes-row.ts';
import type {Area} from './layout.ts';
import {headLines} from './layout.ts';
import {Rows} from './rows.tsx';
import type {Theme} from './theme.ts';
import {type Piece, titleRow} from './title.ts';
import {fitStyled, plural} from './width.ts';

type Props = {
	readonly detail: Detail | undefined;
	readonly node: DetailNode | undefined;
	readonly protocol: DetailNode | undefined;
	readonly source: number;
	readonly at: number;
	readonly mark: number | undefined;
	readonly top: number;
	readonly perRow: number;
	readonly area: Area;
	readonly focused: boolean;
	readonly theme: Theme;
};

const tabs = (theme: Theme, detail: Detail | undefined, shown: number): Piece[] => {
	const sources = detail?.sources ?? [];
	if (sources.length < 2) return [];
	return sources.map(({title}, i) => i === shown ? {text: `[${title}]`, paint: theme.bold} : {text: title, paint: theme.dim});
};

/** The bytes of the selected packet, in hex and as characters. */
export const BytesPane = memo(({detail, node, protocol, source, at, mark, top, perRow, area, focused, theme}: Props) => {
	const {width, height} = area;
	const bytes = detail?.sources[source]?.bytes ?? new Uint8Array();
	const here = (each: DetailNode | undefined) => each?.source === source ? each : undefined;
	const lit = {
		start: mark === undefined ? here(node)?.start ?? 0 : Math.min(mark, at),
		end: mark === undefined ? here(node)?.end ?? 0 : Math.max(mark, at) + 1,
		aroundStart: here(protocol)?.start ?? 0,
		aroundEnd: here(protocol)?.end ?? 0,
		cursor: focused ? at : -1,
	};
	const names = tabs(theme, detail, source);
	const size = detail === undefined || names.length > 0 ? '' : plural(bytes.length, 'byte');
	const rows = [titleRow(theme, focused, [{text: 'Bytes'}, ...names], size, width)];
	const last = Math.ceil(bytes.length / perRow);
	for (let row = top; row < last && rows.length < height - headLines.bytes + 1; row++) {
		rows.push(fitStyled(bytesRow(theme, bytes, row, perRow, lit, focused), width));
	}

	return <Rows rows={rows} width={width} height={height} />;
});
