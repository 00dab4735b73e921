import type {ConversationKind} from '../packets.ts';
import type {AskingHost} from './host.ts';
import type {Command} from './keys.ts';
import {type Overview, overviewPage} from './overview.ts';
import {plotColumns, sampleAt} from './plot-rows.ts';
import {scrolled} from './state.ts';
import {moved} from './steps.ts';
import {columnCount, type Order, sortedConversations, sortedHierarchy} from './table-rows.ts';

/** What overviews need of the screen around them. */
type OverviewHost = AskingHost & {
	/** Shows what passes a filter. */
	filter(text: string): void;
};

/** An overview whose rows can be sorted. */
type Table = Extract<Overview, {readonly order: Order}>;

const isTable = (overview: Overview | undefined): overview is Table => overview?.kind === 'conversations' || overview?.kind === 'hierarchy';
const inOrder = (table: Table, order: Order): Table =>
	table.kind === 'conversations' ? {...table, order, rows: sortedConversations(table.rows, order)} : {...table, order, rows: sortedHierarchy(table.rows, order)};
const mostPackets: Order = {column: 1, reversed: false};
/** In the order in which Tab goes through them. */
const kinds: readonly ConversationKind[] = ['tcp', 'udp', 'ip', 'ipv6', 'eth'];

/** What keys do to what is told of many packets: the expert list, the ladder of a conversation, its plots. */
export type OverviewCommands = {
	/** Runs a command; false when it is for somebody else. */
	run(command: Command, times: number): boolean;
	close(): void;
};

