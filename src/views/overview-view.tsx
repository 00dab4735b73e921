import {memo} from 'react';
import type {ConversationKind} from '../packets.ts';
import {expertHead, expertRow} from './expert-rows.ts';
import {ladderHead, ladderRow} from './ladder-rows.ts';
import {statusLines} from './layout.ts';
import {type Overview, overviewPage} from './overview.ts';
import {plotRows, sampleAt, sampleText} from './plot-rows.ts';
import {Rows} from './rows.tsx';
import {conversationHead, conversationRow, hierarchyHead, hierarchyRow} from './table-rows.ts';
import type {Theme} from './theme.ts';
import {type Piece, titleRow} from './title.ts';
import {fitLeft, grouped, plural} from './width.ts';

type Props = {readonly overview: Overview; readonly total: number; readonly columns: number; readonly rows: number; readonly theme: Theme};

const keys: Readonly<Record<Overview['kind'], string>> = {
	expert: 'Esc back, Enter to the packet, f filters',
	ladder: 'Esc back, Enter to the packet, f filters, P plots',
	conversations: 'Esc back, Tab layers, ←→ r sort, Enter to the packets',
	hierarchy: 'Esc back, ←→ r sort, Enter to the packets',
	plot: 'Esc back, ←→ time, Tab other side, Enter to the packet',
};

const kindNames: Readonly<Record<ConversationKind, string>> = {tcp: 'TCP', udp: 'UDP', ip: 'IPv4', ipv6: 'IPv6', eth: 'Ethernet'};

/** The lines of an overview, title first, as many as there is room for. */
export function overviewRows(theme: Theme, overview: Overview, total: number, columns: number, rows: number): string[] {
	const page = overviewPage(rows);
	const title = (left: readonly Piece[], right: string): string => titleRow(theme, true, left, right, columns);
	switch (overview.kind) {
		case 'expert': {
			const {entries, asked, running, at, top} = overview;
			const progress = running ? `${grouped(asked)} of ${plural(total, 'packet')}` : plural(entries.reduce((sum, {count}) => sum + count, 0), 'note');
			const shown = entries.slice(top, top + page).map((entry, i) => expertRow(theme, entry, top + i === at, columns));
			const none = entries.length > 0 ? [] : [fitLeft(running ? '  Looking …' : '  There is nothing to say about these packets', columns)];
			return [title([{text: 'Expert'}, {text: keys.expert, paint: theme.dim}], progress), fitLeft(expertHead(columns), columns), ...shown, ...none];
		}

		case 'ladder': {
			const {ladder, at, top} = overview;
			const shown = ladder.rungs.slice(top, top + page).map((_, i) => ladderRow(theme, ladder, top + i, top + i === at, columns));
			const count = `${plural(ladder.rungs.length, 'packet')}${ladder.more === 0 ? '' : ` and ${grouped(ladder.more)} more`}`;
			return [title([{text: 'Ladder'}, {text: ladder.filter, paint: theme.warning}, {text: keys.ladder, paint: theme.dim}], count), ladderHead(ladder, columns), ...shown];
		}

		case 'conversations':
		case 'hierarchy': {
			const {asked, running, order, at, top} = overview;
			const isTalk = overview.kind === 'conversations';
			const what = isTalk ? plural(overview.rows.length, 'conversation') : plural(overview.rows.length, 'line');
			const progress = running ? `${grouped(asked)} of ${plural(total, 'packet')}` : `${what}${isTalk && overview.more > 0 ? ` and ${grouped(overview.more)} more` : ''}`;
			const shown = isTalk
				? overview.rows.slice(top, top + page).map((row, i) => conversationRow(theme, row, order, top + i === at, columns))
				: overview.rows.slice(top, top + page).map((row, i) => hierarchyRow(theme, row, order, top + i === at, columns));
			const none = shown.length > 0 ? [] : [fitLeft(running ? '  Counting …' : '  There are none', columns)];
			const name = isTalk ? {text: `Conversations ${kindNames[overview.of]}`} : {text: 'Protocol hierarchy'};
			return [
				title([name, {text: keys[overview.kind], paint: theme.dim}], progress),
				theme.dim(isTalk ? conversationHead(order, columns) : hierarchyHead(order, columns)),
				...shown,
				...none,
			];
		}

		case 'plot': {
			const {plot, direction, at} = overview;
			return [
				title([{text: 'Plot'}, {text: plot.filter, paint: theme.warning}, {text: keys.plot, paint: theme.dim}], plural(plot.samples.length, 'packet')),
				...plotRows(theme, plot, direction, at, columns, page + 1),
				fitLeft(`  ${sampleText(sampleAt(plot, at, columns))}`, columns),
			];
		}
	}
}

/** What is told of many packets, in the place of the panes. */
export const OverviewView = memo(({overview, total, columns, rows, theme}: Props) => {
	const height = rows - statusLines;
	return <Rows rows={overviewRows(theme, overview, total, columns, rows).slice(0, height)} width={columns} height={height} />;
});
