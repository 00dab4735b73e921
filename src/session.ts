import type {ColorRule} from './decode/filter/color-rules.ts';
import {createCollector, type Displayed, everyRow, type FoundRows} from './displayed.ts';
import type {CompiledFilter, Detail, FilterResult, Line, Packets} from './packets.ts';
import {Turns} from './turns.ts';

export type {CompiledFilter, Detail, DetailNode, DetailSource, FilterResult, Line, Packets, RowColour} from './packets.ts';

/** A search through the packet list; `asked` of `count` rows have been looked at. */
export type Find = {
	readonly text: string;
	readonly running: boolean;
	readonly asked: number;
	readonly outcome: 'searching' | 'found' | 'wrapped' | 'nothing';
};

/** A snapshot of everything the screen shows that is not only about the screen. */
export type SessionState = {
	readonly count: number;
	readonly loading: boolean;
	readonly progress: Packets['progress'];
	readonly fault: string | undefined;
	readonly displayed: Displayed;
	readonly filter: {readonly text: string; readonly running: boolean};
	/** The place of the selected packet in `displayed`; -1 when it is not there. */
	readonly index: number;
	/** The packet that is looked at. */
	readonly row: number | undefined;
	readonly detail: Detail | undefined;
	readonly find: Find | undefined;
	/** Whether the newest packet is selected as packets come. */
	readonly following: boolean;
	/** Counts up when lines may say something new. */
	readonly generation: number;
};

/** The one store of what is opened, shown and selected. */
export type Session = {
	/** What is opened now. */
	readonly packets: Packets;
	state(): SessionState;
	subscribe(listener: () => void): () => void;
	/** Makes the lines at places `[from, to)` of the list ready: they are drawn next. */
	prepare(from: number, to: number): void;
	/** A line of the list, kept for a while. */
	line(row: number): Line;
	/** The colour rule that a packet passes first, kept for a while. */
	rule(row: number): ColorRule | undefined;
	/** Selects a place of the list, or the nearest there is. */
	select(index: number): void;
	/** Selects a packet; false when the list does not show it. */
	selectRow(row: number): boolean;
	/** Shows what passes `text`, everything when it is empty; the selected packet stays when it passes. */
	filter(text: string): FilterResult | undefined;
	/** Looks for `text` in the list from the selected packet on, `direction` 1 or -1; calls `done` when it is over. */
	find(text: string, direction: 1 | -1): void;
	/** Stops a search that is running; false when there is none. */
	stop(): boolean;
	/** Shows other packets in place of these: the same capture, decoded in another way. What is selected and the filter stay. */
	reopen(packets: Packets): void;
	close(): void;
};

/** Lines kept between frames: some screens of them. */
const linesKept = 1024;

/** Rows before and behind those that are looked at which are made ready with them. */
const rowsAround = 24;

const lineText = ({source, destination, protocol, info}: Line) => `${source} ${destination} ${protocol} ${info}`.toLowerCase();