/** Runs the commands that are about overviews. */
export const createOverviewCommands = (host: OverviewHost): OverviewCommands => {
	const {session} = host;
	let work: AbortController | undefined;

	const show = (overview: Overview | undefined) => host.update({...host.state(), overview});

	const begin = (): AbortSignal => {
		work?.abort();
		work = new AbortController();
		return work.signal;
	};

	const leave = () => {
		work?.abort();
		work = undefined;
		show(undefined);
	};

	const failed = (error: unknown) => {
		host.say(error instanceof Error ? error.message : String(error), 'error');
		host.emit();
	};

	const openExpert = () => {
		const {overviews} = session.packets;
		if (overviews === undefined) return host.say('Nothing is told of these packets', 'error');
		const signal = begin();
		show({kind: 'expert', entries: [], asked: 0, running: true, at: 0, top: 0});
		const hear = (running: boolean) => (entries: Extract<Overview, {kind: 'expert'}>['entries'], asked: number) => {
			const {overview} = host.state();
			if (signal.aborted || overview?.kind !== 'expert') return;
			// What was selected stays so while more is found above it.
			const selected = overview.entries[overview.at];
			const found = entries.findIndex(({text, protocol}) => text === selected?.text && protocol === selected.protocol);
			const at = overview.at === 0 || found < 0 ? overview.at : found;
			show({...overview, entries, asked, running, at: Math.min(at, Math.max(0, entries.length - 1))});
			host.emit();
		};

		overviews.expert(hear(true), signal).then(() => {
			const {overview} = host.state();
			if (overview?.kind === 'expert') hear(false)(overview.entries, overview.asked);
		}, failed);
	};

	const openStream = (kind: 'ladder' | 'plot') => {
		const {overviews} = session.packets;
		const {row} = session.state();
		if (overviews === undefined || row === undefined) return host.say('No packet is selected');
		const signal = begin();
		host.say('Reading the conversation …');
		const done = (overview: Overview | undefined) => {
			if (signal.aborted) return;
			if (overview === undefined) host.say('This packet belongs to no conversation over ports', 'error');
			else host.update({...host.state(), overview, message: undefined});
			host.emit();
		};

		const {columns, rows} = host.state().size;
		if (kind === 'ladder') {
			overviews.ladder(row, signal).then(ladder => {
				if (ladder === undefined) return done(undefined);
				const at = Math.max(0, ladder.rungs.findIndex(rung => rung.row === row));
				done({kind, ladder, at, top: scrolled(0, at, overviewPage(rows), ladder.rungs.length)});
			}).catch(failed);
			return;
		}

		overviews.plot(row, signal).then(plot => {
			if (plot === undefined) return done(undefined);
			const bytes = [0, 0];
			for (const {direction, length} of plot.samples) bytes[direction]! += length;
			const direction = bytes[1]! > bytes[0]! ? 1 : 0;
			let at = 0;
			while (at < plotColumns(columns) - 1 && (sampleAt(plot, at, columns)?.row ?? row) < row) at++;
			done({kind, plot, direction, at, top: 0});
		}).catch(failed);
	};

	/** Conversations are those `of` a layer; where nobody chose it, of the first in their order that has any. */
	const openTable = (kind: 'conversations' | 'hierarchy', of?: ConversationKind, order: Order = mostPackets, tried: ConversationKind = kinds[0]!) => {
		const {overviews} = session.packets;
		if (overviews === undefined) return host.say('Nothing is told of these packets', 'error');
		const signal = begin();
		const counting = {order, asked: 0, running: true, at: 0, top: 0, rows: []};
		const layer = of ?? tried;
		show(kind === 'hierarchy' ? {kind, ...counting} : {kind, of: layer, more: 0, ...counting});
		const change = (make: (table: Table) => Overview) => {
			const {overview} = host.state();
			if (signal.aborted || !isTable(overview)) return;
			show(make(overview));
			host.emit();
		};

		const hear = (asked: number) => change(table => ({...table, asked}));
		const ended = kind === 'hierarchy'
			? overviews.hierarchy(hear, signal).then(rows => change(table => inOrder({...table, running: false, rows: rows ?? []} as Table, table.order)))
			: overviews.conversations(layer, hear, signal).then(list => {
				const other = of === undefined && list?.rows.length === 0 ? kinds[kinds.indexOf(layer) + 1] : undefined;
				if (other !== undefined && !signal.aborted) openTable(kind, undefined, order, other);
				else change(table => inOrder({...table, running: false, rows: list?.rows ?? [], more: list?.more ?? 0} as Table, table.order));
			});
		ended.catch(failed);
	};

	const sortTable = (table: Table, command: Command) => {
		const {order} = table;
		const count = columnCount(table.kind);
		const by = command === 'over-right' ? 1 : command === 'over-left' ? count - 1 : 0;
		const next = by === 0 ? {...order, reversed: !order.reversed} : {column: (order.column + by) % count, reversed: false};
		show({...inOrder(table, next), at: 0, top: 0});
	};

	/** The packet that is selected in an overview. */
	const rowIn = (overview: Overview): number | undefined => {
		switch (overview.kind) {
			case 'conversations':
			case 'hierarchy':
				return undefined;
			case 'expert':
				return overview.entries[overview.at]?.firstRow;
			case 'ladder':
				return overview.ladder.rungs[overview.at]?.row;
			case 'plot':
				return sampleAt(overview.plot, overview.at, host.state().size.columns)?.row;
		}
	};

	const filterIn = (overview: Overview): string | undefined => {
		switch (overview.kind) {
			case 'conversations':
			case 'hierarchy':
				return overview.rows[overview.at]?.filter || undefined;
			case 'expert':
				return overview.entries[overview.at]?.filter;
			case 'ladder':
				return overview.ladder.filter;
			case 'plot':
				return overview.plot.filter;
		}
	};

	const move = (overview: Overview, command: Command, times: number) => {
		const {columns, rows} = host.state().size;
		if (overview.kind === 'plot') {
			const by = command === 'over-right' ? 1 : command === 'over-left' ? -1 : 0;
			const end = plotColumns(columns) - 1;
			const to = command === 'first' ? 0 : command === 'last' ? end : overview.at + by * times;
			return show({...overview, at: Math.max(0, Math.min(to, end))});
		}

		const length = isTable(overview) ? overview.rows.length : overview.kind === 'expert' ? overview.entries.length : overview.ladder.rungs.length;
		const to = moved(command, overview.at, length, overviewPage(rows), times);
		if (to !== undefined && length > 0) show({...overview, at: to, top: scrolled(overview.top, to, overviewPage(rows), length)});
	};

	const openers: Partial<Record<Command, () => void>> = {
		conversations: () => openTable('conversations'),
		hierarchy: () => openTable('hierarchy'),
		expert: openExpert,
		ladder: () => openStream('ladder'),
		plot: () => openStream('plot'),
	};

	let told = session.packets;
	const unsubscribe = session.subscribe(() => {
		if (session.packets === told) return;
		told = session.packets;
		work?.abort();
		const {overview} = host.state();
		if (overview === undefined) return;
		// Decoded in another way, or captured anew: what was told of the packets before holds no more.
		if (overview.kind === 'expert') openExpert();
		else if (overview.kind === 'conversations') openTable('conversations', overview.of, overview.order);
		else if (overview.kind === 'hierarchy') openTable('hierarchy', undefined, overview.order);
		else if (session.state().row === undefined) leave();
		else openStream(overview.kind);
	});

	return {
		run(command, times) {
			const {overview} = host.state();
			const open = openers[command];
			if (open !== undefined) {
				open();
				return true;
			}

			if (overview === undefined) return false;
			const row = rowIn(overview);
			switch (command) {
				case 'over-leave':
					leave();
					break;
				case 'over-go':
					if (isTable(overview)) {
						const filter = filterIn(overview);
						leave();
						if (filter !== undefined) host.filter(filter);
						break;
					}

					leave();
					if (row !== undefined) host.goTo(row + 1);
					break;
				case 'over-filter': {
					const filter = filterIn(overview);
					leave();
					if (filter !== undefined) host.ask('filter', filter);
					break;
				}

				case 'over-turn':
					if (overview.kind === 'plot') show({...overview, direction: overview.direction === 0 ? 1 : 0});
					else if (overview.kind === 'conversations') openTable('conversations', kinds[(kinds.indexOf(overview.of) + 1) % kinds.length], overview.order);
					break;
				case 'over-left':
				case 'over-right':
				case 'over-reverse':
					if (isTable(overview)) sortTable(overview, command);
					else move(overview, command, times);
					break;
				default:
					move(overview, command, times);
			}

			return true;
		},
		close() {
			unsubscribe();
			work?.abort();
		},
	};
};
