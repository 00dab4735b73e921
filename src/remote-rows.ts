import type {ColorRule} from './decode/filter/color-rules.ts';
import type {Detail, Line} from './packets.ts';
import type {RowRules} from './row-rules.ts';
import type {Caller} from './worker-calls.ts';

/** Rows that are asked for at once: some more than most lists have. */
const rowsAtOnce = 48;
/** Of these, how many before a row that none of its neighbours is known of. */
const rowsBefore = 24;
/** Rows that are kept. */
const rowsKept = 4096;
/** How long a key waits for rows, in milliseconds: what comes later is drawn when it comes. */
const patience = 24;

/** What is wanted of rows `[from, to)`, and of one row all that there is. */
export type RowsWish = {readonly from: number; readonly to: number; /** Whether colours are wanted. */ readonly rules: boolean; readonly detail: number | undefined};
export type RowsAnswer = {readonly lines: readonly Line[]; readonly rules: Int16Array; readonly detail: Detail | undefined};

const pendingLine: Line = {time: '', source: '', destination: '', protocol: '', length: 0, info: '…', pending: true};
const pendingDetail: Detail = {sources: [], nodes: [], pending: true};

/** Rows of a capture that a worker reads, as far as the screen has asked for them. */
export class RemoteRows {
	readonly #caller: Pick<Caller, 'call' | 'ask'>;
	readonly #count: () => number;
	readonly #came: () => void;
	readonly #lines = new Map<number, Line>();
	readonly #rules = new Map<number, number>();
	#detail: {readonly row: number; readonly detail: Detail} | undefined;
	/** Whether the worker has not answered yet what was asked last. */
	#isWaiting = false;
	#wantsRules = false;
	#ruleList: readonly ColorRule[] | undefined;
	/** Counts up when what is known is forgotten: answers to what was asked before say nothing any more. */
	#age = 0;

	/** `first` is what is known of the first rows, `count` how many there are; `came` is called when rows come that somebody did not wait for. */
	constructor(caller: Pick<Caller, 'call' | 'ask'>, first: Pick<RowsAnswer, 'lines' | 'detail'>, count: () => number, came: () => void) {
		this.#caller = caller;
		this.#count = count;
		this.#came = came;
		for (const [row, line] of first.lines.entries()) this.#lines.set(row, line);
		if (first.detail !== undefined) this.#detail = {row: 0, detail: first.detail};
	}

	/** Rows may say something else now. */
	forget(): void {
		this.#lines.clear();
		this.#rules.clear();
		this.#detail = undefined;
		this.#age++;
	}

	line(row: number): Line {
		if (!this.#lines.has(row)) this.#ask(row, undefined);
		return this.#lines.get(row) ?? pendingLine;
	}

	detail(row: number): Detail {
		if (this.#detail?.row !== row) this.#ask(row, row);
		return this.#detail?.row === row ? this.#detail.detail : pendingDetail;
	}

	/** Rules for the colours of rows. */
	rules(): RowRules {
		const caller = this.#caller;
		const list = (): readonly ColorRule[] => this.#ruleList ??= caller.call('ruleList') as readonly ColorRule[];
		return {
			get list() {
				return list();
			},
			of: row => this.#rule(row),
			get problem() {
				return caller.call('ruleProblem') as string | undefined;
			},
		};
	}

	#rule(row: number): number {
		this.#wantsRules = true;
		if (!this.#rules.has(row)) this.#ask(row, undefined);
		return this.#rules.get(row) ?? -1;
	}

	#ask(row: number, detail: number | undefined): void {
		if (this.#isWaiting) return;
		if (this.#lines.size > rowsKept) this.#lines.clear();
		if (this.#rules.size > rowsKept) this.#rules.clear();
		const known: ReadonlyMap<number, unknown> = this.#wantsRules ? this.#rules : this.#lines;
		let from = row;
		let to = row + 1;
		if (!known.has(row)) {
			// Who goes down wants those below next.
			from = Math.max(0, row - (known.has(row - 1) ? 0 : known.has(row + 1) ? rowsAtOnce - 1 : rowsBefore));
			to = Math.min(this.#count(), from + rowsAtOnce);
			while (from < row && known.has(from)) from++;
			while (to > row + 1 && known.has(to - 1)) to--;
		}

		const wish: RowsWish = {from, to, rules: this.#wantsRules, detail};
		const age = this.#age;
		const take = (answer: unknown): void => {
			this.#isWaiting = false;
			if (age === this.#age) this.#take(wish, answer as RowsAnswer);
		};

		this.#isWaiting = true;
		try {
			const isLate = !this.#caller.ask('rows', wish, patience, take, answer => {
				take(answer);
				this.#came();
			});
			if (!isLate) this.#isWaiting = false;
		} catch (error) {
			this.#isWaiting = false;
			throw error;
		}
	}

	#take({from, detail: row}: RowsWish, {lines, rules, detail}: RowsAnswer): void {
		for (const [i, line] of lines.entries()) this.#lines.set(from + i, line);
		for (const [i, rule] of rules.entries()) this.#rules.set(from + i, rule);
		if (row !== undefined && detail !== undefined) this.#detail = {row, detail};
	}
}