/** Opens a session on a capture. */
export const createSession = (opened: Packets): Session => {
	let packets = opened;
	const listeners = new Set<() => void>();
	const lines = new Map<number, Line>();
	const rules = new Map<number, ColorRule | undefined>();
	let {revision} = packets;
	let filterRun: AbortController | undefined;
	let findRun: AbortController | undefined;
	/** The packet the user chose last, which a filter may be hiding. */
	let anchor = 0;
	let state: SessionState = {
		count: packets.count,
		loading: packets.loading,
		progress: packets.progress,
		fault: packets.fault,
		displayed: everyRow(packets.count),
		filter: {text: '', running: false},
		index: -1,
		row: undefined,
		detail: undefined,
		find: undefined,
		following: packets.live !== undefined,
		generation: 0,
	};

	const set = (change: Partial<SessionState>) => {
		state = {...state, ...change};
		for (const listener of listeners) listener();
	};

	/** What was said of packets may not be true any more. */
	const forget = () => {
		({revision} = packets);
		lines.clear();
		rules.clear();
	};

	/** The rows at places `[from, to)` of the list, as far as there are any. */
	const placesAround = (from: number, to: number): number[] => {
		const rows: number[] = [];
		for (let index = Math.max(0, from); index < Math.min(to, state.displayed.length); index++) rows.push(state.displayed.at(index)!);
		return rows;
	};

	const at = (index: number): Partial<SessionState> => {
		const row = state.displayed.at(index);
		if (row === undefined) return {index: -1, row: undefined, detail: undefined};
		if (row === state.row) return {index};
		packets.prepare?.([row], placesAround(index - rowsAround, index + rowsAround), row);
		return {index, row, detail: packets.detail(row)};
	};

	/** Where the anchor is among what is displayed, or what comes next to it. `complete` is false while more may come. */
	const settle = (complete: boolean): Partial<SessionState> => {
		const {displayed} = state;
		if (state.following && displayed.length > 0) return at(displayed.length - 1);
		const index = displayed.place(anchor);
		if (index < displayed.length) return at(index);
		if (complete) return at(displayed.length - 1);
		// What is to come may be nearer to the anchor than what is there: keep looking at what was looked at.
		const place = state.row === undefined ? -1 : displayed.place(state.row);
		return {index: displayed.at(place) === state.row ? place : -1};
	};

	/** Resolves when the packets have news, or `signal` ends the wait. */
	const news = (signal: AbortSignal) =>
		new Promise<void>(resolve => {
			const done = () => {
				stop();
				signal.removeEventListener('abort', done);
				resolve();
			};
			const stop = packets.subscribe(done);
			signal.addEventListener('abort', done);
		});

	const runFilter = async (filter: CompiledFilter, text: string) => {
		const run = new AbortController();
		const found = createCollector();
		filterRun = run;
		let asked = 0;
		const show = (running: boolean) => {
			state = {...state, displayed: found.displayed(), filter: {text, running}};
			set(settle(!running));
		};

		show(true);
		for (;;) {
			const from = asked;
			asked = packets.count;
			const take = (rows: readonly FoundRows[]) => {
				if (run.signal.aborted) return;
				found.add(rows);
				show(true);
			};
			await packets.runFilter(filter, take, run.signal, from, anchor).catch(error => {
				if (!run.signal.aborted) throw error;
			});
			if (run.signal.aborted) return;
			if (packets.count === asked) show(false);
			while (packets.count === asked) {
				if (!packets.loading) return;
				await news(run.signal);
				if (run.signal.aborted) return;
			}
		}
	};

	const runFind = async (text: string, direction: 1 | -1) => {
		findRun?.abort();
		const run = new AbortController();
		findRun = run;
		const wanted = text.toLowerCase();
		const {displayed, index} = state;
		const total = displayed.length;
		set({find: {text, running: true, asked: 0, outcome: 'searching'}});
		const turns = new Turns();
		for (let step = 1; step <= total; step++) {
			const place = (Math.max(0, index) + direction * step + total * 2) % total;
			const row = displayed.at(place)!;
			let line = packets.line(row);
			while (line.pending) {
				await turns.next();
				if (run.signal.aborted) return;
				line = packets.line(row);
			}

			if (lineText(line).includes(wanted)) {
				const wrapped = direction > 0 ? place <= index : place >= index;
				anchor = row;
				findRun = undefined;
				// More rows may have joined the list since the search began.
				set({...at(state.displayed.place(row)), following: false, find: {text, running: false, asked: step, outcome: wrapped ? 'wrapped' : 'found'}});
				return;
			}

			if (turns.isOver) {
				set({find: {text, running: true, asked: step, outcome: 'searching'}});
				await turns.next();
				if (run.signal.aborted) return;
			}
		}

		findRun = undefined;
		set({find: {text, running: false, asked: total, outcome: 'nothing'}});
	};

	const packetsChanged = () => {
		const {count, loading, progress, fault} = packets;
		if (packets.revision !== revision) forget();
		if (state.row !== undefined && ((state.loading && !loading) || state.detail?.pending)) state = {...state, detail: packets.detail(state.row)};
		state = {...state, count, loading, progress, fault, generation: state.generation + 1};
		if (state.filter.text === '') state = {...state, displayed: everyRow(count)};
		set((state.row === undefined || state.following) && state.displayed.length > 0 ? settle(!loading) : {});
	};

	let unsubscribe = packets.subscribe(packetsChanged);
	if (packets.count > 0) state = {...state, ...at(0)};

	const filter = (text: string): FilterResult | undefined => {
		const wanted = text.trim();
		if (wanted === '') {
			filterRun?.abort();
			filterRun = undefined;
			state = {...state, displayed: everyRow(packets.count), filter: {text: '', running: false}};
			set(settle(!packets.loading));
			return undefined;
		}

		const result = packets.compileFilter(text);
		if (!result.ok) return result;
		filterRun?.abort();
		void runFilter(result.filter, wanted);
		return result;
	};

	return {
		get packets() {
			return packets;
		},
		state: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		prepare(from, to) {
			packets.prepare?.(placesAround(from, to), placesAround(from - rowsAround, to + rowsAround), undefined);
		},
		line(row) {
			const known = lines.get(row);
			if (known !== undefined) return known;
			if (lines.size >= linesKept) lines.clear();
			const line = packets.line(row);
			lines.set(row, line);
			return line;
		},
		rule(row) {
			const {rules: asked} = packets;
			if (asked === undefined || rules.has(row)) return rules.get(row);
			if (rules.size >= linesKept) rules.clear();
			const rule = asked.list[asked.of(row)];
			rules.set(row, rule);
			return rule;
		},
		select(index) {
			const nearest = Math.max(0, Math.min(index, state.displayed.length - 1));
			const row = state.displayed.at(nearest);
			if (row === undefined) return;
			anchor = row;
			set({...at(nearest), following: packets.live !== undefined && nearest === state.displayed.length - 1});
		},
		selectRow(row) {
			const index = state.displayed.place(row);
			if (state.displayed.at(index) !== row) {
				if (!state.filter.running || row >= packets.count) return false;
				// It may still be found: the selection goes there then.
				anchor = row;
				set({...settle(false), following: false});
				return true;
			}

			anchor = row;
			set({...at(index), following: false});
			return true;
		},
		filter,
		find: (text, direction) => void runFind(text, direction),
		stop() {
			const running = findRun !== undefined;
			findRun?.abort();
			findRun = undefined;
			if (running) set({find: undefined});
			return running;
		},
		reopen(next) {
			filterRun?.abort();
			findRun?.abort();
			findRun = undefined;
			unsubscribe();
			packets = next;
			unsubscribe = packets.subscribe(packetsChanged);
			forget();
			const {count, loading, progress, fault} = packets;
			const {text} = state.filter;
			state = {
				...state,
				count,
				loading,
				progress,
				fault,
				displayed: everyRow(count),
				index: -1,
				row: undefined,
				detail: undefined,
				find: undefined,
				generation: state.generation + 1,
			};
			// Fields are known to every way of decoding: a filter that was one is one.
			filter(text);
		},
		close() {
			filterRun?.abort();
			findRun?.abort();
			unsubscribe();
			listeners.clear();
		},
	};
};
